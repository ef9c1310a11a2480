// Makes the page installable and usable offline: the manifest, and the worker that stores the last answers.

import { make } from '../app/dom.js';
import { subscribe } from '../app/state.js';

// Sends the worker the addresses that this visit requested before the worker ran, so that it can store their answers.
function sendAddresses(worker) {
    const requested = performance.getEntriesByType('resource').map(({ name }) => name);
    worker.postMessage([...new Set([performance.getEntriesByType('navigation')[0].name, location.href, ...requested])]
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
            sendAddresses(active);
            subscribe((changed) => { if (changed.has('night')) sendAddresses(active); });
        });
    }
    // Under Trusted Types, which guard against injected scripts, the address of a worker needs a policy. This one allows sw.js alone.
    const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: () => 'sw.js' });
    serviceWorker.register(policy ? policy.createScriptURL('') : 'sw.js').catch(() => { /* the page works online only */ });
}
