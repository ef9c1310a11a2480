// The program's front door: help, version, commands that are none. Every example of a help must work as printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROGRAM, planettracker, run } from '../program.mjs';

// What the help lists, but version, which needs no help.
async function commands() {
    const { out } = await planettracker(['--help']);
    const names = [...out.matchAll(/^  ([a-z]+) {2,}\S/gm)].map((found) => found[1]);
    assert.ok(names.includes('now') && names.includes('serve'), out);
    return names.filter((name) => name !== 'version');
}

test('each help begins with an example, fits a terminal and is exit 0', async () => {
    for (const words of [['--help'], ['-h'], ['help'], ['now', '--help'], ['now', '-h'], ['serve', '--help'], ['serve', '-h'], ['now', '--lat', 'x', '--help'],
        ['serve', '--port', 'x', '--help'], ...(await commands()).flatMap((name) => [['help', name], [name, '--help']])]) {
        const { code, out, err } = await planettracker(words);
        assert.deepEqual([code, err], [0, ''], words.join(' '));
        const name = words.find((word) => !word.startsWith('-') && word !== 'help') || 'now';
        assert.ok(out.startsWith(`planettracker ${name} `), `${words.join(' ')}: ${out}`);
        for (const line of out.split('\n')) assert.ok(line.length <= 100, `${line.length} columns: ${line}`);
    }
    assert.equal((await planettracker(['help', 'now'])).out, (await planettracker(['now', '--help'])).out);
});

test('the examples of now work as printed', async () => {
    const { out } = await planettracker(['now', '--help']);
    const examples = out.split('\n').filter((line) => line.startsWith('planettracker now '));
    assert.ok(examples.length >= 2);
    for (const example of examples)
        assert.equal((await run('sh', ['-c', `${example.replace(/^planettracker/, `'${PROGRAM}'`)} >/dev/null`])).code, 0, example);
});

test('every flag that a help names is known, and every one that is known is named', async () => {
    const flags = async (command) => new Set((await planettracker([command, '--help'])).out.match(/--[a-z-]+/g));
    for (const flag of await flags('now')) {
        const { err } = await planettracker(['now', flag]);
        assert.ok(!err.includes('no option'), `${flag}: ${err}`);
    }
    const serve = await flags('serve');
    for (const flag of serve) assert.ok(!(await planettracker(['serve', flag, ''])).err.includes('no option') || flag === '--help', flag);
    const { err } = await planettracker(['serve', '--unknown-option']);
    assert.deepEqual(new Set(err.split('expected')[1].match(/--[a-z-]+/g)), serve);
});

test('no command: the help on stderr, exit 2; a misspelt one: what was meant', async () => {
    const { code, out, err } = await planettracker([]);
    assert.deepEqual([code, out, err], [2, '', (await planettracker(['--help'])).out]);
    for (const [word, meant] of [['nwo', 'now'], ['serv', 'serve'], ['sevre', 'serve'], ['verison', 'version'], ['xyzzy', undefined], ['', undefined]]) {
        const answer = await planettracker([word]);
        assert.deepEqual([answer.code, answer.out], [2, '']);
        assert.ok(answer.err.includes(`"${word}"`) && answer.err.includes('--help'), answer.err);
        assert.equal(/did you mean "(\w+)"/.exec(answer.err)?.[1], meant);
    }
});

test('version says it in one line', async () => {
    for (const word of ['version', '--version'])
        assert.match((await planettracker([word])).out, /^planettracker \d+\.\d+\.\d+\S*\n$/);
});
