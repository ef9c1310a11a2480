// HTTP by raw bytes: one connection, one reply after the other.

import { once } from 'node:events';
import net from 'node:net';
import { WAIT_MS } from './limits.mjs';

// A persistent connection, which reads one reply after the other.
export class Connection {
    constructor(port) {
        this.port = port;
        this.socket = null;
    }
    async open() {
        this.close();
        this.bytes = Buffer.alloc(0);
        this.is_ended = false;
        this.wake = () => {};
        const socket = this.socket = net.connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
        const is_old = () => this.socket !== socket;
        socket.on('data', (bytes) => { if (!is_old()) this.bytes = Buffer.concat([this.bytes, bytes]); this.wake(); });
        for (const event of ['end', 'error', 'close'])
            socket.on(event, () => { if (!is_old()) this.is_ended = true; this.wake(); });
        await once(this.socket, 'connect');
    }
    async more() {
        if (this.is_ended) return false;
        let timer;
        await new Promise((done) => {
            this.wake = done;
            timer = setTimeout(() => { this.is_ended = true; done(); }, WAIT_MS);
        });
        clearTimeout(timer);
        return true;
    }
    async until(look) {
        for (;;) {
            const found = look();
            if (found !== null) return found;
            if (!await this.more()) return look();
        }
    }
    take(count) {
        const taken = this.bytes.subarray(0, count);
        this.bytes = this.bytes.subarray(count);
        return taken;
    }
    async line() {
        const end = await this.until(() => { const at = this.bytes.indexOf('\r\n'); return at < 0 ? null : at; });
        return end === null ? null : this.take(end + 2).subarray(0, end).toString('latin1');
    }
    async exactly(count) {
        await this.until(() => this.bytes.length >= count ? true : null);
        return this.take(Math.min(count, this.bytes.length));
    }
    async chunks() {
        const parts = [];
        for (;;) {
            const line = await this.line();
            const size = line === null ? 0 : parseInt(line, 16);
            if (size > 0) parts.push(await this.exactly(size));
            if (line === null || await this.line() === null || !(size > 0)) return Buffer.concat(parts);
        }
    }
    async body(method, status, headers) {
        const value = (name) => headers.find((line) => line.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2);
        if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return Buffer.alloc(0);
        if (value('transfer-encoding') === 'chunked') return this.chunks();
        if (value('content-length') !== undefined) return this.exactly(Number(value('content-length')));
        await this.until(() => null);
        return this.take(this.bytes.length);
    }
    // One reply, or null when the connection was closed without a reply.
    async reply(method) {
        const line = await this.line();
        if (line === null) return null;
        const headers = [];
        for (let header; (header = await this.line());) headers.push(header);
        const status = Number(line.split(' ')[1]);
        const body = await this.body(method, status, headers);
        if (headers.some((header) => /^connection: close$/i.test(header))) this.close();
        return { line, status, headers, body };
    }
    async exchange(bytes, method) {
        for (let is_first = true; ; is_first = false) {
            const is_used = this.socket !== null && !this.is_ended;
            if (!is_used) await this.open();
            this.socket.write(bytes);
            const reply = await this.reply(method);
            if (reply !== null || !is_used || !is_first) return reply;
            this.close();
        }
    }
    close() {
        this.socket?.destroy();
        this.socket = null;
    }
}

// The bytes of a request; the target is sent unchanged.
export function requestBytes({ method, target, headers, body }) {
    const lines = [`${method} ${target} HTTP/1.1`, ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: sky.example']),
        ...headers];
    const content = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
    if (body !== undefined && !headers.some((line) => /^(content-length|transfer-encoding):/i.test(line)))
        lines.push(`Content-Length: ${content.length}`);
    return Buffer.concat([Buffer.from(lines.join('\r\n') + '\r\n\r\n', 'latin1'), content]);
}

export const headerOf = (reply, name) =>
    reply.headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2);
