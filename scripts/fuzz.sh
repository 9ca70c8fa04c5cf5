#!/bin/sh
# Feeds random input to the templates' lexer, parser and evaluator, to the reader and planner of runbooks, to the reader and
# the fold of audit files, to what masks secrets, and to what reads plugins' answers, until something traps or the time is up. Grows the corpus in
# .build/fuzz/corpus, beginning with what the tests hold.
#
# usage: fuzz.sh [SECONDS] [TARGET...]
set -eu

cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- Lexer Parser Evaluator Runbook Audit Masker Plugin

for target; do
  PYFLOW_FUZZERS=1 swift build -c release --scratch-path .build/fuzz --sanitize fuzzer -Xswiftc -enable-testing \
    --product "${target}Fuzzer"
  corpus=.build/fuzz/corpus/$target
  mkdir -p "$corpus" ".build/fuzz/failures/$target"
  python3 Tests/Fuzzing/seeds.py unpack "Tests/Fuzzing/corpus/$target.jsonl" "$corpus"
  echo "fuzz: $target for $seconds s"
  ".build/fuzz/release/${target}Fuzzer" "$corpus" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=3000 \
    -max_len=4096 -dict=Tests/Fuzzing/templates.dict -artifact_prefix=".build/fuzz/failures/$target/" \
    -print_final_stats=1 -verbosity=0
done
