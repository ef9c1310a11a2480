// Times in the zone of the place; the zone of the device is not used.

import { DAY_S } from './lists.mjs';
import { languageNow } from './texts.js';

export const MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 1000 * DAY_S;

const formats = new Map();

function format(tz, options) {
    const key = `${languageNow()} ${tz} ${JSON.stringify(options)}`;
    let known = formats.get(key);
    if (!known) {
        const locale = languageNow() === 'en' ? 'en-GB' : languageNow();      // days before months, clocks of 24 hours
        known = new Intl.DateTimeFormat(locale, { timeZone: tz, ...options });
        formats.set(key, known);
    }
    return known;
}

export function isZone(tz) {
    try { return Boolean(tz) && Boolean(new Intl.DateTimeFormat('en', { timeZone: tz })); } catch { return false; }
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const SHORT_DATE = { day: 'numeric', month: 'short' };

export const clockText = (ms, tz) => format(tz, CLOCK).format(ms);
export const clockSeconds = (ms, tz) => format(tz, { ...CLOCK, second: '2-digit', timeZoneName: 'short' }).format(ms);
const shortDate = (ms, tz) => format(tz, SHORT_DATE).format(ms);
export const longDate = (ms, tz) => format(tz, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
export const clockZone = (ms, tz) => format(tz, { ...CLOCK, timeZoneName: 'short' }).format(ms);
export const fullDate = (ms, tz) => format(tz, { weekday: 'short', ...SHORT_DATE, year: 'numeric' }).format(ms);
export const fullTime = (ms, tz) => `${fullDate(ms, tz)}, ${clockZone(ms, tz)}`;

// Times of events are rounded to the nearest minute, as in almanacs.
export const eventClock = (ms, tz) => clockText(ms + MINUTE_MS / 2, tz);

// A time of day, after the date when it is more than a day away.
export function comingText(ms, from_ms, tz) {
    return Math.abs(ms - from_ms) < DAY_MS ? eventClock(ms, tz) : `${shortDate(ms + MINUTE_MS / 2, tz)} ${eventClock(ms, tz)}`;
}
