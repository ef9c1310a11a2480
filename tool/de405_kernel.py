#!/usr/bin/env python3
"""Turns the DE405 table of Debian's casacore-data-jpl-de405 into an SPK kernel: tool/de405_kernel.py DIR > FILE

DIR/table.f0i holds one array of 1018 doubles for each 32 days from MJD 36912 (1959-12-10), each behind
12 bytes of shape, in JPL's order without the two dates. The kernel has JPL's usual ties: planets' barycentres
and the Sun to 0, 301 and 399 to 3. Layout of the coefficients: JPL's header of DE405 (group 1050).
"""
import struct
import sys

FIRST_MJD = 36912
DAYS = 32
DOUBLES = 1018
ROW_BYTES = 8160
FIRST_BYTE = 16 + 12
EMRAT = 81.30056  # Earth over Moon mass, DE405
# Shows a reader whether the file was copied as text. Source: NAIF, DAF Required Reading, "The FTP Validation String".
FTP_STRING = b"FTPSTR:\r:\n:\r\n:\r\0:\x81:\x10\xce:ENDFTP"
FTP_OFFSET = 699

# target, centre, first coefficient (JPL counts from 1 behind two dates: minus 3), terms, intervals, scale
SERIES = [
    (1, 0, 0, 14, 4, 1.0), (2, 0, 168, 10, 2, 1.0), (3, 0, 228, 13, 2, 1.0), (4, 0, 306, 11, 1, 1.0),
    (5, 0, 339, 8, 1, 1.0), (6, 0, 363, 7, 1, 1.0), (7, 0, 384, 6, 1, 1.0), (8, 0, 402, 6, 1, 1.0),
    (9, 0, 420, 6, 1, 1.0), (10, 0, 750, 11, 2, 1.0),
    (301, 3, 438, 13, 8, EMRAT / (1 + EMRAT)), (399, 3, 438, 13, 8, -1 / (1 + EMRAT)),
]


def main(folder):
    with open(folder + "/table.f0i", "rb") as file:
        data = file.read()
    rows = [struct.unpack_from(f"<{DOUBLES}d", data, at)
            for at in range(FIRST_BYTE, len(data) - DOUBLES * 8 + 1, ROW_BYTES)]
    start_s = (FIRST_MJD - 51544.5) * 86400.0
    end_s = start_s + len(rows) * DAYS * 86400.0

    words, summaries = [], []
    first_word = 3 * 128 + 1  # after the file record, one of summaries, one of names
    for target, centre, offset, terms, intervals, scale in SERIES:
        length_s = DAYS * 86400.0 / intervals
        begin = first_word + len(words)
        for r, row in enumerate(rows):
            for i in range(intervals):
                at = offset + i * 3 * terms
                middle_s = start_s + (r * intervals + i + 0.5) * length_s
                words += [middle_s, length_s / 2] + [scale * c for c in row[at:at + 3 * terms]]
        words += [start_s, length_s, 2.0 + 3 * terms, float(len(rows) * intervals)]
        summaries.append(struct.pack("<2d6i", start_s, end_s, target, centre, 1, 2, begin,
                                     first_word + len(words) - 1))

    head = struct.pack("<8s2i60s3i8s", b"DAF/SPK ", 2, 6, b"DE405".ljust(60), 2, 2,
                       first_word + len(words), b"LTL-IEEE").ljust(FTP_OFFSET, b"\0")
    head = (head + FTP_STRING).ljust(1024, b"\0")
    index = struct.pack("<3d", 0.0, 0.0, float(len(summaries))) + b"".join(summaries)
    sys.stdout.buffer.write(head + index.ljust(1024, b"\0") + b" " * 1024)
    sys.stdout.buffer.write(struct.pack(f"<{len(words)}d", *words))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
