// A new visitor: three tasks by typing and clicking, links that open the view that they describe, clocks that change, a device that wakes
// from sleep.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from './harness.mjs';
import { answerOf, asked, badge, filled, scene, settled, startSite, stateOf, table, text } from './scene.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }, DESKTOP = { viewport: { width: 1280, height: 800 } };

const site = startSite();
const { visit } = site;

const parts = ({ page }) => page.evaluate(() => ({ title: document.title, place: document.getElementById('place-button').textContent,
    sentence: document.getElementById('sentence').textContent, tz: document.getElementById('clock').textContent }));

// Sets the browser's clock. Requests for the sky of now become requests for the sky of that clock.
const liveAt = (time) => async (page) => {
    await page.clock.install({ time });
    await page.route(/api.v1.stream/, (route) => route.abort());
    await page.route(/api.v1.(sky|positions)[?]/, async (route) => {
        const url = new URL(route.request().url());
        if (url.searchParams.has('start') || url.searchParams.has('time')) return route.continue();
        url.searchParams.set('time', new Date(await page.evaluate(() => Date.now())).toISOString());
        return route.fulfill({ response: await route.fetch({ url: url.href }) });
    });
};

describe('a new visitor', { concurrency: 2 }, () => {
    for (const [name, device] of [['phone', PHONE], ['desktop', DESKTOP]]) {
        it(`says which planet is highest, finds when Saturn sets elsewhere, and shares that view: ${name}`, async () => {
            await visit({ ...device, permissions: ['clipboard-read', 'clipboard-write'] }, async (seen) => {
                const { page } = seen, press = (selector) => (device.hasTouch ? page.tap(selector) : page.click(selector));
                await settled(seen);
                // The first sentence names the highest planet, and is visible without scrolling.
                const sky = await answerOf(site.server, 'sky', { lat: 51.4769, lon: -0.0005 });
                const up = sky.bodies.filter(({ body, above_horizon }) => above_horizon && !['sun', 'moon', 'pluto'].includes(body)).sort((a, b) => b.alt_deg - a.alt_deg);
                const sentence = await text(seen, '#sentence');
                if (up.length > 0) assert.ok(sentence.toLowerCase().includes(up[0].body), `${up[0].body} in ${sentence}`);
                const box = await page.locator('#sentence').boundingBox();
                assert.ok(box.y >= 0 && box.y + box.height <= device.viewport.height, 'the sentence is in sight');
                // Finds another city by typing.
                await press('#place-button');
                await until('the search has the focus', () => page.evaluate(() => document.activeElement.id), (id) => id === 'search');
                await page.keyboard.type('buenos');
                await until('Buenos Aires', () => page.locator('#found li').allTextContents(), (found) => found[0]?.startsWith('Buenos Aires'));
                await press('#found li');
                await until('its sky', () => stateOf(seen), ({ name: own, tz }) => own === 'Buenos Aires' && tz === 'America/Argentina/Buenos_Aires');
                await filled(seen);
                const { place } = await stateOf(seen);
                const told = (await answerOf(site.server, 'sky', { lat: place.lat_deg, lon: place.lon_deg })).bodies.find(({ body }) => body === 'saturn');
                const sets = new Date(Date.parse(told.next_set.time) + 30000).toLocaleTimeString('en-GB', { timeZone: 'America/Argentina/Buenos_Aires', hour: '2-digit', minute: '2-digit' });
                await until('when Saturn sets', async () => (await table(seen)).find(({ body }) => body === 'saturn').set, (own) => own.endsWith(sets));
                // Shares the view; a friend with another language, theme and device opens it.
                await press('tr[data-body=saturn] .body-button');
                await press('#share-button');
                await page.locator('#share-panel[data-open]').waitFor();
                await press('#share-copy');
                await until('copied', () => text(seen, '#share-said'), (words) => words === 'Copied.');
                const link = await page.evaluate(() => navigator.clipboard.readText());
                await scene(site.browser, { url: link, locale: 'fr-FR', colorScheme: 'light' }, async (friend) => {
                    await settled(friend);
                    assert.equal(await text(friend, '#place-button'), 'Buenos Aires');
                    assert.equal((await stateOf(friend)).body, 'saturn');
                    assert.ok((await table(friend)).find(({ body }) => body === 'saturn').set.endsWith(sets));
                });
            });
        });
    }

    const WHOLE = { desktop: [DESKTOP, ['#sentence', '#dome', '#table', '#curves', '#slider', '#date']],
                    phone: [PHONE, ['#sentence', '#dome', '#rows-up tr[data-body]:nth-child(2) th', '#slider', '#play-600']] };
    for (const [name, [device, parts_of]] of Object.entries(WHOLE)) {
        it(`has what a visitor looks for on the first screen: ${name}`, async () => {
            for (const locale of ['en-GB', 'fr-FR', 'de-DE', 'es-ES']) {
                await visit({ ...device, locale, url: '?place=Paris&time=2026-10-30T21:04:00Z&body=saturn' }, async (seen) => {
                    await settled(seen);
                    for (const part of parts_of) {
                        const { y, height } = await seen.page.locator(part).boundingBox();
                        const end = part.startsWith('#rows') ? (await seen.page.locator('.bar').boundingBox()).y : device.viewport.height;
                        assert.ok(y >= 0 && y + height <= end, `${part} ends at ${y + height} in ${locale}`);
                    }
                    assert.equal(await seen.page.evaluate(() => scrollY), 0);
                });
            }
        });
    }

    it('sees no other place than that of the link while the scripts start', async () => {
        for (const [url, place, of_sky] of [['?place=Tokyo', 'Tokyo', 35.65], ['?lat=48.93&lon=2.45', 'near Paris', 48.93], ['?lat=0&lon=-30', '0\u00b0 N, 30\u00b0 W', 0]]) {
            await visit({ url, setup: async (page) => {
                await page.addInitScript(() => {
                    window.seen_heads = [];
                    const look = () => {
                        const button = document.getElementById('place-button');
                        if (button && button.nextElementSibling) window.seen_heads.push(`${button.textContent} | ${document.title}`);
                    };
                    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
                });
                await page.route(/api.v1.places/, () => {});      // so the place can come from the page alone
            } }, async (seen) => {
                await until('the first question', () => asked(seen, 'sky').length);
                await filled(seen);
                const heads = [...new Set(await seen.page.evaluate(() => window.seen_heads))];
                assert.deepEqual(heads, [`${place} | ${place} \u00b7 PlanetTracker: the planets in your sky`]);
                assert.ok(Math.abs(Number(asked(seen, 'sky')[0].url.searchParams.get('lat')) - of_sky) < 0.01, 'the first question is for that place');
            });
        }
    });

    it('reads the same on the page of the server and on that of the scripts', async () => {
        for (const [place, time] of [['Paris', '2026-10-30T21:04:40Z'], ['Paris', '2026-06-01T02:10:20Z'], ['Paris', '2026-03-10T12:00:00Z'],
            ['Longyearbyen', '2026-06-21T22:00:29Z']]) {
            const url = `?place=${place}&time=${time}`;
            let plain;
            await visit({ url, javaScriptEnabled: false }, async (seen) => { plain = { ...await parts(seen).catch(() => ({})), sentence: await text(seen, '#sentence'), clock: await text(seen, '#clock'),
                rises: await seen.page.locator('tr[data-body] td.rise').allTextContents(), sets: await seen.page.locator('tr[data-body] td.set').allTextContents() }; });
            await visit({ url }, async (seen) => {
                await filled(seen);
                assert.equal(await text(seen, '#sentence'), plain.sentence);
                assert.equal((await text(seen, '#clock')).match(/\d\d:\d\d/)[0], plain.clock.match(/\d\d:\d\d/)[0], 'one rule for minutes');
                for (const event of ['rise', 'set']) assert.deepEqual((await table(seen)).map((row) => row[event].slice(-5)), plain[`${event}s`].map((time) => time.slice(-5)));
            });
        }
    });

    it('never reads "never sets" of a body that rises', async () => {
        for (const javaScriptEnabled of [true, false]) {
            await visit({ ...PHONE, javaScriptEnabled, url: '?place=Longyearbyen&time=2026-06-21T22:00:00Z' }, async (seen) => {
                const rowOf = async (body) => (await table(seen)).find((row) => row.body === body);
                await (javaScriptEnabled ? settled : filled)(seen);
                const [uranus, pluto] = [await rowOf('uranus'), await rowOf('pluto')];
                assert.deepEqual([uranus.rise, uranus.set, pluto.rise, pluto.set], ['\u2014', 'never sets', 'never rises', '\u2014']);
                if (!javaScriptEnabled) return;
                assert.deepEqual(await seen.page.evaluate(() => ['uranus', 'pluto'].map((body) => ['rise', 'set'].map((event) =>
                    getComputedStyle(document.querySelector(`tr[data-body=${body}] .${event}`), '::before').content))),
                [['"Rises "', '""'], ['""', '"Sets "']], 'what stands before them on a phone');
            });
        }
    });

    it('reads in every language that the data do not cover a time, and sees now instead', async () => {
        for (const [locale, words] of [['en-GB', /The data cover 1899-12-12 to 2100/], ['fr-FR', /Les données couvrent seulement la période du 1899-12-12/], ['de-DE', /Daten gibt es nur von 1899-12-12/], ['es-ES', /Solo hay datos del 1899-12-12/]]) {
            await visit({ locale, is_noisy: true, url: '?place=Paris&time=3000-01-01T00:00:00Z' }, async (seen) => {
                assert.match(await text(seen, '#note'), words);
                await settled(seen);
                assert.match(await text(seen, '#note'), words);
                assert.equal((await stateOf(seen)).time_ms, null);
                await seen.page.fill('#date', '2500-01-01');
                await until('the reason', () => text(seen, '#fault'), (fault) => words.test(fault));
                assert.equal((await table(seen)).length, 10, 'the last sky stays');
                await seen.page.click('#now');
                await badge(seen, 'live');
            });
        }
    });

    it('sees that reason without scrolling, and a screen reader announces it', async () => {
        await visit({ ...PHONE, is_noisy: true, url: '?place=Paris' }, async (seen) => {
            await settled(seen);
            await seen.page.fill('#date', '2500-01-01');
            await until('the reason in sight', () => seen.page.locator('#fault').evaluate((node) => {
                const { top, bottom, height } = node.getBoundingClientRect();
                return height > 0 && top >= 0 && bottom <= innerHeight && scrollY > 0;
            }));
            assert.equal(await text(seen, '#announce'), await text(seen, '#fault'));
            const now = await seen.page.locator('#now').boundingBox();
            assert.ok(now.y > 0 && now.y + now.height <= PHONE.viewport.height, 'the way back is in sight');
        });
    });

    it('reads in every language that no place has the name in a link', async () => {
        for (const [locale, words] of [['en-GB', /^No such place.*Greenwich/], ['fr-FR', /^Aucun lieu.*Greenwich/], ['de-DE', /^Diesen Ort gibt es.*Greenwich/], ['es-ES', /^Ning\u00fan lugar.*Greenwich/]]) {
            await visit({ locale, url: '?place=Xyzzyville' }, async (seen) => {
                await settled(seen);
                await until('the note', () => text(seen, '#note'), (note) => words.test(note));
                await seen.page.click('#place-button');
                await seen.page.fill('#search', 'Tokyo');
                await until('Tokyo', () => seen.page.locator('#found li').count());
                await seen.page.keyboard.press('Enter');
                await until('no note', () => text(seen, '#note'), (note) => note === '');
            });
        }
    });

    it('has clocks that change with the place, both ways, while the page is open', async () => {
        for (const [time, before, later] of [['2026-10-25T00:59:30Z', '02:59', '02:00'], ['2026-03-29T00:59:30Z', '01:59', '03:00']]) {
            await visit({ url: '?place=Paris', timezoneId: 'Asia/Tokyo', is_noisy: true, setup: liveAt(time) }, async (seen) => {
                await until('the clock before', async () => { await seen.page.clock.runFor(100); return text(seen, '#clock'); }, (clock) => clock.includes(before));
                await until('the clock after', async () => { await seen.page.clock.runFor(5000); return text(seen, '#clock'); }, (clock) => clock.includes(later));
            });
        }
    });

    it('shows the present clock and sky when its device wakes, not those of hours ago', async () => {
        await visit({ url: '?place=Paris', is_noisy: true, setup: liveAt('2026-10-30T20:00:10Z') }, async (seen) => {
            await until('the clock', async () => { await seen.page.clock.runFor(100); return text(seen, '#clock'); }, (clock) => clock.includes('21:00'));
            const count = asked(seen, 'sky').length;
            await seen.page.clock.fastForward('08:00:00');
            await until('the clock of the morning', async () => { await seen.page.clock.runFor(500); return text(seen, '#clock'); }, (clock) => clock.includes('05:0'));
            await until('a new sky', async () => { await seen.page.clock.runFor(500); return asked(seen, 'sky').length; }, (now) => now > count);
            await until('its time', async () => { await seen.page.clock.runFor(500); return text(seen, '#caption'); }, (caption) => /05:0\d:\d\d/.test(caption));
        });
    });
});
