// The one state of the page, its way into the address and out of it, and the remembered place.

import { begun } from './begun.js';
import { BODIES, LIMITS } from './lists.mjs';
import { isZone } from './zone.js';

export const GREENWICH = { lat_deg: 51.4769, lon_deg: -0.0005, elevation_m: 0 };

// Longitudes are written from -180 to 180 or from 0 to 360; the API accepts -360 too.
const RANGES = { ...LIMITS, lon: [-180, 360] };
export const inRange = (name, value) => value >= RANGES[name][0] && value <= RANGES[name][1];

export const state = {
    place: GREENWICH,              // the place asked for: the last good one
    name: 'Greenwich',             // of the place or of a city near it, '' when none is known
    is_near: false,                // the name is that of a city near it
    tz: 'Europe/London',           // null until it is known: times are UTC then
    origin: 'default',             // default, stored, link, browser, edited, search
    time_ms: null,                 // the chosen instant, null: now
    speed: 0,                      // 60 or 600 while playing
    body: null,                    // the chosen one
    view: 'up',                    // or map
    up: null,                      // north or south on top; null: by the hemisphere
    is_time_unread: false,         // the address has a time that is none
    is_place_unread: false,        // the address has a name that no place has
    reach: null,                   // { from, until } of the numbers, when a link's time lies outside of them
    errors: {},                    // field -> the key of what it expects
    geo: 'idle',                   // idle, asking, granted, refused, timeout, unavailable, insecure, unsupported

    sky: null,                     // the last answer of /sky for this place, with time_ms
    live: null,                    // the last rows of the stream or of a poll: { time_ms, rows }
    night: null,                   // the last answer of /tonight, with from_ms and until_ms
    track: null,                   // the night's positions, see track.js
    answered_ms: null,             // when the last answer came, by the browser's steady clock
    behind_ms: 0,                  // how far the device's clock is ahead of the server's
    fault: null,                   // null, or { kind: 'silent' | 'refusal', detail } of the last try
};

export const tzNow = () => state.tz || 'UTC';
export const nowMs = () => Date.now() - state.behind_ms;
export const shownMs = () => state.time_ms ?? nowMs();
// Clocks tell a chosen instant to the nearest minute, as its events are told; now is what a running clock shows.
export const shownMinuteMs = () => Math.floor(state.time_ms === null ? nowMs() / 60000 : state.time_ms / 60000 + 0.5) * 60000;
export const upSide = () => state.up || (state.place.lat_deg < 0 ? 'south' : 'north');

// ---- watchers: called with the names of what has changed, e.g. 'place', 'time'
const watchers = [];
export const watch = (hear) => { watchers.push(hear); };
export const tell = (...changed) => { for (const hear of watchers) hear(new Set(changed)); };

export const samePlace = (a, b) => ['lat_deg', 'lon_deg', 'elevation_m'].every((name) => a[name] === b[name]);

// Takes a place; its name and zone when they are known.
export function choosePlace(place, origin, { name = '', tz = null } = {}) {
    const is_same = samePlace(place, state.place);
    Object.assign(state, { place, origin, errors: {}, is_place_unread: false });
    if (!is_same || tz) Object.assign(state, { name, tz, is_near: false });
    if (!is_same) Object.assign(state, { sky: null, live: null, night: null, track: null, answered_ms: null });
    remember();
    tell('place');
}

export function chooseTime(time_ms, speed = 0) {
    Object.assign(state, { time_ms, speed, is_time_unread: false, reach: null });
    tell('time');
}

// ---- storage: a browser may forbid it
export function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
}
export function store(key, value) {
    try { localStorage.setItem(key, value); } catch { /* then nothing is remembered */ }
}

export function remember() {
    const { place, name, tz, origin, is_near } = state;
    if (origin !== 'default' && origin !== 'link') store('place', JSON.stringify({ ...place, name, tz, is_near }));
}

// ---- the address
// Never 1e-7: not every parser of degrees reads exponents.
export const plainNumber = (value) => (String(value).includes('e') ? value.toFixed(12) : String(value));
export const isoTime = (ms) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');

export const placeQuery = ({ lat_deg, lon_deg, elevation_m }) => ({
    lat: plainNumber(lat_deg), lon: plainNumber(lon_deg), elevation: plainNumber(elevation_m),
});

// The query that stands for the state; without time the view is live.
export function queryOfState({ is_fixed = state.time_ms !== null } = {}) {
    const query = new URLSearchParams(placeQuery(state.place));
    if (is_fixed) query.set('time', isoTime(shownMs()));
    if (state.tz) query.set('tz', state.tz);
    if (state.body) query.set('body', state.body);
    if (state.view !== 'up') query.set('view', state.view);
    if (state.up) query.set('up', state.up);
    return query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
}

// The number of an address's parameter; null when it is none or out of range.
function readNumber(name, text) {
    const value = text === null || text.trim() === '' ? NaN : Number(text);
    return inRange(name, value) ? value : null;
}

// Takes over what an address says. Gives whether it names a place.
export function takeQuery(text) {
    const query = new URLSearchParams(text);
    const one = (key, allowed) => (allowed.includes(query.get(key)) ? query.get(key) : null);
    state.body = one('body', BODIES);
    state.view = one('view', ['up', 'map']) || 'up';
    state.up = one('up', ['north', 'south']);
    const time = query.get('time');
    const time_ms = /^@/.test(time || '') ? Number(time.slice(1)) * 1000 : Date.parse((time || '').replace(' ', '+'));
    state.time_ms = time && time !== 'now' && Number.isFinite(time_ms) ? time_ms : null;
    if (begun.time) state.time_ms = Date.parse(begun.time);
    if (begun.reach) Object.assign(state, { time_ms: null, reach: begun.reach });
    state.is_time_unread = Boolean(time) && time !== 'now' && state.time_ms === null && !begun.reach;
    if (begun.place) {
        const { lat_deg, lon_deg, elevation_m, name, is_near, tz } = begun.place;
        Object.assign(state, { place: { lat_deg, lon_deg, elevation_m }, name, is_near, tz: isZone(tz) ? tz : null, origin: 'link' });
        return true;
    }
    if (!query.has('lat') && !query.has('lon')) return query.has('place');
    const got = { lat: readNumber('lat', query.get('lat')), lon: readNumber('lon', query.get('lon')),
                  elevation: query.has('elevation') ? readNumber('elevation', query.get('elevation')) : 0 };
    for (const [name, value] of Object.entries(got)) if (value === null) state.errors[name] = `bad_${name}`;
    if (Object.keys(state.errors).length > 0) return true;
    const place = { lat_deg: got.lat, lon_deg: got.lon, elevation_m: got.elevation };
    Object.assign(state, { place, name: '', tz: isZone(query.get('tz')) ? query.get('tz') : null, origin: 'link' });
    return true;
}

// The place that was chosen last time.
export function takeStored() {
    try {
        const { lat_deg, lon_deg, elevation_m, name, tz, is_near } = JSON.parse(stored('place'));
        if (!inRange('lat', lat_deg) || !inRange('lon', lon_deg) || !Number.isFinite(elevation_m)) return;
        Object.assign(state, { place: { lat_deg, lon_deg, elevation_m }, origin: 'stored',
                               name: String(name || ''), tz: isZone(tz) ? tz : null, is_near: is_near === true });
    } catch { /* none */ }
}
