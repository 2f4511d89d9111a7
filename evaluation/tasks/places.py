"""Places: gold toponyms to GeoNames, and running text to places.

Gold is a JSON line a document: ``{"id", "text", "toponyms": [{"start", "end", "phrase", "geonameid", "lat",
"lon", "country"}]}``. A gold span whose offsets do not give its phrase is moved to the phrase's nearest
occurrence; where there is none it is left out, as is a toponym without a point or an id from the figures that
need it. Every document goes through the pipeline as far as the actors, with its address where gold has one; all names
of places count, whether they are used as places or for a government.

- ``exact_id``: share of the gold spans with a GeoNames id that resolve to it, spans given.
- ``country``: share of the gold spans with a country that resolve into it, spans given.
- ``within_161km``: share of all gold toponyms with a point that are detected in running text and resolved to
  within 161 km (100 miles) of it.
- ``detection_f1``: exact spans of toponyms found in running text.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from communique.pipeline import default_pipeline
from communique.record import Offsets
from communique.resolve.places import (
    Candidate,
    Context,
    Resolved,
    context_of,
    distance,
    find_toponyms,
    resolve_toponyms,
)
from communique.resolve.places.gazetteer import divisions, key_of
from communique.sources import make_article
from evaluation.task import Part, Result, Task, in_part

NEAR_KM = 161.0


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    with gold.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    documents = [each for each in documents if in_part(each["id"], part)]
    counts: Counter[str] = Counter()
    for document in documents:
        article = make_article(document["text"], url=(document.get("url") or "").strip() or None)
        reading = default_pipeline().reading(article, until="actors")
        context = context_of(reading)
        toponyms = anchored(document)
        _score_given(article.text, toponyms, counts, context)
        found = find_toponyms(reading.doc, reading.names) if hasattr(reading, "doc") else []
        _score_running(found, resolve_toponyms(article.text, found, context), toponyms, counts)
    return Result(n=counts["toponyms"], figures=_figures(counts))


def _figures(counts: Counter[str]) -> dict[str, float]:
    figures = {
        "within_161km": _ratio(counts["near"], counts["points"]),
        "detection_f1": _ratio(2 * counts["hits"], counts["found"] + counts["toponyms"]),
    }
    if counts["ids"]:
        figures["exact_id"] = _ratio(counts["exact"], counts["ids"])
    if counts["countries"]:
        figures["country"] = _ratio(counts["country"], counts["countries"])
    return figures


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def anchored(document: dict[str, Any]) -> list[tuple[Offsets, dict[str, Any]]]:
    """The gold toponyms with offsets that give their phrase."""
    text = document["text"]
    anchored = []
    for gold in document["toponyms"]:
        phrase = gold.get("phrase") or text[gold["start"] : gold["end"]]
        start = gold["start"]
        if text[start : gold["end"]] != phrase:
            places = [at for at in (text.rfind(phrase, 0, start + len(phrase)), text.find(phrase, start)) if at >= 0]
            if not places:
                continue
            start = min(places, key=lambda at: abs(at - gold["start"]))
        anchored.append(((start, start + len(phrase)), gold))
    return anchored


def _score_given(
    text: str, toponyms: list[tuple[Offsets, dict[str, Any]]], counts: Counter[str], context: Context
) -> None:
    """Count what is resolved right when the spans are given."""
    resolved = resolve_toponyms(text, [span for span, _ in toponyms], context)
    for result, (_, gold) in zip(resolved, toponyms, strict=True):
        if gold.get("geonameid"):
            counts["ids"] += 1
            counts["exact"] += result is not None and result.place.geonames == int(gold["geonameid"])
        if gold.get("country"):
            counts["countries"] += 1
            counts["country"] += result is not None and result.place.country == _alpha2(gold["country"])


def _alpha2(name: str) -> str | None:
    """The code of a country as gold names it: GeoNames' English name, or a code."""
    places = divisions().named(key_of(name)) or divisions().named(key_of(name.partition("(")[0]))
    return next((each.country for each in places if each.level == "country"), name if len(name) == 2 else None)


def _score_running(
    found: list[Offsets],
    resolved: list[Resolved | None],
    toponyms: list[tuple[Offsets, dict[str, Any]]],
    counts: Counter[str],
) -> None:
    """Count what is found and resolved in running text."""
    ours = dict(zip(found, resolved, strict=True))
    gold_spans = {span for span, _ in toponyms}
    counts["toponyms"] += len(gold_spans)
    counts["found"] += len(ours)
    counts["hits"] += len(gold_spans & ours.keys())
    for span, gold in toponyms:
        if gold.get("lat") is not None and gold.get("lon") is not None:
            counts["points"] += 1
            result = ours.get(span)
            point = Candidate("city", "", None, None, None, float(gold["lat"]), float(gold["lon"]), 0)
            counts["near"] += result is not None and distance(result.place, point) <= NEAR_KM


TASK = Task(
    name="places",
    sets={
        "TR-News half": "places/trnews_half.jsonl",
        "LGL": "places/lgl.jsonl",
        "GeoVirus": "places/geovirus.jsonl",
    },
    figures=("exact_id", "country", "within_161km", "detection_f1"),
    score=score,
    anchors={
        "exact_id": (0.671, "population prior (TR-News)"),
        "country": (0.856, "population prior (TR-News)"),
        "within_161km": (0.405, "Edinburgh Geoparser (LGL)"),
    },
)
