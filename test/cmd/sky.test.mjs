// rise, events, tonight, is-up, wait and explain end to end. Rises and sets are compared with densely sampled
// altitudes; other expected values come from NASA's and USNO's tables.
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
const at = (lat, lon) => [`--lat=${lat}`, `--lon=${lon}`];
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z');
const assertNear = (got, want, tol_s, what) =>
    assert.ok(Math.abs(Date.parse(got) - Date.parse(want)) <= tol_s * 1000, `${what}: got ${got}, want ${want}`);

// RFC 4180 without quotes, which no field here needs.
function readCsv(text) {
    const [header, ...records] = text.split('\r\n');
    assert.equal(records.pop(), '');
    return records.map((record) => Object.fromEntries(header.split(',').map((name, i) => [name, record.split(',')[i]])));
}

// Crossings of the almanac's horizon, by the sign of sampled airless altitudes, with a straight line between two samples. The air's
// share of the horizon is 34 arcmin at sea level; on a raised skyline it shrinks, as the answer says.
async function crossings(body, place, from, to, step, horizon_arcmin = -34) {
    const { positions } = await json('ephem', body, ...place, '--from', from, '--to', to, '--step', step);
    const height = (row) => row.alt_true_deg - horizon_arcmin / 60 +
        (body === 'sun' ? 16 / 60 : body === 'moon' ? row.angular_diameter_arcsec / 7200 : 0);
    const found = { rise: [], set: [] };
    for (let i = 1; i < positions.length; i++) {
        const [a, b] = [height(positions[i - 1]), height(positions[i])];
        if ((a < 0) === (b < 0)) continue;
        const [ta, tb] = [positions[i - 1], positions[i]].map((row) => Date.parse(row.time));
        found[a < 0 ? 'rise' : 'set'].push(iso(Math.round(ta + (tb - ta) * a / (a - b))));
    }
    return found;
}

const GALLERY = [   // body, place, first day, days, horizon
    ['mercury', at(71, 0), '2026-06-30', 3], ['mars', at(67, 0), '1994-01-06', 3], ['sun', at(67.4066, 20.0997), '2022-05-25', 11],
    ['sun', at(76, 45), '2021-04-24', 1], ['sun', at(26.695512, 100.03105), '2019-12-13', 3], ['moon', at(89.5, 0), '2013-11-26', 2],
    ['moon', at(-90, -77.03), '1996-11-07', 2], ['sun', at(24.143, 120.874), '2021-03-01', 8, 60], ['sun', at(0, 0), '2026-03-20', 2],
    ['moon', at(0, 0), '2026-08-12', 3], ['venus', at(48.93, 0), '1950-06-01', 2],
];
for (const [body, place, first, days, horizon_deg = 0] of GALLERY)
    test(`rise agrees with sampled altitudes: ${body} ${place.join(' ')} ${first}`, async () => {
        const answer = (await json('rise', body, ...place, '--from', `${first}T00:00Z`, '--days', String(days), '--horizon', String(horizon_deg))).days;
        const start = Date.parse(`${first}T00:00Z`);
        assert.deepEqual(answer.map((day) => day.date), Array.from({ length: days }, (_, i) => iso(start + i * 86400e3).slice(0, 10)));
        const { horizon_arcmin } = answer[0].definition;
        if (horizon_deg === 0) assert.equal(horizon_arcmin, -34);
        else assert.ok(horizon_arcmin > 60 * horizon_deg - 0.7 && horizon_arcmin < 60 * horizon_deg - 0.4, 'Bennett 1982: 0.57 arcmin at 60 deg');
        const found = await crossings(body, place, iso(start), iso(start + days * 86400e3), '10s', horizon_arcmin);
        for (const kind of ['rise', 'set']) {
            for (const day of answer) {
                const want = found[kind].filter((time) => time.startsWith(day.date));
                assert.equal(day[kind] !== null, want.length > 0, `${day.date} ${kind}: ${JSON.stringify([day, want])}`);
                // a sample is 10 s; the almanac's figures and the rows' diameters differ by their last digit
                if (day[kind] !== null) assertNear(day[kind].time, want[0], 12, `${day.date} ${kind}`);
            }
        }
    });

test('rise: the statuses of polar day and night, and the next rise months ahead', async () => {
    const [barrow] = (await json('rise', 'sun', ...at(71.2906, -156.7886), '--tz', 'America/Anchorage', '--from', '2022-11-20T12:00')).days;
    assert.deepEqual([barrow.date, barrow.status, barrow.rise, barrow.set], ['2022-11-20', 'never_up', null, null]);
    assert.match(barrow.next_rise.time, /^2023-01-23T/);   // the date in the town's own calendar, every year
    assert.match(await say('rise', 'sun', ...at(71.2906, -156.7886), '--tz', 'America/Anchorage', '--from', '2022-11-19T12:00'), /next rise 2023-01-23T13:0/);
    const [june] = (await json('rise', 'sun', ...at(69.65, 18.95), '--from', '2026-06-21T00:00Z')).days;
    assert.deepEqual([june.status, june.rise, june.set], ['always_up', null, null]);
    assert.ok(june.transit !== null && june.next_set.time.startsWith('2026-07-2'));
    const [pole] = (await json('rise', 'sun', ...at(90, 0), '--from', '2026-12-21T00:00Z')).days;
    assert.equal(pole.status, 'never_up');
    assert.match(pole.next_rise.time, /^2027-03-1[89]T/);   // two days before the equinox: air and disc
});

test('rise: a day without moonrise in local time', async () => {
    const [day] = (await json('rise', 'moon', ...at(39.7392, -104.9903), '--tz', 'America/Denver', '--from', '2015-11-04T12:00')).days;
    assert.deepEqual([day.date, day.status, day.rise], ['2015-11-04', 'set_only', null]);
    assertNear(day.set.time, '2015-11-04T20:31:00Z', 60, 'USNO: 13:31 MST');
    assertNear(day.next_rise.time, '2015-11-05T07:51:00Z', 60, 'USNO: 00:51 MST');
});

test('rise: days begin at local midnight, also where clocks skip midnight or a whole date', async () => {
    // The Sun culminates minutes after the first instant of the day.
    for (const [zone, date, lon, transit] of [['America/Toronto', '1919-03-31', 109.7, '1919-03-31T04:4'],   // 23:30 to 00:30
        ['America/Sao_Paulo', '2018-11-04', 128.4, '2018-11-04T03:'], ['Asia/Beirut', '2022-03-27', -158, '2022-03-26T22:'], ['America/Havana', '2018-03-11', 101, '2018-03-11T05:']]) {
        const { days: [day, next] } = await json('rise', 'sun', ...at(10, lon), '--tz', zone, '--from', `${date}T12:00`, '--days', '2');
        assert.equal(day.date, date);
        assert.ok(day.transit?.time.startsWith(transit), `${zone}: ${JSON.stringify(day.transit)}`);
        assert.ok(next.transit !== null);
    }
    const { days } = await json('rise', 'sun', ...at(-13.8, -171.8), '--tz', 'Pacific/Apia', '--from', '2011-12-29T12:00', '--days', '3');
    assert.deepEqual(days.map((day) => day.date), ['2011-12-29', '2011-12-31']);   // the date line moved
    assert.equal((await json('rise', 'sun', ...at(0, 0), '--from', '1969-12-31T23:59:59.5Z')).days[0].date, '1969-12-31');
});

test('rise: --json, --ndjson, --csv and the table agree', async () => {
    const words = ['rise', 'sun,moon', ...at(48.93, 2.45), '--from', '2026-08-10T00:00Z', '--days', '4'];
    const { days } = await json(...words);
    assert.equal(days.length, 8);
    assert.deepEqual((await say(...words, '--ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line)), days);
    const records = readCsv(await say(...words, '--csv')), lines = (await say(...words)).trimEnd().split('\n').slice(1);
    for (const [i, day] of days.entries()) {
        for (const [name, field] of Object.entries(records[i])) {
            const [, event, part] = /^(.*?)_(az_deg|alt_true_deg|days_ahead)$/.exec(name) ?? [];
            const want = part ? day[event]?.[part] : name === 'definition' ? day.definition.name : day.definition[name] ?? day[name]?.time ?? day[name];
            assert.equal(typeof want === 'number' ? Number(field) : field, want ?? '', name);
        }
        for (const name of ['rise', 'transit', 'set']) if (day[name]) assert.ok(lines[i].includes(day[name].time.slice(11, 19)), lines[i]);
    }
    const far = await planettracker(['rise', 'sun', ...at(0, 0), '--from', '2100-01-25T00:00Z', '--days', '30', '--ndjson']);
    assert.equal(far.code, 4);
    assert.match(far.err, /^planettracker rise: .*2100-.*\n$/);
});

const YEAR = ['--from', '2026-01-01T00:00Z', '--days', '365'];

test('events: new moons and seasons of 2026 as USNO has them', async () => {
    const { events } = await json('events', '--types', 'new_moon,seasons', ...YEAR);
    const of = (kind) => events.filter((event) => event.event === kind).map((event) => event.time);
    const moons = ['01-18T19:52', '02-17T12:01', '03-19T01:23', '04-17T11:52', '05-16T20:01', '06-15T02:54', '07-14T09:43', '08-12T17:37',
        '09-11T03:27', '10-10T15:50', '11-09T07:02', '12-09T00:52'];
    assert.equal(of('new_moon').length, moons.length);
    for (const [i, time] of of('new_moon').entries()) assertNear(time, `2026-${moons[i]}Z`, 45, 'to the minute, and UT1 for UTC');
    for (const [kind, want] of [['march_equinox', '03-20T14:46'], ['june_solstice', '06-21T08:24'], ['september_equinox', '09-23T00:05'], ['december_solstice', '12-21T20:50']])
        assertNear(of(kind)[0], `2026-${want}Z`, 60, kind);
    const march = events.find((event) => event.event === 'march_equinox');
    assert.ok(march.ecl_lon_deg >= 0 && march.ecl_lon_deg < 360);
});

test('events: the eclipses of 2026, and what can be seen of them from a place', async () => {
    const { events } = await json('events', '--types', 'eclipses', ...YEAR, ...at(43, -8));
    // NASA's Five Millennium Catalogs: TD less 69.18 s; magnitude, gamma
    const want = [['solar_eclipse', '2026-02-17T12:11:58Z', 'annular', 0.9630, -0.9743], ['lunar_eclipse', '2026-03-03T11:33:43Z', 'total', 1.1507, -0.3765],
        ['solar_eclipse', '2026-08-12T17:45:57Z', 'total', 1.0386, 0.8977], ['lunar_eclipse', '2026-08-28T04:12:55Z', 'partial', 0.9299, 0.4964]];
    assert.equal(events.length, want.length);
    for (const [i, [kind, time, type, magnitude, gamma]] of want.entries()) {
        assert.deepEqual([events[i].event, events[i].eclipse_type], [kind, type]);
        if (events[i].seen_type === 'none') assertNear(events[i].time, time, 5, kind);
        else assert.equal(events[i].time, events[i].seen_time, 'the best moment at the place');
        assert.ok(Math.abs(events[i].eclipse_magnitude - magnitude) < 0.001 && Math.abs(events[i].gamma - gamma) < 0.001, JSON.stringify(events[i]));
    }
    assert.equal(events[0].seen_type, 'none');   // in the Antarctic
    assert.deepEqual([events[1].seen_type, events[1].seen_alt_deg, events[3].seen_type, events[3].seen_moment], ['none', null, 'partial', 'maximum']);
    assert.ok(events[3].seen_alt_deg > 0 && events[3].contacts.u1.time > events[3].contacts.p1.time && events[3].contacts.u2 === null);
    assert.equal(events[2].seen_type, 'total');   // the path crosses Galicia at 18:28 UTC, the Sun 11 to 12 deg high
    assertNear(events[2].seen_time, '2026-08-12T18:28:50Z', 60, 'maximum there');
    assert.ok(events[2].seen_magnitude > 1 && Math.abs(events[2].seen_alt_deg - 11.5) < 1);
    const { events: paris } = await json('events', '--types', 'eclipses', '--from', '2026-08-12T00:00Z', '--days', '1', ...at(48.93, 2.45));
    assert.equal(paris[0].seen_type, 'partial');
    assert.ok(paris[0].seen_magnitude > 0.9 && paris[0].seen_magnitude < 0.95, 'IMCCE: 0.92 at Paris');
    assert.match(await say('events', '--types', 'eclipses', '--from', '2026-08-12T00:00Z', '--days', '1', ...at(43, -8), '--tz', 'Europe/Madrid'),
        /2026-08-12T20:2.:..\+02:00 .* here total, magnitude 1\.0.* at 2026-08-12T20:2.*, seen from 2026-08-12T19:.* to 2026-08-12T21:/);
    assert.ok(!(await say('events', '--types', 'eclipses', ...YEAR, '--json')).includes('seen_'), 'no place, nothing of a place');
});

test('events: in order; --json, --ndjson and --csv hold the same values; --to and --days the same range', async () => {
    const words = ['events', '--types', 'phases,eclipses,apsides,approaches,rise,twilight,altitude:30,azimuth:180', '--from', '2026-08-01T00:00Z', ...at(48.93, 2.45)];
    const { events } = await json(...words, '--days', '31');
    assert.ok(events.length > 500);
    for (const [i, event] of events.entries()) if (i > 0) assert.ok(event.time >= events[i - 1].time);
    assert.deepEqual((await json(...words, '--to', '2026-09-01T00:00Z')).events, events);
    assert.deepEqual((await say(...words, '--days', '31', '--ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line)), events);
    const records = readCsv(await say(...words, '--days', '31', '--csv'));
    assert.equal(records.length, events.length);
    for (const [i, record] of records.entries()) {
        for (const name of Object.keys(events[i])) assert.ok(name in record || name === 'contacts', name);
        for (const [name, field] of Object.entries(record)) {
            const value = events[i][name];
            assert.equal(typeof value === 'number' ? Number(field) : field, value ?? '', `${name} of ${JSON.stringify(events[i])}`);
        }
    }
    assert.deepEqual((await json('events', '--types', 'eclipses', '--from', '2026-01-01T00:00Z', '--days', '0')).events, []);
});

test('events: the position of the body in the sky of the place, as `now` gives it', async () => {
    const { observer, events } = await json('events', '--types', 'phases,oppositions,set', '--from', '2026-01-01T00:00Z', '--days', '40', ...at(48.93, 2.45));
    assert.deepEqual(observer, { lat_deg: 48.93, lon_deg: 2.45, elevation_m: 0 });
    for (const event of [events.find(({ event }) => event === 'full_moon'), events.find(({ event }) => event === 'opposition'), events.at(-1)]) {
        const [row] = (await json('now', ...at(48.93, 2.45), '--at', event.time, '--bodies', event.body)).positions;
        for (const name of ['az_deg', 'alt_deg', 'alt_true_deg']) assert.ok(Math.abs(event[name] - row[name]) < 2e-5, `${name} ${JSON.stringify(event)}`);   // 15 arcsec a second, times to 1 ms
    }
});

test('events: local times beside UTC, and links that reproduce the answer', async () => {
    const words = ['events', '--types', 'eclipses,rise', '--bodies', 'sun', '--from', '2026-08-12T00:00Z', '--days', '1', ...at(43, -8), '--tz', 'Europe/Madrid'];
    const { events, links } = await json(...words);
    assert.deepEqual(events.map((event) => event.time_local.slice(0, 16)), ['2026-08-12T07:34', '2026-08-12T20:28']);
    assert.equal(events[0].seen_time_local, null);
    assert.match(events[1].seen_time_local, /^2026-08-12T20:28:..\+02:00$/);
    const { searchParams: self } = new URL(links.self, 'http://localhost');
    const { events: again } = await json('events', '--types', self.get('types'), '--bodies', self.get('bodies'), '--from', self.get('start'), '--to', self.get('stop'),
        ...at(self.get('lat'), self.get('lon')), '--tz', self.get('tz'));
    assert.deepEqual(again, events);
    assert.match(await say(...words, '--csv'), /^time,time_local,event,.*,seen_time,seen_time_local,/);
});

test('events: a calendar has one entry per event, to the second', async () => {
    const words = ['events', '--types', 'phases,eclipses,rise,twilight', '--bodies', 'sun,moon', '--from', '2026-08-01T00:00Z', '--days', '31', ...at(48.93, 2.45)];
    const calendar = await say(...words, '--ics'), { events } = await json(...words);
    assert.ok(calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')));
    const starts = [...calendar.matchAll(/\r\nDTSTART:(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?=\r\n)/g)].map(([, ...n]) => `${n.slice(0, 3).join('-')}T${n.slice(3).join(':')}Z`);
    assert.equal(starts.length, events.length);
    for (const [i, { time, seen_from }] of events.entries()) assert.ok(Math.abs(Date.parse(starts[i]) - Date.parse(seen_from ?? time)) <= 501, time);
    const uids = [...calendar.matchAll(/\r\nUID:([^\r]*)\r/g)].map(([, uid]) => uid);
    assert.equal(new Set(uids).size, events.length);
    assert.equal(await say(...words, '--ics'), calendar, 'nothing in it is of the hour it was made');
    assert.match(calendar, /\r\nSUMMARY:Partial eclipse of the Moon\r\n/);
});

test('tonight: at a place, in midnight sun and at the poles', async () => {
    const paris = await json('tonight', ...at(48.93, 2.45), '--at', '2026-11-22T12:00:00Z');
    const { night } = paris, order = ['sunset', 'civil_dusk', 'nautical_dusk', 'astronomical_dusk', 'astronomical_dawn', 'nautical_dawn', 'civil_dawn', 'sunrise'];
    for (const [i, name] of order.entries()) if (i > 0) assert.ok(night[order[i - 1]].time < night[name].time, name);
    const found = await crossings('sun', at(48.93, 2.45), '2026-11-22T12:00Z', '2026-11-23T12:00Z', '10s');
    assertNear(night.sunset.time, found.set[0], 2, 'sunset');
    assertNear(night.sunrise.time, found.rise[0], 2, 'sunrise');
    assert.equal(night.sun, 'sets');
    assert.deepEqual([night.darkness.from, night.darkness.until], [night.astronomical_dusk.time, night.astronomical_dawn.time]);
    assert.deepEqual(paris.bodies.map((body) => body.body), ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto']);
    for (const body of paris.bodies) {
        assert.ok(body.best.time >= night.civil_dusk.time && body.best.time <= night.civil_dawn.time, JSON.stringify(body));
        assert.ok(['visible', 'difficult', 'telescope', 'hidden'].includes(body.verdict) && body.reason.length > 0 && body.reason_code.length > 0);
        assert.equal(body.curve_alt_deg.length, paris.curve.count);
    }
    assert.equal(paris.bodies.find((body) => body.body === 'neptune').verdict, 'telescope');
    const tromso = await json('tonight', ...at(69.65, 18.95), '--at', '2026-06-21T12:00:00Z');
    assert.deepEqual([tromso.night.sunset, tromso.night.sunrise, tromso.night.astronomical_dusk, tromso.night.darkness], [null, null, null, null]);
    assert.equal(tromso.night.sun, 'does_not_set');
    for (const body of tromso.bodies) assert.deepEqual([body.verdict, body.reason, body.reason_code], ['hidden', 'the Sun does not set', 'sun_up']);
    assert.match(await say('tonight', ...at(69.65, 18.95), '--at', '2026-06-21T12:00:00Z', '--tz', 'Europe/Oslo'), /^the Sun does not set$/m);
    for (const lat of [90, -90])
        for (const month of ['06', '12']) {
            const is_day = (lat > 0) === (month === '06'), words = ['tonight', ...at(lat, 0), '--at', `2026-${month}-21T12:00:00Z`];
            assert.match(await say(...words), is_day ? /^the Sun does not set$/m : /^the Sun does not rise$/m);
            const pole = await json(...words);
            assert.equal(pole.bodies.every((body) => body.reason === 'the Sun does not set'), is_day);
            assert.equal(pole.night.sun, is_day ? 'does_not_set' : 'does_not_rise');
        }
});

test('tonight: its curve agrees with ephem at those instants', async () => {
    const place = at(-33.87, 151.21);
    const { bodies, curve } = await json('tonight', ...place, '--at', '2026-07-01T12:00:00Z');
    const end = iso(Date.parse(curve.start) + (curve.count - 1) * curve.step_s * 1000);
    const { positions } = await json('ephem', 'saturn', ...place, '--from', curve.start, '--to', end, '--step', '10m');
    assert.deepEqual(bodies.find((body) => body.body === 'saturn').curve_alt_deg, positions.map((row) => Number(row.alt_deg.toFixed(2))));
});

test('rise and tonight carry local times beside UTC when there is a zone, and none without', async () => {
    const words = ['tonight', ...at(48.93, 2.45), '--at', '2026-10-25T12:00:00Z'], zone = ['--tz', 'Europe/Paris'];
    const check = (value) => {   // every time has its local twin, and it is the same instant
        for (const [name, field] of Object.entries(value ?? {})) {
            if (typeof field === 'object') check(field);
            if (`${name}_local` in value) assert.equal(Date.parse(value[`${name}_local`]), Date.parse(field));
            if (name === 'time') assert.match(value.time_local, /\+0[12]:00$/);
        }
    };
    check(await json(...words, ...zone));
    assert.ok(!(await say(...words, '--json')).includes('_local'));
    const days = ['rise', 'moon,sun', ...at(48.93, 2.45), '--from', '2026-10-25T12:00:00Z'];
    check(await json(...days, ...zone));
    assert.ok(!(await say(...days, '--json')).includes('_local'));
    for (const row of readCsv(await say(...days, ...zone, '--csv')))
        for (const name of ['rise', 'transit', 'set', 'antitransit', 'next_rise', 'next_set']) {
            assert.equal(row[name] === '', row[`${name}_local`] === '');
            if (row[name] !== '') assert.equal(Date.parse(row[`${name}_local`]), Date.parse(row[name]));
        }
});

test('is-up: exit 0 or 1, quietly, by the almanac\'s horizon', async () => {
    const [day] = (await json('rise', 'sun', ...at(48.93, 2.45), '--from', '2026-08-10T00:00Z')).days;
    const upAt = async (ms, ...more) => {
        const { code, out, err } = await planettracker(['is-up', 'sun', ...at(48.93, 2.45), '--at', iso(ms), ...more]);
        assert.deepEqual([out, err], ['', '']);
        return code;
    };
    const rise = Date.parse(day.rise.time), set = Date.parse(day.set.time);
    assert.deepEqual([await upAt(rise - 2000), await upAt(rise + 2000), await upAt(set - 2000), await upAt(set + 2000)], [1, 0, 0, 1]);
    assert.equal(await upAt(rise + 2000, '--horizon', '5'), 1);
    assert.equal(await upAt(rise - 60000, '--eye-height', '1000'), 0);
});

test('wait --print prints the next event; without --print it sleeps until then; no event in 400 days is exit 1', async () => {
    const printed = (await say('wait', 'moon', 'rise', ...at(48.93, 2.45), '--print')).trimEnd();
    const { events } = await json('events', '--types', 'rise', '--bodies', 'moon', ...at(48.93, 2.45), '--days', '3');
    assertNear(printed, events[0].time, 1, 'the same rise');
    const none = await planettracker(['wait', 'sun', 'rise', ...at(80, 0), '--horizon', '89']);
    assert.deepEqual([none.code, none.out], [1, '']);
    assert.match(none.err, /no rise within 400 days/);
    // A skyline below the level, where the air's share is constant, at which a planet will stand in eight seconds.
    const soon = Date.now() + 8000, candidates = [];
    for (const lon of [0, 90, 180, 270])
        for (const row of (await json('now', ...at(0, lon), '--at', iso(soon), '--refraction', 'none')).positions)
            if (!['sun', 'moon'].includes(row.body) && row.alt_true_deg < -5 && Math.abs(row.alt_rate_arcsec_per_s) > 8) candidates.push([lon, row]);
    const [lon, row] = candidates[0];
    const out = await say('wait', row.body, row.alt_rate_arcsec_per_s > 0 ? 'rise' : 'set', ...at(0, lon), '--horizon', String(row.alt_true_deg + 34 / 60));
    assertNear(out.trimEnd(), iso(soon), 1, 'the instant asked for');
    assert.ok(Date.now() >= soon - 1000);
});

test('explain: each line is the previous one plus its movement; the movements add up', async () => {
    for (const [body, place, when] of [['mars', at(48.93, 2.45), '2026-03-03T00:00:00Z'], ['moon', at(-39.754, 145.051), '2018-10-31T03:22:47Z'], ['neptune', at(0, 0), '1950-06-01T12:00:00Z']]) {
        const [header, ...lines] = (await say('explain', body, ...place, '--at', when)).trimEnd().split('\n');
        assert.match(header, /az_deg +alt_deg +d_az_arcsec +d_alt_arcsec$/);
        const sum = lines.pop().trim().split(/\s+/).slice(1).map(Number);
        const steps = lines.map((line) => line.slice(34).trim().split(/\s+/).map(Number));
        const turn = (deg) => ((deg + 540) % 360) - 180;
        for (let i = 1; i < steps.length; i++) {
            // angles are printed to 1e-8 deg (0.00004 arcsec), movements to 0.0001 arcsec, half of each is lost
            assert.ok(Math.abs(turn(steps[i][0] - steps[i - 1][0]) * 3600 - steps[i][2]) < 1e-4, lines[i]);
            assert.ok(Math.abs((steps[i][1] - steps[i - 1][1]) * 3600 - steps[i][3]) < 1e-4, lines[i]);
        }
        for (const [k, total] of sum.entries()) {
            const added = steps.reduce((all, step) => all + step[2 + k], 0), ends = steps.at(-1)[k] - steps[0][k];
            assert.ok(Math.abs(added - total) < 0.00005 * (steps.length + 1) + 1e-9, `${body} ${added} ${total}`);
            assert.ok(Math.abs((k === 0 ? turn(ends) : ends) * 3600 - total) < 1e-4, `${body} ${ends * 3600} ${total}`);
        }
        const { positions: [row] } = await json('now', ...place, '--at', when, '--bodies', body);
        assert.ok(Math.abs(steps.at(-1)[0] - row.az_deg) < 1e-7 && Math.abs(steps.at(-1)[1] - row.alt_deg) < 1e-7, 'the last line is what now says');
    }
});

test('now, explain and tonight have the same values in every format', async () => {
    const place = ['--lat', '48.9', '--lon', '2.4', '--at', '2026-12-24T22:00:00Z'];
    for (const [words, list] of [[['now'], 'positions'], [['explain', 'mars'], 'steps'], [['tonight'], 'bodies']]) {
        const as = async (format) => (await planettracker([...words, ...place, format])).out;
        const rows = JSON.parse(await as('--json'))[list];
        const lines = (await as('--ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line));
        assert.deepEqual(lines, rows, words[0]);
        const csv = (await as('--csv')).trimEnd().split('\r\n');
        assert.equal(csv.length, rows.length + 1, words[0]);
        for (const [i, row] of rows.entries()) assert.ok(csv[i + 1].replace(/^"/, '').startsWith(row.body ?? row.cause), csv[i + 1]);
    }
});
