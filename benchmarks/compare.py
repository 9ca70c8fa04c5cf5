#!/usr/bin/env python3
"""Compares pyflow with other programs on the same work, on this machine, in one go.

usage: compare.py PYFLOW [--pairs N] [NAME...]

Every figure is the median of the ratios of interleaved pairs, each in a fresh folder, so that whatever else the machine
does falls on both. A program that is not installed is left out, and said.
"""
import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import templates

# Standard input, output and error of what is timed.
QUIET = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]


def layered(count, command):
    """A graph ten wide, each node after two of the layer before: as a runbook, for ninja and for make."""
    runbook, ninja, make = [], [f"rule run\n  command = {command}\n"], []
    names = [f"n{index}" for index in range(count)]
    make.append(f"all: {' '.join(names)}\n.PHONY: all {' '.join(names)}\n")
    for index in range(count):
        row, column = divmod(index, 10)
        before = [] if row == 0 else [names[(row - 1) * 10 + (column + step) % 10] for step in (0, 1)]
        entries = ", ".join(f'"{name}"' for name in before)
        runbook.append(f'[n{index}]\ncommand = "{command}"\ndepends_on = [{entries}]\n')
        ninja.append(f"build n{index}: run {' '.join(before)}\n")
        make.append(f"n{index}: {' '.join(before)}\n\t@{command}\n")
    return {"graph.toml": "\n".join(runbook), "build.ninja": "".join(ninja), "Makefile": "".join(make)}


def document(size):
    """A runbook of about `size` bytes with everything that real ones have."""
    chance, parts, length, index = random.Random(1), [], 0, 0
    while length < size:
        index += 1
        text = (
            f"[node-{index}]\n# step {index}\ntype = \"Command\"\n"
            f"command = \"deploy --host host-{chance.randrange(1000)} \\\"quoted\\\"\"\n"
            f"description = \"\"\"\nFirst line\nsecond {chance.random()}\n\"\"\"\n"
            f"depends_on = [\"node-{max(1, index - 1)}\", \"node-{max(1, index - 2)}\"]\n"
            f"timeout = {chance.randrange(900)}\ncritical = {chance.choice(['true', 'false'])}\n"
            f"env = {{ A = 'plain', B = \"{chance.randrange(10**9)}\" }}\n"
            f"when = '{{{{ VALUE == {index} }}}}'\nratio = {chance.random()}\nat = 2026-01-15T09:00:00Z\n\n")
        parts.append(text)
        length += len(text)
    return "".join(parts)


class Bench:
    def __init__(self, pyflow, pairs):
        self.pyflow, self.pairs = pyflow, pairs
        self.root = tempfile.mkdtemp(prefix="pyflow-bench-")

    def fresh(self, files):
        folder = tempfile.mkdtemp(dir=self.root)
        for name, text in files.items():
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        return folder

    def once(self, command, folder):
        """The seconds that a command takes, with as little of this program's own time in them as there can be."""
        os.chdir(folder)
        begin = time.perf_counter()
        process = os.posix_spawnp(command[0], command, os.environ, file_actions=QUIET)
        _, status = os.waitpid(process, 0)
        elapsed = time.perf_counter() - begin
        if status != 0:
            sys.exit(f"bench: {' '.join(command)} failed with {os.waitstatus_to_exitcode(status)}")
        return elapsed

    def compare(self, what, ours, theirs, files=None, bar=None, pairs=None):
        if not shutil.which(theirs[0]):
            print(f"{what}: {theirs[0]} is not installed")
            return
        # All folders are made first: files that are made right after many were removed are slow on some systems.
        count = pairs or self.pairs
        folders = [(self.fresh(files or {}), self.fresh(files or {})) for _ in range(count)]
        times = [(self.once(ours, a), self.once(theirs, b)) for a, b in folders]
        ratios = sorted(a / b for a, b in times)
        mine, other = (statistics.median(column) * 1000 for column in zip(*times))
        aim = f", aim {bar}" if bar else ""
        print(
            f"{what}: {mine:.2f} ms against {other:.2f} ms, ratio {statistics.median(ratios):.2f}{aim}"
            f" (middle half {ratios[count // 4]:.2f}-{ratios[-1 - count // 4]:.2f}, {count} pairs)", flush=True)

    def start(self):
        self.compare("start, against ninja", [self.pyflow, "--version"], ["ninja", "--version"], bar=0.6, pairs=101)

    def graph(self):
        run = [self.pyflow, "run", "graph.toml", "-j2", "--quiet"]
        plain = layered(1000, "true")
        self.compare("1,000 nodes, against ninja", run, ["ninja", "-j2"], plain, bar=1.0)
        self.compare("1,000 nodes, against make", run, ["make", "-j2", "all"], plain)
        program = layered(1000, "/usr/bin/true")
        self.compare("1,000 nodes, /usr/bin/true, against ninja", run, ["ninja", "-j2"], program, bar=0.65)
        shell = layered(1000, "true && true")
        self.compare("1,000 nodes, both through sh, against ninja", run, ["ninja", "-j2"], shell, bar=1.15)

    def large(self):
        run = [self.pyflow, "run", "graph.toml", "-j2", "--quiet"]
        self.compare("10,000 nodes, against ninja", run, ["ninja", "-j2"], layered(10_000, "true"), bar=1.0, pairs=3)

    def toml(self):
        files = {"document.toml": document(5_000_000)}
        parse = "import tomllib; tomllib.load(open('document.toml', 'rb'))"
        idle = "import tomllib"
        folder = self.fresh(files)
        ours = [self.pyflow, "debug", "toml", "--quiet"]
        with open(os.path.join(folder, "document.toml"), "rb") as file:
            text = file.read()

        def timed(command, given=None):
            begin = time.perf_counter()
            subprocess.run(command, cwd=folder, input=given, stdout=subprocess.DEVNULL, check=True)
            return time.perf_counter() - begin

        rows = [
            (timed(ours, text), timed(ours, b""), timed(["python3", "-c", parse]), timed(["python3", "-c", idle]))
            for _ in range(11)]
        ratio = statistics.median((d - e) / (a - b) for a, b, d, e in rows)
        mine = statistics.median(a - b for a, b, _, _ in rows)
        print(f"TOML, 5 MB, against tomllib: {mine * 1000:.1f} ms, {ratio:.0f} times as fast, aim 25")

    def validate(self):
        files = layered(100_000, "true")
        read = "import tomllib; tomllib.load(open('graph.toml', 'rb'))"
        self.compare(
            "validate of 100,000 nodes, against tomllib", [self.pyflow, "validate", "graph.toml", "--quiet"],
            ["python3", "-c", read], {"graph.toml": files["graph.toml"]}, bar=0.1, pairs=5)

    def shared(self):
        """Ten runs at once of a hundred nodes: what pools and locks of the machine add to a node."""
        runs, nodes = 10, 100
        pool = '[runbook]\npools = { "machine:bench" = %d }\n'
        variants = {
            "nothing shared": ("", ""),
            "a pool of the machine with room": (pool % 100, 'pool = "machine:bench"\n'),
            "a pool of the machine of 2": (pool % 2, 'pool = "machine:bench"\n'),
            "one lock": ("", 'lock = "bench"\n'),
        }
        environment = dict(os.environ, XDG_RUNTIME_DIR=self.root)

        def timed(head, keys):
            text = head + "".join(
                f'[n{index}]\ncommand = "true"\ndepends_on = []\n{keys}' for index in range(nodes))
            folder = self.fresh({"graph.toml": text})
            begin = time.perf_counter()
            processes = [
                subprocess.Popen([self.pyflow, "run", "-j2", "--quiet"], cwd=folder, env=environment)
                for _ in range(runs)]
            if any(process.wait() != 0 for process in processes):
                sys.exit("bench: a run that shares its machine failed")
            return (time.perf_counter() - begin) / (runs * nodes) * 1e6

        samples = {name: [] for name in variants}
        for _ in range(max(3, self.pairs // 3)):
            for name, (head, keys) in variants.items():
                samples[name].append(timed(head, keys))
        base = statistics.median(samples["nothing shared"])
        for name, values in samples.items():
            median = statistics.median(values)
            print(
                f"{runs} runs at once of {nodes} nodes, {name}: {median:.0f} us a node"
                f" ({median - base:+.0f}, {len(values)} times)", flush=True)

    def output(self):
        """Two gigabytes of output: what it costs to keep and to sum it, against a pipe into a file; and the memory."""
        runbook = '[a]\ncommand = "head -c 2G /dev/zero"\n'
        ours = [self.pyflow, "run", "--quiet"]
        pipe = ["sh", "-c", "head -c 2G /dev/zero | cat > file"]
        pairs = []
        for _ in range(3):
            times = []
            for command in (ours, pipe):
                folder = self.fresh({"loud.toml": runbook})
                times.append(self.once(command, folder))
                os.chdir(self.root)
                shutil.rmtree(folder)
            pairs.append(times)
        mine, ratio = (statistics.median(values) for values in ([a for a, _ in pairs], [a / b for a, b in pairs]))
        print(f"2 GiB of output, against a pipe: {2048 / mine:.0f} MiB/s, ratio {ratio:.2f}, aim 2.5", flush=True)
        folder = self.fresh({"loud.toml": runbook})
        process = os.posix_spawnp(ours[0], [*ours, f"{folder}/loud.toml"], os.environ, file_actions=QUIET)
        _, _, usage = os.wait4(process, 0)
        shutil.rmtree(folder)
        print(f"2 GiB of output: at most {usage.ru_maxrss / 1024:.1f} MiB of memory, aim 64", flush=True)

    def templates(self):
        templates.compare(self.pyflow)


def main():
    parser = argparse.ArgumentParser(description="Compares pyflow with other programs.")
    parser.add_argument("pyflow")
    parser.add_argument("--pairs", type=int, default=21)
    parser.add_argument("names", nargs="*", help="start, graph, large, shared, output, toml, validate, templates")
    options = parser.parse_args()
    bench = Bench(os.path.abspath(options.pyflow), options.pairs)
    try:
        for name in options.names or ["start", "graph", "shared", "output", "toml", "validate", "templates"]:
            getattr(bench, name)()
    finally:
        shutil.rmtree(bench.root, ignore_errors=True)


if __name__ == "__main__":
    main()
