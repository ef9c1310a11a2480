// The worker: the page's files and the last answers, for a garden without a network. The network always comes first.

const SHELL = 'shell-2', ANSWERS = 'answers-1';
const FILES = ['./', 'style.css', 'app.js', 'later.js', 'stars.json', 'icon.svg', 'manifest.webmanifest',
    'texts-en.json', 'texts-fr.json', 'texts-de.json', 'texts-es.json'];
const ANSWERS_MAX = 60;
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

async function keep(request, answer) {
    const cache = await caches.open(ANSWERS);
    await cache.put(request, answer);
    const keys = await cache.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - ANSWERS_MAX))) await cache.delete(old);
}

// A kept answer says that it is one.
async function kept(request) {
    const found = await caches.match(request);
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

async function file(event) {
    const shell = event.request.mode === 'navigate' ? './' : event.request;
    try {
        const fresh = await fetch(event.request);
        // A page of an address of its own is filled in for it: only the plain one is kept.
        const is_plain = shell !== './' || event.request.url === self.registration.scope;
        if (fresh.ok && is_plain) {
            const copy = fresh.clone();
            event.waitUntil(caches.open(SHELL).then((cache) => cache.put(shell, copy)));
        }
        return fresh;
    } catch (error) {
        return await caches.match(shell) || Promise.reject(error);
    }
}

self.addEventListener('fetch', (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== 'GET') return;
    if (isKept(url)) event.respondWith(answer(event, url));
    else if (isFile(url) || event.request.mode === 'navigate') event.respondWith(file(event));
});
