// The texts of the page, and numbers as its language writes them. The page brings the texts of the first view; texts-LANGUAGE.json
// holds all of a language.

import { boot } from './boot.js';
import { COMPASS, LANGUAGES } from './lists.mjs';

const page_language = boot.lang || 'en';             // in which the server wrote the page
const texts = { [page_language]: boot.texts || {} }; // language -> key -> text
const complete = new Set();                          // languages of which all texts are loaded
let language = page_language;

// Loads all texts of a language. Throws when the server does not answer.
export async function loadTexts(name) {
    if (complete.has(name)) return;
    const answer = await fetch(`texts-${name}.json`);
    if (!answer.ok) throw new Error(`no texts: status ${answer.status}`);
    texts[name] = await answer.json();
    complete.add(name);
}

// The first language that the page has: of those given, then of the page's own, then of the browser's.
export const languageOf = (...wished) => [...wished, boot.lang, ...navigator.languages]
    .map((name) => String(name).slice(0, 2).toLowerCase()).find((name) => name in LANGUAGES) || 'en';

export const hasTexts = (name) => complete.has(name) || (name === page_language && Boolean(boot.texts));

// Changes to a language whose texts are loaded. Those of the page's own language are in place already.
export function chooseLanguage(name) {
    const is_same = name === document.documentElement.lang;
    language = document.documentElement.lang = name;
    for (const node of is_same ? [] : document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    for (const node of document.querySelectorAll('[data-t-label]')) {
        if (!is_same) node.setAttribute('aria-label', t(node.dataset.tLabel));
        if (node.tagName === 'BUTTON') node.title = node.getAttribute('aria-label');
    }
}

export const languageNow = () => language;
export const hasText = (key) => key in texts[language];

// The text of a key, with values for its {names}.
export function t(key, values = {}) {
    const text = texts[language][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (mark, name) => (name in values ? values[name] : mark));
}

export const bodyName = (body) => t(body);
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// A number with the language's decimal mark and a true minus sign.
export const localNumber = (text) => (language === 'en' ? text : text.replace('.', ',')).replace('-', '\u2212');

// A number with fixed decimals, and 0.0 for -0.0 and for `full`, the length of a circle.
export function decimals(value, digits, full = Infinity) {
    let text = value.toFixed(digits);
    if (Number(text) === 0 || Number(text) === full) text = (0).toFixed(digits);
    return localNumber(text);
}

export function ageText(age_ms) {
    const s = Math.max(0, Math.floor(age_ms / 1000));
    return s < 120 ? t('unit_s', { n: s }) : s < 7200 ? t('unit_min', { n: Math.floor(s / 60) })
                                                       : t('unit_h', { n: Math.floor(s / 3600) });
}

export const directionOf = (az_deg) => COMPASS[Math.round((az_deg % 360 + 360) % 360 / 360 * COMPASS.length) % COMPASS.length];
