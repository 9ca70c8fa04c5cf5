#!/bin/sh
# Runs all tests in a build that counts which lines they run, also those of the programs that they start, and prints how
# many that are of each module. Of what deploys and what goes back it must be all: what is not is printed, with exit 1.
set -eu

cd -P "$(dirname "$0")/.."
# Strategies, from their keys to what is said of them, and what resumes, recovers and undoes.
whole='Runbooks/.*(Strateg|Rollout|Window)|Planning/Strategies/|Running/(Rollouts|Resuming)/|Audit/(PastRollout|RunHistory|Rollout)'
whole="$whole|Running/Engine/Engine[+](Rollout|Recovery|Resuming|Undoing|InstanceUndoing|Interruption|Samples|Windows|Locks"
whole="$whole|Irreversible|Pivot|Consent|Confirming)|Running/State/(Recovery|Undoing|RollbackConsent)|Running/Loop/.*Rollback"
whole="$whole|Reports/.*(Rollout|Rollback|Undo|Resum)|Notifications/.*Rollout|Commands/.*(Rollout|Recover|Rollback|Resum)"

build=.build/coverage
counts=$PWD/$build/counts
log=$(mktemp)
trap 'rm -rf "$log" "$log.status" "$counts"' EXIT
rm -rf "$counts"
# Tests run on several threads, which must not lose each other's counts.
swift build --build-tests --enable-code-coverage --scratch-path "$build" \
  -Xswiftc -Xllvm -Xswiftc -instrprof-atomic-counter-update-all
# Every process has a file of its own; the pipe would hide a failure of the tests, so their status goes around it.
{ LLVM_PROFILE_FILE="$counts/tests-%p.profraw" swift test --skip-build --scratch-path "$build" 2>&1 &&
  echo 0 >"$log.status" || echo 1 >"$log.status"; } | grep -aE '^✘|^↳|^skipped: |Test run with|error:' | cut -c1-400 || true

# The tools that read the counts come with the compiler.
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")
[ -x "$tools/llvm-cov" ] && PATH="$tools:$PATH"
# A program that was killed while it wrote has left a file that counts nothing.
find "$counts" -name '*.profraw' >"$log"
llvm-profdata merge -sparse --failure-mode=all -f "$log" -o "$counts/all.profdata" 2>/dev/null
llvm-cov export -format=lcov -instr-profile "$counts/all.profdata" "$build/debug/pyflowPackageTests.xctest" \
  -object "$build/debug/pyflow" >"$log"

awk -v root="$PWD/Sources/" -v whole="^($whole)" -F '[:,]' '
  function share(name, ran, all) { return sprintf("%6.2f%% %6d of %6d lines  %s", 100 * ran / all, ran, all, name) }
  $1 == "SF" {
    file = index($2, root) == 1 ? substr($2, length(root) + 1) : ""
    module = substr(file, 1, index(file, "/") - 1)
    must = file ~ whole
  }
  $1 == "DA" && file != "" {
    all[module]++; ran[module] += $3 > 0
    if (must) { wholeAll++; wholeRan += $3 > 0; if ($3 == 0) missed = missed "Sources/" file ":" $2 ": no test runs this line\n" }
  }
  END {
    if (!wholeAll) { print "the counts name no file of what must be run whole"; exit 1 }
    for (module in all) { print share(module, ran[module], all[module]) | "sort -k 6"; ranAll += ran[module]; allAll += all[module] }
    close("sort -k 6")
    print share("everything", ranAll, allAll)
    print share("strategies and recovery, which must be run whole", wholeRan, wholeAll)
    printf "%s", missed
    exit !wholeAll || missed != ""
  }' "$log"
[ "$(cat "$log.status")" = 0 ]
