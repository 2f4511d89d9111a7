"""Dyads a day as CSV: day, the two actors' codes, the CAMEO code, its Goldstein value and how often it was told.

The one-a-day filter of event data research is applied: the same two parties and the same code on the same day count
as one event, whatever the number of articles; ``reports`` says how many tellings were joined.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

from communique.export.codes import cameo
from communique.export.dyads import dyads
from communique.record import Record

COLUMNS = ("day", "source", "target", "cameo", "root", "quad", "goldstein", "reports")


def write(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the dyads of two known codes by day; only counts are held in memory, never the records."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for (day, source, target, code, quad), reports in sorted(counted(records).items()):
        writer.writerow((day, source, target, code, code[:2], quad, cameo(code).goldstein, reports))
    text.detach()


def counted(records: Iterable[Record]) -> Counter[tuple[str, str, str, str, int]]:
    """How often each dyad of each day was told, by day, source, target, CAMEO code and quad class."""
    found: Counter[tuple[str, str, str, str, int]] = Counter()
    for record in records:
        for dyad in dyads(record):
            source, target = dyad.source and dyad.source.cameo, dyad.target and dyad.target.cameo
            if dyad.day and source and target:
                key = (dyad.day.isoformat(), source, target, dyad.event.cameo, dyad.event.quad)
                found[key] += 1 + len(dyad.event.also)
    return found
