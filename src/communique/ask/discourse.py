"""Discourse networks as Discourse Network Analyzer (DNA) defines them: who shares which stances with whom.

A position is a statement: an actor, a concept (the question) and agreement, yes or no; mixed and undecided positions
are left out, since agreement has no third value. ``X[i, j, k]`` counts the statements of actor ``i`` on concept ``j``
with agreement ``k``.

- Two-mode, actors by concepts: *ignore* adds up ``k``, *subtract* takes the no from the yes, *combine* tells which of
  the two occur (1 yes, 2 no, 3 both). *activity* divides by what the actor said in all, *prominence* by what was said
  on the concept.
- One-mode, actors by actors (or concepts by concepts): *congruence* multiplies the counts of the same agreement and
  adds them up over the concepts, *conflict* those of opposite agreement, *subtract* is their difference, *ignore* the
  product of counts whatever the agreement. *average* divides by the mean of how much the two said, *jaccard* by what
  one alone said plus the products of what both said, *cosine* by the product of how much each said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.ask.positions import PositionRow
from communique.errors import InputError

Mode = Literal["two", "actors", "concepts"]
Aggregation = Literal["ignore", "subtract", "combine", "congruence", "conflict"]
Normalisation = Literal["no", "activity", "prominence", "average", "jaccard", "cosine"]
Duplicates = Literal["include", "document", "week", "month", "year", "acrossrange"]

Matrix = npt.NDArray[np.float64]

TWO_MODE: dict[str, tuple[str, ...]] = {
    "ignore": ("no", "activity", "prominence"), "subtract": ("no", "activity", "prominence"), "combine": ("no",),
}  # fmt: skip
"""Which normalisations go with which aggregation in a two-mode network; of *combine* DNA itself says none means
anything."""
ONE_MODE: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("ignore", "congruence", "conflict", "subtract"), ("no", "average", "jaccard", "cosine")
)


class Said(NamedTuple):
    """One statement: who, on what, whether in favour, on which day, in which document."""

    actor: str
    concept: str
    agreement: bool
    day: str
    document: str


@dataclass(frozen=True, slots=True)
class Network:
    """A matrix with the names of its rows and columns; ``whole`` when its numbers are whole."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Matrix
    whole: bool


def said(positions: Iterable[PositionRow]) -> list[Said]:
    """The positions that are for or against, as statements in the order of their days."""
    stances = {"for": True, "against": False}
    found = [
        Said(each.actor or each.actor_id, each.question, stances[each.stance], each.held[:10], each.article or each.id)
        for each in positions
        if each.stance in stances
    ]
    return sorted(found, key=lambda each: each.day)


def network(
    statements: Sequence[Said],
    mode: Mode = "two",
    aggregation: Aggregation = "subtract",
    normalisation: Normalisation = "no",
    duplicates: Duplicates = "include",
) -> Network:
    """The network of some statements.

    Args:
        statements: In the order of their days.
        mode: Actors by concepts, actors by actors, or concepts by concepts.
        aggregation: What is made of agreement.
        normalisation: What the numbers are divided by.
        duplicates: Within what the same statement by the same actor counts once.

    Raises:
        InputError: Mode, aggregation and normalisation do not go together.
    """
    allowed = TWO_MODE if mode == "two" else ONE_MODE
    if normalisation not in allowed.get(aggregation, ()):
        pairs = "; ".join(f"{name} with {', '.join(those)}" for name, those in allowed.items())
        raise InputError(
            f"'{aggregation}' with '{normalisation}' is not defined for this network.", f"There are: {pairs}."
        )
    kept = _once(statements, duplicates, agreement=aggregation != "ignore")
    rows = tuple(sorted({each.concept if mode == "concepts" else each.actor for each in kept}))
    columns = tuple(sorted({each.actor if mode == "concepts" else each.concept for each in kept}))
    counts = np.zeros((len(rows), len(columns), 2))
    row, column = ({name: at for at, name in enumerate(names)} for names in (rows, columns))
    for each in kept:
        one, other = (each.concept, each.actor) if mode == "concepts" else (each.actor, each.concept)
        counts[row[one], column[other], int(each.agreement)] += 1
    if mode == "two":
        return Network(rows, columns, _two_mode(counts, aggregation, normalisation), normalisation == "no")
    return Network(rows, rows, _one_mode(counts, aggregation, normalisation), normalisation == "no")


def _once(statements: Iterable[Said], duplicates: Duplicates, *, agreement: bool) -> list[Said]:
    """The first of statements that are the same within a document, week, month, year or at all."""
    if duplicates == "include":
        return list(statements)
    seen, kept = set(), []
    for each in statements:
        key = (each.actor, each.concept, each.agreement if agreement else None, _within(each, duplicates))
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept


def _within(each: Said, duplicates: Duplicates) -> object:
    if duplicates == "document":
        return each.document
    if duplicates == "week":
        return date.fromisoformat(each.day).isocalendar()[:2] if each.day else each.document
    return each.day[: {"month": 7, "year": 4}.get(duplicates, 0)]


def _two_mode(counts: Matrix, aggregation: Aggregation, normalisation: Normalisation) -> Matrix:
    no, yes = counts[:, :, 0], counts[:, :, 1]
    if aggregation == "combine":
        return np.asarray(2.0 * (no > 0) + (yes > 0))
    values = yes - no if aggregation == "subtract" else yes + no
    if normalisation == "no":
        return np.asarray(values)
    across = 1 if normalisation == "activity" else 0
    return _divided(values, np.broadcast_to((yes + no).sum(axis=across, keepdims=True), values.shape))


def _one_mode(counts: Matrix, aggregation: Aggregation, normalisation: Normalisation) -> Matrix:
    no, yes = counts[:, :, 0], counts[:, :, 1]
    congruence, conflict = no @ no.T + yes @ yes.T, no @ yes.T + yes @ no.T
    if aggregation == "ignore":
        values = (no + yes) @ (no + yes).T
    else:
        values = {"congruence": congruence, "conflict": conflict}.get(aggregation, congruence - conflict)
    values = _divided(values, _norm(counts, normalisation))
    np.fill_diagonal(values, 0.0)
    return values


def _norm(counts: Matrix, normalisation: Normalisation) -> Matrix:
    flat = counts.reshape(len(counts), counts.shape[1] * 2)
    amount = flat.sum(axis=1)
    if normalisation == "average":
        return np.asarray((amount[:, None] + amount[None, :]) / 2)
    if normalisation == "cosine":
        return np.outer(amount, amount)
    if normalisation == "jaccard":
        alone = flat @ (flat == 0).astype(float).T
        return np.asarray(alone + alone.T + flat @ flat.T)
    return np.ones((len(flat), len(flat)))


def _divided(values: Matrix, norm: Matrix) -> Matrix:
    return np.divide(values, norm, out=np.zeros_like(values), where=norm != 0)
