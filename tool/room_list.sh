#!/bin/sh
# Lists the rooms of the floors given (all floors without arguments), each with the sentence that opens its header.
# Usage: tool/room_list.sh [FLOOR...]
[ $# -gt 0 ] || set -- base sky net format data almanac server cmd
for floor; do
    for source in src/"$floor"/*.c src/"$floor"/*/*.c; do
        [ -e "$source" ] || continue
        room=${source%.*}
        [ -e "$room.h" ] && file=$room.h || file=$source
        awk -v room="${room#src/}" '
            { sub(/^\/?\*+ ?/, ""); sub(/^ \* ?/, ""); text = text (NR > 1 ? " " : "") $0 }
            text ~ /[.;]( |$)|\*\// {
                sub(/ ?\*\/.*/, "", text); match(text, /[.;]( |$)/); if (RSTART) text = substr(text, 1, RSTART - 1)
                gsub(/  +/, " ", text); printf "%-34s %s\n", room, text; exit }' "$file"
    done
done
