"""Discourse networks against the definitions, counted one by one."""

from __future__ import annotations

import itertools
import math
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.archive import Archive
from communique.ask.discourse import ONE_MODE, TWO_MODE, Said, network
from communique.cli.app import app
from communique.errors import InputError

DRAWN = random.Random(7)  # noqa: S311 - the same statements at every run
STATEMENTS = sorted(
    (
        Said(
            DRAWN.choice("ABCDE"), DRAWN.choice("xyz"), DRAWN.random() < 0.6,
            f"20{DRAWN.choice((19, 20))}-0{DRAWN.randint(1, 9)}-1{DRAWN.randint(0, 9)}", str(DRAWN.randint(1, 9)),
        )
        for _ in range(80)
    ),
    key=lambda each: each.day,
)  # fmt: skip


def times(one: str, concept: str, agreement: bool) -> int:
    return sum((each.actor, each.concept, each.agreement) == (one, concept, agreement) for each in STATEMENTS)


def pair(one: str, other: str, aggregation: str, normalisation: str) -> float:
    """What two actors have in common, as DNA adds it up."""
    value = 0.0
    for concept, k, m in itertools.product("xyz", (False, True), (False, True)):
        product = times(one, concept, k) * times(other, concept, m)
        near = 1.0 - abs(int(k) - int(m))
        weight = {"ignore": 1.0, "congruence": near, "conflict": 1 - near, "subtract": near - (1 - near)}[aggregation]
        value += product * weight
    cells = [(times(one, c, k), times(other, c, k)) for c, k in itertools.product("xyz", (False, True))]
    mine, theirs = sum(a for a, _ in cells), sum(b for _, b in cells)
    if normalisation == "average":
        return value / ((mine + theirs) / 2)
    if normalisation == "cosine":
        return value / (math.sqrt(mine * mine) * math.sqrt(theirs * theirs))
    if normalisation == "jaccard":
        return value / sum((a if b == 0 else 0) + (b if a == 0 else 0) + a * b for a, b in cells)
    return value


@pytest.mark.parametrize(("aggregation", "normalisation"), [(a, n) for a, those in ONE_MODE.items() for n in those])
def test_one_mode_networks_are_what_the_definition_says(aggregation: str, normalisation: str) -> None:
    made = network(STATEMENTS, "actors", aggregation, normalisation)  # type: ignore[arg-type]
    for (i, one), (j, other) in itertools.product(enumerate(made.rows), enumerate(made.columns)):
        wanted = 0.0 if i == j else pair(one, other, aggregation, normalisation)
        assert made.values[i, j] == pytest.approx(wanted), (one, other)


def test_two_mode_networks() -> None:
    made = network(STATEMENTS, "two", "subtract")
    assert made.values[0, 0] == times("A", "x", True) - times("A", "x", False)
    ignored = network(STATEMENTS, "two", "ignore", "activity")
    assert ignored.values.sum(axis=1) == pytest.approx([1.0] * 5)
    assert network(STATEMENTS, "two", "ignore", "prominence").values.sum(axis=0) == pytest.approx([1.0] * 3)
    few = [Said("A", "x", True, "2020-01-01", "1"), Said("A", "y", False, "2020-01-01", "1")]
    both = network([*few, Said("A", "x", False, "2020-01-02", "2")], "two", "combine")
    assert both.values.tolist() == [[3.0, 2.0]]


@pytest.mark.parametrize(
    ("duplicates", "left"),
    [("include", 5), ("document", 4), ("week", 3), ("month", 3), ("year", 2), ("acrossrange", 1)],
)
def test_the_same_statement_counts_once_within_what_is_asked(duplicates: str, left: int) -> None:
    days = (("2020-01-06", "1"), ("2020-01-06", "1"), ("2020-01-08", "2"), ("2020-03-02", "3"), ("2021-01-06", "4"))
    said = [Said("A", "x", True, day, document) for day, document in days]
    assert network(said, "two", "ignore", duplicates=duplicates).values.sum() == left  # type: ignore[arg-type]


def test_what_is_not_defined_is_refused_and_nothing_is_nothing() -> None:
    with pytest.raises(InputError, match="not defined"):
        network(STATEMENTS, "two", "congruence")
    with pytest.raises(InputError, match="not defined"):
        network(STATEMENTS, "two", "combine", "activity")
    assert network([], "actors", "congruence", "jaccard").rows == ()
    assert set(TWO_MODE) == {"ignore", "subtract", "combine"}


def test_an_archive_without_positions_is_said_to_have_none(tmp_path: Path) -> None:
    Archive(tmp_path / "a.db", create=True).close()
    done = CliRunner().invoke(app, ["ask", "discourse", "--archive", str(tmp_path / "a.db")])
    assert done.output == "Nothing in the archive fits.\n"
