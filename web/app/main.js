// The page's first view: what is painted, and what follows from a change.

import { address, withPlace } from './api.js';
import { boot } from './boot.js';
import { byId, make, setAttribute, setText } from './dom.js';
import { makeDome, makeDomeTools } from './dome.js';
import { refresh } from './live.js';
import { loadLater, openPanel, openPanelName, startPanels } from './panels.js';
import { chooseTime, notify, placeQuery, queryOfState, readQuery, readStored, shownMinuteMs, shownMs, state, stored, subscribe,
         tzNow, upSide } from './state.js';
import { makeTable } from './table.js';
import { bodyName, chooseLanguage, hasText, hasTexts, languageOf, loadTexts, t } from './texts.js';
import { placeTitle, viewBadge, viewCaption, viewFault, viewNote, viewScene, viewSentence } from './views.js';
import { clockZone, fullDate } from './zone.js';

const URL_REST_MS = 300;           // browsers refuse addresses that change too often

// ---- what is on the page
let parts = null;                  // { dome, table }, made when there is a sky to show
let later = null;                  // what later.js exports, once it is loaded

const chooseBody = (body) => {
    state.body = state.body === body ? null : body;
    notify('body');
};

const flip = () => { state.view = state.view === 'up' ? 'map' : 'up'; notify('view'); };
const turn = () => { state.up = upSide() === 'north' ? 'south' : 'north'; notify('view'); };
const openDetail = () => later?.openDetail(state.body);

function makeParts() {
    const dome = makeDome(chooseBody), table = makeTable(chooseBody);
    byId('table-region').replaceChildren(table.node, make('button', { type: 'button', id: 'more', onclick: openDetail }));
    byId('dome-region').replaceChildren(dome.node, make('figcaption', { id: 'dome-caption' }), makeDomeTools(flip, turn));
    parts = { dome, table };
    loadLater().then((exports) => { later = exports; paintSoon(); });
    return parts;
}

// Makes all parts again, in another language.
export async function changeLanguage(language) {
    await loadTexts(language);
    chooseLanguage(language);
    parts = null;
    notify('language');
}

export const sceneNow = () => viewScene(state, shownMs(), state.time_ms === null);

// ---- painting: at most once a frame
let is_due = false, is_announced_next = false;

const announce = (text) => setText(byId('announce'), text);

export function paintSoon() {
    if (is_due) return;
    is_due = true;
    requestAnimationFrame(() => { is_due = false; paint(); });
}

export function paint() {
    paintHead();
    const scene = sceneNow();
    if (!scene) return;
    const tz = tzNow(), { dome, table } = parts || makeParts(), up = upSide();
    const sentence = viewSentence(scene, tz);
    setText(byId('sentence'), sentence);
    table.paint(scene, { body: state.body, tz, caption: viewCaption(state, scene, tz) });
    const signs = dome.paint(scene, { view: state.view, up, body: state.body, track: state.track });
    setText(byId('dome-caption'), t(`dome_${state.view}${up === 'north' ? '' : '_turned'}`));
    setAttribute(byId('flip'), 'aria-pressed', String(state.view === 'map'));
    setAttribute(byId('turn'), 'aria-pressed', String(up === 'south'));
    setText(byId('more'), state.body ? t('more', { body: bodyName(state.body) }) : '');
    byId('more').hidden = !state.body;
    later?.paintLater(scene, dome.stars, signs);
    if (is_announced_next && scene.is_exact) {
        is_announced_next = false;
        announce(`${placeTitle(state)}: ${sentence}`);
    }
}

function paintHead() {
    paintBadge();
    const note = viewNote(state), place = placeTitle(state);
    setText(byId('note'), note.text);
    byId('note').dataset.tone = note.tone;
    paintFault();
    setText(byId('place-button'), place);
    document.title = state.origin === 'default' ? t('title') : `${place} \u00b7 ${t('title')}`;
    paintClock();
    for (const name of ['lat', 'lon', 'elevation']) paintError(name);
}

// Screen readers announce a change of the status, not the age of the answer, which changes every second.
function paintBadge() {
    const { status, text } = viewBadge(state, performance.now()), before = byId('badge').dataset.status;
    setText(byId('badge'), text);
    byId('badge').dataset.status = status;
    if (before === status || (before === 'connecting' && status === 'live')) return;
    if (hasText(`says_${status}`)) announce(t(`says_${status}`));
}

function paintFault() {
    const node = byId('fault'), fault = viewFault(state.fault);
    if (state.fault?.kind === 'refusal' && node.textContent !== fault) announce(fault);
    setText(node, fault);
    node.hidden = fault === '' || (state.fault.kind === 'silent' && Boolean(state.sky?.is_cached));
}

function paintClock() {
    if (byId('clock').children.length === 0) byId('clock').append(make('span', { class: 'date' }), make('span'));
    const [date, time] = byId('clock').children;
    setText(date, `${fullDate(shownMinuteMs(), tzNow())}, `);
    setText(time, clockZone(shownMinuteMs(), tzNow()));
}

function paintError(name) {
    const key = state.errors[name], node = byId(`${name}-error`);
    setAttribute(byId(name), 'aria-invalid', key ? 'true' : null);
    setText(node, key ? t(key) : '');
    node.hidden = !key;
}

// ---- the address follows the state
let url_timer = 0;

function writeAddressSoon() {
    clearTimeout(url_timer);
    url_timer = setTimeout(() => {
        history.replaceState(null, '', `?${queryOfState()}`);
        byId('api-link').href = address('sky', withPlace(state.time_ms === null ? {} : { time: new Date(state.time_ms).toISOString() }));
    }, URL_REST_MS);
}

// ---- what follows from a change
subscribe((changed) => {
    if (changed.has('place') || changed.has('time')) refresh();
    if (changed.has('place') || (changed.has('time') && !state.speed)) is_announced_next = true;
    if (['place', 'time', 'body', 'view'].some((name) => changed.has(name)) && !state.speed) writeAddressSoon();
    if (changed.has('place') && document.activeElement?.form !== byId('place-form')) fillForm();
    for (const name of changed) {
        const [, kind, body] = /^event (rise|set) (\w+)$/.exec(name) || [];
        if (kind) announce(t(`says_${kind}`, { body: bodyName(body) }));
    }
    paintSoon();
});

export function fillForm() {
    for (const [name, text] of Object.entries(placeQuery(state.place))) byId(name).value = text;
}

document.addEventListener('visibilitychange', refresh);
window.addEventListener('online', refresh);
window.addEventListener('popstate', () => location.reload());
window.addEventListener('resize', paintSoon);

// Escape closes an open panel; without one it returns to now.
document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const open = openPanelName();
    if (open) {
        openPanel(null);
        byId(`${open}-button`).focus();
    } else if (state.time_ms !== null) chooseTime(null);
});

// ---- the start
function start(language) {
    if (!readQuery(location.search)) readStored();
    chooseLanguage(language);
    fillForm();
    startPanels();
    paintHead();
    refresh();
    setInterval(() => { if (!document.hidden && !state.speed) paintSoon(); }, 1000);
}

// The page brings the texts of the browser's language; those of another language, chosen by the visitor, are loaded first.
const wished = languageOf(new URLSearchParams(location.search).get('lang'), stored('language'));
if (hasTexts(wished)) start(wished);
else loadTexts(wished).then(() => start(wished), () => start(boot.lang || 'en'));
