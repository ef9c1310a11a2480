#!/bin/sh
# The Debian packages that a purpose needs.
#   tool/deps.sh check PURPOSE...     lists those that are missing and the line for an administrator; ends with 1 when any is
#   tool/deps.sh install PURPOSE...   installs them, as root or through sudo; else prints the line for an administrator
# Purposes: build test web check fuzz bench data. It asks dpkg, not the network: milliseconds when nothing is missing.
set -eu

packages_for() {
    case $1 in
    build) echo pkg-config libuv1-dev libcurl4-openssl-dev libncurses-dev zlib1g-dev libjansson-dev gzip ;;
    data) echo liberfa-dev ;;
    test) echo libcmocka-dev liberfa-dev curl binutils casacore-data-jpl-de405 python3 python3-jplephem strace nginx-light openssl tmux jq \
        libxml2-utils man-db mandoc bash bash-completion zsh fish ;;
    web) echo chromium-headless-shell ;;
    check) echo clang clang-format clang-tidy libclang-rt-14-dev pmccabe binutils python3 ;;
    fuzz) echo clang-14 libclang-rt-14-dev ;;
    bench) echo nginx-light wrk python3 python3-aiohttp python3-ephem gunicorn liberfa-dev libnova-dev libswe-dev ;;
    *) echo "tool/deps.sh: there is no purpose '$1'" >&2; exit 2 ;;
    esac
}

is_installed() {
    case $1 in
    # These four need not come from Debian's packages: it is enough that they can be used.
    nodejs) command -v node >/dev/null ;;
    npm | pkg-config | gzip) command -v "$1" >/dev/null ;;
    libcurl4-openssl-dev) pkg-config --exists libcurl 2>/dev/null ;;
    *) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed' ;;
    esac
}

# Runs apt-get once no other program holds its locks; waits 10 minutes at most.
apt_get() {
    end_s=$(($(date +%s) + 600)) has_said=
    while ! $as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" >/dev/null 2>"$errors"; do
        lock=$(sed -n 's/^E: \(Could not get lock.*\)/\1/p' "$errors" | head -n 1)
        if [ -z "$lock" ] || [ "$(date +%s)" -gt "$end_s" ]; then
            cat "$errors" >&2
            return 1
        fi
        [ -n "$has_said" ] || echo "Waiting until another program is done with apt: $lock"
        has_said=1
        sleep 2
    done
}

ask_administrator() {
    echo "An administrator has to install what is missing:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends$missing" >&2
    [ -z "${needs_llhttp:-}" ] || echo "Then \`make deps\` again fetches llhttp, which needs no administrator." >&2
    exit 1
}

mode=${1:-}
shift || true
missing=
for purpose in "$@"; do
    packages=$(packages_for "$purpose")
    [ "$purpose" != web ] || packages="$packages nodejs npm"
    for package in $packages; do
        case "$missing " in *" $package "*) continue ;; esac
        is_installed "$package" || missing="$missing $package"
    done
    case $purpose in
    build) tool/llhttp.sh find >/dev/null || needs_llhttp=1 ;;
    esac
done
[ -n "$missing${needs_llhttp:-}" ] || exit 0

case $mode in
check)
    echo "Missing:$missing${needs_llhttp:+ llhttp (C sources)}" >&2
    echo "\`make deps\` installs what a build needs." >&2
    [ -z "$missing" ] || ask_administrator
    exit 1
    ;;
install) ;;
*) echo "usage: tool/deps.sh check|install PURPOSE..." >&2; exit 2 ;;
esac

if ! command -v apt-get >/dev/null; then
    echo "There is no apt-get here. Please install these Debian packages, or what your system calls them:$missing" >&2
    [ -z "${needs_llhttp:-}" ] || echo "and llhttp, so that pkg-config finds libllhttp." >&2
    exit 1
fi
has_llhttp_package() { apt-cache policy libllhttp-dev 2>/dev/null | grep -q 'Candidate: [0-9]'; }
[ -z "${needs_llhttp:-}" ] || ! has_llhttp_package || missing="$missing libllhttp-dev"
if [ -n "$missing" ]; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        # sudo asks for a password at a terminal; elsewhere it must work without one.
        command -v sudo >/dev/null || ask_administrator
        [ -t 0 ] || sudo -n true 2>/dev/null || ask_administrator
        as_root=sudo
    fi
    errors=$(mktemp)
    trap 'rm -f "$errors"' EXIT
    echo "Installing:$missing"
    # An archive that cannot be reached does not matter when the present lists suffice.
    apt_get update || echo "Some package lists could not be renewed; those that are here are used." >&2
    # shellcheck disable=SC2086
    apt_get install -y --no-install-recommends $missing || ask_administrator
fi
if [ -n "${needs_llhttp:-}" ] && ! tool/llhttp.sh find >/dev/null; then
    if [ -n "$missing" ] && has_llhttp_package; then
        apt_get install -y --no-install-recommends libllhttp-dev
    else
        tool/llhttp.sh fetch
    fi
fi
