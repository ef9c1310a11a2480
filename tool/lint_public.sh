#!/bin/sh
# Fails for symbols that the header of a room offers and no other room uses: tool/lint_public.sh BUILD_DIR FLOOR...
# They become static, or the comment at their declaration says for whom they are public: "Public for its test." or
# "Public for programs that use the library." Uses are read from the objects in BUILD_DIR and from examples/ and tool/.
set -u
build=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# An object whose source was renamed may still lie there.
find "$build/src" -name '*.o' | LC_ALL=C sort | while read -r object; do
    source=${object#"$build"/}
    [ ! -f "${source%.o}" ] || echo "$object"
done >"$work/objects"
xargs nm -A -u <"$work/objects" | awk '{print $NF}' | LC_ALL=C sort -u >"$work/used"
cat examples/*.c tool/*.c 2>/dev/null | grep -oE '\b[a-z]+(_[a-z0-9]+)+\b' | LC_ALL=C sort -u >>"$work/used"
LC_ALL=C sort -u -o "$work/used" "$work/used"

bad=0
for floor in "$@"; do
    for object in $(grep "^$build/src/$floor/" "$work/objects"); do
        source=${object#"$build"/} source=${source%.o} header=${source%.*}.h
        for symbol in $(nm -g --defined-only "$object" | awk '{print $3}' | LC_ALL=C sort | LC_ALL=C comm -23 - "$work/used"); do
            [ "$symbol" != main ] || continue
            [ -f "$header" ] && awk -v symbol="$symbol" '
                /^ *\/\*/ { comment = "" }
                /^ *\/?\*/ { line = $0; sub(/^ *\/?\*+/, "", line); comment = comment line }
                $0 ~ "(^|[^a-z0-9_])" symbol "[^a-z0-9_]" && !/^ *\/?\*/ { exit found = comment ~ /Public for (its test|programs that use the library)\./ ? 0 : 1 }
                ' "$header" && continue
            echo "$source: no other room uses $symbol: make it static, or mark it in the header"
            bad=1
        done
    done
done
exit $bad
