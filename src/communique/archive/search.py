"""Search by words, by SQLite's FTS5: what is asked becomes a query of it, and hits come a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, func, literal_column, select, table, text, tuple_

from communique.archive.database import tables
from communique.archive.queries import Selection, _is_actor
from communique.archive.store import Archive
from communique.errors import BadSearch

MARKS = "\x02", "\x03"
"""What stands before and after a word that was looked for in :attr:`Hit.words`."""

Order = Literal["relevance", "date"]
Facet = Literal["outlet", "month", "type", "country"]
FACETS: tuple[Facet, ...] = ("outlet", "month", "type", "country")

_TOKEN = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"\w")
_TITLE_WEIGHT, _TEXT_WEIGHT = 4.0, 1.0
_AROUND = 32  # words of the piece that is shown


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
        order: By relevance (BM25, words of headlines count four times), or by date; without words always by date.
        most: How many hits a page has.
        after: Where the last page ended.

    Raises:
        BadSearch: The words cannot be looked for.
    """
    match = to_match(asked.words)
    hits = _matching(asked, match).subquery()
    key: ColumnElement[Any] = hits.c.rank if match and order == "relevance" else hits.c.day
    down = key is not hits.c.rank
    chosen = select(hits.c.number, key.label("key"))
    if after is not None:
        here, last = tuple_(key, hits.c.number), tuple_(*after)
        chosen = chosen.where(here < last if down else here > last)
    ordered = (key.desc(), hits.c.number.desc()) if down else (key, hits.c.number)
    page = chosen.order_by(*ordered).limit(most)
    places = [Place(row[1], row[0]) for row in archive.rows(page)]
    shown = _shown(archive, [place.number for place in places], match)
    return [Hit(**shown[place.number], place=place) for place in places]


def count(archive: Archive, asked: Search) -> int:
    """How many articles are found."""
    hits = _matching(asked, to_match(asked.words)).subquery()
    return int(archive.rows(select(func.count()).select_from(hits))[0][0])


def facet(archive: Archive, asked: Search, by: Facet, most: int = 12) -> list[tuple[str, int]]:
    """How many of the articles found there are by outlet, month, type of event, or country of an actor.

    The commonest come first; an article counts once for each value that it has.
    """
    hits = _matching(asked, to_match(asked.words)).subquery()
    articles, events, actors = (tables().tables[name] for name in ("articles", "events", "actors"))
    source, value = {
        "outlet": (articles, articles.c.outlet), "month": (articles, func.substr(articles.c.published, 1, 7)),
        "type": (events, events.c.type), "country": (actors, actors.c.country),
    }[by]  # fmt: skip
    owner = source.c.id if source is articles else source.c.article
    counted = func.count(owner.distinct())
    statement = (
        select(value, counted)
        .select_from(hits.join(source, owner == hits.c.article))
        .where(value.is_not(None))
        .group_by(value)
        .order_by(counted.desc(), value)
        .limit(most)
    )
    return [(row[0], row[1]) for row in archive.rows(statement)]


def _matching(asked: Search, match: str | None) -> Select[Any]:
    """Number, article, day and rank of everything that is found."""
    articles, numbers = tables().tables["articles"], tables().tables["article_numbers"]
    day = func.coalesce(articles.c.published, "").label("day")
    joined: Any = numbers.join(articles, articles.c.id == numbers.c.article)
    rank: ColumnElement[Any] = literal_column("0.0")
    conditions = list(_conditions(asked))
    if match:
        words = table("article_words", column("rowid"))
        joined = words.join(joined, numbers.c.number == words.c.rowid)
        rank = literal_column(f"bm25(article_words, {_TITLE_WEIGHT}, {_TEXT_WEIGHT})")
        conditions.append(text("article_words MATCH :match").bindparams(match=match))  # type: ignore[arg-type]
    columns = (numbers.c.number, numbers.c.article, day, rank.label("rank"))
    return select(*columns).select_from(joined).where(*conditions)


def _conditions(asked: Search) -> Iterable[ColumnElement[bool]]:
    articles, actors, events = (tables().tables[name] for name in ("articles", "actors", "events"))
    positions, wanted = tables().tables["positions"], asked.wanted
    if wanted.since:
        yield articles.c.published >= wanted.since
    if wanted.until:
        yield articles.c.published <= wanted.until
    if not wanted.any_actor:
        yield articles.c.id.in_(select(actors.c.article).where(_is_actor(actors, wanted)))
    if asked.outlet:
        yield func.lower(articles.c.outlet) == asked.outlet.lower()
    if asked.type:
        yield articles.c.id.in_(select(events.c.article).where(events.c.type == asked.type.upper()))
    if wanted.question or asked.stance:
        question = positions.c.question == wanted.question if wanted.question else None
        stance = positions.c.stance == asked.stance if asked.stance else None
        both = and_(*(each for each in (question, stance) if each is not None))
        yield articles.c.id.in_(select(positions.c.article).where(both))


def _shown(archive: Archive, numbers: list[int], match: str | None) -> dict[int, dict[str, Any]]:
    """What is shown of these articles, by number: the piece that has most of the words, or the text's beginning."""
    articles, known = tables().tables["articles"], tables().tables["article_numbers"]
    if not numbers:
        return {}
    joined: Any = known.join(articles, articles.c.id == known.c.article)
    piece: ColumnElement[Any] = func.substr(articles.c.text, 1, 200)
    conditions: list[Any] = [known.c.number.in_(numbers)]
    if match:
        words = table("article_words", column("rowid"))
        joined = words.join(joined, known.c.number == words.c.rowid)
        piece = literal_column(f"snippet(article_words, 1, char(2), char(3), '…', {_AROUND})")
        conditions.append(text("article_words MATCH :match").bindparams(match=match))
    metadata = [articles.c[name] for name in ("title", "outlet", "published", "url")]
    columns = (known.c.number, articles.c.id.label("article"), *metadata, piece.label("words"))
    rows = archive.rows(select(*columns).select_from(joined).where(*conditions))
    shown = {row.number: {name: value for name, value in row._mapping.items() if name != "number"} for row in rows}
    return {number: {**each, "words": " ".join(each["words"].split())} for number, each in shown.items()}


def to_match(words: str) -> str | None:
    """What a user looks for as a query of FTS5; None for nothing.

    Every word and phrase is quoted, so that no sign in it can be taken for a part of the language of queries.

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
    wanted = " AND ".join(f"({' OR '.join(group)})" for group in groups)
    return f"({wanted}) NOT ({' OR '.join(without)})" if without else wanted


def _parse(words: str) -> tuple[list[list[str]], list[str], bool]:
    """Alternatives that must all be met, what must not be, and whether an OR waits for its second side."""
    groups: list[list[str]] = []
    without: list[str] = []
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


def _term(found: re.Match[str]) -> str | None:
    """A word or phrase in quotation marks; None where it has no letter and no digit."""
    said = found["phrase"] if found["phrase"] is not None else found["word"]
    if not _WORD.search(said):
        return None
    begins = found["word"] is not None and said.endswith("*")
    quoted = said.removesuffix("*").replace('"', '""').replace("\0", "")
    return f'"{quoted}"' + (" *" if begins else "")
