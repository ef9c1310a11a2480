// Where the numbers come from: /sky for the first view, and for a chosen time once the visitor has stopped changing it. The event
// stream and the night's track come with later.js.

import { cancel, faultOf, request, withPlace } from './api.js';
import { chooseTime, isoTime, notify, state } from './state.js';

export const POLL_MS = 2000;
const SKY_AGAIN_MS = 60000;        // next events and visibility change slowly
const REST_MS = 180;               // from the last change of the chosen time to the request for its sky
const PLAY_REQUEST_MS = 1000;      // between such requests while playing
const CLOCK_OFF_MS = 2000;         // a smaller difference between the clocks of device and server is not corrected

export const isRow = (row) => row && typeof row.body === 'string' && Number.isFinite(row.az_deg) && Number.isFinite(row.alt_deg);
export const isLive = () => state.time_ms === null;

export function noteAnswer() {
    state.answered_ms = performance.now();
    state.fault = null;
}

export function noteFailure(error) {
    state.fault = faultOf(error);
    notify('fault');
}

// A link to a time that the data do not cover shows the sky of now, with a note.
function returnToNow() {
    const { reach } = state.fault;
    state.fault = null;
    chooseTime(null);
    state.reach = reach;
}

// ---- /sky: sentence, visibility, next events
let sky_timer = 0;

function showSky(sky, was_live) {
    if (!Array.isArray(sky.bodies) || !sky.bodies.every(isRow)) throw new Error('an answer without bodies');
    sky.time_ms = Date.parse(sky.time);
    if (was_live && !sky.is_cached) state.behind_ms = Date.now() - sky.time_ms;
    if (Math.abs(state.behind_ms) < CLOCK_OFF_MS) state.behind_ms = 0;
    state.sky = sky;
    if (sky.is_cached) state.fault = { kind: 'silent', detail: '' };
    else noteAnswer();
    if (sky.is_cached && state.answered_ms === null) state.answered_ms = performance.now() - (Date.now() - sky.dated_ms);
    notify('sky');
}

export async function requestSky() {
    clearTimeout(sky_timer);
    const was_live = isLive();
    try {
        const sky = await request('sky', 'sky', withPlace(was_live ? {} : { time: isoTime(state.time_ms) }));
        if (!sky) return;
        showSky(sky, was_live);
    } catch (error) {
        noteFailure(error);
        if (state.sky === null && state.fault.reach) returnToNow();
    } finally {
        if (isLive() && !document.hidden) sky_timer = setTimeout(requestSky, state.fault ? POLL_MS : SKY_AGAIN_MS);
    }
}

// ---- what runs: the stream and polls of a live view, requests for a chosen time, nothing in a hidden tab
let rest_timer = 0, requested_ms = 0;
let stream = null;                 // of later.js: { openStream, closeStream, requestNightSoon }

export function attachStream(functions) {
    stream = functions;
    if (state.sky) refreshStream();
}

function refreshStream() {
    if (document.hidden || !stream) return;
    if (isLive()) stream.openStream();
    stream.requestNightSoon();
}

function requestSkySoon() {
    const wait_ms = state.speed ? Math.max(0, PLAY_REQUEST_MS - (performance.now() - requested_ms)) : REST_MS;
    rest_timer = setTimeout(() => {
        rest_timer = 0;
        requested_ms = performance.now();
        if (!isLive()) requestSky();
    }, wait_ms);
}

// Starts again after a change of the place or the time, and when the tab is shown again.
export function refresh() {
    // While playing, a request that is waiting goes on waiting: each frame would put it off otherwise.
    const is_waiting = state.speed > 0 && rest_timer !== 0;
    if (!is_waiting) {
        clearTimeout(rest_timer);
        rest_timer = 0;
    }
    clearTimeout(sky_timer);
    cancel('poll');
    if (document.hidden) return stream?.closeStream();
    if (isLive()) {
        requestSky().then(() => { if (isLive()) refreshStream(); });
        return;
    }
    stream?.closeStream();
    stream?.requestNightSoon();
    if (!is_waiting) requestSkySoon();
}
