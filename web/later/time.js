// The controls of time: the slider over the night, the day, jumps to events, playing, and the way back to now.

import { byId, make, setAttribute, setText } from '../app/dom.js';
import { chooseTime, nowMs, shownMinuteMs, shownMs, state, tzNow } from '../app/state.js';
import { bodyName, t } from '../app/texts.js';
import { eventMs, placeTitle } from '../app/views.js';
import { clockText, comingText, HOUR_MS, longDate, MINUTE_MS } from '../app/zone.js';
import { dayAfter, nightOf, sameClock } from './nights.js';

const SPEEDS = [60, 600];
const CALM_STEP_MS = 1000;         // between steps of playing for visitors who prefer reduced motion

const showNow = () => chooseTime(null);
const nightNow = () => nightOf(shownMs(), tzNow());
const wholeMinute = (ms) => Math.round(ms / MINUTE_MS) * MINUTE_MS;

function moveSlider(event) {
    chooseTime(nightNow().from_ms + Number(event.target.value) * MINUTE_MS);
}

// The browser moves the slider by the arrow keys, a minute each; page keys move it by an hour, Home shows now.
function moveSliderByKey(event) {
    const hours = { PageUp: 1, PageDown: -1 }[event.key];
    if (event.key === 'Home') showNow();
    else if (hours) chooseTime(wholeMinute(shownMs()) + hours * HOUR_MS);
    else return;
    event.preventDefault();
}

function goToDate(date) {
    if (/^\d{4}-\d\d-\d\d$/.test(date)) chooseTime(sameClock(shownMs(), tzNow(), date));
}

// ---- playing
let frame = 0, last_ms = 0;

function play(speed) {
    if (state.speed === speed) return chooseTime(shownMs());
    chooseTime(shownMs(), speed);
    last_ms = performance.now();
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(step);
}

function step(now_ms) {
    if (!state.speed) return;
    frame = requestAnimationFrame(step);
    const passed_ms = now_ms - last_ms;
    const is_calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (passed_ms <= 0 || (is_calm && passed_ms < CALM_STEP_MS)) return;
    last_ms = now_ms;
    // After a sleep of the device the time goes on from where it was.
    chooseTime(state.time_ms + Math.min(passed_ms, 2 * CALM_STEP_MS) * state.speed, state.speed);
}

// ---- the controls
const button = (id, text, onclick, more = {}) => make('button', { type: 'button', id, onclick, ...more }, text);

export function makeTime() {
    const slider = make('input', { id: 'slider', type: 'range', min: '0', max: '1440', step: '1',
        'aria-label': t('time_slider'), oninput: moveSlider, onkeydown: moveSliderByKey });
    const date = make('input', { id: 'date', type: 'date', onchange: (event) => goToDate(event.target.value) });
    const day = (days) => () => goToDate(dayAfter(nightNow().date, days));
    const hour = (hours) => () => chooseTime(wholeMinute(shownMs()) + hours * HOUR_MS);
    const bar = make('div', { class: 'bar' },
        make('output', { id: 'slider-time', for: 'slider' }), slider,
        make('div', { class: 'buttons' },
            button('hour-back', '\u22121 h', hour(-1), { 'aria-label': t('hour_back') }),
            button('now', t('now'), showNow),
            button('hour-on', '+1 h', hour(1), { 'aria-label': t('hour_on') }),
            ...SPEEDS.map((speed) => button(`play-${speed}`, `\u25b6\u00d7${speed}`, () => play(speed),
                { 'aria-pressed': 'false', 'aria-label': t('play', { n: speed }) }))));
    const days = make('div', { class: 'buttons days' },
        make('label', { for: 'date' }, t('day')),
        button('day-back', '\u2039', day(-1), { 'aria-label': t('day_back') }), date,
        button('day-on', '\u203a', day(1), { 'aria-label': t('day_on') }));
    const jumps = make('div', { class: 'buttons jumps', role: 'group', 'aria-labelledby': 'jump-of' },
        make('p', { id: 'jump-of' }), ...['rise', 'transit', 'set'].map((event) => button(`jump-${event}`, t(`jump_${event}`), jump(event))));
    return [bar, make('div', { class: 'time-more' }, days, jumps)];
}

const chosenRow = () => state.sky?.bodies.find(({ body }) => body === state.body) || null;

const jump = (event) => () => {
    const ms = chosenRow() && eventMs(chosenRow(), event);
    if (ms) chooseTime(ms);
};

// The time for screen readers: "21:04, Friday 30 October, Paris time".
const spokenTime = (ms, tz) => t('slider_says', { time: `${clockText(ms, tz)}, ${longDate(ms, tz)}`, place: placeTitle(state) });

export function paintTime() {
    const tz = tzNow(), ms = shownMs(), night = nightOf(ms, tz), slider = byId('slider');
    setAttribute(slider, 'max', String(Math.round((night.until_ms - night.from_ms) / MINUTE_MS)));
    const minute = String((shownMinuteMs() - night.from_ms) / MINUTE_MS);
    if (slider.value !== minute) slider.value = minute;
    setAttribute(slider, 'aria-valuetext', spokenTime(shownMinuteMs(), tz));
    setText(byId('slider-time'), clockText(shownMinuteMs(), tz));
    if (byId('date').value !== night.date && document.activeElement !== byId('date')) byId('date').value = night.date;
    setAttribute(byId('now'), 'aria-pressed', String(state.time_ms === null));
    for (const speed of SPEEDS) {
        const is_on = state.speed === speed, own = byId(`play-${speed}`);
        setAttribute(own, 'aria-pressed', String(is_on));
        setText(own, is_on ? `\u25a0 ${t('pause')}` : `\u25b6\u00d7${speed}`);
        setAttribute(own, 'aria-label', is_on ? t('pause') : t('play', { n: speed }));
    }
    paintJumps(tz);
}

function paintJumps(tz) {
    const row = chosenRow();
    setText(byId('jump-of'), row ? t('jump_of', { body: bodyName(row.body) }) : t('choose_body'));
    for (const event of ['rise', 'transit', 'set']) {
        const own = byId(`jump-${event}`), ms = row ? eventMs(row, event) : null;
        own.hidden = !row;
        own.disabled = ms === null;
        setText(own, row && ms !== null ? `${t(`jump_${event}`)} ${comingText(ms, nowMs() > ms ? ms : shownMs(), tz)}`
                                    : `${t(`jump_${event}`)} \u2014`);
    }
}
