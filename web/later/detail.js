// One body: everything the API knows of it, in words.

import { make, say } from '../app/dom.js';
import { bodyName, decimals, hasText, t, upperFirst } from '../app/words.js';
import { ask, faultOf, here } from '../app/ask.js';
import { chooseTime, isoTime, shownMinuteMs, shownMs, state, tzNow } from '../app/state.js';
import { KM_PER_AU } from '../app/lists.mjs';
import { fistWords, placeTitle, reasonWords, viewFault } from '../app/views.js';
import { fullTime, DAY_MS, MINUTE_MS } from '../app/zone.js';
import { makePicture } from './picture.js';

const EVENTS_DAYS = 2;

// Where the Sun, the Moon and the planets can stand; the names are the International Astronomical Union's.
const CONSTELLATIONS = { Ari: 'Aries', Tau: 'Taurus', Gem: 'Gemini', Cnc: 'Cancer', Leo: 'Leo', Vir: 'Virgo', Lib: 'Libra',
    Sco: 'Scorpius', Oph: 'Ophiuchus', Sgr: 'Sagittarius', Cap: 'Capricornus', Aqr: 'Aquarius', Psc: 'Pisces', Cet: 'Cetus',
    Ori: 'Orion', Sex: 'Sextans', Crt: 'Crater', Crv: 'Corvus', Hya: 'Hydra', Sct: 'Scutum', Ser: 'Serpens', Aur: 'Auriga',
    Peg: 'Pegasus', Aql: 'Aquila', Com: 'Coma Berenices', LMi: 'Leo Minor', Eri: 'Eridanus', Mic: 'Microscopium', Del: 'Delphinus' };

const deg = (value, digits = 4) => `${decimals(value, digits)}\u00b0`;
const hours = (ra_deg) => {
    const s = Math.round(ra_deg / 15 * 36000) / 10, h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
    return `${h} h ${m} min ${decimals(s % 60, 1)} s`;
};
const distance = (au) => t('d_distance_says', { au: decimals(au, 5), mkm: decimals(au * KM_PER_AU / 1e6, 3) });
const travel = (s) => (s < 120 ? `${decimals(s, 1)} s` : s < 7200 ? `${decimals(s / 60, 1)} min` : `${decimals(s / 3600, 2)} h`);

// Every known field in its words; a null is a dash, a field that the page does not know is shown as it stands.
const FIELDS = {
    az_deg: ['d_azimuth', (row) => `${deg(row.az_deg)}, ${t(`in_${row.direction}`)}`],
    alt_deg: ['d_altitude', (row) => `${deg(row.alt_deg)}, ${fistWords(row.alt_deg)}`],
    alt_true_deg: ['d_altitude_true', (row) => deg(row.alt_true_deg)],
    refraction_deg: ['d_refraction', (row) => deg(row.refraction_deg)],
    uncertainty: ['d_uncertainty', (row) => (row.uncertainty?.alt_arcsec == null ? null : `${decimals(row.uncertainty.alt_arcsec, 1)}\u2033`)],
    magnitude: ['d_magnitude', (row) => decimals(row.magnitude, 2)],
    constellation: ['d_constellation', (row) => CONSTELLATIONS[row.constellation] || row.constellation],
    elongation_deg: ['d_elongation', (row) => t(row.elongation_deg < 0 ? 'd_west' : 'd_east', { deg: decimals(Math.abs(row.elongation_deg), 2) })],
    illuminated_fraction: ['d_phase', (row) => `${decimals(row.illuminated_fraction * 100, 1)} %`],
    angular_diameter_arcsec: ['d_size', (row) => `${decimals(row.angular_diameter_arcsec, 1)}\u2033`],
    ring_tilt_deg: ['d_rings', (row) => deg(row.ring_tilt_deg, 2)],
    distance_au: ['d_distance', (row) => distance(row.distance_au)],
    light_time_s: ['d_light', (row) => travel(row.light_time_s)],
    ra_deg: ['d_ra', (row) => `${hours(row.ra_deg)} (${deg(row.ra_deg)})`],
    dec_deg: ['d_dec', (row) => deg(row.dec_deg)],
    ra_icrs_deg: ['d_ra_icrs', (row) => `${hours(row.ra_icrs_deg)} (${deg(row.ra_icrs_deg)})`],
    dec_icrs_deg: ['d_dec_icrs', (row) => deg(row.dec_icrs_deg)],
    az_rate_arcsec_per_s: ['d_az_rate', (row) => t('d_per_min', { n: decimals(row.az_rate_arcsec_per_s / 60, 3) })],
    alt_rate_arcsec_per_s: ['d_alt_rate', (row) => t('d_per_min', { n: decimals(row.alt_rate_arcsec_per_s / 60, 3) })],
    airmass: ['d_airmass', (row) => decimals(row.airmass, 3)],
    range_rate_km_per_s: ['d_range_rate', (row) => `${decimals(row.range_rate_km_per_s, 3)} km/s`],
    sun_distance_au: ['d_sun_distance', (row) => distance(row.sun_distance_au)],
};
const SAID_ELSEWHERE = ['body', 'naif_id', 'time', 'time_local', 'direction', 'above_horizon'];

export function viewDetail(row) {
    const known = Object.entries(FIELDS).filter(([field]) => field in row && !(field === 'ring_tilt_deg' && row[field] === null)).map(([field, [key, words]]) =>
        [t(key), row[field] === null ? '\u2014' : words(row) ?? '\u2014']);
    const rest = Object.keys(row).filter((field) => !(field in FIELDS) && !SAID_ELSEWHERE.includes(field))
        .map((field) => [nameOf(field), row[field] === null ? '\u2014' : field.endsWith('_deg') ? deg(row[field]) : String(row[field])]);
    return [...known, ...rest];
}

// Angles have their words under their own name; geocentric ones are said to be.
function nameOf(field) {
    const plain = field.replace(/^geocentric_/, ''), key = `d_${plain.replace(/_(deg|au)$/, '').replace('parallactic_angle', 'parallactic')}`;
    const name = hasText(key) ? t(key) : FIELDS[plain] ? t(FIELDS[plain][0]) : plain;
    return plain === field ? name : t('d_geocentric', { name });
}

const eventWords = (event) => (hasText(`d_${event}`) ? t(`d_${event}`) : event.replaceAll('_', ' '));

function eventItem(event, dialog) {
    const ms = Date.parse(event.time);
    const jump = () => { dialog.close(); chooseTime(ms); };
    return make('li', {}, make('button', { type: 'button', title: t('d_go'), onclick: jump },
        `${fullTime(ms + MINUTE_MS / 2, tzNow())} \u00b7 ${eventWords(event.event)}`));
}

async function fill(dialog, body, ms, parts) {
    const time = isoTime(ms), until = isoTime(ms + EVENTS_DAYS * DAY_MS);
    const [place, sky, events] = await Promise.allSettled([
        ask('detail', 'positions', here({ bodies: body, time })),
        ask('detail sky', 'sky', here({ time })),
        ask('detail events', 'events', here({ bodies: body, types: 'rise,transit,set', start: time, stop: until })),
    ]);
    const row = place.value?.positions.find((own) => own.body === body);
    if (!row) return say(parts.says, viewFault(place.reason ? faultOf(place.reason) : { kind: 'silent' }));
    const of_sky = sky.value?.bodies.find((own) => own.body === body);
    parts.picture.replaceChildren(makePicture({ ...row, ring_tilt_deg: row.ring_tilt_deg ?? of_sky?.ring_tilt_deg },
        t('d_picture', { body: bodyName(body) })));
    say(parts.says, of_sky && of_sky.verdict ? upperFirst([hasText(`verdict_${of_sky.verdict}`) ? t(`verdict_${of_sky.verdict}`)
        : of_sky.verdict, reasonWords(of_sky)].filter(Boolean).join(' \u00b7 ')) : '');
    parts.list.replaceChildren(...viewDetail(row).flatMap(([name, words]) => [make('dt', {}, name), make('dd', {}, words)]));
    const coming = events.value?.events || ['rise', 'transit', 'set'].filter((event) => of_sky?.[`next_${event}`])
        .map((event) => ({ event, time: of_sky[`next_${event}`].time })).sort((a, b) => (a.time < b.time ? -1 : 1));
    parts.events.replaceChildren(...coming.slice(0, 8).map((event) => eventItem(event, dialog)));
}

export function openDetail(body) {
    if (!body) return;
    const ms = shownMs();
    const parts = { picture: make('div'), says: make('p'), list: make('dl'), events: make('ul', { class: 'events' }) };
    const dialog = make('dialog', { id: 'detail', 'aria-labelledby': 'detail-title', onclose: () => dialog.remove() },
        make('div', { class: 'detail-head' }, make('h2', { id: 'detail-title' }, bodyName(body)),
            make('button', { type: 'button', id: 'detail-close', 'aria-label': t('close'), onclick: () => dialog.close() }, '\u2715')),
        make('p', { class: 'note' }, `${placeTitle(state)}, ${fullTime(shownMinuteMs(), tzNow())}`),
        parts.picture, parts.says, make('h3', {}, t('d_events')), parts.events, parts.list);
    document.body.append(dialog);
    dialog.showModal();
    return fill(dialog, body, ms, parts);
}
