// The routes: the contract of the original application, positions, times, hostile values, files.
// Expected values: the original's published answers; its own recorded bytes; RFC 3339, RFC 4180, RFC 9110, RFC 9457.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { assertProblem, exchange, get, run, startServer } from '../program.mjs';

const WHEN = '2018-10-31T03:22:47Z';
let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const form = (body, type = 'application/x-www-form-urlencoded') => exchange(server.port,
    `POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
const positions = (query) => get(server.port, `/api/v1/positions?${query}`);
async function computed(query) {
    const reply = await positions(query);
    assert.equal(reply.status, 200, reply.text);
    return JSON.parse(reply.text);
}

test('the two answers the original application published, by curl', async () => {
    const samples = [   // 0.001 deg: its own rounding of the instant and its 0.05 arcsec theory
        ['lat=51.4769&lon=-0.0005&elevation=0&time=2018-10-17T12:32:04Z', 92.90019644871396, -23.146670983905302],
        [`lat=-39.754&lon=145.051&elevation=0&refraction=pyephem&time=${WHEN}`, 102.30273048280189, 11.690380174890928],
    ];
    for (const [query, az, alt] of samples) {
        const { code, out, err } = await run('curl', ['-sS', '--fail', `${server.url}/planets/mars?${query}`]);
        assert.equal(code, 0, err);
        assert.match(out, /^\{"az": \d+\.\d+, "alt": -?\d+\.\d+, "name": "mars"\}$/);
        assert.ok(Math.abs(JSON.parse(out).az - az) < 0.001, out);
        assert.ok(Math.abs(JSON.parse(out).alt - alt) < 0.001, out);
    }
});

test('every body of the original has an answer whose numbers are in their shortest form', async () => {
    for (const name of ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'sun', 'moon', 'pluto']) {
        const { status, text, headers } = await get(server.port, `/planets/${name}?lat=48.9&lon=2.4&elevation=35`);
        assert.equal(status, 200);
        assert.equal(headers['content-type'], 'application/json; charset=utf-8');
        assert.equal(headers['planettracker-location'], undefined);
        const { az, alt } = JSON.parse(text);
        assert.equal(text, `{"az": ${az}, "alt": ${alt}, "name": "${name}"}`);
        assert.ok(az >= 0 && az < 360 && alt >= -90 && alt <= 90);
    }
});

test('any of the three missing means Greenwich, and a header reports it', async () => {
    const want = await get(server.port, `/planets/mars?lat=51.4769&lon=-0.0005&elevation=0&time=${WHEN}`);
    for (const query of ['', 'lat=10&lon=10&', 'lat=10&elevation=3&', 'lon=10&elevation=3&', 'unknown=1&']) {
        const got = await get(server.port, `/planets/mars?${query}time=${WHEN}`);
        assert.equal(got.text, want.text, query);
        assert.equal(got.headers['planettracker-location'], 'default', query);
    }
});

test('latitude 0 and longitude 0 are values', async () => {
    const zero = await get(server.port, `/planets/mars?lat=0&lon=0&elevation=0&time=${WHEN}`);
    const near = await get(server.port, `/planets/mars?lat=1e-9&lon=-1e-9&elevation=0&time=${WHEN}`);
    assert.equal(zero.headers['planettracker-location'], undefined);
    const a = JSON.parse(zero.text), b = JSON.parse(near.text);
    assert.ok(Math.abs(a.az - b.az) < 1e-7 && Math.abs(a.alt - b.alt) < 1e-7);   // a continuous sky
    assert.deepEqual((await computed('lat=0&lon=0&bodies=sun')).observer, { lat_deg: 0, lon_deg: 0, elevation_m: 0 });
});

test('azimuth is below 360, however near to north', async () => {
    const seen = [];
    for (const route of ['/planets/mars?elevation=0', '/api/v1/positions?bodies=mars']) {
        const az_deg = async (lon) => {
            const answer = JSON.parse((await get(server.port, `${route}&lat=45&lon=${lon}&time=${WHEN}`)).text);
            seen.push([lon, answer.az ?? answer.positions[0].az_deg]);
            return seen.at(-1)[1];
        };
        let west = 50, east = 60;   // Mars passes north between these longitudes
        const is_west = (az) => az > 180, side = is_west(await az_deg(west));
        assert.notEqual(side, is_west(await az_deg(east)));
        for (let lon = 55; lon !== west && lon !== east; lon = (west + east) / 2)
            if (is_west(await az_deg(lon)) === side) west = lon; else east = lon;
    }
    assert.ok(seen.some(([, az]) => az < 1e-6 || az > 360 - 1e-6));
    assert.deepEqual(seen.filter(([, az]) => !(az >= 0 && az < 360)), []);
});

test('degrees may be sexagesimal, also just south of the equator', async () => {
    for (const [text, deg] of [['-0:30:00', -0.5], ['-0:30', -0.5], ['51:28:36.84', 51.4769], ['+12:30', 12.5], ['-39:45:14.4', -39.754]])
        assert.ok(Math.abs((await computed(`lat=${text.replace('+', '%2B')}&lon=0&bodies=sun`)).observer.lat_deg - deg) < 1e-9, text);
    for (const bad of ['1:60', '1:0:60', '1:-2', '1.5:30', '1:2:3:4', '1:', ':30', '90:0:1', '--1', '1e400', 'nan', 'inf', '0x10', '1 ', '1,5', ''])
        assert.equal(assertProblem(await positions(`lat=${encodeURIComponent(bad)}&lon=0`), 400).parameter, 'lat', bad);
});

test('one instant in all its spellings', async () => {
    const place = 'lat=-39.754&lon=145.051&bodies=mars';
    const want = await positions(`${place}&time=${WHEN}`);
    // 1540956167 is the POSIX time; JD 2458422.5 is 2018-10-31T00:00Z, and 12167 s are 0.14082175925925926 d
    for (const spelling of ['2018-10-31T05:22:47%2B02:00', '2018-10-31T05:22:47+02:00', '2018-10-31 05:22:47 02:00',
        '2018-10-30T22:22:47-0500', '2018-10-31t03:22:47z', '2018-10-31T03:22:47.000Z', '@1540956167', '@1540956167.0',
        'jd:2458422.64082175925925926', '2018-11-01T02:22:47%2B23:00'])
        assert.equal((await positions(`${place}&time=${spelling.replace(/ /g, '%20')}`)).text, want.text, spelling);
});

test('leap seconds: 2016 had one, 2017 had none', async () => {
    const at = async (time) => (await computed(`lat=0&lon=0&bodies=sun&time=${time}`)).positions[0];
    const before_it = await at('2016-12-31T23:59:59Z'), leap = await at('2016-12-31T23:59:60Z'), next = await at('2017-01-01T00:00:00Z');
    assert.equal(leap.time, '2016-12-31T23:59:60Z');
    // In a second the Sun moves 1.1e-5 deg, evenly; each right ascension is rounded to 1e-8 deg.
    const first_deg = leap.ra_deg - before_it.ra_deg, second_deg = next.ra_deg - leap.ra_deg;
    assert.ok(first_deg > 1e-5 && Math.abs(first_deg - second_deg) < 3e-8, `${first_deg} and ${second_deg}`);
    assert.equal((await at('2017-01-01T01:59:60%2B02:00')).time, '2016-12-31T23:59:60Z');
    for (const none of ['2017-12-31T23:59:60Z', '2016-12-31T22:59:60Z', '2016-12-31T23:59:61Z', '2016-06-30T23:59:60Z'])
        assertProblem(await positions(`lat=0&lon=0&time=${none}`), 400);
});

test('invalid times are refused, with the reason', async () => {
    const code = async (time) => assertProblem(await positions(`lat=0&lon=0&time=${encodeURIComponent(time)}`), 400).code;
    for (const local of ['2018-10-31T03:22:47', '2018-10-31']) assert.equal(await code(local), 'time-zone-missing');
    for (const bad of ['', 'yesterday', '2018-02-29T00:00:00Z', '2018-13-01T00:00:00Z', '2018-00-01T00:00:00Z', '2018-10-31T24:00:00Z',
        '2018-10-31T03:60:00Z', '2018-10-31T03:22:47+24:00', '2018-10-31T03:22:47Zz', '2018-10-31T', '@', '@x', '@1e9', '@1.5e-1', '@1.5E9', '@1.2.3', '@--1', 'jd:',
        'jd:x', 'jd:1e400', 'jd:2458422.5e-1', 'jd:.5', '18-10-31T03:22:47Z', '2018-10-31T03:22:47.Z', '@99999999999999999999', '+2018-10-31T03:22:47Z'])
        assert.equal(await code(bad), 'parameter-invalid', bad);
    assert.equal((await positions('lat=0&lon=0&time=2000-02-29T00:00:00Z')).status, 200);
});

test('an instant outside the ephemeris is 422 and states the limits', async () => {
    for (const time of ['1850-01-01T00:00:00Z', '2150-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', 'jd:0', '@-9999999999']) {
        const problem = assertProblem(await positions(`lat=0&lon=0&time=${time}`), 422);
        assert.match(problem.valid_from, /^1[89]\d\d-/);
        assert.match(problem.valid_to, /^2[01]\d\d-/);
        assert.ok(problem.detail.includes(problem.valid_from) && problem.detail.includes(problem.valid_to));
        assertProblem(await get(server.port, `/planets/mars?time=${time}`), 422);
    }
});

test('links.self gives the same bytes again, whatever was asked', async () => {
    const queries = ['lat=1&lon=2', 'lat=-0&lon=-0:00:00.1&bodies=all', 'lat=89.99999999999999&lon=-359.9&elevation=1e-5&time=now',
        'lat=1&lon=1&pressure=0&temperature=-40.5&refraction=none&bodies=499,SUN', 'lat=1&lon=1&refraction=pyephem&elevation=8848'];
    for (let i = 0; i < 100; i++) {   // instants of 1900 to 2100 with nine decimals
        const ms = Date.UTC(1900, 0, 1) + Math.random() * (Date.UTC(2100, 0, 1) - Date.UTC(1900, 0, 1));
        const fraction = String(Math.floor(Math.random() * 1e9)).padStart(9, '0');
        queries.push(`lat=12.3&lon=45.6&bodies=moon&time=${new Date(ms).toISOString().slice(0, 19)}.${fraction}Z`);
    }
    for (const query of queries) {
        const first = await positions(query);
        assert.equal(first.status, 200, `${query}: ${first.text}`);
        const again = await get(server.port, JSON.parse(first.text).links.self);
        assert.equal(again.text, first.text, query);
        assert.equal(again.headers['cache-control'], 'public, max-age=86400');
    }
});

test('POST /geo_location echoes longitude and latitude as strings, byte for byte', async () => {
    assert.equal((await form('lat=48.93&lon=2.45&elevation=0')).text, '{"lon": "2.45", "lat": "48.93", "elevation": 0.0}');
    assert.equal((await form('elevation=35.50&lon=%2B2%2E450&lat=-0:30:00&x=y')).text, '{"lon": "+2.450", "lat": "-0:30:00", "elevation": 35.5}');
    const elevations = [['0', '0.0'], ['-0', '-0.0'], ['1e-5', '1e-05'], ['0.1', '0.1'], ['99999', '99999.0'], ['1e3', '1000.0']];   // Python's repr
    for (const [sent, echoed] of elevations)
        assert.equal((await form(`lat=0&lon=0&elevation=${sent}`)).text, `{"lon": "0", "lat": "0", "elevation": ${echoed}}`);
});

test('POST /geo_location refuses what it cannot read', async () => {
    for (const [body, parameter] of [['', 'lat'], ['lat=1&lon=2', 'elevation'], ['lat=1&elevation=2', 'lon'], ['lat=&lon=2&elevation=3', 'lat'],
        ['lat=91&lon=2&elevation=3', 'lat'], ['lat=1&lon=2&elevation=NaN', 'elevation'], ['lat=1&lat=2&lon=2&elevation=3', 'lat'],
        ['lat=%4&lon=2&elevation=3', 'query'], ['lat=1&lon=2&elevation=3&x=%zz', 'query'], ['lat=1&lon=2&elevation=3%00', 'elevation']])
        assert.equal(assertProblem(await form(body), 400).parameter, parameter, body);
});

test('unknown parameters are refused with a suggestion; the original route ignores them', async () => {
    const problem = assertProblem(await positions('lat=1&lon=2&elevaton=3'), 400);
    assert.deepEqual([problem.code, problem.parameter, problem.did_you_mean], ['parameter-unknown', 'elevaton', 'elevation']);
    assert.equal((await get(server.port, '/planets/mars?elevaton=3&bodies=x')).status, 200);
    assert.equal(assertProblem(await get(server.port, '/planets/marz'), 404).did_you_mean, 'mars');
    assert.equal(assertProblem(await positions('lat=1&lon=2&bodies=jupitre'), 404).did_you_mean, 'jupiter');
    assert.equal(assertProblem(await positions('lat=1'), 400).parameter, 'lon');
    assert.equal(assertProblem(await positions(''), 400).parameter, 'lat');
    assert.match(assertProblem(await positions('lat=1&lat=1&lon=2'), 400).detail, /^lat is given twice$/);
});

test('whatever is echoed, a problem is valid JSON in UTF-8 and names what was received', async () => {
    const echoes = [['%C3%A9%E2%98%89%F0%9F%AA%90', 'é☉🪐'], ['%ff%fe', '\ufffd\ufffd'], ['%00%01%1b[31m', '\u0000\u0001\u001b[31m'],
        ['%22%5C%0D%0ASet-Cookie:x=1', '"\\\r\nSet-Cookie:x=1'], ['%C0%AF%ED%A0%80', '\ufffd'.repeat(5)], ['%C3', '\ufffd'], ['\xe9', '\ufffd']];
    for (const [sent, got] of echoes) {
        const reply = await positions(`lat=${sent}&lon=1`);
        assert.equal(assertProblem(reply, 400).got, got, sent);
        assert.equal(reply.headers['set-cookie'], undefined);
    }
    const problem = assertProblem(await positions('lat=%C3%A9%C2%9B%1b&lon=1'), 400);
    assert.equal(problem.detail.slice(0, 13), 'lat is "é??":', 'letters are kept, control codes are not');
    for (const length of [119, 120, 121, 4000]) {   // two bytes a letter, so that the cut falls on both halves
        const cut = assertProblem(await positions(`lat=${'%C3%A9'.repeat(Math.min(length, 1000))}x&lon=1`), 400);
        assert.ok(!cut.got.includes('\ufffd') && !cut.detail.includes('\ufffd') && cut.got.length <= 120);
        assertProblem(await positions(`lat=${'1'.repeat(length)}&lon=1`), 400);
        assertProblem(await positions(`${'x'.repeat(length)}=1&lat=1&lon=1`), 400);
        assertProblem(await get(server.port, `/planets/${'x'.repeat(length)}`), 404);
    }
});

test('a % without two digits is refused and shown', async () => {
    for (const bad of ['%', '%4', '%zz', '%%20', '%4g']) {
        assert.equal(assertProblem(await positions(`lon=1&lat=${bad}&x=y`), 400).got, `lat=${bad}`);
        assertProblem(await get(server.port, `/planets/mars?lat=${bad}`), 400);
    }
    assert.equal((await positions('&&lat=%31&&lon=%32&')).status, 200);
});

test('a path is decoded once, before it is used (RFC 3986, 2.4)', async () => {
    const query = `?lat=1&lon=2&elevation=0&time=${WHEN}`;
    for (const [encoded, plain] of [['/api/v1/positions/m%61rs', '/api/v1/positions/mars'], ['/%61pi/v1/%70ositions', '/api/v1/positions'],
        ['/api/v1/positions/mars%2cvenus', '/api/v1/positions/mars,venus'], ['/planets/m%61%72s', '/planets/mars']])
        assert.equal((await get(server.port, encoded + query)).text, (await get(server.port, plain + query)).text, encoded);
    for (const [target, status] of [['/app%2ejs', 200], ['/index%2Ehtml', 200], ['/api/v1/b%6fdies/%34%39%39', 200]])
        assert.equal((await get(server.port, target)).status, status, target);
    for (const target of ['/api/v1/bodies%2Fmars', '/api%2fv1', '/api/v1/bodies/mars%00', '/api/v1/bodies/m%2561rs', '/api/v1/bodies/m%6', '/api/v1/bodies/%zz'])
        assertProblem(await get(server.port, target), 404);
    assert.equal(assertProblem(await get(server.port, '/api/v1/bodies/%C3%A9%0a%22'), 404).got, 'é\n"');
});

test('one slash at the end of a route is ignored', async () => {
    for (const target of ['/api/v1', '/api/v1/bodies', '/api/v1/bodies/mars', `/api/v1/positions/mars?lat=1&lon=2&time=${WHEN}`,
        `/api/v1/positions?lat=1&lon=2&time=${WHEN}`, `/planets/mars?lat=1&lon=2&elevation=0&time=${WHEN}`, '/openapi.json', '/healthz']) {
        const slashed = await get(server.port, target.replace(/(?=\?|$)/, '/'));
        assert.deepEqual([slashed.status, slashed.text], [200, (await get(server.port, target)).text], target);
    }
    for (const target of ['/api/v1//', '/api/v1/bodies//', '/api/v1/bodies/mars//', '/app.js/', '/index.html/', '/planets/', '//'])
        assertProblem(await get(server.port, target), 404);
});

test('every origin may read and may send a preflight request', async () => {
    for (const target of ['/planets/mars', '/api/v1/positions?lat=1&lon=2', '/api/v1/positions', '/planets/x', '/nothing'])
        assert.equal((await get(server.port, target, 'Origin: https://elsewhere.example\r\n')).headers['access-control-allow-origin'], '*', target);
    for (const [target, methods] of [['/geo_location', 'POST, OPTIONS'], ['/planets/mars', 'GET, HEAD, OPTIONS'], ['*', 'GET, HEAD, OPTIONS']]) {
        const reply = await exchange(server.port, `OPTIONS ${target} HTTP/1.1\r\nHost: a\r\nOrigin: https://elsewhere.example\r\nAccess-Control-Request-Method: POST\r\n\r\n`);
        assert.equal(reply.status, 204);
        assert.equal(reply.headers['access-control-allow-methods'], methods);
        assert.equal(reply.headers['content-length'], undefined, 'RFC 9110, 8.6');
    }
});

test('the page: ETag, 304, gzip as asked for', async () => {
    const page = await get(server.port, '/');
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.equal((await get(server.port, '/index.html')).text, page.text);
    assert.match((await get(server.port, '/app.js')).headers['content-type'], /^text\/javascript/);
    for (const [accepts, is_gzip] of [['gzip', true], ['deflate, gzip;q=0.5', true], ['*', true], ['GZIP', true], ['gzip;q=0', false],
        ['gzip;q=0, *', false], ['*, gzip;q=0.000', false], ['br', false], ['identity', false], ['', false]]) {
        const reply = await get(server.port, '/', `Accept-Encoding: ${accepts}\r\n`);
        assert.equal(reply.headers['content-encoding'], is_gzip ? 'gzip' : undefined, accepts);
        assert.match(reply.headers.vary, /Accept-Encoding/);
        assert.equal((is_gzip ? gunzipSync(reply.body) : reply.body).toString(), page.text, accepts);
        const again = await get(server.port, '/', `Accept-Encoding: ${accepts}\r\nIf-None-Match: "x", ${reply.headers.etag}\r\n`);
        assert.deepEqual([again.status, again.headers.etag, again.size > 0, again.text], [304, reply.headers.etag, true, '']);
    }
    assert.equal((await get(server.port, '/', 'If-None-Match: "old"\r\n')).status, 200);
    assert.equal((await get(server.port, '/', 'If-None-Match: *\r\n')).status, 304);
    const { code, out } = await run('curl', ['-sS', '--compressed', `${server.url}/`]);
    assert.deepEqual([code, out], [0, page.text]);
});

test('only the page is served, never a folder or another file of the machine', async () => {
    for (const target of ['//', '/.', '/..', '/../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2fetc%2fpasswd', '/index.html/', '/index.html%00.js',
        '/web/index.html', '/\\..\\etc', '/favicon.ico/', '/api', '/planets', '/INDEX.HTML', '/\xff'])
        assertProblem(await get(server.port, target), 404);
});

test('--web-root serves the files of a folder and none outside it', async () => {
    const top = mkdtempSync(join(tmpdir(), 'planettracker-'));
    const root = join(top, 'root');
    let other;
    try {
        mkdirSync(join(root, 'sub'), { recursive: true });
        const files = { 'index.html': '<p>mine', 'sub/a.js': 'a', '.secret': 's', 'sub/.b': 's', 'c%41.txt': 's', '../beside.txt': 's', 'a b é.txt': 'named' };
        for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
        writeFileSync(join(root, 'large.bin'), Buffer.alloc(3_000_000, 'x'));
        symlinkSync('/etc/passwd', join(root, 'link.txt'));
        symlinkSync(top, join(root, 'up'));
        await run('mkfifo', [join(root, 'pipe')]);
        other = await startServer(['--port', '0', '--web-root', root]);
        assert.equal((await get(other.port, '/')).text, '<p>mine');
        assert.equal((await get(other.port, '/index.html')).text, '<p>mine');
        const script = await get(other.port, '/sub/a.js');
        assert.deepEqual([script.text, script.headers['content-type']], ['a', 'text/javascript; charset=utf-8']);
        assert.equal((await get(other.port, '/large.bin')).body.length, 3_000_000);
        assert.equal((await get(other.port, '/planets/mars')).status, 200);
        assert.equal((await get(other.port, '/a%20b%20%C3%A9.txt')).text, 'named');
        assert.equal(script.headers.vary, 'Accept-Encoding');
        for (const target of ['/../beside.txt', '/sub/../../beside.txt', '/%2e%2e/beside.txt', '/..%2fbeside.txt', '/up/beside.txt', '/link.txt', '/pipe',
            '/.secret', '/sub/.b', '/sub', '/sub/', '/sub//a.js', '//index.html', '/./index.html', '/c%41.txt', '/cA.txt', '/index.html%00', '/index.html/x',
            `/${'a'.repeat(300)}`, `/${'a/'.repeat(2000)}`, '/app.js', '/root/index.html', `//${join(root, 'index.html')}`])
            assertProblem(await get(other.port, target), 404);
    } finally {
        await other?.stop();
        rmSync(top, { recursive: true });
    }
});
