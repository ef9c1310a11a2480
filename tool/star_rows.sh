#!/bin/sh
# data/stars.csv and data/star-lines.csv as rows of C: tool/star_rows.sh STARS LINES > header
# Lines join stars by their place in the table; a chain ends with -1.
set -eu
echo "/* Made by tool/star_rows.sh from data/stars.csv and data/star-lines.csv: do not edit. */"
awk -F, '
    FNR == 1 { next }
    NR == FNR {
        place[$1] = stars++
        printf "DATA_STAR_TABLE_STAR(%s, %s, %s, %s, %s, \"%s\")\n", $2, $3, $4, $5, $6, $7
        next
    }
    {
        printf "DATA_STAR_TABLE_LINE(%s,", $2
        count = split($3, hip, "-")
        for (i = 1; i <= count; i++) printf " %d,", place[hip[i]]
        print " -1)"
    }' "$1" "$2"
