// The night's positions every ten minutes, interpolated to draw while the visitor moves the time. Once the time rests, the page
// shows the server's numbers for that instant.

import { directionOf } from '../app/texts.js';

const TRACK_STEP_MS = 600000;

const RAD_PER_DEG = Math.PI / 180;

// A track from the rows of a range of /positions: { from_ms, count, until_ms, bodies: Map(body -> Float64Array of x y z alt) } with
// the functions covers(ms), placeAt(body, ms), pathOf(body).
export function trackOf(rows, from_ms) {
    const bodies = new Map();
    const count = Math.round(rows.length / new Set(rows.map(({ body }) => body)).size);
    for (const { body, time, az_deg, alt_deg } of rows) {
        if (!bodies.has(body)) bodies.set(body, new Float64Array(4 * count).fill(NaN));
        const i = Math.round((Date.parse(time) - from_ms) / TRACK_STEP_MS);
        const az = az_deg * RAD_PER_DEG, alt = alt_deg * RAD_PER_DEG;
        bodies.get(body).set([Math.cos(alt) * Math.sin(az), Math.cos(alt) * Math.cos(az), Math.sin(alt), alt_deg], 4 * i);
    }
    const track = { from_ms, count, until_ms: from_ms + (count - 1) * TRACK_STEP_MS, bodies };
    return Object.assign(track, { covers: (ms) => ms >= track.from_ms && ms <= track.until_ms,
                                  placeAt: (body, ms) => placeAt(track, body, ms), pathOf: (body) => pathOf(track, body) });
}

// One part of a body's samples at i + f: a cubic through four samples (Catmull-Rom), linear at the ends of the track.
function interpolate({ samples, count }, i, f, part) {
    const sample = (k) => samples[4 * k + part];
    const b = sample(i), c = sample(Math.min(i + 1, count - 1));
    if (i === 0 || i + 2 >= count) return b + (c - b) * f;
    const a = sample(i - 1), d = sample(i + 2);
    return b + f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a))) / 2;
}

// The place of a body at an instant of the track: { body, az_deg, alt_deg, direction, above_horizon, motion }.
function placeAt(track, body, ms) {
    const samples = track.bodies.get(body);
    if (!samples) return null;
    const step = (ms - track.from_ms) / TRACK_STEP_MS, i = Math.min(Math.floor(step), track.count - 1), f = step - i;
    const [x, y, z] = [0, 1, 2].map((part) => interpolate({ samples, count: track.count }, i, f, part));
    const az_deg = (Math.atan2(x, y) / RAD_PER_DEG + 360) % 360, alt_deg = Math.atan2(z, Math.hypot(x, y)) / RAD_PER_DEG;
    const next = Math.min(i + 1, track.count - 1);
    const slope = next > i ? samples[4 * next + 3] - samples[4 * i + 3] : samples[4 * i + 3] - samples[4 * i - 1];
    return { body, az_deg, alt_deg, direction: directionOf(az_deg), above_horizon: alt_deg > 0,
             motion: slope >= 0 ? 'rising' : 'sinking' };
}

// The path of a body through the night: [{ ms, az_deg, alt_deg }].
function pathOf(track, body) {
    const samples = track.bodies.get(body), points = [];
    for (let i = 0; samples && i < track.count; i++) {
        const az_deg = (Math.atan2(samples[4 * i], samples[4 * i + 1]) / RAD_PER_DEG + 360) % 360;
        points.push({ ms: track.from_ms + i * TRACK_STEP_MS, az_deg, alt_deg: samples[4 * i + 3] });
    }
    return points;
}
