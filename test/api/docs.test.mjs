// docs/API.md, README.md and docs/ACCURACY.md are true: every line of shell is run against the real server and ends with the status that it
// states (a comment behind it, else 200), every answer shown is what comes back, except where it has `...`, and routes,
// parameters, columns and problem codes are those of the program, all of them and no others.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { parameterTable } from '../../tool/api_table.mjs';
import { PROGRAM, run, startServer } from '../program.mjs';

const API = readFileSync('docs/API.md', 'utf8'), README = readFileSync('README.md', 'utf8'), ACCURACY = readFileSync('docs/ACCURACY.md', 'utf8');

let server, document, folder;
before(async () => {
    server = await startServer(['--port', '0', '--access-log', 'off']);
    document = await (await fetch(`${server.url}/openapi.json`)).json();
    folder = mkdtempSync(join(tmpdir(), 'docs-'));
});
after(async () => { rmSync(folder, { recursive: true }); await server.stop(); });

// Fenced blocks: { language, text, line }.
const blocksOf = (text) => [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language, 2: inside, index }) => ({ language, text: inside, line: text.slice(0, index).split('\n').length + 1 }));

// The commands of a block of shell: one per line, but a quote may span several. A line that only sets a variable belongs to
// the next.
function commandsOf({ text }) {
    const commands = [];
    let command = '';
    for (const line of text.trimEnd().split('\n')) {
        command += (command && '\n') + line;
        if ((command.match(/'/g) ?? []).length % 2 === 0 && !/^\w+=\$\(/.test(line)) commands.push(command), command = '';
    }
    return commands;
}

// Runs a command with the port of the server, unchanged except for a -w that prints the status.
async function replay(command, cwd = folder) {
    const stated = Number(/# (\d{3})$/.exec(command)?.[1] ?? 200);
    const script = `set -o pipefail\ncurl() { command curl -sS -w '%{stderr}%{http_code}\\n' "$@"; }\n${command.replaceAll('http://localhost:8000', server.url).replace(/^(build\/release\/)?planettracker /, `${PROGRAM} `)}`;
    const { code, out, err } = await run('bash', ['-c', script], { cwd, env: { XDG_DATA_HOME: folder } });
    assert.equal(code, 0, `${command}: ${err}`);
    if (/\bcurl\b/.test(command)) assert.equal(Number(err.trim().split('\n').pop()), stated, `${command}: ${err} ${out}`);
    return out;
}

// JSON with `...` for what is left out, as a value in which the symbol matches anything.
const ANYTHING = '\u2026';
const readShortened = (text) => JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|,\s*\.\.\.|\.\.\./g, (found, at) =>
    found[0] === '"' ? found : found[0] === ',' || '[{'.includes(text[at - 1]) ? '' : `"${ANYTHING}"`));
function assertHolds(real, shown, path = '') {
    if (shown === ANYTHING) assert.notEqual(real, undefined, `${path} is not there`);
    else if (Array.isArray(shown)) shown.forEach((item, i) => assertHolds(real?.[i], item, `${path}[${i}]`));
    else if (shown !== null && typeof shown === 'object') for (const name in shown) assertHolds(real?.[name], shown[name], `${path}.${name}`);
    else assert.deepEqual(real, shown, path);
}

// Lines in their order, `...` for any number of lines or for the end of one.
function assertShows(real, shown) {
    const lines = real.replaceAll('\r', '').split('\n');
    let at = 0;
    for (const line of shown.trimEnd().split('\n')) {
        if (line === '...') continue;
        const fits = (found) => line.endsWith('...') ? found.startsWith(line.slice(0, -3)) : found.trimEnd() === line;
        const found = lines.findIndex((each, i) => i >= at && fits(each));
        assert.ok(found >= 0, `no such line: ${line}\nin: ${real}`);
        at = found + 1;
    }
}

for (const [name, text] of [['docs/API.md', API], ['README.md', README], ['docs/ACCURACY.md', ACCURACY]]) {
    const blocks = blocksOf(text);
    for (const [i, block] of blocks.entries()) {
        if (block.language !== 'sh') continue;
        test(`${name}:${block.line} is true`, async () => {
            let out;
            for (const command of commandsOf(block)) out = await replay(command);
            const shown = blocks[i + 1];
            const is_answer = shown && shown.line === block.line + block.text.split('\n').length + 1;
            if (is_answer && shown.language === 'json') assertHolds(JSON.parse(out), readShortened(shown.text));
            if (is_answer && shown.language === 'text') assertShows(out, shown.text);
        });
    }
}

test('every curl line is in a block that is run', () => {
    for (const text of [API, README]) {
        const run = blocksOf(text).filter(({ language }) => language === 'sh').map(({ text }) => text).join('\n');
        assert.equal((text.match(/\bcurl -?\S* ?['"]http/g) ?? []).length, (run.match(/\bcurl -?\S* ?['"]http/g) ?? []).length);
    }
});

test('Python and JavaScript of the document run', async () => {
    for (const { language, text, line } of blocksOf(API)) {
        const code = text.replaceAll('http://localhost:8000', server.url);
        if (language === 'js') {
            const { code: exit, out, err } = await run('node', ['--input-type=module', '-e', code]);
            assert.equal(exit, 0, `line ${line}: ${err}`);
            assert.match(out, /jupiter -?\d+\.\d (visible|difficult|telescope|hidden)/);
        }
        if (language === 'python') {
            const has_all = (await run('python3', ['-c', text.match(/^import .*$/gm).join('\n')])).code === 0;
            if (!has_all && /pandas|astropy/.test(text)) continue;   // not everybody has it
            const { code: exit, out, err } = await run('python3', ['-c', code]);
            assert.equal(exit, 0, `line ${line}: ${err}`);
            assert.ok(out.length > 10);
        }
    }
});

test('README.md names every command, and its C is that of an example', async () => {
    const { out } = await run(PROGRAM, ['--help']);
    const named = blocksOf(README).filter(({ language }) => ['sh', 'bash'].includes(language)).map(({ text }) => text).join('');
    for (const [, name] of out.matchAll(/^  ([a-z][a-z-]*) +\S/gm)) assert.ok(named.includes(`planettracker ${name} `) || named.includes(`planettracker ${name}\n`), name);
    const example = readFileSync('examples/where_is_mars.c', 'utf8');
    for (const { language, text } of blocksOf(README)) if (language === 'c') for (const line of text.trim().split('\n')) assert.ok(example.includes(line), line);
});

// The names in the first cells of the table after a heading.
function firstCells(heading) {
    const section = API.slice(API.indexOf(`\n${heading}\n`));
    const table = /(?:^\|.*\n)+/m.exec(section)[0].trimEnd().split('\n').slice(2);
    return table.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

test('the routes are those of the program', () => {
    const routes = Object.entries(document.paths).map(([path, item]) => `${Object.keys(item)[0].toUpperCase()} ${path}`);
    assert.deepEqual(firstCells('## Routes').sort(), routes.sort());
});

test('the parameters are those of the program, with their words, examples and routes', () => {
    const table = parameterTable(document);
    assert.ok(API.includes(`<!-- parameters -->\n${table}\n<!--`), `docs/API.md should have this table (node tool/api_table.mjs URL):\n${table}`);
});

test('the columns of positions are those of the program', () => {
    const section = API.slice(API.indexOf('These are the columns, in this order'));
    const rows = section.slice(0, section.indexOf('\n\nThese values are `null`')).split('\n').filter((line) => line.startsWith('| `'));
    assert.deepEqual(rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name)), document.components.schemas.Column.enum);
});

test('the codes of problems and their statuses are those of the program', () => {
    const source = Object.fromEntries([...readFileSync('src/almanac/problem.h', 'utf8').matchAll(/X\(\w+, (\d{3}), "([a-z-]+)"/g)].map(([, status, code]) => [code, status]));
    const shown = Object.fromEntries([...API.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [code, status]));
    assert.deepEqual(shown, source);
    assert.deepEqual(Object.keys(shown).sort(), [...document.components.schemas.ProblemCode.enum].sort());
});

test('the formats are those of the program', () => {
    const types = new Set(Object.values(document.paths).flatMap((item) => Object.keys(Object.values(item)[0].responses[200].content)));
    for (const type of types) assert.ok(API.includes(`\`${type}\``) || ['text/plain', 'application/json'].includes(type), type);
    assert.deepEqual(firstCells('## Formats').sort(), [...document.components.parameters.format.schema.enum].sort());
});

test('the tables of events and limits agree with the program', async () => {
    const { conventions } = await (await fetch(`${server.url}/api/v1/conventions`)).json();
    for (const type of conventions.events.types.value.split(', ').map((type) => type.replace(/^or a kind.*/, 'full_moon'))) assert.ok(API.includes(`\`${type}\``), type);
    for (const [file, name, shown] of [['almanac/positions_document.h', 'ALMANAC_POSITIONS_DOCUMENT_ROWS_MAX', '1 000 000'], ['almanac/batch.h', 'ALMANAC_BATCH_ROWS_MAX', '100 000 000'], ['almanac/batch.h', 'ALMANAC_BATCH_OBSERVERS_MAX', '1000'], ['almanac/batch.h', 'ALMANAC_BATCH_TIMES_MAX', '10 000'],
        ['almanac/limits.h', 'ALMANAC_LIMITS_STREAMS_MAX', '16 384'], ['almanac/events_document.h', 'ALMANAC_EVENTS_DOCUMENT_DAYS_MAX', '3653'], ['almanac/events_report.h', 'ALMANAC_EVENTS_REPORT_SKY_MAX_DAYS', '36 525'], ['almanac/events_report.h', 'ALMANAC_EVENTS_REPORT_PLACE_MAX_DAYS', '3652.5']]) {
        const value = Number(new RegExp(`#define ${name} +([\\d.]+)`).exec(readFileSync(`src/${file}`, 'utf8'))[1]);
        assert.equal(Number(shown.replaceAll(' ', '')), value, name);
        assert.ok(API.slice(API.indexOf('\n## Limits')).includes(shown), name);
    }
});

test('CONTRIBUTING.md names files and tests that exist', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8'), all = readdirSync('test', { recursive: true }).filter((name) => !name.includes('node_modules'));
    const sources = all.filter((name) => name.endsWith('.c')).map((name) => readFileSync(join('test', name), 'utf8')).join('');
    for (const [, path] of text.matchAll(/`((?:src|test|docs|web|data)\/[\w./-]*\.\w+)`/g)) if (!/\bNAME\b/.test(path)) assert.ok(existsSync(path), path);
    for (const [, name] of text.matchAll(/`(test_\w+)`/g)) assert.ok(sources.includes(`static void ${name}(`) || all.some((path) => path.endsWith(`/${name}.c`)), name);
    for (const [, name, file] of text.matchAll(/`([^`]+)` \((test\/[\w/]+)\)/g)) {
        const named = [...readFileSync(`${file}.test.mjs`, 'utf8').matchAll(/^test\('((?:[^'\\]|\\.)+)'/gm)].map(([, title]) => title.replaceAll('\\', ''));
        assert.ok(named.some((title) => title.startsWith(name)), `${name} in ${file}`);
    }
});

test('every file that data update keeps is described', () => {
    const list = /#define DATA_DATASET_PART_LIST\(X\)((?:.*\\\n)+.*)/.exec(readFileSync('src/data/dataset.h', 'utf8'))[1];
    const folder = readFileSync('src/data/dataset.h', 'utf8'), data = readFileSync('docs/DATA.md', 'utf8');
    for (const [name] of list.matchAll(/DATA_DATASET_\w+_FILE/g))
        assert.ok(data.includes(`| \`${new RegExp(`#define ${name} +"([^"]+)"`).exec(folder)[1]}\``), `${name} in docs/DATA.md`);
});

test('every deadline of a connection is a row of the limits', () => {
    const config = readFileSync('src/net/conn/config.h', 'utf8'), limits = API.slice(API.indexOf('\n## Limits'));
    const list = /#define NET_CONN_DEADLINE_LIST\(X\)((?:.*\\\n)+.*)/.exec(config)[1];
    const stated = [...limits.matchAll(/^\|[^|]*\| (\d+) s \|/gm)].map(([, seconds]) => Number(seconds) * 1000);
    const deadlines = [...list.matchAll(/X\(\w+, \w+, (\w+)\)/g)].map(([, name]) => Number(new RegExp(`#define ${name} +(\\d+)u`).exec(config)[1]));
    assert.deepEqual(stated.sort(), deadlines.sort());
});

test('links within the documents have targets', () => {
    const anchors = new Set([...API.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w -]/g, '').replaceAll(' ', '-')));
    for (const [, anchor] of API.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.has(anchor), anchor);
    const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'data/MANIFEST.md',
        ...readdirSync('docs', { recursive: true }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
    for (const name of documents)
        for (const [, path] of readFileSync(name, 'utf8').matchAll(/\]\((?!#|https?:)([^)#]+)/g))
            assert.ok(existsSync(join(dirname(name), path)), `${name}: ${path}`);
});
