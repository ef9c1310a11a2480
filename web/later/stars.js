// The brightest stars and the lines of the constellations behind the planets, for orientation: positions of a catalogue, with
// precession, rotated by sidereal time. Accurate to a few hundredths of a degree, which is the width of a dot.
//
// stars.json is made by tool/generate/server_assets.c from data/stars.csv and data/star-lines.csv.

import { setAttribute, svg } from '../app/dom.js';
import { NAUTICAL_DEG } from '../app/lists.mjs';
import { DAY_MS } from '../app/zone.js';

const RAD = Math.PI / 180, J2000_MS = Date.UTC(2000, 0, 1, 12);
const CLASSES = [[1, 2.6], [2, 1.9], [3, 1.4], [9, 0.9]];      // stars up to a magnitude, and the width of their dots
const DARK_DEG = NAUTICAL_DEG, LIGHT_DEG = -4;                  // altitudes of the Sun at which the stars are at their brightest, and gone

// Angles of precession since J2000.0, in degrees for t centuries (Capitaine et al. 2003, A&A 412, 567, eqs. 40, leading terms).
const zetaOf = (t) => (2306.083227 * t + 0.2988499 * t * t) / 3600;
const zOf = (t) => (2306.077181 * t + 1.0927348 * t * t) / 3600;
const thetaOf = (t) => (2004.191903 * t - 0.4294934 * t * t) / 3600;

// The rotation from J2000.0 to the horizon of a place at an instant: its rows are south, east and up.
export function turnOf(ms, { lat_deg, lon_deg }) {
    const days = (ms - J2000_MS) / DAY_MS, t = days / 36525;
    const [za, z, th] = [zetaOf(t) * RAD, zOf(t) * RAD, thetaOf(t) * RAD];
    const [cza, sza, cz, sz, cth, sth] = [Math.cos(za), Math.sin(za), Math.cos(z), Math.sin(z), Math.cos(th), Math.sin(th)];
    const p = [[cza * cth * cz - sza * sz, -sza * cth * cz - cza * sz, -sth * cz],
               [cza * cth * sz + sza * cz, -sza * cth * sz + cza * cz, -sth * sz], [cza * sth, -sza * sth, cth]];
    // The Earth rotation angle (IERS 2010, eq. 5.15) and the part of sidereal time due to precession.
    const lst = (360 * ((0.779057273264 + 1.00273781191135448 * days) % 1) + (4612.156534 * t + 1.3915817 * t * t) / 3600 + lon_deg) * RAD;
    const [cl, sl, cp, sp] = [Math.cos(lst), Math.sin(lst), Math.cos(lat_deg * RAD), Math.sin(lat_deg * RAD)];
    const h = [[sp * cl, sp * sl, -cp], [-sl, cl, 0], [cp * cl, cp * sl, sp]];
    return h.map((row) => [0, 1, 2].map((k) => row[0] * p[0][k] + row[1] * p[1][k] + row[2] * p[2][k]));
}

// Refraction in degrees (Saemundsson 1986), for stars above the horizon.
const refractionDeg = (alt_deg) => (alt_deg > -1 ? 1.02 / 60 / Math.tan((alt_deg + 10.3 / (alt_deg + 5.11)) * RAD) : 0);

// The place of a unit vector of the catalogue in the sky: { az_deg, alt_deg }.
export function starPlace([south, east, up], x, y, z) {
    const s = south[0] * x + south[1] * y + south[2] * z, e = east[0] * x + east[1] * y + east[2] * z;
    const true_deg = Math.asin(Math.max(-1, Math.min(1, up[0] * x + up[1] * y + up[2] * z))) / RAD;
    return { az_deg: (Math.atan2(e, -s) / RAD + 360) % 360, alt_deg: true_deg + refractionDeg(true_deg) };
}

export function vectorsOf({ stars }) {
    const vectors = new Float64Array(3 * stars.length);
    stars.forEach(([ra_deg, dec_deg], i) => {
        const [ra, dec] = [ra_deg * RAD, dec_deg * RAD];
        vectors.set([Math.cos(dec) * Math.cos(ra), Math.cos(dec) * Math.sin(ra), Math.sin(dec)], 3 * i);
    });
    return vectors;
}

// ---- painting: one path for each width of dots and one for the lines, made again for each frame
let catalogue = null, vectors = null, is_requested = false;

export async function loadStars(then) {
    if (is_requested) return;
    is_requested = true;
    try {
        catalogue = await (await fetch('stars.json')).json();
        vectors = vectorsOf(catalogue);
        then();
    } catch { /* the dome shows no stars */ }
}

function pathsOf(ms, place, { north, east }) {
    const turn = turnOf(ms, place), count = catalogue.stars.length, points = new Array(count).fill(null);
    const dots = CLASSES.map(() => '');
    for (let i = 0; i < count; i++) {
        const { az_deg, alt_deg } = starPlace(turn, vectors[3 * i], vectors[3 * i + 1], vectors[3 * i + 2]);
        if (alt_deg < 0) continue;
        const r = (90 - alt_deg) / 0.9, az = az_deg * RAD;
        const point = points[i] = `${(east * r * Math.sin(az)).toFixed(1)} ${(north * r * Math.cos(az)).toFixed(1)}`;
        dots[CLASSES.findIndex(([least]) => catalogue.stars[i][2] < least)] += `M${point}h0`;
    }
    let lines = '';
    for (const chain of catalogue.lines) {
        for (let k = 1; k < chain.length; k++) {
            if (points[chain[k - 1]] && points[chain[k]]) lines += `M${points[chain[k - 1]]}L${points[chain[k]]}`;
        }
    }
    return [lines, ...dots];
}

export function paintStars(node, scene, place, signs) {
    if (!catalogue) return;
    const sun_deg = scene.sun ? scene.sun.alt_deg : -90;
    const light = Math.min(1, Math.max(0, (LIGHT_DEG - sun_deg) / (LIGHT_DEG - DARK_DEG)));
    setAttribute(node, 'opacity', light);
    if (light === 0) return;
    if (node.children.length === 0) {
        node.append(svg('path', { class: 'star-lines' }), ...CLASSES.map(([, width]) => svg('path', { class: 'star', 'stroke-width': width })));
    }
    pathsOf(scene.time_ms, place, signs).forEach((d, i) => setAttribute(node.children[i], 'd', d));
}
