#!/bin/sh
# Holds every import in Sources/ to the table of modules in Package.swift. Prints each offence; exit 1 if there is one.
#
# The compiler alone would not do: it finds any module that happens to be built already, and Foundation always.
#
# usage: check-imports.sh [ROOT]
set -eu

cd "${1:-$(dirname "$0")/..}"

# The table of modules as lines "MODULE IMPORT". A name after "(" starts a row, every other name is an import of it.
allowed_imports() {
  awk '
    /^let modules/ { inside = 1; next }
    /^\]/ { inside = 0 }
    inside { table = table $0 }
    END {
      while (match(table, /\([ ]*"[A-Za-z]+"|"[A-Za-z]+"/)) {
        name = substr(table, RSTART, RLENGTH)
        table = substr(table, RSTART + RLENGTH)
        starts = name ~ /^\(/
        gsub(/[( "]/, "", name)
        if (starts) { row = name; print row, row } else print row, name
      }
    }' Package.swift
  echo "pyflow Commands"
  # What the platform has is for the modules that cannot do without it.
  for module in Text Values Effects pyflow; do
    for platform in Glibc Musl Darwin; do echo "$module $platform"; done
  done
}

rows=$(allowed_imports)
if [ "$(printf '%s\n' "$rows" | grep -c '^Commands ')" -lt 5 ]; then
  echo "check-imports: Package.swift has no table of modules that this script can read" >&2
  exit 1
fi

find Sources -name '*.swift' | sort | xargs awk -v rows="$rows" '
  BEGIN {
    count = split(rows, lines, "\n")
    for (i = 1; i <= count; i++) allowed[lines[i]] = 1
  }
  # Attributes, an access level and the kind of an imported declaration may stand around the keyword.
  /^[ \t]*(@[A-Za-z_]+(\([^)]*\))?[ \t]+)*((public|package|internal|fileprivate|private)[ \t]+)?import[ \t]/ {
    split(FILENAME, path, "/")
    name = $0
    sub(/^.*import[ \t]+/, "", name)
    sub(/^(struct|class|enum|protocol|func|var|let|typealias|actor)[ \t]+/, "", name)
    sub(/[^A-Za-z_0-9].*$/, "", name)
    if (!((path[2] " " name) in allowed)) {
      printf "%s:%d: error: %s may not import %s (the table of modules in Package.swift)\n", FILENAME, FNR, path[2], name
      failed = 1
    }
  }
  END { exit failed }'
