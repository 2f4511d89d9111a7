"""The cast of an article: every actor met so far, and how each naming of the text joins it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from communique import record
from communique.parse.names import aliases_of
from communique.registry import Entity, Registry, TitleMatch
from communique.registry.names import Found
from communique.registry.people import PARTICLES
from communique.registry.words import keys, normalise
from communique.resolve.actors.codes import UNKNOWN, ActorCode, cameo, code_of_entity, code_of_person, home
from communique.resolve.actors.lexicon import actor_words, given_names, trust
from communique.resolve.actors.people import Hints, Known, People, without_honorifics
from communique.resolve.actors.phrase import Phrase, read_phrase

if TYPE_CHECKING:
    from communique.parse.reading import Reading
    from communique.resolve.actors.candidates import Candidate

GENERIC = frozenset(["chair", "official", "minister", "party leader"])
"""Classes of posts whose titles are too loose to prefer one office of a person over a higher one."""

_SHARED = frozenset(["party", "media"])
"""Kinds whose names are borne in many countries ('Labour'), or are common words ('Foreign Affairs')."""
_POSSESSIVES = ("'s", "’s")


@dataclass(slots=True)
class Person:
    """A person of the article: actor id, normalised words of the fullest name, first offset, gender if told."""

    actor: str
    words: list[str]
    start: int
    gender: str | None = None
    titles: set[str] = field(default_factory=set)


class Cast:
    """Joins namings to actors and keeps the actors of the reading.

    Args:
        reading: The article; its ``actors`` layer is filled.
        registry: The registry.
    """

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self.reading = reading
        self.registry = registry
        self.people: list[Person] = []
        self._resolver = People(registry)
        self._found = aliases_of(reading.doc, registry)
        self._starts = [each.start for each in self._found]
        self._around = countries_of(registry, self._found)

    # -- reading words -------------------------------------------------------------------------------------

    def read(self, start: int, end: int) -> Phrase:
        """What the words of a stretch say, with the registry's namings in them."""
        inside = [
            Found(each.start - start, each.end - start, each.aliases)
            for each in self._found
            if start <= each.start and each.end <= end
        ]
        return read_phrase(self.reading.text[start:end], inside, self.registry)

    # -- actors --------------------------------------------------------------------------------------------

    def local_id(self, *key: object) -> str:
        """An id that holds for this article alone."""
        return record.entry_id("a", self.reading.article.sha256, *key)

    def keep(self, actor: record.Actor) -> str:
        """Keep an actor; of two tellings of one, the surer confidence and the fuller office stay."""
        known = self.reading.actors.get(actor.id)
        if known is None:
            self.reading.actors[actor.id] = actor
        elif actor.confidence > known.confidence or (known.office is None and actor.office is not None):
            self.reading.actors[actor.id] = replace(
                actor if actor.confidence > known.confidence else known,
                confidence=max(known.confidence, actor.confidence),
                office=known.office or actor.office,
            )
        return actor.id

    def keep_entity(self, entity: Entity, confidence: float, form: str = "name") -> str:
        """Keep an actor of the registry that is no person."""
        code = code_of_entity(self.registry, entity, self.reading.published, form if form != "capital" else "name")
        return self.keep(self._actor(entity, code, confidence))

    def keep_person(self, known: Known, wanted: str | None) -> str:
        """Keep a person of the registry with the office of the day."""
        entity = self.registry.actor(known.person)
        if entity is None:
            raise KeyError(known.person)
        wanted = None if wanted in GENERIC else wanted
        code = code_of_person(self.registry, entity, self.reading.published, wanted)
        return self.keep(self._actor(entity, code, known.confidence))

    def _actor(self, entity: Entity, code: ActorCode, confidence: float) -> record.Actor:
        return record.Actor(
            id=entity.id,
            name=entity.name,
            kind=entity.kind,
            country=code.country,
            cameo=cameo(entity, code.country, code.sectors, self.registry),
            plover=record.Plover(country=code.country, sector=code.sectors),
            office=code.office,
            wikidata=entity.wikidata or (entity.id if entity.id[:1] == "Q" and entity.id[1:].isdigit() else None),
            resolved=True,
            confidence=confidence,
        )

    def keep_local(
        self,
        actor_id: str,
        name: str,
        kind: record.ActorKind | None,
        country: str | None,
        sectors: Sequence[str],
        office: record.Office | None = None,
        confidence: float | None = None,
    ) -> str:
        """Keep an actor that the registry does not know."""
        known = tuple(sector for sector in sectors if sector != UNKNOWN)[:2]
        return self.keep(record.Actor(
            id=actor_id,
            name=" ".join(name.split()),
            kind=kind,
            country=country,
            cameo=cameo(None, country, known, self.registry),
            plover=record.Plover(country=country, sector=known),
            office=office,
            resolved=False,
            confidence=trust().described if confidence is None else confidence,
        ))  # fmt: skip

    # -- people --------------------------------------------------------------------------------------------

    def full_name(self, each: Candidate) -> str | None:
        """Join a person's full name; None for a bare surname, which waits until all full names are known."""
        start, end = each.name or (each.start, each.end)
        name = without_honorifics(self.reading.text[start:end])
        words = keys(name)
        if _bare(words):
            return None
        return self._join(each, name, words)

    def short_name(self, each: Candidate) -> str | None:
        """Join a bare surname or given name to a person of the article, else to the registry."""
        start, end = each.name or (each.start, each.end)
        name = without_honorifics(self.reading.text[start:end])
        words = keys(name)
        if not words:
            return None
        bearer = self._bearer(words[-1], each.start, self._gender_told(each))
        if bearer is not None:
            bearer.gender = bearer.gender or self._gender_told(each)
            self._learn(bearer, each)
            return bearer.actor
        return self._join(each, name, words)

    def _bearer(self, word: str, at: int, gender: str | None) -> Person | None:
        """The person of the article whose surname, or else given name, this is.

        Of several, the one whom the registry knows: relatives are named in full. Then the one introduced first, whom
        the article is about.
        """
        named = [person for person in self.people if word in person.words]
        fitting = [person for person in named if gender in (None, person.gender)]
        fitting = fitting or [person for person in named if person.gender is None]  # told of nobody so far
        by_surname = [person for person in fitting if word in person.words[-2:]]
        found = by_surname or fitting
        exact = [person for person in found if person.words[-1] == word] or found
        return min(exact, key=lambda person: (*self._standing(person), person.start > at, person.start), default=None)

    def _standing(self, person: Person) -> tuple[bool, bool]:
        actor = self.reading.actors[person.actor]
        return not actor.resolved, actor.office is None

    def _join(self, each: Candidate, name: str, words: list[str]) -> str | None:
        for person in self.people:
            if person.words == words or (len(words) > 1 and _same_name(person.words, words)):
                self._learn(person, each)
                return person.actor
        kin = [person for person in self.people if _is_surname_of(words, person.words)]
        if len(kin) == 1:
            self._learn(kin[0], each)
            return kin[0].actor
        before, behind = self._descriptions(each)
        title = self._title(each)
        phrase = before if before.head or before.country or before.cue else behind
        told = behind.head or self.reading.text.startswith(" of ", (each.name or (each.start, each.end))[1])
        country = before.country or (behind.country if told else None)
        known = self._resolver.resolve(name, Hints(title, country, self.reading.published, self._around))
        if known is None and country is not None and phrase.cue is not None and phrase.cue.entity.kind in _SHARED:
            known = self._resolver.resolve(name, Hints(title, None, self.reading.published, self._around))
        if known is not None:
            actor = self.keep_person(known, title.post_class if title else None)
        elif _bare(words) and phrase.head is None and phrase.cue is None:
            return None
        else:
            actor = self._unknown(name, words, phrase, behind, self._master_country(each))
        person = Person(actor, words, each.start, self._gender_told(each) or _gender_of(words[0]))
        entity = self.registry.actor(actor)
        if entity is not None:
            person.words = words if len(words) > 1 else keys(entity.name)
            person.gender = person.gender or _gender_of(keys(entity.name)[0])
        self._learn(person, each)
        self.people.append(person)
        return actor

    def _master_country(self, each: Candidate) -> str | None:
        """The country of the person whose envoy or minister a name is: 'President Roe's adviser Jane Doe'."""
        before = self.reading.text[: each.start].rstrip()
        if not before.endswith(_POSSESSIVES):
            return None
        words = keys(before[: -len(_POSSESSIVES[0])].rpartition(" ")[2])
        masters = [person for person in self.people if words and person.words[-1] == words[-1]]
        return self.reading.actors[masters[-1].actor].country if masters else None

    def learn_country(self, actor_id: str, country: str) -> None:
        """Add the country that words elsewhere tell of an actor that the registry does not know."""
        known = self.reading.actors[actor_id]
        if not known.resolved and known.country is None:
            sectors = known.plover.sector
            self.reading.actors[actor_id] = replace(
                known,
                country=country,
                cameo=cameo(None, country, sectors, self.registry),
                plover=record.Plover(country=country, sector=sectors),
            )

    def _unknown(self, name: str, words: list[str], phrase: Phrase, behind: Phrase, master: str | None) -> str:
        sectors = phrase.sectors or behind.sectors
        country = phrase.country or behind.country or master
        office = self._stated_office(phrase, behind, country)
        sure = trust().stated_office if sectors or country else trust().bare_name
        return self.keep_local(self.local_id("person", " ".join(words)), name, "person", country, sectors, office, sure)

    def _stated_office(self, phrase: Phrase, behind: Phrase, country: str | None) -> record.Office | None:
        """The office as the words give it."""
        said = phrase if phrase.head else behind
        if said.head is None or said.head.role not in ("person", "carrier") or said.former:
            return None
        organization = said.cue.entity.id if said.cue and said.cue.entity.kind != "person" else country
        return record.Office(title=said.head.text, organization=organization)

    def _descriptions(self, each: Candidate) -> tuple[Phrase, Phrase]:
        """What the words before and behind a name say of its bearer."""
        start, end = each.name or (each.start, each.end)
        before = self.read(each.start, start) if each.start < start else Phrase()
        if each.lead is not None:
            before = self.read(*each.lead)
        behind_start = end
        text = self.reading.text
        while behind_start < each.reach and not text[behind_start].isalnum():
            behind_start += 1
        behind = self.read(behind_start, each.reach) if behind_start < each.reach else Phrase()
        return before, behind

    def _title(self, each: Candidate) -> TitleMatch | None:
        start, end = each.name or (each.start, each.end)
        text = self.reading.text
        return (
            self.registry.post_class_of_title(text[slice(*(each.lead or (each.start, start)))])
            or self.registry.post_class_of_title(_honorifics(text[start:end]))
            or self.registry.post_class_of_title(text[end : each.reach].lstrip(" ,—–"))
        )

    def _gender_told(self, each: Candidate) -> str | None:
        known = actor_words()
        start, end = each.name or (each.start, each.end)
        before = set(keys(self.reading.text[each.start : start] + " " + _honorifics(self.reading.text[start:end])))
        before |= set(keys(self.reading.text[end : each.reach])[:8])
        if before & known.male and not before & known.female:
            return "male"
        return "female" if before & known.female else None

    def _learn(self, person: Person, each: Candidate) -> None:
        """Remember the words by which the article introduces a person."""
        start, end = each.name or (each.start, each.end)
        person.titles.update(keys(self.reading.text[slice(*(each.lead or (each.start, start)))]))
        person.titles.update(keys(self.reading.text[end : each.reach])[:12])

    def person_of(self, actor: str) -> Person | None:
        """The person behind an actor id."""
        return next((person for person in self.people if person.actor == actor), None)


def _bare(words: list[str]) -> bool:
    """Whether a name is one word, particles such as 'al' aside."""
    return sum(word not in PARTICLES for word in words) < 2


def _honorifics(name: str) -> str:
    bare = without_honorifics(name)
    return name[: len(name) - len(bare)].strip()


def countries_of(registry: Registry, found: Iterable[Found]) -> frozenset[str]:
    """The countries and bodies that namings speak of, those of people left out."""
    entities = (registry.actor(alias.entity_id) for each in found for alias in each.aliases)
    homes = (home(each) for each in entities if each is not None and each.kind != "person")
    return frozenset(each for each in homes if each)


def _same_name(left: list[str], right: list[str]) -> bool:
    """Whether one name is the other with words left out between the first and the last."""
    return left[0] == right[0] and left[-1] == right[-1] and (set(left) <= set(right) or set(right) <= set(left))


def _is_surname_of(words: list[str], full: list[str]) -> bool:
    """Whether several words are the surname of a full name: 'Stafford Smith' of Clive Stafford Smith.

    A given name begins none, and behind 'bin' stands a father's name.
    """
    if not 1 < len(words) < len(full) or full[-len(words) :] != words or _gender_of(words[0]):
        return False
    return full[-len(words) - 1] not in PARTICLES


def _gender_of(given: str) -> str | None:
    names = given_names()
    if given in names.male:
        return "male"
    return "female" if given in names.female else None


def group_key(words: str) -> str:
    """The words of a group without determiners, normalised, so that both tellings of it are one."""
    return " ".join(word for word in normalise(words).split() if word not in actor_words().determiners)
