"""``python -m evaluation.calibration``: of the statements at each confidence, how many are right on held-out documents.

A statement is right when the gold has its content (word overlap of at least one half) with the right source, as in the
task ``statements``. One that meets gold marked ``ignore`` only is left out. The half of PolNeAR's development part that
the gate calls test is read; weights and thresholds were fitted without it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluation.data import data_directory
from evaluation.quiet import stdout_to_stderr
from evaluation.task import Part, in_part
from evaluation.tasks.statements import (
    Text,
    _same_source,
    as_polnear_statements,
    attribution,
    in_scheme,
    pairs,
    quoted_words,
    read_statements,
    words_of,
)  # fmt: skip

GOLD = "statements/polnear/dev.jsonl"
Judged = tuple[float, bool]


def judged(gold: Path, part: Part) -> Iterator[Judged]:
    """Confidence of each statement, and whether it is right."""
    for line in gold.read_text(encoding="utf-8").splitlines():
        document = json.loads(line) if line.strip() else None
        if document is None or not in_part(document["doc"], part):
            continue
        words = words_of(document["text"])
        text = Text(words, quoted_words(document["text"], words))
        reading = read_statements(document["doc"], document["text"])
        statements = as_polnear_statements(reading)
        found = [attribution(text, in_scheme(reading.text, each)) for each in statements]
        wanted = [each for quote in document["quotes"] if (each := attribution(text, quote)).content]
        right = {
            j for overlap, i, j in pairs(wanted, found) if overlap >= 0.5 and _same_source(text, wanted[i], found[j])
        }
        yield from ((each.confidence, j in right) for j, each in enumerate(statements))


def table(rows: Iterable[Judged]) -> str:
    """The tenths of confidence: how many, their mean, their share right; and the mean gap between the two."""
    kept = list(rows)
    lines = ["| confidence | statements | mean confidence | right |", "|---|---:|---:|---:|"]
    gap = 0.0
    for tenth in range(10):
        inside = [(c, r) for c, r in kept if min(int(c * 10), 9) == tenth]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            gap += abs(mean - right) * len(inside) / len(kept)
            lines.append(f"| {tenth / 10:.1f}–{(tenth + 1) / 10:.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")
    return "\n".join([*lines, "", f"Mean gap between confidence and share right: {gap:.3f}."]) + "\n"


def main() -> int:
    """Print the table."""
    gold = data_directory() / GOLD
    if not gold.exists():
        print(f"{gold} is missing: lay the measuring data beside the project.", file=sys.stderr)
        return 1
    with stdout_to_stderr():
        rows = list(judged(gold, "test"))
    print(table(rows), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
