// The OpenAPI document: an independent validator accepts it, and it is true: a client that uses only the document
// calls every operation, and the answers fit the schemas.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import { OpenAPIClientAxios } from 'openapi-client-axios';
import { startServer } from '../program.mjs';

let server, document;
before(async () => {
    server = await startServer();
    document = await (await fetch(`${server.url}/openapi.json`)).json();
});
after(() => server.stop());

const operations = () => Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })));
const resolve = (item) => item.$ref ? item.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : item;
const JSON_TYPE = 'application/json';
// Checks of schemas by their names, compiled once.
const checks = {};
function assertFits(value, { $ref }, about) {
    const check = checks[$ref] ??= new Ajv({ strict: false, allErrors: true }).compile({ $ref, components: document.components });
    assert.ok(check(value), `${about}: ${check.errors?.slice(0, 5).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`).join('; ')}`);
}
const schemaOf = (operation) => operation.responses[200].content[JSON_TYPE]?.schema;

test('a validator finds nothing wrong with it', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.equal(document.openapi, '3.1.0');
    assert.equal(new Set(operations().map(({ operationId }) => operationId)).size, operations().length);
});

test('discovery names the same routes', async () => {
    const { routes } = await (await fetch(`${server.url}/api/v1`)).json();
    assert.deepEqual(routes.map(({ path, method }) => `${method} ${path}`).sort(), operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort());
});

test('every example is answered, in every format that is promised, and the JSON fits its schema', async () => {
    for (const operation of operations()) {
        const target = operation['x-example'], body = operation.requestBody && Object.entries(operation.requestBody.content)[0];
        for (const [type, { schema }] of Object.entries(operation.responses[200].content)) {
            const reply = await fetch(server.url + target, {
                headers: { accept: type, ...(body && { 'content-type': body[0] }) }, method: operation.method.toUpperCase(),
                ...(body && { body: typeof body[1].example === 'string' ? body[1].example : JSON.stringify(body[1].example) }),
            });
            const text = await reply.text();
            assert.equal(reply.status, 200, `${target} as ${type}: ${text}`);
            assert.equal(reply.headers.get('content-type').split(';')[0], type, target);
            assert.ok(text.length > 0);
            if (type === JSON_TYPE && schema) assertFits(JSON.parse(text), schema, target);
        }
    }
});

test('every answer in JSON has a schema, and its objects allow no other members', () => {
    for (const operation of operations().filter(({ path }) => path !== '/openapi.json'))
        if (JSON_TYPE in operation.responses[200].content) assert.ok(resolve(schemaOf(operation)).type || resolve(schemaOf(operation)).oneOf || resolve(schemaOf(operation)).allOf, operation.path);
    const open = [];
    const walk = (schema, path) => {
        if (schema?.type === 'object' && schema.properties && schema.additionalProperties !== false) open.push(path);
        for (const [key, value] of Object.entries(schema ?? {})) if (typeof value === 'object') walk(value, `${path}/${key}`);
    };
    walk(document.components.schemas, '');
    assert.deepEqual(open, ['/BodyFacts', '/LocationForm']);   // closed where it is used; other fields of a form are ignored
});

test('parameters say how lists are written', () => {
    for (const each of Object.values(document.components.parameters)) {
        assert.deepEqual([each.in, each.style, each.explode], ['query', 'form', false]);
        assert.equal(Array.isArray(each.example), each.schema.type === 'array', each.name);
    }
});

const PLACES = ['lat=48.93&lon=2.45', 'lat=-33.9&lon=18.4&elevation=1000', 'lat=78.2&lon=15.6', 'lat=-90&lon=0', 'lat=90&lon=0', 'lat=0&lon=0', 'lat=67.4&lon=-20.1', 'place=Honolulu', 'lat=12:30&lon=-77:02:30'];
const INSTANTS = ['1899-12-13T00:00:00Z', '1911-03-10T12:00:00Z', '1950-06-21T12:00:00Z', '1972-07-01T00:00:00Z', '2016-12-31T23:59:60Z', '2024-04-08T18:20:00Z', '2026-06-21T00:00:00Z', '2026-12-21T00:00:00.5Z', '2060-01-01T00:00:00Z', '2099-12-01T00:00:00Z', 'now'];
const EXTRAS = ['', 'tz=Europe/Paris', 'tz=America/New_York', 'tz=Asia/Kathmandu', 'tz=Etc/GMT%2B3', 'refraction=none', 'refraction=pyephem&pressure=900', 'bodies=sun,moon', 'bodies=all', 'bodies=mercury,pluto', 'eye_height=100', 'horizon=10'];

test('answers for any place and time fit their schemas, and so do those of links.self', { timeout: 240000 }, async () => {
    const next = random(4), pick = (list) => list[Math.floor(next() * list.length)];
    const wanted = operations().filter(({ path, method }) => method === 'get' && path.startsWith('/api/v1/') && !/stream|status|bodies\/|conventions|places|chart/.test(path));
    let compared = 0;
    for (let i = 0; i < 400; i++) {
        const operation = wanted[i % wanted.length], known = operation.parameters.map((each) => resolve(each).name);
        const asked = new URLSearchParams([pick(PLACES), pick(EXTRAS), pick(EXTRAS), `time=${encodeURIComponent(pick(INSTANTS))}`].filter(Boolean).join('&'));
        const target = new URL(operation.path.replace('{body}', pick(['mars', 'moon', 'saturn', '10'])), server.url);
        for (const [name, value] of asked) if (known.includes(name)) target.searchParams.set(name, value);
        if (operation.path.endsWith('/events')) {
            target.searchParams.set('types', pick(['phases,eclipses', 'rise,set,transit,antitransit', 'day', 'twilight', 'conjunctions,oppositions,stations', 'altitude:20', 'eclipses', 'seasons,apsides,elongations,approaches']));
            target.searchParams.set('start', pick(INSTANTS.slice(0, -2)));
            target.searchParams.set('days', pick(['1', '3', '30', '45']));
        }
        if (operation.path.endsWith('/time')) target.searchParams.delete('place');
        const reply = await fetch(target), text = await reply.text();
        assert.ok(reply.status === 200 || reply.status === 422, `${target}: ${text}`);
        if (reply.status === 422) continue;
        assertFits(JSON.parse(text), schemaOf(operation), target);
        const { links } = JSON.parse(text);
        const again = await fetch(server.url + links.self);
        assert.equal(await again.text(), text, `${target} and ${links.self}`);
        compared++;
    }
    assert.ok(compared > 300, String(compared));
});

test('the schema of a batch refuses what the server refuses', async () => {
    const good = { observers: [{ lat: 1, lon: 2 }], times: ['2026-01-01T00:00:00Z'] };
    for (const [changes, is_good] of [
        [{}, true], [{ bodies: ['mars', '301'], fields: ['time', 'az_deg'], format: 'csv', refraction: 'none', pressure: 900 }, true],
        [{ times: { start: '2026-01-01T00:00:00Z', step: '1h', count: 3 } }, true], [{ observers: [{ id: 'a', lat: '48:30', lon: 2, elevation: 10, refraction: 'none' }, { place: 'Paris' }] }, true],
        [{ times: { step: '1h' } }, false], [{ observers: [] }, false], [{ times: [] }, false], [{ observers: undefined }, false], [{ times: 'now' }, false], [{ body: 'mars' }, false], [{ fields: ['az'] }, false],
        [{ observers: [{ lat: 91, lon: 0 }] }, false], [{ observers: [{ lat: 1, lon: 0, altitude: 3 }] }, false], [{ format: 'xml' }, false],
        [{ times: { start: '2026-01-01T00:00:00Z', step: '1h', count: 0 } }, false], [{ bodies: [] }, false],
    ]) {
        const body = JSON.parse(JSON.stringify({ ...good, ...changes }));
        const reply = await fetch(`${server.url}/api/v1/batch`, { method: 'POST', body: JSON.stringify(body) });
        assert.equal(reply.status === 200, is_good, `${JSON.stringify(body)}: ${await reply.text()}`);
        const fits = () => assertFits(body, { $ref: '#/components/schemas/Batch' }, JSON.stringify(body));
        if (is_good) fits(); else assert.throws(fits, undefined, JSON.stringify(body));
    }
});

test('a client driven by the document calls every operation by its id', async () => {
    const client = await new OpenAPIClientAxios({ definition: structuredClone(document), axiosConfigDefaults: { baseURL: server.url, validateStatus: () => true } }).init();
    for (const operation of operations()) {
        const parameters = Object.fromEntries(new URL(operation['x-example'], server.url).searchParams);
        for (const each of operation.parameters.map(resolve)) if (each.in === 'path') parameters[each.name] = each.example;
        const body = operation.requestBody && Object.values(operation.requestBody.content)[0].example;
        const reply = await client[operation.operationId](parameters, body ?? null, typeof body === 'string' ? { headers: { 'content-type': 'application/x-www-form-urlencoded' } } : {});
        assert.equal(reply.status, 200, `${operation.operationId}: ${JSON.stringify(reply.data)}`);
    }
});

// A random generator with a fixed seed, so that a failure can be repeated.
function random(seed) { return () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648; }

const NASTY = ['', '0', '-0', '-1', '1e400', 'nan', 'Infinity', '999999999999999999999', '%', '\u0000', '\ud83d\ude00', "' or 1=1", '<script>', '../../etc/passwd', 'a'.repeat(300), '1,2,3', 'null', '{}', 'true', '0x10', '1.2.3', ' ', '+', 'now', 'Europe/Paris', 'all', 'mars', '2026-02-30T00:00:00Z', '2026-06-30T23:59:60Z', 'jd:0', '@0'];

test('whatever is sent in a parameter, the answer is one that the document lists', { timeout: 120000 }, async () => {
    const next = random(20261122), pick = (list) => list[Math.floor(next() * list.length)];
    const statuses = {};
    for (let i = 0; i < 1500; i++) {
        const operation = pick(operations()), url = new URL(operation['x-example'], server.url);
        const known = operation.parameters.map(resolve).filter((each) => each.in === 'query');
        for (let k = 0; k <= next() * 3 && known.length > 0; k++) {
            const each = pick(known);
            url.searchParams.set(each.name, next() < 0.5 ? pick(NASTY) : String(each.example));   // a list with commas between
        }
        if (operation.path.endsWith('/stream')) url.searchParams.set('count', '1');
        const method = operation.method.toUpperCase();
        const reply = await fetch(url, { method, ...(method === 'POST' && { body: pick(['', '{', '[]', '{"observers": 3}', 'lat=1', JSON.stringify(Object.values(operation.requestBody.content)[0].example)]) }) });
        const type = (reply.headers.get('content-type') ?? '').split(';')[0], text = await reply.text();
        statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
        if (reply.status === 200) {
            assert.ok(type in operation.responses[200].content, `${url}: ${type}`);
            if (type === JSON_TYPE && schemaOf(operation)) assertFits(JSON.parse(text), schemaOf(operation), url);
        } else {
            assert.equal(type, 'application/problem+json', `${url}: ${reply.status} ${text}`);
            assertFits(JSON.parse(text), { $ref: '#/components/schemas/Problem' }, url);
            assert.ok(reply.status < 500, `${url}: ${text}`);
        }
        assert.equal(reply.headers.get('access-control-allow-origin'), '*');
    }
    assert.ok(statuses[200] > 100 && statuses[400] > 100, JSON.stringify(statuses));
});
