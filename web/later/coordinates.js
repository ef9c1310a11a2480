// Reads coordinates in any usual notation: decimal, degrees and minutes, geo:, links of map sites. Without the document.

import { inRange } from '../app/state.js';

const placeInRange = (lat_deg, lon_deg, elevation_m = null) =>
    (inRange('lat', lat_deg) && inRange('lon', lon_deg) ? { lat_deg, lon_deg, elevation_m } : null);

const NUMBER = '([+-]?\\d+(?:\\.\\d+)?)';

// Links have the latitude first. The order of the list matters: a pin comes before the middle of the map.
const LINKS = [
    new RegExp(`!3d${NUMBER}!4d${NUMBER}`),                               // a pin
    new RegExp(`[?&]mlat=${NUMBER}&mlon=${NUMBER}`),
    new RegExp(`[?&](?:q|ll|query|center|destination|daddr|sll|cp)=(?:loc:)?${NUMBER}[,~]${NUMBER}`),
    new RegExp(`[?&]lat=${NUMBER}&(?:lon|lng)=${NUMBER}`),
    new RegExp(`#map=\\d+(?:\\.\\d+)?/${NUMBER}/${NUMBER}`),
    new RegExp(`/@${NUMBER},${NUMBER}`),
    new RegExp(`/place/${NUMBER},${NUMBER}`),
];

function readLink(text) {
    let plain = text;
    try { plain = decodeURIComponent(text); } catch { /* not percent-encoded */ }
    for (const pattern of LINKS) {
        const found = pattern.exec(plain);
        if (found) return placeInRange(Number(found[1]), Number(found[2]));
    }
    return null;
}

// geo:48.2,16.3,183;u=10 (RFC 5870): the third number is an altitude.
function readGeo(text) {
    const found = new RegExp(`^geo:${NUMBER},${NUMBER}(?:,${NUMBER})?(?:[;?].*)?$`, 'i').exec(text);
    return found ? placeInRange(Number(found[1]), Number(found[2]), found[3] === undefined ? null : Number(found[3])) : null;
}

// One angle: a sign or a letter, degrees, minutes, seconds, with any of their marks. Letters of four languages.
const ANGLE = /([+\-\u2212]?)\s*(\d+(?:[.,]\d+)?)\s*(?:[°ºd:]|\s|$)\s*(?:(\d+(?:[.,]\d+)?)\s*(?:['′’m:]|\s|$)\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:["″”s]|''|\s|$)?)?/;
const number = (text) => Number((text || '0').replace(',', '.'));

function readAngle(text) {
    const letter = /[NSEWO]/i.exec(text)?.[0].toUpperCase() || '';
    const found = new RegExp(`^${ANGLE.source}$`).exec(text.replace(/[NSEWO]/gi, ' ').trim());
    if (!found || number(found[3]) >= 60 || number(found[4]) >= 60) return null;
    const size = number(found[2]) + number(found[3]) / 60 + number(found[4]) / 3600;
    const is_minus = found[1] === '-' || found[1] === '\u2212' || letter === 'S' || letter === 'W';
    return { deg: is_minus ? -size : size, letter };
}

// Splits a text into two angles: at the letters, at a semicolon or a comma, else in the middle of the numbers.
function splitAngles(text) {
    const by_letter = /^([^NSEWO]*[NS]|[NS][^NSEWO]*)[\s,;]*([^NSEWO]*[EWO]|[EWO][^NSEWO]*)$/i.exec(text)
                   || /^([^NSEWO]*[EWO]|[EWO][^NSEWO]*)[\s,;]*([^NSEWO]*[NS]|[NS][^NSEWO]*)$/i.exec(text);
    if (by_letter) return by_letter.slice(1, 3).map((part) => part.replace(/^[\s,;]+|[\s,;]+$/g, ''));
    if (text.includes(';')) return text.split(';');
    const commas = /^([^,]+),\s*([^,]+)$/.exec(text) || /^([^\s]+,\d+)[\s,]\s*([^\s]+,\d+)$/.exec(text);
    if (commas) return commas.slice(1, 3);
    const words = text.split(/\s+/);
    return words.length % 2 === 0 ? [words.slice(0, words.length / 2).join(' '), words.slice(words.length / 2).join(' ')] : null;
}

// Gives { lat_deg, lon_deg, elevation_m } of "48°51′24″N 2°21′03″E", "48.85, 2.35", "geo:48.85,2.35" or a link, else null.
export function readCoordinates(input) {
    const text = input.trim();
    if (/^geo:/i.test(text)) return readGeo(text);
    if (/^https?:|[?&#]|\.\w+\//.test(text)) return readLink(text);
    if (!/\d/.test(text) || /[^\d\s.,;:+\-\u2212°ºd'′’m"″”sNSEWOnsewo]/.test(text)) return null;
    const parts = splitAngles(text);
    if (!parts) return null;
    const [a, b] = parts.map((part) => readAngle(part.trim()));
    if (!a || !b) return null;
    // O is west in French and Spanish and east in German: read as west.
    const is_swapped = /[EWO]/.test(a.letter) && !/[EWO]/.test(b.letter);
    const [lat, lon] = is_swapped ? [b, a] : [a, b];
    if (/[EWO]/.test(lat.letter) || /[NS]/.test(lon.letter)) return null;
    return placeInRange(lat.deg, lon.letter === 'O' ? -lon.deg : lon.deg);
}

// The number in a field: 48.93, 48,93, 48:55:48. Gives null when it cannot be read or is out of range.
export function parseField(name, text) {
    const plain = text.trim().replace(/^\u2212/, '-').replace(',', '.');
    let value = null;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) value = Number(plain);
    else if (name !== 'elevation') value = parseSexagesimal(plain);
    return value !== null && inRange(name, value) ? value : null;
}

function parseSexagesimal(text) {
    const parts = /^([+-]?)(\d+):([0-5]?\d(?:\.\d*)?)$/.exec(text)
               || /^([+-]?)(\d+):([0-5]?\d):([0-5]?\d(?:\.\d*)?)$/.exec(text);
    if (!parts) return null;
    const [, sign, deg, min, sec = '0'] = parts;
    const size = Number(deg) + Number(min) / 60 + Number(sec) / 3600;
    return sign === '-' ? -size : size;
}
