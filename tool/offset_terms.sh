#!/bin/sh
# data/barycentre-offsets.csv as rows of C, one a planet: tool/offset_terms.sh FILE > header
# A planet has up to four moons; each quantity becomes a vector of four, 0 for a moon that is not there.
set -eu
echo "/* Made by tool/offset_terms.sh from data/barycentre-offsets.csv: do not edit. */"
awk -F, '
    function lanes(quantity, axis,   i, text) {
        text = "{"
        for (i = 0; i < 4; i++) text = text (i ? ", " : "") (i < moons ? value[i, axis, quantity] : 0)
        return text "}"
    }
    function flush(   a, axis, i, sum) {
        if (planet == "") return
        if (moons > 4) { print "too many moons" > "/dev/stderr"; exit 1 }
        for (i = 0; i < 4; i++) rates = (i ? rates ", " : "") (i < moons ? rate[i] / 360 : 0)
        printf "{SKY_BODY_%s, {%s}, {", toupper(planet), rates
        for (a = 1; a <= 3; a++) {
            axis = substr("xyz", a, 1)
            sum = 0
            for (i = 0; i < moons; i++) sum += value[i, axis, 9]
            printf "{{%s, %s, %s, %s}, ", lanes(5, axis), lanes(10, axis), lanes(12, axis), lanes(14, axis)
            printf "{%s, %s, %s, %s}, ", lanes(6, axis), lanes(11, axis), lanes(13, axis), lanes(15, axis)
            printf "%s, %s, %.17g}%s", lanes(7, axis), lanes(8, axis), sum, a < 3 ? ", " : "}},\n"
        }
    }
    BEGIN { OFMT = CONVFMT = "%.17g" }
    /^#/ || $1 == "body" { next }
    $1 != planet { flush(); planet = $1; moons = 0 }
    {
        for (i = 5; i <= 15; i++) value[$2, $4, i] = $i
        rate[$2] = $3
        moons = $2 + 1
    }
    END { flush() }' "$1"
