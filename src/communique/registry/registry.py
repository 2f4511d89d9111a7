"""The registry: one object that answers who is who on which day."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from datetime import date

from communique.registry import tables
from communique.registry.compiled import Lookup, Table, compiled
from communique.registry.compiling import (
    BY_CLASS,
    BY_PERSON,
    BY_POST,
    ENTITIES,
    HOLDINGS,
    MEMBERS,
    NAMINGS,
    ORDER,
    POSTS,
    SURNAMES,
    WHOLE,
    Whole,
    entries,
    fingerprint,
)
from communique.registry.documents import Documents, FoundDocument
from communique.registry.layer import Layer, is_off, rows_of
from communique.registry.model import Alias, Entity, KnownDocument, Membership, Post, Tenure, TitleMatch
from communique.registry.names import Found, NameIndex, joined
from communique.registry.offices import Bearer, Holding, Memberships, Offices
from communique.registry.organs import Organs
from communique.registry.titles import Titles
from communique.registry.words import Word, normalise, words

NUMBER = 1  # raised when the meaning of a column changes


class Registry:
    """Actors, their names, posts, tenures and memberships. Use :func:`load_registry`.

    Args:
        table: The compiled tables, see :mod:`communique.registry.compiling`.
        digest: The hash of the tables that it was compiled from.
    """

    def __init__(self, table: Table, digest: str) -> None:
        whole = Lookup(table, WHOLE, Whole)[""]
        self.version = f"{NUMBER}.{digest}"
        """The number of the tables' shape and a hash of their content."""
        self._order = Lookup(table, ORDER, list[str])
        self._entities = Lookup(table, ENTITIES, Entity)
        self._names = NameIndex(Lookup(table, NAMINGS, list[Alias]), whole.lengths)
        self._surnames = Lookup(table, SURNAMES, list[Bearer])
        self._members = Lookup(table, MEMBERS, list[Bearer])
        self._adjectives = whole.adjectives
        self._organs = Organs(whole.organs)
        self._post_classes = tuple(each.post_class for each in whole.classes)
        self._sectors = {each.post_class: tuple(each.sectors) for each in whole.classes}
        self._offices = Offices(
            Lookup(table, POSTS, Post),
            Lookup(table, BY_PERSON, list[Tenure]),
            Lookup(table, BY_POST, list[Tenure]),
            Lookup(table, BY_CLASS, list[str]),
            Lookup(table, HOLDINGS, list[Holding]),
            self._post_classes,
        )
        self._memberships = Memberships(whole.memberships)
        self._organizations = whole.organizations
        self._titles = Titles(whole.classes, self._named)

    # -- actors --------------------------------------------------------------------------------------------

    def actor(self, entity_id: str) -> Entity | None:
        """The entity of this id, organs of states such as ``ISR.MFA`` included; None when unknown."""
        known = self._entities.find(entity_id)
        if known is None and "." in entity_id:
            state_id, _, code = entity_id.rpartition(".")
            return self.organ(state_id, code)
        return known

    def actors(self) -> Iterator[Entity]:
        """Every entity of the tables, in their order; organs made on demand are not among them."""
        return (self._entities[each] for each in self._order[""])

    def organ(self, state_id: str, code: str) -> Entity | None:
        """An organ of a state by its code: ``organ('ISR', 'MFA')``; None for an unknown state or code."""
        known = self._entities.find(f"{state_id}.{code}")
        state = self._entities.find(state_id)
        if known is not None or state is None or state.kind != "state":
            return known
        return self._organs.entity(state, self._adjectives[state_id], code)

    def organ_code(self, phrase: str) -> str | None:
        """The code of the organ that a bare phrase names: 'foreign ministry' -> 'MFA'; None when it names none."""
        return self._organs.code(phrase)

    def adjective(self, state_id: str) -> str | None:
        """The usual adjective of a state: 'Israeli' for ISR."""
        return self._adjectives.get(state_id)

    # -- names ---------------------------------------------------------------------------------------------

    def lookup(self, name: str, on: date | None = None) -> list[Alias]:
        """Everything that a name can mean, bare surnames included; 'Israeli foreign ministry' is put together.

        The name is compared casefolded, without accents, dots, apostrophes, a leading 'the' or a possessive 's.
        Namings that were not in use on the day are left out, when a day is given.
        """
        key = normalise(name)
        found = list(self._names.get(key, on))
        if not found:
            found = [alias for each in self._composed(name, on) for alias in each.aliases]
        held = {alias.entity_id for alias in found}
        surname = [each.person_id for each in self._surnames.get(key, ()) if each.person_id not in held]
        return found + [Alias(each, name, "surname", True) for each in surname]

    def people_by_surname(self, surname: str, on: date | None) -> list[str]:
        """The people of this family name: those in office nearest to the day first, then by importance.

        Members of parliaments who held no other office are left out: see :meth:`members_by_surname`.
        """
        return _nearest(self._surnames.get(normalise(surname), ()), on)

    def members_by_surname(self, surname: str, on: date | None) -> list[str]:
        """The members of parliaments of this family name who held no other office, in the same order."""
        return _nearest(self._members.get(normalise(surname), ()), on)

    def find_aliases(self, text: str, on: date | None = None) -> Iterator[Found]:
        """The namings in a text from left to right, the longest first, none overlapping; no bare surnames.

        With a day, only namings that were in use then: 'EC' is the European Community until 1993.

        A state's name, adjective or capital followed by an organ ('Israeli Foreign Ministry', 'Iran's army')
        is one naming of that organ, and so is 'Foreign Ministry of Israel'. Yields objects with ``start``,
        ``end`` and ``aliases``.
        """
        found = list(words(text))
        at = 0
        while at < len(found):
            if not (found[at].capital or self._names.starts(found[at].key)):
                at += 1
                continue
            length, aliases = self._at(text, found, at, on)
            if length:
                yield Found(found[at].start, found[at + length - 1].end, tuple(aliases))
            at += length or 1

    def _at(self, text: str, found: list[Word], at: int, on: date | None) -> tuple[int, list[Alias]]:
        length, aliases = self._names.longest(text, found, at, on)
        if length:
            extra, code = self._organ_after(text, found, at + length)
            organs = self._organs_named(aliases, code, text[found[at].start : found[at + length + extra - 1].end])
            return (length + extra, organs) if organs else (length, aliases)
        if not found[at].capital:
            return 0, []
        return self._organ_of(text, found, at, on)

    def _organ_after(self, text: str, found: list[Word], at: int) -> tuple[int, str | None]:
        if at >= len(found) or not _apart(text, found, at):
            return 0, None
        return self._organs.prefix([word.key for word in found[at : at + 6]])

    def _organ_of(self, text: str, found: list[Word], at: int, on: date | None) -> tuple[int, list[Alias]]:
        length, code = self._organs.prefix([word.key for word in found[at : at + 6]])
        after = at + length
        if code is None or after >= len(found) or found[after].key != "of":
            return 0, []
        start = after + 1 + (after + 1 < len(found) and found[after + 1].key == "the")
        if start >= len(found):
            return 0, []
        named, aliases = self._names.longest(text, found, start, on)
        end = start + named
        organs = self._organs_named(aliases, code, text[found[at].start : found[end - 1].end])
        return (end - at, organs) if named and organs else (0, [])

    def _organs_named(self, aliases: Sequence[Alias], code: str | None, text: str) -> list[Alias]:
        if code is None:
            return []
        surest = sorted(aliases, key=lambda alias: alias.needs_context)
        states = dict.fromkeys(
            alias.entity_id for alias in surest if self._entities[alias.entity_id].kind in ("state", "region")
        )
        organs = [self.organ(state, code) for state in states]
        return [Alias(organ.id, text) for organ in organs if organ is not None]

    def _composed(self, name: str, on: date | None) -> Iterator[Found]:
        whole = name[:1].upper() + name[1:]
        for each in self.find_aliases(whole, on):
            if normalise(whole[each.start : each.end]) == normalise(whole):
                yield each

    def _named(self, parts: Sequence[str]) -> str | None:
        known = self._names.get(" ".join(parts))
        fitting = [each.entity_id for each in known if self._entities[each.entity_id].kind != "person"]
        return fitting[0] if fitting else None

    def country_of_demonym(self, word: str) -> str | None:
        """The state of an adjective or a demonym: 'Israeli' -> 'ISR'; None when it is none."""
        return self._state_of(word, ("adjective", "demonym"))

    def country_of_capital(self, name: str) -> str | None:
        """The state whose capital this is: 'Brussels' -> 'BEL'; None when it is none."""
        return self._state_of(name, ("capital",))

    def _state_of(self, name: str, forms: tuple[str, ...]) -> str | None:
        known = [each for each in self._names.get(normalise(name)) if each.form in forms]
        states = [each for each in known if self._entities[each.entity_id].kind == "state"]
        states.sort(key=lambda each: each.needs_context)
        return states[0].entity_id if states else None

    # -- offices -------------------------------------------------------------------------------------------

    def tenures(self, person_id: str) -> list[Tenure]:
        """Every tenure of a person, the earliest first."""
        return self._offices.of(person_id)

    def offices(self, person_id: str, on: date) -> list[Tenure]:
        """The tenures of a person on that day, the most important first."""
        return self._offices.held(person_id, on)

    def former_offices(self, person_id: str, on: date) -> list[Tenure]:
        """The tenures of a person that were over by that day, the latest end first."""
        return self._offices.former(person_id, on)

    def post(self, post_id: str) -> Post:
        """The post of this id.

        Raises:
            KeyError: There is no such post.
        """
        return self._offices.posts[post_id]

    def posts(self, post_class: str, organization: str, title: str = "") -> list[Post]:
        """The posts of this class at this organisation; where some of them bear the title, only those."""
        return self._offices.posts_of(post_class, organization, title)

    def organizations_of(self, owner: str) -> list[str]:
        """The organs of a state or body that have posts of their own: ``EU.COM`` for EU, ``USA.LEG`` for USA."""
        first = bisect.bisect_left(self._organizations, f"{owner}.")
        last = bisect.bisect_left(self._organizations, f"{owner}/")  # the character behind the dot
        return self._organizations[first:last]

    def post_tenures(self, post_id: str) -> list[Tenure]:
        """Every tenure in a post, the earliest first."""
        return self._offices.of_post(post_id)

    def holder(self, post_class: str, organization: str, on: date, title: str = "") -> list[str]:
        """Who held a post of this class at this organisation on that day, the latest to take it first.

        With a title, where some of the posts bear it, only theirs: 'president' and not the supreme leader.
        """
        return self._offices.holders(post_class, organization, on, title)

    @property
    def post_classes(self) -> tuple[str, ...]:
        """The classes of posts, the most important first."""
        return self._post_classes

    def sectors_of_class(self, post_class: str) -> tuple[str, ...]:
        """The PLOVER sectors of a class of posts at a state."""
        return self._sectors[post_class]

    def post_class_of_title(self, title: str) -> TitleMatch | None:
        """The class of posts that a title names, with its qualifiers and organisation; None when it names none."""
        return self._titles.match(title)

    # -- memberships ---------------------------------------------------------------------------------------

    def members(self, body_id: str, on: date) -> list[str]:
        """The full members of a body on that day, sorted."""
        return self._memberships.members(body_id, on)

    def memberships(self, state_id: str, on: date) -> list[Membership]:
        """The bodies that a state was in on that day."""
        return self._memberships.of(state_id, on)

    # -- documents -----------------------------------------------------------------------------------------

    @functools.cached_property
    def _documents(self) -> Documents:
        return Documents()

    def documents(self) -> list[KnownDocument]:
        """Every known resolution, treaty and agreement."""
        return list(self._documents.by_id.values())

    def document(self, document_id: str) -> KnownDocument | None:
        """The document of this id."""
        return self._documents.by_id.get(document_id)

    def lookup_document(self, name: str) -> list[KnownDocument]:
        """The documents of this name or number."""
        return self._documents.lookup(name)

    def find_documents(self, text: str) -> Iterator[FoundDocument]:
        """The known documents that a text names, in order: objects with ``start``, ``end``, ``document``."""
        return self._documents.find(text)


def _nearest(bearers: Sequence[Bearer], on: date | None) -> list[str]:
    """The ids of people in the order of importance, those in office nearest to the day first."""
    if on is None:
        return [each.person_id for each in bearers]
    day = on.toordinal()
    return [each.person_id for each in sorted(bearers, key=lambda each: each.distance(day))]


def _apart(text: str, found: list[Word], at: int) -> bool:
    """Whether the word at this index follows the one before, a possessive 's between them allowed."""
    gap = text[found[at - 1].end : found[at].start].strip()
    return gap in ("'s", "’s", "'", "’") or joined(text, found[at - 1], found[at])


@functools.cache
def load_registry() -> Registry:
    """The registry that ships with the program under the user's own layer, read once a process.

    Raises:
        BadDataFile: A table or a pack of the user's does not fit its shape.
    """
    return open_registry(None if is_off() else Layer())


def open_registry(layer: Layer | None = None) -> Registry:
    """The registry with a layer over it; without one, as it ships.

    Args:
        layer: The user's rows. The registry's version then ends in ``+own.`` and a hash of them.

    Raises:
        BadDataFile: A table or a pack of the layer does not fit its shape.
    """
    shipped, own = tables.digest(), layer.digest() if layer is not None else ""
    digest = f"{shipped}+own.{own}" if own else shipped

    def made() -> Iterator[tuple[str, bytes]]:
        return entries(rows_of(layer.packs()) if layer is not None else ())

    return Registry(compiled("registry", f"{digest}-{fingerprint()}", made), digest)
