// The dome: the zenith in the middle, the horizon a circle of radius 100. Bodies above the horizon are discs inside the circle;
// those below it are open rings outside.

import { make, setAttribute, setAttributes, setChildren, setText, svg } from './dom.js';
import { arrangeLabels } from './labels.js';
import { ASTRONOMICAL_DEG, CIVIL_DEG, NAUTICAL_DEG } from './lists.mjs';
import { bodyName, decimals, t } from './texts.js';

const HORIZON_R = 100, BELOW_R = 107, WIND_R = 121, EDGE_X = 146, EDGE_Y = 129;
const DOT_R = { sun: 6, moon: 6, venus: 3.8, jupiter: 3.8, mars: 3.2, saturn: 3.2, mercury: 2.8 };
const RINGS_DEG = [30, 60], RING_AZ_DEG = [180, 150, 210, 0];     // rings of altitude, and where their names may stand
const CORNER_X = 106, CORNER_Y = 89;     // the buttons lie further out and further down

// Signs of the axes. east: -1 looking up, with east on the left; 1 as a map. north: -1 on top, 1 at the bottom.
const signsOf = (view, up) => {
    const north = up === 'south' ? 1 : -1;
    return { north, east: view === 'map' ? -north : north };
};

function domePoint(az_deg, r, { north, east }) {
    const az_rad = az_deg * Math.PI / 180;
    return { x: east * r * Math.sin(az_rad), y: north * r * Math.cos(az_rad) };
}
const altR = (alt_deg) => (90 - alt_deg) / 90 * HORIZON_R;

// ---- the colour of the sky by the Sun's altitude, linear between the rows
const LIGHTS = [[ASTRONOMICAL_DEG, 6, 10, 23], [NAUTICAL_DEG, 16, 24, 58], [CIVIL_DEG, 42, 56, 110], [-0.8, 122, 136, 176],
                [6, 150, 196, 232], [90, 150, 200, 240]];

function skyColour(sun_alt_deg) {
    const i = LIGHTS.findIndex(([alt_deg]) => sun_alt_deg < alt_deg);
    if (i <= 0) return LIGHTS[i === 0 ? 0 : LIGHTS.length - 1].slice(1);
    const [a, ...from] = LIGHTS[i - 1], [b, ...to] = LIGHTS[i], f = (sun_alt_deg - a) / (b - a);
    return from.map((value, k) => Math.round(value + (to[k] - value) * f));
}

// ---- layout, without the document
const isInside = (box) => Math.hypot(Math.max(-box.x0, box.x1), Math.max(-box.y0, box.y1)) < HORIZON_R - 1;

function isOutside({ x0, x1, y0, y1 }) {
    const dx = Math.max(x0, -x1, 0), dy = Math.max(y0, -y1, 0);
    return Math.hypot(dx, dy) > HORIZON_R + 1.5 && x0 > -EDGE_X && x1 < EDGE_X && y0 > -EDGE_Y && y1 < EDGE_Y;
}

// The layout of the dome. last_spots remembers where the names were, see arrangeLabels.
export function viewDome(rows, { view, up, body = null, last_spots }) {
    const signs = signsOf(view, up);
    const winds = [['N', 0], ['E', 90], ['S', 180], ['W', 270]].map(([key, az_deg]) =>
        ({ key, ...domePoint(az_deg, WIND_R, signs) }));
    const occupied = winds.map(({ x, y }) => ({ x0: x - 7, x1: x + 7, y0: y - 7, y1: y + 7 }));
    for (const x0 of [-EDGE_X, CORNER_X]) occupied.push({ x0, x1: x0 + EDGE_X - CORNER_X, y0: CORNER_Y, y1: EDGE_Y });
    const dots = rows.map((row) => {
        const name = bodyName(row.body), is_up = row.above_horizon;
        const font = is_up ? 9.5 : 8.5;
        return { key: row.body, row, name, is_up, font, name_width: name.length * font * 0.63, height: font + 1,
                 r: is_up ? DOT_R[row.body] || 2.4 : 2.6, fits: is_up ? isInside : isOutside,
                 ...domePoint(row.az_deg, is_up ? altR(row.alt_deg) : BELOW_R, signs) };
    });
    const ring_names = RINGS_DEG.map((alt_deg) => {
        const points = RING_AZ_DEG.map((az_deg) => ({ alt_deg, ...domePoint(az_deg, altR(alt_deg), signs) }));
        return points.find((point) => dots.every(({ x, y, r }) => Math.abs(x - point.x) > r + 8 || Math.abs(y - point.y) > r + 5)) || points[0];
    });
    for (const { x, y } of ring_names) occupied.push({ x0: x - 8, x1: x + 8, y0: y - 5, y1: y + 5 });
    dots.sort((a, b) => (b.key === body) - (a.key === body) || b.r - a.r);
    return { signs, winds, ring_names, dots: arrangeLabels(dots, occupied, last_spots) };
}

// The parts of a path above the horizon, cut at the instant ms: { is_past, points: ['x,y', ...] }.
function viewPath(points, ms, signs) {
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
const listBodies = (rows) => rows.map((row) => `${bodyName(row.body)} ${decimals(row.alt_deg, 0)}\u00b0 ${t(`in_${row.direction}`)}`)
    .join(', ') || t('none');

const domeDescription = (rows) => t('dome_says', {
    up: listBodies(rows.filter((row) => row.above_horizon).sort((a, b) => b.alt_deg - a.alt_deg)),
    below: rows.filter((row) => !row.above_horizon).map(({ body }) => bodyName(body)).join(', ') || t('none') });

// The groups of the drawing, from the back to the front.
function makeGroups() {
    const sky = svg('circle', { class: 'dome-sky', r: HORIZON_R }), frame = svg('g');
    const hidden = (more = {}) => svg('g', { ...more, 'aria-hidden': true });
    return { sky, frame, ground: svg('g', { role: 'img' }, sky, frame), stars: hidden({ class: 'stars' }), path: hidden({ class: 'path' }),
             leaders: hidden(), bodies: svg('g', { role: 'radiogroup', 'aria-label': t('dome_name') }) };
}

function makeBody(body, choose) {
    const hit = svg('circle', { class: 'hit', r: 11 }), circle = svg('circle', {}), name = svg('text', { class: 'dome-name' });
    const group = svg('g', { class: 'body', role: 'radio', 'data-body': body, onclick: () => choose(body) }, hit, circle, name);
    return { group, hit, circle, name, leader: svg('line', { class: 'dome-leader' }) };
}

const frameNodes = ({ winds, ring_names }) => [
    ...RINGS_DEG.map((alt_deg) => svg('circle', { class: 'dome-ring', r: altR(alt_deg) })),
    svg('path', { class: 'dome-ring', d: 'M-4 0H4M0-4V4' }),
    ...ring_names.map(({ alt_deg, x, y }) => svg('text', { class: 'dome-alt', x, y }, `${alt_deg}\u00b0`)),
    ...winds.map(({ key, x, y }) => svg('text', { class: 'dome-wind', x, y }, t(key))),
];

function paintBody({ group, hit, circle, name, leader }, dot, { is_chosen, is_tab_stop }) {
    const { x, y, label, row } = dot;
    setAttributes(group, { class: `body${dot.is_up ? '' : ' below'}${is_chosen ? ' chosen' : ''}`, 'aria-checked': String(is_chosen),
        'aria-label': `${dot.name}, ${decimals(row.alt_deg, 0)}\u00b0 ${t(`in_${row.direction}`)}`, tabindex: is_tab_stop ? '0' : '-1' });
    setAttributes(hit, { cx: x, cy: y });
    setAttributes(circle, { class: `dot ${dot.key}`, cx: x, cy: y, r: dot.r });
    setText(name, label ? dot.name : '');
    setAttribute(leader, 'visibility', label && label.has_leader ? 'visible' : 'hidden');
    if (!label) return;
    const cx = (label.x0 + label.x1) / 2, cy = (label.y0 + label.y1) / 2;
    setAttributes(name, { x: cx, y: cy });
    setAttributes(leader, { x1: x, y1: y, x2: cx, y2: cy });
}

function paintPath(group, runs) {
    setChildren(group, runs.map(({ is_past, points }, i) => {
        const line = group.children[i] || svg('polyline');
        setAttributes(line, { class: is_past ? 'past' : 'coming', points: points.join(' ') });
        return line;
    }));
}

// Arrows, Home and End go through the bodies as through a group of radio buttons.
function chooseByKey(event, group, choose) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = [...group.children], i = all.findIndex((body) => body.contains(event.target));
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? all.length - 1
               : step ? (i + step + all.length) % all.length : event.key === ' ' || event.key === 'Enter' ? i : -1;
    if (next < 0) return;
    event.preventDefault();
    choose(all[next].dataset.body);
    all[next].focus();
}

// Makes the dome. choose(body) is called when a body is chosen. Gives { node, stars, paint(scene, options) }; paint gives the signs
// of domePoint, for what else is drawn into the dome.
export function makeDome(choose) {
    const groups = makeGroups(), bodies = new Map(), last_spots = new Map();
    const node = svg('svg', { id: 'dome', viewBox: `${-EDGE_X} ${-EDGE_Y} ${2 * EDGE_X} ${2 * EDGE_Y}` },
        groups.ground, groups.stars, groups.path, groups.leaders, groups.bodies);
    let painted_frame = '';

    function nodesOf(body) {
        if (!bodies.has(body)) bodies.set(body, makeBody(body, choose));
        return bodies.get(body);
    }

    function paintFrame(layout, key) {
        if (painted_frame === key) return;
        painted_frame = key;
        last_spots.clear();
        groups.frame.replaceChildren(...frameNodes(layout));
    }

    function paintSky(scene) {
        const [red, green, blue] = skyColour(scene.sun ? scene.sun.alt_deg : -90);
        node.style.setProperty('--sky', `rgb(${red} ${green} ${blue})`);
        setAttribute(node, 'data-ink', red + green + blue > 330 ? 'dark' : 'light');
        setAttribute(groups.ground, 'aria-label', domeDescription(scene.rows));
    }

    function paint(scene, { view, up, body, track }) {
        const { dots, signs, ...frame } = viewDome(scene.rows, { view, up, body, last_spots });
        paintFrame(frame, `${view} ${up} ${document.documentElement.lang} ${frame.ring_names.map(({ x }) => x)}`);
        paintSky(scene);
        const tab_stop = body || dots.find(({ is_up }) => is_up)?.key || dots[0]?.key;
        for (const dot of dots) paintBody(nodesOf(dot.key), dot, { is_chosen: body === dot.key, is_tab_stop: dot.key === tab_stop });
        const drawn = scene.rows.map((row) => nodesOf(row.body));
        setChildren(groups.bodies, drawn.map(({ group }) => group));
        setChildren(groups.leaders, drawn.map(({ leader }) => leader));
        paintPath(groups.path, body && track ? viewPath(track.pathOf(body), scene.time_ms, signs) : []);
        return signs;
    }

    groups.bodies.addEventListener('keydown', (event) => chooseByKey(event, groups.bodies, choose));
    return { node, stars: groups.stars, paint };
}

const tool = (id, sign, key, onclick) =>
    make('button', { type: 'button', id, 'aria-pressed': 'false', 'aria-label': t(key), title: t(key), onclick }, sign);

export const makeDomeTools = (flip, turn) => make('div', { class: 'dome-tools' },
    tool('flip', '\u21c4', 'flip_map', flip), tool('turn', '\u21c5', 'flip_south', turn));
