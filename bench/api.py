#!/usr/bin/env python3
"""Measures /api/v1 on this machine: api.py BUILD_DIR. BENCH_QUICK=1 makes it short.

Seven planets in one request, compared in turns with nginx answering as many bytes: from places that were not requested
before, each of which is computed, and repeatedly from one place, which is computed twice a second
(server/middleware/response_cache). Rows a second of a long range and of a batch, with the server's CPU and memory; ten
thousand readers of the event stream.
"""
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request

sys.dont_write_bytecode = True
import bench  # noqa: E402
import servers  # noqa: E402

ROWS = 100_000 if bench.QUICK else 1_000_000
ROUNDS = 2 if bench.QUICK else 5
SECONDS = 1 if bench.QUICK else 2
STREAMS = 10_000
FEW = 'body,az_deg,alt_deg'


def fetch(port, target):
    with urllib.request.urlopen(f'http://127.0.0.1:{port}{target}') as reply:
        return reply.read()


def wrk(server, connections, fields, places):
    """Server CPU microseconds a request, and requests a second."""
    cpu = server.cpu_s()
    done = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{SECONDS}s', '-s',
                           f'{servers.HERE}/seven.lua', f'http://127.0.0.1:{server.port}'],
                          env={**os.environ, 'FIELDS': fields, 'PLACES': places},
                          stdout=subprocess.PIPE, text=True, check=True)
    requests = int(done.stdout.split(' requests in')[0].split()[-1])
    if 'Non-2xx' in done.stdout or requests == 0:
        raise RuntimeError(done.stdout)
    return (server.cpu_s() - cpu) / requests * 1e6, requests / SECONDS


def answered(server):
    """Answers so far, and how many of them came from the cache."""
    counts = dict(line.rsplit(' ', 1) for line in fetch(server.port, '/metrics').decode().splitlines())
    return (int(counts['planettracker_http_requests_total{route="/api/v1/positions",status="200"}']),
            int(counts['planettracker_recalled_total']))


def measure_in_turns(build, fields):
    """The length of the answer, {(server, places, connections): [(CPU us, requests/s), a round each]}, and
    {places: [answers, those from the cache]}."""
    target = '/api/v1/positions?lat=48.9300&lon=2.4500' + (f'&fields={fields}' if fields else '')
    figures, counts = {}, {'new': [0, 0], 'one': [0, 0]}
    with servers.planettracker(servers.program(build)) as ours:
        body = fetch(ours.port, target)
        like = (b'HTTP/1.1 200 OK\r\nContent-Type: application/json', body)
        with servers.nginx(bench.nginx_program(), like) as nginx:
            for _ in range(ROUNDS):
                for places, count in counts.items():
                    before = answered(ours)
                    for connections in bench.CONNECTIONS:
                        for server in (ours, nginx):
                            figures.setdefault((server.name, places, connections), []).append(
                                wrk(server, connections, fields, places))
                    count[:] = [x + y - z for x, y, z in zip(count, answered(ours), before)]
    return len(body), figures, counts


def measure_seven(build):
    print('Seven planets in one request, one thread, nginx answers a constant of the same size')
    for label, fields in (('az, alt alone', FEW), ('every column', '')):
        length, figures, counts = measure_in_turns(build, fields)
        for places, what in (('new', 'each address once'), ('one', 'one address again and again')):
            print(f'  {label}, {length} bytes, {what}: {counts[places][1] / counts[places][0]:.2%} of the '
                  'answers given again, the others computed')
            for connections in bench.CONNECTIONS:
                mine, theirs = (figures[name, places, connections] for name in ('planettracker', 'nginx'))
                share = bench.ratio([x[0] for x in mine], [x[0] for x in theirs])
                print(f'    {connections:3d} connections: {statistics.median(x[1] for x in mine):8,.0f} requests/s, '
                      f'CPU us/request {bench.spread([x[0] for x in mine])}; nginx '
                      f'{statistics.median(x[0] for x in theirs):.2f}; of nginx {share:.2f}')


def measure_inside(build):
    """Without sockets, in turns: {way: [ns, a round each]}"""
    figures = {}
    for _ in range(ROUNDS):
        for way, ns in bench.run_lines([f'{build}/bench/answers', '100' if bench.QUICK else '300']):
            figures.setdefault(way, []).append(float(ns))
    print('\nWithin the process, CPU ns a request or a row, and the share that the sky alone takes of the same rows')
    for label, way in (('seven planets, az, alt', 'seven few'), ('seven planets, every column', 'seven all'),
                       ('again and again, az, alt', 'again few'), ('again, every column', 'again all'),
                       ('range as CSV, time, az, alt', 'range few'), ('range as CSV, every column', 'range all'),
                       ('batch of 100 places as CSV', 'batch few')):
        ns, sky = figures.get(way, []), figures.get(f'{way} sky', [])
        rate = f'; {1e9 / statistics.median(ns):11,.0f} rows/s' if not way.startswith(('seven', 'again')) else ''
        share = f'{bench.ratio(sky, ns):.0%} is the sky' if sky else ''
        print(f'  {label:28s} {bench.spread(ns, "{:,.0f}"):26s} {share}{rate}')


def status_kib(pid, name):
    with open(f'/proc/{pid}/status') as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def measure_rows(build):
    print(f'\n{ROWS:,} rows, as CSV but where it says else, one body, one thread, read by curl')
    document = {'observers': [{'lat': i / 10, 'lon': i} for i in range(100)], 'bodies': ['mars'],
                'times': {'start': '2026-01-01T00:00Z', 'step': '1m', 'count': ROWS // 100}}
    range_of = f'/api/v1/positions/mars?lat=48.93&lon=2.45&start=2026-01-01T00:00Z&step=1m&count={ROWS}&format=csv'
    for label, target, fields in (
            ('range, time, az, alt', range_of, 'time,az_deg,alt_deg'), ('range, every column', range_of, ''),
            ('range, every column, as VOTable', range_of.replace('csv', 'votable'), ''),
            ('batch of 100 places, time, az, alt', '/api/v1/batch?format=csv', 'time,az_deg,alt_deg')):
        best = []
        with servers.planettracker(servers.program(build)) as server:
            before_kib = status_kib(server.process.pid, 'VmRSS')
            for _ in range(ROUNDS):
                if 'batch' in target:
                    arguments = [target, '-d', json.dumps({**document, 'fields': fields})]
                else:
                    arguments = [target + (f'&fields={fields}' if fields else '')]
                arguments[0] = f'http://127.0.0.1:{server.port}{arguments[0]}'
                cpu, begun = server.cpu_s(), time.perf_counter()
                subprocess.run(['curl', '-sS', '--fail', '-o', '/dev/null', *arguments], check=True)
                best.append((ROWS / (time.perf_counter() - begun), ROWS / (server.cpu_s() - cpu)))
            grown_kib = status_kib(server.process.pid, 'VmHWM') - before_kib
        print(f'  {label:36s} {bench.spread([x[0] for x in best], "{:,.0f}"):36s} rows/s, '
              f'{statistics.median(x[1] for x in best):,.0f} a second of CPU; memory grew {grown_kib} KiB')


def measure_streams(build):
    print(f'\n{STREAMS:,} readers of /api/v1/stream, seven planets once a second, on all processors. A reader that waits for\n'
          'a processor is late, whatever the server does: the share of other programs is at the end of each line')
    port = servers.free_port()
    command = [servers.program(build), 'serve', '--port', str(port)]
    here, anywhere = '/api/v1/stream?lat=48.93&lon=2.45', '/api/v1/stream?lat={lat}&lon={lon}'
    for label, target in (('one place, az, alt', f'{here}&fields={FEW}'), ('one place, every column', here),
                          ('10,000 places, az, alt', f'{anywhere}&fields={FEW}'),
                          ('10,000 places, every column', anywhere)):
        with servers.Server('planettracker', command, port) as server:
            done = subprocess.run([f'{build}/bench/streams', str(STREAMS), '3' if bench.QUICK else '10',
                                   str(port), str(server.process.pid), target],
                                  stdout=subprocess.PIPE, text=True, check=True)
        print(f'  {label}: {done.stdout.strip()}', flush=True)


def main():
    build = os.path.abspath(sys.argv[1])
    measure_seven(build)
    measure_inside(build)
    measure_rows(build)
    measure_streams(build)
    print('\nAims: 1.3 of nginx or less, each address once and again; 1,000,000 rows a second of CPU or 60 % of the sky alone; 4 KiB a stream, every reader within 200 ms')


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
