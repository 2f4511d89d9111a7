"""What goes wrong: the spans of each head on the development halves, by the way in which they miss the gold.

Run: ``python -m training.encoder.errors [BUILD]``. Counts alone are printed; no text is kept.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from communique.parse.encoder.network import Network
from training.encoder.fidelity import Spans, _statements, _times, shipped, spans_of

CLASSES = (
    "right", "other label", "begins early", "begins late", "ends early", "ends late", "both ends",
    "split", "joined", "missed", "invented",
)  # fmt: skip


def classes(gold: Spans, found: Spans) -> Counter[str]:
    """How the gold spans of a text are met, and how many found ones meet none."""
    counts: Counter[str] = Counter()
    for span in gold:
        near = [other for other in found if _meet(span, other)]
        counts[_class(span, near, gold)] += 1
    counts["invented"] += sum(not any(_meet(span, other) for other in gold) for span in found)
    return counts


def _class(span: tuple[object, ...], near: list[tuple[object, ...]], gold: Spans) -> str:
    if span in near:
        return "right"
    if not near:
        return "missed"
    if len(near) > 1:
        return "split"
    start, end, other_start, other_end = span[0], span[1], near[0][0], near[0][1]
    if (start, end) == (other_start, other_end):
        return "other label"
    if sum(_meet(near[0], each) for each in gold) > 1:
        return "joined"
    if start != other_start and end != other_end:
        return "both ends"
    if start != other_start:
        return "begins early" if other_start < start else "begins late"  # type: ignore[operator]
    return "ends early" if other_end < end else "ends late"  # type: ignore[operator]


def _meet(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1]  # type: ignore[operator]


def table(network: Network) -> dict[str, Counter[str]]:
    """Counts of the classes by head."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    runs = (
        spans_of(network, "statements/polnear/dev.jsonl", "doc", "dev", _statements),
        spans_of(network, "times/timebank.jsonl", "id", "dev", _times),
    )
    for run in runs:
        for head, gold, spans in run:
            found[head] += classes(gold, spans)
    return found


def main() -> None:
    """Print the table of a build as Markdown."""
    found = table(shipped((sys.argv[1:] or ["full"])[0]))
    print("| class |", " | ".join(found), "|")
    for name in CLASSES:
        print(f"| {name} |", " | ".join(str(counts[name]) for counts in found.values()), "|")


if __name__ == "__main__":
    main()
