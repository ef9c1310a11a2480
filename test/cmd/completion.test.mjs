// Completion in real shells: bash and zsh in a terminal, where Tab is pressed, and fish by its own `complete -C`.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { PROGRAM, planettracker, run } from '../program.mjs';
import { Terminal } from '../terminal.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const SHELLS = ['bash', 'zsh', 'fish'];

async function script(shell) {
    const { code, out, err } = await planettracker(['completions', shell]);
    assert.deepEqual([code, err], [0, '']);
    return out;
}

// What is typed, and the only completion of its final word.
const UNIQUE = [
    ['ton', 'tonight'],
    ['complet', 'completions'],
    ['chart --them', '--theme'],
    ['chart --theme re', 'red'],
    ['chart --lang f', 'fr'],
    ['chart --body nept', 'neptune'],
    ['chart --up sou', 'south'],
    ['now --refraction pye', 'pyephem'],
    ['now --bodies jup', 'jupiter'],
    ['now --bodies sun,jup', 'sun,jupiter'],
    ['now --lat 1 --lon 2 --votab', '--votable'],
    ['now --tz Europe/Pari', 'Europe/Paris'],
    ['ephem plane', 'planets'],
    ['ephem --ambiguous fi', 'first'],
    ['rise moon,satu', 'moon,saturn'],
    ['rise --definition phy', 'physical'],
    ['events --types rise,twil', 'rise,twilight'],
    ['data update --kernel no', 'none'],
    ['events --types rise,azim', 'rise,azimuth:'],
    ['is-up merc', 'mercury'],
    ['is-up --place Paris merc', 'mercury'],
    ['wait moon antitr', 'antitransit'],
    ['wait --horizon 5 moon antitr', 'antitransit'],
    ['data upd', 'update'],
    ['data update --mirr', '--mirror'],
    ['get --max', '--max-time'],
    ['get -n 3 --ca', '--ca-file'],
    ['get -o Makef', 'Makefile'],
    ['now --ephemeris Makef', 'Makefile'],
    ['serve --web-root docs/inter', 'docs/internals'],
    ['stream --last', '--last-id'],
    ['help expl', 'explain'],
    ['completions fi', 'fish'],
];
// The same with the option and its value in one word.
const JOINED = [['chart --theme=re', '--theme=red'], ['now --bodies=sun,jup', '--bodies=sun,jupiter'], ['now --tz=Europe/Pari', '--tz=Europe/Paris']];
// Values that cannot be guessed, and words that are not suggested twice.
const NOTHING = ['now --lat ', 'get --tries ', 'explain mars mar', 'nonsense '];

// zsh ends a word that may continue with a sign that the next key replaces.
for (const shell of ['bash', 'zsh'])
    test(`${shell} completes commands, options, choices, lists, zones, files and words of commands`, async () => {
        const folder = await mkdtemp(join(tmpdir(), 'complete-'));
        await writeFile(join(folder, '_planettracker'), await script(shell));
        const begin = shell === 'bash' ? `source '${folder}/_planettracker'; bind 'set bell-style none'; PS1='$ '`
            : `fpath=('${folder}' $fpath); autoload -Uz compinit; compinit -D -u; setopt no_beep; PS1='$ '`;
        const command = shell === 'bash' ? 'exec bash --norc --noprofile -i' : 'exec env HISTFILE=/dev/null zsh -f -i';
        const terminal = await Terminal.open(160, 50, [], { command: `cd '${ROOT}'; PATH='${dirname(PROGRAM)}':$PATH ${command}` });
        const last = (screen) => screen.trimEnd().split('\n').at(-1);
        try {
            await terminal.until(/[$%#] *$/m);
            await terminal.keys('-l', `${begin}; clear`);
            await terminal.keys('Enter');
            await terminal.until((screen) => screen.trim() === '$', 'an empty screen');
            for (const [typed, wanted] of [...UNIQUE, ...JOINED]) {
                const words = typed.split(' ').slice(0, -1).map((word) => `${word} `).join('');
                await terminal.keys('-l', `planettracker ${typed}`);
                await terminal.keys('Tab');
                const line = `$ planettracker ${words}${wanted}`;
                await terminal.until((screen) => [line, ...['/', '=', ','].map((end) => line + end)].includes(last(screen)), `"${line}" in ${shell}`);
                await terminal.keys('C-u');
                await terminal.until((screen) => last(screen) === '$', 'an empty line');
            }
        } finally {
            await terminal.close();
            await rm(folder, { recursive: true });
        }
    });

test('fish completes the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'complete-'));
    await writeFile(join(folder, 'planettracker.fish'), await script('fish'));
    const typed = [...UNIQUE, ...JOINED, ...NOTHING.map((words) => [words, null])];
    const lines = typed.map(([words]) => `echo '#'; complete -C 'planettracker ${words}'`).join('\n');
    const { code, out, err } = await run('fish', ['--no-config', '-c', `source '${folder}/planettracker.fish'\n${lines}`], { cwd: ROOT, env: { HOME: folder } });
    assert.deepEqual([code, err], [0, '']);
    const answers = out.split('#\n').slice(1);
    for (const [i, [words, wanted]] of typed.entries()) {
        const names = answers[i].split('\n').filter(Boolean).map((line) => line.split('\t')[0].replace(/\/$/, ''));
        assert.deepEqual(names, wanted === null ? [] : [wanted], words);
    }
    await rm(folder, { recursive: true });
});

// bash's function by itself: what it offers when more than one name fits, and when none does.
async function offers(words) {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const { code, out, err } = await run('bash', ['--norc', '-c', `compopt() { :; }; source /dev/stdin <<'EOF'\n${await script('bash')}EOF\n` +
        `COMP_WORDS=(planettracker ${quoted}); COMP_CWORD=${words.length}; _planettracker; printf '%s\\n' "\${COMPREPLY[@]}"`]);
    assert.deepEqual([code, err], [0, '']);
    return out.split('\n').filter(Boolean);
}

test('bash offers all that fits', async () => {
    const { out } = await run('bash', ['--norc', '-c', `source /dev/stdin <<'EOF'\n${await script('bash')}EOF\ncomplete -p planettracker`]);
    assert.equal(out, 'complete -F _planettracker planettracker\n');
    assert.deepEqual(await offers(['chart', '--theme', '']), ['dark', 'light', 'red']);
    assert.deepEqual(await offers(['chart', '--theme', '=']), ['dark', 'light', 'red']);
    assert.deepEqual(await offers(['chart', '--theme', '=', 'd']), ['dark']);
    assert.deepEqual(await offers(['chart', '--stars', '']), ['1', '0']);
    assert.deepEqual(await offers(['wait', 'moon', '']), ['rise', 'set', 'transit', 'antitransit']);
    assert.deepEqual(await offers(['wait', '--horizon', '=', '5', 'moon', 'r']), ['rise']);
    assert.deepEqual(await offers(['data', '']), ['status', 'update', 'verify']);
    assert.deepEqual(await offers(['now', '--bodies', 'sun,m']), ['sun,moon', 'sun,mercury', 'sun,mars']);
    assert.deepEqual(await offers(['now', '--lat', '']), []);
    assert.deepEqual(await offers(['nonsense', '']), []);
    const zones = await offers(['now', '--tz', '']);
    assert.ok(zones.length > 300 && zones.includes('Europe/Paris') && zones.includes('UTC'));
    assert.ok((await offers([''])).includes('serve') && (await offers([''])).includes('--version'));
});

test('the scripts are those that are installed, and shells read them without a message', async () => {
    const names = { bash: 'planettracker.bash', zsh: '_planettracker', fish: 'planettracker.fish' };
    for (const shell of SHELLS) {
        const path = join(dirname(PROGRAM), 'manual', names[shell]);
        const { code, out, err } = await run(shell, ['-n', path]);
        assert.deepEqual([code, out, err], [0, '', ''], shell);
        assert.equal((await run('cat', [path])).out, await script(shell));
    }
});
