// Sends the requests and records the replies.

import { describeReply, labelOf } from './answers.mjs';
import { Connection, headerOf, requestBytes } from './http.mjs';
import { AT_ONCE } from './limits.mjs';
import { request } from './parameters.mjs';
import { BATCH, RAW } from './requests.mjs';

// Works on several items at once; the results have the order of the items.
export async function inOrder(items, at_once, make_worker) {
    const results = new Array(items.length);
    let next = 0;
    await Promise.all(Array.from({ length: at_once }, async () => {
        const worker = make_worker();
        for (let i = next++; i < items.length; i = next++) results[i] = await worker.work(items[i]);
        worker.end();
    }));
    return results;
}

async function ask(connection, request) {
    let { headers } = request;
    if (request.tag_of !== undefined) {
        const first = await connection.exchange(requestBytes({ method: 'GET', target: request.tag_of,
            headers: request.tag_headers || [] }), 'GET');
        headers = headers.map((line) => line.replace('<etag', first === null ? '' : headerOf(first, 'ETag')
            || '"none"').replace(/("|-gz")>/, '$1'));
    }
    return connection.exchange(requestBytes({ ...request, headers }), request.method);
}

export async function recordRequests(record, port, requests, at_once = AT_ONCE) {
    const replies = await inOrder(requests, at_once, () => {
        const connection = new Connection(port);
        return { work: async (request) => describeReply(request, await ask(connection, request)), end: () => connection.close() };
    });
    requests.forEach((request, i) => record.add(request.group, labelOf(request), replies[i], request));
}

// Requests that are never complete. The server waits ten seconds for a head and thirty for a body, so these run beside all
// others.
export async function recordSlow(record, port) {
    const slow = { 'half a head': 'GET /healthz HTTP/1.1\r\nHost: a\r\n', 'half a line': 'GET /hea' };
    const replies = await Promise.all(Object.values(slow).map(async (bytes) => {
        const connection = new Connection(port);
        await connection.open();
        connection.socket.write(bytes);
        const reply = await connection.reply('GET');
        connection.close();
        return describeReply({ target: '', method: '' }, reply);
    }));
    return () => Object.keys(slow).forEach((name, i) => record.add('raw', labelOf({ name }), replies[i]));
}

// Sends the body after the 100 Continue of the server.
export async function recordContinue(record, port) {
    const connection = new Connection(port), body = JSON.stringify(BATCH);
    await connection.open();
    connection.socket.write(`POST /api/v1/batch HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`);
    const lines = [await connection.line(), await connection.line()];
    connection.socket.write(body);
    const reply = await connection.reply('POST');
    connection.close();
    record.add('raw', 'raw: continue', `${lines.join('\n')}\n${describeReply({ target: '', method: 'POST' }, reply)}`);
}

// Records all replies to some bytes, until the server closes the connection.
export async function recordRaw(record, port) {
    for (const [name, bytes] of Object.entries(RAW)) {
        const connection = new Connection(port);
        await connection.open();
        connection.socket.end(Buffer.from(bytes, 'latin1'));
        const replies = [];
        for (let reply; connection.socket !== null
            && (reply = await connection.reply('GET')) !== null;) replies.push(describeReply({ target: name }, reply));
        connection.close();
        record.add('raw', labelOf({ name }), replies.join('') || 'closed without an answer\n');
    }
}
