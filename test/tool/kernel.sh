#!/bin/sh
# Kernels that our tools make can be read by others: jplephem, of Debian's python3-jplephem. KERNEL names the one of DE405.
set -u
kernel=${KERNEL:?}
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
# Mars from the Sun in km at JD 2451543.5 TDB. Debian's packages belong to this Python, whichever other one PATH finds first.
mars() { /usr/bin/python3 -c 'import sys
from jplephem.spk import SPK
kernel = SPK.open(sys.argv[1])
position = kernel[0, 4].compute(2451543.5) - kernel[0, 10].compute(2451543.5)
print(len(kernel.segments), "segments", *("%.0f" % x for x in position))' "$1"; }

# JPL Horizons, DE441: 207871729.58 -2890103.67 -6946136.00. DE405 differs by 0.7 km.
check "jplephem reads the kernel of DE405" '^12 segments 20787173[01] -289010[23] -694613[56]$' mars "$kernel"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
