// The commands, with each value of each option.

import { describeBody, sha256, shortened, shown } from './answers.mjs';
import { inOrder } from './asking.mjs';
import { AT_ONCE } from './limits.mjs';
import { DATA_MASKS, masked, MASKS, NUMBER_MASKS, SPEED_MASKS } from './masks.mjs';
import { address, BODIES, COLUMNS, each, NIGHT, PARIS, VALUES } from './parameters.mjs';
import { runCommand } from './program.mjs';

export const AT = ['--at', NIGHT];
export const HERE = ['--lat', '48.93', '--lon', '2.45'];
const command = (name, words, rest = {}) => ({ group: `cli-${name}`, words: [name, ...words].map(String), ...rest });

// Values of the options that do not stand for a parameter of the API.
const OPTION_VALUES = {
    '--lat': [0, 90, -90, '48:55:48', 91, 'x', ''], '--lon': [0, 180, -360, '145:03:04', 361, 'x', ''],
        '--elevation': [0, 35, -501, 'x', ''], '--place': VALUES.place.slice(0, 20),
    '--at': ['2018-10-31T03:22:47Z', '2018-10-31Z', '@1540956167', 'jd:2458422.64082', '1850-01-01T00:00:00Z',
        '1950-06-01T12:00:00Z', '2526-03-29T02:30:00Z', '2026-10-30T21:00', '2026-13-01T00:00:00Z', 'x', ''],
    '--from': ['2026-10-30T18:00:00Z', '2026-10-30T18:00', '1850-01-01T00:00:00Z', 'x', ''],
        '--to': ['2026-10-31T00:00:00Z', '2026-10-29T00:00:00Z', 'x', ''], '--step': ['1h', 'PT2H', '1d', '0', 'x', ''],
        '--days': [1, 2, 0, -1, 36526, 1.5, 'x', ''],
    '--tz': ['Europe/Paris', 'Asia/Kathmandu', 'UTC', 'Europe/Pariss', '', 'x'], '--ambiguous': ['first', 'last', 'error', 'x'],
        '--nonexistent': ['forward', 'error', 'x'],
    '--bodies': ['mars', 'mars,venus', 'planets', 'all', '499,10', 'mras', '', 'MARS'],
        '--refraction': ['standard', 'none', 'pyephem', 'x'], '--pressure': [0, 800, 1201, 'x'],
        '--temperature': [-40, 15, 71, 'x'],
    '--horizon': [0, 5, -31, 'x'], '--eye-height': [0, 100, -1, 'x'], '--definition': ['almanac', 'physical', 'x', ''],
        '--types': ['phases', 'eclipses', 'rise,set', 'twilight', 'altitude:10', 'day', 'full_moon', 'phasse', '',
        'seasons,apsides,stations,oppositions,conjunctions,elongations', 'approaches'],
    '--json': [null], '--ndjson': [null], '--csv': [null], '--votable': [null], '--ics': [null], '--strict': [null],
        '--print': [null], '--help': [null], '-h': [null],
    '--body': ['moon', 'saturn', 'mras', 'mars,venus', ''], '--theme': ['dark', 'light', 'red', 'x'],
        '--view': ['up', 'map', 'x'], '--up': ['north', 'south', 'x'], '--stars': [0, 1, 2, 'x'],
        '--lang': ['en', 'fr', 'de', 'es', 'it'],
    '--near': ['48.93,2.45', '0,0', '91,0', 'x', ''], '--limit': [1, 3, 1000, 0, 1001, 'x'],
        '--ephemeris': ['missing.bsp', '.', 'page.html', ''], '--leap-seconds': ['missing.list', '.', 'page.html'],
        '--data-dir': ['none', 'missing', 'page.html', ''],
};
const SITE_OPTIONS = ['--lat', '--lon', '--elevation', '--place'], ZONE_OPTIONS = ['--tz', '--ambiguous', '--nonexistent'],
    AIR_OPTIONS = ['--refraction', '--pressure', '--temperature'];
const ROW_OPTIONS = ['--json', '--ndjson', '--csv'], DATA_OPTIONS = ['--ephemeris', '--leap-seconds', '--data-dir'];
export const COMMANDS = [
    { name: 'now', base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: [...SITE_OPTIONS, '--at', ...ZONE_OPTIONS, '--bodies', ...AIR_OPTIONS, ...ROW_OPTIONS, '--votable', '--strict',
        ...DATA_OPTIONS] },
    { name: 'ephem', first: ['mars,moon'], base: { '--lat': 48.93, '--lon': 2.45, '--from': '2026-10-30T18:00:00Z',
        '--to': '2026-10-31T00:00:00Z', '--step': '2h' }, has: [...SITE_OPTIONS, '--from', '--to', '--step', ...ZONE_OPTIONS,
        ...AIR_OPTIONS, ...ROW_OPTIONS, '--votable', ...DATA_OPTIONS] },
    { name: 'tonight', base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: [...SITE_OPTIONS, '--at', ...ZONE_OPTIONS, '--bodies', '--horizon', '--eye-height', ...AIR_OPTIONS, ...ROW_OPTIONS,
        ...DATA_OPTIONS] },
    { name: 'rise', first: ['sun,moon,saturn'], base: { '--lat': 48.93, '--lon': 2.45, '--from': '2026-10-30T00:00:00Z',
        '--days': 2 }, has: [...SITE_OPTIONS, '--from', '--days', ...ZONE_OPTIONS, '--horizon', '--eye-height', '--definition',
        ...AIR_OPTIONS, ...ROW_OPTIONS, ...DATA_OPTIONS] },
    { name: 'events', base: { '--types': 'phases,eclipses', '--from': '2026-08-01T00:00:00Z', '--days': 31 },
        has: ['--types', '--bodies', '--from', '--days', '--tz', ...ROW_OPTIONS, '--ics', ...DATA_OPTIONS] },
    { name: 'events', base: { '--types': 'rise,set,twilight', '--bodies': 'sun,moon', '--lat': 48.93, '--lon': 2.45,
        '--from': '2026-08-01T00:00:00Z', '--days': 2 }, has: ['--types', '--bodies', '--from', '--days', ...SITE_OPTIONS,
        '--horizon', '--eye-height', ...ZONE_OPTIONS, ...AIR_OPTIONS, ...ROW_OPTIONS, '--ics'] },
    { name: 'is-up', first: ['mars'], base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: [...SITE_OPTIONS, '--horizon', '--eye-height', '--at', ...DATA_OPTIONS] },
    { name: 'explain', first: ['saturn'], base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: [...SITE_OPTIONS, '--at', ...ZONE_OPTIONS, ...AIR_OPTIONS, ...ROW_OPTIONS, ...DATA_OPTIONS] },
    { name: 'time', base: { '--at': NIGHT, '--lon': 2.45 }, has: ['--at', '--lon', ...ZONE_OPTIONS, ...ROW_OPTIONS,
        ...DATA_OPTIONS] },
    { name: 'bodies', base: {}, has: [...ROW_OPTIONS, ...DATA_OPTIONS] },
    { name: 'chart', base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: [...SITE_OPTIONS, '--at', ...ZONE_OPTIONS, '--bodies', '--body', '--theme', '--view', '--up', '--stars', '--lang',
        ...AIR_OPTIONS, ...DATA_OPTIONS] },
    { name: 'places', first: ['paris'], base: {}, has: ['--near', '--limit', ...ROW_OPTIONS] },
    { name: 'watch', base: { '--lat': 48.93, '--lon': 2.45, '--at': NIGHT },
        has: ['--lat', '--place', '--at', '--bodies', '--tz', ...DATA_OPTIONS] },
];
const wordsOf = (options) => Object.entries(options).flatMap(([name, value]) => value === undefined ? [] : value === null ? [name]
    : [name, String(value)]);

// Each value of each option, then each kind of mistake.
export function withEachOption({ name, first = [], base, has }) {
    const run = (options, more = []) => command(name, [...first, ...wordsOf(options), ...more]);
    const commands = [run(base), command(name, wordsOf(base)), command(name, first), command(name, ['--help']),
        command(name, ['-h']), command('help', [name])];
    for (const option of has) {
        for (const value of OPTION_VALUES[option]) {
            const options = { ...base, [option]: value };
            if (option === '--place') delete options['--lat'], delete options['--lon'];
            commands.push(run(options));
        }
        if (OPTION_VALUES[option][0] !== null) {
            const { [option]: gone, ...rest } = base;
            commands.push(run(rest), run(rest, [option]), run(rest, [`${option}=${OPTION_VALUES[option][0]}`]));
        } else commands.push(run(base, [`${option}=1`]));
        commands.push(run(base, [`${option}x`]));
    }
    for (const row of ROW_OPTIONS.filter((option) => has.includes(option)))
        for (const more of [['--tz', 'Europe/Paris'], ['--elevation', '35'], ['--bodies', 'all'],
            ['--place', 'Paris']]) commands.push(run({ ...base, [row]: null }, more));
    for (const more of [['--json', '--csv'], ['--ndjson', '--json'], ['--lat', '1', '--lat', '2'], ['--place', 'Paris'],
        ['extra'], ['--lta', '1'], ['--'], ['-x'], ['--jsn'], ['--tz', 'Europe/Paris', '--at', '2026-10-25T02:30'],
        ['--tz=Europe/Paris']])
        commands.push(run(base, more));
    for (const odd of ['mras', 'all', 'mars,venus', '499', 'MOON', '', 'earth',
        'planets']) if (first.length > 0) commands.push(command(name, [odd, ...wordsOf(base)]));
    return commands;
}

export function moreCommands() {
    const rows = ['--json', '--csv', '--ndjson'];
    const zone = (at, ...more) => command('now', [...HERE, '--tz', 'Europe/Paris', '--at', at, ...more]);
    return [
        ...each(['2026-10-25T02:30', '2026-03-29T02:30', '2026-10-30T22:00', '2026-10-30'],
            (at) => [zone(at), zone(at, '--ambiguous', 'first'), zone(at, '--ambiguous', 'last'),
            zone(at, '--nonexistent', 'forward')]),
        ...each(['moon', 'sun', 'saturn', 'mras', ''], (body) => each(['rise', 'set', 'transit', 'antitransit', 'rises', ''],
            (what) => command('wait', [body, what, '--lat', 48.93, '--lon', 2.45, '--print', '--horizon', '90'],
            { hides_numbers: true }))),
        command('wait', []), command('wait', ['moon']), command('wait', ['--help']), command('wait', ['moon', 'rise']),
            command('wait', ['moon', 'rise', ...HERE, 'x', '--print']), command('wait', ['moon', 'rise', ...HERE, '--prnt']),
            command('wait', ['sun', 'rise', '--lat', 'x', '--lon', 1, '--print']), command('help', ['wait']),
            command('wait', ['sun', 'rise', '--place', 'lodnon', '--print']),
        ...each(BODIES, (body) => [command('bodies', [body]), ...each(rows, (row) => command('bodies', [body, row])),
            command('explain', [body, ...HERE, ...AT]), command('is-up', [body, ...HERE, ...AT]),
            command('rise', [body, ...HERE, '--from', '2026-11-01T00:00:00Z', '--json'])]),
        command('bodies', ['mras']), command('bodies', ['699', '--json']), command('bodies', ['saturn', 'mars']),
            command('bodies', ['399']),
        ...each(VALUES.q.filter((q) => !q.includes('%')), (q) => [command('places', [q]), command('places', [q, '--json'])]),
            command('places', ['paris,', 'fr']), command('places', ['new', 'zealand']), command('places', []),
            ...each(VALUES.near, (near) => command('places', ['--near', near, '--limit', 2])),
            command('places', ['paris', '--near', '48.93,2.45', '--csv']),
        ...each([['--lat', 69.65, '--lon', 18.96, '--tz', 'Europe/Oslo'], ['--place', 'McMurdo'], ['--lat', 90, '--lon', 0],
            ['--place', 'Sydney']], (site) => each(['2026-06-21T12:00:00Z', '2026-12-21T12:00:00Z'], (at) => [
            command('tonight', [...site, '--at', at]), command('tonight', [...site, '--at', at, '--json']),
                command('rise', ['all', ...site, '--from', at, '--days', 2]),
                command('now', [...site, '--at', at, '--bodies', 'all']),
                command('chart', [...site, '--at', at, '--body', 'sun']),
                command('events', ['--types', 'day', '--bodies', 'sun', ...site, '--from', at, '--days', 2]),
                command('events', ['--types', 'rise,set,twilight', '--bodies', 'sun,moon', ...site, '--from', at, '--days', 3,
                '--csv'])])),
        ...each(rows.concat('--ics'), (row) => each(VALUES.types.slice(0, 9),
            (types) => command('events', ['--types', types, '--from', '2026-01-01T00:00:00Z', '--days', 300, row]))),
            ...each(VALUES.types.slice(0, 9), (types) => command('events',
            ['--types', types, '--from', '2026-01-01T00:00:00Z', '--days', 300])),
        command('events', ['--from', '2026-01-01T00:00:00Z', '--to', '2026-03-01T00:00:00Z']),
            command('events', ['--from', '2026-01-01T00:00:00Z', '--to', '2026-03-01T00:00:00Z', '--days', 2]),
            command('events', ['--from', '1850-01-01T00:00:00Z']), command('events', ['--from', NIGHT, '--ics', '--json']),
            command('events', ['--from', '2060-01-01T00:00:00Z', '--days', 20, ...HERE, '--types', 'phases,rise']),
            command('events', ['--types', 'rise', '--from', '2026-01-01T00:00:00Z']),
        command('now', ['--place', 'Paris', ...AT, '--strict', '--json']),
            command('now', [...HERE, '--at', '2050-01-01T00:00:00Z', '--strict']),
            command('now', [...HERE, ...AT], { env: { NO_COLOR: '1', TERM: 'xterm-256color' } }),
            command('now', [...HERE, ...AT], { env: { COLUMNS: '40', LC_ALL: 'C' } }),
            command('now', [...HERE, ...AT, '--tz', 'Europe/Paris'], { env: { TZDIR: '/nonexistent' } }),
            command('now', ['--place', 'Paris', ...AT], { env: { TZDIR: '/nonexistent' } }),
        command('now', [...HERE, ...AT], { env: { PLANETTRACKER_EPHEMERIS: 'missing.bsp' } }),
            command('now', [...HERE, ...AT], { env: { TZ: 'America/New_York', LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8' } }),
        ...each([['status'], ['status', '--json'], ['status', '--strict'], ['status', '--data-dir', 'none'],
            ['status', '--data-dir', 'missing'], ['status', '--data-dir', 'page.html'], ['verify'],
            ['verify', '--data-dir', 'missing'], ['update'], ['update', '--offline'],
            ['update', '--offline', '--data-dir', 'fresh'], ['update', '--data-dir', 'none'], [], ['stauts'], ['status', 'x'],
            ['status', '--jsn'],
            ['update', '--tries', '0'], ['update', '--tries', 'x'], ['update', '--max-time', '0'], ['update', '--url', 'x'],
                ['update', '--url', 'finals2000A.all=x'], ['update', '--sha256', 'x'],
                ['update', '--sha256', 'finals2000A.all=00'], ['update', '--kernel', ''],
                ['update', '--kernel', 'http://127.0.0.1/x'], ['update', '--kernel', '../x'], ['--help'], ['-h'],
                ['status', '--help'], ['update', '--offline', '--kernel', 'de440s', '--data-dir', 'fresh'], ['status', '--quiet'],
                ['--json', 'status'], ['verify', '--data-dir', 'none'], ['update', '--kernel'], ['update', '--mirror'],
                ['update', '--offline', '--kernel', 'none', '--data-dir', 'fresh']], (words) => command('data', words)),
        ...each([[], ['--help'], ['-h'], ['help'], ['version'], ['--version'], ['version', 'x'], ['help', 'nwo'],
            ['help', 'serve'], ['help', 'data'], ['help', 'get'], ['help', 'stream'], ['help', 'version'], ['help', 'help'],
            ['nwo'], ['ephm'], ['rsie'], ['evens'], ['serv'], ['Now'], [''], ['--lat', '1'], ['-x'], ['help', 'now', 'x'],
            ['watsh'], ['tonigth'], ['placs'], ['xyzzy'], ['a"b'], ['\x1b[31m']], (words) => ({ group: 'cli-main', words })),
        ...each([['--help'], ['--prt', '1'], ['--port'], ['--port', 'x'], ['--port', '65536'], ['--listen', 'a:b:c'],
            ['--listen', ''], ['--listen', 'unix:'], ['--listen', '999.999.999.999:0'], ['--threads', '0'], ['--threads', '257'],
            ['--threads', 'x'], ['--rate', 'x'], ['--rate', '0/s'], ['--rate', '10/h'], ['--rate', '10/s,0'],
            ['--trusted-proxies', 'x'], ['--trusted-proxies', '10.0.0.0/33'], ['--trusted-proxies', ''], ['--base-path', 'sky'],
            ['--base-path', '/sky/'], ['--base-path', '/a//b'], ['--base-path', '/../x'],
            ['--max-streams', 'x'], ['--max-streams', '-1'], ['--web-root', 'missing', '--port', '0'],
                ['--web-root', 'page.html', '--port', '0'], ['--access-log', '', '--port', '0'],
                ['--access-log', 'missing/log', '--port', '0'], ['--ephemeris', 'missing.bsp', '--port', '0'],
                ['--ephemeris', 'page.html', '--port', '0'], ['--leap-seconds', 'missing.list', '--port', '0'],
                ['--leap-seconds', 'page.html', '--port', '0'], ['--data-dir', '', '--port', '0'], ['x'], ['--port=', '1'],
                ['--foo=bar'], ['--data-dir']], (words) => command('serve', words)),
        command('serve', [], { env: { PORT: 'x' } }), command('serve', [], { env: { HOST: 'no.such.host.invalid', PORT: '0' } }),
            command('serve', [], { env: { PORT: '70000' } }),
        ...each([['--at', NIGHT], ['--speed', '0'], ['--speed', 'x'], ['--speed', '604801'], ['--url', 'x', '--place', 'Paris'],
            ['--url', 'ftp://x', '--place', 'Paris'], ['--red', '--place', 'Paris'], ['--place', 'Paris'],
            ['--place', 'Paris', '--bodies', 'mras']], (words) => command('watch', words)),
    ];
}

// Commands that ask a server.
export function commandsOfServer(port) {
    const url = (path) => `http://127.0.0.1:${port}${path}`;
    const some = url(address('/api/v1/positions', { ...PARIS, time: NIGHT, bodies: 'mars' })),
        stream = url(address('/api/v1/stream', { ...PARIS, bodies: 'mars,moon', fields: 'body,alt_deg', start: NIGHT, speed: 3600,
        interval: 0.1, count: 3 }));
    const watching = ['watch', '--url', `http://127.0.0.1:${port}`, ...HERE, ...AT];
    const endless = stream.replace('&count=3', '');
    return [
        ...each([[some], ['-q', some], [url('/nothing')], [url('/healthz'), url('/readyz')].slice(0, 1), ['-o', 'got.json', some],
            ['-o', 'missing/got.json', some], ['-O', url('/style.css')], ['--tries', '1', 'http://127.0.0.1:1/'],
            ['--tries', '1', '-q', 'http://127.0.0.1:1/'], ['x'], ['ftp://127.0.0.1/'], ['-n', 'x', some], ['-n', '0', some],
            ['-c', '0', some], ['-c', 'x', some], ['--foo', some], [], ['--help'], ['-h'],
            ['--tries', 'x', some], ['--max-time', 'x', some], ['-o', 'a', some, some], ['-o'], ['-O', url('/')],
                ['--ca-file', 'missing.pem', some], ['--tries=1', url('/healthz')], ['--jsn', some], [''], ['http://'],
                ['http://127.0.0.1:99999/'], ['-o', 'b', '-O', some], ['-n', '2', '-o', 'c', some], ['-n', '2', '-O', some],
                ['-c', '1', '-O', url('/a/x.js'), url('/b/x.js')], ['-o', 'd', url('/nothing')],
                ['--max-time', '5', url('/openapi.json')]], (words) => command('get', words)),
        ...each([['-n', '20', '-c', '2', '-q', some], ['-n', '20', '-c', '2', '-q', '--json', some],
            ['-q', some, url('/nothing'), url('/healthz')], ['-q', '--json', some, url('/nothing')],
            [url('/healthz'), '--json', '-q']], (words) => command('get', words, { hides_numbers: true })),
        ...each([[stream], ['--data', stream], ['-n', '2', endless], ['-n', '1', '--data', endless],
            ['--types', 'positions', '-n', '2', stream], ['--types', 'bye', stream], ['--types', 'rise,set', stream],
            ['--last-id', '2026-10-30T21:06:00Z', stream], ['--last-id', 'x', stream], ['-q', stream],
            ['--tries', '1', 'http://127.0.0.1:1/'], ['--tries', '1', '-q', 'http://127.0.0.1:1/'],
            ['--tries', '1', url('/nothing')], ['--tries', '1', url('/healthz')], ['--tries', '1', url('/api/v1/stream')],
            ['--tries', '1', url('/api/v1/stream?place=lodnon')],
            ['x'], [], ['--help'], ['-n', 'x', stream], ['-n', '0', stream], ['--types', '', stream], ['--types'],
                ['--tries', 'x', stream], ['--foo'], [stream, stream], ['--ca-file', 'missing.pem', stream], ['ftp://x/']],
                (words) => command('stream', words)),
        ...each([[], ['--tz', 'Europe/Paris'], ['--bodies', 'mars,saturn'], ['--speed', '3600'], ['--refraction', 'none'],
            ['--elevation', '35']], (words) => command('watch', [...watching.slice(1), ...words], { lines: 2 })),
        command('stream', ['--tries', '2', 'http://127.0.0.1:1/'], { hides_numbers: true }),
            command('serve', ['--listen', `127.0.0.1:${port}`]), command('serve', ['--listen', 'unix:missing/socket']),
            command('watch', ['--url', 'http://127.0.0.1:1', ...HERE, '--data-dir', 'none']),
            command('watch', ['--url', url('/nothing'), ...HERE]),
        ...each([[], ['--tz', 'Europe/Paris'], ['--bodies', 'mars,saturn'], ['--red']],
            (words) => command('watch', ['--url', 'http://127.0.0.1:1', '--speed', 'x', '--place', 'Paris', ...words])),
    ];
}

export const maskedWords = (words) => words.map((word) => shown(masked(String(word), MASKS))).map((word) =>
    /^[\w\-./:=,@+<>]+$/.test(word) ? word : `'${shortened(word).replace(/\n/g, '\\n')}'`).join(' ');

// Commands that answer for the present without an instant.
const TIME_OPTIONS = { now: '--at', tonight: '--at', chart: '--at', explain: '--at', time: '--at', 'is-up': '--at',
    ephem: '--from', rise: '--from', events: '--from' };
const isRunOfNow = ([name, ...words]) => TIME_OPTIONS[name] !== undefined
    && !words.some((word) => word.startsWith(TIME_OPTIONS[name]));

export function describeRun({ words, hides_numbers }, { code, out, err }, home) {
    const masks = [...MASKS, [new RegExp(home, 'g'), '<folder>'], ...SPEED_MASKS, ...(words[0] === 'data' ? DATA_MASKS : []),
        ...(hides_numbers ? NUMBER_MASKS : [])];
    if (isRunOfNow(words) && out.length > 0 && (code === 0 || words[0] === 'is-up')
        && !words.some((word) => /^(--help|-h)$/.test(word))) out = Buffer.from('of now\n');
    // Files that are fetched at once come in any order.
    if (words[0] === 'data'
        && words[1] === 'update') err = Buffer.from(err.toString().split('\n').sort().join('\n').replace(/^\n/,
        '') + (err.length > 0 ? '\n' : ''));
    return `exit code ${code}\n${describeBody('stdout', out, masks)}${describeBody('stderr', err, masks)}`;
}

export async function recordCommands(record, binary, home, commands, at_once = AT_ONCE) {
    const runs = await inOrder(commands, at_once, () => ({ work: async (each) =>
        describeRun(each, await runCommand(binary, home, each), home), end() {} }));
    commands.forEach((each, i) => {
        const env = Object.entries(each.env || {}).map(([name, value]) => `${name}=${value} `).join('');
        record.add(each.group, `${env}planettracker ${maskedWords(each.words)}`, runs[i], { keeps_tag: true });
    });
}
