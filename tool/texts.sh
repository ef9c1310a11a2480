#!/bin/sh
# All texts of one language as JSON: tool/texts.sh en|fr|de|es web/texts.tsv > texts-en.json
# The page as the server sends it brings those of its first view along.
set -eu
language=$1 table=$2
awk -F'\t' -v language="$language" '
    NF != 5 { print "tool/texts.sh: line " NR " has " NF " columns" >"/dev/stderr"; exit 1 }
    NR == 1 { for (i = 2; i <= NF; i++) if ($i == language) column = i; printf "{"; next }
    { text = $column; gsub(/[\\"]/, "\\\\&", text); printf "%s\n\"%s\": \"%s\"", (NR > 2 ? "," : ""), $1, text }
    END { print "}" }
' "$table"
