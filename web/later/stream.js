// Live: one event stream, polling when streams fail; and of the shown night the curves and the track.

import { ask, address, here } from '../app/ask.js';
import { answered, askSky, failed, isLive, isRow, POLL_MS } from '../app/live.js';
import { isoTime, shownMs, state, tell, tzNow } from '../app/state.js';
import { nightOf } from './nights.js';
import { trackOf } from './track.js';

const INTERVAL_S = 2;
const STREAM_FIELDS = 'body,time,az_deg,alt_deg,alt_true_deg,direction,above_horizon,magnitude';
const SILENCE_MS = 7000, STREAM_AGAIN_MS = 30000;

// ---- the night: curves and track
let night_key = '';

async function askNight() {
    const tz = tzNow(), { date, from_ms, until_ms } = nightOf(shownMs(), tz);
    const key = `${date} ${tz} ${JSON.stringify(state.place)}`;
    if (key === night_key && state.night && state.track?.covers(shownMs())) return;
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

let night_timer = 0;
export function askNightSoon() {
    if (night_timer) return;
    night_timer = setTimeout(() => { night_timer = 0; askNight(); }, 0);
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

function listen() {
    closeStream();
    const query = here({ bodies: 'all', fields: STREAM_FIELDS, interval: INTERVAL_S });
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

export function closeStream() {
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
        const json = await ask('poll', 'positions', here({ bodies: 'all', fields: STREAM_FIELDS }));
        if (json && !json.was_kept) takeRows(json.positions[0].time, json.positions);
    } catch (error) {
        failed(error);
    }
    poll_timer = 0;
    if (source && performance.now() - heard_ms < SILENCE_MS && !state.fault) return;
    pollSoon();
    if (!source && performance.now() - stream_since_ms > STREAM_AGAIN_MS) openStream();
    if (performance.now() - begun_ms > POLL_MS) tell('fault');
}

let stream_since_ms = 0;

export function openStream() {
    stream_since_ms = performance.now();
    listen();
}

// A stream that says nothing is no stream.
function watchStream() {
    if (isLive() && !document.hidden && source && performance.now() - heard_ms > SILENCE_MS) pollSoon();
}
setInterval(watchStream, 2000);
