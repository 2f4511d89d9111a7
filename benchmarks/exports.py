"""``python -m benchmarks.exports``: what every format of export takes over a whole archive, in time and in memory.

Each format is written in a process of its own, once over the first articles of an archive and once over all of them, so
that memory that grows with an archive shows. Without ``--archive`` one is filled with records of the example
dispatches (see :mod:`benchmarks.archive`); with it one that is there is read. Seconds are the processor's, of all
processes that take part; memory is what they held at most, the program itself included.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.archive import fill
from communique.archive import Archive
from communique.archive.processes import cores
from communique.export.catalogue import FORMATS, export

_HEAD = "| format | articles | seconds | by the clock | peak MiB | MiB at {few:,} articles | output MiB |"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one export took."""

    articles: int
    seconds: float
    clock: float
    mib: float
    output_mib: float


def measured(archive: str, name: str, articles: int) -> Taken:
    """Write the first articles of an archive in this process, which nothing else may have used."""
    with tempfile.TemporaryDirectory(prefix="communique-exports-") as folder, Archive(archive) as kept:
        numbers = kept.numbers()[:articles]
        target = Path(folder) / "out"
        began = time.perf_counter()
        with kept.snapshot() as view:
            export(name, view.packed(numbers), target)
        clock = time.perf_counter() - began
        own, helping = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(each.stat().st_size for each in ([target] if target.is_file() else target.rglob("*")))
    seconds = own.ru_utime + own.ru_stime + helping.ru_utime + helping.ru_stime
    together = own.ru_maxrss + (helping.ru_maxrss * cores() if helping.ru_maxrss else 0)
    return Taken(len(numbers), round(seconds, 1), round(clock, 1), round(together / 1024), round(size / 2**20, 1))


def apart(archive: str, name: str, articles: int) -> Taken:
    """The same in a process of its own."""
    asked = ("--one", name, "--archive", archive, "--articles", str(articles))
    done = subprocess.run([sys.executable, "-m", "benchmarks.exports", *asked], check=True, stdout=subprocess.PIPE)
    return Taken(**json.loads(done.stdout))


def report(archive: str, names: list[str], few: int, articles: int) -> Iterator[str]:
    """The lines of the table, each when it is known."""
    yield _HEAD.format(few=few)
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name in names:
        early, late = apart(archive, name, few), apart(archive, name, articles)
        figures = (f"{each:,.1f}" for each in (late.seconds, late.clock))
        yield (
            f"| `{name}` | {late.articles:,} | {' | '.join(figures)} | {late.mib:,.0f} | {early.mib:,.0f} "
            f"| {late.output_mib:,.1f} |"
        )


def main() -> None:
    """Measure all formats, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exports", description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="only these formats")
    parser.add_argument("--archive", help="an archive of records to read")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--few", type=int, default=10_000, help="how many articles the first run has")
    parser.add_argument("--one", metavar="FORMAT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(measured(options.archive, options.one, options.articles))))
        return
    folder = None if options.archive else tempfile.mkdtemp(prefix="communique-exports-")
    try:
        if folder is not None:
            with Archive(f"{folder}/a.db", create=True) as made:
                fill(made, options.articles)
        for line in report(
            options.archive or f"{folder}/a.db", options.formats or list(FORMATS), options.few, options.articles
        ):
            print(line, flush=True)
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
