#!/bin/sh
# Each list is defined once: a row added to it, in a copy of the tree, is seen by everything that shows the list.
# The added rows are a body, a language and a format; the copy is compiled without optimisation, and as a release whatever
# VARIANT is under test. CC, HOST_CC, MAKE as of the build under test.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
make=${MAKE:-make} cc=${CC:-cc}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
passed=0 failed=0
export PLANETTRACKER_DATA_DIR=none
unset MAKEFLAGS MAKELEVEL CI # a format without a writer is a warning, which CI would make an error

# sees NAME PATTERN FILE: the file has a line with the pattern
sees() {
    if grep -qE -e "$2" "$3"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1: \"$2\" is not in:"
        head -c 2000 "$3"
    fi
}

# add FILE ROW_PATTERN NEW_ROW: the new row after the last one of a list
add() {
    sed -i "s|^\( *$2.*\)\$|\1 \\\\\n    $3|" "$folder/$1"
    grep -qF "${3%%,*}" "$folder/$1" || { echo "$1: the row was not added after $2"; exit 1; }
}

cd "$root" || exit 1
tar cf - --exclude=node_modules src data web tool Makefile | tar xf - -C "$folder" || exit 1
cd "$folder" || exit 1
add src/sky/body.h 'X(PLUTO, "pluto"' 'X(CERES, "ceres", DWARF_PLANET, "⚳", 2000001, 0, 469.7, 469.7)'
add src/almanac/bodies.h 'X(PLUTO, "Pluto"' 'X(CERES, "Ceres", "none")'
add src/almanac/i18n.h 'X(ES, "es"' 'X(IT, "it", "Italiano")'
add src/format/media.h '"vot")' 'X(YAML, "yaml", "application/yaml", "", "yaml")'
for table in web/texts.tsv web/texts-server.tsv; do
    awk -F'\t' '{ print $0 "\t" (NR == 1 ? "it" : $2) }' "$table" >table && mv table "$table"
done
printf 'ceres\tCeres\tCérès\tCeres\tCeres\tCerere\n' >>web/texts.tsv
lists=build/release/tool/web/lists program=build/release/planettracker
"$make" --no-print-directory VARIANT=release LTO= CC="$cc" OPT.release=-O0 $program $lists >made 2>&1 || { tail -20 made; exit 1; }

# The command line.
$program bodies >out 2>&1
sees "the table of bodies has the new body and its symbol" '⚳ +ceres +2000001' out
$program bodies --csv >out 2>&1
sees "CSV of bodies has a column for the new language" 'name_es,name_it,name_la' out
sees "CSV of bodies has its name in that language" 'ceres,2000001,dwarf_planet,.*,Cerere,Ceres,' out
$program now --place Paris --bodies cerse >out 2>&1
sees "a misspelt body suggests the new one" 'did you mean "ceres"' out
$program now --place Paris --bodies ceres >out 2>&1
sees "the new body is known, though the ephemeris lacks it" '"ceres" is not in' out
$program chart --help >out 2>&1
sees "help lists the new language" 'one of en, fr, de, es, it' out
$program chart --place Paris --lang xx >out 2>&1
sees "the error of a language lists the new one" 'expected one of en, fr, de, es, it' out
for shell in bash zsh fish; do
    $program completions $shell >out 2>&1
    sees "completions of $shell have the new body" 'ceres' out
    sees "completions of $shell have the new language" 'en fr de es it' out
done

# The server: API, page.
port=$((20000 + $$ % 20000))
$program serve --port $port >log 2>&1 &
server=$!
# ask PATH: the answer of the server, into out, whatever its status
ask() {
    node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then((text) => process.stdout.write(text))' \
        "http://127.0.0.1:$port$1" >out 2>&1
}
for _ in 1 2 3 4 5 6 7 8 9 10; do
    $program get "http://127.0.0.1:$port/" >out 2>&1 && break
    sleep 0.5
done
ask /openapi.json
sees "openapi has the new language as a choice" '"es", "it"' out
sees "openapi has the new format as a choice" '"votable", "yaml"' out
sees "openapi requires the names in the new language" '"required": \["en", "fr", "de", "es", "it", "la"\]' out
ask '/api/v1/bodies/ceres'
sees "the new body has a document" '"names": \{.*"it": "Cerere"' out
ask '/api/v1/positions?lat=48&lon=2&format=yalm'
sees "the error of a format suggests the new one" 'did you mean .*yaml' out
ask '/?lang=it'
sees "the menu of the page has the new language" '<option value="it" lang="it" selected>Italiano<' out
ask /texts-it.json
sees "the page has texts in the new language" '"ceres": "Cerere"' out
$lists >out 2>&1
sees "scripts have the new body" "BODIES = .*'ceres'" out
sees "scripts have the new language" "it: 'Italiano'" out

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
