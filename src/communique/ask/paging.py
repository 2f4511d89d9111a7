"""Answers a page at a time, those from the newest articles first: none reads more of the archive than it shows.

A page begins with the newest articles of the days that are asked for and takes their entries until it is full. Where it
ended is an article and a number of its entries, so that no entry is given twice or missed while others are added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, Protocol, TypeVar

import msgspec

from communique.archive import Archive, Selection
from communique.archive.overview import Mark, Party, newest, party
from communique.archive.queries import known_as
from communique.ask.selection import WHOLES, registered
from communique.ask.tokens import not_a_place, place_of, token
from communique.record import doc

_LOTS = (25, 50, 100, 200)  # articles that a page looks through, lot by lot, until it is full


class FromArticle(Protocol):
    """A row that tells which article it is from."""

    @property
    def article(self) -> str | None:
        """Id of the article."""
        ...


Row = TypeVar("Row", bound=FromArticle)
Question = Callable[[Archive, Selection], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """Some rows of an answer; ``next`` is what to give as ``after`` for those that follow, None at the end."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """The articles whose entries are asked for: days of publication, both included, and who appears in them."""

    since: str | None = None
    until: str | None = None
    parties: tuple[Party, ...] = ()


class ArticleRow(msgspec.Struct, frozen=True, kw_only=True):
    """One article, without its text."""

    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]


class _Place(msgspec.Struct, array_like=True, frozen=True):
    """Where a page ended: the day and id of an article, and how many of its rows were given; none for all of them."""

    day: str
    article: str
    given: int | None


def paged(
    archive: Archive, ask: Question[Row], wanted: Selection, span: Span, *, most: int, after: str | None = None
) -> Slice[Row]:
    """Rows of an answer, those from the newest articles first.

    Args:
        archive: Where to look.
        ask: The question.
        wanted: What it takes in, beside the articles of the span.
        span: The articles that count.
        most: How many rows; fewer come where some hundreds of articles have no more, and ``next`` then leads on.
        after: The last page's ``next``.

    Raises:
        BadSearch: ``after`` comes from no page.
    """
    place = _read(after)
    found: list[Row] = []
    for lot in _LOTS:
        articles = _articles(archive, span, place, lot)
        if not articles:
            return Slice(tuple(found), None)
        rows = _by_article(ask(archive, replace(wanted, articles=frozenset(each["id"] for each in articles))))
        for each in articles:
            skipped = place.given or 0 if place is not None and place.article == each["id"] else 0
            own = rows.get(each["id"], [])[skipped:]
            room = most - len(found)
            if len(own) > room:
                last = _Place(each["published"] or "", each["id"], skipped + room)
                return Slice((*found, *own[:room]), _token(last))
            found += own
        place = _Place(articles[-1]["published"] or "", articles[-1]["id"], None)
        if len(articles) < lot:
            return Slice(tuple(found), None)
    return Slice(tuple(found), _token(place))


def articles(archive: Archive, span: Span, *, most: int, after: str | None = None) -> Slice[ArticleRow]:
    """The articles of a span, the newest first.

    Args:
        archive: Where to look.
        span: Which.
        most: How many.
        after: The last page's ``next``.

    Raises:
        BadSearch: ``after`` comes from no page.
    """
    place = _read(after)
    before = Mark(place.day, place.article) if place is not None else None
    found = newest(archive, parties=span.parties, since=span.since, until=span.until, before=before, most=most + 1)
    rows = tuple(
        ArticleRow(
            article=each["id"], title=each["title"], outlet=each["outlet"], published=each["published"], url=each["url"]
        )
        for each in found[:most]
    )
    more = len(found) > most and rows
    return Slice(rows, _token(_Place(rows[-1].published or "", rows[-1].article, None)) if more else None)


def _articles(archive: Archive, span: Span, place: _Place | None, lot: int) -> list[dict[str, Any]]:
    """The next lot of articles; the one in which the last page ended is among them when it has more."""
    begun: list[dict[str, Any]] = []
    if place is not None and place.given is not None:
        begun = [{"id": place.article, "published": place.day or None}]
    before = Mark(place.day, place.article) if place is not None else None
    return begun + newest(
        archive, parties=span.parties, since=span.since, until=span.until, before=before, most=lot - len(begun)
    )


def _by_article(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.article or ""].append(row)
    return found


def _token(place: _Place | None) -> str | None:
    return None if place is None else token(place)


def _read(text: str | None) -> _Place | None:
    if not text:
        return None
    place = place_of(text, _Place)
    if (place.given or 0) < 0:
        raise not_a_place(text)
    return place


def party_of(archive: Archive, name: str) -> Party:
    """Whom a name means: an id, a code, or a name as the registry or the articles write it; case does not matter."""
    name = name.strip()
    known = [(each.id, kind) for each, kind in registered(name)]
    if not known:
        rows = sorted(known_as(archive, name), key=lambda row: (row["id"].casefold() != name.casefold(), row["id"]))
        known = [(row["id"], row["kind"]) for row in rows]
    return party(archive, known[0][0], whole=known[0][1] in WHOLES) if known else Party(name)
