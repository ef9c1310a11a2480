// Requests as bytes: whole, split, in pipelines, broken. Expected statuses are those of RFC 9110 and RFC 9112.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, assertProblem, exchange, get, startServer } from '../program.mjs';

const AT = 'time=2018-10-31T03:22:47Z';
const MARS = `/planets/mars?lat=-39.754&lon=145.051&elevation=0&${AT}`;
const FORM = 'lat=48.93&lon=2.45&elevation=0';
const ECHO = '{"lon": "2.45", "lat": "48.93", "elevation": 0.0}';
let server;
before(async () => { server = await startServer(); });
after(() => server.stop());

const post = (headers, body) => `POST /geo_location HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`;
const isAlive = async () => assert.equal((await get(server.port, '/')).status, 200, 'the server still answers');

// Sends request bytes cut at each of the offsets, one connection per cut, a few at a time.
async function answerEveryCut(bytes, check) {
    for (let first = 1; first < bytes.length; first += 32)
        await Promise.all(Array.from({ length: Math.min(32, bytes.length - first) }, async (_, i) => {
            const client = await Client.to(server.port);
            client.send(bytes.slice(0, first + i));
            await new Promise((done) => setTimeout(done, 2));   // the kernel may still join both parts: also fine
            client.send(bytes.slice(first + i));
            check(await client.reply(), first + i);
            client.close();
        }));
}

test('a GET split at every offset gets the same bytes', async () => {
    const whole = await get(server.port, MARS);
    assert.match(whole.text, /^\{"az": 102\.30\d+, "alt": 11\.6\d+, "name": "mars"\}$/);
    await answerEveryCut(`GET ${MARS} HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n`, (reply, at) => {
        assert.equal(reply.status, 200, `cut at ${at}`);
        assert.equal(reply.text, whole.text, `cut at ${at}`);
    });
});

test('a POST split at every offset gets the same bytes', () =>
    answerEveryCut(post(`Content-Length: ${FORM.length}\r\n`, FORM), (reply, at) =>
        assert.equal(reply.text, ECHO, `cut at ${at}`)));

test('a chunked POST split at every offset gets the same bytes', () =>
    answerEveryCut(post('Transfer-Encoding: chunked\r\n',
        `5;note="a"\r\n${FORM.slice(0, 5)}\r\n0${(FORM.length - 5).toString(16)}\r\n${FORM.slice(5)}\r\n0\r\nEnd: x\r\n\r\n`),
    (reply, at) => assert.equal(reply.text, ECHO, `cut at ${at}`)));

test('a request byte by byte is answered', async () => {
    const client = await Client.to(server.port);
    for (const c of post(`Content-Length: ${FORM.length}\r\n`, FORM)) client.send(c);
    assert.equal((await client.reply()).text, ECHO);
    client.close();
});

test('a pipeline of 1000 is answered in order on one connection', async () => {
    const client = await Client.to(server.port);
    const names = ['mars', 'venus', 'sun', 'moon', 'pluto'];
    const one = (i) => i % 7 === 3 ? post(`Content-Length: ${FORM.length}\r\n`, FORM)
        : `GET /planets/${names[i % 5]}?${AT} HTTP/1.1\r\nHost: a\r\n\r\n`;
    client.send(Array.from({ length: 1000 }, (_, i) => one(i)).join(''));
    for (let i = 0; i < 1000; i++) {
        const { text } = await client.reply();
        if (i % 7 === 3) assert.equal(text, ECHO, `number ${i}`);
        else assert.equal(JSON.parse(text).name, names[i % 5], `number ${i}`);
    }
    client.close();
});

test('requests before a bad one in a pipeline are answered first', async () => {
    const client = await Client.to(server.port);
    client.send('GET /planets/mars HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.equal((await client.reply()).status, 200);
    assertProblem(await client.reply(), 400);
    assert.equal(await client.ended(), '', 'nothing after the refusal');
    client.close();
});

test('HEAD has the headers of GET and no content, on every route', async () => {
    for (const target of [MARS, '/', '/app.js', '/nothing', '/planets/vulcan', `/api/v1/positions?lat=1&lon=2&${AT}`]) {
        const client = await Client.to(server.port);
        client.send(`HEAD ${target} HTTP/1.1\r\nHost: a\r\n\r\nGET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
        const head = await client.reply('HEAD'), got = await client.reply();
        for (const name of ['date', 'request-id', 'server-timing']) delete head.headers[name], delete got.headers[name];   // of the moment
        assert.deepEqual(head.headers, got.headers, target);
        assert.equal(head.status, got.status, target);
        assert.equal(Number(head.headers['content-length']), got.body.length, target);
        client.close();
    }
});

test('Expect: 100-continue is answered before the content comes', async () => {
    const client = await Client.to(server.port);
    client.send(post(`Content-Length: ${FORM.length}\r\nExpect: 100-continue\r\n`, ''));
    assert.equal((await client.reply()).status, 100);
    client.send(FORM);
    assert.equal((await client.reply()).text, ECHO);
    client.send(post('Content-Length: 70000\r\nExpect: 100-continue\r\n', ''));
    assertProblem(await client.reply(), 413);
    client.close();
    assertProblem(await exchange(server.port, post('Content-Length: 1\r\nExpect: the-moon\r\n', 'x')), 417);
});

test('chunked content is joined, however it is split', async () => {
    const pieces = [...FORM].map((c) => `1\r\n${c}\r\n`).join('');
    assert.equal((await exchange(server.port, post('Transfer-Encoding: chunked\r\n', `${pieces}0\r\n\r\n`))).text, ECHO);
    for (const bad of ['x\r\n', '-1\r\n', '5\r\nabcdefgh\r\n', 'ffffffffffffffffff\r\n'])
        assertProblem(await exchange(server.port, post('Transfer-Encoding: chunked\r\n', bad)), 400);
    const much = `${(70000).toString(16)}\r\n${'a'.repeat(70000)}\r\n0\r\n\r\n`;
    assertProblem(await exchange(server.port, post('Transfer-Encoding: chunked\r\n', much)), 413);
    await isAlive();
});

test('an unknown transfer coding is 501, and the server goes on', async () => {
    for (const coding of ['gzip, chunked', 'x,chunked', 'deflate , Chunked'])
        assertProblem(await exchange(server.port, post(`Transfer-Encoding: ${coding}\r\n`, '')), 501);
    await isAlive();
});

const REFUSED = [
    [400, 'no Host', 'GET / HTTP/1.1\r\n\r\n'],
    [400, 'two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n'],
    [400, 'a Host with a blank', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'],
    [400, 'a blank before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    [400, 'a folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n'],
    [400, 'lines that end in LF alone', 'GET / HTTP/1.1\nHost: a\n\n'],
    [400, 'a CR within a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\r2\r\n\r\n'],
    [400, 'a NUL within a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: 1\x002\r\n\r\n'],
    [400, 'a NUL within the target', 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n'],
    [400, 'a target without a slash', 'GET planets/mars HTTP/1.1\r\nHost: a\r\n\r\n'],
    [400, 'a fragment', 'GET /#a HTTP/1.1\r\nHost: a\r\n\r\n'],
    [400, 'two lengths', post('Content-Length: 1\r\nContent-Length: 1\r\n', 'x')],
    [400, 'two lengths in one', post('Content-Length: 1, 1\r\n', 'x')],
    [400, 'a negative length', post('Content-Length: -1\r\n', '')],
    [400, 'a length with a sign', post('Content-Length: +1\r\n', 'x')],
    [400, 'a length beyond all numbers', post('Content-Length: 99999999999999999999999999\r\n', '')],
    [400, 'length and chunks', post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
    [400, 'a coding after chunked', post('Transfer-Encoding: chunked, gzip\r\n', '0\r\n\r\n')],
    [400, 'a header without a name', 'GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n'],
    [400, 'TLS to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    [400, 'a smuggled second request line', 'GET / HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n'],
    [413, 'a body beyond the limit', post('Content-Length: 65537\r\n', '')],
    [414, 'a target beyond the limit', `GET /${'a'.repeat(8192)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    [414, 'a target without end', `GET /${'a'.repeat(20000)}`],
    [431, 'a header beyond the limit', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17000)}\r\n\r\n`],
    [431, 'too many headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(64)}\r\n`],
    [400, 'the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    [505, 'a version to come', 'GET / HTTP/3.0\r\nHost: a\r\n\r\n'],
];
for (const [status, claim, bytes] of REFUSED)
    test(`${claim}: ${status}, a problem document, then the end`, async () => {
        const client = await Client.to(server.port);
        client.send(bytes);
        const reply = await client.reply();
        assertProblem(reply, status);
        assert.equal(reply.headers.connection, 'close');
        assert.equal(await client.ended(), '');
        client.close();
        await isAlive();
    });

test('each limit is met to the byte', async () => {
    const target = (length) => `/planets/mars?x=${'a'.repeat(length - '/planets/mars?x='.length)}`;
    const head = (length) => `GET ${MARS} HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(length)}\r\n\r\n`;
    const body = (length) => post(`Content-Length: ${length}\r\n`, `${FORM}&x=`.padEnd(length, 'a'));
    const rest = head(0).length;
    for (const [bytes, status] of [
        [`GET ${target(8192)} HTTP/1.1\r\nHost: a\r\n\r\n`, 200], [`GET ${target(8193)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
        [head(16384 - rest), 200], [head(16385 - rest), 431], [body(65536), 200], [body(65537), 413],
        [`GET / HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(63)}\r\n`, 200], [`GET / HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(64)}\r\n`, 431],
    ])
        assert.equal((await exchange(server.port, bytes)).status, status, bytes.slice(0, 60));
});

test('an offer to upgrade is declined by continuing in HTTP/1.1', async () => {
    const headers = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c, websocket\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';
    const client = await Client.to(server.port);
    client.send(`GET ${MARS} HTTP/1.1\r\nHost: a\r\n${headers}\r\nGET ${MARS} HTTP/1.1\r\nHost: a\r\n\r\n`);
    for (let i = 0; i < 2; i++) assert.equal((await client.reply()).status, 200);
    client.close();
});

test('other methods are 405 and say which are allowed', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'POST'])
        assert.equal((await exchange(server.port, `${method} ${MARS} HTTP/1.1\r\nHost: a\r\n\r\n`)).headers.allow,
            'GET, HEAD, OPTIONS', method);
    assertProblem(await exchange(server.port, 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'), 405);
    const reply = await get(server.port, '/geo_location');
    assertProblem(reply, 405);
    assert.equal(reply.headers.allow, 'POST, OPTIONS');
});

test('HTTP/1.0 closes unless asked to stay; Connection: close closes', async () => {
    const client = await Client.to(server.port);
    client.send(`GET ${MARS} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
    assert.equal((await client.reply()).headers.connection, 'keep-alive');
    client.send(`GET ${MARS} HTTP/1.0\r\n\r\n`);
    assert.equal((await client.reply()).headers.connection, 'close');
    assert.equal(await client.ended(), '');
    client.close();
    const second = await Client.to(server.port);
    second.send(`GET ${MARS} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    assert.equal((await second.reply()).headers.connection, 'close');
    assert.equal(await second.ended(), '');
    second.close();
});

test('random bytes never bring the server down', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const next = (n) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 16) % n; };
    const seeds = [`GET ${MARS} HTTP/1.1\r\nHost: a\r\n\r\n`, post(`Content-Length: ${FORM.length}\r\n`, FORM),
        post('Transfer-Encoding: chunked\r\n', '3\r\nlat\r\n0\r\n\r\n')];
    for (let round = 0; round < 10; round++)
        await Promise.all(Array.from({ length: 30 }, async () => {
            const bytes = Buffer.from(seeds[next(3)], 'latin1');
            for (let i = 1 + next(4); i > 0; i--) bytes[next(bytes.length)] = next(256);
            const client = await Client.to(server.port);
            client.send(bytes);
            client.socket.end();
            await client.ended();
            client.close();
        }));
    assert.equal((await get(server.port, '/')).status, 200, `seed ${seed}`);
});
