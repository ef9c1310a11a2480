// The server as its operators and their programs meet it: log, ids of requests, limits, proxies, probes, counters,
// compression, entity tags, base path. Expected values: RFC 9110, RFC 7239, RFC 9457, Prometheus' text format.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Client, PROGRAM, WAIT_MS, assertProblem, exchange, get, planettracker, run, startServer } from '../program.mjs';

const WHEN = '2018-10-31T03:22:47Z';
const POSITIONS = `/api/v1/positions?lat=48.93456&lon=2.45678&time=${WHEN}`;

async function withServer(args, use) {
    const server = await startServer(['--port', '0', '--threads', '2', ...args]);
    try { await use(server); } finally { await server.stop(); }
}

async function until(claim, look) {
    for (const end_ms = Date.now() + WAIT_MS; Date.now() < end_ms;) {
        const seen = await look();
        if (seen) return seen;
        await new Promise((done) => setTimeout(done, 20));
    }
    assert.fail(`${claim}: not within ${WAIT_MS} ms`);
}

const logged = (text) => text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));

test('the access log is one JSON object a request on the standard output, its places rounded', () => withServer([], async (server) => {
    const { headers } = await get(server.port, POSITIONS, 'User-Agent: test\r\n');
    await get(server.port, '/planets/mars?lat=48.93456&lon=2.45678&elevation=35');
    await get(server.port, '/nothing');
    const rows = await until('three lines', () => {   // threads write in any order, also within a millisecond
        const found = logged(server.said());
        return found.length >= 3 && found;
    });
    const first = rows.find((row) => row.request_id === headers['request-id']);
    const others = rows.filter((row) => row !== first).sort((a, b) => a.status - b.status);
    const { time, request_id, duration_us, ...rest } = first;
    assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000);
    assert.ok(Number.isInteger(duration_us));
    assert.deepEqual(rest, {
        method: 'GET', path: '/api/v1/positions', query: `lat=48.9&lon=2.5&time=${WHEN}`, route: '/api/v1/positions',
        status: 200, bytes: Number(headers['content-length']), peer: '127.0.0.1', user_agent: 'test',
    });
    assert.deepEqual(others.map((row) => [row.path, row.status]), [['/planets/mars', 200], ['/nothing', 404]]);
    const said = server.said().replace(/"time": ?"[^"]*"/g, ''); // whose seconds may be 2.45
    assert.ok(!/48\.93|2\.45/.test(said), 'nowhere finer than a tenth of a degree');
}));

test('the access log goes to a file, which SIGHUP opens again, or is off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planettracker-'));
    const file = join(folder, 'access.log');
    try {
        await withServer(['--access-log', file], async (server) => {
            await get(server.port, '/healthz');
            await until('a line', () => logged(readFileSync(file, 'utf8')).length === 1);
            renameSync(file, `${file}.1`);
            server.child.kill('SIGHUP');
            await until('a new file', () => { try { return readFileSync(file, 'utf8') === ''; } catch { return false; } });
            await get(server.port, '/readyz');
        });
        assert.deepEqual(logged(readFileSync(file, 'utf8')).map((row) => row.path), ['/readyz'], 'the rest is written at the end');
        assert.deepEqual(logged(readFileSync(`${file}.1`, 'utf8')).map((row) => row.path), ['/healthz']);
        await withServer(['--access-log', 'off'], async (server) => {
            await get(server.port, '/healthz');
            await server.stop();
            assert.deepEqual(logged(server.said()), []);
        }).catch((error) => { if (error.code === 'ERR_ASSERTION') throw error; });
        const { code, err } = await planettracker(['serve', '--port', '0', '--access-log', join(folder, 'no', 'where')]);
        assert.equal(code, 2);
        assert.match(err, /--access-log .*No such file/);
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('a log reader that sleeps delays no request', async () => {
    const server = await startServer(['--port', '0', '--threads', '1']);
    server.child.stdout.pause();
    for (let round = 0; round < 40; round++) {   // some 350 KB of log: more than a pipe and the buffer hold
        const bytes = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50);
        assert.equal((await exchange(server.port, bytes)).status, 200);
    }
    const { text } = await get(server.port, '/metrics');
    assert.match(text, /^planettracker_log_lines_dropped_total \d+$/m);
    server.child.stdout.resume();
    await server.stop();
});

test('a request keeps its id: the one it came with, or a new one', () => withServer([], async (server) => {
    for (const header of ['Request-Id', 'X-Request-Id']) {
        const reply = await get(server.port, POSITIONS, `${header}: trace-0123/ab=\r\n`);
        assert.equal(reply.headers['request-id'], 'trace-0123/ab=');
    }
    const seen = new Set();
    for (const bad of ['', 'X-Request-Id: short\r\n', `X-Request-Id: ${'a'.repeat(65)}\r\n`, 'X-Request-Id: a b c d e f g\r\n', 'X-Request-Id: "><script>\r\n']) {
        const id = (await get(server.port, POSITIONS, bad)).headers['request-id'];
        assert.match(id, /^[0-9a-f]{32}$/);
        seen.add(id);
    }
    assert.equal(seen.size, 5);
    for (const bytes of ['GET /api/v1/positions?lat=x HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
        const reply = await exchange(server.port, bytes);
        const problem = assertProblem(reply, reply.status);
        assert.match(problem.request_id, /^[0-9a-f]{32}$/);
        assert.equal(reply.headers['request-id'], problem.request_id);
    }
}));

test('every answer of the API has the common headers', () => withServer([], async (server) => {
    for (const target of [POSITIONS, '/api/v1/status', '/api/v1/positions', '/api/v1/nothing', '/openapi.json']) {
        const { headers } = await get(server.port, target);
        assert.equal(headers['access-control-allow-origin'], '*');
        assert.match(headers['access-control-expose-headers'], /ETag.*RateLimit/);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers.vary, 'Accept, Accept-Encoding');
        assert.match(headers['server-timing'], /^app;dur=\d+\.\d{3}$/);
    }
}));

test('an explicit instant has a strong entity tag, which saves computing it again', () => withServer([], async (server) => {
    const first = await get(server.port, POSITIONS);
    assert.match(first.headers.etag, /^"[0-9a-f]{16}"$/);
    const again = await get(server.port, POSITIONS, `If-None-Match: "x", W/${first.headers.etag}\r\n`);
    assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', first.headers.etag]);
    for (const name of ['cache-control', 'access-control-allow-origin', 'access-control-expose-headers', 'vary'])
        assert.equal(again.headers[name], first.headers[name], `${name}: a page elsewhere that asks with If-None-Match must be able to read the 304`);
    assert.equal((await get(server.port, POSITIONS, 'If-None-Match: "0123456789abcdef"\r\n')).status, 200);
    const other = [`${POSITIONS}&format=csv`, POSITIONS.replace('48.9', '48.8')];
    for (const target of other) assert.notEqual((await get(server.port, target)).headers.etag, first.headers.etag);
    const csv = await get(server.port, POSITIONS, 'Accept: text/csv\r\n');
    assert.notEqual(csv.headers.etag, first.headers.etag);
    const now = await get(server.port, '/api/v1/positions?lat=1&lon=2');
    assert.equal(now.headers.etag, undefined);
    const wrong = await get(server.port, '/api/v1/positions?lat=x&time=2018-10-31T03:22:47Z', 'If-None-Match: *\r\n');
    assert.equal(wrong.status, 400);
    assert.equal(wrong.headers.etag, undefined);
}));

test('a stream has no entity tag, though it starts at a named instant', () => withServer([], async (server) => {
    const target = `/api/v1/stream?lat=1&lon=2&bodies=mars&fields=body&start=${WHEN}&speed=1000&interval=0.1&count=1`;
    const tag = (await get(server.port, POSITIONS)).headers.etag;
    const client = await Client.to(server.port);
    client.send(`GET ${target} HTTP/1.1\r\nHost: a\r\nIf-None-Match: ${tag}, *\r\nConnection: close\r\n\r\n`);
    const bytes = await client.ended();
    assert.match(bytes, /^HTTP\/1\.1 200 /);
    assert.doesNotMatch(bytes, /^etag:/im);
    assert.match(bytes, /event: bye/);
}));

test('content above 1 KB is compressed when asked for, under a tag of its own', () => withServer([], async (server) => {
    const plain = await get(server.port, POSITIONS);
    const zipped = await get(server.port, POSITIONS, 'Accept-Encoding: br, gzip\r\n');
    assert.equal(zipped.headers['content-encoding'], 'gzip');
    assert.equal(zipped.headers.etag, plain.headers.etag.replace(/"$/, '-gz"'));
    assert.equal(gunzipSync(zipped.body).toString(), plain.text);
    assert.ok(zipped.body.length < plain.body.length / 2);
    const known = await get(server.port, POSITIONS, `Accept-Encoding: gzip\r\nIf-None-Match: ${zipped.headers.etag}\r\n`);
    assert.deepEqual([known.status, known.headers.etag], [304, zipped.headers.etag]);
    const unasked = await get(server.port, POSITIONS, `If-None-Match: ${zipped.headers.etag}\r\n`);
    assert.equal(unasked.status, 200, 'who does not take gzip does not have these bytes');
    for (const accept of ['gzip;q=0', 'identity', 'br', 'identity, gzip;q=0.1'])
        assert.equal((await get(server.port, POSITIONS, `Accept-Encoding: ${accept}\r\n`)).headers['content-encoding'], undefined, accept);
    const head = await exchange(server.port, `HEAD ${POSITIONS} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n`, 'HEAD');
    assert.equal(head.headers['content-length'], zipped.headers['content-length']);
    const small = await get(server.port, '/readyz', 'Accept-Encoding: gzip\r\n');
    assert.equal(small.headers['content-encoding'], undefined);
}));

test('a streamed range is the same bytes compressed', () => withServer([], async (server) => {
    const target = `http://127.0.0.1:${server.port}/api/v1/positions?lat=1&lon=2&start=${WHEN}&step=1m&count=3000&format=csv`;
    const hashes = [];
    for (const args of [[], ['--compressed']]) {
        const { code, out } = await run('sh', ['-c', `curl -sS --fail "$@" | sha256sum`, 'sh', ...args, target]);
        assert.equal(code, 0);
        hashes.push(out);
    }
    assert.equal(hashes[0], hashes[1]);
    const { out } = await run('curl', ['-sS', '-D', '-', '-o', '/dev/null', '-H', 'Accept-Encoding: gzip', target]);
    assert.match(out, /Content-Encoding: gzip/i);
}));

test('the limiter refuses a client that asks too often, and says when to try again', () => withServer(['--rate', '2/m,3'], async (server) => {
    const target = '/planets/mars?lat=1&lon=2&elevation=0';
    for (const left of [2, 1, 0]) {
        const reply = await get(server.port, target);
        assert.equal(reply.status, 200);
        assert.equal(reply.headers['ratelimit-policy'], '"client";q=3;w=90');
        assert.match(reply.headers.ratelimit, new RegExp(`^"client";r=${left};t=\\d+$`));
        assert.equal(reply.headers['retry-after'], undefined);
    }
    const refused = await get(server.port, target);
    const problem = assertProblem(refused, 429);
    assert.equal(problem.code, 'rate-limited');
    assert.equal(refused.headers['cache-control'], 'no-store');
    assert.ok(Number(refused.headers['retry-after']) >= 1 && Number(refused.headers['retry-after']) <= 30);
    for (const free of ['/', '/healthz', '/metrics']) assert.equal((await get(server.port, free)).status, 200);
    const { text } = await get(server.port, '/metrics');
    assert.match(text, /^planettracker_rate_limited_total 1$/m);
    assert.match(text, /^planettracker_http_requests_total\{route="\/planets\/",status="429"\} 1$/m);
    const forged = await get(server.port, target, 'X-Forwarded-For: 192.0.2.9\r\n');
    assert.equal(forged.status, 429, 'no header is trusted unless --trusted-proxies names the proxy');
}));

test('behind trusted proxies each client has a bucket of its own', () =>
    withServer(['--rate', '1/m', '--trusted-proxies', '127.0.0.0/8'], async (server) => {
        const target = '/planets/mars?lat=1&lon=2&elevation=0';
        const ask = async (lines) => (await get(server.port, target, lines)).status;
        assert.equal(await ask('X-Forwarded-For: 192.0.2.1\r\n'), 200);
        assert.equal(await ask('X-Forwarded-For: 192.0.2.1\r\n'), 429);
        assert.equal(await ask('X-Forwarded-For: 192.0.2.2\r\n'), 200);
        assert.equal(await ask('X-Forwarded-For: 198.51.100.1, 192.0.2.2\r\n'), 429, 'what the client wrote is not believed');
        assert.equal(await ask('Forwarded: for="[2001:db8::1]:4711"\r\n'), 200);
        assert.equal(await ask('Forwarded: for="[2001:db8::2]"\r\n'), 429, 'a /64 is one client');
        const peers = await until('a line each', () => {
            const rows = logged(server.said());
            return rows.length >= 6 && rows.map((row) => row.peer);
        });
        for (const peer of ['192.0.2.1', '192.0.2.2', '2001:db8::1']) assert.ok(peers.includes(peer), peer);
    }));

test('probes: alive, ready, and the data in use', () => withServer([], async (server) => {
    const alive = await get(server.port, '/healthz');
    assert.deepEqual([alive.status, alive.text, alive.headers['cache-control']], [200, 'ok\n', 'no-store']);
    const ready = await get(server.port, '/readyz');
    assert.equal(ready.status, 200);
    assert.deepEqual([JSON.parse(ready.text).status, JSON.parse(ready.text).reasons], ['ready', []]);
    const status = JSON.parse((await get(server.port, '/api/v1/status')).text);
    assert.equal(status.status, 'ready');
    assert.equal(status.threads, 2);
    assert.deepEqual(status.data.map((row) => row.name), ['ephemeris', 'leap-seconds', 'earth-rotation', 'celestial-pole']);
    const files = ['sky-1900-2100.bsp', 'leap-seconds.list', 'earth-rotation.bin', 'cip-1900-2100.bin'];
    const folder = new URL('../../data/', import.meta.url);
    status.data.forEach((row, i) => {
        const want = createHash('sha256').update(readFileSync(new URL(files[i], folder))).digest('hex');
        assert.equal(row.sha256, want, row.name);
        assert.ok(Date.parse(row.from) < Date.parse(row.until));
    });
    assert.ok(status.ut1.uncertainty_s > 0);
    assert.equal(status.self_test.passed, true);
    assert.ok(status.counts.requests >= 2);
    for (const method of ['POST', 'PUT'])
        assert.equal((await exchange(server.port, `${method} /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`)).status, 405);
}));

test('a server that stops is not ready, but alive', async () => {
    const server = await startServer(['--port', '0', '--threads', '1']);
    const clients = [await Client.to(server.port), await Client.to(server.port)];
    for (const client of clients) client.send('GET /');
    await get(server.port, '/healthz');   // on the same thread: both beginnings have been read
    const stopped = server.stop();
    await new Promise((done) => setTimeout(done, 100));
    clients[0].send('readyz HTTP/1.1\r\nHost: a\r\n\r\n');
    clients[1].send('healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    const ready = await clients[0].reply();
    assert.equal(ready.status, 503);
    assert.deepEqual([JSON.parse(ready.text).status, JSON.parse(ready.text).reasons.length], ['draining', 1]);
    assert.equal((await clients[1].reply()).status, 200);
    await stopped;
    assert.deepEqual(logged(server.said()).map((row) => row.path).sort(), ['/healthz', '/healthz', '/readyz'], 'the last lines are written');
});

test('/metrics counts what was asked, in the text format', () => withServer([], async (server) => {
    for (let i = 0; i < 5; i++) await get(server.port, `${POSITIONS}&elevation=${i}`);   // each another: what is asked again is not computed again
    await get(server.port, '/api/v1/positions?lat=x');
    await exchange(server.port, 'nonsense\r\n\r\n');
    const { text, headers } = await get(server.port, '/metrics');
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    for (const line of text.trimEnd().split('\n'))
        assert.match(line, /^(# (HELP [a-z_0-9]+ .+|TYPE [a-z_0-9]+ (counter|gauge|histogram))|[a-z_0-9]+(\{([a-z_]+="(\\[\\"n]|[^"\\])*",?)+\})? [-+0-9.e]+)$/);
    const value = (series) => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.slice(series.length + 1));
    assert.equal(value('planettracker_http_requests_total{route="/api/v1/positions",status="200"}'), 5);
    assert.equal(value('planettracker_http_requests_total{route="/api/v1/positions",status="400"}'), 1);
    assert.equal(value('planettracker_http_requests_total{route="(refused)",status="400"}'), 1);
    assert.equal(value('planettracker_http_request_duration_seconds_count{route="/api/v1/positions"}'), 6);
    assert.equal(value('planettracker_rows_computed_total') + 7 * value('planettracker_recalled_total'), 35,
        'seven planets, five times: each computed or given again');
    assert.equal(value('planettracker_threads'), 2);
    assert.ok(value('process_resident_memory_bytes') > 1e6);
    assert.ok(value('process_start_time_seconds') > Date.now() / 1000 - 600);
}));

test('everything lives below --base-path', () => withServer(['--base-path', '/sky'], async (server) => {
    const moved = await get(server.port, '/sky?lat=1');
    assert.deepEqual([moved.status, moved.headers.location], [308, '/sky/?lat=1']);
    const page = await get(server.port, '/sky/');
    assert.equal(page.status, 200);
    for (const [, address] of page.text.matchAll(/(?:src|href)="([^"#:]+)"/g)) {
        assert.ok(!address.startsWith('/'), `${address} leaves the base path`);
        assert.equal((await get(server.port, `/sky/${address.replaceAll('&amp;', '&')}`)).status, 200, address);
    }
    assert.equal((await get(server.port, '/sky/planets/mars?lat=1&lon=2&elevation=0')).status, 200);
    const reply = await get(server.port, `/sky${POSITIONS}`);
    const { links } = JSON.parse(reply.text);
    assert.match(links.self, /^\/sky\/api\/v1\/positions\?/);
    assert.equal((await get(server.port, links.self)).status, 200);
    for (const outside of ['/', '/skyline', '/planets/mars', '/api/v1/positions', '/healthz'])
        assertProblem(await get(server.port, outside), 404);
}));

const USAGE = [
    ['--rate', '10'], ['--rate', '0/s'], ['--rate', 'x/m'], ['--rate', '5/s,0'], ['--trusted-proxies', '10.0.0.0/33'],
    ['--trusted-proxies', 'proxy.example'], ['--base-path', 'sky'], ['--base-path', '/sky/'], ['--base-path', '/a//b'],
    ['--base-path', '/a b'], ['--base-path', '/../x'], ['--access-log', ''],
];
for (const [flag, value] of USAGE)
    test(`exit 2 that names the flag: serve ${flag} "${value}"`, async () => {
        const { code, err } = await planettracker(['serve', '--port', '0', flag, value]);
        assert.equal(code, 2, err);
        assert.ok(err.includes(flag) && err.includes(`"${value}"`), err);
    });

// The snippet of docs/OPERATIONS.md, with a port and a socket of this test's own.
test('nginx in front by a unix socket, as the documentation has it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planettracker-'));
    const socket = join(folder, 'http.sock'), listen = join(folder, 'nginx.sock');
    const docs = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');
    const snippet = /## Behind nginx\n\n((?: {4}.*\n)+)/.exec(docs)[1]
        .replaceAll('/run/planettracker/http.sock', socket).replace('listen 80', `listen unix:${listen}`);
    const root = process.getuid() === 0 ? 'user root;' : '';
    writeFileSync(join(folder, 'nginx.conf'), `${root} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
        events { worker_connections 64; }
        http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join(' ')}
            set_real_ip_from unix:; real_ip_header X-Test-Client; ${snippet} }`);
    const start = (command, args) => spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const server = start(PROGRAM, ['serve', '--listen', `unix:${socket}`, '--trusted-proxies', 'unix', '--base-path', '/sky', '--rate', '2/m']);
    const nginx = start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]);
    let said = '';
    server.stdout.on('data', (bytes) => { said += bytes; });
    try {
        await until('both sockets', () => existsSync(socket) && existsSync(listen));
        const ask = async (path, client, ...more) => {
            const { out } = await run('curl', ['-sS', '-i', '--unix-socket', listen, '-H', `X-Test-Client: ${client}`, ...more, `http://a${path}`]);
            return out;
        };
        const target = `/sky/planets/mars?lat=1&lon=2&elevation=0`;
        assert.match(await ask(target, '192.0.2.1'), /^HTTP\/1.1 200 /);
        assert.match(await ask(target, '192.0.2.1', '-H', 'Forwarded: for=198.51.100.1'), /^HTTP\/1.1 200 /);
        assert.match(await ask(target, '192.0.2.1', '-H', 'X-Forwarded-For: 198.51.100.1'), /^HTTP\/1.1 429 /);
        assert.match(await ask(target, '192.0.2.2'), /^HTTP\/1.1 200 /);
        assert.match(await ask('/sky/', '192.0.2.2'), /<title>/);
        const rows = await until('the log', () => logged(said).length >= 5 && logged(said));
        assert.deepEqual(rows.map((row) => row.peer).sort(), ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.2']);
        assert.ok(rows.every((row) => /^[0-9a-f]{32}$/.test(row.request_id)), "nginx's own request ids");
    } finally {
        for (const child of [nginx, server]) child.kill('SIGTERM');
        await Promise.all([nginx, server].map((child) => child.exitCode ?? once(child, 'exit')));
        rmSync(folder, { recursive: true });
    }
});
