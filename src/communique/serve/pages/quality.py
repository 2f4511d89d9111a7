"""Quality: what the gate measured of this version, what the archive covers, and how calibrated confidence is here."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Iterable
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive.counts import totals
from communique.archive.overview import coverage
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.strings import text

_JUDGED_ARTICLES = 300


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of the quality gate."""

    task: Annotated[str, doc("What is measured.")]
    gold: Annotated[str, doc("On which data.")]
    figure: Annotated[str, doc("Which figure.")]
    dev: Annotated[float | None, doc("On the part that was looked at while tuning.")]
    test: Annotated[float | None, doc("On the part that was only reported.")]


class Bin(Struct, frozen=True, kw_only=True):
    """Entries of about one confidence that people judged."""

    said: Annotated[float, doc("Their mean confidence.")]
    right: Annotated[float, doc("The share that people accepted as it is.")]
    n: Annotated[int, doc("Number of entries.")]
    coder: Annotated[str, doc("Kind of the entries.")]


class QualityContext(Context, frozen=True, kw_only=True):
    """How good it is."""

    version: str
    registry: str
    figures: tuple[Figure, ...]
    calibration: tuple[Bin, ...]
    totals: dict[str, int]
    coverage: dict[str, float]


def build(archive: Archive, _asked: Asked) -> QualityContext:
    """The page."""
    return QualityContext(
        title=text("quality.heading"), version=version("communique"), registry=load_registry().version,
        figures=tuple(_figures()), calibration=tuple(calibrated(archive)), totals=totals(archive),
        coverage=coverage(archive),
    )  # fmt: skip


def calibrated(archive: Archive) -> Iterable[Bin]:
    """Of the judged entries of each kind, in fifths of confidence: the share that was accepted as it is."""
    verdicts = archive.marks()
    found: dict[tuple[str, int], list[tuple[float, bool]]] = defaultdict(list)
    for article in sorted({article for article, _ in verdicts})[-_JUDGED_ARTICLES:]:
        record = archive.record(article)
        for kind in ("event", "statement", "position", "meeting", "actor"):
            for entry in getattr(record, f"{kind}s"):
                said = verdicts.get((article, entry.id))
                if said is not None and said.kind == kind:
                    place = (kind, min(int(entry.confidence * 5), 4))
                    found[place].append((entry.confidence, said.verdict == "accepted"))
    for (kind, _), those in sorted(found.items()):
        n = len(those)
        yield Bin(said=sum(each for each, _ in those) / n, right=sum(ok for _, ok in those) / n, n=n, coder=kind)


def _figures() -> list[Figure]:
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for name, value in floors().items():
        task, gold, part, figure = name.split("/")
        found.setdefault((task, gold, figure), {})[part] = value
    return [
        Figure(task=task, gold=gold, figure=figure, dev=parts.get("dev"), test=parts.get("test"))
        for (task, gold, figure), parts in sorted(found.items())
    ]


@functools.cache
def floors() -> dict[str, float]:
    """The figures that the gate pinned: shipped in the wheel, and read from the checkout where there is one."""
    shipped = resources.files("communique.serve").joinpath("figures.json")
    if shipped.is_file():
        return dict(json.loads(shipped.read_text("utf-8")))
    here = Path(__file__).resolve().parents[4] / "evaluation" / "floors.json"
    return dict(json.loads(here.read_text("utf-8"))) if here.is_file() else {}


PAGE = Page("quality", "/quality", build, lambda context: context.figures, Figure)
