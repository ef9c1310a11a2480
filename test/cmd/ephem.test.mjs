// `planettracker ephem` end to end: rows, formats, long ranges, local times; and how all commands of the sky refuse.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROGRAM, planettracker, run } from '../program.mjs';

const HERE = ['--lat', '48.93', '--lon', '2.45'];
const NIGHT = [...HERE, '--from', '2026-10-30T18:00Z', '--to', '2026-10-31T06:00Z', '--step', '1h'];

async function ephem(...args) {
    const answer = await planettracker(['ephem', ...args]);
    assert.equal(answer.code, 0, answer.err);
    assert.equal(answer.err, '');
    return answer.out;
}
const times = async (...args) => JSON.parse(await ephem('mars', ...HERE, ...args, '--json')).positions.map((row) => row.time);

test('a row for each instant and body, both ends included, the digits of now', async () => {
    const rows = (await ephem('mars,moon,sun', ...NIGHT, '--json')).split('\n').filter((line) => line.startsWith('{"body"')).map((line) => line.replace(/,$/, ''));
    assert.equal(rows.length, 13 * 3);
    for (let hour = 0; hour < 13; hour++) {
        const at = new Date(Date.UTC(2026, 9, 30, 18 + hour)).toISOString().replace('.000', '');
        const { out } = await planettracker(['now', ...HERE, '--at', at, '--bodies', 'sun,moon,mars', '--json']);
        for (const row of rows.slice(3 * hour, 3 * hour + 3)) assert.ok(out.includes(row), `${row}\n${out}`);
    }
});

test('--json, --ndjson and --csv hold the same values', async () => {
    const text = await ephem(...NIGHT, '--json'), { positions } = JSON.parse(text);
    const lines = (await ephem(...NIGHT, '--ndjson')).split('\n');
    assert.equal(lines.pop(), '');
    assert.deepEqual(lines.map((line) => JSON.parse(line)), positions);
    const [header, ...records] = (await ephem(...NIGHT, '--csv')).split('\r\n');
    assert.equal(records.pop(), '');
    assert.equal(records.length, positions.length);
    for (const [i, record] of records.entries())
        for (const [j, name] of header.split(',').entries()) {
            const field = record.split(',')[j];
            const { uncertainty, ...rest } = positions[i];   // one object there, three columns here
            const row = { ...rest, az_uncertainty_arcsec: uncertainty.az_arcsec, alt_uncertainty_arcsec: uncertainty.alt_arcsec, uncertainty_cause: uncertainty.cause };
            assert.ok(name in row, name);
            const value = row[name];
            assert.equal(field === '' ? null : typeof value === 'number' ? Number(field) : field, typeof value === 'boolean' ? String(value) : value, name);
        }
});

test('the table has the instants, to fractions of a second', async () => {
    const [header, ...lines] = (await ephem('mars', ...HERE, '--from', '2026-03-03T00:00Z', '--to', '2026-03-03T00:00:01Z', '--step', '0.5s')).trimEnd().split('\n');
    assert.deepEqual(lines.map((line) => line.split(/ +/)[0]), ['2026-03-03T00:00:00Z', '2026-03-03T00:00:00.5Z', '2026-03-03T00:00:01Z']);
    for (const line of lines) assert.equal(line.length, header.length);
});

test('steps: the end is not passed; a leap second keeps the time of day; before 1970', async () => {
    assert.equal((await times('--from', '2026-01-01T00:00Z', '--to', '2026-01-01T12:00Z', '--step', 'PT5H')).at(-1), '2026-01-01T10:00:00Z');
    assert.deepEqual(await times('--from', '2016-12-31T12:00Z', '--to', '2017-01-01T12:00Z', '--step', '1d'), ['2016-12-31T12:00:00Z', '2017-01-01T12:00:00Z']);
    assert.deepEqual(await times('--from', '1969-12-31T23:59:59.5Z', '--to', '1970-01-01T00:00:00.5Z', '--step', '0.5s'),
        ['1969-12-31T23:59:59.5Z', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.5Z']);
});

// The peak of a process' memory in KiB, polled until it ends.
async function peakOf(args) {
    const child = spawn(PROGRAM, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    let peak = 0, first = 0;
    const timer = setInterval(() => {
        try {
            peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] || peak);
            first ||= peak;
        } catch { /* it has ended */ }
    }, 5);
    const [code] = await once(child, 'close');
    clearInterval(timer);
    assert.equal(code, 0);
    return { first, peak };
}

test('a long range streams: memory does not grow with it', async () => {
    const range = (days) => ['ephem', 'mars', ...HERE, '--from', '2026-01-01T00:00Z', '--to', new Date(Date.UTC(2026, 0, 1 + days)).toISOString(), '--step', '1m', '--csv'];
    const short = await peakOf(range(14)), long = await peakOf(range(140));   // 20,000 and 200,000 rows: some 6 and 60 MB
    assert.ok(long.peak > 0 && long.peak < short.peak + 4096, `${short.peak} and ${long.peak} KiB`);
});

test('the finest step over two centuries starts at once and ends quietly when its reader closes', async () => {
    for (const format of [[], ['--csv'], ['--ndjson'], ['--votable'], ['--json']]) {
        const { code, out, err } = await run('sh', ['-c', '"$@" | head -n 2', 'sh', PROGRAM, 'ephem', 'mars', ...HERE,
            '--from', '1900-01-01T00:00Z', '--to', '2100-01-01T00:00Z', '--step', '0.000001s', ...format]);
        assert.deepEqual([code, err, out.split('\n').length], [0, '', 3]);
    }
});

test('progress is shown when stderr is a terminal and stdout is not', async () => {
    const words = ['ephem', 'mars', ...NIGHT].map((word) => `'${word}'`).join(' ');
    const onTerminal = (redirect) => run('script', ['-qec', `'${PROGRAM}' ${words} ${redirect}`, '/dev/null'], { env: { TERM: 'xterm' } });
    assert.match((await onTerminal('>/dev/null')).out, /100\.0 % of 13 instants/);
    assert.ok(!(await onTerminal('')).out.includes('instants'));
    assert.equal((await planettracker(['ephem', 'mars', ...NIGHT])).err, '');
});

test('what cannot be written is exit 1 with a message', async () => {
    const { code, err } = await run('sh', ['-c', '"$@" >/dev/full', 'sh', PROGRAM, 'ephem', 'mars', ...NIGHT]);
    assert.equal(code, 1);
    assert.match(err, /standard output: No space left on device/);
});

test('a range that ends beyond the ephemeris is refused as a whole: exit 4 and a message', async () => {
    const { code, out, err } = await planettracker(['ephem', 'mars', ...HERE, '--from', '2100-01-28T00:00Z', '--to', '2100-03-01T00:00Z', '--step', '1d', '--ndjson']);
    assert.equal(code, 4);
    assert.match(err, /^planettracker ephem: --to: .* to 2100-02-04.*, but not at \"2100-03-01T00:00Z\"\n$/);
    assert.equal(out, '');
});

const local = (zone, at, ...more) => planettracker(['ephem', 'mars', ...HERE, '--tz', zone, '--from', at, '--to', '2030-01-01T00:00Z', '--step', '36500d', '--json', ...more]);
const firstOf = ({ code, out, err }) => { assert.equal(code, 0, err); return JSON.parse(out).positions[0].time; };

test('--tz: times without a zone are in that zone; those with one are unchanged', async () => {
    for (const [zone, at, utc] of [   // by date -u -d 'TZ="ZONE" TIME' of GNU coreutils
        ['Europe/Paris', '2026-07-01T12:00', '2026-07-01T10:00:00Z'], ['Europe/Paris', '2026-01-01T12:00:00.25', '2026-01-01T11:00:00.25Z'],
        ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15:00Z'], ['Asia/Kolkata', '2026-01-01 05:30', '2026-01-01T00:00:00Z'],
        ['America/St_Johns', '2026-01-01T00:00', '2026-01-01T03:30:00Z'], ['Australia/Lord_Howe', '2026-01-01T11:00', '2026-01-01T00:00:00Z'],
        ['America/New_York', '1969-12-31T18:59:59.5', '1969-12-31T23:59:59.5Z'], ['Asia/Tokyo', '2026-07-01T12:00Z', '2026-07-01T12:00:00Z'],
        ['Asia/Tokyo', '@0', '1970-01-01T00:00:00Z'],
    ])
        assert.equal(firstOf(await local(zone, at)), utc, `${zone} ${at}`);
    const [, line] = (await ephem('mars', ...HERE, '--tz', 'Asia/Kathmandu', '--from', '2026-01-01T00:00', '--to', '2026-01-01T00:00', '--step', '1h')).split('\n');
    assert.match(line, /^2026-01-01T00:00:00\+05:45 +mars /);
});

test('clocks that show a time twice or not at all: --ambiguous and --nonexistent', async () => {
    for (const [zone, twice, first, last] of [
        ['Europe/Paris', '2026-10-25T02:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
        ['America/Havana', '2018-11-04T00:30', '2018-11-04T04:30:00Z', '2018-11-04T05:30:00Z'],
        ['Australia/Lord_Howe', '2019-04-07T01:45', '2019-04-06T14:45:00Z', '2019-04-06T15:15:00Z'],   // by half an hour
    ]) {
        assert.equal(firstOf(await local(zone, twice, '--ambiguous', 'first')), first);
        assert.equal(firstOf(await local(zone, twice, '--ambiguous', 'last', '--nonexistent=error')), last);
        for (const more of [[], ['--ambiguous=error'], ['--nonexistent', 'forward']]) {
            const { code, out, err } = await local(zone, twice, ...more);
            assert.deepEqual([code, out], [2, '']);
            assert.match(err, /--from is .*--ambiguous first or last/);
        }
    }
    for (const [zone, never, forward] of [   // moved on by as much as the clocks
        ['Europe/Paris', '2026-03-29T02:30', '2026-03-29T01:30:00Z'], ['America/Sao_Paulo', '2018-11-04T00:00', '2018-11-04T03:00:00Z'],
        ['America/Havana', '2018-03-11T00:15', '2018-03-11T05:15:00Z'], ['Asia/Beirut', '2022-03-27T00:30', '2022-03-26T22:30:00Z'],
        ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00:00Z'],
    ]) {
        assert.equal(firstOf(await local(zone, never, '--nonexistent', 'forward')), forward);
        for (const more of [[], ['--nonexistent=error'], ['--ambiguous', 'first']]) {
            const { code, out, err } = await local(zone, never, ...more);
            assert.deepEqual([code, out], [2, '']);
            assert.match(err, /--from is .*--nonexistent forward/);
        }
    }
});

const SPAN = ['--from', '2026-01-01T00:00Z', '--to', '2026-01-02T00:00Z', '--step', '1h'];
const WRONG = [   // code, words, what the message must hold
    [2, ['ephem', 'mars', ...SPAN], ['--lat is missing']],
    [2, ['ephem', 'mars', '--lat', '1', ...SPAN], ['--lon is missing']],
    [2, ['ephem', 'marz', ...HERE, ...SPAN], ['"marz"', 'did you mean "mars"?']],
    [2, ['ephem', 'mars', 'moon', ...HERE, ...SPAN], ['unexpected argument "moon"']],
    [2, ['ephem', ...HERE, '--form', 'x'], ['"--form"', 'did you mean "--from"?']],
    [2, ['ephem', ...HERE, '--step'], ['--step has no value']],
    [2, ['ephem', ...HERE, '--from', '2026-01-01T00:00Z', '--to', '2026-01-02T00:00Z'], ['--step is missing', '10m']],
    [2, ['ephem', ...HERE, ...SPAN.slice(0, 4), '--step', '1y'], ['--step is "1y"', 'PT10M']],
    [2, ['ephem', ...HERE, ...SPAN.slice(0, 4), '--step=-1h'], ['--step is "-1h"']],
    [2, ['ephem', ...HERE, ...SPAN.slice(0, 4), '--step=0s'], ['--step is "0s"']],
    [2, ['ephem', ...HERE, '--from', '2026-01-02T00:00Z', '--to', '2026-01-01T00:00Z', '--step', '1h'], ['--to is', 'not before --from']],
    [2, ['ephem', ...HERE, '--from', '2026-01-02T00:00', '--to', '2026-01-03T00:00Z', '--step', '1h'], ['--from is', '--tz ZONE']],
    [2, ['ephem', ...HERE, '--tz', 'Europe/Pari', ...SPAN], ['--tz is "Europe/Pari"', 'Europe/Paris']],
    [2, ['ephem', ...HERE, '--tz', '../../etc/passwd', ...SPAN], ['--tz is']],
    [2, ['ephem', ...HERE, '--tz', 'Europe/Paris', '--from', '2016-12-31T23:59:60', '--to', '2030-01-01T00:00Z', '--step', '1d'], ['--from is']],
    [2, ['ephem', ...HERE, '--ambiguous', 'frist', ...SPAN], ['--ambiguous is "frist"', 'one of error, first, last', 'did you mean "first"?']],
    [2, ['ephem', ...HERE, '--nonexistent', 'back', ...SPAN], ['--nonexistent is "back"']],
    [2, ['ephem', ...HERE, ...SPAN, '--json', '--csv'], ['exclude each other']],
    [2, ['ephem', ...HERE, ...SPAN, '--json=yes'], ['--json is "yes"', 'no value']],
    [2, ['ephem', '--lat', 'NaN', '--lon', '1', ...SPAN], ['--lat is "NaN"']],
    [2, ['ephem', ...HERE, '--elevation', 'inf', ...SPAN], ['--elevation is "inf"']],
    [2, ['ephem', ...HERE, '--pressure', 'nan', ...SPAN], ['--pressure is "nan"']],
    [3, ['ephem', ...HERE, ...SPAN, '--ephemeris', '/nowhere'], ['/nowhere', 'No such file']],
    [4, ['ephem', ...HERE, '--from', '2150-01-01T00:00Z', '--to', '2151-01-01T00:00Z', '--step', '1d', '--ndjson'], ['2100-']],
    [2, ['rise', 'sun'], ['--lat is missing']],
    [2, ['rise', 'marz', ...HERE], ['did you mean "mars"?']],
    [2, ['rise', ...HERE, '--dya', '3'], ['did you mean "--days"?']],
    [2, ['rise', ...HERE, '--days', '0'], ['--days is "0"', '1..36525']],
    [2, ['rise', ...HERE, '--days', '1.5'], ['--days is "1.5"', 'whole']],
    [2, ['rise', ...HERE, '--days', 'nan'], ['--days is "nan"']],
    [2, ['rise', ...HERE, '--horizon', '91'], ['--horizon is "91"']],
    [2, ['rise', ...HERE, '--eye-height=-1'], ['--eye-height is "-1"']],
    [2, ['rise', ...HERE, '--definition', 'own'], ['--definition is "own"', 'one of almanac, limb, physical, centre']],
    [2, ['events', '--types', 'phasess'], ['--types is "phasess"', 'phases']],
    [2, ['events', '--types', 'phases,,eclipses'], ['--types is']],
    [2, ['events', '--types', ''], ['--types is ""']],
    [2, ['events', '--types', 'rise'], ['need a place', '--lat and --lon']],
    [2, ['events', '--types', 'rise', '--lat', '1'], ['--lon is missing']],
    [2, ['events', '--bodies', 'marz'], ['did you mean "mars"?']],
    [2, ['events', '--days', '-1'], ['--days is "-1"']],
    [2, ['events', '--days', '3', '--to', '2026-01-01T00:00Z'], ['--to and --days exclude each other']],
    [2, ['events', '--from', '2026-01-02T00:00Z', '--to', '2026-01-01T00:00Z'], ['not before --from']],
    [4, ['events', '--from', '2150-01-01T00:00Z', '--csv'], ['2100-']],
    [2, ['tonight'], ['--lat is missing']],
    [2, ['tonight', ...HERE, '--at', 'tonight'], ['--at is "tonight"', 'RFC 3339']],
    [4, ['tonight', ...HERE, '--at', '2150-01-01T00:00:00Z'], ['2100-']],
    [2, ['is-up'], ['BODY is missing']],
    [2, ['is-up', 'mars'], ['--lat is missing']],
    [2, ['is-up', ...HERE], ['BODY is missing']],
    [2, ['is-up', 'marz', ...HERE], ['BODY is "marz"']],
    [4, ['is-up', 'mars', ...HERE, '--at', '2150-01-01T00:00:00Z'], ['2100-']],
    [2, ['wait', 'moon', ...HERE], ['EVENT is missing', 'rise, set, transit or antitransit']],
    [2, ['wait', 'moon', 'rises', ...HERE], ['EVENT is "rises"']],
    [2, ['explain'], ['BODY is missing']],
    [2, ['explain', 'mars'], ['--lat is missing']],
    [2, ['explain', 'marz', ...HERE], ['BODY is "marz"']],
    [4, ['explain', 'mars', ...HERE, '--at', '2150-01-01T00:00:00Z'], ['2100-']],
];
for (const [code, words, parts] of WRONG)
    test(`exit ${code}, nothing on stdout, one line that names it: ${words.join(' ')}`, async () => {
        const answer = await planettracker(words);
        assert.equal(answer.code, code, answer.err);
        if (!words.includes('--csv')) assert.equal(answer.out, '');
        for (const part of parts) assert.ok(answer.err.includes(part), `${answer.err} has no ${part}`);
        assert.match(answer.err, new RegExp(`^planettracker ${words[0]}: [^\n]+\n$`));
    });

const KERNEL = process.env.KERNEL;
test('--ephemeris: a JPL kernel gives the same sky', { skip: !KERNEL && 'KERNEL names no kernel' }, async () => {
    const range = ['mars,moon,neptune', ...HERE, '--from', '2000-01-01T00:00Z', '--to', '2000-01-10T00:00Z', '--step', '1d', '--json'];
    const ours = JSON.parse(await ephem(...range)).positions, theirs = JSON.parse(await ephem(...range, '--ephemeris', KERNEL)).positions;
    assert.equal(theirs.length, ours.length);
    // DE405 differs from the DE441 era by up to some 0.3 arcsec for Neptune; azimuths are stretched at most tenfold here
    for (const [i, row] of theirs.entries()) assert.ok(Math.abs(row.dec_deg - ours[i].dec_deg) < 2e-4, JSON.stringify([row, ours[i]]));
    assert.notDeepEqual(theirs, ours);
});
