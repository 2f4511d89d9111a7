"""Search by words: what is asked is taken apart for the database's index of words, and hits come a page at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, or_, select, tuple_
from sqlalchemy.sql.expression import FromClause

from communique.archive.database import tables
from communique.archive.dialects import Word, Words
from communique.archive.queries import Selection, has_copies, who
from communique.archive.store import Archive
from communique.errors import BadSearch

Order = Literal["relevance", "date"]
Facet = Literal["outlet", "month", "type", "country"]

_FACETS = 40_000  # articles of which is kept in memory what is counted, some hundred bytes each
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
    """An article that was found.

    Attributes:
        article: Its id.
        title: Its headline.
        outlet: Who published it.
        published: When.
        url: Where it came from.
        words: The piece of it that shows best why.
        copies: Ids of the other articles that print the same text.
        place: Where to go on after it.
    """

    article: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    words: str
    copies: tuple[str, ...]
    place: Place


class Found(NamedTuple):
    """What a search finds.

    Attributes:
        hits: A page of hits.
        total: How many articles are found on all pages, copies of one text counted once.
        more: Whether there are more than that: not all of very many that have a phrase are counted everywhere.
        counted: How many of them the counts are over: the ones added last where there are very many.
        facets: Counts by outlet, month, type and country.
    """

    hits: list[Hit]
    total: int
    more: bool
    counted: int
    facets: dict[Facet, list[tuple[str, int]]]


def find(
    archive: Archive, asked: Search, *, order: Order, most: int, after: Place | None = None, facets: bool = False
) -> Found:
    """A page of hits, the best or the latest first; of copies of one text one is given.

    Args:
        archive: Where to look.
        asked: What is looked for.
        order: By relevance (words of headlines count four times), or by date; without words always by date. Of very
            many hits those added last are ranked.
        most: How many hits a page has.
        after: Where the last page ended.
        facets: Whether to count.

    Raises:
        BadSearch: The words cannot be looked for.
    """
    words = to_match(asked.words)
    every = _Matching(archive, asked, words)
    some, found, more = every.last()
    copied = has_copies(archive)
    again = some.said_again() if copied else []
    all_again = again if some is every or more or not copied else every.said_again()
    total = found - len(all_again)
    ranked = words is not None and order == "relevance"
    places = (some if ranked else every).page(ranked, most, after, again if ranked else all_again)
    shown = some.facets(again) if facets else ({}, total)
    return Found(_hits(archive, places, words, copied), total, more, shown[1], shown[0])


def numbers(archive: Archive, asked: Search) -> list[int]:
    """The numbers of all articles that a search finds, by publication date and id, copies of one text included.

    Raises:
        BadSearch: The words cannot be looked for.
    """
    articles = _table("articles")
    hits = _Matching(archive, asked, to_match(asked.words)).rows().subquery("hits")
    chosen = select(articles.c.number).join(hits, hits.c.number == articles.c.number)
    ordered = chosen.order_by(func.coalesce(articles.c.published, ""), articles.c.id)
    return [number for (number,) in archive.tuples(ordered)]


@dataclass(frozen=True)
class _Matching:
    """The articles that a search finds: all of them, those from a number on, or these alone."""

    archive: Archive
    asked: Search
    words: Words | None
    since: int | None = None
    only: tuple[int, ...] | None = None

    def rows(self, *, day: bool = False, rank: bool = False) -> Select[Any]:
        """Their numbers, and their days and ranks where these are asked for."""
        articles, columns = _table("articles"), list[ColumnElement[Any]]()
        conditions = list(_conditions(self.asked)) if self.only is None else []
        number: ColumnElement[int] = articles.c.number
        joined: FromClause = articles
        if self.words is not None:
            found = self.archive.dialect.found(
                self.words, since=self.since, only=self.only, rank=rank, probing=day
            )  # fmt: skip
            number, joined = (hits := found.subquery("found")).c.number, hits
            columns = [hits.c.rank] if rank else []
            if day or conditions:
                joined = hits.join(articles, articles.c.number == number)
        elif self.since is not None:
            conditions.append(number >= self.since)
        columns += [articles.c.published] if day else []
        return select(number.label("number"), *columns).select_from(joined).where(*conditions)

    def count(self) -> int:
        """How many there are."""
        return int(self.archive.tuples(select(func.count()).select_from(self.rows().subquery()))[0][0])

    def last(self) -> tuple[_Matching, int, bool]:
        """Those added last, as many as are ranked and counted at most; how many there are of all; whether even more."""
        dialect = self.archive.dialect
        if self.words is None or not dialect.looks_into_texts:
            return self._last(self.count())
        hits = self.rows().subquery()
        # Counting all along makes the database begin with its index, and not look into one text after the other. Of
        # a phrase it has to look into each that has its words, so that it begins with the last and ends in time.
        total = func.count().over() if dialect.counts(self.words) else literal(0)
        chosen = select(hits.c.number, total).order_by(hits.c.number.desc()).limit(dialect.ranked + 1)
        found = self.archive.tuples(chosen)
        if len(found) <= dialect.ranked:
            return replace(self, only=tuple(number for number, _ in found)), len(found), False
        some = replace(self, only=tuple(number for number, _ in found[: dialect.ranked]))
        return some, found[0][1] or dialect.ranked, not found[0][1]

    def _last(self, number: int) -> tuple[_Matching, int, bool]:
        most = self.archive.dialect.ranked
        if number <= most:
            return self, number, False
        hits = self.rows().subquery()
        first = select(hits.c.number).order_by(hits.c.number.desc()).offset(most - 1).limit(1)
        return replace(self, since=self.archive.tuples(first)[0][0]), number, False

    def said_again(self) -> list[int]:
        """Those that print the text of another one that is found: not the one that leads, or else not the first."""
        hits, copies = self.rows().subquery("hits"), _table("copies")
        told = select(copies.c.article, copies.c.leader).join(hits, hits.c.number == copies.c.article)
        groups: dict[int, list[int]] = {}
        for number, leader in self.archive.tuples(told):
            groups.setdefault(leader, []).append(number)
        again = []
        for leader, those in groups.items():
            kept = leader if leader in those else min(those)
            again += [number for number in those if number != kept]
        return sorted(again)

    def page(self, ranked: bool, most: int, after: Place | None, without: list[int]) -> list[Place]:
        """Where the hits of a page stand."""
        if not ranked:
            return self._newest(most, after, without)
        hits = self.rows(rank=True).subquery("hits")
        chosen = select(hits.c.number, hits.c.rank).where(*self._without(hits.c.number, without))
        if after is not None:
            chosen = chosen.where(tuple_(hits.c.rank, hits.c.number) > tuple_(*after))
        found = self.archive.tuples(chosen.order_by(hits.c.rank, hits.c.number).limit(most))
        return [Place(key, number) for number, key in found]

    def _newest(self, most: int, after: Place | None, without: list[int]) -> list[Place]:
        """The page in the order of days, which databases may take from the index of days and need not sort."""
        hits = self.rows(day=True).subquery("hits")
        day = func.coalesce(hits.c.published, "")
        chosen = select(hits.c.number, day).where(*self._without(hits.c.number, without))
        if after is not None:
            chosen = chosen.where(tuple_(day, hits.c.number) < tuple_(*after))
            if after.key:
                chosen = chosen.where(or_(hits.c.published <= after.key, hits.c.published.is_(None)))
        ordered = chosen.order_by(hits.c.published.desc().nulls_last(), hits.c.number.desc()).limit(most)
        return [Place(key, number) for number, key in self.archive.tuples(ordered)]

    def facets(self, without: list[int]) -> tuple[dict[Facet, list[tuple[str, int]]], int]:
        """How many there are by outlet, month, type and country; an article counts once for each value it has.

        Returns:
            The counts, and over how many articles they are.
        """
        again = frozenset(without)
        every = (number for number, *_ in self.archive.tuples(self.rows())) if self.only is None else self.only
        hits = [number for number in every if number not in again]
        rows = self.archive.derived.by_article("facets", _facets, most=_FACETS).of(self.archive, hits)
        outlets, months, types, countries = zip(*rows, strict=True) if rows else ((), (), (), ())
        return {
            "outlet": _commonest(Counter(outlets)), "month": _commonest(Counter(months)),
            "type": _commonest(_each(types)), "country": _commonest(_each(countries)),
        }, len(hits)  # fmt: skip

    def _without(self, column: ColumnElement[int], numbers: list[int]) -> list[ColumnElement[bool]]:
        return [~self.archive.dialect.one_of(column, numbers)] if numbers else []


def _facets(archive: Archive, numbers: Sequence[int]) -> dict[int, tuple[str | None, str | None, str, str]]:
    """What is counted of articles."""
    table = _table("facets")
    columns = (table.c.article, table.c.outlet, table.c.month, table.c.types, table.c.countries)
    rows = archive.tuples(select(*columns).where(archive.dialect.one_of(table.c.article, numbers)))
    found: dict[int, tuple[str | None, str | None, str, str]] = dict.fromkeys(numbers, (None, None, "", ""))
    return found | {number: (outlet, month, types, countries) for number, outlet, month, types, countries in rows}


def _each(listed: Iterable[str]) -> Counter[str]:
    """How often each of the words stands in lists of words."""
    counted: Counter[str] = Counter()
    for words, number in Counter(listed).items():
        for word in words.split():
            counted[word] += number
    return counted


def _commonest(counted: Counter[Any], most: int = 12) -> list[tuple[str, int]]:
    counted.pop(None, None)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]


def _table(name: str) -> Table:
    return tables().tables[name]


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


def _hits(archive: Archive, places: list[Place], words: Words | None, copied: bool) -> list[Hit]:
    numbers = [place.number for place in places]
    shown, same = _shown(archive, numbers, words), _copies(archive, numbers) if copied else {}
    return [Hit(**shown[place.number], copies=same.get(place.number, ()), place=place) for place in places]


def _copies(archive: Archive, numbers: list[int]) -> dict[int, tuple[str, ...]]:
    """Ids of the other articles that print the text of these."""
    mine, others, articles = _table("copies").alias("mine"), _table("copies").alias("others"), _table("articles")
    joined = mine.join(others, others.c.leader == mine.c.leader).join(articles, articles.c.number == others.c.article)
    chosen = select(mine.c.article, articles.c.id).select_from(joined).where(others.c.article != mine.c.article)
    found: dict[int, tuple[str, ...]] = {}
    for number, id in archive.tuples(chosen.where(mine.c.article.in_(numbers)).order_by(articles.c.id)):
        found[number] = (*found.get(number, ()), id)
    return found


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
