"""What is looked up of articles for the rows of answers: names, countries and offices of actors, and who says what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from communique.archive.event_row import list_of
from communique.archive.queries import FEW, Attribution, Key, Numbers, table_of, within
from communique.archive.rows import Part
from communique.archive.store import Archive


def _of_actors(archive: Archive, column: str, articles: Numbers, *which: ColumnElement[bool]) -> dict[Key, Any]:
    """One of the particulars of the actors of these articles, by article and actor id."""
    table, appearances = table_of("actors"), table_of("appearances")
    columns = (appearances.c.article, func.coalesce(table.c.id, appearances.c.id), table.c[column])
    statement = select(*columns).select_from(appearances.join(table, table.c.number == appearances.c.actor))
    found = within(archive, statement.where(*which), appearances.c.article, articles)
    return {(number, id): value for number, id, value in found}


def names(archive: Archive, articles: Numbers) -> tuple[dict[str, str], dict[Key, str]]:
    """Names of the actors of these articles.

    Returns:
        By id those who have one name in all of them, and by article and id all others.
    """
    if len(articles) <= FEW:
        listed = sorted(articles)
        kept = archive.derived.by_article("names", _names_of).of(archive, listed)
        return {}, {(number, id): name for number, those in zip(listed, kept, strict=True) for id, name in those}
    here = table_of("appearances")
    found = within(archive, select(here.c.actor).distinct().where(here.c.id.is_(None)), here.c.article, articles)
    one, several = _named(archive, table_of("actors").c.number, [number for (number,) in found])
    return one, _own_names(archive, articles, several)


def names_among(
    archive: Archive, parties: Collection[Key], speakers: Collection[Key]
) -> tuple[dict[str, str], dict[Key, str]]:
    """Names of some actors of many articles.

    Args:
        archive: Where to look.
        parties: Numbers of articles, each with ids as they stand in one column.
        speakers: Numbers of articles, each with one id.

    Returns:
        By id those who have one name in the whole archive, and by article and id all others.
    """
    listed = {ids: list_of(ids) for ids in {ids for _, ids in parties}}
    wanted = {id.casefold() for ids in listed.values() for id in ids}.union(id.casefold() for _, id in speakers)
    one, several = _named(archive, table_of("actors").c.folded_id, wanted)
    others = {text for text, ids in listed.items() if not one.keys() >= {*ids}}
    articles = {number for number, ids in parties if ids in others}
    articles.update(number for number, id in speakers if id not in one)
    return one, _own_names(archive, frozenset(articles), several)


def _named(
    archive: Archive, column: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """By id the names of those who have one alone, and the ids of others."""
    table = table_of("actors")
    by_id: dict[str, set[str]] = {}
    for id, name in within(archive, select(table.c.id, table.c.name).where(table.c.id.is_not(None)), column, values):
        by_id.setdefault(id, set()).add(name)
    one = {id: name for id, (name, *others) in by_id.items() if not others}
    return one, sorted(by_id.keys() - one)


def _own_names(archive: Archive, articles: Numbers, several: list[str]) -> dict[Key, str]:
    """Names of those whose ids are these articles' own, and of those who have several."""
    table, here = table_of("actors"), table_of("appearances")
    others = or_(here.c.id.is_not(None), table.c.id.in_(several)) if several else here.c.id.is_not(None)
    return _of_actors(archive, "name", articles, others)


def _names_of(archive: Archive, numbers: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in numbers}
    for (number, id), name in _of_actors(archive, "name", frozenset(numbers)).items():
        found[number].append((id, name))
    return found


def countries(archive: Archive, articles: Numbers) -> dict[Key, str | None]:
    """Countries, on the day of each article, of those who hold positions, by article and id."""
    here, parts = table_of("appearances"), table_of("parts")
    same = and_(parts.c.actor == here.c.actor, parts.c.article == here.c.article)
    holds = select(parts.c.actor).where(same, parts.c.part == int(Part.position)).exists()
    return _of_actors(archive, "country", articles, holds)


def offices(archive: Archive, articles: Numbers) -> dict[Key, str]:
    """Offices of speakers on the day of each article, by article and actor."""
    speaks = table_of("appearances").c.statements > 0
    return _of_actors(archive, "office", articles, speaks, table_of("actors").c.office.is_not(None))


def attributions(archive: Archive, articles: Numbers) -> dict[Key, Attribution]:
    """By article and statement: the speaker in the text's words and by id, the statement that carries it, the claim."""
    if len(articles) > FEW:
        every: Iterable[dict[Key, Attribution]] = _attributions_of(archive, articles).values()
    else:
        every = archive.derived.by_article("attributions", _attributions_of).of(archive, sorted(articles))
    return {key: told for those in every for key, told in those.items()}


def _attributions_of(archive: Archive, numbers: Collection[int]) -> dict[int, dict[Key, Attribution]]:
    table = table_of("statements")
    columns = (table.c.article, table.c.id, table.c.speaker_words, table.c.speaker, table.c.reported_by, table.c.claim)
    found: dict[int, dict[Key, Attribution]] = {number: {} for number in numbers}
    for number, id, *told in within(archive, select(*columns), table.c.article, numbers):
        found[number][number, id] = (told[0], told[1], told[2], told[3])
    return found
