#!/usr/bin/python3
"""libastro through PyEphem, with the commands of harness.h: speed SEED MS | accuracy FILE."""
import math
import random
import sys
import time

import ephem

J2000_IN_DUBLIN_DAYS = 36525.0  # ephem counts days from 1899-12-31T12:00


def azalt(utc_days, lat_deg, lon_deg, elevation_m):
    observer = ephem.Observer()
    observer.pressure = 0  # airless
    observer.lat = math.radians(lat_deg)
    observer.lon = math.radians(lon_deg)
    observer.elevation = elevation_m
    observer.date = J2000_IN_DUBLIN_DAYS + utc_days
    body = ephem.Jupiter(observer)
    return math.degrees(body.az), math.degrees(body.alt)


def speed(seed, budget_ms):
    draw = random.Random(seed)
    cases = [(draw.uniform(-13880.0, 9496.0), draw.uniform(-90, 90), draw.uniform(-180, 180),
              draw.uniform(0, 3000)) for _ in range(4096)]
    calls, start = 0, time.process_time()
    while time.process_time() - start < budget_ms / 1e3:
        for case in cases[calls % len(cases):][:16]:
            azalt(*case)
        calls += 16
    print(f'azalt\t{(time.process_time() - start) / calls * 1e9:.2f}')


def truth_rows(path):
    """Rows from Horizons' first measured UT1 to its last, 2019-04-11."""
    with open(path) as file:
        lines = (line.strip().split(',') for line in file if not line.startswith('#'))
        header = next(lines)
        for fields in lines:
            row = dict(zip(header, fields))
            row['utc_days'] = float(row['jd_ut']) - 2451545.0
            if -13860.0 <= row['utc_days'] <= 7040.0:
                yield row


def accuracy(path):
    az_squares = alt_squares = worst = rows = 0
    for row in truth_rows(path):
        az, alt = azalt(row['utc_days'], *(float(row[name]) for name in
                                           ('lat_deg', 'lon_deg', 'elev_m')))
        true_alt = float(row['alt_deg'])
        turn = (az - float(row['az_deg']) + 180) % 360 - 180
        d_az = turn * math.cos(math.radians(true_alt)) * 3600
        d_alt = (alt - true_alt) * 3600
        az_squares += d_az ** 2
        alt_squares += d_alt ** 2
        worst = max(worst, abs(d_az), abs(d_alt))
        rows += 1
    if rows:
        print(f'azalt\t{rows}\t{math.sqrt(az_squares / rows):.3f}\t'
              f'{math.sqrt(alt_squares / rows):.3f}\t{worst:.3f}')


if sys.argv[1] == 'speed':
    speed(int(sys.argv[2]), float(sys.argv[3]))
else:
    accuracy(sys.argv[2])
