// What the server has written into the page for its scripts: { lang, place, time, reach, texts }. The place and the time are those
// of the address as the server reads it, null where the address has none. The copy of the page for use offline has no such element.

function readBoot() {
    try { return JSON.parse(document.getElementById('begun').textContent); } catch { return {}; }
}
export const boot = readBoot();
