"""The questions in SQL. Each function gives plain rows; what they mean is for :mod:`communique.ask` to say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, true

from communique.archive.database import tables
from communique.archive.store import Archive

Row = dict[str, Any]
Key = tuple[str, str]
Articles = frozenset[str]

_MOST_NAMED = 900  # SQLite takes 32,766 parameters; beyond some hundreds a scan is as fast


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

    @property
    def any_actor(self) -> bool:
        """Whether no actor was asked for."""
        return not self.actor and not self.codes


def _table(name: str) -> Table:
    return tables().tables[name]


def known_as(archive: Archive, name: str) -> list[Row]:
    """The actors with this id, name, country or written form, whatever its case: their ids, kinds and countries."""
    actors, mentions = _table("actors"), _table("mentions")
    wanted = name.casefold()
    by_mention = select(mentions.c.actor).where(func.lower(mentions.c.text) == wanted, mentions.c.form == "name")
    same = or_(
        func.lower(actors.c.id) == wanted, func.lower(actors.c.name) == wanted, func.lower(actors.c.country) == wanted,
        func.lower(actors.c.wikidata) == wanted, and_(actors.c.resolved == 1, actors.c.id.in_(by_mention)),
    )  # fmt: skip
    found = select(actors.c.id, actors.c.kind, actors.c.country).distinct().where(same).order_by(actors.c.id)
    return [dict(row._mapping) for row in archive.rows(found)]


def _is_actor(actors: Table, wanted: Selection) -> ColumnElement[bool]:
    """Whether a row of the actors' table is one of those asked for."""
    organs = [actors.c.id.startswith(f"{code}.", autoescape=True) for code in sorted(wanted.codes)]
    return or_(
        func.lower(actors.c.id).in_(sorted(wanted.actor)),
        func.lower(actors.c.name).in_(sorted(wanted.actor)),
        actors.c.country.in_(sorted(wanted.codes)),
        *organs,
    )


def _involves(links: Table, owner: str, of: Table, column: str, wanted: Selection) -> ColumnElement[bool]:
    """Whether a table of links (event to actor, say) joins this entry to an actor that is asked for."""
    actors = _table("actors")
    joined = and_(links.c.article == of.c.article, links.c[owner] == of.c.id)
    known = and_(actors.c.article == links.c.article, actors.c.id == links.c[column])
    return select(links.c.article).where(joined, known, _is_actor(actors, wanted)).exists()


def _is(of: Table, column: str, wanted: Selection) -> ColumnElement[bool]:
    actors = _table("actors")
    known = and_(actors.c.article == of.c.article, actors.c.id == of.c[column])
    return select(actors.c.id).where(known, _is_actor(actors, wanted)).exists()


def _during(table: Table, wanted: Selection) -> list[ColumnElement[bool]]:
    """The entry's days overlap those asked for, and its article is one of those asked for.

    An entry without days counts on its article's.
    """
    published = _table("articles").c.published
    conditions: list[ColumnElement[bool]] = []
    if wanted.articles is not None:
        conditions.append(table.c.article.in_(sorted(wanted.articles)))
    if wanted.since:
        conditions.append(func.coalesce(table.c.latest, table.c.earliest, published) >= wanted.since)
    if wanted.until:
        conditions.append(func.coalesce(table.c.earliest, table.c.latest, published) <= wanted.until)
    return conditions


def _entries(name: str, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Rows of a table with their article's metadata, in the order of their days."""
    table, articles = _table(name), _table("articles")
    metadata = [articles.c[column] for column in ("title", "published", "outlet", "url")]
    day = func.coalesce(table.c.earliest, table.c.latest, articles.c.published)
    joined = table.join(articles, articles.c.id == table.c.article)
    return (
        select(*table.c, *metadata)
        .select_from(joined)
        .where(*conditions)
        .order_by(day.is_(None), day, articles.c.published, table.c.article, table.c.ordinal)
    )


def _dicts(archive: Archive, statement: Select[Any]) -> list[Row]:
    return [dict(row._mapping) for row in archive.rows(statement)]


def events(archive: Archive, wanted: Selection, status: str | None = None) -> list[Row]:
    """Events in which an actor asked for acts or is acted upon."""
    table = _table("events")
    conditions = _during(table, wanted)
    if not wanted.any_actor:
        conditions.append(_involves(_table("event_actors"), "event", table, "actor", wanted))
    if status:
        conditions.append(table.c.status == status)
    return _dicts(archive, _entries("events", *conditions))


def statements(archive: Archive, wanted: Selection) -> list[Row]:
    """Statements that an actor asked for makes, with the question's positions when one is asked for."""
    table, positions = _table("statements"), _table("positions")
    conditions = _during(table, wanted)
    if not wanted.any_actor:
        conditions.append(_is(table, "speaker", wanted))
    if wanted.question:
        shows = and_(positions.c.article == table.c.article, positions.c.statement == table.c.id)
        conditions.append(select(positions.c.id).where(shows, positions.c.question == wanted.question).exists())
    conditions += _said(table, wanted)
    return _dicts(archive, _entries("statements", *conditions))


def statements_of(archive: Archive, articles: Articles) -> list[Row]:
    """All statements of these articles, in the order of their texts."""
    table = _table("statements")
    return _dicts(archive, select(table).where(_within(table, articles)).order_by(table.c.article, table.c.ordinal))


def _said(table: Table, wanted: Selection) -> list[ColumnElement[bool]]:
    """What is asked of a statement itself: its form, its words, and whom it is told to."""
    conditions: list[ColumnElement[bool]] = [
        table.c[column].in_(sorted(values))
        for column, values in (("kind", wanted.kinds), ("mode", wanted.modes), ("medium", wanted.media))
        if values
    ]
    conditions += [func.lower(table.c.words).contains(word, autoescape=True) for word in wanted.about]
    if wanted.to is not None:
        conditions.append(_involves(_table("addressees"), "statement", table, "actor", wanted.to))
    if not wanted.told_twice:
        conditions.append(table.c.same_as.is_(None))
    return conditions


def positions(archive: Archive, wanted: Selection) -> list[Row]:
    """Positions that an actor asked for takes on the question."""
    table = _table("positions")
    conditions = _during(table, wanted)
    if not wanted.any_actor:
        conditions.append(_is(table, "actor", wanted))
    if wanted.question:
        conditions.append(table.c.question == wanted.question)
    return _dicts(archive, _entries("positions", *conditions))


def meetings(archive: Archive, wanted: Selection) -> list[Row]:
    """Meetings of a body asked for, or in which an actor asked for takes part."""
    table, agenda = _table("meetings"), _table("agenda")
    conditions = _during(table, wanted)
    if not wanted.any_actor:
        takes_part = _involves(_table("participants"), "meeting", table, "actor", wanted)
        conditions.append(or_(_is(table, "body", wanted), takes_part))
    if wanted.question:
        on_it = and_(agenda.c.article == table.c.article, agenda.c.meeting == table.c.id)
        conditions.append(select(agenda.c.topic).where(on_it, agenda.c.question == wanted.question).exists())
    return _dicts(archive, _entries("meetings", *conditions))


def _within(table: Table, articles: Articles) -> ColumnElement[bool]:
    """Whether a row belongs to these articles; so many that SQLite takes no list of them are not told apart."""
    return table.c.article.in_(sorted(articles)) if len(articles) <= _MOST_NAMED else true()


def agenda(archive: Archive, articles: Articles) -> dict[Key, list[Row]]:
    """What the meetings of these articles deal with, in order."""
    table = _table("agenda")
    found: dict[Key, list[Row]] = defaultdict(list)
    statement = select(table).where(_within(table, articles))
    for row in _dicts(archive, statement.order_by(table.c.article, table.c.meeting, table.c.ordinal)):
        found[row["article"], row["meeting"]].append(row)
    return found


def actors(archive: Archive, wanted: Selection) -> list[Row]:
    """Actors as each article knows them, oldest article first, with the number of their mentions there."""
    table, articles, mentions = _table("actors"), _table("articles"), _table("mentions")
    counted = (
        select(func.count()).where(mentions.c.article == table.c.article, mentions.c.actor == table.c.id)
    ).scalar_subquery()
    statement = select(*table.c, articles.c.published, counted.label("mentions")).join(
        articles, articles.c.id == table.c.article
    )
    if not wanted.any_actor:
        statement = statement.where(_is_actor(table, wanted))
    if wanted.articles is not None:
        statement = statement.where(table.c.article.in_(sorted(wanted.articles)))
    if wanted.since:
        statement = statement.where(articles.c.published >= wanted.since)
    if wanted.until:
        statement = statement.where(articles.c.published <= wanted.until)
    return _dicts(archive, statement.order_by(articles.c.published, table.c.article, table.c.ordinal))


Link = Literal["source", "target", "addressee", "participant"]


def linked(archive: Archive, link: Link, articles: Articles) -> dict[Key, list[str]]:
    """Actor ids by article and entry, for one kind of link, in order."""
    name, owner = {
        "source": ("event_actors", "event"), "target": ("event_actors", "event"),
        "addressee": ("addressees", "statement"), "participant": ("participants", "meeting"),
    }[link]  # fmt: skip
    table = _table(name)
    statement = select(table.c.article, table.c[owner], table.c.actor).where(_within(table, articles))
    if name == "event_actors":
        statement = statement.where(table.c.role == link)
    found: dict[Key, list[str]] = defaultdict(list)
    for article, entry, actor in archive.rows(statement.order_by(table.c.article, table.c[owner], table.c.ordinal)):
        found[article, entry].append(actor)
    return found


def names(archive: Archive, articles: Articles) -> dict[Key, str]:
    """Actors' names by article and id."""
    table = _table("actors")
    statement = select(table.c.article, table.c.id, table.c.name).where(_within(table, articles))
    return {(row[0], row[1]): row[2] for row in archive.rows(statement)}


def countries(archive: Archive, articles: Articles) -> dict[Key, str | None]:
    """Actors' countries on the day of each article, by article and id."""
    table = _table("actors")
    statement = select(table.c.article, table.c.id, table.c.country).where(_within(table, articles))
    return {(row[0], row[1]): row[2] for row in archive.rows(statement)}


def offices(archive: Archive, articles: Articles) -> dict[Key, str]:
    """Offices held on the day of each article, by article and actor."""
    table = _table("actors")
    statement = select(table.c.article, table.c.id, table.c.office).where(table.c.office.is_not(None))
    return {(row[0], row[1]): row[2] for row in archive.rows(statement.where(_within(table, articles)))}


def said(archive: Archive, articles: Articles) -> dict[Key, tuple[str | None, str | None, str]]:
    """Speaker's id, speaker in the text's words, and content of each statement, by article and statement."""
    table = _table("statements")
    statement = select(table.c.article, table.c.id, table.c.speaker, table.c.speaker_words, table.c.words)
    found = archive.rows(statement.where(_within(table, articles)))
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in found}


def newest(archive: Archive) -> str | None:
    """The last day on which an article was published or a position by hand was held."""
    days = [select(func.max(_table("articles").c.published)), select(func.max(_table("hand_positions").c.day))]
    return max((day for each in days if (day := archive.rows(each)[0][0])), default=None)


def speakers(archive: Archive, articles: Articles) -> dict[Key, tuple[str | None, str | None, str | None]]:
    """Who each statement is ascribed to, in the text's words and by actor id, and the statement that carries it."""
    table = _table("statements")
    statement = select(table.c.article, table.c.id, table.c.speaker_words, table.c.speaker, table.c.reported_by)
    found = archive.rows(statement.where(_within(table, articles)))
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in found}


def speaking(archive: Archive, articles: Articles) -> dict[Key, int]:
    """Number of statements by article and speaker."""
    table = _table("statements")
    statement = select(table.c.article, table.c.speaker, func.count()).where(table.c.speaker.is_not(None))
    grouped = statement.where(_within(table, articles)).group_by(table.c.article, table.c.speaker)
    return {(row[0], row[1]): row[2] for row in archive.rows(grouped)}


def acting(archive: Archive, articles: Articles) -> dict[Key, int]:
    """Number of events by article and actor."""
    table = _table("event_actors")
    statement = select(table.c.article, table.c.actor, func.count(table.c.event.distinct()))
    grouped = statement.where(_within(table, articles)).group_by(table.c.article, table.c.actor)
    return {(row[0], row[1]): row[2] for row in archive.rows(grouped)}
