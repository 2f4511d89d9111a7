"""``python -m benchmarks.serve``: how fast pages and the API answer, with ten readers while articles are added.

The archive is that of ``python -m benchmarks.archive``. The application runs in a process of its own, as a user starts
it. The readers are threads of this one: each asks at random, after the last answer and a pause, while a
third process adds articles to the same archive. Times are those that a reader waits.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec

from benchmarks.archive import fill, records
from communique.archive import Archive
from communique.archive.overview import newest

BAR_MS = 200.0
_ALONE = 12  # how often each is asked when nobody else asks
READERS = min(4, os.cpu_count() or 1)  # as the command does
_QUESTION = "eu-recognise-palestine"


@contextmanager
def filled(keep: Path | None, articles: int) -> Iterator[tuple[Path, dict[str, list[str]]]]:
    """A file with an archive of so many articles, made unless it is there, and what is asked of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "archive.db"
        there = path.exists()
        with Archive(path, create=True) as archive:
            if not there:
                fill(archive, articles)
            asked = addresses(archive)
            print(f"{len(archive):,} articles, {path.stat().st_size / 1e6:,.0f} MB")
        yield path, asked


def addresses(archive: Archive) -> dict[str, list[str]]:
    """What is asked: by the name of each page and path some addresses of it."""
    articles = [row["id"] for row in newest(archive, until="2016-12-31", most=400)][::20]
    entries = [archive.record(each).events[0].id for each in articles[:5] if archive.record(each).events]
    actors = ("FRA", "EU", "RUS", "Q3052772")
    words = ("sanctions", "ambassador", '"foreign minister"', "ceasefire OR truce")
    pages = {
        "page today": ["/"], "page articles": ["/articles", "/articles?q=sanctions"],
        "page article": [f"/articles/{each}" for each in articles],
        "page actor": [f"/actors/{each}" for each in actors], "page pair": ["/pairs/FRA/AUS", "/pairs/EU/RUS"],
        "page questions": ["/questions"], "page question": [f"/questions/{_QUESTION}"], "page network": ["/network"],
        "page map": ["/map"], "page calendar": ["/calendar"], "page search": [f"/search?q={quote(w)}" for w in words],
        "page sources": ["/sources"], "page registry": ["/registry", "/registry?q=France"],
        "page quality": ["/quality"], "page add": ["/add"],
    }  # fmt: skip
    api = {
        "about": ["about"], "articles": ["articles", "articles?actor=EU"],
        "article": [f"articles/{each}" for each in articles], "record": [f"records/{each}" for each in articles],
        "evidence": [f"entries/{each}" for each in entries],
        "events": ["events", "events?actor=FRA", "events?kind=SANCTION", "events?since=2016-03-01&until=2016-03-31"],
        "statements": ["statements", "statements?speaker=EU", "statements?about=sanctions"],
        "positions": ["positions", f"positions?question={_QUESTION}"], "documents": ["documents"],
        "search": [f"search?q={quote(each)}" for each in words],
        "search with counts": ["search?q=ambassador&facets=true"],
        "calendar": ["calendar", "calendar?actor=EU"], "actor": [f"actors/{each}" for each in actors],
        "offices": ["actors/FRA/offices"], "lookup": ["actors/lookup?phrase=French%20foreign%20minister&on=2021-09-17"],
        "questions": ["questions"], "matrix": [f"questions/{_QUESTION}/matrix"],
        "outlook": [f"questions/{_QUESTION}/outlook"], "changes": [f"questions/{_QUESTION}/changes"],
        "question calendar": [f"questions/{_QUESTION}/calendar"], "network": ["network"], "pair": ["pairs/FRA/AUS"],
        "sources": ["sources"], "judgements": ["judgements"],
    }  # fmt: skip
    feeds = {
        "feed search": ["/feeds/search.atom?q=sanctions"], "feed actor": ["/feeds/actors/FRA.atom"],
        "feed question": [f"/feeds/questions/{_QUESTION}.json"], "calendar actor": ["/calendars/actors/EU.ics"],
    }  # fmt: skip
    return pages | {f"api {name}": [f"/api/v1/{each}" for each in paths] for name, paths in api.items()} | feeds


def serve(path: Path, port: multiprocessing.Queue[int], warm: bool) -> None:
    """Run the application; its port is told by the queue."""
    from communique.serve import Settings
    from communique.serve.running import run

    settings = Settings(port=0, rate=1e9, burst=10**9, readers=READERS, warm=warm)
    run(path, settings, lambda address: port.put(int(address.rstrip("/").rsplit(":", 1)[1])))


def add(path: Path, every: float) -> None:
    """Add an article every so many seconds, for ever."""
    made = list(records(200, seed=11))
    with Archive(path) as archive:
        for number in range(10**9):
            each = made[number % len(made)]
            article = msgspec.structs.replace(each.article, id=f"added-{os.getpid()}-{number}")
            archive.add(msgspec.structs.replace(each, article=article))
            time.sleep(every)


@contextmanager
def running(path: Path, every: float, *, warm: bool = False) -> Iterator[int]:
    """The application and what adds articles, each in a process; gives the port.

    Args:
        path: The archive.
        every: Seconds between two articles that are added; 0 for none.
        warm: Whether the application loads at its start what codes articles that are pasted.
    """
    context = multiprocessing.get_context("spawn")
    port: multiprocessing.Queue[int] = context.Queue()
    processes = [context.Process(target=serve, args=(path, port, warm))]  # no daemon: it starts processes of its own
    processes += [context.Process(target=add, args=(path, every), daemon=True)] if every else []
    for each in processes:
        each.start()
    try:
        yield port.get(timeout=300)
    finally:
        for each in processes:
            each.terminate()
            each.join()


class Readers:
    """Readers that ask everything in turn, each in an order of its own, and write down how long they waited.

    Args:
        port: Where the application answers.
        asked: Names and addresses.
        pause: Seconds that a reader reads before asking on.
    """

    def __init__(self, port: int, asked: dict[str, list[str]], pause: float) -> None:
        self._port, self._pause, self._asked = port, pause, asked
        self.waited: dict[str, list[float]] = defaultdict(list)
        self.failed: dict[str, int] = defaultdict(int)

    def read(self, readers: int, seconds: float) -> None:
        """Let so many readers ask for so many seconds."""
        end = time.perf_counter() + seconds
        threads = [threading.Thread(target=self._read, args=(number, end)) for number in range(readers)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    def _read(self, number: int, end: float) -> None:
        draw = random.Random(number)  # noqa: S311 - an order, no secret
        connection = self._connected()
        while time.perf_counter() < end:
            names = list(self._asked)
            draw.shuffle(names)
            for name in names:
                address = draw.choice(self._asked[name])
                time.sleep(draw.random() * 2 * self._pause)
                if time.perf_counter() > end:
                    return
                began = time.perf_counter()
                self.ask(address, connection)
                self.waited[name].append(1000 * (time.perf_counter() - began))

    def ask(self, address: str, connection: http.client.HTTPConnection | None = None) -> None:
        """Ask for something, over a connection of its own where none is given."""
        connection = connection or self._connected()
        connection.request("GET", address, headers={"accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            self.failed[f"{answer.status} {address}"] += 1

    def _connected(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)


def main() -> None:
    """Fill an archive, serve it, read it, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="fill this file, or serve it when it is there")
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=180.0, help="for how long they read")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds that a reader reads, on average")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two that are added; 0 for none")
    parser.add_argument("--only", default="", help="ask only what its name begins with, such as 'page'")
    options = parser.parse_args()
    with filled(options.keep, options.articles) as (path, every), running(path, options.every) as port:
        asked = {name: paths for name, paths in every.items() if name.startswith(options.only)}
        Readers(port, asked, 0.0).read(1, options.seconds / 3)  # what is loaded once is loaded
        readers = Readers(port, asked, options.pause)
        began = time.perf_counter()
        readers.read(options.readers, options.seconds)
        took = time.perf_counter() - began
        spent = {name: busy(port, paths) for name, paths in asked.items()}
    _report(readers, took, spent)


def busy(port: int, paths: list[str]) -> float:
    """Milliseconds of processor time that the application spends on an answer when nobody else asks, on average."""
    application = next(each for each in multiprocessing.active_children() if not each.daemon)
    reader = Readers(port, {}, 0.0)
    asked = (paths * _ALONE)[:_ALONE]  # the system tells in steps of ten milliseconds, of all together
    before = _spent(application.pid)
    for number, address in enumerate(asked):
        joint = "&" if "?" in address else "?"
        reader.ask(f"{address}{joint}_={number}")  # another address: what is kept is not told again
    return (_spent(application.pid) - before) / _ALONE


def _spent(program: int | None) -> float:
    """Milliseconds of processor time of a process and those that it started, ended threads included."""
    words = Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()
    own = 1000 * (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    tasks = Path(f"/proc/{program}/task").iterdir()
    started = [number for each in tasks for number in (each / "children").read_text().split()]
    return own + sum(_spent(int(number)) for number in started)


def _report(readers: Readers, took: float, spent: dict[str, float]) -> None:
    everything = sorted(each for times in readers.waited.values() for each in times)
    print(f"{len(everything):,} answers in {took:,.0f} s\n")
    print("| what | asked | median ms | 95th percentile ms | longest ms | processor ms, alone |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, times in sorted({**readers.waited, "everything": everything}.items(), key=lambda pair: -_high(pair[1])):
        mark = " **over the bar**" if _high(times) > BAR_MS else ""
        median, high = statistics.median(times), _high(times)
        alone = f"{spent[name]:,.0f}" if name in spent else ""
        print(f"| {name}{mark} | {len(times)} | {median:,.0f} | {high:,.0f} | {max(times):,.0f} | {alone} |")
    for what, number in readers.failed.items():
        print(f"failed {number} times: {what}")


def _high(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


if __name__ == "__main__":
    main()
