// What is written about an answer, and the files of a record.

import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { headerOf } from './http.mjs';
import { BODY_BEGINNING, WHOLE_BODY_MAX } from './limits.mjs';
import { HEADER_MASKS, masked, maskMetrics, MASKS, STATUS_MASKS, ZONE_MASKS } from './masks.mjs';
import { isOfNow, request } from './parameters.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const isText = (bytes) => Buffer.compare(Buffer.from(bytes.toString('utf8')), bytes) === 0 && !bytes.includes(0);
export const shown = (text) => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g,
    (c) => c === '\t' ? c : c === '\r' ? '\\r' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

// A body as text with its length; of a long body only the beginning, and the hash of the whole.
export function describeBody(name, bytes, masks, whole_max = WHOLE_BODY_MAX) {
    if (bytes.length === 0) return `${name}: empty\n`;
    const content = isText(bytes) ? Buffer.from(masked(bytes.toString('utf8'), masks)) : bytes;
    const kind = isText(bytes) ? shown(content.toString('utf8')) : content.toString('hex');
    const is_long = content.length > whole_max;
    const head = is_long ? `${name}: ${content.length} bytes, sha256 ${sha256(content)}, beginning with`
        : `${name}: ${content.length} bytes${isText(bytes) ? '' : ' in hexadecimal'}`;
    return `${head}\n${is_long ? kind.slice(0, BODY_BEGINNING) : kind}${kind.endsWith('\n') && !is_long ? '' : '\n'}`;
}

function decoded(reply) {
    if (headerOf(reply, 'Content-Encoding') !== 'gzip' || reply.body.length === 0) return reply.body;
    try {
        return gunzipSync(reply.body);
    } catch (error) {
        return Buffer.from(`not gzip: ${error.message}`);
    }
}

function masksOf(request) {
    if (/^\/(sky\/)?api\/v1\/status/.test(request.target.replaceAll('%61', 'a'))) return [...MASKS, ...STATUS_MASKS];
    return request.hides_zone ? [...MASKS, ...ZONE_MASKS] : MASKS;
}

export function describeReply(request, reply) {
    if (reply === null) return 'closed without an answer\n';
    const is_status = masksOf(request).length > MASKS.length + 1;
    const is_metrics = /^\/(sky\/)?metrics\/?(\?|$)/.test(request.target);
    const is_now = isOfNow(request) && reply.status === 200;
    let headers = reply.headers.map((line) => masked(line, HEADER_MASKS));
    if (is_status || is_metrics || is_now || request.hides_zone) headers = headers.map((line) =>
        line.replace(/^(Content-Length): (?!0$).*/i, '$1: <length>'));
    if (is_now) return `${reply.line}\n${headers.map(shown).join('\n')}\nbody: of now\n`;
    const body = is_metrics ? Buffer.from(maskMetrics(decoded(reply).toString())) : decoded(reply);
    return `${reply.line}\n${headers.map(shown).join('\n')}\n${describeBody('body', body, masksOf(request), is_metrics ? Infinity : undefined)}`;
}

export const shortened = (text) => text.length <= 600 ? text
    : `${text.slice(0, 300)}... (${text.length} characters, sha256 ${sha256(text).slice(0, 16)})`;
export const labelOf = ({ server, name, method, target, headers, body }) => shown(name !== undefined ? `raw: ${name}` :
    [`${server ? `[${server}] ` : ''}${method} ${shortened(target)}`, ...headers,
        ...(body === undefined ? [] : [`with ${shortened(body)}`])].join(' | ')).replace(/\n/g, '\\n');

// Entity tags change with every build, so each is replaced by the name of the answer that had it first.
class Tags {
    constructor() { this.names = new Map(); }
    rename(text, entry) {
        return text.replace(/"([0-9a-f]{16})((-gz)?")/g, (all, tag, end) => {
            if (!this.names.has(tag)) this.names.set(tag, entry);
            return `"<tag of ${this.names.get(tag)}>${end}`;
        });
    }
}

export class Record {
    constructor(folder) {
        this.folder = folder;
        this.groups = new Map();
        this.tags = new Tags();
    }
    add(group, label, text, { keeps_tag = false } = {}) {
        if (!this.groups.has(group)) this.groups.set(group, []);
        const entries = this.groups.get(group), entry = `${group} ${entries.length + 1}`;
        entries.push(`=== ${label}\n${keeps_tag ? text : text.replace(/^ETag: .*$/gim, (line) => this.tags.rename(line, entry))}`);
    }
    write() {
        rmSync(this.folder, { recursive: true, force: true });
        mkdirSync(this.folder, { recursive: true });
        for (const [group, entries] of this.groups) writeFileSync(join(this.folder, `${group}.txt`), entries.join(''));
    }
}
