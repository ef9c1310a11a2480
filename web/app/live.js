// Where the numbers come from: one answer of /sky for the first view, and for every chosen time as soon as the hand rests.
// The event stream and the night's track come with later.js.

import { ask, breakOff, faultOf, here } from './ask.js';
import { chooseTime, isoTime, state, tell } from './state.js';

export const POLL_MS = 2000;
const SKY_AGAIN_MS = 60000;        // next events and verdicts change slowly
const REST_MS = 180;               // a hand that has not moved for so long rests
const PLAY_ASK_MS = 1000;          // between exact answers while playing

export const isRow = (row) => row && typeof row.body === 'string' && Number.isFinite(row.az_deg) && Number.isFinite(row.alt_deg);
export const isLive = () => state.time_ms === null;

export function answered() {
    state.answered_ms = performance.now();
    state.fault = null;
}

export function failed(error) {
    state.fault = faultOf(error);
    tell('fault');
}

// A link to a time without numbers shows now instead, and says so.
function leadBack() {
    const { reach } = state.fault;
    state.fault = null;
    chooseTime(null);
    state.reach = reach;
}

// ---- /sky: the words, the verdicts, the next events
let sky_timer = 0;

export async function askSky() {
    clearTimeout(sky_timer);
    const was_live = isLive();
    try {
        const sky = await ask('sky', 'sky', here({ ...(was_live ? {} : { time: isoTime(state.time_ms) }) }));
        if (!sky) return;
        if (!Array.isArray(sky.bodies) || !sky.bodies.every(isRow)) throw new Error('an answer without bodies');
        sky.time_ms = Date.parse(sky.time);
        if (was_live && !sky.was_kept) state.behind_ms = Date.now() - sky.time_ms;
        if (Math.abs(state.behind_ms) < 2000) state.behind_ms = 0;
        state.sky = sky;
        if (sky.was_kept) state.fault = { kind: 'silent', detail: '' };
        else answered();
        if (sky.was_kept && state.answered_ms === null) state.answered_ms = performance.now() - (Date.now() - sky.told_ms);
        tell('sky');
    } catch (error) {
        failed(error);
        if (state.sky === null && state.fault.reach) leadBack();
    } finally {
        if (isLive() && !document.hidden) sky_timer = setTimeout(askSky, state.fault ? POLL_MS : SKY_AGAIN_MS);
    }
}

// ---- which of them runs
let rest_timer = 0, asked_ms = 0;
let streaming = null;                  // what later.js brings: { openStream, closeStream, askNightSoon }

export function takeStream(parts) {
    streaming = parts;
    if (state.sky) followLate();
}

function followLate() {
    if (document.hidden || !streaming) return;
    if (isLive()) streaming.openStream();
    streaming.askNightSoon();
}

// Starts over for the state as it is: after a change of place or time, or when the tab is seen again.
export function follow() {
    // While playing, a question that is due stays due: frames that follow closely must not put it off for ever.
    const is_due = state.speed > 0 && rest_timer !== 0;
    if (!is_due) {
        clearTimeout(rest_timer);
        rest_timer = 0;
    }
    clearTimeout(sky_timer);
    breakOff('poll');
    if (document.hidden) return streaming?.closeStream();
    if (isLive()) {
        askSky().then(() => { if (isLive()) followLate(); });
        return;
    }
    streaming?.closeStream();
    streaming?.askNightSoon();
    if (is_due) return;
    const wait_ms = state.speed ? Math.max(0, PLAY_ASK_MS - (performance.now() - asked_ms)) : REST_MS;
    rest_timer = setTimeout(() => {
        rest_timer = 0;
        asked_ms = performance.now();
        if (!isLive()) askSky();
    }, wait_ms);
}
