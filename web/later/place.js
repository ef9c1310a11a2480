// The place: search in the server's own list of cities, coordinates, three fields, and the browser's location when a
// button asks for it.

import { at, make, say, set } from '../app/dom.js';
import { t } from '../app/words.js';
import { ask } from '../app/ask.js';
import { choosePlace, placeQuery, plainNumber, remember, samePlace, state, tell } from '../app/state.js';
import { fillForm } from '../app/main.js';
import { openPanel } from '../app/panels.js';
import { placeWords } from '../app/views.js';
import { parseField, readCoordinates } from './coordinates.js';

const TYPING_MS = 500;             // a change counts this long after the last key
const SEARCH_MS = 200;
const LOCATE_MS = 10000;           // the browser counts it from the user's consent, not from the prompt
const FOUND_MAX = 8, NEAR_KM = 60;

// ---- search: a field and a list under it, moved through with the arrow keys
let found = [], marked = -1, search_timer = 0;

export function makeSearch() {
    const input = make('input', { id: 'search', type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
        'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', 'aria-describedby': 'search-help',
        oninput: () => { clearTimeout(search_timer); search_timer = setTimeout(search, SEARCH_MS); }, onkeydown: searchKey });
    at('place-search').replaceChildren(
        make('label', { for: 'search' }, t('search')), input,
        make('ul', { id: 'found', role: 'listbox', 'aria-label': t('search') }),
        make('p', { id: 'search-help', class: 'note' }, t('search_help')),
        make('p', { id: 'search-status', class: 'note', role: 'status' }),
        make('button', { type: 'button', id: 'locate', onclick: locate, 'aria-describedby': 'locate-why' }, t('use_location')),
        make('p', { id: 'locate-why', class: 'note' }, window.isSecureContext ? '' : t('geo_insecure')));
    at('found').hidden = true;
}

async function search() {
    const text = at('search').value.trim();
    if (text === '') return showFound([], '');
    const coordinates = readCoordinates(text);
    if (coordinates) return showFound([{ ...coordinates, name: '', is_coordinates: true }], '');
    if (text.length < 2) return showFound([], '');
    try {
        const answer = await ask('places', 'places', { q: text, limit: String(FOUND_MAX) });
        if (!answer) return;
        showFound(answer.places, answer.places.length === 0 ? t('search_none') : t('search_found', { n: answer.places.length }));
    } catch (error) {
        showFound([], error.message && state.fault === null ? t('search_none') : t('says_offline'));
    }
}

const coordinatesOf = (place) => placeWords({ ...place, elevation_m: place.elevation_m ?? 0 });

// Two places that still read alike are told apart by where they are.
function showFound(places, status) {
    found = places;
    marked = places.length > 0 ? 0 : -1;
    say(at('search-status'), status);
    const words = places.map((place) => (place.is_coordinates ? coordinatesOf(place) : townWords(place)));
    at('found').replaceChildren(...places.map((place, i) => make('li', { id: `found-${i}`, role: 'option', onclick: () => take(i) },
        words.filter((other) => other === words[i]).length === 1 ? words[i] : `${words[i]} (${coordinatesOf(place)})`)));
    at('found').hidden = places.length === 0;
    set(at('search'), 'aria-expanded', String(places.length > 0));
    mark(marked);
}

// Two towns of one name and country are told apart by what they lie in: "Springfield, Missouri, United States".
function townWords(town) {
    const is_twin = found.some((other) => other !== town && other.name === town.name && other.country === town.country);
    return [town.name, ...(is_twin && town.division ? [town.division] : []), town.country_name || town.country].join(', ');
}

function mark(i) {
    marked = i;
    [...at('found').children].forEach((item, k) => set(item, 'aria-selected', String(k === i)));
    set(at('search'), 'aria-activedescendant', i >= 0 ? `found-${i}` : null);
}

function searchKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) mark((marked + step + found.length) % found.length);
    else if (event.key === 'Enter') {
        clearTimeout(search_timer);
        if (marked >= 0) take(marked);
        else search().then(() => { if (found.length === 1) take(0); });
    } else if (event.key === 'Escape' && found.length > 0) showFound([], '');
    else return;
    event.preventDefault();
}

function take(i) {
    const { lat_deg, lon_deg, elevation_m, name, tz } = found[i];
    const place = { lat_deg, lon_deg, elevation_m: elevation_m ?? 0 };
    at('search').value = '';
    showFound([], '');
    state.geo = 'idle';
    choosePlace(place, 'search', { name: name || '', tz: tz || null });
    fillForm();
    openPanel(null);
    at('place-button').focus();
}

// ---- the zone and the name of a place that came as numbers
export async function askZone() {
    if (state.tz !== null && state.name !== '') return;
    const place = state.place;
    try {
        const { lat, lon } = placeQuery(place);
        const answer = await ask('near', 'places', { near: `${lat},${lon}`, limit: '1' });
        const nearest = answer?.places?.[0];
        if (!nearest || !samePlace(place, state.place)) return;
        const was_known = state.tz !== null;
        state.tz = state.tz || nearest.tz;
        const known = answer.landmark || nearest;      // a suburb says little
        if (known.distance_km < NEAR_KM) Object.assign(state, { name: known.name, is_near: known.distance_km > 1 });
        remember();
        tell(was_known ? 'name' : 'place');
    } catch { /* times stay UTC, and the clock says so */ }
}

// The place that an address names in words, ?place=Paris,FR.
export async function askNamed() {
    const name = new URLSearchParams(location.search).get('place');
    if (!name || state.origin === 'link') return;
    try {
        const [place] = (await ask('named', 'places', { q: name, limit: '1' })).places;
        state.is_place_unread = !place;
        if (!place) return tell('name');
        const { lat_deg, lon_deg } = place;
        choosePlace({ lat_deg, lon_deg, elevation_m: 0 }, 'link', { name: place.name, tz: place.tz });
    } catch { /* the sky of before stays, and its place is said */ }
}

// ---- the three fields
let typing_timer = 0;

function applyFields() {
    const texts = Object.fromEntries(['lon', 'lat', 'elevation'].map((name) => [name, at(name).value]));
    const values = Object.entries(texts).map(([name, text]) => [name, parseField(name, text)]);
    state.errors = Object.fromEntries(values.filter(([, value]) => value === null).map(([name]) => [name, `bad_${name}`]));
    if (Object.keys(state.errors).length > 0) return tell('errors');
    const { lat, lon, elevation } = Object.fromEntries(values);
    state.geo = 'idle';
    choosePlace({ lat_deg: lat, lon_deg: lon, elevation_m: elevation }, 'edited');
}

export function startForm() {
    at('place-form').addEventListener('input', () => {
        clearTimeout(typing_timer);
        location_round++;                      // typing while the browser asks takes the wish back
        typing_timer = setTimeout(applyFields, TYPING_MS);
    });
    at('place-form').addEventListener('submit', (event) => {
        event.preventDefault();
        clearTimeout(typing_timer);
        applyFields();
    });
    at('reset').addEventListener('click', locate);
}

// ---- geolocation: never asked on load
let location_round = 0;            // only the latest question may be answered

function locate() {
    const round = ++location_round;
    clearTimeout(typing_timer);
    if (!window.isSecureContext) return notLocated(round, 'insecure');
    if (!navigator.geolocation) return notLocated(round, 'unsupported');
    state.geo = 'asking';
    tell('geo');
    navigator.geolocation.getCurrentPosition((position) => located(round, position.coords),
        (error) => notLocated(round, { 1: 'refused', 3: 'timeout' }[error.code] || 'unavailable'),
        { timeout: LOCATE_MS, maximumAge: 0 });
}

async function located(round, { latitude, longitude, altitude }) {
    const sent = { lat: plainNumber(latitude), lon: plainNumber(longitude), elevation: plainNumber(+(altitude ?? 0).toFixed(2)) };
    const texts = await askEcho(sent).catch(() => sent);
    const [lat_deg, lon_deg, elevation_m] = ['lat', 'lon', 'elevation'].map((name) => parseField(name, String(texts[name])));
    if (round !== location_round) return;
    if ([lat_deg, lon_deg, elevation_m].includes(null)) return notLocated(round, 'unavailable');
    state.geo = 'granted';
    choosePlace({ lat_deg, lon_deg, elevation_m }, 'browser');
    fillForm();
}

// The server says back what it understood, as it did for the original page; an echo that is no place counts as none.
async function askEcho(sent) {
    const answer = await fetch('geo_location', { method: 'POST', body: new URLSearchParams(sent), signal: AbortSignal.timeout(5000) });
    const echo = await answer.json();
    if (['lat', 'lon', 'elevation'].some((name) => parseField(name, String(echo[name])) === null)) throw new Error('no place');
    return echo;
}

function notLocated(round, reason) {
    if (round !== location_round) return;
    state.geo = reason;
    tell('geo');
}
