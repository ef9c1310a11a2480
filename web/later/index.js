// What later.js offers to app.js; and, below, what the tests alone read.

export { fillPanel, paintLater } from './main.js';
export { openDetail } from './detail.js';

export { readCoordinates } from './coordinates.js';
export { starPlace, turnOf, vectorsOf } from './stars.js';
