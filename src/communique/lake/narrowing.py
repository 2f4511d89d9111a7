"""Which months a question can be about, so that no other file is opened for it.

An article's number begins with its day, and all of an article's rows lie in its month. A question for articles by their
numbers is one about their months; one for the entries of some days, or that begins with those in which somebody takes
part, asks the summaries of :mod:`.summing` which months have any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, select
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, Grouping
from sqlalchemy.sql.selectable import Join, ScalarSelect, Subquery

from communique.archive.database import tables
from communique.lake.foretelling import conditions, in_short
from communique.lake.layout import UNDATED, month_of, month_of_number
from communique.lake.schemas import FLAT

Rows = Callable[[Select[Any]], Sequence[Any]]

_MOST = 40  # months; a question about more looks through all
_KEYS = "keys"
_WHOLE = {"actors", "forms"}  # tables that do not lie by months
_KNOWN = 50_000  # articles whose months are remembered
_LATEST = ("articles.published DESC NULLS LAST", "hits.day DESC")
_NUMBERED = {
    ("articles", "number"), ("texts", "number"), *((name, "article") for name in (*FLAT, "records", "ids", "facets")),
}  # fmt: skip


def months(
    statement: Select[Any], rows: Rows, known: Mapping[str, str], *, summed: bool
) -> frozenset[str] | None:  # fmt: skip
    """The months that a question can be about; None for all.

    Args:
        statement: The question.
        rows: Answers a question over all months.
        known: The months of articles by their ids, as far as earlier answers told them.
        summed: Whether the summaries tell of all.
    """
    for told in (*map(_published, _one(statement)), _told(statement, known)):
        if told is not None:
            return told if len(told) <= _MOST else None
    keys = _keys(statement)
    asked = in_short(statement if keys is None else keys.element) if summed else None
    if asked is not None:
        summary = frozenset(row[0] for row in rows(asked))
        return summary if len(summary) <= _MOST else None
    numbers = _numbers(statement, rows)
    if numbers is None:
        return None
    found = {month_of_number(number) for number in numbers}
    return frozenset(each for each in found if each) if None not in found and len(found) <= _MOST else None


def _one(statement: Select[Any]) -> Iterator[Select[Any]]:
    """The question, and the one from whose rows alone it is answered, with what all months have."""
    yield statement
    froms = [each for from_ in statement.get_final_froms() for each in _joined(from_)]
    made = [each for each in froms if isinstance(each, Subquery)]
    if len(made) == 1 and isinstance(made[0].element, Select) and _WHOLE.issuperset(
        getattr(each, "name", None) for each in froms if each is not made[0]
    ):  # fmt: skip
        yield made[0].element


def _joined(from_: Any) -> Iterator[Any]:
    """What is joined, one by one."""
    if isinstance(from_, Join):
        yield from _joined(from_.left)
        yield from _joined(from_.right)
    else:
        yield from_


def _published(statement: Select[Any]) -> frozenset[str] | None:
    """The months between two days of publication, where a question names both; those without a day among them."""
    since, until = [], []
    for each in conditions(statement.whereclause):
        if isinstance(each, BinaryExpression) and _is_articles(each.left, "published"):
            value = getattr(each.right, "value", None)
            if isinstance(value, str) and each.operator is operators.ge:
                since.append(value)
            if isinstance(value, str) and each.operator in (operators.le, operators.lt):
                until.append(value)
    try:
        first, last = (date.fromisoformat(f"{each[:7]}-01") for each in (max(since), min(until)))
    except ValueError:
        return None
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    begins = ((first.month - 1 + n) for n in range(min(max(count, 0), _MOST + 1)))
    return frozenset([UNDATED, *(f"{first.year + n // 12:04}-{n % 12 + 1:02}" for n in begins)])


def _told(statement: Select[Any], known: Mapping[str, str]) -> frozenset[str] | None:
    """The months of the articles whose entries a question begins with, where it names them and they are known."""
    keys = _keys(statement)
    entries = statement if keys is None else keys.element
    if not isinstance(entries, Select):
        return None
    for each in conditions(entries.whereclause):
        if isinstance(each, BinaryExpression) and each.operator is operators.in_op:
            inner = each.right.element if isinstance(each.right, ScalarSelect | Grouping) else each.right
            if getattr(each.left, "name", None) == "article" and isinstance(inner, Select):
                for column, ids in _listed(inner):
                    if _is_articles(column, "id") and all(id in known for id in ids):
                        return frozenset(known[id] for id in ids)
    return None


def seen(statement: Select[Any], rows: Sequence[Any], known: dict[str, str]) -> None:
    """Note the months of the articles that an answer names with their days: the same question goes on about them."""
    places = {
        name: place
        for place, column in enumerate(statement.selected_columns)
        for name in ("id", "published")
        if _is_articles(column, name)
    }
    if len(places) == 2:
        if len(known) > _KNOWN:
            known.clear()
        known.update({row[places["id"]]: month_of(row[places["published"]]) for row in rows})


def _is_articles(column: Any, name: str) -> bool:
    bare = getattr(column, "element", column)  # a label
    return getattr(bare, "name", None) == name and getattr(getattr(bare, "table", None), "name", None) == "articles"


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
    for each in conditions(statement.whereclause):
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
    for each in _one(statement):
        if each._limit_clause is None or not len(each._order_by_clauses):
            continue
        if str(each._order_by_clauses[0]) in _LATEST:
            return int(each._limit_clause.value)
    return None
