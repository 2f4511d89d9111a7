"""Who said what, to whom, through what and on whose word: sentences and short articles written for this project.

A JSON line each: ``{"id", "text", "statements": [...]}``. A statement has ``content`` (spans), ``speaker`` (span or
null), ``kind``, ``mode`` and ``anonymous`` (null where they are not judged), ``addressees`` (words of the text; null
where they are not judged), ``medium`` (or a list of the answers that are right), ``reported_by`` (index of the
statement that carries it), ``time`` (TIMEX3 value of the saying; ``none`` where the only time is that of the content;
left out where it is not judged) and ``optional``. Every text is read as an article published on 2 March 2021. Gold and
answers are paired one to one by their words, best first; a pair shares at least half of its words.

- ``f1``: pairs with the right speaker; an optional statement counts neither way.
- ``exact``: share of the pairs whose contents have the very same words.
- ``links``: share of the gold's links (a statement carried by another) that are found with both ends.
- ``link_precision``: share of the links found, both ends paired, that the gold has.
- ``addressee_f1``, ``medium_f1``: over the pairs, those told and the media named.
- ``kind``, ``mode``, ``anonymous``, ``time``: share of the pairs where it is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique import record
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.sources import make_article
from evaluation.data import own
from evaluation.task import Part, Result, Task, in_part
from evaluation.tasks.statements import Words, f1, touched, words_of

PUBLISHED = "2021-03-02"
Gold = dict[str, Any]
Pair = tuple[int, int]


def read(text: str) -> Reading:
    """One text, up to its statements."""
    return default_pipeline().reading(make_article(text, published=PUBLISHED), until="statements")


def paired(reading: Reading, gold: list[Gold]) -> list[Pair]:
    """Index of the gold and of the answer of each pair, in the order of the gold."""
    words = words_of(reading.text)
    theirs = [touched(words, each["content"]) for each in gold]
    ours = [touched(words, each.content) for each in reading.statements]
    rated = [
        (_overlap(t, o) + 0.1 * same_speaker(gold[i], reading.statements[j]), i, j)
        for i, t in enumerate(theirs)
        for j, o in enumerate(ours)
        if _overlap(t, o) >= 0.5
    ]
    chosen: dict[int, int] = {}
    for _, i, j in sorted(rated, key=lambda each: (-each[0], each[1:])):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return sorted(chosen.items())


def _overlap(one: Words, other: Words) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def same_speaker(gold: Gold, found: record.Statement) -> bool:
    """Whether the answer names the gold's speaker, or nobody where the gold has nobody."""
    speaker = gold["speaker"]
    if speaker is None or found.speaker is None:
        return speaker is None and found.speaker is None
    return bool(speaker[0] < found.speaker.end and found.speaker.start < speaker[1])


def count(reading: Reading, gold: list[Gold], counts: Counter[str]) -> None:
    """Add one text's counts."""
    pairs = paired(reading, gold)
    live = [pair for pair in pairs if not gold[pair[0]].get("optional")]
    counts["gold"] += sum(not each.get("optional") for each in gold)
    counts["found"] += len(reading.statements) - len(set(_neutral(reading, gold, pairs)))
    counts["right"] += sum(same_speaker(gold[i], reading.statements[j]) for i, j in live)
    _count_links(reading, gold, dict(pairs), counts)
    words = words_of(reading.text)
    for i, j in live:
        counts["pairs"] += 1
        ours = reading.statements[j]
        counts["exact"] += touched(words, gold[i]["content"]) == touched(words, ours.content)
        _count_details(reading, gold[i], ours, counts)


def _neutral(reading: Reading, gold: list[Gold], pairs: list[Pair]) -> Iterator[int]:
    """Answers that count neither way: those that are an optional statement, or touch nothing else."""
    words = words_of(reading.text)
    yield from (j for i, j in pairs if gold[i].get("optional"))
    taken = {j for _, j in pairs}
    for j, each in enumerate(reading.statements):
        ours = touched(words, each.content)
        met = [g for g in gold if touched(words, g["content"]) & ours]
        if j not in taken and met and all(g.get("optional") for g in met):
            yield j


def _count_links(reading: Reading, gold: list[Gold], pairs: dict[int, int], counts: Counter[str]) -> None:
    """The links of the gold, and the answers' links whose ends the gold has."""
    by_id = {each.id: j for j, each in enumerate(reading.statements)}
    back = {j: i for i, j in pairs.items()}
    for i, each in enumerate(gold):
        if each["reported_by"] is not None and not each.get("optional"):
            counts["links"] += 1
            carrier = reading.statements[pairs[i]].reported_by if i in pairs else None
            counts["links-right"] += carrier is not None and by_id[carrier] == pairs.get(each["reported_by"])
    for j, found in enumerate(reading.statements):
        outer = by_id.get(found.reported_by or "")
        if outer is not None and j in back and outer in back and not gold[back[j]].get("optional"):
            counts["links-found"] += 1
            counts["links-true"] += gold[back[j]]["reported_by"] == back[outer]


def _count_details(reading: Reading, gold: Gold, ours: record.Statement, counts: Counter[str]) -> None:
    for name in ("kind", "mode", "anonymous"):
        if gold[name] is not None:
            counts[name] += 1
            counts[f"{name}-right"] += gold[name] == getattr(ours, name)
    if gold.get("time") is not None:
        counts["time"] += 1
        counts["time-right"] += gold["time"] == (ours.time.value if ours.time is not None else "none")
    media = gold["medium"] if isinstance(gold["medium"], list) else [gold["medium"]]
    spared = None in media and (ours.medium is None or ours.medium in media)
    counts["medium"] += None not in media
    counts["medium-found"] += ours.medium is not None and not spared
    counts["medium-right"] += ours.medium is not None and ours.medium in media and not spared
    if gold["addressees"] is not None:
        told = [_actors_named(reading, words) for words in gold["addressees"]]
        counts["to"] += len(told)
        counts["to-found"] += len(ours.addressees)
        counts["to-right"] += sum(bool(each & set(ours.addressees)) for each in told)


def _actors_named(reading: Reading, words: str) -> set[str]:
    """The actors whom these words of the text mean, at any of their places."""
    found: set[str] = set()
    start = reading.text.find(words)
    while start >= 0:
        last = reading.span(start, start + len(words))
        over = reading.mentions_over(start, start + len(words))
        heads = [m for m in over if m.head == last.root.i] or over
        found |= {mention.actor for mention in heads}
        start = reading.text.find(words, start + 1)
    return found


def figures(counts: Counter[str]) -> dict[str, float]:
    """The figures of the task from the summed counts; one over nothing is left out."""
    found = {
        "f1": f1(counts["right"], counts["found"], counts["gold"]),
        "addressee_f1": f1(counts["to-right"], counts["to-found"], counts["to"]),
        "medium_f1": f1(counts["medium-right"], counts["medium-found"], counts["medium"]),
    }
    shares = {"exact": ("exact", "pairs"), "links": ("links-right", "links"),
              "link_precision": ("links-true", "links-found")}  # fmt: skip
    shares |= {name: (f"{name}-right", name) for name in ("kind", "mode", "anonymous", "time")}
    return found | {name: counts[hit] / counts[all_] for name, (hit, all_) in shares.items() if counts[all_]}


def score(gold: Path, part: Part | None) -> Result:
    """Score one gold file."""
    counts: Counter[str] = Counter()
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line) if line.strip() else None
        if item is not None and in_part(item["id"], part):
            count(read(item["text"]), item["statements"], counts)
    return Result(counts["gold"], figures(counts))


TASK = Task(
    name="attribution",
    sets={"own sentences and articles": own("statements.jsonl")},
    figures=(
        "f1", "exact", "links", "link_precision", "addressee_f1", "medium_f1", "kind", "mode", "anonymous", "time",
    ),
    score=score,
    anchors={},
)  # fmt: skip
