#!/usr/bin/env node
// Bundles and minifies the page's sources with esbuild: `make web` runs it. It reads web/ and writes web/dist/, which is
// committed, so that the program builds without Node.js.
//
// app/ becomes app.js, the first view. later/ becomes later.js, which app.js imports once the first view is drawn, and which
// imports from app.js the modules of app/ that it uses: they hold the page's state, so each may be loaded only once.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const SOURCES = fileURLToPath(new URL('../../web', import.meta.url)), OUTPUT = join(SOURCES, 'dist');

const OPTIONS = {
    bundle: true, minify: true, write: false, format: 'esm', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
    target: ['chrome100', 'firefox100', 'safari15.4'],
};

const redirect = (filter, to) => ({ name: `${filter} is ${to.path}`, setup: ({ onResolve }) => onResolve({ filter }, () => to) });
const laterFile = redirect(/^\.\/later\.js$/, { path: './later.js', external: true });
const appFile = redirect(/^\.\.\/app\//, { path: './app.js', external: true });
const appModules = redirect(/^\.\.\/app\//, { path: join(SOURCES, 'app/index.js') });

async function bundle(source, options = {}) {
    const { outputFiles } = await build({ ...OPTIONS, entryPoints: [join(SOURCES, source)], ...options });
    return outputFiles[0].text;
}

// Removes indentation and comments that begin a line. The marks <!--name--> stay: the server fills in the text between them.
async function page() {
    const text = await readFile(join(SOURCES, 'index.html'), 'utf8');
    return text.replace(/^<!-- [^]*?-->\n/gm, '').replace(/^ +/gm, '');
}

// Gives the files of the page as { name: text }.
export async function buildPage() {
    const files = {
        'app.js': await bundle('app/index.js', { plugins: [laterFile] }),
        'later.js': await bundle('later/index.js', { plugins: [appFile] }),
        'style.css': await bundle('style.css'),
        'later.css': await bundle('later.css'),
    };
    // Built only as a check: esbuild refuses a name that later/ imports and app/index.js does not export.
    await bundle('later/index.js', { plugins: [laterFile, appModules] });
    const names = [...Object.keys(files), ...(await readdir(join(SOURCES, 'static'))).sort()];
    return { ...files, 'index.html': await page(),
             'sw.js': await bundle('sw.js', { define: { PAGE_FILES: JSON.stringify(names) } }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const files = await buildPage();
    await rm(OUTPUT, { recursive: true, force: true });
    await mkdir(OUTPUT);
    for (const [name, text] of Object.entries(files)) await writeFile(join(OUTPUT, name), text);
}
