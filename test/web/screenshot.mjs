// Makes a picture of the page:   PLANETTRACKER=build/release/planettracker node screenshot.mjs page.png
//
// Further arguments: WIDTHxHEIGHT (1280x800), dark or light (dark), a query (Paris on 2026-10-30 at 22:04).

import { launchBrowser, startServer, until } from './harness.mjs';

const [path, size = '1280x800', colorScheme = 'dark',
    query = '?lat=48.8667&lon=2.3333&elevation=35&tz=Europe/Paris&time=2026-10-30T21:04:00Z&body=saturn'] =
    process.argv.slice(2);
if (!path) {
    console.error('usage: node screenshot.mjs FILE.png [WIDTHxHEIGHT] [dark|light] [QUERY]');
    process.exit(64);
}
const [width, height] = size.split('x').map(Number);
const server = await startServer();
const browser = await launchBrowser();
try {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    await page.goto(`${server.url}/${query}`);
    await until('ten bodies', () => page.locator('tr[data-body]').count(), (count) => count === 10);
    await until('their curves', () => page.locator('#curves path.curve').count(), (count) => count === 10);
    await until('the stars', () => page.locator('#dome .star').count());
    await page.screenshot({ path });
} finally {
    await browser.close();
    await server.stop();
}
