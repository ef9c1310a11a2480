#!/bin/sh
# Tables of texts as rows of C in order of the keys: tool/text_rows.sh FILE ... > header
# web/texts.tsv is what scripts and server say, web/texts-server.tsv what the server says besides; of a key that
# both have the first table's row counts.
set -eu
echo "/* Made by tool/text_rows.sh from $*: do not edit. */"
for table in "$@"; do sed 1d "$table"; done | LC_ALL=C sort -s -u -t "$(printf '\t')" -k 1,1 | awk -F '\t' '
    NF != 5 { print "tool/text_rows.sh: not five columns: " $0 >"/dev/stderr"; exit 1 }
    {
        gsub(/[\\"]/, "\\\\&")
        printf "{\"%s\", {\"%s\", \"%s\", \"%s\", \"%s\"}},\n", $1, $2, $3, $4, $5
    }'
