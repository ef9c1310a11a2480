// The view of one body: all that the API says about it, in words.

import { faultOf, request, withPlace } from '../app/api.js';
import { make, setText } from '../app/dom.js';
import { KM_PER_AU } from '../app/lists.mjs';
import { chooseTime, isoTime, shownMinuteMs, shownMs, state, tzNow } from '../app/state.js';
import { bodyName, decimals, hasText, t, upperFirst } from '../app/texts.js';
import { fistsText, placeTitle, reasonText, viewFault } from '../app/views.js';
import { DAY_MS, fullTime, MINUTE_MS } from '../app/zone.js';
import { makePicture } from './picture.js';

const EVENTS_DAYS = 2, EVENTS_MAX = 8;

// The constellations in which the Sun, the Moon and the planets can be, by the names of the International Astronomical Union.
const CONSTELLATIONS = { Ari: 'Aries', Tau: 'Taurus', Gem: 'Gemini', Cnc: 'Cancer', Leo: 'Leo', Vir: 'Virgo', Lib: 'Libra',
    Sco: 'Scorpius', Oph: 'Ophiuchus', Sgr: 'Sagittarius', Cap: 'Capricornus', Aqr: 'Aquarius', Psc: 'Pisces', Cet: 'Cetus',
    Ori: 'Orion', Sex: 'Sextans', Crt: 'Crater', Crv: 'Corvus', Hya: 'Hydra', Sct: 'Scutum', Ser: 'Serpens', Aur: 'Auriga',
    Peg: 'Pegasus', Aql: 'Aquila', Com: 'Coma Berenices', LMi: 'Leo Minor', Eri: 'Eridanus', Mic: 'Microscopium', Del: 'Delphinus' };

const deg = (value, digits = 4) => `${decimals(value, digits)}\u00b0`;
const hoursText = (ra_deg) => {
    const s = Math.round(ra_deg / 15 * 36000) / 10, h = Math.floor(s / 3600), m = Math.floor(s % 3600 / 60);
    return `${h} h ${m} min ${decimals(s % 60, 1)} s`;
};
const distanceText = (au) => t('d_distance_says', { au: decimals(au, 5), mkm: decimals(au * KM_PER_AU / 1e6, 3) });
const durationText = (s) => (s < 120 ? `${decimals(s, 1)} s` : s < 7200 ? `${decimals(s / 60, 1)} min` : `${decimals(s / 3600, 2)} h`);

// Name and text of each field. A null becomes a dash; a field that is not listed here is shown under its own name.
const FIELDS = {
    az_deg: ['d_azimuth', (row) => `${deg(row.az_deg)}, ${t(`in_${row.direction}`)}`],
    alt_deg: ['d_altitude', (row) => `${deg(row.alt_deg)}, ${fistsText(row.alt_deg)}`],
    alt_true_deg: ['d_altitude_true', (row) => deg(row.alt_true_deg)],
    refraction_deg: ['d_refraction', (row) => deg(row.refraction_deg)],
    uncertainty: ['d_uncertainty', (row) => (row.uncertainty?.alt_arcsec == null ? null : `${decimals(row.uncertainty.alt_arcsec, 1)}\u2033`)],
    magnitude: ['d_magnitude', (row) => decimals(row.magnitude, 2)],
    constellation: ['d_constellation', (row) => CONSTELLATIONS[row.constellation] || row.constellation],
    elongation_deg: ['d_elongation', (row) => t(row.elongation_deg < 0 ? 'd_west' : 'd_east', { deg: decimals(Math.abs(row.elongation_deg), 2) })],
    illuminated_fraction: ['d_phase', (row) => `${decimals(row.illuminated_fraction * 100, 1)} %`],
    angular_diameter_arcsec: ['d_size', (row) => `${decimals(row.angular_diameter_arcsec, 1)}\u2033`],
    ring_tilt_deg: ['d_rings', (row) => deg(row.ring_tilt_deg, 2)],
    distance_au: ['d_distance', (row) => distanceText(row.distance_au)],
    light_time_s: ['d_light', (row) => durationText(row.light_time_s)],
    ra_deg: ['d_ra', (row) => `${hoursText(row.ra_deg)} (${deg(row.ra_deg)})`],
    dec_deg: ['d_dec', (row) => deg(row.dec_deg)],
    ra_icrs_deg: ['d_ra_icrs', (row) => `${hoursText(row.ra_icrs_deg)} (${deg(row.ra_icrs_deg)})`],
    dec_icrs_deg: ['d_dec_icrs', (row) => deg(row.dec_icrs_deg)],
    az_rate_arcsec_per_s: ['d_az_rate', (row) => t('d_per_min', { n: decimals(row.az_rate_arcsec_per_s / 60, 3) })],
    alt_rate_arcsec_per_s: ['d_alt_rate', (row) => t('d_per_min', { n: decimals(row.alt_rate_arcsec_per_s / 60, 3) })],
    airmass: ['d_airmass', (row) => decimals(row.airmass, 3)],
    range_rate_km_per_s: ['d_range_rate', (row) => `${decimals(row.range_rate_km_per_s, 3)} km/s`],
    sun_distance_au: ['d_sun_distance', (row) => distanceText(row.sun_distance_au)],
};
const SHOWN_ELSEWHERE = ['body', 'naif_id', 'time', 'time_local', 'direction', 'above_horizon'];

// Name and text of each field of a row.
function viewDetail(row) {
    const isShown = (field) => field in row && !(field === 'ring_tilt_deg' && row[field] === null);      // only Saturn has rings
    const known = Object.entries(FIELDS).filter(([field]) => isShown(field)).map(([field, [key, text]]) =>
        [t(key), row[field] === null ? '\u2014' : text(row) ?? '\u2014']);
    const rest = Object.keys(row).filter((field) => !(field in FIELDS) && !SHOWN_ELSEWHERE.includes(field))
        .map((field) => [nameOf(field), row[field] === null ? '\u2014' : field.endsWith('_deg') ? deg(row[field]) : String(row[field])]);
    return [...known, ...rest];
}

// The name of a field that is not in FIELDS. A geocentric field has the name of the one without the prefix, and a remark.
function nameOf(field) {
    const plain = field.replace(/^geocentric_/, ''), key = `d_${plain.replace(/_(deg|au)$/, '').replace('parallactic_angle', 'parallactic')}`;
    const name = hasText(key) ? t(key) : FIELDS[plain] ? t(FIELDS[plain][0]) : plain;
    return plain === field ? name : t('d_geocentric', { name });
}

const eventName = (event) => (hasText(`d_${event}`) ? t(`d_${event}`) : event.replaceAll('_', ' '));

function eventItem(event, dialog) {
    const ms = Date.parse(event.time);
    const jump = () => { dialog.close(); chooseTime(ms); };
    return make('li', {}, make('button', { type: 'button', title: t('d_go'), onclick: jump },
        `${fullTime(ms + MINUTE_MS / 2, tzNow())} \u00b7 ${eventName(event.event)}`));
}

function paintDetail(parts, row, of_sky) {
    const body = bodyName(row.body), grade = of_sky?.verdict;
    parts.picture.replaceChildren(makePicture({ ...row, ring_tilt_deg: row.ring_tilt_deg ?? of_sky?.ring_tilt_deg }, t('d_picture', { body })));
    const grade_text = hasText(`verdict_${grade}`) ? t(`verdict_${grade}`) : grade;
    setText(parts.visibility, grade ? upperFirst([grade_text, reasonText(of_sky)].filter(Boolean).join(' \u00b7 ')) : '');
    parts.list.replaceChildren(...viewDetail(row).flatMap(([name, text]) => [make('dt', {}, name), make('dd', {}, text)]));
}

// The next events of a row of /sky, in case /events does not answer.
const eventsOfSky = (row) => ['rise', 'transit', 'set'].filter((event) => row?.[`next_${event}`])
    .map((event) => ({ event, time: row[`next_${event}`].time })).sort((a, b) => (a.time < b.time ? -1 : 1));

async function fill(dialog, body, ms, parts) {
    const time = isoTime(ms), until = isoTime(ms + EVENTS_DAYS * DAY_MS);
    const [positions, sky, events] = await Promise.allSettled([
        request('detail', 'positions', withPlace({ bodies: body, time })),
        request('detail sky', 'sky', withPlace({ time })),
        request('detail events', 'events', withPlace({ bodies: body, types: 'rise,transit,set', start: time, stop: until })),
    ]);
    const rowIn = (rows) => rows?.find((row) => row.body === body);
    const row = rowIn(positions.value?.positions), of_sky = rowIn(sky.value?.bodies);
    if (!row) return setText(parts.visibility, viewFault(positions.reason ? faultOf(positions.reason) : { kind: 'silent' }));
    paintDetail(parts, row, of_sky);
    const coming = events.value?.events || eventsOfSky(of_sky);
    parts.events.replaceChildren(...coming.slice(0, EVENTS_MAX).map((event) => eventItem(event, dialog)));
}

export function openDetail(body) {
    if (!body) return;
    const ms = shownMs();
    const parts = { picture: make('div'), visibility: make('p'), list: make('dl'), events: make('ul', { class: 'events' }) };
    const dialog = make('dialog', { id: 'detail', 'aria-labelledby': 'detail-title', onclose: () => dialog.remove() },
        make('div', { class: 'detail-head' }, make('h2', { id: 'detail-title' }, bodyName(body)),
            make('button', { type: 'button', id: 'detail-close', 'aria-label': t('close'), onclick: () => dialog.close() }, '\u2715')),
        make('p', { class: 'note' }, `${placeTitle(state)}, ${fullTime(shownMinuteMs(), tzNow())}`),
        parts.picture, parts.visibility, make('h3', {}, t('d_events')), parts.events, parts.list);
    document.body.append(dialog);
    dialog.showModal();
    return fill(dialog, body, ms, parts);
}
