// The controls of time: slider, days, jumps, playing; and the address, which holds the whole view.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from './harness.mjs';
import { asked, badge, filled, openPanel, PARIS, settled, startSite, stateOf, stopClock, table, text } from './scene.mjs';

const AT = '2026-10-30T20:04:00Z';

const site = startSite({ url: PARIS });
const { visit } = site;

const isExact = ({ page }) => page.evaluate(async () => (await import(new URL('app.js', document.baseURI).href)).sceneNow()?.is_exact);

const timeOf = async (seen) => new Date((await stateOf(seen)).time_ms).toISOString().slice(0, 19);

describe('time', { concurrency: 2 }, () => {
    it('moves by the slider: arrows a minute, pages an hour, Home is now; it says its time in words', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            await seen.page.focus('#slider');
            for (const [key, time] of [['ArrowRight', '20:05'], ['ArrowLeft', '20:04'], ['PageUp', '21:04'], ['PageDown', '20:04']]) {
                await seen.page.keyboard.press(key);
                await until(key, () => timeOf(seen), (now) => now === `2026-10-30T${time}:00`);
            }
            await until('the words', () => seen.page.getAttribute('#slider', 'aria-valuetext'),
                (words) => words === '21:04, Friday, 30 October, Paris time' || words === '21:04, Friday 30 October, Paris time');
            await seen.page.keyboard.press('Home');
            await badge(seen, 'live');
            assert.equal((await stateOf(seen)).time_ms, null);
        });
    });

    it('is within 0.02 degrees of the server between the samples of a night', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const worst = await seen.page.evaluate(async () => {
                const app = await import(new URL('app.js', document.baseURI).href);
                let most = 0;
                for (const minute of [123, 456, 789, 1111, 1333]) {
                    const ms = app.state.track.from_ms + minute * 60000;
                    const answer = await (await fetch(`api/v1/positions?lat=48.8667&lon=2.3333&bodies=all&time=${app.isoTime(ms)}`)).json();
                    for (const row of answer.positions) {
                        const own = app.state.track.placeAt(row.body, ms);
                        if (Math.abs(row.alt_deg) > 3) most = Math.max(most, Math.abs(own.alt_deg - row.alt_deg));
                        const az = Math.abs(own.az_deg - row.az_deg);
                        most = Math.max(most, Math.min(az, 360 - az) * Math.cos(row.alt_deg * Math.PI / 180));
                    }
                }
                return most;
            });
            assert.ok(worst < 0.02, `${worst} degrees`);
        });
    });

    it('goes to a day, an hour forward and back, and by Escape back to live', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            await seen.page.fill('#date', '2026-12-24');
            await until('Christmas Eve', () => timeOf(seen), (now) => now === '2026-12-24T20:04:00');   // 21:04 in Paris, before and after the change of clocks
            await seen.page.click('#day-back');
            await until('the day before', () => timeOf(seen), (now) => now === '2026-12-23T20:04:00');
            await seen.page.click('#hour-on');
            await until('an hour on', () => timeOf(seen), (now) => now === '2026-12-23T21:04:00');
            await seen.page.keyboard.press('Escape');
            await badge(seen, 'live');
        });
    });

    it('has nights of 25 and of 23 hours where clocks change, both ways', async () => {
        for (const [date, hours] of [['2026-10-24', 25], ['2026-03-28', 23], ['2026-10-25', 24]]) {
            await visit({ url: `${PARIS}&time=${date}T20:00:00Z` }, async (seen) => {
                await settled(seen);
                assert.equal(await seen.page.getAttribute('#slider', 'max'), String(hours * 60), `night of ${date}`);
                await seen.page.focus('#slider');
                await seen.page.evaluate(() => {
                    const slider = document.getElementById('slider');
                    slider.value = slider.max;
                    slider.dispatchEvent(new Event('input', { bubbles: true }));
                });
                await until('noon of the day after', () => text(seen, '#clock'), (clock) => clock.includes('12:00'));
            });
        }
    });

    it('changes to the next night at noon by itself', async () => {
        await visit({ url: `${PARIS}&time=2026-10-31T10:59:30Z` }, async (seen) => {
            await settled(seen);
            assert.match(await text(seen, '#curves-title'), /30 October/);
            await seen.page.click('#play-60');
            await until('the next night', () => text(seen, '#curves-title'), (title) => /31 October/.test(title));
            assert.equal(await seen.page.inputValue('#date'), '2026-10-31');
            await seen.page.click('#play-60');
            assert.equal((await stateOf(seen)).time_ms > Date.parse('2026-10-31T11:00:00Z'), true);
        });
    });

    it('asks once for the next night, however long the answer takes while time plays', async () => {
        const slowly = async (route) => { await new Promise((done) => { setTimeout(done, 1500); }); await route.continue().catch(() => {}); };
        await visit({ url: `${PARIS}&time=2026-10-31T10:59:30Z`, setup: (page) => page.route(/api.v1.(tonight|positions)[?]/, slowly) },
            async (seen) => {
                await settled(seen);
                const before = asked(seen, 'tonight').length;
                await seen.page.click('#play-60');
                await until('the next night', () => text(seen, '#curves-title'), (title) => /31 October/.test(title));
                await seen.page.click('#play-60');
                assert.equal(asked(seen, 'tonight').length - before, 1);
            });
    });

    it('asks again for a night whose request was lost, though nothing else changes', async () => {
        let lost = 0;
        await visit({ url: `${PARIS}&time=${AT}`, is_noisy: true, setup: (page) => page.route(/api.v1.tonight[?]/, async (route) => {
            if (lost > 0) return route.continue();
            lost += 1;
            return route.abort();
        }) }, async (seen) => {
            await settled(seen);
            assert.equal(lost, 1);
            assert.equal(asked(seen, 'tonight').length, 2);
        });
    });

    it('plays a whole day in two and a half minutes, without gaps', async () => {
        // With reduced motion the page plays in steps of a second: 150 steps instead of 9000.
        await visit({ url: `${PARIS}&time=${AT}`, reducedMotion: 'reduce', setup: (page) => page.clock.install({ time: '2026-10-30T12:00:00Z' }) }, async (seen) => {
            await seen.page.clock.runFor(2000);
            await settled(seen);
            await stopClock(seen);
            await seen.page.click('#play-600');
            const begun_ms = (await stateOf(seen)).time_ms;
            for (let second = 1; second <= 150; second++) {
                await seen.page.clock.fastForward(1000);
                if (second % 10 === 0) assert.equal((await table(seen)).length, 10);
            }
            const passed_h = ((await stateOf(seen)).time_ms - begun_ms) / 3600000;
            assert.ok(passed_h > 24 && passed_h < 26, `${passed_h} hours in 150 s`);
            await seen.page.click('#play-600');
            await until('the exact sky', async () => { await seen.page.clock.runFor(500); return isExact(seen); });
        });
    });

    it('does not leap ahead when a tab that plays wakes from sleep', async () => {
        await visit({ url: `${PARIS}&time=${AT}`, setup: (page) => page.clock.install({ time: '2026-10-30T12:00:00Z' }) }, async (seen) => {
            await seen.page.clock.runFor(2000);
            await settled(seen);
            await stopClock(seen);
            await seen.page.click('#play-60');
            await seen.page.clock.runFor(1000);
            const before_ms = (await stateOf(seen)).time_ms;
            await seen.page.clock.fastForward('08:00:00');
            await seen.page.clock.runFor(500);
            const leap_min = ((await stateOf(seen)).time_ms - before_ms) / 60000;
            assert.ok(leap_min < 10, `${leap_min} minutes`);
        });
    });

    it('plays in steps for visitors who prefer reduced motion', async () => {
        await visit({ url: `${PARIS}&time=${AT}`, reducedMotion: 'reduce' }, async (seen) => {
            await settled(seen);
            await seen.page.click('#play-60');
            const times = await seen.page.evaluate(async () => {
                const { state } = await import(new URL('app.js', document.baseURI).href), all = new Set();
                const end_ms = performance.now() + 2500;
                while (performance.now() < end_ms) {
                    all.add(state.time_ms);
                    await new Promise((done) => requestAnimationFrame(done));
                }
                return all.size;
            });
            assert.ok(times <= 4, `${times} steps in 2.5 s`);
        });
    });

    it('jumps on a tap into the curves', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            await seen.page.locator('#curves').scrollIntoViewIfNeeded();
            const box = await seen.page.locator('#curves').boundingBox();
            await seen.page.locator('#curves').click({ position: { x: 30 + (box.width - 38) / 2, y: box.height / 2 } });      // between its margins
            const night = await seen.page.evaluate(async () => (await import(new URL('app.js', document.baseURI).href)).state.night.curve);
            const middle_ms = Date.parse(night.start) + night.step_s * 500 * (night.count - 1);
            await until('the middle of the night', () => stateOf(seen), ({ time_ms }) => Math.abs(time_ms - middle_ms) < 12 * 60000);
        });
    });

    it('is part of the link, and every link restores the view', async () => {
        const links = [`${PARIS}&time=2026-10-30T20:04:00Z&body=saturn`, `${PARIS}&time=2026-10-30T20:04:00Z`,
            '?lat=-39.754&lon=145.051&elevation=12&time=2018-10-31T03:22:47Z&tz=Australia/Melbourne&body=mars&view=map&up=north',
            '?lat=0&lon=0&elevation=-400.5&time=2050-01-01T00:00:00Z&tz=UTC&body=moon', '?lat=90&lon=350&elevation=0&tz=UTC'];
        for (const link of links) {
            await visit({ url: link }, async (seen) => {
                await filled(seen);
                await settled(seen);
                const first = await stateOf(seen);
                await openPanel(seen, 'share');
                const shared = await seen.page.inputValue('#share-link');
                await seen.page.goto(shared);
                await filled(seen);
                const { name, ...second } = await stateOf(seen), { name: own_name, ...own } = first;
                assert.deepEqual(second, own, `${link} by way of ${shared}`);
            });
        }
    });

    it('follows in the address, and the share panel copies, keeps the moment, gives SVG and CSV', async () => {
        await visit({ url: PARIS, permissions: ['clipboard-read', 'clipboard-write'] }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'share');
            assert.ok(!(await seen.page.inputValue('#share-link')).includes('time='), 'a live link has no time');
            await seen.page.check('#share-fix');
            const link = await seen.page.inputValue('#share-link');
            assert.match(link, /time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
            await seen.page.click('#share-copy');
            await until('copied', () => text(seen, '#share-said'), (words) => words === 'Copied.');
            assert.equal(await seen.page.evaluate(() => navigator.clipboard.readText()), link);
            const csv = await fetch(new URL(await seen.page.getAttribute('#share-csv', 'href'), site.server.url));
            assert.equal(csv.status, 200);
            assert.match(csv.headers.get('content-type'), /text\/csv/);
            assert.equal((await csv.text()).trim().split('\n').length, 11, 'a head and ten bodies');
            const chart = await fetch(new URL(await seen.page.getAttribute('#share-svg', 'href'), site.server.url));
            assert.equal(chart.status, 200);
            assert.match(chart.headers.get('content-type'), /image\/svg\+xml/);
            await seen.page.click('tr[data-body=mars] .body-button');
            await seen.page.click('#hour-on');
            await until('the address', () => seen.page.url(), (url) => /body=mars/.test(url) && /time=/.test(url));
        });
    });
});

// Not beside other pages, which would take processor time from it.
describe('a frame of the slider', () => {
    it('draws at once while the slider moves, and asks for the exact numbers when it rests', async () => {
        await visit({ url: `${PARIS}&time=${AT}` }, async (seen) => {
            await settled(seen);
            const before = asked(seen, 'sky').length;
            const spent = await seen.page.evaluate(async () => {
                const { paint } = await import(new URL('app.js', document.baseURI).href);
                const slider = document.getElementById('slider'), spent_ms = [];
                let last_ms = performance.now(), rests = 0;      // where a busy machine leaves the slider alone for longer than REST_MS
                for (let i = 0; i < 120; i++) {
                    slider.value = String(300 + 5 * i);
                    slider.dispatchEvent(new Event('input', { bubbles: true }));
                    const begun_ms = performance.now();
                    if (begun_ms - last_ms > 150) rests++;
                    last_ms = begun_ms;
                    paint();
                    spent_ms.push(performance.now() - begun_ms);
                    await new Promise((done) => requestAnimationFrame(done));
                }
                return { spent_ms: spent_ms.sort((a, b) => a - b), rests };
            });
            const median = spent.spent_ms[60], most = spent.spent_ms[114];
            console.log(`slider frame: median ${median.toFixed(2)} ms, 95 % under ${most.toFixed(2)} ms of script`);
            assert.ok(median <= 4, `${median} ms a frame, 4 are allowed`);
            const count = asked(seen, 'sky').length - before;
            assert.ok(count <= 2 + spent.rests, `${count} questions while the slider moves, which stood still ${spent.rests} times`);
            await until('the exact sky', () => isExact(seen));
        });
    });
});
