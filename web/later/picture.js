// A body as a telescope shows it, drawn from the numbers: its lit part, and Saturn's rings.

import { svg } from '../app/dom.js';

const R = 40;

// The terminator is half an ellipse whose small axis is |1 - 2 f| of the radius: the lit limb is on the right here.
export function litPath(fraction) {
    const k = Math.min(1, Math.max(0, fraction)), a = Math.abs(1 - 2 * k) * R;
    return `M0 ${-R}A${R} ${R} 0 0 1 0 ${R}A${a.toFixed(2)} ${R} 0 0 ${k > 0.5 ? 1 : 0} 0 ${-R}Z`;
}

// Rings as ellipses: the outer edge of A and the inner one of B, in radii of the planet's equator (NASA fact sheet).
const RING_OUTER = 136775 / 60268, RING_INNER = 92000 / 60268;

function rings(tilt_deg, is_front) {
    const flat = Math.abs(Math.sin(tilt_deg * Math.PI / 180)), r = 26;
    const half = (radius, is_back) => {
        const a = radius * r, b = Math.max(0.4, radius * r * flat), sweep = (tilt_deg >= 0) === is_back ? 1 : 0;
        return { a, b, sweep };
    };
    const o = half(RING_OUTER, !is_front), i = half(RING_INNER, !is_front);
    return svg('path', { class: 'ring', d: `M${-o.a} 0A${o.a} ${o.b} 0 0 ${o.sweep} ${o.a} 0H${i.a}A${i.a} ${i.b} 0 0 ${1 - i.sweep} ${-i.a} 0Z` });
}

// row: a row of /positions or /sky. words: what the picture shows.
export function makePicture(row, words) {
    const fraction = Number.isFinite(row.illuminated_fraction) ? row.illuminated_fraction : 1;
    // The bright limb of what follows the Sun in the sky looks east: on the left, north on top.
    const is_left = Number.isFinite(row.phase_side) ? row.phase_side < 0 : row.is_east_of_sun === false;
    const r = row.body === 'saturn' ? 26 : R, scale = r / R;
    const disc = svg('g', { transform: `scale(${(is_left ? -scale : scale).toFixed(3)} ${scale.toFixed(3)})` },
        svg('circle', { class: 'disc-dark', r: R }), svg('path', { class: `disc-lit ${row.body}`, d: litPath(fraction) }));
    const tilt_deg = row.ring_tilt_deg;
    const has_rings = row.body === 'saturn' && Number.isFinite(tilt_deg);
    return svg('svg', { class: 'picture', viewBox: '-64 -48 128 96', role: 'img', 'aria-label': words },
        has_rings ? rings(tilt_deg, false) : null, disc, has_rings ? rings(tilt_deg, true) : null);
}
