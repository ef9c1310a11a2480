// What the server began the page with: { lang, place, time, reach, texts }. Its place and its instant are those of the address,
// read as the server reads it; null where the address names none. Without it (a page kept for offline) all is asked for.

function readBegun() {
    try { return JSON.parse(document.getElementById('begun').textContent); } catch { return {}; }
}
export const begun = readBegun();
