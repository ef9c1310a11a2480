#!/usr/bin/env python3
"""Makes data/earth-rotation.bin: tool/spin_table.py EOP.csv C01.csv DELTA_T.csv LEAP_SECONDS.list > FILE

The layout is described in src/sky/earth_orientation.c. Input, as published figures in plain columns:
  EOP.csv      mjd_utc,ut1_utc_s,xp_arcsec,yp_arcsec,flag   daily from 1962; flag B final (IERS C04), I measured by the
                                                            rapid service, P predicted by it
  C01.csv      mjd,ut1_tai_s,error_s,xp_arcsec,yp_arcsec    every 18 days, 1956 to 1962 (IERS C01, by atomic clocks)
  DELTA_T.csv  jd_ut,date_ut,tdb_minus_ut_s                 every 370 days to 1961 (JPL Horizons)
Horizons' Delta T of 1951 to 1955 is left out, because it is up to 0.5 s from what was measured: from its row of 1950 a
straight line leads to the first day of C01. Prints on stderr how far the rows left out of the table of polar motion are
from its interpolation, and the steps where the series meet.
"""
import math
import struct
import sys

UT1_UNIT_S = 1e-7
POLE_UNIT_ARCSEC = 20e-6
POLE_STEP_DAYS = 1  # a day in which C04 of the 1980s moves by up to 4 mas against its neighbours
J2000_JD = 2451545.0
C01_FIRST_MJD = 35473        # 1956-01-01, 0.35 days before the first row of C01
DELTA_T_LAST_JD = 2433647.5  # 1951-01-01

# TAI - UTC before 1972, USNO tai-utc.dat: from MJD, offset s, reference MJD, rate s/day
STRETCHED = [
    (37665, 1.8458580, 37665, 0.0011232), (38334, 1.9458580, 37665, 0.0011232),
    (38395, 3.2401300, 38761, 0.0012960), (38486, 3.3401300, 38761, 0.0012960),
    (38639, 3.4401300, 38761, 0.0012960), (38761, 3.5401300, 38761, 0.0012960),
    (38820, 3.6401300, 38761, 0.0012960), (38942, 3.7401300, 38761, 0.0012960),
    (39004, 3.8401300, 38761, 0.0012960), (39126, 4.3131700, 39126, 0.0025920),
    (39887, 4.2131700, 39126, 0.0025920),
]


def leap_rows(path):
    """[(mjd, TAI - UTC)] of an IERS/NIST leap-seconds.list (NTP seconds since 1900-01-01, MJD 15020)."""
    with open(path, encoding="ascii") as file:
        fields = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return [(15020 + int(f[0]) // 86400, int(f[1])) for f in fields]


def tai_minus_utc(mjd, leaps):
    row = [r for r in leaps if r[0] <= mjd]
    if row:
        return row[-1][1]
    _, offset, reference, rate = [r for r in STRETCHED if r[0] <= mjd][-1]
    return offset + (mjd - reference) * rate


def csv_rows(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    return [line.split(",") for line in lines[1:]]


def tdb_minus_tt(jd):
    """USNO Circular 179, eq. 2.6, its annual terms: the rest is below a microsecond's worth here."""
    t = (jd - J2000_JD) / 36525.0
    return (0.001657 * math.sin(628.3076 * t + 6.2401) + 0.000022 * math.sin(575.3385 * t + 4.2970)
            + 0.000014 * math.sin(1256.6152 * t + 6.1969))


def cubic(values, at):
    first = min(max(int(at) - 1, 0), len(values) - 4)
    p = at - first
    weights = (-(p - 1) * (p - 2) * (p - 3) / 6, p * (p - 2) * (p - 3) / 2,
               -p * (p - 1) * (p - 3) / 2, p * (p - 1) * (p - 2) / 6)
    return sum(w * values[first + i] for i, w in enumerate(weights))


def lagrange(nodes, at):
    """The polynomial through four (x, y) at `at`."""
    return sum(y * math.prod((at - other) / (x - other) for other, _ in nodes if other != x) for x, y in nodes)


def daily_c01(path, end_mjd):
    """[(UT1 - TAI, xp, yp)] for each day from C01_FIRST_MJD to before end_mjd, by cubics through four rows."""
    rows = [[float(value) for value in row] for row in csv_rows(path)]
    days = []
    for mjd in range(C01_FIRST_MJD, end_mjd):
        after = next((i for i, row in enumerate(rows) if row[0] > mjd), len(rows))
        first = min(max(after - 2, 0), len(rows) - 4)
        near = rows[first:first + 4]
        if mjd < rows[0][0]:
            near = rows[:2]  # a straight line for the third of a day before the first row
        days.append(tuple(lagrange([(row[0], row[column]) for row in near], mjd) for column in (1, 3, 4)))
    return days


def padded(data):
    return data + b"\0" * (-len(data) % 8)


def main(eop_path, c01_path, delta_t_path, leaps_path):
    leaps = leap_rows(leaps_path)
    eop = csv_rows(eop_path)
    mjd = [int(row[0]) for row in eop]
    if mjd != list(range(mjd[0], mjd[0] + len(mjd))):
        sys.exit("spin_table: days are missing or out of order")
    early = daily_c01(c01_path, mjd[0])
    ut1_s = [day[0] for day in early]
    ut1_s += [float(row[1]) - tai_minus_utc(day, leaps) for day, row in zip(mjd, eop)]
    ut1 = [round(value / UT1_UNIT_S) for value in ut1_s]
    last_final = max(day for day, row in zip(mjd, eop) if row[4] == "B")
    last_measured = max(day for day, row in zip(mjd, eop) if row[4] in "BI")
    join = len(early)
    print(f"UT1 where C01 meets C04: {(ut1_s[join] - 2 * ut1_s[join - 1] + ut1_s[join - 2]) * 1e3:.2f} ms off a straight line",
          file=sys.stderr)

    pole = [(day[1], day[2]) for day in early] + [(float(row[2]), float(row[3])) for row in eop]
    nodes = [tuple(round(v / POLE_UNIT_ARCSEC) for v in p) for p in pole[::POLE_STEP_DAYS]]
    worst = 0.0
    for axis in (0, 1):
        column = [n[axis] * POLE_UNIT_ARCSEC for n in nodes]
        for day, p in enumerate(pole[:(len(nodes) - 1) * POLE_STEP_DAYS]):
            worst = max(worst, abs(cubic(column, day / POLE_STEP_DAYS) - p[axis]))
    print(f"polar motion: at most {worst * 1e3:.2f} mas from the daily figures", file=sys.stderr)

    delta_t = [row for row in csv_rows(delta_t_path) if float(row[0]) < DELTA_T_LAST_JD]
    jd = [float(row[0]) for row in delta_t]
    step = jd[1] - jd[0]
    if any(abs(b - a - step) > 1e-6 for a, b in zip(jd, jd[1:])):
        sys.exit("spin_table: Delta T is not evenly spaced")
    tt_minus_ut1 = [round((float(row[2]) - tdb_minus_tt(day)) * 1e6) for day, row in zip(jd, delta_t)]

    out = b"PTSPIN2\0" + struct.pack("<8i2d", C01_FIRST_MJD, len(ut1), last_final, last_measured, POLE_STEP_DAYS,
                                     len(nodes), len(delta_t), 0, jd[0] - J2000_JD, step)
    out += padded(struct.pack(f"<{len(ut1)}i", *ut1))
    out += padded(b"".join(struct.pack("<2h", *n) for n in nodes))
    out += padded(struct.pack(f"<{len(delta_t)}i", *tt_minus_ut1))
    sys.stdout.buffer.write(out)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
