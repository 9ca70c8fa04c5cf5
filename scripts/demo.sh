#!/bin/sh
# Deploys the sample site into `demo/` with the release build; `make demo` builds it first.
#
# Where there is a python3, it serves the site on a free port of the loopback interface, and the deployment checks the
# page as a visitor gets it. Without one, the page is checked on the disk.
set -eu

cd "$(dirname "$0")/.."
pyflow=$PWD/.build/release/pyflow

mkdir -p demo/www
cp runbooks/deploy.toml demo/
cp -R runbooks/site demo/
cd demo

server=
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
  rm -f server.out
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

set -- run deploy.toml --var ENV=staging
if command -v python3 >/dev/null 2>&1; then
  rm -f server.out
  mkfifo server.out
  python3 -u -m http.server 0 --bind 127.0.0.1 --directory www >server.out 2>/dev/null &
  server=$!
  # The server says its port once it listens, so the line is also the sign that it is ready.
  read -r greeting <server.out || greeting=
  port=$(printf '%s\n' "$greeting" | sed -n 's/.* port \([0-9][0-9]*\).*/\1/p')
  if [ -n "$port" ]; then
    set -- "$@" --var "URL=http://127.0.0.1:$port/current"
  else
    echo "demo: python3 could not serve the site; the page is checked on the disk" >&2
  fi
fi

echo "\$ pyflow $*"
"$pyflow" "$@"

echo
echo "\$ pyflow audit show deploy.toml"
"$pyflow" audit show deploy.toml
echo
echo "\$ pyflow audit verify deploy.toml"
"$pyflow" audit verify deploy.toml
echo
echo "The site:  demo/www/current/index.html"
echo "The proof: demo/deploy.audit.jsonl"
