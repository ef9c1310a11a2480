// `planettracker watch --url`: the sky of a server on a terminal and as lines; servers that are killed, stopped, started again, or are not PlanetTracker servers.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROGRAM, WAIT_MS, planettracker, startServer } from '../program.mjs';
import { Terminal, sleep } from '../terminal.mjs';
import { folder, listen, nginx } from './servers.mjs';

const PLACE = ['--lat', '48.93', '--lon', '2.45'];
const AT = '2026-10-30T04:04:00Z';
const NAMES = ['Sun', 'Moon', 'Mercury', 'Venus', 'Mars', 'Jupiter', 'Saturn', 'Uranus', 'Neptune', 'Pluto'];
const watch = (url, words = [], options) => planettracker(['watch', '--url', url, ...PLACE, ...words], options);

// The program's own server, which can be killed and started again on its port.
async function own(t, words = []) {
    const it = { ...await startServer(['--listen', '127.0.0.1:0', ...words]) };
    t.after(() => it.child.kill('SIGKILL'));
    it.kill = async () => { it.child.kill('SIGKILL'); await it.exited; };
    it.again = async () => { Object.assign(it, await startServer(['--listen', `127.0.0.1:${it.port}`, ...words])); };
    return it;
}

// A false server: routes(request, reply, how often that route was requested).
async function strange(t, routes) {
    const asked = [], counts = {};
    const server = createHttp((request, reply) => {
        const url = new URL(request.url, 'http://a'), route = url.pathname.split('/').at(-1);
        counts[route] = (counts[route] ?? 0) + 1;
        asked.push({ route, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers, at_ms: performance.now() });
        reply.on('error', () => {});
        routes[route]?.(request, reply, counts[route]);
    });
    const port = await listen(server);
    t.after(() => { server.closeAllConnections(); server.close(); });
    return { url: `http://127.0.0.1:${port}`, port, asked, streams: () => asked.filter((each) => each.route === 'stream') };
}
const row = (body, more = {}) => ({ body, az_deg: 120, alt_deg: 45, alt_true_deg: 45, distance_au: 1, magnitude: 0.5, angular_diameter_arcsec: 6,
    illuminated_fraction: 0.9, elongation_deg: -79, constellation: 'Cnc', alt_rate_arcsec_per_s: 8, ...more });
const event = (time, rows) => `id: ${time}\nevent: positions\ndata: ${JSON.stringify({ time, positions: [row('sun', { alt_true_deg: -30, alt_deg: -30 }), ...rows] })}\n\n`;
const second = (n) => new Date(Date.UTC(2026, 9, 30, 4, 4, n)).toISOString().replace('.000', '');
const sky = (request, reply) => reply.writeHead(200, { 'Content-Type': 'application/json' }).end('{"bodies": []}');
const begin = (reply) => reply.writeHead(200, { 'Content-Type': 'text/event-stream' });

// A terminal that watches a server; closed after the test.
async function open(t, url, words = [], options) {
    const terminal = await Terminal.open(130, 30, [...PLACE, '--url', url, ...words], options);
    t.after(() => terminal.close());
    return terminal;
}
async function leave(terminal, how = () => terminal.keys('q')) {
    await how();
    const screen = await terminal.until(/done/);
    assert.match(screen, /^before\nexit 0\n/);
    assert.match(screen, /^icanon$/m);
    assert.match(screen, /^echo$/m);
    assert.equal(await terminal.is_full(), false);
}

// ---- the requests that are sent ----

test('options that contradict each other are exit 2, and no request is sent', async () => {
    for (const [words, said] of [[['--url', 'localhost:8000'], /--url is "localhost:8000"; expected the address/], [['--url', 'http://a/?b=c'], /http:\/\/localhost:8000/],
        [['--url', 'http://'], /--url/], [['--url', 'http://a', '--ephemeris', 'x.bsp'], /--url and --ephemeris exclude each other|--ephemeris x.bsp/],
        [['--url', 'http://a', '--speed', '100001'], /1\.\.100000/], [['--url', 'http://a', '--bodies', 'vulcan'], /vulcan/], [['--ca-file', 'x'], /--url/]]) {
        const { code, out, err } = await planettracker(['watch', ...PLACE, ...words]);
        assert.ok(code === 2 || (code === 3 && words.includes('--ephemeris')), `${words}: ${code} ${err}`);
        assert.equal(out, '');
        assert.match(err, said);
    }
});

test('place, bodies and air go to the server, below any path', async (t) => {
    const server = await strange(t, { sky, stream: (request, reply) => { begin(reply); reply.end('event: bye\ndata: {"reason": "enough"}\n\n'); } });
    const { code, err } = await planettracker(['watch', '--url', `${server.url}/a/b/`, '--lat', '48:30', '--lon', '-2.45', '--elevation', '35', '--bodies', 'mars,moon', '--refraction', 'pyephem',
        '--pressure', '1000.5', '--temperature', '-3', '--at', AT, '--speed', '60']);
    assert.equal(code, 0, err);
    assert.match(err, /enough/);
    assert.deepEqual(server.asked.map((each) => each.path), ['/a/b/api/v1/sky', '/a/b/api/v1/stream']);
    const place = { lat: '48.5', lon: '-2.45', elevation: '35.0', bodies: 'sun,moon,mars', refraction: 'pyephem', pressure: '1000.5', temperature: '-3.0' };
    for (const { query, route } of server.asked) {
        for (const [name, value] of Object.entries(place))
            assert.equal(isNaN(value) ? query[name] : Number(query[name]), isNaN(value) ? value : Number(value), `${route} ${name}`);
        assert.equal(route === 'sky' ? query.time : query.start, AT);
    }
    assert.deepEqual([server.asked[1].query.speed, server.asked[1].query.interval], ['60', '0.1']);
    assert.equal(server.asked[1].headers.accept, 'text/event-stream');
});

test('for a wrong server the message names --url, what was received and what is expected', async (t) => {
    const page = (status, type, text) => (request, reply) => reply.writeHead(status, { 'Content-Type': type }).end(text);
    const problem = (status, detail) => page(status, 'application/problem+json', JSON.stringify({ status, detail }));
    const closed = await strange(t, {});
    for (const [answer, said] of [[page(404, 'text/html', '<h1>no</h1>'), /got status 404; expected the address of a PlanetTracker server/],
        [page(200, 'text/html', '<h1>hello</h1>'), /got an answer of type "text\/html" without positions; expected/], [page(200, 'application/json', '{"sky": 1}'), /without positions/],
        [page(200, 'application/json', '{"bodies": ['), /without positions/], [problem(400, 'refraction is "odd"'), /got status 400: refraction is "odd"$/m],
        [problem(429, 'wait'), /status 429: wait/], [problem(404, 'nothing is here'), /status 404: nothing is here; expected the address/],
        [problem(400, '\u001b[2J\u009b31mred\n\u0007'), /status 400: {2}\[2J 31mred {2}$/m],
        [page(400, 'application/problem+json', `{"detail": ${'['.repeat(2040)}${']'.repeat(2040)}}`), /got status 400/],
        [page(200, 'application/json', '['.repeat(1000000)), /without positions/],
        [(request, reply) => reply.destroy(), /got no answer: .*(reset|closed|empty)/i], [(request, reply) => reply.writeHead(302, { Location: request.url }).end(), /redirect/i]]) {
        const server = await strange(t, { sky: answer });
        const { code, out, err } = await watch(server.url);
        assert.deepEqual([code, out], [5, ''], `${said}: ${err}`);
        assert.ok(err.startsWith(`planettracker watch: --url is "${server.url}"; got `), err);
        assert.match(err, said);
        assert.equal(server.streams().length, 0);
    }
    const { code, err } = await watch(`http://127.0.0.1:1`);
    assert.equal(code, 5);
    assert.match(err, /got no answer: .*connect.*; expected the address/i);
    assert.ok(closed);
});

test('TLS: an unknown issuer, a known one, none at all', async (t) => {
    const temp = folder();
    t.after(temp.remove);
    const server = await nginx(temp.path);
    t.after(server.stop);
    for (const [url, words, said] of [[`https://localhost:${server.tls}`, [], /certificate.*; expected a certificate that this system trusts, or --ca-file FILE/],
        [`https://localhost:${server.tls}`, ['--ca-file', server.ca], /got status 404; expected the address/], [`https://localhost:${server.plain}`, [], /; expected a server with TLS, or a URL with http:/],
        [`http://localhost:${server.tls}`, [], /status 400/]]) {
        const { code, err } = await watch(url, words);
        assert.equal(code, 5, err);
        assert.match(err, said);
    }
    const keys = { key: readFileSync(join(temp.path, 'server.key')), cert: readFileSync(join(temp.path, 'server.pem')) };
    const ours = createHttps(keys, (request, reply) => request.url.includes('/stream') ? begin(reply).end(`${event(second(0), [row('mars')])}event: bye\ndata: x\n\n`) : sky(request, reply));
    const port = await listen(ours);
    t.after(() => { ours.closeAllConnections(); ours.close(); });
    const { code, out, err } = await watch(`https://localhost:${port}`, ['--ca-file', server.ca]);
    assert.equal(code, 0, err);
    assert.match(out, /Mars 45\.0 ESE\n$/);
});

// ---- lines, without a terminal ----

// Runs until this number of lines has arrived, then ends it with a signal.
async function lines(url, words, count, { signal = 'SIGINT', at = {} } = {}) {
    const child = spawn(PROGRAM, ['watch', '--url', url, ...PLACE, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PLANETTRACKER_DATA_DIR: 'none' } });
    const closed = once(child, 'close'), timer = setTimeout(() => child.kill('SIGKILL'), 4 * WAIT_MS);
    let out = '', err = '', seen = 0;
    child.stderr.on('data', (bytes) => { err += bytes; });
    child.stdout.on('data', (bytes) => {
        out += bytes;
        for (const n = out.split('\n').length - 1; seen < n;) at[++seen]?.();
        if (seen >= count) child.kill(signal);
    });
    const [code, killed] = await closed;
    clearTimeout(timer);
    return { code: killed ?? code, err, lines: out.split('\n').slice(0, -1) };
}
const time = (line) => Date.parse(line.slice(0, 19).replace(' ', 'T') + 'Z');

test('without a terminal each instant is a line with what `now` gives', async (t) => {
    const server = await own(t, ['--base-path', '/sky']);
    const { code, err, lines: got } = await lines(`${server.url.replace(/\/$/, '')}`.replace(/(\/sky)?$/, '/sky'), ['--at', AT, '--speed', '3600'], 3);
    assert.deepEqual([code, err], [0, '']);
    for (const line of got.slice(0, 3)) {
        const instant = new Date(time(line)).toISOString();
        const { out } = await planettracker(['now', ...PLACE, '--at', instant, '--bodies', 'all', '--json']);
        for (const each of JSON.parse(out).positions) {
            const shown = new RegExp(`[ ,] ${each.body} ([\\d.]+) ([NESW]+)`, 'i').exec(line);
            assert.equal(Boolean(shown), each.alt_deg > 0, `${each.body}: ${line}`);
            if (!shown) continue;
            assert.ok(Math.abs(shown[1] - each.alt_deg) <= 0.0501, line); // one decimal is shown: half a unit of it
            assert.equal(shown[2], each.direction);
        }
        assert.match(line, /UTC {2}(night|day|\w+ twilight) {2}\d+ of 10 (is|are) up\. (The )?\w+ is highest, \d+ deg in the [NESW]+\./);
    }
    assert.deepEqual(got.slice(0, 3).map(time), [0, 360, 720].map((s) => Date.parse(AT) + 1000 * s));
});

test('a server that restarts after a kill or a "bye": no instant is missing or repeated', async (t) => {
    for (const end of ['kill', 'stop']) {
        const server = await own(t);
        const { code, err, lines: got } = await lines(server.url, ['--at', AT, '--speed', '60', '--bodies', 'mars'], 25, {
            at: { 5: async () => { await server[end](); await server.again(); } }, signal: 'SIGTERM' });
        assert.equal(code, 0, err);
        assert.match(err, end === 'stop' ? /: the server stops; reconnecting in \d s/ : /; reconnecting in \d s/);
        assert.deepEqual(got.map(time), got.map((_, i) => Date.parse(AT) + 6000 * i));
        await server.stop();
    }
});

test('the lines end where the ephemeris ends', async (t) => {
    const server = await own(t);
    const { code, out, err } = await watch(server.url, ['--at', '2100-01-31T20:00:00Z', '--speed', '86400', '--bodies', 'mars']);
    assert.equal(code, 0, err);
    assert.match(err, /the end of the ephemeris/);
    assert.match(out, /^2100-01-31 20:00:00 UTC/);
    const refused = await watch(server.url, ['--at', '2200-01-01T00:00:00Z']);
    assert.equal(refused.code, 5);
    assert.match(refused.err, /is covered by builtin.* not at "2200-01-01T00:00:00Z"/);
});

test('a pipe that closes ends it', async (t) => {
    const server = await own(t);
    const child = spawn('sh', ['-c', `('${PROGRAM}' watch --url '${server.url}' ${PLACE.join(' ')} --at ${AT} --speed 60; echo "exit $?" >&2) | head -n 2`]);
    let out = '', err = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.stderr.on('data', (bytes) => { err += bytes; });
    await once(child, 'close');
    assert.equal(out.split('\n').length - 1, 2);
    assert.match(err, /exit 1/);
});

test('retry: and Last-Event-ID: the next connection comes after the pause, and from the last event on', async (t) => {
    const server = await strange(t, { sky, stream: (request, reply, n) => {
        begin(reply);
        if (n === 1) reply.end(`retry: 1500\n\n${event(second(0), [row('mars')])}${event(second(1), [row('mars')])}id: gone\n`);
        else reply.end(`${event(second(n), [row('mars')])}event: bye\ndata: {"reason": "that was all"}\n\n`);
    } });
    const { code, out, err } = await watch(server.url, ['--bodies', 'mars']);
    assert.equal(code, 0, err);
    assert.deepEqual(out.split('\n').slice(0, -1).map((line) => line.slice(11, 19)), ['04:04:00', '04:04:01', '04:04:02']);
    const [first, again] = server.streams();
    assert.equal(first.headers['last-event-id'], undefined);
    assert.equal(again.headers['last-event-id'], second(1)); // an event that was cut is none
    assert.ok(again.at_ms - first.at_ms >= 749, `${again.at_ms - first.at_ms}`); // half of it at least
});

test('impossible positions are refused, unknown bodies are ignored', async (t) => {
    for (const rows of [[row('mars', { az_deg: 361 })], [row('mars', { alt_deg: '45' })], [row('mars', { alt_deg: null })], [row('mars'), row('mars')], [row('mars', { constellation: '\u001b[2' })], [1]]) {
        const server = await strange(t, { sky, stream: (request, reply) => { begin(reply); reply.end(event(second(0), rows)); } });
        const { code, out, err } = await watch(server.url);
        assert.deepEqual([code, out], [5, ''], JSON.stringify(rows));
        assert.match(err, /positions that cannot be read/);
    }
    const server = await strange(t, { sky, stream: (request, reply) => { begin(reply); reply.end(`${event(second(0), [{ body: 'vulcan' }, row('mars')])}event: bye\ndata: x\n\n`); } });
    const { code, out } = await watch(server.url);
    assert.equal(code, 0);
    assert.match(out, /^2026-10-30 04:04:00 UTC {2}night {2}1 of 2 is up\. Mars is highest, 45 deg in the ESE\. {2}Mars 45\.0 ESE\n$/);
});

// ---- the screen ----

test('the screen shows what `now` gives, and the same rises and sets as without a server', async (t) => {
    const server = await own(t), words = ['--at', AT, '--tz', 'Europe/Paris', '--bodies', 'moon,mars,jupiter,saturn'];
    const remote = await open(t, server.url, words), local = await Terminal.open(130, 30, [...PLACE, ...words]);
    t.after(() => local.close());
    for (const terminal of [remote, local]) {
        await terminal.until(/running/);
        await terminal.keys('Space');
        await terminal.until(/paused/);
    }
    const facts = (screen) => /\w+ in \w+, mag [^\n]*\n[^\n]*rises +(\S+)[^\n]*\n[^\n]*transits +(\S+)[^\n]*\n[^\n]*sets +(\S+)/.exec(screen)?.slice(1, 4);
    for (const name of ['Moon', 'Mars', 'Jupiter', 'Saturn']) {
        const is_there = new RegExp(`▸. ${name}[^]*${name} in \\w+, mag[^]*rises +\\d[^]*transits +\\d[^]*sets +\\d`);
        const [ours, theirs] = [await local.until(is_there), await remote.until(is_there)];
        assert.ok(facts(ours));
        assert.deepEqual(facts(theirs), facts(ours));
        await local.keys('j');
        await remote.keys('j');
    }
    const screen = await remote.screen();
    const shown = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+01:00/.exec(screen);
    const { out } = await planettracker(['now', ...PLACE, '--at', `${shown[1]}T${shown[2]}+01:00`, '--bodies', 'moon,mars,jupiter,saturn', '--json']);
    for (const each of JSON.parse(out).positions) {
        const name = NAMES.find((known) => known.toLowerCase() === each.body);
        const found = new RegExp(`${name} +([\\d.]+)° +([-+][\\d.]+)° +([NESW]+)`).exec(screen);
        assert.ok(found && Math.abs(found[1] - each.az_deg) <= 0.0501 && Math.abs(found[2] - each.alt_deg) <= 0.0501, `${name}: ${screen}`);
    }
    assert.doesNotMatch(screen, /Sun +\d/); // asked for, but not to be shown
    assert.match(screen, /[⡀-⣿]/);
    assert.match(screen, new RegExp(server.url.replace(/\/$/, '')));
    await leave(remote);
});

test('live, killed, restarted: the badge shows it, the sky stays, q quits at any time', async (t) => {
    const server = await own(t), terminal = await open(t, server.url);
    const clock = (screen) => /\d\d:\d\d:\d\d UTC/.exec(screen)?.[0];
    const first = clock(await terminal.until(/UTC {3}live/));
    await terminal.until((screen) => clock(screen) !== first, 'the next second');
    await server.kill();
    const lost = await terminal.until(/UTC {3}reconnecting/);
    assert.match(lost, /is highest|None of them/);
    for (const [columns, rows] of [[40, 14], [22, 6], [20, 3], [130, 30]]) { // on any screen that has room for it
        await terminal.size(columns, rows);
        await terminal.until((screen) => screen.split('\n').length === rows + 1 && /^.*reconnecting/.test(screen.split('\n').slice(0, 2).join(' ')), `${columns}x${rows}`);
    }
    await terminal.until(/[Cc]onnect|reset|closed|ended/);
    await server.again();
    await terminal.until(/UTC {3}live/);
    await server.stop();
    await terminal.until(/UTC {3}reconnecting/);
    await server.again();
    const back = await terminal.until(/UTC {3}live/);
    assert.doesNotMatch(back, /the server stops/);
    await server.kill();
    await terminal.until(/UTC {3}reconnecting/);
    await leave(terminal);
});

test('a server that stops responding is stale, and live again when it continues', async (t) => {
    const server = await own(t), terminal = await open(t, server.url);
    await terminal.until(/UTC {3}live/);
    server.child.kill('SIGSTOP');
    await terminal.until(/UTC {3}stale \d+ s/);
    server.child.kill('SIGCONT');
    await terminal.until(/UTC {3}live/);
    await leave(terminal, () => terminal.keys('C-c'));
});

test('every way of quitting restores the terminal, during a flood of events and during silence', async (t) => {
    const routes = { sky, stream: (request, reply) => {
        begin(reply);
        let n = 0;
        const more = () => { while (!reply.destroyed && reply.write(event(second(n++ % 3600), [row('mars')]).repeat(20))); };
        reply.on('drain', more);
        more();
    } };
    const flood = await strange(t, routes), silence = await strange(t, { sky, stream: () => {} }), lost = await strange(t, { sky, stream: (request, reply) => reply.destroy() });
    for (const [server, seen] of [[flood, /▸. Mars/], [silence, /connecting/], [lost, /reconnecting/]])
        for (const how of [(terminal) => terminal.keys('q'), (terminal) => terminal.keys('C-c'), async (terminal) => process.kill(await terminal.program(), 'SIGTERM')]) {
            const terminal = await open(t, server.url, ['--bodies', 'mars']);
            await terminal.until(seen);
            assert.equal(await terminal.is_full(), true);
            await leave(terminal, () => how(terminal));
            await terminal.close();
        }
});

test('keys that choose a body do nothing before a body has come', async (t) => {
    const server = await strange(t, { sky, stream: () => {} }), terminal = await open(t, server.url);
    await terminal.until(/connecting/);
    await terminal.keys('j', 'k', 'Tab', 'BTab');
    await terminal.keys('?');
    await terminal.until(/Any key goes back/);
    await terminal.keys('x');
    await terminal.until(/connecting/);
    await leave(terminal);
});

test('keys move through time on the server: hours, a run, a stop, the end of the ephemeris, now', async (t) => {
    const server = await own(t), terminal = await open(t, server.url, ['--at', AT]);
    await terminal.until(/running ×1/);
    await terminal.keys('Space');
    const first = /04:(\d\d):(\d\d) UTC/.exec(await terminal.until(/paused/));
    for (const [key, at] of [['Right', '2026-10-30 05'], ['Up', '2026-10-31 05'], ['Left', '2026-10-31 04'], ['Down', '2026-10-30 04']]) {
        await terminal.keys(key);
        await terminal.until((screen) => screen.includes(`${at}:${first[1]}:${first[2]} UTC   paused`), `${key}: ${at}`);
    }
    await terminal.keys('+', '+');
    await terminal.keys('Space');
    await terminal.until(/running ×60/);
    await terminal.until((screen) => !screen.includes(`04:${first[1]}:`), 'a minute later');
    await terminal.keys('n');
    await terminal.until(/UTC {3}live/);
    await leave(terminal);
    const late = await open(t, server.url, ['--at', '2100-01-31T00:00:00Z', '--speed', '86400', '--bodies', 'mars,jupiter']);
    await late.until(/UTC {3}ended/);
    await late.until(/the end of the ephemeris/);
    for (let i = 0; i < 3; i++) await late.keys('Up');
    const refused = await late.until(/The server sends no positions/);
    assert.match(refused.replace(/\s+/g, ' '), /is covered by builtin.* not at "2100-02-0/);
    for (let i = 0; i < 5; i++) await late.keys('Down');
    await late.until(/(is highest|None of them)[^]*paused/);
    await leave(late);
});

test('a server that is replaced by another one is reported on the screen', async (t) => {
    const server = await strange(t, { sky, stream: (request, reply, n) => {
        if (n === 1) { begin(reply); reply.end(`retry: 100\n\n${event(second(0), [row('mars')])}`); return; }
        reply.writeHead(200, { 'Content-Type': 'text/html' });
        reply.end('<h1>for sale</h1>');
    } });
    const terminal = await open(t, server.url);
    const screen = await terminal.until(/UTC {3}ended/);
    assert.match(screen, /The server sends no positions/);
    assert.match(screen, /an answer of type "text\/html"/);
    await leave(terminal);
});
