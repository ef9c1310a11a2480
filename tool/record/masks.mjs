// What changes from run to run, and what is written in its place.

export const HEADER_MASKS = [
    [/^(Date): .*$/i, '$1: <date>'],
    [/^(Server-Timing): .*$/i, '$1: <timing>'],
    [/^(Request-Id): [0-9a-f]{32}$/i, '$1: <random id>'],
    [/^(Last-Modified): .*$/i, '$1: <date>'],
];

export const MASKS = [
    [/"request_id": "[0-9a-f]{32}"/g, '"request_id": "<random id>"'],
    [/127\.0\.0\.1:\d{4,5}\b/g, '127.0.0.1:<port>'],
    [/\[::1\]:\d{4,5}\b/g, '[::1]:<port>'],
    [/(127\.0\.0\.1, port )\d{4,5}\b/g, '$1<port>'],
    [/(port \d+ after )\d+ ms/g, '$1<n> ms'],
];

// The documents about the server itself.
export const STATUS_MASKS = [
    [/"started": "[^"]*"/, '"started": "<time>"'],
    [/"(uptime_s|age_s|threads)": \d+/g, '"$1": <number>'],
    [/("counts": )\{[^}]*\}/, (all) => all.replace(/\d+/g, '<number>')],
    [/("ut1": \{"source": ")[^"]*(", "uncertainty_s": )[0-9.]+/, '$1<source of now>$2<number>'],
];

// The speed that `get` reports.
export const SPEED_MASKS = [
    [/\bin [\d.]+ s, \d+ a second/g, 'in <n> s, <n> a second'],
    [/^(latency .*)$/gm, (line) => line.replace(/[\d.]+ ms/g, '<n> ms')],
];

// For a zone that it does not know the page uses the zone of the request before.
export const ZONE_MASKS = [
    [/"tz": ("[^"]*"|null)/g, '"tz": <any>'],
];

// What `data` reports of the present.
export const DATA_MASKS = [
    [/"(now|fetched|checked)": "[^"]*"/g, '"$1": "<time>"'],
    [/"(age_s|uncertainty_s)": [\d.]+/g, '"$1": <n>'],
    [/"ut1_source": "[^"]*"/g, '"ut1_source": "<of then>"'],
    [/^UT1 is known to .*$/gm, (line) => line.replace(/ +[\d.]+ ms( now| in)/g, ' <n> ms$1').replace(/\([\w ]+ now;/,
        '(<source> now;')],
    [/[\w ]+ ago\b/g, ' <long> ago'],
];

export const NUMBER_MASKS = [
    [/\d+(\.\d+)?/g, '<n>'],
    [/ +/g, ' '],
];

export const LOG_MASKS = [
    [/"time": "[^"]*"/g, '"time": "<time>"'],
    [/"request_id": "[0-9a-f]{32}"/g, '"request_id": "<random id>"'],
    [/"duration_us": \d+/g, '"duration_us": <number>'],
];

export const masked = (text, masks) => masks.reduce((so_far, [from, to]) => so_far.replace(from, to), text);

// Only names, labels and help of the counters: their values depend on the clock.
export function maskMetrics(text) {
    const seen = text.split('\n').map((line) => line.startsWith('#') ? line : line.replace(/ [^ }]*$/, ''))
        .filter((line) => !/_bucket\{/.test(line) || /le="(1e-05|\+Inf)"/.test(line));
    const help = seen.filter((line) => line.startsWith('#'));
    return [...help, ...[...new Set(seen.filter((line) => line && !line.startsWith('#')))].sort()].join('\n') + '\n';
}
