// Data files of a user, right ones and faulty ones, and the commands that read them.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { sha256 } from './answers.mjs';
import { AT, HERE, recordCommands } from './commands.mjs';
import { each, NIGHT } from './parameters.mjs';
import { files } from './requests.mjs';

const LEAP_SECONDS = [2272060800, 2287785600, 2303683200, 2335219200, 2366755200, 2398291200, 2429913600, 2461449600, 2492985600,
    2524521600, 2571782400, 2603318400, 2634854400, 2698012800,
    2776982400, 2840140800, 2871676800, 2918937600, 2950473600, 2982009600, 3029443200, 3076704000, 3124137600, 3345062400,
        3439756800, 3550089600, 3644697600, 3692217600];

// A list of leap seconds in the form of IERS, with the hash at its end.
function leapSecondsList(expires_s, { rows = LEAP_SECONDS, hash } = {}) {
    const updated_s = 3992312697;
    const figures = `${updated_s}${expires_s}${rows.map((second, i) => `${second}${10 + i}`).join('')}`;
    const words = createHash('sha1').update(figures).digest('hex').match(/.{8}/g).map((word) => word.replace(/^0+(?=.)/, ''));
    return `#$\t${updated_s}\n#@\t${expires_s}\n${rows.map((second, i) => `${second}\t${10 + i}\n`).join('')}#h\t${hash || words.join(' ')}\n`;
}

// A small kernel around the night of the requests: Sun, Earth, Moon and Mars on straight lines, without other bodies.
const KERNEL_FROM_S = 844000000, KERNEL_LENGTH_S = 32 * 86400;
const SEGMENTS = [[10, 0, [-5e5, -7e5, -3e5], 0.01], [3, 0, [1.17e8, 8.2e7, 3.55e7], 20], [399, 3, [-3000, 3500, 1500], 0.005],
    [301, 3, [2.4e5, -2.8e5, -1.2e5], 0.5], [4, 0, [-9e7, 1.8e8, 8.5e7], 15], [499, 4, [0.1, 0.1, 0.1], 0]];

function kernelFile({ segments = SEGMENTS, type = 2 } = {}) {
    const bytes = Buffer.alloc(3072 + segments.length * 12 * 8);
    bytes.write('DAF/SPK ', 0);
    for (const [at, value] of [[8, 2], [12, 6], [76, 2], [80, 2], [84, 385]]) bytes.writeInt32LE(value, at);
    bytes.fill(' ', 16, 76).write('a small kernel', 16);
    bytes.write('LTL-IEEE', 88);
    bytes.writeDoubleLE(segments.length, 1024 + 16);
    segments.forEach(([target, centre, place_km, speed], i) => {
        const at = 3072 + i * 96, summary = 1024 + 24 + 40 * i, half_s = KERNEL_LENGTH_S / 2;
        const doubles = [KERNEL_FROM_S + half_s, half_s, ...place_km.flatMap((km, axis) => [km, speed * half_s * (1 - axis)]),
            KERNEL_FROM_S, KERNEL_LENGTH_S, 8, 1];
        doubles.forEach((value, k) => bytes.writeDoubleLE(value, at + 8 * k));
        [KERNEL_FROM_S, KERNEL_FROM_S + KERNEL_LENGTH_S].forEach((value, k) => bytes.writeDoubleLE(value, summary + 8 * k));
        [target, centre, 1, type, at / 8 + 1, at / 8 + 12].forEach((value, k) => bytes.writeInt32LE(value, summary + 16 + 4 * k));
    });
    return bytes;
}

export function writeDataFiles(home) {
    const kernel = kernelFile(), list = leapSecondsList(4023129600), changed = (at, text) =>
        { const copy = Buffer.from(kernel); copy.write(text, at, 'latin1'); return copy; };
    const kernels = { small: kernel, big: changed(88, 'BIG-IEEE'), odd: changed(88, 'VAX-GFLT'), short: kernel.subarray(0, 3200),
        tiny: kernel.subarray(0, 500), doubles: changed(8, '\x03'), integers: changed(12, '\x07'), type: kernelFile({ type: 9 }),
        none: kernelFile({ segments: [] }),
        sunless: kernelFile({ segments: SEGMENTS.slice(1) }), earthless: kernelFile({ segments: SEGMENTS.slice(0, 2) }),
            empty: Buffer.alloc(0), frame: changed(1024 + 24 + 40 * 5 + 24, '\x11') };
    const lists = { good: list, later: leapSecondsList(4102444800), expired: leapSecondsList(3700000000),
        hash: leapSecondsList(4023129600, { hash: '1 2 3 4 5' }), cut: list.replace(/^#h.*\n/m, ''), short: list.slice(0, 300),
        rows: leapSecondsList(4023129600, { rows: LEAP_SECONDS.slice(1) }), few: leapSecondsList(4023129600, { rows: [] }),
        noon: leapSecondsList(4023129600, { rows: [...LEAP_SECONDS, 3692217600 + 43200] }),
            'no-expiry': list.replace(/^#@.*\n/m, ''), order: leapSecondsList(4023129600,
            { rows: [...LEAP_SECONDS.slice(0, 20), LEAP_SECONDS[3]] }), empty: '' };
    for (const [name, bytes] of Object.entries(kernels)) writeFileSync(join(home, `${name}.bsp`), bytes);
    for (const [name, text] of Object.entries(lists)) writeFileSync(join(home, `${name}.list`), text);
    return { kernels: Object.keys(kernels).map((name) => `${name}.bsp`),
        lists: Object.keys(lists).map((name) => `${name}.list`) };
}

export function commandsWithData({ kernels, lists }) {
    const group = 'data-files', run = (...words) => ({ group: `cli-${group}`, words: words.map(String) });
    const small = ['--ephemeris', 'small.bsp'];
    return [
        ...each(kernels, (file) => [run('now', ...HERE, ...AT, '--ephemeris', file),
            run('now', ...HERE, ...AT, '--bodies', 'sun,moon,mars', '--json', '--ephemeris', file),
            run('bodies', '--ephemeris', file)]),
        ...each(lists, (file) => [run('time', ...AT, '--leap-seconds', file),
            run('now', ...HERE, ...AT, '--strict', '--leap-seconds', file),
            run('time', '--at', '2016-12-31T23:59:60Z', '--json', '--leap-seconds', file)]),
        ...each(['json', 'csv'], (format) => [run('bodies', `--${format}`, ...small),
            run('bodies', 'venus', `--${format}`, ...small)]), run('now', ...HERE, ...AT, '--bodies', 'venus', ...small),
            run('tonight', ...HERE, ...AT, ...small), run('tonight', ...HERE, ...AT, '--json', ...small),
            run('rise', 'mars', ...HERE, '--from', NIGHT, ...small), run('events', '--from', NIGHT, '--days', 2, ...small),
            run('ephem', 'mars,venus', ...HERE, '--from', NIGHT, '--to', '2026-10-31T00:00Z', '--step', '1h', ...small),
        run('chart', ...HERE, ...AT, ...small), run('explain', 'mars', ...HERE, ...AT, ...small),
            run('is-up', 'venus', ...HERE, ...AT, ...small), run('now', ...HERE, '--at', '2026-12-25T00:00:00Z', ...small),
            run('watch', '--url', 'http://127.0.0.1:1', ...HERE, ...small),
            run('wait', 'mars', 'rise', ...HERE, '--print', ...small),
    ];
}

// One row of finals2000A.all: the day and, unless it is blank, pole and UT1 as measured (I) or predicted (P).
function finalsRow(mjd, { flag = 'I', ut1 = '-0.1000000', pole = '0.100000' } = {}) {
    const date = new Date((mjd - 40587) * 86400000), right = (text, width) => String(text).padStart(width);
    const day = right(date.getUTCFullYear() % 100, 2) + right(date.getUTCMonth() + 1, 2) + right(date.getUTCDate(), 2);
    const axis = ` ${right(pole, 9)} 0.000050`;
    return (flag === '' ? `${day} ${mjd}.00`
        : `${day} ${mjd}.00 ${flag}${axis}${axis}  ${flag}${right(ut1, 10)} 0.0000100`).padEnd(187) + '\n';
}

// Files of the Earth's rotation, each with a fault of its own.
function finalsFiles() {
    const days = (first, count, make = () => ({})) => Array.from({ length: count }, (_, i) => finalsRow(first + i, make(i)));
    const rows = days(61000, 500, (i) => ({ flag: i < 100 ? 'I' : 'P' })),
        but = (at, row) => rows.map((old, i) => i === at ? row : old).join('');
    const texts = { whole: rows.join(''), letter: but(9, finalsRow(61009, { ut1: 'x' })), date: but(9, `x${rows[9].slice(1)}`),
        mjd: but(9, rows[9].replace('61009', '61x09')), other: but(9, rows[9].replace('61009', '61019')),
        far: but(9, finalsRow(61009, { ut1: '9.0000000' })), pole: but(9, finalsRow(61009, { pole: '9.000000' })),
        jump: but(9, finalsRow(61009, { ut1: '-0.3000000' })),
        wobble: but(9, finalsRow(61009, { pole: '0.300000' })), flag: but(9, finalsRow(61009, { flag: 'X' })),
            late: but(200, finalsRow(61200)), back: but(9, rows[8]), gap: rows.filter((_, i) => i !== 9).join(''),
            blank: but(9, finalsRow(61009, { flag: '' })), binary: '\0'.repeat(2000), width: but(9, 'short\n'),
            cut: rows.join('').slice(0, 20000), torn: rows.join('').slice(0, -20),
            unmeasured: days(61000, 500, () => ({ flag: 'P' })).join(''),
            few: days(61000, 120, (i) => ({ flag: i < 100 ? 'I' : 'P' })).join('') };
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/finals-${name}/finals2000A.all`, text]));
}

// A mirror that has a list of leap seconds, a broken one, and nothing else.
export async function recordUpdates(record, binary, home) {
    const finals = finalsFiles();
    const mirror = createServer((request, response) => {
        const found = { '/good/leap-seconds.list': leapSecondsList(4102444800), '/bad/leap-seconds.list': '<!DOCTYPE html>',
            '/bad/finals2000A.all': 'nonsense\n', '/bad/small.bsp': 'x', '/good/small.bsp': kernelFile(),
            '/empty/leap-seconds.list': '', '/hash/leap-seconds.list': leapSecondsList(4102444800, { hash: '1 2 3 4 5' }),
            '/sunless/small.bsp': kernelFile({ segments: SEGMENTS.slice(1) }), ...finals }[request.url];
        response.writeHead(found === undefined ? 404 : 200, found === undefined ? {}
            : { ETag: `"of ${request.url}"` }).end(found);
    });
    await once(mirror.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${mirror.address().port}`, update = ['update', '--tries', '1', '--data-dir'];
    const runs = [...each(['good', 'good', 'bad', 'empty', 'nothing', 'hash',
        ...Object.keys(finals).map((path) => path.split('/')[1])], (name) =>
        [[...update, 'folder', '--mirror', `${url}/${name}`], ['status', '--data-dir', 'folder'],
        ['verify', '--data-dir', 'folder']]), [...update, 'folder', '--mirror', `${url}/good`, '-q'],
        [...update, 'folder', '--mirror', `${url}/good`, '--kernel', 'small'],
        [...update, 'folder', '--mirror', `${url}/good`, '--kernel', `${url}/good/small.bsp`],
        ['status', '--data-dir', 'folder', '--json'],
        [...update, 'folder', '--mirror', `${url}/good`, '--sha256', `leap-seconds.list=${'0'.repeat(64)}`],
            [...update, 'folder', '--url', `leap-seconds.list=${url}/good/leap-seconds.list`, '--mirror', `${url}/nothing`],
            [...update, 'folder', '--mirror', `${url}/bad`, '--kernel', 'small'],
            [...update, 'folder', '--mirror', `${url}/sunless`, '--kernel', 'small'],
            [...update, 'folder', '--mirror', 'http://127.0.0.1:1'], ['verify', '--data-dir', 'folder'],
            [...update, 'folder', '--mirror', `${url}/good`, '--kernel', 'none'], [...update, 'folder', '--offline'],
            [...update, 'page.html', '--mirror', `${url}/good`]];
    await recordCommands(record, binary, home, runs.map((words) => ({ group: 'cli-update', words: ['data', ...words] })), 1);
    mirror.close();
}
