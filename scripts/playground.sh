#!/bin/sh
# Starts what runbooks/blue-green.toml, canary.toml and progressive.toml need to be tried on this machine: for each a load
# balancer, servers with version 1.0 behind it, and clients that ask all the time. Ctrl-C ends all of it.
set -eu

cd "$(dirname "$0")/../runbooks"
folder=$(mktemp -d)

# What runs in the background ends with its input, and stops its servers then.
stop() {
  trap - EXIT INT TERM
  exec 3>&-
  wait
  rm -r "$folder"
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM
mkfifo "$folder/end"
exec 3<>"$folder/end"

# A load balancer, and the servers behind it of which the first so many have version 1.0.
#
# usage: start NAME PORT SERVERS [--even] NAME=PORT...
start() {
  name=$1 port=$2 count=$3
  shift 3
  even=
  if [ "$1" = --even ]; then even=--even; shift; fi
  python3 ../Tests/Rollouts/router.py $even "$port" "$@" <"$folder/end" 3<&- >/dev/null &
  for server in "$@"; do
    [ "$count" -gt 0 ] || break
    rollouts/deploy "127.0.0.1:${server#*=}" 1.0 3<&-
    count=$((count - 1))
  done
  python3 ../Tests/Rollouts/load.py "$port" "$name" <"$folder/end" 3<&- &
}
start blue-green 8100 1 blue=8101 green=8102
start canary 8200 1 stable=8201 canary=8202
start progressive 8300 4 --even web1=8301 web2=8302 web3=8303 web4=8304

cat <<END
Version 1.0 is served by three load balancers, and clients ask them all the time. In another terminal:

  cd $(pwd)
  short="--var INTERVAL=1s --var TIMEOUT=1s --var HEALTHY=2s --var DEADLINE=20s --var SOAK=10s"
  pyflow=$(cd .. && pwd)/.build/release/pyflow
  \$pyflow run blue-green.toml \$short --var VERSION=2.0
  \$pyflow run canary.toml \$short --var HOLD=10s --var DRAIN=2s --var VERSION=2.0
  \$pyflow run progressive.toml \$short --var PAUSE=2s --var VERSION=2.0

and then with VERSION=3.0-errors-at-25, 3.0-errors-at-100 or 3.0-errors-after-500, which become sick on the way.
Here stands who answers while several versions do. Ctrl-C ends it.

END
wait
