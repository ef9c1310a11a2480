// The state of the page, how an address holds it, and the stored place.

import { boot } from './boot.js';
import { BODIES, LIMITS } from './lists.mjs';
import { isZone, MINUTE_MS } from './zone.js';

const GREENWICH = { lat_deg: 51.4769, lon_deg: -0.0005, elevation_m: 0 };

// Longitudes are written from -180 to 180 or from 0 to 360; the API accepts -360 too.
const RANGES = { ...LIMITS, lon: [-180, 360] };
export const inRange = (name, value) => value >= RANGES[name][0] && value <= RANGES[name][1];

export const state = {
    place: GREENWICH,              // the last valid one
    name: 'Greenwich',             // of the place or of a city near it, '' when neither is known
    is_near: false,                // the name is that of a city near it
    tz: 'Europe/London',           // null until it is known: times are in UTC then
    origin: 'default',             // default, stored, link, browser, edited, search
    time_ms: null,                 // the chosen instant; null: now
    speed: 0,                      // seconds of the sky a second while playing, else 0
    body: null,                    // the chosen one
    view: 'up',                    // up or map
    up: null,                      // north or south on top; null: by the hemisphere
    is_time_unread: false,         // the address has a time that cannot be read
    is_place_unread: false,        // the address has a name that is not in the list of places
    reach: null,                   // { from, until } of the data, when the address has a time outside of them
    errors: {},                    // field -> key of the text that says what the field expects
    geo: 'idle',                   // idle, asking, granted, refused, timeout, unavailable, insecure, unsupported

    sky: null,                     // the last answer of /sky for this place, with time_ms
    live: null,                    // the last rows of the stream or of a poll: { time_ms, rows }
    night: null,                   // the last answer of /tonight, with from_ms and until_ms
    track: null,                   // positions all through the night, see track.js
    answered_ms: null,             // when the last answer came, by performance.now()
    behind_ms: 0,                  // the device's clock minus the server's
    fault: null,                   // of the last request: null, or { kind: 'silent' | 'refusal', detail, reach }
};

export const tzNow = () => state.tz || 'UTC';
export const nowMs = () => Date.now() - state.behind_ms;
export const shownMs = () => state.time_ms ?? nowMs();
// A chosen instant is rounded to the nearest minute, as the times of events are; now is cut to the minute, as on a running clock.
export const shownMinuteMs = () => Math.floor(state.time_ms === null ? nowMs() / MINUTE_MS : state.time_ms / MINUTE_MS + 0.5) * MINUTE_MS;
export const upSide = () => state.up || (state.place.lat_deg < 0 ? 'south' : 'north');

// ---- listeners: called with the set of what has changed, such as 'place' or 'time'
const listeners = [];
export const subscribe = (listener) => { listeners.push(listener); };
export const notify = (...changed) => { for (const listener of listeners) listener(new Set(changed)); };

export const samePlace = (a, b) => ['lat_deg', 'lon_deg', 'elevation_m'].every((name) => a[name] === b[name]);

// Chooses a place, with its name and zone if they are known.
export function choosePlace(place, origin, { name = '', tz = null } = {}) {
    const is_same = samePlace(place, state.place);
    Object.assign(state, { place, origin, errors: {}, is_place_unread: false });
    if (!is_same || tz) Object.assign(state, { name, tz, is_near: false });
    if (!is_same) Object.assign(state, { sky: null, live: null, night: null, track: null, answered_ms: null });
    storePlace();
    notify('place');
}

export function chooseTime(time_ms, speed = 0) {
    Object.assign(state, { time_ms, speed, is_time_unread: false, reach: null });
    notify('time');
}

// ---- storage: browsers may forbid it
export function stored(key) {
    try { return localStorage.getItem(key); } catch { return null; }
}
export function store(key, value) {
    try { localStorage.setItem(key, value); } catch { /* nothing is stored then */ }
}

export function storePlace() {
    const { place, name, tz, origin, is_near } = state;
    if (origin !== 'default' && origin !== 'link') store('place', JSON.stringify({ ...place, name, tz, is_near }));
}

// The place of the last visit.
export function readStored() {
    try {
        const { lat_deg, lon_deg, elevation_m, name, tz, is_near } = JSON.parse(stored('place'));
        if (!inRange('lat', lat_deg) || !inRange('lon', lon_deg) || !Number.isFinite(elevation_m)) return;
        Object.assign(state, { place: { lat_deg, lon_deg, elevation_m }, origin: 'stored',
                               name: String(name || ''), tz: isZone(tz) ? tz : null, is_near: is_near === true });
    } catch { /* no place is stored */ }
}

// ---- the address
// Without an exponent, which not every reader of degrees knows: 0.0000001, not 1e-7.
export const plainNumber = (value) => (String(value).includes('e') ? value.toFixed(12) : String(value));
export const isoTime = (ms) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000', '');

export const placeQuery = ({ lat_deg, lon_deg, elevation_m }) => ({
    lat: plainNumber(lat_deg), lon: plainNumber(lon_deg), elevation: plainNumber(elevation_m),
});

// The query for the state; without a time it stands for a live view.
export function queryOfState({ is_fixed = state.time_ms !== null } = {}) {
    const query = new URLSearchParams(placeQuery(state.place));
    if (is_fixed) query.set('time', isoTime(shownMs()));
    if (state.tz) query.set('tz', state.tz);
    if (state.body) query.set('body', state.body);
    if (state.view !== 'up') query.set('view', state.view);
    if (state.up) query.set('up', state.up);
    return query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
}

// The number of a parameter, null when it cannot be read or is out of range.
function readNumber(name, text) {
    const value = text === null || text.trim() === '' ? NaN : Number(text);
    return inRange(name, value) ? value : null;
}

// Reads the state from an address. Gives whether the address names a place.
export function readQuery(text) {
    const query = new URLSearchParams(text);
    const choice = (key, allowed) => (allowed.includes(query.get(key)) ? query.get(key) : null);
    state.body = choice('body', BODIES);
    state.view = choice('view', ['up', 'map']) || 'up';
    state.up = choice('up', ['north', 'south']);
    readTime(query.get('time'));
    return readPlace(query);
}

function readTime(text) {
    const ms = /^@/.test(text || '') ? Number(text.slice(1)) * 1000 : Date.parse((text || '').replace(' ', '+'));
    state.time_ms = text && text !== 'now' && Number.isFinite(ms) ? ms : null;
    if (boot.time) state.time_ms = Date.parse(boot.time);
    if (boot.reach) Object.assign(state, { time_ms: null, reach: boot.reach });
    state.is_time_unread = Boolean(text) && text !== 'now' && state.time_ms === null && !boot.reach;
}

function readPlace(query) {
    if (boot.place) {
        const { lat_deg, lon_deg, elevation_m, name, is_near, tz } = boot.place;
        Object.assign(state, { place: { lat_deg, lon_deg, elevation_m }, name, is_near, tz: isZone(tz) ? tz : null, origin: 'link' });
        return true;
    }
    if (!query.has('lat') && !query.has('lon')) return query.has('place');
    const values = { lat: readNumber('lat', query.get('lat')), lon: readNumber('lon', query.get('lon')),
                     elevation: query.has('elevation') ? readNumber('elevation', query.get('elevation')) : 0 };
    for (const [name, value] of Object.entries(values)) if (value === null) state.errors[name] = `bad_${name}`;
    if (Object.keys(state.errors).length > 0) return true;
    const place = { lat_deg: values.lat, lon_deg: values.lon, elevation_m: values.elevation };
    Object.assign(state, { place, name: '', tz: isZone(query.get('tz')) ? query.get('tz') : null, origin: 'link' });
    return true;
}
