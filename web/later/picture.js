// Draws a body as a telescope shows it: its lit part, and Saturn's rings.

import { svg } from '../app/dom.js';

const R = 40, SATURN_R = 26;       // Saturn's disc is smaller, so that its rings have room

// The lit part for a fraction f, with the lit limb on the right. The terminator is half an ellipse whose semi-minor axis is |1 - 2 f| of
// the radius.
function litPath(fraction) {
    const k = Math.min(1, Math.max(0, fraction)), a = Math.abs(1 - 2 * k) * R;
    return `M0 ${-R}A${R} ${R} 0 0 1 0 ${R}A${a.toFixed(2)} ${R} 0 0 ${k > 0.5 ? 1 : 0} 0 ${-R}Z`;
}

// The outer edge of ring A and the inner edge of ring B, in equatorial radii of the planet (NASA fact sheet).
const RING_OUTER = 136775 / 60268, RING_INNER = 92000 / 60268;

function rings(tilt_deg, is_front) {
    const flat = Math.abs(Math.sin(tilt_deg * Math.PI / 180)), r = SATURN_R;
    // Seen from their north side (tilt above 0) the near half lies below the middle.
    const over = (tilt_deg >= 0) === is_front ? 0 : 1;
    const [a, b, c, d] = [RING_OUTER * r, Math.max(0.4, RING_OUTER * r * flat), RING_INNER * r, Math.max(0.2, RING_INNER * r * flat)]
        .map((value) => +value.toFixed(2));
    return svg('path', { class: 'ring', d: `M${-a} 0A${a} ${b} 0 0 ${over} ${a} 0H${c}A${c} ${d} 0 0 ${1 - over} ${-c} 0Z` });
}

// Gives the drawing. row is a row of /positions or /sky, title the picture's accessible name.
export function makePicture(row, title) {
    const fraction = Number.isFinite(row.illuminated_fraction) ? row.illuminated_fraction : 1;
    // Position angles run from north, at the top, through east, on the left; the limb of litPath is at 270 degrees.
    const turn = (deg) => `rotate(${(Number.isFinite(deg) ? deg : 0).toFixed(1)})`;
    const scale = (row.body === 'saturn' ? SATURN_R : R) / R;
    const disc = svg('g', { transform: `${turn(270 - row.bright_limb_deg)} scale(${scale})` },
        svg('circle', { class: 'disc-dark', r: R }), svg('path', { class: `disc-lit ${row.body}`, d: litPath(fraction) }));
    const tilt_deg = row.ring_tilt_deg;
    const ring = (is_front) => (Number.isFinite(tilt_deg)
        ? svg('g', { transform: turn(-row.pole_angle_deg) }, rings(tilt_deg, is_front)) : null);
    return svg('svg', { class: 'picture', viewBox: '-64 -48 128 96', role: 'img', 'aria-label': title },
        ring(false), disc, ring(true));
}
