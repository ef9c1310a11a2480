// The service worker: it stores the page's files and the last answers, and serves them without a network. With one, the network's
// answer is preferred.

import { LANGUAGES } from './app/lists.mjs';

const SHELL = 'shell-2', ANSWERS = 'answers-1';      // the two caches
// tool/web/build.mjs replaces PAGE_FILES by the names of the files that it makes and of those in static/.
const FILES = ['./', ...PAGE_FILES, 'stars.json', ...Object.keys(LANGUAGES).map((tag) => `texts-${tag}.json`)];
const ANSWERS_MAX = 60, MOMENTS_MAX = 30;
const WAIT_MS = 6000;              // for a network that does not answer

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
    event.waitUntil(caches.keys()
        .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== ANSWERS).map((name) => caches.delete(name))))
        .then(() => self.clients.claim()));
});

const isFile = (url) => url.origin === self.location.origin && FILES.some((file) => new URL(file, self.registration.scope).pathname === url.pathname);
// Answers that are of use later. Positions of now are not, except those of /sky.
const isStored = (url) => /\/api\/v1\/(sky|tonight|places|events)$/.test(url.pathname)
    || (/\/api\/v1\/positions$/.test(url.pathname) && (url.searchParams.has('start') || url.searchParams.has('time')));

// The sky of a chosen moment. A visitor who moves the slider requests many of them, so they have a limit of their own.
const isMoment = ({ url }) => /\/sky\?(.*&)?time=/.test(url);

async function store(request, answer) {
    const cache = await caches.open(ANSWERS);
    await cache.put(request, answer);
    const keys = await cache.keys(), moments = keys.filter(isMoment);
    for (const old of moments.slice(0, Math.max(0, moments.length - MOMENTS_MAX))) await cache.delete(old);
    for (const old of keys.slice(0, Math.max(0, keys.length - ANSWERS_MAX))) await cache.delete(old);
}

// The worker's own requests have other headers than the page's; the answer is the same.
const stored = (request) => caches.match(request, { ignoreVary: true });

const isPage = ({ origin, pathname }) => `${origin}${pathname}` === self.registration.scope;

// Requests again what the first visit requested before the worker ran, so that the next visit works without a network.
async function storeAgain(address) {
    const url = new URL(address);
    if (!(isPage(url) || isStored(url)) || await stored(address)) return;
    const fresh = await fetch(address);
    if (fresh.ok) await store(address, fresh);
}

self.addEventListener('message', (event) => event.waitUntil(Promise.allSettled(event.data.map(storeAgain))));

// A stored answer, marked as one by a header.
async function markedAnswer(request) {
    const found = await stored(request);
    if (!found) return null;
    const headers = new Headers(found.headers);
    headers.set('X-From-Cache', '1');
    return new Response(await found.blob(), { status: found.status, headers });
}

async function answer(event) {
    try {
        const fresh = await fetch(event.request, { signal: AbortSignal.timeout(WAIT_MS) });
        if (fresh.ok) event.waitUntil(store(event.request, fresh.clone()));
        return fresh;
    } catch (error) {
        return await markedAnswer(event.request) || Promise.reject(error);
    }
}

// The network's answer; when something stored can replace it, fails after WAIT_MS.
async function fetchFresh(request, is_replaceable) {
    const aborter = new AbortController(), timer = is_replaceable && setTimeout(() => aborter.abort(), WAIT_MS);
    try {
        return await fetch(request, { signal: aborter.signal });
    } finally {
        clearTimeout(timer);
    }
}

async function file(event) {
    try {
        const fresh = await fetchFresh(event.request, true), copy = fresh.clone();
        if (fresh.ok) event.waitUntil(caches.open(SHELL).then((cache) => cache.put(event.request, copy)));
        return fresh;
    } catch (error) {
        return await stored(event.request) || Promise.reject(error);
    }
}

// The server fills in a page for its address. Without a network, the plain page replaces one that was never visited.
async function page(event) {
    const is_plain = event.request.url === self.registration.scope;
    const old = is_plain ? null : await stored(event.request);
    try {
        const fresh = await fetchFresh(event.request, Boolean(old) || is_plain), copy = fresh.clone();
        if (fresh.ok) event.waitUntil(is_plain ? caches.open(SHELL).then((cache) => cache.put('./', copy)) : store(event.request, copy));
        return fresh;
    } catch (error) {
        return old || await stored('./') || Promise.reject(error);
    }
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET') return;
    if (isStored(url)) event.respondWith(answer(event));
    else if (event.request.mode === 'navigate') event.respondWith(page(event));
    else if (isFile(url)) event.respondWith(file(event));
});
