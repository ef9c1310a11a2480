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
worded='src/base/*.[ch] src/sky/*.[ch] test/sky/*.[ch] test/base/*.[ch] test/accuracy/*.[ch] examples/*.c include/*/*.h src/data/*.[ch] src/format/*.c src/net/*.[chS] src/net/*/*.[ch] src/server/*.[ch] src/server/middleware/*.c src/cmd/*.[ch] src/cmd/*/*.[ch]'
page='web/index.html web/*.css web/*.js web/app/*.* web/later/*.js test/web/*.mjs tool/web/lists.c tool/web/*.mjs'

tool/rooms.sh "$build" || bad=1
# shellcheck disable=SC2086
{
    tool/lint_functions.sh $small || bad=1
    tool/lint_public.sh "$build" $private || bad=1
    tool/lint_includes.py $included || bad=1
    tool/lint_words.py $worded $page || bad=1
}
exit $bad
