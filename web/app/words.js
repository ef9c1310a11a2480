// The page's words: the texts of the chosen language, numbers as that language writes them. Those of the first view come
// within the page, all of a language are texts-LANGUAGE.json.

import { begun } from './begun.js';
import { COMPASS, LANGUAGES } from './lists.mjs';

const own_language = begun.lang || 'en';              // of the page as it came
const words = { [own_language]: begun.texts || {} };  // language -> key -> text
const whole = new Set();                              // languages with all their texts
let language = own_language;

// Brings all texts of a language. Fails like any question to the server.
export async function loadWords(name) {
    if (whole.has(name)) return;
    const answer = await fetch(`texts-${name}.json`);
    if (!answer.ok) throw new Error(`no texts: status ${answer.status}`);
    words[name] = await answer.json();
    whole.add(name);
}

// The first language wished that the page has; what the visitor chose by hand stands before what the browser likes.
export const languageOf = (...wished) => [...wished, begun.lang, ...navigator.languages]
    .map((name) => String(name).slice(0, 2).toLowerCase()).find((name) => LANGUAGES.includes(name)) || 'en';

export const hasWords = (name) => whole.has(name) || (name === own_language && Boolean(begun.texts));

// Speaks a language whose texts are here. In its own one the page already stands.
export function chooseLanguage(name) {
    const is_own = name === document.documentElement.lang;
    language = document.documentElement.lang = name;
    for (const node of is_own ? [] : document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    for (const node of document.querySelectorAll('[data-t-label]')) {
        if (!is_own) node.setAttribute('aria-label', t(node.dataset.tLabel));
        if (node.tagName === 'BUTTON') node.title = node.getAttribute('aria-label');
    }
}

export const languageNow = () => language;
export const hasText = (key) => key in words[language];

// The text of a key, its {names} filled in.
export function t(key, given = {}) {
    const text = words[language][key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? given[name] : whole));
}

export const bodyName = (body) => t(body);
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// A plain number with the language's comma and a true minus sign.
export const local = (text) => (language === 'en' ? text : text.replace('.', ',')).replace('-', '\u2212');

// Fixed decimals without -0.0.
export function decimals(value, digits, full = Infinity) {
    let text = value.toFixed(digits);
    if (Number(text) === 0 || Number(text) === full) text = (0).toFixed(digits);
    return local(text);
}

export function ageWords(age_ms) {
    const s = Math.max(0, Math.floor(age_ms / 1000));
    return s < 120 ? t('unit_s', { n: s }) : s < 7200 ? t('unit_min', { n: Math.floor(s / 60) })
                                                       : t('unit_h', { n: Math.floor(s / 3600) });
}

export const directionOf = (az_deg) => COMPASS[Math.round((az_deg % 360 + 360) % 360 / 360 * COMPASS.length) % COMPASS.length];
