#!/bin/sh
# Whether the data inside the program are recent enough for a release: tool/release_check.sh [DATE]
# The table of the Earth's rotation must be measured to within 183 days of DATE (today unless given), and the list of leap seconds
# must not have expired by then. Says what it found, and exits 1 when something is too old.
set -eu
cd "$(dirname "$0")/.."
limit_days=183
today=$(date -u -d "${1:-today}" +%s)
bad=0

# last_measured_mjd is the int32 at byte 20 (src/sky/earth_orientation.c); MJD 40587 is 1970-01-01.
mjd=$(od -An -j20 -N4 -td4 --endian=little data/earth-rotation.bin)
age=$(((today - (mjd - 40587) * 86400) / 86400))
measured=$(date -u -d "@$(((mjd - 40587) * 86400))" +%Y-%m-%d)
echo "Earth's rotation: measured to $measured, $age days ago (at most $limit_days)"
if [ "$age" -gt "$limit_days" ]; then
    echo "release-check: make data/earth-rotation.bin again with tool/spin_table.py (docs/DATA.md)" >&2
    bad=1
fi

# The line "#@" gives the expiry in seconds since 1900, 2208988800 s before 1970.
expiry=$(($(sed -n 's/^#@[[:space:]]*\([0-9]*\).*/\1/p' data/leap-seconds.list) - 2208988800))
echo "Leap seconds: valid until $(date -u -d "@$expiry" +%Y-%m-%d)"
if [ "$expiry" -le "$today" ]; then
    echo "release-check: fetch a new data/leap-seconds.list (docs/DATA.md)" >&2
    bad=1
fi
exit $bad
