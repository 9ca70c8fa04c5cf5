#!/usr/bin/env python3
"""Keeps the inputs that a fuzzer found worth keeping in one small file: a JSON string a line, its characters bytes.

usage: seeds.py unpack FILE FOLDER   writes each line's bytes to a file of FOLDER
       seeds.py pack FILE FOLDER [N] keeps N files of FOLDER (default 300), small and large ones
"""
import hashlib
import json
import os
import sys


def unpack(path, folder):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            content = json.loads(line).encode("latin-1")
            name = hashlib.sha256(content).hexdigest()[:20]
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)


def pack(path, folder, count):
    contents = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
            if len(content) <= 1000:
                contents.append(content)
    contents.sort(key=lambda content: (len(content), content))
    step = max(1, len(contents) / count)
    contents = [contents[int(number * step)] for number in range(min(count, len(contents)))]
    with open(path, "w", encoding="utf-8") as lines:
        for content in contents:
            lines.write(json.dumps(content.decode("latin-1")) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in ("pack", "unpack"):
        sys.exit(__doc__)
    if sys.argv[1] == "unpack":
        unpack(sys.argv[2], sys.argv[3])
    else:
        pack(sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 300)
