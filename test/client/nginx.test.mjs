// `planettracker get` against Debian's nginx: TLS, HTTP/2, ranges, files.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { folder, get, listen, nginx, report } from "./servers.mjs";

const BIG_BYTES = 5_000_000;
let place, server, plain, tls;
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const big = randomBytes(BIG_BYTES);

before(async () => {
  place = folder();
  server = await nginx(place.path);
  plain = `http://127.0.0.1:${server.plain}`;
  tls = `https://localhost:${server.tls}`;
  writeFileSync(join(place.path, "www", "small.txt"), "small\n");
  writeFileSync(join(place.path, "www", "big.bin"), big);
});
after(async () => {
  await server.stop();
  place.remove();
});

test("one body goes to standard output, alone", async () => {
  const { code, out, err } = await get([`${plain}/small.txt`]);
  assert.equal(out.toString(), "small\n");
  assert.equal(err, "");
  assert.equal(code, 0);
});

test("a status of 404 prints nothing on standard output and exits with 1", async () => {
  const { code, out, err } = await get([`${plain}/none`]);
  assert.equal(out.length, 0);
  assert.match(err, /status 404/);
  assert.equal(code, 1);
});

test("a redirect is followed", async () => {
  assert.equal((await get([`${plain}/moved`])).out.toString(), "small\n");
});

test("an unknown authority is refused, without a second try", async () => {
  const { code, err, json } = await report([`${tls}/small.txt`]);
  assert.match(err, /certificate/);
  assert.equal(json.retries, 0);
  assert.equal(code, 5);
});

test("a certificate for another name is refused", async () => {
  const { code, err } = await get(["--ca-file", server.ca, `https://127.0.0.1:${server.tls}/small.txt`]);
  assert.match(err, /127\.0\.0\.1/);
  assert.equal(code, 5);
});

test("with the test CA, a hundred requests share connections by HTTP/2", async () => {
  const { code, json } = await report(["--ca-file", server.ca, "-n", "100", "-c", "100", `${tls}/small.txt`]);
  assert.deepEqual(json.status, { 200: 100 });
  assert.equal(json.bytes, 600);
  assert.ok(json.connections <= 2, `${json.connections} connections`);
  assert.equal(code, 0);
  const log = readFileSync(join(place.path, "access.log"), "utf8");
  assert.equal(log.match(/GET \/small\.txt HTTP\/2\.0" 200/g).length, 100);
});

test("connections are used again: as many as requests at once", async () => {
  const { json } = await report(["-n", "1000", "-c", "10", `${plain}/small.txt`]);
  assert.deepEqual(json.status, { 200: 1000 });
  assert.equal(json.connections, 10);
  assert.equal(json.failed, 0);
  const { min, p50, p90, p99, max } = json.latency_ms;
  assert.ok(min > 0 && min <= p50 && p50 <= p90 && p90 <= p99 && p99 <= max);
});

test("bodies go to files named by their URLs", async (t) => {
  const to = folder();
  t.after(to.remove);
  const { code } = await get(["-O", `${plain}/small.txt`, `${plain}/big.bin?x=/y`, `${plain}/none`], { cwd: to.path });
  assert.equal(code, 1);
  assert.deepEqual(readdirSync(to.path).sort(), ["big.bin", "small.txt"]);
  assert.equal(hash(readFileSync(join(to.path, "big.bin"))), hash(big));
});

// A connection that is cut after this number of bytes, repeatedly.
async function cuttingProxy(t, bytesEach) {
  const heads = [];
  const proxy = createServer((client) => {
    const upstream = connect(server.plain, "127.0.0.1");
    let left = bytesEach;
    client.on("error", () => {}).on("close", () => upstream.destroy());
    upstream.on("error", () => {}).on("close", () => client.destroy());
    client.on("data", (bytes) => { heads.push(bytes.toString()); upstream.write(bytes); });
    upstream.on("data", (bytes) => {
      const part = bytes.subarray(0, left);
      left -= part.length;
      if (left === 0) { client.end(part); upstream.destroy(); } else client.write(part);
    });
  });
  const port = await listen(proxy);
  t.after(() => proxy.close());
  return { port, heads };
}

test("a connection cut three times: the file is resumed by ranges to the right hash", async (t) => {
  const to = folder();
  t.after(to.remove);
  const proxy = await cuttingProxy(t, 1_500_000);
  const { code, err } = await get(["-o", "it", `http://127.0.0.1:${proxy.port}/big.bin`], { cwd: to.path });
  assert.equal(err, "");
  assert.equal(code, 0);
  assert.equal(hash(readFileSync(join(to.path, "it"))), hash(big));
  assert.equal(proxy.heads.length, 4);
  for (const head of proxy.heads.slice(1)) {
    assert.match(head, /\r\nRange: bytes=[1-9]\d*-\r\n/);
    assert.match(head, /\r\nIf-Range: "/);
  }
});

test("cut for good or interrupted: no new file, and the old one stays", async (t) => {
  const to = folder();
  t.after(to.remove);
  writeFileSync(join(to.path, "it"), "before");
  const proxy = await cuttingProxy(t, 100_000);
  const url = `http://127.0.0.1:${proxy.port}/big.bin`;
  assert.equal((await get(["--tries", "2", "-o", "it", url], { cwd: to.path })).code, 5);
  assert.equal(readFileSync(join(to.path, "it"), "utf8"), "before");
  const interrupted = await get(["--tries", "100", "-o", "new", url],
    { cwd: to.path, started: (child) => setTimeout(() => child.kill("SIGINT"), 300) });
  assert.equal(interrupted.code, 1);
  assert.deepEqual(readdirSync(to.path), ["it"]);
});

test("killed at 20 random moments: the file is complete or absent", async (t) => {
  const to = folder();
  t.after(to.remove);
  let seen = 0;
  for (let i = 0; i < 20; i++) {
    const ms = Math.random() * 150; // a whole run takes some 80
    await get(["-o", "it", `${plain}/big.bin`],
      { cwd: to.path, started: (child) => setTimeout(() => child.kill("SIGKILL"), ms) });
    if (!readdirSync(to.path).includes("it")) continue;
    seen++;
    assert.equal(hash(readFileSync(join(to.path, "it"))), hash(big), `killed after ${ms} ms`);
    rmSync(join(to.path, "it"));
  }
  t.diagnostic(`whole files: ${seen} of 20`);
});

test("a proxy of the environment is used", async (t) => {
  const asked = [];
  const proxy = createServer((client) => client.once("data", (bytes) => {
    asked.push(bytes.toString().split("\r\n")[0]);
    client.end("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nproxy");
  }));
  const port = await listen(proxy);
  t.after(() => proxy.close());
  const { out } = await get(["http://planets.invalid/mars"],
    { env: { http_proxy: `http://127.0.0.1:${port}`, no_proxy: "" } });
  assert.equal(out.toString(), "proxy");
  assert.deepEqual(asked, ["GET http://planets.invalid/mars HTTP/1.1"]);
});
