#!/bin/sh
# Checks everything that can be checked without building: format, imports, and the rules of CONTRIBUTING.md. Every check
# runs, so that one call tells all; exit 1 if one of them found something.
set -u

cd "$(dirname "$0")/.."
failed=0

# Runs one check by its name.
check() {
  name=$1
  shift
  "$@" || { echo "lint: $name: see above" >&2; failed=1; }
}

# Prints what a search found as errors; to find something is the failure.
none() {
  message=$1
  shift
  found=$("$@") && { printf '%s\n' "$found" | sed "s|\$|   <- error: $message|"; return 1; }
  return 0
}

# Files that are too long to be read in one go.
long_files() { find Sources Tests -name '*.swift' -exec wc -l {} + | awk '$1 > 500 && $2 != "total"' | grep .; }

# What a build makes, if somebody added it.
build_products() { git ls-files -- '*.o' '*.a' '*.so' '*.swiftmodule' '*.profraw' Package.resolved .build | grep .; }

check "format" swift format lint --strict --recursive Sources Tests Package.swift
check "imports" scripts/check-imports.sh
check "traps" none "input could reach this trap" \
  grep -rnE 'try!|fatalError\(|preconditionFailure\(|as! |unsafelyUnwrapped' Sources
check "unfinished work" none "finish it, or write an issue" grep -rnE '(TODO|FIXME)' Sources Tests benchmarks
check "long files" none "over 500 lines" long_files
check "sleeping tests" none "a test waits for an event, never for time" \
  grep -rnE 'Thread\.sleep|Task\.sleep|usleep\(|nanosleep\(' Tests
check "build products" none "this does not belong into the repository" build_products

[ "$failed" = 0 ] && echo "lint: clean"
exit "$failed"
