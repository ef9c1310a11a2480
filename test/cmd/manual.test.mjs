// Manual pages: one for the program, one for each command, one for data files. groff and mandoc read them
// without a complaint, and they have the contents of the help.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { PROGRAM, planettracker, run } from '../program.mjs';

const FOLDER = join(dirname(PROGRAM), 'manual');
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PAGES = readdirSync(FOLDER).filter((name) => /\.[15]$/.test(name)).sort();

async function commands() {
    const { out } = await planettracker(['--help']);
    return [...out.slice(out.indexOf('\nCommands:')).matchAll(/^  ([a-z][a-z-]+) {1,}\S/gm)].map((found) => found[1]);
}

// A page as plain text on lines that are never broken.
async function plain(page) {
    const { code, out } = await run('man', ['-E', 'UTF-8', '-l', '-P', 'cat', join(FOLDER, page)], { env: { MANWIDTH: '2000', LC_ALL: 'C.UTF-8', MAN_KEEP_FORMATTING: '' } });
    assert.equal(code, 0);
    return out.replace(/.\x08/g, '').replace(/\x1b\[[0-9;]*m/g, '').replace(/[\u2010\u2212]/g, '-').replace(/ +/g, ' ');
}

test('every command has a page, and there are no others', async () => {
    assert.deepEqual(PAGES, ['planettracker-data.5', 'planettracker.1', ...(await commands()).map((name) => `planettracker-${name}.1`)].sort());
});

for (const page of PAGES)
    test(`${page}: groff and mandoc report nothing`, async () => {
        const path = join(FOLDER, page);
        const groff = await run('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', path]);
        assert.deepEqual([groff.code, groff.err], [0, '']);
        const mandoc = await run('mandoc', ['-Tlint', '-Wstyle', path]);
        assert.deepEqual([mandoc.code, mandoc.out, mandoc.err], [0, '', '']);
    });

test('each page has what the help of its command has', async () => {
    for (const name of await commands()) {
        const text = await plain(`planettracker-${name}.1`), { out } = await planettracker(['help', name]);
        for (const heading of ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES', 'SEE ALSO']) assert.match(text, new RegExp(`^${heading}$`, 'm'), name);
        for (const [option] of out.matchAll(/(?<=^  (?:-\w, )?)--[a-z0-9-]+(?: [A-Z][A-Z0-9=,]*)?/gm)) assert.ok(text.includes(option), `${name} ${option}`);
        for (const [line] of out.slice(0, out.indexOf('\n\n')).matchAll(/^planettracker.*$/gm)) assert.ok(text.includes(line), line);
        for (const [, meaning] of out.slice(out.indexOf('\nExit status:')).matchAll(/^  \d  (.*)$/gm)) assert.ok(text.includes(meaning), `${name}: ${meaning}`);
    }
});

test('planettracker-data(5) has every sentence of docs/DATA.md', async () => {
    const text = (await plain('planettracker-data.5')).replace(/\s+/g, ' ');
    const plainWords = (line) => line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '').replace(/\s+/g, ' ').trim();
    const parts = [];
    for (const paragraph of readFileSync(join(ROOT, 'docs/DATA.md'), 'utf8').split(/\n\n|\n(?=\d\. |   - |    \S)/)) {
        const rows = paragraph.split('\n').filter((line) => line.startsWith('|')).slice(2);
        if (rows.length > 0) parts.push(...rows.flatMap((row) => row.split('|').map(plainWords)));
        else if (!paragraph.startsWith('#')) parts.push(plainWords(paragraph.replace(/^(\d\.|   -) /, '')));
        else parts.push(plainWords(paragraph.replace(/^#+ /, '')).toUpperCase());
    }
    assert.ok(parts.filter(Boolean).length >= 30, `${parts.length}`);
    for (const part of parts.filter((each) => each !== 'DATA FILES')) assert.ok(text.includes(part), part);
});
