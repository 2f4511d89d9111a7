"""``python -m benchmarks.archive``: how an archive takes in records and answers when it is full, in both databases.

The archive is filled with records of the example dispatches, coded once, whose days, outlets, ids and texts are
substituted so that no two articles are the same; with ``--real`` those of real articles, where they lie beside the
project. Only the adding is timed, by the clock and by the processor's time of this process. Questions are given with
their median and 95th percentile.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import random
import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from msgspec import structs
from rich.progress import track

from benchmarks.server import programs, server
from benchmarks.texts import Text, dispatches
from benchmarks.texts import articles as real_articles
from communique import read
from communique.archive import Archive, Search, join
from communique.archive.uncollected import settled
from communique.ask import actors, positions, search, select, statements, timeline
from communique.ask.agenda import agenda
from communique.ask.documents import documents
from communique.ask.matrix import matrix
from communique.record import Record
from communique.registry import load_registry

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


_AT_ONCE = 1000  # records in one transaction
_DAY = re.compile(rb'"(\d{4}-\d\d-\d\d)"')


def records(number: int, coded: list[Record] | None = None, seed: int = 7) -> Iterator[Record]:
    """So many records, each of its own article: one of those given, of another day and outlet and with a last line.

    Every day that is told of moves with the day of publication, so that two articles that are made of one dispatch tell
    one event only where they come out within days of each other, as reports do.

    Args:
        number: How many.
        coded: What is substituted; the example dispatches when it is not given.
        seed: Of the draw.
    """
    given = [(each.to_json().encode(), each) for each in coded or _coded(dispatches())]
    draw = random.Random(seed)  # noqa: S311 - substitution, no secret
    for index in range(number):
        json, one = given[index % len(given)]
        day = _FIRST + timedelta(days=draw.randrange(_DAYS))
        outlet = draw.choice(_OUTLETS)
        if one.article.published:
            one = Record.from_json(_moved(json, (day - date.fromisoformat(one.article.published[:10])).days))
        article = structs.replace(
            one.article, id=f"article-{index:07}", text=f"{one.article.text}\n\nDispatch {index}, {outlet}.",
            published=day.isoformat(), outlet=outlet,
        )  # fmt: skip
        yield structs.replace(one, article=article)


def _moved(json: bytes, days: int) -> bytes:
    """A record with every day in it so many days later."""
    return _DAY.sub(lambda found: b'"' + _later(found[1], days) + b'"', json)


@functools.lru_cache(maxsize=100_000)
def _later(day: bytes, days: int) -> bytes:
    try:
        return (date.fromisoformat(day.decode()) + timedelta(days=days)).isoformat().encode()
    except (ValueError, OverflowError):
        return day


def _coded(texts: list[Text]) -> list[Record]:
    return [read(each.text, published=each.published) for each in texts]


@dataclass(frozen=True, slots=True)
class Filling:
    """What adding took: records a second, and peak memory early and at the end.

    Attributes:
        by_clock: Records by the clock.
        by_processor: Records by the processor, in this process and the second one that helps.
        early_mib: Memory after a tenth.
        mib: Memory after all.
    """

    by_clock: float
    by_processor: float
    early_mib: float
    mib: float


def fill(archive: Archive, number: int, coded: list[Record] | None = None) -> Filling:
    """Add so many records."""
    taken, lot, early = _Taken(), list[Record](), 0.0
    helped = _children()
    with ExitStack() as stack:
        stack.enter_context(archive.loading())
        for index, each in enumerate(track(records(number, coded), "adding", total=number, update_period=1.0), 1):
            lot.append(each)
            if len(lot) == _AT_ONCE or index == number:
                with taken.more():
                    archive.add_many(lot)
                lot = []
            if index == max(number // 10, 1):
                early = _peak()
        with taken.more():
            stack.close()  # what is left for the end of loading counts too
    return Filling(number / taken.clock, number / (taken.processor + _children() - helped), early, _peak())


@dataclass(slots=True)
class _Taken:
    """Seconds by the clock and of this process."""

    clock: float = 0.0
    processor: float = 0.0

    @contextmanager
    def more(self) -> Iterator[None]:
        began, spent = time.perf_counter(), time.process_time()
        yield
        self.clock, self.processor = (
            self.clock + time.perf_counter() - began,
            self.processor + time.process_time() - spent,
        )


def _children() -> float:
    """Processor's seconds of processes that were begun here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


Question = Callable[[dict[str, str]], object]
"""What is asked, of a month."""


def months() -> Iterator[dict[str, str]]:
    """First and last day of months that lie apart, so that nothing kept of one helps with the next."""
    for n in itertools.count():
        first = date(2010 + (6 + 5 * n) % 13, 1 + (2 + 7 * n) % 12, 1)
        yield {"since": first.isoformat(), "until": (first + timedelta(days=30)).isoformat()}


def timed(question: Question, rounds: int) -> tuple[float, float, float, float, float]:
    """Milliseconds that a question takes, each time of another month.

    Returns:
        What it takes when it is asked for the first time, when the program begins to keep what it will need again; then
        median and 95th percentile of the others, by the clock and by this process's time.
    """
    taken, spent = [], []
    for month in itertools.islice(months(), rounds + 1):
        began, busy = time.perf_counter(), time.process_time()
        question(month)
        taken.append(1000 * (time.perf_counter() - began))
        spent.append(1000 * (time.process_time() - busy))
    return (
        taken[0], statistics.median(taken[1:]), statistics.quantiles(taken[1:], n=20, method="inclusive")[-1],
        statistics.median(spent[1:]), statistics.quantiles(spent[1:], n=20, method="inclusive")[-1],
    )  # fmt: skip


def questions(archive: Archive) -> dict[str, Question]:
    """What is asked, by name."""
    asked: dict[str, Question] = {
        f"search {words}": lambda _, words=words: search(archive, Search(words))  # type: ignore[misc]
        for words in _WORDS
    }
    return asked | {
        "search, latest first": lambda _: search(archive, Search("sanctions"), order="date"),
        "search with counts": lambda _: search(archive, Search("ambassador"), facets=True),
        "timeline of a month": lambda month: timeline(archive, select(archive, **month)),
        "timeline of an actor in a month": lambda month: timeline(archive, select(archive, actor="FRA", **month)),
        "statements of an actor in a month": lambda month: statements(archive, select(archive, actor="EU", **month)),
        "positions on a question": lambda month: positions(
            archive, select(archive, question="eu-recognise-palestine", **month)
        ),
        "meetings and planned acts of a month": lambda month: agenda(archive, select(archive, **month)),
        "documents cited in a month": lambda month: documents(archive, select(archive, **month)),
        "actors of a month": lambda month: actors(archive, select(archive, **month)),
        "an actor": lambda _: actors(archive, select(archive, actor="Finland")),
        "matrix of three questions": lambda month: matrix(
            archive, ["eu-recognise-palestine", "gaza-ceasefire", "recognise-kosovo"], on=month["until"]
        ),
    }


@contextmanager
def places(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    """Where archives are made, by the name of the database."""
    known = {} if options.only == "postgresql" else {"SQLite": str(options.keep or folder / "archive.db")}
    if options.only == "sqlite" or (programs() is None and not options.address):
        yield known
    elif options.address:
        yield {**known, "PostgreSQL": options.address}
    else:
        with server(durable=True) as running:
            yield {**known, "PostgreSQL": running.database()}


def measure(name: str, place: str, coded: Callable[[], list[Record]], options: argparse.Namespace) -> None:
    """Fill an archive that is empty, ask it, and print what it took."""
    with Archive(place, create=True) as archive:
        if not len(archive):
            told = fill(archive, options.articles, coded())
            rate = f"{told.by_clock:,.0f} records a second by the clock, {told.by_processor:,.0f} by the processor"
            print(
                f"\n{name}: {rate}; peak memory {told.early_mib:,.0f} MiB after a tenth, {told.mib:,.0f} MiB after all"
            )
        if options.join:
            began, spent, before = time.perf_counter(), time.process_time(), _peak()
            new = join(archive)
            each = 1000 / max(new, 1)
            clock, busy = (time.perf_counter() - began) * each, (time.process_time() - spent) * each
            print(
                f"\n{name}: joining {new:,} took {clock:,.1f} ms of each article by the clock, {busy:,.1f} of the"
                f" processor; peak memory {before:,.0f} MiB before, {_peak():,.0f} MiB after"
            )
        load_registry()
        settled()  # as 'communique serve' has it
        print(f"\n{name}, {len(archive):,} articles\n")
        print("| question | first ms | median | 95th percentile | processor's median | 95th percentile | memory MiB |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for asked, question in questions(archive).items():
            figures = " | ".join(f"{each:,.1f}" for each in timed(question, options.rounds))
            print(f"| {asked} | {figures} | {_peak():,.0f} |", flush=True)


def main() -> None:
    """Measure both databases, or one alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=20, help="how often each question is asked")
    parser.add_argument("--keep", type=Path, help="fill this file, or ask it when it is there")
    parser.add_argument("--address", help="fill this database of PostgreSQL, or ask it when it is full")
    parser.add_argument("--real", type=int, default=0, help="substitute so many real articles in the dispatches' place")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="measure one of them alone")
    parser.add_argument("--join", action="store_true", help="join the articles before it is asked")
    options = parser.parse_args()
    coded = functools.cache(lambda: _coded(real_articles(options.real) if options.real else dispatches()))
    with tempfile.TemporaryDirectory() as folder, places(Path(folder), options) as found:
        for name, place in found.items():
            measure(name, place, coded, options)


if __name__ == "__main__":
    main()
