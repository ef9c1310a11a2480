// Servers with options of their own.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordRequests } from './asking.mjs';
import { LOG_MASKS, masked, MASKS } from './masks.mjs';
import { address, each, get, NIGHT, PARIS, request, ROUTES } from './parameters.mjs';
import { startServer } from './program.mjs';
import { BATCH } from './requests.mjs';

const LOCAL = address('/api/v1/positions', { ...PARIS, time: NIGHT, bodies: 'mars', fields: 'body,alt_deg' });

// One after the other, so that the lines of the log come in their order.
export async function recordBelow(record, binary, home) {
    const log = join(home, 'access.log'), server = 'below /sky';
    const { port, stop } = await startServer(binary, home, ['--base-path', '/sky', '--trusted-proxies', '127.0.0.0/8',
        '--access-log', log]);
    const group = 'base-path', below = (path, headers = [], method = 'GET', body) =>
        request(group, method, path, { headers, body, server });
    const forwarded = ['X-Forwarded-For: 192.0.2.7', 'X-Forwarded-For: 192.0.2.7, 127.0.0.2', 'X-Forwarded-For: 2001:db8::1',
        'X-Forwarded-For: nonsense', 'Forwarded: for=192.0.2.8', 'Forwarded: for="[2001:db8::2]:80";proto=https;host=x.example',
        'Forwarded: for=_hidden', 'X-Forwarded-Proto: https', 'X-Forwarded-Host: other.example', 'X-Forwarded-Prefix: /other',
        'User-Agent: "quoted" \\ agent'];
    await recordRequests(record, port, [
        ...['/sky', '/sky/', '/', '/sky/api/v1', '/sky/openapi.json', '/sky/healthz', '/healthz', '/sky/readyz', '/sky/metrics',
            '/sky/api/v1/status', '/sky/style.css', '/sky/sw.js', '/sky/manifest.webmanifest', '/sky/nothing', '/skyx',
            '/sky/planets/mars?time=2026-10-30T21:00:00Z', '/sky/sky', `/sky${LOCAL}`, LOCAL, '/sky/api/v1/conventions',
            '/sky//api/v1', '/sky?lat=1&lon=2&time=2026-10-30T21:00:00Z', '/%73ky/healthz'].map((path) => below(path)),
        ...ROUTES.map(({ path, base }) => below(`/sky${address(path, base)}`)),
            below(`/sky${address('/', { ...PARIS, time: NIGHT, body: 'moon' })}`),
            below('/sky/geo_location', [], 'POST', 'lat=1&lon=2&elevation=0'),
            below('/sky/api/v1/batch', [], 'POST', JSON.stringify(BATCH)), below('/sky/api/v1/sky', [], 'OPTIONS'),
            below('/sky/api/v1/sky', [], 'PUT'),
        ...forwarded.map((line) => below(`/sky${LOCAL}`, [line])), below(`/sky${LOCAL}`,
            ['X-Forwarded-For: 192.0.2.7', 'Forwarded: for=192.0.2.9']), below(`/sky${LOCAL}`, ['Request-Id: my-request-0001']),
        ...['lat=48.93456&lon=-2.45678', 'place=Paris', 'near=48.93,2.45', 'latitude=1.2345', 'observer=48:55:48',
            'lat=%34%38.93&lon=x', 'a=1&&b'].map((query) => below(`/sky/api/v1/places?${query}`)),
    ], 1);
    const said = await stop();
    record.add('access-log', 'the access log', masked(readFileSync(log, 'utf8'), LOG_MASKS));
    record.add('access-log', 'what the server said', masked(said, MASKS).replaceAll(home, '<folder>'));
}

export async function recordLimited(record, binary, home) {
    const { port, stop } = await startServer(binary, home, ['--rate', '1/m,3', '--max-streams', '0', '--trusted-proxies',
        '127.0.0.1', '--access-log', 'off', '--threads', '1']);
    const group = 'limits', limited = (path, headers = [], method = 'GET') =>
        request(group, method, path, { headers, server: 'one request a minute, no streams' });
    await recordRequests(record, port, [...Array.from({ length: 5 }, () => limited(LOCAL)), limited('/healthz'),
        limited('/style.css', [], 'HEAD'), limited(LOCAL, [], 'OPTIONS'), limited('/planets/mars?time=2026-10-30T21:00:00Z'),
        limited(LOCAL, ['X-Forwarded-For: 192.0.2.7']), limited(address('/api/v1/stream', { ...PARIS, start: NIGHT, count: 1 }),
        ['X-Forwarded-For: 192.0.2.8']), limited(LOCAL, ['Accept: text/csv']),
        limited(address('/', { ...PARIS, time: NIGHT }), [], 'HEAD')], 1);
    await stop();
}

// A kernel without most bodies.
export async function recordSmallKernel(record, binary, home) {
    const { port, stop } = await startServer(binary, home, ['--ephemeris', 'small.bsp', '--leap-seconds', 'good.list',
        '--access-log', 'off']);
    const group = 'small-kernel';
    const asked = ROUTES.filter(({ path }) => path !== '/api/v1/status').flatMap(({ path, base }) =>
        [get(group, address(path, base)), ...(base.bodies === undefined ? []
        : [get(group, address(path, { ...base, bodies: 'mars' })), get(group, address(path, { ...base, bodies: 'venus' })),
        get(group, address(path, { ...base, bodies: 'all' }))])]);
    await recordRequests(record, port, [...asked, ...each(['mars', 'venus'],
        (name) => get(group, `/planets/${name}?time=${NIGHT}`)), get(group, address('/', { ...PARIS, time: NIGHT })),
        get(group, '/readyz'), get(group, '/api/v1/status'), get(group, '/api/v1/bodies?format=csv'),
        get(group, '/api/v1/bodies/venus'), request(group, 'POST', '/api/v1/batch',
        { body: JSON.stringify({ ...BATCH, bodies: ['venus'] }) }), get(group,
        address('/api/v1/positions', { ...PARIS, time: '2026-12-25T00:00:00Z', bodies: 'mars' }))]);
    await stop();
}

export async function recordFolder(record, binary, home) {
    const root = join(home, 'root');
    mkdirSync(join(root, 'sub'), { recursive: true });
    mkdirSync(join(root, '.secret'));
    const content = { 'p.mjs': 'p', 'q.jpg': 'q', 'r.gif': 'r', 's.webp': 's', 'index.html': '<p>mine</p>\n',
        'a.css': 'p {}\n'.repeat(400), 'b.js': 'x\n', 'c.png': '\x89PNG', 'd.unknown': 'd', 'e.txt': '', '.hidden': 'h',
        'sub/index.html': 'sub\n', 'sub/f.json': '{}', '.secret/g.txt': 'g', 'g.svg': '<svg/>', 'h.webmanifest': '{}',
        'i.ico': 'i', 'j k.html': 'jk', 'l.woff2': 'l', 'm.wasm': 'm', 'n.md': 'n', 'o.tsv': 'o' };
    for (const [name, text] of Object.entries(content)) writeFileSync(join(root, name), text);
    symlinkSync('b.js', join(root, 'link.js'));
    const { port, stop } = await startServer(binary, home, ['--web-root', root, '--access-log', 'off']);
    const paths = ['/', '/index.html', ...Object.keys(content).map((name) => `/${name.replace(' ', '%20')}`), '/link.js', '/sub',
        '/sub/', '/nothing', '/../home', '/%2e%2e/x', '/sub/../b.js', '/b.js/', '/b.js?x=1', '/style.css'];
    await recordRequests(record, port, paths.flatMap((path) => [get('web-root', path), request('web-root', 'HEAD', path),
        get('web-root', path, ['Accept-Encoding: gzip']), get('web-root', path, ['If-None-Match: <etag>'], { tag_of: path })]));
    await stop();
}
