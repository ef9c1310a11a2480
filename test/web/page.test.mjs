// The first screen, in Chromium and with the program as its server. Each test is named after what a visitor can rely on.
//
// PLANETTRACKER=path/to/planettracker node --test

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { describe, it } from 'node:test';
import { until } from './harness.mjs';
import { answerOf, asked, badge, BODIES, filled, openPanel, PARIS, scene, settled, startSite, stateOf, table, text } from './scene.mjs';

const GZIP_MAX_BYTES = 30 * 1024, FIRST_VIEW_MAX_REQUESTS = 4;
const AT = '2026-10-30T20:04:00Z';

const site = startSite({ url: PARIS });
const { visit } = site;

describe('the page', { concurrency: 2 }, () => {
    it('has a row for each body, with the numbers of the server', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const sky = await answerOf(site.server, 'sky', { lat: 48.8667, lon: 2.3333, time: AT, tz: 'Europe/Paris' });
            const fixed = (deg) => `${(Math.abs(deg) < 0.05 ? 0 : deg).toFixed(1)}\u00b0`.replace('-', '\u2212');
            const rows = await table(seen);
            assert.deepEqual(rows.map(({ body }) => body).sort(), [...BODIES].sort());
            for (const row of rows) {
                const told = sky.bodies.find(({ body }) => body === row.body);
                assert.equal(row.alt.split(',')[0], fixed(told.alt_deg), `altitude of ${row.body}`);
                assert.ok(row.where.startsWith(told.direction), `${row.where} of ${row.body}`);
                assert.ok(row.where.includes(told.motion), `${row.where} is ${told.motion}`);
                assert.equal(row.is_up, told.above_horizon, `${row.body} is up`);
                for (const event of ['rise', 'transit', 'set']) {
                    const time = told[`next_${event}`]?.time;
                    if (time && Date.parse(time) - Date.parse(AT) < 86400000) {
                        const clock = new Date(Date.parse(time) + 30000).toLocaleTimeString('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
                        assert.equal(row[event], clock, `${event} of ${row.body}`);
                    }
                }
                if (row.is_up) assert.ok(row.verdict.startsWith(told.verdict), `${row.verdict} of ${row.body}`);
            }
        });
    });

    it('has one sentence, and announces nothing when it refreshes', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            assert.match(await text(seen, '#sentence'),
                /^(No planet is up\.|1 planet is up: \w+, \d+\u00b0 in the [a-z-]+\.|\d planets are up\. \w+ is highest, \d+\u00b0 in the [a-z-]+\.) (\w+ (sets|rises) at \d\d:\d\d\. )?\w/);
            const live = () => seen.page.locator('[role=status], [role=alert], [aria-live]')
                .evaluateAll((nodes) => nodes.map((node) => [node.id, node.textContent]));
            const before = await live(), rows = await table(seen);
            await until('moved rows', () => table(seen), (now) => JSON.stringify(now) !== JSON.stringify(rows), 40000);
            assert.deepEqual(await live(), before, 'live regions');
            const inside = await seen.page.locator(':is([role=status], [role=alert], [aria-live]) :is(table, #badge, #sentence, #clock)').count();
            assert.equal(inside, 0, 'what changes by itself lies outside the live regions');
        });
    });

    it('sorts by every column, both ways and back', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const usual = (await table(seen)).map(({ body }) => body);
            const button = seen.page.locator('thead .name button');
            await button.click();
            const names = (await table(seen)).filter(({ is_up }) => is_up).map(({ name }) => name);
            assert.deepEqual(names, [...names].sort());
            assert.equal(await seen.page.getAttribute('thead .name', 'aria-sort'), 'ascending');
            await button.click();
            assert.deepEqual((await table(seen)).filter(({ is_up }) => is_up).map(({ name }) => name), [...names].sort().reverse());
            await button.click();
            assert.deepEqual((await table(seen)).map(({ body }) => body), usual);
            assert.equal(await seen.page.getAttribute('thead .name', 'aria-sort'), null);
        });
    });

    it('draws bodies above the horizon inside the circle and the others outside', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const rows = await table(seen);
            const dots = await seen.page.locator('#dome .body').evaluateAll((groups) => groups.map((group) => {
                const dot = group.querySelector('.dot');
                return { body: group.dataset.body, r: Math.hypot(Number(dot.getAttribute('cx')), Number(dot.getAttribute('cy'))),
                         fill: getComputedStyle(dot).fill };
            }));
            assert.equal(dots.length, 10);
            for (const { body, r, fill } of dots) {
                const { is_up } = rows.find((row) => row.body === body);
                assert.ok(is_up ? r <= 100 : r > 102, `${body} at ${r}`);
                assert.equal(fill === 'none', !is_up, `${body} is ${is_up ? 'filled' : 'an open ring'}`);
            }
        });
    });

    it('flips and turns the dome, and states which way is up', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const wind = (letter) => seen.page.locator('#dome .dome-wind', { hasText: new RegExp(`^${letter}$`) })
                .evaluate((node) => [Number(node.getAttribute('x')), Number(node.getAttribute('y'))]);
            assert.ok((await wind('E'))[0] < 0 && (await wind('N'))[1] < 0, 'looking up: east left, north on top');
            await seen.page.click('#flip');
            await until('east on the right', () => wind('E'), ([x]) => x > 0);
            await seen.page.click('#turn');
            await until('south on top', () => wind('S'), ([, y]) => y < 0);
            assert.ok((await wind('E'))[0] < 0, 'a map turned round has east on the left');
            await until('the address', () => seen.page.url(), (url) => /view=map/.test(url) && /up=south/.test(url));
        });
        await visit({ url: `?lat=-37.8&lon=145&time=${AT}` }, async (seen) => {
            await settled(seen);
            const y = await seen.page.locator('#dome .dome-wind', { hasText: /^S$/ }).getAttribute('y');
            assert.ok(Number(y) < 0, 'the southern hemisphere has south on top');
        });
    });

    it('shows the path of the chosen body, past and coming, and its next events', async () => {
        await visit({ url: `${PARIS}&time=${AT}&body=saturn` }, async (seen) => {
            await settled(seen);
            await until('the path', () => seen.page.locator('#dome .path polyline').count(), (count) => count >= 2);
            assert.equal(await seen.page.locator('#dome .path .past').count() > 0, true);
            assert.match(await text(seen, '#jump-set'), /^Set \d\d:\d\d$/);
            const row = (await table(seen)).find(({ body }) => body === 'saturn');
            assert.equal(await text(seen, '#jump-set'), `Set ${row.set}`);
            await seen.page.click('#jump-set');
            await until('the clock', () => text(seen, '#slider-time'), (clock) => clock === row.set);
            await until('Saturn at the horizon', async () => (await table(seen)).find(({ body }) => body === 'saturn').alt,
                (alt) => Math.abs(parseFloat(alt.replace('\u2212', '-'))) < 1);
        });
    });

    it('shows all that the API knows about one body, in words, with its picture', async () => {
        await visit({ url: `${PARIS}&time=${AT}&body=saturn` }, async (seen) => {
            await settled(seen);
            await seen.page.click('#more');
            await until('the numbers', () => seen.page.locator('#detail dt').count(), (count) => count > 15);
            const told = await answerOf(site.server, 'positions', { lat: 48.8667, lon: 2.3333, time: AT, bodies: 'saturn' });
            const said = await seen.page.locator('#detail').innerText();
            const row = told.positions[0];
            for (const words of [row.az_deg.toFixed(4), row.magnitude.toFixed(2), row.distance_au.toFixed(5), Math.abs(row.elongation_deg).toFixed(2)]) {
                assert.ok(said.includes(words), `${words} in ${said}`);
            }
            assert.ok(!/_deg|undefined|NaN|null/.test(said), said);
            assert.equal(await seen.page.locator('#detail .ring').count(), 2, 'Saturn has rings before and behind');
            const coming = await seen.page.locator('#detail .events button').allTextContents();
            assert.ok(coming.some((words) => /sets$/.test(words)) && coming.some((words) => /rises$/.test(words)), coming.join('; '));
            await seen.page.keyboard.press('Escape');
            assert.equal(await seen.page.locator('#detail').count(), 0);
        });
    });

    it('names never overlap, in 300 skies', async () => {
        await visit({}, async ({ page }) => {
            const covered = await page.evaluate(async (bodies) => {
                const { viewDome } = await import(new URL('app.js', document.baseURI).href);
                let seed = 20261030;
                const random = () => (seed = seed * 48271 % 2147483647) / 2147483647;
                const bad = [];
                for (let sky = 0; sky < 300; sky++) {
                    // All near one great circle, as in the sky, some of them below the horizon.
                    const top_deg = 10 + 80 * random(), rows = bodies.map((body) => {
                        const az_deg = 360 * random();
                        const alt_deg = top_deg * Math.sin((az_deg - 90) * Math.PI / 180) + 5 * random();
                        return { body, az_deg, alt_deg, above_horizon: alt_deg > 0 };
                    });
                    const { dots, ring_names } = viewDome(rows, { view: 'up', up: 'north', last_spots: new Map() });
                    const rings = ring_names.map(({ x, y }) => ({ x0: x - 7, x1: x + 7, y0: y - 4, y1: y + 4 }));
                    if (dots.some(({ label }) => label && label.y1 > 90 && Math.max(-label.x0, label.x1) > 107)) bad.push(`${sky} under a button`);
                    const boxes = rings.concat(dots.flatMap(({ label, x, y, r }) => [label, { x0: x - r, x1: x + r, y0: y - r, y1: y + r, is_dot: true }]).filter(Boolean));
                    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
                        if (!(a.is_dot && b.is_dot) && a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1) bad.push(sky);
                    }));
                    if (dots.some(({ is_up, label }) => is_up && !label)) bad.push(`${sky} without a name`);
                }
                return bad;
            }, BODIES);
            assert.deepEqual(covered, [], 'skies (of 300, fixed seed) with overlapping names');
        });
    });

    it('has the language of the browser, or another by choice', async () => {
        for (const [locale, sentence, sun] of [['fr-FR', /plan\u00e8te/, 'Soleil'], ['de-AT', /Planet/, 'Sonne'], ['es-MX', /planeta/, 'Sol'], ['ja-JP', /planet/, 'Sun']]) {
            await visit({ locale, url: `${PARIS}&time=${AT}` }, async (seen) => {
                await settled(seen);
                assert.match(await text(seen, '#sentence'), sentence);
                assert.equal((await table(seen)).find(({ body }) => body === 'sun').name, sun);
                assert.equal(await seen.page.getAttribute('html', 'lang'), locale === 'ja-JP' ? 'en' : locale.slice(0, 2));
                assert.doesNotMatch(await seen.page.locator('body').innerText(), /\b(reason|verdict|in|light|col|d)_\w+/, 'a key instead of its text');
            });
        }
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'settings');
            await seen.page.selectOption('#language', 'de');
            await until('German rows', () => table(seen), (rows) => rows.some(({ name }) => name === 'Merkur'));
            await seen.page.reload();
            await until('it is remembered', () => seen.page.getAttribute('html', 'lang'), (own) => own === 'de');
        });
    });

    it('gives testPerformance to the console', async () => {
        await visit({ url: '?lat=10&lon=20&elevation=30' }, async (seen) => {
            await settled(seen);
            const result = await seen.page.evaluate(() => window.testPerformance(50));
            assert.equal(result.requests, 50);
            assert.equal(result.failed, 0);
            const calls = seen.requests.filter(({ url }) => url.pathname.startsWith('/planets/'));
            assert.equal(new Set(calls.map(({ url }) => url.pathname)).size, 7, 'the seven planets');
            assert.equal(calls[0].url.searchParams.get('lat'), '10');
        });
    });

    // Compressed bytes of content, from the network log. The first view needs what is requested before the answer of /sky. The icon does not
    // count: browsers request it at any time.
    for (const [name, url, locale] of [['without a place', '', 'en-GB'], ['a link with a place', PARIS, 'en-GB'], ['a town', '?place=Paris', 'fr-FR'],
        ['a chosen time and body', `?place=Tokyo&time=${AT}&body=saturn`, 'de-DE'], ['a full southern sky', '?lat=-37.8&lon=145&time=2026-10-30T12:00:00Z&body=moon', 'es-ES']]) {
        it(`stays within the budget of a first view: ${name}`, async () => {
            const bytes = new Map();
            await visit({ url, locale, setup: async (page, { context }) => {
                const cdp = await context.newCDPSession(page), urls = new Map();
                await cdp.send('Network.enable');
                await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
                cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
                const heads = new Map();
                cdp.on('Network.responseReceived', ({ requestId, response }) => heads.set(requestId, response.encodedDataLength));
                cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(urls.get(requestId), encodedDataLength - heads.get(requestId)));
            } }, async (seen) => {
                await settled(seen);
                for (const request of seen.requests) assert.equal(request.url.origin, site.server.url, 'nothing comes from elsewhere');
                const first_view = seen.requests.slice(0, seen.requests.findIndex((request) => request.url.pathname.endsWith('/api/v1/sky')) + 1).map((request) => request.url.href).filter((href) => !href.endsWith('/icon.svg'));
                await until('all of it in the log', () => first_view.every((href) => bytes.has(href)));
                const sum = first_view.reduce((before, href) => before + bytes.get(href), 0);
                console.log(`first view, ${name}: ${first_view.length} requests, ${sum} bytes: ${first_view.map((href) => `${new URL(href).pathname} ${bytes.get(href)}`).join(', ')}`);
                assert.ok(first_view.length <= FIRST_VIEW_MAX_REQUESTS, `${first_view.length} requests`);
                assert.ok(sum <= GZIP_MAX_BYTES, `${sum} bytes`);
                assert.equal((await seen.context.cookies()).length, 0, 'cookies');
            });
        });
    }

    it('keeps a strict policy', async () => {
        const answer = await fetch(`${site.server.url}/`), policy = answer.headers.get('content-security-policy') || '';
        const script = /<script>(.*?)<\/script>/s.exec(await answer.text())[1];
        assert.ok(policy.includes(`'sha256-${createHash('sha256').update(script).digest('base64')}'`), 'the inline script is the hashed one');
        assert.match(policy, /default-src 'none'.*require-trusted-types-for 'script'/);
        assert.doesNotMatch(policy, /unsafe-|\*/);
    });

    it('works under any path', async () => {
        const proxy = http.createServer((request, answer) => {
            if (!request.url.startsWith('/sky/')) return answer.writeHead(404).end();
            const onward = http.request(`${site.server.url}${request.url.slice(4)}`, { method: request.method, headers: request.headers },
                (got) => { answer.writeHead(got.statusCode, got.headers); got.pipe(answer); });
            onward.on('error', () => answer.destroy());
            answer.on('close', () => onward.destroy());
            request.pipe(onward);
        });
        await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
        try {
            await scene(site.browser, { url: `http://127.0.0.1:${proxy.address().port}/sky/${PARIS}` }, async (seen) => {
                await settled(seen);
                await badge(seen, 'live');
                assert.equal((await seen.page.evaluate(() => window.testPerformance(7))).failed, 0);
            });
        } finally {
            proxy.closeAllConnections();
            proxy.close();
        }
    });
});
