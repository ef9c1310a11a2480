// Where the numbers come from: one answer for the first view, then one event stream; polling when streams fail; for a
// chosen time the night's track at once and the exact answer when the hand rests.

import { ask, address, breakOff, faultOf, here } from './ask.js';
import { chooseTime, isoTime, shownMs, state, tell, tzNow } from './state.js';
import { covers, trackOf } from './track.js';
import { nightOf } from './zone.js';

const INTERVAL_S = 2;
const FIELDS = 'body,time,az_deg,alt_deg,alt_true_deg,direction,above_horizon,magnitude';
const POLL_MS = 2000, SILENCE_MS = 7000, STREAM_AGAIN_MS = 30000;
const SKY_AGAIN_MS = 60000;        // next events and verdicts change slowly
const REST_MS = 180;               // a hand that has not moved for so long rests
const PLAY_ASK_MS = 1000;          // between exact answers while playing

const isRow = (row) => row && typeof row.body === 'string' && Number.isFinite(row.az_deg) && Number.isFinite(row.alt_deg);
const isLive = () => state.time_ms === null;

function answered() {
    state.answered_ms = performance.now();
    state.fault = null;
}

function failed(error) {
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
        if (sky.was_kept && state.answered_ms === null) state.answered_ms = performance.now();
        tell('sky');
    } catch (error) {
        failed(error);
        if (state.sky === null && state.fault.reach) leadBack();
    } finally {
        if (isLive() && !document.hidden) sky_timer = setTimeout(askSky, state.fault ? POLL_MS : SKY_AGAIN_MS);
    }
}

// ---- the night: curves and track
let night_key = '';

export async function askNight() {
    const tz = tzNow(), { date, from_ms, until_ms } = nightOf(shownMs(), tz);
    const key = `${date} ${tz} ${JSON.stringify(state.place)}`;
    if (key === night_key && state.night && covers(state.track, shownMs())) return;
    night_key = key;
    const middle = isoTime((from_ms + until_ms) / 2);
    const got = await Promise.allSettled([
        ask('night', 'tonight', here({ time: middle, bodies: 'all' })),
        ask('track', 'positions', here({ bodies: 'all', start: isoTime(from_ms), stop: isoTime(until_ms), step: '10m',
                                         fields: 'body,time,az_deg,alt_deg' })),
    ]);
    if (night_key !== key) return;
    const [night, track] = got.map(({ value }) => value);
    if (night?.curve) state.night = { ...night, from_ms, until_ms, is_new: performance.now() };
    if (track?.positions?.length) state.track = trackOf(track.positions, from_ms);
    if (!night || !track) night_key = '';
    tell('night');
}

// ---- the stream
let source = null, stream_timer = 0, poll_timer = 0, heard_ms = 0;

function takeRows(time, rows) {
    if (!Array.isArray(rows) || rows.length === 0 || !rows.every(isRow)) return;
    const time_ms = Date.parse(time);
    if (state.live && time_ms < state.live.time_ms) return;       // replayed: older than what is shown
    state.live = { time_ms, rows: rows.map((row) => ({ ...row, motion: motionOf(row, time_ms) })) };
    if (Math.abs(Date.now() - time_ms - state.behind_ms) > 3000) state.behind_ms = Date.now() - time_ms;
    answered();
    tell('live');
}

// Rising or sinking is what the last rows tell; the first go by the last answer of /sky.
function motionOf({ body, alt_deg }, time_ms) {
    const old = state.live?.rows.find((row) => row.body === body);
    if (!old || old.alt_deg === alt_deg) return old?.motion || state.sky?.bodies.find((row) => row.body === body)?.motion;
    return (alt_deg > old.alt_deg) === (time_ms > state.live.time_ms) ? 'rising' : 'sinking';
}

function openStream() {
    closeStream();
    const query = here({ bodies: 'all', fields: FIELDS, interval: INTERVAL_S });
    delete query.tz;
    const own = source = new EventSource(address('stream', query));
    heard_ms = performance.now();
    own.addEventListener('positions', (event) => {
        heard_ms = performance.now();
        clearTimeout(poll_timer);
        poll_timer = 0;
        const data = JSON.parse(event.data);
        takeRows(data.time, data.positions);
    });
    for (const kind of ['rise', 'set', 'transit']) {
        own.addEventListener(kind, (event) => {
            tell(`event ${kind} ${JSON.parse(event.data).body}`);
            askSky();
        });
    }
    own.onerror = () => {
        if (own !== source) return;
        if (own.readyState === EventSource.CLOSED) source = null;
        pollSoon();
    };
}

function closeStream() {
    clearTimeout(stream_timer);
    clearTimeout(poll_timer);
    poll_timer = 0;
    source?.close();
    source = null;
}

function pollSoon() {
    if (!poll_timer && isLive() && !document.hidden) poll_timer = setTimeout(poll, POLL_MS);
}

async function poll() {
    const begun_ms = performance.now();
    try {
        const json = await ask('poll', 'positions', here({ bodies: 'all', fields: FIELDS }));
        if (json && !json.was_kept) takeRows(json.positions[0].time, json.positions);
    } catch (error) {
        failed(error);
    }
    poll_timer = 0;
    if (source && performance.now() - heard_ms < SILENCE_MS && !state.fault) return;
    pollSoon();
    if (!source && performance.now() - stream_since_ms > STREAM_AGAIN_MS) startStream();
    if (performance.now() - begun_ms > POLL_MS) tell('fault');
}

let stream_since_ms = 0;

function startStream() {
    stream_since_ms = performance.now();
    openStream();
}

// A stream that says nothing is no stream.
function watchStream() {
    if (isLive() && !document.hidden && source && performance.now() - heard_ms > SILENCE_MS) pollSoon();
}
setInterval(watchStream, 2000);

// ---- which of them runs
let rest_timer = 0, asked_ms = 0;

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
    if (document.hidden) return closeStream();
    if (isLive()) {
        askSky().then(() => {
            if (!isLive() || document.hidden) return;
            startStream();
            askNightSoon();
        });
        return;
    }
    closeStream();
    askNightSoon();
    if (is_due) return;
    const wait_ms = state.speed ? Math.max(0, PLAY_ASK_MS - (performance.now() - asked_ms)) : REST_MS;
    rest_timer = setTimeout(() => {
        rest_timer = 0;
        asked_ms = performance.now();
        if (!isLive()) askSky();
    }, wait_ms);
}

let night_timer = 0;
function askNightSoon() {
    if (night_timer) return;
    night_timer = setTimeout(() => { night_timer = 0; askNight(); }, 0);
}
