// What app.js, the first view, offers to later.js; and, below, what the tests alone read.

import './main.js';

export { address, ask, faultOf, here } from './ask.js';
export { at, make, say, set, svg } from './dom.js';
export { placeLabels } from './labels.js';
export { ASTRONOMICAL_DEG, CIVIL_DEG, KM_PER_AU, LANGUAGES, NAUTICAL_DEG, PLANETS, SUNSET_DEG } from './lists.mjs';
export { answered, askSky, failed, isLive, isRow, POLL_MS, takeStream } from './live.js';
export { changeLanguage, fillForm, paintSoon } from './main.js';
export { chooseTheme, openPanel, themeNow, THEMES, togglePanel } from './panels.js';
export {
    choosePlace, chooseTime, inRange, isoTime, nowMs, placeQuery, plainNumber, queryOfState, remember,
    samePlace, shownMinuteMs, shownMs, state, store, stored, tell, tzNow, upSide, watch,
} from './state.js';
export { eventMs, fistWords, placeTitle, placeWords, reasonWords, viewFault } from './views.js';
export { bodyName, decimals, directionOf, hasText, languageNow, t, upperFirst } from './words.js';
export { clockText, comingText, DAY_MS, eventClock, fullTime, HOUR_MS, longDate, MINUTE_MS } from './zone.js';

export { viewDome } from './dome.js';
export { paint, sceneNow } from './main.js';
