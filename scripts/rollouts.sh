#!/bin/sh
# Runs the rollouts of runbooks/ for real, in every way that they can go, also those that take too long for `make test`. Prints
# for each what became of its requests.
set -eu

cd "$(dirname "$0")/.."
export TORTURE=long
log=$(mktemp)
trap 'rm -f "$log" "$log.status"' EXIT
# The pipe would hide a failure of the tests, so their status goes around it.
{ swift test --filter '\.Rollout(Kill|Person)?Tests' 2>&1 && echo 0 >"$log.status" || echo 1 >"$log.status"; } |
  tee "$log" | grep -aE '✘|↳|^rollout: |^skipped: |Test run with' | cut -c1-400 || true
exit "$(cat "$log.status")"
