#!/bin/sh
# The generators of tables (tool/generate/): a row that cannot be read ends the build with its file and line, and equal
# inputs give equal bytes. HOST is the folder of the generators, build/host unless given.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
host=${HOST:-$root/build/host}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
cd "$root" || exit 1

report() { # name, code
    if [ "$2" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$1"
        sed 's/^/    /' "$folder/err"
    fi
}

# The arguments of a generator, the table $2 replaced by the file $3.
arguments() { # generator, replaced, by
    case $1 in
    almanac_i18n_rows) set -- "$2" "$3" web/texts.tsv web/texts-server.tsv ;;
    data_star_rows) set -- "$2" "$3" data/stars.csv data/star-lines.csv ;;
    data_town_table_rows) set -- "$2" "$3" data/place-names.tab data/iso3166.tab data/towns.tsv data/zone.tab data/zone1970.tab ;;
    server_schemas) set -- "$2" "$3" src/server/schemas.json ;;
    sky_constellation_rows) set -- "$2" "$3" data/constellations.csv ;;
    sky_offset_terms) set -- "$2" "$3" data/barycentre-offsets.csv ;;
    esac
    replaced=$1 by=$2
    shift 2
    for input in "$@"; do
        if [ "$input" = "$replaced" ]; then echo "$by"; else echo "$input"; fi
    done
}

# refuses GENERATOR TABLE SED_SCRIPT LINE WHY: with the table so changed, the generator names the line and writes nothing
refuses() {
    bad=$folder/$(basename "$2")
    sed -e "$3" "$2" >"$bad"
    rm -f "$folder/out.h"
    # shellcheck disable=SC2046
    "$host/$1" "$folder/out.h" $(arguments "$1" "$2" "$bad") >"$folder/err" 2>&1
    code=$?
    [ "$code" -eq 1 ] && [ ! -e "$folder/out.h" ] && grep -q "^$bad:$4: .*$5" "$folder/err"
    report "$1 refuses a row of $2 ($3) and names line $4 and \"$5\"" $?
}

refuses almanac_i18n_rows web/texts.tsv '1s/fr/xx/' 1 'not the language fr'
refuses almanac_i18n_rows web/texts.tsv '3s/	/ /' 3 '4 columns instead of 5'
refuses data_star_rows data/stars.csv '2s/101\.2872/1O1.2872/' 2 '1O1.2872'
refuses data_star_rows data/stars.csv '5s/,[^,]*$//' 5 '6 columns instead of 7'
refuses data_star_rows data/star-lines.csv '2s/9640/9641/' 2 'the star 9641 is not'
refuses data_town_table_rows data/towns.tsv '5s/	42\./	142./' 5 'number from -90 to 90'
refuses data_town_table_rows data/towns.tsv '5s/Encamp	42/Encα	42/' 5 'does not fold'
refuses data_town_table_rows data/towns.tsv '5s/^AD\/Encamp\/Encamp	AD/AD\/Encamp\/Encamp	QQ/' 5 'QQ is not the code'
refuses data_town_table_rows data/towns.tsv '5s/Europe\/Andorra/Europe\/Atlantis/' 5 'Europe/Atlantis is not'
refuses data_town_table_rows data/zone.tab '$s/[-+][0-9]*[-+][0-9]*/+12/' "$(wc -l <data/zone.tab)" 'coordinates'
refuses data_town_table_rows data/place-names.tab '$s/^[^	]*/Europe\/Atlantis/' "$(wc -l <data/place-names.tab)" 'no other table'
refuses server_schemas src/server/schemas.json '1s/{/[/' 1 'does not begin'
refuses sky_constellation_rows data/constellations.csv '3s/86\.5/89.5/' 3 'rises'
refuses sky_constellation_rows data/constellations.csv '4s/23\.0/20.0/' 4 'no width'
refuses sky_offset_terms data/barycentre-offsets.csv '$s/,z,/,y,/' "$(wc -l <data/barycentre-offsets.csv)" 'axes'
refuses sky_offset_terms data/barycentre-offsets.csv '$s/^Pluto/Planet/' "$(wc -l <data/barycentre-offsets.csv)" 'not a body'

for generator in almanac_i18n_rows data_star_rows data_town_table_rows server_schemas sky_constellation_rows sky_offset_terms; do
    for out in one two; do
        # shellcheck disable=SC2046
        "$host/$generator" "$folder/$out.h" $(arguments $generator '' '') 2>"$folder/err"
    done
    cmp -s "$folder/one.h" "$folder/two.h"
    report "$generator gives equal bytes for equal inputs" $?
done

# A page of one file. The hash of its script: printf 'let a;' | openssl dgst -sha256 -binary | base64
mkdir "$folder/page"
printf '<!doctype html>\n<script>let a;</script>\n' >"$folder/page/index.html"
"$host/server_assets" "$folder/assets.h" web/texts.tsv data/stars.csv data/star-lines.csv "$folder/page/index.html" 2>"$folder/err"
grep -q '"sha256-81WALLbUROF1pWdYjuQYKuIcGgY/+TqVJr8UsV6Tkvo="' "$folder/assets.h"
report "server_assets hashes the inline script for the policy" $?
gzip -dc "$folder/index.html.gz" | cmp -s - "$folder/page/index.html"
report "server_assets compresses files for gzip" $?
etag=$(sha256sum "$folder/page/index.html" | cut -c1-16)
grep -q "\"/index.html\", .*\"$etag\", \"text/html; charset=utf-8\")" "$folder/assets.h"
report "server_assets gives a file its ETag and its type" $?
echo >"$folder/page/photo.xyz"
! "$host/server_assets" "$folder/assets.h" web/texts.tsv data/stars.csv data/star-lines.csv "$folder/page/index.html" \
    "$folder/page/photo.xyz" 2>"$folder/err" && grep -q 'photo.xyz: has no content type' "$folder/err"
report "server_assets refuses a file whose content type it does not know" $?

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
