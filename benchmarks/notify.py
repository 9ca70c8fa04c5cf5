#!/usr/bin/env python3
"""How long a message takes from the event to its receiver, and what receivers in trouble cost a run.

    python3 benchmarks/notify.py .build/release/pyflow
"""

import datetime
import http.server
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time

MESSAGES = 50
NODES = 200
PAIRS = 11


class Receiver(http.server.BaseHTTPRequestHandler):
    """Notes when messages come; or never answers."""

    latencies = []
    hangs = False

    def do_POST(self):
        now = time.time()
        if self.server.hangs:
            self.server.release.wait()
            return
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sent = datetime.datetime.fromisoformat(body["time"].replace("Z", "+00:00")).timestamp()
        self.latencies.append((now - sent) * 1000)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def serve(hangs):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.hangs, server.release = hangs, threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def run(pyflow, runbook, ends=False):
    """The run's own duration in milliseconds; with `ends`, nobody waits for receivers that hang."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "run.toml"), "w", encoding="utf-8") as file:
            file.write(runbook)
        process = subprocess.Popen([pyflow, "run", "run.toml", "--quiet"], cwd=folder, stderr=subprocess.DEVNULL)
        record = os.path.join(folder, "run.audit.jsonl")
        while process.poll() is None:
            if ends and os.path.exists(record) and '"event":"run.finished"' in open(record, encoding="utf-8").read():
                process.send_signal(2)
                process.wait()
            time.sleep(0.01)
        for line in open(record, encoding="utf-8"):
            entry = json.loads(line)
            if entry["event"] == "run.finished":
                return entry["duration_ms"]
    raise SystemExit("the run has no end")


def channel(server, events):
    return (
        f'[runbook.notify.w]\nkind = "webhook"\nurl = "http://127.0.0.1:{server.server_port}/"\non = {json.dumps(events)}\n'
    )


def main():
    pyflow = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/pyflow")
    server = serve(hangs=False)
    nodes = "".join(f'[n{i}]\ncommand = "sleep 0.1"\n' for i in range(MESSAGES))
    run(pyflow, '[runbook]\nmode = "sequential"\n' + channel(server, ["node.succeeded"]) + nodes)
    times = sorted(Receiver.latencies)
    print(
        f"event to receiver, {len(times)} messages: median {statistics.median(times):.0f} ms,"
        f" 90 % {times[int(len(times) * 0.9)]:.0f} ms, worst {times[-1]:.0f} ms"
    )
    hanging = serve(hangs=True)
    work = "".join(f'[n{i}]\ncommand = "true"\ndepends_on = []\n' for i in range(NODES))
    pairs = []
    for _ in range(PAIRS):
        alone = run(pyflow, work)
        watched = run(pyflow, channel(hanging, ["run.started", "node.failed", "run.succeeded"]) + work, ends=True)
        pairs.append(watched / max(1, alone))
    print(f"a run of {NODES} nodes with a receiver that hangs, to one without: median {statistics.median(pairs):.2f}")
    hanging.release.set()


main()
