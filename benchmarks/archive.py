"""``python -m benchmarks.archive``: how an archive answers when it is full, beside plain SQLite in the same run.

The archive is filled with records of the example dispatches, coded once, whose actors' countries and days are
substituted so that no two are the same. Times of queries are given as medians and 95th percentiles and as ratios to the
time that SQLite itself takes to count the rows of the archive's largest table, measured between the queries.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sql
from rich.progress import track
from sqlalchemy import Select, func

from benchmarks.texts import dispatches
from communique import read
from communique.archive import Archive, Search
from communique.archive.database import tables
from communique.ask import actors, positions, search, select, statements, timeline
from communique.record import Record

_FIRST = date(2010, 1, 1)
_DAYS = 5000
_OUTLETS = tuple(f"Outlet {number}" for number in range(40))
_WORDS = (
    "sanctions",
    "ambassador",
    "recall* envoy",
    '"foreign minister"',
    "ceasefire OR truce",
    "border -troops",
    "vote",
)


def records(number: int, seed: int = 7) -> Iterator[Record]:
    """So many records, each of its own article: a dispatch of another day and outlet, with a last line of its own."""
    coded = [read(each.text, published=each.published) for each in dispatches()]
    draw = random.Random(seed)  # noqa: S311 - substitution, no secret
    for index in range(number):
        one = coded[index % len(coded)]
        day = (_FIRST + timedelta(days=draw.randrange(_DAYS))).isoformat()
        text = f"{one.article.text}\n\nDispatch {index}, {draw.choice(_OUTLETS)}."
        article = msgspec.structs.replace(
            one.article, id=f"article-{index}", text=text, published=day, outlet=draw.choice(_OUTLETS)
        )
        yield msgspec.structs.replace(one, article=article)


def fill(archive: Archive, number: int) -> float:
    """Add so many records; how many a second."""
    made = list(records(min(number, 2000)))
    began = time.perf_counter()
    for index in track(range(number), "adding", update_period=1.0):
        each = made[index % len(made)]
        archive.add(msgspec.structs.replace(each, article=msgspec.structs.replace(each.article, id=f"article-{index}")))
    return number / (time.perf_counter() - began)


def timed(question: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile of the milliseconds that a question takes."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def questions(archive: Archive) -> dict[str, Callable[[], object]]:
    """What is asked, by name."""
    month = {"since": "2016-03-01", "until": "2016-03-31"}
    asked: dict[str, Callable[[], object]] = {
        f"search {words}": partial(search, archive, Search(words)) for words in _WORDS
    }
    asked |= {
        "search, latest first": lambda: search(archive, Search("sanctions"), order="date"),
        "search with counts": lambda: search(archive, Search("ambassador"), facets=True),
        "timeline of a month": lambda: timeline(archive, select(archive, **month)),
        "timeline of an actor in a month": lambda: timeline(archive, select(archive, actor="FRA", **month)),
        "statements of an actor in a month": lambda: statements(archive, select(archive, actor="EU", **month)),
        "positions on a question": lambda: positions(
            archive, select(archive, question="eu-recognise-palestine", **month)
        ),
        "actors of a month": lambda: actors(archive, select(archive, **month)),
    }
    return asked


def main() -> None:
    """Fill an archive, ask it, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--keep", type=Path, help="fill this file, or ask it when it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "archive.db"
        there = path.exists()
        with Archive(path, create=True) as archive:
            if not there:
                print(f"adding: {fill(archive, options.articles):,.0f} records a second")
            print(f"{len(archive):,} articles, {path.stat().st_size / 1e6:,.0f} MB\n")
            plain, _ = timed(lambda: archive.rows(_count()), options.rounds)
            print("| question | median ms | 95th percentile ms | ratio to a count of all parts |\n|---|---:|---:|---:|")
            for name, question in questions(archive).items():
                median, high = timed(question, options.rounds)
                print(f"| {name} | {median:,.1f} | {high:,.1f} | {median / plain:.2f} |")
    print(f"\npeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def _count() -> Select[Any]:
    return sql.select(func.count()).select_from(tables().tables["parts"])


if __name__ == "__main__":
    main()
