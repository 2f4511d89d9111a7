"""Which months a question can be about, so that no other file is opened for it.

An article's number begins with its day, and all of an article's rows lie in its month. A question for articles by their
numbers is one about their months; one that begins with the entries in which somebody takes part first finds those, in
one narrow table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, BooleanClauseList, ColumnElement, Select, select
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.selectable import Subquery

from communique.archive.database import tables
from communique.lake.layout import month_of_number
from communique.lake.schemas import FLAT

Rows = Callable[[Select[Any]], Sequence[Any]]

_MOST = 40  # months; a question about more looks through all
_KEYS = "keys"
_LATEST = "articles.published DESC NULLS LAST"
_NUMBERED = {
    ("articles", "number"), ("texts", "number"), *((name, "article") for name in (*FLAT, "records", "ids", "facets")),
}  # fmt: skip


def months(statement: Select[Any], rows: Rows) -> frozenset[str] | None:
    """The months that a question can be about; None for all.

    Args:
        statement: The question.
        rows: Answers a question over all months.
    """
    numbers = _numbers(statement, rows)
    if numbers is None:
        return None
    found = {month_of_number(number) for number in numbers}
    return frozenset(each for each in found if each) if None not in found and len(found) <= _MOST else None


def _numbers(statement: Select[Any], rows: Rows) -> Sequence[int] | None:
    for column, values in _listed(statement):
        if (column.table.name, column.name) in _NUMBERED:
            return values
        if column.table.name == "articles" and column.name == "id":
            articles = tables().tables["articles"]
            return [row[0] for row in rows(select(articles.c.number).where(articles.c.id.in_(values)))]
    keys = _keys(statement)
    return None if keys is None else [row[0] for row in rows(select(keys.c.article).distinct())]


def _listed(statement: Select[Any]) -> Iterator[tuple[Any, Sequence[Any]]]:
    """The columns that must have one of some values, with these."""
    clause = statement.whereclause
    conditions: Sequence[ColumnElement[Any]] = [] if clause is None else [clause]
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        conditions = list(clause.clauses)
    for each in conditions:
        if isinstance(each, BinaryExpression) and each.operator is operators.in_op:
            column, values = each.left, each.right
            if isinstance(values, BindParameter) and hasattr(column, "table") and isinstance(values.value, list):
                yield column, values.value


def _keys(statement: Select[Any]) -> Subquery | None:
    """The entries with which a question begins, where it begins with some."""
    for from_ in statement.get_final_froms():
        for each in visitors.iterate(from_):
            if isinstance(each, Subquery) and each.name == _KEYS:
                return each
    return None


def newest_first(statement: Select[Any]) -> int | None:
    """How many of the newest articles a question is for, the latest first; None where it is for others."""
    inner = [each.element for each in statement.get_final_froms() if isinstance(each, Subquery)]
    for each in (statement, *inner[:1]):
        if not isinstance(each, Select) or each._limit_clause is None or not len(each._order_by_clauses):
            continue
        if str(each._order_by_clauses[0]) == _LATEST:
            return int(each._limit_clause.value)
    return None
