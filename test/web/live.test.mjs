// The live view: one stream, polls without it, the age of the data; and use without a network.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startServer, until } from './harness.mjs';
import { answerOf, asked, badge, BODIES, filled, openPanel, PARIS, settled, startSite, stopClock, table, text } from './scene.mjs';

const site = startSite({ url: PARIS });
const { visit } = site;

const liveTime = ({ page }) => page.evaluate(async () => (await import(new URL('app.js', document.baseURI).href)).state.live?.time_ms ?? 0);

// Hides the tab, or shows it again.
const hide = ({ page }, is_hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
}, is_hidden);

describe('live', { concurrency: 2 }, () => {
    it('updates by one stream, without polling', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            await badge(seen, 'live');
            const first_ms = await until('rows of the stream', () => liveTime(seen));
            const count = seen.requests.length;
            await until('newer rows', () => liveTime(seen), (now_ms) => now_ms >= first_ms + 6000);
            assert.equal(asked(seen, 'stream').length, 1, 'one stream');
            assert.equal(seen.requests.slice(count).filter(({ url }) => /positions$/.test(url.pathname)).length, 0, 'no polls');
            assert.equal((await table(seen)).length, 10);
        });
    });

    it('goes stale, then offline when the server is stopped, and is live again by itself, without an extra row', async () => {
        const own = await startServer();
        let again = null;
        try {
            await visit({ server: own, is_noisy: true }, async (seen) => {
                await settled(seen);
                await badge(seen, 'live');
                const last_ms = await until('rows of the stream', () => liveTime(seen));
                await own.stop();
                await badge(seen, 'stale');
                assert.match(await text(seen, '#badge'), /^stale: last answer \d+ s ago$/);
                await badge(seen, 'offline');
                assert.match(await text(seen, '#badge'), /^offline: last answer \d+ s ago$/);
                assert.match(await text(seen, '#fault'), /does not answer/);
                assert.match(await text(seen, '#announce'), /does not answer/);
                assert.equal((await table(seen)).length, 10, 'the last sky stays');

                again = await startServer({ port: own.port });
                await badge(seen, 'live');
                await until('rows of now', () => liveTime(seen), (now_ms) => now_ms > last_ms + 5000);
                assert.deepEqual((await table(seen)).map(({ body }) => body).sort(), [...BODIES].sort());
                assert.equal(await seen.page.locator('#dome .body').count(), 10);
                await until('the failure gone', () => seen.page.locator('#fault').isHidden());
                await until('one way of asking', async () => {
                    const before = asked(seen, 'positions').length;
                    await seen.page.waitForTimeout(4500);
                    return asked(seen, 'positions').length - before;
                }, (polls) => polls === 0, 40000);
            });
        } finally {
            own.kill();
            await again?.stop();
        }
    });

    it('polls every 2 s where streams fail, never twice at once', async () => {
        let in_flight = 0, most = 0;
        await visit({ is_noisy: true, setup: async (page) => {
            await page.route(/api.v1.stream/, (route) => route.fulfill({ status: 503, body: '' }));
            page.on('request', (request) => { if (/fields=body/.test(request.url()) && !/start=|stream/.test(request.url())) most = Math.max(most, ++in_flight); });
            const ended = (request) => { if (/fields=body/.test(request.url()) && !/start=|stream/.test(request.url())) in_flight--; };
            page.on('requestfinished', ended);
            page.on('requestfailed', ended);
        } }, async (seen) => {
            await settled(seen);
            const polls = () => asked(seen, 'positions').filter(({ url }) => !url.searchParams.has('start'));
            await until('four polls', () => polls().length, (count) => count >= 4);
            const at_ms = await seen.page.evaluate(() => performance.getEntriesByType('resource')
                .filter(({ name }) => /api.v1.positions/.test(name) && !/start=/.test(name)).map(({ startTime }) => startTime));
            for (let i = 2; i < at_ms.length; i++)
                assert.ok(at_ms[i] - at_ms[i - 1] > 1900, `${at_ms[i] - at_ms[i - 1]} ms between two polls`);
            assert.equal(most, 1, 'polls in flight at once');
            await badge(seen, 'live');
        });
    });

    it('costs nothing in a hidden tab and is live at once when it is shown again', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            await until('rows of the stream', () => liveTime(seen));
            await hide(seen, true);
            await seen.page.waitForTimeout(500);
            const before = seen.requests.length, before_ms = await liveTime(seen);
            await seen.page.waitForTimeout(4000);
            assert.equal(seen.requests.length, before, 'requests while hidden');
            assert.equal(await liveTime(seen), before_ms, 'rows while hidden');
            await hide(seen, false);
            await until('newer rows', () => liveTime(seen), (now_ms) => now_ms > before_ms, 5000);
        });
    });

    it('requests nothing at a chosen time', async () => {
        await visit({ url: `${PARIS}&time=2026-10-30T20:04:00Z`, setup: (page) => page.clock.install() }, async (seen) => {
            await settled(seen);
            await stopClock(seen);
            const before = seen.requests.filter(({ url }) => url.pathname.includes('/api/')).length;
            await seen.page.clock.runFor(60000);
            assert.equal(seen.requests.filter(({ url }) => url.pathname.includes('/api/')).length, before);
            assert.equal(asked(seen, 'stream').length, 0, 'no stream');
        });
    });

    it('shows the detail of a refusal, as text, and keeps the last sky', async () => {
        await visit({ is_noisy: true }, async (seen) => {
            await settled(seen);
            const detail = 'lat must be <b>between</b> -90 and 90; got "123".';
            await seen.page.route(/api.v1.sky/, (route) => route.fulfill({ status: 400, contentType: 'application/problem+json',
                body: JSON.stringify({ status: 400, detail }) }));
            await seen.page.click('#hour-on');
            await until('the detail', () => text(seen, '#fault'), (words) => words === `The server says: ${detail}`);
            assert.equal((await table(seen)).length, 10);
        });
    });

    it('announces a rise politely', async () => {
        await visit({ setup: (page) => page.route(/api.v1.stream/, (route) => route.fulfill({ contentType: 'text/event-stream',
            body: `retry: 600000\n\nid: ${new Date().toISOString()}\nevent: rise\ndata: {"body":"mars","time":"${new Date().toISOString()}","az_deg":61,"alt_deg":0}\n\n` })) },
        async (seen) => {
            await filled(seen);
            await until('the announcement', () => text(seen, '#announce'), (words) => words === 'Mars has risen.');
        });
    });

    it('is installable, and works without a network after the first visit, with the stored answers', async () => {
        const own = await startServer();
        try {
            await visit({ server: own, is_noisy: true, serviceWorkers: 'allow', url: `${PARIS}&time=2026-10-30T20:04:00Z` }, async (seen) => {
                await settled(seen);
                await seen.page.evaluate(() => navigator.serviceWorker.ready);
                const manifest = await (await fetch(new URL(await seen.page.getAttribute('link[rel=manifest]', 'href'), own.url))).json();
                assert.ok(manifest.icons.length > 0 && manifest.start_url && manifest.display === 'standalone');
                const cdp = await seen.context.newCDPSession(seen.page);
                const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
                assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
                await seen.page.reload();                        // now by way of the worker
                await settled(seen);
                const told = await answerOf(own, 'sky', { lat: 48.8667, lon: 2.3333, elevation: 0, tz: 'Europe/Paris', time: '2026-10-30T20:04:00Z' });
                await until('the worker keeps the answers', () => seen.page.evaluate(async () => {
                    const keys = await (await caches.open('answers-1')).keys();
                    return ['sky', 'tonight', 'positions'].every((route) => keys.some(({ url }) => url.includes(`/api/v1/${route}?`)));
                }));
                await own.stop();
                await seen.context.setOffline(true);
                await seen.page.reload();
                await settled(seen);
                const kept = await seen.page.evaluate(async () => (await import(new URL('app.js', document.baseURI).href)).state.sky);
                assert.deepEqual(kept.bodies, told.bodies, 'the very numbers of the server');
                await seen.page.focus('#slider');
                await seen.page.keyboard.press('PageUp');
                await until('the clock', () => text(seen, '#slider-time'), (clock) => clock === '22:04');
                assert.equal((await table(seen)).length, 10, 'the night goes on by its kept track');
                await seen.page.keyboard.press('Home');
                await badge(seen, 'offline');
                assert.equal((await table(seen)).length, 10);
                await seen.page.click('#settings-button');
                await seen.page.selectOption('#theme', 'red');
                assert.equal(await seen.page.getAttribute('html', 'data-theme'), 'red');
            });
        } finally {
            own.kill();
        }
    });

    for (const [name, url] of [['a town by its name', '?place=Paris'], ['a link', `${PARIS}&body=saturn`], ['no address', '']]) {
        it(`shows after one visit the same night without a network: ${name}`, async () => {
            const own = await startServer();
            try {
                await visit({ server: own, is_noisy: true, serviceWorkers: 'allow', url }, async (seen) => {
                    await settled(seen);
                    const skyOf = () => seen.page.evaluate(async () => (await import(new URL('app.js', document.baseURI).href)).state.sky);
                    await until('the worker has what this visit asked for', () => seen.page.evaluate(async () => {
                        const kept = await caches.open('answers-1').catch(() => null), keys = kept ? (await kept.keys()).map((request) => request.url) : [];
                        return ['sky', 'tonight', 'positions'].every((route) => keys.some((key) => key.includes(`/api/v1/${route}?`)))
                            && (location.search === '' || keys.includes(performance.getEntriesByType('navigation')[0].name));
                    }));
                    const place = await text(seen, '#place-button'), told = await seen.page.evaluate(async () => {
                        const key = (await (await caches.open('answers-1')).keys()).find((request) => /v1.sky/.test(request.url));
                        return (await (await caches.match(key)).json()).bodies;
                    });
                    await own.stop();
                    await seen.context.setOffline(true);
                    await seen.page.reload();
                    await settled(seen);
                    assert.equal(await text(seen, '#place-button'), place);
                    assert.deepEqual((await skyOf()).bodies, told, 'the very numbers of the server');
                    await badge(seen, 'offline');
                    assert.match(await text(seen, '#badge'), /from this night/);
                    // Language, dome and time can be changed without a network.
                    await openPanel(seen, 'settings');
                    await seen.page.selectOption('#language', 'de');
                    await until('German', () => seen.page.getAttribute('html', 'lang'), (lang) => lang === 'de');
                    await settled(seen);
                    await seen.page.click('#flip');
                    await until('the map', () => text(seen, '#dome-caption'), (words) => /Karte/.test(words));
                    await seen.page.focus('#slider');
                    await seen.page.keyboard.press('PageUp');
                    await until('another time', () => seen.page.getAttribute('#now', 'aria-pressed'), (is_now) => is_now === 'false');
                    assert.equal((await table(seen)).length, 10);
                });
            } finally {
                own.kill();
            }
        });
    }

    it('keeps the stored night when a visitor has requested many skies', async () => {
        await visit({ serviceWorkers: 'allow', url: PARIS }, async (seen) => {
            await settled(seen);
            const routes = () => seen.page.evaluate(async () => (await (await caches.open('answers-1')).keys()).map((request) => new URL(request.url).pathname.split('/').pop()));
            await until('the night is kept', routes, (kept) => kept.includes('tonight') && kept.includes('positions'));
            await until('the worker answers', () => seen.page.evaluate(() => navigator.serviceWorker.controller !== null));
            await seen.page.evaluate(async () => {
                for (let i = 0; i < 70; i++) await (await fetch(`api/v1/sky?lat=0&lon=0&time=${new Date(Date.UTC(2026, 9, 30, 20, i)).toISOString()}`)).text();
            });
            const kept = await until('no more than some of them', routes, (now) => now.filter((route) => route === 'sky').length <= 32);
            assert.ok(kept.includes('tonight') && kept.includes('positions'), kept.join(' '));
        });
    });
});
