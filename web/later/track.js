// The night's positions every ten minutes, and what stands between them: enough to draw while a hand drags the time.
// The numbers that stay on the page come from the server, for that very instant.

import { directionOf } from '../app/words.js';

const TRACK_STEP_MS = 600000;

const RAD_PER_DEG = Math.PI / 180;

// Rows of a range answer, time-major, as vectors: { from_ms, count, until_ms, bodies: Map(body -> Float64Array of x y z alt) }
// with what can be asked of them: covers(ms), placeAt(body, ms), pathOf(body).
export function trackOf(rows, from_ms) {
    const bodies = new Map();
    const count = Math.round(rows.length / new Set(rows.map(({ body }) => body)).size);
    for (const { body, time, az_deg, alt_deg } of rows) {
        if (!bodies.has(body)) bodies.set(body, new Float64Array(4 * count).fill(NaN));
        const i = Math.round((Date.parse(time) - from_ms) / TRACK_STEP_MS), own = bodies.get(body);
        const az = az_deg * RAD_PER_DEG, alt = alt_deg * RAD_PER_DEG;
        own.set([Math.cos(alt) * Math.sin(az), Math.cos(alt) * Math.cos(az), Math.sin(alt), alt_deg], 4 * i);
    }
    const track = { from_ms, count, until_ms: from_ms + (count - 1) * TRACK_STEP_MS, bodies };
    return Object.assign(track, { covers: (ms) => ms >= track.from_ms && ms <= track.until_ms,
                                  placeAt: (body, ms) => placeAt(track, body, ms), pathOf: (body) => pathOf(track, body) });
}

// Cubic through four samples (Catmull-Rom), straight at the ends of the track.
function between(own, count, i, f, part) {
    const sample = (k) => own[4 * k + part];
    const b = sample(i), c = sample(Math.min(i + 1, count - 1));
    if (i === 0 || i + 2 >= count) return b + (c - b) * f;
    const a = sample(i - 1), d = sample(i + 2);
    return b + f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a))) / 2;
}

// Where a body stands at an instant of the track: { body, az_deg, alt_deg, direction, above_horizon, motion }.
function placeAt(track, body, ms) {
    const own = track.bodies.get(body);
    if (!own) return null;
    const at = (ms - track.from_ms) / TRACK_STEP_MS, i = Math.min(Math.floor(at), track.count - 1), f = at - i;
    const x = between(own, track.count, i, f, 0), y = between(own, track.count, i, f, 1);
    const z = between(own, track.count, i, f, 2);
    const az_deg = (Math.atan2(x, y) / RAD_PER_DEG + 360) % 360, alt_deg = Math.atan2(z, Math.hypot(x, y)) / RAD_PER_DEG;
    const next = Math.min(i + 1, track.count - 1);
    const slope = next > i ? own[4 * next + 3] - own[4 * i + 3] : own[4 * i + 3] - own[4 * i - 1];
    return { body, az_deg, alt_deg, direction: directionOf(az_deg), above_horizon: alt_deg > 0,
             motion: slope >= 0 ? 'rising' : 'sinking' };
}

// The way of a body over the night: [{ ms, az_deg, alt_deg }].
function pathOf(track, body) {
    const own = track.bodies.get(body), points = [];
    for (let i = 0; own && i < track.count; i++) {
        const az_deg = (Math.atan2(own[4 * i], own[4 * i + 1]) / RAD_PER_DEG + 360) % 360;
        points.push({ ms: track.from_ms + i * TRACK_STEP_MS, az_deg, alt_deg: own[4 * i + 3] });
    }
    return points;
}
