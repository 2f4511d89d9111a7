"""Which types of event are taken for which, pair given. Run: ``python -m evaluation.event_confusion [dev|test]``.

It prints the table of ``docs/events.md``: a row for each gold root of PLV, a column for each answer.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Literal

from evaluation.data import data_directory
from evaluation.quiet import stdout_to_stderr
from evaluation.task import in_part
from evaluation.tasks import event_types

_LETTERS = 4  # of a root at the head of a column


def confusion(part: Literal["dev", "test"]) -> Counter[tuple[str, str]]:
    """How often each gold root came out as each root."""
    examples = event_types.read(data_directory() / event_types.TASK.sets["PLV"])
    return Counter((each.root, event_types.answer(each)) for each in examples if in_part(each.sentence, part))


def table(counts: Counter[tuple[str, str]]) -> str:
    """The counts in Markdown; nothing is a point."""
    roots = sorted({root for pair in counts for root in pair})
    lines = [
        f"| gold \\ ours | {' | '.join(root[:_LETTERS] for root in roots)} |",
        f"| --- |{' --: |' * len(roots)}",
        *(f"| {gold} | {' | '.join(str(counts[gold, found] or '·') for found in roots)} |" for gold in roots),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the table of a half, of the one that no tuning sees where none is named."""
    if not (data_directory() / event_types.TASK.sets["PLV"]).exists():
        print("PLV is missing: lay the measuring data beside the project.", file=sys.stderr)
        return 1
    with stdout_to_stderr():
        counts = confusion("dev" if "dev" in sys.argv[1:] else "test")
    print(table(counts), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
