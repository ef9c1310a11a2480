// The worker: the page's files and the last answers, for a garden without a network. The network always comes first.

import { LANGUAGES } from './app/lists.mjs';

const SHELL = 'shell-2', ANSWERS = 'answers-1';
// tool/web/build.mjs replaces PAGE_FILES by the names of the files that it makes and of those in static/.
const FILES = ['./', ...PAGE_FILES, 'stars.json', ...LANGUAGES.map((tag) => `texts-${tag}.json`)];
const ANSWERS_MAX = 60, PASSING_MAX = 30;
const WAIT_MS = 6000;              // for a network that is there and says nothing

self.addEventListener('install', (event) => {
    event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
    event.waitUntil(caches.keys()
        .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== ANSWERS).map((name) => caches.delete(name))))
        .then(() => self.clients.claim()));
});

const isFile = (url) => url.origin === self.location.origin && FILES.some((file) => new URL(file, self.registration.scope).pathname === url.pathname);
// Answers of the moment but /sky are worth nothing later.
const isKept = (url) => /\/api\/v1\/(sky|tonight|places|events)$/.test(url.pathname)
    || (/\/api\/v1\/positions$/.test(url.pathname) && (url.searchParams.has('start') || url.searchParams.has('time')));

// A hand that drags the time asks for many skies: they must not push the night out.
const isPassing = ({ url }) => /\/sky\?(.*&)?time=/.test(url);

async function keep(request, answer) {
    const cache = await caches.open(ANSWERS);
    await cache.put(request, answer);
    const keys = await cache.keys(), passing = keys.filter(isPassing);
    for (const old of passing.slice(0, Math.max(0, passing.length - PASSING_MAX))) await cache.delete(old);
    for (const old of keys.slice(0, Math.max(0, keys.length - ANSWERS_MAX))) await cache.delete(old);
}

// Headers that a worker's own requests lack make no other answer of an address.
const matching = (request) => caches.match(request, { ignoreVary: true });

const isPage = ({ origin, pathname }) => `${origin}${pathname}` === self.registration.scope;

// What a first visit asked for before the worker was there, so that the next one may be without a network.
async function keepToo(address) {
    const url = new URL(address);
    if (!(isPage(url) || isKept(url)) || await matching(address)) return;
    const fresh = await fetch(address);
    if (fresh.ok) await keep(address, fresh);
}

self.addEventListener('message', (event) => event.waitUntil(Promise.allSettled(event.data.map(keepToo))));

// A kept answer says that it is one.
async function kept(request) {
    const found = await matching(request);
    if (!found) return null;
    const headers = new Headers(found.headers);
    headers.set('X-From-Cache', '1');
    return new Response(await found.blob(), { status: found.status, headers });
}

async function answer(event, url) {
    try {
        const fresh = await fetch(event.request, { signal: AbortSignal.timeout(WAIT_MS) });
        if (fresh.ok) event.waitUntil(keep(event.request, fresh.clone()));
        return fresh;
    } catch (error) {
        return await kept(event.request) || Promise.reject(error);
    }
}

// The network's answer, or a failure when one has waited long enough and need not.
async function soon(request, is_kept) {
    const flight = new AbortController(), timer = is_kept && setTimeout(() => flight.abort(), WAIT_MS);
    try {
        return await fetch(request, { signal: flight.signal });
    } finally {
        clearTimeout(timer);
    }
}

async function file(event) {
    try {
        const fresh = await soon(event.request, true), copy = fresh.clone();
        if (fresh.ok) event.waitUntil(caches.open(SHELL).then((cache) => cache.put(event.request, copy)));
        return fresh;
    } catch (error) {
        return await matching(event.request) || Promise.reject(error);
    }
}

// A page is filled in for its address: the plain one does for those that were never seen.
async function page(event) {
    const is_plain = event.request.url === self.registration.scope;
    const old = is_plain ? null : await matching(event.request);
    try {
        const fresh = await soon(event.request, Boolean(old) || is_plain), copy = fresh.clone();
        if (fresh.ok) event.waitUntil(is_plain ? caches.open(SHELL).then((cache) => cache.put('./', copy)) : keep(event.request, copy));
        return fresh;
    } catch (error) {
        return old || await matching('./') || Promise.reject(error);
    }
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET') return;
    if (isKept(url)) event.respondWith(answer(event, url));
    else if (event.request.mode === 'navigate') event.respondWith(page(event));
    else if (isFile(url)) event.respondWith(file(event));
});
