#!/bin/sh
# data/barycentre-offsets.csv as rows of C, one a body and moon: tool/offset_terms.sh FILE > header
# Each row: body, rate, then for x, y, z the columns of the file from cos1 on.
set -eu
echo "/* Made by tool/offset_terms.sh from data/barycentre-offsets.csv: do not edit. */"
awk -F, '
    /^#/ || $1 == "body" { next }
    $4 == "x" { printf "{SKY_BODY_%s, %s, {{", toupper($1), $3 }
    {
        printf "%s, %s, %s, %s, %s, ", $5, $6, $7, $8, $9
        printf "{{%s, %s}, {%s, %s}, {%s, %s}}", $10, $11, $12, $13, $14, $15
    }
    $4 == "z" { print "}}}," }
    $4 != "z" { printf "}, {" }' "$1"
