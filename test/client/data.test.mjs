// `planettracker data`: downloads from nginx and from hostile servers; a file name only ever holds complete, verified
// data, whatever happens during the download.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { KERNEL, TODAY_MJD, finals, leapSeconds, sha256 } from "./finals.mjs";
import { PROGRAM, folder, listen, nginx, run } from "./servers.mjs";

const ROTATION = "finals2000A.all", LEAPS = "leap-seconds.list";
const PAGE = "<!DOCTYPE html><html><body>Please log in to this hotel's network.</body></html>\n";
let temp, server, mirror;

const put = (name, bytes) => writeFileSync(join(temp.path, "www", name), bytes);
const data = (args, dir, options) => run(PROGRAM, ["data", ...args, "--data-dir", dir], options);
const update = (dir, args = [], options) => data(["update", ...args], dir, options);
const drafts = (dir) => readdirSync(dir).filter((name) => /\.part-\w{6}$/.test(name));
const draftBytes = (dir) => readdirSync(dir).filter((name) => /^test\.bsp\.part-[^.]+$/.test(name))
  .reduce((sum, name) => sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0), 0);
const logged = () => readFileSync(join(temp.path, "access.log"), "utf8").trim().split("\n");

before(async () => {
  temp = folder();
  server = await nginx(temp.path);
  mirror = `http://127.0.0.1:${server.plain}`;
  put(ROTATION, finals());
  put(LEAPS, leapSeconds());
  put("test.bsp", KERNEL);
});
after(async () => { await server.stop(); temp.remove(); });

function fresh(t) {
  const made = folder();
  t.after(made.remove);
  return made.path;
}

async function hostile(t, answer) {
  const requests = [];
  const made = createHttp((request, reply) => { requests.push(request); answer(request, reply, requests.length); });
  const port = await listen(made);
  t.after(() => { made.closeAllConnections(); made.close(); });
  return { url: `http://127.0.0.1:${port}`, requests };
}

test("a first update downloads everything, over TLS with a test CA; a second asks whether anything has changed", async (t) => {
  const dir = fresh(t), tls = ["--mirror", `https://localhost:${server.tls}`, "--ca-file", server.ca];
  const first = await update(dir, [...tls, "--kernel", "test"]);
  assert.deepEqual([first.code, first.err.split("\n").length], [0, 4], first.err);
  assert.match(first.out.toString(), /finals2000A.all: new, until .*\nleap-seconds.list: new, .*sha1 agrees\ntest.bsp: new/);
  for (const name of [ROTATION, LEAPS, "test.bsp"])
    assert.equal(sha256(readFileSync(join(dir, name))), sha256(readFileSync(join(temp.path, "www", name))));
  assert.equal(readFileSync(join(dir, "kernel"), "utf8"), "test.bsp\n");
  const before_second = logged().length;
  const second = await update(dir, tls);
  assert.equal(second.code, 0);
  assert.equal(second.out.toString().match(/up to date/g).length, 3);
  const lines = logged().slice(before_second);
  assert.equal(lines.filter((line) => / 304 /.test(line)).length, 3, lines.join("\n"));
  assert.ok(lines.every((line) => /HTTP\/2/.test(line)));
  assert.deepEqual(drafts(dir), []);
});

test("a server with an unknown CA is refused", async (t) => {
  const dir = fresh(t);
  const { code, err } = await update(dir, ["--mirror", `https://localhost:${server.tls}`]);
  assert.equal(code, 5);
  assert.match(err, /certificate/);
  assert.ok(!existsSync(join(dir, ROTATION)));
});

test("a newer file replaces the old one, which is kept; status and now show it", async (t) => {
  const dir = fresh(t), lat = ["--lat", "48", "--lon", "2", "--bodies", "mars", "--json"];
  assert.equal((await update(dir, ["--mirror", mirror])).code, 0);
  const old = readFileSync(join(dir, ROTATION));
  put("newer.all", finals({ measured: TODAY_MJD - 1, shift_s: 0.2 }));
  const { code, out } = await update(dir, ["--mirror", mirror, "--url", `${ROTATION}=${mirror}/newer.all`]);
  assert.equal(code, 0);
  assert.match(out.toString(), /finals2000A.all: new/);
  assert.equal(sha256(readFileSync(join(dir, `${ROTATION}.previous`))), sha256(old));
  assert.notEqual(sha256(readFileSync(join(dir, ROTATION))), sha256(old));
  const status = await data(["status", "--json", "--strict"], dir);
  assert.equal(status.code, 0);
  const { data: items, ut1 } = JSON.parse(status.out);
  assert.deepEqual(items.map((item) => item.name), ["ephemeris", "earth-rotation", "leap-seconds"]);
  const rotation = items[1];
  assert.equal(rotation.sha256, sha256(readFileSync(join(dir, ROTATION))));
  assert.equal(rotation.url, `${mirror}/newer.all`);
  assert.ok(rotation.age_s >= 86400 && rotation.age_s < 2.1 * 86400, `${rotation.age_s}`);
  assert.deepEqual([ut1[0].ut1_source, ut1.at(-1).ut1_source], ["iers-predicted", "held"]);
  assert.ok(ut1[0].uncertainty_s < 0.002 && ut1[1].uncertainty_s > ut1[0].uncertainty_s);
  const now = await run(PROGRAM, ["now", ...lat, "--data-dir", dir]);
  assert.equal(JSON.parse(now.out).meta.ut1_source, "iers-predicted");
  const without = await run(PROGRAM, ["now", ...lat, "--data-dir", "none"]);
  const shift_s = JSON.parse(now.out).meta.ut1_utc_s - JSON.parse(without.out).meta.ut1_utc_s;
  assert.ok(Math.abs(shift_s - 0.2) < 1e-3, `${shift_s}`);
});

test("mirrors are tried in order: a dead one, one with a page, a good one", async (t) => {
  const dir = fresh(t);
  put("page.all", PAGE);
  const urls = [`http://127.0.0.1:1/x`, `${mirror}/page.all`, `${mirror}/${ROTATION}`];
  const { code, out, err } = await update(dir, ["--mirror", mirror, "--tries", "1",
    ...urls.flatMap((url) => ["--url", `${ROTATION}=${url}`])]);
  assert.equal(code, 0, err);
  assert.match(out.toString(), /finals2000A.all: new/);
  const told = err.split("\n").filter((line) => line.startsWith(ROTATION));
  assert.deepEqual(told, urls.map((url) => `${ROTATION}: ${url}`));
});

// What a server sends instead of the data; each leaves the file unchanged, and no draft of a refused body.
const LIES = {
  "a page": (reply) => reply.end(PAGE),
  "a page that says it is the file": (reply, whole) => { reply.setHeader("Content-Length", whole.length); reply.end(PAGE.padEnd(whole.length)); },
  "nothing": (reply) => reply.end(),
  "a length that is too long": (reply, whole) => { reply.setHeader("Content-Length", whole.length + 1000); reply.write(whole); setTimeout(() => reply.destroy(), 50); },
  "half of the file as if it were all": (reply, whole) => reply.end(whole.subarray(0, whole.length / 2)),
  "all lines but one": (reply, whole) => reply.end(Buffer.concat([whole.subarray(0, 188 * 500), whole.subarray(188 * 501)])),
  "a day twice": (reply, whole) => reply.end(Buffer.concat([whole.subarray(0, 188 * 500), whole.subarray(188 * 499)])),
  "a jump of UT1": (reply, whole) => { const text = Buffer.from(whole); text[188 * 500 + 61] ^= 1; reply.end(text); },
  "an older file": (reply) => reply.end(finals({ measured: TODAY_MJD - 30 })),
  "no such thing": (reply) => { reply.statusCode = 404; reply.end(PAGE); },
  "an error": (reply) => { reply.statusCode = 500; reply.end(PAGE); },
  "a reset": (reply, whole) => { reply.setHeader("Content-Length", whole.length); reply.write(whole.subarray(0, 1000)); setTimeout(() => reply.socket.resetAndDestroy(), 20); },
  "redirects in circles": (reply) => { reply.statusCode = 302; reply.setHeader("Location", "/again"); reply.end(); },
  "a status 304, which was not requested": (reply) => { reply.statusCode = 304; reply.end(); },
};
for (const [lie, tell] of Object.entries(LIES)) {
  test(`a server that sends ${lie} changes nothing`, async (t) => {
    const dir = fresh(t), whole = Buffer.from(finals({ measured: TODAY_MJD - 2 }));
    assert.equal((await update(dir, ["--mirror", mirror])).code, 0);
    const had = sha256(readFileSync(join(dir, ROTATION)));
    const { url } = await hostile(t, (request, reply) => tell(reply, whole));
    const { code, out, err } = await update(dir, ["--mirror", mirror, "--tries", "2", "--url", `${ROTATION}=${url}/f`]);
    assert.equal(sha256(readFileSync(join(dir, ROTATION))), had);
    if (lie === "an older file")
      assert.deepEqual([code, /up to date/.test(out)], [0, true], err); // it is the server that is late
    else assert.ok([3, 5].includes(code), `${code}: ${err}`);
    if (code === 3) assert.deepEqual(drafts(dir), []);
    assert.match(out.toString(), /leap-seconds.list: up to date/); // one file's trouble is not the others'
  });
}

test("a kernel that is cut, damaged or another's is not chosen", async (t) => {
  const dir = fresh(t), damaged = Buffer.from(KERNEL);
  damaged.fill(0, 4000000, 4004096);
  for (const [name, bytes] of [["cut.bsp", KERNEL.subarray(0, 5000000)], ["damaged.bsp", damaged], ["page.bsp", PAGE]]) {
    put(name, bytes);
    const { code, err } = await update(dir, ["--mirror", mirror, "--kernel", name]);
    assert.equal(code, 3, err);
    assert.ok(!existsSync(join(dir, name)) && !existsSync(join(dir, "kernel")), name);
  }
  const { code, err } = await update(dir, ["--mirror", mirror, "--kernel", "test", "--sha256", `test.bsp=${"0".repeat(64)}`]);
  assert.equal(code, 3);
  assert.match(err, /SHA-256 is 2eece487/);
});

test("killed at 20 random moments: never half a file, and the rest is resumed", async (t) => {
  const dir = fresh(t), path = join(dir, "test.bsp"), want = sha256(KERNEL), lines_before = logged().length;
  const args = ["data", "update", "-q", "--data-dir", dir, "--mirror", `${mirror}/slow`, "--kernel", "test"];
  const seed = Number(process.env.SEED ?? Date.now() % 1e6);
  t.diagnostic(`SEED=${seed}`);
  let state = seed, kills = 0, resumed = 0;
  const random = () => (state = (state * 48271 + 11) % 2147483647) / 2147483647;
  while (kills < 20) {
    const child = spawn(PROGRAM, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, PLANETTRACKER_DATA_DIR: "none" } });
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
    // Half of them at a moment of the clock, half when the draft has grown by a part of the file, however long that takes.
    const enough = draftBytes(dir) + 1 + random() * KERNEL.length / 8;
    const timer = kills % 2 ? setTimeout(() => child.kill("SIGKILL"), 5 + random() * 60)
      : setInterval(() => draftBytes(dir) >= enough && child.kill("SIGKILL"), 1);
    const how = await ended;
    clearTimeout(timer);
    for (const name of [ROTATION, LEAPS, "test.bsp"])
      if (existsSync(join(dir, name)))
        assert.equal(sha256(readFileSync(join(dir, name))), sha256(readFileSync(join(temp.path, "www", name))), name);
    assert.ok(drafts(dir).filter((name) => /^test\.bsp\.part-[^.]+$/.test(name)).length <= 1, drafts(dir).join(" "));
    if (how === "SIGKILL") kills++;
    else if (existsSync(path)) { // it was whole before the blow: once more from the start
      for (const name of readdirSync(dir)) if (name.startsWith("test.bsp")) renameSync(join(dir, name), join(dir, `old-${name}`));
    }
  }
  const last = await update(dir, ["--mirror", `${mirror}/slow`, "--kernel", "test"]);
  assert.equal(last.code, 0, last.err);
  assert.equal(sha256(readFileSync(path)), want);
  assert.deepEqual(drafts(dir), []);
  assert.equal((await data(["verify"], dir)).code, 0);
  resumed = logged().slice(lines_before).filter((line) => /test.bsp.* 206 /.test(line)).length;
  assert.ok(resumed > 0, "no run went on where another had stopped");
  t.diagnostic(`${resumed} runs resumed`);
});

test("a draft is not continued with another version of the file", async (t) => {
  const dir = fresh(t), path = join(dir, "test.bsp"), half = 3000000;
  let version = 1;
  const { url, requests } = await hostile(t, (request, reply) => {
    if (!request.url.endsWith("test.bsp")) { reply.statusCode = 404; reply.end(); return; }
    const bytes = version === 1 ? Buffer.alloc(KERNEL.length, 7) : KERNEL, etag = `"v${version}"`;
    const found = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const from = found && request.headers["if-range"] === etag ? Number(found[1]) : 0;
    reply.writeHead(from ? 206 : 200, { ETag: etag, "Content-Length": bytes.length - from,
      ...(from && { "Content-Range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }) });
    if (version === 1) { reply.write(bytes.subarray(from, half)); setTimeout(() => reply.destroy(), 100); }
    else reply.end(bytes.subarray(from));
  });
  const args = ["--mirror", url, "--kernel", "test", "--tries", "1"];
  assert.equal((await update(dir, args)).code, 5);
  assert.equal(drafts(dir).length, 1);
  version = 2;
  await update(dir, args);
  const last = requests.filter((request) => request.url.endsWith("test.bsp")).at(-1);
  assert.equal(last.headers["if-range"], '"v1"');
  assert.match(last.headers.range, /^bytes=[1-9]\d+-$/); // how much had come before the reset is the system's affair
  assert.equal(sha256(readFileSync(path)), sha256(KERNEL));
});

test("a draft that is already complete is verified and installed, at the cost of one byte", async (t) => {
  const dir = fresh(t), draft = join(dir, "test.bsp.part-abcdef");
  const { headers } = await fetch(`${mirror}/test.bsp`, { method: "HEAD" });
  writeFileSync(draft, KERNEL);
  writeFileSync(`${draft}.meta`, `url: ${mirror}/test.bsp\netag: ${headers.get("etag")}\n`);
  const { code, err } = await update(dir, ["--mirror", mirror, "--kernel", "test"]);
  assert.equal(code, 0, err);
  assert.match(logged().filter((line) => /GET \/test.bsp/.test(line)).at(-1), / 206 1 /);
  assert.equal(sha256(readFileSync(join(dir, "test.bsp"))), sha256(KERNEL));
});

test("a second instance is refused, and the lock ends with its holder", async (t) => {
  const dir = fresh(t);
  const first = spawn(PROGRAM, ["data", "update", "-q", "--data-dir", dir, "--mirror", `${mirror}/slow`, "--kernel", "test"], { stdio: "ignore" });
  const ended = new Promise((resolve) => first.on("close", resolve));
  while (drafts(dir).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const second = await update(dir, ["--mirror", mirror]);
  assert.equal(second.code, 1);
  assert.match(second.err, /another update is running/);
  first.kill("SIGKILL");
  await ended;
  assert.equal((await update(dir, ["--mirror", mirror])).code, 0);
});

test("Ctrl-C keeps what has arrived for the next run", async (t) => {
  const dir = fresh(t);
  const child = spawn(PROGRAM, ["data", "update", "--data-dir", dir, "--mirror", `${mirror}/slow`, "--kernel", "test"], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  while (!drafts(dir).some((name) => name.startsWith("test.bsp"))) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill("SIGINT");
  assert.equal(await ended, 1);
  assert.ok(drafts(dir).some((name) => name.startsWith("test.bsp")));
  assert.ok(!existsSync(join(dir, "test.bsp")));
});

test("offline uses a kernel that is here, and names one that is not", async (t) => {
  const dir = fresh(t), chosen = () => existsSync(join(dir, "kernel")) && readFileSync(join(dir, "kernel"), "utf8");
  const offline = (kernel) => update(dir, ["--offline", "--kernel", kernel]);
  assert.equal((await update(dir, ["--mirror", mirror])).code, 0);
  const missing = await offline("de999");
  assert.deepEqual([missing.code, chosen()], [3, false]);
  assert.match(missing.out.toString(), /de999.bsp: not there/);
  assert.equal(missing.err, `planettracker data: --kernel: de999.bsp is missing or damaged in ${dir}, and --offline downloads nothing; the kernel in use stays\n`);
  writeFileSync(join(dir, "test.bsp"), KERNEL);
  const here = await offline("test");
  assert.deepEqual([here.code, here.err, chosen()], [0, "", "test.bsp\n"]);
  writeFileSync(join(dir, "bad.bsp"), KERNEL.subarray(0, 5000));
  const damaged = await offline("bad");
  assert.deepEqual([damaged.code, chosen()], [3, "test.bsp\n"]);
  assert.match(damaged.err, /bad.bsp is missing or damaged/);
  assert.deepEqual([(await offline("none")).code, chosen()], [0, false]);
});

test("offline opens no socket, and says what is missing", async (t) => {
  const dir = fresh(t), log = join(dir, "strace");
  const { code, out } = await run("strace", ["-f", "-e", "trace=socket,connect", "-o", log, PROGRAM, "data", "update", "--offline", "--data-dir", dir],
    { env: { ASAN_OPTIONS: "detect_leaks=0" } }); // two tracers of a process are one too many
  assert.equal(code, 3);
  assert.match(out.toString(), /finals2000A.all: not there/);
  assert.ok(!/socket\(|connect\(/.test(readFileSync(log, "utf8")), readFileSync(log, "utf8"));
});

test("verify detects a changed byte", async (t) => {
  const dir = fresh(t), path = join(dir, "test.bsp");
  assert.equal((await update(dir, ["--mirror", mirror, "--kernel", "test"])).code, 0);
  assert.equal((await data(["verify"], dir)).code, 0);
  const bytes = readFileSync(path), { mtimeNs } = (await import("node:fs")).statSync(path, { bigint: true });
  bytes[5000000] ^= 1; // the last bit of some coefficient: plausible, and wrong
  writeFileSync(path, bytes);
  // A damaged disk does not change the file's time.
  execFileSync("touch", ["-d", `@${mtimeNs / 1000000000n}.${String(mtimeNs % 1000000000n).padStart(9, "0")}`, path]);
  const { code, out } = await data(["verify"], dir);
  assert.equal(code, 3);
  assert.match(out.toString(), /test.bsp: not the bytes that were fetched/);
  assert.equal((await update(dir, ["--mirror", mirror])).code, 0); // downloaded again, though nothing has changed on the server
  assert.equal((await data(["verify"], dir)).code, 0);
});

test("a damaged file is reported, and the embedded data are used", async (t) => {
  const dir = fresh(t);
  writeFileSync(join(dir, ROTATION), PAGE);
  const { code, out, err } = await run(PROGRAM, ["now", "--lat", "48", "--lon", "2", "--json", "--data-dir", dir]);
  assert.equal(code, 0);
  assert.match(err, /finals2000A.all: a page of HTML or XML, at byte 0; continuing with the embedded data/);
  assert.ok(JSON.parse(out).positions.length > 0);
});

test("a chosen kernel is used; an option takes precedence; none removes the choice", async (t) => {
  const dir = fresh(t), source = async (...args) => JSON.parse((await run(PROGRAM,
    ["now", "--lat", "48", "--lon", "2", "--json", "--data-dir", dir, ...args])).out).meta.source;
  put("de999.bsp", KERNEL);
  assert.equal((await update(dir, ["--mirror", mirror, "--kernel", "de999"])).code, 0);
  assert.match(await source(), /^de999.bsp/);
  assert.match(await source("--ephemeris", join(temp.path, "www", "test.bsp")), /^test.bsp/);
  assert.equal((await update(dir, ["--mirror", mirror, "--kernel", "none"])).code, 0);
  assert.match(await source(), /^builtin/);
});

test("on a terminal each file has a line with bytes, rate and time left", async (t) => {
  const dir = fresh(t);
  const { code, out } = await run("script", ["-qec", `${PROGRAM} data update --data-dir ${dir} --mirror ${mirror}/slow --kernel test`, "/dev/null"]);
  assert.equal(code, 0, out.toString());
  assert.match(out.toString(), /test\.bsp +\d+\.\d [kM]B +\d+ % +\d+\.\d [kMG]B\/s {2}\d+ s left/);
});

test("lines of progress fit the terminal, and a failed download is not shown as done", async (t) => {
  const dir = fresh(t);
  const { out } = await run("script", ["-qec", `stty cols 30; ${PROGRAM} data update --data-dir ${dir} --mirror ${mirror}/slow --kernel test --tries 1 ` +
    `--url ${LEAPS}=${mirror}/none`, "/dev/null"]);
  const lines = out.toString().split(/\r?\n/).map((line) => line.replace(/\x1b\[\d*[AJK]/g, "")).filter((line) => /^[\w.-]+ {2,}/.test(line));
  assert.ok(lines.length > 0, out.toString());
  for (const line of lines) assert.ok(line.length < 30, line);
  assert.ok(lines.some((line) => /^leap-seconds\.list +failed$/.test(line)), lines.join("\n"));
  assert.ok(!lines.some((line) => /^leap-seconds\.list +done$/.test(line)), lines.join("\n"));
});

test("a full disk is reported, and the old file stays", async (t) => {
  const dir = fresh(t);
  const { code, err } = await run("sh", ["-c", `trap '' XFSZ; ulimit -f 1000; exec '${PROGRAM}' data update -q --data-dir '${dir}' --mirror ${mirror}`]);
  assert.equal(code, 1, err);
  assert.match(err, /finals2000A.all: .*: File too large; the old file stays/);
  assert.ok(!existsSync(join(dir, ROTATION)));
  assert.equal((await update(dir, ["--mirror", mirror])).code, 0);
});

test("usage: the message names what is wrong", async (t) => {
  const dir = fresh(t);
  for (const [args, expected] of [[["data"], /status, update or verify/], [["data", "fetch"], /status, update or verify/],
    [["data", "update", "--url", "x=y"], /NAME=URL/], [["data", "update", "--kernel", "../a"], /a kernel/],
    [["data", "update", "--kernel", "http://x/y"], /ends in .bsp/], [["data", "update", "--tries", "0"], /whole number/],
    [["data", "update", "--nonsense", "1"], /"--nonsense"; planettracker data --help/], [["data", "status", "more"], /unexpected argument "more"/]]) {
    const { code, err } = await run(PROGRAM, [...args, ...(args.length > 1 ? ["--data-dir", dir] : [])]);
    assert.equal(code, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, expected);
  }
});

// ---- a running server ----

async function serve(t, dir) {
  const child = spawn(PROGRAM, ["serve", "--port", "0", "--threads", "2", "--data-dir", dir], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => { said += bytes; });
  const url = await new Promise((resolve) => child.stdout.once("data", (bytes) => resolve(/http:\S+/.exec(bytes)[0])));
  const stopped = new Promise((resolve) => child.on("close", resolve));
  let is_stopped = false;
  const stop = async () => { if (!is_stopped) { is_stopped = true; child.kill("SIGTERM"); } return stopped; };
  t.after(stop);
  const ask = async () => (await fetch(`${url}/api/v1/positions?lat=48&lon=2&bodies=moon`)).json();
  return { url, child, stop, ask, said: () => said };
}

async function until(condition) {
  for (let i = 0; i < 3000; i++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`it did not come to pass: ${condition}`);
}

function replace(dir, name, bytes) {
  writeFileSync(join(dir, `.${name}.new`), bytes);
  renameSync(join(dir, `.${name}.new`), join(dir, name));
}

test("a server changes to new data under load, without a lost request", async (t) => {
  const dir = fresh(t), { url, child, stop, ask, said } = await serve(t, dir);
  const target = `${url}/api/v1/positions?lat=48&lon=2&bodies=moon`;
  const before_data = await ask();
  const isShifted = (meta, shift_s) => Math.abs(meta.ut1_utc_s - before_data.meta.ut1_utc_s - shift_s) < 1e-3;
  let is_over = false;
  const load = (async () => {
    let answers = 0;
    while (!is_over) {
      const { out } = await run(PROGRAM, ["get", "--json", "-n", "20000", "-c", "16", "--tries", "1", target]);
      const report = JSON.parse(out);
      assert.deepEqual([report.failed, Object.keys(report.status)], [0, ["200"]], out.toString());
      answers += report.requests;
    }
    return answers;
  })();
  replace(dir, ROTATION, finals({ shift_s: 0.3 }));
  await until(async () => isShifted((await ask()).meta, 0.3)); // it watches
  const seen = new Set();
  for (let i = 0; i < 20; i++) {
    replace(dir, ROTATION, finals({ measured: TODAY_MJD - 3 + i % 2, shift_s: 0.05 * (i % 5) }));
    if (i % 4 === 0) { writeFileSync(join(dir, "de999.bsp"), KERNEL); replace(dir, "kernel", "de999.bsp\n"); }
    if (i % 4 === 2) replace(dir, "kernel", "none.bsp\n");
    child.kill("SIGHUP");
    await until(async () => { const { meta } = await ask(); seen.add(meta.source); return isShifted(meta, 0.05 * (i % 5)); });
  }
  const { data: rows } = await (await fetch(`${url}/api/v1/status`)).json();
  const rotation = rows.find((row) => row.name === "earth-rotation");
  assert.equal(rotation.source, ROTATION);
  assert.ok(rotation.age_s < 5 * 86400, `${rotation.age_s}`);
  is_over = true;
  const answers = await load;
  assert.ok(seen.size >= 2, [...seen].join());
  replace(dir, ROTATION, PAGE); // damage: back to what is inside
  await until(async () => isShifted((await ask()).meta, 0));
  assert.match(said(), /finals2000A.all: a page of HTML or XML/);
  t.diagnostic(`${answers} answers`);
  assert.equal(await stop(), 0);
});

test("an answer in progress ends with the data it began with, and a live stream continues with the new", async (t) => {
  const dir = fresh(t), { url, child, ask, stop } = await serve(t, dir);
  const inside_s = (await ask()).meta.ut1_utc_s;
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
    await until(async () => Math.abs((await ask()).meta.ut1_utc_s - inside_s - 0.1 * (i + 1)) < 1e-3);
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
