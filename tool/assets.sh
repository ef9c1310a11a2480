#!/bin/sh
# The page's files as rows of C: tool/assets.sh WEB_DIR OUT_DIR > header
# Each row: path, file, compressed file, ETag, content type. Writes into OUT_DIR, always the same bytes.
#
# A folder of WEB_DIR is a set of modules that becomes one file: app/ is app.js, later/ is later.js, in the order in
# which FOLDER/main.js imports them. Their imports of each other go; those of another folder become one of its file.
# Comments are left out. SERVER_ASSETS_SCRIPT_HASH is the inline script's, for the policy.
set -eu
web=$1 out=$2
here=$(dirname "$0")
mkdir -p "$out/web"
echo "/* Made by tool/assets.sh from $web/: do not edit. */"

modules_of() { # folder
    sed -n "s|.* from '\./\([a-z]*\.js\)';|\1|p" "$web/$1/main.js"
    echo main.js
}

# An import may run over several lines; it ends at the line with "from".
join_modules() { # folder
    for module in $(modules_of "$1"); do
        cat "$web/$1/$module"
    done | awk '
        /^import / { is_import = 1; text = "" }
        is_import {
            text = text " " $0
            if (!/ from /) next
            is_import = 0
            if (match(text, /from .\.\.\/[a-z]+\//)) {
                folder = substr(text, RSTART + 9, RLENGTH - 10)
                names = text; sub(/^[^{]*{/, "", names); sub(/}.*$/, "", names)
                count = split(names, one, ",")
                for (i = 1; i <= count; i++) {
                    gsub(/^ +| +$/, "", one[i])
                    if (one[i] != "" && !(folder SUBSEP one[i] in known)) {
                        known[folder, one[i]] = 1
                        imports[folder] = imports[folder] (imports[folder] == "" ? "" : ", ") one[i]
                    }
                }
            }
            next
        }
        /^ *\/\// || /^$/ { next }
        match($0, /^(export )?(async )?(const|let|function|class) [A-Za-z_]+/) {
            name = substr($0, RSTART, RLENGTH); sub(/.* /, "", name)
            if (name in own) { print "tool/assets.sh: two modules of one file have " name >"/dev/stderr"; exit 1 }
            own[name] = 1
        }
        { sub(/^ +/, ""); sub(/ +\/\/ [^\047"`]*$/, ""); lines[++n] = $0 }
        END {
            for (folder in imports) print "import { " imports[folder] " } from \"./" folder ".js\";"
            for (i = 1; i <= n; i++) print lines[i]
        }'
}

make_file() { # source, name
    case $2 in
    *.html) sed -e '/^<!-- /,/-->$/d' -e 's/^ *//' "$1" ;;
    *.css) sed -e '/^\/\* .*\*\/$/d' -e 's/^ *//' "$1" | tr '\n' ' ' |
        sed -e 's/\([:;,]\) /\1/g' -e 's/ *{ */{/g' -e 's/;* *} */}/g' ;;
    *) cat "$1" ;;
    esac >"$out/web/$2"
}

row() { # name
    file=$out/web/$1
    case $1 in
    *.html) type='text/html; charset=utf-8' ;;
    *.css) type='text/css; charset=utf-8' ;;
    *.js) type='text/javascript; charset=utf-8' ;;
    *.svg) type='image/svg+xml' ;;
    *.png) type='image/png' ;;
    *.json) type='application/json; charset=utf-8' ;;
    *.webmanifest) type='application/manifest+json; charset=utf-8' ;;
    *) echo "tool/assets.sh: no content type for $1" >&2; exit 1 ;;
    esac
    gzip -9 -n -c "$file" >"$out/$1.gz"
    etag=$(sha256sum "$file" | cut -c1-16)
    id=$(echo "$1" | tr '.-' '__')
    echo "APP_ASSET($id, \"/$1\", \"$file\", \"$out/$1.gz\", \"$etag\", \"$type\")"
}

for source in "$web"/*; do
    name=$(basename "$source")
    case $name in
    *.tsv) continue ;;
    esac
    if [ -d "$source" ]; then
        name=$name.js
        join_modules "$(basename "$source")" >"$out/web/$name"
    else
        make_file "$source" "$name"
    fi
    row "$name"
done

for language in en fr de es; do
    "$here/texts.sh" "$language" "$web/texts.tsv" >"$out/web/texts-$language.json"
    row "texts-$language.json"
done

# The stars of the page: [[ra, dec, magnitude], ...] and the best-known lines as places in that list.
awk -F, '
    FNR == 1 { next }
    FILENAME ~ /stars\.csv$/ { place[$1] = count++; stars = stars (stars == "" ? "" : ",") sprintf("[%.2f,%.2f,%.1f]", $2, $3, $6); next }
    $2 <= 2 {
        n = split($3, hip, "-"); chain = ""
        for (i = 1; i <= n; i++) if (hip[i] in place) chain = chain (chain == "" ? "" : ",") place[hip[i]]
        lines = lines (lines == "" ? "" : ",") "[" chain "]"
    }
    END { print "{\"stars\":[" stars "],\"lines\":[" lines "]}" }
' "$web/../data/stars.csv" "$web/../data/star-lines.csv" >"$out/web/stars.json"
row stars.json

# base64 of the SHA-256 of what stands between <script> and </script>
hash=$(sed -n 's|^<script>\(.*\)</script>$|\1|p' "$out/web/index.html" | tr -d '\n' | sha256sum | cut -c1-64)
# shellcheck disable=SC2059
base64=$(printf "$(echo "$hash" | awk '{ for (i = 1; i < 64; i += 2)
    printf "\\%03o", 16 * (index("0123456789abcdef", substr($1, i, 1)) - 1) + index("0123456789abcdef", substr($1, i + 1, 1)) - 1 }')" | base64)
printf '#undef SERVER_ASSETS_SCRIPT_HASH\n#define SERVER_ASSETS_SCRIPT_HASH "sha256-%s"\n' "$base64"
