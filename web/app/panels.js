// The panels under the header, and the colours. What stands in the panels comes with later.js.

import { at, set } from './dom.js';
import { languageNow, loadWords } from './words.js';
import { store, stored } from './state.js';

export const THEMES = ['auto', 'red', 'dark', 'light', 'contrast'];
const GROUNDS = { red: '#000000', dark: '#0b1020', light: '#f4f5fa', contrast: '#000000' };
const NAMES = ['place', 'share', 'settings'];

let later = null;                  // once it is here, a panel opens at once: the next key is for it
export async function loadLater() {
    if (!later) [later] = await Promise.all([import('./later.js'), loadWords(languageNow())]);
    return later;
}

export function openPanel(name) {
    for (const other of NAMES) {
        const is_open = other === name;
        at(`${other}-panel`).toggleAttribute('data-open', is_open);
        set(at(`${other}-button`), 'aria-expanded', String(is_open));
    }
}

export const openedPanel = () => NAMES.find((name) => at(`${name}-panel`).hasAttribute('data-open')) || null;

// Opens a panel and puts the focus into it; the same button closes it.
export async function togglePanel(name) {
    if (openedPanel() === name) return openPanel(null);
    if (!later) await loadLater();
    later.fillPanel(name);
    openPanel(name);
    at(`${name}-panel`).querySelector('input:not([type=hidden]), select, button')?.focus();
}

export const themeNow = () => document.documentElement.dataset.theme;

export function chooseTheme(theme) {
    document.documentElement.dataset.theme = theme;
    store('theme', theme);
    paintTheme();
}

export function paintTheme() {
    const theme = themeNow();
    set(at('red-button'), 'aria-pressed', String(theme === 'red'));
    const ground = GROUNDS[theme] || (matchMedia('(prefers-color-scheme: light)').matches ? GROUNDS.light : GROUNDS.dark);
    document.querySelector('meta[name=theme-color]').content = ground;
}

export function toggleRed() {
    if (themeNow() === 'red') return chooseTheme(stored('theme_before') || 'auto');
    store('theme_before', themeNow());
    chooseTheme('red');
}

export function startPanels() {
    for (const name of NAMES) at(`${name}-button`).addEventListener('click', () => togglePanel(name));
    at('red-button').addEventListener('click', toggleRed);
    paintTheme();
}
