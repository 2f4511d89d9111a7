"""Dyads a day as CSV: day, the two actors' codes, the CAMEO code, its Goldstein value and how often it was told.

The one-a-day filter of event data research is applied: the same two parties and the same code on the same day count
as one event, whatever the number of articles; ``reports`` says how many tellings were joined.
"""

from __future__ import annotations

import csv
import heapq
import io
import itertools
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from operator import itemgetter
from typing import BinaryIO

import msgspec

from communique.export.codes import cameo
from communique.export.dyads import dyads
from communique.record import Record

COLUMNS = ("day", "source", "target", "cameo", "root", "quad", "goldstein", "reports")
_HELD = 20_000  # counts in memory; more wait in files, each in order

Key = tuple[str, str, str, str, int]
Counts = Iterator[tuple[Key, int]]


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the dyads of two known codes by day; neither records nor more than some counts are held in memory."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    with ExitStack() as held:
        for (day, source, target, code, quad), reports in _joined(list(_stretches(records, held))):
            writer.writerow((day, source, target, code, code[:2], quad, cameo(code).goldstein, reports))
    text.detach()


def _stretches(records: Iterable[Record], held: ExitStack) -> Iterator[Counts]:
    """The counts in stretches that are in order each; all but the last wait in files."""
    found: Counter[Key] = Counter()
    for record in records:
        for key, reports in _told(record):
            found[key] += reports
        if len(found) > _HELD:
            file = held.enter_context(tempfile.TemporaryFile(prefix="communique-"))  # noqa: SIM115 - held
            file.writelines(msgspec.json.encode(each) + b"\n" for each in sorted(found.items()))
            file.seek(0)
            yield map(msgspec.json.Decoder(tuple[Key, int]).decode, file)
            found.clear()
    yield iter(sorted(found.items()))


def _joined(stretches: list[Counts]) -> Counts:
    """The stretches as one in order, what is in several counted together."""
    for key, counts in itertools.groupby(heapq.merge(*stretches), key=itemgetter(0)):
        yield key, sum(count for _, count in counts)


def _told(record: Record) -> Counts:
    """Each dyad by day, source, target, CAMEO code and quad class, and how often the record tells it."""
    for dyad in dyads(record):
        source, target = dyad.source and dyad.source.cameo, dyad.target and dyad.target.cameo
        if dyad.day and source and target:
            key = (dyad.day.isoformat(), source, target, dyad.event.cameo, dyad.event.quad)
            yield key, 1 + len(dyad.event.also)
