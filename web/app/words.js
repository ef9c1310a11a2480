// The page's words: the table of texts in the chosen language, numbers as that language writes them.

import { TEXTS } from './texts.js';

export const LANGUAGES = { en: 'English', fr: 'Français', de: 'Deutsch', es: 'Español' };

const words = {};                 // language -> key -> text
let language = 'en';

// Takes rows of texts.tsv; the parts of the page that come later bring their own.
export function addTexts(tsv) {
    const [head, ...rows] = tsv.trim().split('\n').map((line) => line.split('\t'));
    head.slice(1).forEach((name, column) => {
        const own = words[name] = words[name] || {};
        for (const row of rows) own[row[0]] = row[column + 1];
    });
}
addTexts(TEXTS);

// What the visitor chose by hand, else the first of the browser's languages that the page has.
export function chooseLanguage(chosen) {
    const wanted = [chosen, ...navigator.languages].map((name) => String(name).slice(0, 2).toLowerCase());
    language = wanted.find((name) => words[name]) || 'en';
    document.documentElement.lang = language;
    document.title = t('title');
    for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
    for (const node of document.querySelectorAll('[data-t-label]')) {
        node.setAttribute('aria-label', t(node.dataset.tLabel));
        if (node.tagName === 'BUTTON') node.title = t(node.dataset.tLabel);
    }
}

export const languageNow = () => language;
export const hasText = (key) => key in words[language];

// The text of a key, its {names} filled in.
export function t(key, given = {}) {
    const text = words[language][key] ?? words.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in given ? given[name] : whole));
}

export const bodyName = (body) => t(body);
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// Fixed decimals without -0.0, with the language's comma and a true minus sign.
export function decimals(value, digits, full = Infinity) {
    let text = value.toFixed(digits);
    if (Number(text) === 0 || Number(text) === full) text = (0).toFixed(digits);
    if (language !== 'en') text = text.replace('.', ',');
    return text.replace('-', '\u2212');
}

export function ageWords(age_ms) {
    const s = Math.max(0, Math.floor(age_ms / 1000));
    return s < 120 ? t('unit_s', { n: s }) : s < 7200 ? t('unit_min', { n: Math.floor(s / 60) })
                                                       : t('unit_h', { n: Math.floor(s / 3600) });
}

const WINDS = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'];
export const directionOf = (az_deg) => WINDS[Math.round((az_deg % 360 + 360) % 360 / 22.5) % 16];
