"""One phrase, one day: the country and role that the words code to."""

from __future__ import annotations

from datetime import date

from communique.registry import Registry, load_registry
from communique.resolve.actors.codes import FORMER, ActorCode, code_of, code_of_entity, code_of_person
from communique.resolve.actors.lexicon import actor_words, trust
from communique.resolve.actors.people import Hints, Known, People, without_honorifics
from communique.resolve.actors.phrase import Cue, Phrase, read_phrase, split_words
from communique.resolve.actors.towns import country_of_town, well_spelt


def code_phrase(phrase: str, on: date | None = None, context: str = "") -> ActorCode:
    """The actor code of a phrase.

    Args:
        phrase: The words, such as ``Luxembourg Foreign Minister Jean Asselborn``.
        on: The day on which offices are looked up; None takes the latest known.
        context: Words from around it that may name the country.

    Returns:
        The code; its ``country`` and ``code_1`` are None when the words mean no political actor.
    """
    registry = load_registry()
    words = phrase.strip()
    found = list(registry.find_aliases(words))
    read = read_phrase(words, found, registry) if split_words(words) else Phrase()
    if words.lower() in actor_words().pronouns and not (len(words) > 1 and words.isupper()):
        return code_of(None, ("UNK",), "pronoun")
    country = read.country or _country_of_context(context, registry)
    known = _person(words, read, country, on, registry)
    if known is not None:
        return _with_title(known, read, on, registry)
    if _has_namesakes(read):
        return code_of(None, (), "several people bear the name")
    if read.exact and read.cue is not None and read.name is None and read.sectors != ("CVL",):
        return _of_cue(read.cue, on, context, registry)
    if read.country is None and read.cue is None and (spelt := well_spelt(words)) != words:
        return code_phrase(spelt, on, context)
    if read.country is None and read.head is None and read.cue is None:
        return _whole_name(words, on, registry)
    if read.name is None and read.exact and read.cue is not None and read.cue.entity.kind == "people":
        return code_of(country, ("CVL",), "people")
    return code_of(country, read.sectors, read.reason)


def _country_of_context(context: str, registry: Registry) -> str | None:
    read = read_phrase(context, list(registry.find_aliases(context)), registry) if split_words(context) else Phrase()
    return read.country


def _person(words: str, read: Phrase, country: str | None, on: date | None, registry: Registry) -> Known | None:
    people = People(registry)
    title = registry.post_class_of_title(read.title) if read.title else None
    hints = Hints(title, country, on)
    if read.name is not None:
        return people.resolve(words[read.name[0] : read.name[1]], hints)
    if read.cue is not None and read.cue.entity.kind == "person" and read.exact:
        return _named_person(words, read.cue, on, people, registry)
    bare = without_honorifics(words)
    if read.head is None and read.cue is None and bare[:1].isupper():
        honorific = words[: len(words) - len(bare)].strip()
        held = registry.post_class_of_title(honorific) if honorific else None
        if held is None and " " not in bare and _tells_a_sector(honorific):
            return None
        return people.resolve(bare, Hints(held, country, on))
    return None


def _named_person(words: str, cue: Cue, on: date | None, people: People, registry: Registry) -> Known | None:
    """The person of a naming, told from namesakes by the title before it and the country named beside it."""
    before, behind = words[: cue.start], words[cue.end :]
    country = _country_of_context(before, registry) or _country_of_context(behind, registry)
    hints = Hints(registry.post_class_of_title(before), country, on)
    alone = len(set(cue.others)) == 1
    fallback = Known(cue.entity.id, trust().described, "registry name") if alone else None
    return people.resolve(words[cue.start : cue.end], hints) or fallback


def _of_cue(cue: Cue, on: date | None, context: str, registry: Registry) -> ActorCode:
    """The codes of the one naming that a phrase is; a capital that is also a body's seat stands for the body."""
    if cue.form == "capital" and _country_of_context(context, registry) != cue.entity.id:
        bodies = (registry.actor(each) for each in cue.others)
        body = next((each for each in bodies if each is not None and each.kind == "body"), None)
        if body is not None:
            return code_of_entity(registry, body, on)
    return code_of_entity(registry, cue.entity, on, cue.form)


def _has_namesakes(read: Phrase) -> bool:
    """Whether the words name a person, but several bear the name."""
    return read.cue is not None and read.cue.entity.kind == "person" and read.exact and len(set(read.cue.others)) > 1


def _tells_a_sector(honorific: str) -> bool:
    """Whether an honorific says what its bearer is: a lone surname behind it is no minister's."""
    return honorific.partition(" ")[0].lower().rstrip(".") in actor_words().honorific_sectors


def _with_title(known: Known, read: Phrase, on: date | None, registry: Registry) -> ActorCode:
    person = registry.actor(known.person)
    if person is None:
        return code_of(read.country, read.sectors, read.reason)
    title = registry.post_class_of_title(read.title) if read.title else None
    code = code_of_person(registry, person, on, title.post_class if title else None)
    if read.former:
        return code_of(code.country, (FORMER,), "former office-holder", person.id)
    if on is None and title is not None and code.code_1 == FORMER and not title.former:
        return code_of(code.country, registry.sectors_of_class(title.post_class), "title in the words", person.id)
    if code.code_1 in (None, FORMER) and read.sectors and (read.title or read.head):
        return code_of(code.country or read.country, read.sectors, "title in the words", person.id)
    return code


def _whole_name(words: str, on: date | None, registry: Registry) -> ActorCode:
    known = registry.lookup(words)
    for alias in known:
        entity = registry.actor(alias.entity_id)
        if entity is not None and alias.form != "surname":
            return code_of_entity(registry, entity, on, alias.form)
    if not known and words[:1].isupper() and (town := country_of_town(words)):
        return code_of(town, ("CVL",), "a town stands for those who live there")
    first = words.partition(" ")[0].lower().rstrip(".")
    if first in actor_words().honorific_sectors and words[:1].isupper():
        return code_of(None, (actor_words().honorific_sectors[first],), f"honorific '{first}'")
    return ActorCode(None, reason="no political actor is named")
