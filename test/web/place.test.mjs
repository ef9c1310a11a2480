// The place: stored, searched, typed, or from the browser's location at the press of a button; and times in its zone.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INSECURE_NAME, until } from './harness.mjs';
import { asked, filled, openPanel, PARIS, settled, startSite, stateOf, text } from './scene.mjs';

const HOME = { latitude: 48.93, longitude: 2.45 }, TOKYO = { latitude: 35.6586, longitude: 139.7454 };

const site = startSite();
const { visit } = site;

async function fields({ page }) {
    return { lon: await page.inputValue('#lon'), lat: await page.inputValue('#lat'), elevation: await page.inputValue('#elevation') };
}

// Waits until the page has requested the sky of this place and the caption names it.
async function showsSkyOf(seen, lat, lon, elevation, caption) {
    await until(`a question for ${lat}, ${lon}, ${elevation}`, () => asked(seen, 'sky').at(-1)?.url.searchParams.toString(), (query) => {
        const own = new URLSearchParams(query);
        return Number(own.get('lat')) === lat && Number(own.get('lon')) === lon && Number(own.get('elevation')) === elevation;
    });
    await until(`caption with ${caption}`, () => text(seen, '#caption'), (words) => words.includes(caption));
}

// Geolocation that answers when the test calls answerLocation(coords) or refuseLocation(code) of the window.
const heldGeolocation = (page) => page.addInitScript(() => {
    const held = [];
    window.was_asked = 0;
    navigator.geolocation.getCurrentPosition = (good, bad) => { window.was_asked++; held.push({ good, bad }); };
    window.answerLocation = (coords) => held.pop().good({ coords: { altitude: null, accuracy: 10, ...coords } });
    window.refuseLocation = (code) => { held.pop().bad({ code }); };
});

describe('the place', { concurrency: 2 }, () => {
    it('is Greenwich at first, with a note, and the page requests no location when it loads', async () => {
        await visit({ setup: heldGeolocation }, async (seen) => {
            await settled(seen);
            await showsSkyOf(seen, 51.4769, -0.0005, 0, 'Greenwich');
            assert.match(await text(seen, '#note'), /Greenwich.*Choose your place/);
            assert.equal(await seen.page.evaluate(() => window.was_asked), 0);
            assert.deepEqual(await fields(seen), { lon: '-0.0005', lat: '51.4769', elevation: '0' });
        });
    });

    it('comes from the browser at the press of the button, through POST /geo_location, and is stored', async () => {
        await visit({ permissions: ['geolocation'], geolocation: HOME }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            await seen.page.click('#locate');
            await showsSkyOf(seen, 48.93, 2.45, 0, '48.93\u00b0 N, 2.45\u00b0 E, 0 m');
            assert.deepEqual(await fields(seen), { lon: '2.45', lat: '48.93', elevation: '0' });
            const posts = seen.requests.filter(({ method }) => method === 'POST');
            assert.deepEqual(Object.fromEntries(new URLSearchParams(posts[0].form)), { lat: '48.93', lon: '2.45', elevation: '0' });
            await until('the nearest city and its zone', () => stateOf(seen), ({ name, tz }) => name === 'Paris' && tz === 'Europe/Paris');
            assert.equal(await text(seen, '#place-button'), 'near Paris');

            await seen.context.setGeolocation(TOKYO);
            await seen.page.getByRole('button', { name: 'Reset Geo Location' }).click();
            await showsSkyOf(seen, 35.6586, 139.7454, 0, '35.6586\u00b0 N, 139.7454\u00b0 E');
            await until('the zone', () => stateOf(seen), ({ tz }) => tz === 'Asia/Tokyo');

            await seen.page.goto(`${site.server.url}/`);
            await showsSkyOf(seen, 35.6586, 139.7454, 0, '35.6586\u00b0 N, 139.7454\u00b0 E');
            assert.equal((await stateOf(seen)).origin, 'stored');
        });
    });

    it('is the position from the browser, with its altitude, when POST /geo_location fails', async () => {
        await visit({ is_noisy: true, setup: async (page) => {
            await heldGeolocation(page);
            await page.route('**/geo_location', (route) => route.abort());
        } }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            await seen.page.click('#locate');
            await until('the question', () => seen.page.evaluate(() => window.was_asked), (count) => count === 1);
            await seen.page.evaluate(() => window.answerLocation({ latitude: 0, longitude: 0, altitude: 35.25 }));
            await showsSkyOf(seen, 0, 0, 35.25, '0\u00b0 N, 0\u00b0 E');
        });
    });

    for (const [code, words] of [[1, /refused.*permission/], [2, /could not find/], [3, /in time/]]) {
        it(`keeps its sky and says why when geolocation fails with code ${code}`, async () => {
            await visit({ setup: heldGeolocation }, async (seen) => {
                await settled(seen);
                await openPanel(seen, 'place');
                await seen.page.click('#locate');
                await until('asking', () => text(seen, '#note'), (note) => /Asking the browser/.test(note));
                await seen.page.evaluate((c) => window.refuseLocation(c), code);
                await until('the reason', () => text(seen, '#note'), (note) => words.test(note));
                await showsSkyOf(seen, 51.4769, -0.0005, 0, 'Greenwich');
            });
        });
    }

    it('shows a sky while the browser never answers, and typing cancels the request', async () => {
        await visit({ setup: heldGeolocation }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            await seen.page.click('#reset');
            await seen.page.fill('#lat', '-33.9');
            await showsSkyOf(seen, -33.9, -0.0005, 0, '33.9\u00b0 S');
            await seen.page.evaluate(() => window.answerLocation(({ latitude: 48.93, longitude: 2.45 })));
            await seen.page.waitForTimeout(700);
            assert.equal((await fields(seen)).lat, '-33.9');
            assert.ok(!asked(seen, 'sky').some(({ url }) => url.searchParams.get('lat') === '48.93'), 'the late answer was taken');
        });
    });

    it('says why the button cannot work on an insecure origin', async () => {
        await visit({ origin: `http://${INSECURE_NAME}:${site.server.port}` }, async (seen) => {
            assert.equal(await seen.page.evaluate(() => window.isSecureContext), false, 'the test needs an insecure origin');
            await settled(seen);
            await openPanel(seen, 'place');
            assert.match(await text(seen, '#locate-why'), /plain http/);
            await seen.page.click('#locate');
            await until('the reason', () => text(seen, '#note'), (note) => /plain http/.test(note));
        });
    });

    it('is found by its name without leaving the server, by keyboard alone', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            await seen.page.focus('#place-button');
            await seen.page.keyboard.press('Enter');
            await until('the search has the focus', () => seen.page.evaluate(() => document.activeElement.id), (id) => id === 'search');
            await seen.page.keyboard.type('Los Ang');
            await until('Los Angeles', () => seen.page.locator('#found li').allTextContents(), (found) => found[0]?.startsWith('Los Angeles'));
            await seen.page.keyboard.press('Enter');
            await until('its sky', () => stateOf(seen), ({ name, tz }) => name === 'Los Angeles' && tz === 'America/Los_Angeles');
            assert.equal(await text(seen, '#place-button'), 'Los Angeles');
            assert.equal(await seen.page.evaluate(() => document.activeElement.id), 'place-button');
            await openPanel(seen, 'place');
            const found = (name, is_there) => until(name, () => seen.page.locator('#found li').allTextContents(), is_there);
            await seen.page.fill('#search', 'münchen');
            await found('Munich', (names) => names[0] === 'Munich, Germany');
            await seen.page.fill('#search', 'springfield');
            await found('twins told apart', (names) => names.includes('Springfield, Missouri, United States') &&
                names.includes('Springfield, Illinois, United States'));
            await seen.page.fill('#search', 'Nowhereville');
            await until('none', () => text(seen, '#search-status'), (words) => /No such place/.test(words));
        });
    });

    it('has times in its own zone, not in that of the device', async () => {
        await visit({ timezoneId: 'Asia/Tokyo', url: '?lat=34.0522&lon=-118.2428&tz=America/Los_Angeles&time=2026-10-30T04:04:00Z' }, async (seen) => {
            await settled(seen);
            assert.match(await text(seen, '#clock'), /29 Oct 2026, 21:04 (PDT|GMT-7)/);
            assert.match(await text(seen, '#caption'), /21:04:00/);
            assert.equal(await text(seen, '#slider-time'), '21:04');
            assert.equal(await seen.page.inputValue('#date'), '2026-10-29');
        });
        await visit({ timezoneId: 'Asia/Tokyo', url: '?lat=34.0522&lon=-118.2428&time=2026-10-30T04:04:00Z' }, async (seen) => {
            await settled(seen);
            await until('the zone found by the place', () => text(seen, '#clock'), (clock) => /21:04/.test(clock));
        });
    });

    it('changes half a second after the last key, once', async () => {
        await visit({ url: '?lat=10&lon=20' }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            // Typed by a script in the page, so that a slow machine does not pause between two keys.
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
            assert.ok(waited_ms > 480, `asked ${waited_ms} ms after the last key, want 500`);
            const lats = new Set(asked(seen, 'sky').map(({ url }) => url.searchParams.get('lat')));
            assert.deepEqual([...lats], ['10', '48.8566'], 'no half-typed value was asked for');
        });
    });

    it('keeps the last sky and says what it expects when a field is invalid', async () => {
        await visit({ url: '?lat=10&lon=20&elevation=30' }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            const good = { lat: '10', lon: '20', elevation: '30' };
            for (const [name, value] of [['lat', '90.1'], ['lat', ''], ['lat', 'north'], ['lat', '12:60'], ['lon', '-180.5'],
                ['lon', '361'], ['lon', '1e2'], ['elevation', '-501'], ['elevation', '1:2']]) {
                await seen.page.fill(`#${name}`, value);
                await until(`${name}="${value}" marked`, () => seen.page.getAttribute(`#${name}`, 'aria-invalid'), (mark) => mark === 'true');
                const describer = await seen.page.getAttribute(`#${name}`, 'aria-describedby');
                assert.match(await text(seen, `#${describer}`), /a number from -?\d+ to \d+/, 'the text beside the field');
                assert.match(await text(seen, '#note'), /this is the sky of 10\u00b0 N, 20\u00b0 E, 30 m/);
                await seen.page.fill(`#${name}`, good[name]);
                await until(`${name} unmarked`, () => seen.page.getAttribute(`#${name}`, 'aria-invalid'), (mark) => mark === null);
            }
            assert.ok(asked(seen, 'sky').every(({ url }) => url.searchParams.get('lat') === '10'), 'nothing else was asked for');
        });
    });

    it('accepts 0 and 0, a decimal comma, degrees with minutes, and marks a bad address', async () => {
        await visit({ url: '?lat=10&lon=20' }, async (seen) => {
            await settled(seen);
            await openPanel(seen, 'place');
            await seen.page.fill('#lat', '0');
            await seen.page.fill('#lon', '0');
            await showsSkyOf(seen, 0, 0, 0, '0\u00b0 N, 0\u00b0 E, 0 m');
            await seen.page.fill('#lat', '48,93');
            await seen.page.fill('#lon', '-2:27:00');
            await seen.page.fill('#elevation', '35,5');
            await showsSkyOf(seen, 48.93, -2.45, 35.5, '48.93\u00b0 N, 2.45\u00b0 W, 35.5 m');
        });
        await visit({ url: '?lat=95&lon=2', is_noisy: true }, async (seen) => {
            await until('the field is marked', () => seen.page.getAttribute('#lat', 'aria-invalid'), (own) => own === 'true');
        });
    });

    it('is read from coordinates in any notation, and from map links', async () => {
        await visit({}, async (seen) => {
            await settled(seen);
            const read = await seen.page.evaluate(async () => {
                const { readCoordinates } = await import(new URL('later.js', document.baseURI).href);
                return ['48.8584, 2.2945', '48.8584 2.2945', '-33.9; 151.2', '48,8584 2,2945', '48,8584; 2,2945', '48\u00b051\u203224\u2033N 2\u00b021\u203203\u2033E',
                    '48\u00b0 51\' 24" N, 2\u00b0 21\' 3" E', 'N48 51.4 E2 21.05', '33\u00b051.5\u2032S 151\u00b012\u2032E', '2\u00b021\u2032O 48\u00b051\u2032N', '48:51:24 2:21:03',
                    'geo:48.2010,16.3695,183', 'geo:-33.9,151.2;u=35', 'https://www.openstreetmap.org/#map=12/48.8584/2.2945',
                    'https://www.openstreetmap.org/?mlat=48.8584&mlon=2.2945#map=5/1/1', 'https://www.google.com/maps/place/X/@48.1,2.1,17z/data=!3d48.8584!4d2.2945',
                    'https://www.google.com/maps/@48.8584,2.2945,15z', 'https://maps.apple.com/?ll=48.8584,2.2945', 'https://maps.example/?q=48.8584%2C2.2945',
                    'https://www.bing.com/maps?cp=48.8584~2.2945', 'Paris', '91 2', '48 51', '12:60 2', '', '48.8584', 'lat', '48N 12N']
                    .map((given) => { const found = readCoordinates(given); return found && [+found.lat_deg.toFixed(4), +found.lon_deg.toFixed(4), found.elevation_m]; });
            });
            const paris = [48.8584, 2.2945, null], centre = [48.8567, 2.3508, null];
            assert.deepEqual(read, [paris, paris, [-33.9, 151.2, null], paris, paris, centre, centre, centre, [-33.8583, 151.2, null],
                [48.85, -2.35, null], centre, [48.201, 16.3695, 183], [-33.9, 151.2, null], paris, paris, paris, paris, paris, paris, paris,
                null, null, [48, 51, null], null, null, null, null, null]);
            await openPanel(seen, 'place');
            await seen.page.fill('#search', '48\u00b051\u203224\u2033N 2\u00b021\u203203\u2033E');
            await until('the one place', () => seen.page.locator('#found li').count(), (count) => count === 1);
            await seen.page.click('#found li');
            await until('its sky', () => stateOf(seen), ({ place }) => Math.abs(place.lat_deg - 48.8567) < 1e-3);
        });
    });
});
