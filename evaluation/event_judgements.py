"""``python -m evaluation.event_judgements [dev|test|fresh]``: of the events of whole articles, how many are right.

``own/event_judgements.jsonl`` holds what we think of events that the coder gave in real articles, each read against its
text: a line names the article by the SHA-256 of its text, the offsets of the trigger, what was given (type, parties,
status) and the verdict. An event that is given now but not in the same way was not judged, and is not counted.
Halves are drawn by article: rules were mended on ``dev`` alone, the weights of confidence fitted on both; ``fresh`` are
articles that were read after all of that.

- ``right``, or ``again``, where another event tells the same act
- ``false``: there is no such act in the text
- ``type``, ``source``, ``target``, ``status``: that part of it is wrong
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from communique.coders.events import Events
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.record import Event
from communique.sources import make_article
from evaluation.calibration import table
from evaluation.quiet import stdout_to_stderr
from evaluation.task import in_part
from evaluation.whole_articles import whole_articles

JUDGEMENTS = Path(__file__).with_name("own") / "event_judgements.jsonl"
Verdict = Literal["right", "again", "false", "type", "source", "target", "status"]
Part = Literal["dev", "test", "fresh"]
RIGHT = frozenset({"right", "again"})


class Judgement(msgspec.Struct, frozen=True):
    """What was given for one trigger of an article, and whether it is right."""

    article: str
    trigger: tuple[int, int]
    type: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    status: str
    verdict: Verdict
    fresh: bool = False


def judgements() -> list[Judgement]:
    """All judgements, article by article."""
    lines = JUDGEMENTS.read_text("utf-8").splitlines()
    return [msgspec.convert(json.loads(line), Judgement) for line in lines if line]


def part_of(judgement: Judgement) -> Part:
    """The part that a judgement belongs to."""
    return "fresh" if judgement.fresh else "dev" if in_part(judgement.article, "dev") else "test"


def judged_readings(
    parts: Collection[Part], threshold: float | None = None
) -> Iterator[tuple[Reading, list[Judgement]]]:
    """The articles of some parts that were judged, read as far as their events, with the judgements.

    Args:
        parts: The halves, or ``fresh``.
        threshold: Events less likely to be right are left out; None takes the vocabulary's threshold.
    """
    known: dict[str, list[Judgement]] = {}
    for judgement in judgements():
        if part_of(judgement) in parts:
            known.setdefault(judgement.article, []).append(judgement)
    for whole in whole_articles():
        digest = hashlib.sha256(whole.text.encode()).hexdigest()
        if digest in known:
            article = make_article(whole.text, published=whole.published)
            reading = default_pipeline().reading(article, until="statements")
            Events(threshold).code(reading)
            yield reading, known.pop(digest)


def verdict_of(event: Event, known: list[Judgement]) -> Verdict | None:
    """What is thought of an event; None when it was not judged as it is given now."""
    given = (event.trigger, event.type, event.sources, event.targets, event.status)
    same = (j for j in known if (j.trigger, j.type, j.sources, j.targets, j.status) == given)
    return next((j.verdict for j in same), None)


def main() -> int:
    """Print the shares of each verdict, and confidence against the share that is right."""
    parts: list[Part] = [p for p in ("dev", "test", "fresh") if p in sys.argv[1:]]
    verdicts: Counter[str] = Counter()
    rows: list[tuple[float, bool]] = []
    with stdout_to_stderr():
        for reading, known in judged_readings(parts or ["fresh"]):
            for event in reading.events:
                verdict = verdict_of(event, known)
                verdicts[verdict or "not judged"] += 1
                if verdict is not None:
                    rows.append((event.confidence, verdict in RIGHT))
    if not rows:
        print("No judged article is there: lay the measuring data beside the project.", file=sys.stderr)
        return 1
    for name, count in verdicts.most_common():
        print(f"{name:12}{count:5}")
    print(f"Right: {sum(right for _, right in rows)} of {len(rows)} judged.\n")
    print(table(rows).replace("statements", "events"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
