// The commands that draw on a terminal.

import { once } from 'node:events';
import { shown } from './answers.mjs';
import { inOrder } from './asking.mjs';
import { AT, describeRun, HERE, maskedWords } from './commands.mjs';
import { AT_ONCE, WAIT_MS } from './limits.mjs';
import { each, NIGHT } from './parameters.mjs';
import { environment, start } from './program.mjs';

// `script` of util-linux is the terminal. Keys are pressed one after the other; `watch` is paused before its clock moves.
async function runOnTerminal(binary, home, { words, rows, columns, keys = [], env = {} }) {
    const quoted = [binary, ...words].map((word) => `'${word}'`).join(' ');
    const child = start('script', ['-qec', `stty -echo rows ${rows} cols ${columns}; exec ${quoted}`, '/dev/null'],
        { env: environment(home, { TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }), cwd: home,
        stdio: ['pipe', 'pipe', 'pipe'] });
    const out = [];
    child.stdout.on('data', (bytes) => out.push(bytes));
    child.stdin.on('error', () => {});
    const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
    const closed = once(child, 'close');
    while (keys.length > 0 && out.length === 0 && child.exitCode === null) await new Promise((done) => setTimeout(done, 10));
    for (const key of keys) {
        child.stdin.write(key);
        await quiet(out, child);
    }
    if (keys.length === 0) child.stdin.end();
    const [code, signal] = await closed;
    clearTimeout(timer);
    return { code: signal || code, out: Buffer.concat(out), err: Buffer.alloc(0) };
}

// Resolves when the output has ended for a while.
async function quiet(out, child) {
    for (let before = -1; before !== out.length && child.exitCode === null;) {
        before = out.length;
        await new Promise((done) => setTimeout(done, 250));
    }
}

export async function recordTerminals(record, binary, home) {
    const watch = (rows, columns, more, keys, env) => ({ words: ['watch', ...HERE, ...AT, ...more], rows, columns,
        keys: [' ', ...keys, 'q'], env });
    const plain = [['now', ...HERE, ...AT], ['now', ...HERE, '--at', '2026-06-21T12:00:00Z', '--tz', 'Europe/Paris'],
        ['now', '--place', 'Sydney', ...AT, '--bodies', 'mars'], ['now', ...HERE, ...AT, '--bodies', 'sun'],
        ['now', ...HERE, ...AT, '--json'], ['tonight', ...HERE, ...AT], ['rise', 'sun,moon', ...HERE, '--from', NIGHT],
        ['places', 'paris'], ['time', ...AT], ['bodies'], ['explain', 'mars', ...HERE, ...AT],
        ['events', '--from', NIGHT, '--days', '30'], ['--help'], ['now', '--help']];
    const screens = [watch(40, 100, [], []), watch(24, 80, [], ['?', 'x', 'j', 'k']),
        watch(40, 120, ['--tz', 'Europe/Paris', '--red'], ['r', ']', '[']), watch(15, 40, [], ['?']), watch(5, 20, [], []),
        watch(60, 200, ['--bodies', 'mars,saturn'], ['j', '\x1b[A', '\x1b[C', '\x1b[B', '\x1b[D']),
        watch(40, 100, [], ['r'], { NO_COLOR: '1' }), watch(40, 100, [], ['r'], { TERM: 'vt100' }),
        watch(40, 100, [], [], { TERM: 'dumb' }), watch(40, 100, [], [], { TERM: 'nothing' }),
        watch(40, 100, [], [], { LC_ALL: 'C' }), watch(30, 90, ['--bodies', 'venus'], ['+', '-', '\t']),
        ...each([[48.93, '2026-10-30T17:00:00Z'], [48.93, '2026-10-30T17:30:00Z'], [48.93, '2026-10-30T18:05:00Z'],
        [89, '2026-10-30T12:00:00Z'], [48.93, '2150-01-01T00:00:00Z'], [48.93, '1899-12-12T01:00:00Z']],
        ([lat, at]) => each([[40, 100], [20, 60], [12, 30]], ([rows, columns]) =>
        ({ words: ['watch', '--lat', lat, '--lon', 2.45, '--at', at], rows, columns, keys: [' ', 'j', 'q'] })))];
    const all = [...each(plain, (words) => [{ words, rows: 40, columns: 100 },
        { words, rows: 24, columns: 60, env: { NO_COLOR: '1' } }]), ...screens];
    const runs = await inOrder(all, AT_ONCE, () => ({ work: async (each) =>
        describeRun(each, await runOnTerminal(binary, home, each), home), end() {} }));
    all.forEach((each, i) =>
        record.add('cli-terminal',
        `${each.columns}x${each.rows} ${JSON.stringify(each.env || {})} ${shown(JSON.stringify(each.keys || []))} planettracker ${maskedWords(each.words)}`,
        runs[i], { keeps_tag: true }));
}
