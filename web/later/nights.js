// Nights from noon to noon by the clocks of a zone. Where the clocks change, a night has 23 or 25 hours.

import { DAY_MS } from '../app/zone.js';

// Calendar fields of an instant in a zone.
const formats = new Map();

function fields(ms, tz) {
    let format = formats.get(tz);
    if (!format) {
        format = new Intl.DateTimeFormat('en-US', { timeZone: tz, hourCycle: 'h23', year: 'numeric', month: 'numeric',
            day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
        formats.set(tz, format);
    }
    return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
}

// Milliseconds by which a zone is ahead of UTC at an instant.
function offsetMs(ms, tz) {
    const { year, month, day, hour, minute, second } = fields(ms, tz);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

// The instant at which the clocks of a zone show a time; a time that they skip becomes one an hour later.
function instantOf(tz, { year, month, day, hour, minute = 0 }) {
    const wall_ms = Date.UTC(year, month - 1, day, hour, minute);
    const guess_ms = wall_ms - offsetMs(wall_ms, tz);
    return wall_ms - offsetMs(guess_ms, tz);
}

const dateText = (ms) => new Date(ms).toISOString().slice(0, 10);

const dateParts = (text) => { const [year, month, day] = text.split('-').map(Number); return { year, month, day }; };

let last = { tz: '' };             // the last result of nightOf, which most frames need again

// The night of an instant: { date, from_ms, until_ms }, the date being that of its evening.
export function nightOf(ms, tz) {
    if (last.tz === tz && ms >= last.from_ms && ms < last.until_ms) return last;
    const { year, month, day, hour } = fields(ms, tz);
    return last = { tz, ...nightOfDate(dateText(Date.UTC(year, month - 1, hour < 12 ? day - 1 : day)), tz) };
}

function nightOfDate(date, tz) {
    const noon = { ...dateParts(date), hour: 12 };
    return { date, from_ms: instantOf(tz, noon), until_ms: instantOf(tz, { ...noon, day: noon.day + 1 }) };
}

export const dayAfter = (date, days) => dateText(Date.parse(`${date}T12:00Z`) + days * DAY_MS);

// The instant in the night of a date at which the clocks show the same time as at `ms`.
export function sameClock(ms, tz, date) {
    const { hour, minute } = fields(ms, tz);
    return instantOf(tz, { ...dateParts(hour < 12 ? dayAfter(date, 1) : date), hour, minute });
}
