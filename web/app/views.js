// From the state to words and numbers to show: pure functions, without the document and the clock.

import { ASTRONOMICAL_DEG, CIVIL_DEG, NAUTICAL_DEG, PLANETS } from './lists.mjs';
import { ageText, bodyName, decimals, hasText, localNumber, t } from './texts.js';
import { clockSeconds, comingText, DAY_MS, eventClock } from './zone.js';

const STALE_MS = 7000, OFFLINE_MS = 15000;

// What the table and the dome show at an instant: the last answer of /sky, with newer positions from the live rows or, between the
// answers, from the night's track. Gives null before the first answer.
export function viewScene({ sky, live, track }, ms, is_live) {
    if (!sky) return null;
    const known = new Map(sky.bodies.map((row) => [row.body, row]));
    let rows = sky.bodies, time_ms = sky.time_ms, is_exact = true;
    if (is_live && live && live.time_ms >= sky.time_ms) {
        rows = live.rows;
        time_ms = live.time_ms;
    }
    const is_old = Math.abs(time_ms - ms) > (is_live ? STALE_MS : 999);
    if (is_old && track?.covers(ms)) {
        rows = sky.bodies.map(({ body }) => track.placeAt(body, ms)).filter(Boolean);
        time_ms = ms;
        is_exact = false;
    }
    const scene = { time_ms, is_exact, rows: rows.map((row) => ({ ...known.get(row.body), ...row })) };
    for (const row of scene.rows) if (!row.direction) row.direction = known.get(row.body)?.direction;
    scene.sun = scene.rows.find(({ body }) => body === 'sun') || null;
    scene.light = is_exact && rows === sky.bodies && sky.light ? sky.light : lightOf(scene.sun);
    return scene;
}

function lightOf(sun) {
    if (!sun) return 'night';
    if (sun.above_horizon) return 'day';
    const alt_deg = sun.alt_true_deg ?? sun.alt_deg;
    return alt_deg > CIVIL_DEG ? 'civil_twilight' : alt_deg > NAUTICAL_DEG ? 'nautical_twilight'
         : alt_deg > ASTRONOMICAL_DEG ? 'astronomical_twilight' : 'night';
}

// ---- the sentence
export function viewSentence(scene, tz) {
    if (!scene) return t('asking');
    const planets = scene.rows.filter(({ body }) => PLANETS.includes(body));
    const up = planets.filter((row) => row.above_horizon).sort((a, b) => b.alt_deg - a.alt_deg);
    const values = up.length > 0 ? { n: up.length, body: bodyName(up[0].body), alt: Math.round(up[0].alt_deg),
                                    in: t(`in_${up[0].direction}`) } : {};
    const parts = [t(up.length === 0 ? 'up_none' : up.length === 1 ? 'up_one' : 'up_many', values)];
    const next = up.length > 0 ? nextOf(up, 'set', scene.time_ms) : nextOf(planets, 'rise', scene.time_ms);
    if (next) parts.push(t(`next_${next.event}`, { body: bodyName(next.body), time: eventClock(next.ms, tz) }));
    parts.push(t(`light_${scene.light}`));
    return parts.join(' ');
}

// The first of the bodies to rise or to set within a day.
function nextOf(rows, event, from_ms) {
    return rows.map((row) => ({ body: row.body, event, ms: eventMs(row, event) }))
        .filter(({ ms }) => ms !== null && ms > from_ms && ms - from_ms < DAY_MS).sort((a, b) => a.ms - b.ms)[0] || null;
}

export function eventMs(row, event) {
    const found = row[`next_${event}`];
    return found && found.time ? Date.parse(found.time) : null;
}

// ---- a row of the table
export function viewRow(row, scene, tz) {
    const never = row.status === 'always_up' || row.status === 'never_up' ? t(row.status) : '';
    const coming = (event) => {
        const ms = eventMs(row, event);
        if (ms !== null) return comingText(ms, scene.time_ms, tz);
        return row.status === { rise: 'never_up', set: 'always_up' }[event] ? never : '\u2014';
    };
    return {
        body: row.body,
        name: bodyName(row.body),
        direction: t(row.direction),
        azimuth: `${decimals(row.az_deg, 1, 360)}\u00b0`,
        motion: row.motion === 'rising' ? '\u2191' : row.motion === 'sinking' ? '\u2193' : '',
        motion_words: row.motion ? t(row.motion) : '',
        altitude: `${decimals(row.alt_deg, 1)}\u00b0`,
        fists: fistsText(row.alt_deg),
        magnitude: Number.isFinite(row.magnitude) ? decimals(row.magnitude, 1) : '\u2014',
        rise: coming('rise'), transit: coming('transit'), set: coming('set'),
        never,
        verdict: row.verdict && hasText(`verdict_${row.verdict}`) ? t(`verdict_${row.verdict}`) : row.verdict || '\u2014',
        verdict_key: row.verdict,
        reason: reasonText(row),
    };
}

// A fist at arm's length is about ten degrees.
export function fistsText(alt_deg) {
    if (!(alt_deg > 0)) return t('group_below');
    const n = Math.round(alt_deg / 10);
    return n === 0 ? t('fist_none') : n === 1 ? t('fist') : t('fists', { n });
}

// The reason in the page's language, from its code and its numbers. A code without a text here has the server's English.
export function reasonText({ reason, reason_code, reason_values = {} }) {
    if (!hasText(`reason_${reason_code}`)) return (reason || '').replace(/ deg\b/g, '\u00b0');
    const values = {};
    for (const [name, value] of Object.entries(reason_values)) {
        if (name === 'magnitude') values.magnitude = decimals(value, 1);
        else if (name.endsWith('_deg')) values[name.slice(0, -4)] = decimals(Math.abs(value), 0);
    }
    return t(`reason_${reason_code}`, values);
}

// ---- badge, fault, place
export function viewBadge({ answered_ms, fault, time_ms, sky, live, track }, now_ms) {
    const is_silent = fault && fault.kind === 'silent';
    if (answered_ms === null) {
        if (!fault) return { status: 'connecting', text: t('connecting') };
        return is_silent ? { status: 'offline', text: t('offline_bare') } : { status: 'stale', text: t('no_data') };
    }
    const age_ms = now_ms - answered_ms, age = ageText(age_ms);
    if (is_silent && track && (sky?.is_cached || (time_ms === null && !live))) return { status: 'offline', text: t('offline_track') };
    if (time_ms !== null) {
        return is_silent ? { status: 'offline', text: t('offline', { age }) } : { status: 'travel', text: t('travel') };
    }
    if (age_ms < STALE_MS) return { status: 'live', text: t('live') };
    const status = age_ms >= OFFLINE_MS && is_silent ? 'offline' : 'stale';
    return { status, text: t(status, { age }) };
}

export function viewFault(fault) {
    if (!fault) return '';
    if (fault.reach) return t('out_of_reach', fault.reach);
    return fault.kind === 'refusal' ? t('fault_refusal', { detail: fault.detail }) : t('fault_silent');
}

export function placeText({ lat_deg, lon_deg, elevation_m }) {
    const east = lon_deg > 180 ? lon_deg - 360 : lon_deg;
    const plain = (value, digits) => localNumber(String(+value.toFixed(digits)));
    const part = (deg, plus, minus) => `${plain(Math.abs(deg), 4)}\u00b0 ${t(deg < 0 ? minus : plus)}`;
    return `${part(lat_deg, 'N', 'S')}, ${part(east, 'E', 'W')}, ${plain(elevation_m, 1)} m`;
}

export const placeTitle = ({ name, is_near, place }) => (is_near ? t('near', { name }) : name || placeText(place).replace(/, [^ ]* m$/, ''));

export function viewNote({ errors, geo, origin, place, reach, is_time_unread, is_place_unread }) {
    if (reach) return { tone: 'warn', text: t('out_of_reach', reach) };
    if (is_time_unread) return { tone: 'warn', text: t('bad_time') };
    if (Object.keys(errors).length > 0) return { tone: 'warn', text: t('bad_fields', { place: placeText(place) }) };
    const reason = geo === 'idle' || geo === 'granted' ? '' : t(`geo_${geo}`);
    const rest = origin !== 'default' ? '' : is_place_unread && hasText('search_none') ? `${t('search_none')} ${t('note_default')}` : t('note_default');
    return { tone: is_place_unread || (reason && geo !== 'asking') ? 'warn' : '', text: [reason, rest].filter(Boolean).join(' ') };
}

export const viewCaption = (state, scene, tz) =>
    t('caption', { place: !state.name ? placeText(state.place) : state.is_near ? `${placeText(state.place)}, ${placeTitle(state)}`
                          : `${state.name} (${placeText(state.place)})`,
                   time: `${clockSeconds(scene.time_ms, tz)}` });
