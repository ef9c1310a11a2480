// The page: one state, pure functions from it to what is seen, then the few that touch the browser.
//
//   words and numbers   text of a field to degrees, degrees to text
//   views               state -> sentence, badge, note, rows, dome; no document, no clock
//   painting            views into the document; writes only what has changed
//   doing               place, geolocation, polling, testPerformance
//
// Names of quantities are those of the JSON answer (az_deg, alt_deg). All addresses are relative, so the page
// works under any path. Nothing here makes markup from data.

const POLL_MS = 2000;
const DEADLINE_MS = 5000;          // of one request, its body included
const TYPING_MS = 500;             // a change counts this long after the last key
const STALE_MS = 5000;
const OFFLINE_MS = 12000;
const LOCATE_MS = 10000;           // the browser counts it from the user's consent, not from the prompt

const DEFAULT_PLACE = { lat_deg: 51.4769, lon_deg: -0.0005, elevation_m: 0 };
const DEFAULT_TEXTS = { lon: '-0.0005', lat: '51.4769', elevation: '0' };
const PLANETS = ['mercury', 'venus', 'mars', 'jupiter', 'saturn', 'uranus', 'neptune'];
const FIELDS = {
    lon: { to: 'lon_deg', min: -180, max: 360, sexagesimal: true,
           expects: 'Longitude: a number from -180 to 360, degrees east, such as 2.45 or 2:27:00.' },
    lat: { to: 'lat_deg', min: -90, max: 90, sexagesimal: true,
           expects: 'Latitude: a number from -90 to 90, degrees north, such as 48.93 or 48:55:48.' },
    elevation: { to: 'elevation_m', min: -500, max: 100000, sexagesimal: false,
           expects: 'Elevation: a number from -500 to 100000, metres above the sea, such as 35.' },
};

const state = {
    texts: { ...DEFAULT_TEXTS },   // what the fields hold
    errors: {},                    // field -> what it expects
    place: DEFAULT_PLACE,          // the place asked for: the last good one
    origin: 'default',             // default, browser, edited, link
    geo: 'idle',                   // idle, asking, granted, late, refused, timeout, unavailable, insecure, unsupported
    is_location_wanted: false,     // typing while the browser asks takes the wish back
    sky: null,                     // { positions, place }: the last good answer and the place it is for
    answered_ms: null,             // when it came, by the browser's steady clock
    fault: null,                   // null, or { kind: 'silent' | 'refusal', detail } of the last try
};

// ---------------------------------------------------------------- words and numbers

// A field's text as a number: 48.93, 48,93, 48:55:48. Gives null if it is none or out of range.
export function parseField(name, text) {
    const { min, max, sexagesimal } = FIELDS[name];
    const plain = text.trim().replace(/^\u2212/, '-').replace(',', '.');
    let value = null;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) value = Number(plain);
    else if (sexagesimal) value = parseSexagesimal(plain);
    return value !== null && value >= min && value <= max ? value : null;
}

function parseSexagesimal(text) {
    const parts = /^([+-]?)(\d+):([0-5]?\d(?:\.\d*)?)$/.exec(text)
               || /^([+-]?)(\d+):([0-5]?\d):([0-5]?\d(?:\.\d*)?)$/.exec(text);
    if (!parts) return null;
    const [, sign, deg, min, sec = '0'] = parts;
    const size = Number(deg) + Number(min) / 60 + Number(sec) / 3600;
    return sign === '-' ? -size : size;
}

function parseTexts(texts) {
    const place = {}, errors = {};
    for (const [name, field] of Object.entries(FIELDS)) {
        const value = parseField(name, texts[name]);
        if (value === null) errors[name] = field.expects;
        else place[field.to] = value;
    }
    return { place, errors, good: Object.keys(errors).length === 0 };
}

// Never 1e-7: not every parser of degrees reads exponents.
const plainNumber = (value) => (String(value).includes('e') ? value.toFixed(12) : String(value));

// Two decimals, without -0.00; an azimuth never reads 360.00.
export function twoDecimals(deg, full = Infinity) {
    const text = deg.toFixed(2);
    return text === '-0.00' || Number(text) === full ? '0.00' : text;
}

export function placeWords({ lat_deg, lon_deg, elevation_m }) {
    const east = lon_deg > 180 ? lon_deg - 360 : lon_deg;
    const part = (deg, plus, minus) => `${+Math.abs(deg).toFixed(4)}\u00b0 ${deg < 0 ? minus : plus}`;
    return `${part(lat_deg, 'N', 'S')}, ${part(east, 'E', 'W')}, ${+elevation_m.toFixed(1)} m`;
}

const WINDS = { N: 'north', E: 'east', S: 'south', W: 'west' };
export const directionWords = (letters) => [...letters].map((letter) => WINDS[letter]).join('-');

const bodyName = (body) => body.charAt(0).toUpperCase() + body.slice(1);

// ---------------------------------------------------------------- views: pure

export function viewSentence(positions) {
    if (!positions) return 'Asking for the sky.';
    const up = positions.filter((row) => row.above_horizon && PLANETS.includes(row.body));
    const light = { day: 'The Sun is up.', twilight: 'It is twilight.', dark: 'It is dark.' }[viewLight(positions)];
    if (up.length === 0) return `No planet is up. ${light}`;
    const highest = up.reduce((best, row) => (row.alt_deg > best.alt_deg ? row : best));
    const where = `${Math.round(highest.alt_deg)}\u00b0 in the ${directionWords(highest.direction)}`;
    if (up.length === 1) return `1 planet is up: ${bodyName(highest.body)}, ${where}. ${light}`;
    return `${up.length} planets are up. ${bodyName(highest.body)} is highest, ${where}. ${light}`;
}

// Day ends when the Sun is seen to set, the night begins when it is 18 degrees under the horizon.
function viewLight(positions) {
    const sun = positions.find((row) => row.body === 'sun');
    if (!sun) return 'dark';
    if (sun.above_horizon) return 'day';
    return sun.alt_true_deg > -18 ? 'twilight' : 'dark';
}

export function viewBadge({ answered_ms, fault }, now_ms) {
    if (answered_ms === null) {
        if (!fault) return { status: 'connecting', text: 'connecting' };
        return fault.kind === 'silent' ? { status: 'offline', text: 'offline' } : { status: 'stale', text: 'no data' };
    }
    const age_ms = now_ms - answered_ms;
    if (age_ms < STALE_MS) return { status: 'live', text: 'live' };
    const age = `last answer ${ageWords(age_ms)} ago`;
    const is_offline = age_ms >= OFFLINE_MS && fault && fault.kind === 'silent';
    const status = is_offline ? 'offline' : 'stale';
    return { status, text: `${status}: ${age}` };
}

function ageWords(age_ms) {
    const s = Math.floor(age_ms / 1000);
    return s < 120 ? `${s} s` : s < 7200 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h`;
}

const AT_DEFAULT = 'This is the sky of Greenwich, the default place.';
const NO_PLACE = {
    refused: 'The browser refused to tell where you are: permission denied.',
    timeout: 'The browser did not find out where you are in time.',
    unavailable: 'The browser could not find out where you are.',
    insecure: 'The browser tells where you are to secure pages only (https or localhost), and this one came over plain http.',
    unsupported: 'This browser has no geolocation.',
};

export function viewNote({ origin, geo, is_location_wanted, errors, place }) {
    if (Object.keys(errors).length > 0) {
        return { tone: 'warn', text: `Not every field can be used, so this is the sky of ${placeWords(place)}.` };
    }
    const asking = geo === 'asking' && is_location_wanted ? ' Asking the browser where you are.' : '';
    const reason = NO_PLACE[geo];
    switch (origin) {
    case 'browser': return { tone: '', text: `This is the sky of the place your browser reports.${asking}` };
    case 'link':    return { tone: '', text: `This is the sky of the place in the link.${asking}` };
    case 'edited':
        if (geo === 'late') {
            return { tone: '', text: 'This is the sky of the place you typed. The browser has since found yours: '
                                   + 'Reset Geo Location takes it.' };
        }
        return { tone: '', text: `This is the sky of the place you typed.${asking}${reason ? ` ${reason}` : ''}` };
    default:
        if (reason) return { tone: 'warn', text: `${reason} ${AT_DEFAULT} Type yours above.` };
        return { tone: 'warn', text: `${AT_DEFAULT} Allow the location or type yours above.` };
    }
}

export function viewFault(fault) {
    if (!fault) return '';
    return fault.kind === 'refusal' ? `The server says: ${fault.detail}`
                                    : 'The server does not answer. Trying again every 2 seconds.';
}

export function viewCaption(sky) {
    if (!sky) return 'The planets in the sky';
    const time = sky.positions[0].time;
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(time) ? `, ${time.slice(0, 10)} ${time.slice(11, 19)} UTC` : '';
    return `Sky of ${placeWords(sky.place)}${at}`;
}

export function viewRow(row) {
    return {
        body: row.body,
        name: bodyName(row.body),
        azimuth: `${twoDecimals(row.az_deg, 360)}\u00b0`,
        direction: row.direction,
        altitude: `${twoDecimals(row.alt_deg)}\u00b0`,
        horizon: row.above_horizon ? '\u25b2 up' : '\u25bd below',
    };
}

// ---- the dome: unit is 1/100 of its radius; looking up, so east is on the left
const DOT_R = { sun: 6, moon: 6, venus: 3.6, jupiter: 3.6, mars: 3, saturn: 3, mercury: 2.6 };
const NAME_HEIGHT = 10, NAME_WIDTH_PER_LETTER = 5.2;

export function domePoint({ az_deg, alt_deg }) {
    const az_rad = az_deg * Math.PI / 180, r = (90 - alt_deg) / 90 * 100;
    return { x: -r * Math.sin(az_rad), y: -r * Math.cos(az_rad) };
}

const DOME_RINGS_DEG = [30, 60];
const ringNameY = (alt_deg) => domePoint({ az_deg: 180, alt_deg }).y - 4.5;

const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
const DIRECTIONS = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8],
                    [0.4, -1], [-0.4, -1], [0.4, 1], [-0.4, 1]];

// A name goes to the first place beside its dot where it covers nothing; near first, then farther with a line.
export function viewDome(positions) {
    const dots = positions.filter((row) => row.above_horizon)
        .map((row) => ({ body: row.body, r: DOT_R[row.body] || 2.2, ...domePoint(row) }));
    const taken = dots.map(({ x, y, r }) => ({ x0: x - r, x1: x + r, y0: y - r, y1: y + r }));
    for (const alt_deg of DOME_RINGS_DEG) {
        const y = ringNameY(alt_deg);
        taken.push({ x0: -6, x1: 6, y0: y - 4, y1: y + 4 });
    }
    for (const dot of dots) {
        dot.name = bodyName(dot.body);
        dot.label = freePlace(dot, taken);
        taken.push(dot.label);
    }
    return { light: viewLight(positions), dots };
}

function freePlace(dot, taken) {
    const w = dot.name.length * NAME_WIDTH_PER_LETTER, h = NAME_HEIGHT;
    let first = null;
    for (const gap of [2, 8, 16, 26, 38, 52, 68]) {
        for (const [dx, dy] of DIRECTIONS) {
            const cx = dot.x + dx * (dot.r + gap + w / 2), cy = dot.y + dy * (dot.r + gap + h / 2);
            const box = { x0: cx - w / 2, x1: cx + w / 2, y0: cy - h / 2, y1: cy + h / 2, has_leader: gap > 4 };
            first = first || box;
            const is_inside = Math.hypot(Math.max(-box.x0, box.x1), Math.max(-box.y0, box.y1)) < 100;
            if (is_inside && !taken.some((other) => overlaps(box, other))) return box;
        }
    }
    return first;
}

// ---------------------------------------------------------------- painting

const at = (id) => document.getElementById(id);

function paintText(node, text) {
    if (node.textContent !== text) node.textContent = text;
}

function paintErrors(errors) {
    for (const name of Object.keys(FIELDS)) {
        const text = errors[name] || '', node = at(`${name}-error`);
        paintText(node, text);
        node.hidden = text === '';
        if (text) at(name).setAttribute('aria-invalid', 'true');
        else at(name).removeAttribute('aria-invalid');
    }
}

const rows = new Map();            // body -> its <tr>; a body has one row for ever

function rowOf(body) {
    if (rows.has(body)) return rows.get(body);
    const tr = document.createElement('tr'), th = document.createElement('th');
    tr.dataset.body = body;
    th.scope = 'row';
    const [azimuth, altitude, horizon] = ['azimuth', 'altitude', 'horizon'].map((name) => {
        const td = document.createElement('td');
        td.className = name;
        return td;
    });
    const number = document.createElement('span'), direction = document.createElement('span');
    direction.className = 'direction';
    azimuth.append(number, ' ', direction);
    tr.append(th, azimuth, altitude, horizon);
    const cells = { tr, name: th, azimuth: number, direction, altitude, horizon };
    rows.set(body, cells);
    return cells;
}

function paintTable(positions) {
    const groups = { 'rows-up': [], 'rows-below': [] };
    for (const row of positions) {
        const { tr, ...cells } = rowOf(row.body), texts = viewRow(row);
        for (const [name, cell] of Object.entries(cells)) paintText(cell, texts[name]);
        groups[row.above_horizon ? 'rows-up' : 'rows-below'].push(tr);
    }
    for (const [id, wanted] of Object.entries(groups)) {
        const body = at(id), has = [...body.children];
        if (has.length !== wanted.length || has.some((tr, i) => tr !== wanted[i])) body.replaceChildren(...wanted);
    }
}

function svg(tag, attributes, text = '') {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) {
        node.setAttribute(name, typeof value === 'number' ? value.toFixed(1) : value);
    }
    node.textContent = text;
    return node;
}

function paintDome({ light, dots }) {
    const parts = [svg('circle', { class: 'dome-sky', r: 100 })];
    for (const alt_deg of DOME_RINGS_DEG) {
        parts.push(svg('circle', { class: 'dome-ring', r: domePoint({ az_deg: 180, alt_deg }).y }),
                   svg('text', { class: 'dome-alt', x: 0, y: ringNameY(alt_deg) }, `${alt_deg}\u00b0`));
    }
    parts.push(svg('path', { class: 'dome-ring', d: 'M-4 0H4M0-4V4' }));
    for (const [letter, az_deg] of [['N', 0], ['E', 90], ['S', 180], ['W', 270]]) {
        parts.push(svg('text', { class: 'dome-point', ...domePoint({ az_deg, alt_deg: -9.5 }) }, letter));
    }
    for (const { body, x, y, r, name, label } of dots) {
        const cx = (label.x0 + label.x1) / 2, cy = (label.y0 + label.y1) / 2;
        if (label.has_leader) parts.push(svg('line', { class: 'dome-leader', x1: x, y1: y, x2: cx, y2: cy }));
        parts.push(svg('circle', { class: `dot ${body}`, cx: x, cy: y, r }),
                   svg('text', { class: 'dome-name', x: cx, y: cy, 'text-anchor': 'middle' }, name));
    }
    at('dome').dataset.light = light;
    at('dome').replaceChildren(...parts);
}

const ANNOUNCE = { live: 'Data are live again.', stale: 'Data are stale.', offline: 'The server does not answer.' };

// Only a change of status is said aloud; the age in the badge is not.
function paintBadge({ status, text }) {
    const badge = at('badge'), before = badge.dataset.status;
    paintText(badge, text);
    if (before === status) return;
    badge.dataset.status = status;
    if (before !== 'connecting' || status !== 'live') paintText(at('announce'), ANNOUNCE[status] || '');
}

function paint() {
    const note = viewNote(state), fault = viewFault(state.fault);
    paintBadge(viewBadge(state, performance.now()));
    paintErrors(state.errors);
    at('note').dataset.tone = note.tone;
    paintText(at('note'), note.text);
    paintText(at('fault'), fault);
    at('fault').hidden = fault === '';
}

function paintSky() {
    paintText(at('sentence'), viewSentence(state.sky.positions));
    paintText(at('caption'), viewCaption(state.sky));
    paintTable(state.sky.positions);
    paintDome(viewDome(state.sky.positions));
}

// ---------------------------------------------------------------- doing: requests

const query = ({ lat_deg, lon_deg, elevation_m }) => new URLSearchParams({
    lat: plainNumber(lat_deg), lon: plainNumber(lon_deg), elevation: plainNumber(elevation_m),
});

// Runs ask(signal) and breaks it off after DEADLINE_MS, or when `stop` fires.
async function withDeadline(ask, stop = new AbortController()) {
    const timer = setTimeout(() => stop.abort(), DEADLINE_MS);
    try { return await ask(stop.signal); } finally { clearTimeout(timer); }
}

class Refusal extends Error {}     // the server answered, but with no sky

async function askPositions(place, signal) {
    const answer = await fetch(`api/v1/positions?bodies=all&${query(place)}`, { signal, cache: 'no-store' });
    const json = await answer.json().catch((error) => {
        if (signal.aborted) throw error;
        return {};
    });
    if (!answer.ok) throw new Refusal(json.detail || json.title || `status ${answer.status}`);
    if (!Array.isArray(json.positions) || json.positions.length === 0 || !json.positions.every(isRow)) {
        throw new Refusal('an answer without positions');
    }
    return json.positions;
}

const isRow = (row) => Number.isFinite(row.az_deg) && Number.isFinite(row.alt_deg) && Number.isFinite(row.alt_true_deg)
    && typeof row.body === 'string' && typeof row.time === 'string' && /^[NESW]{1,3}$/.test(row.direction);

// ---- polling: never two in flight; a new place breaks off the question about the old one
let flight = null;                 // AbortController of the request under way
let poll_timer = 0;

async function refresh() {
    clearTimeout(poll_timer);
    if (flight) flight.abort();
    const mine = flight = new AbortController();
    const place = state.place, begun_ms = performance.now();
    let positions = null, fault = null;
    try {
        positions = await withDeadline((signal) => askPositions(place, signal), mine);
    } catch (error) {
        fault = { kind: error instanceof Refusal ? 'refusal' : 'silent', detail: error.message };
    }
    if (mine !== flight) return;
    flight = null;
    state.fault = fault;
    if (positions) {
        Object.assign(state, { sky: { positions, place }, answered_ms: performance.now() });
        paintSky();
    }
    paint();
    if (!document.hidden) {
        poll_timer = setTimeout(refresh, Math.max(0, POLL_MS - (performance.now() - begun_ms)));
    }
}

document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(poll_timer);
    else refresh();
});
window.addEventListener('online', refresh);

// ---------------------------------------------------------------- doing: the place

function choose(place, origin) {
    const is_same = ['lat_deg', 'lon_deg', 'elevation_m'].every((name) => place[name] === state.place[name]);
    Object.assign(state, { place, origin, errors: {} });
    paint();
    if (!is_same) refresh();
}

function fill(texts) {
    state.texts = { ...texts };
    for (const name of Object.keys(FIELDS)) at(name).value = texts[name];
}

// ---- typing
let typing_timer = 0;

function applyFields() {
    const { place, errors, good } = parseTexts(state.texts);
    if (good) return choose(place, 'edited');
    state.errors = errors;
    paint();
}

at('place').addEventListener('input', (event) => {
    state.texts[event.target.name] = event.target.value;
    state.is_location_wanted = false;
    clearTimeout(typing_timer);
    typing_timer = setTimeout(applyFields, TYPING_MS);
});
at('place').addEventListener('submit', (event) => event.preventDefault());

// ---- geolocation
let location_round = 0;            // only the latest question may be answered

function locate(maximum_age_ms) {
    const round = ++location_round;
    state.is_location_wanted = true;
    if (!window.isSecureContext) return notLocated(round, 'insecure');
    if (!navigator.geolocation) return notLocated(round, 'unsupported');
    state.geo = 'asking';
    paint();
    navigator.geolocation.getCurrentPosition(
        (position) => located(round, position.coords),
        (error) => notLocated(round, { 1: 'refused', 3: 'timeout' }[error.code] || 'unavailable'),
        { timeout: LOCATE_MS, maximumAge: maximum_age_ms });
}

async function located(round, { latitude, longitude, altitude }) {
    const sent = { lat: plainNumber(latitude), lon: plainNumber(longitude), elevation: plainNumber(+(altitude ?? 0).toFixed(2)) };
    const texts = await askEcho(sent).catch(() => sent);
    if (round !== location_round) return;
    const { place, good } = parseTexts(texts);
    if (!good) return notLocated(round, 'unavailable');
    state.geo = state.is_location_wanted ? 'granted' : 'late';
    if (!state.is_location_wanted) return paint();
    state.is_location_wanted = false;
    fill(texts);
    choose(place, 'browser');
}

// The server says back what it understood; an echo that is no place counts as none.
async function askEcho(sent) {
    const json = await withDeadline(async (signal) => {
        const answer = await fetch('geo_location', { method: 'POST', body: new URLSearchParams(sent), signal });
        return answer.json();
    });
    const texts = { lat: String(json.lat), lon: String(json.lon), elevation: String(json.elevation) };
    if (!parseTexts(texts).good) throw new Refusal('no place');
    return texts;
}

function notLocated(round, reason) {
    if (round !== location_round) return;
    state.geo = reason;
    if (!state.is_location_wanted) return paint();
    state.is_location_wanted = false;
    fill(DEFAULT_TEXTS);
    choose(DEFAULT_PLACE, 'default');
}

at('reset').addEventListener('click', () => {
    clearTimeout(typing_timer);
    locate(0);
});

// ---------------------------------------------------------------- doing: the console's testPerformance

window.testPerformance = async function testPerformance(n = 100) {
    const place = query(state.place), begun_ms = performance.now();
    const asked = Array.from({ length: n }, async (_, i) => {
        const answer = await fetch(`planets/${PLANETS[i % PLANETS.length]}?${place}`, { cache: 'no-store' });
        await answer.json();
        return answer.ok;
    });
    const done = await Promise.allSettled(asked);
    const elapsed_ms = performance.now() - begun_ms;
    const failed = done.filter(({ value }) => value !== true).length;
    const result = { requests: n, failed, elapsed_ms, per_second: n / elapsed_ms * 1000 };
    console.log(`${n} requests, ${failed} failed, ${elapsed_ms.toFixed(1)} ms, ${result.per_second.toFixed(0)} a second`);
    return result;
};

// ---------------------------------------------------------------- the start

function start() {
    const asked = new URLSearchParams(location.search);
    if (asked.has('lat') || asked.has('lon')) {
        fill({ lon: asked.get('lon') || '', lat: asked.get('lat') || '', elevation: asked.get('elevation') || '0' });
        const { place, errors, good } = parseTexts(state.texts);
        if (good) Object.assign(state, { place, origin: 'link' });
        state.errors = errors;
    } else {
        fill(DEFAULT_TEXTS);
        locate(60000);
    }
    paint();
    refresh();
    setInterval(() => { if (!document.hidden) paint(); }, 1000);
}

start();
