// /api/v1/sky and /api/v1/tonight: the bytes of the command line, and the same values in every format.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get, planettracker, startServer } from '../program.mjs';

let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const PLACES = [[48.93, 2.45, 'Europe/Paris'], [69.65, 18.95, 'Europe/Oslo'], [-33.87, 151.21, 'Australia/Sydney'], [-90, 0, null]];
const WHEN = '2026-11-22T20:00:00Z';
const ask = async (path) => {
    const reply = await get(server.port, path);
    assert.equal(reply.status, 200, reply.text);
    return reply.text;
};

test('tonight: the server and the command line write the same bytes', async () => {
    for (const [lat, lon, tz] of PLACES)
        for (const format of ['json', 'ndjson', 'csv', 'text']) {
            const query = `lat=${lat}&lon=${lon}&time=${WHEN}&format=${format}${tz ? `&tz=${tz}` : ''}`;
            const words = ['tonight', `--lat=${lat}`, `--lon=${lon}`, '--at', WHEN, ...(tz ? ['--tz', tz] : []), ...(format === 'text' ? [] : [`--${format}`])];
            const { code, out, err } = await planettracker(words);
            assert.equal(code, 0, err);
            assert.equal(await ask(`/api/v1/tonight?${query}`), out, query);
        }
});

test('sky and tonight: JSON, NDJSON and CSV hold the same values', async () => {
    for (const route of ['sky', 'tonight']) {
        const path = `/api/v1/${route}?lat=48.93&lon=2.45&tz=Europe/Paris&time=${WHEN}`;
        const { bodies } = JSON.parse(await ask(path));
        const lines = (await ask(`${path}&format=ndjson`)).trimEnd().split('\n').map((line) => JSON.parse(line));
        assert.deepEqual(lines, bodies);
        const [header, ...records] = (await ask(`${path}&format=csv`)).trimEnd().split('\r\n')
            .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain));
        assert.equal(records.length, bodies.length);
        for (const [i, row] of bodies.entries())
            for (const [k, name] of header.entries()) {
                const base = name.replace(/_local$/, ''), value = base in row ? row[base] : row.best[base];
                const want = (value ?? null) === null ? '' : typeof value === 'object' ? value[name === base ? 'time' : 'time_local'] : String(value);
                const got = typeof value === 'number' ? String(Number(records[i][k])) : records[i][k];
                assert.equal(got, want, `${row.body} ${name}`);
            }
    }
});

test('sky: places are those of positions, digit for digit, to fewer decimals', async () => {
    const place = `lat=48.93&lon=2.45&bodies=all&time=${WHEN}`;
    const { bodies, sun } = JSON.parse(await ask(`/api/v1/sky?${place}`));
    const { positions } = JSON.parse(await ask(`/api/v1/positions?${place}`));
    for (const [i, row] of positions.entries()) {
        for (const name of ['az_deg', 'alt_deg', 'elongation_deg']) assert.ok(Math.abs(bodies[i][name] - row[name]) <= 5.1e-7, name);
        for (const name of ['body', 'naif_id', 'direction', 'above_horizon', 'magnitude', 'constellation']) assert.equal(bodies[i][name], row[name]);
        assert.equal(bodies[i].motion, row.alt_rate_arcsec_per_s >= 0 ? 'rising' : 'sinking');
    }
    assert.equal(sun.alt_deg, bodies[0].alt_deg);
});

test('sky: the summary agrees with its own numbers', async () => {
    for (const [lat, lon] of PLACES) {
        const { summary, summary_values: values, bodies, light } = JSON.parse(await ask(`/api/v1/sky?lat=${lat}&lon=${lon}&time=${WHEN}`));
        const planets = bodies.filter(({ body }) => !['sun', 'moon', 'pluto'].includes(body)), up = planets.filter((row) => row.above_horizon);
        assert.deepEqual([values.count, values.up], [7, up.length]);
        const highest = [...up].sort((a, b) => b.alt_deg - a.alt_deg)[0]?.body ?? null;
        assert.equal(values.highest, highest);
        if (highest) assert.ok(summary.toLowerCase().includes(highest) && summary.includes(`${Math.round(up.find((row) => row.body === highest).alt_deg)} deg`), summary);
        assert.equal(summary.includes('in daylight'), light === 'day');
        const kind = up.length > 0 ? 'set' : 'rise';
        assert.equal(values.next_event, values.next && kind);
        const times = (up.length > 0 ? up : planets).map((row) => row[`next_${kind}`]?.time).filter(Boolean).sort();
        if (values.next) assert.equal(bodies.find((row) => row.body === values.next)[`next_${kind}`].time, times[0]);
        else assert.equal(times.length, 0);
    }
});
