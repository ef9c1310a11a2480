#!/bin/sh
# Installs what is missing for a purpose, on Debian: tool/deps.sh build|test|bench|check|fuzz ...
# Asks dpkg, not the network, so a second run costs milliseconds. Elsewhere it only says what is needed.
set -eu

packages_for() {
    case $1 in
    build) echo pkg-config libuv1-dev libcurl4-openssl-dev libncurses-dev zlib1g-dev node-llhttp libjansson-dev gzip ;;
    data) echo liberfa-dev ;;
    test) echo libcmocka-dev liberfa-dev curl binutils casacore-data-jpl-de405 python3 strace nginx-light openssl tmux jq libxml2-utils ;;
    web) echo chromium ;;
    check) echo clang clang-format clang-tidy libclang-rt-14-dev pmccabe binutils python3 ;;
    fuzz) echo clang-14 libclang-rt-14-dev ;;
    bench) echo nginx-light wrk python3 python3-aiohttp python3-ephem gunicorn liberfa-dev libnova-dev libswe-dev ;;
    *) echo "tool/deps.sh: no purpose named '$1'; there are build data test web check fuzz bench" >&2; exit 2 ;;
    esac
}

missing=
for purpose in "$@"; do
    for package in $(packages_for "$purpose"); do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
            missing="$missing $package"
    done
    # Node.js may come from elsewhere than Debian: its commands are what counts.
    if [ "$purpose" = web ]; then
        command -v node >/dev/null || missing="$missing nodejs"
        command -v npm >/dev/null || missing="$missing npm"
    fi
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "These Debian packages, or what your system calls them, are needed:$missing" >&2
    exit 1
fi
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -o DPkg::Lock::Timeout=300 -y -qq --no-install-recommends $missing >/dev/null
