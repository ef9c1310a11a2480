#!/bin/sh
# A user's own kernel and the age of data, from the command line. PLANETTRACKER names the program, KERNEL one of DE405.
set -u
program=${PLANETTRACKER:?} kernel=${KERNEL:?}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

# check NAME EXIT_CODE PATTERN COMMAND...: the code, and a pattern in the text of either stream
check() {
    name=$1 want=$2 pattern=$3
    shift 3
    "$@" >"$folder/out" 2>&1
    got=$?
    if [ "$got" -eq "$want" ] && grep -qE -e "$pattern" "$folder/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name: exit code $got, wanted $want, and /$pattern/ in:"
        cat "$folder/out"
    fi
}
at() { time=$1; shift; "$program" now --lat 48.93 --lon 2.45 --at "$time" "$@"; }
now() { at 2000-01-01T00:00:00Z "$@"; }

check "the source names file and kernel" 0 '"source": "de405.bsp \(DE405\)"' now --json --ephemeris "$kernel"
check "the environment names a kernel too" 0 'DE405' env PLANETTRACKER_EPHEMERIS="$kernel" \
    "$program" now --lat 0 --lon 0 --at 2000-01-01T00:00:00Z --json
check "a flag wins over the environment" 3 'flag.bsp' env PLANETTRACKER_EPHEMERIS="$kernel" \
    "$program" now --lat 0 --lon 0 --ephemeris="$folder/flag.bsp"
check "without either the embedded one answers" 0 '"source": "builtin' now --json
check "a range error names body, kernel and limits" 4 \
    "covered by de405.bsp \(DE405\) from 1959-12-.* to 2060-.*1900" at 1900-01-01T00:00:00Z --ephemeris "$kernel"

check "a missing file" 3 'none.bsp: No such file' now --ephemeris "$folder/none.bsp"
check "a folder" 3 'not a regular file' now --ephemeris "$folder"
: >"$folder/empty.bsp"
check "an empty file" 3 'empty.bsp: not a DAF/SPK kernel, at byte 0' now --ephemeris "$folder/empty.bsp"
echo '<!DOCTYPE html><html>502 Bad Gateway</html>' >"$folder/html.bsp"
check "an HTML page" 3 'not a DAF/SPK kernel, at byte 0' now --ephemeris "$folder/html.bsp"
head -c 100000 /dev/urandom >"$folder/random.bsp"
check "random bytes" 3 'at byte 0' now --ephemeris "$folder/random.bsp"
head -c 5000000 "$kernel" >"$folder/short.bsp"
check "a truncated kernel" 3 'outside the file, at byte 1[0-9]*' now --ephemeris "$folder/short.bsp"
{ head -c 88 "$kernel"; printf BIG-IEEE; tail -c +97 "$kernel"; } >"$folder/big.bsp"
check "a big-endian kernel" 3 'big-endian.*at byte 88' now --ephemeris "$folder/big.bsp"
check "the server refuses it as well" 3 'big-endian' "$program" serve --port 0 --ephemeris "$folder/big.bsp"

# The frame of the first segment (Mercury's barycentre, byte 1072) made unknown: it is skipped with a message.
{ head -c 1072 "$kernel"; printf '\021'; tail -c +1074 "$kernel"; } >"$folder/frame.bsp"
check "another frame is skipped" 0 '1 of 12 segments skipped' now --ephemeris "$folder/frame.bsp"
check "what is then missing is missing" 3 '"mercury" is not in frame.bsp' now --bodies mercury --ephemeris "$folder/frame.bsp"

check "--strict is content with measured UT1" 0 jupiter now --strict
check "--strict refuses UT1 that is held" 3 strict at 2030-01-01T00:00:00Z --strict

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
