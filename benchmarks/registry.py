"""``python -m benchmarks.registry``: how long the registry takes to answer, beside a dictionary of Python's own.

Each sort of question is asked of many keys in a shuffled order, twice: the first time the answer is found in the
mapped file and decoded, the second time it is known. The dictionary holds the same entities and says what the
machine can do at best; the figures to watch are the ratios, and that a look-up stays under a tenth of a millisecond.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from communique.registry import Registry, open_registry

HEAD = "| question | keys | first µs (median) | first µs (99 %) | again µs (median) | again, dictionary = 1 |"
DAY = date(2019, 12, 8)
SEED = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Microseconds by the clock that one sort of question took.

    Attributes:
        question: What was asked.
        keys: Of how many keys.
        first: Of each key, the first time.
        again: Of each key, the second time.
    """

    question: str
    keys: int
    first: list[float]
    again: list[float]


def _microseconds(ask: Callable[[str], object], keys: Sequence[str]) -> list[float]:
    taken = []
    for key in keys:
        began = time.perf_counter_ns()
        ask(key)
        taken.append((time.perf_counter_ns() - began) / 1000)
    return taken


def _asked(question: str, ask: Callable[[str], object], keys: Sequence[str]) -> Asked:
    return Asked(question, len(keys), _microseconds(ask, keys), _microseconds(ask, keys))


def questions(registry: Registry, count: int) -> list[Asked]:
    """Every sort of question, each of up to ``count`` keys; what is asked first does not warm what comes later."""
    everybody = list(registry.actors())
    random.Random(SEED).shuffle(everybody)  # noqa: S311 - an order that is the same every time
    some = everybody[:count]
    fresh = open_registry()
    ids, people = [each.id for each in some], [each for each in some if each.kind == "person"]
    known = {each.id: each for each in everybody}
    states = [each.id for each in everybody if each.kind == "state"]
    surnames = list(dict.fromkeys(each.name.split()[-1] for each in people))
    return [
        _asked("a dictionary: actor by id", known.get, ids),
        _asked("actor by id", fresh.actor, ids),
        _asked("what a name means", fresh.lookup, [each.name for each in some]),
        _asked("offices of a person on a day", lambda key: fresh.offices(key, DAY), [each.id for each in people]),
        _asked("people of a surname on a day", lambda key: fresh.people_by_surname(key, DAY), surnames),
        _asked("holder of an office on a day", lambda key: fresh.holder("foreign minister", key, DAY), states),
        _asked(
            "members of a body on a day", lambda key: fresh.members(key, DAY), ["EU", "NATO", "UN", "UN.SC", "OPEC"]
        ),
    ]


def markdown(asked: Sequence[Asked]) -> str:
    """The figures as a table."""
    least = statistics.median(asked[0].again)
    lines = [HEAD, "|---|---:|---:|---:|---:|---:|"]
    for each in asked:
        first, again = statistics.median(each.first), statistics.median(each.again)
        high = sorted(each.first)[int(len(each.first) * 0.99)]
        lines.append(
            f"| {each.question} | {each.keys} | {first:.1f} | {high:.1f} | {again:.2f} | {again / least:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registry", description=__doc__)
    parser.add_argument("--keys", type=int, default=5000, help="how many keys to ask for, at most")
    options = parser.parse_args(argv)
    print(markdown(questions(open_registry(), options.keys)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
