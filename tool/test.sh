#!/bin/sh
# Runs test programs, several at once, and adds up their counts: tool/test.sh PROGRAM...
#
# A program is a cmocka binary, a shell script, or a .mjs file for Node.js' test runner. Its output is shown when it
# fails. Results are printed in the order of the arguments, however the programs end. The last line reads
# "N passed, N failed"; a program that ends without a count has failed once. TEST_JOBS says how many run at once: one
# more than there are processors unless it is set, as most of them wait for a clock, a browser or a server at times.
set -u
here=$(dirname "$0")

# One program, in a shell of its own: tool/test.sh --one FOLDER NUMBER PROGRAM writes FOLDER/NUMBER and its report.
if [ "${1:-}" = --one ]; then
    folder=$2 number=$3 program=$4
    out=$folder/$number.out begin_ms=$(date +%s%3N)
    case $program in
    *.mjs) node --test --test-reporter=tap "$program" >"$out" 2>&1 ;;
    *) "$program" >"$out" 2>&1 ;;
    esac </dev/null
    code=$? ms=$(($(date +%s%3N) - begin_ms))
    # cmocka: "[  PASSED  ] 8 test(s)."; node: "# pass 8"; scripts: "8 passed, 0 failed"
    ok=$(sed -n -e 's/.*\[  PASSED  \] \([0-9]*\) test.*/\1/p' -e 's/^# pass \([0-9]*\)$/\1/p' \
        -e 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$out" | tail -n 1)
    bad=$(sed -n -e 's/.*\[  FAILED  \] \([0-9]*\) test(s), listed.*/\1/p' -e 's/^# fail \([0-9]*\)$/\1/p' \
        -e 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$out" | tail -n 1)
    ok=${ok:-0} bad=${bad:-0}
    {
        if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
        if [ "$code" -eq 0 ] && [ "$ok" -eq 0 ]; then echo "$program ran no test"; bad=1; fi
        printf '%-44s %4d passed, %d failed %7d.%01d s\n' "${program#build/*/}" "$ok" "$bad" $((ms / 1000)) $((ms % 1000 / 100))
        sed -n 's/^ *ok [0-9]* - \(.*\) # SKIP \(.*\)/    skipped: \1: \2/p' "$out"
        [ "$bad" -eq 0 ] || sed 's/^/    /' "$out"
    } >"$folder/$number.report"
    rm -f "$out"
    echo "$ok $bad" >"$folder/$number.counts"
    mv "$folder/$number.counts" "$folder/$number" # whole or not there, whenever the reader looks
    echo "$number" >"$folder/ended"
    exit 0
fi

export PLANETTRACKER_DATA_DIR=none # tests do not depend on files that the user has downloaded
jobs=${TEST_JOBS:-$(($(nproc) + 1))}
folder=$(mktemp -d)
mkfifo "$folder/ended"
number=0
for program in "$@"; do
    number=$((number + 1))
    printf '%s\0%s\0' "$number" "$program"
done >"$folder/programs"
exec 9<>"$folder/ended"
xargs -0 -n 2 -P "$jobs" "$here/test.sh" --one "$folder" <"$folder/programs" 9<&- &
runner=$!
stop() {
    trap - EXIT INT TERM
    kill "$runner" 2>/dev/null
    wait "$runner" 2>/dev/null
    rm -rf "$folder"
    exit "$1"
}
trap 'stop 130' INT TERM
trap 'rm -rf "$folder"' EXIT

passed=0 failed=0 printed=0
while [ "$printed" -lt "$#" ]; do
    read -r _ <&9
    while [ -f "$folder/$((printed + 1))" ]; do
        printed=$((printed + 1))
        read -r ok bad <"$folder/$printed"
        passed=$((passed + ok)) failed=$((failed + bad))
        cat "$folder/$printed.report"
    done
done
wait "$runner"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
