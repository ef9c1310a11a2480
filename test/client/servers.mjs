// What the tests of the client share: a folder, nginx with a test CA, and the program under test.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve as absolute } from "node:path";

export const PROGRAM = absolute(process.env.PLANETTRACKER ?? "build/release/planettracker");
export const EXAMPLES = join(PROGRAM, "..", "examples");
const PATIENCE_MS = 30000; // far beyond any test: only a hang reaches it

// Runs a program to its end: { code, out, err, ms }. Proxies of the environment are left out.
export function run(program, args, options = {}) {
  const env = { ...process.env, PLANETTRACKER_DATA_DIR: "none", ...options.env };
  for (const name of ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
    if (options.env?.[name] === undefined) delete env[name];
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd: options.cwd, env, timeout: PATIENCE_MS, killSignal: "SIGKILL" });
    const out = [], err = [];
    child.stdout.on("data", (bytes) => out.push(bytes));
    child.stderr.on("data", (bytes) => err.push(bytes));
    options.started?.(child);
    child.on("close", (code, signal) =>
      resolve({ code: code ?? signal, out: Buffer.concat(out), err: Buffer.concat(err).toString(),
        ms: performance.now() - started }));
  });
}

export const get = (args, options) => run(PROGRAM, ["get", ...args], options);

export async function report(args, options) {
  const result = await get(["--json", ...args], options);
  return { ...result, json: JSON.parse(result.out) };
}

export function folder() {
  const path = mkdtempSync(join(tmpdir(), "planettracker-client-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function certificates(path) {
  const openssl = (...args) => execFileSync("openssl", args, { cwd: path, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA");
  openssl("req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost");
  writeFileSync(join(path, "san"), "subjectAltName=DNS:localhost\n");
  openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
    "-out", "server.pem", "-days", "2", "-extfile", "san");
}

// nginx on two ports of its own, plain and TLS with HTTP/2; serves path/www.
export async function nginx(path) {
  const plain = await freePort(), tls = await freePort();
  mkdirSync(join(path, "www"));
  certificates(path);
  const temps = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${path}/${name};`).join(" ");
  writeFileSync(join(path, "nginx.conf"), `
    ${process.getuid() === 0 ? "user root;" : ""} daemon off; worker_processes 1; pid ${path}/nginx.pid; error_log ${path}/error.log;
    events { worker_connections 1024; }
    http {
      access_log ${path}/access.log; ${temps}
      types { text/plain txt; } default_type application/octet-stream;
      keepalive_requests 100000;
      server { listen 127.0.0.1:${plain}; root ${path}/www;
               location = /moved { return 302 /small.txt; }
               location /slow/ { alias ${path}/www/; limit_rate 8m; } }
      server { listen 127.0.0.1:${tls} ssl http2; server_name localhost; root ${path}/www;
               ssl_certificate ${path}/server.pem; ssl_certificate_key ${path}/server.key; }
    }`);
  const child = spawn("nginx", ["-p", path, "-c", join(path, "nginx.conf"), "-e", join(path, "error.log")],
    { stdio: "ignore", env: { ...process.env, PATH: process.env.PATH + ":/usr/sbin" } });
  const ended = new Promise((resolve) => child.on("close", resolve));
  for (let i = 0; i < 600; i++) {
    try { await fetch(`http://127.0.0.1:${plain}/`); break; }
    catch { await new Promise((resolve) => setTimeout(resolve, 50)); }
  }
  return { plain, tls, path, ca: join(path, "ca.pem"), stop: () => { child.kill("SIGTERM"); return ended; } };
}
