#!/bin/sh
# The towns and countries as tables of C, the largest town first: tool/town_rows.sh DIR OUT
# DIR has zone.tab, zone1970.tab, iso3166.tab, towns.tsv and place-names.tab; OUT gets data_town_table_rows.h and
# data_town_table_texts.bin, whose texts are zero-terminated. A row that cannot be read ends the build.
set -eu
export LC_ALL=C
texts=$2/data_town_table_texts.bin
out=$(cd "$2" && pwd)
rows=$out/data_town_table_rows.h
cd "$1"
awk -F'\t' '
function fail(why) { print "tool/town_rows.sh: " FILENAME ":" FNR ": " why >"/dev/stderr"; bad = 1; exit 1 }

# As data_name_fold_name does: ASCII letters and digits, words with a blank between.
function fold(name, letter, plain) {
    while (match(name, /[\300-\337][\200-\277]|[\340-\357][\200-\277][\200-\277]/)) {
        letter = substr(name, RSTART, RLENGTH)
        if (letter !~ /^[\314\315]/ && !(letter in to)) fail("a letter that is not in the list of fold: " letter)
        plain = plain substr(name, 1, RSTART - 1) to[letter]
        name = substr(name, RSTART + RLENGTH)
    }
    name = tolower(plain name)
    gsub(/[.\047`]/, "", name)
    gsub(/&/, " and ", name)
    gsub(/[^a-z0-9]+/, " ", name)
    sub(/^ /, "", name)
    sub(/ $/, "", name)
    return name
}
function has_key(keys, key) { return index("|" keys "|", "|" key "|") }
function with_key(keys, name, key) {
    key = fold(name)
    if (key != "" && !has_key(keys, key)) keys = keys (keys == "" ? "" : "|") key
    if (key ~ /^st / && !has_key(keys, "saint " substr(key, 4))) keys = keys "|saint " substr(key, 4)
    return keys
}
function with_others(keys, names, parts, count, i) {
    count = split(names, parts, ",")
    for (i = 1; i <= count; i++) keys = with_key(keys, parts[i])
    return keys
}
# Other names that are not among the keys.
function aliases_of(keys, list, parts, count, i, kept) {
    count = split(list, parts, "|")
    for (i = 1; i <= count; i++) if (!has_key(keys "|" kept, parts[i])) kept = kept (kept == "" ? "" : "|") parts[i]
    return kept
}
function ten_thousandths(degrees) { return int(degrees * 1e4 + (degrees < 0 ? -0.5 : 0.5)) }
# +DDMM, +DDDMM, with seconds or without.
function arc_ten_thousandths(text, digits, seconds) {
    if (text !~ /^[-+][0-9]+$/ || length(text) < 1 + digits + 2 || length(text) > 1 + digits + 4) fail("coordinates")
    seconds = substr(text, 2, digits) * 3600 + substr(text, 2 + digits, 2) * 60 + substr(text, 4 + digits, 2)
    return (substr(text, 1, 1) == "-" ? "-" : "") int(seconds / 0.36 + 0.5)
}
# For the second half of this script. Division keys begin with the name of the division.
function put(id, name, keys, aliases, code, division, division_keys, lat, lon, zone, people) {
    if (!(code in country)) fail("no country " code)
    if (name division ~ /[",]/) fail("a name that CSV would want in quotes")
    if (length(id) > 255 || length(name) > 255) fail("a name too long")
    printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
        people, fold(name), id, name, keys, aliases, country[code], division, division_keys, lat, lon, zone
}
function division_keys_of(code, division, middle, keys) {
    keys = with_others(with_key("", division), others[code "/" division])
    used[code "/" division] = 1
    return with_key(keys, middle)
}
function put_zone(code, where, id, split_at, last, first, name, keys, middle, division) {
    if (id in seen) return
    seen[id] = used[id] = 1
    split_at = 1 + match(substr(where, 2), /[-+]/)
    last = id
    sub(/.*\//, "", last)
    first = index(id, "/")
    middle = substr(id, first + 1, length(id) - first - length(last) - 1)
    gsub(/_/, " ", middle)
    name = last
    gsub(/_/, " ", name)
    keys = with_others(with_key(with_key("", show[id]), name), others[id])
    division = id in town_division ? town_division[id] : middle
    put(id, show[id] != "" ? show[id] : name, keys,
        id in town_name ? aliases_of(keys, fold(town_name[id]) (town_others[id] == "" ? "" : "|") town_others[id]) : "",
        code, division, division_keys_of(code, division, middle),
        arc_ten_thousandths(substr(where, 1, split_at - 1), 2), arc_ten_thousandths(substr(where, split_at), 3),
        id, town_people[id] + 0)
}
function put_town(id, code, division, name, lat, lon, zone, people, list, keys) {
    if (!(zone in seen)) fail("no zone " zone)
    used[id] = 1
    keys = with_others(with_key(with_key("", show[id]), name), others[id])
    put(id, show[id] != "" ? show[id] : name, keys, aliases_of(keys, list), code, division,
        division_keys_of(code, division, ""), ten_thousandths(lat), ten_thousandths(lon), zone, people)
}
BEGIN {
    pairs = "a ÁÂÅàáâãäåĀāăąǝəạảầẩậắằẵ c ÇçćČč d ÐĐđḍḐḑ e Éèéêëēėęěếềệ g ğġ h ĦħḨḩẖ i ÍÎìíîïĩĪīĭİıỉị"
    pairs = pairs " l Łł n Ññńň o ÖØòóôõöøŌōŎŏőơọốồộớờ r ř s ŚśŞşŠšș ss ß t Ţţțṭ u ÚÜúûüũūŬŭųưủừ y ýỳỹ z źŻżŽžẔ"
    for (count = split(pairs, part, " "); count > 0; count -= 2)
        for (letters = part[count]; match(letters, /[\300-\337][\200-\277]|[\340-\357][\200-\277][\200-\277]/); letters = substr(letters, RSTART + RLENGTH))
            to[substr(letters, RSTART, RLENGTH)] = part[count - 1]
    to["ʻ"] = to["ʼ"] = to["‘"] = to["’"] = "" # letters that fall away
    to["–"] = " "
}
/^#/ || NF == 0 { next }
FILENAME == "place-names.tab" {
    if (NF < 2 || NF > 3 || $1 in show) fail("not two or three columns, or twice")
    show[$1] = $2
    others[$1] = $3
    if ($1 == "XK") country_of($1, $2)
    next
}
function country_of(code, name) {
    if (name ~ /[",]/) fail("a name that CSV would want in quotes")
    country[code] = countries
    used[code] = 1
    country_row[countries++] = sprintf("    {T(\"%s\"), T(\"%s\"), T(\"%s\")},", code, name, with_others(with_key("", name), others[code]))
}
FILENAME == "iso3166.tab" {
    country_of($1, $2)
    next
}
FILENAME == "towns.tsv" {
    if (NF != 10) fail("not ten columns")
    town[++towns] = $0
    town_people[$1] = $8
    town_name[$1] = $4
    town_division[$1] = $3
    town_others[$1] = $10
    next
}
{ put_zone(substr($1, 1, 2), $2, $3) }
END {
    if (bad) exit 1
    FILENAME = "towns.tsv"
    for (i = 1; i <= towns; i++) {
        split(town[i], c, "\t")
        if (!(c[1] in seen)) put_town(c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[10])
    }
    for (id in show) if (!(id in used)) fail("place-names.tab names " id ", which is nowhere else")
    print "/* Made by tool/town_rows.sh from data/: do not edit. */" >header
    print "#define TEXTS_FILE \"" texts "\"" >header
    print "static const struct data_town_table_country COUNTRIES[] = {" >header
    for (i = 0; i < countries; i++) print country_row[i] >header
    print "};" >header
}' texts="$texts" header="$rows" place-names.tab iso3166.tab towns.tsv zone.tab zone1970.tab >"$rows.list"
sort -t '	' -k 1,1nr -k 2,2 -k 3,3 -o "$rows.list" "$rows.list"
awk -F'\t' '
# Where a text lies; texts are written in that order, a line each.
function keep(text) { kept = used; used += length(text) + 1; print text; return kept }
function bits(text, is_initial, i, sum) {
    if (is_initial) { gsub(/ /, "|", text); text = "|" text }
    for (i = 0; i < 26; i++) if (index(text, (is_initial ? "|" : "") substr(LETTERS, i + 1, 1))) sum += 2 ^ i
    return sum + (text ~ (is_initial ? "[|][0-9]" : "[0-9]") ? 67108864 : 0)
}
BEGIN { LETTERS = "abcdefghijklmnopqrstuvwxyz"; divisions = 1; division_row[0] = "    {0, 0, 0}, /* none */" }
{
    row_of[$3] = NR - 1
    names = $5 ($6 == "" ? "" : "|" $6)
    at = keep($3)
    keep($4)
    keep($5)
    keep($6)
    if ($8 == "") division = 0
    else if (!(($7, $8, $9) in division_of)) {
        division = division_of[$7, $8, $9] = divisions
        division_row[divisions++] = sprintf("    {%d, %d, %d},", keep($8), length($8), length($9))
        keep($9)
    } else division = division_of[$7, $8, $9]
    zone[NR - 1] = $12
    row[NR - 1] = sprintf("%d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %.0f, %.0f", at, length($3), length($4), length($5), length($6),
        division, $7, $1, $10, $11, bits(names, 1), bits(names, 0))
}
END {
    print "static const struct data_town_table_division DIVISIONS[] = {" >>header
    for (i = 0; i < divisions; i++) print division_row[i] >>header
    print "};" >>header
    print "static const struct data_town_table_row ROWS[] = {" >>header
    for (i = 0; i < NR; i++) printf "    {%d, %s},\n", row_of[zone[i]], row[i] >>header
    print "};" >>header
}' header="$rows" "$rows.list" >"$rows.texts"
tr '\n' '\0' <"$rows.texts" >"$out/data_town_table_texts.bin"
rm "$rows.list" "$rows.texts"
