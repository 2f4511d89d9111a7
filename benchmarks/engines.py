"""``python -m benchmarks.engines``: how fast ``communique bulk`` codes on each engine that is installed.

As ratios to one local worker, in one run, over the example dispatches told again and again. The figures go to
``benchmarks/engines.json``, from which the documentation makes its table.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Engine, Engines, keep, machine
from benchmarks.texts import Text, dispatches, start_and_texts

_LEAST = 48  # texts for each worker: with fewer, the start of an engine hides what they take
_NEEDS = {"local": "communique", "ray": "ray", "spark": "pyspark"}


def installed() -> list[str]:
    """The engines that can run here."""
    there = [name for name, needed in _NEEDS.items() if importlib.util.find_spec(needed) is not None]
    return [name for name in there if name != "spark" or shutil.which("java")]


def compare(texts: list[Text], each: int = _LEAST) -> list[Engine]:
    """Every engine with one worker and with one for each core, over so many texts for each core."""
    cores = os.cpu_count() or 1
    texts = list(itertools.islice(itertools.cycle(texts), max(each, _LEAST) * cores))
    runs = [(name, workers) for name in installed() for workers in sorted({1, cores})]
    taken = {run: _seconds(texts, *run) for run in runs}
    one = taken["local", 1][1]
    return [
        Engine(name=name, workers=workers, start_s=round(start, 1), texts_s=round(rest, 1), ratio=round(one / rest, 2))
        for (name, workers), (start, rest) in taken.items()
    ]


def _seconds(texts: list[Text], engine: str, workers: int) -> tuple[float, float]:
    def code(source: Path, target: Path, only_start: bool) -> None:
        command = [
            sys.executable, "-m", "communique", "bulk", str(source), str(target),
            "--engine", engine, "--workers", str(workers), "--unit", "1" if only_start else "8",
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)

    with tempfile.TemporaryDirectory() as folder:
        return start_and_texts(texts, workers, Path(folder), code)


def main() -> None:
    """Compare, print, and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--texts", type=int, default=_LEAST, help=f"texts for each core, {_LEAST} at least")
    each = max(parser.parse_args().texts, _LEAST)
    found = compare(dispatches(), each)
    for row in found:
        print(f"{row.name:6} {row.workers} workers: start {row.start_s} s, texts {row.texts_s} s, {row.ratio} times")
    keep("engines", Engines(machine=machine(), texts=each * (os.cpu_count() or 1), rows=tuple(found)))


if __name__ == "__main__":
    main()
