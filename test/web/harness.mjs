// What the tests of the page share: the server as a child process, Chromium, and waiting for a condition.
//
// PLANETTRACKER  path of the program under test
// CHROMIUM       the browser, if not one of BROWSERS

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

export const INSECURE_NAME = 'planettracker.test';   // a host that browsers do not treat as secure
export const WAIT_MS = 60000;                        // long, for waits end as soon as their condition holds

const BROWSER_FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    `--host-resolver-rules=MAP ${INSECURE_NAME} 127.0.0.1`];

// Without its own windows Chromium costs 0.5 s of CPU per page; with them, although they are never seen, 1.5 s.
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

export const launchBrowser = () => chromium.launch({
    executablePath: process.env.CHROMIUM || BROWSERS.find((path) => existsSync(path)) || BROWSERS[0], args: BROWSER_FLAGS,
});

// Starts the server and resolves when it has printed its address. stop() expects exit 0 after SIGTERM.
export async function startServer({ port = 0, args = [] } = {}) {
    assert.ok(process.env.PLANETTRACKER, 'PLANETTRACKER must hold the path of the program');
    const child = spawn(resolve(process.env.PLANETTRACKER), ['serve', '--listen', `127.0.0.1:${port}`, ...args],
        { stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise((done) => child.once('exit', (code, signal) => done(signal || code)));
    let said = '';
    const url = await new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`the server did not say where it listens; it said: ${said}`)),
            WAIT_MS);
        const hear = (bytes) => {
            said += bytes;
            const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
            if (found) { clearTimeout(timer); done(found[1]); }
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('error', fail);
        exited.then((code) => fail(new Error(`the server ended with ${code}; it said: ${said}`)));
    });
    async function stop() {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
        const code = await exited;
        clearTimeout(timer);
        assert.equal(code, 0, `after SIGTERM the server ended with ${code}; it said: ${said}`);
    }
    return { url, port: Number(new URL(url).port), stop, kill: () => child.kill('SIGKILL') };
}

// Resolves with the value of look() as soon as `is_right` holds for it. Fails with the last value when the time is over.
export async function until(claim, look, is_right = Boolean, wait_ms = WAIT_MS) {
    const end_ms = Date.now() + wait_ms;
    for (;;) {
        const seen = await look();
        if (is_right(seen)) return seen;
        if (Date.now() > end_ms) assert.fail(`${claim}: not within ${wait_ms} ms; last seen: ${JSON.stringify(seen)}`);
        await new Promise((done) => setTimeout(done, 50));
    }
}
