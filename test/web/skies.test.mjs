// Twelve skies, on a phone and on a desktop: layout of the dome, comparison with small reference pictures, and no growth of memory in ten
// thousand updates.
//
// SKIES=folder  saves pictures of the whole page there
// UPDATE=1      makes the reference pictures again

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'node:test';
import { until } from './harness.mjs';
import { settled, startSite, table } from './scene.mjs';

const SKIES = {
    'north-pole-june': '?lat=90&lon=0&time=2026-06-21T00:00:00Z&tz=UTC',
    'south-pole-june': '?lat=-90&lon=0&time=2026-06-21T00:00:00Z&tz=UTC',
    'midnight-sun': '?lat=69.65&lon=18.96&time=2026-06-20T22:45:00Z&tz=Europe/Oslo',
    'polar-night': '?lat=78.22&lon=15.65&time=2026-12-21T11:00:00Z&tz=Arctic/Longyearbyen',
    'equator-noon': '?lat=0&lon=0&time=2026-03-20T12:07:00Z&tz=UTC',
    'equator-dusk': '?lat=-0.18&lon=-78.47&time=2026-11-23T00:00:00Z&tz=America/Guayaquil',
    'paris-night': '?lat=48.8667&lon=2.3333&time=2026-10-30T20:04:00Z&tz=Europe/Paris&body=saturn',
    'paris-dawn': '?lat=48.8667&lon=2.3333&time=2026-11-22T06:30:00Z&tz=Europe/Paris&body=venus',
    'melbourne-night': '?lat=-37.8136&lon=144.9631&time=2026-10-30T12:04:00Z&tz=Australia/Melbourne&body=jupiter',
    'no-planet-up': '?lat=30&lon=0&time=2000-05-04T21:20:00Z&tz=UTC',
    'heap-of-may-2000': '?lat=21.3&lon=-157.86&time=2000-05-05T22:00:00Z&tz=Pacific/Honolulu',
    'tokyo-map': '?lat=35.6544&lon=139.7447&time=2026-10-30T12:00:00Z&tz=Asia/Tokyo&view=map&body=moon',
};
const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };
const REFERENCE_PX = 160, DIFFERENCE_MAX = 0.02;      // mean over all pixels, of the whole scale: room for other fonts, not for another sky
const REFERENCES = fileURLToPath(new URL('skies', import.meta.url));

const site = startSite();
const { visit } = site;

// A small picture of the dome without names, so that the comparison does not depend on fonts.
async function smallDome({ page }) {
    await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('#dome text, .dome-leader { visibility: hidden } #dome-region > svg { width: 292px !important; height: 258px !important; max-height: none !important }');
        document.adoptedStyleSheets = [sheet];
    });
    return page.locator('#dome').screenshot();
}

// The mean difference of two pictures in [0, 1], both drawn REFERENCE_PX wide; and the first as a small PNG.
const compare = ({ page }, mine, reference) => page.evaluate(async ([a, b, px]) => {
    const pixels = async (bytes) => {
        const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)])), height = Math.round(px * 258 / 292);
        const canvas = new OffscreenCanvas(px, height), paper = canvas.getContext('2d');
        paper.drawImage(bitmap, 0, 0, px, height);
        return { canvas, data: paper.getImageData(0, 0, px, height).data };
    };
    const one = await pixels(a), small = [...new Uint8Array(await (await one.canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
    if (!b) return { small, difference: 0 };
    const two = await pixels(b);
    let sum = 0;
    for (let i = 0; i < one.data.length; i++) sum += Math.abs(one.data[i] - two.data[i]);
    return { small, difference: sum / one.data.length / 255 };
}, [[...mine], reference && [...reference], REFERENCE_PX]);

describe('skies', { concurrency: 2 }, () => {
    for (const [name, query] of Object.entries(SKIES)) {
        it(`keeps its names apart and inside the dome: ${name}`, async () => {
            for (const [size, viewport] of Object.entries(SIZES)) {
                await visit({ url: query, viewport }, async (seen) => {
                    await settled(seen);
                    await seen.page.locator('#dome .stars[opacity]').waitFor({ state: 'attached' });
                    if (process.env.SKIES) {
                        mkdirSync(process.env.SKIES, { recursive: true });
                        await seen.page.screenshot({ path: `${process.env.SKIES}/${name}-${size}.png`, fullPage: size === 'phone' });
                    }
                    assert.equal((await table(seen)).length, 10);
                    const names = await seen.page.locator('#dome .dome-name, #dome .dome-wind').evaluateAll((nodes) => nodes.filter(({ textContent }) => textContent)
                        .map((node) => { const { left, right, top, bottom } = node.getBoundingClientRect(); return { name: node.textContent, left, right, top, bottom }; }));
                    const frame = await seen.page.locator('#dome').boundingBox();
                    const bad = names.flatMap((a, i) => names.slice(i + 1).filter((b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
                        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3).map((b) => `${a.name} over ${b.name}`));
                    const out = names.filter(({ left, right, top, bottom }) => left < frame.x - 2 || right > frame.x + frame.width + 2 || top < frame.y - 2 || bottom > frame.y + frame.height + 2);
                    assert.deepEqual([...bad, ...out.map((label) => `${label.name} outside`)], [], size);
                    if (size === 'desktop') await looksAsBefore(seen, name);
                });
            }
        });
    }

    async function looksAsBefore(seen, name) {
        const path = `${REFERENCES}/${name}.png`, mine = await smallDome(seen);
        if (process.env.UPDATE) {
            mkdirSync(REFERENCES, { recursive: true });
            return writeFileSync(path, Buffer.from((await compare(seen, mine, null)).small));
        }
        const { difference } = await compare(seen, mine, readFileSync(path));
        assert.ok(difference < DIFFERENCE_MAX, `${name} differs by ${difference.toFixed(4)} from its reference picture`);
    }

    it('has its stars where they stand', async () => {
        await visit({ url: SKIES['paris-night'] }, async (seen) => {
            await settled(seen);
            // The altitude of Polaris is the latitude, to 0.65 degrees. Theta Persei on 2028-11-13.19 TD is at 41.5472 and 49.3485 degrees
            // (mean place of date): Meeus, Astronomical Algorithms, 2nd ed., example 23.a.
            const got = await seen.page.evaluate(async () => {
                const { turnOf, starPlace, vectorsOf } = await import(new URL('later.js', document.baseURI).href);
                const place = (ra, dec, ms, at) => starPlace(turnOf(ms, at), ...vectorsOf({ stars: [[ra, dec, 0]] }));
                const ms = Date.UTC(2026, 9, 30, 20, 4), of_date_ms = Date.UTC(2028, 10, 13, 4, 33);
                const north = { lat_deg: 90, lon_deg: 0 };
                return { polaris: place(37.9546, 89.2641, ms, { lat_deg: 48.8667, lon_deg: 2.3333 }),
                         theta_persei: place(41.054063, 49.227750, of_date_ms, north), same: place(41.054063, 49.227750, of_date_ms, { lat_deg: 90, lon_deg: 90 }) };
            });
            assert.ok(Math.abs(got.polaris.alt_deg - 48.8667) < 0.75, `Polaris at ${got.polaris.alt_deg}`);
            assert.ok(got.polaris.az_deg < 1.2 || got.polaris.az_deg > 358.8, `Polaris at ${got.polaris.az_deg}`);
            // At the pole the altitude is the declination plus refraction: 0.0146 degrees at 49.36.
            assert.ok(Math.abs(got.theta_persei.alt_deg - 49.3485 - 0.0146) < 0.01, `theta Persei at ${got.theta_persei.alt_deg}`);
            assert.ok(Math.abs(((got.same.az_deg - got.theta_persei.az_deg + 360) % 360) - 90) < 1e-6, 'the Earth turns eastwards');
            // A planet drawn as a star, at the place of its own coordinates, is where the server has the planet: sidereal time is right.
            const sun = await (await fetch(`${site.server.url}/api/v1/positions?bodies=saturn&lat=48.8667&lon=2.3333&time=2026-10-30T20:04:00Z`)).json();
            const own = await seen.page.evaluate(async ([ra, dec]) => {
                const { turnOf, starPlace, vectorsOf } = await import(new URL('later.js', document.baseURI).href);
                return starPlace(turnOf(Date.UTC(2026, 9, 30, 20, 4), { lat_deg: 48.8667, lon_deg: 2.3333 }), ...vectorsOf({ stars: [[ra, dec, 0]] }));
            }, [sun.positions[0].ra_icrs_deg, sun.positions[0].dec_icrs_deg]);
            assert.ok(Math.abs(own.az_deg - sun.positions[0].az_deg) < 0.03 && Math.abs(own.alt_deg - sun.positions[0].alt_deg) < 0.03,
                `Saturn as a star at ${own.az_deg}, ${own.alt_deg}; the server has ${sun.positions[0].az_deg}, ${sun.positions[0].alt_deg}`);
        });
    });

    it('does not grow in ten thousand updates', async () => {
        await visit({ url: SKIES['paris-night'] }, async (seen) => {
            await settled(seen);
            const cdp = await seen.context.newCDPSession(seen.page);
            const update = (count) => seen.page.evaluate(async (times) => {
                const { state, paint } = await import(new URL('app.js', document.baseURI).href);
                const from_ms = state.track.from_ms;
                for (let i = 0; i < times; i++) {
                    state.time_ms = from_ms + i * 7919 % 1440 * 60000;
                    paint();
                    if (i % 200 === 0) await new Promise((done) => setTimeout(done));
                }
            }, count);
            const size = async () => {
                for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage');
                const { metrics } = await cdp.send('Performance.getMetrics'), of = (name) => metrics.find((metric) => metric.name === name).value;
                return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
            };
            await cdp.send('Performance.enable');
            await update(1000);
            const before = await size();
            await update(10000);
            const after_all = await size();
            console.log(`10,000 updates: heap ${(before.heap / 1024).toFixed(0)} to ${(after_all.heap / 1024).toFixed(0)} KiB, nodes ${before.nodes} to ${after_all.nodes}, listeners ${before.listeners} to ${after_all.listeners}`);
            assert.ok(after_all.heap - before.heap < 512 * 1024, 'the heap grows');
            assert.ok(after_all.nodes - before.nodes < 60 && after_all.listeners - before.listeners < 10, 'the document grows');
        });
    });
});
