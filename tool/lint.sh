#!/bin/sh
# Every check of docs/STYLE.md that a script can make; each runs even when one before it failed.
# Usage: tool/lint.sh [BUILD_DIR]   (reads the objects in BUILD_DIR; build/release unless given)
set -u
build=${1:-build/release}
bad=0
# The floors that pass each check. The lists grow until each has every floor.
small='base sky format data almanac net server cmd'
private='base sky data format almanac net server cmd'
included='base sky format data almanac net server cmd'
# Every text that people write and read, but no committed output of tools.
worded=$(find src include test bench fuzz examples tool docs web .ci \( -name node_modules -o -path web/dist -o -path fuzz/corpus \) \
    -prune -o -type f \( -name '*.[chS]' -o -name '*.mjs' -o -name '*.js' -o -name '*.sh' -o -name '*.py' -o -name '*.mk' -o -name '*.md' \
    -o -name '*.html' -o -name '*.css' -o -path '.ci/*' \) -print | sort)
worded="$worded Makefile $(ls ./*.md data/*.md)"

tool/rooms.sh "$build" || bad=1
tool/lint_tests.py || bad=1
# shellcheck disable=SC2086
{
    tool/lint_functions.sh $small || bad=1
    tool/lint_public.sh "$build" $private || bad=1
    tool/lint_includes.py $included || bad=1
    tool/lint_words.py $worded || bad=1
}
exit $bad
