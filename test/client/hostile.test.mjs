// `planettracker get` against hostile servers and the program's own; and the examples.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer as createHttp } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EXAMPLES, PROGRAM, folder, get, listen, report, run } from "./servers.mjs";

let own, url;

before(async () => {
  own = spawn(PROGRAM, ["serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const line = await new Promise((resolve) => own.stdout.once("data", (bytes) => resolve(bytes.toString())));
  url = line.match(/http:\S+/)[0];
});
after(() => new Promise((resolve) => { own.on("close", resolve); own.kill("SIGTERM"); }));

// Each connection is given to act(socket, number of the connection) once its request has arrived.
async function hostile(t, act) {
  let count = 0;
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("data", () => act(socket, ++count));
  });
  const port = await listen(server);
  t.after(() => { for (const socket of sockets) socket.destroy(); server.close(); });
  return { url: `http://127.0.0.1:${port}/`, count: () => count };
}

test("a hundred requests to the program's own server: the page's testPerformance", async () => {
  const { code, json } = await report(["-n", "100", `${url}/planets/mars?lat=48.93&lon=2.45`]);
  assert.equal(code, 0);
  assert.equal(json.requests, 100);
  assert.deepEqual(json.status, { 200: 100 });
});

test("the report for people counts statuses, bytes and latencies", async () => {
  const { code, out, err } = await get(["-n", "10", "-c", "2", `${url}/`, `${url}/none`]);
  assert.equal(code, 1);
  assert.match(out.toString(), /^10 requests in .*\nstatus {3}200: 5 {2}404: 5\nbytes {4}\d+\nlatency {2}median/);
  assert.match(err, /status 404/);
  assert.match(err, /and 2 more/);
});

test("-o writes into a pipe, a device and the standard output and leaves them what they are", async (t) => {
  const to = folder();
  t.after(to.remove);
  const target = `${url}/planets/mars?lat=48.93&lon=2.45&time=2026-10-30T21:00:00Z`;
  const body = (await get([target])).out.toString();
  const script = async (text) => (await run("sh", ["-ec", text, PROGRAM, target], { cwd: to.path })).out.toString();
  assert.equal(await script('mkfifo pipe; cat pipe & "$0" get -q -o pipe "$1" >report; wait; test -p pipe; ls'), `${body}pipe\nreport\n`);
  assert.equal(await script('"$0" get -q -o /dev/stdout "$1" | cat'), body);
  assert.equal(await script('"$0" get -q -o /dev/stdout "$1" >kept; test -L /dev/stdout; cat kept'), body);
  const { code, err } = await get(["-o", ".", target], { cwd: to.path });
  assert.equal(code, 1);
  assert.match(err, /cannot create the file: Is a directory/);
  if (process.getuid() === 0)
    assert.match(await script('mknod null c 1 3 2>&- || exit 0; "$0" get -q -o null "$1"; test -c null && echo kept'), /^(1 requests[^]*kept\n)?$/);
});

test("a very slow answer ends at the total deadline", async (t) => {
  const server = await hostile(t, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    const timer = setInterval(() => socket.write("x"), 50);
    socket.on("close", () => clearInterval(timer));
  });
  const { code, err, ms } = await get(["--max-time", "1", "-n", "1", server.url]);
  assert.match(err, /a deadline passed: total/);
  assert.equal(code, 5);
  assert.ok(ms > 950, `${ms} ms`);
});

test("resets and half answers are tried again, then reported", async (t) => {
  const server = await hostile(t, (socket, n) =>
    n % 2 === 0 ? socket.resetAndDestroy() : socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
  const { code, json } = await report(["--tries", "3", server.url]);
  assert.equal(code, 5);
  assert.equal(server.count(), 3);
  assert.deepEqual(json.failures, { network: 1 });
});

test("a body longer than its length is cut at its length", async (t) => {
  const server = await hostile(t, (socket) =>
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfourHTTP/1.1 200 OK\r\n\r\nsmuggled"));
  const { code, out } = await get([server.url]);
  assert.equal(out.toString(), "four");
  assert.equal(code, 0);
});

test("redirects in circles end", async (t) => {
  const server = await hostile(t, (socket) =>
    socket.end("HTTP/1.1 302 F\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  const { code, err } = await get([server.url]);
  assert.match(err, /redirect/i);
  assert.equal(code, 5);
  assert.equal(server.count(), 11);
});

test("Retry-After is obeyed, in seconds and as a date", async (t) => {
  const server = await hostile(t, (socket, n) => {
    const when = n === 1 ? "1" : new Date(Date.now() + 2000).toUTCString();
    socket.end(n < 3 ? `HTTP/1.1 503 B\r\nRetry-After: ${when}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy`
      : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfine");
  });
  const { out, ms } = await get([server.url]);
  assert.equal(out.toString(), "fine");
  assert.ok(ms > 1900, `${ms} ms`); // 1 s, then 1 to 2 s: the date has whole seconds
});

test("an endless head is refused", async (t) => {
  const server = await hostile(t, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const line = `X: ${"y".repeat(60000)}\r\n`;
    const pour = () => { while (!socket.destroyed && socket.write(line)); };
    socket.on("drain", pour);
    pour();
  });
  const { code } = await get(["--tries", "1", "-n", "1", server.url]);
  assert.equal(code, 5);
});

test("--at-once is never exceeded", async (t) => {
  let inside = 0, most = 0, all = 0;
  const server = createHttp((request, response) => {
    most = Math.max(most, ++inside);
    all++;
    setTimeout(() => { inside--; response.end("ok"); }, 5);
  });
  const port = await listen(server);
  t.after(() => { server.closeAllConnections(); server.close(); });
  const { json } = await report(["-n", "60", "-c", "7", `http://127.0.0.1:${port}/`]);
  assert.deepEqual(json.status, { 200: 60 });
  assert.equal(all, 60);
  assert.equal(most, 7);
  assert.equal(json.connections, 7);
});

test("a wrong command line is exit code 2", async () => {
  for (const args of [[], ["-n", "0", url], ["-c", "x", url], ["--wrong", url], ["-n", "2", "-O", url],
    ["-o", "f", url, url], ["ftp://localhost/"], [url, "-n"]]) {
    const { code, out, err } = await get(args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(out.length, 0);
    assert.match(err, /^planettracker get: .*(expected|there is no option "--wrong")/);
  }
});

test("gather.c takes as long as the longer of its two loops, not as their sum", async () => {
  const { code, out, ms } = await run(join(EXAMPLES, "gather"), []);
  assert.equal(code, 0);
  const lines = out.toString().trim().split("\n");
  assert.equal(lines.length, 9);
  assert.deepEqual(lines.slice(0, 3), ["duck 1 of 5", "goose 1 of 3", "duck 2 of 5"]);
  assert.ok(lines.indexOf("goose 2 of 3") < lines.indexOf("duck 5 of 5")); // side by side, however busy the machine
  assert.ok(ms > 590, `${ms} ms`);
});

test("get_one.c gets one", async () => {
  const { code, out } = await run(join(EXAMPLES, "get_one"), [`${url}/planets/mars?lat=1&lon=2`]);
  assert.equal(code, 0);
  const [status, body] = out.toString().split("\n");
  assert.equal(status, "200");
  assert.equal(JSON.parse(body).name, "mars");
});

test("get_many.c gets a hundred", async () => {
  const { code, out } = await run(join(EXAMPLES, "get_many"), [`${url}/planets/mars?lat=1&lon=2`]);
  assert.equal(code, 0);
  assert.equal(out.toString().match(/^200 in /gm).length, 100);
});
