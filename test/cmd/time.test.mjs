// `planettracker time` and `bodies` end to end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planettracker } from '../program.mjs';

async function say(...args) {
    const answer = await planettracker(args);
    assert.equal(answer.code, 0, answer.err);
    assert.equal(answer.err, '');
    return answer.out;
}
const json = async (...args) => JSON.parse(await say(...args, '--json'));

test('time: the example of SOFA, Time Scale and Calendar Tools, in text, JSON and CSV', async () => {
    const at = ['time', '--at', '2006-01-15T21:24:37.5Z'];
    const text = await say(...at);
    for (const line of [/^UTC +2006-01-15T21:24:37\.5Z +JD 2453751\.39210/m, /^TAI +2006-01-15T21:25:10\.500000 /m, /^TT +2006-01-15T21:25:42\.684000 /m])
        assert.match(text, line);
    const { scales, tai_utc_s } = await json(...at);
    assert.equal(scales.tt.text, '2006-01-15T21:25:42.684000');
    assert.equal(tai_utc_s, 33);
    const [names, values] = (await say(...at, '--csv')).trimEnd().split('\r\n').map((line) => line.split(','));
    assert.equal(names.length, values.length);
    assert.equal(values[names.indexOf('tdb')], scales.tdb.text);
});

test('time: a leap second, local time and local sidereal time', async () => {
    const leap = await json('time', '--at', '2016-12-31T23:59:60.5Z', '--tz', 'Europe/Paris', '--lon', '-90');
    assert.equal(leap.scales.utc.text, '2016-12-31T23:59:60.5Z');
    assert.equal(leap.tai_utc_s, 36);
    assert.match(leap.time_local, /^2017-01-01T0[01]:/);
    const west = (leap.gast_deg - leap.local_sidereal.apparent_deg + 360) % 360;
    assert.ok(Math.abs(west - 90) < 2e-8, `${west}`);   // both are printed to 1e-8 deg
    assert.equal((await json('time')).local_sidereal, null);
});

test('time: values that were not measured are marked, and those that did not exist are null', async () => {
    const past = await json('time', '--at', '1000-01-01T00:00Z');
    assert.deepEqual([past.tai_utc_s, past.ut1_utc_s, past.gps, past.equation_of_time_s], [null, null, null, null]);
    assert.equal(past.ut1.source, 'delta-t-model');
    assert.deepEqual(past.warnings.map(({ code }) => code), ['delta-t-model']);
    assert.ok(Math.abs(past.delta_t_s - 1650) < 100, `${past.delta_t_s}`);   // Morrison et al. 2021: 1650 s in 1000
    const { code, err } = await planettracker(['time', '--at', '2026-01-01T00:00']);
    assert.equal(code, 2);
    assert.match(err, /^planettracker time: --at /);
});

test('bodies: all of them, one by name or id, the same in every format', async () => {
    const { bodies } = await json('bodies');
    assert.equal(bodies.length, 10);
    const { meta, links, warnings, ...mars } = await json('bodies', '499');
    assert.deepEqual(mars, bodies.find(({ body }) => body === 'mars'));
    assert.equal(links.self, '/api/v1/bodies/mars');
    assert.deepEqual([warnings, meta.source], [[], mars.source]);
    assert.deepEqual((await say('bodies', '--ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line)), bodies);
    const [header, ...rows] = (await say('bodies', '--csv')).trimEnd().split('\r\n').map((line) => line.split(','));
    for (const [i, row] of rows.entries()) {
        assert.equal(row.length, header.length);
        for (const name of ['body', 'symbol', 'valid_from', 'valid_until']) assert.equal(row[header.indexOf(name)], bodies[i][name]);
        assert.equal(row[header.indexOf('name_de')], bodies[i].names.de);
    }
    assert.match(await say('bodies', 'planets'), /saturn +699 +60268\.00/);
    const { code, err } = await planettracker(['bodies', 'marz']);
    assert.equal(code, 2);
    assert.match(err, /did you mean "mars"/);
});
