// The answers of /api/v1: one set of values in every format and on the command line, ranges and batches as streams,
// event streams that continue where they broke off, every problem code that a request can get.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exchange, planettracker, startServer } from '../program.mjs';

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const ask = (target, options) => fetch(server.url + target, options);
const textOf = async (target, options) => {
    const reply = await ask(target, options);
    assert.equal(reply.status, 200, `${target}: ${await reply.clone().text()}`);
    return reply.text();
};
const batch = (document, query = '') => ask(`/api/v1/batch${query}`, { method: 'POST', body: JSON.stringify(document) });

// A line of CSV without quotes in it to an object by the header's names.
function readCsv(text) {
    const [header, ...lines] = text.split('\r\n');
    assert.equal(lines.pop(), '');
    const names = header.split(',');
    return lines.map((line) => Object.fromEntries(line.split(',').map((field, i) => [names[i], field])));
}
// What a row of JSON is in CSV.
const flat = ({ uncertainty, ...row }) => Object.fromEntries(Object.entries({
    ...row, ...(uncertainty && { az_uncertainty_arcsec: uncertainty.az_arcsec, alt_uncertainty_arcsec: uncertainty.alt_arcsec, uncertainty_cause: uncertainty.cause }),
}).map(([name, value]) => [name, value === null ? '' : value]));

const HERE = 'lat=48.93&lon=2.45&elevation=35', NIGHT = 'start=2026-10-30T18:00:00Z&stop=2026-10-31T06:00:00Z&step=PT45M';

test('JSON, NDJSON and CSV hold the same values, of an instant, a range and a batch', async () => {
    for (const what of [`${HERE}&bodies=all&time=2026-10-30T21:00:00Z`, `${HERE}&bodies=all&${NIGHT}`, `${HERE}&${NIGHT}&tz=Asia/Kathmandu`, `${HERE}&${NIGHT}&fields=time,alt_deg,uncertainty,magnitude`]) {
        const { positions } = JSON.parse(await textOf(`/api/v1/positions?${what}`));
        const lines = (await textOf(`/api/v1/positions?${what}&format=ndjson`)).trimEnd().split('\n');
        assert.deepEqual(lines.map((line) => JSON.parse(line)), positions);
        const records = readCsv(await textOf(`/api/v1/positions?${what}&format=csv`));
        assert.equal(records.length, positions.length);
        for (const [i, record] of records.entries()) {
            const row = flat(positions[i]);
            assert.deepEqual(Object.keys(record), Object.keys(row));
            for (const [name, value] of Object.entries(row)) assert.equal(typeof value === 'number' ? Number(record[name]) : record[name], typeof value === 'number' ? value : String(value), name);
        }
    }
    const document = { observers: [{ lat: 48.93, lon: 2.45, elevation: 35 }], times: { start: '2026-10-30T18:00:00Z', stop: '2026-10-31T06:00:00Z', step: 'PT45M' }, bodies: ['all'] };
    assert.equal(await (await batch(document)).text(), await textOf(`/api/v1/positions?${HERE}&bodies=all&${NIGHT}&format=ndjson`));
    assert.equal(await (await batch({ ...document, format: 'csv' })).text(), await textOf(`/api/v1/positions?${HERE}&bodies=all&${NIGHT}&format=csv`));
});

test('the command line gives the same answers byte for byte', async () => {
    const place = ['--lat', '48.93', '--lon', '2.45', '--elevation', '35'], night = ['--from', '2026-10-30T18:00:00Z', '--to', '2026-10-31T06:00:00Z', '--step', 'PT45M'];
    for (const format of ['json', 'ndjson', 'csv', 'votable']) {
        const range = await planettracker(['ephem', 'all', ...place, ...night, `--${format}`]);
        assert.equal(range.code, 0, range.err);
        assert.equal(range.out, await textOf(`/api/v1/positions?${HERE}&bodies=all&${NIGHT}&format=${format}`));
        const instant = await planettracker(['now', ...place, '--at', '2026-10-30T21:00:00Z', '--tz', 'Europe/Paris', `--${format}`]);
        assert.equal(instant.code, 0, instant.err);
        assert.equal(instant.out, await textOf(`/api/v1/positions?${HERE}&bodies=all&time=2026-10-30T21:00:00Z&tz=Europe/Paris&format=${format}`));
    }
});

test('Accept chooses the format, and format= wins over it', async () => {
    const types = { 'text/csv': 'text/csv', 'application/x-ndjson': 'application/x-ndjson', 'text/plain': 'text/plain', '*/*': 'application/json', 'application/*': 'application/json',
        'text/csv;q=0.2, application/json;q=0.1': 'text/csv', 'text/html, */*;q=0.1': 'application/json', 'text/csv;q=0, */*': 'application/json',
        'application/x-votable+xml': 'application/x-votable+xml', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8': 'application/json' };
    for (const [accept, type] of Object.entries(types)) {
        const reply = await ask(`/api/v1/positions?${HERE}`, { headers: { accept } });
        assert.equal(reply.headers.get('content-type').split(';')[0], type, accept);
        assert.match(reply.headers.get('vary') ?? '', /Accept/);
    }
    assert.equal((await ask(`/api/v1/positions?${HERE}&format=csv`, { headers: { accept: 'application/json' } })).headers.get('content-type').split(';')[0], 'text/csv');
    const chosen = (await textOf(`/api/v1/positions?${HERE}&bodies=mars&fields=body,magnitude&format=text`)).split('\n').map((line) => line.split(/ +/));
    assert.deepEqual([chosen[0], chosen[1][0], chosen[1].length, chosen.length], [['body', 'magnitude'], 'mars', 2, 3], 'fields choose in text too');
    const bom = Buffer.from(await (await ask(`/api/v1/positions?${HERE}&format=csv&bom=1&download=1`)).arrayBuffer());
    assert.deepEqual([...bom.subarray(0, 3)], [0xEF, 0xBB, 0xBF]);
});

test('links.self is the same answer again, byte for byte', async () => {
    for (const query of [`${HERE}&bodies=all`, `${HERE}&bodies=mars&tz=America/New_York&fields=time,az_deg&refraction=none`, `lat=-10&lon=0&bodies=moon&pressure=900&temperature=-3.5&${NIGHT}`, 'lat=0&lon=0&start=now&step=0.5s&count=3']) {
        const first = await textOf(`/api/v1/positions?${query}`), { links } = JSON.parse(first);
        assert.match(links.self, /(time|start)=\d/);
        assert.equal(await textOf(links.self), first);
    }
});

test('a range may be given by its end, its length or its count', async () => {
    const start = 'start=2026-10-30T00:00:00Z', times = async (query) => JSON.parse(await textOf(`/api/v1/positions/moon?lat=1&lon=2&fields=time&${start}&${query}`)).positions.map((row) => row.time);
    const want = ['2026-10-30T00:00:00Z', '2026-10-30T08:00:00Z', '2026-10-30T16:00:00Z', '2026-10-31T00:00:00Z'];
    for (const query of ['stop=2026-10-31T00:00:00Z&step=8h', 'days=1&step=PT8H', 'stop=2026-10-31T00:00:00Z&count=4', 'step=480m&count=4', 'days=1&count=4'])
        assert.deepEqual(await times(query), want, query);
    assert.deepEqual(await times('count=1'), want.slice(0, 1));
});

const LARGE = 'lat=1&lon=2&bodies=mars&fields=time,az_deg,alt_deg&start=2026-01-01T00:00:00Z&step=1s';
const KEEPS_FREED = process.env.VARIANT === 'asan';   // the sanitizer holds on to what is freed, to find later uses
const residentKiB = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]);

test('a long range and a batch leave in constant memory, to the last row', async () => {
    const count = 300000;
    await textOf(`/api/v1/positions?${LARGE}&count=1000&format=csv`);
    const before_kib = residentKiB();
    let rows = 0, most_kib = 0, tail = '';
    for await (const piece of (await ask(`/api/v1/positions?${LARGE}&count=${count}&format=csv`)).body) {
        const text = Buffer.from(piece).toString();
        rows += text.split('\n').length - 1;
        tail = (tail + text).slice(-200);
        most_kib = Math.max(most_kib, residentKiB());
    }
    assert.equal(rows, count + 1);
    assert.match(tail, /2026-01-04T11:19:59Z,[\d.]+,[-\d.]+\r\n$/);
    if (!KEEPS_FREED) assert.ok(most_kib - before_kib < 4096, `${before_kib} to ${most_kib} KiB`);   // the whole answer has 13 MB
});

test('the work for a client that goes away is freed', async () => {
    const before_kib = residentKiB();
    for (let i = 0; i < 40; i++) {
        const reply = await batch({ observers: [{ lat: 1, lon: 2 }], times: { start: '2000-01-01T00:00:00Z', step: '1s', count: 90000000 }, bodies: ['mars'] }, '');
        const reader = reply.body.getReader();
        await reader.read();
        await reader.cancel();
    }
    assert.equal((await ask(`/api/v1/positions?${HERE}`)).status, 200);
    if (!KEEPS_FREED) assert.ok(residentKiB() - before_kib < 8192);
    const used = () => readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number).reduce((a, b) => a + b);
    const ticks = used();
    await new Promise((done) => setTimeout(done, 300));
    assert.ok(used() - ticks <= 3, 'it computes although no client reads');   // of 30
});

// Reads events until there are `enough` of them or the stream ends.
async function events(query, { enough = Infinity, headers } = {}) {
    const stop = new AbortController(), found = [];
    const reply = await ask(`/api/v1/stream?${query}`, { headers, signal: stop.signal });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    let text = '';
    for await (const piece of reply.body) {
        text += Buffer.from(piece).toString();
        for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
            const lines = text.slice(0, end).split('\n').map((line) => /^(\w*):? ?(.*)$/.exec(line).slice(1));
            const event = Object.fromEntries(lines);
            if (event.event) found.push({ ...event, data: JSON.parse(event.data) });
        }
        if (found.length >= enough) break;
    }
    stop.abort();
    return found.slice(0, enough);
}

const LAPSE = 'bodies=all&lat=48.93&lon=2.45&fields=body,alt_deg&start=2026-10-30T00:00:00Z&speed=18000&interval=0.1&count=24';

test('a stream broken off anywhere continues with Last-Event-ID without a gap', async () => {
    const whole = await events(LAPSE);
    assert.equal(whole.filter(({ event }) => event === 'positions').length, 24);
    assert.ok(['rise', 'set', 'transit'].every((kind) => whole.some(({ event }) => event === kind)));
    assert.equal(whole.at(-1).event, 'bye');
    for (const cut of [3, 8, 19]) {
        const first = whole.filter(({ event }) => event === 'positions')[cut];
        const rest = await events(LAPSE, { headers: { 'last-event-id': first.id } });
        assert.deepEqual(rest, whole.slice(whole.indexOf(first) + 1), `after ${first.id}`);
    }
});

test('a reader with an id beyond the end of a range receives the end alone', async () => {
    const at = (minute) => `2026-10-30T${String(minute / 60 | 0).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00.000000Z`;
    for (const instants of [23, 24, 25, 30]) {
        const rest = await events(LAPSE, { enough: 40, headers: { 'last-event-id': at(30 * instants) } });
        assert.equal(rest.at(-1).event, 'bye', at(30 * instants));
        assert.equal(rest.filter(({ event }) => event === 'positions').length, 0, at(30 * instants));
    }
});

test('events come between the positions around them, where the altitude changes its sign', async () => {
    let last = null;
    for (const { event, data } of await events(`${LAPSE}&refraction=none`)) {
        if (event === 'positions') last = data;
        else if (event !== 'bye') {
            assert.ok(data.time >= last.time, `${event} ${data.time} after ${last.time}`);
            if (event === 'rise') assert.ok(last.positions.find(({ body }) => body === data.body).alt_deg < 1 && data.alt_true_deg < 1 && data.alt_true_deg > -1.5);
        }
    }
});

test('live instants are whole multiples of the interval, the same for all readers', async () => {
    const query = `${HERE}&bodies=mars&fields=az_deg&interval=0.5`;
    const [a, b] = await Promise.all([events(query, { enough: 3 }), events(query, { enough: 3 })]);
    for (const { id } of [...a, ...b]) assert.ok([0, 500].includes(new Date(id).getUTCMilliseconds()), id);
    const shared = a.filter((x) => b.some((y) => y.id === x.id));
    assert.ok(shared.length >= 1);
    for (const x of shared) assert.deepEqual(x, b.find((y) => y.id === x.id));
    assert.equal(new Date(a[2].id) - new Date(a[0].id), 1000);
});

test('a server that stops says bye to its readers', async () => {
    const other = await startServer();
    const reply = await fetch(`${other.url}/api/v1/stream?${HERE}&interval=60`);
    const text = (async () => { let all = ''; for await (const piece of reply.body) all += Buffer.from(piece).toString(); return all; })();
    await other.stop();
    assert.match(await text, /event: bye\ndata: \{"reason": "[^"]+"\}\n\n$/);
});

const codeOf = async (reply) => {
    const problem = await reply.json();
    assert.equal(reply.headers.get('content-type'), 'application/problem+json');
    assert.equal(reply.headers.get('access-control-allow-origin'), '*');
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    assert.equal(problem.status, reply.status);
    assert.ok(problem.detail.length > 5 && Array.isArray(problem.errors));
    return [problem.code, reply.status, problem];
};

test('every problem code of a request occurs, each with its status', async () => {
    const P = '/api/v1/positions?';
    for (const [code, status, target] of [
        ['parameter-missing', 400, `${P}lat=1`], ['parameter-invalid', 400, `${P}lat=91&lon=1`], ['parameter-unknown', 400, `${P}lat=1&lon=1&elevaton=3`],
        ['parameter-conflict', 400, `${P}lat=1&lat=1&lon=1`], ['parameter-conflict', 400, `${P}lat=1&lon=1&time=now&start=now&step=1h&count=2`],
        ['body-unknown', 404, `${P}lat=1&lon=1&bodies=nibiru`], ['body-unknown', 404, '/api/v1/positions/vulcan?lat=1&lon=1'], ['route-unknown', 404, '/api/v2/positions'],
        ['time-zone-missing', 400, `${P}lat=1&lon=1&time=2026-10-30T21:00:00`],
        ['local-time-ambiguous', 409, `${P}lat=1&lon=1&tz=Europe/Paris&time=2026-10-25T02:30:00`], ['local-time-nonexistent', 400, `${P}lat=1&lon=1&tz=Europe/Paris&time=2026-03-29T02:30:00`],
        ['time-out-of-range', 422, `${P}lat=1&lon=1&time=2526-03-29T02:30:00Z`], ['too-many-rows', 422, `${P}lat=1&lon=1&start=2026-01-01T00:00Z&step=1s&days=365`],
        ['not-acceptable', 406, `${P}lat=1&lon=1&format=ics`], ['uri-too-long', 414, `${P}lat=1&lon=1&q=${'x'.repeat(9000)}`],
    ]) assert.deepEqual((await codeOf(await ask(target))).slice(0, 2), [code, status], target);
    assert.deepEqual((await codeOf(await ask(`${P}lat=1&lon=1`, { headers: { accept: 'image/png' } }))).slice(0, 2), ['not-acceptable', 406]);
    assert.equal((await codeOf(await ask(`${P}lat=1&lon=1&format=ics`)))[2].expected, 'json, ndjson, csv, text, votable');
    assert.equal((await codeOf(await ask(`${P}lat=1&lon=1`, { headers: { accept: 'image/png' } })))[2].expected, 'application/json, application/x-ndjson, text/csv, text/plain, application/x-votable+xml');
    assert.deepEqual((await codeOf(await ask(`${P}lat=1&lon=1`, { method: 'DELETE' }))).slice(0, 2), ['method-not-allowed', 405]);
    assert.deepEqual((await codeOf(await ask('/api/v1/batch', { method: 'POST', body: 'x'.repeat(70000) }))).slice(0, 2), ['body-too-large', 413]);
});

// The kernel of the program without Pluto: its segment (DAF/SPK: 40 bytes of summary, the target in bytes 16 to 19) is
// given another number.
function kernelWithoutPluto(path) {
    const bytes = readFileSync('data/sky-1900-2100.bsp'), summary = (bytes.readInt32LE(76) - 1) * 1024;
    for (let i = 0; i < bytes.readDoubleLE(summary + 16); i++) {
        const at = summary + 24 + 40 * i + 16;
        if ([9, 999].includes(bytes.readInt32LE(at))) bytes.writeInt32LE(1999999, at);
    }
    writeFileSync(path, bytes);
    return path;
}

test('the codes of towns, of HTTP itself, of limits and of other ephemerides', { timeout: 60000 }, async () => {
    const P = '/api/v1/positions?', code = async (target) => (await codeOf(await ask(target))).slice(0, 2);
    assert.deepEqual(await code(`${P}place=Lodnon`), ['place-unknown', 404]);
    assert.deepEqual(await code(`${P}place=La+Paz&lat=1`), ['parameter-conflict', 400]);
    const namesakes = await codeOf(await ask(`${P}place=Springfield`));
    assert.deepEqual(namesakes.slice(0, 2), ['place-ambiguous', 409]);
    for (const id of namesakes[2].expected.split(', ')) assert.equal((await ask(`${P}place=${encodeURIComponent(id)}`)).status, 200, id);

    const raw = async (bytes) => { const { status, text } = await exchange(server.port, bytes); return [JSON.parse(text).code, status]; };
    const slow = raw(`GET /api/v1 HTTP/1.1\r\nHost: a\r\n`);   // and never an empty line
    assert.deepEqual(await raw('GET /api/v1 HTTP/1.1\r\n\r\n'), ['request-malformed', 400]);
    assert.deepEqual(await raw(`GET /api/v1 HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20000)}\r\n\r\n`), ['head-too-large', 431]);
    assert.deepEqual(await raw('GET /api/v1 HTTP/2.0\r\nHost: a\r\n\r\n'), ['version-unknown', 505]);
    assert.deepEqual(await raw('POST /api/v1/batch HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'), ['coding-unknown', 501]);
    assert.deepEqual(await raw('POST /api/v1/batch HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\n'), ['expectation-failed', 417]);

    const limited = await startServer(['--port', '0', '--rate', '2/m']);
    for (const status of [200, 200, 429]) assert.equal((await fetch(`${limited.url}/api/v1`)).status, status);
    const refused = await fetch(`${limited.url}/api/v1`);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.deepEqual((await codeOf(refused)).slice(0, 2), ['rate-limited', 429]);
    await limited.stop();

    const narrow = await startServer(['--port', '0', '--max-streams', '1']), away = new AbortController();
    assert.equal((await fetch(`${narrow.url}/api/v1/stream?${HERE}`, { signal: away.signal })).status, 200);
    const full = await fetch(`${narrow.url}/api/v1/stream?${HERE}`);
    assert.ok(Number(full.headers.get('retry-after')) >= 1);
    assert.deepEqual((await codeOf(full)).slice(0, 2), ['overloaded', 503]);
    away.abort();
    await narrow.stop();

    const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
    const other = await startServer(['--port', '0', '--ephemeris', kernelWithoutPluto(join(folder, 'sky.bsp'))]);
    assert.deepEqual((await codeOf(await fetch(`${other.url}${P}${HERE}&bodies=pluto`))).slice(0, 2), ['body-missing', 422]);
    assert.equal((await fetch(`${other.url}${P}${HERE}&bodies=planets`)).status, 200);
    const bodies = await (await fetch(`${other.url}/api/v1/bodies`)).json();
    assert.deepEqual(bodies.bodies.filter(({ is_available }) => !is_available).map(({ body, valid_from }) => [body, valid_from]), [['pluto', null]]);
    await other.stop();
    rmSync(folder, { recursive: true });

    assert.deepEqual(await slow, ['request-timeout', 408]);   // after ten seconds
});

test('every code of the list occurs in these tests', async () => {
    const { components } = await (await ask('/openapi.json')).json();
    const source = readFileSync(new URL(import.meta.url), 'utf8') + readFileSync('test/server/test_dispatch.c', 'utf8');
    for (const code of components.schemas.ProblemCode.enum) assert.ok(source.includes(`'${code}'`) || source.includes(`"${code}"`), code);
});

test('everything wrong with a request is reported at once, each parameter by its name', async () => {
    const [, , problem] = await codeOf(await ask('/api/v1/positions?lat=91&lan=2&time=yesterday&bodies=mars,plutto&fields=az&step=0s'));
    assert.deepEqual(problem.errors.map(({ parameter }) => parameter).sort(), ['bodies', 'fields', 'lan', 'lat', 'lon', 'start', 'step', 'time']);
    assert.equal(problem.errors.find(({ parameter }) => parameter === 'bodies').did_you_mean, 'pluto');
    for (const error of problem.errors) assert.ok(error.detail.includes(error.code === 'body-unknown' ? 'plutto' : error.parameter), error.detail);
    const [, , of_batch] = await codeOf(await batch({ observers: [{ lat: 100, lon: 0 }, { lat: 1 }], times: ['2026-01-01T00:00:00Z', 'soon'], bodys: ['mars'] }));
    assert.deepEqual(of_batch.errors.map(({ parameter }) => parameter).sort(), ['bodys', 'observers[0].lat', 'observers[1].lon', 'times[1]']);
});

test('each bad item of a list is reported, together with faults of range, types and path', async () => {
    const told = async (reply) => (await codeOf(await reply))[2].errors.map(({ parameter, got, code }) => [parameter, got ?? code]);
    const of = (target) => told(ask(`/api/v1/${target}`));
    assert.deepEqual(await of('positions?lat=1&lon=1&bodies=marz,mars,plutto,marz&fields=az,alt_deg,zz,observer'),
        [['bodies', 'marz'], ['bodies', 'plutto'], ['fields', 'az'], ['fields', 'zz'], ['fields', 'observer']]);
    assert.deepEqual(await of('positions?lat=1&lon=1&bodies=,mars,,venus,'), [['bodies', '']]);
    assert.deepEqual(await of('positions?lat=1&lon=1&bodies='), [['bodies', '']]);
    assert.deepEqual(await of('positions?lat=x&lon=1&start=2026-01-01T00:00Z'), [['lat', 'x'], ['step', 'parameter-missing']]);
    assert.deepEqual(await of('positions?lat=x&lon=1&start=2026-01-02T00:00Z&stop=2026-01-01T00:00Z&step=1h'), [['lat', 'x'], ['stop', '2026-01-01T00:00Z']]);
    assert.deepEqual(await of('positions?lat=1&lon=1&start=2026-01-02T00:00Z&stop=soon&step=1h'), [['stop', 'soon']], 'a parameter without a value has no further problem');
    assert.deepEqual(await of('positions/marz,foo?lat=1&step=1h'), [['lon', 'parameter-missing'], ['body', 'marz'], ['body', 'foo'], ['start', 'parameter-missing']]);
    assert.deepEqual(await of('places?limit=0&near=91,0'), [['limit', '0'], ['near', '91,0']]);
    assert.deepEqual(await of('bodies/marz?formt=csv'), [['formt', 'csv'], ['body', 'marz']]);
    assert.deepEqual(await of('events?types=rise,foo,altitude:x,set&days=x'), [['days', 'x'], ['types', 'foo'], ['types', 'altitude:x']]);
    assert.deepEqual(await of('events?types=rise&days=x'), [['days', 'x'], ['lat', 'parameter-missing'], ['lon', 'parameter-missing']]);
    assert.deepEqual(await of('events?types=day,rise&lat=91&lon=1'), [['lat', '91'], ['types', 'day']]);
    assert.deepEqual(await of('events?types=altitude:1,altitude:2,altitude:3,altitude:4,altitude:5&lat=1&lon=1'), [['types', 'altitude:1,altitude:2,altitude:3,altitude:4,altitude:5']]);
    assert.deepEqual(await told(batch({ observers: [{ lat: 91, lon: 0 }], times: { start: '2026-01-01T00:00Z', stop: 'x' }, bodies: ['marz', 'mars', 4], fields: 'a,time,b' })),
        [['bodies', 'marz'], ['bodies', '4'], ['fields', 'a'], ['fields', 'b'], ['stop', 'x'], ['step', 'parameter-missing'], ['observers[0].lat', '91']]);
});

test('types of events may be named in singular or plural', async () => {
    for (const [one, many] of [['phase', 'phases'], ['season', 'seasons'], ['elongation', 'elongations'], ['station', 'stations'], ['apsis', 'apsides'], ['eclipse', 'eclipses']]) {
        const of = (types) => textOf(`/api/v1/events?types=${types}&start=2026-01-01T00:00:00Z&days=240&format=csv`);
        const text = await of(one);
        assert.ok(text.split('\r\n').length > 3, one);
        assert.equal(text, await of(many));
    }
});

test('a stream takes the one format it has', async () => {
    const target = '/api/v1/stream?lat=1&lon=1&bodies=mars&fields=body&count=1';
    assert.match(await textOf(`${target}&format=sse`), /event: positions/);
    assert.deepEqual((await codeOf(await ask(`${target}&format=json`))).slice(0, 2), ['not-acceptable', 406]);
});

test('a message quotes what was sent, and says what is expected', async () => {
    const first = async (query) => { const { code, parameter, got, did_you_mean, expected, errors } = (await codeOf(await ask(`/api/v1/${query}`)))[2]; return [code, parameter, got, did_you_mean, expected, errors.length]; };
    for (const [query, code, parameter, got, meant, count] of [
        ['positions?lat=&lon=1', 'parameter-invalid', 'lat', '', undefined, 1],
        ['positions', 'parameter-missing', 'lat', undefined, undefined, 2],
        ['positions?LAT=1&lon=1', 'parameter-unknown', 'LAT', '1', 'lat', 2],
        ['positions?lat=1%zz&lon=1', 'parameter-invalid', 'query', 'lat=1%zz', undefined, 1],   // not "lat is missing" as well
        ['positions?place=', 'parameter-invalid', 'place', '', undefined, 1],
        ['positions?place=Paris&fields=az', 'parameter-invalid', 'fields', 'az', 'az_deg', 1],
        ['positions?lat=1&lon=1&fields=time_local', 'parameter-missing', 'tz', undefined, undefined, 1],
        ['positions?lat=1&lon=1&fields=observer', 'parameter-invalid', 'fields', 'observer', undefined, 1],
        ['positions?lat=1&lon=1&tz=europe/paris', 'parameter-invalid', 'tz', 'europe/paris', 'Europe/Paris', 1],
        ['events?types=phases&step=1h', 'parameter-unknown', 'step', '1h', undefined, 1],   // not "stop": it is a parameter, elsewhere
        ['chart.svg?lat=1&lon=1&body=mars,venus', 'parameter-invalid', 'body', 'mars,venus', undefined, 1],
        ['places?near=10', 'parameter-invalid', 'near', '10', undefined, 1],
    ]) assert.deepEqual((await first(query)).filter((_, i) => i !== 4), [code, parameter, got, meant, count], query);
    assert.deepEqual((await first('positions?lat=1&lon=1&format=ics')).slice(0, 5), ['not-acceptable', 'format', 'ics', undefined, 'json, ndjson, csv, text, votable']);
    assert.equal((await first('chart.svg?lat=1&lon=1&format=json'))[4], 'svg');
    const [, , refused] = await codeOf(await ask('/api/v1/positions?lat=1&lon=1', { headers: { Accept: 'text/html' } }));
    assert.equal(refused.expected, 'application/json, application/x-ndjson, text/csv, text/plain, application/x-votable+xml');
    const [, , near] = await codeOf(await ask('/api/v1/tonight?lat=1&lon=2&time=1899-12-13T00:00:00Z'));   // inside, but its noon before is not
    assert.ok(near.detail.endsWith('not all the days needed around "1899-12-13T00:00:00Z"'), near.detail);
    const of = async (document) => (await codeOf(await ask('/api/v1/batch', { method: 'POST', body: document })))[2].errors.map(({ code, parameter, got }) => [code, parameter, got]);
    assert.deepEqual(await of('{"bodies": ["mars"]}'), [['parameter-missing', 'times', undefined], ['parameter-missing', 'observers', undefined]]);
    assert.deepEqual(await of('{"observers": [{"lat": true, "lon": 1}, 5], "times": [null]}'), [['parameter-invalid', 'times[0]', 'null'], ['parameter-invalid', 'observers[0].lat', 'true'], ['parameter-invalid', 'observers[1]', '5']]);
    assert.match((await codeOf(await ask('/api/v1/batch', { method: 'POST', body: '{"observers":\n [}' })))[2].detail, /line 2, column 3: /);
});

test('blanks in lists, a plus that became one, days without a time', async () => {
    const rows = async (query) => (await (await ask(`/api/v1/positions?${query}&format=csv`)).text()).trimEnd().split('\r\n').slice(1);
    assert.deepEqual(await rows('lat=+48.93&lon=+2.45&bodies=moon,%20mars&fields=time,%20body&time=2026-10-30T21:00:00Z'), ['moon,2026-10-30T21:00:00Z', 'mars,2026-10-30T21:00:00Z']);
    assert.deepEqual(await rows('place=Paris&bodies=mars&fields=time&time=2026-10-30'), ['2026-10-29T23:00:00Z']);
    for (const time of await rows('lat=1&lon=1&bodies=mars&fields=time&start=now&step=1h&count=2')) assert.match(time, /:\d\dZ$/);   // whole seconds
    const self = JSON.parse(await (await ask('/api/v1/events?types=phases,%20eclipses&start=2026-08-12&tz=UTC&days=2')).text()).links.self;
    assert.doesNotMatch(self, / /);
    assert.equal((await ask(self)).status, 200);
});

test('batches: many observers, lists of instants, zones; invalid ones are refused with reasons', async () => {
    const rows = (await (await batch({ observers: [{ id: 'a', lat: 10, lon: 20 }, { id: 'b "x", y', lat: '-10:30', lon: 20, refraction: 'none' }],
        times: ['2026-07-01T00:00', '2026-01-01T00:00'], tz: 'Europe/Paris', bodies: 'sun,moon', fields: ['observer', 'body', 'time', 'time_local', 'refraction_deg'] })).text()).trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(rows.map(({ observer, body }) => `${observer} ${body}`), ['a sun', 'a moon', 'b "x", y sun', 'b "x", y moon', 'a sun', 'a moon', 'b "x", y sun', 'b "x", y moon']);
    assert.deepEqual([...new Set(rows.map(({ time, time_local }) => `${time} ${time_local}`))], ['2026-06-30T22:00:00Z 2026-07-01T00:00:00+02:00', '2025-12-31T23:00:00Z 2026-01-01T00:00:00+01:00']);
    for (const { observer, refraction_deg } of rows) if (observer !== 'a') assert.equal(refraction_deg, 0);
    for (const document of [[], 3, 'x', {}, { observers: [], times: ['now'] }, { observers: [{ lat: 1, lon: 1 }], times: [] }, { observers: [{ lat: 1, lon: 1 }], times: {} }, { observers: [3], times: ['now'] },
        { observers: [{ lat: 1, lon: 1 }], times: ['now'], bodies: [['mars']] }, { observers: [{ lat: null, lon: 1 }], times: ['now'] }, { observers: { lat: 1, lon: 1 }, times: ['now'] }, { observers: [{ lat: 1, lon: 1 }], times: ['now'], format: 'json' }]) {
        const reply = await batch(document);
        assert.ok([400, 406].includes(reply.status), JSON.stringify(document));
        await codeOf(reply);
    }
    const [refusal, , { expected, detail }] = await codeOf(await batch({ observers: [{ lat: 1, lon: 1 }], times: ['now'], format: 'json' }));
    assert.deepEqual([refusal, expected], ['not-acceptable', 'ndjson, csv or votable']);
    assert.match(detail, /^format is "[a-z]+"; expected ndjson, csv or votable$/);
    assert.equal((await ask('/api/v1/batch', { method: 'POST', body: '{"observers": [{"lat": 1, "lon": 1, "lat": 2}], "times": ["now"]}' })).status, 400);
    assert.equal((await codeOf(await batch({ observers: [{ lat: 1, lon: 1 }], times: { start: '2000-01-01T00:00Z', step: '1s', count: 900000000 } })))[0], 'too-many-rows');
    assert.equal((await codeOf(await batch({ observers: [{ lat: 1, lon: 1 }], times: ['2026-01-01T00:00Z', '2526-01-01T00:00Z'] })))[0], 'time-out-of-range');
    const whose = async (times) => { const [code, , { parameter, got }] = await codeOf(await batch({ observers: [{ lat: 1, lon: 1 }], times })); return [code, parameter, got]; };
    assert.deepEqual(await whose(['2526-01-01T00:00Z']), ['time-out-of-range', 'times[0]', '2526-01-01T00:00:00Z']);
    assert.deepEqual(await whose(['2026-01-01T00:00Z', '2026-01-02T00:00Z', '2526-01-01T00:00Z']), ['time-out-of-range', 'times[2]', '2526-01-01T00:00:00Z']);
    assert.deepEqual(await whose({ start: '2026-01-01T00:00Z', step: '1d', count: 100000 }), ['time-out-of-range', 'count', undefined]);
    assert.deepEqual(await whose({ start: '2026-01-01T00:00Z', step: '1d', days: 70000 }), ['time-out-of-range', 'days', undefined]);
    assert.deepEqual(await whose({ start: '2026-01-01T00:00Z', step: '1d', stop: '2526-01-01T00:00Z' }), ['time-out-of-range', 'stop', '2526-01-01T00:00Z']);
    // 4e19 rows: more than 64 bits can count
    const endless = await batch({ observers: Array(1000).fill({ lat: 1, lon: 1 }), times: { start: '1901-01-01T00:00Z', stop: '2099-01-01T00:00Z', step: '0.000001s' } });
    assert.match((await endless.json()).detail, /would have \d{19} rows/);
});
