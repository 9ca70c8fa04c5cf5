#!/bin/sh
# Does to runs what production does to them, and worse, for as long as it is told: docs/torture.md has the table. Ends with
# how often each torture was done.
#
# usage: torture.sh long|nightly
set -eu

cd "$(dirname "$0")/.."
export TORTURE="$1"
# Random runs that are cut at every record, and taken up again.
case "$TORTURE" in
  long) export GRAPHS=3 ;;
  nightly) export GRAPHS=100 ;;
  *) echo "usage: torture.sh long|nightly" >&2; exit 64 ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The pipe would hide a failure of the tests, so their status goes around it.
{ swift test --filter '^Torture\.|PowerCutTests|FailingDiskTests|AuditJournalTests|PrefixTests|SecretMaskStreamTests|TortureTests|AnyMomentTests|EscapeTests' 2>&1 && echo 0 >"$log.status" ||
  echo 1 >"$log.status"; } | tee "$log" | grep -aE '✘|↳|^torture: |^skipped: |Test run with' | cut -c1-400 || true
status=$(cat "$log.status")
rm -f "$log.status"
[ "$status" = 0 ] && [ "$TORTURE" = nightly ] || exit "$status"

# The whole suite once more, with the sanitizers that find races and wrong memory. A report ends the tests.
export SWIFT_BACKTRACE=enable=no
unset TORTURE GRAPHS
for sanitizer in thread address; do
  echo "torture: the suite with the $sanitizer sanitizer"
  # Calls that are made to fail, clocks that are loaded first, and the deepest stacks are not for programs with a sanitizer.
  ASAN_OPTIONS=detect_leaks=0 swift test --sanitize "$sanitizer" --scratch-path ".build/$sanitizer" \
    --skip '^Torture\.|DeepTemplateTests' 2>&1 |
    grep -aE '✘|WARNING: ThreadSanitizer|ERROR: AddressSanitizer|SUMMARY|Test run with' | tee "$log"
  grep -aq 'Test run with .* passed' "$log" || exit 1
done
