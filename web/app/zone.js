// Times of the place's own zone; the device's zone is never used. Nights run from local noon to local noon.

import { languageNow } from './words.js';

export const MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000;

const formats = new Map();

function format(tz, options) {
    const key = `${languageNow()} ${tz} ${JSON.stringify(options)}`;
    let found = formats.get(key);
    if (!found) {
        const locale = { en: 'en-GB', fr: 'fr', de: 'de', es: 'es' }[languageNow()];
        found = new Intl.DateTimeFormat(locale, { timeZone: tz, ...options });
        formats.set(key, found);
    }
    return found;
}

export function isZone(tz) {
    try { return Boolean(tz) && Boolean(new Intl.DateTimeFormat('en', { timeZone: tz })); } catch { return false; }
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const SHORT_DATE = { day: 'numeric', month: 'short' };

export const clockText = (ms, tz) => format(tz, CLOCK).format(ms);
export const clockSeconds = (ms, tz) => format(tz, { ...CLOCK, second: '2-digit', timeZoneName: 'short' }).format(ms);
export const shortDate = (ms, tz) => format(tz, SHORT_DATE).format(ms);
export const longDate = (ms, tz) => format(tz, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
export const clockZone = (ms, tz) => format(tz, { ...CLOCK, timeZoneName: 'short' }).format(ms);
export const fullDate = (ms, tz) => format(tz, { weekday: 'short', ...SHORT_DATE, year: 'numeric' }).format(ms);
export const fullTime = (ms, tz) => `${fullDate(ms, tz)}, ${clockZone(ms, tz)}`;

// Events are told to the nearest minute, as almanacs do.
export const eventClock = (ms, tz) => clockText(ms + MINUTE_MS / 2, tz);

// A coming time as one reads it: the clock, with the date when it is more than a day away.
export function comingText(ms, from_ms, tz) {
    return Math.abs(ms - from_ms) < DAY_MS ? eventClock(ms, tz) : `${shortDate(ms + MINUTE_MS / 2, tz)} ${eventClock(ms, tz)}`;
}

// Calendar fields of an instant in a zone.
function fields(ms, tz) {
    const key = `fields ${tz}`;
    let parts = formats.get(key);
    if (!parts) {
        parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, hourCycle: 'h23', year: 'numeric', month: 'numeric',
            day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
        formats.set(key, parts);
    }
    const got = {};
    for (const { type, value } of parts.formatToParts(ms)) got[type] = Number(value);
    return got;
}

// How far a zone's clocks are ahead of UTC at an instant.
function offset(ms, tz) {
    const { year, month, day, hour, minute, second } = fields(ms, tz);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

// The instant at which a zone's clocks show a calendar time; a time skipped by them is taken an hour on.
export function instantOf(tz, year, month, day, hour = 0, minute = 0) {
    const wall_ms = Date.UTC(year, month - 1, day, hour, minute);
    const first = wall_ms - offset(wall_ms, tz);
    return wall_ms - offset(first, tz);
}

const dateText = (ms) => new Date(ms).toISOString().slice(0, 10);

// The night that an instant belongs to: { date: that of its evening, from_ms, until_ms }.
let last = { tz: '' };             // the night asked for last: the same one, in most frames

export function nightOf(ms, tz) {
    if (last.tz === tz && ms >= last.from_ms && ms < last.until_ms) return last;
    const { year, month, day, hour } = fields(ms, tz);
    return last = { tz, ...nightOfDate(dateText(Date.UTC(year, month - 1, hour < 12 ? day - 1 : day)), tz) };
}

export function nightOfDate(date, tz) {
    const [year, month, day] = date.split('-').map(Number);
    return { date, from_ms: instantOf(tz, year, month, day, 12), until_ms: instantOf(tz, year, month, day + 1, 12) };
}

export const dayAfter = (date, days) => dateText(Date.parse(`${date}T12:00Z`) + days * DAY_MS);

// The same time of the clock in another night.
export function sameClock(ms, tz, date) {
    const { hour, minute } = fields(ms, tz);
    const [year, month, day] = (hour < 12 ? dayAfter(date, 1) : date).split('-').map(Number);
    return instantOf(tz, year, month, day, hour, minute);
}
