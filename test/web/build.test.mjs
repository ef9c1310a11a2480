// The committed files of the page are those that `make web` makes of their sources.
//
// PLANETTRACKER=path/to/planettracker node --test build.test.mjs: the program that prints the lists lies beside it

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { buildPage, OUTPUT, SOURCES } from '../../tool/web/build.mjs';

const AGAIN = 'run `make web` and commit what it changes';
const HERE = new URL('.', import.meta.url);

// The names of a module's `export { a, b } from`, or of a text's `import { a, b } from` and `const { a, b } = await import`.
const namesIn = (text, pattern) => [...text.matchAll(pattern)].flatMap(([, names]) => names.split(',').map((name) => name.trim()).filter(Boolean));
const readAll = (folder, suffix) => readdirSync(folder).filter((name) => name.endsWith(suffix)).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');

test('web/dist is what esbuild makes of the sources', async () => {
    const files = await buildPage();
    assert.deepEqual(readdirSync(OUTPUT).sort(), Object.keys(files).sort(), AGAIN);
    for (const [name, text] of Object.entries(files)) assert.ok(readFileSync(join(OUTPUT, name), 'utf8') === text, `${name} differs: ${AGAIN}`);
});

test('web/app/lists.mjs has the lists of the program', () => {
    const printed = execFileSync(join(dirname(process.env.PLANETTRACKER), 'tool/web/lists'), { encoding: 'utf8' });
    assert.equal(readFileSync(join(SOURCES, 'app/lists.mjs'), 'utf8'), printed, AGAIN);
});

test('every body has a colour in each of the page\'s themes', async () => {
    const { BODIES } = await import('../../web/app/lists.mjs'), style = readFileSync(join(SOURCES, 'style.css'), 'utf8');
    const themes = style.match(/--sun-c:/g).length;
    for (const body of BODIES) {
        assert.equal((style.match(new RegExp(`--${body}-c:`, 'g')) ?? []).length, themes, `${body} in web/style.css`);
        assert.ok(style.includes(`.${body} { --dot: var(--${body}-c); }`), `.${body} in web/style.css`);
    }
});

test('every theme of the page has its colours and a name', async () => {
    const { PICTURE_THEMES, THEMES } = await import('../../web/app/lists.mjs'), style = readFileSync(join(SOURCES, 'style.css'), 'utf8');
    const texts = readFileSync(join(SOURCES, 'texts.tsv'), 'utf8');
    const styled = new Set([...style.matchAll(/:root\[data-theme="(\w+)"\]/g)].map(([, theme]) => theme)).add('dark');   // :root is dark
    assert.deepEqual([...styled].sort(), [...THEMES].sort());
    for (const theme of THEMES) assert.ok(texts.includes(`\ntheme_${theme}\t`), `theme_${theme} in web/texts.tsv`);
    assert.deepEqual(PICTURE_THEMES.filter((theme) => !THEMES.includes(theme)), []);
});

test('each export of app.js and later.js is used by the other or by a test', () => {
    const exported = (folder) => namesIn(readFileSync(join(SOURCES, folder, 'index.js'), 'utf8'), /export \{([^}]*)\}/g);
    const tests = readAll(HERE.pathname, '.test.mjs') + readFileSync(new URL('scene.mjs', HERE), 'utf8');
    const used = (source) => new Set(namesIn(source, /import \{([^}]*)\} from '\.\.\/app\//g));
    const by_later = used(readAll(join(SOURCES, 'later'), '.js')), app = readAll(join(SOURCES, 'app'), '.js');
    const isRead = (text, name) => new RegExp(`\\b${name}\\b`).test(text);
    assert.deepEqual(exported('app').filter((name) => !by_later.has(name) && !isRead(tests, name)), [], 'of app.js');
    assert.deepEqual(exported('later').filter((name) => !isRead(app, name) && !isRead(tests, name)), [], 'of later.js');
});
