#!/bin/sh
# Runs all tests in a build that counts which lines they run, also those of the programs that they start, and prints how
# many that are of each module. Of what deploys and what goes back it must be all: what is not is printed, with exit 1.
set -eu

cd "$(dirname "$0")/.."
# Strategies, from their keys to what is said of them, and everything that resumes, recovers and undoes.
whole='Runbooks/.*(Strateg|Rollout|Window)|Planning/Strategies/|Running/(Rollouts|Resuming)/'
whole="$whole|Running/Engine/Engine[+](Rollout|Recovery|Resuming|Undoing|InstanceUndoing|Interruption|Samples|Windows|Locks"
whole="$whole|Irreversible|Pivot|Consent|Confirming)|Reports/Rollouts/|Commands/.*(Rollout|Recover|Rollback|Resum)"

build=.build/coverage
counts=$build/debug/codecov
rm -rf "$counts"
lines=$(mktemp)
trap 'rm -rf "$lines" "$lines.status" "$counts"/*.profraw' EXIT
# The pipe would hide a failure of the tests, so their status goes around it.
{ swift test --enable-code-coverage --scratch-path "$build" 2>&1 && echo 0 >"$lines.status" || echo 1 >"$lines.status"; } |
  grep -aE '✘|↳|^skipped: |Test run with|error:' | cut -c1-400 || true
[ "$(cat "$lines.status")" = 0 ] || exit 1

# The tools that read the counts come with the compiler.
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")
[ -x "$tools/llvm-cov" ] && PATH="$tools:$PATH"
llvm-cov export -format=lcov -instr-profile "$counts/default.profdata" "$build/debug/pyflowPackageTests.xctest" \
  -object "$build/debug/pyflow" >"$lines"

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
    for (module in all) { print share(module, ran[module], all[module]) | "sort -k 6"; ranAll += ran[module]; allAll += all[module] }
    close("sort -k 6")
    print share("everything", ranAll, allAll)
    print share("strategies and recovery, which must be run whole", wholeRan, wholeAll)
    printf "%s", missed
    exit missed != ""
  }' "$lines"
