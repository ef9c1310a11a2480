// The server as an operator sees it: addresses, flags, environment, signals, files it opens.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client, PROGRAM, get, planettracker, run, startServer } from '../program.mjs';

const HAS_IPV6 = Object.values(networkInterfaces()).flat().some((each) => each.address === '::1');

async function answers(server, host) {
    const client = await Client.to(server.port, { host });
    client.send('GET /planets/mars HTTP/1.1\r\nHost: a\r\n\r\n');
    const reply = await client.reply();
    client.close();
    assert.equal(reply.status, 200);
    assert.ok(Math.abs(Date.parse(reply.headers.date) - Date.now()) < 60_000, reply.headers.date);
    assert.equal(new Date(reply.headers.date).toUTCString(), reply.headers.date, 'the form of RFC 9110, 5.6.7');
}

async function isListening(port) {
    try { (await Client.to(port)).close(); return true; } catch { return false; }
}

const LISTENS = [
    ['a flag', ['--listen', '127.0.0.1:0'], {}, /^http:\/\/127\.0\.0\.1:\d+$/, '127.0.0.1'],
    ['a flag with =', ['--listen=127.0.0.1:0', '--threads=3'], {}, /^http:\/\/127\.0\.0\.1:\d+$/, '127.0.0.1'],
    ['a port alone', ['--listen', ':0'], {}, /^http:\/\/127\.0\.0\.1:\d+$/, '127.0.0.1'],
    ['a name', ['--listen', 'localhost:0'], {}, /^http:\/\/localhost:\d+$/, '127.0.0.1'],
    ['every address', ['--listen', '0.0.0.0:0'], {}, /^http:\/\/localhost:\d+$/, '127.0.0.1'],
    ['the environment', [], { HOST: '127.0.0.2', PORT: '0' }, /^http:\/\/127\.0\.0\.2:\d+$/, '127.0.0.2'],
    ['a flag over the environment', ['--listen', '127.0.0.3:0'], { HOST: '127.0.0.2', PORT: '1' }, /^http:\/\/127\.0\.0\.3:\d+$/, '127.0.0.3'],
    ['an empty environment', ['--port', '0'], { HOST: '', PORT: '' }, /^http:\/\/127\.0\.0\.1:\d+$/, '127.0.0.1'],
    ['IPv6 in brackets', ['--listen', '[::1]:0'], {}, /^http:\/\/\[::1\]:\d+$/, '::1'],
    ['IPv6 without brackets', ['--port', '0'], { HOST: '::1' }, /^http:\/\/\[::1\]:\d+$/, '::1'],
    ['every address of both kinds', ['--listen', '[::]:0'], {}, /^http:\/\/localhost:\d+$/, '::1'],
];
for (const [claim, args, env, url, host] of LISTENS)
    test(`listens by ${claim}`, { skip: host === '::1' && !HAS_IPV6 && 'no IPv6 here' }, async () => {
        const server = await startServer(args, { env });
        assert.match(server.url, url);
        await answers(server, host);
        await server.stop();
    });

const USAGE = [
    [['--port', 'x'], {}, ['--port', '"x"', '0..65535']],
    [['--port=65536'], {}, ['--port is', '"65536"', '0..65535']],
    [['--port', '-1'], {}, ['--port', '"-1"']],
    [['--port', ''], {}, ['--port', '""']],
    [['--port'], {}, ['--port has no value', '0..65535']],
    [['--listen'], {}, ['--listen has no value', '127.0.0.1:8000']],
    [['--listen', '::1:8000'], {}, ['--listen', '"::1:8000"', '[::1]:8000']],
    [['--listen', '127.0.0.1:http'], {}, ['--listen', '"127.0.0.1:http"']],
    [['--listen', ''], {}, ['--listen', '""']],
    [['--listen', `${'a'.repeat(300)}:1`], {}, ['--listen']],
    [['--threads', '0'], {}, ['--threads', '"0"', '1..256']],
    [['--threads', '257'], {}, ['--threads', '"257"', '1..256']],
    [['--threads', '2x'], {}, ['--threads', '"2x"']],
    [['--web-root', '/nowhere/at/all'], {}, ['--web-root', '/nowhere/at/all', 'No such file']],
    [['--web-root', '/etc/passwd'], {}, ['--web-root', 'Not a directory']],
    [['--web-root'], {}, ['--web-root has no value', 'a folder']],
    [['--prot', '80'], {}, ['"--prot"', 'did you mean "--port"?']],
    [['--thread=2'], {}, ['"--thread"', 'did you mean "--threads"?']],
    [['--xyzzy'], {}, ['"--xyzzy"', 'serve --help']],
    [['8000'], {}, ['"8000"', 'serve --help']],
    [[], { PORT: 'abc' }, ['PORT is', '"abc"', '0..65535']],
];
for (const [args, env, parts] of USAGE)
    test(`exit 2 that names the flag: serve ${args.join(' ').slice(0, 40)} ${JSON.stringify(env)}`, async () => {
        const { code, out, err } = await planettracker(['serve', ...args], { env });
        assert.deepEqual([code, out], [2, ''], err);
        for (const part of parts) assert.ok(err.includes(part), `${err} has no ${part}`);
        assert.equal(err.trim().split('\n').length, 1, err);
    });

test('a second server on a port is refused with exit 5, also one of ours, and the first goes on', async () => {
    const server = await startServer(['--port', '0', '--threads', '2']);
    for (const args of [['--port', String(server.port)], ['--listen', `0.0.0.0:${server.port}`, '--threads', '3']]) {
        const { code, out, err } = await planettracker(['serve', ...args]);
        assert.deepEqual([code, out], [5, '']);
        assert.match(err, /cannot listen on .*port \d+.*address already in use/);
        assert.match(err, /--port 0/);
    }
    await answers(server, '127.0.0.1');
    await server.stop();
});

test('an address of another machine and an unknown name are exit 5', async () => {
    for (const listen of ['192.0.2.1:0', '[2001:db8::1]:0', '[zz]:0', 'no.such.host.invalid:0']) {
        const { code, err } = await planettracker(['serve', '--listen', listen]);
        assert.equal(code, 5, err);
        assert.match(err, /^planettracker serve: cannot listen on \S+, port 0: cannot .+: .+\n$/);
    }
});

for (const signal of ['SIGTERM', 'SIGINT'])
    test(`${signal}: requests in flight finish, no new client is accepted, exit 0`, async () => {
        const server = await startServer(['--port', '0', '--threads', '2']);
        const idle = await Client.to(server.port), head = await Client.to(server.port), body = await Client.to(server.port);
        idle.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        await idle.reply();
        head.send('GET /planets/mars HT');
        body.send('POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nlat=48.93');
        for (const client of [head, body]) {   // a whole exchange on the same thread: both beginnings have been read
            const other = await Client.to(server.port);
            other.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
            await other.reply();
            other.close();
            assert.equal(client.is_ended, false);
        }
        await new Promise((done) => setTimeout(done, 50));
        const stopped = server.stop(signal);
        assert.equal(await idle.ended(), '', 'the idle connection closes');
        head.send('TP/1.1\r\nHost: a\r\n\r\n');
        const reply = await head.reply();
        assert.deepEqual([reply.status, reply.headers.connection], [200, 'close']);
        while (await isListening(server.port));   // soon no new client is accepted
        body.send('&lon=2.45&elevation=0');
        assert.equal((await body.reply()).text, '{"lon": "2.45", "lat": "48.93", "elevation": 0.0}');
        await Promise.all([head, body].map((client) => client.ended()));
        for (const client of [idle, head, body]) client.close();
        await stopped;
    });

test('a second signal ends it at once, still with exit 0', async () => {
    const server = await startServer();
    const client = await Client.to(server.port);
    client.send('GET /pla');
    await new Promise((done) => setTimeout(done, 50));
    const stopped = server.stop();
    while (await isListening(server.port));   // it has seen the first signal when it refuses
    server.child.kill('SIGTERM');
    await stopped;
    await client.ended();
    client.close();
});

test('more clients than the soft limit of open files are served', async () => {
    const server = await startServer(['--port', '0'], { prefix: ['sh', '-c', 'ulimit -S -n 64; exec "$@"', 'sh'] });
    const clients = await Promise.all(Array.from({ length: 200 }, () => Client.to(server.port)));
    for (const client of clients) client.send('GET /planets/mars HTTP/1.1\r\nHost: a\r\n\r\n');
    for (const client of clients) assert.equal((await client.reply()).status, 200);
    for (const client of clients) client.close();
    await server.stop();
});

test('when descriptors run out, it continues once other connections have closed', async () => {
    const server = await startServer(['--port', '0', '--threads', '1'], { prefix: ['sh', '-c', 'ulimit -n 40; exec "$@"', 'sh'] });
    const clients = await Promise.all(Array.from({ length: 60 }, () => Client.to(server.port)));
    for (const client of clients) client.close();
    for (;;) {   // the last of the 60 may still be closing
        try { await answers(server, '127.0.0.1'); break; } catch (error) { assert.match(String(error), /closed without|ECONNRESET/); }
    }
    await server.stop();
});

test('closed standard streams do not become sockets', async () => {
    const server = await startServer(['--port', '0', '--threads', '1'], { prefix: ['sh', '-c', 'exec "$@" <&- 2>&-', 'sh'] });
    await answers(server, '127.0.0.1');
    const links = ['0', '2'].map((fd) => run('readlink', [`/proc/${server.child.pid}/fd/${fd}`]));
    for (const { out } of await Promise.all(links)) assert.equal(out.trim(), '/dev/null');
    await server.stop();
});

// The loader's libraries, and /dev/null, which libuv keeps in reserve for when descriptors run out.
const OWN_BUSINESS = /^\/etc\/ld\.so\.(cache|preload)$|^(\/usr)?\/lib(64)?\/.*\.so(\.\d+)*$|^\/dev\/null$|glibc-hwcaps/;
// A build under AddressSanitizer asks the kernel about the memory it watches.
const SANITIZER = /^\/proc\//;
const TRACED = { ASAN_OPTIONS: 'detect_leaks=0' };   // its leak checker traces too, and two cannot

const canTrace = async () => existsSync('/usr/bin/strace') && (await run('strace', ['-o', '/dev/null', 'true'])).code === 0;

async function filesOpened(look) {
    const folder = mkdtempSync(join(tmpdir(), 'planettracker-'));
    try {
        await look(['strace', '-D', '-f', '-qq', '-e', 'trace=open,openat', '-o', join(folder, 'trace')]);
        const trace = readFileSync(join(folder, 'trace'), 'latin1');
        assert.match(trace, /libc\.so/, 'the trace is not empty');
        return [...trace.matchAll(/open(?:at)?\([^"]*"([^"]*)"/g)].map((found) => found[1]);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

test('`now` opens no file that its options do not name', async (t) => {
    if (!await canTrace()) return t.skip('no strace, or ptrace is not permitted here');
    const list = '/usr/share/zoneinfo/leap-seconds.list';
    const words = [PROGRAM, 'now', '--lat', '1', '--lon', '2', '--leap-seconds', list];
    const opened = await filesOpened(async ([command, ...options]) =>
        assert.equal((await run(command, [...options, ...words], { env: TRACED })).code, 0));
    const others = opened.filter((path) => !OWN_BUSINESS.test(path) && !SANITIZER.test(path));
    assert.deepEqual(others, [list]);
});

test('`serve` opens no file that its options do not name', async (t) => {
    if (!await canTrace()) return t.skip('no strace, or ptrace is not permitted here');
    const opened = await filesOpened(async (prefix) => {
        const server = await startServer(['--port', '0'], { prefix, env: TRACED });
        for (const target of ['/', '/planets/mars', '/api/v1/positions?lat=1&lon=2', '/nothing', '/planets/x'])
            await get(server.port, target);
        await server.stop();
    });
    const others = opened.filter((path) => !OWN_BUSINESS.test(path) && !SANITIZER.test(path));
    assert.deepEqual(others, []);
});
