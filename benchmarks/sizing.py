"""``python -m benchmarks.sizing``: what a machine does in an hour and what its records weigh.

Real articles are coded one after the other on one core, by the processor's time, and kept as lines of JSON, in a lake
and in an archive. The figures go to ``benchmarks/sizing.json``; the page on sizing derives everything that it says from
that file.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Annotated

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy is loaded

import msgspec  # noqa: E402 - after the threads are set
from msgspec import Struct, structs  # noqa: E402
from rich.progress import track  # noqa: E402

from benchmarks.figures import machine  # noqa: E402
from benchmarks.memory import held  # noqa: E402
from benchmarks.texts import ROOT, articles, dispatches  # noqa: E402
from communique import read  # noqa: E402
from communique.archive import Archive  # noqa: E402
from communique.lake import LakeWriter  # noqa: E402
from communique.record import Record, doc  # noqa: E402

FIGURES = ROOT / "benchmarks" / "sizing.json"


class Sizes(Struct, frozen=True, kw_only=True):
    """What was measured."""

    machine: Annotated[str, doc("The processor, and how many cores it shows.")]
    texts: Annotated[str, doc("What was coded.")]
    articles: Annotated[int, doc("How many articles.")]
    characters: Annotated[int, doc("Characters in all of them.")]
    events: Annotated[int, doc("Events that were coded.")]
    statements: Annotated[int, doc("Statements that were coded.")]
    seconds: Annotated[float, doc("Processor's seconds that coding them took, model and registry loaded before.")]
    own_mib: Annotated[float, doc("Memory that the process then had for itself, MiB.")]
    mapped_mib: Annotated[float, doc("Memory that it shares with other workers, MiB.")]
    peak_mib: Annotated[float, doc("What it held at most, MiB.")]
    json_bytes: Annotated[int, doc("The records as lines of JSON.")]
    lake_bytes: Annotated[int, doc("The records in a lake, one unit in one partition.")]
    archive_bytes: Annotated[int, doc("The records in an archive of SQLite.")]
    archive_seconds: Annotated[float, doc("Processor's seconds that adding them to it took.")]
    lake_seconds: Annotated[float, doc("Processor's seconds that writing the unit took.")]


def measure(limit: int) -> Sizes:
    """Code some articles and weigh their records."""
    real = articles(limit)
    given = real or dispatches()[:limit]
    read("The Council meets today.", published="2020-01-01")
    coded, began = [], time.process_time()
    for n, each in enumerate(track(given, "coding")):
        made = read(each.text, published=each.published)
        # Of one day and outlet: so few articles of many days would be weighed by the heads of their files.
        article = structs.replace(made.article, id=f"article-{n}", published="2020-01-01", outlet="Outlet")
        coded.append(structs.replace(made, article=article))
    seconds = time.process_time() - began
    own, mapped, peak = held()
    lake, lake_s, archive, archive_s = _weighed(coded)
    return Sizes(
        machine=machine(),
        texts="real articles" if real else "the example dispatches", articles=len(coded),
        characters=sum(len(each.article.text) for each in coded), events=sum(len(each.events) for each in coded),
        statements=sum(len(each.statements) for each in coded), seconds=round(seconds, 2), own_mib=own,
        mapped_mib=mapped, peak_mib=peak, json_bytes=sum(len(each.to_json().encode()) + 1 for each in coded),
        lake_bytes=lake, archive_bytes=archive, archive_seconds=round(archive_s, 3), lake_seconds=round(lake_s, 3),
    )  # fmt: skip


def _weighed(coded: list[Record]) -> tuple[int, float, int, float]:
    """Bytes and seconds of a lake, and of an archive."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        writer = LakeWriter(place / "lake")
        writer.commit("first", coded[:1])  # what writes is loaded
        began = time.process_time()
        unit = writer.commit("all", coded)
        lake_s = time.process_time() - began
        with Archive(place / "a.db", create=True) as archive:
            began = time.process_time()
            archive.add_many(coded)
            archive_s = time.process_time() - began
        return sum(part.bytes for part in unit.parts), lake_s, (place / "a.db").stat().st_size, archive_s


def load() -> Sizes:
    """The figures of the last measurement."""
    return msgspec.json.decode(FIGURES.read_bytes(), type=Sizes)


def main() -> None:
    """Measure and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizing", description=__doc__)
    parser.add_argument("--articles", type=int, default=60, help="how many articles to code")
    found = measure(parser.parse_args().articles)
    FIGURES.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    print(FIGURES.read_text("utf-8"))


if __name__ == "__main__":
    main()
