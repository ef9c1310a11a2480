// The page without JavaScript: the server sends a complete page, whose form finds another sky.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startSite } from './scene.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SATURN = '/?lat=48.93&lon=2.45&time=2026-10-30T21:04Z&body=saturn';
const SKIES = {
    'Paris at night': SATURN,
    'the north pole in June': '/?lat=90&lon=0&time=2026-06-21T00:00Z',
    'the south pole in June': '/?lat=-90&lon=0&time=2026-06-21T00:00Z',
    'the midnight Sun': '/?lat=78.2&lon=15.6&time=2026-06-21T00:04Z&body=sun',
    'the equator at dusk': '/?lat=0&lon=-78.5&time=2026-03-20T23:20Z',
    'Sydney': '/?lat=-33.87&lon=151.21&time=2026-07-18T09:04Z&up=south',
    'seven bodies in a heap': '/?lat=40&lon=0&time=2000-05-05T12:00Z',
    'Venus before the Sun': '/?lat=20&lon=-155&time=2012-06-05T23:00Z',
};
const site = startSite();

const open = async (path, options = {}) => {
    const page = await site.browser.newPage({ javaScriptEnabled: false, ...options });
    const complaints = [];
    page.on('console', (line) => complaints.push(line.text()));
    await page.goto(site.server.url + path);
    return { page, complaints };
};

test('sentence, table, dome, curves and form are there', async () => {
    const { page, complaints } = await open(SATURN);
    assert.match(await page.textContent('#sentence'), /^3 planets are up\. Saturn is highest, 41° in the south-south-east\./);
    assert.equal(await page.locator('#table tr[data-body]').count(), 10);
    for (const region of ['svg.chart', 'svg.curves', '#place-form', '#show']) assert.ok(await page.isVisible(region), region);
    assert.deepEqual(complaints, []);    // the policy has blocked nothing
    await page.close();
});

test('the form finds the sky of a town, at its own time, in another language', async () => {
    const { page } = await open('/');
    await page.fill('input[name=place]', 'Tokyo');
    await page.fill('input[name=time]', '2026-10-30T21:04');
    await page.selectOption('select[name=lang]', 'de');
    await page.click('#show');
    assert.match(await page.textContent('#caption'), /Tokyo.*2026-10-30 21:04/);
    assert.equal(await page.getAttribute('html', 'lang'), 'de');
    await page.click('tr[data-body=jupiter] a');
    assert.match(await page.textContent('#caption'), /2026-10-30 21:04/);
    assert.equal(await page.getAttribute('tr[data-body=jupiter]', 'class'), 'chosen');
    await page.close();
});

// Measured with the fonts of this machine, not with the widths that the server assumes.
for (const [name, path] of Object.entries(SKIES)) {
    test(`labels stand apart as drawn: ${name}`, async () => {
        const { page } = await open(path, { viewport: { width: 1000, height: 1400 } });
        for (const picture of ['svg.chart .c-label text, svg.chart .c-starname text, svg.chart .c-wind text', 'svg.curves .k-labels text']) {
            const boxes = await page.$$eval(picture, (texts) => texts.map((text) => {
                const { x, y, width, height } = text.getBBox();
                return { name: text.textContent, x, y: y + height * 0.2, width, height: height * 0.6 };   // without line spacing
            }));
            for (const [i, a] of boxes.entries())
                for (const b of boxes.slice(i + 1))
                    assert.ok(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height,
                        `${a.name} and ${b.name}`);
        }
        await page.close();
    });
}

test('the curves have letters of 11 px at least on a phone', async () => {
    const { page } = await open(SATURN, { viewport: { width: 360, height: 740 } });
    for (const picture of ['svg.chart', 'svg.curves']) {
        const sizes = await page.$$eval(`${picture} text`, (texts) => texts.map((text) => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a]));
        assert.deepEqual(sizes.filter(([, px]) => px < (picture === 'svg.chart' ? 7 : 11)), [], picture);
    }
    await page.close();
});

test('the page has 18 KB compressed at most', async () => {
    for (const [name, path] of Object.entries(SKIES)) {
        const bytes = gzipSync(await (await fetch(site.server.url + path)).text()).length;
        assert.ok(bytes < 18 * 1024, `${name}: ${bytes}`);
    }
});

for (const theme of ['dark', 'light', 'red', 'contrast']) {
    test(`axe finds no violations: ${theme}`, async () => {
        // axe-core needs scripts to be enabled, so the page's own are removed instead
        const page = await site.browser.newPage({ viewport: { width: 1280, height: 900 } });
        await page.route('**/?*', async (route) => {
            const response = await route.fetch();
            await route.fulfill({ response, body: (await response.text()).replace(/<script.*?<\/script>/gs, '') });
        });
        await page.goto(`${site.server.url}${SATURN}&theme=${theme}`);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]), []);
        await page.close();
    });
}
