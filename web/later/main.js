// What comes after the first view: tonight's curves, the panels, the view of one body, the worker.

import { languageNow } from '../app/words.js';
import { at, make } from '../app/dom.js';
import { paintSoon } from '../app/main.js';
import { state, tzNow, watch } from '../app/state.js';
import { takeStream } from '../app/live.js';
import { nightOf } from './nights.js';
import { trackOf } from './track.js';
import { askNightSoon, closeStream, openStream } from './stream.js';
import { parseField, readCoordinates } from './coordinates.js';
import { makeCurves } from './curves.js';
import { askNamed, askZone, makeSearch, startForm } from './place.js';
import { fillSettings, fillShare } from './share.js';
import { makeTime, paintTime } from './time.js';
import { testPerformance } from './perform.js';
import { makePicture } from './picture.js';
import { loadStars, paintStars } from './stars.js';
import { openDetail } from './detail.js';
import { install } from './install.js';
import { chooseTime } from '../app/state.js';

let curves = null, curves_language = '';

export function paintLater(scene, stars, signs) {
    if (curves_language !== languageNow()) {
        curves_language = languageNow();
        curves = makeCurves((ms) => chooseTime(ms));
        at('curves-region').replaceChildren(...curves.nodes);
        at('time-region').replaceChildren(...makeTime());
    }
    paintStars(stars, scene, state.place, signs);
    paintTime();
    curves.paint(state.night, scene.time_ms, { tz: tzNow(), body: state.body });
}

export function fillPanel(name) {
    if (name === 'place') makeSearch();
    else if (name === 'share') fillShare();
    else fillSettings();
}

watch((changed) => { if (changed.has('place')) askZone(); });

takeStream({ openStream, closeStream, askNightSoon });
window.testPerformance = testPerformance;
startForm();
document.head.append(make('link', { rel: 'stylesheet', href: 'later.css' }));
loadStars(paintSoon);
askNamed().then(askZone);
install();
