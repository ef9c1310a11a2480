// `planettracker watch` on a real terminal. Every wait ends when its condition holds.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { PROGRAM, WAIT_MS, planettracker } from '../program.mjs';
import { Terminal, sleep } from '../terminal.mjs';

const PLACE = ['--lat', '48.93', '--lon', '2.45'];
const AT = '2026-10-30T04:04:00Z';
const NAMES = ['Sun', 'Moon', 'Mercury', 'Venus', 'Mars', 'Jupiter', 'Saturn', 'Uranus', 'Neptune', 'Pluto'];

// Opens a terminal for one test and closes it whatever happens.
async function on(columns, rows, words, look, options) {
    const terminal = await Terminal.open(columns, rows, [...PLACE, ...words], options);
    try {
        await look(terminal);
    } finally {
        await terminal.close();
    }
}
const paused = async (terminal) => {
    await terminal.until(/running/);
    await terminal.keys('Space');
    return terminal.until(/paused/);
};

test('without a terminal, or on one that cannot move its cursor, it prints a message and is exit 2', async () => {
    const { code, out, err } = await planettracker(['watch', ...PLACE]);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /standard output is not a terminal/);
    for (const [name, reason] of [['dumb', /cannot\s+move/], ['no-such-terminal', /unknown\s+terminal/]])
        await on(100, 10, [], async (terminal) => {
            const screen = await terminal.until(/done/);
            assert.match(screen, /exit 2/);
            assert.match(screen, reason);
            assert.match(screen, /^echo$/m);
            // ncurses' newterm keeps 1.6 kB when it refuses: none of our leaks
        }, { env: { TERM: name, ASAN_OPTIONS: 'detect_leaks=0' } });
});

test('words that are wrong are exit 2 before the screen changes', async () => {
    for (const words of [['--speed', '0'], ['--speed', 'fast'], ['--at', 'yesterday'], ['--tz', 'Paris'], ['--bodies', 'vulcan'], ['--lat', '91']]) {
        const { code, out, err } = await planettracker(['watch', ...(words[0] === '--lat' ? ['--lon', '0'] : PLACE), ...words]);
        assert.deepEqual([code, out], [2, ''], err);
        assert.ok(err.includes(`"${words[1]}"`), err);
    }
});

test('the table has what `now` gives, the dome has east on the left', () => on(80, 24, ['--at', AT], async (terminal) => {
    const screen = await paused(terminal);
    const time = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC/.exec(screen);
    const { out } = await planettracker(['now', ...PLACE, '--at', `${time[1]}T${time[2]}Z`, '--json']);
    for (const row of JSON.parse(out).positions) {
        const name = NAMES.find((known) => known.toLowerCase() === row.body);
        const shown = new RegExp(`${name} +([\\d.]+)° +([-+][\\d.]+)° +([NESW]+)`).exec(screen);
        assert.ok(shown, `${name} is not in:\n${screen}`);
        // one decimal is shown: half a unit of it
        assert.ok(Math.abs(shown[1] - row.az_deg) <= 0.0501 && Math.abs(shown[2] - row.alt_deg) <= 0.0501, `${shown[0]}: ${row.az_deg} ${row.alt_deg}`);
        assert.equal(shown[3], row.direction);
    }
    assert.match(screen, /^ *E .*\+.* W /m);
    assert.match(screen, /^\d+ of 10 are up\. .* is highest/);
    assert.match(screen, /[⡀-⣿]/);
    assert.match(screen, /rises .*\n.*transits .*\n.*sets /);
}));

test('it follows its window from 9x2 to 300x100 and back', () => on(80, 24, ['--at', AT], async (terminal) => {
    await paused(terminal);
    const steps = [[20, 5, (s) => s.split('\n').length === 6 && /☿Mercury +[-+]/.test(s)], [9, 2, (s) => s.split('\n').length === 3 && /up,|▸/.test(s)],
        [300, 100, (s) => / N +Body/.test(s) && /[⡀-⣿] W$/m.test(s)], [45, 50, (s) => /S\n\n? +Body/.test(s)],
        [40, 12, (s) => !/[⡀-⣿]/.test(s) && /Neptune/.test(s)], [80, 24, (s) => / N .*Body/.test(s) && /j k body/.test(s)]];
    for (const [columns, rows, look] of steps) {
        await terminal.size(columns, rows);
        const screen = await terminal.until(look, `${columns}x${rows}`);
        for (const line of screen.split('\n')) assert.ok([...line].length <= columns, line);
    }
    for (let i = 0; i < 40; i++) await terminal.size(20 + (i * 37) % 180, 5 + (i * 17) % 60);
    await terminal.size(80, 24);
    await terminal.until(steps.at(-1)[2], 'the first picture after a storm of sizes');
}));

test('keys move through time, choose a body, stop and go on', () => on(80, 24, ['--at', AT, '--tz', 'Europe/Paris'], async (terminal) => {
    const first = /05:04:(\d\d) \+01:00/;
    assert.match(await paused(terminal), first);
    const second = first.exec(await terminal.screen())[1];
    for (const [key, time] of [['Right', '2026-10-30 06:04'], ['Up', '2026-10-31 06:04'], ['Left', '2026-10-31 05:04'], ['Down', '2026-10-30 05:04'],
        [']', '2026-10-30 05:14'], ['[', '2026-10-30 05:04']]) {
        await terminal.keys(key);
        await terminal.until((screen) => screen.includes(`${time}:${second} +01:00`), `${key}: ${time}`);
    }
    const selected = async () => NAMES.findIndex((name) => new RegExp(`▸. ${name}`).test(shown));
    let shown = await terminal.screen();
    const before = await selected();
    assert.equal(NAMES[before], /(\w+) is highest/.exec(shown)[1]);
    for (const [key, by] of [['j', 1], ['Tab', 2], ['k', 1], ['BTab', 0]]) {
        await terminal.keys(key);
        const wanted = NAMES[(before + by) % NAMES.length];
        shown = await terminal.until((screen) => new RegExp(`▸. ${wanted}`).test(screen) && new RegExp(`${wanted} in \\w{3}`).test(screen), wanted);
    }
    await terminal.keys('+', '+');
    await terminal.keys('Space');
    await terminal.until(/running ×60/);
    await terminal.until((screen) => !screen.includes('05:04:'), 'a minute later');
    await terminal.keys('?');
    await terminal.until(/^Keys/);
    await terminal.keys('q'); // q leaves as well
    await terminal.until(/exit 0/);
}));

test('n goes back to now, which advances by the second', () => on(80, 24, ['--at', AT], async (terminal) => {
    await paused(terminal);
    await terminal.keys('n');
    const time = (screen) => Date.parse(/(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC   live/.exec(screen)?.[1].replace(' ', 'T') + 'Z');
    const first = time(await terminal.until(/live/));
    assert.ok(Math.abs(first - Date.now()) < WAIT_MS);
    await terminal.until((screen) => time(screen) >= first + 2000, 'two seconds later');
}));

test('a run stops with a message where the ephemeris ends, and can be reversed', () => on(80, 24, ['--at', '2100-01-29T00:00:00Z', '--speed', '86400'], async (terminal) => {
    const screen = await terminal.until(/No ephemeris for this time/);
    assert.match(screen, /paused/);
    assert.match(screen.replace(/\s+/g, ' '), /covered by builtin.* from 1899-12-12T\S+ to 2100-/);
    for (let i = 0; i < 8; i++) await terminal.keys('Down');
    await terminal.until(/is highest|are up|is up/);
}));

test('red mode is only red on black, even with NO_COLOR; without red mode NO_COLOR means no colour', async () => {
    const colours = (screen) => new Set(screen.match(/\x1b\[[\d;]*m/g)?.join('').match(/38;5;\d+|(?<!\d)[34]\d(?!\d)/g) || []);
    await on(80, 24, ['--at', AT, '--red'], async (terminal) => {
        await paused(terminal);
        assert.deepEqual([...colours(await terminal.screen('-e'))].sort(), ['38;5;196', '40']);
        await terminal.keys('r');
        await terminal.until((screen) => colours(screen).has('33'), 'colours', '-e');
    }, { env: { TERM: 'tmux-256color' } });
    await on(80, 24, ['--at', AT], async (terminal) => {
        await paused(terminal);
        assert.deepEqual([...colours(await terminal.screen('-e'))].filter((colour) => colour !== '39' && colour !== '49'), []);
        await terminal.keys('r');
        await terminal.until((screen) => colours(screen).has('38;5;196'), 'red', '-e');
    }, { command: `env LC_ALL=C.UTF-8 TERM=tmux-256color NO_COLOR=1 '${PROGRAM}' watch ${PLACE.join(' ')} --at ${AT}` });
});

test('a vt100 in the C locale gets ASCII and no colours', () => on(80, 24, ['--at', AT], async (terminal) => {
    const screen = await paused(terminal);
    assert.match(screen, /^[\n -~]+$/);
    for (const name of NAMES) assert.match(screen, new RegExp(`${name} +[\\d.]+ `));
    await terminal.keys('r');
    await terminal.until(/no colours/);
}, { env: { LC_ALL: 'C', TERM: 'vt100' } }));

test('every way of quitting restores the terminal', async () => {
    const restored = async (terminal) => {
        const screen = await terminal.until(/done/);
        assert.match(screen, /^before\nexit 0\n/);
        assert.match(screen, /^icanon$/m);
        assert.match(screen, /^echo$/m);
        assert.equal(await terminal.is_full(), false);
    };
    for (const leave of [(terminal) => terminal.keys('q'), (terminal) => terminal.keys('C-c'), async (terminal) => process.kill(await terminal.program(), 'SIGTERM'),
        async (terminal) => process.kill(await terminal.program(), 'SIGINT')])
        await on(80, 24, ['--at', AT], async (terminal) => {
            await paused(terminal); // it waits without a limit, and must still wake
            assert.equal(await terminal.is_full(), true);
            await leave(terminal);
            await restored(terminal);
        });
});

test('it can be suspended and resumed', async () => {
    const terminal = await Terminal.open(80, 24, [], { command: `PS1='$ ' LC_ALL=C.UTF-8 exec bash --norc -i` });
    try {
        await terminal.until(/^\$/m);
        await terminal.keys(`'${PROGRAM}' watch ${PLACE.join(' ')} --at ${AT}`, 'Enter');
        await terminal.until(/running/);
        await terminal.keys('C-z');
        await terminal.until(/Stopped/);
        assert.equal(await terminal.is_full(), false);
        await terminal.size(60, 20); // unseen by the stopped program
        await terminal.keys('fg', 'Enter');
        const screen = await terminal.until((s) => /running/.test(s) && /▸/.test(s), 'the sky');
        for (const line of screen.split('\n')) assert.ok([...line].length <= 60, line);
        await terminal.keys('q');
        await terminal.until(async () => !(await terminal.is_full()), 'the shell');
    } finally {
        await terminal.close();
    }
});

test('it ends with its terminal', async () => {
    const terminal = await Terminal.open(80, 24, PLACE);
    let pid;
    try {
        await terminal.until(/live/);
        pid = await terminal.program();
    } finally {
        await terminal.close();
    }
    for (const end_ms = Date.now() + WAIT_MS; ;) {
        try {
            process.kill(pid, 0);
        } catch {
            return;
        }
        assert.ok(Date.now() < end_ms, 'it lives on without a terminal');
        await sleep(30);
    }
});

test('it costs almost nothing while live', () => on(80, 24, [], async (terminal) => {
    await terminal.until(/live/);
    const pid = await terminal.program();
    const ticks = async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0);
    const before = await ticks();
    await sleep(3000);
    // 3 pictures; ticks are 10 ms each: under 2 % of a processor, sanitizers included
    assert.ok(await ticks() - before <= 6, `${await ticks() - before} ticks in 3 s`);
}));
