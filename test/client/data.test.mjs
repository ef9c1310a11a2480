
test("an answer under way ends with the data it began with, and a live stream goes on with the new", async (t) => {
  const dir = fresh(t), { url, child, ask, stop } = await serve(t, dir);
  const target = "/api/v1/positions?lat=48&lon=2&bodies=mars&start=2026-12-01T00:00:00Z&step=60s&count=60000&format=csv";
  const want = sha256(Buffer.from(await (await fetch(url + target)).arrayBuffer()));
  const slow = await fetch(url + target), reader = slow.body.getReader(), pieces = [(await reader.read()).value];
  const live = await fetch(`${url}/api/v1/stream?lat=48&lon=2&bodies=mars`), events = live.body.getReader();
  await events.read();
  for (let i = 0; i < 3; i++) {
    replace(dir, "de999.bsp", KERNEL);
    replace(dir, "kernel", "de999.bsp\n");
    replace(dir, ROTATION, finals({ shift_s: 0.1 * (i + 1) }));
    child.kill("SIGHUP");
    await until(async () => (await ask()).meta.ut1_utc_s.toFixed(3) === (0.113289 + 0.1 * (i + 1)).toFixed(3));
  }
  for (let piece; !(piece = await reader.read()).done;) pieces.push(piece.value);
  assert.equal(sha256(Buffer.concat(pieces)), want);
  let text = "";
  while (!/iers-predicted|"alt_deg"/.test(text)) text += Buffer.from((await events.read()).value).toString();
  await events.cancel();
  const later = sha256(Buffer.from(await (await fetch(url + target)).arrayBuffer()));
  assert.notEqual(later, want);
  assert.equal(await stop(), 0);
});
