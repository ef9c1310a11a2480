#!/bin/sh
# tool/deps.sh on machines that are played: the programs it calls stand in a folder that is its whole PATH.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0
cd "$root" || exit 1

# machine UID: nothing is installed, and neither sudo nor apt-get is there; calls go into $folder/calls
machine() {
    rm -rf "$folder/bin" "$folder/calls" "$folder/state"
    mkdir "$folder/bin" "$folder/state"
    for program in sh env cat date grep sed head mktemp rm sleep mkdir; do
        ln -s "$(command -v "$program")" "$folder/bin/$program"
    done
    program dpkg-query 'exit 1'
    program true "exit 0"
    program id "echo $1"
    : >"$folder/calls"
}
# program NAME BODY
program() {
    printf '#!/bin/sh\nfolder="%s"\necho "%s $*" >>"$folder/calls"\n%s\n' "$folder" "$1" "$2" >"$folder/bin/$1"
    chmod +x "$folder/bin/$1"
}
# ends NAME CODE ARGUMENT...: tool/deps.sh ends with a code; what it says is in $folder/said
ends() {
    name=$1 want=$2
    shift 2
    PATH="$folder/bin" /bin/sh tool/deps.sh "$@" >"$folder/said" 2>&1 </dev/null
    got=$?
    expect "$name, not with $got" test "$got" -eq "$want"
}
expect() {
    claim=$1
    shift
    if "$@" >/dev/null 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "$claim. It said:"
        cat "$folder/said"
    fi
}
says() { expect "it says '$1'" grep -qxF -e "$1" "$folder/said"; }
calls() { expect "it calls '$1'" grep -qF -e "$1" "$folder/calls"; }

machine 1000
ends "what is missing ends a check with 1" 1 check fuzz
says 'Missing: clang-14 libclang-rt-14-dev'
says '`make deps` installs what a build needs.'
says '    apt-get update && apt-get install --no-install-recommends clang-14 libclang-rt-14-dev'
ends "a package that two purposes need is named once" 1 check data bench
expect "liberfa-dev is named once" test "$(sed -n 's/^Missing://p' "$folder/said" | grep -o liberfa-dev | wc -l)" -eq 1
ends "a purpose that does not exist ends with 2" 2 check nonsense

machine 1000
program apt-get 'exit 0'
ends "without sudo it ends with 1" 1 install fuzz
says '    apt-get update && apt-get install --no-install-recommends clang-14 libclang-rt-14-dev'
expect "it does not call apt-get" sh -c "! grep -q apt-get '$folder/calls'"

machine 1000
program apt-get 'exit 0'
program sudo 'exit 1'
ends "where sudo needs a password and there is no terminal it ends with 1" 1 install fuzz
says '    apt-get update && apt-get install --no-install-recommends clang-14 libclang-rt-14-dev'

machine 1000
program apt-get 'exit 0'
program sudo '[ "$1" != -n ] || shift
exec "$@"'
ends "with sudo it ends with 0" 0 install fuzz
calls 'sudo env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends clang-14 libclang-rt-14-dev'

machine 0
ends "without apt-get it ends with 1" 1 install fuzz
says 'There is no apt-get here. Please install these Debian packages, or what your system calls them: clang-14 libclang-rt-14-dev'

# Another program holds the lock at the first try.
machine 0
program apt-get 'case "$*" in
*install*)
    [ -e "$folder/state/tried" ] && exit 0
    : >"$folder/state/tried"
    echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)" >&2
    exit 100 ;;
esac'
ends "it waits for a lock and ends with 0" 0 install fuzz
says 'Waiting until another program is done with apt: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)'
expect "it tries twice" test "$(grep -c 'install -y' "$folder/calls")" -eq 2

# When an archive cannot be reached, the present lists may suffice; an install that fails is an error.
machine 0
program apt-get 'case "$*" in *update*) echo "E: no network" >&2; exit 100 ;; esac'
ends "lists that cannot be renewed are no reason to stop" 0 install fuzz
program apt-get 'echo "E: Unable to locate package" >&2; exit 100'
ends "an install that fails ends with 1" 1 install fuzz
says 'E: Unable to locate package'

machine 0
program dpkg-query 'echo "install ok installed"'
ends "nothing is called when nothing is missing" 0 install fuzz
expect "apt-get is not called" sh -c "! grep -q apt-get '$folder/calls'"

# A build that will need more than the program's libraries asks for all of it at once.
mkdir "$folder/tree"
tar cf - --exclude=node_modules Makefile tool src/base/version.h src/cmd/table.c | tar xf - -C "$folder/tree"
printf '#!/bin/sh\necho "deps $*"\nexit 1\n' >"$folder/tree/tool/deps.sh"
# asks_for GOAL LINE: what `make GOAL` asks tool/deps.sh before it has read anything
asks_for() {
    (unset MAKEFLAGS MAKELEVEL; cd "$folder/tree" && "${MAKE:-make}" "$1") >"$folder/said" 2>&1
    says "$2"
}
asks_for test 'deps install build test web'
asks_for check 'deps install build check test web'
asks_for analyze 'deps install build check test web'
asks_for bench-api 'deps install bench build'
asks_for all 'deps check build'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
