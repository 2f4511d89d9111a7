"""Runs of the tests of this room: inputs, lakes as bytes, and runs in processes of their own that can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from communique.pipeline import versions

POISONED = Path(__file__).parent / "poisoned"
"""A folder for the front of the path: guarded processes then have a coder that is quick and that some words poison."""

VERSIONS = " ".join(versions())
"""What the poisoned coder says of itself, so that it need not load the model to know."""

ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
    "COMMUNIQUE_REGISTRY": "off",
}


def write_input(path: Path, count: int, *, seed: int = 7) -> None:
    """Articles of some outlets and months, and with them lines that are damaged, doubled or poisoned."""
    choose = random.Random(seed)  # noqa: S311 - no secret
    lines = []
    for n in range(count):
        published = f"20{choose.choice((19, 20))}-0{choose.randint(1, 3)}-11"
        article = {"id": f"x{n}", "text": f"Ruritania met envoy {n}.", "published": published}
        lines.append(json.dumps(article | {"outlet": choose.choice(("Herald", "Post & Co/Ltd"))}))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def tree(lake: Path) -> dict[str, bytes]:
    """Every file of a lake, but for what a process that was killed left half written under a hidden name."""
    files = (path for path in sorted(lake.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(lake).as_posix(): path.read_bytes() for path in files}


def asides(lake: Path) -> list[dict[str, object]]:
    """What was set aside."""
    return [json.loads(line) for line in (lake / "aside.jsonl").read_bytes().splitlines()]


def command(source: Path | str, lake: Path | str, *options: str) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "communique", "bulk", str(source), str(lake), *options]


def poisoned(**more: str) -> dict[str, str]:
    """The environment in which guarded processes have the poisoned coder."""
    return {
        **ENVIRONMENT,
        "PYTHONPATH": f"{POISONED}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}",
        "VERSIONS": VERSIONS,
        **more,
    }


def guarded(marks: bytes = b"communique.cluster.guarded") -> list[int]:
    """The guarded processes below this one, however deep."""
    return [pid for pid in below(os.getpid()) if marks in _line(pid)]


def below(parent: int) -> list[int]:
    """Every process below one."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found, waiting = [], [parent]
    while waiting:
        children = [pid for pid, own in parents.items() if own == waiting[0]]
        waiting = waiting[1:] + children
        found += children
    return found


def _line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def kill(pid: int) -> None:
    """Kill a process, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def start(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    return subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
