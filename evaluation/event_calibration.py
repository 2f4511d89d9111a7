"""``python -m evaluation.event_calibration [dev|test]``: of the events at each confidence, how many are right.

An event of PLV counts when it joins the marked pair or names one of it; it is right when its type is the gold's. An
event of the PLOVER gold standard records counts when it has a source and a target; it is right when its CAMEO root is
in the gold. The weights of ``events_worth.yaml`` saw the dev part; the test part tells how far they hold, and
``python -m evaluation.event_judgements`` how far on whole articles.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Literal

from communique.coders.events import Events, plain_root
from communique.parse.reading import Reading
from communique.pipeline import default_pipeline
from communique.record import Event
from communique.sources import make_article
from evaluation.calibration import Judged, table
from evaluation.data import data_directory
from evaluation.quiet import stdout_to_stderr
from evaluation.task import Part, in_part
from evaluation.tasks.event_roots import likeness
from evaluation.tasks.event_types import YIELDING, read
from evaluation.tasks.events import cameo_code

PLV, RECORDS = "events/plv/train.jsonl", "events/plover_gsr/gsr_scorer_gold.jsonl"


def judged_events(part: Part, threshold: float | None = None) -> Iterator[tuple[Reading, Event, bool]]:
    """Each event of both sets that can be judged, and whether it is right.

    Args:
        part: The half.
        threshold: Events less likely to be right are left out; None takes the vocabulary's threshold.
    """
    for example in read(data_directory() / PLV):
        if not in_part(example.sentence, part):
            continue
        reading = coded(example.sentence, threshold)
        for event in reading.events:
            if likeness(reading, event, example):
                root = plain_root(event)
                yield reading, event, ("YIELD" if root in YIELDING else root) == example.root
    for line in (data_directory() / RECORDS).read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if not in_part(gold["id"], part):
            continue
        roots = {code[:2] for _, _, codes in gold["events"] for code in (codes if isinstance(codes, list) else [codes])}
        reading = coded(gold["text"], threshold)
        for event in reading.events:
            code = cameo_code(event)
            if code is not None and event.sources and (event.targets or len(event.sources) > 1):
                yield reading, event, code[:2] in roots


def coded(text: str, threshold: float | None) -> Reading:
    """A text read without a date as far as its events.

    Args:
        text: The text.
        threshold: Events less likely to be right are left out; None takes the vocabulary's threshold.
    """
    reading = default_pipeline().reading(make_article(text), until="statements")
    Events(threshold).code(reading)
    return reading


def judged(part: Part) -> Iterator[Judged]:
    """Confidence of each event of both sets that can be judged, and whether it is right."""
    return ((event.confidence, right) for _, event, right in judged_events(part))


def main() -> int:
    """Print the table."""
    if not (data_directory() / PLV).exists():
        print(f"{data_directory() / PLV} is missing: lay the measuring data beside the project.", file=sys.stderr)
        return 1
    part: Literal["dev", "test"] = "dev" if "dev" in sys.argv[1:] else "test"
    with stdout_to_stderr():
        rows = list(judged(part))
    print(table(rows).replace("statements", "events"), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
