"""Whose a party of an act is where its own words do not tell: 'police', 'the president', 'twelve villagers'.

A desk officer codes 'police arrested ten students in Oslo' between Norwegians. What tells so is, from the surest on:
the words of the party itself ('the Kurds of Turkey'), where the deed was, which state asks its public for something,
the only country that the sentence speaks of, unless it is a state that the article names in passing, and the one that
the article is about. Such a home is a guess, and the actor's confidence says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from communique import record
from communique.coders.events.status import SPEECH_ACTS
from communique.registry import load_registry
from communique.resolve.actors.codes import cameo
from communique.resolve.places.context import homes_of
from communique.resolve.places.gazetteer import divisions

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_PLACING = frozenset({"in", "of", "from", "at", "inside", "near", "across", "throughout", "outside", "around"})
_BELONGING = frozenset({"pobj", "compound", "nmod", "amod", "poss", "npadvmod"})
_LANDS = frozenset({"state", "region"})
_AT_HOME = frozenset({"ASSAULT", "COERCE", "PROTEST", "CONCEDE", "RETREAT", "MOBILIZE"})
_OFFICIAL = frozenset({"GOV", "MIL", "SPY"})
_FEW = 5
"""Namings of states in an article: of fewer nobody can tell what it is about."""
_FOREMOST, _MUCH = 0.7, 0.4
_CONFIDENCE = 0.5
_OWN, _PLACE, _ASKED, _SENTENCE, _ARTICLE = range(5)


def settle(reading: Reading, events: Sequence[record.Event]) -> None:
    """Give the parties of events a home that have none and whose home the text tells.

    Args:
        reading: The article; its actors are changed.
        events: Its events.
    """
    homeless = [(a, e) for e in events for a in (*e.sources, *e.targets) if _is_homeless(reading, a)]
    if not homeless:
        return
    everywhere = Counter(_named(reading, 0, len(reading.text)))
    told: dict[str, list[tuple[int, int, str]]] = {}
    for actor, event in homeless:
        found = next(_homes(reading, actor, event, everywhere), None)
        if found is not None:
            told.setdefault(actor, []).append((found[0], event.trigger[0], found[1]))
    for actor, homes in told.items():
        _give(reading, actor, min(homes)[2])


def _is_homeless(reading: Reading, actor: str) -> bool:
    known = reading.actors.get(actor)
    return known is not None and not known.resolved and not known.country


def _homes(reading: Reading, actor: str, event: record.Event, far: Counter[str]) -> Iterator[tuple[int, str]]:
    """The countries that the text tells for a party, each with how it does, the surest first.

    Args:
        reading: The article.
        actor: The party.
        event: The event.
        far: The countries that the whole article names, each with how often.
    """
    start, end = event.sentence
    heads = [reading.doc[m.head] for m in reading.mentions_over(start, end) if m.actor == actor]
    for head in heads:
        own = home_in_words(reading, head)
        if own is not None:
            yield _OWN, own
    deed = event.type not in SPEECH_ACTS and reading.actors[actor].kind != "person"
    if deed and event.place is not None and _is_land(event.place.country):
        yield _PLACE, str(event.place.country)
    if event.type == "REQUEST" and actor in event.targets and "CVL" in reading.actors[actor].plover.sector:
        askers = {reading.actors[a].country for a in event.sources if a in reading.actors}
        if len(askers) == 1 and _is_land(asker := askers.pop()):
            yield _ASKED, str(asker)  # "Norway urged consumers to boycott Danish butter"
    near = set(_named(reading, start, end))
    about = _subject(reading, far)
    states = _states_in(reading, start, end)
    foreign = {each for each in states if any(far[other] >= far[each] for other in far if other != each)}
    if len(near) == 1 and not near & (foreign | _states_opposite(reading, actor, event)):
        yield _SENTENCE, next(iter(near))
    if about is not None and (about in near or near <= foreign):
        yield _ARTICLE, about


def _subject(reading: Reading, far: Counter[str]) -> str | None:
    """The country that an article is about: nearly all that it names is there, or much is and it is written there."""
    if not far:
        return None
    foremost, count = far.most_common(1)[0]
    if far.total() >= _FEW and count >= _FOREMOST * far.total():
        return foremost
    written = {divisions().alpha3.get(each) for each in homes_of(reading.article)}
    return foremost if foremost in written and count >= _MUCH * far.total() else None


def _states_in(reading: Reading, start: int, end: int) -> set[str]:
    """The states that a stretch names as such, and by nothing else of theirs."""
    actors = [reading.actors[m.actor] for m in reading.mentions_over(start, end)]
    places = {place.country for place in reading.places_in(start, end)}
    others = {actor.country for actor in actors if actor.kind != "state"}
    return {actor.country for actor in actors if actor.kind == "state" and actor.country} - others - places


def _states_opposite(reading: Reading, actor: str, event: record.Event) -> set[str | None]:
    """The states on the other side of an act between states: no minister recognises his own."""
    if event.type in _AT_HOME or not _OFFICIAL & set(reading.actors[actor].plover.sector):
        return set()
    others = [a for a in (*event.sources, *event.targets) if a != actor and a in reading.actors]
    return {reading.actors[a].country for a in others if reading.actors[a].kind == "state"}


def home_in_words(reading: Reading, head: Token) -> str | None:
    """The country that a noun phrase itself tells, by a place or a state behind it or by a town before it."""
    return next(_in_words(reading, head), None)


def _in_words(reading: Reading, head: Token) -> Iterator[str]:
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in _PLACING:
            yield from (home for noun in child.children for home in _at(reading, noun))
        elif child.dep_ in _BELONGING and child.dep_ != "pobj":
            yield from _at(reading, child)


def _at(reading: Reading, token: Token) -> Iterator[str]:
    for place in reading.places:
        if place.start <= token.idx < place.end and _is_land(place.country):
            yield str(place.country)
    mention = reading.mention_of(token)
    if mention is not None and mention.head == token.i:
        country = reading.actors[mention.actor].country
        if _is_land(country):
            yield str(country)


def _named(reading: Reading, start: int, end: int) -> Iterator[str]:
    """The countries of all actors and places that a stretch names, reporters and outlets left out."""
    for mention in reading.mentions_over(start, end):
        actor = reading.actors[mention.actor]
        if (
            mention.form != "pronoun"
            and _is_land(actor.country)
            and actor.kind != "media"
            and "JRN" not in actor.plover.sector
        ):
            yield str(actor.country)
    yield from (str(place.country) for place in reading.places_in(start, end) if _is_land(place.country))


def _is_land(code: str | None) -> bool:
    entity = load_registry().actor(code) if code else None
    return entity is not None and entity.kind in _LANDS


def _give(reading: Reading, actor: str, country: str) -> None:
    known = reading.actors[actor]
    sectors = known.plover.sector
    reading.actors[actor] = replace(
        known,
        country=country,
        cameo=cameo(None, country, sectors, load_registry()),
        plover=record.Plover(country=country, sector=sectors),
        confidence=min(known.confidence, _CONFIDENCE),
    )


def used_in(events: Iterable[record.Event]) -> set[str]:
    """The ids of all parties of some events."""
    return {actor for event in events for actor in (*event.sources, *event.targets)}
