"""Run by ``test_crashes``: builds a small batch again and again, each time killed at a random moment, and looks what is left.

Run in a process of its own without threads, for it forks: so every try starts with everything loaded.  The PDF is stood
in for by bytes of its size; the moments that matter are those at which files are written.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from small_communes import SECTION, Communes

import baocao.build
from baocao.batch.batches import carry_out
from baocao.batch.file_hashes import FileHashes
from baocao.batch.lock_file import LockFile
from baocao.batch.runners import here
from baocao.batch.turns import turn
from baocao.printing import fonts
from baocao.workspace import hash_of

COUNT = 5
faces = fonts.files()
fonts.files = lambda: faces
baocao.build._printed = lambda document, findings: b"%PDF" + repr(document.register).encode() * 4


def build(communes):
    with turn(communes.root):
        plan = communes.plan()
        plan.stock.lock.recover()
        for _ in carry_out(plan, here):
            pass


def version(communes, word):
    """Make one of two versions of all reports due."""
    text = communes.text(SECTION)
    communes.put(SECTION, text.replace("Đã xảy ra" if word == "Xảy ra" else "Xảy ra", word))


def look(communes, known, template):
    """Return what is wrong with what a killed build has left; an empty list when nothing is."""
    wrong = []
    present = communes.outputs()
    for path, data in present.items():
        if "/." not in path and data not in known[path]:
            wrong.append(f"{path}: half a file")
    lock = LockFile(communes.root, FileHashes(communes.root))
    if lock.damaged:
        wrong.append("lock file damaged")
    for name, entry in lock.entries.items():
        held = {path: hash_of(present[path]) for path in entry.outputs if path in present}
        if held != dict(entry.outputs):
            wrong.append(f"{name}: the entry does not tell what lies there")
        if entry.finished:
            word = template[entry.shared[SECTION]]
            if any(present[path] != known[path][word] for path in entry.outputs):
                wrong.append(f"{name}: the entry tells of another build")
    wrong += [f"{step.job}: taken for edited" for step in communes.plan().steps if step.edited]
    return wrong


def main(folder, kills, seed):
    random.seed(seed)
    communes = Communes.of(folder, COUNT)
    known, template, whole = {}, {}, 60.0
    for word in (0, 1):
        version(communes, ("Xảy ra", "Đã xảy ra")[word])
        template[hash_of((communes.root / SECTION).read_bytes())] = word
        began = time.monotonic()
        build(communes)
        whole = min(whole, time.monotonic() - began)
        for path, data in communes.outputs().items():
            known.setdefault(path, []).append(data)
    wrong, killed, unfinished, turn_number = [], 0, 0, -1
    while killed < kills and turn_number < 3 * kills:
        turn_number += 1
        version(communes, ("Xảy ra", "Đã xảy ra")[turn_number % 2])
        child = os.fork()
        if not child:
            build(communes)
            os._exit(0)
        time.sleep(random.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        wrong += look(communes, known, template)
        lock = LockFile(communes.root, FileHashes(communes.root))
        unfinished += any(not entry.finished for entry in lock.entries.values())
        if turn_number % 5 == 4:  # and the next one goes on from there
            build(communes)
            word = turn_number % 2
            if communes.outputs() != {path: data[word] for path, data in known.items()}:
                wrong.append("the build after it has not mended it")
            if communes.reasons():
                wrong.append("the build after it left something to do")
    print(json.dumps({"wrong": wrong, "killed": killed, "unfinished": unfinished, "seconds": whole}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
