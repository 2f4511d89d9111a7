"""Pages: how much of an article's text is taken from its page, and nothing else.

The figure ``f1`` is that of scrapinghub's article-extraction-benchmark, in our own code: texts are compared as
bags of four-word shingles; the precision and the recall of the documents are averaged and F1 is taken of the
two averages. ``date`` is the share of pages whose publication day is found exactly; it is given only where the
ground truth has days (a ``date``, ``published`` or ``datePublished`` beside ``articleBody``).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.errors import EmptyText
from communique.sources.decode import decode
from communique.sources.pages import Page, extract_page
from evaluation.task import Part, Result, Task, in_part

_SHINGLE = 4
_DAYS = ("date", "published", "datePublished")
_WORD = re.compile(r"\w+", re.UNICODE)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The four-word shingles of a text with their number; a shorter text is one shingle."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def compare(gold: str, found: str) -> tuple[float | None, float | None]:
    """Precision and recall of one text; None where the measure is not defined."""
    wanted, given = shingles(gold), shingles(found)
    hit = (wanted & given).total()
    return (
        hit / given.total() if given else (None if wanted else 1.0),
        hit / wanted.total() if wanted else (None if given else 1.0),
    )


def score(gold: Path, part: Part | None = None) -> Result:
    """Extract every page of the ground truth beside which an ``html`` folder lies, and score the texts and days."""
    precisions: list[float] = []
    recalls: list[float] = []
    days: list[bool] = []
    n = 0
    for truth, page in _pages(gold, part):
        n += 1
        precision, recall = compare(truth["articleBody"], page.text)
        precisions += [precision] if precision is not None else []
        recalls += [recall] if recall is not None else [0.0]
        day = next((truth[key] for key in _DAYS if truth.get(key)), None)
        if day:
            days.append(page.published == str(day)[:10])
    figures = {"f1": _f1(_mean(precisions), _mean(recalls))}
    if days:
        figures["date"] = _mean([float(hit) for hit in days])
    return Result(n, figures)


def _pages(gold: Path, part: Part | None) -> Iterator[tuple[dict[str, Any], Page]]:
    truth: dict[str, dict[str, Any]] = json.loads(gold.read_text("utf-8"))
    for key in sorted(truth):
        if in_part(key, part):
            html = _html(gold.parent, key)
            try:
                yield truth[key], extract_page(html, url=truth[key].get("url"))
            except EmptyText:
                yield truth[key], Page("")


def _html(folder: Path, key: str) -> str:
    for path in (folder / "html" / f"{key}.html.gz", folder / "html" / f"{key}.html"):
        if path.exists():
            data = path.read_bytes()
            return decode(gzip.decompress(data) if path.suffix == ".gz" else data)[0]
    raise FileNotFoundError(f"no page for {key} in {folder / 'html'}")


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


TASK = Task(
    name="pages",
    sets={"scrapinghub": "pages/extraction/ground-truth.json"},
    figures=("f1", "date"),
    score=score,
    anchors={"f1": (0.964, "trafilatura"), "date": (0.890, "htmldate")},
)
