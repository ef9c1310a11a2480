#!/bin/sh
# The rules of docs/STYLE.md about floors and rooms: includes only go down the stairs, rooms of one floor never include
# each other in a circle, global symbols start with floor_room_, sky/ stays pure, every file opens with a comment.
# Usage: tool/rooms.sh [BUILD_DIR]   (reads the objects in BUILD_DIR; build/release unless given)
set -u
build=${1:-build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
complain() { echo "$1"; bad=1; }
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
# The heap, files, clocks and the end of the process: sky/ may call none of them.
impure='malloc|calloc|realloc|free|printf|fprintf|sprintf|snprintf|puts|fopen|open|read|write|time|clock_gettime|gettimeofday|exit|abort|rand'

for f in src/*/*.[ch] src/*/*/*.[ch]; do
    path=${f#src/} room=$(basename "${f%.*}")
    floor=${path%%/*} wing=$(basename "$(dirname "$f")")
    # "room other" for each include of another room: input of the search for circles.
    sed -n "s|^#include \"\($floor/.*\)\.h\".*|${path%.*} \1|p" "$f" | awk '$1 != $2' >>"$work/$floor"
    up=$(grep -E '^#include "' "$f" | grep -vE "\"($(below "$floor")|gen)/")
    [ -z "$up" ] || complain "$f: includes a higher floor: $up"
    case $(head -c 3 "$f") in '/* ') ;; *) complain "$f: does not open with a comment that says what it is for" ;; esac
    case $f in
    *.h) continue ;;
    esac
    wall=$(grep -nE '^extern |^#include ".*\.c"' "$f")
    [ -z "$wall" ] || complain "$f: uses another room without its header: $wall"
    [ "$f" != src/cmd/main.c ] || continue
    object=$build/$f.o
    [ -f "$object" ] || { complain "$f: not built in $build"; continue; }
    prefix=${floor}_${room}_
    [ "$room" != "$floor" ] || prefix=${floor}_
    for symbol in $(nm -g --defined-only "$object" | awk '{print $3}'); do
        case $symbol in "$prefix"* | "${prefix%_}" | "${floor}_${wing}_"*) ;; *) complain "$f: $symbol should start with $prefix" ;; esac
    done
    [ "$floor" = sky ] || continue
    for symbol in $(nm -u "$object" | awk '{print $2}' | grep -xE "$impure"); do
        complain "$f: sky/ may not call $symbol"
    done
    for section in $(size -A "$object" | awk '$1 ~ /^\.(data|bss|tdata|tbss)$/ && $2 > 0 {print $1}'); do
        complain "$f: sky/ may not have writable data: $section"
    done
done
for floor in "$work"/*; do
    tsort "$floor" 2>&1 >/dev/null | sed 's/^tsort: //' | awk '
        /input contains a loop/ { if (circle != "") print circle; circle = "a circle of includes:"; next }
        { circle = circle " " $0 }
        END { if (circle != "") print circle }' >"$work/circles"
    [ ! -s "$work/circles" ] || complain "$(cat "$work/circles")"
    rm "$work/circles"
done
[ "$bad" -eq 0 ] && echo "floors, includes, names and purity are in order"
exit $bad
