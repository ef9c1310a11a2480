// Help, version and the reading of command lines. Every example of a help must work as printed, and every command reads
// options in the same way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROGRAM, planettracker, run } from '../program.mjs';

const help = async (...words) => {
    const { code, out, err } = await planettracker(words);
    assert.deepEqual([code, err], [0, ''], words.join(' '));
    return out;
};

// The commands that the program's help lists.
async function commands() {
    const out = await help('--help');
    const names = [...out.slice(out.indexOf('\nCommands:')).matchAll(/^  ([a-z][a-z-]+) {1,}\S/gm)].map((found) => found[1]);
    for (const name of ['now', 'is-up', 'serve', 'help', 'version']) assert.ok(names.includes(name), out);
    return names;
}

const examplesOf = (out) => out.slice(0, out.indexOf('\n\n')).replaceAll('\\\n', ' ').split('\n');

test('each help begins with an example, is at most 80 columns wide and is exit 0', async () => {
    for (const words of [['--help'], ['-h'], ['help'], ['now', '--help'], ['now', '-h'], ['serve', '--help'], ['serve', '-h'], ['now', '--lat', 'x', '--help'],
        ['serve', '--port', 'x', '--help'], ...(await commands()).flatMap((name) => [['help', name], [name, '--help']])]) {
        const out = await help(...words);
        const [first, second] = words.filter((word) => !word.startsWith('-'));
        const name = first === 'help' && words.length > 1 ? second ?? first : first === 'help' ? 'now' : first ?? 'now';
        assert.ok(out.startsWith(`planettracker ${name}`), `${words.join(' ')}: ${out}`);
        for (const line of out.split('\n')) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
    }
    for (const name of await commands()) assert.equal(await help('help', name), await help(name, '--help'));
});

test('every help has the same parts in the same order', async () => {
    const order = ['Usage', 'Arguments', 'Place', 'Time', 'Bodies and events', 'Horizon and air', 'Picture', 'Server', 'Network', 'Output', 'Data files', 'Other options',
        'Environment', 'Exit status', 'See also'];
    for (const name of await commands()) {
        const parts = [...(await help(name, '--help')).matchAll(/^([A-Z][a-z ]+):(?:$| planettracker)/gm)].map((found) => found[1]);
        for (const part of parts) assert.ok(order.includes(part), `${name}: ${part}`);
        assert.deepEqual(parts, order.filter((part) => parts.includes(part)), name);
        for (const part of ['Usage', 'Other options', 'Exit status', 'See also']) assert.ok(parts.includes(part), `${name}: ${part}`);
    }
});

test('the examples work as printed', async () => {
    // The others need a terminal, a network, the shell fish, or wait until the Moon rises.
    for (const name of ['now', 'ephem', 'tonight', 'rise', 'events', 'is-up', 'explain', 'time', 'bodies', 'chart', 'places', 'help', 'version']) {
        const examples = examplesOf(await help(name, '--help'));
        assert.ok(examples.length >= 1);
        for (const example of examples) {
            const text = example.replace(/^planettracker/, `'${PROGRAM}'`).replace(/ > sky.svg$/, '').replace(/&& /, '; : ');
            const { code, err } = await run('sh', ['-c', `${text} >/dev/null`]);
            assert.equal(code, 0, `${example}: ${err}`);
        }
    }
});

test('every option that a help names is known to its command', async () => {
    for (const name of await commands())
        for (const flag of new Set((await help(name, '--help')).match(/^  (?:-\w, )?--[a-z0-9-]+/gm).map((text) => text.replace(/^.*--/, '--')))) {
            const { err } = await planettracker([name, flag === '--help' ? '--json=x' : flag, '--no-such-option']);
            assert.ok(!err.includes(`no option "${flag}"`), `${name} ${flag}: ${err}`);
            assert.notEqual(err, '', `${name} ${flag}`);
        }
});

test('every command refuses unknown words and suggests what was meant', async () => {
    for (const name of await commands()) {
        const words = { data: ['status'], 'is-up': ['mars'], explain: ['mars'], wait: ['mars', 'rise'], get: ['http://a/'], stream: ['http://a/'], completions: ['bash'] }[name] ?? [];
        for (const [wrong, said] of [['--hepl', 'did you mean "--help"?'], ['--hepl=3', 'did you mean "--help"?'], ['--xyzzyx', `planettracker ${name} --help lists them`],
            ['-Z', `planettracker ${name} --help lists them`]]) {
            const { code, out, err } = await planettracker([name, ...words, wrong]);
            assert.deepEqual([code, out], [2, ''], name);
            assert.equal(err, `planettracker ${name}: there is no option "${wrong.replace(/=.*/, '')}"; ${said}\n`);
        }
    }
});

test('every option of every command refuses an empty value, and is named', async () => {
    const words = { data: ['update', '--offline'], 'is-up': ['mars'], explain: ['mars'], wait: ['mars', 'rise'], ephem: ['mars'], get: ['http://127.0.0.1:1/'],
        stream: ['http://127.0.0.1:1/'] };
    let checked = 0;
    for (const name of await commands()) {
        const text = await help(name, '--help');
        for (const [, flag] of text.matchAll(/^  (?:-\w, )?(--[a-z0-9-]+) [A-Z]/gm)) {
            const place = /--place NAME/.test(text) && !['--place', '--lat', '--lon'].includes(flag) ? ['--place', 'Paris'] : [];
            const step = name === 'ephem' && flag !== '--step' ? ['--step', '1h'] : [];
            const { code, out, err } = await planettracker([name, ...words[name] ?? [], ...place, ...step, `${flag}=`]);
            assert.deepEqual([code, out], [2, ''], `${name} ${flag}: ${err}`);
            assert.match(err, new RegExp(`^planettracker ${name}: (${flag} is ""|${flag}: there is no body ""|there is no place "")[^\n]*; expected .*\n$`));
            checked++;
        }
    }
    assert.ok(checked > 100, `${checked} options`);
});

test('misspelt options, choices and actions of every kind get a suggestion', async () => {
    for (const [words, said] of [
        [['get', '--tires', '3', 'http://a/'], 'there is no option "--tires"; did you mean "--tries"?'],
        [['get', '--tries=0', 'http://a/'], '--tries is "0"; expected a whole number, 1..100'],
        [['get', '-n0', 'http://a/'], '-n is "0"; expected a whole number, 1..1000000'],
        [['get', 'http://a/', '-n'], '-n has no value; expected a whole number, 1..1000000'],
        [['get', '-qx', 'http://a/'], 'there is no option "-qx"'],
        [['stream', '--cuont=1', 'http://a/'], 'did you mean "--count"?'],
        [['stream', '--tries', 'x', 'http://a/'], '--tries is "x"; expected a whole number, 0..1000000'],
        [['data', 'updtae'], 'ACTION is "updtae"; expected status, update or verify; did you mean "update"?'],
        [['data', 'update', '--mirorr=x'], 'did you mean "--mirror"?'],
        [['data', 'status', '--kernel', 'de440s'], '--kernel is an option of update and verify, not of status'],
        [['data', '-q', 'verify'], '-q is an option of update, not of verify'],
        [['data', 'update', '--strict'], '--strict is an option of status, not of update'],
        [['data', 'status', '--json=1'], '--json is "1"; expected no value'],
        [['serve', '--thread=2'], 'did you mean "--threads"?'],
        [['serve', '--threads=0'], '--threads is "0"; expected a number of threads, 1..256'],
        [['completions', 'bsh'], 'SHELL is "bsh"; expected bash, zsh or fish; did you mean "bash"?'],
        [['help', 'nwo'], 'COMMAND is "nwo"; expected a command; did you mean "now"?'],
        [['wait', 'moon', 'rize', '--place', 'Paris'], 'EVENT is "rize"; expected rise, set, transit or antitransit; did you mean "rise"?'],
        [['explain', 'mras', '--place', 'Paris'], 'BODY is "mras"; expected a name such as mars; did you mean "mars"?'],
        [['rise', 'moon', '--place', 'Paris', '--definition', 'phyiscal'], 'did you mean "physical"?'],
        [['chart', '--place', 'Paris', '--theme=drak'], '--theme is "drak"; expected one of dark, light, red; did you mean "dark"?'],
        [['now', '--place', 'Paris', '--tz', 'Europe/Pariss'], 'did you mean "Europe/Paris"?'],
        [['version', 'now'], 'unexpected argument "now"; see planettracker version --help'],
        [['get', '--tires=3', 'http://a/'], 'there is no option "--tires"; did you mean "--tries"?'],
        [['now', 'lat=3'], 'there is no option "lat"; did you mean "--lat"?'],
        [['now', 'mars'], 'unexpected argument "mars"'],
        [['is-up', 'mars', '--tz=UTC'], 'there is no option "--tz"; planettracker is-up --help lists them'],
        [['is-up', 'mars', '--json'], 'there is no option "--json"; planettracker is-up --help lists them'],
        [['time', '--lat', '3'], 'there is no option "--lat"; planettracker time --help lists them'],
        [['get'], 'URL is missing; expected an address such as https://example.org/'],
        [['stream', '--types=rise,,set', 'http://a/'], '--types is "rise,,set"; expected names with commas between, such as positions,rise,set'],
        [['stream', '--types', 'rise,', 'http://a/'], '--types is "rise,"; expected names'],
        [['get', '--output=', 'http://a/'], '--output is ""; expected a file'],
        [['get', ...Array(9).fill('http://127.0.0.1:9/'), 'ftp://a/'], 'URL is "ftp://a/"; expected an address that begins with http:// or https://'],
        [['get', 'ftp://a/'], 'URL is "ftp://a/"; expected an address that begins with http:// or https://'],
        [['wait', 'moon'], 'EVENT is missing; expected rise, set, transit or antitransit'],
        [['data'], 'ACTION is missing; expected status, update or verify'],
        [['ephem', 'mars', '--place', 'Paris'], '--step is missing; expected a step such as 10m'],
        [['now', '--place'], '--place has no value; expected a town, "name,CC" or a time zone\n'],
    ]) {
        const { code, out, err } = await planettracker(words);
        assert.deepEqual([code, out], [2, ''], words.join(' '));
        assert.ok(err.startsWith(`planettracker ${words[0]}: `) && err.includes(said), err);
        assert.equal(err.trimEnd().split('\n').length, 1, err);
    }
});

test('one option has the same effect in each of its forms', async () => {
    const at = ['--at', '2026-10-30T21:00:00Z', '--csv'];
    const wanted = (await planettracker(['now', '--lat', '-33.9', '--lon', '18.4', ...at])).out;
    assert.match(wanted, /jupiter/);
    for (const words of [['--lat=-33.9', '--lon=18.4'], ['--lon', '18.4', '--lat=-33:54:00']]) assert.equal((await planettracker(['now', ...words, ...at])).out, wanted);
    const paris = (await planettracker(['places', '--limit', '1', 'paris'])).out;
    for (const words of [['paris', '--limit=1'], ['--limit=1', '--', 'paris']]) assert.equal((await planettracker(['places', ...words])).out, paris);
});

test('--horizon -60 is accepted wherever a horizon is', async () => {
    const place = ['--place', 'Paris', '--horizon', '-60'];
    for (const words of [['tonight', '--at', '2026-10-30T21:00:00Z'], ['rise', 'sun'], ['events', '--types', 'rise', '--bodies', 'sun', '--days', '1'], ['is-up', 'sun'], ['wait', 'moon', 'rise', '--print']]) {
        const { code, err } = await planettracker([...words, ...place]);
        assert.ok(code === 0 || (code === 1 && words[0] === 'is-up'), `${words}: ${err}`);
        const wrong = await planettracker([...words, '--place', 'Paris', '--horizon', '-91']);
        assert.equal(wrong.code, 2);
        assert.match(wrong.err, /--horizon is "-91"; expected the altitude of the horizon in degrees, -90..90/);
    }
});

test('no command: the help on stderr, exit 2; a misspelt one: a suggestion', async () => {
    const { code, out, err } = await planettracker([]);
    assert.deepEqual([code, out, err], [2, '', await help('--help')]);
    for (const [word, meant] of [['nwo', 'now'], ['serv', 'serve'], ['sevre', 'serve'], ['verison', 'version'], ['xyzzy', undefined], ['', undefined]]) {
        const answer = await planettracker([word]);
        assert.deepEqual([answer.code, answer.out], [2, '']);
        assert.ok(answer.err.includes(`"${word}"`) && answer.err.includes('--help'), answer.err);
        assert.equal(/did you mean "(\w+)"/.exec(answer.err)?.[1], meant);
    }
    for (const [word, said] of [['--hlep', 'there is no option "--hlep"; did you mean "--help"?'], ['--verison=1', 'there is no option "--verison"; did you mean "--version"?'],
        ['--place', 'there is no option "--place"'], ['\u001b[2J', 'there is no command "?[2J"']]) {
        const answer = await planettracker([word]);
        assert.deepEqual([answer.code, answer.out, answer.err], [2, '', `planettracker: ${said}\nplanettracker --help lists them.\n`]);
    }
});

test('version prints one line', async () => {
    for (const word of ['version', '--version'])
        assert.match((await planettracker([word])).out, /^planettracker \d+\.\d+\.\d+\S*\n$/);
});
