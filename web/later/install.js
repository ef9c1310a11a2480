// What makes the page an installed one: the manifest, and the worker that keeps the last night's answers.

import { make } from '../app/dom.js';

export function install() {
    if (!document.querySelector('link[rel=manifest]')) {
        document.head.append(make('link', { rel: 'manifest', href: 'manifest.webmanifest' }));
    }
    if (!navigator.serviceWorker) return;
    // Trusted Types hold the worker's address for an injection: this policy lets the one name through.
    const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: () => 'sw.js' });
    navigator.serviceWorker.register(policy ? policy.createScriptURL('') : 'sw.js').catch(() => { /* then online only */ });
}
