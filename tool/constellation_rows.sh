#!/bin/sh
# data/constellations.csv as rows of C: tool/constellation_rows.sh FILE > header
set -eu
echo "/* Made by tool/constellation_rows.sh from data/constellations.csv: do not edit. */"
awk -F, '/^[0-9]/ { sub(/\r$/, "", $4); printf "{%s, %s, %s, \"%s\"},\n", $1, $2, $3, $4 }' "$1"
