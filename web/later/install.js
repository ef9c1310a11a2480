// What makes the page an installed one: the manifest, and the worker that keeps the last night's answers.

import { make } from '../app/dom.js';
import { watch } from '../app/state.js';

// The addresses of this visit, for a worker that was not there when they were asked for.
function handOver(worker) {
    const known = performance.getEntriesByType('resource').map(({ name }) => name);
    worker.postMessage([...new Set([performance.getEntriesByType('navigation')[0].name, location.href, ...known])]
        .filter((name) => name.startsWith('http')));
}

export function install() {
    if (!document.querySelector('link[rel=manifest]')) {
        document.head.append(make('link', { rel: 'manifest', href: 'manifest.webmanifest' }));
    }
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    if (!serviceWorker.controller) {
        serviceWorker.ready.then(({ active }) => {
            handOver(active);
            watch((changed) => { if (changed.has('night')) handOver(active); });
        });
    }
    // Trusted Types hold the worker's address for an injection: this policy lets the one name through.
    const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: () => 'sw.js' });
    serviceWorker.register(policy ? policy.createScriptURL('') : 'sw.js').catch(() => { /* then online only */ });
}
