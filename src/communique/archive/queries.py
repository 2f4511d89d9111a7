"""The questions in SQL. Each function gives plain rows; what they mean is for :mod:`communique.ask` to say.

A row's ``article`` is the article's id and its ``number`` the archive's own number of it, which the keys of what is
looked up for rows are made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, and_, func, or_, select, tuple_
from sqlalchemy.sql.expression import FromClause

from communique.archive.database import tables
from communique.archive.days import LONG, NEVER, day_number
from communique.archive.event_row import EventRow, list_of
from communique.archive.rows import Part
from communique.archive.store import Archive

Row = dict[str, Any]
Key = tuple[int, str]
Attribution = tuple[str | None, str | None, str | None, str]
"""The speaker in the text's words and by id, the statement that carries it, and what the speaker makes of the words."""
Numbers = frozenset[int]
Articles = frozenset[str]

FEW = 300
"""Of so many articles what is looked up of them is kept in memory."""
_TEXTS = 2_000  # articles whose texts are kept in memory
_ACTING = (Part.source, Part.target)
_LISTS = ("sources", "targets", "addressees", "participants")

_UNTOLD = frozenset({
    "article", "until", "long_until", "contexts", "geonames", "latitude", "longitude", "place_country", "document",
})  # fmt: skip
"""Columns that no answer shows."""

_DAY = EventRow._fields.index("day")
_spans = msgspec.json.Decoder(tuple[tuple[int, int], ...]).decode


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries are wanted; None and empty mean any.

    Attributes:
        actor: Names or ids, in lower case, any of which the actor may have.
        codes: Country or body codes: an actor of that country, or an organ of that body, counts.
        since: First day, ISO 8601.
        until: Last day, ISO 8601.
        question: Question id.
        kinds: Kinds of statement: direct, indirect, mixed.
        modes: Modes of statement: speech, writing, thought, intention.
        media: Media of statements.
        about: Words, in lower case, all of which a statement must have.
        to: Whom statements must be told to: names and codes as for the actor.
        told_twice: Whether the shorter tellings of one utterance are wanted too.
        articles: Ids of the only articles that count, some hundreds at most; None for all.
        latest: How many positions of each actor, the latest, on the one question that is asked for; None for all.
    """

    actor: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    question: str | None = None
    kinds: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()
    to: Selection | None = None
    told_twice: bool = True
    articles: Articles | None = None
    latest: int | None = None

    @property
    def any_actor(self) -> bool:
        """Whether no actor was asked for."""
        return not self.actor and not self.codes


def table_of(name: str) -> Table:
    """A table of the archive."""
    return tables().tables[name]


def known_as(archive: Archive, name: str) -> list[Row]:
    """The actors with this id, name, country or written form, whatever its case: their ids, kinds and countries.

    One whom the registry does not know has its name in the place of an id.
    """
    actors, forms = table_of("actors"), table_of("forms")
    wanted = name.casefold()
    by_form = select(forms.c.actor).where(forms.c.folded == wanted)
    same = or_(
        actors.c.folded_id == wanted, actors.c.folded_name == wanted, actors.c.country == name.upper(),
        actors.c.wikidata == name.upper(), actors.c.number.in_(by_form),
    )  # fmt: skip
    here = archive.dialect.appears(actors.c.number)
    id = func.coalesce(actors.c.id, actors.c.name).label("id")
    found = select(id, actors.c.kind, actors.c.country).distinct().where(same, here).order_by(id)
    return [dict(row._mapping) for row in archive.rows(found)]


def who(links: FromClause, wanted: Selection) -> ColumnElement[bool]:
    """Whether the actor of a row that links it to an article (``actor``, ``article``) is one of those asked for."""
    actors, names = table_of("actors"), sorted(wanted.actor)
    # '/' is the character after '.': the organs of a body are a range of the index.
    folded = [code.casefold() for code in sorted(wanted.codes)]
    organs = [and_(actors.c.folded_id >= f"{code}.", actors.c.folded_id < f"{code}/") for code in folded]
    meant = or_(
        actors.c.folded_id.in_(names), actors.c.folded_name.in_(names), actors.c.country.in_(sorted(wanted.codes)),
        *organs,
    )  # fmt: skip
    return among(links, meant, [each for each in names if each.startswith("a-")])


def among(links: FromClause, meant: ColumnElement[bool], local: Sequence[str]) -> ColumnElement[bool]:
    """Whether the actor of a row that links it to an article is one of those meant.

    Args:
        links: The table, with columns ``actor`` and ``article``.
        meant: What a row of the table of actors must meet.
        local: Ids that belong to one article and stand for nobody elsewhere, some of which may be meant too.
    """
    actors, appearances = table_of("actors"), table_of("appearances")
    known = links.c.actor.in_(select(actors.c.number).where(meant))
    if not local:
        return known
    own = select(appearances.c.article, appearances.c.actor).where(appearances.c.id.in_(local))
    return or_(known, tuple_(links.c.article, links.c.actor).in_(own))


def _taking(wanted: Selection, *parts: Part) -> Select[Any]:
    """Article and ordinal of the entries in which an actor asked for takes one of these parts in the days asked for."""
    table = table_of("parts")
    conditions = [table.c.part.in_([int(part) for part in parts]), who(table, wanted)]
    if wanted.since:
        conditions.append(table.c.until >= day_number(wanted.since))
    if wanted.until:
        conditions.append(table.c.day <= day_number(wanted.until))
    if wanted.articles is not None:
        conditions.append(table.c.article.in_(_numbered(wanted.articles)))
    return select(table.c.article, table.c.ordinal).where(*conditions).distinct()


def _numbered(articles: Articles) -> Select[Any]:
    """The numbers of these articles."""
    table = table_of("articles")
    return select(table.c.number).where(table.c.id.in_(sorted(articles)))


def _during(
    columns: Sequence[ColumnElement[Any]], table: Table, wanted: Selection, *conditions: ColumnElement[bool],
    clustered: bool,
) -> Select[Any] | CompoundSelect[Any]:  # fmt: skip
    """Columns of the entries whose days overlap those asked for, and which meet the conditions.

    An entry without days counts on its article's. What stretches over long is looked for apart, so that what is short
    is found in a stretch of the index. Where entries are clustered, the index tells the articles alone.
    """
    since, until = day_number(wanted.since), day_number(wanted.until)
    chosen = select(*columns).where(*conditions)
    before = [table.c.day <= until] if until is not None else []
    if since is None:
        return chosen.where(*before)
    keys = select(table.c.article) if clustered else chosen
    short = keys.where(table.c.day >= since - LONG, table.c.until >= since, *before)
    long = keys.where(table.c.long_until >= since, table.c.day < since - LONG, *before)
    found = short.union_all(long)
    return chosen.where(table.c.article.in_(found), table.c.until >= since, *before) if clustered else found


def _overlapping(table: Table, wanted: Selection) -> Iterator[ColumnElement[bool]]:
    """The same as :func:`_during`, for what has no indexes and looks at every row anyway."""
    if wanted.since:
        yield table.c.until >= day_number(wanted.since)
    if wanted.until:
        yield table.c.day <= day_number(wanted.until)


def _entries(
    archive: Archive, name: str, wanted: Selection, parts: tuple[Part, ...], *conditions: ColumnElement[bool],
    names: Sequence[str] = (),
) -> Select[Any] | CompoundSelect[Any]:  # fmt: skip
    """Rows of a table, in no order, without their article's metadata.

    Args:
        archive: Where to look.
        name: The table.
        wanted: What to take in.
        parts: What an actor that is asked for does in them.
        conditions: What else they must meet.
        names: The columns after the article's number; all that answers show when they are not given.
    """
    table = table_of(name)
    shown = [table.c[each] for each in names] or [each for each in table.c if each.name not in _UNTOLD]
    columns = [table.c.article.label("number"), *shown]
    asked = [*conditions, *([table.c.question == wanted.question] if wanted.question and "question" in table.c else [])]
    if wanted.articles is not None:
        asked.append(table.c.article.in_(_numbered(wanted.articles)))
    if not wanted.any_actor:
        keys = _taking(wanted, *parts).subquery("keys")
        same = and_(table.c.article == keys.c.article, table.c.ordinal == keys.c.ordinal)
        return select(*columns).select_from(keys.join(table, same)).where(*asked)
    if not archive.dialect.indexed:
        return select(*columns).where(*asked, *_overlapping(table, wanted))
    return _during(columns, table, wanted, *asked, clustered=archive.dialect.clustered)


def _dicts(archive: Archive, statement: Select[Any] | CompoundSelect[Any]) -> list[Row]:
    """Rows as dictionaries in the order of their days, with their articles' metadata and the words of their offsets."""
    names = statement.selected_columns.keys()
    rows = [dict(zip(names, row, strict=True)) for row in archive.tuples(statement)]
    known = _articles(archive, frozenset(row["number"] for row in rows))
    for row in rows:
        row.update(known[row["number"]])
    rows.sort(key=lambda row: (row["day"], row["published"] or "", row["article"], row["ordinal"]))
    return _told(rows, {number: each["text"] for number, each in known.items()})


def _articles(archive: Archive, numbers: Numbers) -> dict[int, Row]:
    """Metadata and text of these articles; of few they are kept, for pages show the same ones again and again."""
    if len(numbers) > FEW:
        return _articles_of(archive, numbers)
    listed = sorted(numbers)
    kept = archive.derived.by_article("articles", _articles_of, most=_TEXTS)
    return dict(zip(listed, kept.of(archive, listed), strict=True))


def _articles_of(archive: Archive, numbers: Collection[int]) -> dict[int, Row]:
    table, texts = table_of("articles"), table_of("texts")
    metadata = [table.c[column] for column in ("title", "published", "outlet", "url")]
    chosen = select(table.c.number, table.c.id.label("article"), *metadata, texts.c.text)
    joined = chosen.join_from(table, texts, texts.c.number == table.c.text)
    names = joined.selected_columns.keys()
    found = within(archive, joined, table.c.number, numbers)
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


def _texts(archive: Archive, articles: Numbers) -> dict[int, str]:
    """The texts of these articles."""
    if len(articles) <= FEW:
        return {number: each["text"] for number, each in _articles(archive, articles).items()}
    table, articles_ = table_of("texts"), table_of("articles")
    joined = select(articles_.c.number, table.c.text).join_from(articles_, table, table.c.number == articles_.c.text)
    return dict(map(tuple, within(archive, joined, articles_.c.number, articles)))


def _told(rows: list[Row], texts: Mapping[int, str]) -> list[Row]:
    """Rows with the words that their offsets mean, and lists as tuples."""
    if not rows:
        return rows
    spans, trigger = "spans" in rows[0], "trigger_start" in rows[0]
    lists = [name for name in _LISTS if name in rows[0]]
    for row in rows:
        text = texts[row["number"]]
        if spans:
            row["words"] = pieces(text, row["spans"])
        elif trigger:
            row["trigger"] = text[row["trigger_start"] : row["trigger_end"]]
            row["sentence"] = text[row["sentence_start"] : row["sentence_end"]]
        for name in lists:
            row[name] = list_of(row[name])
    return rows


def pieces(text: str, spans: str) -> str:
    """The words of a text that offsets mean."""
    return " … ".join([text[start:end] for start, end in _spans(spans)])


def events(archive: Archive, wanted: Selection, status: str | None = None) -> list[Row]:
    """Events in which an actor asked for acts or is acted upon.

    Args:
        archive: Where to look.
        wanted: Which.
        status: How real they are; None for any.
    """
    return _dicts(archive, _entries(archive, "events", wanted, _ACTING, *_such(status, None)))


def event_rows(
    archive: Archive, wanted: Selection, status: str | None = None, kind: str | None = None
) -> tuple[list[EventRow], dict[int, Row]]:
    """The same as :func:`events` for answers of thousands: rows as they are kept, and their articles by number.

    Args:
        archive: Where to look.
        wanted: Which.
        status: How real they are; None for any.
        kind: Type, mode, or first digits of a CAMEO code; None for any.
    """
    chosen = _entries(archive, "events", wanted, _ACTING, *_such(status, kind), names=EventRow._fields[1:])
    found = archive.tuples(chosen)
    known = _articles(archive, frozenset(row[0] for row in found))
    ordered = sorted(known, key=lambda number: (known[number]["published"] or "", known[number]["article"]))
    place = {number: n for n, number in enumerate(ordered)}
    found.sort(key=lambda row: row[_DAY] << 48 | place[row[0]] << 16 | row[1])  # day, article, place in it
    return [tuple.__new__(EventRow, row) for row in found], known


def _such(status: str | None, kind: str | None) -> Iterator[ColumnElement[bool]]:
    """What is asked of an event itself."""
    table = table_of("events")
    if status:
        yield table.c.status == status
    if kind and kind.isdigit():
        yield table.c.cameo.startswith(kind, autoescape=True)
    elif kind:
        yield or_(table.c.type == kind.upper(), table.c.mode == kind.lower())


def statements(archive: Archive, wanted: Selection) -> list[Row]:
    """Statements that an actor asked for makes, with the question's positions when one is asked for."""
    table, positions = table_of("statements"), table_of("positions")
    conditions = list(_said(table, wanted))
    if wanted.question:
        shows = and_(positions.c.article == table.c.article, positions.c.statement == table.c.id)
        conditions.append(select(positions.c.id).where(shows, positions.c.question == wanted.question).exists())
    rows = _dicts(archive, _entries(archive, "statements", wanted, (Part.speaker,), *conditions))
    return [row for row in rows if all(word in row["words"].lower() for word in wanted.about)]


def _said(table: Table, wanted: Selection) -> Iterator[ColumnElement[bool]]:
    """What is asked of a statement itself: its form, its words, and whom it is told to."""
    for column, values in (("kind", wanted.kinds), ("mode", wanted.modes), ("medium", wanted.media)):
        if values:
            yield table.c[column].in_(sorted(values))
    if any(word.isascii() for word in wanted.about):
        articles, texts = table_of("articles"), table_of("texts")
        joined = articles.join(texts, texts.c.number == articles.c.text)
        has = [func.lower(texts.c.text).contains(word, autoescape=True) for word in wanted.about if word.isascii()]
        has += [articles.c.id.in_(sorted(wanted.articles))] if wanted.articles is not None else []
        yield table.c.article.in_(select(articles.c.number).select_from(joined).where(*has))
    if wanted.to is not None:
        told = _taking(wanted.to, Part.addressee).subquery("told")
        same = and_(told.c.article == table.c.article, told.c.ordinal == table.c.ordinal)
        yield select(told.c.article).where(same).exists()
    if not wanted.told_twice:
        yield table.c.same_as.is_(None)


def positions(archive: Archive, wanted: Selection, numbers: Numbers | None = None) -> list[Row]:
    """Positions that an actor asked for takes on the question; with ``numbers`` only those of these articles."""
    table, conditions = table_of("positions"), list[ColumnElement[bool]]()
    if wanted.latest is not None:
        conditions.append(tuple_(table.c.article, table.c.ordinal).in_(latest_of(wanted, wanted.latest)))
    if numbers is not None:
        conditions.append(archive.dialect.one_of(table.c.article, sorted(numbers)))
    return _dicts(archive, _entries(archive, "positions", wanted, (Part.position,), *conditions))


def published(archive: Archive, articles: Numbers) -> dict[int, tuple[str, str]]:
    """Day of publication, empty for none, and id of these articles: they sort as answers do."""
    table = table_of("articles")
    chosen = select(table.c.number, func.coalesce(table.c.published, ""), table.c.id)
    return {number: (day, id) for number, day, id in within(archive, chosen, table.c.number, articles)}


def latest_of(wanted: Selection, most: int) -> Select[Any]:
    """Article and ordinal of the latest positions of each actor on a question, those without a day after all others."""
    table = table_of("positions")
    by_day = (table.c.day == NEVER, table.c.day.desc(), table.c.article.desc())
    place = func.row_number().over(partition_by=table.c.actor, order_by=by_day).label("place")
    told = [table.c.question == wanted.question]
    if wanted.until:
        told.append(or_(table.c.day <= day_number(wanted.until), table.c.day == NEVER))
    ranked = select(table.c.article, table.c.ordinal, place).where(*told).subquery("ranked")
    return select(ranked.c.article, ranked.c.ordinal).where(ranked.c.place <= most)


def meetings(archive: Archive, wanted: Selection) -> list[Row]:
    """Meetings of a body asked for, or in which an actor asked for takes part."""
    table, agenda, conditions = table_of("meetings"), table_of("agenda"), []
    if wanted.question:
        on_it = and_(agenda.c.article == table.c.article, agenda.c.meeting == table.c.ordinal)
        conditions.append(select(agenda.c.topic).where(on_it, agenda.c.question == wanted.question).exists())
    return _dicts(archive, _entries(archive, "meetings", wanted, (Part.meeting,), *conditions))


def within(
    archive: Archive, statement: Select[Any], column: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> list[tuple[Any, ...]]:
    """The rows in which a column has one of many values, such as the numbers of articles."""
    ordered: Any = sorted(values)
    return archive.tuples(statement.where(archive.dialect.one_of(column, ordered))) if ordered else []


def statements_of(archive: Archive, articles: Numbers, *which: ColumnElement[bool]) -> list[Row]:
    """All statements of these articles, in the order of their texts; without their articles' metadata."""
    table = table_of("statements")
    columns = ("id", "claim", "speaker", "speaker_words", "addressees", "medium", "reported_by", "same_as", "spans")
    statement = select(table.c.article.label("number"), *(table.c[name] for name in columns)).where(*which)
    found = within(archive, statement.order_by(table.c.article, table.c.ordinal), table.c.article, articles)
    names = ("number", *columns)
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return _told(rows, _texts(archive, frozenset(row["number"] for row in rows)))


def agenda(archive: Archive, articles: Numbers) -> dict[Key, list[Row]]:
    """What the meetings of these articles deal with, in order, by article and meeting."""
    table, meetings = table_of("agenda"), table_of("meetings")
    same = and_(meetings.c.article == table.c.article, meetings.c.ordinal == table.c.meeting)
    columns = (table.c.article, meetings.c.id, table.c.topic, table.c.question, table.c.treatment)
    statement = select(*columns).select_from(table.join(meetings, same))
    found: dict[Key, list[Row]] = {}
    ordered = statement.order_by(table.c.article, table.c.meeting, table.c.ordinal)
    for article, meeting, topic, question, treatment in within(archive, ordered, table.c.article, articles):
        item = {"topic": topic, "question": question, "treatment": treatment}
        found.setdefault((article, meeting), []).append(item)
    return found


def actors(archive: Archive, wanted: Selection) -> list[Row]:
    """Actors by their particulars, those whom the newest articles know so last.

    Each row counts articles, mentions, statements and events, and has the first and the last day of its articles.
    """
    table, articles, here = table_of("actors"), table_of("articles"), table_of("appearances")
    newest = func.max(func.coalesce(articles.c.published, "") + " " + articles.c.id).label("newest")
    counted = [func.sum(here.c[name]).label(name) for name in ("mentions", "statements", "events")]
    days = [func.min(articles.c.published).label("first"), func.max(articles.c.published).label("last")]
    each = (
        select(here.c.actor, here.c.id, func.count().label("articles"), *counted, *days, newest)
        .select_from(here.join(articles, articles.c.number == here.c.article))
        .where(*_appearing(here, articles, wanted), *([_first_told(here, wanted)] if has_copies(archive) else []))
        .group_by(here.c.actor, here.c.id)
        .subquery("each")
    )
    told = [each.c[name] for name in ("articles", "mentions", "statements", "events", "first", "last", "newest")]
    id = func.coalesce(table.c.id, each.c.id).label("id")
    named = select(id, *(table.c[name] for name in _PARTICULARS), *told).join_from(
        each, table, table.c.number == each.c.actor
    )
    names = named.selected_columns.keys()
    return [dict(zip(names, row, strict=True)) for row in archive.tuples(named.order_by(each.c.newest))]


def has_copies(archive: Archive) -> bool:
    """Whether any articles were found to print one text."""
    return bool(archive.tuples(select(table_of("copies").c.article).limit(1)))


def _first_told(here: Table, wanted: Selection) -> ColumnElement[bool]:
    """Whether no copy of the article's text that came before, and is asked for too, has the same actor."""
    mine, others = table_of("copies").alias("mine"), table_of("copies").alias("others")
    there, articles = here.alias("there"), table_of("articles").alias("of_there")
    joined = mine.join(others, others.c.leader == mine.c.leader).join(there, there.c.article == others.c.article)
    if wanted.since or wanted.until or wanted.articles is not None:
        joined = joined.join(articles, articles.c.number == there.c.article)
    days = replace(wanted, actor=frozenset(), codes=frozenset())
    earlier = (
        select(there.c.article)
        .select_from(joined)
        .where(mine.c.article == here.c.article, others.c.article < here.c.article, there.c.actor == here.c.actor)
        .where(func.coalesce(there.c.id, "") == func.coalesce(here.c.id, ""), *_appearing(there, articles, days))
    )
    return ~earlier.exists()


def _appearing(here: FromClause, articles: FromClause, wanted: Selection) -> Iterator[ColumnElement[bool]]:
    """What is asked of an appearance and its article."""
    if not wanted.any_actor:
        yield who(here, wanted)
    if wanted.articles is not None:
        yield articles.c.id.in_(sorted(wanted.articles))
    if wanted.since:
        yield articles.c.published >= wanted.since
    if wanted.until:
        yield articles.c.published <= wanted.until


_PARTICULARS = ("name", "kind", "country", "cameo", "sectors", "office", "organization", "wikidata", "resolved")


def said(archive: Archive, articles: Numbers) -> dict[Key, tuple[str | None, str | None, str]]:
    """Speaker by id and in words, and content, of the statements that show positions, by article and statement."""
    table, shown = table_of("statements"), table_of("positions")
    shows = select(shown.c.id).where(shown.c.article == table.c.article, shown.c.statement == table.c.id).exists()
    rows = statements_of(archive, articles, shows)
    return {(row["number"], row["id"]): (row["speaker"], row["speaker_words"], row["words"]) for row in rows}


def newest(archive: Archive) -> str | None:
    """The last day on which an article was published or a position by hand was held."""
    days = [select(func.max(table_of("articles").c.published)), select(func.max(table_of("hand_positions").c.day))]
    return max((day for each in days if (day := archive.rows(each)[0][0])), default=None)
