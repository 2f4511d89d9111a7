"""What the user asks for, made into a selection: names become ids and codes, dates are checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from communique.archive import Archive, Selection
from communique.archive.queries import known_as
from communique.errors import BadDate
from communique.record import ActorKind
from communique.registry import Entity, load_registry

# Actors of these kinds stand for all who belong to them; a person, an outlet or a party stands for itself.
WHOLES = frozenset({"state", "region", "organisation", "body"})


def select(
    archive: Archive,
    *,
    actor: str | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    question: str | None = None,
) -> Selection:
    """The selection that these options mean.

    A state or an organisation stands for all who speak and act for it on the day of the article: ``LUX`` and
    ``Luxembourg`` take in its foreign minister, ``EU`` its High Representative and its Council but not the
    governments of its members, which answer for themselves. Anybody else stands for nobody but himself.

    Args:
        archive: Where the question is asked; names are first looked up among its actors, then in the registry.
        actor: An id, a name as the articles write it, or a country or body code; case does not matter.
        since: First day, ISO 8601.
        until: Last day, ISO 8601.
        question: Question id.

    Raises:
        BadDate: ``since`` or ``until`` is no date, or they are in the wrong order.
    """
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise BadDate(f"Nothing lies between {first} and {last}.", "Give the earlier day with --since.")
    names, codes = _actor(archive, actor.strip()) if actor and actor.strip() else (frozenset[str](), frozenset[str]())
    return Selection(actor=names, codes=codes, since=first, until=last, question=question or None)


def as_day(value: str) -> str:
    """A day in ISO 8601.

    Raises:
        BadDate: It is none.
    """
    found = _day(value)
    if found is None:
        raise BadDate("The day is empty.", "Give it as YYYY-MM-DD, such as 2019-12-08.")
    return found


def known_actor(name: str) -> tuple[str, str]:
    """The id and the name of the actor that an id or a name means; the words themselves where the registry has none."""
    found = registered(name.strip())
    entity = found[0][0] if found else None
    return (entity.id, entity.name) if entity is not None else (name.strip(), name.strip())


def select_statements(  # noqa: PLR0913 - one argument for each option, all by name
    archive: Archive,
    *,
    speaker: str | None = None,
    to: str | None = None,
    about: str | None = None,
    media: Iterable[str] = (),
    kinds: Iterable[str] = (),
    modes: Iterable[str] = (),
    told_twice: bool = False,
    since: str | date | None = None,
    until: str | date | None = None,
    question: str | None = None,
) -> Selection:
    """The selection of statements that these options mean.

    Args:
        archive: Where the question is asked.
        speaker: Who speaks, as ``actor`` in :func:`select`.
        to: Who is told, written to or urged, named in the same ways.
        about: Words that the statement must have, in any order; case does not matter.
        media: Media, any of which will do: letter, interview, …
        kinds: direct, indirect, mixed.
        modes: speech, writing, thought, intention.
        told_twice: Whether to take in the shorter tellings of what an article tells twice.
        since: First day, ISO 8601.
        until: Last day, ISO 8601.
        question: Question id.

    Raises:
        BadDate: ``since`` or ``until`` is no date, or they are in the wrong order.
    """
    wanted = select(archive, actor=speaker, since=since, until=until, question=question)
    told = select(archive, actor=to) if to and to.strip() else None
    return replace(
        wanted, to=told, about=tuple((about or "").lower().split()), media=frozenset(media), kinds=frozenset(kinds),
        modes=frozenset(modes), told_twice=told_twice,
    )  # fmt: skip


def _day(value: str | date | None) -> str | None:
    if value is None or value == "":
        return None
    try:
        return value.isoformat()[:10] if isinstance(value, date) else date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadDate(f"'{value}' is not a date.", "Give it as YYYY-MM-DD, such as 2019-12-08.") from None


def _actor(archive: Archive, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The ids and names, in lower case, and the codes that this name stands for."""
    wanted = name.casefold()
    names, codes = {wanted}, set()
    for row in known_as(archive, name):
        if row["country"] and row["country"].casefold() == wanted:
            codes.add(row["country"])
        else:
            names.add(row["id"].casefold())
            codes |= {row["id"]} if row["kind"] in WHOLES else set()
    for entity, kind in registered(name):
        names.add(entity.id.casefold())
        codes |= {entity.id} if kind in WHOLES else set()
    return frozenset(names), frozenset(codes)


def registered(name: str) -> list[tuple[Entity, ActorKind]]:
    """Those whom the registry knows by this id or this whole name, with their kinds."""
    registry = load_registry()
    known = registry.actor(name) or registry.actor(name.upper())
    if known is not None:
        return [(known, known.kind)]
    found = [each for each in registry.find_aliases(name) if (each.start, each.end) == (0, len(name))]
    ids = dict.fromkeys(alias.entity_id for each in found for alias in each.aliases if alias.form == "name")
    entities = [registry.actor(each) for each in ids]
    return [(each, each.kind) for each in entities if each is not None]
