// Scenes: visits to the page in a browser, what the page requested and logged, and what it shows.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launchBrowser, startServer, until, WAIT_MS } from './harness.mjs';

export { BODIES } from '../../web/app/lists.mjs';

export const PARIS = '?lat=48.8667&lon=2.3333&elevation=0&tz=Europe/Paris';

// Starts one browser and one server for the tests of a file and stops them afterwards. Gives { browser, server, visit }: the first two are
// there when the tests run; visit(options, play) plays a scene at options.url below the server, at `url` when there is none. Options are
// those of scene(), and server or origin for a visit elsewhere.
export function startSite({ url = '', args = [] } = {}) {
    const site = { browser: null, server: null };
    before(async () => {
        site.browser = await launchBrowser();
        site.server = await startServer({ args });
    });
    after(async () => {
        await site.browser?.close();
        await site.server?.stop();
    });
    site.visit = ({ server = site.server, origin = server.url, ...options }, play) =>
        scene(site.browser, { ...options, url: `${origin}/${options.url ?? url}` }, play);
    return site;
}

// Opens a page and plays a scene with it. Options are those of a browser context, and: url; setup(page, seen), called before the page is
// opened; is_noisy, when the scene makes the page log errors.
export async function scene(browser, options, play) {
    const { url, setup = async () => {}, is_noisy = false, ...of_context } = options;
    const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'dark', serviceWorkers: 'block', ...of_context });
    const page = await context.newPage();
    page.setDefaultTimeout(2 * WAIT_MS);
    const seen = { context, page, requests: [], complaints: [] };
    page.on('request', (request) => seen.requests.push(
        { method: request.method(), url: new URL(request.url()), at_ms: Date.now(), form: request.postData() }));
    page.on('pageerror', (error) => seen.complaints.push(error.message));
    page.on('console', (line) => ['error', 'warning'].includes(line.type()) && !/blocked by Playwright/.test(line.text())
        && seen.complaints.push(line.text()));
    try {
        await setup(page, seen);
        await page.goto(url);
        await play(seen);
        if (!is_noisy) assert.deepEqual(seen.complaints, [], 'errors in the console (CSP violations among them)');
    } finally {
        if (!page.isClosed()) await page.unrouteAll({ behavior: 'ignoreErrors' });   // the test does not wait for requests under way
        await context.close();
    }
}

export const asked = ({ requests }, route) => requests.filter(({ url }) => url.pathname.endsWith(`/api/v1/${route}`));
export const text = ({ page }, selector) => page.locator(selector).textContent();

// The rows of the table: their body, group, and the text of their cells by column.
export const table = ({ page }) => page.locator('#table tbody tr[data-body]').evaluateAll((trs) => trs.map((tr) => ({
    body: tr.dataset.body,
    is_up: tr.parentElement.id === 'rows-up',
    ...Object.fromEntries([...tr.children].map((cell) => [cell.className, cell.textContent.replace(/\s+/g, ' ').trim()])),
})));

export const filled = (seen) => until('ten rows', () => table(seen), (rows) => rows.length === 10);

// Waits until all that follows the first view is loaded.
export const settled = async (seen) => {
    await filled(seen);
    await until('the curves', () => seen.page.locator('#curves path.curve').count(), (count) => count === 10);
};

export const badge = (seen, status) => until(`badge ${status}`, () => seen.page.getAttribute('#badge', 'data-status'),
    (own) => own === status, 30000);

// Stops a clock that the setup of a scene has installed: after this it moves by runFor() and fastForward() only.
export const stopClock = async ({ page }) => page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));

export const stateOf = ({ page }) => page.evaluate(async () => {
    const { state } = await import(new URL('app.js', document.baseURI).href);
    return { place: state.place, name: state.name, tz: state.tz, time_ms: state.time_ms, body: state.body, view: state.view,
             up: state.up, origin: state.origin };
});

export const openPanel = async (seen, name) => {
    await seen.page.click(`#${name}-button`);
    await seen.page.locator(`#${name}-panel[data-open]`).waitFor();
};

export const answerOf = async (server, route, query) => (await fetch(`${server.url}/api/v1/${route}?${new URLSearchParams(query)}`)).json();

// Texts and controls that overlap: "A over B". Those that stay in place while the page scrolls overlap by design. Letters in drawings are
// measured without the spare height of their line.
export const overlaps = ({ page }) => page.evaluate(() => {
    const parts = [...document.querySelectorAll('button, a, input, select, output, label, p, h2, th, td, caption, figcaption, dt, dd, li, #dome text, #curves text')]
        .filter((node) => node.checkVisibility({ checkVisibilityCSS: true }) && !node.closest('.unseen, .skip, h1, #fault') && node.textContent + (node.value ?? '') !== '')
        .filter((node) => getComputedStyle(node.closest('.bar') ?? node).position !== 'sticky');
    const boxes = parts.map((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect(), spare = node.closest('svg') ? (bottom - top) * 0.2 : 0;
        return { node, left: left + 1, right: right - 1, top: top + 1 + spare, bottom: bottom - 1 - spare };
    }).filter(({ left, right, top, bottom }) => right > left && bottom > top);
    const nameOf = ({ node }) => `${node.id || node.getAttribute('class') || node.tagName} "${node.textContent.slice(0, 30)}"`;
    const found = [];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
        const is_apart = a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
        if (!is_apart && !a.node.contains(b.node) && !b.node.contains(a.node)) found.push(`${nameOf(a)} over ${nameOf(b)}`);
    }));
    return found;
});
