// The same values in every form: JSON, NDJSON and CSV of every route with rows, VOTable of positions, and the command
// line, whose documents are the server's byte for byte.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planettracker, run, startServer } from '../program.mjs';

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const textOf = async (target) => {
    const reply = await fetch(server.url + target), text = await reply.text();
    assert.equal(reply.status, 200, `${target}: ${text}`);
    return text;
};

// RFC 4180 to lists of fields.
function readCsv(text) {
    const rows = [];
    let at = 0, row = [];
    while (at < text.length) {
        const found = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
        found.lastIndex = at;
        const [whole, quoted, plain, end] = found.exec(text) ?? assert.fail(`no CSV at ${at}: ${text.slice(at, at + 40)}`);
        row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain);
        if (end === '\r\n') rows.push(row), row = [];
        at += whole.length;
    }
    return rows;
}

// What a column of CSV is in a row of JSON: a member; the time or the name of a member that is an object; or a member of
// one, `rise_az_deg` or, when there is one of that name alone, `horizon_arcmin`.
const NOWHERE = Symbol('nowhere');
function valueOf(row, column) {
    const leaf = (value) => value !== null && typeof value === 'object' && !Array.isArray(value) ? value.time ?? value.text ?? value.name : value;
    if (column in row) return leaf(row[column]);
    const head = Object.keys(row).filter((name) => column.startsWith(`${name}_`) && (row[name] === null || typeof row[name] === 'object')).sort((a, b) => b.length - a.length)[0];
    const tail = head && column.slice(head.length + 1);
    if (head && row[head] === null) return null;
    if (head && tail === 'local') return row[head].time_local;
    if (head && tail in row[head]) return row[head][tail];
    const [one, which] = column.split('_');   // name_fr is names.fr
    if (typeof row[`${one}s`] === 'object' && which in row[`${one}s`]) return row[`${one}s`][which];
    const inner = Object.values(row).filter((value) => value !== null && typeof value === 'object' && column in value);
    return inner.length === 1 ? inner[0][column] : NOWHERE;
}

function assertSame(rows, csv, about) {
    const [header, ...lines] = readCsv(csv);
    assert.equal(lines.length, rows.length, about);
    for (const [i, line] of lines.entries()) {
        assert.equal(line.length, header.length, about);
        for (const [k, column] of header.entries()) {
            const value = valueOf(rows[i], column);
            assert.notEqual(value, NOWHERE, `${about}: ${column} is not in ${JSON.stringify(rows[i])}`);
            const want = value === null || value === undefined ? '' : Array.isArray(value) ? value.join(' ') : typeof value === 'number' ? value : String(value);
            assert.equal(typeof want === 'number' ? Number(line[k]) : line[k], want, `${about}: ${column}`);
        }
    }
}

const PLACE = 'lat=48.93&lon=2.45&elevation=35', FAR = 'lat=78.2&lon=15.6', NIGHT = 'time=2026-10-30T21:00:00Z';
test('JSON, NDJSON and CSV hold the same values on every route with rows', async () => {
    for (const [target, name] of [
        [`/api/v1/sky?${PLACE}&${NIGHT}`, 'bodies'], [`/api/v1/sky?${FAR}&${NIGHT}&tz=Arctic/Longyearbyen`, 'bodies'],
        [`/api/v1/tonight?${PLACE}&${NIGHT}&tz=Europe/Paris`, 'bodies'], [`/api/v1/tonight?${FAR}&time=2026-06-21T00:00:00Z`, 'bodies'],
        ['/api/v1/events?start=2026-08-01T00:00:00Z&days=60', 'events'], [`/api/v1/events?${PLACE}&tz=Asia/Kathmandu&types=phases,eclipses,rise,set,transit,twilight,azimuth:90&start=2026-08-10T00:00:00Z&days=4`, 'events'],
        [`/api/v1/events?${PLACE}&types=day&start=2026-08-10T00:00:00Z&days=3`, 'days'], [`/api/v1/events?${FAR}&types=day&tz=Europe/Oslo&start=2026-04-10T00:00:00Z&days=20&bodies=sun,moon`, 'days'],
        ['/api/v1/bodies', 'bodies'], ['/api/v1/places?near=48.93,2.45&limit=40', 'places'], ['/api/v1/places?q=são', 'places'],
    ]) {
        const { [name]: rows } = JSON.parse(await textOf(target)), next = target.includes('?') ? '&' : '?';
        assert.ok(rows.length > 0, target);
        const lines = (await textOf(`${target}${next}format=ndjson`)).trimEnd().split('\n').map((line) => JSON.parse(line));
        assert.deepEqual(lines, rows, target);
        assertSame(rows, await textOf(`${target}${next}format=csv`), target);
    }
    const body = JSON.parse(await textOf('/api/v1/bodies/moon'));
    assertSame([body], await textOf('/api/v1/bodies/moon?format=csv'), 'moon');
    const { conventions } = JSON.parse(await textOf('/api/v1/conventions'));
    const list = Object.entries(conventions).flatMap(([section, names]) => Object.entries(names).map(([name, row]) => ({ section, name, ...row })));
    assert.deepEqual((await textOf('/api/v1/conventions?format=ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line)), list);
    assertSame(list, await textOf('/api/v1/conventions?format=csv'), 'conventions');
});

// ---- VOTable ----

const unescaped = (text) => text.replace(/&(?:#(\d+)|lt|gt|amp|quot);/g, (whole, code) => code ? String.fromCharCode(code) : { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' }[whole]);
const attributesOf = (text) => Object.fromEntries([...text.matchAll(/ ([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value)]));

// The elements of one of our documents: attributes of each INFO, PARAM and FIELD, and the texts of the cells.
function readVotable(text) {
    const all = (element) => [...text.matchAll(new RegExp(`<${element}( [^>]*?)/?>`, 'g'))].map(([, attributes]) => attributesOf(attributes));
    const rows = [...text.matchAll(/^<TR>(.*)<\/TR>$/gm)].map(([, row]) => [...row.matchAll(/<TD>([^<]*)<\/TD>/g)].map(([, cell]) => unescaped(cell)));
    return { infos: all('INFO'), params: all('PARAM'), fields: all('FIELD'), frames: [...all('COOSYS'), ...all('TIMESYS')], rows };
}

const TYPES = { number: ['double', 'int'], boolean: ['boolean'], string: ['char'] };
const POSITIONS = [
    `/api/v1/positions?${PLACE}&bodies=all&${NIGHT}`, `/api/v1/positions?${FAR}&bodies=all&start=2026-06-20T00:00:00Z&step=7h&count=20&tz=Arctic/Longyearbyen`,
    `/api/v1/positions/mars?${PLACE}&start=1950-01-01T00:00:00Z&stop=1950-03-01T00:00:00Z&step=1d&refraction=none&fields=time,az_deg,uncertainty`,
    `/api/v1/positions?${PLACE}&start=2026-10-30T00:00:00Z&step=10m&days=20&fields=time,body,alt_deg,magnitude,airmass`,
];
test('VOTable holds what JSON and CSV hold: names, digits, nulls, observer, air, warnings, link', async () => {
    for (const target of POSITIONS) {
        const text = await textOf(`${target}&format=votable`), { infos, params, fields, frames, rows } = readVotable(text);
        const [header, ...records] = readCsv(await textOf(`${target}&format=csv`));
        assert.deepEqual(fields.map(({ name }) => name), header, target);
        assert.deepEqual(rows, records, target);   // digit for digit; CSV has nothing where JSON has null
        const { positions, observer, warnings, meta, links } = JSON.parse(await textOf(`${target}&format=json`));
        assertSame(positions.map(({ uncertainty, ...row }) => ({ ...row, uncertainty: uncertainty && { az_uncertainty_arcsec: uncertainty.az_arcsec, alt_uncertainty_arcsec: uncertainty.alt_arcsec, cause: uncertainty.cause } })),
            await textOf(`${target}&format=csv`), target);
        for (const { name, datatype, ref } of fields) {
            const value = positions.map((row) => row[name]).find((value) => value !== null && value !== undefined);
            if (value !== undefined) assert.ok(TYPES[typeof value].includes(datatype), `${name} is ${datatype}`);
            if (ref) assert.ok(frames.some(({ ID }) => ID === ref), ref);
        }
        const { model, ...air } = meta.refraction, said = Object.fromEntries(params.map(({ name, value, datatype }) => [name, datatype === 'double' ? Number(value) : value]));
        assert.deepEqual(said, { ...observer, refraction: model, ...air, ut1_utc_s: meta.ut1_utc_s });
        const info = (name) => infos.filter((each) => each.name === name).map(({ value }) => value);
        assert.deepEqual([info('QUERY_STATUS'), info('self'), info('source'), info('version'), info('ut1_source')], [['OK'], [links.self], [meta.source], [meta.version], [meta.ut1_source]]);
        assert.deepEqual(info('warning').map((text) => text.split(': ')[0]), warnings.map(({ code }) => code));
    }
});

test('VOTable of sky, tonight, days and events has observer and air as PARAMs, where JSON has an observer', async () => {
    const typed = (params) => Object.fromEntries(params.map(({ name, value, datatype }) => [name, datatype === 'double' ? Number(value) : value]));
    const where = `${PLACE}&pressure=1003.25&temperature=-4.5&refraction=none`, range = 'start=2026-08-10T00:00:00Z&days=4';
    for (const [target, hasAir, hasUt1] of [[`/api/v1/sky?${where}&${NIGHT}`, true, true], [`/api/v1/tonight?${where}&${NIGHT}`, true, true],
        [`/api/v1/events?${where}&types=rise,phases&${range}`, true, false], [`/api/v1/events?${where}&types=day&${range}`, false, false],
        [`/api/v1/events?${range}`, false, false]]) {
        const { params } = readVotable(await textOf(`${target}&format=votable`)), { observer, meta } = JSON.parse(await textOf(`${target}&format=json`));
        const { model, ...air } = meta.refraction ?? {};
        assert.deepEqual(typed(params), { ...observer, ...hasAir && { refraction: model, ...air }, ...hasUt1 && { ut1_utc_s: meta.ut1_utc_s } }, target);
        assert.equal(params.length > 0, target.includes('lat='), target);
    }
});

test('VOTable of a batch has the values of its CSV, whatever the ids of observers', async () => {
    const document = { observers: [{ id: 'a <b> & "c", d\ttab\nline', lat: 48.93, lon: 2.45 }, { id: 'são', place: 'Lima' }], times: { start: '2026-10-30T18:00:00Z', step: 'PT1H', count: 3 }, bodies: ['moon', 'mars'] };
    const of = async (format) => (await fetch(`${server.url}/api/v1/batch?format=${format}`, { method: 'POST', body: JSON.stringify(document) })).text();
    const { fields, rows } = readVotable(await of('votable')), [header, ...records] = readCsv(await of('csv'));
    assert.deepEqual(fields.map(({ name }) => name), header);
    assert.deepEqual(rows, records);
    assert.equal(rows[0][0], document.observers[0].id);
});

test('VOTable by Accept and as a file to save', async () => {
    const reply = await fetch(`${server.url}${POSITIONS[0]}&download=1`, { headers: { accept: 'application/x-votable+xml' } });
    assert.equal(reply.headers.get('content-type'), 'application/x-votable+xml; charset=utf-8; serialization=TABLEDATA');
    assert.equal(reply.headers.get('content-disposition'), 'attachment; filename="positions.vot"');
    assert.equal(await reply.text(), await textOf(`${POSITIONS[0]}&format=votable`));
    const chart = await fetch(`${server.url}/api/v1/chart.svg?lat=1&lon=2&format=votable`); // a picture has no rows
    assert.equal(chart.status, 406);
    assert.equal((await chart.json()).expected, 'svg');
});

// By independent programs, where they are installed.
test('VOTable is well-formed XML, and astropy reads it without a warning', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'votable-')), file = join(folder, 'rows.vot');
    const has_xmllint = await run('xmllint', ['--version']).then(({ code }) => code === 0, () => false);
    const has_astropy = (await run('python3', ['-c', 'import astropy.io.votable'])).code === 0;
    const others = [`sky?${PLACE}&${NIGHT}`, `tonight?${PLACE}&${NIGHT}&tz=Europe/Paris`, 'events?start=2026-08-01T00:00:00Z&days=31',
        `events?types=day&${PLACE}&start=2026-10-30T00:00:00Z`, 'time?time=2026-10-30T21:00:00Z', 'bodies?', 'bodies/mars?', 'conventions?', 'places?q=paris'];
    for (const target of others) {
        writeFileSync(file, await textOf(`/api/v1/${target}&format=votable`));
        if (has_xmllint) assert.deepEqual(await run('xmllint', ['--noout', file]), { code: 0, out: '', err: '' });
        if (has_astropy) assert.deepEqual(await run('python3', ['-W', 'error', '-c', `import sys; from astropy.io.votable import parse; parse(sys.argv[1], verify='exception').get_first_table()`, file]), { code: 0, out: '', err: '' }, target);
    }
    for (const target of POSITIONS) {
        writeFileSync(file, await textOf(`${target}&format=votable`));
        if (has_xmllint) assert.deepEqual(await run('xmllint', ['--noout', file]), { code: 0, out: '', err: '' });
        if (!has_astropy) continue;
        const { code, err } = await run('python3', ['-W', 'error', '-c', `if True:
            import csv, sys
            from astropy.io.votable import parse
            table = parse(sys.argv[1], verify='exception').get_first_table()
            for field in list(table.fields) + list(table.params):
                assert field.ucd, field.name`, file]);
        assert.equal(code, 0, err);
    }
    rmSync(folder, { recursive: true });
});

const HERE = ['--lat', '48.93', '--lon', '2.45', '--elevation', '35'], PARIS = ['--tz', 'Europe/Paris'];
test('the command line gives the server\'s documents byte for byte', async () => {
    for (const [words, target, formats = ['json', 'ndjson', 'csv', 'votable']] of [
        [['tonight', ...HERE, '--at', '2026-10-30T21:00:00Z', ...PARIS], `/api/v1/tonight?${PLACE}&${NIGHT}&tz=Europe/Paris`],
        [['tonight', ...HERE, '--at', '2026-10-30T21:00:00Z', '--bodies', 'moon,saturn', '--horizon', '5', '--refraction', 'none'], `/api/v1/tonight?${PLACE}&${NIGHT}&bodies=moon,saturn&horizon=5&refraction=none`],
        [['events', '--from', '2026-08-01T00:00:00Z', '--days', '31', '--types', 'phases,eclipses,conjunctions'], '/api/v1/events?start=2026-08-01T00:00:00Z&days=31&types=phases,eclipses,conjunctions', ['json', 'ndjson', 'csv', 'votable', 'ics']],
        [['events', '--from', '2026-08-10T00:00:00Z', '--to', '2026-08-14T00:00:00Z', '--types', 'rise,set,altitude:20', ...HERE, ...PARIS, '--bodies', 'sun,moon', '--pressure', '900'],
            `/api/v1/events?start=2026-08-10T00:00:00Z&stop=2026-08-14T00:00:00Z&types=rise,set,altitude:20&${PLACE}&tz=Europe/Paris&bodies=sun,moon&pressure=900`, ['json', 'ndjson', 'csv', 'votable', 'ics']],
        [['tonight', ...HERE, '--at', '2026-10-30T21:00:00Z', '--horizon', '-60'], `/api/v1/tonight?${PLACE}&${NIGHT}&horizon=-60`],
        [['rise', 'moon', ...HERE, '--from', '2026-10-30T00:00:00Z', '--horizon', '-60'], `/api/v1/events?types=day&${PLACE}&bodies=moon&start=2026-10-30T00:00:00Z&days=1&horizon=-60`],
        [['rise', 'sun,moon,saturn', ...HERE, ...PARIS, '--from', '2026-10-30T00:00:00Z', '--days', '3'], `/api/v1/events?types=day&${PLACE}&tz=Europe/Paris&bodies=sun,moon,saturn&start=2026-10-30T00:00:00Z&days=3`],
        [['rise', 'sun', '--lat', '78.2', '--lon', '15.6', '--from', '2026-06-21T00:00:00Z', '--days', '1', '--eye-height', '20'], '/api/v1/events?types=day&lat=78.2&lon=15.6&bodies=sun&start=2026-06-21T00:00:00Z&days=1&eye_height=20'],
        [['time', '--at', '2026-10-30T21:00:00Z', '--lon', '2.45', ...PARIS], '/api/v1/time?time=2026-10-30T21:00:00Z&lon=2.45&tz=Europe/Paris'],
        [['bodies'], '/api/v1/bodies'], [['bodies', 'saturn'], '/api/v1/bodies/saturn'],
        [['places', 'são', 'paulo'], '/api/v1/places?q=s%C3%A3o+paulo'], [['places', '--near', '59,18', '--limit', '3'], '/api/v1/places?near=59,18&limit=3'],
        [['now', '--place', 'Kathmandu', '--at', '2026-10-30T21:00:00Z'], `/api/v1/positions?place=Kathmandu&${NIGHT}&bodies=all`, ['json', 'ndjson', 'csv', 'votable']],
        [['tonight', '--place', 'Kathmandu', '--at', '2026-10-30T21:00:00Z'], `/api/v1/tonight?place=Kathmandu&${NIGHT}`],
        [['ephem', 'mars', '--place', 'Lima', '--from', '2026-10-30T18:00Z', '--to', '2026-10-31T06:00Z', '--step', '1h'], '/api/v1/positions/mars?place=Lima&start=2026-10-30T18:00Z&stop=2026-10-31T06:00Z&step=1h', ['json', 'ndjson', 'csv', 'votable']],
    ]) {
        for (const format of formats) {
            const said = await planettracker([...words, `--${format}`]);
            assert.equal(said.code, 0, `${words.join(' ')}: ${said.err}`);
            assert.equal(said.out, await textOf(`${target}${target.includes('?') ? '&' : '?'}format=${format}`), words.join(' '));
        }
    }
});
