"""Search by words: what is asked is taken apart for the database's index of words, and hits come a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal_column, select, tuple_
from sqlalchemy.sql.expression import FromClause

from communique.archive.database import tables
from communique.archive.dialects import Word, Words
from communique.archive.queries import Selection, who
from communique.archive.store import Archive
from communique.errors import BadSearch

Order = Literal["relevance", "date"]
Facet = Literal["outlet", "month", "type", "country"]
FACETS: tuple[Facet, ...] = ("outlet", "month", "type", "country")

_TOKEN = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w")


class Place(NamedTuple):
    """Where a page ended: the key of its last hit, and its number."""

    key: float | str
    number: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; None and empty mean any.

    Attributes:
        words: Words, all of which stand in the article; "a phrase"; -without; OR between two; begin* of a word.
        wanted: Actors that appear and days of publication; a question on which somebody takes a stance.
        outlet: Name of the outlet, whatever its case.
        type: PLOVER type of an event in it.
        stance: Stance that somebody takes in it, on the question of ``wanted`` where that has one.
    """

    words: str = ""
    wanted: Selection = field(default_factory=Selection)
    outlet: str | None = None
    type: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with the piece of it that shows best why; ``place`` is where to go on after it."""

    article: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    words: str
    place: Place


def find(archive: Archive, asked: Search, *, order: Order, most: int, after: Place | None = None) -> list[Hit]:
    """A page of hits, the best or the latest first.

    Args:
        archive: Where to look.
        asked: What is looked for.
        order: By relevance (words of headlines count four times), or by date; without words always by date.
        most: How many hits a page has.
        after: Where the last page ended.

    Raises:
        BadSearch: The words cannot be looked for.
    """
    words = to_match(asked.words)
    hits = _matching(archive, asked, words).subquery()
    key: ColumnElement[Any] = hits.c.rank if words and order == "relevance" else hits.c.day
    down = key is not hits.c.rank
    chosen = select(hits.c.number, key.label("key"))
    if after is not None:
        here, last = tuple_(key, hits.c.number), tuple_(*after)
        chosen = chosen.where(here < last if down else here > last)
    ordered = (key.desc(), hits.c.number.desc()) if down else (key, hits.c.number)
    page = chosen.order_by(*ordered).limit(most)
    places = [Place(row[1], row[0]) for row in archive.rows(page)]
    shown = _shown(archive, [place.number for place in places], words)
    return [Hit(**shown[place.number], place=place) for place in places]


def count(archive: Archive, asked: Search) -> int:
    """How many articles are found."""
    hits = _matching(archive, asked, to_match(asked.words)).subquery()
    return int(archive.rows(select(func.count()).select_from(hits))[0][0])


def facet(archive: Archive, asked: Search, by: Facet, most: int = 12) -> list[tuple[str, int]]:
    """How many of the articles found there are by outlet, month, type of event, or country of an actor.

    The commonest come first; an article counts once for each value that it has.
    """
    hits = _matching(archive, asked, to_match(asked.words)).subquery()
    articles, events, actors, here = (_table(name) for name in ("articles", "events", "actors", "appearances"))
    source, owner, value = {
        "outlet": (articles, articles.c.number, articles.c.outlet),
        "month": (articles, articles.c.number, func.substr(articles.c.published, 1, 7)),
        "type": (events, events.c.article, events.c.type),
        "country": (here.join(actors, actors.c.number == here.c.actor), here.c.article, actors.c.country),
    }[by]
    counted = func.count(owner.distinct())
    statement = (
        select(value, counted)
        .select_from(hits.join(source, owner == hits.c.number))
        .where(value.is_not(None))
        .group_by(value)
        .order_by(counted.desc(), value)
        .limit(most)
    )
    return [(row[0], row[1]) for row in archive.rows(statement)]


def _table(name: str) -> Table:
    return tables().tables[name]


def _matching(archive: Archive, asked: Search, words: Words | None) -> Select[Any]:
    """Number, day and rank of everything that is found."""
    articles = _table("articles")
    joined: FromClause = articles
    rank: ColumnElement[Any] = literal_column("0.0")
    if words is not None:
        found = archive.dialect.found(words).subquery("found")
        joined, rank = found.join(articles, articles.c.number == found.c.number), found.c.rank
    columns = (articles.c.number, func.coalesce(articles.c.published, "").label("day"), rank.label("rank"))
    return select(*columns).select_from(joined).where(*_conditions(asked))


def _conditions(asked: Search) -> Iterable[ColumnElement[bool]]:
    articles, here, events = (_table(name) for name in ("articles", "appearances", "events"))
    positions, wanted = _table("positions"), asked.wanted
    if wanted.since:
        yield articles.c.published >= wanted.since
    if wanted.until:
        yield articles.c.published <= wanted.until
    if not wanted.any_actor:
        yield articles.c.number.in_(select(here.c.article).where(who(here, wanted)))
    if asked.outlet:
        yield func.lower(articles.c.outlet) == asked.outlet.lower()
    if asked.type:
        yield articles.c.number.in_(select(events.c.article).where(events.c.type == asked.type.upper()))
    if wanted.question or asked.stance:
        question = positions.c.question == wanted.question if wanted.question else None
        stance = positions.c.stance == asked.stance if asked.stance else None
        both = and_(*(each for each in (question, stance) if each is not None))
        yield articles.c.number.in_(select(positions.c.article).where(both))


def _shown(archive: Archive, numbers: list[int], words: Words | None) -> dict[int, dict[str, Any]]:
    """What is shown of these articles, by number: the piece that has most of the words, or the text's beginning."""
    if not numbers:
        return {}
    articles, texts = _table("articles"), _table("texts")
    metadata = [articles.c[name] for name in ("title", "outlet", "published", "url")]
    columns = (articles.c.number, articles.c.id.label("article"), *metadata)
    statement = select(*columns, func.substr(texts.c.text, 1, 200).label("words"))
    joined = statement.select_from(articles.join(texts, texts.c.number == articles.c.text))
    rows = [dict(row._mapping) for row in archive.rows(joined.where(articles.c.number.in_(numbers)))]
    found = archive.rows(archive.dialect.pieces(words, numbers)) if words is not None else ()
    pieces: dict[int, str] = {row.number: archive.dialect.piece(words, row.piece) for row in found if words}
    shown: dict[int, dict[str, Any]] = {row.pop("number"): row for row in rows}
    for number, row in shown.items():
        row["words"] = " ".join(pieces.get(number, row["words"]).split())
    return shown


def to_match(words: str) -> Words | None:
    """What a user looks for, taken apart; None for nothing.

    Raises:
        BadSearch: There is only what is not to stand in the article, or OR stands with nothing beside it.
    """
    groups, without, joined = _parse(words)
    if not groups:
        if without:
            raise BadSearch(f"'{words}' says only what is not wanted.", "Name a word that is to stand in the article.")
        return None
    if joined:
        raise BadSearch(f"Nothing stands after OR in '{words}'.", "Write it between two words, such as aid OR relief.")
    return Words(tuple(map(tuple, groups)), tuple(without))


def _parse(words: str) -> tuple[list[list[Word]], list[Word], bool]:
    """Alternatives that must all be met, what must not be, and whether an OR waits for its second side."""
    groups: list[list[Word]] = []
    without: list[Word] = []
    joined = False
    for found in _TOKEN.finditer(words):
        if found["word"] == "OR" and groups and not found["no"]:
            joined = True
            continue
        term = _term(found)
        if term is None:
            continue
        if found["no"]:
            without.append(term)
        elif joined:
            groups[-1].append(term)
        else:
            groups.append([term])
        joined = joined and bool(found["no"])
    return groups, without, joined


def _term(found: re.Match[str]) -> Word | None:
    """A word or phrase; None where it has no letter and no digit."""
    said = found["phrase"] if found["phrase"] is not None else found["word"]
    if not _WORD.search(said):
        return None
    begins = found["word"] is not None and said.endswith("*")
    return Word(said.removesuffix("*"), begins)
