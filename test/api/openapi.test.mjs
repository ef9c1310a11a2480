// The OpenAPI document: valid by a validator that is not ours, and true: a client that knows nothing but the document
// calls every operation, and what comes back fits the schemas.
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
const ajv = () => new Ajv({ strict: false });

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
            if (!schema) continue;
            const check = ajv().compile({ ...schema, components: document.components });
            assert.ok(check(JSON.parse(text)), `${target}: ${ajv().errorsText(check.errors)}`);
        }
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

// A generator of one's own numbers, so that a failure can be seen again.
function random(seed) { return () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648; }

const NASTY = ['', '0', '-0', '-1', '1e400', 'nan', 'Infinity', '999999999999999999999', '%', '\u0000', '\ud83d\ude00', "' or 1=1", '<script>', '../../etc/passwd', 'a'.repeat(300), '1,2,3', 'null', '{}', 'true', '0x10', '1.2.3', ' ', '+', 'now', 'Europe/Paris', 'all', 'mars', '2026-02-30T00:00:00Z', '2026-06-30T23:59:60Z', 'jd:0', '@0'];

test('whatever is sent in a parameter, the answer is one of the document\'s', { timeout: 120000 }, async () => {
    const next = random(20261122), pick = (list) => list[Math.floor(next() * list.length)];
    const check = ajv().compile({ $ref: '#/components/schemas/Problem', components: document.components });
    const statuses = {};
    for (let i = 0; i < 1500; i++) {
        const operation = pick(operations()), url = new URL(operation['x-example'], server.url);
        const known = operation.parameters.map(resolve).filter((each) => each.in === 'query');
        for (let k = 0; k <= next() * 3 && known.length > 0; k++) {
            const each = pick(known);
            url.searchParams.set(each.name, next() < 0.5 ? pick(NASTY) : String(each.example));
        }
        if (operation.path.endsWith('/stream')) url.searchParams.set('count', '1');
        const method = operation.method.toUpperCase();
        const reply = await fetch(url, { method, ...(method === 'POST' && { body: pick(['', '{', '[]', '{"observers": 3}', 'lat=1', JSON.stringify(Object.values(operation.requestBody.content)[0].example)]) }) });
        const type = (reply.headers.get('content-type') ?? '').split(';')[0], text = await reply.text();
        statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
        if (reply.status === 200) assert.ok(type in operation.responses[200].content, `${url}: ${type}`);
        else {
            assert.equal(type, 'application/problem+json', `${url}: ${reply.status} ${text}`);
            assert.ok(check(JSON.parse(text)), `${url}: ${text}`);
            assert.ok(reply.status < 500, `${url}: ${text}`);
        }
        assert.equal(reply.headers.get('access-control-allow-origin'), '*');
    }
    assert.ok(statuses[200] > 100 && statuses[400] > 100, JSON.stringify(statuses));
});
