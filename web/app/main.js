// The page's first view. Imports stand in the order in which tool/page_files.sh joins the modules into app.js.

import { begun } from './begun.js';
import { bodyName, chooseLanguage, hasText, hasWords, languageOf, loadWords, t } from './words.js';
import { clockZone, fullDate } from './zone.js';
import { chooseTime, placeQuery, queryOfState, shownMinuteMs, shownMs, state, stored, takeQuery, takeStored, tell, tzNow, upSide,
         watch } from './state.js';
import { at, make, say, set } from './dom.js';
import { address, here } from './ask.js';
import { placeTitle, viewBadge, viewCaption, viewFault, viewNote, viewScene, viewSentence } from './views.js';
import { placeLabels } from './labels.js';
import { makeDome, makeDomeTools } from './dome.js';
import { makeTable } from './table.js';
import { follow } from './live.js';
import { loadLater, openedPanel, openPanel, startPanels } from './panels.js';

const URL_REST_MS = 300;           // browsers refuse addresses that change too often

// ---- what is on the page
let seen = null;                   // { table, dome }, made for the first scene
let late = null;                   // what later.js brings: { fillPanel, openDetail, paintLater }

const chooseBody = (body) => {
    state.body = state.body === body ? null : body;
    tell('body');
};

function mount() {
    const dome = makeDome(chooseBody), table = makeTable(chooseBody);
    at('table-region').replaceChildren(table.node, make('button', { type: 'button', id: 'more', onclick: openDetail }));
    at('dome-region').replaceChildren(dome.node, make('figcaption', { id: 'dome-caption' }), makeDomeTools(flip, turn));
    seen = { dome, table };
    loadLater().then((later) => { late = later; paintSoon(); });
    return seen;
}

const flip = () => { state.view = state.view === 'up' ? 'map' : 'up'; tell('view'); };
const turn = () => { state.up = upSide() === 'north' ? 'south' : 'north'; tell('view'); };
const openDetail = () => late?.openDetail(state.body);

// Everything is made anew in another language.
export async function changeLanguage(language) {
    await loadWords(language);
    chooseLanguage(language);
    seen = null;
    tell('language');
}

export const sceneNow = () => viewScene(state, shownMs(), state.time_ms === null);

// ---- painting: once a frame at most
let is_due = false, is_aloud = false;

export function paintSoon() {
    if (is_due) return;
    is_due = true;
    requestAnimationFrame(() => { is_due = false; paint(); });
}

export function paint() {
    paintHead();
    const scene = sceneNow();
    if (!scene) return;
    const tz = tzNow(), { dome, table } = seen || mount(), up = upSide();
    const sentence = viewSentence(scene, tz);
    say(at('sentence'), sentence);
    table.paint(scene, { body: state.body, tz, caption: viewCaption(state, scene, tz) });
    const signs = dome.paint(scene, { view: state.view, up, body: state.body, track: state.track });
    say(at('dome-caption'), t(`dome_${state.view}${up === 'north' ? '' : '_turned'}`));
    set(at('flip'), 'aria-pressed', String(state.view === 'map'));
    set(at('turn'), 'aria-pressed', String(up === 'south'));
    say(at('more'), state.body ? t('more', { body: bodyName(state.body) }) : '');
    at('more').hidden = !state.body;
    late?.paintLater(scene, dome.stars, signs);
    if (is_aloud && scene.is_exact) {
        is_aloud = false;
        say(at('announce'), `${placeTitle(state)}: ${sentence}`);
    }
}

function paintHead() {
    const badge = viewBadge(state, performance.now()), note = viewNote(state), before = at('badge').dataset.status;
    say(at('badge'), badge.text);
    at('badge').dataset.status = badge.status;
    // Only a change of status is said aloud; the age in the badge is not.
    if (before !== badge.status && (before !== 'connecting' || badge.status !== 'live') && hasText(`says_${badge.status}`)) {
        say(at('announce'), t(`says_${badge.status}`));
    }
    say(at('note'), note.text);
    at('note').dataset.tone = note.tone;
    const fault = viewFault(state.fault);
    if (state.fault?.kind === 'refusal' && at('fault').textContent !== fault) say(at('announce'), fault);
    say(at('fault'), fault);
    at('fault').hidden = fault === '' || (state.fault.kind === 'silent' && Boolean(state.sky?.was_kept));
    const place = placeTitle(state);
    say(at('place-button'), place);
    document.title = state.origin === 'default' ? t('title') : `${place} \u00b7 ${t('title')}`;
    paintClock();
    for (const name of ['lat', 'lon', 'elevation']) paintError(name);
}

function paintClock() {
    if (at('clock').children.length === 0) at('clock').append(make('span', { class: 'date' }), make('span'));
    const [date, time] = at('clock').children;
    say(date, `${fullDate(shownMinuteMs(), tzNow())}, `);
    say(time, clockZone(shownMinuteMs(), tzNow()));
}

function paintError(name) {
    const key = state.errors[name], words = at(`${name}-error`);
    set(at(name), 'aria-invalid', key ? 'true' : null);
    say(words, key ? t(key) : '');
    words.hidden = !key;
}

// ---- the address follows the state, when the hand rests
let url_timer = 0;

function writeAddress() {
    clearTimeout(url_timer);
    url_timer = setTimeout(() => {
        history.replaceState(null, '', `?${queryOfState()}`);
        at('api-link').href = address('sky', here(state.time_ms === null ? {} : { time: new Date(state.time_ms).toISOString() }));
    }, URL_REST_MS);
}

// ---- what follows from a change
watch((changed) => {
    if (changed.has('place') || changed.has('time')) follow();
    if (changed.has('place') || (changed.has('time') && !state.speed)) is_aloud = true;
    if (['place', 'time', 'body', 'view'].some((name) => changed.has(name)) && !state.speed) writeAddress();
    if (changed.has('place') && document.activeElement?.form !== at('place-form')) fillForm();
    for (const name of changed) {
        const [, kind, body] = /^event (rise|set) (\w+)$/.exec(name) || [];
        if (kind) say(at('announce'), t(`says_${kind}`, { body: bodyName(body) }));
    }
    paintSoon();
});

export function fillForm() {
    for (const [name, text] of Object.entries(placeQuery(state.place))) at(name).value = text;
}

document.addEventListener('visibilitychange', follow);
window.addEventListener('online', follow);
window.addEventListener('popstate', () => location.reload());
window.addEventListener('resize', paintSoon);

// One key back: Escape closes what is open, then leads back to live.
document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const open = openedPanel();
    if (open) {
        openPanel(null);
        at(`${open}-button`).focus();
    } else if (state.time_ms !== null) chooseTime(null);
});

// ---- the start
function start(language) {
    if (!takeQuery(location.search)) takeStored();
    chooseLanguage(language);
    fillForm();
    startPanels();
    paintHead();
    follow();
    setInterval(() => { if (!document.hidden && !state.speed) paintSoon(); }, 1000);
}

// Only who chose by hand another language than the browser's waits for its texts.
const wished = languageOf(new URLSearchParams(location.search).get('lang'), stored('language'));
if (hasWords(wished)) start(wished);
else loadWords(wished).then(() => start(wished), () => start(begun.lang || 'en'));
