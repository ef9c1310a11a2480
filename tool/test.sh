#!/bin/sh
# Runs test programs and adds up their counts: tool/test.sh PROGRAM...
# A program is a cmocka binary, a shell script, or a .mjs file for Node.js' test runner. Its output is shown when it
# fails. The last line reads "N passed, N failed"; a program that dies without a count fails once.
set -u
export PLANETTRACKER_DATA_DIR=none # what the user has fetched is no part of a test
passed=0 failed=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT

for program in "$@"; do
    case $program in
    *.mjs) node --test --test-reporter=tap "$program" >"$out" 2>&1 ;;
    *) "$program" >"$out" 2>&1 ;;
    esac
    code=$?
    # cmocka: "[  PASSED  ] 8 test(s)."; node: "# pass 8"; scripts: "8 passed, 0 failed"
    ok=$(sed -n -e 's/.*\[  PASSED  \] \([0-9]*\) test.*/\1/p' -e 's/^# pass \([0-9]*\)$/\1/p' \
        -e 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$out" | tail -n 1)
    bad=$(sed -n -e 's/.*\[  FAILED  \] \([0-9]*\) test(s), listed.*/\1/p' -e 's/^# fail \([0-9]*\)$/\1/p' \
        -e 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$out" | tail -n 1)
    ok=${ok:-0} bad=${bad:-0}
    if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$code" -eq 0 ] && [ "$ok" -eq 0 ]; then echo "$program ran no test"; bad=1; fi
    passed=$((passed + ok)) failed=$((failed + bad))
    printf '%-44s %4d passed, %d failed\n' "${program#build/*/}" "$ok" "$bad"
    sed -n 's/^ *ok [0-9]* - \(.*\) # SKIP \(.*\)/    skipped: \1: \2/p' "$out"
    [ "$bad" -eq 0 ] || sed 's/^/    /' "$out"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
