// A terminal for programs that draw on one: tmux plays it. Every wait ends when its condition holds, or fails after WAIT_MS.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROGRAM, WAIT_MS } from './program.mjs';

const exec = promisify(execFile);
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// A terminal in which `command` runs in a shell; the shell's output after its end is part of the screen.
export class Terminal {
    static async open(columns, rows, words, { env = {}, command } = {}) {
        const terminal = new Terminal();
        terminal.folder = await mkdtemp(join(tmpdir(), 'watch-'));
        const settings = Object.entries({ LC_ALL: 'C.UTF-8', ...env }).map(([name, value]) => `${name}='${value}'`).join(' ');
        const watch = command || `trap true INT; echo before; env -u NO_COLOR -u LINES -u COLUMNS ${settings} '${PROGRAM}' watch ${words.join(' ')}; echo "exit $?"; ` +
            `stty -a | tr -s ' ;' '\\n' | grep -xE -e '-?(echo|icanon)'; echo done; exec sleep 600`;
        await terminal.tmux('-u', 'new-session', '-d', '-x', String(columns), '-y', String(rows), 'sh', '-c', watch);
        return terminal;
    }
    async tmux(...words) {
        const env = { ...process.env, LC_ALL: 'C.UTF-8' };
        delete env.TMUX;
        return (await exec('tmux', ['-f', '/dev/null', '-S', join(this.folder, 'socket'), ...words], { env, timeout: WAIT_MS })).stdout;
    }
    keys(...keys) { return this.tmux('send-keys', ...keys); }
    size(columns, rows) { return this.tmux('resize-window', '-x', String(columns), '-y', String(rows)); }
    screen(...flags) { return this.tmux('capture-pane', '-p', ...flags); }
    async is_full() { return (await this.tmux('display-message', '-p', '#{alternate_on}')).trim() === '1'; }
    async until(look, what, ...flags) {
        const end_ms = Date.now() + WAIT_MS;
        for (;;) {
            const screen = await this.screen(...flags);
            if (look instanceof RegExp ? look.test(screen) : await look(screen)) return screen;
            assert.ok(Date.now() < end_ms, `${what || look} did not come; the screen:\n${screen}`);
            await sleep(30);
        }
    }
    async program() {
        const shell = (await this.tmux('display-message', '-p', '#{pane_pid}')).trim();
        const { stdout } = await exec('ps', ['--ppid', shell, '-o', 'pid=,comm=']);
        return Number(stdout.split('\n').find((line) => line.includes('planettracker')).trim().split(/\s+/)[0]);
    }
    async close() {
        await this.tmux('kill-server').catch(() => {});
        await rm(this.folder, { recursive: true, force: true });
    }
}
