#!/bin/sh
# Runs one fuzzer: tool/fuzz.sh BUILD NAME SECONDS
# It starts from fuzz/corpus/NAME, which is not written to, and from what earlier runs found in BUILD/found/NAME.
# Prints one line when all is well, otherwise the end of the fuzzer's output and the input that shows the fault.
set -u
build=$1 name=$2 seconds=$3
log=$build/found/$name.log
mkdir -p "$build/found/$name"
if ! "$build/fuzz/$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$build/found/$name-" "$build/found/$name" "fuzz/corpus/$name" >"$log" 2>&1; then
    grep -E 'broken:|ERROR|runtime error|^    #[0-9]' "$log" | head -n 20
    echo "fuzz: $name: the input is $(sed -n 's/.*Test unit written to //p' "$log"); the whole story in $log"
    exit 1
fi
runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
cover=$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
printf 'fuzz: %-12s %9d runs, %5d edges, ok\n' "$name" "$runs" "$cover"
