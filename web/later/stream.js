// A live view: one event stream, or polls while streams fail. And the curves and the track of the night that is shown.

import { address, faultOf, request, withPlace } from '../app/api.js';
import { isLive, isRow, noteAnswer, noteFailure, POLL_MS, requestSky } from '../app/live.js';
import { isoTime, notify, shownMs, state, tzNow } from '../app/state.js';
import { nightOf } from './nights.js';
import { trackOf } from './track.js';

const INTERVAL_S = 2;
const STREAM_FIELDS = 'body,time,az_deg,alt_deg,alt_true_deg,direction,above_horizon,magnitude';
const SILENCE_MS = 7000, REOPEN_MS = 30000;
const CLOCK_OFF_MS = 3000;         // a smaller difference between the clocks of device and server is not corrected

// ---- the night: curves and track
let asked = { key: '', is_open: false }, night_timer = 0;       // the last request for a night

async function requestNight() {
    const tz = tzNow(), { date, from_ms, until_ms } = nightOf(shownMs(), tz);
    const key = `${date} ${tz} ${JSON.stringify(state.place)}`;
    // While time plays each frame comes here: a second request for the same night would cancel the first.
    if (key === asked.key && (asked.is_open || (state.night && state.track?.covers(shownMs())))) return;
    const own = asked = { key, is_open: true };
    const middle = isoTime((from_ms + until_ms) / 2);
    const results = await Promise.allSettled([
        request('night', 'tonight', withPlace({ time: middle, bodies: 'all' })),
        request('track', 'positions', withPlace({ bodies: 'all', start: isoTime(from_ms), stop: isoTime(until_ms), step: '10m',
                                                  fields: 'body,time,az_deg,alt_deg' })),
    ]);
    if (asked !== own) return;
    own.is_open = false;
    const [night, track] = results.map(({ value }) => value);
    if (night?.curve) state.night = { ...night, from_ms, until_ms, received_ms: performance.now() };
    if (track?.positions?.length) state.track = trackOf(track.positions, from_ms);
    if (!night || !track) own.key = '';
    if (results.some(({ reason }) => reason && faultOf(reason).kind === 'silent')) requestNightAfter(POLL_MS);
    notify('night');
}

function requestNightAfter(wait_ms) {
    if (night_timer) return;
    night_timer = setTimeout(() => {
        night_timer = 0;
        if (!document.hidden) requestNight();
    }, wait_ms);
}

export const requestNightSoon = () => requestNightAfter(0);

// ---- the stream
let source = null, opened_ms = 0, received_ms = 0, poll_timer = 0;

function showRows(time, rows) {
    if (!Array.isArray(rows) || rows.length === 0 || !rows.every(isRow)) return;
    const time_ms = Date.parse(time);
    if (state.live && time_ms < state.live.time_ms) return;       // sent again after a reconnection
    state.live = { time_ms, rows: rows.map((row) => ({ ...row, motion: motionOf(row, time_ms) })) };
    if (Math.abs(Date.now() - time_ms - state.behind_ms) > CLOCK_OFF_MS) state.behind_ms = Date.now() - time_ms;
    noteAnswer();
    notify('live');
}

// Rising or sinking, by the rows before; for the first rows as the last answer of /sky has it.
function motionOf({ body, alt_deg }, time_ms) {
    const before = state.live?.rows.find((row) => row.body === body);
    if (!before || before.alt_deg === alt_deg) return before?.motion || state.sky?.bodies.find((row) => row.body === body)?.motion;
    return (alt_deg > before.alt_deg) === (time_ms > state.live.time_ms) ? 'rising' : 'sinking';
}

export function openStream() {
    closeStream();
    const query = withPlace({ bodies: 'all', fields: STREAM_FIELDS, interval: INTERVAL_S });
    delete query.tz;
    const own = source = new EventSource(address('stream', query));
    opened_ms = received_ms = performance.now();
    own.addEventListener('positions', (event) => {
        received_ms = performance.now();
        clearTimeout(poll_timer);
        poll_timer = 0;
        const data = JSON.parse(event.data);
        showRows(data.time, data.positions);
    });
    for (const kind of ['rise', 'set', 'transit']) {
        own.addEventListener(kind, (event) => {
            notify(`event ${kind} ${JSON.parse(event.data).body}`);
            requestSky();
        });
    }
    own.onerror = () => {
        if (own !== source) return;
        if (own.readyState === EventSource.CLOSED) source = null;
        pollSoon();
    };
}

export function closeStream() {
    clearTimeout(poll_timer);
    poll_timer = 0;
    source?.close();
    source = null;
}

// ---- polls, while there is no stream or it is silent
function pollSoon() {
    if (!poll_timer && isLive() && !document.hidden) poll_timer = setTimeout(poll, POLL_MS);
}

async function poll() {
    const begun_ms = performance.now();
    try {
        const json = await request('poll', 'positions', withPlace({ bodies: 'all', fields: STREAM_FIELDS }));
        if (json && !json.is_cached) showRows(json.positions[0].time, json.positions);
    } catch (error) {
        noteFailure(error);
    }
    poll_timer = 0;
    if (source && performance.now() - received_ms < SILENCE_MS && !state.fault) return;
    pollSoon();
    if (!source && performance.now() - opened_ms > REOPEN_MS) openStream();
    if (performance.now() - begun_ms > POLL_MS) notify('fault');
}

setInterval(() => {
    const is_silent = source && performance.now() - received_ms > SILENCE_MS;
    if (is_silent && isLive() && !document.hidden) pollSoon();
}, 2000);
