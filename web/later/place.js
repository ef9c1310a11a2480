// The panel of the place: search in the server's list of cities, coordinates, three fields, and the browser's location, requested by a
// button only.

import { request } from '../app/api.js';
import { byId, make, setAttribute, setText } from '../app/dom.js';
import { IN_TOWN_KM, NEAR_TOWN_KM } from '../app/lists.mjs';
import { fillForm } from '../app/main.js';
import { openPanel } from '../app/panels.js';
import { choosePlace, notify, placeQuery, plainNumber, samePlace, state, storePlace } from '../app/state.js';
import { t } from '../app/texts.js';
import { placeText } from '../app/views.js';
import { parseField, readCoordinates } from './coordinates.js';

const TYPING_MS = 500;             // from the last key to the change of the place
const SEARCH_MS = 200;
const LOCATE_MS = 10000;           // counted from the visitor's consent
const FOUND_MAX = 8;

// ---- search: a field, and a list under it for the arrow keys
let found = [], marked = -1, search_timer = 0;

export function makeSearch() {
    const input = make('input', { id: 'search', type: 'search', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
        'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', 'aria-describedby': 'search-help',
        oninput: () => { clearTimeout(search_timer); search_timer = setTimeout(search, SEARCH_MS); }, onkeydown: searchKey });
    byId('place-search').replaceChildren(
        make('label', { for: 'search' }, t('search')), input,
        make('ul', { id: 'found', role: 'listbox', 'aria-label': t('search') }),
        make('p', { id: 'search-help', class: 'note' }, t('search_help')),
        make('p', { id: 'search-status', class: 'note', role: 'status' }),
        make('button', { type: 'button', id: 'locate', onclick: locate, 'aria-describedby': 'locate-why' }, t('use_location')),
        make('p', { id: 'locate-why', class: 'note' }, window.isSecureContext ? '' : t('geo_insecure')));
    byId('found').hidden = true;
}

async function search() {
    const text = byId('search').value.trim();
    if (text === '') return showFound([], '');
    const coordinates = readCoordinates(text);
    if (coordinates) return showFound([{ ...coordinates, name: '', is_coordinates: true }], '');
    if (text.length < 2) return showFound([], '');
    try {
        const answer = await request('places', 'places', { q: text, limit: String(FOUND_MAX) });
        if (!answer) return;
        showFound(answer.places, answer.places.length === 0 ? t('search_none') : t('search_found', { n: answer.places.length }));
    } catch (error) {
        showFound([], error.message && state.fault === null ? t('search_none') : t('says_offline'));
    }
}

const coordinatesOf = (place) => placeText({ ...place, elevation_m: place.elevation_m ?? 0 });

// Places with the same text get their coordinates too.
function showFound(places, status) {
    found = places;
    marked = places.length > 0 ? 0 : -1;
    setText(byId('search-status'), status);
    const texts = places.map((place) => (place.is_coordinates ? coordinatesOf(place) : townText(place)));
    byId('found').replaceChildren(...places.map((place, i) => make('li', { id: `found-${i}`, role: 'option', onclick: () => choose(i) },
        texts.filter((other) => other === texts[i]).length === 1 ? texts[i] : `${texts[i]} (${coordinatesOf(place)})`)));
    byId('found').hidden = places.length === 0;
    setAttribute(byId('search'), 'aria-expanded', String(places.length > 0));
    mark(marked);
}

// Towns of the same name and country get their division too: "Springfield, Missouri, United States".
function townText(town) {
    const is_twin = found.some((other) => other !== town && other.name === town.name && other.country === town.country);
    return [town.name, ...(is_twin && town.division ? [town.division] : []), town.country_name || town.country].join(', ');
}

function mark(i) {
    marked = i;
    [...byId('found').children].forEach((item, k) => setAttribute(item, 'aria-selected', String(k === i)));
    setAttribute(byId('search'), 'aria-activedescendant', i >= 0 ? `found-${i}` : null);
}

function searchKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) mark((marked + step + found.length) % found.length);
    else if (event.key === 'Enter') {
        clearTimeout(search_timer);
        if (marked >= 0) choose(marked);
        else search().then(() => { if (found.length === 1) choose(0); });
    } else if (event.key === 'Escape' && found.length > 0) showFound([], '');
    else return;
    event.preventDefault();
}

function choose(i) {
    const { lat_deg, lon_deg, elevation_m, name, tz } = found[i];
    const place = { lat_deg, lon_deg, elevation_m: elevation_m ?? 0 };
    byId('search').value = '';
    showFound([], '');
    state.geo = 'idle';
    choosePlace(place, 'search', { name: name || '', tz: tz || null });
    fillForm();
    openPanel(null);
    byId('place-button').focus();
}

// ---- the zone and the name of a place of which only the coordinates are known
export async function findZone() {
    if (state.tz !== null && state.name !== '') return;
    const place = state.place;
    try {
        const { lat, lon } = placeQuery(place);
        const answer = await request('near', 'places', { near: `${lat},${lon}`, limit: '1' });
        const nearest = answer?.places?.[0];
        if (!nearest || !samePlace(place, state.place)) return;
        const was_known = state.tz !== null;
        state.tz = state.tz || nearest.tz;
        const known = answer.landmark || nearest;      // a well-known city rather than its suburb
        if (known.distance_km < NEAR_TOWN_KM) Object.assign(state, { name: known.name, is_near: known.distance_km > IN_TOWN_KM });
        storePlace();
        notify(was_known ? 'name' : 'place');
    } catch { /* times stay in UTC, which the clock names */ }
}

// Finds the place that an address names: ?place=Paris,FR.
export async function findNamed() {
    const name = new URLSearchParams(location.search).get('place');
    if (!name || state.origin === 'link') return;
    try {
        const [place] = (await request('named', 'places', { q: name, limit: '1' })).places;
        state.is_place_unread = !place;
        if (!place) return notify('name');
        const { lat_deg, lon_deg } = place;
        choosePlace({ lat_deg, lon_deg, elevation_m: 0 }, 'link', { name: place.name, tz: place.tz });
    } catch { /* the page shows the place it had, by its name */ }
}

// ---- the three fields
let typing_timer = 0;

function applyFields() {
    const texts = Object.fromEntries(['lon', 'lat', 'elevation'].map((name) => [name, byId(name).value]));
    const values = Object.entries(texts).map(([name, text]) => [name, parseField(name, text)]);
    state.errors = Object.fromEntries(values.filter(([, value]) => value === null).map(([name]) => [name, `bad_${name}`]));
    if (Object.keys(state.errors).length > 0) return notify('errors');
    const { lat, lon, elevation } = Object.fromEntries(values);
    state.geo = 'idle';
    choosePlace({ lat_deg: lat, lon_deg: lon, elevation_m: elevation }, 'edited');
}

export function startForm() {
    byId('place-form').addEventListener('input', () => {
        clearTimeout(typing_timer);
        location_round++;                      // typing cancels a request for the location
        typing_timer = setTimeout(applyFields, TYPING_MS);
    });
    byId('place-form').addEventListener('submit', (event) => {
        event.preventDefault();
        clearTimeout(typing_timer);
        applyFields();
    });
    byId('reset').addEventListener('click', locate);
}

// ---- geolocation: never requested when the page loads
let location_round = 0;            // of the last request, the only one whose answer counts

function locate() {
    const round = ++location_round;
    clearTimeout(typing_timer);
    if (!window.isSecureContext) return notLocated(round, 'insecure');
    if (!navigator.geolocation) return notLocated(round, 'unsupported');
    state.geo = 'asking';
    notify('geo');
    navigator.geolocation.getCurrentPosition((position) => located(round, position.coords),
        (error) => notLocated(round, { 1: 'refused', 3: 'timeout' }[error.code] || 'unavailable'),
        { timeout: LOCATE_MS, maximumAge: 0 });
}

async function located(round, { latitude, longitude, altitude }) {
    const query = { lat: plainNumber(latitude), lon: plainNumber(longitude), elevation: plainNumber(+(altitude ?? 0).toFixed(2)) };
    const texts = await requestEcho(query).catch(() => query);
    const [lat_deg, lon_deg, elevation_m] = ['lat', 'lon', 'elevation'].map((name) => parseField(name, String(texts[name])));
    if (round !== location_round) return;
    if ([lat_deg, lon_deg, elevation_m].includes(null)) return notLocated(round, 'unavailable');
    state.geo = 'granted';
    choosePlace({ lat_deg, lon_deg, elevation_m }, 'browser');
    fillForm();
}

// The server repeats the place as it has read it, as it did for the original page. Throws when that is not a place.
async function requestEcho(query) {
    const answer = await fetch('geo_location', { method: 'POST', body: new URLSearchParams(query), signal: AbortSignal.timeout(5000) });
    const echo = await answer.json();
    if (['lat', 'lon', 'elevation'].some((name) => parseField(name, String(echo[name])) === null)) throw new Error('the answer is not a place');
    return echo;
}

function notLocated(round, reason) {
    if (round !== location_round) return;
    state.geo = reason;
    notify('geo');
}
