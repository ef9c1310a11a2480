// The requests of each group.

import {
    address, BODIES, COLUMNS, each, FORM, FORMATS, get, MEDIA, NIGHT, PARIS, product, request, ROUTES, VALUES,
    withEachManner, withEachValue, ZONES_KNOWN,
} from './parameters.mjs';

function morePositions() {
    const path = '/api/v1/positions', group = 'positions-more';
    const at = (query) => get(group, address(path, query));
    const some = { ...PARIS, time: NIGHT };
    return [
        ...each(BODIES, (body) => each(['json', 'ndjson', 'csv', 'text', 'votable'],
            (format) => get(group, address(`${path}/${body}`, { ...some, format })))),
        ...each(['json', 'ndjson', 'csv', 'text', 'votable'], (format) =>
            [at({ ...some, bodies: 'all', format }), at({ place: 'Kathmandu', time: NIGHT, format }),
            at({ ...PARIS, start: '2026-10-30T18:00:00Z', days: 1, step: '1h', format }),
                at({ ...some, fields: 'uncertainty,body,magnitude', format, bodies: 'all', bom: 1 }),
            at({ ...PARIS, start: '2026-10-24T20:00:00Z', count: 20, step: '1h', tz: 'Europe/Paris', bodies: 'moon',
                fields: 'time,time_local,alt_deg', format })]),
        ...each(product(['2026-10-25T02:30:00', '2026-03-29T02:30:00', '2026-03-29T03:30'],
            [{}, { ambiguous: 'first' }, { ambiguous: 'last' }, { nonexistent: 'forward' }]),
            ([time, how]) => at({ ...PARIS, time, tz: 'Europe/Paris', bodies: 'moon', fields: 'time,time_local,alt_deg',
                ...how })),
        ...each(product([[90, 0], [-90, 0], [0, 0], [0, 180], [69.65, 18.96], [-77.85, 166.67], [51.4769, -0.0005],
            [-33.9, 151.2]], ['2026-06-21T12:00:00Z', '2026-12-21T12:00:00Z', '1950-03-01T04:00:00Z', '2090-09-09T09:09:09Z']),
            ([[lat, lon], time]) => at({ lat, lon, time, bodies: 'all', format: 'csv' })),
        ...each(product(['standard', 'none', 'pyephem'], [{}, { pressure: 800 }, { temperature: -20 },
            { pressure: 1008, temperature: 4, elevation: 35 }, { elevation: 4000 }]),
            ([refraction, air]) => at({ ...some, refraction, ...air, bodies: 'saturn,moon',
                fields: 'alt_deg,alt_true_deg,refraction_deg,airmass,uncertainty' })),
        ...each(['mra', '699', '10', '399', 'MARS', 'Saturn', 'm%61rs', 'sun/', 'sun%2F', 'earth', '', '%00', '%C3%A9', 'all',
            'mars,venus', 'a/b'], (name) => get(group, address(`${path}/${name}`, some))),
        at({ ...PARIS, start: '1900-01-01T00:00:00Z', days: 73000, step: '1s' }),
            at({ ...PARIS, start: '2026-01-01T00:00:00Z', days: 365, step: '0.1s' }),
        at({ ...PARIS, start: '2099-01-01T00:00:00Z', days: 730, step: '1d' }),
            at({ ...PARIS, start: NIGHT, count: 1000001, step: '1s', bodies: 'mars' }),
        at({ ...PARIS, start: NIGHT, stop: NIGHT, count: 1 }), at({ ...PARIS, start: NIGHT, days: 1 }),
            at({ ...PARIS, start: NIGHT, step: '1h' }), at({ ...PARIS, start: NIGHT }), at({ ...PARIS, stop: NIGHT }),
        at({ ...PARIS, start: NIGHT, days: 1, stop: NIGHT, step: '1h' }),
            at({ ...PARIS, start: NIGHT, days: 1, step: '1h', count: 3 }), at({ ...PARIS, start: NIGHT, days: 1, count: 5 }),
        at({ ...PARIS, time: NIGHT, start: NIGHT, count: 2, step: '1h' }), at({ ...PARIS, step: '1h' }),
            at({ ...PARIS, count: 1, start: NIGHT, days: 1 }),
        at({ ...PARIS, start: '2016-12-31T23:59:58Z', count: 5, step: '1s', bodies: 'moon', fields: 'time,alt_deg' }),
            at({ ...PARIS, start: NIGHT, days: 0, step: '1h' }),
        at({ ...PARIS, place: 'Paris', time: NIGHT }), at({ lat: 1, time: NIGHT }), at({ lon: 1, time: NIGHT }),
            at({ time: NIGHT }),
        at({ lat: 91, lon: 361, elevation: 1e9, time: 'x', bodies: 'a,b,c', fields: 'd,e,f', refraction: 'g', pressure: -1,
            temperature: 999, tz: 'x/y', format: 'z', foo: 1, bar: 2, baz: 3, qux: 4 }),
        at({ ...PARIS, start: '2026-10-30T00:00:00Z', days: 10, step: '10m', bodies: 'all', format: 'csv' }),
            at({ ...PARIS, start: '2026-10-30T00:00:00Z', days: 10, step: '10m', bodies: 'all', format: 'json' }),
        ...each(['csv', 'ndjson', 'votable', 'json'], (format) => get(group,
            address(path, { ...PARIS, start: '2026-10-30T00:00:00Z', days: 2, step: '10m', bodies: 'all', format }),
            ['Accept-Encoding: gzip'])),
        ...each(['csv', 'ndjson', 'votable', 'json'], (format) => request(group, 'HEAD',
            address(path, { ...PARIS, start: '2026-10-30T00:00:00Z', days: 2, step: '10m', bodies: 'all', format }))),
    ];
}

function moreSkies() {
    const group = 'sky-more';
    const sites = [{ place: 'Paris' }, { place: 'Kathmandu' }, { lat: 69.65, lon: 18.96, tz: 'Europe/Oslo' },
        { lat: -77.85, lon: 166.67 }, { lat: 90, lon: 0 }, { lat: -33.9, lon: 151.2, tz: 'Australia/Sydney' },
        { lat: 0, lon: 0 }];
    const times = ['2026-06-21T00:00:00Z', '2026-10-30T21:00:00Z', '2026-12-21T12:00:00Z', '2026-08-12T18:10:00Z',
        '1985-02-03T04:05:06Z', '2099-11-11T11:11:11Z'];
    return [
        ...each(product(sites, times), ([site, time]) => each(['json', 'text', 'csv', 'ndjson'], (format) => [
            get(group, address('/api/v1/sky', { ...site, time, format })),
                get(group, address('/api/v1/tonight', { ...site, time, format }))])),
        ...each(product(BODIES, ['/api/v1/sky', '/api/v1/tonight']), ([bodies, path]) =>
            get(group, address(path, { ...PARIS, time: NIGHT, bodies, horizon: 5, eye_height: 20 }))),
    ];
}

function moreCharts() {
    const group = 'chart-more', path = '/api/v1/chart.svg';
    const sites = [PARIS, { lat: -33.9, lon: 151.2 }, { lat: 90, lon: 0 }];
    return [
        ...each(product(['en', 'fr', 'de', 'es'], ['dark', 'light', 'red']),
            ([lang, theme]) => get(group, address(path, { ...PARIS, time: NIGHT, tz: 'Europe/Paris', body: 'moon', lang,
            theme }))),
        ...each(product(sites, ['up', 'map']), ([site, view]) => each(['north', 'south'], (up) => each([0, 1], (stars) =>
            get(group, address(path, { ...site, time: '2026-07-01T11:00:00Z', view, up, stars }))))),
        ...each(['fr', 'de, en;q=0.5', 'es-ES,es;q=0.9', 'it'], (language) =>
            get(group, address(path, { ...PARIS, time: NIGHT }), [`Accept-Language: ${language}`])),
    ];
}

function moreEvents() {
    const group = 'events-more', path = '/api/v1/events';
    const at = (query) => get(group, address(path, query));
    const formats = ['json', 'ndjson', 'csv', 'text', 'ics'];
    return [
        ...each(product(VALUES.types.slice(0, 9), formats), ([types, format]) =>
            at({ types, format, start: '2026-01-01T00:00:00Z', days: 400 })),
        ...each(product(VALUES.types.slice(0, 17), formats), ([types, format]) =>
            at({ ...PARIS, tz: 'Europe/Paris', types, format, start: '2026-08-01T00:00:00Z', days: 4 })),
        ...each(product(formats, [{ lat: 69.65, lon: 18.96, tz: 'Europe/Oslo' }, { place: 'McMurdo' }, { place: 'Kathmandu' }]),
            ([format, site]) => [
            at({ ...site, types: 'day', start: '2026-05-15T12:00:00Z', days: 5, bodies: 'sun,moon', format }),
                at({ ...site, types: 'rise,set,twilight', start: '2026-05-15T12:00:00Z', days: 5, bodies: 'sun,moon', format })]),
        ...each(BODIES, (bodies) => [at({ bodies, start: '2026-01-01T00:00:00Z', days: 800 }),
            at({ ...PARIS, types: 'day', bodies, start: '2026-11-01T00:00:00Z', days: 2 })]),
        at({ start: '2000-01-01T00:00:00Z', days: 36526 }), at({ ...PARIS, types: 'rise', start: '2000-01-01T00:00:00Z',
            days: 3653 }), at({ ...PARIS, types: 'day', start: '2000-01-01T00:00:00Z', days: 3654 }),
        at({ start: '2026-01-01T00:00:00Z', types: 'eclipses', days: 3650 }),
            at({ ...PARIS, start: '2026-01-01T00:00:00Z', types: 'eclipses', days: 3650 }),
            at({ ...PARIS, start: '2026-01-01T00:00:00Z', types: 'eclipses', days: 3650, format: 'ics' }),
        at({ start: '2026-01-01T00:00:00Z' }), at({ start: '2026-01-01T00:00:00Z', stop: '2026-02-01T00:00:00Z', days: 2 }),
            at({ types: 'rise', start: '2026-01-01T00:00:00Z' }), at({ types: 'day', start: '2026-01-01T00:00:00Z' }),
        at({ start: '2099-06-01T00:00:00Z', days: 600 }), at({ start: '1899-01-01T00:00:00Z', days: 60 }),
            at({ bodies: 'venus,jupiter', types: 'conjunctions,approaches', start: '2026-01-01T00:00:00Z', days: 700 }),
        at({ format: 'ics', types: 'phases', start: '2026-08-12T00:00:00Z', days: 2, tz: 'Europe/Paris' }),
            at({ lat: 48.93, types: 'phases', start: '2026-08-12T00:00:00Z', days: 2 }),
        ...each(['ndjson', 'ics'],
            (format) => each(['superior_conjunction_ra,inferior_conjunction_ra,opposition_ra,conjunction_ra',
            'station_retrograde_ra,station_direct_ra'], (types) => at({ types, format, start: '2025-01-01T00:00:00Z',
            days: 900 }))),
        ...each(formats, (format) => at({ ...PARIS, types: 'phases,rise', start: '1920-01-01T00:00:00Z', days: 3, format })),
            ...each(formats, (format) => at({ ...PARIS, types: 'phases,rise', start: '2060-01-01T00:00:00Z', days: 3, format })),
            at({ types: 'phases', start: '-000044-03-15T12:00:00Z', days: 2, format: 'ics' }),
            at({ types: 'phases', start: '9999-12-31T00:00:00Z', days: 2, format: 'ics' }),
        at({ ...PARIS, types: 'rise,day', start: NIGHT, days: 1 }), at({ ...PARIS, types: 'day', start: NIGHT, days: 0 }),
            at({ ...PARIS, types: 'day', start: NIGHT, days: 1, format: 'ics' }),
    ];
}

function moreStreams() {
    const group = 'stream-more', path = '/api/v1/stream';
    const base = { ...PARIS, bodies: 'mars', fields: 'body,alt_deg', start: NIGHT, speed: 3600, interval: 0.1, count: 3 };
    const at = (query, headers) => get(group, address(path, { ...base, ...query }), headers);
    return [
        at({}, ['Last-Event-ID: 2026-10-30T21:06:00Z']), at({}, ['Last-Event-ID: 2026-10-30T20:00:00Z']),
            at({}, ['Last-Event-ID: nonsense']), at({}, ['Last-Event-ID: 2026-10-31T21:06:00Z']),
        at({}, ['Accept-Encoding: gzip']), at({}, ['Accept: text/event-stream']), at({}, ['Accept: application/json']),
        at({ bodies: 'all', fields: undefined, count: 1 }), at({ place: 'Kathmandu', lat: undefined, lon: undefined }),
            at({ bodies: 'sun,moon,venus,saturn', speed: 100000, count: 4 }),
        at({ bodies: 'all', speed: 100000, count: 10, start: '2026-10-30T00:00:00Z', fields: 'body' }),
            at({ start: '2100-01-31T23:00:00Z', speed: 36000 }), at({ start: '1800-01-01T00:00:00Z' }),
        at({ speed: 0.01, count: 1 }), at({ interval: 0.15, count: 2 }), at({ tz: 'Asia/Kathmandu', fields: 'time,time_local' }),
            at({ count: 1, start: '2026-10-30T22:00:00', tz: 'Europe/Paris' }),
        at({ count: 1, refraction: 'none', bodies: 'saturn' }), request(group, 'HEAD', address(path, base)),
    ];
}

export const BATCH = { observers: [{ id: 'home', lat: 48.93, lon: 2.45 }, { id: 'Lima', place: 'Lima', elevation: 150 }],
    times: { start: '2026-10-30T18:00:00Z', step: 'PT1H', count: 2 }, bodies: ['mars'],
        fields: ['observer', 'time', 'az_deg', 'alt_deg'] };

// Documents for the batch: valid ones, then one for each fault.
const BATCHES = [
    BATCH, { ...BATCH, fields: undefined }, { ...BATCH, bodies: ['sun', 'moon', 'planets'] }, { ...BATCH, bodies: 'mars,venus' },
        { ...BATCH, bodies: undefined },
    { ...BATCH, times: [NIGHT, '2018-10-31T03:22:47Z', '@1540956167', 'jd:2458422.64082'] },
        { ...BATCH, times: { start: '2026-10-30T18:00:00Z', days: 1, step: '6h' } },
    { ...BATCH, times: { start: '2026-10-30T18:00:00Z', stop: '2026-10-31T06:00:00Z', count: 3 } },
        { ...BATCH, refraction: 'none', pressure: 900, temperature: -5 },
    { ...BATCH, observers: [{ lat: 0, lon: 0 }] }, { ...BATCH, observers: [{ lat: '48:55:48', lon: '2:27' }] },
        { ...BATCH, observers: [{ id: 'a"b,<c>&é', lat: 1, lon: 2, pressure: 800, temperature: 3 }] },
    { ...BATCH, observers: [{ id: 7, lat: 1, lon: 2, refraction: 'pyephem' }] },
        { ...BATCH, tz: 'Europe/Paris', times: ['2026-10-30T22:00', '2026-10-25T02:30'], ambiguous: 'last' },
    { ...BATCH, tz: 'Europe/Paris', times: ['2026-10-30T22:00', '2026-10-25T02:30'] },
        { ...BATCH, tz: 'Europe/Paris', times: ['2026-03-29T02:30'], nonexistent: 'forward' },
        { ...BATCH, tz: 'Europe/Paris', times: ['2026-03-29T02:30'] },
    { ...BATCH, times: { start: '2026-10-30T19:00', days: 0.25, step: '3h' }, tz: 'Europe/Paris',
        fields: ['time', 'time_local'] },
    {}, { ...BATCH, observers: [] }, { ...BATCH, observers: {} }, { ...BATCH, observers: [1] }, { ...BATCH, observers: [{}] },
        { ...BATCH, observers: [{ lat: 91, lon: 2 }] }, { ...BATCH, observers: undefined },
    { ...BATCH, observers: [{ lat: 1 }] }, { ...BATCH, observers: [{ place: 'lodnon' }] },
        { ...BATCH, observers: [{ place: 'Springfield' }] }, { ...BATCH, observers: [{ place: 'Paris', lat: 1 }] },
        { ...BATCH, observers: [{ lat: true, lon: null }] },
    { ...BATCH, observers: [{ lat: 1, lon: 2, foo: 1, elevatoin: 3 }] }, { ...BATCH, observers: [{ lat: [1], lon: { a: 1 } }] },
        { ...BATCH, observers: Array.from({ length: 1001 }, () => ({ lat: 1, lon: 1 })) },
    { ...BATCH, times: undefined }, { ...BATCH, times: [] }, { ...BATCH, times: {} }, { ...BATCH, times: 'x' },
        { ...BATCH, times: ['x', NIGHT] }, { ...BATCH, times: [null, 5, ['a']] }, { ...BATCH, times: { start: 'x' } },
        { ...BATCH, times: { start: NIGHT } },
    { ...BATCH, times: { start: NIGHT, step: '1h' } }, { ...BATCH, times: { start: NIGHT, step: '1h', count: 3, days: 2 } },
        { ...BATCH, times: { start: NIGHT, step: '1h', count: 200000000 } },
        { ...BATCH, times: { start: NIGHT, stp: '1h', count: 2 } },
    { ...BATCH, times: { start: '2526-01-01T00:00:00Z', step: '1h', count: 3 } }, { ...BATCH, times: ['2526-01-01T00:00:00Z'] },
        { ...BATCH, times: { start: '2100-01-31T20:00:00Z', step: '1h', count: 9 } },
        { ...BATCH, times: { start: NIGHT, step: '1h', count: true } },
    { ...BATCH, times: ['2026-10-30T21:00'] }, { ...BATCH, bodies: ['mras'] }, { ...BATCH, bodies: [] },
        { ...BATCH, bodies: [1, 'x'] }, { ...BATCH, bodies: [499] }, { ...BATCH, bodies: 499 }, { ...BATCH, bodies: {} },
        { ...BATCH, fields: ['azz'] }, { ...BATCH, fields: ['az_degg', 'x'] }, { ...BATCH, fields: 'az_deg' },
    { ...BATCH, fields: [] }, { ...BATCH, bodys: ['mars'] }, { ...BATCH, foo: { bar: 1 } }, { ...BATCH, format: 'csv' },
        { ...BATCH, refraction: 'x' }, { ...BATCH, pressure: 9999 }, { ...BATCH, pressure: 'x' }, { ...BATCH, tz: 'x/y' },
        { ...BATCH, tz: 5 }, { ...BATCH, ambiguous: 'x' }, { ...BATCH, lat: 1 },
    { ...BATCH, observers: [{ lat: 95, lon: 2 }, { lat: 1, lon: 999 }, { place: '' }], times: ['x', 'y'], bodies: ['a', 'b'],
        fields: ['c', 'd'], foo: 1, tz: 'q' },
    { ...BATCH, observers: Array.from({ length: 40 }, (_, i) => ({ id: `o${i}`, lat: i, lon: -i })),
        times: { start: NIGHT, step: '10m', count: 30 }, fields: COLUMNS },
];
const BATCH_TEXTS = ['', '{', '[]', 'null', '1', '"x"', '{"observers": [}', '{"a": 1, "a": 2}', `${JSON.stringify(BATCH)} x`,
    '\u00ef\u00bb\u00bf{}', '{"observers": "\\ud800"}', '{"\\u0000": 1}', '[[[[[[', 'lat=1&lon=2', '{"times": 1e999}'];

function batches() {
    const group = 'batch', path = '/api/v1/batch';
    const post = (body, query = {}, headers = []) => request(group, 'POST', address(path, query),
        { headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
    return [
        ...each(BATCHES, (document) => each(['ndjson', 'csv', 'votable'], (format) => post(document, { format }))),
        ...each(BATCH_TEXTS, (text) => post(text)),
        ...each([...FORMATS, 'x', ''], (format) => post(BATCH, { format })),
            ...each(MEDIA, (media) => post(BATCH, {}, [`Accept: ${media}`])),
        ...each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data',
            'application/json; charset=utf-16', 'image/png'], (type) => post(BATCH, {}, [`Content-Type: ${type}`])),
        post(BATCH, { bom: 1, format: 'csv' }), post(BATCH, { download: 1 }), post(BATCH, { download: 1, format: 'csv' }),
            post(BATCH, { download: 1, format: 'votable' }), post(BATCH, { lat: 1 }), post(BATCH, { formt: 'csv' }),
            post(BATCH, { bom: 'x' }),
        post(BATCHES.at(-1), { format: 'csv' }, ['Accept-Encoding: gzip']), post(`{"x": "${'y'.repeat(70000)}"}`),
            post(BATCH, {}, ['Expect: 100-continue']), post(BATCH, {}, ['Expect: foo']),
            post(BATCH, {}, ['Content-Encoding: gzip']),
        ...each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'], (method) => request(group, method, path)),
            request(group, 'POST', `${path}/`, { body: JSON.stringify(BATCH) }), request(group, 'POST', path),
    ];
}

function originals() {
    const group = 'original', path = '/planets/';
    const site = { lon: '2.45', lat: '48.93', elevation: 35 };
    const form = (body, headers = ['Content-Type: application/x-www-form-urlencoded'], query = '') =>
        request(group, 'POST', `/geo_location${query}`, { headers, body });
    return [
        ...each(BODIES, (name) => [get(group, address(path + name, { ...site, time: NIGHT })),
            get(group, address(path + name, { time: NIGHT })), get(group,
            address(path + name, { ...site, time: NIGHT, refraction: 'none' }))]),
        ...each(['lat', 'lon', 'elevation', 'time', 'refraction', 'pressure', 'temperature'],
            (name) => each(VALUES[name], (value) => get(group, address(`${path}mars`, { ...site, time: NIGHT, [name]: value })))),
        ...each(['mras', 'Mars', 'MARS', '499', 'm%61rs', 'mars/', '', 'earth', 'x%2Fy', 'mars%00', 'é', '%C3%A9',
            'a'.repeat(200)], (name) => get(group, address(path + name, { ...site, time: NIGHT }))),
        get(group, address(`${path}mars`, { ...site, time: NIGHT, foo: 1, format: 'csv', tz: 'x' })),
            get(group, address(`${path}mars`, { lat: 1, lon: 2, time: NIGHT })),
            get(group, `${path}mars?lat=1&lat=2&lon=1&elevation=0`), get(group, `${path}mars?lat=%`),
        get(group, '/planets'), ...each(['HEAD', 'OPTIONS', 'POST', 'PUT'],
            (method) => request(group, method, address(`${path}mars`, { ...site, time: NIGHT }))),
            ...each(MEDIA.slice(0, 6), (media) => get(group, address(`${path}mars`, { ...site, time: NIGHT }),
            [`Accept: ${media}`])),
        get(group, address(`${path}mars`, { ...site, time: NIGHT }), ['If-None-Match: <etag>'],
            { tag_of: address(`${path}mars`, { ...site, time: NIGHT }) }),
        ...each(['lat=48.93&lon=2.45&elevation=0', 'lon=2.45&lat=48.93&elevation=35.5', 'lat=48:55:48&lon=2:27&elevation=0',
            'lat=1&lon=2', 'lat=1&elevation=0', 'lon=1&elevation=0', '', 'lat=x&lon=2&elevation=0', 'lat=91&lon=2&elevation=0',
            'lat=1&lon=999&elevation=0',
            'lat=1&lon=2&elevation=x', 'lat=1&lon=2&elevation=1e300', 'lat=%&lon=2&elevation=0', 'lat=+1&lon=%2B2&elevation=-3',
                'lat=1&lat=2&lon=3&elevation=0', 'lat=&lon=&elevation=', 'lat=1&lon=2&elevation=0&foo=bar',
                'lat=1%22&lon=2&elevation=0', '{"lat": 1}', 'lat=0&lon=0&elevation=1e3', 'lat=1&lon=2&elevation=00012.50'],
                (body) => form(body)),
        form('lat=1&lon=2&elevation=0', []), form('lat=1&lon=2&elevation=0', ['Content-Type: application/json']),
            form('lat=1&lon=2&elevation=0', ['Content-Type: multipart/form-data; boundary=x']),
            form('lat=1&lon=2&elevation=0', undefined, '?lat=5'), form('x'.repeat(70000)),
        form('lat=1&lon=2&elevation=0', ['Content-Type: APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8']),
            ...each(['GET', 'HEAD', 'OPTIONS', 'PUT'], (method) => request(group, method, '/geo_location')),
            request(group, 'POST', '/geo_location/', { body: 'lat=1&lon=2&elevation=0' }),
    ];
}

function pages() {
    const group = 'page';
    const at = (query, headers) => get(group, address('/', query), headers);
    const base = { ...PARIS, time: NIGHT };
    return [
        at({}), get(group, '/index.html'), at({ ...base }), get(group, address('/index.html', base)),
            at({ ...base, tz: 'Europe/Paris' }),
        ...each(['en', 'fr', 'de', 'es'], (lang) => [at({ lang }), at({ ...base, lang }),
            at({ place: 'Tokyo', time: NIGHT, lang, body: 'moon' }), at({ lat: 69.65, lon: 18.96, time: '2026-12-21T12:00:00Z',
            lang }), at({ place: 'lodnon', time: NIGHT, lang }), at({ place: 'Springfield', time: NIGHT, lang }),
            at({ lat: 91, lon: 2, time: NIGHT, lang }), at({ ...base, time: '2526-01-01T00:00:00Z', lang }),
                at({ ...base, lang, theme: 'red', view: 'map', up: 'south', body: 'saturn' }),
                at({ lat: -77.85, lon: 166.67, time: '2026-06-21T12:00:00Z', lang }),
                at({ lat: 0, lon: -160, time: '2026-08-12T18:00:00Z', lang, elevation: 35 })]),
        ...each(['fr', 'de-CH,de;q=0.9', 'es;q=0.1, fr;q=0.2', 'it, en', '*', '', 'fr;q=0', 'FR', 'x;;;'],
            (language) => [at({}, [`Accept-Language: ${language}`]), at(base, [`Accept-Language: ${language}`]),
            at({ ...base, lang: 'es' }, [`Accept-Language: ${language}`])]),
        ...each(['lat', 'lon', 'elevation', 'place', 'time', 'tz', 'body', 'theme', 'view', 'up', 'lang'],
            (name) => each(VALUES[name].filter((value) => value !== '' || name !== 'time'),
            (value) => get(group, address('/', { ...(name === 'place' ? { time: NIGHT } : base), [name]: value }), [],
            { hides_zone: name === 'tz' && !ZONES_KNOWN.includes(value) }))),
        ...each(BODIES, (body) => each(['fr', 'de'], (lang) => at({ ...base, body, lang }))), at({ ...base, foo: 1 }),
            at({ ...base, lat: '"><script>' }), at({ place: '<b>&"', time: NIGHT }), get(group, '/?lat=%'),
            get(group, '/?lat=1&lat=2&lon=3&time=2026-10-30T21:00:00Z'), at({ lat: 1 }),
        at(base, ['Accept-Encoding: gzip']), at({}, ['Accept-Encoding: gzip']), at(base, ['Accept-Encoding: br, gzip']),
            at(base, ['Accept: application/json']), at({}, ['Accept: image/png']),
            ...each(['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE'], (method) => request(group, method, address('/', base))),
        ...each(['2026-10-30T21:04', '2026-10-25T02:30', '2026-03-29T02:30', '2026-10-30T21:04:05'],
            (time) => [at({ ...PARIS, time }), at({ ...PARIS, time, tz: 'America/New_York' }), at({ place: 'Kathmandu', time })]),
        at({}, ['If-None-Match: <etag>'], { tag_of: '/' }), get(group, '/', ['If-None-Match: <etag>'], { tag_of: '/' }),
            get(group, address('/', base), ['If-None-Match: <etag>'], { tag_of: address('/', base) }),
    ];
}

export function files() {
    const group = 'assets';
    const names = ['app.js', 'icon.svg', 'index.html', 'later.js', 'later.css', 'style.css', 'sw.js', 'manifest.webmanifest',
        'texts.tsv', 'favicon.ico', 'robots.txt', 'texts/fr.json', 'fr.json', 'app/main.js', 'later/main.js', 'icon.png',
        '.hidden', '../etc/passwd', '%2e%2e/etc/passwd', 'a/b/c', 'APP.JS', 'app.js/', 'app%2ejs', 'app.js%00'];
    const extra = ['texts-en.json', 'texts-fr.json', 'texts.fr.json', 'texts/de.json', 'de.js', 'fr.js', 'es.js', 'en.js',
        'stars.json', 'stars.js', 'apple-touch-icon.png'];
    return [...names, ...extra].flatMap((name) => [
        get(group, `/${name}`, [], { keeps_tag: true }), get(group, `/${name}`, ['Accept-Encoding: gzip'], { keeps_tag: true }),
            request(group, 'HEAD', `/${name}`, { keeps_tag: true }),
        get(group, `/${name}`, ['If-None-Match: <etag>'], { tag_of: `/${name}`, keeps_tag: true }),
            get(group, `/${name}?x=1`, [], { keeps_tag: true }), request(group, 'POST', `/${name}`, { keeps_tag: true })]);
}

function strangers() {
    const group = 'routes';
    const paths = ['/api', '/api/', '/api/v2', '/api/v1/positons', '/api/v1/skyy', '/api/v1/evnts', '/api/v1/positions/mars/x',
        '/api/v1/sky/x', '/API/v1', '/nothing', '/healthz', '/healthz/', '/healthz?x=1', '/readyz', '/readyz/', '/readyz?x=1',
        '/openapi.json/', '/openapi', '/api/v1/openapi.json', '/metrics/x',
        '/api/v1/bodies/', '/api/v1/bodies/mras', '/api/v1/bodies/10', '/api/v1/bodies/301', '/api/v1/bodies/399',
            '/api/v1/bodies/mars/', '/planets/', '/api//v1', '//', '/./', '/../', '/%', '/%zz', '/%2F', '/api/v1/chart',
            '/api/v1/chart.png', '*', '', 'api/v1', 'http://sky.example/api/v1/time?time=2026-10-30T21:00:00Z', '/?',
            '/index.html/', '/index.htm', `/${'a'.repeat(3000)}`, `/${'a'.repeat(9000)}`, `/api/v1/time?time=${'1'.repeat(9000)}`,
            '/\u00e9'];
    return [
        ...each(paths, (path) => [get(group, path), request(group, 'HEAD', path), request(group, 'OPTIONS', path),
            request(group, 'POST', path, { body: 'x' }), get(group, path, ['Accept: text/html'])]),
        ...each(BODIES, (body) => each(['json', 'ndjson', 'csv', 'text'],
            (format) => get('bodies-one', `/api/v1/bodies/${body}?format=${format}`))),
        ...each(['/healthz', '/readyz', '/metrics', '/api/v1/status'], (path) =>
            each(['HEAD', 'OPTIONS', 'POST', 'DELETE'], (method) => request(group, method, path))),
    ];
}

// Bytes that are almost HTTP, each on a connection of its own.
export const RAW = {
    'no host': 'GET / HTTP/1.1\r\n\r\n', 'two hosts': 'GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
        'HTTP/1.0': 'GET /healthz HTTP/1.0\r\n\r\n',
        'HTTP/1.0 kept alive': 'GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n',
    'HTTP/2.0': 'GET / HTTP/2.0\r\nHost: a\r\n\r\n', 'HTTP/0.9': 'GET /\r\n\r\n',
        'HTTP/1.2': 'GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n', 'garbage': 'hello\r\n\r\n',
        'line feeds alone': 'GET /healthz HTTP/1.1\nHost: a\n\n',
        'blank lines first': '\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n',
    'blank before colon': 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 'folded': 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n',
        'no colon': 'GET / HTTP/1.1\r\nHost: a\r\nfoo\r\n\r\n', 'control byte': 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x01b\r\n\r\n',
        'blank in target': 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n',
    'two blanks': 'GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n',
        'close': 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
        '65 headers': `GET /healthz HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(64)}\r\n`,
        '64 headers': `GET /healthz HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(63)}\r\n`,
    'long header': `GET /healthz HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20000)}\r\n\r\n`,
        'long target': `GET /${'y'.repeat(8300)} HTTP/1.1\r\nHost: a\r\n\r\n`,
        'long method': `${'G'.repeat(100)} / HTTP/1.1\r\nHost: a\r\n\r\n`,
    'two lengths': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
        'bad length': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
        'negative length': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    'length and chunks': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        'gzip coding': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
        'gzip, chunked': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    'chunks': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nlat=1&lon=2&elev\r\n8;x=y\r\nation=35\r\n0\r\nTrailer: x\r\n\r\n',
        'bad chunk': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n',
        'chunk without end': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n',
    'too large': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n',
        'far too large': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n',
        'expect': 'POST /geo_location HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 23\r\n\r\nlat=1&lon=2&elevation=0',
        'expect more': 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n',
    'pipelined': 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\n\r\n',
        'body with GET': 'GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc',
        'upgrade': 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'absolute target': 'GET http://other.example/healthz HTTP/1.1\r\nHost: a\r\n\r\n',
        'options *': 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'connect': 'CONNECT sky.example:443 HTTP/1.1\r\nHost: a\r\n\r\n',
        'bytes above 127': 'GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 'empty host': 'GET /healthz HTTP/1.1\r\nHost:\r\n\r\n',
        'bad host': 'GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n', 'tls': '\x16\x03\x01\x02\x00\x01\x00',
};

export function allRequests() {
    return [...ROUTES.flatMap((route) => [...withEachValue(route), ...withEachManner(route)]), ...morePositions(), ...moreSkies(),
        ...moreCharts(), ...moreEvents(), ...moreStreams(), ...batches(), ...originals(), ...pages(), ...files(), ...strangers()];
}
