"""A weighted HTTP load balancer, for the runbooks in runbooks/ and the tests that run them.

usage: router.py [--even] PORT NAME=PORT...

Gives each of the servers of this machine requests by its weight; the first has everything at first, or with --even all have the
same. Over as many requests as the weights sum up to, each server gets exactly its weight of them. A port of 0 is chosen by the
system, and kept for the server. What it listens on stands in its first line: PORT NAME=PORT...

What runbooks/rollouts/lb asks for, as lines of text:

  GET  /admin/weights        NAME WEIGHT
  PUT  /admin/weights        the same, to set them; who is not named has none
  GET  /admin/errors/NAME    percentage of its requests that failed since weights were set; nothing without requests
  POST /admin/drain/NAME     gives it none, and answers when none is open
  POST /admin/restore/NAME   gives it requests again

A test says on the standard input what goes wrong, one JSON object a line, each answered by a line:

  {"asked_by": "ship/step-2/*", "do": "lie", "times": 1}

On the next so many requests to /admin by whom that fits it answers 200 and does nothing (lie), does nothing and answers 500
(refuse), does it and answers 500 (break), lets somebody else set "weights" first (move), or prints "held NODE" and waits
(hold) until {"do": "release"}. {"do": "weights"} tells the weights. It ends, and stops all servers, with its input.
"""

import asyncio
import fnmatch
import json
import signal
import socket
import sys

PATIENCE = 3.0  # seconds that a server has for its answer


class Refusal(Exception):
    """What the load balancer will not do, and says so."""


class Server:
    def __init__(self, name, port, weight):
        self.name, self.weight, self.kept = name, weight, weight or 1
        self.port = port or self.reserve()
        self.credit = self.open = self.requests = self.failed = 0
        self.idle = asyncio.Event()
        self.idle.set()

    def reserve(self):
        """A port that nobody else is given, as it is bound; nothing listens on it, so that a server may have it."""
        self.reservation = socket.socket()
        self.reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.reservation.bind(("127.0.0.1", 0))
        return self.reservation.getsockname()[1]

    async def send(self, request):
        """The status and the body of its answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
            return int(head.split(None, 2)[1]), body
        finally:
            writer.close()

    async def serve(self, target, share):
        self.open += 1
        self.idle.clear()
        request = f"GET {target} HTTP/1.0\r\nHost: {self.name}\r\nX-Share: {share}\r\n\r\n".encode()
        try:
            status, body = await asyncio.wait_for(self.send(request), PATIENCE)
        except asyncio.TimeoutError:
            status, body = 504, b"no answer in time\n"
        except (OSError, IndexError, ValueError) as error:
            status, body = 502, f"{error!r}\n".encode()
        self.open -= 1
        if self.open == 0:
            self.idle.set()
        self.requests += 1
        self.failed += status >= 500
        return status, body


class Router:
    def __init__(self, servers):
        self.servers = {server.name: server for server in servers}
        self.faults = []
        self.released = asyncio.Event()

    # Traffic.

    def choose(self):
        """Smooth weighted round robin, as nginx has it."""
        # One that is drained may have credit left, and must get nothing.
        servers = [server for server in self.servers.values() if server.weight > 0]
        if not servers:
            return None, 0
        total = sum(server.weight for server in servers)
        for server in servers:
            server.credit += server.weight
        best = max(servers, key=lambda server: server.credit)
        best.credit -= total
        return best, 100 * best.weight // total

    async def route(self, target):
        server, share = self.choose()
        return await server.serve(target, share) if server else (503, b"")

    # What it is asked to do.

    def weights(self):
        return "".join(f"{server.name} {server.weight}\n" for server in self.servers.values())

    def set_weights(self, text):
        weights = {}
        for line in text.splitlines():
            name, weight = line.split()
            if name not in self.servers or not weight.isdigit():
                raise Refusal(f"no weight of a server: {line}")
            weights[name] = int(weight)
        for server in self.servers.values():
            server.weight = weights.get(server.name, 0)
            server.credit = server.requests = server.failed = 0

    async def administer(self, method, words, body):
        match [method, *words]:
            case ["GET", "weights"]:
                return self.weights()
            case ["PUT", "weights"]:
                return self.set_weights(body) or ""
            case ["GET", "errors", name] if name in self.servers:
                server = self.servers[name]
                return f"{100 * server.failed / server.requests:.1f}\n" if server.requests else ""
            case ["POST", "drain", name] if name in self.servers:
                server = self.servers[name]
                server.kept, server.weight = server.weight or server.kept, 0
                await server.idle.wait()
                return ""
            case ["POST", "restore", name] if name in self.servers:
                server = self.servers[name]
                server.weight = server.weight or server.kept
                return ""
        raise Refusal(f"it cannot {method} {'/'.join(words)}")

    async def administer_with_faults(self, method, words, body, asked_by):
        fault = next((fault for fault in self.faults if fnmatch.fnmatch(asked_by, fault["asked_by"])), {})
        if fault:
            fault["times"] = fault.get("times", 1) - 1
            if fault["times"] == 0:
                self.faults.remove(fault)
        match fault.get("do"):
            case "lie":
                return 200, ""
            case "refuse":
                return 500, "refused\n"
            case "break":
                await self.administer(method, words, body)
                return 500, "done, and broken\n"
            case "move":
                self.set_weights(fault["weights"])
            case "hold":
                print("held", asked_by, flush=True)
                await self.released.wait()
        return 200, await self.administer(method, words, body)

    # Connections, which carry one request after the other.

    async def connected(self, reader, writer):
        try:
            while line := await reader.readline():
                method, target, _ = line.decode().split()
                headers = {}
                while (header := await reader.readline()).strip():
                    name, _, value = header.decode().partition(":")
                    headers[name.strip().lower()] = value.strip()
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status, answer = await self.answer(method, target, headers, body)
                writer.write(f"HTTP/1.1 {status} .\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer)
                await writer.drain()
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # Who hangs up, talks nonsense, or is cut off because the router ends, is nobody to tell about.
            pass
        finally:
            writer.close()

    async def answer(self, method, target, headers, body):
        words = target.strip("/").split("/")
        if words[0] != "admin":
            return await self.route(target)
        try:
            status, text = await self.administer_with_faults(
                method, words[1:], body.decode(), headers.get("x-asked-by", ""))
        except Refusal as refusal:
            status, text = 400, f"{refusal}\n"
        return status, text.encode()

    # The test.

    async def listen_to_test(self):
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            order = json.loads(line)
            match order["do"]:
                case "weights":
                    print(self.weights().replace("\n", ",").rstrip(","), flush=True)
                case "release":
                    self.faults.clear()
                    self.released.set()
                    self.released = asyncio.Event()
                    print("released", flush=True)
                case _:
                    self.faults.append(order)
                    print("noted", flush=True)

    async def stop_servers(self):
        stop = b"POST /stop HTTP/1.0\r\nContent-Length: 0\r\n\r\n"
        await asyncio.gather(*(server.send(stop) for server in self.servers.values()), return_exceptions=True)


async def main(words):
    is_even = words[0] == "--even"
    port, *names = words[1:] if is_even else words
    pairs = [name.split("=") for name in names]
    first = pairs[0][0]
    router = Router([Server(name, int(place), 1 if is_even else 100 * (name == first)) for name, place in pairs])
    listener = await asyncio.start_server(router.connected, "127.0.0.1", int(port), backlog=256)
    ports = " ".join(f"{server.name}={server.port}" for server in router.servers.values())
    print(listener.sockets[0].getsockname()[1], ports, flush=True)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    try:
        await router.listen_to_test()
    except asyncio.CancelledError:
        pass
    finally:
        # A second signal changes nothing.
        await asyncio.shield(router.stop_servers())


try:
    asyncio.run(main(sys.argv[1:]))
except KeyboardInterrupt:
    pass
