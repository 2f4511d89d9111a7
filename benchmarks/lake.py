"""``python -m benchmarks.lake``: how a lake of ten million events answers.

The lake is made of the example dispatches, coded once: each is told again on other days by other outlets, with its own
events, statements and actors, until there are so many events. Days, ids and numbers are computed by DuckDB over whole
months at once. Texts are kept in full; the records' JSON, which no question reads, is that of an empty record.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from rich.progress import track

from benchmarks.figures import Answered, Answers, keep, machine
from benchmarks.texts import dispatches
from communique import read
from communique.archive import Search
from communique.ask import actors, positions, search, select, statements, timeline
from communique.ask.matrix import matrix
from communique.ask.paging import party_of
from communique.ask.relations import network, pair
from communique.lake import Lake, LakeWriter
from communique.lake.layout import article_number, month_of
from communique.lake.schemas import ORDER, TABLES, schema
from communique.lake.writing import _Rows, arrow_table
from communique.record import Record

FIRST, MONTHS = date(2010, 1, 1), 120
OUTLETS = ("Courier", "Herald", "Observer")
BASE = date(2009, 12, 1)
"""The day on which every dispatch is published before it is told again."""

_HASH = 2**47
_STEP = 0x9E3779B97F4B  # odd: numbers times this are spread over all hashes, and no two are the same
_SHIFTED = {
    "earliest": "(CAST(b.earliest AS DATE) + m.later)::DATE::VARCHAR",
    "latest": "(CAST(b.latest AS DATE) + m.later)::DATE::VARCHAR",
    "day": "CASE WHEN b.day < 9000000 THEN b.day + m.later ELSE b.day END",
    "until": "CASE WHEN b.until > 0 THEN b.until + m.later ELSE b.until END",
    "long_until": "b.long_until + m.later",
}


_RECORD = (
    """'{"communique":"' || b.communique || '","model":"' || b.model || '","registry":"' || b.registry"""
    """ || '","article":{"id":"g-' || m.n || '","text":"","sha256":"' || b.sha256 || '"}}'"""
)


def coded() -> list[Record]:
    """The example dispatches, all of one day and outlet."""
    return [read(each.text, published=BASE.isoformat(), outlet="base") for each in dispatches()]


def generate(where: Path, events: int, records: list[Record] | None = None) -> int:
    """Make a lake of at least so many events; how many there are."""
    records = records or coded()
    duck, rows = duckdb.connect(), _Rows()
    for each in records:
        rows.add(each)
    every = max(sum(len(each.events) for each in records), 1)
    tellings = -(-events // (every * MONTHS))  # of each dispatch in each month
    made = dict.fromkeys(TABLES, 0)
    for table, _, found in rows.files():
        duck.register(f"base_{table}", arrow_table(table, found))
        made[table] = 1
    writer, first = LakeWriter(where), 0
    for start in track(list(months()), "making the lake"):
        _told(duck, start, tellings, first)
        first += tellings * len(records)
        files = ((table, place, data) for table in TABLES if made[table] for place, data in _files(duck, table, start))
        writer.commit_tables(f"{start:%Y-%m}", files, versions=rows.versions, days=[start.isoformat()])
    return tellings * every * MONTHS


def months() -> Iterator[date]:
    """The first day of each month."""
    for n in range(MONTHS):
        yield date(FIRST.year + n // 12, n % 12 + 1, 1)


def _told(duck: Any, start: date, tellings: int, first: int) -> None:
    """The articles of a month: which dispatch each tells, on which day, with which number."""
    days = ((start + timedelta(days=31)).replace(day=1) - start).days
    # The days before are counted as those of 'article_number' are.
    before = (article_number("", start.isoformat()) >> 47) - (start - FIRST).days
    duck.execute(
        "CREATE OR REPLACE TABLE made AS SELECT *, day::VARCHAR AS published,"
        f" CAST(day - DATE '{BASE}' AS INTEGER) AS later,"
        f" ({before} + (day - DATE '{FIRST}')) * {_HASH} + CAST((n::HUGEINT * {_STEP}) % {_HASH} AS BIGINT) AS number,"
        f" {list(OUTLETS)}[1 + (n * 7919) % {len(OUTLETS)}] AS outlet FROM"
        f" (SELECT number AS base, {first} + row_number() OVER (ORDER BY number, range) - 1 AS n,"
        f" DATE '{start}' + CAST((n * 31 + range) % {days} AS INTEGER) AS day"
        f" FROM base_articles, range({tellings}))"
    )


def _files(duck: Any, table: str, start: date) -> Iterator[tuple[tuple[str, str | None], Any]]:
    """The rows of a table in a month, by outlet."""
    if table == "actors":
        yield ("", None), duck.sql("SELECT * FROM base_actors ORDER BY number").to_arrow_table().cast(schema(table))
        return
    own = "number" if table == "articles" else "article"
    columns = ", ".join(f"{_column(table, name, own)} AS {name}" for name in TABLES[table])
    order = ", ".join(ORDER.get(table, ("article",)))
    for outlet in OUTLETS:
        sql = (
            f"SELECT {columns} FROM base_{table} AS b JOIN made AS m ON b.{own} = m.base"
            f" WHERE m.outlet = '{outlet}' ORDER BY {order}"
        )
        found = duck.sql(sql).to_arrow_table().cast(schema(table))
        if found.num_rows:
            yield (month_of(start.isoformat()), outlet), found


def _column(table: str, name: str, own: str) -> str:
    if name == own:
        return "m.number"
    if table == "articles":
        told = {
            "id": "'g-' || m.n", "published": "m.published", "outlet": "m.outlet", "title": "'Dispatch ' || m.n",
            "record": _RECORD,
        }  # fmt: skip
        return told.get(name, f"b.{name}")
    return _SHIFTED.get(name, f"b.{name}")


def questions(lake: Lake) -> dict[str, Callable[[], object]]:
    """What is asked, by name."""
    month = {"since": "2016-03-01", "until": "2016-03-31"}
    week = {"since": "2016-03-07", "until": "2016-03-13"}
    return {
        "timeline of a day": lambda: timeline(lake, select(lake, since="2016-03-08", until="2016-03-08")),
        "timeline of an actor in a week": lambda: timeline(lake, select(lake, actor="FRA", **week)),
        "timeline of an actor in a month": lambda: timeline(lake, select(lake, actor="Ethiopia", **month)),
        "dyad, over ten years": lambda: pair(lake, party_of(lake, "Russia"), party_of(lake, "Ukraine")),
        "statements of an actor in a week": lambda: statements(lake, select(lake, actor="EU", **week)),
        "search by actor": lambda: search(lake, Search(wanted=select(lake, actor="Finland")), order="date"),
        "search by actor in a month": lambda: search(lake, Search(wanted=select(lake, actor="Finland", **month))),
        "actors of a month": lambda: actors(lake, select(lake, **month)),
        "network of a month": lambda: network(lake, since="2016-03-01", until="2016-03-31"),
        "positions in a week": lambda: positions(lake, select(lake, **week)),
        "matrix of a question by its latest": lambda: matrix(
            lake, ["nato-admit-sweden-finland"], latest=1, on="2016-03-31"
        ),
    }


def timed(question: Callable[[], Any], rounds: int) -> tuple[float, float, float, int]:
    """Seconds by the clock at first and then at the median, the processor's at the median, and the number of rows."""
    taken, spent = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        found = question()
        taken.append(time.perf_counter() - began)
        spent.append(time.process_time() - busy)
    rows = getattr(found, "rows", None) or getattr(found, "events", None) or getattr(found, "edges", found)
    count = len(rows) if hasattr(rows, "__len__") else 1
    return taken[0], statistics.median(taken[1:] or taken), statistics.median(spent[1:] or spent), count


def main() -> None:
    """Make the lake where there is none, ask it, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lake", description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000, help="how many events, at least")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--keep", type=Path, help="where the lake is kept, or is already")
    parser.add_argument("--figures", action="store_true", help="keep the figures for the documentation")
    options = parser.parse_args()
    folder_ = options.keep or Path(tempfile.mkdtemp())
    try:
        if not (folder_ / "lake.json").exists():
            began = time.perf_counter()
            made = generate(folder_, options.events)
            print(f"{made:,} events made in {time.perf_counter() - began:,.0f} s")
        found = ask(folder_, options.rounds)
        if options.figures:
            keep("lake", found)
    finally:
        if options.keep is None:
            shutil.rmtree(folder_)


def ask(where: Path, rounds: int) -> Answers:
    """Ask the lake and print what it took."""
    size = sum(each.stat().st_size for each in where.rglob("*.parquet"))
    began = time.perf_counter()
    with Lake(where) as lake:
        opened = time.perf_counter() - began
        counts = {name: sum(each.counts.get(name, 0) for each in lake.units) for name in ("articles", "events")}
        words = f"{counts['articles']:,} articles, {counts['events']:,} events, {size / 2**30:.2f} GiB"
        print(f"\n{words}, opened in {opened:.2f} s\n\n| question | rows | first s | then s | processor's s |")
        print("|---|---:|---:|---:|---:|")
        told = []
        for name, question in questions(lake).items():
            first, then, busy, found = timed(question, rounds)
            print(f"| {name} | {found:,} | {first:.2f} | {then:.2f} | {busy:.2f} |", flush=True)
            told.append(Answered(question=name, rows=found, seconds=round(then, 2), busy=round(busy, 2)))
        return Answers(
            machine=machine(), articles=counts["articles"], events=counts["events"], gib=round(size / 2**30, 2),
            opened=round(opened, 1), rows=tuple(told),
        )  # fmt: skip


if __name__ == "__main__":
    main()
