"""Search: articles by their words, actors, days, outlets, acts and stances, with counts by each."""

from __future__ import annotations

from typing import Annotated, cast

from msgspec import Struct

from communique.archive import Archive, Search
from communique.archive.search import Order
from communique.ask import SearchRow, search, select
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.problems import Refused
from communique.serve.shown import act
from communique.serve.strings import text
from communique.vocabulary.events import event_types
from communique.vocabulary.questions import load_questions

STANCES = ("for", "against", "mixed", "undecided")
_FIELDS = ("q", "actor", "outlet", "type", "stance", "question", "since", "until", "order")


class Count(Struct, frozen=True, kw_only=True):
    """One value of a facet."""

    value: Annotated[str, doc("The value.")]
    name: Annotated[str, doc("How it is called: a country by its name, a type of event by its label.")]
    n: Annotated[int, doc("Number of articles that are found and have it.")]


class Piece(Struct, frozen=True, kw_only=True):
    """A piece of the words that are shown, looked for or not."""

    text: str
    marked: bool


class SearchContext(Context, frozen=True, kw_only=True):
    """A page of what is found."""

    asked: dict[str, str]
    rows: tuple[SearchRow, ...]
    pieces: dict[str, tuple[Piece, ...]]
    total: int
    more: bool
    next: str | None
    facets: dict[str, tuple[Count, ...]]
    counted: int
    types: tuple[str, ...]
    questions: dict[str, str]


def build(archive: Archive, asked: Asked) -> SearchContext:
    """The page.

    Raises:
        BadSearch: The words, the type or the place to go on cannot be looked for.
        Refused: There is no such order.
    """
    said = {name: value for name in _FIELDS if (value := asked.one(name))}
    order = said.get("order", "relevance" if said.get("q") else "date")
    if order not in ("relevance", "date"):
        raise Refused(400, "BadRequest", f"There is no order '{order}'.", "Give relevance or date.")
    wanted = select(
        archive, actor=said.get("actor"), since=said.get("since"), until=said.get("until"),
        question=said.get("question"),
    )  # fmt: skip
    looked_for = Search(said.get("q", ""), wanted, said.get("outlet"), said.get("type"), said.get("stance"))
    after = asked.one("after")
    found = search(
        archive, looked_for, order=cast("Order", order), most=asked.number("limit", 25), after=after,
        facets=after is None,
    )  # fmt: skip
    facets: dict[str, tuple[Count, ...]] = {
        name: tuple(Count(value=value, name=_called(name, value), n=n) for value, n in rows)
        for name, rows in found.facets.items()
    }
    return SearchContext(
        title=text("search.heading"), asked=said, rows=found.rows, total=found.total, next=found.next, facets=facets,
        counted=found.counted, more=found.more,
        pieces={row.article: pieces(row) for row in found.rows}, types=tuple(event_types()),
        questions={each.id: each.wording for each in load_questions()},
    )  # fmt: skip


def _called(facet: str, value: str) -> str:
    if facet == "type":
        return act(value, None)
    entity = load_registry().actor(value) if facet == "country" else None
    return entity.name if entity else value


def pieces(row: SearchRow) -> tuple[Piece, ...]:
    """The words that are shown, cut where the marks are."""
    found, at = [], 0
    for start, end in row.marked:
        found += [Piece(text=row.words[at:start], marked=False), Piece(text=row.words[start:end], marked=True)]
        at = end
    return (*found, Piece(text=row.words[at:], marked=False))


PAGE = Page("search", "/search", build, lambda context: context.rows, SearchRow)
