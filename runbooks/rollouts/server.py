"""The service that the rollouts of this folder put in place: it answers with its version, until it becomes sick.

usage: server.py HOST:PORT VERSION

Ends once the service listens, which stays behind. A version may be made sick by its name, so that a rollout can be seen to
go back: 2.0-errors answers 500, 2.0-slow takes more than a second, 2.0-hangs never answers. 2.0-errors-at-25 does so once
it has had 25 percent of the traffic, as the load balancer tells it in X-Share; 2.0-errors-after-100 after 100 requests.
"""

import http.server
import os
import re
import sys
import threading
import time

address, version = sys.argv[1:]
host, port = address.split(":")
sickness = re.search(r"-(errors|slow|hangs)(?:-(at|after)-(\d+))?$", version)


class Handler(http.server.BaseHTTPRequestHandler):
    requests = 0
    share = 0
    open = 0
    counting = threading.Lock()

    def is_sick(self):
        if not sickness:
            return False
        seen = {"at": Handler.share, "after": Handler.requests}.get(sickness[2], 0)
        return seen >= int(sickness[3] or 0)

    def answer(self, status, text):
        body = (text + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        # Only what comes through the load balancer is traffic; health checks come past it.
        if "X-Share" in self.headers:
            Handler.requests += 1
            Handler.share = max(Handler.share, int(self.headers["X-Share"]))
        self.count(1)
        try:
            self.serve()
        finally:
            self.count(-1)

    def serve(self):
        if self.is_sick():
            if sickness[1] == "errors":
                return self.answer(500, "sick")
            time.sleep(1.4 if sickness[1] == "slow" else 1e6)
        self.answer(200, version)

    def count(self, change):
        with Handler.counting:
            Handler.open += change

    def do_POST(self):
        """/stop: what listens next on this port may do so as soon as the answer is there; what is being answered is."""
        self.server.socket.close()
        self.answer(200, "stopped")
        threading.Thread(target=self.leave).start()

    def leave(self):
        latest = time.monotonic() + 2
        time.sleep(0.1)
        while Handler.open > 0 and time.monotonic() < latest:
            time.sleep(0.02)
        os._exit(0)

    def log_request(self, status="-", size="-"):
        if int(status) >= 400:
            print(time.strftime("%H:%M:%S"), version, "answers", int(status), "to", self.path, flush=True)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


# A process that stays holds nothing of whoever has started it.
os.closerange(3, 1024)
server = Server((host, int(port)), Handler)
if os.fork() > 0:
    os._exit(0)
os.setsid()
os.makedirs("logs", exist_ok=True)
log = os.open(f"logs/{host}-{port}.log", os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
for descriptor in range(3):
    os.dup2(log, descriptor)
server.serve_forever()
