// What is loaded after the first view: the night's curves, the controls of time, the panels, the stars, the worker.

import { byId, make } from '../app/dom.js';
import { attachStream } from '../app/live.js';
import { paintSoon } from '../app/main.js';
import { chooseTime, state, subscribe, tzNow } from '../app/state.js';
import { languageNow } from '../app/texts.js';
import { makeCurves } from './curves.js';
import { install } from './install.js';
import { testPerformance } from './perform.js';
import { findNamed, findZone, makeSearch, startForm } from './place.js';
import { fillSettings, fillShare } from './share.js';
import { loadStars, paintStars } from './stars.js';
import { closeStream, openStream, requestNightSoon } from './stream.js';
import { makeTime, paintTime } from './time.js';

let curves = null, made_language = '';      // the language of the curves and the controls

export function paintLater(scene, stars, signs) {
    if (made_language !== languageNow()) {
        made_language = languageNow();
        curves = makeCurves((ms) => chooseTime(ms));
        byId('curves-region').replaceChildren(...curves.nodes);
        byId('time-region').replaceChildren(...makeTime());
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

subscribe((changed) => { if (changed.has('place')) findZone(); });

attachStream({ openStream, closeStream, requestNightSoon });
window.testPerformance = testPerformance;
startForm();
document.head.append(make('link', { rel: 'stylesheet', href: 'later.css' }));
loadStars(paintSoon);
findNamed().then(findZone);
install();
