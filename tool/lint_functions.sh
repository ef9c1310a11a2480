#!/bin/sh
# Fails for functions that are too big: tool/lint_functions.sh FLOOR...
# At most 45 lines and a cyclomatic complexity of 15 (each case of a switch counts, as pmccabe's second column has it),
# at most 5 parameters; a function that needs more should have a struct, or be divided.
set -u
command -v pmccabe >/dev/null || { echo "$0: pmccabe is missing: tool/deps.sh check" >&2; exit 1; }
max_lines=45 max_complexity=15 max_parameters=5
# Exempt: functions that are one table, each with its reason.
exempt() {
    case $1 in
    *) return 1 ;;
    esac
}

bad=0
for floor in "$@"; do
    files=$(find "src/$floor" -name '*.c' -o -name '*.h' | LC_ALL=C sort)
    # shellcheck disable=SC2086
    sizes=$(pmccabe $files 2>/dev/null | awk -F '\t' -v lines=$max_lines -v complexity=$max_complexity '
        {
            where = $6
            sub(/\([0-9]+\): /, " ", where)
            if ($5 > lines) print where " has " $5 " lines, at most " lines
            if ($2 > complexity) print where " has a complexity of " $2 ", at most " complexity
        }')
    # clang-format puts the name of a function that is defined or declared in the first column of its line or after its type.
    # shellcheck disable=SC2086
    parameters=$(awk -v most=$max_parameters '
        FNR == 1 { head = "" }
        head == "" && /^[a-z][A-Za-z0-9_ *]*\(/ && !/^typedef/ { head = $0; next_line = 0 }
        head != "" && next_line { head = head $0 }
        head != "" {
            next_line = 1
            text = head
            opened = gsub(/\(/, "(", text)
            closed = gsub(/\)/, ")", text)
            if (opened > closed) next
            name = head
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            sub(/^[^(]*\(/, "", head)
            # A parameter that is a function has commas of its own.
            while (gsub(/\([^()]*\)/, "", head)) continue
            sub(/\).*/, "", head)
            if (split(head, each, ",") > most) print FILENAME " " name " has " length(each) " parameters, at most " most
            head = ""
        }' $files)
    while read -r file name rest; do
        [ -n "$file" ] || continue
        exempt "$name" && continue
        echo "$file: $name $rest"
        bad=1
    done <<EOF
$sizes
$parameters
EOF
done
exit $bad
