// Nights of a place by its own clocks, from noon to noon; clocks that change make some of 23 and of 25 hours.

import { DAY_MS } from '../app/zone.js';

// Calendar fields of an instant in a zone.
const formats = new Map();

function fields(ms, tz) {
    let parts = formats.get(tz);
    if (!parts) {
        parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, hourCycle: 'h23', year: 'numeric', month: 'numeric',
            day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
        formats.set(tz, parts);
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
