// What the end-to-end tests share: the real program as a child process, raw sockets, and replies parsed from bytes.
//
// PLANETTRACKER  path of the program under test

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { resolve } from 'node:path';

export const WAIT_MS = 30000;   // generous: every wait ends when its condition holds
export const PROGRAM = resolve(process.env.PLANETTRACKER || 'build/release/planettracker');

// The environment of a test, without variables that would change the program's answers.
function environment(extra) {
    const env = { ...process.env, PLANETTRACKER_DATA_DIR: 'none', ...extra };
    for (const name of ['HOST', 'PORT', 'NO_COLOR']) if (!(name in (extra || {}))) delete env[name];
    return env;
}

// Runs a command to its end. Gives { code, out, err }; code is a signal's name when one ended it.
export async function run(command, args, { env, stdio, cwd } = {}) {
    const child = spawn(command, args, { env: environment(env), cwd, stdio: stdio || ['ignore', 'pipe', 'pipe'] });
    const said = { out: [], err: [] };
    child.stdout?.on('data', (bytes) => said.out.push(bytes));
    child.stderr?.on('data', (bytes) => said.err.push(bytes));
    const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
    const [code, signal] = await once(child, 'close');
    clearTimeout(timer);
    return { code: signal || code, out: Buffer.concat(said.out).toString(), err: Buffer.concat(said.err).toString() };
}

export const planettracker = (args, options) => run(PROGRAM, args, options);

// Starts `serve` with the words given and resolves when it says where it listens.
export async function startServer(args = ['--port', '0'], { env, prefix = [], cwd } = {}) {
    const [command, ...words] = [...prefix, PROGRAM, 'serve', ...args];
    const child = spawn(command, words, { env: environment(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise((done) => child.once('close', (code, signal) => done(signal || code)));
    let said = '';
    const url = await new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`it did not say where it listens, but: ${said}`)), WAIT_MS);
        const hear = (bytes) => {
            said += bytes;
            const found = /listening on (http:\S+)\n/.exec(said);
            if (found) { clearTimeout(timer); done(found[1]); }
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        exited.then((code) => { clearTimeout(timer); fail(new Error(`it ended with ${code} and said: ${said}`)); });
    });
    const stop = async (signal = 'SIGTERM') => {
        child.kill(signal);
        const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
        const code = await exited;
        clearTimeout(timer);
        assert.equal(code, 0, `after ${signal} it ended with ${code} and said: ${said}`);
    };
    return { url, port: Number(new URL(url).port), child, exited, stop, said: () => said };
}

// Takes the first complete reply from bytes; null when there is none. A reply to HEAD has no content.
function cutReply(bytes, is_head) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return null;
    const [line, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    assert.ok(status, `no status line: ${line}`);
    const headers = {};
    for (const each of lines) {
        const found = /^([!#-'*+.^_`|~0-9A-Za-z-]+): (.*)$/.exec(each);
        assert.ok(found, `no header line: ${each}`);
        assert.ok(!(found[1].toLowerCase() in headers), `twice in one reply: ${each}`);
        headers[found[1].toLowerCase()] = found[2];
    }
    const has_content = !is_head && status >= 200 && status !== 204 && status !== 304;
    const length = has_content ? Number(headers['content-length']) : 0;
    if (bytes.length < end + 4 + length) return null;
    const body = bytes.subarray(end + 4, end + 4 + length);
    return { status, headers, body, text: body.toString(), size: end + 4 + length };
}

// A raw connection. reply() gives the next reply, ended() resolves with all bytes left when the server has closed.
export class Client {
    static async to(port, options = {}) {
        const client = new Client();
        client.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, ...options });
        client.bytes = Buffer.alloc(0);
        client.is_ended = false;
        client.wake = () => {};
        client.socket.on('data', (bytes) => { client.bytes = Buffer.concat([client.bytes, bytes]); client.wake(); });
        for (const event of ['end', 'error', 'close'])
            client.socket.on(event, () => { client.is_ended = true; client.wake(); });
        client.socket.setNoDelay(true);
        await new Promise((done, fail) => { client.socket.once('connect', done); client.socket.once('error', fail); });
        return client;
    }
    send(bytes) { this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes); }
    async until(look) {
        const end_ms = Date.now() + WAIT_MS;
        for (;;) {
            const seen = look();
            if (seen) return seen;
            const left_ms = end_ms - Date.now();
            assert.ok(left_ms > 0, `no answer within ${WAIT_MS} ms; bytes so far: ${this.bytes.toString('latin1')}`);
            await new Promise((done) => {
                const timer = setTimeout(done, left_ms);
                this.wake = () => { clearTimeout(timer); done(); };
            });
        }
    }
    async reply(method = 'GET') {
        const found = await this.until(() => {
            const cut = cutReply(this.bytes, method === 'HEAD');
            assert.ok(cut || !this.is_ended, `closed without a reply, after: ${this.bytes.toString('latin1')}`);
            return cut;
        });
        this.bytes = this.bytes.subarray(found.size);
        return found;
    }
    async ended() {
        await this.until(() => this.is_ended);
        return this.bytes.toString('latin1');
    }
    close() { this.socket.destroy(); }
}

// Sends bytes on a connection of their own; gives the first reply.
export async function exchange(port, bytes, method = 'GET') {
    const client = await Client.to(port);
    try {
        client.send(bytes);
        return await client.reply(method);
    } finally {
        client.close();
    }
}

// A GET by raw bytes; the target is sent unchanged.
export const get = (port, target, headers = '') =>
    exchange(port, `GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);

// What every refusal must be: a problem document (RFC 9457) that any origin may read.
export function assertProblem(reply, status) {
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.headers['content-type'], 'application/problem+json');
    assert.equal(reply.headers['access-control-allow-origin'], '*', `a page elsewhere cannot read: ${reply.text}`);
    const problem = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
    assert.equal(problem.status, status);
    for (const member of ['type', 'title', 'detail', 'code']) assert.equal(typeof problem[member], 'string', member);
    return problem;
}
