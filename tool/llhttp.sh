#!/bin/sh
# Finds or fetches llhttp, the parser of HTTP.
#   tool/llhttp.sh find    prints "libllhttp" when pkg-config knows the library, else the folder of its C sources
#   tool/llhttp.sh fetch   brings the C sources into build/llhttp; needs neither root nor Node.js
#
# Debian 12 has no development package of llhttp. It has node-llhttp, whose C files need no other library, but the package depends
# on Node.js; so it is unpacked here, not installed. apt checks it against the archive's signature.
set -eu
folder=build/llhttp

find_llhttp() {
    if pkg-config --exists libllhttp 2>/dev/null; then
        echo libllhttp
        return
    fi
    for place in "$folder" /usr/share/llhttp; do
        if [ -f "$place/llhttp.c" ]; then
            echo "$place"
            return
        fi
    done
    return 1
}

fetch() {
    echo "Fetching llhttp's C sources into $folder"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    # The machine's own package lists first; where they are missing or old, lists of our own, which need no root.
    (
        cd "$work"
        apt="apt-get -qq -o APT::Sandbox::User=$(id -un)"
        $apt download node-llhttp 2>/dev/null && exit
        apt="$apt -o Dir::State::Lists=$work/lists -o Dir::Cache=$work/cache"
        $apt update && $apt download node-llhttp
    )
    dpkg-deb -x "$work"/node-llhttp_*.deb "$work/tree"
    rm -rf "$folder"
    mkdir -p "$folder"
    cp "$work"/tree/usr/share/llhttp/*.c "$work"/tree/usr/share/include/llhttp/*.h \
        "$work/tree/usr/share/doc/node-llhttp/copyright" "$folder/"
}

case ${1:-} in
find) find_llhttp ;;
fetch) fetch ;;
*) echo "usage: tool/llhttp.sh find|fetch" >&2; exit 2 ;;
esac
