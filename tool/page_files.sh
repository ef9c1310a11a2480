#!/bin/sh
# The page's files as they are served: tool/page_files.sh WEB_DIR OUT_DIR
#
# A folder of WEB_DIR is a set of modules that becomes one file: app/ is app.js, later/ is later.js, in the order in
# which FOLDER/main.js imports them. Their imports of each other go; those of another folder become one of its file.
# Comments are left out.
set -eu
web=$1 out=$2
mkdir -p "$out"

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
            if (name in own) { print "tool/page_files.sh: two modules of one file have " name >"/dev/stderr"; exit 1 }
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
    esac >"$out/$2"
}

for source in "$web"/*; do
    name=$(basename "$source")
    case $name in
    *.tsv) continue ;;
    esac
    if [ -d "$source" ]; then
        name=$name.js
        join_modules "$(basename "$source")" >"$out/$name"
    else
        make_file "$source" "$name"
    fi
done
