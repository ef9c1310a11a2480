#!/usr/bin/env python3
"""Measures planettracker beside its peers, in turns, on this machine: bench.py BUILD_DIR TRUTH_DIR

Every figure is the median of rounds that take turns with those of its peers, with the least and
the largest beside it; compare the ratios, not the figures of different runs. BENCH_QUICK=1 makes
it short.
"""
import contextlib
import os
import random
import re
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import servers  # noqa: E402

QUICK = os.environ.get('BENCH_QUICK', '') not in ('', '0')
PYTHON = '/usr/bin/python3'  # the one that has Debian's modules
HERE = servers.HERE
ROUNDS = 3 if QUICK else 7
WAY_MS = 60 if QUICK else 250
WRK_S, WRK_SLOW_S = (1, 1) if QUICK else (3, 2)
WRK_ROUNDS = 2 if QUICK else 5
CONNECTIONS = (64, 512)
TRUTH_FILE = 'topocentric_Jupiter_airless.csv'
COUNTED_REQUESTS = 5000


def median_of(values):
    return statistics.median(values) if values else float('nan')


def spread(values, form='{:.2f}'):
    if not values:
        return 'missing'
    return f'{form} ({form} - {form})'.format(median_of(values), min(values), max(values))


def ratio(values, peers):
    """The median of the ratios round by round."""
    return median_of([a / b for a, b in zip(values, peers)]) if values and peers else float('nan')


def run_lines(command):
    """Lines of tab-separated fields of a program; none when it cannot run."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=120, text=True)
    except OSError:
        return []
    return [line.split('\t') for line in done.stdout.splitlines() if '\t' in line]


# ---- compute ---------------------------------------------------------------------------------

def compute_programs(build):
    return {
        'planettracker': [f'{build}/bench/compute'],
        'Swiss Ephemeris': [f'{build}/bench/peer_swe'],
        'libastro (PyEphem)': [PYTHON, f'{HERE}/peer_ephem.py'],
        'ERFA': [f'{build}/bench/peer_erfa'],
        'libnova': [f'{build}/bench/peer_nova'],
    }


def measure_compute(programs):
    """{(program, way): [ns, a round each]}"""
    figures = {}
    for turn in range(ROUNDS):
        for name, command in programs.items():
            for way, ns in run_lines(command + ['speed', str(turn + 1), str(WAY_MS)]):
                figures.setdefault((name, way), []).append(float(ns))
    return figures


def measure_searches(build):
    """{name: [ms, a round each]}"""
    figures = {}
    for turn in range(ROUNDS):
        for name, ns in run_lines([f'{build}/bench/rise', 'speed', str(turn + 1), str(WAY_MS)]):
            figures.setdefault(name, []).append(float(ns) / 1e6)
    return figures


def measure_accuracy(programs, truth):
    """{(program, way): text}"""
    path = os.path.join(truth, TRUTH_FILE)
    if not os.access(path, os.R_OK):
        return None
    scores = {}
    for name, command in programs.items():
        for way, rows, az, alt, worst in run_lines(command + ['accuracy', path]):
            scores[name, way] = f'{float(az):8.3f} {float(alt):8.3f} {float(worst):8.2f}'
            scores['rows'] = rows
    return scores


def print_instants(figures):
    rows = [
        ('seven planets, random instant', 'seven random'),
        ('  the same, in air', 'seven in air'),
        ('  the same, a minute apart', 'seven sequential'),
        ('seven planets, one more observer', 'seven one more observer'),
        ('frame of a random instant', 'frame'),
        ('ERFA: eraApco13 alone', 'erfa frame'),
    ]
    erfa = figures.get(('planettracker', 'erfa frame'), [])
    print(f'\nMicroseconds an instant: {ROUNDS} rounds, median (least - largest), one core')
    for label, way in rows:
        us = [ns / 1e3 for ns in figures.get(('planettracker', way), [])]
        share = ratio([x * 1e3 for x in us], erfa)
        print(f'  {label:34s} {spread(us):28s} {share:7.4f} of eraApco13')


def print_positions(figures, scores, programs):
    names = {('planettracker', 'azalt'): 'planettracker, az/alt',
             ('planettracker', 'all'): 'planettracker, all quantities',
             ('planettracker', 'azalt mars'): 'planettracker, az/alt, Mars'}
    ours = figures.get(('planettracker', 'azalt'), [])
    print('\nPositions a second: Jupiter, random instants 1962-2026 and places, airless, one core')
    print(f'  {"":32s} {"positions/s (least - largest)":36s} of ours'
          f'  rms az*cos(alt), rms alt, worst: arcsec')
    for key in sorted((k for k in figures if k[1].startswith(('az', 'all'))),
                      key=lambda k: median_of(figures[k])):
        label = names.get(key, key[0] + (', fed UT1' if key[1].endswith('ut1') else ''))
        rate = [1e9 / ns for ns in figures[key]]
        score = 'needs TRUTH' if scores is None else scores.get(key, '')
        print(f'  {label:32s} {spread(rate, "{:,.0f}"):36s} {ratio(ours, figures[key]):6.3f}'
              f'    {score}')
    for name in programs:
        if not any(key[0] == name for key in figures):
            print(f'  {name:32s} missing on this machine')
    if scores:
        print(f'  Accuracy against JPL Horizons, {TRUTH_FILE}, {scores["rows"]} rows of 1962-2019;'
              f' the table itself is rounded to 0.36 arcsec')


def print_searches(searches):
    rows = [
        ('a year of rise, transit, set: ten bodies', 'year of ten'),
        ("a century of all the sky's events", 'century of events'),
    ]
    print(f'\nMilliseconds a search: {ROUNDS} rounds, median (least - largest), one core')
    for label, name in rows:
        print(f'  {label:42s} {spread(searches.get(name, []))}')


# ---- requests --------------------------------------------------------------------------------

def run_wrk(server, connections, seconds):
    """Requests a second, server CPU microseconds a request, and what went wrong."""
    cpu = server.cpu_s()
    done = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '-s',
                           f'{HERE}/places.lua', f'http://127.0.0.1:{server.port}'],
                          stdout=subprocess.PIPE, text=True, timeout=seconds + 30, check=True)
    cpu = server.cpu_s() - cpu
    requests = int(re.search(r'(\d+) requests in', done.stdout)[1])
    rate = float(re.search(r'Requests/sec:\s*([\d.]+)', done.stdout)[1])
    wrong = re.findall(r'(?:Non-2xx|Socket errors).*', done.stdout)
    return rate, cpu / max(requests, 1) * 1e6, wrong


def start_servers(stack, build):
    """The peers that this machine has; the others are printed."""
    like = []
    makers = {
        'planettracker': lambda: servers.planettracker(servers.program(build)),
        'nginx': lambda: servers.nginx(nginx_program(), like),
        'aiohttp + PyEphem': lambda: servers.aiohttp(PYTHON),
        '  under gunicorn, 2 workers': lambda: servers.gunicorn(PYTHON),
    }
    started = {}
    for name, make in makers.items():
        try:
            started[name] = stack.enter_context(make())
        except (OSError, RuntimeError) as reason:
            print(f'  {name.strip()} is missing: {reason}')
            continue
        if not like:
            like.extend(servers.fetch(started[name].port))
    return started


def nginx_program():
    return shutil.which('nginx', path=os.environ.get('PATH', '') + ':/usr/sbin') or 'nginx'


def measure_requests(build):
    """{(server, connections): ([requests a second], [CPU microseconds a request])}"""
    figures = {}
    if shutil.which('wrk') is None:
        print('\nwrk is missing: no requests are measured')
        return figures
    with contextlib.ExitStack() as stack:
        started = start_servers(stack, build)
        for turn in range(WRK_ROUNDS + 1):
            for connections in CONNECTIONS:
                for name, server in started.items():
                    is_slow = name not in ('planettracker', 'nginx')
                    seconds = 1 if turn == 0 else WRK_SLOW_S if is_slow else WRK_S
                    if turn == 0 and (is_slow or QUICK):
                        continue
                    rate, cpu_us, wrong = run_wrk(server, connections, seconds)
                    for line in wrong:
                        print(f'  {name.strip()}, {connections} connections: {line}')
                    if turn > 0:  # the first warms up
                        rates, cpus = figures.setdefault((name, connections), ([], []))
                        rates.append(rate)
                        cpus.append(cpu_us)
    return figures


def print_requests(figures):
    print('\nGET /planets/mars from random places, one thread; nginx answers a constant of the same'
          ' size')
    for connections in CONNECTIONS:
        print(f'  {connections} connections{"":13s} {"requests/s":28s} '
              f'{"server CPU us/request":26s} of nginx')
        nginx_cpu = figures.get(('nginx', connections), ([], []))[1]
        for (name, number), (rates, cpus) in figures.items():
            if number == connections:
                print(f'    {name:27s} {spread(rates, "{:,.0f}"):28s} {spread(cpus):26s} '
                      f'{ratio(cpus, nginx_cpu):.3f}')


# ---- allocations, start, size ----------------------------------------------------------------

def ask(port, count, seed):
    """A number of requests over one connection, one after the other, from random places."""
    draw = random.Random(seed)
    with socket.create_connection(('127.0.0.1', port)) as s:
        for _ in range(count):
            s.sendall(f'GET /planets/mars?lon={draw.uniform(-180, 180):.4f}&lat='
                      f'{draw.uniform(-90, 90):.4f}&elevation={draw.randrange(3000)}'
                      f' HTTP/1.1\r\nHost: bench\r\n\r\n'.encode())
            s.recv(65536)


def allocations_a_request(make, build):
    """Two runs of different length on a connection each: only the number of requests differs."""
    with tempfile.NamedTemporaryFile() as counter:
        counter.write(bytes(8))
        counter.flush()
        env = {'LD_PRELOAD': os.path.abspath(f'{build}/bench/count_malloc.so'),
               'COUNT_MALLOC_FILE': counter.name}

        def count():
            with open(counter.name, 'rb') as file:
                return struct.unpack('<Q', file.read(8))[0]

        with make(env) as server:
            ask(server.port, 100, 1)
            start = count()
            ask(server.port, 100, 2)
            middle = count()
            ask(server.port, 100 + COUNTED_REQUESTS, 3)
            # One connection more or less, whether reused or new, is 0.0002 of this.
            return round(((count() - middle) - (middle - start)) / COUNTED_REQUESTS, 3) + 0.0


def print_allocations(build):
    binary = servers.program(build)
    with servers.planettracker(binary) as server:
        like = servers.fetch(server.port)
    makers = {'planettracker': lambda env: servers.planettracker(binary, env),
              'nginx': lambda env: servers.nginx(nginx_program(), like, env)}
    print('\nAllocations a request (malloc, calloc, realloc)')
    for name, make in makers.items():
        try:
            print(f'  {name:32s} {allocations_a_request(make, build):.3f}')
        except (OSError, RuntimeError) as reason:
            print(f'  {name:32s} missing: {reason}')


def print_start(build):
    binary = servers.program(build)
    version_ms, answer_ms = [], []
    for _ in range(5 if QUICK else 15):
        begun = time.perf_counter()
        subprocess.run([binary, 'version'], stdout=subprocess.DEVNULL, check=True)
        version_ms.append((time.perf_counter() - begun) * 1e3)
        with servers.planettracker(binary) as server:
            answer_ms.append(server.answer_s * 1e3)
    print('\nStart and size')
    print(f'  {"planettracker version, whole run":40s} {spread(version_ms)} ms')
    print(f'  {"serve, from exec to the first answer":40s} {spread(answer_ms)} ms')
    print(f'  {"the program, its ephemeris inside":40s} '
          f'{os.path.getsize(binary) / 2 ** 20:.1f} MiB')


def print_aims(instants, searches, requests):
    """The targets for these figures; a busy machine misses more of them than a quiet one."""
    us = median_of(instants.get(('planettracker', 'seven random'), [])) / 1e3
    rate = 1e9 / median_of(instants.get(('planettracker', 'azalt'), []))
    peers = [median_of(ns) for (name, way), ns in instants.items()
             if name != 'planettracker' and way.startswith('azalt')]
    aims = [('seven planets at a random instant, us', us, us <= 2.5, 'at most 2.5'),
            ('az/alt a second a core', rate, rate >= 1e6, 'at least 1,000,000')]
    year_ms = median_of(searches.get('year of ten', []))
    aims.append(('a year of rise, transit, set, ms', year_ms, year_ms <= 50, 'at most 50'))
    if peers:
        times = min(peers) * rate / 1e9
        aims.append(('times the fastest peer', times, times >= 10, 'at least 10'))
    for connections in CONNECTIONS:
        pair = [requests.get((name, connections), ([], []))[1]
                for name in ('planettracker', 'nginx')]
        if all(pair):
            share = ratio(*pair)
            aims.append((f"nginx's CPU a request, {connections} connections", share, share <= 1,
                         'at most 1'))
    print('\nAims')
    for label, value, is_met, aim in aims:
        print(f'  {label:42s} {value:12,.2f}   {aim:20s} {"met" if is_met else "missed"}')


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped too
    build, truth = os.path.abspath(sys.argv[1]), sys.argv[2]
    programs = compute_programs(build)
    with open('/proc/loadavg') as load:
        print(f'Load before: {load.read().split()[0]} on {os.cpu_count()} processors')
    instants = measure_compute(programs)
    searches = measure_searches(build)
    scores = measure_accuracy(programs, truth)
    print_instants(instants)
    print_positions(instants, scores, programs)
    print_searches(searches)
    requests = measure_requests(build)
    print_requests(requests)
    print_allocations(build)
    print_start(build)
    print_aims(instants, searches, requests)


if __name__ == '__main__':
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
