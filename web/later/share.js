// The panel for sharing: a link to this view, its chart, its numbers. And the panel of settings.

import { address, withPlace } from '../app/api.js';
import { byId, make, setText } from '../app/dom.js';
import { LANGUAGES, PICTURE_THEMES, THEMES } from '../app/lists.mjs';
import { changeLanguage } from '../app/main.js';
import { chooseTheme, openPanel, themeNow, togglePanel } from '../app/panels.js';
import { isoTime, queryOfState, shownMs, state, store, stored, upSide } from '../app/state.js';
import { languageNow, t } from '../app/texts.js';

// ---- share
const linkNow = () => new URL(`?${queryOfState({ is_fixed: state.time_ms !== null || byId('share-fix')?.checked === true })}`,
    location.href.split(/[?#]/)[0]).href;

function fileAddresses() {
    const time = isoTime(shownMs()), theme = PICTURE_THEMES.includes(themeNow()) ? themeNow() : 'dark';
    const view = { theme, view: state.view, up: upSide(), stars: '1', ...(state.body ? { body: state.body } : {}) };
    const chart = withPlace({ time, bodies: 'all', ...view });
    return { svg: address('chart.svg', chart),
             csv: address('positions', withPlace({ time, bodies: 'all', format: 'csv', download: '1' })) };
}

export function fillShare() {
    const link = make('input', { id: 'share-link', type: 'text', readonly: true, value: linkNow() });
    const status = make('p', { id: 'share-said', class: 'note', role: 'status' });
    const fix = make('input', { id: 'share-fix', type: 'checkbox', onchange: () => { link.value = linkNow(); } });
    fix.checked = state.time_ms !== null;
    fix.disabled = state.time_ms !== null;
    const { svg, csv } = fileAddresses();
    byId('share-panel').replaceChildren(make('label', { for: 'share-link' }, t('share_link')), link,
        make('label', { class: 'check' }, fix, ` ${t('share_fix')}`),
        make('div', { class: 'buttons' },
            make('button', { type: 'button', id: 'share-copy', onclick: () => copy(link, status) }, t('share_copy')),
            make('a', { class: 'button', id: 'share-svg', href: svg, download: 'sky.svg' }, t('share_svg')),
            make('a', { class: 'button', id: 'share-csv', href: csv, download: 'sky.csv' }, t('share_csv'))),
        status);
    link.value = linkNow();
}

// An insecure origin has no clipboard: there the selection is copied.
async function copy(link, status) {
    link.select();
    const is_copied = await navigator.clipboard?.writeText(link.value).then(() => true, () => false)
                   || document.execCommand('copy');
    setText(status, is_copied ? t('share_copied') : '');
}

// ---- settings
const select = (id, key, options, chosen, onchange) => make('div', { class: 'field' },
    make('label', { for: id }, t(key)),
    make('select', { id, onchange: (event) => onchange(event.target.value) },
        ...options.map(([value, text]) => make('option', { value, selected: value === chosen }, text))));

function setDimmer(level) {
    document.documentElement.dataset.dim = level;
    store('dim', level);
}

export function fillSettings() {
    byId('settings-panel').replaceChildren(make('div', { class: 'fields' },
        select('theme', 'theme', THEMES.map((theme) => [theme, t(`theme_${theme}`)]), themeNow(), chooseTheme),
        make('div', { class: 'field' }, make('label', { for: 'dimmer' }, t('dimmer')),
            make('input', { id: 'dimmer', type: 'range', min: '0', max: '3', step: '1', value: stored('dim') || '0',
                oninput: (event) => setDimmer(event.target.value) })),
        select('language', 'language', Object.entries(LANGUAGES), languageNow(), (language) => {
            store('language', language);
            changeLanguage(language).then(() => {
                openPanel(null);
                return togglePanel('settings');
            }).then(() => byId('language').focus()).catch(() => { /* without a network, and its texts were never loaded */ });
        })));
}
