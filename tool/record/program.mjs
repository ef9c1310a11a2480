// Starts the program as a server or as a command.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WAIT_MS } from './limits.mjs';

// An environment with nothing in it that could change an answer.
export const environment = (home, more = {}) => ({ PATH: '/usr/bin:/bin', PLANETTRACKER_DATA_DIR: 'none', TZ: 'UTC', LC_ALL: 'C.UTF-8',
    HOME: home, ...more });

// Ends all processes with the recording, also after an error.
const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export function start(binary, words, options) {
    const child = spawn(binary, words, options);
    running.add(child);
    child.once('close', () => running.delete(child));
    return child;
}

export async function startServer(binary, home, words) {
    const child = start(binary, ['serve', '--port', '0', ...words], { env: environment(home), cwd: home,
        stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(child, 'close');
    let said = '';
    const port = await new Promise((done, fail) => {
        const hear = (bytes) => {
            said += bytes;
            const found = /listening on http:\/\/[^/\s]*:(\d+)/.exec(said);
            if (found) done(Number(found[1]));
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        exited.then(([code]) => fail(new Error(`the server ended with ${code} and said: ${said}`)));
    });
    const stop = async () => {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
        const [code, signal] = await exited;
        clearTimeout(timer);
        return `ended with ${signal || code} and had said:\n${said}`;
    };
    return { port, stop };
}

// With `lines` the program is stopped after that number of lines, and further output is ignored.
export async function runCommand(binary, home, { words, env, stdin, lines }) {
    const child = start(binary, words, { env: environment(home, env), cwd: home,
        stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    const out = [], err = [];
    child.stdout.on('data', (bytes) => out.push(bytes));
    child.stderr.on('data', (bytes) => err.push(bytes));
    if (stdin !== undefined) child.stdin.end(stdin);
    if (lines !== undefined) child.stdout.on('data',
        () => { if (Buffer.concat(out).toString().split('\n').length > lines) child.kill('SIGTERM'); });
    const timer = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
    const [code, signal] = await once(child, 'close');
    clearTimeout(timer);
    const said = Buffer.concat(out), beginning = lines === undefined ? said
        : Buffer.from(said.toString().split('\n').slice(0, lines).join('\n') + '\n');
    return { code: signal || code, out: beginning, err: Buffer.concat(err) };
}
