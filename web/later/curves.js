// Tonight: the altitude of every body from noon to noon, over bands of twilight and the hours of the Moon.

import { make, say, set, svg } from '../app/dom.js';
import { placeLabels } from '../app/labels.js';
import { ASTRONOMICAL_DEG, CIVIL_DEG, NAUTICAL_DEG, SUNSET_DEG } from '../app/lists.mjs';
import { paintSoon } from '../app/main.js';
import { bodyName, t } from '../app/words.js';
import { clockText, eventClock, HOUR_MS, longDate } from '../app/zone.js';

const TOP_DEG = 90, LOW_DEG = -6, MARGIN = { left: 30, right: 8, top: 8, bottom: 22 };
const LEAST_DEG = 10;              // below it the air spoils the view
// The class of a band and the altitude below which the Sun is then: the later ones lie over the earlier.
const BANDS = [['civil', SUNSET_DEG], ['nautical', CIVIL_DEG], ['astronomical', NAUTICAL_DEG], ['dark', ASTRONOMICAL_DEG]];

const msOf = (event) => (event && event.time ? Date.parse(event.time) : null);

// From the Sun's own curve, the stretches of the night with the Sun below an altitude: [[from_ms, until_ms]].
function stretches(curve, heights, limit_deg) {
    const found = [], at = (i) => curve.start_ms + i * curve.step_ms;
    let from = heights[0] < limit_deg ? at(0) : null;
    for (let i = 1; i < heights.length; i++) {
        const a = heights[i - 1], b = heights[i];
        if ((a < limit_deg) === (b < limit_deg)) continue;
        const cross = at(i - 1) + (limit_deg - a) / (b - a) * curve.step_ms;
        if (b < limit_deg) from = cross;
        else { found.push([from, cross]); from = null; }
    }
    if (from !== null) found.push([from, at(heights.length - 1)]);
    return found;
}

export function viewCurves(night, width, height) {
    const curve = { start_ms: Date.parse(night.curve.start), step_ms: night.curve.step_s * 1000 };
    const until_ms = curve.start_ms + (night.curve.count - 1) * curve.step_ms;
    const x = (ms) => MARGIN.left + (ms - curve.start_ms) / (until_ms - curve.start_ms) * (width - MARGIN.left - MARGIN.right);
    const y = (deg) => MARGIN.top + (TOP_DEG - deg) / (TOP_DEG - LOW_DEG) * (height - MARGIN.top - MARGIN.bottom);
    const heights = new Map(night.bodies.map((row) => [row.body, row.curve_alt_deg]));
    const bands = BANDS.flatMap(([kind, limit_deg]) =>
        stretches(curve, heights.get('sun') || [], limit_deg).map(([from, to]) => ({ kind, from, to })));
    const moon = heights.has('moon') ? stretches(curve, heights.get('moon').map((deg) => -deg), -SUNSET_DEG) : [];
    return { x, y, bands, moon, lines: night.bodies.map((row) => lineOf(row, curve, x, y)), from_ms: curve.start_ms, until_ms };
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
    return placeLabels(dots, []);
}

export function curveWords(night, tz) {
    const times = night.night, clock = (name) => eventClock(msOf(times[name]), tz);
    const has = (...names) => names.every((name) => msOf(times[name]) !== null);
    if (times.sun && times.sun !== 'sets') return t(`sun_${times.sun}`);
    if (!has('sunset', 'sunrise')) return '';
    const given = { set: clock('sunset'), rise: clock('sunrise') };
    if (!has('astronomical_dusk', 'astronomical_dawn')) return t('sun_sets_bright', given);
    return t('sun_sets', { ...given, dusk: clock('astronomical_dusk'), dawn: clock('astronomical_dawn') });
}

// Makes the curves' region. jump(ms) is called on a tap, choose(body) on a curve's name.
export function makeCurves(jump) {
    const title = make('h2', { id: 'curves-title' }), says = make('p', { id: 'curves-says', class: 'note' });
    const still = svg('g'), line = svg('line', { class: 'now-line' });
    const drawing = svg('svg', { id: 'curves', role: 'img', 'aria-labelledby': 'curves-title curves-says', onclick: tap }, still, line);
    let view = null, wide = 0, width = 0, height = 0, drawn = '';
    // Asked in every frame, the width would make the browser lay out the page in every frame.
    new ResizeObserver(() => { wide = drawing.clientWidth; paintSoon(); }).observe(drawing);

    function tap(event) {
        if (!view) return;
        const box = drawing.getBoundingClientRect(), px = (event.clientX - box.left) * width / box.width;
        const part = (px - MARGIN.left) / (width - MARGIN.left - MARGIN.right);
        jump(Math.round((view.from_ms + Math.min(1, Math.max(0, part)) * (view.until_ms - view.from_ms)) / 60000) * 60000);
    }

    function hours(tz) {
        const step = width < 500 ? 4 : 2, marks = [];
        for (let ms = Math.ceil(view.from_ms / HOUR_MS) * HOUR_MS; ms <= view.until_ms; ms += HOUR_MS) {
            const text = clockText(ms, tz), px = view.x(ms);
            if (Number(text.slice(0, 2)) % step !== 0 || !text.endsWith('00')) continue;
            marks.push(svg('line', { class: 'grid', x1: px, x2: px, y1: MARGIN.top, y2: height - MARGIN.bottom }));
            if (px > MARGIN.left && px < width - 16) marks.push(svg('text', { class: 'hour', x: px, y: height - 7 }, text));
        }
        return marks;
    }

    function draw(night, tz, body) {
        view = viewCurves(night, width, height);
        const { x, y } = view, low = height - MARGIN.bottom;
        const rect = (kind, from, to, y0, y1) => svg('rect', { class: kind, x: x(from), width: Math.max(0, x(to) - x(from)), y: y0, height: y1 - y0 });
        const levels = [0, 30, 60, 90].map((deg) => svg('g', {},
            svg('line', { class: deg === 0 ? 'horizon' : 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(deg), y2: y(deg) }),
            svg('text', { class: 'level', x: MARGIN.left - 5, y: y(deg) }, `${deg}\u00b0`)));
        still.replaceChildren(rect('band day', view.from_ms, view.until_ms, MARGIN.top, low),
            ...view.bands.map(({ kind, from, to }) => rect(`band ${kind}`, from, to, MARGIN.top, low)),
            ...view.moon.map(([from, to]) => rect('band moon', from, to, MARGIN.top, low)),
            ...hours(tz), ...levels,
            svg('line', { class: 'least', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(LEAST_DEG), y2: y(LEAST_DEG) }),
            ...view.lines.map(({ body: own, d }) => svg('path', { class: `curve ${own}${own === body ? ' chosen' : ''}`, d })),
            ...labelsOf(view.lines, width, height).filter(({ label }) => label).map(({ key, name, label }) =>
                svg('text', { class: `curve-name ${key}${key === body ? ' chosen' : ''}`, x: (label.x0 + label.x1) / 2, y: (label.y0 + label.y1) / 2 }, name)));
        say(title, t('night_of', { date: longDate(night.from_ms, tz) }));
        say(says, `${curveWords(night, tz)} ${t('tap')}`);
    }

    function paint(night, ms, { tz, body }) {
        if (!night || wide === 0) return;
        const key = `${night.from_ms} ${tz} ${body} ${wide} ${document.documentElement.lang} ${night.is_new}`;
        if (key !== drawn) {
            [drawn, width, height] = [key, wide, wide < 500 ? 200 : 240];
            set(drawing, 'viewBox', `0 0 ${width} ${height}`);
            set(drawing, 'height', height);
            draw(night, tz, body);
        }
        const px = Math.min(width - MARGIN.right, Math.max(MARGIN.left, view.x(ms)));
        set(line, 'x1', px); set(line, 'x2', px); set(line, 'y1', MARGIN.top); set(line, 'y2', height - MARGIN.bottom);
        set(line, 'visibility', ms >= view.from_ms && ms <= view.until_ms ? 'visible' : 'hidden');
    }
    return { nodes: [title, says, drawing], paint };
}
