// Values of parameters, the routes, and requests for each of the values.

export const request = (group, method, target, { headers = [], body, ...rest } = {}) =>
    ({ group, method, target, headers, body, ...rest });
export const get = (group, target, headers = [], rest = {}) => request(group, 'GET', target, { headers, ...rest });
export const address = (path, query) => {
    const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
    return pairs.length === 0 ? path : `${path}?${pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&')}`;
};
// Escapes only what a query must not contain; a % is left unchanged, because the value is encoded already.
const encode = (value) => String(value).replace(/[^!$'()*+,\-./0-9:;=@A-Z_a-z~%]/gu, (c) => encodeURIComponent(c));

export const PARIS = { lat: 48.93, lon: 2.45 };
export const NIGHT = '2026-10-30T21:00:00Z';
export const BODIES = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
export const COLUMNS = ['observer', 'body', 'naif_id', 'time', 'time_local', 'az_deg', 'alt_deg', 'alt_true_deg', 'refraction_deg',
    'direction', 'above_horizon', 'ra_deg', 'dec_deg', 'ra_icrs_deg', 'dec_icrs_deg', 'distance_au', 'light_time_s',
    'magnitude', 'angular_diameter_arcsec', 'illuminated_fraction', 'elongation_deg', 'constellation',
    'az_rate_arcsec_per_s', 'alt_rate_arcsec_per_s', 'hour_angle_deg', 'parallactic_angle_deg', 'airmass', 'ecl_lon_deg',
    'ecl_lat_deg', 'gal_lon_deg', 'gal_lat_deg', 'range_rate_km_per_s', 'sun_distance_au', 'phase_angle_deg',
    'bright_limb_deg', 'pole_angle_deg', 'sub_observer_lon_deg', 'sub_observer_lat_deg', 'sub_solar_lon_deg',
    'sub_solar_lat_deg', 'ring_tilt_deg', 'geocentric_ra_deg', 'geocentric_dec_deg', 'geocentric_ra_icrs_deg',
    'geocentric_dec_icrs_deg', 'geocentric_ecl_lon_deg', 'geocentric_ecl_lat_deg', 'geocentric_distance_au', 'uncertainty'];
export const FORMATS = ['json', 'ndjson', 'csv', 'text', 'ics', 'svg', 'sse', 'votable'];
export const MEDIA = ['application/json', 'application/x-ndjson', 'text/csv', 'text/plain', 'text/calendar', 'image/svg+xml',
    'text/event-stream', 'application/x-votable+xml', '*/*', 'text/*', 'application/*', 'image/png', 'text/html',
    'text/csv;q=0.5, application/json;q=0.4', 'text/csv;q=0, */*', 'application/json;q=0', 'TEXT/CSV', 'nonsense', '',
    'text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'application/json; charset=utf-8',
    'text/plain;q=1.0, text/csv', 'application/problem+json'];
const PLACES = ['Paris', 'paris', 'Kathmandu', 'London', 'London,CA', 'Cordoba,ES', 'Springfield', 'America/Sao_Paulo', 'lodnon',
    'São Paulo', 'sao paulo', 'Tromsø', 'McMurdo', 'Springfield, Missouri', 'Nuku\'alofa', 'Paris,FR', 'Paris,XX', 'x', '',
        'Perth',
    'Santiago', 'München', 'Munich', '北京', 'Kiritimati', 'a'.repeat(101), 'Wien', 'Saint-Denis', 'New York', 'Victoria'];
const TIMES = ['2018-10-31T03:22:47Z', '2018-10-31T04:22+01:00', '2018-10-31T04:22 01:00', '2018-10-31Z', '@1540956167',
    '@1540956167.25',
    'jd:2458422.64082', '2016-12-31T23:59:60Z', '2017-12-31T23:59:60Z', '1962-01-01T00:00:00Z', '1950-06-01T12:00:00Z',
        '1900-01-01T00:00:00Z',
    '1899-12-12T00:00:03Z', '1899-12-12T00:00:02Z', '1850-01-01T00:00:00Z', '2099-12-31T12:00:00Z', '2100-01-31T23:58:50Z',
        '2100-02-10T00:00:00Z',
    '2526-03-29T02:30:00Z', '+002026-10-30T21:00:00Z', '%2B2026-10-30T21:00:00Z', '%2B030000-01-01T00:00:00Z',
        `2026-10-30T21:00:00.${'1'.repeat(200)}Z`, 'jd:1e6', '@1e9', 'jd:9999999999', '@99999999999999',
        '2026-10-30T21:00:00.12345678901234567890123456789012345678901234567890123456789Z', '-000044-03-15T12:00:00Z',
        '2026-10-30T21:00:00.123456789Z', '2026-10-30t21:00:00z',
    '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-10-30T24:00:00Z', '2026-10-30T25:00:00Z', '2026-10-30',
        '2026-10-30T21:00', '2026-10-25T02:30:00',
    '2026-03-29T02:30:00', 'tomorrow', '', '@', 'jd:', 'jd:x', '2026-10-30T21:00:00+25:00', '2024-02-29T06:00:00-08:00',
        '2000-01-01T12:00:00Z',
    '1999-08-11T11:03:00Z', '2026-08-12T18:00:00Z', '2026-06-21T00:00:00Z', '2026-12-21T12:00:00Z', '1972-06-30T23:59:60Z'];
const ZONES = ['Europe/Paris', 'Asia/Kathmandu', 'America/New_York', 'UTC', 'Australia/Lord_Howe', 'America/St_Johns',
    'Pacific/Apia', 'Africa/Casablanca',
    'Europe/Dublin', 'Europe/Pariss', 'europe/paris', '', '../etc/passwd', 'EST5EDT', 'Etc/GMT+5', 'Antarctica/Troll', 'GMT'];

export const ZONES_KNOWN = ZONES.slice(0, 9);

// Values of each parameter, good ones and bad ones.
export const VALUES = {
    lat: [0, 90, -90, 48.93, '48:55:48', '-39:45:14', '+12.5', '%2B12.5', 91, -90.0001, 'x', '', '1e1', '48:60:00', '48:55:48:1',
        '48.5:30', ' 12', '66.6', '-0', 'nan', '0x10', '89.999', '1e', '1'.repeat(400), `1.${'2'.repeat(60)}`, '1e999'],
    lon: [0, 180, -180, 360, -360, '145:03:04', 361, 'x', '', '-0.0005', '2:27', '1e-3', '179.9999', '1.2.3'],
    elevation: [0, 35, -500, 100000, 8848.5, -501, 100001, 'x', '', '35m'],
    place: PLACES,
    time: TIMES,
    start: ['2026-10-30T18:00:00Z', '2026-10-30Z', '@1793383200', 'jd:2461344.25', '1850-01-01T00:00:00Z', '2526-01-01T00:00:00Z',
        '2016-12-31T23:59:58Z', 'x', '', '2026-10-30T18:00', '1999-12-31T23:00:00Z'],
    stop: ['2026-10-31T06:00:00Z', '2026-10-30T18:00:00Z', '2026-10-29T00:00:00Z', 'x', '', '2300-01-01T00:00:00Z', '2026-10-31'],
    step: ['10m', '1h', '1d', '30s', '0.5s', 'PT10M', 'P1D', 'PT1H30M', '0', '0s', '-1h', '1', 'x', '', '1w', '90m', '1us',
        '0.1ms', 'P1DT12H', '6h', 'P1M', '100000d'],
    count: [1, 2, 3, 0, -1, 1.5, 'x', '', 1000000001, '07'],
    days: [0, 0.25, 0.5, 1, 2, -1, 73101, 'x', '', '1e0'],
    tz: ZONES,
    ambiguous: ['error', 'first', 'last', 'frist', ''],
    nonexistent: ['error', 'forward', 'foward', ''],
    bodies: [...BODIES, 'planets', 'all', 'mars,venus', 'venus,mars', 'mars, venus', 'MARS', '10,301',
        '199,299,499,599,699,799,899,999', '399', 'mras', 'mars,mars', '', 'mars,', ',mars', 'earth', 'planets,sun',
        'vulcan,mras', 'ceres'],
    refraction: ['standard', 'none', 'pyephem', 'standart', '', 'None'],
    pressure: [0, 500, 1010, 1013.25, 1200, 1201, -1, 'x', ''],
    temperature: [-100, -40, 0, 15, 70, 71, -101, 'x', ''],
    eye_height: [0, 1.7, 100, 5000, 100000, -1, 100001, 'x', ''],
    horizon: [0, -0.5, 5, 30, 90, -30, -31, 91, 'x', ''],
    types: ['phases', 'seasons', 'oppositions', 'conjunctions', 'elongations', 'stations', 'apsides', 'approaches', 'eclipses',
        'rise', 'set', 'transit', 'antitransit', 'twilight',
        'altitude:30', 'azimuth:180', 'altitude:-6', 'altitude:91', 'azimuth:361', 'altitude:', 'altitude:x',
            'altitude:1,altitude:2,altitude:3,altitude:4', 'altitude:1,altitude:2,altitude:3,altitude:4,altitude:5',
        'azimuth:1,azimuth:2,azimuth:3,azimuth:4,azimuth:5', 'full_moon', 'new_moon', 'first_quarter', 'last_quarter', 'phase',
            'season', 'elongation', 'station', 'apsis', 'eclipse', 'day', 'day,rise', 'rise,set', 'rise, set',
        'phasse', '', ',', 'lunar_eclipse', 'solar_eclipse', 'march_equinox', 'june_solstice', 'opposition', 'conjunction',
            'superior_conjunction', 'inferior_conjunction', 'perihelion', 'aphelion', 'perigee', 'apogee',
        'greatest_elongation_east', 'elongation_east', 'elongation_west', 'station_retrograde', 'station_direct', 'approach',
            'civil_dawn', 'phases,eclipses,rise', 'september_equinox', 'december_solstice', 'superior_conjunction_ra',
            'inferior_conjunction_ra', 'opposition_ra', 'conjunction_ra', 'station_retrograde_ra', 'station_direct_ra',
            'x'.repeat(1001)],
    fields: [...COLUMNS, 'az_deg,alt_deg', 'alt_deg,az_deg', 'body, alt_deg', 'time,body,uncertainty', 'az_degg', '', 'az_deg,',
        'az_deg,az_deg', 'foo,bar', 'AZ_DEG', 'azimuth', 'body,time_local,alt_deg'],
    format: [...FORMATS, 'xml', '', 'JSON', 'jsn'],
    bom: [1, 0, 'true', 'false', 2, '', 'yes'],
    download: [1, 0, 'true', 'false', 2, '', 'yes'],
    interval: [0.1, 0.2, 0.09, 86401, 'x', ''],
    speed: [1, 600, 3600, 100000, 0.01, 0.009, 100001, 'x', ''],
    q: ['paris', 'sao paulo', 'bogota', 'paris, fr', 'springfield, missouri', 'springfield mo', 'new zealand', 'zürich', 'zurich',
        'st petersburg', 'pari', 'x', 'qqqqqq', '', '北京', 'lodnon', 'nwe york', 'france', 'texas', 'Köln',
        'a'.repeat(101), 'München', '%00', '%FF', '"<script>', 'a', 'los angeles', 'al', 'saint', 'Europe/Paris', 'Москва',
            'القاهرة', 'san', 'us', 'US', 'washington dc', 'o\'fallon', 'port-au-prince', 'paris,', ', fr', '  paris  '],
    near: ['48.93,2.45', '1', '0,0', '90,0', '-90,0', '48.93, 2.45', '48:55:48,2:27', '91,0', '0,361', '48.93', 'x,y', '',
        '1,2,3', '-33.9,151.2', '35.7,139.7', '64.1,-21.9', '0,-160', '-17.7,178', '52.5,13.4'],
    limit: [1, 2, 3, 10, 50, 1000, 0, 1001, -1, 'x', ''],
    body: [...BODIES, '699', 'mras', 'mars,venus', 'all', '', 'MOON'],
    theme: ['dark', 'light', 'red', 'blue', '', 'auto'],
    view: ['up', 'map', 'down', ''],
    up: ['north', 'south', 'east', ''],
    stars: [1, 0, 'true', 'false', 2, ''],
    lang: ['en', 'fr', 'de', 'es', 'it', '', 'EN', 'fr-FR'],
};

const PLACE = ['lat', 'lon', 'elevation', 'place'];
const ZONE = ['tz', 'ambiguous', 'nonexistent'];
const AIR = ['refraction', 'pressure', 'temperature'];
export const FORM = ['format', 'bom', 'download'];
const SKYLINE = ['eye_height', 'horizon'];

// Each route with its parameters and a request that works (base), into which values of parameters are put.
export const ROUTES = [
    { group: 'positions', path: '/api/v1/positions', base: { ...PARIS, time: NIGHT, bodies: 'mars,moon',
        fields: 'body,time,az_deg,alt_deg' },
        has: [...PLACE, 'time', ...ZONE, 'bodies', 'fields', ...AIR, ...FORM] },
    { group: 'positions-range', path: '/api/v1/positions', base: { ...PARIS, start: '2026-10-30T18:00:00Z', days: 0.5, step: '3h',
        bodies: 'saturn,sun', fields: 'body,time,az_deg,alt_deg' },
        has: ['start', 'stop', 'step', 'count', 'days', ...ZONE, 'bodies', 'refraction', ...FORM] },
    { group: 'positions-body', path: '/api/v1/positions/saturn', base: { ...PARIS, time: NIGHT,
        fields: 'body,time,time_local,az_deg,alt_deg,ring_tilt_deg' },
        has: [...PLACE, 'time', ...ZONE, 'fields', ...AIR, ...FORM] },
    { group: 'sky', path: '/api/v1/sky', base: { ...PARIS, tz: 'Europe/Paris', time: NIGHT },
        has: [...PLACE, 'time', ...ZONE, 'bodies', ...AIR, ...SKYLINE, ...FORM] },
    { group: 'tonight', path: '/api/v1/tonight', base: { ...PARIS, bodies: 'moon,saturn', time: '2026-10-30T12:00:00Z' },
        has: [...PLACE, 'time', ...ZONE, 'bodies', ...AIR, ...SKYLINE, ...FORM] },
    { group: 'chart', path: '/api/v1/chart.svg', base: { ...PARIS, time: NIGHT, body: 'saturn' },
        has: [...PLACE, 'time', ...ZONE, 'bodies', 'body', 'theme', 'view', 'up', 'stars', 'lang', ...AIR, 'format',
            'download'] },
    { group: 'stream', path: '/api/v1/stream', base: { ...PARIS, bodies: 'mars', fields: 'body,time_local,alt_deg', start: NIGHT,
        speed: 3600, interval: 0.1, count: 2 },
        has: [...PLACE, ...ZONE, 'bodies', 'fields', 'interval', 'speed', 'start', 'count', ...AIR, 'format'] },
    { group: 'events', path: '/api/v1/events', base: { types: 'phases,eclipses', start: '2026-08-01T00:00:00Z', days: 31 },
        has: ['start', 'stop', 'days', 'bodies', 'types', ...ZONE, ...FORM] },
    { group: 'events-place', path: '/api/v1/events', base: { ...PARIS, types: 'rise,set,transit,twilight',
        bodies: 'sun,moon,mars', start: '2026-10-30T00:00:00Z', days: 2 },
        has: [...PLACE, 'start', 'stop', 'days', 'bodies', 'types', ...ZONE, ...AIR, ...SKYLINE, ...FORM] },
    { group: 'events-days', path: '/api/v1/events', base: { ...PARIS, types: 'day', bodies: 'sun,moon', tz: 'Europe/Paris',
        start: '2026-10-24T00:00:00Z', days: 3 },
        has: [...PLACE, 'start', 'stop', 'days', 'bodies', ...ZONE, ...AIR, ...SKYLINE, ...FORM] },
    { group: 'time', path: '/api/v1/time', base: { time: NIGHT, lon: 2.45 }, has: ['time', ...ZONE, 'lon', ...FORM] },
    { group: 'bodies', path: '/api/v1/bodies', base: {}, has: FORM },
    { group: 'bodies-one', path: '/api/v1/bodies/saturn', base: {}, has: FORM },
    { group: 'conventions', path: '/api/v1/conventions', base: {}, has: FORM },
    { group: 'places', path: '/api/v1/places', base: { q: 'paris' }, has: ['q', 'near', 'limit', ...FORM] },
    { group: 'places-near', path: '/api/v1/places', base: { near: '48.93,2.45', limit: 3 }, has: ['near', 'limit', ...FORM] },
    { group: 'discovery', path: '/api/v1', base: {}, has: ['format'] },
    { group: 'discovery', path: '/openapi.json', base: {}, has: ['format'] },
    { group: 'status', path: '/api/v1/status', base: {}, has: FORM },
];

// One request for each value of each parameter. A parameter that excludes others of the base is sent without them.
const EXCLUDES = { place: ['lat', 'lon', 'elevation'], stop: ['days'], count: ['days'] };
export function withEachValue({ group, path, base, has }) {
    const requests = [];
    for (const name of has) {
        for (const value of VALUES[name]) {
            const query = { ...base, [name]: value };
            for (const other of EXCLUDES[name] || []) if (!(group === 'stream' && name === 'count')) delete query[other];
            requests.push(get(group, address(path, query)));
        }
    }
    return requests;
}

// Without an instant these answer for the present: then only the headers are recorded.
const PATHS_OF_TIME = /^\/(sky\/)?(api\/v1\/(positions|sky|tonight|chart\.svg|events|time)|planets)\b/;
export const isOfNow = ({ target, method }) => method === 'GET' && PATHS_OF_TIME.test(target.replaceAll('%61', 'a'))
    && !/[?&](time|start)=/.test(target);

// What every route answers to: other parameters, formats, media types, languages, methods, encodings.
export function withEachManner({ group, path, base, has }) {
    const target = address(path, base), requests = [get(group, target), get(group, path)];
    const other = (query) => get(group, address(path, query));
    for (const name of Object.keys(VALUES)) if (!has.includes(name)) requests.push(other({ ...base, [name]: VALUES[name][0] }));
    for (const name of Object.keys(base)) requests.push(other({ ...base, [name]: undefined }),
        get(group, `${address(path, base)}&${name}=${encode(base[name])}`));
    for (const name of ['latt', 'LAT', 'formt', 'elevaton', 'tme', 'foo', '',
        'bodes']) requests.push(other({ ...base, [name]: 1 }));
    for (const media of MEDIA) requests.push(get(group, target, [`Accept: ${media}`]));
    for (const format of FORMATS) {
        requests.push(get(group, address(path, { ...base, format }), ['Accept: text/html']));
        requests.push(get(group, address(path, { ...base, format }), ['Accept-Encoding: gzip']));
        if (has.includes('bom')) requests.push(other({ ...base, format, bom: 1, download: 1 }));
        requests.push(other({ format, lat: 91 }));
    }
    for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'FOO',
        'get']) requests.push(request(group, method, target));
    for (const coding of ['gzip', 'gzip;q=0', 'br', 'identity', '*', 'deflate, gzip;q=0.5',
        'identity;q=0']) requests.push(get(group, target, [`Accept-Encoding: ${coding}`]));
    for (const spelling of [`${path}/`, `${path}//`, `/${path}`, path.toUpperCase(), path.replace('api', '%61pi'),
        path.replace(/\/v1/, '%2Fv1'), `${path}x`, `${path}%`, `${path}%00`])
        requests.push(get(group, address(spelling, base)));
    for (const tail of ['&', '&&', '&lat', '&%', '&x=%G1', '#fragment', '?', '&lat=%C3']) requests.push(get(group,
        `${address(path, base)}${tail}`));
    for (const tag of ['<etag>', 'W/<etag>', '"x", <etag>', '*', '"other"', 'nonsense', '<etag'])
        requests.push(get(group, target, [`If-None-Match: ${tag}`], { tag_of: target }));
    requests.push(get(group, target, ['Accept-Encoding: gzip', 'If-None-Match: <etag>'],
        { tag_of: target, tag_headers: ['Accept-Encoding: gzip'] }));
    requests.push(request(group, 'HEAD', target, { headers: ['If-None-Match: <etag>'], tag_of: target }));
    requests.push(request(group, 'HEAD', target, { headers: ['Accept-Encoding: gzip'] }));
    requests.push(get(group, target, ['Origin: https://elsewhere.example']));
    requests.push(get(group, target, ['Request-Id: my-request-0001']), get(group, target, ['X-Request-Id: other-request.0002']),
        get(group, target, ['Request-Id: short']));
    requests.push(request(group, 'OPTIONS', target, { headers: ['Origin: https://elsewhere.example',
        'Access-Control-Request-Method: GET'] }));
    return requests;
}

export const each = (values, make) => values.flatMap(make);
export const product = (first, second) => first.flatMap((a) => second.map((b) => [a, b]));
