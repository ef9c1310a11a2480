// Where the program listens besides TCP: a Unix socket, and sockets that a supervisor passes. Python plays the supervisor,
// and systemd's own tool does where it is installed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Client, PROGRAM, WAIT_MS, planettracker, run } from '../program.mjs';

const MARS = 'GET /planets/mars?lat=1&lon=2&elevation=3&time=2018-10-31T03:22:47Z HTTP/1.1\r\nHost: a\r\n\r\n';
const folder = mkdtempSync(join(tmpdir(), 'pt-sockets-'));
after(() => rmSync(folder, { recursive: true }));

// Starts a command and resolves when the expected text appears on any of its outputs.
async function start(command, args, awaited) {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(child, 'close').then(([code, signal]) => signal || code);
    let said = '', wake = () => {};
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said += bytes; wake(); });
    const until = async (pattern) => {
        for (const end_ms = Date.now() + WAIT_MS; !pattern.test(said);) {
            assert.ok(Date.now() < end_ms && child.exitCode === null, `awaited ${pattern}, it said: ${said}`);
            await new Promise((done) => { wake = done; setTimeout(done, 100); });
        }
        return pattern.exec(said);
    };
    const stop = async (signal = 'SIGTERM') => { child.kill(signal); return exited; };
    await until(awaited);
    return { child, exited, stop, until };
}

async function checkMars(options) {
    const client = await Client.to(0, options);
    client.send(MARS + MARS);
    for (let i = 0; i < 2; i++) assert.equal((await client.reply()).status, 200);
    client.close();
}

test('a unix socket is served, with the rights of owner and group, and removed', async () => {
    const path = join(folder, 'served');
    const server = await start(PROGRAM, ['serve', '--listen', `unix:${path}`, '--threads', '2'], /listening on unix:\S+served\n/);
    assert.equal(statSync(path).mode & 0o777, 0o660);
    await Promise.all(Array.from({ length: 10 }, () => checkMars({ port: undefined, host: undefined, path })));
    const { code, out } = await run('curl', ['-sS', '--unix-socket', path, 'http://x/planets/mars?lat=1&lon=2']);
    assert.equal(code, 0);
    assert.equal(JSON.parse(out).name, 'mars');

    const second = await planettracker(['serve', '--listen', `unix:${path}`]);
    assert.equal(second.code, 5);
    assert.match(second.err, /cannot listen on unix:.*address already in use/);
    assert.equal(await server.stop(), 0);
    assert.ok(!existsSync(path));
});

test('the socket of a server that was killed is replaced, a file of something else is not', async () => {
    const path = join(folder, 'left');
    const first = await start(PROGRAM, ['serve', '--listen', `unix:${path}`], /listening on/);
    assert.equal(await first.stop('SIGKILL'), 'SIGKILL');
    assert.ok(existsSync(path));
    const server = await start(PROGRAM, ['serve', '--listen', `unix:${path}`], /listening on/);
    await checkMars({ port: undefined, host: undefined, path });
    assert.equal(await server.stop(), 0);

    writeFileSync(path, 'precious');
    const refused = await planettracker(['serve', '--listen', `unix:${path}`]);
    assert.equal(refused.code, 5);
    assert.ok(statSync(path).size === 8);
});

// Binds the socket to be inherited and the one for notifications, then becomes the program. A child prints the notifications.
const SUPERVISOR = `
import os, socket, sys
kind, notify, program = sys.argv[1:4]
notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notices.bind('\\0' + notify[1:] if notify[0] == '@' else notify)
if kind == 'tcp':
    given = socket.create_server(('127.0.0.1', 0))
else:
    given = socket.socket(socket.AF_UNIX)
    given.bind(kind)
    given.listen()
print('given', given.getsockname()[1] if kind == 'tcp' else kind, flush=True)
if os.fork() == 0:
    given.close()
    while True:
        text = notices.recv(1000).decode()
        print('notified', text, flush=True)
        if text.startswith('STOPPING'): os._exit(0)
os.dup2(given.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()), NOTIFY_SOCKET=notify, WATCHDOG_USEC='3000000')
os.execv(program, [program, 'serve', '--threads', '2'])
`;

for (const [what, kind, notify] of [['a TCP socket', 'tcp', join(folder, 'notify')],
    ['a unix socket', join(folder, 'given'), `@pt-sockets-${process.pid}`]])
    test(`an inherited ${what} is served, and the supervisor is notified`, async () => {
        const server = await start('python3', ['-c', SUPERVISOR, kind, notify, PROGRAM], /notified READY=1\n/);
        const [, where] = await server.until(/given (\S+)\n/);
        await checkMars(kind === 'tcp' ? { port: Number(where) } : { port: undefined, host: undefined, path: where });
        await server.until(/notified WATCHDOG=1\n[^]*notified WATCHDOG=1\n/);
        server.child.kill('SIGTERM');
        await server.until(/notified STOPPING=1\n/);
        assert.equal(await server.exited, 0);
        assert.equal(existsSync(kind), kind !== 'tcp', 'who handed it over keeps its name');
    });

test('an inherited socket that does not listen is refused', async () => {
    const { code, err } = await run('python3', ['-c', `
import os, socket, sys
deaf = socket.socket()
os.dup2(deaf.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[1], [sys.argv[1], 'serve'])`, PROGRAM]);
    assert.equal(code, 5);
    assert.match(err, /cannot use the inherited socket/);
});

test('systemd-socket-activate starts it with the first client', { skip: !existsSync('/usr/bin/systemd-socket-activate') }, async () => {
    const free = net.createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address();
    await new Promise((done) => free.close(done));
    const server = await start('systemd-socket-activate', ['-l', `127.0.0.1:${port}`, PROGRAM, 'serve'], /Listening on/);
    const client = await Client.to(port);
    client.send(MARS);
    assert.equal((await client.reply()).status, 200);
    client.close();
    assert.equal(await server.stop(), 0);
});
