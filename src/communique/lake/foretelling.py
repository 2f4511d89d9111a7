"""Which months have what a question is about, as the summaries of :mod:`.summing` tell it.

A condition that a summary cannot answer is left out: more months may be told than there are, and never fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Table,
    and_,
    column,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, BooleanClauseList

from communique.lake.schemas import SUMMARIES
from communique.lake.summing import KINDS

_LONG = "long_until"  # the last day of what stretches over long, as the tables of entries have it
_DAYS = table("days", column("kind", String), *map(column, ("month", "day", "until", _LONG)))
_PRESENCE = table("presence", *map(column, SUMMARIES["presence"]))
_BOUNDS = {"day": (operators.le, operators.lt), "until": (operators.ge, operators.gt)}
"""What may be asked of days that 'presence' knows in steps alone: it begins them too early and ends them too late."""


def in_short(entries: Any) -> Select[Any] | None:
    """A question for the months that may have some entries; None where the summaries cannot tell.

    Args:
        entries: A question for the articles and ordinals of entries of one kind.
    """
    selects = entries.selects if isinstance(entries, CompoundSelect) else (entries,)
    every = [_months(each) if isinstance(each, Select) else None for each in selects]
    known = [each for each in every if each is not None]
    if not known or len(known) < len(every):
        return None
    summary, _ = known[0]
    return select(summary.c.month).distinct().where(or_(*(condition for _, condition in known)))


def conditions(clause: ColumnElement[Any] | None) -> Sequence[ColumnElement[Any]]:
    """What must hold, all of it."""
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        return list(clause.clauses)
    return [] if clause is None else [clause]


def _months(entries: Select[Any]) -> tuple[Any, ColumnElement[bool]] | None:
    """The summary of a kind of entries, and what must hold in it."""
    froms = entries.get_final_froms()
    if len(froms) != 1 or not isinstance(froms[0], Table):
        return None
    source, asked = froms[0], conditions(entries.whereclause)
    if any("article" in _named(each, source) for each in asked):
        return None  # about a few articles, whose months are known better
    if source.name in KINDS:
        told = [each for each in asked if (named := _named(each, source)) and named <= {"day", "until", _LONG}]
        if not told:
            return None
        return _DAYS, and_(_DAYS.c.kind == source.name, *(_over(_DAYS, each, source) for each in told))
    if source.name != "parts":
        return None
    told = [each for each in asked if (named := _named(each, source)) and (named <= {"actor", "part"} or _bounds(each))]
    if not told:
        return None
    return _PRESENCE, and_(true(), *(_over(_PRESENCE, each, source) for each in told))


def _named(condition: ColumnElement[Any], source: Table) -> set[str]:
    """The columns of a table that a condition names."""
    every = visitors.iterate(condition)
    return {each.name for each in every if isinstance(each, Column) and each.table is source}


def _bounds(condition: ColumnElement[Any]) -> bool:
    """Whether a condition says that days begin or end at the right side of a day."""
    if not isinstance(condition, BinaryExpression) or hasattr(condition.right, "table"):
        return False
    return condition.operator in _BOUNDS.get(getattr(condition.left, "name", ""), ())


def _over(summary: Any, condition: ColumnElement[Any], source: Table) -> Any:
    """The condition, asked of the columns of a summary."""

    def other(element: Any, **_: Any) -> Any:
        return summary.c[element.name] if isinstance(element, Column) and element.table is source else None

    return visitors.replacement_traverse(condition, {}, other)
