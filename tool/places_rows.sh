#!/bin/sh
# The places and countries of tzdata as tables of C, sorted by name: tool/places_rows.sh DIR > header
# DIR has zone.tab, zone1970.tab, iso3166.tab and place-names.tab. A row that cannot be read ends the build.
set -eu
export LC_ALL=C
cd "$1"
awk -F'\t' '
function fail(why) { print "tool/places_rows.sh: " FILENAME ":" FNR ": " why >"/dev/stderr"; bad = 1; exit 1 }

# As app_places_fold does: ASCII letters and digits, words with a blank between.
function fold(name, i) {
    for (i = 1; i <= letters; i++) gsub(from[i], to[i], name)
    name = tolower(name)
    if (name ~ /[^ -~]/) fail("a letter that is not in the list of fold: " name)
    gsub(/[.\047`]/, "", name)
    gsub(/&/, " and ", name)
    gsub(/[^a-z0-9]+/, " ", name)
    sub(/^ /, "", name)
    sub(/ $/, "", name)
    return name
}
function with_key(keys, name, key) {
    key = fold(name)
    if (key != "" && index("|" keys "|", "|" key "|") == 0) keys = keys (keys == "" ? "" : "|") key
    if (key ~ /^st / && index("|" keys "|", "|saint " substr(key, 4) "|") == 0) keys = keys "|saint " substr(key, 4)
    return keys
}
function with_others(keys, names, parts, count, i) {
    count = split(names, parts, ",")
    for (i = 1; i <= count; i++) keys = with_key(keys, parts[i])
    return keys
}
# +DDMM, +DDDMM, with seconds or without, to ten-thousandths of a degree.
function ten_thousandths(text, digits, seconds) {
    if (text !~ /^[-+][0-9]+$/ || length(text) < 1 + digits + 2 || length(text) > 1 + digits + 4) fail("coordinates")
    seconds = substr(text, 2, digits) * 3600 + substr(text, 2 + digits, 2) * 60 + substr(text, 4 + digits, 2)
    return (substr(text, 1, 1) == "-" ? "-" : "") int(seconds / 0.36 + 0.5)
}
function add_place(code, where, id, split_at, last, first, name, keys, region) {
    if (id in seen) return
    seen[id] = 1
    if (!(code in country)) fail("no country " code)
    split_at = 1 + match(substr(where, 2), /[-+]/)
    last = id
    sub(/.*\//, "", last)
    first = index(id, "/")
    region = substr(id, first + 1, length(id) - first - length(last))
    name = last
    gsub(/_/, " ", name)
    keys = with_others(with_key(with_key("", show[id]), name), others[id])
    if (show[id] != "") name = show[id]
    used[id] = 1
    places[++count] = sprintf("%s\t    {T(\"%s\"), T(\"%s\"), T(\"%s\"), T(\"%s\"), &COUNTRIES[%d], %d / 1e4, %d / 1e4},",
        fold(name), id, name, keys, fold(region), country[code],
        ten_thousandths(substr(where, 1, split_at - 1), 2), ten_thousandths(substr(where, split_at), 3))
}
BEGIN {
    letters = split("ă á Á à ã â å Å ā Ā ç č é ë ê è í ī İ ñ ó ô ồ ố ö ō ò ø Ø ú ü Ü ý ș ş ț", from, " ")
    split("a a A a a a a A a A c c e e e e i i I n o o o o o o o o O u u U y s s t", to, " ")
    from[++letters] = "ʻ" # letters that fall away: to[] has none
    from[++letters] = "’"
}
/^#/ || NF == 0 { next }
FILENAME == "place-names.tab" {
    if (NF < 2 || NF > 3 || $1 in show) fail("not two or three columns, or twice")
    if ($2 ~ /[",]/) fail("a name that CSV would want in quotes")
    show[$1] = $2
    others[$1] = $3
    next
}
FILENAME == "iso3166.tab" {
    country[$1] = countries
    if ($2 ~ /[",]/) fail("a name that CSV would want in quotes")
    used[$1] = 1
    country_row[countries++] = sprintf("    {T(\"%s\"), T(\"%s\"), T(\"%s\")},", $1, $2, with_others(with_key("", $2), others[$1]))
    next
}
{ add_place(substr($1, 1, 2), $2, $3) }
END {
    if (bad) exit 1
    for (id in show) if (!(id in used)) fail("place-names.tab names " id ", which is nowhere else")
    print "/* Made by tool/places_rows.sh from the .tab files of data/: do not edit. */"
    print "static const struct app_places_country COUNTRIES[] = {"
    for (i = 0; i < countries; i++) print country_row[i]
    print "};"
    print "static const struct app_places_place PLACES[] = {"
    fflush()
    sorter = "sort | cut -f 2"
    for (i = 1; i <= count; i++) print places[i] | sorter
    close(sorter)
    print "};"
}' place-names.tab iso3166.tab zone.tab zone1970.tab
