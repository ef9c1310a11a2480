// `planettracker now` as a person, a script and a spreadsheet use it. The server of the same program is asked for the same.
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROGRAM, get, planettracker, run, startServer } from '../program.mjs';

const WHEN = '2018-10-31T03:22:47Z';
const BODIES = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
const HERE = ['--lat', '-39.754', '--lon', '145.051', '--at', WHEN];
const LIST = '/usr/share/zoneinfo/leap-seconds.list';

async function now(...args) {
    const answer = await planettracker(['now', ...args]);
    assert.equal(answer.code, 0, answer.err);
    assert.equal(answer.err, '');
    return answer.out;
}
const json = async (...args) => JSON.parse(await now(...args, '--json'));

// RFC 4180: records end in CRLF, fields may be quoted.
function readCsv(text) {
    const lines = text.split('\r\n');
    assert.equal(lines.pop(), '', 'the last record ends in CRLF');
    const [names, ...records] = lines.map((line) => {
        assert.ok(!/[\r\n]/.test(line));
        return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
    });
    return records.map((fields) => {
        assert.equal(fields.length, names.length);
        return Object.fromEntries(names.map((name, i) => [name, fields[i]]));
    });
}

// Runs the program on a terminal of 100 columns.
const onTerminal = (words, env) => run('script', ['-qec', [PROGRAM, ...words].map((word) => `'${word}'`).join(' '), '/dev/null'],
    { env: { TERM: 'xterm', ...env } });

test('--json is the answer of /api/v1/positions, byte for byte', async () => {
    const server = await startServer();
    for (const [args, query] of [
        [['--lat', '48.9', '--lon=2.4', '--at', WHEN], `lat=48.9&lon=2.4&time=${WHEN}&bodies=all`],
        [['--lat=-0:30:00', '--lon', '-0', '--at=@1540956167', '--elevation', '-12.5', '--bodies', 'MARS,301'],
            `lat=-0:30:00&lon=-0&time=@1540956167&elevation=-12.5&bodies=mars,moon`],
        [['--lat', '90', '--lon', '0', '--at', 'jd:2458422.5', '--refraction', 'pyephem', '--bodies=planets'], 'lat=90&lon=0&time=jd:2458422.5&refraction=pyephem'],
        [['--lat', '1', '--lon', '2', '--at', '2016-12-31T23:59:60Z', '--pressure=0', '--temperature=-40'],
            'lat=1&lon=2&time=2016-12-31T23:59:60Z&pressure=0&temperature=-40&bodies=all'],
    ])
        assert.equal(await now(...args, '--json'), (await get(server.port, `/api/v1/positions?${query}`)).text);
    const answer = await json('--lat', '1', '--lon', '2');   // now, which links.self can ask again
    assert.deepEqual(JSON.parse((await get(server.port, answer.links.self)).text), answer);
    await server.stop();
});

test('--csv has the same digits under the same names', async () => {
    const csv = await now(...HERE, '--csv'), text = await now(...HERE, '--json'), { positions } = JSON.parse(text);
    const records = readCsv(csv);
    assert.deepEqual(records.map((record) => record.body), BODIES);
    for (const [i, record] of records.entries()) {
        // What is one object in JSON is three columns in CSV; what is null there is empty here.
        const { uncertainty, ...rest } = positions[i];
        const columns = Object.keys({ ...rest, az_uncertainty_arcsec: 0, alt_uncertainty_arcsec: 0, uncertainty_cause: 0 });
        assert.deepEqual(Object.keys(record), columns);
        assert.equal(record.uncertainty_cause, uncertainty.cause);
        delete record.uncertainty_cause;
        for (const [column, field] of Object.entries(record)) {
            const [, axis] = column.match(/^(az|alt)_uncertainty_arcsec$/) ?? [];
            const [name, value] = axis ? [`${axis}_arcsec`, uncertainty[`${axis}_arcsec`]] : [column, rest[column]];
            const written = value === null ? 'null' : typeof value === 'string' ? JSON.stringify(field) : field;
            assert.equal(field, value === null ? '' : typeof value === 'number' ? field : String(value));
            assert.ok(text.includes(`"${name}": ${written}`), `${name} ${field}`);
        }
    }
});

test('in a pipe: one header, one line a body, columns for awk, no colour', async () => {
    const [header, ...lines] = (await now(...HERE)).trimEnd().split('\n');
    assert.deepEqual(header.split(/ +/), ['body', 'az_deg', 'alt_deg', 'dir', 'ra_deg', 'dec_deg', 'distance_au']);
    const { positions } = await json(...HERE);
    assert.deepEqual(lines.map((line) => line.split(/ +/)[0]), BODIES);
    for (const [i, line] of lines.entries()) {
        const [, az, alt, dir, ra, dec, au] = line.split(/ +/), want = positions[i];
        assert.equal(dir, want.direction);
        for (const [shown, exact, unit] of [[az, want.az_deg, 1e-4], [alt, want.alt_deg, 1e-4], [ra, want.ra_deg, 1e-4], [dec, want.dec_deg, 1e-4], [au, want.distance_au, 1e-6]])
            assert.ok(Math.abs(Number(shown) - exact) <= unit * 0.5001, `${line}: ${exact}`);
        assert.equal(line.length, header.length, 'columns stand below their names');
    }
    assert.ok(!lines.join('').includes('\x1b'));
});

test('on a terminal: a sentence first, then a table; what is below the horizon is dim', async () => {
    const { code, out } = await onTerminal(['now', ...HERE]);
    assert.equal(code, 0, out);
    const lines = out.split('\r\n'), { positions } = await json(...HERE);
    const highest = positions.reduce((a, b) => b.alt_deg > a.alt_deg ? b : a), up = positions.filter((row) => row.above_horizon).length;
    assert.match(lines[0], new RegExp(`^${up} of 10 are up\\. (The )?${highest.body} is highest, ${highest.alt_deg.toFixed(0)}° in the ${highest.direction}\\.$`, 'i'));
    assert.equal(/The (Sun|Moon)/.test(lines[0]), ['sun', 'moon'].includes(highest.body));
    assert.ok(lines[1].includes(WHEN) && lines[1].includes('-39.7540') && lines[1].includes('145.0510'));
    for (const row of positions) {
        const line = lines.find((each) => each.toLowerCase().replace('\x1b[2m', '').startsWith(`${row.body} `));
        assert.ok(line.includes(`${row.az_deg.toFixed(2)}°`) && line.includes(`${row.alt_deg.toFixed(2)}°`), line);
        assert.equal(line.startsWith('\x1b[2m') && line.endsWith('\x1b[0m'), !row.above_horizon);
    }
});

test('NO_COLOR takes the colour away; an empty one does not', async () => {
    assert.ok(!(await onTerminal(['now', ...HERE], { NO_COLOR: '1' })).out.includes('\x1b'));
    assert.ok((await onTerminal(['now', ...HERE], { NO_COLOR: '' })).out.includes('\x1b[2m'));
    assert.equal(JSON.parse((await onTerminal(['now', ...HERE, '--json'])).out).positions.length, BODIES.length);
});

test('one instant in all its spellings; no --at is now', async () => {
    const want = await now(...HERE, '--json');
    for (const at of ['2018-10-31T05:22:47+02:00', '2018-10-31 05:22:47 02:00', '2018-10-30T22:22:47-0500', '@1540956167'])
        assert.equal(await now('--lat=-39.754', '--lon=145.051', `--at=${at}`, '--json'), want, at);
    for (const args of [[], ['--at', 'now']]) {
        const { time } = (await json('--lat', '1', '--lon', '2', ...args)).positions[0];
        assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000, time);
    }
});

const WRONG = [   // code, words, what the message must hold
    [2, [], ['--lat is missing']],
    [2, ['--lat', '1'], ['--lon is missing']],
    [2, ['--lat'], ['--lat has no value', '-90..90']],
    [2, ['--lat', '91', '--lon', '0'], ['--lat is "91"', '-90..90']],
    [2, ['--lat=abc', '--lon', '0'], ['--lat is "abc"', 'not a number', '-90..90']],
    [2, ['--lat=', '--lon', '0'], ['--lat is ""']],
    [2, ['--lat', '--lon', '2'], ['--lat has no value']],
    [2, ['--lat', 'NaN', '--lon', '2'], ['--lat is "NaN"']],
    [2, ['--lat', '1', '--lon', '361'], ['--lon is "361"', '-360..360']],
    [2, ['--lat', '1', '--lon', '2', '--lat', '3'], ['--lat is given twice']],
    [2, [...HERE, '--elevation', '1e9'], ['--elevation is "1e9"', '100000']],
    [2, ['--lat', '1', '--lon', '2', '--at', 'foo'], ['--at is "foo"', 'RFC 3339']],
    [2, ['--lat', '1', '--lon', '2', '--at', '2018-10-31T03:22:47'], ['--at is', 'no zone', 'Z']],
    [2, ['--lat', '1', '--lon', '2', '--at', '2017-12-31T23:59:60Z'], ['--at is', 'no such second']],
    [2, [...HERE, '--at', 'now'], ['--at is given twice']],
    [2, [...HERE, '--bodies', 'mars,marz'], ['--bodies', '"marz"', 'did you mean "mars"?']],
    [2, [...HERE, '--refraction', 'some'], ['--refraction is "some"', 'standard, none, pyephem']],
    [2, ['--lta', '3'], ['"--lta"', 'did you mean "--lat"?']],
    [2, ['--jsn'], ['"--jsn"', 'did you mean "--json"?']],
    [2, ['--leap-second=x'], ['did you mean "--leap-seconds"?']],
    [2, ['lat', '3'], ['"lat"', 'did you mean "--lat"?']],
    [2, ['-x'], ['"-x"', '--help']],
    [2, ['--'], ['--lat is missing']],
    [2, ['--', '--json'], ['unexpected argument "--json"']],
    [2, ['mars'], ['"mars"', '--help']],
    [2, [...HERE, '--json', '--csv'], ['--json and --csv']],
    [2, [...HERE, '--leap-seconds'], ['--leap-seconds has no value']],
    [2, ['--lat', '\x1b[31mé', '--lon', '2'], ['--lat is "?[31mé"']],
    [3, [...HERE, '--leap-seconds', '/nowhere'], ['--leap-seconds /nowhere', 'No such file']],
    [3, [...HERE, '--leap-seconds=/tmp'], ['--leap-seconds /tmp', 'not a regular file']],
    [4, ['--lat', '1', '--lon', '2', '--at', '2150-01-01T00:00:00Z'], ['--at', '"2150-01-01T00:00:00Z"', '2100-']],
    [4, ['--lat', '1', '--lon', '2', '--at', 'jd:0'], ['--at', '"jd:0"', '1899-']],
];
for (const [code, words, parts] of WRONG)
    test(`exit ${code}, nothing on stdout, one line that names it: ${JSON.stringify(words.join(' '))}`, async () => {
        const answer = await planettracker(['now', ...words]);
        assert.deepEqual([answer.code, answer.out], [code, ''], answer.err);
        for (const part of parts) assert.ok(answer.err.includes(part), `${answer.err} has no ${part}`);
        assert.match(answer.err, /^planettracker now: [^\n\x1b]+\n$/);
    });

test('--leap-seconds: a published list works; HTML and a list cut anywhere are exit 3 and name the byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'planettracker-')), path = join(folder, 'list');
    try {
        assert.equal(await now(...HERE, '--json', '--leap-seconds', LIST), await now(...HERE, '--json'));
        const whole = readFileSync(LIST), last_row = whole.lastIndexOf('\n3692217600'), hash = whole.lastIndexOf('#h');
        const refused = async (bytes, byte) => {
            writeFileSync(path, bytes);
            const { code, out, err } = await planettracker(['now', ...HERE, `--leap-seconds=${path}`]);
            assert.deepEqual([code, out], [3, ''], err);
            assert.match(err, new RegExp(`^planettracker now: --leap-seconds ${path}: .+, at byte ${byte ?? '\\d+'}\n$`));
        };
        await refused('<!DOCTYPE html>\n<html><body>Please log in</body></html>\n', 0);
        await refused('', 0);
        await refused(Buffer.alloc(5000), 0);
        for (const length of [1, 100, last_row + 1, last_row + 11, last_row + 13, last_row + 14, last_row + 15, hash, hash + 2, hash + 20])
            await refused(whole.subarray(0, length));
        await refused(Buffer.concat([whole.subarray(0, last_row + 1), Buffer.from('3692217601\t37\n')]), last_row + 1);
        writeFileSync(path, Buffer.concat([whole.subarray(0, last_row + 1), Buffer.from('3676320000\t37\n'), whole.subarray(hash)]));   // 1 Jul 2016
        const at = ['--lat', '1', '--lon', '2', '--at', '2016-06-30T23:59:60Z'];
        assert.equal((await planettracker(['now', ...at])).code, 2);
        assert.equal((await planettracker(['now', ...at, '--leap-seconds', path])).code, 0, 'the list is really used');
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('what cannot be written is exit 1 with a message', async () => {
    const full = openSync('/dev/full', 'w');
    for (const words of [['now', ...HERE], ['now', ...HERE, '--json'], ['now', '--help'], ['serve', '--help'], ['--help'], ['version']]) {
        const { code, err } = await planettracker(words, { stdio: ['ignore', full, 'pipe'] });
        assert.equal(code, 1, words.join(' '));
        assert.match(err, /^planettracker.*standard output: No space left on device\n$/);
    }
    closeSync(full);
    const { code, out } = await run('sh', ['-c', `"$@" 2>&1 >&-`, 'sh', PROGRAM, 'now', ...HERE]);
    assert.equal(code, 1);
    assert.match(out, /standard output: Bad file descriptor/);
});

test('a reader that closes early causes no error', async () => {
    for (const form of [[], ['--json'], ['--csv']]) {
        const { code, out, err } = await run('sh', ['-c', '"$@" | head -n 1', 'sh', PROGRAM, 'now', ...HERE, ...form]);
        assert.deepEqual([code, err, out.split('\n').length], [0, '', 2]);
    }
});

test('the answer does not depend on locale, zone or home', async () => {
    const want = await now(...HERE, '--csv');
    for (const env of [{ LC_ALL: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }, { LC_ALL: 'C', TZ: '/etc/passwd', HOME: '/nowhere' }, { LANG: 'tr_TR', PATH: '' }])
        assert.equal((await planettracker(['now', ...HERE, '--csv'], { env })).out, want);
});
