// The application from which PlanetTracker developed still works with the server: its calls, the answers, its table.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { until } from './harness.mjs';
import { startSite } from './scene.mjs';

const ORIGINAL = fileURLToPath(new URL('original', import.meta.url));
const site = startSite({ args: ['--web-root', ORIGINAL] });

test('the original calls, unmodified, fill the original table', async () => {
    const context = await site.browser.newContext({
        permissions: ['geolocation'], geolocation: { latitude: 48.93, longitude: 2.45 },
    });
    const page = await context.newPage();
    const complaints = [], asked = [], echoes = [], planets = new Map();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && !line.location().url.endsWith('/favicon.ico')
        && complaints.push(line.text()));
    page.on('response', async (answer) => {
        const url = new URL(answer.url());
        if (url.pathname === '/geo_location') echoes.push({ type: answer.headers()['content-type'], text: await answer.text() });
        if (!url.pathname.startsWith('/planets/')) return;
        asked.push(url.search);
        const text = await answer.text().catch(() => '');
        if (text) planets.set(url.pathname.slice(9), { status: answer.status(), type: answer.headers()['content-type'], text });
    });
    await page.goto(`${site.server.url}/`);

    const rows = () => page.locator('#planets tr').evaluateAll((trs) =>
        trs.map((tr) => [...tr.children].map((td) => td.textContent)));
    const filled = await until('seven rows', rows, (seen) => seen.length === 7);
    for (const [name, az, alt] of filled) {
        assert.match(az, /^\d{1,3}\.\d\d$/, `azimuth of ${name}`);
        assert.match(alt, /^-?\d{1,2}\.\d\d$/, `altitude of ${name}`);
    }
    assert.deepEqual(filled.map(([name]) => name).sort(),
        ['jupiter', 'mars', 'mercury', 'neptune', 'saturn', 'uranus', 'venus']);

    assert.equal(echoes[0].text.trim(), '{"lon": "2.45", "lat": "48.93", "elevation": 0.0}');
    assert.equal(echoes[0].type, 'application/json; charset=utf-8');
    assert.equal(await page.inputValue('#lon'), '2.45');
    assert.equal(await page.inputValue('#lat'), '48.93');
    assert.equal(await page.inputValue('#elevation'), '0');

    assert.equal(asked[0], '?lon=2.45&lat=48.93&elevation=0');
    for (const [name, { status, type, text }] of planets) {
        assert.equal(status, 200, name);
        assert.equal(type, 'application/json; charset=utf-8', name);
        assert.match(text.trim(), /^\{"az": -?[\d.e-]+, "alt": -?[\d.e-]+, "name": "[a-z]+"\}$/, name);
    }

    const before = asked.length;
    await until('a second round of seven', () => asked.length, (count) => count >= before + 7);
    assert.equal((await rows()).length, 7, 'still seven rows');

    await page.fill('#lat', '-39:45:14.4');
    await until('the edited latitude as sexagesimal', () => asked.at(-1), (query) => query.includes('lat=-39:45:14.4'));
    assert.deepEqual(complaints, [], 'console');
    await context.close();
});
