"""Clients of a load balancer: what they get while a rollout goes on, and where their requests go afterwards.

usage: load.py PORT [NAME]

Every client sends one request after the other on one connection. On the standard input, one line each, answered by one line:

  start            begins, at about a hundred requests a second
  stop             ends that; tells how many requests there were, how many failed, and who answered: 812 0 1.0=612 2.0=200
  measure COUNT    sends so many as fast as it can, and tells the same

With a NAME it begins at once, and tells every other second who has answered, while that is not one version alone. It ends with its
input.
"""

import asyncio
import sys
import time
from collections import Counter

PAUSE = 0.03  # seconds from one request of a client to its next
CLIENTS = 4


class Clients:
    def __init__(self, port):
        self.port = port
        self.answers = Counter()
        self.going = None

    async def client(self, goes_on, pause):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while goes_on():
            writer.write(b"GET / HTTP/1.1\r\nHost: service\r\n\r\n")
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            body = (await reader.readexactly(length)).decode().strip()
            self.answers[body if b" 200 " in head.split(b"\r\n")[0] else "failed"] += 1
            if pause:
                await asyncio.sleep(pause)
        writer.close()

    async def measure(self, count):
        """Exactly so many, by all clients together."""
        left = count

        def goes_on():
            nonlocal left
            left -= 1
            return left >= 0

        await asyncio.gather(*(self.client(goes_on, 0) for _ in range(CLIENTS)))

    def start(self):
        self.is_stopped = False
        self.going = asyncio.gather(*(self.client(lambda: not self.is_stopped, PAUSE) for _ in range(CLIENTS)))

    async def stop(self):
        self.is_stopped = True
        await self.going

    async def watch(self, name):
        self.start()
        while True:
            await asyncio.sleep(2)
            if len(self.answers) > 1 or "failed" in self.answers:
                print(time.strftime("%H:%M:%S"), name, end=": ")
                self.tell()
            self.answers.clear()

    def tell(self):
        failed = self.answers.pop("failed", 0)
        total = failed + sum(self.answers.values())
        print(total, failed, *(f"{name}={count}" for name, count in sorted(self.answers.items())), flush=True)
        self.answers.clear()


async def main(port, name=None):
    clients = Clients(int(port))
    watch = name and asyncio.create_task(clients.watch(name))
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        match line.decode().split():
            case ["start"]:
                clients.start()
                print("started", flush=True)
            case ["stop"]:
                await clients.stop()
                clients.tell()
            case ["measure", count]:
                await clients.measure(int(count))
                clients.tell()
    if watch:
        watch.cancel()


try:
    asyncio.run(main(*sys.argv[1:]))
except KeyboardInterrupt:
    pass
