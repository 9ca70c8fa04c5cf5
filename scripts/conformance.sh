#!/bin/sh
# Checks the TOML parser with a copy of the toml-test suite: every valid document is read, every invalid one is refused
# with a place. What the values are is compared by the project's own tests; this needs nothing but the suite.
#
# usage: conformance.sh PYFLOW SUITE
set -eu

pyflow=$1
suite=${2:-}
[ -d "$suite/tests" ] && suite=$suite/tests
if [ ! -d "$suite/valid" ] || [ ! -d "$suite/invalid" ]; then
  echo "conformance: name the folder of toml-test: make conformance SUITE=path/to/toml-test" >&2
  exit 64
fi

# The suite's own list of the documents that belong to TOML 1.1, or all of them.
list() {
  if [ -f "$suite/files-toml-1.1.0" ]; then grep '\.toml$' "$suite/files-toml-1.1.0"; else
    (cd "$suite" && find valid invalid -name '*.toml' | sort)
  fi
}

passed=0
failed=0
for name in $(list); do
  message=$("$pyflow" debug toml <"$suite/$name" 2>&1 >/dev/null) && code=0 || code=$?
  case $name in
  valid/*) [ "$code" = 0 ] && [ -z "$message" ] && good=1 || good=0 ;;
  *) [ "$code" = 1 ] && printf '%s\n' "$message" | grep -q '^<stdin>:[0-9]*:[0-9]*: error: ' && good=1 || good=0 ;;
  esac
  if [ "$good" = 1 ]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "$name: exit $code: $message" >&2
  fi
done
echo "toml-test: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
