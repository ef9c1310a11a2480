// The panels under the header, and the colour theme. What stands in the panels comes with later.js.

import { byId, setAttribute } from './dom.js';
import { store, stored } from './state.js';
import { languageNow, loadTexts } from './texts.js';

const BACKGROUNDS = { red: '#000000', dark: '#0b1020', light: '#f4f5fa', contrast: '#000000' };
const NAMES = ['place', 'share', 'settings'];

let later = null;                  // what later.js exports; kept so that a panel opens without delay, ready for the next key
export async function loadLater() {
    if (!later) [later] = await Promise.all([import('./later.js'), loadTexts(languageNow())]);
    return later;
}

export function openPanel(name) {
    for (const other of NAMES) {
        const is_open = other === name;
        byId(`${other}-panel`).toggleAttribute('data-open', is_open);
        setAttribute(byId(`${other}-button`), 'aria-expanded', String(is_open));
    }
}

export const openPanelName = () => NAMES.find((name) => byId(`${name}-panel`).hasAttribute('data-open')) || null;

// Opens a panel and moves the focus into it, or closes it when it is open.
export async function togglePanel(name) {
    if (openPanelName() === name) return openPanel(null);
    if (!later) await loadLater();
    later.fillPanel(name);
    openPanel(name);
    byId(`${name}-panel`).querySelector('input:not([type=hidden]), select, button')?.focus();
}

export const themeNow = () => document.documentElement.dataset.theme;

export function chooseTheme(theme) {
    document.documentElement.dataset.theme = theme;
    store('theme', theme);
    paintTheme();
}

function paintTheme() {
    const theme = themeNow();
    setAttribute(byId('red-button'), 'aria-pressed', String(theme === 'red'));
    const of_system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
    document.querySelector('meta[name=theme-color]').content = BACKGROUNDS[theme] || BACKGROUNDS[of_system];
}

function toggleRed() {
    if (themeNow() === 'red') return chooseTheme(stored('theme_before') || 'auto');
    store('theme_before', themeNow());
    chooseTheme('red');
}

export function startPanels() {
    for (const name of NAMES) byId(`${name}-button`).addEventListener('click', () => togglePanel(name));
    byId('red-button').addEventListener('click', toggleRed);
    paintTheme();
}
