"""The server of http.toml: on a free port of this machine, which it writes to served/port."""

import http.server
import json
import os


class Handler(http.server.BaseHTTPRequestHandler):
    uploads = 0

    def answer(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        pages = {"/health": {"checks": [{"state": "up"}]}, "/new": {"version": "1.0"}}
        if self.path == "/old":
            self.answer(302, b"", Location="/new")
        elif self.path == "/file":
            self.answer(200, bytes(range(256)) * 4096, "application/octet-stream")
        elif self.path in pages:
            self.answer(200, json.dumps(pages[self.path]).encode())
        else:
            self.answer(404, b"{}")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Handler.uploads += 1
        if Handler.uploads == 1:  # It is busy at first; the key tells it that the second time is the same upload.
            self.answer(503, b"{}", Retry_After="0")
        elif self.headers["Authorization"] == "Bearer token-for-the-example" and self.headers["Idempotency-Key"]:
            self.answer(201, json.dumps({"bytes": len(body)}).encode())
        else:
            self.answer(401, b"{}")

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open("served/port.new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename("served/port.new", "served/port")
server.serve_forever()
