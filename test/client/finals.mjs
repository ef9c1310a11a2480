// Data files for tests, made from the published figures in data/ in the published formats: finals2000A.all as IERS'
// readme.finals2000A has its columns, leap-seconds.list with its SHA-1, an SPK kernel.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const file = (name) => readFileSync(new URL(`../../data/${name}`, import.meta.url));
const NTP_MJD = 15020, UNIX_MJD = 40587;
export const LEAPS = file("leap-seconds.list").toString("latin1");
export const KERNEL = file("sky-1900-2100.bsp");
export const TODAY_MJD = Math.floor(Date.now() / 86400000) + UNIX_MJD;

const leaps = LEAPS.split("\n").filter((line) => /^\d/.test(line))
  .map((line) => line.split(/\s+/).map(Number)).map(([ntp, tai]) => [NTP_MJD + ntp / 86400, tai]);
const taiMinusUtc = (mjd) => leaps.filter(([from]) => from <= mjd).at(-1)[1];

// The table inside the program, as rows { mjd, ut1Tai, x, y } (its layout: src/sky/earth_orientation.c).
function embedded() {
  const bytes = file("earth-rotation.bin"), int = (at) => bytes.readInt32LE(at);
  const [first, days, , , step, poles] = [8, 12, 16, 20, 24, 28].map(int);
  const poleAt = 56 + Math.ceil(days * 4 / 8) * 8;
  const pole = (k, axis) => bytes.readInt16LE(poleAt + 4 * Math.min(k, poles - 1) + 2 * axis) * 20e-6;
  const between = (i, axis) => {
    const k = Math.floor(i / step), part = i / step - k;
    return pole(k, axis) * (1 - part) + pole(k + 1, axis) * part;
  };
  return Array.from({ length: days }, (_, i) =>
    ({ mjd: first + i, ut1Tai: int(56 + 4 * i) * 1e-7, x: between(i, 0), y: between(i, 1) }));
}
const TABLE = embedded();

const right = (text, width) => text.padStart(width);
export function line({ mjd, ut1Utc, x, y, flag, error = 0.0000100 }) {
  const date = new Date((mjd - UNIX_MJD) * 86400000);
  const day = right(String(date.getUTCFullYear() % 100), 2) + right(String(date.getUTCMonth() + 1), 2) +
    right(String(date.getUTCDate()), 2);
  let text = `${day} ${mjd.toFixed(2)}`;
  if (flag)
    text += ` ${flag} ${right(x.toFixed(6), 9)}${right("0.000050", 9)} ${right(y.toFixed(6), 9)}${right("0.000050", 9)}  ` +
      `${flag}${right(ut1Utc.toFixed(7), 10)}${right(error.toFixed(7), 10)}`;
  return text.padEnd(187) + "\n";
}

// The whole file: measured until `measured`, predicted `ahead` days more, then `blank` rows; UT1 of the last days is
// `shift_s` ahead of the embedded table. Starts in 1992 unless given, as finals2000A.data does.
export function finals({ first = 48622, measured = TODAY_MJD - 3, ahead = 365, blank = 30, shift_s = 0 } = {}) {
  const rows = [];
  for (let mjd = first; mjd <= measured + ahead; mjd++) {
    const row = TABLE[mjd - TABLE[0].mjd] ?? { ...TABLE.at(-1), mjd };
    // The shift grows by a millisecond a day: the Earth's turning has no steps.
    const part = Math.max(0, Math.min(1, (mjd - 61000) / (shift_s * 1000 || 1)));
    const ut1Utc = row.ut1Tai + taiMinusUtc(mjd) + shift_s * part;
    rows.push({ mjd, ut1Utc, x: row.x, y: row.y, flag: mjd <= measured ? "I" : "P" });
  }
  for (let i = 1; i <= blank; i++) rows.push({ mjd: measured + ahead + i });
  return rows.map(line).join("");
}

// The embedded list with another expiry and a matching hash.
export function leapSeconds({ expires_s = 4023129600 + 180 * 86400 } = {}) {
  const text = LEAPS.replace(/^#@.*$/m, `#@\t${expires_s}`);
  let figures = "";
  for (const each of text.split("\n")) {
    if (/^#[$@]/.test(each)) figures += each.slice(2).trim().split(/\s+/)[0];
    else if (/^\d/.test(each)) figures += each.split(/\s+/).slice(0, 2).join("");
  }
  const words = createHash("sha1").update(figures).digest("hex").match(/.{8}/g);
  return text.replace(/^#h.*$/m, `#h\t${words.map((word) => word.replace(/^0+(?=.)/, "")).join(" ")}`);
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
