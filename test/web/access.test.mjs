// Accessibility: no violations found by axe-core in any theme, use by keyboard, narrow and wide windows, zoom and loose text, no JavaScript,
// no flash of white.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { until } from './harness.mjs';
import { filled, openPanel, overlaps, PARIS, settled, startSite, stateOf, table, text } from './scene.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const AT = '2026-10-30T20:04:00Z', VIEW = `${PARIS}&time=${AT}&body=saturn`;

const site = startSite({ url: VIEW });
const { visit } = site;

const withTheme = (theme) => (page) => page.addInitScript((own) => localStorage.setItem('theme', own), theme);

// What axe-core finds. The debugger loads its script, which the page's policy would not allow.
async function violations({ page }, rules) {
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
    const { violations: found } = await page.evaluate((own) => window.axe.run(document, { runOnly: own, resultTypes: ['violations'] }), rules);
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}

// Buttons, fields and links smaller than a number of pixels. The target of a checkbox is its whole label.
const smallTargets = ({ page }, least) => page.locator('button:visible, input:visible, select:visible, a:visible:not(.skip)').evaluateAll((targets, px) =>
    targets.map((node) => [node.id || node.textContent, (node.type === 'checkbox' ? node.closest('label') : node).getBoundingClientRect()])
        .filter(([, { width, height }]) => height < px || width < Math.min(px, 24)).map(([name, { width, height }]) => `${name} ${width} x ${height}`), least);

// Gives the window another size, and waits until the curves are drawn for it.
async function resize({ page }, width, height) {
    await page.setViewportSize({ width, height });
    await until('curves of that width', () => page.locator('#curves').evaluate((node) => [node.clientWidth, node.viewBox.baseVal.width]),
        ([wanted, drawn]) => wanted === drawn);
}

describe('accessibility', { concurrency: 2 }, () => {
    // Themes differ only in their colours, so all rules need only one of them.
    const THEMES = [['auto by day', { colorScheme: 'light' }, 'auto'], ['auto by night', { colorScheme: 'dark' }, 'auto', ALL_RULES], ['red', {}, 'red'],
        ['light', {}, 'light'], ['dark', {}, 'dark'], ['high contrast', {}, 'contrast'], ['forced colours', { forcedColors: 'active' }, 'auto', ALL_RULES]];
    for (const [name, options, theme, rules = COLOUR_RULES] of THEMES) {
        it(`finds no violations: ${name}`, async () => {
            await visit({ ...options, setup: withTheme(theme) }, async (seen) => {
                await settled(seen);
                assert.deepEqual(await violations(seen, rules), [], 'the first screen');
                for (const panel of ['place', 'share', 'settings']) {
                    await openPanel(seen, panel);
                    if (panel === 'place') {
                        await seen.page.fill('#search', 'Par');
                        await until('cities', () => seen.page.locator('#found li').count());
                        await seen.page.fill('#lat', '95');
                        await until('the error', () => seen.page.locator('#lat-error').isVisible());
                    }
                    assert.deepEqual(await violations(seen, rules), [], `with ${panel}`);
                }
                await seen.page.click('#more');
                await until('the numbers', () => seen.page.locator('#detail dt').count());
                assert.deepEqual(await violations(seen, rules), [], 'one body');
            });
        });
    }

    it('is red before the first paint, remembers it, and has a dimmer', async () => {
        await visit({ colorScheme: 'light' }, async (seen) => {
            await settled(seen);
            await seen.page.click('#red-button');
            await openPanel(seen, 'settings');
            await seen.page.focus('#dimmer');
            await seen.page.keyboard.press('ArrowRight');
            // What the next visit paints before the page's script has arrived.
            await seen.page.route('**/app.js', () => {});
            await seen.page.goto(`${site.server.url}/${VIEW}`, { waitUntil: 'commit' });
            // Browsers paint nothing until the style sheets have arrived.
            await until('a body and its style', () => seen.page.evaluate(() =>
                document.body !== null && [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet !== null)));
            const painted = await seen.page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color,
                getComputedStyle(document.body).opacity]);
            assert.deepEqual(painted, ['rgb(0, 0, 0)', 'rgb(255, 0, 0)', '0.8']);
        });
    });

    it('has nothing but red light in red night mode', async () => {
        await visit({ setup: withTheme('red'), viewport: { width: 900, height: 1400 } }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'settings');
            const picture = await seen.page.screenshot({ fullPage: true });
            const most = await seen.page.evaluate(async (bytes) => {
                const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)])), canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
                const paper = canvas.getContext('2d');
                paper.drawImage(bitmap, 0, 0);
                const { data } = paper.getImageData(0, 0, bitmap.width, bitmap.height);
                let other = 0, where = 0;
                for (let i = 0; i < data.length; i += 4) if (Math.max(data[i + 1], data[i + 2]) > other) [other, where] = [Math.max(data[i + 1], data[i + 2]), i / 4];
                return { other, x: where % bitmap.width, y: Math.floor(where / bitmap.width) };
            }, [...picture]);
            assert.ok(most.other <= 96, `green or blue of ${most.other} of 255 at ${most.x}, ${most.y}`);
        });
    });

    it('can be used by keyboard alone', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const reached = [];
            for (let i = 0; i < 60; i++) {
                await seen.page.keyboard.press('Tab');
                const here = await seen.page.evaluate(() => {
                    const node = document.activeElement;
                    return node === document.body ? null : `${node.id || node.dataset.body || node.textContent.trim()}`;
                });
                if (here === null || reached[0] === here) break;
                reached.push(here);
            }
            for (const wanted of ['place-button', 'red-button', 'share-button', 'settings-button', 'Altitude', 'Jupiter', 'flip', 'turn', 'slider', 'now', 'play-60', 'date']) {
                assert.ok(reached.includes(wanted), `${wanted} is reached: ${reached.join(', ')}`);
            }
            // The dome is one tab stop, with arrow keys inside; the table shows the choice.
            await seen.page.locator('#dome .body[tabindex="0"]').focus();
            await seen.page.keyboard.press('ArrowRight');
            const chosen = (await stateOf(seen)).body;
            await until('the choice in the table', () => seen.page.getAttribute(`tr[data-body=${chosen}] .body-button`, 'aria-pressed'), (pressed) => pressed === 'true');
            assert.equal(await seen.page.locator('#dome .body[tabindex="0"]').count(), 1);
            await seen.page.focus('#more');
            await seen.page.keyboard.press('Enter');
            await until('the view of the body', () => seen.page.locator('#detail dt').count());
            await seen.page.keyboard.press('Escape');
            assert.equal(await seen.page.evaluate(() => document.activeElement.id), 'more', 'the focus comes back');
        });
    });

    it('has the table before the dome, and labels for what is drawn', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            assert.ok(await seen.page.evaluate(() => Boolean(document.getElementById('table').compareDocumentPosition(document.getElementById('dome')) & Node.DOCUMENT_POSITION_FOLLOWING)));
            assert.match(await seen.page.locator('#dome [role=img]').getAttribute('aria-label'), /^Up: .*\. Below the horizon: /);
            assert.equal(await seen.page.locator('#table th[scope=row]').count(), 10);
            assert.equal(await seen.page.locator('#table th[scope=col]').count(), 8);
            assert.equal(await seen.page.getAttribute('html', 'lang'), 'en');
        });
    });

    // One visit for all sizes of a kind of device: the page lays itself out again when its window changes.
    const SIZES = { phones: [[320, 640], [360, 740], [768, 1024]], desktops: [[1024, 768], [1280, 800], [2560, 1200]] };
    for (const [kind, sizes] of Object.entries(SIZES)) {
        for (const locale of ['en-GB', 'de-DE', 'fr-FR', 'es-ES']) {
            it(`fits ${kind} in ${locale} without sideways scrolling or overlaps, with targets large enough`, async () => {
                const is_phone = kind === 'phones', least = is_phone ? 44 : 24;
                await visit({ locale, hasTouch: is_phone, isMobile: is_phone, url: `?lat=-54.123456&lon=-120.123456&elevation=1234&time=${AT}&body=neptune` }, async (seen) => {
                    await settled(seen);
                    for (const [width, height] of sizes) {
                        await resize(seen, width, height);
                        for (const panel of [null, 'place', 'share', 'settings']) {
                            if (panel) await openPanel(seen, panel);
                            const where = `${panel ?? 'the first screen'} at ${width} x ${height}`;
                            const wide = await seen.page.evaluate(() => document.documentElement.scrollWidth);
                            assert.ok(wide <= width, `${where} is ${wide} px wide`);
                            assert.deepEqual(await overlaps(seen), [], where);
                            assert.deepEqual(await smallTargets(seen, least), [], where);
                        }
                        await seen.page.click('#settings-button');
                    }
                });
            });
        }
    }

    it('fits at 400 % zoom', async () => {
        const wide = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        await visit({ viewport: { width: 320, height: 200 } }, async (seen) => {      // 1280 x 800 at 400 %
            await settled(seen);
            assert.equal(await wide(seen), 0, 'at 400 %');
            const bar = await seen.page.locator('.bar').evaluate((node) => getComputedStyle(node).position);
            assert.equal(bar, 'static', 'nothing is fixed in a low window');
        });
    });

    const LOOSE = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';
    for (const locale of ['en-GB', 'de-DE']) {
        it(`has room for loose text and for right-to-left in ${locale}, without overlaps`, async () => {
            await visit({ locale }, async (seen) => {
                await settled(seen);
                const wide = () => seen.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                for (const [width, height] of [[320, 640], [360, 740], [768, 1024], [1024, 768], [1280, 800]]) {
                    await resize(seen, width, height);
                    await seen.page.evaluate((rules) => {
                        const sheet = new CSSStyleSheet();
                        sheet.replaceSync(rules);
                        document.adoptedStyleSheets = [sheet];
                    }, LOOSE);
                    assert.equal(await wide(), 0, `loose text at ${width} px`);
                    // The names in drawings are laid out for the width of the page's own letters, so they may overlap here.
                    assert.deepEqual((await overlaps(seen)).filter((pair) => !/^(dome|curve)-name .* over (dome|curve|level|hour)/.test(pair)), [], `loose text at ${width} px`);
                    await seen.page.evaluate(() => { document.adoptedStyleSheets = []; document.documentElement.dir = 'rtl'; });
                    assert.equal(await wide(), 0, `right-to-left at ${width} px`);
                    assert.deepEqual(await overlaps(seen), [], `right-to-left at ${width} px`);
                    await seen.page.evaluate(() => document.documentElement.removeAttribute('dir'));
                }
            });
        });
    }

    it('shows sentence, table, dome and a working form without JavaScript', async () => {
        await visit({ javaScriptEnabled: false, url: `?lat=48.8667&lon=2.3333&time=${AT}` }, async ({ page }) => {
            assert.match(await page.locator('#sentence').textContent(), /planet/);
            assert.equal(await page.locator('#table-region tbody th').filter({ hasText: 'Jupiter' }).count(), 1);
            assert.ok(await page.locator('#dome-region svg').isVisible());
            assert.ok(await page.locator('#curves-region svg').isVisible());
            await page.fill('#lat', '-37.8');
            await page.fill('#lon', '145');
            await page.locator('#place-form button:visible, #place-form input[type=submit]:visible').click();
            await page.waitForURL(({ searchParams }) => searchParams.get('lat') === '-37.8');
            assert.match(await page.locator('#table-region').textContent(), /Jupiter/);
        });
    });
});
