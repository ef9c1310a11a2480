// Clients that are slow, rude or many. No result depends on the speed of the machine: each wait ends when its condition holds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client, WAIT_MS, assertProblem, get, run, startServer } from '../program.mjs';

const MARS = 'GET /planets/mars?lat=1&lon=2&elevation=3&time=2018-10-31T03:22:47Z HTTP/1.1\r\nHost: a\r\n\r\n';
const MiB = 2 ** 20;
let server;
before(async () => { server = await startServer(['--port', '0', '--threads', '2']); });
after(() => server.stop());

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const resident = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))[1]) * 1024;

describe('while the others wait', { concurrency: true }, () => {
    test('a head that drips is answered with 408 and closed at its deadline', async () => {
        const client = await Client.to(server.port);
        let sent = 0;
        const drip = setInterval(() => { if (!client.is_ended) client.send(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(1000)}`[sent++]); }, 200);
        const started_ms = Date.now();
        try {
            assertProblem(await client.reply(), 408);
            assert.equal(await client.ended(), '');
        } finally {
            clearInterval(drip);
            client.close();
        }
        assert.ok(sent > 5 && Date.now() - started_ms < WAIT_MS, `after ${sent} bytes`);
    });

    test('one connection serves 2000 requests, one after the other', async () => {
        const client = await Client.to(server.port);
        for (let i = 0; i < 2000; i++) {
            client.send(MARS);
            const reply = await client.reply();
            assert.deepEqual([reply.status, reply.headers.connection], [200, undefined]);
        }
        client.close();
    });

    test('curl keeps its connection over several addresses', async () => {
        const { code, out } = await run('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code} %{num_connects}\n',
            `${server.url}/planets/{mars,venus,saturn,moon}`]);
        assert.deepEqual([code, out], [0, '200 1\n200 0\n200 0\n200 0\n']);
    });

    test('a client that has finished sending gets all its replies', async () => {
        const client = await Client.to(server.port);
        client.send(MARS.repeat(500));
        client.socket.end();
        for (let i = 0; i < 500; i++) assert.equal((await client.reply()).status, 200);
        assert.equal(await client.ended(), '');
        client.close();
    });

    test('half a request followed by the end of input closes the connection', async () => {
        for (const half of ['', 'G', MARS.slice(0, -1), 'POST /geo_location HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nlat=']) {
            const client = await Client.to(server.port);
            client.send(half);
            client.socket.end();
            assert.equal(await client.ended(), '');
            client.close();
        }
    });

    test('a thousand clients at once are all served', async () => {
        const clients = await Promise.all(Array.from({ length: 1000 }, () => Client.to(server.port)));
        await Promise.all(clients.map(async (client) => {
            for (let i = 0; i < 3; i++) {
                client.send(MARS);
                assert.equal((await client.reply()).status, 200);
            }
            client.close();
        }));
    });

    test('a reset by one client does not affect others', async () => {
        for (let i = 0; i < 300; i++) {
            const client = await Client.to(server.port);
            client.send(i % 3 === 0 ? MARS.repeat(50) : MARS.slice(0, i % MARS.length));
            client.socket.resetAndDestroy();
        }
        assert.equal((await get(server.port, '/')).status, 200);
    });
});

test('readers that do not read cost bounded memory, and get every byte once they do', async () => {
    const asked = 3000, page = (await get(server.port, '/')).size, lazy = [];
    const before_bytes = resident(server.child.pid);
    for (let i = 0; i < 40; i++) {
        const client = await Client.to(server.port);
        client.socket.pause();
        client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(asked));
        lazy.push(client);
    }
    for (let i = 0; i < 20; i++) {   // others are served meanwhile
        assert.equal((await get(server.port, '/planets/mars')).status, 200);
        await pause(10);
    }
    const grown = resident(server.child.pid) - before_bytes;
    assert.ok(grown < 64 * MiB, `${grown} bytes more, of ${40 * asked * page} asked for`);
    let total = 0;
    lazy[0].socket.removeAllListeners('data').on('data', (bytes) => { total += bytes.length; lazy[0].wake(); });
    lazy[0].socket.resume();
    await lazy[0].until(() => total >= asked * page);
    assert.equal(total, asked * page);
    for (const client of lazy) client.close();
});

test('after all that, the server has no connection left over', async () => {
    const count = () => readFileSync(`/proc/net/tcp`, 'latin1').split('\n').filter((line) => {
        const [, local, , state] = line.trim().split(/\s+/);
        return state === '01' && local === `0100007F:${server.port.toString(16).toUpperCase().padStart(4, '0')}`;
    }).length;
    const end_ms = Date.now() + WAIT_MS;
    while (count() > 0 && Date.now() < end_ms) await pause(20);
    assert.equal(count(), 0);
});
