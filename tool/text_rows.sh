#!/bin/sh
# Tables of texts as rows of C in order of the keys: tool/text_rows.sh TEXTS SERVER_TEXTS > header
# The first table, web/texts.tsv, is what scripts and server say, the second what the server says besides; of a key
# that both have the first table's row counts. The last field of a row: whether scripts need it for the first view, and
# not for what comes after it (panels, time, curves, the view of one body).
set -eu
echo "/* Made by tool/text_rows.sh from $*: do not edit. */"
later='^(d_|share_|search|theme_|geo_|use_location|dimmer|language|close|time_slider|slider_|now$|hour_|day|play|pause|jump_|choose_|night_of|sun_|tap|foot|api_link|no_js|to_table|time$|theme$|settings$|share$|place$|red$|lat$|lon$|elevation$|show$)'
for table in "$@"; do
    awk -F '\t' -v later="$later" -v is_first="$([ "$table" = "$1" ] && echo 1 || echo 0)" '
        FNR > 1 { print $0 "\t" (is_first && $1 !~ later ? "true" : "false") }' "$table"
done | LC_ALL=C sort -s -u -t "$(printf '\t')" -k 1,1 | awk -F '\t' '
    NF != 6 { print "tool/text_rows.sh: not five columns: " $0 >"/dev/stderr"; exit 1 }
    {
        gsub(/[\\"]/, "\\\\&")
        printf "{\"%s\", {\"%s\", \"%s\", \"%s\", \"%s\"}, %s},\n", $1, $2, $3, $4, $5, $6
    }'
