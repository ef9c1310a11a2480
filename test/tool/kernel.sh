#!/bin/sh
# Kernels that our tools make can be read by others: jplephem, of Debian's python3-jplephem. KERNEL names the one of DE405,
# COMPACT the program that makes small ones.
set -u
kernel=${KERNEL:?} compact=${COMPACT:?}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

# check NAME PATTERN COMMAND...: exit code 0, and a pattern in the text of either stream
check() {
    name=$1 pattern=$2
    shift 2
    if "$@" >"$folder/out" 2>&1 && grep -qE -e "$pattern" "$folder/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name: wanted exit code 0 and /$pattern/ in:"
        cat "$folder/out"
    fi
}
not() { ! "$@"; }
worst_km() { awk -v most="$2" 'NR > 1 && NF > 5 && $5 > most { bad = 1 } END { print bad || NR < 12 ? "above" : "below" }' "$1"; }
# Mars from the Sun in km at JD 2451543.5 TDB. Debian's packages belong to this Python, whichever other one PATH finds first.
mars() { /usr/bin/python3 -c 'import sys
from jplephem.spk import SPK
kernel = SPK.open(sys.argv[1])
position = kernel[0, 4].compute(2451543.5) - kernel[0, 10].compute(2451543.5)
print(len(kernel.segments), "segments", *("%.0f" % x for x in position))' "$1"; }

# JPL Horizons, DE441: 207871729.58 -2890103.67 -6946136.00. DE405 differs by 0.7 km.
check "jplephem reads the kernel of DE405" '^12 segments 20787173[01] -289010[23] -694613[56]$' mars "$kernel"

# The largest angle, seen from the Earth, between a slice and the kernel it was made of, by jplephem: every 0.37 days of 3 years.
worst_mas() { /usr/bin/python3 -c 'import sys
from jplephem.spk import SPK
whole, part = SPK.open(sys.argv[1]), SPK.open(sys.argv[2])
def length(v): return sum(x * x for x in v) ** 0.5
def earth(t): return whole[0, 3].compute(t) + whole[3, 399].compute(t)
worst = 0
for i in range(2950):
    t = 2460311.0 + 0.37 * i
    for target, other in ((10, 10), (199, 1), (299, 2), *((n, n) for n in range(4, 10))):
        right = whole[0, other].compute(t)
        worst = max(worst, length(part[0, target].compute(t) - right) / length(right - earth(t)))
    right = whole[3, 301].compute(t) - whole[3, 399].compute(t)
    worst = max(worst, length(part[399, 301].compute(t) - right) / length(right))
    worst = max(worst, length(part[0, 399].compute(t) - earth(t)) / 149597870.7)
print("worst", "above" if worst * 206264806 > float(sys.argv[3]) else "below", "tolerance:", worst * 206264806)' "$@"; }

"$compact" --from 2024 --until 2027 --mas 0.5 --round "$kernel" >"$folder/slice.bsp" 2>"$folder/report"
check "the report has a row of each body, and the size" '^[0-9]+ bytes$' sed -n '/^Moon .* [0-9.]*$/,$p' "$folder/report"
check "a slice of three years differs by no more than it was asked for" 'below' worst_mas "$kernel" "$folder/slice.bsp" 0.5
check "the measure sees a difference" 'above' worst_mas "$kernel" "$folder/slice.bsp" 0.05
gzip -9 <"$folder/slice.bsp" >"$folder/slice.gz"
check "the slice has at most 600 KB when it is compressed" '^(slice.gz)$' find "$folder" -name slice.gz -size -600k -size +8k -printf '%f\n'
"$compact" --from 2024 --until 2025 --km 0.001 "$kernel" >"$folder/fine.bsp" 2>"$folder/report"
check "a tolerance may be a length" 'below' worst_km "$folder/report" 0.001
check "years that the kernel lacks are refused" 'does not cover' not "$compact" --from 1900 --until 1950 "$kernel"
check "a tolerance that cannot be reached is refused" 'tolerance' not "$compact" --km 1e-12 --from 2024 --until 2025 "$kernel"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
