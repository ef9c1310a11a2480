// The dome: zenith in the middle, the horizon a circle of radius 100. Bodies that are up stand inside, bodies below the
// horizon are open rings outside of it, never within.

import { make, order, say, set, svg } from './dom.js';
import { placeLabels } from './labels.js';
import { ASTRONOMICAL_DEG, CIVIL_DEG, NAUTICAL_DEG } from './lists.mjs';
import { bodyName, decimals, t } from './words.js';

const HORIZON_R = 100, BELOW_R = 107, WIND_R = 121, EDGE_X = 146, EDGE_Y = 129;
const DOT_R = { sun: 6, moon: 6, venus: 3.8, jupiter: 3.8, mars: 3.2, saturn: 3.2, mercury: 2.8 };
const RINGS_DEG = [30, 60], RING_AZ_DEG = [180, 150, 210, 0];     // where a ring's name may stand
const CORNER_X = 106, CORNER_Y = 89;     // the buttons' corners

// east: -1 looking up (east on the left), 1 as a map; north: -1 on top, 1 at the bottom.
export const signsOf = (view, up) => {
    const north = up === 'south' ? 1 : -1;
    return { north, east: view === 'map' ? -north : north };
};

export function domePoint(az_deg, r, { north, east }) {
    const az_rad = az_deg * Math.PI / 180;
    return { x: east * r * Math.sin(az_rad), y: north * r * Math.cos(az_rad) };
}
const altR = (alt_deg) => (90 - alt_deg) / 90 * HORIZON_R;

// ---- the light of the sky: Sun's altitude -> colour, straight between the rows
const LIGHTS = [[ASTRONOMICAL_DEG, 6, 10, 23], [NAUTICAL_DEG, 16, 24, 58], [CIVIL_DEG, 42, 56, 110], [-0.8, 122, 136, 176],
                [6, 150, 196, 232], [90, 150, 200, 240]];

export function skyColour(sun_alt_deg) {
    const i = LIGHTS.findIndex(([alt_deg]) => sun_alt_deg < alt_deg);
    if (i <= 0) return LIGHTS[i === 0 ? 0 : LIGHTS.length - 1].slice(1);
    const [a, ...from] = LIGHTS[i - 1], [b, ...to] = LIGHTS[i], f = (sun_alt_deg - a) / (b - a);
    return from.map((value, k) => Math.round(value + (to[k] - value) * f));
}

// ---- what goes where: pure
const is_inside = (box) => Math.hypot(Math.max(-box.x0, box.x1), Math.max(-box.y0, box.y1)) < HORIZON_R - 1;

function is_outside({ x0, x1, y0, y1 }) {
    const dx = Math.max(x0, -x1, 0), dy = Math.max(y0, -y1, 0);
    return Math.hypot(dx, dy) > HORIZON_R + 1.5 && x0 > -EDGE_X && x1 < EDGE_X && y0 > -EDGE_Y && y1 < EDGE_Y;
}

export function viewDome(rows, { view, up, body = null, before }) {
    const signs = signsOf(view, up);
    const winds = [['N', 0], ['E', 90], ['S', 180], ['W', 270]].map(([key, az_deg]) =>
        ({ key, ...domePoint(az_deg, WIND_R, signs) }));
    const taken = winds.map(({ x, y }) => ({ x0: x - 7, x1: x + 7, y0: y - 7, y1: y + 7 }));
    for (const x0 of [-EDGE_X, CORNER_X]) taken.push({ x0, x1: x0 + EDGE_X - CORNER_X, y0: CORNER_Y, y1: EDGE_Y });
    const dots = rows.map((row) => {
        const name = bodyName(row.body), is_up = row.above_horizon;
        const font = is_up ? 9.5 : 8.5;
        return { key: row.body, row, name, is_up, font, name_width: name.length * font * 0.63, height: font + 1,
                 r: is_up ? DOT_R[row.body] || 2.4 : 2.6, fits: is_up ? is_inside : is_outside,
                 ...domePoint(row.az_deg, is_up ? altR(row.alt_deg) : BELOW_R, signs) };
    });
    const ring_names = RINGS_DEG.map((alt_deg) => {
        const points = RING_AZ_DEG.map((az_deg) => ({ alt_deg, ...domePoint(az_deg, altR(alt_deg), signs) }));
        return points.find((at) => dots.every(({ x, y, r }) => Math.abs(x - at.x) > r + 8 || Math.abs(y - at.y) > r + 5)) || points[0];
    });
    for (const { x, y } of ring_names) taken.push({ x0: x - 8, x1: x + 8, y0: y - 5, y1: y + 5 });
    dots.sort((a, b) => (b.key === body) - (a.key === body) || b.r - a.r);
    return { signs, winds, ring_names, dots: placeLabels(dots, taken, before) };
}

// Runs of a path above the horizon, each past or coming, as points "x,y x,y".
export function viewPath(points, ms, signs) {
    const runs = [];
    let run = null;
    for (const { ms: at_ms, az_deg, alt_deg } of points) {
        const is_past = at_ms <= ms;
        if (alt_deg < 0) { run = null; continue; }
        const { x, y } = domePoint(az_deg, altR(alt_deg), signs), point = `${x.toFixed(1)},${y.toFixed(1)}`;
        if (run && run.is_past !== is_past) {
            run.points.push(point);
            run = null;
        }
        if (!run) runs.push(run = { is_past, points: [] });
        run.points.push(point);
    }
    return runs;
}

// ---- painting
const listWords = (rows) => rows.map((row) => `${bodyName(row.body)} ${decimals(row.alt_deg, 0)}\u00b0 ${t(`in_${row.direction}`)}`)
    .join(', ') || t('none');

export const domeWords = (rows) => t('dome_says', {
    up: listWords(rows.filter((row) => row.above_horizon).sort((a, b) => b.alt_deg - a.alt_deg)),
    below: rows.filter((row) => !row.above_horizon).map(({ body }) => bodyName(body)).join(', ') || t('none') });

// Makes the dome's nodes. choose(body) is called when one is chosen. Gives { node, paint(scene, options) }.
export function makeDome(choose) {
    const parts = {
        ground: svg('g', { role: 'img' }), stars: svg('g', { class: 'stars', 'aria-hidden': true }),
        path: svg('g', { class: 'path', 'aria-hidden': true }), leaders: svg('g', { 'aria-hidden': true }),
        bodies: svg('g', { role: 'radiogroup', 'aria-label': t('dome_name') }),
    };
    parts.sky = svg('circle', { class: 'dome-sky', r: HORIZON_R });
    parts.frame = svg('g');
    parts.ground.append(parts.sky, parts.frame);
    const node = svg('svg', { id: 'dome', viewBox: `${-EDGE_X} ${-EDGE_Y} ${2 * EDGE_X} ${2 * EDGE_Y}` },
        parts.ground, parts.stars, parts.path, parts.leaders, parts.bodies);
    const own = new Map(), before = new Map();
    let framed = '';

    function frame({ winds, ring_names }, key) {
        if (framed === key) return;
        framed = key;
        before.clear();
        parts.frame.replaceChildren(
            ...RINGS_DEG.map((alt_deg) => svg('circle', { class: 'dome-ring', r: altR(alt_deg) })),
            svg('path', { class: 'dome-ring', d: 'M-4 0H4M0-4V4' }),
            ...ring_names.map(({ alt_deg, x, y }) => svg('text', { class: 'dome-alt', x, y }, `${alt_deg}\u00b0`)),
            ...winds.map(({ key: wind, x, y }) => svg('text', { class: 'dome-wind', x, y }, t(wind))));
    }

    function nodesOf(body) {
        if (own.has(body)) return own.get(body);
        const hit = svg('circle', { class: 'hit', r: 11 }), dot = svg('circle', {}), name = svg('text', { class: 'dome-name' });
        const group = svg('g', { class: 'body', role: 'radio', 'data-body': body, onclick: () => choose(body) }, hit, dot, name);
        const made = { group, hit, dot, name, leader: svg('line', { class: 'dome-leader' }) };
        own.set(body, made);
        return made;
    }

    function paintBody(dot, chosen, roving) {
        const { group, hit, dot: circle, name, leader } = nodesOf(dot.key);
        const { x, y, r, is_up, label, row } = dot;
        set(group, 'class', `body${is_up ? '' : ' below'}${chosen === dot.key ? ' chosen' : ''}`);
        set(group, 'aria-checked', String(chosen === dot.key));
        set(group, 'aria-label', `${dot.name}, ${decimals(row.alt_deg, 0)}\u00b0 ${t(`in_${row.direction}`)}`);
        set(group, 'tabindex', dot.key === roving ? '0' : '-1');
        set(circle, 'class', `dot ${dot.key}`);
        for (const circle_node of [hit, circle]) { set(circle_node, 'cx', x); set(circle_node, 'cy', y); }
        set(circle, 'r', r);
        say(name, label ? dot.name : '');
        set(leader, 'visibility', label && label.has_leader ? 'visible' : 'hidden');
        if (!label) return;
        const cx = (label.x0 + label.x1) / 2, cy = (label.y0 + label.y1) / 2;
        set(name, 'x', cx); set(name, 'y', cy);
        set(leader, 'x1', x); set(leader, 'y1', y); set(leader, 'x2', cx); set(leader, 'y2', cy);
    }

    function paint(scene, { view, up, body, track }) {
        const seen = viewDome(scene.rows, { view, up, body, before });
        frame(seen, `${view} ${up} ${document.documentElement.lang} ${seen.ring_names.map(({ x }) => x)}`);
        const [red, green, blue] = skyColour(scene.sun ? scene.sun.alt_deg : -90);
        node.style.setProperty('--sky', `rgb(${red} ${green} ${blue})`);
        set(node, 'data-ink', red + green + blue > 330 ? 'dark' : 'light');
        set(parts.ground, 'aria-label', domeWords(scene.rows));
        const roving = body || seen.dots.find(({ is_up }) => is_up)?.key || seen.dots[0]?.key;
        for (const dot of seen.dots) paintBody(dot, body, roving);
        const drawn = scene.rows.map((row) => nodesOf(row.body));
        order(parts.bodies, drawn.map(({ group }) => group));
        order(parts.leaders, drawn.map(({ leader }) => leader));
        const runs = body && track ? viewPath(track.pathOf(body), scene.time_ms, seen.signs) : [];
        order(parts.path, runs.map(({ is_past, points }, i) => {
            const line = parts.path.children[i] || svg('polyline');
            set(line, 'class', is_past ? 'past' : 'coming');
            set(line, 'points', points.join(' '));
            return line;
        }));
        return seen.signs;
    }

    parts.bodies.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        const all = [...parts.bodies.children], i = all.findIndex((group) => group.contains(event.target));
        const to = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1
                 : step ? (i + step + all.length) % all.length : event.key === ' ' || event.key === 'Enter' ? i : -1;
        if (to < 0) return;
        event.preventDefault();
        choose(all[to].dataset.body);
        all[to].focus();
    });
    return { node, stars: parts.stars, paint };
}

const tool = (id, sign, key, onclick) =>
    make('button', { type: 'button', id, 'aria-pressed': 'false', 'aria-label': t(key), title: t(key), onclick }, sign);

export const makeDomeTools = (flip, turn) => make('div', { class: 'dome-tools' },
    tool('flip', '\u21c4', 'flip_map', flip), tool('turn', '\u21c5', 'flip_south', turn));
