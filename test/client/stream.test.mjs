// `planettracker stream`: events from servers that break off, stop, send errors or start again; and from the program's own.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { PROGRAM, folder, listen, run } from "./servers.mjs";

const stream = (args, options) => run(PROGRAM, ["stream", ...args], options);
const lines = (out) => out.toString().split("\n").slice(0, -1).map((line) => JSON.parse(line));

// answer(request, reply, number of the request)
async function serve(t, answer) {
  const requests = [];
  const server = createHttp((request, reply) => { requests.push(request); answer(request, reply, requests.length); });
  const port = await listen(server);
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${port}/`, requests };
}
const begin = (reply) => reply.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });

test("a stream is joined across 30 breaks, at any byte, without a gap or a repetition", async (t) => {
  const count = 200;
  const { url, requests } = await serve(t, (request, reply, n) => {
    const last = Number(request.headers["last-event-id"] ?? 0);
    let text = "retry: 100\n\n";
    for (let i = last + 1; i <= count; i++) text += `id: ${i}\nevent: e${i % 3}\ndata: {"n": ${i}}\n\n`;
    begin(reply);
    if (n > 30) { reply.end(text); return; }
    reply.write(text.slice(0, 30 + (n * 37) % 211));
    setTimeout(() => reply.destroy(), 5);
  });
  const { code, out, err } = await stream(["-n", String(count), "--tries", "40", url]);
  assert.equal(code, 0, err);
  assert.deepEqual(lines(out).map((event) => event.data.n), Array.from({ length: count }, (_, i) => i + 1));
  assert.deepEqual(lines(out)[4], { event: "e2", id: "5", data: { n: 5 } });
  assert.equal(requests.length, 31);
  assert.ok(requests.every((request) => request.headers.accept === "text/event-stream"));
});

test("retry: and Retry-After are obeyed; pauses grow while nothing comes", async (t) => {
  const times = [];
  const { url } = await serve(t, (request, reply, n) => {
    times.push(performance.now());
    if (n === 1) { begin(reply); reply.end("retry: 400\n\ndata: a\n\n"); }
    else if (n === 2) { reply.writeHead(503, { "Retry-After": "1" }); reply.end(); }
    else { begin(reply); reply.end("data: b\n\n"); }
  });
  const { code, out, err } = await stream(["-n", "2", url]);
  assert.equal(code, 0);
  assert.deepEqual(lines(out).map((event) => event.data), ["a", "b"]);
  assert.ok(times[1] - times[0] >= 199, `${times[1] - times[0]}`); // half of it at least
  assert.ok(times[2] - times[1] >= 999, `${times[2] - times[1]}`);
  assert.match(err, /the server ended the stream; again in 0\.\d s\n.*status 503; again in 1\.0 s/);
});

test("a stream ends with 204, a refusal, a page, or too many tries", async (t) => {
  for (const [status, type, code, said] of [[204, "", 0, /^$/], [404, "text/plain", 5, /status 404/],
    [200, "text/html", 5, /not an event stream but "text\/html"/], [301, "", 5, /status 301|redirect|URL/]]) {
    const { url, requests } = await serve(t, (request, reply) => { reply.writeHead(status, type ? { "Content-Type": type } : {}); reply.end(status === 204 ? "" : "x"); });
    const result = await stream([url]);
    assert.equal(result.code, code, `${status}: ${result.err}`);
    assert.match(result.err, said);
    assert.equal(requests.length, 1);
  }
  const refusing = await serve(t, (request, reply) => { reply.writeHead(400, { "Content-Type": "application/problem+json" }); reply.end(JSON.stringify({ status: 400, detail: "lon is missing" })); });
  assert.match((await stream([refusing.url])).err, /status 400: lon is missing\n$/);
  const { url, requests } = await serve(t, (request, reply) => { begin(reply); reply.end("retry: 0\n\n"); });
  const { code } = await stream(["--tries", "3", "-q", url]);
  assert.deepEqual([code, requests.length], [5, 3]);
});

test("--types selects, --data prints data alone, data that are not JSON become strings", async (t) => {
  const body = "event: rise\ndata: one\ndata: two\n\nevent: set\ndata: {\"a\": 1}\n\ndata: plain\n\n";
  const { url } = await serve(t, (request, reply) => { begin(reply); reply.end(body); });
  assert.deepEqual(lines((await stream(["-n", "2", "--types", "rise,message", url])).out).map((event) => event.data), ["one\ntwo", "plain"]);
  assert.equal((await stream(["-n", "3", "--data", url])).out.toString(), "one\ntwo\n{\"a\": 1}\nplain\n");
  const { requests, url: again } = await serve(t, (request, reply) => { begin(reply); reply.end(body); });
  await stream(["-n", "1", "--last-id", "x y", again]);
  assert.equal(requests[0].headers["last-event-id"], "x y");
});

test("a pipe that closes ends it", async (t) => {
  const { url } = await serve(t, (request, reply) => {
    begin(reply);
    const timer = setInterval(() => reply.write("data: x\n\n"), 5);
    reply.on("close", () => clearInterval(timer));
  });
  const { code, out } = await run("sh", ["-c", `'${PROGRAM}' stream '${url}' | head -n 2`]);
  assert.equal(code, 0);
  assert.equal(lines(out).length, 2);
});

test("a problem document of any depth is handled like any other", async (t) => {
  const { url } = await serve(t, (request, reply) => {
    reply.writeHead(400, { "Content-Type": "application/problem+json" });
    reply.end(`{"detail": ${"[".repeat(2040)}${"]".repeat(2040)}}`);
  });
  const { code, err } = await stream([url]);
  assert.deepEqual([code, err], [5, `planettracker stream: ${url}: status 400\n`]);
  const { url: coloured } = await serve(t, (request, reply) => {
    reply.writeHead(400, { "Content-Type": "application/problem+json" });
    reply.end(JSON.stringify({ detail: "\u001b[2Jlon\nis missing\u009b31m" }));
  });
  assert.match((await stream([coloured])).err, /: status 400:  \[2Jlon is missing 31m\n$/);
});

test("a signal ends it even while a name is being resolved", async (t) => {
  const temp = folder(), source = join(temp.path, "silent.c"), library = join(temp.path, "silent.so");
  t.after(temp.remove);
  writeFileSync(source, `#include <unistd.h>
int getaddrinfo(const char *a, const char *b, const void *c, void *d)
{ (void)a, (void)b, (void)c, (void)d; if (write(2, "asked", 5) == 5) sleep(600); return -3; }\n`);
  execFileSync("cc", ["-shared", "-fPIC", "-w", "-o", library, source]);
  for (const [words, want] of [[["stream"], 0], [["get"], 1]]) {
    const { code, err } = await run(PROGRAM, [...words, "http://nobody.example/"], { env: { LD_PRELOAD: library },
      started: (child) => child.stderr.on("data", (bytes) => String(bytes).includes("asked") && child.kill("SIGINT")) });
    assert.equal(code, want, err); // run() kills it when it does not end
  }
});

// ---- the program's own server ----

async function own(port = 0) {
  const child = spawn(PROGRAM, ["serve", "--port", String(port)], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, PLANETTRACKER_DATA_DIR: "none" } });
  const url = await new Promise((resolve) => child.stdout.once("data", (bytes) => resolve(/http:\S+/.exec(bytes)[0])));
  const stop = () => new Promise((resolve) => { child.on("close", resolve); child.kill("SIGTERM"); });
  return { url, port: Number(new URL(url).port), stop };
}
const QUERY = "/api/v1/stream?lat=48.93&lon=2.45&bodies=mars&start=2026-01-01T00:00:00Z&speed=60";

test("our own server's stream is the same with and without broken connections", async (t) => {
  const server = await own();
  t.after(server.stop);
  const want = lines((await stream([`${server.url}${QUERY}&count=6`])).out);
  assert.equal(want.at(-1).event, "bye");
  let connections = 0; // a proxy that lets 900 bytes through on its first connection
  const proxy = createServer((client) => {
    const upstream = connect(server.port, "127.0.0.1"), is_first = ++connections === 1;
    let passed = 0;
    client.on("error", () => {}).on("close", () => upstream.destroy()).pipe(upstream).on("error", () => {});
    upstream.on("data", (bytes) => {
      passed += bytes.length;
      client.write(bytes);
      if (is_first && passed > 900) { client.destroy(); upstream.destroy(); }
    });
    upstream.on("close", () => client.end());
  });
  const port = await listen(proxy);
  t.after(() => proxy.close());
  const { code, out, err } = await stream([`http://127.0.0.1:${port}${QUERY}&count=6`]);
  assert.equal(code, 0, err);
  assert.equal(connections, 2);
  assert.deepEqual(lines(out), want);
});

test("our own server stops and starts again: the stream continues where it was", async (t) => {
  let server = await own();
  const done = stream(["-n", "5", `${server.url}${QUERY}`], { started: (child) => {
    child.stdout.once("data", async () => {
      const { port, stop } = server;
      await stop();
      server = await own(port);
      t.after(server.stop);
    });
  } });
  const { code, out, err } = await done;
  assert.equal(code, 0, err);
  const events = lines(out), ids = events.filter((event) => event.event === "positions").map((event) => event.id);
  assert.equal(events.filter((event) => event.event === "bye").length, 1);
  assert.deepEqual(ids, ids.map((_, i) => `2026-01-01T00:0${i}:00Z`));
});
