#!/bin/sh
# libplanettracker as a C programmer gets it: installed, found by pkg-config, built against, run.
# VARIANT, CC and MAKE as of the build under test; TEST_CFLAGS: its flags of optimisation and sanitizers.
set -u
variant=${VARIANT:-release} cc=${CC:-cc} make=${MAKE:-make}
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
prefix=/opt/planettracker
export PKG_CONFIG_PATH="$folder$prefix/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$folder"
export LD_LIBRARY_PATH="$folder$prefix/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
strict="-std=c17 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"

# check NAME COMMAND...: the command succeeds; what it says is shown when it does not
check() {
    name=$1
    shift
    if "$@" >"$folder/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name:"
        cat "$folder/out"
    fi
}
lib=$folder$prefix/lib include=$folder$prefix/include

# makes ARGUMENT...: make, with the libraries of this machine and not those that are installed here
makes() {
    env -u PKG_CONFIG_PATH -u PKG_CONFIG_SYSROOT_DIR "$make" -C "$root" --no-print-directory VARIANT="$variant" CC="$cc" "$@"
}
check "make install fills a prefix" makes install \
    DESTDIR="$folder" PREFIX="$prefix"
for file in bin/planettracker lib/libplanettracker.a lib/libplanettracker.so lib/libplanettracker.so.0 \
    lib/pkgconfig/planettracker.pc include/planettracker/planettracker.h; do
    check "$file is installed" test -s "$folder$prefix/$file"
done
check "the soname is libplanettracker.so.0" sh -c "readelf -d '$lib/libplanettracker.so' | grep -q 'SONAME.*\[libplanettracker.so.0\]'"
check "pkg-config knows the version" sh -c "'$folder$prefix/bin/planettracker' version | grep -qx \"planettracker \$(pkg-config --modversion planettracker)\""

# Manual pages and completions are where man and the shells look for them.
share=$folder$prefix/share bin=$folder$prefix/bin
commands=$("$bin/planettracker" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p')
check "the help lists commands" test "$(echo "$commands" | wc -l)" -ge 20
for command in $commands; do
    check "man finds planettracker-$command(1)" env MANPATH="$share/man" man -w 1 "planettracker-$command"
done
check "man finds planettracker(1)" env MANPATH="$share/man" man -w 1 planettracker
check "man finds planettracker-data(5)" env MANPATH="$share/man" man -w 5 planettracker-data
check "bash-completion loads the script" env XDG_DATA_DIRS="$share" XDG_DATA_HOME=/nowhere bash --norc -c \
    '. /usr/share/bash-completion/bash_completion; _completion_loader planettracker; complete -p planettracker'
check "zsh loads the function" zsh -f -c "fpath=('$share/zsh/site-functions' \$fpath); autoload -Uz compinit; compinit -D -u; \
    [[ \$_comps[planettracker] == _planettracker ]] && autoload +X _planettracker"
check "fish loads the script" env XDG_DATA_DIRS="$share" HOME="$folder" PATH="$bin:$PATH" fish -c \
    'test (complete -C "planettracker tonig" | string split -f 1 (printf "\t")) = tonight'

# Each header alone, from the installed tree only: the sources cannot be found.
for header in "$include"/planettracker/*.h "$include"/planettracker/*/*.h; do
    name=${header#"$include"/}
    printf '#include <%s>\nint x;\n' "$name" >"$folder/one.c"
    check "$name compiles alone" $cc $strict -fsyntax-only -I"$include" "$folder/one.c"
done

# build NAME LIBS: one of the examples
build() {
    check "$1 builds" $cc $strict ${TEST_CFLAGS:-} -pthread -o "$folder/$1" "$root/examples/$1.c" \
        $(pkg-config --cflags planettracker) $2
}
# says NAME PATTERN COMMAND...
says() {
    name=$1 pattern=$2
    shift 2
    "$@" >"$folder/said" 2>&1
    check "$name" grep -E -e "$pattern" "$folder/said"
}
for example in where_is_mars night_table sixteen_threads; do build "$example" "$(pkg-config --libs planettracker)"; done
# The starting application's own example: Mars at 102.3027, 11.6904 with PyEphem's air, which lifts by 10 arcsec less.
says "where_is_mars tells Mars" 'azimuth 102\.30[0-9]* altitude 11\.(68|69)' \
    "$folder/where_is_mars" -39.754 145.051 2018-10-31T03:22:47Z
says "where_is_mars refuses a time without a zone" 'zone' "$folder/where_is_mars" 0 0 2018-10-31T03:22:47
says "night_table prints an hour a line" '^2026-10-31 04:00 ' "$folder/night_table" 48.93 2.45 2026-10-30T18:00Z 12
says "16 threads give the same bits as one" 'same bits' "$folder/sixteen_threads" 2000

mv "$lib/libplanettracker.so" "$folder/hidden.so"
build where_is_mars "$(pkg-config --static --libs planettracker)"
mv "$folder/hidden.so" "$lib/libplanettracker.so"
says "the static library gives the same" 'azimuth 102\.30[0-9]* altitude 11\.(68|69)' \
    env LD_LIBRARY_PATH= "$folder/where_is_mars" -39.754 145.051 2018-10-31T03:22:47Z

# Symbols: each exported one is in an installed header.
nm -D --defined-only "$lib/libplanettracker.so" | awk '$2 != "A" {sub(/@.*/, "", $3); print $3}' |
    grep -vE '^_|asan|ubsan|sancov' >"$folder/symbols"
cat "$include"/planettracker/*/*.h >"$folder/headers"
undeclared=$(while read -r symbol; do grep -qw "$symbol" "$folder/headers" || echo "$symbol"; done <"$folder/symbols")
check "the library exports something" test -s "$folder/symbols"
check "only doors are exported, not: $undeclared" test -z "$undeclared"

# No writable data. The objects have none. The contents of the shared object's .data and .bss are the compiler's own, from
# crtbeginS.o: __dso_handle and __TMC_END__ (addresses of itself) and completed.0 (whether it was unloaded), and from
# libgcc: __cpu_model and __cpu_features2 (what the processor can do, asked once before main). Constants that hold
# addresses are in .data.rel.ro, which the loader seals. The sanitizers add theirs, so that this is for the release build.
if [ "$variant" = release ]; then
    objects=$(size -A "$lib/libplanettracker.a" | awk '$1 ~ /^\.(data|bss|tdata|tbss)/ && $1 !~ /rel\.ro/ && $2 > 0')
    check "no object has writable data: $objects" test -z "$objects"
    writable=$(nm -f sysv "$lib/libplanettracker.so" | awk -F'|' '$7 ~ /^\.(data|bss|tdata|tbss) *$/ {print $1}')
    check "the table of symbols is there" test -n "$writable"
    owned=$(for symbol in $writable; do echo "$symbol"; done |
        grep -vxE '__dso_handle|__TMC_END__|completed\.[0-9]+|__cpu_model|__cpu_features2')
    check "the shared object has no writable data of its own: $owned" test -z "$owned"
    bytes=$(size -A "$lib/libplanettracker.so" | awk '$1 ~ /^\.(data|bss|tdata|tbss)$/ {sum += $2} END {print sum + 0}')
    check "the compiler's own is under 65 bytes, not $bytes" test "$bytes" -lt 65
    check "relocated constants are sealed" sh -c "readelf -lW '$lib/libplanettracker.so' | grep -q GNU_RELRO &&
        readelf -d '$lib/libplanettracker.so' | grep -q NOW"
    needed=$(readelf -d "$lib/libplanettracker.so" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | grep -vE '^lib(c|m)\.so')
    check "nothing but libc and libm is needed, not: $needed" test -z "$needed"
fi

# uninstall removes what install brought, and nothing of others; as root both renew the linker's cache.
real=$folder/real
mkdir -p "$real/lib" "$real/include/planettracker/mine"
touch "$real/lib/libother.so" "$real/include/planettracker/mine/notes.h"
# installs GOAL: into a prefix without DESTDIR, with a linker's cache of our own
installs() {
    rm -f "$folder/refreshed"
    makes "$1" PREFIX="$real" DESTDIR= \
        LDCONFIG="touch '$folder/refreshed'"
}
# Only root may change the cache.
refreshed() { test -f "$folder/refreshed" || test "$(id -u)" -ne 0; }
check "make install fills a real prefix" installs install
check "install renews the linker's cache" refreshed
check "the installed program runs" "$real/bin/planettracker" version
check "pkg-config names the real prefix" grep -qx "prefix=$real" "$real/lib/pkgconfig/planettracker.pc"
check "make uninstall succeeds" installs uninstall
check "uninstall renews the linker's cache" refreshed
find "$real" -not -type d | LC_ALL=C sort >"$folder/left"
check "uninstall leaves only the files of others" test "$(cat "$folder/left")" = "$real/include/planettracker/mine/notes.h
$real/lib/libother.so"
rm -f "$real/include/planettracker/mine/notes.h" && rmdir "$real/include/planettracker/mine"
check "a second uninstall finds nothing and succeeds" installs uninstall
check "uninstall removes the library's own folders" test ! -e "$real/include/planettracker"
rm -f "$folder/refreshed"
makes uninstall DESTDIR="$folder" PREFIX="$prefix" \
    LDCONFIG="touch '$folder/refreshed'" >/dev/null
check "a staged uninstall leaves the linker's cache alone" test ! -e "$folder/refreshed"
check "a staged uninstall leaves no file" test -z "$(find "$folder$prefix" -not -type d)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
