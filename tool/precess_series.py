#!/usr/bin/env python3
"""Prints the Chebyshev terms of the CIO locator in src/sky/precession.c: tool/precess_series.py

s(t) = s(0) - integral of (X dY - Y dX) / (1 + Z), the definition of the celestial intermediate origin (IERS
Conventions 2010, eq. 5.9), along the mean pole of Vondrak, Capitaine & Wallace 2011 with the frame bias, for 200
centuries either side of J2000.0. What is tabled is s + X Y / 2 in arcsec, a slow function. s(0) is such that the mean
equinox has the equation of the origins of IAU 2006 at J2000.0, -0.014506 arcsec. Says on stderr how far the truncated
series is off.
"""
import math
import sys

AS = math.pi / 648000
# Vondrak et al. 2011, table 4 (corrigendum 2012): polynomial, then period in centuries, cos X, cos Y, sin X, sin Y
POLY = ((5453.282155, 0.4252841, -0.00037173, -0.000000152), (-73750.930350, -0.7675452, -0.00018725, 0.000000231))
TERMS = (
    (256.75, -819.940624, 75004.344875, 81491.287984, 1558.515853),
    (708.15, -8444.676815, 624.033993, 787.163481, 7774.939698),
    (274.20, 2600.009459, 1251.136893, 1251.296102, -2219.534038),
    (241.45, 2755.175630, -1102.212834, -1257.950837, -2523.969396),
    (2309.00, -167.659835, -2660.664980, -2966.799730, 247.850422),
    (492.20, 871.855056, 699.291817, 639.744522, -846.485643),
    (396.10, 44.769698, 153.167220, 131.600209, -1393.124055),
    (288.90, -512.313065, -950.865637, -445.040117, 368.526116),
    (231.10, -819.415595, 499.754645, 584.522874, 749.045012),
    (1610.00, -538.071099, -145.188210, -89.756563, 444.704518),
    (620.00, -189.793622, 558.116553, 524.429630, 235.934465),
    (157.87, -402.922932, -23.923029, -13.549067, 374.049623),
    (220.30, 179.516345, -165.405086, -210.157124, -171.330180),
    (1200.00, -9.814756, 9.344131, -44.919798, -22.899655),
)
# Frame bias, IERS Conventions 2010, eq. 5.21 and table 5.2 (as eraLtpb): J2000.0 mean equator to GCRS
DX, DE, DR = -0.016617 * AS, -0.0068192 * AS, -0.0146 * AS
SPAN = 200.0
COUNT = 60


def pole(t):
    """X, Y, Z on GCRS axes and their rates a century."""
    v, rate = [0.0, 0.0], [0.0, 0.0]
    for axis in (0, 1):
        for power, c in enumerate(POLY[axis]):
            v[axis] += c * t**power
            rate[axis] += c * power * t**(power - 1) if power else 0.0
        for term in TERMS:
            w = 2 * math.pi / term[0]
            c, s = term[1 + axis], term[3 + axis]
            v[axis] += c * math.cos(w * t) + s * math.sin(w * t)
            rate[axis] += w * (s * math.cos(w * t) - c * math.sin(w * t))
    x, y, dx, dy = v[0] * AS, v[1] * AS, rate[0] * AS, rate[1] * AS
    z = math.sqrt(1 - x * x - y * y)
    dz = -(x * dx + y * dy) / z
    turn = lambda a, b, c: (a - b * DR + c * DX, a * DR + b + c * DE, -a * DX - b * DE + c)
    return turn(x, y, z) + turn(dx, dy, dz)


def slope(t):
    x, y, z, dx, dy, _ = pole(t)
    return -(x * dy - y * dx) / (1 + z)


def locator(start, nodes):
    """s at ascending times by Gauss-Legendre in steps of under a quarter century; s = 0 at 0."""
    gauss = ((0.0, 0.568888888888889), (0.538469310105683, 0.478628670499366), (-0.538469310105683, 0.478628670499366),
             (0.906179845938664, 0.236926885056189), (-0.906179845938664, 0.236926885056189))
    out, at, total = [], start, 0.0
    for t in nodes:
        steps = max(1, math.ceil(abs(t - at) / 0.25))
        h = (t - at) / steps
        for i in range(steps):
            middle = at + (i + 0.5) * h
            total += 0.5 * h * sum(w * slope(middle + 0.5 * h * u) for u, w in gauss)
        at = t
        out.append(total)
    return out


def tabled(t, s):
    x, y = pole(t)[:2]
    return (s + x * y / 2) / AS


def main():
    n = 160
    nodes = sorted(SPAN * math.cos(math.pi * (k + 0.5) / n) for k in range(n))
    later, earlier = [t for t in nodes if t > 0], [t for t in reversed(nodes) if t < 0]
    values = dict(zip(later, locator(0.0, later)))
    values.update(zip(earlier, locator(0.0, earlier)))
    samples = [(math.acos(t / SPAN), tabled(t, values[t])) for t in nodes]
    terms = [2 / n * sum(v * math.cos(j * a) for a, v in samples) for j in range(COUNT)]
    terms[0] /= 2
    worst = max(abs(sum(c * math.cos(j * a) for j, c in enumerate(terms)) - v) for a, v in samples)
    print(f"truncated after {COUNT} terms: at most {worst * 1e3:.4f} mas off", file=sys.stderr)
    for c in terms:
        print(f"    {c:.6f},")


if __name__ == "__main__":
    main()
