// What app.js, the first view, offers to later.js; and, below, what the tests alone read.

import './main.js';

export { address, faultOf, request, withPlace } from './api.js';
export { byId, make, setAttribute, setAttributes, setText, svg } from './dom.js';
export { arrangeLabels } from './labels.js';
export {
    ASTRONOMICAL_DEG, CIVIL_DEG, IN_TOWN_KM, KM_PER_AU, LANGUAGES, NAUTICAL_DEG, NEAR_TOWN_KM, PICTURE_THEMES, PLANETS, SUNSET_DEG, THEMES,
} from './lists.mjs';
export { attachStream, isLive, isRow, noteAnswer, noteFailure, POLL_MS, requestSky } from './live.js';
export { changeLanguage, fillForm, paintSoon } from './main.js';
export { chooseTheme, openPanel, themeNow, togglePanel } from './panels.js';
export {
    choosePlace, chooseTime, inRange, isoTime, notify, nowMs, placeQuery, plainNumber, queryOfState,
    samePlace, shownMinuteMs, shownMs, state, store, stored, storePlace, subscribe, tzNow, upSide,
} from './state.js';
export { bodyName, decimals, directionOf, hasText, languageNow, t, upperFirst } from './texts.js';
export { eventMs, fistsText, placeText, placeTitle, reasonText, viewFault } from './views.js';
export { clockText, comingText, DAY_MS, eventClock, fullTime, HOUR_MS, longDate, MINUTE_MS } from './zone.js';

export { viewDome } from './dome.js';
export { paint, sceneNow } from './main.js';
