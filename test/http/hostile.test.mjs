// Hostile and accidental requests. After each the server must answer another client, and under AddressSanitizer
// (make VARIANT=asan) its end must find no leak.
//
// Every case is sent whole and byte by byte, followed by one more request and the client's FIN. What matters is how many
// replies come: one too many is a request that was smuggled. The cases on parsing were found by going through llhttp's
// own list (github.com/nodejs/llhttp, test/request), where llhttp alone is looser than we are; those on framing follow
// RFC 9112, sections 6 and 11.2.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client, WAIT_MS, get, startServer } from '../program.mjs';

const MARS = '/planets/mars?lat=1&lon=2&elevation=3&time=2018-10-31T03:22:47Z';
const FORM = 'lat=48.93&lon=2.45&elevation=0';
const LAST = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';   // answered with 404 when it is seen at all
const HOST = 'Host: a\r\n';
const MiB = 2 ** 20;
let server;
before(async () => { server = await startServer(['--port', '0', '--threads', '2']); });
after(() => server.stop());

const isAlive = async () => assert.equal((await get(server.port, MARS)).status, 200, 'the server still answers');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const post = (headers, body) => `POST /geo_location HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;
const chunked = (body) => post('Transfer-Encoding: chunked\r\n', body);
const head = (line, headers = '') => `${line}\r\n${HOST}${headers}\r\n`;
const header = (line) => head(`GET ${MARS} HTTP/1.1`, `${line}\r\n`);

// The statuses of all replies in bytes; the last may be incomplete.
function statuses(text) {
    const found = [];
    while (text.length > 0) {
        const [first, rest] = cutAt(text, '\r\n\r\n');
        const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
        assert.ok(status, `no reply begins with: ${text.slice(0, 200)}`);
        if (status === '100') { text = rest; continue; }
        found.push(Number(status));
        const length = /\r\nContent-Length: (\d+)/.exec(first)?.[1];
        if (length !== undefined) text = rest.slice(Number(length));
        else if (/\r\nTransfer-Encoding: chunked/.test(first)) text = cutAt(rest, '\r\n0\r\n\r\n')[1];
        else text = rest;
    }
    return found;
}

function cutAt(text, mark) {
    const at = text.indexOf(mark);
    return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}

async function outcome(bytes, drips) {
    const client = await Client.to(server.port);
    const parts = drips ? bytes.match(/[^]{1,7}/g) : [bytes];
    for (const part of parts) {
        if (client.is_ended) break;
        client.send(part);
        if (drips) await pause(0);   // the kernel may join some: also fine
    }
    client.socket.end();
    try {
        return await client.ended();
    } finally {
        client.close();
    }
}

// [claim, the statuses expected, bytes]. A number: this refusal and no other reply. 0: no answer, because the request is incomplete.
const CASES = {
    'request line': [
        ['ICE instead of HTTP', 400, head('GET /x ICE/1.0')],
        ['SOURCE with ICE', 400, head('SOURCE /x ICE/1.0')],
        ['a letter before HTTP', 400, head('GET /x XHTTP/1.1')],
        ['PUT by RTSP', 400, head('PUT /x RTSP/1.0')],
        ['OPTIONS by RTSP', 400, head('OPTIONS /x RTSP/1.0')],
        ['ANNOUNCE by RTSP', 400, head('ANNOUNCE /x RTSP/1.0')],
        ['ANNOUNCE by HTTP', 400, head('ANNOUNCE /x HTTP/1.0')],
        ['a method that goes on after its end', 400, head('MKCOLA / HTTP/1.1')],
        ['a method in lower case', 400, head('get / HTTP/1.1')],
        ['no method', 400, head(' / HTTP/1.1')],
        ['a method with a NUL', 400, head('GE\0T / HTTP/1.1')],
        ['a version from far away', 505, head('GET / HTTP/5.6')],
        ['HTTP/1.2', 505, head('GET / HTTP/1.2')],
        ['HTTP/1.10', 400, head('GET / HTTP/1.10')],
        ['HTTP/01.1', 400, head('GET / HTTP/01.1')],
        ['HTTP/0.9', 400, head('GET / HTTP/0.9')],
        ['HTTP/1', 400, head('GET / HTTP/1')],
        ['http in lower case', 400, head('GET / http/1.1')],
        ['no version at all', 400, head('GET /')],
        ['a blank behind the version', 400, head('GET / HTTP/1.1 ')],
        ['two blanks before the target', 400, head('GET  / HTTP/1.1')],
        ['two blanks before the version', 400, head('GET /  HTTP/1.1')],
        ['tabs instead of blanks', 400, head('GET\t/\tHTTP/1.1')],
        ['a blank before the method', 400, head(' GET / HTTP/1.1')],
        ['a blank within the target', 400, head('GET /a b HTTP/1.1')],
        ['a request line that ends in CR alone', 400, `GET / HTTP/1.1\r${HOST}\r\n`],
        ['a request line that ends in LF alone', 400, `GET / HTTP/1.1\n${HOST}\r\n`],
        ['an LF before the request', 400, `\n${head(`GET ${MARS} HTTP/1.1`)}`],
        ['a CR before the request', 400, `\r${head(`GET ${MARS} HTTP/1.1`)}`],
        ['an empty line before the request is nothing', [200, 404], `\r\n${head(`GET ${MARS} HTTP/1.1`)}`],
        ['a hundred empty lines are nothing', [200, 404], `${'\r\n'.repeat(100)}${head(`GET ${MARS} HTTP/1.1`)}`],
        ['the preface of HTTP/2, with another version', 400, 'PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n'],
        ['a star that only OPTIONS has', 400, head('M-SEARCH * HTTP/1.1')],
        ['CONNECT', 405, head('CONNECT a:443 HTTP/1.1', 'Content-Length: 3\r\n') + 'abc'],
        ['a target in bytes above 127', [404, 404], head('GET /\xce\xb4/\xd0\xba HTTP/1.1')],
        ['a target with a bar and quotes', [404, 404], head('GET /a?b=|"c" HTTP/1.1')],
        ['a target with two question marks', [404, 404], head('GET /a?b=c?d HTTP/1.1')],
        ['a target with an escape', 400, head('GET /\x1b[2J HTTP/1.1')],
        ['a target with DEL', 400, head('GET /\x7f HTTP/1.1')],
        ['a target with a fragment', 400, head('GET /a#b HTTP/1.1')],
        ['methods that no route has', [405, 405, 405, 404],
            ['REPORT', 'PURGE', 'M-SEARCH'].map((method) => head(`${method} ${MARS} HTTP/1.1`)).join('')],
        ['their content is taken off the line', [405, 405, 404],
            head(`PATCH ${MARS} HTTP/1.1`, 'Content-Length: 10\r\n') + 'cccccccccc' +
            head(`PUT ${MARS} HTTP/1.1`, 'Transfer-Encoding: chunked\r\n') + '3\r\nabc\r\n0\r\n\r\n'],
    ],
    'absolute form': [
        ['another host than the header says', [200, 404], head(`GET http://b${MARS} HTTP/1.1`)],
        ['with a port', [200, 404], head(`GET http://b:1234${MARS} HTTP/1.1`)],
        ['ended by the query', [404, 404], head('GET http://b:1234?x=y HTTP/1.1').replace('?x=y', '/nothing?x=y')],
        ['no Host header beside an absolute target', 400, `GET http://b${MARS} HTTP/1.1\r\n\r\n`],
        ['no host', 400, head(`GET http://${MARS} HTTP/1.1`)],
        ['another scheme', 400, head(`GET ftp://b${MARS} HTTP/1.1`)],
        ['a user and a password', 400, head(`GET http://a%12:b!&*$@b:1234${MARS} HTTP/1.1`)],
        ['a backslash behind the host', 400, head(`GET http://b\\@c${MARS} HTTP/1.1`)],
        ['an authority alone', 400, head('GET b:80 HTTP/1.1')],
    ],
    'header lines': [
        ['CR between two', 400, head('GET / HTTP/1.1', 'A: 1\rB: 2\r\n')],
        ['LF between two', 400, head('GET / HTTP/1.1', 'A: 1\nB: 2\r\n')],
        ['LF before a coding', 400, post('A: x\nTransfer-Encoding: chunked\r\n', '1\r\nA\r\n0\r\n\r\n')],
        ['an empty value, LF, a coding', 400, post('A:\nTransfer-Encoding: chunked\r\n', '1\r\nA\r\n0\r\n\r\n')],
        ['an empty value, CR, a coding', 400, post('A:\rTransfer-Encoding: chunked\r\n', '1\r\nA\r\n0\r\n\r\n')],
        ['LF before a length', 400, head('GET / HTTP/1.1', 'A: x\nContent-Length: 23\r\n') + 'GET / HTTP/1.1\r\nA: GET /b HTTP/1.1\r\n\r\n'],
        ['a CR and a letter instead of the empty line', 400, `GET / HTTP/1.1\r\n${HOST}\rZGET /evil: HTTP/1.1\r\n${HOST}\r\n`],
        ['an at sign in a name', 400, header('Fo@: x')],
        ['a control byte in a name', 400, header('Fo\x01o: x')],
        ['a byte above 127 in a name', 400, header('F\xf6o: x')],
        ['no name', 400, header(': x')],
        ['no colon', 400, header('Foo')],
        ['a name alone, its value on the next line', 400, header('Foo\r\n : x')],
        ['a blank before the first', 400, `GET / HTTP/1.1\r\n ${HOST}\r\n`],
        ['a blank before the colon', 400, header('Foo : x')],
        ['a tab before the colon', 400, header('Foo\t: x')],
        ['a folded value', 400, header('Foo: x\r\n y')],
        ['a value folded by a tab', 400, header('Foo: x\r\n\ty')],
        ['a value that begins on the next line', 400, header('Foo:\r\n x')],
        ['a folded Connection', 400, header('Connection: Something,\r\n Upgrade')],
        ['Connection broken by bytes', 400, header('Connection\r\x1b\x35\xd5eep-Alive')],
        ['Connection with a CR for its dash', 400, header('Connection: keep\ralive')],
        ['a form feed in a value', 400, header('Foo: \f')],
        ['a vertical tab in a value', 400, header('Foo: a\x0bb')],
        ['a NUL in a value', 400, header('Foo: a\0b')],
        ['an escape in a value', 400, header('Foo: \x1b[2J')],
        ['DEL in a value', 400, header('Foo: a\x7fb')],
        ['bytes above 127 in a value are left alone', [200, 404], header('Foo: D\xfcsseldorf \xff')],
        ['no value', [200, 404], header('Foo:')],
        ['a value in tabs and blanks', [200, 404], header('Foo:\t  x \t')],
        ['Host twice', 400, head('GET / HTTP/1.1', 'Host: b\r\n')],
        ['Host twice, the other in capitals', 400, head('GET / HTTP/1.1', 'HOST: a\r\n')],
        ['Host with a user', 400, 'GET / HTTP/1.1\r\nHost: b@a\r\n\r\n'],
        ['Host with a path', 400, 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n'],
        ['Host as a list', [404, 404], 'GET /nothing HTTP/1.1\r\nHost: a,b\r\n\r\n'],   // legal by RFC 3986, 3.2.2
        ['Host in quotes', 400, 'GET / HTTP/1.1\r\nHost: "a"\r\n\r\n'],
    ],
    'lengths': [
        ['leading zeros', [200, 404], post(`Content-Length: 00${FORM.length}\r\n`, FORM)],
        ['blanks around', [200, 404], post(`Content-Length:  ${FORM.length} \r\n`, FORM)],
        ['funny case, HTTP/1.0', [200], `POST /geo_location HTTP/1.0\r\nconTENT-Length: ${FORM.length}\r\n\r\n${FORM}`],
        ['of a GET', [200, 404], header('Content-Length: 5') + 'HELLO'],
        ['21 digits', 400, post('Content-Length: 1000000000000000000000\r\n', '')],
        ['two to the 64', 400, post('Content-Length: 18446744073709551616\r\n', '')],
        ['two to the 64 and 30', 400, post('Content-Length: 18446744073709551646\r\n', FORM)],
        ['two to the 63', 413, post('Content-Length: 9223372036854775808\r\n', '')],
        ['all that 64 bits hold', 413, post('Content-Length: 18446744073709551615\r\n', '')],
        ['two to the 32 and 30', 413, post('Content-Length: 4294967326\r\n', FORM)],
        ['negative', 400, post(`Content-Length: -${FORM.length}\r\n`, FORM)],
        ['with a plus', 400, post(`Content-Length: +${FORM.length}\r\n`, FORM)],
        ['hexadecimal', 400, post('Content-Length: 0x1e\r\n', FORM)],
        ['with a point', 400, post(`Content-Length: ${FORM.length}.0\r\n`, FORM)],
        ['with an exponent', 400, post('Content-Length: 3e1\r\n', FORM)],
        ['with a blank inside', 400, post('Content-Length: 3 0\r\n', FORM)],
        ['two numbers', 400, post('Content-Length: 30 37\r\n', FORM)],
        ['a list of equals', 400, post(`Content-Length: ${FORM.length}, ${FORM.length}\r\n`, FORM)],
        ['a list with an end', 400, post(`Content-Length: ${FORM.length},\r\n`, FORM)],
        ['empty', 400, post('Content-Length:\r\n', FORM)],
        ['blanks alone', 400, post('Content-Length:   \r\n', FORM)],
        ['in quotes', 400, post(`Content-Length: "${FORM.length}"\r\n`, FORM)],
        ['with a vertical tab', 400, post(`Content-Length: \x0b${FORM.length}\r\n`, FORM)],
        ['with a NUL', 400, post(`Content-Length: ${FORM.length}\0\r\n`, FORM)],
        ['in other digits', 400, post('Content-Length: \xd9\xa3\xd9\xa0\r\n', FORM)],
        ['twice and equal', 400, post(`Content-Length: ${FORM.length}\r\n`.repeat(2), FORM)],
        ['twice and different', 400, post(`Content-Length: 0\r\nContent-Length: ${FORM.length}\r\n`, FORM)],
        ['folded', 400, post(`Content-Length:\r\n ${FORM.length}\r\n`, FORM)],
        ['a blank before the colon', 400, post(`Content-Length : ${FORM.length}\r\n`, FORM)],
        ['a CR for its dash', 400, post(`Content\rLength: ${FORM.length}\r\n`, FORM)],
        ['with an underscore, which is another header', [400, 404], post('Content_Length: 5\r\n', '')],
        ['more than comes', 0, post('Content-Length: 60000\r\n', FORM)],
        ['less than comes: the rest is a request', [400, 400], post('Content-Length: 4\r\n', 'lat=1&lon=2\r\n\r\n')],
    ],
    'codings': [
        ['chunked in capitals', [200, 404], post('Transfer-Encoding: CHUNKED\r\n', `1e\r\n${FORM}\r\n0\r\n\r\n`)],
        ['pigeons', 400, post('Transfer-Encoding: pigeons\r\n', '')],
        ['identity', 400, post('Transfer-Encoding: identity\r\n', '0\r\n\r\n')],
        ['identity and a length', 400, post('Transfer-Encoding: identity\r\nContent-Length: 5\r\n', 'World')],
        ['a length and identity', 400, post('Content-Length: 1\r\nTransfer-Encoding: identity\r\n', 'W')],
        ['empty, thrice, and a length', 400, post(`Content-Length: 10\r\n${'Transfer-Encoding:\r\n'.repeat(3)}`, '2\r\nAA\r\n0\r\n')],
        ['empty', 400, post('Transfer-Encoding:\r\n', '0\r\n\r\n')],
        ['chunked before another', 400, post('Transfer-Encoding: chunked, deflate\r\n', 'World')],
        ['chunked, then another line', 400, post('Transfer-Encoding: chunked\r\nTransfer-Encoding: deflate\r\n', 'World')],
        ['chunked, then identity', 400, post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', '0\r\n\r\n')],
        ['another line, then chunked', 400, post('Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
        ['chunked twice', 400, post('Transfer-Encoding: chunked\r\n'.repeat(2), '0\r\n\r\n')],
        ['chunked twice in a list', 400, post('Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n')],
        ['another below chunked', 501, post('Transfer-Encoding: deflate, chunked\r\n', '5\r\nWorld\r\n0\r\n\r\n')],
        ['chunkedchunked', 400, post('Transfer-Encoding: chunkedchunked\r\n', '0\r\n\r\n')],
        ['xchunked', 400, post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n')],
        ['chunked with a parameter', 400, post('Transfer-Encoding: chunked;q=1\r\n', '0\r\n\r\n')],
        ['chunked in quotes', 400, post('Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n')],
        ['chunked behind a vertical tab', 400, post('Transfer-Encoding: \x0bchunked\r\n', '0\r\n\r\n')],
        ['chunked before a NUL', 400, post('Transfer-Encoding: chunked\0\r\n', '0\r\n\r\n')],
        ['chunked with a long k', 400, post('Transfer-Encoding: chun\xe2\x84\xaaed\r\n', '0\r\n\r\n')],
        ['chunked and a comma', 400, post('Transfer-Encoding: chunked,\r\n', '0\r\n\r\n')],
        ['a fold behind chunked', 400, post('Transfer-Encoding: chunked\r\n  abc\r\n', '5\r\nWorld\r\n0\r\n\r\n')],
        ['a fold before chunked', 400, post('Transfer-Encoding:\r\n chunked\r\n', '0\r\n\r\n')],
        ['a name with a blank', 400, post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n')],
        ['a name with a NUL', 400, post('Transfer-Encoding\0: chunked\r\n', '0\r\n\r\n')],
        ['a name behind a blank', 400, post('X: y\r\n Transfer-Encoding: chunked\r\n', '0\r\n\r\n')],
        ['of HTTP/1.0', 400, `POST /geo_location HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ],
    'chunks': [
        ['a size in capitals', [200, 404], chunked(`1E\r\n${FORM}\r\n0\r\n\r\n`)],
        ['a size in zeros, an end in three', [200, 404], chunked(`0000001e\r\n${FORM}\r\n000\r\n\r\n`)],
        ['trailers are dropped', [200, 404], chunked(`1e\r\n${FORM}\r\n0\r\nVary: *\r\nContent-Length: 9999\r\n\r\n`)],
        ['extensions are dropped', [200, 404], chunked(`1e;a;b=c\r\n${FORM}\r\n0;g\r\n\r\n`)],
        ['an extension without a semicolon', 400, chunked('2 erfr\r\naa\r\n0\r\n\r\n')],
        ['a quote that does not end', 400, chunked('5;a="b;c\r\nhello\r\n0\r\n\r\n')],
        ['LF within an extension', 400, chunked('2;a\nxx\r\n0\r\n\r\n')],
        ['CR within an extension', 400, chunked('2;a\rb\r\nxx\r\n0\r\n\r\n')],
        ['NUL within an extension', 400, chunked('2;a\0b\r\nxx\r\n0\r\n\r\n')],
        ['LF within a quoted extension', 400, chunked('2;a="\n"\r\nxx\r\n0\r\n\r\n')],
        ['a size ended by LF', 400, chunked('2\nxx\r\n0\r\n\r\n')],
        ['a size ended by CR', 400, chunked('2\rxx\r\n0\r\n\r\n')],
        ['a size ended by two CR', 400, chunked('5\r\r;ABCD\r\n34\r\nE\r\n0\r\n\r\n')],
        ['blanks and LF behind a size', 400, chunked('3 \n  \r\nfoo\r\n\r\n')],
        ['a blank before a size', 400, chunked(' 2\r\nxx\r\n0\r\n\r\n')],
        ['a size with a sign', 400, chunked('+2\r\nxx\r\n0\r\n\r\n')],
        ['a negative size', 400, chunked('-2\r\nxx\r\n0\r\n\r\n')],
        ['a size with 0x', 400, chunked('0x2\r\nxx\r\n0\r\n\r\n')],
        ['no size', 400, chunked('\r\nxx\r\n0\r\n\r\n')],
        ['a semicolon without a size', 400, chunked(';a\r\nxx\r\n0\r\n\r\n')],
        ['a size of 17 digits', 400, chunked('10000000000000002\r\nxx\r\n0\r\n\r\n')],
        ['the largest size', 413, chunked('ffffffffffffffff\r\nxx')],
        ['a size beyond the limit', 413, chunked(`10001\r\n${'x'.repeat(65537)}`)],
        ['content longer than its size', 400, chunked('2\r\nxxx\r\n0\r\n\r\n')],
        ['content that is not ended', 400, chunked('5\r\nABCDE0\r\n\r\n')],
        ['content ended by LF', 400, chunked('2\r\nxx\n0\r\n\r\n')],
        ['content ended by CR', 400, chunked('2\r\nxx\r0\r\n\r\n')],
        ['no last chunk', 400, chunked('3\r\nfoo\r\n\r\n\r\n')],
        ['the end with LF alone', 400, chunked('2\r\nxx\r\n0\n\n')],
        // Trailers are discarded, so malformed ones do no harm as long as their end is clear.
        ['a trailer with a blank before its colon', [200, 404], chunked(`1e\r\n${FORM}\r\n0\r\nA : x\r\n\r\n`)],
        ['a folded trailer', [200, 404], chunked(`1e\r\n${FORM}\r\n0\r\nA: x\r\n y\r\n\r\n`)],
        ['a trailer ended by CR', 400, chunked('0\r\nA: x\rB: y\r\n\r\n')],
        ['a trailer ended by LF', 400, chunked('0\r\nA: x\nB: y\r\n\r\n')],
        ['extensions without end', 413, chunked(`1;${'a'.repeat(200000)}`)],
        ['trailers without end', 413, chunked(`0\r\n${'A: x\r\n'.repeat(20000)}`)],
        ['a thousand chunks of a byte with long extensions', 413, chunked(`1;${'a'.repeat(500)}\r\nx\r\n`.repeat(1000))],
    ],
    'smuggling': [
        ['CL.TE', 400, post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\nGET /evil HTTP/1.1\r\nX: ')],
        ['TE.CL', 400, post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', '5c\r\nGET /evil HTTP/1.1\r\n\r\n0\r\n\r\n')],
        ['TE.TE', 400, post('Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n', '0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n')],
        ['CL.CL', 400, post('Content-Length: 0\r\nContent-Length: 44\r\n', `GET /evil HTTP/1.1\r\n${HOST}\r\n`)],
        ['CL.0', [400, 404], post('Content-Length: 33\r\n', 'GET /evil HTTP/1.1\r\nHost: aaaa\r\n\r\n'.slice(0, 33))],
        ['0.CL on a GET', [200, 404], header('Content-Length: 33') + 'GET /evil HTTP/1.1\r\nHost: aaaa\r\n\r\n'.slice(0, 33)],
        ['a request within a chunk', [400, 404], chunked(`21\r\n${'GET /evil HTTP/1.1\r\nHost: aaaa\r\n\r\n'.slice(0, 33)}\r\n0\r\n\r\n`)],
        ['a request in a trailer', 400, chunked('0\r\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n')],
        ['a request behind Connection: close', [200], header('Connection: close') + head('GET /evil HTTP/1.1')],
        ['a request behind HTTP/1.0', [200], `GET ${MARS} HTTP/1.0\r\n\r\n${head('GET /evil HTTP/1.1')}`],
        ['a request behind a refusal', 400, header('Foo : x') + head('GET /evil HTTP/1.1').repeat(3)],
        ['a request behind an offer to upgrade is one', [200, 404, 404], header('Connection: upgrade\r\nUpgrade: websocket') + head('GET /evil HTTP/1.1')],
        ['a length hidden by Connection', [200, 404], post(`Connection: Content-Length\r\nContent-Length: ${FORM.length}\r\n`, FORM)],
        ['content after a refused expectation', [417], post('Expect: 100-continue, x\r\nContent-Length: 5\r\n', 'hello')],
    ],
};

for (const [theme, cases] of Object.entries(CASES))
    describe(theme, { concurrency: 8 }, () => {
        for (const [claim, expected, bytes] of cases)
            test(`${claim}: ${expected || 'no answer'}`, async () => {
                const wanted = expected === 0 ? [] : typeof expected === 'number' ? [expected] : expected;
                for (const drips of [false, true]) {
                    if (drips && bytes.length > 5000) continue;
                    assert.deepEqual(statuses(await outcome(bytes + LAST, drips)), wanted, drips ? 'byte by byte' : 'whole');
                }
                await isAlive();
            });
    });

describe('connections', () => {
    const RANGE = '/api/v1/positions?lat=1&lon=2&bodies=all&start=2000-01-01T00:00:00Z&stop=2001-01-01T00:00:00Z&step=10m&format=csv';
    const STREAM = '/api/v1/stream?lat=1&lon=2&interval=1';
    const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'latin1'))[1]) * 1024;
    const begun = async (target, options) => {
        const client = await Client.to(server.port, options);
        client.send(`GET ${target} HTTP/1.1\r\n${HOST}\r\n`);
        await client.until(() => client.bytes.includes('\r\n\r\n'));
        assert.match(client.bytes.toString('latin1'), /^HTTP\/1\.1 200 OK\r\n[^]*Transfer-Encoding: chunked/);
        return client;
    };
    const descriptors = () => readdirSync(`/proc/${server.child.pid}/fd`).length;
    const awaitClosed = async (most) => {
        for (const end_ms = Date.now() + WAIT_MS; descriptors() > most; await pause(20))
            assert.ok(Date.now() < end_ms, `${descriptors()} descriptors are open, not ${most}`);
    };

    test('a hundred resets in the middle of a body', async () => {
        const open = descriptors();
        await Promise.all(Array.from({ length: 100 }, async (_, i) => {
            const client = await Client.to(server.port);
            client.send(i % 2 ? post('Content-Length: 60000\r\n', 'x'.repeat(i * 300)) : chunked(`ffff\r\n${'x'.repeat(i * 300)}`));
            await pause(i % 7);
            client.socket.resetAndDestroy();
        }));
        await isAlive();
        await awaitClosed(open + 5);
    });

    test('a hundred resets, closes and half-closes in the middle of a stream', async () => {
        const open = descriptors();
        await Promise.all(Array.from({ length: 100 }, async (_, i) => {
            const client = await begun(i % 2 ? RANGE : STREAM);
            if (i % 3 === 0) client.socket.resetAndDestroy();
            else client.close();
        }));
        await isAlive();
        await awaitClosed(open + 5);
    });

    test('twenty clients that do not read cost bounded memory each and delay no other client', async () => {
        const before_bytes = resident();
        const clients = await Promise.all(Array.from({ length: 20 }, async () => {
            const client = await begun(RANGE);
            client.socket.pause();
            return client;
        }));
        for (let i = 0; i < 20; i++) await isAlive();
        await pause(500);
        assert.ok(resident() - before_bytes < 20 * MiB, `${(resident() - before_bytes) / MiB} MiB more`);
        for (const client of clients) client.close();
    });

    test('a very slow reader gets its stream while others are served', async () => {
        const client = await begun(RANGE.replace('2001-01-01', '2000-01-20'));
        client.socket.pause();
        for (let i = 0; i < 50; i++) {
            client.socket.resume();
            await isAlive();
            client.socket.pause();
        }
        client.socket.resume();
        await client.until(() => client.bytes.subarray(-7).equals(Buffer.from('\r\n0\r\n\r\n')));
        client.close();
    });

    test('a stream, broken requests behind it and a half-close', async () => {
        const client = await Client.to(server.port);
        client.send(`GET ${RANGE.replace('2001-01-01', '2000-01-02')} HTTP/1.1\r\n${HOST}\r\n${header('A: b')}${header('A : b')}`);
        client.socket.end();
        assert.deepEqual(statuses(await client.ended()), [200, 200, 400]);
        client.close();
    });

    test('pipelines of everything, cut anywhere, are answered in order', async () => {
        const seed = Math.floor(Math.random() * 2 ** 31);
        let state = seed;
        const next = (n) => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return (state >>> 16) % n; };
        const kinds = [[200, header('A: b')], [404, head('GET /nothing HTTP/1.1')], [405, head(`DELETE ${MARS} HTTP/1.1`)],
            [200, post(`Content-Length: ${FORM.length}\r\n`, FORM)], [200, chunked(`5\r\n${FORM.slice(0, 5)}\r\n19\r\n${FORM.slice(5)}\r\n0\r\n\r\n`)],
            [200, head(`GET ${RANGE.replace('2001-01-01', '2000-01-02')} HTTP/1.1`)], [400, post('Content-Length: 3\r\n', 'abc')]];
        for (let round = 0; round < 20; round++) {
            const chosen = Array.from({ length: 1 + next(40) }, () => kinds[next(kinds.length)]);
            const bytes = chosen.map((kind) => kind[1]).join('') + LAST;
            const client = await Client.to(server.port);
            for (let at = 0, size; at < bytes.length; at += size) {
                size = 1 + next(2000);
                client.send(bytes.slice(at, at + size));
                if (next(3) === 0) await pause(1);
            }
            assert.deepEqual(statuses(await client.ended()), [...chosen.map((kind) => kind[0]), 404], `seed ${seed}, round ${round}`);
            client.close();
        }
    });
});
