#!/bin/sh
# The table of texts as a module: tool/texts.sh first|later web/texts.tsv > texts.js
# "first" are the texts of the first view, "later" those of what is loaded afterwards.
set -eu
part=$1 table=$2
echo '// Made by tool/texts.sh from web/texts.tsv: do not edit.'
[ "$part" = first ] && name=TEXTS || name=LATER_TEXTS
printf 'export const %s = `' "$name"
awk -F'\t' -v part="$part" '
    NF != 5 { print "tool/texts.sh: line " NR " has " NF " columns" >"/dev/stderr"; exit 1 }
    NR == 1 { print; next }
    ($1 ~ /^(d_|share_|search|theme_|geo_|use_location|dimmer|language|close|time_slider|slider_|now$|hour_|day|play|pause|jump_|choose_|night_of|sun_|tap)/) == (part == "later") { print }
' "$table" | sed 's/[\\`$]/\\&/g'
echo '`;'
