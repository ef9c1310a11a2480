#!/bin/sh
# The rules of the house: global symbols start with floor_room_, includes go down the stairs only, sky/ stays pure,
# docs/ARCHITECTURE.md names every room.
# Usage: tool/rooms.sh [BUILD_DIR]   (reads the objects made there; build/release unless given)
set -u
build=${1:-build/release}
bad=0
say() { echo "$1"; bad=1; }
below() {
    case $1 in
    base) echo base ;;
    sky | net | format) echo "base|$1" ;;
    data) echo 'base|sky|format|data' ;;
    almanac) echo 'base|sky|format|data|almanac' ;;
    server) echo 'base|sky|format|data|almanac|net|server' ;;
    cmd) echo 'base|sky|format|data|almanac|net|server|cmd' ;;
    esac
}
# The heap, files, clocks and the end of the process: none of them from sky/.
impure='malloc|calloc|realloc|free|printf|fprintf|sprintf|snprintf|puts|fopen|open|read|write|time|clock_gettime|gettimeofday|exit|abort|rand'

for f in src/*/*.[ch] src/*/*/*.[ch]; do
    path=${f#src/} room=$(basename "${f%.*}")
    floor=${path%%/*} wing=$(basename "$(dirname "$f")")
    up=$(grep -E '^#include "' "$f" | grep -vE "\"($(below "$floor")|gen)/")
    [ -z "$up" ] || say "$f: goes upstairs: $up"
    case $f in
    *.h) continue ;;
    esac
    wall=$(grep -nE '^extern |^#include ".*\.c"' "$f")
    [ -z "$wall" ] || say "$f: through the wall: $wall"
    [ "$floor" != cmd ] || continue
    object=$build/$f.o
    [ -f "$object" ] || { say "$f: not built in $build"; continue; }
    prefix=${floor}_${room}_
    [ "$room" != "$floor" ] || prefix=${floor}_
    for symbol in $(nm -g --defined-only "$object" | awk '{print $3}'); do
        case $symbol in "$prefix"* | "${floor}_${wing}_"*) ;; *) say "$f: $symbol should start with $prefix" ;; esac
    done
    [ "$floor" = sky ] || continue
    for symbol in $(nm -u "$object" | awk '{print $2}' | grep -xE "$impure"); do
        say "$f: sky/ may not call $symbol"
    done
    for section in $(size -A "$object" | awk '$1 ~ /^\.(data|bss|tdata|tbss)$/ && $2 > 0 {print $1}'); do
        say "$f: sky/ may not keep writable data: $section"
    done
done
for f in src/*/*.c src/*/*.S; do
    grep -qE "[\`/]$(basename "$f")\`" docs/ARCHITECTURE.md || say "$f: docs/ARCHITECTURE.md does not name it"
done
[ "$bad" -eq 0 ] && echo "the rooms are in order"
exit $bad
