"""How fast ``communique bulk`` codes on each engine that is installed, as ratios to one local worker, in one run."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.texts import Text

_LEAST = 48  # texts: with fewer, the start of an engine hides what they take
_NEEDS = {"local": "communique", "ray": "ray", "spark": "pyspark"}


@dataclass(frozen=True, slots=True)
class Engine:
    """What an engine reached with some workers.

    Attributes:
        name: ``local``, ``ray`` or ``spark``.
        workers: How many processes coded.
        start_s: Seconds by the clock for one text for each worker: all are started, and models loaded.
        texts_s: Seconds more that the texts took.
        ratio: Times as fast as one local worker on the texts alone.
    """

    name: str
    workers: int
    start_s: float
    texts_s: float
    ratio: float


def installed() -> list[str]:
    """The engines that can run here."""
    there = [name for name, needed in _NEEDS.items() if importlib.util.find_spec(needed) is not None]
    return [name for name in there if name != "spark" or shutil.which("java")]


def compare(texts: list[Text]) -> list[Engine]:
    """One local worker, and every engine with a worker for each core; few texts are coded several times."""
    cores = os.cpu_count() or 1
    texts = list(itertools.islice(itertools.cycle(texts), max(_LEAST, len(texts))))
    runs = dict.fromkeys([("local", 1), *((name, cores) for name in installed())])
    taken = {run: _seconds(texts, *run) for run in runs}
    one = taken["local", 1][1]
    return [Engine(*run, start, rest, one / rest) for run, (start, rest) in taken.items()]


def _seconds(texts: list[Text], engine: str, workers: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        spent = []
        for name, some in (("first", texts[:1] * workers), ("all", texts[:1] * workers + texts)):
            source = Path(folder, f"{name}.jsonl")
            rows = ({"id": f"{n}", "text": each.text, "published": each.published} for n, each in enumerate(some))
            source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
            command = [
                sys.executable, "-m", "communique", "bulk", str(source), str(Path(folder, f"{name}.lake")),
                "--engine", engine, "--workers", str(workers), "--unit", "4",
            ]  # fmt: skip
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            spent.append(time.perf_counter() - began)
        return spent[0], spent[1] - spent[0]
