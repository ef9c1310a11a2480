#!/usr/bin/env python3
"""Makes data/stars.csv and data/star-lines.csv.

    npm pack d3-celestial@0.7.35 && tar xzf d3-celestial-0.7.35.tgz
    tool/star_tables.py package/data /usr/lib/python3/dist-packages/ephem/stars.py data

Stars: all to magnitude 4.0 and those that the lines of the constellations join. Positions (ICRS, epoch
J2000.0), magnitudes, names and lines are d3-celestial's (BSD-3-Clause, data/star-lines.LICENSE), from XHIP,
Anderson & Francis 2012. Proper motions are the Hipparcos catalogue's (ESA 1997): of the named stars as PyEphem
carries them (MIT; Debian's python3-ephem), of the others the list below, which has all above 0.2 arcsec a year.
"""
import json
import math
import sys

FAINTEST_MAG = 4.0
NAMED_MAG = 1.65  # some thirty stars, and the pole star
POLARIS = 11767
MIRA, MIRA_MAG = 10826, 6.5  # too variable for the catalogue's magnitudes; mean, GCVS

# HIP: mas a year in right ascension times cos declination, and in declination
FAST = {
    765: (117, -179), 1599: (1708, 1165), 2021: (2220, 324), 3031: (-232, -253), 3821: (1080, -558), 5364: (217,
    -138), 6537: (-76, -207), 6686: (298, -48), 6867: (-18, -209), 7007: (293, -46), 7083: (139, 153), 8102:
    (-1722, 854), 8796: (12, -235), 9007: (684, 289), 9236: (272, 37), 12653: (334, 220), 12706: (-146, -145),
    12777: (330, -91), 12828: (285, -31), 12843: (331, 34), 13701: (80, -218), 14632: (1271, -88), 14668: (177,
    -146), 14879: (372, 612), 15510: (3038, 726), 16537: (-972, 22), 16852: (-233, -482), 17378: (-90, 743), 17440:
    (311, 84), 17651: (-160, -529), 19747: (42, -204), 19893: (102, 185), 21861: (46, 195), 22449: (463, 12),
    25918: (114, 284), 27072: (-298, -368), 27628: (56, 404), 27654: (234, -652), 27890: (142, 548), 29271: (122,
    -213), 32362: (-115, -191), 32607: (-67, 272), 42911: (-17, -228), 43109: (-199, -53), 44127: (-436, -225),
    45336: (127, -309), 45860: (-221, 16), 46651: (-191, 73), 46853: (-949, -538), 48319: (-295, -151), 48455:
    (-216, -55), 49841: (-204, -87), 52943: (94, 199), 53229: (89, -283), 53740: (-462, 129), 54872: (156, -134),
    55282: (-123, 205), 55598: (-314, -31), 56343: (-209, -42), 57757: (739, -273), 59929: (-230, -26), 60965:
    (-206, -141), 61317: (-707, 291), 61941: (-617, 61), 63090: (-470, -52), 63121: (-236, 57), 63125: (-236, 57),
    63613: (258, -22), 64241: (-430, 138), 64394: (-806, 894), 65109: (-342, -87), 66249: (-282, 46), 67275: (-481,
    50), 67927: (-78, -366), 69701: (-26, -421), 69732: (-187, 159), 70497: (-237, -399), 71681: (-3600, 952),
    71908: (-192, -234), 71957: (105, -315), 75695: (-182, 85), 77760: (442, 626), 77952: (-191, -400), 78072:
    (311, -1282), 78527: (-319, 336), 79822: (-89, 256), 81693: (-460, 348), 81852: (-283, -356), 82396: (-612,
    -256), 82729: (-124, -228), 83000: (-293, -10), 84143: (21, -288), 86974: (-294, -749), 88866: (17, -201),
    89642: (-131, -168), 89937: (516, -366), 89962: (-547, -696), 90139: (197, -244), 90568: (139, -228), 91117:
    (-19, -314), 93825: (88, -284), 93864: (-55, -252), 95501: (255, 82), 98066: (206, 79), 99240: (1210, -1130),
    102422: (85, 821), 102488: (357, 328), 102531: (-30, -198), 102693: (181, -107), 104858: (40, -304), 104887:
    (159, 431), 105858: (78, 798), 107089: (67, -229), 107556: (263, -296), 109176: (297, 26), 109427: (279, 28),
    109857: (479, 60), 112447: (234, -492), 114971: (760, 18), 116584: (159, -422), 116771: (382, -430), 116928:
    (-130, -155),
}


def separation_deg(a, b):
    east = ((a[0] - b[0] + 180) % 360 - 180) * math.cos(math.radians(a[1]))
    return math.hypot(east, a[1] - b[1])


def nearest(stars, place, within_deg):
    hip = min(stars, key=lambda h: separation_deg(stars[h], place))
    return hip if separation_deg(stars[hip], place) < within_deg else None


def catalogue(folder):
    stars = {}
    for feature in json.load(open(f"{folder}/stars.6.json"))["features"]:
        ra, dec = feature["geometry"]["coordinates"]
        stars[feature["id"]] = (ra % 360, dec, float(feature["properties"]["mag"]))
    stars[MIRA] = (34.8366, -2.9776, MIRA_MAG)
    return stars


def figures(folder, stars):
    """Lines of the constellations as chains of HIP numbers."""
    rows = []
    for feature in json.load(open(f"{folder}/constellations.lines.json"))["features"]:
        for line in feature["geometry"]["coordinates"]:
            chain = [nearest(stars, (ra % 360, dec), 0.02) for ra, dec in line]
            assert None not in chain, feature["id"]
            rows.append((feature["id"], feature["properties"]["rank"], chain))
    return rows


def motions(path, stars):
    found = {}
    for line in open(path):
        cells = line.strip().split(",")
        if len(cells) != 5 or not cells[1].startswith("f|"):
            continue
        (ra_h, east), (dec, north) = cells[2].split("|"), cells[3].split("|")
        hip = nearest(stars, (float(ra_h) * 15, float(dec)), 0.5 / 3600)
        if hip is not None:
            found[hip] = (float(east), float(north))
    return found


def main(folder, ephem, out):
    stars = catalogue(folder)
    lines = figures(folder, stars)
    names = json.load(open(f"{folder}/starnames.json"))
    moving = motions(ephem, stars) | FAST
    wanted = {h for h in stars if stars[h][2] <= FAINTEST_MAG} | {h for _, _, chain in lines for h in chain}
    order = sorted(wanted, key=lambda h: (stars[h][2], h))
    with open(f"{out}/stars.csv", "w") as file:
        file.write("hip,ra_icrs_deg,dec_icrs_deg,pm_ra_cos_dec_mas_per_year,pm_dec_mas_per_year,magnitude,name\n")
        for hip in order:
            ra, dec, mag = stars[hip]
            east, north = moving.get(hip, (0, 0))
            name = names.get(str(hip), {}).get("name", "") if mag <= NAMED_MAG or hip == POLARIS else ""
            file.write(f"{hip},{ra:.4f},{dec:.4f},{east:g},{north:g},{mag:.2f},{name}\n")
    with open(f"{out}/star-lines.csv", "w") as file:
        file.write("constellation,rank,hip\n")
        for name, rank, chain in lines:
            file.write(f"{name},{rank},{'-'.join(map(str, chain))}\n")


main(*sys.argv[1:])
