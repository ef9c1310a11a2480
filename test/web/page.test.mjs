// The page against the real server in a real Chromium. Each test names what a visitor may rely on.
//
// PLANETTRACKER=path/to/planettracker node --test

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { INSECURE_NAME, launchBrowser, startServer, until } from './harness.mjs';

const GZIP_MAX_BYTES = 30 * 1024, FIRST_VIEW_MAX_REQUESTS = 4;
const BODIES = ['sun', 'moon', 'mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune', 'pluto'];
const PARIS = { latitude: 48.93, longitude: 2.45 }, TOKYO = { latitude: 35.6586, longitude: 139.7454 };
const GREENWICH = { lon: '-0.0005', lat: '51.4769', elevation: '0' };

let browser, server;

// ---- a scene is one visitor: a page, what it asked, what it was told, what it complained of

async function scene(options, play) {
    const { url = `${server.url}/`, viewport, permissions, geolocation, javaScriptEnabled, colorScheme,
            setup = async () => {}, is_noisy = false } = options;
    const context = await browser.newContext({ viewport, permissions, geolocation, javaScriptEnabled, colorScheme });
    const page = await context.newPage();
    const seen = { context, page, requests: [], answers: [], complaints: [] };
    page.on('request', (request) => seen.requests.push(
        { method: request.method(), url: new URL(request.url()), at_ms: Date.now(), form: request.postData() }));
    page.on('response', async (response) => {
        const asked = new URL(response.url());
        if (asked.pathname.endsWith('/api/v1/positions') && response.ok()) {
            const json = await response.json().catch(() => null);
            if (json) seen.answers.push({ query: asked.searchParams, positions: json.positions });
        }
    });
    page.on('pageerror', (error) => seen.complaints.push(error.message));
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && seen.complaints.push(line.text()));
    try {
        await setup(page, seen);
        await page.goto(url);
        await play(seen);
        if (!is_noisy) assert.deepEqual(seen.complaints, [], 'errors in the console (CSP violations among them)');
    } finally {
        await context.close();
    }
}

const polls = ({ requests }) => requests.filter(({ url }) => url.pathname.endsWith('/api/v1/positions'));
const text = ({ page }, selector) => page.locator(selector).textContent();

async function fields({ page }) {
    return { lon: await page.inputValue('#lon'), lat: await page.inputValue('#lat'),
             elevation: await page.inputValue('#elevation') };
}

const table = ({ page }) => page.locator('#table tbody tr').evaluateAll((trs) => trs.map((tr) => ({
    body: tr.dataset.body,
    is_up_group: tr.parentElement.id === 'rows-up',
    cells: [...tr.children].map((cell) => cell.textContent),
})));

const filled = (seen) => until('ten rows', () => table(seen), (rows) => rows.length === 10);
const badge = (seen, status) => until(`badge ${status}`, () => text(seen, '#badge'), (t) => t.startsWith(status), 20000);

const decimals = (deg) => `${deg.toFixed(2)}\u00b0`.replace(/^-(0\.00)/, '$1').replace(/^360\.00/, '0.00');

function rowsOf({ positions }) {
    const rows = positions.map((row) => ({
        body: row.body,
        is_up_group: row.above_horizon,
        cells: [row.body[0].toUpperCase() + row.body.slice(1), `${decimals(row.az_deg)} ${row.direction}`,
                decimals(row.alt_deg), row.above_horizon ? '\u25b2 up' : '\u25bd below'],
    }));
    return [...rows.filter((row) => row.is_up_group), ...rows.filter((row) => !row.is_up_group)];
}

// The page asks for this place, the caption says it, and the table holds the server's last answer for it.
async function showsSkyOf(seen, lat, lon, elevation, caption) {
    await until(`an answer for ${lat}, ${lon}, ${elevation}`, () => seen.answers.at(-1)?.query.toString(), (query) => {
        const asked = new URLSearchParams(query);
        return Number(asked.get('lat')) === lat && Number(asked.get('lon')) === lon && asked.has('lat')
            && asked.has('lon') && Number(asked.get('elevation')) === elevation && asked.get('bodies') === 'all';
    });
    await until(`caption with ${caption}`, () => text(seen, '#caption'), (t) => t.includes(caption));
    await until('the table of the last answer', async () => {
        const shown = await table(seen);
        return { shown, told: rowsOf(seen.answers.at(-1)) };
    }, ({ shown, told }) => JSON.stringify(shown) === JSON.stringify(told));
}

const GREENWICH_CAPTION = '51.4769\u00b0 N, 0.0005\u00b0 W, 0 m';

// Geolocation that answers when the test says so: window.answerLocation(coords) or window.refuseLocation(code).
const heldGeolocation = (page) => page.addInitScript(() => {
    const held = [];
    navigator.geolocation.getCurrentPosition = (good, bad) => held.push({ good, bad });
    window.answerLocation = (coords) => {
        held.pop().good({ coords: { altitude: null, accuracy: 10, ...coords } });
    };
    window.refuseLocation = (code) => { held.pop().bad({ code }); };
});

describe('the page', { concurrency: 4 }, () => {
    before(async () => {
        browser = await launchBrowser();
        server = await startServer();
    });
    after(async () => {
        await browser?.close();
        await server?.stop();
    });

    it('goes stale, then offline, and is live again by itself when the server is back', async () => {
        const own = await startServer();
        let again = null;
        try {
            await scene({ url: `${own.url}/?lat=10&lon=20`, is_noisy: true }, async (seen) => {
                await filled(seen);
                await badge(seen, 'live');
                await own.stop();
                const stale = await badge(seen, 'stale');
                assert.match(stale, /^stale: last answer \d+ s ago$/);
                await until('the age to count on', () => text(seen, '#badge'), (t) => t !== stale && /^stale/.test(t));
                await until('the failure in words', () => text(seen, '#fault'), (t) => t.includes('does not answer'));
                assert.match(await badge(seen, 'offline'), /^offline: last answer \d+ s ago$/);
                assert.equal((await table(seen)).length, 10, 'the last sky stays');
                assert.match(await text(seen, '#announce'), /does not answer/);

                again = await startServer({ port: own.port });
                await badge(seen, 'live');
                assert.deepEqual((await table(seen)).map(({ body }) => body).sort(), [...BODIES].sort());
                await until('the failure gone', () => seen.page.locator('#fault').isHidden());
            });
        } finally {
            own.kill();
            await again?.stop();
        }
    });

    it('takes the place the browser grants, by way of POST /geo_location', async () => {
        await scene({ permissions: ['geolocation'], geolocation: PARIS }, async (seen) => {
            await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N, 2.45\u00b0 E, 0 m');
            assert.deepEqual(await fields(seen), { lon: '2.45', lat: '48.93', elevation: '0' });
            assert.match(await text(seen, '#note'), /your browser reports/);
            const posts = seen.requests.filter(({ method }) => method === 'POST');
            assert.equal(posts.length, 1, 'one POST');
            assert.equal(posts[0].url.pathname, '/geo_location');
            assert.deepEqual(Object.fromEntries(new URLSearchParams(posts[0].form)),
                { lat: '48.93', lon: '2.45', elevation: '0' });
        });
    });

    it('uses the position itself when POST /geo_location fails', async () => {
        await scene({
            permissions: ['geolocation'], geolocation: PARIS, is_noisy: true,
            setup: (page) => page.route('**/geo_location', (route) => route.abort()),
        }, async (seen) => {
            await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N, 2.45\u00b0 E, 0 m');
            assert.deepEqual(await fields(seen), { lon: '2.45', lat: '48.93', elevation: '0' });
        });
    });

    it('keeps the altitude the browser tells and reads null as 0', async () => {
        await scene({ setup: heldGeolocation }, async (seen) => {
            await seen.page.evaluate(() => window.answerLocation({ latitude: 0, longitude: 0, altitude: 35.25 }));
            await showsSkyOf(seen, 0, 0, 35.25, '0\u00b0 N, 0\u00b0 E');
            await seen.page.click('#reset');
            await seen.page.evaluate(() => window.answerLocation({ latitude: 1, longitude: 2, altitude: null }));
            await showsSkyOf(seen, 1, 2, 0, '1\u00b0 N, 2\u00b0 E, 0 m');
        });
    });

    it('shows the default sky and says so when the location is refused', async () => {
        await scene({}, async (seen) => {
            await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            await until('the reason', () => text(seen, '#note'), (t) => /refused/.test(t) && /default place/.test(t));
            assert.deepEqual(await fields(seen), GREENWICH);
        });
    });

    for (const [code, words] of [[2, /could not find out/], [3, /in time/]]) {
        it(`shows the default sky and says so when geolocation fails with code ${code}`, async () => {
            await scene({ setup: heldGeolocation }, async (seen) => {
                await seen.page.evaluate((c) => window.refuseLocation(c), code);
                await until('the reason', () => text(seen, '#note'), (t) => words.test(t) && /default place/.test(t));
                await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            });
        });
    }

    it('shows the default sky and says so while the prompt is unanswered', async () => {
        await scene({ setup: heldGeolocation }, async (seen) => {
            await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            assert.match(await text(seen, '#note'), /sky of Greenwich, the default place.*Allow the location or type/);
            assert.deepEqual(await fields(seen), GREENWICH);
            await seen.page.evaluate(() => window.answerLocation({ latitude: 48.93, longitude: 2.45 }));
            await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N, 2.45\u00b0 E, 0 m');
        });
    });

    it('shows the default sky and says why on an insecure origin', async () => {
        await scene({ url: `http://${INSECURE_NAME}:${server.port}/` }, async (seen) => {
            assert.equal(await seen.page.evaluate(() => window.isSecureContext), false, 'the test needs an insecure origin');
            await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            assert.match(await text(seen, '#note'), /plain http.*default place/);
            await seen.page.click('#reset');
            assert.match(await text(seen, '#note'), /plain http.*default place/);
        });
    });

    it('counts a change half a second after the last key, once', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            await filled(seen);
            // Typed inside the page, so that a slow test machine does not pause between two keys.
            await seen.page.evaluate(async () => {
                const field = document.getElementById('lat');
                for (const value of ['4', '48', '48.', '48.8', '48.85', '48.856', '48.8566']) {
                    field.value = value;
                    field.dispatchEvent(new Event('input', { bubbles: true }));
                    window.lastKey_ms = performance.now();
                    await new Promise((done) => setTimeout(done, 100));
                }
            });
            await showsSkyOf(seen, 48.8566, 20, 0, '48.8566\u00b0 N, 20\u00b0 E');
            const waited_ms = await seen.page.evaluate(() => performance.getEntriesByType('resource')
                .find(({ name }) => name.includes('lat=48.8566')).startTime - window.lastKey_ms);
            assert.ok(waited_ms > 480 && waited_ms < 3000, `asked ${waited_ms} ms after the last key, want 500`);
            const asked = new Set(polls(seen).map(({ url }) => url.searchParams.get('lat')));
            assert.deepEqual([...asked], ['10', '48.8566'], 'no half-typed value was asked for');
            assert.match(await text(seen, '#note'), /you typed/);
        });
    });

    it('keeps an edit when the geolocation answer comes late', async () => {
        await scene({ setup: heldGeolocation }, async (seen) => {
            await seen.page.fill('#lat', '-33.9');
            await seen.page.evaluate(() => window.answerLocation({ latitude: 48.93, longitude: 2.45 }));
            await showsSkyOf(seen, -33.9, -0.0005, 0, '33.9\u00b0 S');
            await until('the offer', () => text(seen, '#note'), (t) => /you typed.*Reset Geo Location/.test(t));
            assert.deepEqual(await fields(seen), { ...GREENWICH, lat: '-33.9' });
            assert.ok(!polls(seen).some(({ url }) => url.searchParams.get('lat') === '48.93'), 'Paris was asked for');
        });
    });

    it('keeps an edit made while POST /geo_location is under way', async () => {
        let release;
        const held = new Promise((done) => { release = done; });
        await scene({
            setup: async (page) => {
                await heldGeolocation(page);
                await page.route('**/geo_location', async (route) => { await held; await route.continue(); });
            },
        }, async (seen) => {
            const posted = seen.page.waitForRequest('**/geo_location');
            await seen.page.evaluate(() => window.answerLocation({ latitude: 48.93, longitude: 2.45 }));
            await posted;
            await seen.page.fill('#lon', '100');
            release();
            await showsSkyOf(seen, 51.4769, 100, 0, '100\u00b0 E');
            assert.deepEqual(await fields(seen), { ...GREENWICH, lon: '100' });
        });
    });

    it('keeps the last sky and says what it expects when a field is no use', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20&elevation=30` }, async (seen) => {
            await showsSkyOf(seen, 10, 20, 30, '10\u00b0 N, 20\u00b0 E, 30 m');
            const bad = [['lat', '90.1'], ['lat', ''], ['lat', 'north'], ['lat', '12:60'], ['lat', 'NaN'],
                         ['lon', '-180.5'], ['lon', '361'], ['lon', '1e2'], ['elevation', '-501'],
                         ['elevation', '100001'], ['elevation', '1:2']];
            const good = { lat: '10', lon: '20', elevation: '30' };
            for (const [name, value] of bad) {
                await seen.page.fill(`#${name}`, value);
                await until(`${name}="${value}" marked`, () => seen.page.getAttribute(`#${name}`, 'aria-invalid'),
                    (mark) => mark === 'true');
                const describer = await seen.page.getAttribute(`#${name}`, 'aria-describedby');
                assert.match(await text(seen, `#${describer}`), /a number from -?\d+ to \d+/, 'the text beside the field');
                assert.match(await text(seen, '#note'), /this is the sky of 10\u00b0 N, 20\u00b0 E, 30 m/);
                await seen.page.fill(`#${name}`, good[name]);
                await until(`${name} unmarked`, () => seen.page.getAttribute(`#${name}`, 'aria-invalid'),
                    (mark) => mark === null);
            }
            await showsSkyOf(seen, 10, 20, 30, '10\u00b0 N, 20\u00b0 E, 30 m');
            assert.ok(polls(seen).every(({ url }) => url.searchParams.get('lat') === '10'), 'nothing else was asked for');
        });
    });

    it('takes 0 for a latitude and a longitude', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            await seen.page.fill('#lat', '0');
            await seen.page.fill('#lon', '0');
            await showsSkyOf(seen, 0, 0, 0, '0\u00b0 N, 0\u00b0 E, 0 m');
        });
    });

    it('takes a decimal comma and degrees, minutes and seconds', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            await seen.page.fill('#lat', '48,93');
            await seen.page.fill('#lon', '-2:27:00');
            await seen.page.fill('#elevation', '35,5');
            await showsSkyOf(seen, 48.93, -2.45, 35.5, '48.93\u00b0 N, 2.45\u00b0 W, 35.5 m');
        });
    });

    it('takes the place in its link and asks no location then', async () => {
        await scene({
            url: `${server.url}/?lat=-39.754&lon=145.051&elevation=12`,
            setup: (page) => page.addInitScript(() => {
                navigator.geolocation.getCurrentPosition = () => { window.was_asked = true; };
            }),
        }, async (seen) => {
            await showsSkyOf(seen, -39.754, 145.051, 12, '39.754\u00b0 S, 145.051\u00b0 E, 12 m');
            assert.equal(await seen.page.evaluate(() => window.was_asked), undefined, 'geolocation was asked');
            assert.deepEqual(await fields(seen), { lon: '145.051', lat: '-39.754', elevation: '12' });
        });
        await scene({ url: `${server.url}/?lat=95&lon=2` }, async (seen) => {
            await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            assert.equal(await seen.page.getAttribute('#lat', 'aria-invalid'), 'true');
        });
    });

    it('asks the browser again on Reset Geo Location', async () => {
        await scene({ permissions: ['geolocation'], geolocation: PARIS }, async (seen) => {
            await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N');
            await seen.page.fill('#lat', '-95');
            await until('the mark', () => seen.page.getAttribute('#lat', 'aria-invalid'));
            await seen.context.setGeolocation(TOKYO);
            await seen.page.getByRole('button', { name: 'Reset Geo Location' }).click();
            await showsSkyOf(seen, 35.6586, 139.7454, 0, '35.6586\u00b0 N, 139.7454\u00b0 E');
            assert.deepEqual(await fields(seen), { lon: '139.7454', lat: '35.6586', elevation: '0' });
            assert.equal(await seen.page.getAttribute('#lat', 'aria-invalid'), null);

            await seen.context.clearPermissions();
            await seen.page.click('#reset');
            await until('the reason', () => text(seen, '#note'), (t) => /refused/.test(t) && /default place/.test(t));
            await showsSkyOf(seen, 51.4769, -0.0005, 0, GREENWICH_CAPTION);
            assert.deepEqual(await fields(seen), GREENWICH);
        });
    });

    it('has ten rows of two decimals, refreshed every 2 s by one request for all bodies', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            const rows = await filled(seen);
            assert.deepEqual(rows.map(({ body }) => body).sort(), [...BODIES].sort());
            for (const { body, cells } of rows) {
                assert.match(cells[1], /^\d{1,3}\.\d\d\u00b0 [NESW]{1,3}$/, `azimuth of ${body}`);
                assert.match(cells[2], /^-?\d{1,2}\.\d\d\u00b0$/, `altitude of ${body}`);
            }
            assert.deepEqual(await seen.page.locator('#table thead th').allTextContents(),
                ['Name', 'Azimuth', 'Altitude', 'Horizon']);
            assert.deepEqual(seen.answers[0].positions.map(({ body }) => body), BODIES, 'the order of the answer');

            await until('four polls', () => polls(seen).length, (count) => count >= 4);
            const at_ms = polls(seen).map((request) => request.at_ms);
            for (let i = 1; i < at_ms.length; i++) {
                const gap_ms = at_ms[i] - at_ms[i - 1];
                assert.ok(gap_ms > 1700 && gap_ms < 5000, `${gap_ms} ms between two polls, want 2000`);
            }
            assert.ok(!seen.requests.some(({ url }) => url.pathname.includes('/planets/')), 'no request per planet');
            const moved = await until('moved rows', () => table(seen), (now) => JSON.stringify(now) !== JSON.stringify(rows));
            assert.equal(moved.length, 10);
        });
    });

    it('never has two polls in flight, gives up after its deadline and asks again', async () => {
        let in_flight = 0, most = 0, begun = 0;
        await scene({
            url: `${server.url}/?lat=10&lon=20`, is_noisy: true,
            setup: async (page) => {
                await page.route('**/api/v1/positions?*', () => { begun++; most = Math.max(most, ++in_flight); });
                page.on('requestfailed', () => { in_flight--; });
            },
        }, async (seen) => {
            await badge(seen, 'connecting');
            await badge(seen, 'offline');
            await until('a second try', () => begun, (count) => count >= 2);
            await seen.page.unrouteAll({ behavior: 'ignoreErrors' });
            await badge(seen, 'live');
            assert.equal(most, 1, 'polls in flight at once');
        });
    });

    it('shows the detail of a refusal and keeps the last sky', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20`, is_noisy: true }, async (seen) => {
            await filled(seen);
            const detail = 'lat must be <b>between</b> -90 and 90; got "123".';
            await seen.page.route('**/api/v1/positions?*', (route) => route.fulfill({
                status: 400, contentType: 'application/problem+json', body: JSON.stringify({ status: 400, detail }),
            }));
            await until('the detail', () => text(seen, '#fault'), (t) => t === `The server says: ${detail}`);
            assert.equal((await table(seen)).length, 10);
            await badge(seen, 'stale');
        });
    });

    it('stops asking in a hidden tab and asks at once when it is seen again', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            const hide = (is_hidden) => seen.page.evaluate((hidden) => {
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
                document.dispatchEvent(new Event('visibilitychange'));
            }, is_hidden);
            await filled(seen);
            await hide(true);
            await seen.page.waitForTimeout(300);
            const before = polls(seen).length;
            await seen.page.waitForTimeout(2700);
            assert.equal(polls(seen).length, before, 'polls while hidden');
            await hide(false);
            await until('a poll', () => polls(seen).length, (count) => count > before, 1500);
        });
    });

    it('gives testPerformance to the console', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20&elevation=30` }, async (seen) => {
            await filled(seen);
            const result = await seen.page.evaluate(() => window.testPerformance(50));
            assert.equal(result.requests, 50);
            assert.equal(result.failed, 0);
            assert.ok(result.elapsed_ms > 0 && Math.abs(result.per_second - 50000 / result.elapsed_ms) < 1e-6,
                JSON.stringify(result));
            const asked = seen.requests.filter(({ url }) => url.pathname.startsWith('/planets/'));
            assert.equal(asked.length, 50);
            assert.equal(new Set(asked.map(({ url }) => url.pathname)).size, 7, 'the seven planets');
            assert.equal(asked[0].url.searchParams.get('lat'), '10');
            console.log(`testPerformance(50): ${result.elapsed_ms.toFixed(1)} ms`);
        });
    });

    it('says one sentence, and nothing aloud at a refresh', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            await filled(seen);
            assert.match(await text(seen, '#sentence'),
                /^(No planet is up|1 planet is up: \w+, \d+\u00b0 in the [a-z-]+|\d planets are up\. \w+ is highest, \d+\u00b0 in the [a-z-]+)\. /);
            const live = () => seen.page.locator('[role=status], [role=alert], [aria-live]')
                .evaluateAll((nodes) => nodes.map((node) => [node.id, node.textContent]));
            const before = await live(), count = seen.answers.length;
            await until('two refreshes', () => seen.answers.length, (now) => now >= count + 2);
            assert.deepEqual(await live(), before, 'live regions');
            const inside = await seen.page.locator(':is([role=status], [role=alert], [aria-live]) :is(table, #badge, #sentence)').count();
            assert.equal(inside, 0, 'what changes every 2 s lies outside the live regions');
        });
    });

    it('computes its words and numbers rightly', async () => {
        await scene({}, async ({ page }) => {
            const got = await page.evaluate(async () => {
                const app = await import(new URL('app.js', document.baseURI).href);
                const row = (body, az_deg, alt_deg, direction) =>
                    ({ body, az_deg, alt_deg, alt_true_deg: alt_deg, direction, above_horizon: alt_deg > 0 });
                const night = row('sun', 0, -40, 'N'), day = row('sun', 180, 40, 'S'), dusk = row('sun', 270, -10, 'W');
                const jupiter = row('jupiter', 112, 34.4, 'ESE'), mars = row('mars', 90, 12, 'E');
                return {
                    numbers: ['48.93', ' 48,93 ', '48:55:48', '-0:30', '\u22125', '+7', '.5', '5.', '1,2,3', '0x10',
                              '1e1', '', '91', '12:60', '1:2:3:4', '48:55:60'].map((t) => app.parseField('lat', t)),
                    decimals: [app.twoDecimals(-0.001), app.twoDecimals(359.999, 360), app.twoDecimals(12.345678)],
                    places: [app.placeWords({ lat_deg: 0, lon_deg: 0, elevation_m: 0 }),
                             app.placeWords({ lat_deg: -1.5, lon_deg: 350, elevation_m: -5 })],
                    words: ['N', 'NE', 'ESE', 'WNW'].map(app.directionWords),
                    sentences: [[night], [day, mars], [dusk, mars, jupiter, row('pluto', 0, 80, 'N')]].map(app.viewSentence),
                    east: app.domePoint({ az_deg: 90, alt_deg: 0 }),
                    badges: [[null, null, 0], [0, null, 4999], [0, null, 8100], [0, { kind: 'silent' }, 125000],
                             [0, { kind: 'refusal' }, 14000]].map(([answered_ms, fault, now_ms]) =>
                        app.viewBadge({ answered_ms, fault }, now_ms).text),
                };
            });
            assert.deepEqual(got.numbers, [48.93, 48.93, 48.93, -0.5, -5, 7, 0.5, 5, null, null,
                                           null, null, null, null, null, null]);
            assert.deepEqual(got.decimals, ['0.00', '0.00', '12.35']);
            assert.deepEqual(got.places, ['0\u00b0 N, 0\u00b0 E, 0 m', '1.5\u00b0 S, 10\u00b0 W, -5 m']);
            assert.deepEqual(got.words, ['north', 'north-east', 'east-south-east', 'west-north-west']);
            assert.deepEqual(got.sentences, [
                'No planet is up. It is dark.',
                '1 planet is up: Mars, 12\u00b0 in the east. The Sun is up.',
                '2 planets are up. Jupiter is highest, 34\u00b0 in the east-south-east. It is twilight.']);
            assert.ok(Math.abs(got.east.x + 100) < 1e-9 && Math.abs(got.east.y) < 1e-9, 'east is on the left of the dome');
            assert.deepEqual(got.badges, ['connecting', 'live', 'stale: last answer 8 s ago',
                'offline: last answer 2 min ago', 'stale: last answer 14 s ago']);
        });
    });

    it('puts no name on the dome over another', async () => {
        await scene({}, async ({ page }) => {
            const covered = await page.evaluate(async (bodies) => {
                const app = await import(new URL('app.js', document.baseURI).href);
                let seed = 20261122;
                const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
                const bad = [];
                for (let sky = 0; sky < 300; sky++) {
                    // As in the sky, all near one great circle: here an arc of the altitude of that round.
                    const top_deg = 10 + 80 * random(), positions = bodies.map((body) => {
                        const az_deg = 90 + 180 * random();
                        const alt_deg = Math.max(0.1, top_deg * Math.sin((az_deg - 90) * Math.PI / 180) + 5 * random());
                        return { body, az_deg, alt_deg, alt_true_deg: alt_deg, above_horizon: true };
                    });
                    const labels = app.viewDome(positions).dots.map(({ label }) => label);
                    labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => {
                        if (a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1) bad.push(sky);
                    }));
                }
                return bad;
            }, BODIES);
            assert.deepEqual(covered, [], 'skies (of 300, fixed seed) with overlapping names');
        });
    });

    for (const [width, height] of [[360, 740], [320, 640], [1280, 800], [2560, 1200]]) {
        it(`fits ${width} x ${height} without scrolling sideways`, async () => {
            await scene({ url: `${server.url}/?lat=95&lon=-120.123456&elevation=1234`, viewport: { width, height } }, async (seen) => {
                await filled(seen);
                const wide = await seen.page.evaluate(() => document.documentElement.scrollWidth);
                assert.ok(wide <= width, `the page is ${wide} px wide`);
                // The widest names in bold and the widest numbers: a sky with everything up.
                const answer = seen.answers[0];
                const positions = answer.positions.map((row) =>
                    ({ ...row, az_deg: 288.88, direction: 'WNW', alt_deg: -88.88, above_horizon: true }));
                await seen.page.route('**/api/v1/positions?*', (route) => route.fulfill({ json: { positions } }));
                await until('the wide sky', () => seen.page.locator('#rows-up tr').count(), (count) => count === 10);
                const right = (selector) => seen.page.locator(selector).evaluate((node) => node.getBoundingClientRect().right);
                const [end, margin] = [await right('#table'), await right('main')];
                assert.ok(end <= margin, `the table ends at ${end} px, the page's column at ${margin} px`);
                for (const target of await seen.page.locator('input, button').all()) {
                    const box = await target.boundingBox();
                    assert.ok(box.height >= 44 && box.width >= 44, `a target of ${box.width} x ${box.height} px`);
                }
            });
        });
    }

    it('stays within its budgets under a strict policy', async () => {
        await scene({ url: `${server.url}/?lat=10&lon=20` }, async (seen) => {
            await filled(seen);
            const first = seen.requests.filter(({ url }) => !url.pathname.startsWith('/api/'));
            let gzip_bytes = 0;
            for (const { url } of first) {
                assert.equal(url.origin, server.url, 'nothing comes from elsewhere');
                const answer = await fetch(url), bytes = Buffer.from(await answer.arrayBuffer());
                assert.equal(answer.status, 200, url.pathname);
                const size = gzipSync(bytes).length;
                gzip_bytes += size;
                console.log(`${url.pathname}: ${bytes.length} bytes, ${size} gzip`);
            }
            console.log(`first view: ${first.length} requests, ${gzip_bytes} bytes gzip`);
            assert.ok(first.length <= FIRST_VIEW_MAX_REQUESTS, `${first.length} requests`);
            assert.ok(gzip_bytes <= GZIP_MAX_BYTES, `${gzip_bytes} bytes`);
            const policy = (await fetch(`${server.url}/`)).headers.get('content-security-policy') || '';
            assert.match(policy, /(default|script)-src/, 'the page comes with a Content-Security-Policy');
            assert.doesNotMatch(policy, /unsafe-/, 'and a strict one');
            assert.equal((await fetch(`${server.url}/index.html`)).status, 200);
            assert.equal((await seen.context.cookies()).length, 0, 'cookies');
        });
    });

    it('works under any path', async () => {
        const proxy = http.createServer((request, answer) => {
            if (!request.url.startsWith('/sky/')) return answer.writeHead(404).end();
            const onward = http.request(`${server.url}${request.url.slice(4)}`,
                { method: request.method, headers: request.headers }, (got) => {
                    answer.writeHead(got.statusCode, got.headers);
                    got.pipe(answer);
                });
            onward.on('error', () => answer.destroy());
            request.pipe(onward);
        });
        await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
        try {
            await scene({ url: `http://127.0.0.1:${proxy.address().port}/sky/`, permissions: ['geolocation'], geolocation: PARIS },
                async (seen) => {
                    await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N');
                    assert.equal((await seen.page.evaluate(() => window.testPerformance(7))).failed, 0);
                });
        } finally {
            proxy.closeAllConnections();
            proxy.close();
        }
    });

    it('tells a browser without JavaScript where the numbers are', async () => {
        await scene({ javaScriptEnabled: false }, async ({ page }) => {
            const href = await page.locator('noscript a').getAttribute('href');
            const answer = await fetch(new URL(href, server.url));
            assert.equal(answer.status, 200);
            assert.equal((await answer.json()).positions.length, 10);
        });
    });
});
