// The night: the altitude of each body from noon to noon, over bands for twilight and for the time that the Moon is up.

import { make, setAttributes, setText, svg } from '../app/dom.js';
import { arrangeLabels } from '../app/labels.js';
import { ASTRONOMICAL_DEG, CIVIL_DEG, NAUTICAL_DEG, SUNSET_DEG } from '../app/lists.mjs';
import { paintSoon } from '../app/main.js';
import { bodyName, t } from '../app/texts.js';
import { clockText, eventClock, HOUR_MS, longDate, MINUTE_MS } from '../app/zone.js';

const TOP_DEG = 90, LOW_DEG = -6, MARGIN = { left: 30, right: 8, top: 8, bottom: 22 };
const LEAST_DEG = 10;              // the air blurs what stands lower
// Class of a band, and the altitude of the Sun below which it lies. Each lies over those before it.
const BANDS = [['civil', SUNSET_DEG], ['nautical', CIVIL_DEG], ['astronomical', NAUTICAL_DEG], ['dark', ASTRONOMICAL_DEG]];

const msOf = (event) => (event && event.time ? Date.parse(event.time) : null);

// The intervals in which a curve lies below an altitude: [[from_ms, until_ms]].
function intervalsBelow(curve, altitudes, limit_deg) {
    const found = [], timeOf = (i) => curve.start_ms + i * curve.step_ms;
    let from = altitudes[0] < limit_deg ? timeOf(0) : null;
    for (let i = 1; i < altitudes.length; i++) {
        const a = altitudes[i - 1], b = altitudes[i];
        if ((a < limit_deg) === (b < limit_deg)) continue;
        const cross = timeOf(i - 1) + (limit_deg - a) / (b - a) * curve.step_ms;
        if (b < limit_deg) from = cross;
        else { found.push([from, cross]); from = null; }
    }
    if (from !== null) found.push([from, timeOf(altitudes.length - 1)]);
    return found;
}

function viewCurves(night, width, height) {
    const curve = { start_ms: Date.parse(night.curve.start), step_ms: night.curve.step_s * 1000 };
    const until_ms = curve.start_ms + (night.curve.count - 1) * curve.step_ms;
    const x = (ms) => MARGIN.left + (ms - curve.start_ms) / (until_ms - curve.start_ms) * (width - MARGIN.left - MARGIN.right);
    const y = (deg) => MARGIN.top + (TOP_DEG - deg) / (TOP_DEG - LOW_DEG) * (height - MARGIN.top - MARGIN.bottom);
    const altitudes = new Map(night.bodies.map((row) => [row.body, row.curve_alt_deg]));
    const bands = BANDS.flatMap(([kind, limit_deg]) =>
        intervalsBelow(curve, altitudes.get('sun') || [], limit_deg).map(([from, to]) => ({ kind, from, to })));
    // The Moon is about as wide as the Sun, so it rises at the same altitude.
    const moon = intervalsBelow(curve, (altitudes.get('moon') || []).map((deg) => -deg), -SUNSET_DEG);
    const lines = night.bodies.map((row) => lineOf(row, curve, x, y));
    return { x, y, width, height, bands, moon, lines, from_ms: curve.start_ms, until_ms };
}

function lineOf(row, curve, x, y) {
    let top = null, is_in = false, d = '';
    row.curve_alt_deg.forEach((deg, i) => {
        if (deg === null || deg < LOW_DEG) { is_in = false; return; }
        const px = x(curve.start_ms + i * curve.step_ms), py = y(deg);
        d += `${is_in ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`;
        is_in = true;
        if (deg > 3 && (!top || deg > top.deg)) top = { deg, x: px, y: py };
    });
    return { body: row.body, d, top };
}

function labelsOf(lines, width, height) {
    const dots = lines.filter(({ top }) => top).map(({ body, top }) => {
        const name = bodyName(body);
        return { key: body, name, x: top.x, y: top.y, r: 1, name_width: name.length * 6.6 + 4, height: 13,
                 fits: ({ x0, x1, y0, y1 }) => x0 > MARGIN.left && x1 < width - 4 && y0 > 2 && y1 < height - MARGIN.bottom };
    });
    return arrangeLabels(dots, []);
}

// The times of the Sun in words.
function sunTimes(night, tz) {
    const times = night.night, clock = (name) => eventClock(msOf(times[name]), tz);
    const has = (...names) => names.every((name) => msOf(times[name]) !== null);
    if (times.sun && times.sun !== 'sets') return t(`sun_${times.sun}`);
    if (!has('sunset', 'sunrise')) return '';
    const values = { set: clock('sunset'), rise: clock('sunrise') };
    if (!has('astronomical_dusk', 'astronomical_dawn')) return t('sun_sets_bright', values);
    return t('sun_sets', { ...values, dusk: clock('astronomical_dusk'), dawn: clock('astronomical_dawn') });
}

// ---- drawing
const heightFor = (width) => (width < 500 ? 200 : 240);

// The whole hours at the bottom: every second one, every fourth on a narrow screen.
function hourMarks({ x, width, height, from_ms, until_ms }, tz) {
    const step = width < 500 ? 4 : 2, marks = [];
    for (let ms = Math.ceil(from_ms / HOUR_MS) * HOUR_MS; ms <= until_ms; ms += HOUR_MS) {
        const text = clockText(ms, tz), px = x(ms);
        if (Number(text.slice(0, 2)) % step !== 0 || !text.endsWith('00')) continue;
        marks.push(svg('line', { class: 'grid', x1: px, x2: px, y1: MARGIN.top, y2: height - MARGIN.bottom }));
        if (px > MARGIN.left && px < width - 16) marks.push(svg('text', { class: 'hour', x: px, y: height - 7 }, text));
    }
    return marks;
}

const levelMarks = ({ y, width }) => [0, 30, 60, 90].map((deg) => svg('g', {},
    svg('line', { class: deg === 0 ? 'horizon' : 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(deg), y2: y(deg) }),
    svg('text', { class: 'level', x: MARGIN.left - 5, y: y(deg) }, `${deg}\u00b0`)));

function drawing(view, tz, chosen) {
    const { x, y, width, height } = view, classOf = (kind, body) => `${kind} ${body}${body === chosen ? ' chosen' : ''}`;
    const band = (kind, from, to) => svg('rect', { class: `band ${kind}`, x: x(from), width: Math.max(0, x(to) - x(from)),
        y: MARGIN.top, height: height - MARGIN.bottom - MARGIN.top });
    return [band('day', view.from_ms, view.until_ms),
        ...view.bands.map(({ kind, from, to }) => band(kind, from, to)), ...view.moon.map(([from, to]) => band('moon', from, to)),
        ...hourMarks(view, tz), ...levelMarks(view),
        svg('line', { class: 'least', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(LEAST_DEG), y2: y(LEAST_DEG) }),
        ...view.lines.map(({ body, d }) => svg('path', { class: classOf('curve', body), d })),
        ...labelsOf(view.lines, width, height).filter(({ label }) => label).map(({ key, name, label }) =>
            svg('text', { class: classOf('curve-name', key), x: (label.x0 + label.x1) / 2, y: (label.y0 + label.y1) / 2 }, name))];
}

// Makes the region of the curves. jump(ms) is called on a tap. Gives { nodes, paint(night, ms, { tz, body }) }.
export function makeCurves(jump) {
    const title = make('h2', { id: 'curves-title' }), note = make('p', { id: 'curves-says', class: 'note' });
    const curves = svg('g'), now_line = svg('line', { class: 'now-line' });
    const node = svg('svg', { id: 'curves', role: 'img', 'aria-labelledby': 'curves-title curves-says', onclick: tap }, curves, now_line);
    let view = null, node_width = 0, drawn = '';
    // An observer, because a frame that reads the width makes the browser lay out the page.
    new ResizeObserver(() => { node_width = node.clientWidth; paintSoon(); }).observe(node);

    function tap(event) {
        if (!view) return;
        const box = node.getBoundingClientRect(), px = (event.clientX - box.left) * view.width / box.width;
        const part = Math.min(1, Math.max(0, (px - MARGIN.left) / (view.width - MARGIN.left - MARGIN.right)));
        jump(Math.round((view.from_ms + part * (view.until_ms - view.from_ms)) / MINUTE_MS) * MINUTE_MS);
    }

    function draw(night, tz, body) {
        view = viewCurves(night, node_width, heightFor(node_width));
        setAttributes(node, { viewBox: `0 0 ${view.width} ${view.height}`, height: view.height });
        curves.replaceChildren(...drawing(view, tz, body));
        setText(title, t('night_of', { date: longDate(night.from_ms, tz) }));
        setText(note, `${sunTimes(night, tz)} ${t('tap')}`);
    }

    function paint(night, ms, { tz, body }) {
        if (!night || node_width === 0) return;
        const key = `${night.from_ms} ${tz} ${body} ${node_width} ${document.documentElement.lang} ${night.received_ms}`;
        if (key !== drawn) draw(night, tz, body);
        drawn = key;
        const px = Math.min(view.width - MARGIN.right, Math.max(MARGIN.left, view.x(ms)));
        setAttributes(now_line, { x1: px, x2: px, y1: MARGIN.top, y2: view.height - MARGIN.bottom,
            visibility: ms >= view.from_ms && ms <= view.until_ms ? 'visible' : 'hidden' });
    }
    return { nodes: [title, note, node], paint };
}
