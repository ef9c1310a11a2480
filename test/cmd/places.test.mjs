// `planettracker places`, and --place in every command that asks for a place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertProblem, get, planettracker, startServer } from '../program.mjs';

async function fine(...args) {
    const answer = await planettracker(args);
    assert.equal(answer.code, 0, answer.err);
    assert.equal(answer.err, '');
    return answer.out;
}
async function wrong(code, ...args) {
    const answer = await planettracker(args);
    assert.deepEqual([answer.code, answer.out], [code, ''], args.join(' '));
    return answer.err;
}
const PARIS = ['--lat', '48.8667', '--lon', '2.3333'];
const WHEN = ['--at', '2026-12-24T22:00:00Z'];

test('places: every format has the same values', async () => {
    const { places, found, links } = JSON.parse(await fine('places', 'san', '--json'));
    assert.equal(places.length, Math.min(found, 10));
    assert.equal(links.self, '/api/v1/places?q=san&limit=10');
    const lines = (await fine('places', 'san', '--ndjson')).trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines, places);
    const [header, ...rows] = (await fine('places', 'san', '--csv')).trimEnd().split('\r\n');
    assert.deepEqual(header.split(','), Object.keys(places[0]));
    assert.deepEqual(rows.map((row) => row.split(',')), places.map((place) => Object.entries(place).map(
        ([name, value]) => name.endsWith('_deg') ? value.toFixed(4) : String(value ?? ''))));
    const [, ...columns] = (await fine('places', 'san')).trimEnd().split('\n');
    assert.deepEqual(columns.map((line) => line.split(/ +/).at(-1)), places.map((place) => place.id));
});

test('words form one name; --near and --limit are respected', async () => {
    assert.match(await fine('places', 'new', 'zealand'), /Pacific\/Auckland/);
    const { places } = JSON.parse(await fine('places', '--near', '-17,-179.9', '--limit=2', '--json'));
    assert.equal(places.length, 2);
    assert.equal(places[0].tz, 'Pacific/Fiji');
    assert.ok(places[0].distance_km <= places[1].distance_km);
    assert.equal((await fine('places', '--limit', '1000', '--csv')).split('\r\n').length, 1000 + 2);
});

test('nothing found is exit 1 and an empty list; bad words are exit 2', async () => {
    const answer = await planettracker(['places', 'qqqq', '--json']);
    assert.equal(answer.code, 1);
    assert.deepEqual(JSON.parse(answer.out).places, []);
    for (const words of [['--near', '91,0'], ['--near', 'paris'], ['--limit', '0'], ['--limit', '2.5'], ['--limit', '1001'], ['--json', '--csv'],
        ['a'.repeat(101)], Array(51).fill('a')])
        assert.notEqual(await wrong(2, 'places', ...words), '');
});

test('the examples of its help work as printed', async () => {
    const examples = (await fine('places', '--help')).split('\n').filter((line) => line.startsWith('planettracker places '));
    assert.ok(examples.length >= 3);
    for (const example of examples) await fine(...example.split(' ').slice(1));
});

test('--place gives the digits that places shows', async () => {
    for (const name of ['Paris', 'Europe/Paris', 'paris,FR', 'PARIS, France']) {
        assert.equal(await fine('now', '--place', name, ...WHEN, '--json'), await fine('now', ...PARIS, ...WHEN, '--tz', 'Europe/Paris', '--json'));
        assert.equal(await fine('explain', 'mars', '--place', name, ...WHEN, '--csv'),
            await fine('explain', 'mars', ...PARIS, ...WHEN, '--tz', 'Europe/Paris', '--csv'));
    }
    assert.match(await fine('now', '--place=Paris'), /^body /);
});

test("--place brings the place's zone, --tz another", async () => {
    const there = [...PARIS, '--tz', 'Europe/Paris'];
    for (const [command, ...words] of [['tonight', ...WHEN], ['rise', 'sun', '--from', '2026-10-24T00:00', '--days', '3', '--csv'],
        ['ephem', 'mars', '--from', '2026-10-24T12:00', '--to', '2026-10-26T12:00', '--step', '6h', '--csv'],
        ['events', '--types', 'rise,set', '--bodies', 'sun', '--from', '2026-10-24T00:00', '--days', '3', '--json'],
        ['now', '--at', '2026-10-30T21:04', '--json']]) {
        assert.equal(await fine(command, ...words, '--place', 'paris'), await fine(command, ...words, ...there), command);
        assert.equal(await fine(command, ...words, '--place', 'paris', '--tz', 'UTC'), await fine(command, ...words, ...PARIS, '--tz', 'UTC'), command);
    }
});

test('is-up and wait take a place', async () => {
    assert.equal((await planettracker(['is-up', 'sun', '--place', 'Tokyo', '--at', '2026-06-21T03:00:00Z'])).code, 0);
    assert.equal((await planettracker(['is-up', 'sun', '--place', 'Tokyo', '--at', '2026-06-21T00:00'])).code, 1);   // Tokyo's midnight
});

test('places that are unknown, ambiguous or given twice', async () => {
    assert.match(await wrong(2, 'now', '--place', 'Lodnon'), /no place "Lodnon".*did you mean "London"\?/);
    assert.match(await wrong(2, 'now', '--place', 'qqqq'), /no place "qqqq"/);
    assert.match(await wrong(2, 'now', '--place', ''), /no place ""/);
    assert.match(await wrong(2, 'tonight', '--place', 'San Juan'), /more than one place; expected one of .*America\/Puerto_Rico/);
    assert.match(await wrong(2, 'now', '--place', 'Paris', '--lat', '1', '--lon', '2'), /--place and --lat exclude each other/);
    assert.match(await wrong(2, 'rise', 'sun', '--lon', '2', '--place', 'Paris'), /--place and --lon exclude each other/);
    assert.match(await wrong(2, 'now'), /--lat is missing: give --lat and --lon, or --place NAME/);
    assert.doesNotMatch(await wrong(2, 'now', '--lon', '2'), /--place/);
});

test('a system without a time-zone database gets a message and UTC', async () => {
    const env = { TZDIR: '/nowhere' };
    const { code, out, err } = await planettracker(['rise', 'sun', '--place', 'Paris', '--from', '2026-10-24T00:00Z', '--csv'], { env });
    assert.equal(code, 0);
    assert.match(err, /no zone Europe\/Paris; times are UTC/);
    assert.equal(out, await fine('rise', 'sun', ...PARIS, '--from', '2026-10-24T00:00Z', '--csv'));
});

test('/api/v1/places answers with the same bytes', async (t) => {
    const server = await startServer();
    t.after(() => server.stop());
    for (const [query, ...words] of [['q=san+juan', 'san', 'juan'], ['q=S%C3%A3o&limit=3', 'São', '--limit', '3'],
        ['near=48.93,2.45&limit=2', '--near', '48.93,2.45', '--limit', '2'], ['limit=1000', '--limit', '1000']])
        for (const [format, ...flag] of [['json', '--json'], ['ndjson', '--ndjson'], ['csv', '--csv'], ['text']]) {
            const reply = await get(server.port, `/api/v1/places?${query}&format=${format}`);
            assert.equal(reply.status, 200, reply.text);
            assert.equal(reply.text, await fine('places', ...words, ...flag), `${query} ${format}`);
        }
    const all = await get(server.port, '/api/v1/places?q=paris');
    assert.equal(all.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(all.headers['cache-control'], 'public, max-age=86400');
    assert.equal((await get(server.port, JSON.parse(all.text).links.self)).text, all.text);
    assert.deepEqual(JSON.parse((await get(server.port, '/api/v1/places?q=qqqq')).text).places, []);
    for (const [query, parameter] of [['near=91,0', 'near'], ['near=1', 'near'], ['limit=0', 'limit'], ['limit=1001', 'limit'], ['lat=1', 'lat'], ['limmit=1', 'limmit']])
        assert.equal(assertProblem(await get(server.port, `/api/v1/places?${query}`), 400).parameter, parameter);
});

test('place= gives the answer of its coordinates and its zone; 404, 409 and 400 when it cannot', async (t) => {
    const server = await startServer();
    t.after(() => server.stop());
    const ask = (query) => get(server.port, `/api/v1/positions?time=2026-12-24T22:00:00Z&${query}`);
    assert.equal((await ask('place=paris,fr')).text, (await ask('lat=48.8667&lon=2.3333&tz=Europe/Paris')).text);
    for (const [query, status, code] of [['place=Lodnon', 404, 'place-unknown'], ['place=San+Juan', 409, 'place-ambiguous'],
        ['place=Paris&lat=1', 400, 'parameter-conflict'], ['place=Paris&lat=1&lon=1', 400, 'parameter-conflict']]) {
        const problem = assertProblem(await ask(query), status);
        assert.deepEqual([problem.code, problem.parameter], [code, 'place']);
        assert.equal(problem.did_you_mean, status === 404 ? 'London' : undefined);
    }
    for (const id of assertProblem(await ask('place=San+Juan'), 409).expected.split(', ')) assert.equal((await ask(`place=${id}`)).status, 200);
});
