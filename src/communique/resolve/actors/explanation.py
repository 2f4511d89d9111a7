"""Why a phrase resolves as it does: the namings and the title in it, who could be meant on that day, and who is not.

The answer is the coder's own (:func:`~communique.resolve.actors.phrase_code.code_phrase`), and for an office without
a name its one holder on the day, as in an article. What is added here are the reasons, read from the same registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from communique.record import Office
from communique.registry import Entity, Registry, Tenure, TitleMatch, load_registry
from communique.resolve.actors.codes import ActorCode, cameo, code_of_person, home
from communique.resolve.actors.compound import parts_of
from communique.resolve.actors.lexicon import trust
from communique.resolve.actors.people import Hints, People, surname_of, without_honorifics
from communique.resolve.actors.phrase import Phrase, read_phrase, split_words
from communique.resolve.actors.phrase_code import code_phrase
from communique.resolve.actors.posts_named import posts_named

Outcome = Literal["resolved", "described", "ambiguous", "unknown", "several"]

SHOWN = 8
"""How many candidates are told."""


class Option(Struct, frozen=True):
    """Somebody who could be meant.

    Attributes:
        id: Registry id.
        name: Canonical name.
        chosen: Whether this is the answer.
        why: What speaks for it, or against.
        office: The office on that day, or the nearest to it.
        source: Where the registry has that tenure from.
    """

    id: str
    name: str
    chosen: bool
    why: str
    office: Office | None = None
    source: str = ""


class Explanation(Struct, frozen=True):
    """How a phrase resolves on a day, and why.

    Attributes:
        phrase: The words.
        on: The day, ISO 8601; None takes the latest that is known.
        registry: The registry's version.
        outcome: ``resolved`` to one actor; ``described``: country or role is told, but no single actor; ``ambiguous``
            between the candidates; ``unknown``; ``several`` actors, each explained in ``parts``.
        summary: The outcome as a sentence.
        actor: Registry id of the actor.
        name: Its canonical name.
        kind: What sort of actor it is.
        wikidata: Its Wikidata item.
        country: Alpha-3 code, or a body such as ``EU``, on that day.
        cameo: CAMEO code on that day.
        plover: PLOVER sectors on that day, the main one first.
        office: Office held on that day.
        confidence: How sure this way of resolving is, 0 to 1; None where nothing was resolved.
        steps: What was found in the words, one sentence each, in order.
        candidates: Who could be meant.
        parts: The actors of a phrase that names several.
    """

    phrase: str
    on: str | None
    registry: str
    outcome: Outcome
    summary: str
    actor: str | None = None
    name: str | None = None
    kind: str | None = None
    wikidata: str | None = None
    country: str | None = None
    cameo: str | None = None
    plover: tuple[str, ...] = ()
    office: Office | None = None
    confidence: float | None = None
    steps: tuple[str, ...] = ()
    candidates: tuple[Option, ...] = ()
    parts: tuple[Explanation, ...] = ()


def explain(phrase: str, on: date | None = None, context: str = "") -> Explanation:
    """How a phrase resolves on a day, and why.

    Args:
        phrase: The words, such as ``the Israeli foreign minister``.
        on: The day on which offices are looked up; None takes the latest known.
        context: Words from around it that may name the country.
    """
    registry = load_registry()
    words = " ".join(phrase.split())
    parts = parts_of(words, registry)
    if parts:
        found = tuple(explain(part, on, context) for part in parts)
        names = ", ".join(each.actor or each.phrase for each in found)
        summary = f"Several actors are named: {names}."
        return Explanation(words, _iso(on), registry.version, "several", summary, parts=found)
    return _Case(words, on, context, registry).explained()


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


class _Case:
    """One phrase on one day, with what its words say."""

    def __init__(self, words: str, on: date | None, context: str, registry: Registry) -> None:
        self.words, self.on, self.registry = words, on, registry
        self.found = list(registry.find_aliases(words))
        self.read = read_phrase(words, self.found, registry) if split_words(words) else Phrase()
        self.title = registry.post_class_of_title(words)
        self.code = code_phrase(words, on, context)
        lent = bool(context.strip()) and self.read.country is None
        self.lent = self.code.country if lent and self.code.entity is None else None
        """The country that the words around the phrase lend it."""
        self.people = People(registry)

    def explained(self) -> Explanation:
        """The explanation."""
        answer, confidence = self._answer()
        name = self._name()
        options = self._of_name(name, answer) if name else self._of_office(answer) or self._of_naming(answer)
        entity = self.registry.actor(answer.entity) if answer.entity else None
        outcome = _outcome(answer, options)
        return Explanation(
            self.words,
            _iso(self.on),
            self.registry.version,
            outcome,
            self._summary(outcome, answer, entity, options),
            answer.entity,
            entity.name if entity else None,
            entity.kind if entity else None,
            _wikidata(entity),
            answer.country,
            cameo(entity, answer.country, answer.sectors, self.registry),
            answer.sectors,
            answer.office,
            confidence,
            tuple(self._steps(answer, name)),
            tuple(options[:SHOWN]),
        )

    def _answer(self) -> tuple[ActorCode, float | None]:
        """The coder's answer; for an office without a name, its one holder, as an article's nouns are tied to."""
        if self.code.entity is not None:
            return self.code, self._confidence()
        holder = self._holder()
        entity = self.registry.actor(holder) if holder else None
        if entity is not None and self.title is not None:
            return code_of_person(self.registry, entity, self.on, self.title.post_class), trust().holder
        return self.code, trust().described if self.code.country or self.code.sectors else None

    def _confidence(self) -> float:
        """How sure the coder's way of resolving is."""
        name = self._name()
        if name:
            title = self.registry.post_class_of_title(self.read.title) if self.read.title else None
            known = self.people.resolve(name, Hints(title, self.read.country, self.on))
            return known.confidence if known else trust().described
        return trust().named if self.read.exact else trust().described

    def _name(self) -> str | None:
        """The person's name in the words."""
        if self.read.name is not None:
            return self.words[self.read.name[0] : self.read.name[1]]
        if self.read.cue is not None and self.read.cue.entity.kind == "person":
            return self.words[self.read.cue.start : self.read.cue.end]
        bare = without_honorifics(self.words)
        nothing = self.read.cue is None and self.read.head is None and self.read.country is None
        return bare if nothing and bare[:1].isupper() else None

    # -- offices -------------------------------------------------------------------------------------------

    def _organizations(self, title: TitleMatch) -> list[str]:
        """Whose post the words mean."""
        owner = self.read.country or self.lent
        if self.lent and not title.organizations:
            return [self.lent]
        named = [each for each in title.organizations if each == owner or len(title.organizations) == 1]
        cue = self.read.cue.entity if self.read.cue is not None else None
        beside = [cue.id] if cue is not None and cue.kind != "person" else []
        theirs = [owner] if owner and (named or not title.organizations) else []
        owners = dict.fromkeys([*named, *beside, *theirs])
        return sorted(owners, key=lambda each: each in named and each != owner and self._is_state(each))

    def _is_state(self, entity_id: str) -> bool:
        entity = self.registry.actor(entity_id)
        return entity is not None and entity.kind == "state"

    def _tenures(self) -> list[Tenure]:
        """Every tenure in the office that the words name, the earliest first."""
        title = self.title
        if title is None:
            return []
        posts = posts_named(self.registry, title, self._organizations(title), self.words)
        found = [tenure for post in posts for tenure in self.registry.post_tenures(post.id)]
        return sorted(found, key=lambda each: each.since or "")

    def _holder(self) -> str | None:
        """The one who held the office on the day; None when the words mean several, a former one or a lesser office."""
        title = self.title
        if title is None or title.former or self.read.former or self.read.plural or self.read.head is None:
            return None
        if self.read.head.role not in ("person", "carrier"):
            return None
        holders = {each.person_id for each in self._tenures() if self._state(each) == "held"}
        return holders.pop() if len(holders) == 1 else None

    def _state(self, tenure: Tenure) -> str:
        """Whether a tenure was running, over or ahead; without a day, whether it has no known end."""
        if self.on is None:
            return "former" if tenure.until else "held"
        return tenure.state(self.on)

    def _of_office(self, answer: ActorCode) -> list[Option]:
        """Who held the office about that day."""
        tenures = self._tenures()
        former = self.title is not None and (self.title.former or self.read.former)
        near = sorted(tenures, key=lambda each: (self._state(each) != "held", self._days(each)))
        seen: dict[str, Option] = {}
        for each in near:
            entity = self.registry.actor(each.person_id)
            if entity is not None and entity.id not in seen:
                why = self._why_office(each, former=former)
                seen[entity.id] = self._option(entity, each, chosen=entity.id == answer.entity, why=why)
        return sorted(seen.values(), key=lambda each: not each.chosen)

    def _why_office(self, tenure: Tenure, *, former: bool) -> str:
        state = self._state(tenure)
        if former:
            return {"held": "still in office: not a former one", "former": "a former one"}.get(state, _COMING)
        return {"held": "in office that day", "former": _OUT, "coming": _COMING}[state]

    def _days(self, tenure: Tenure) -> int:
        """Days from a tenure to the day; without a day, how long ago it began."""
        start, end = tenure.start or date.min, tenure.end or date.max
        if self.on is None:
            return -start.toordinal()
        return max((start - self.on).days, (self.on - end).days, 0)

    # -- people --------------------------------------------------------------------------------------------

    def _of_name(self, name: str, answer: ActorCode) -> list[Option]:
        """Who bears the name."""
        known = [alias.entity_id for alias in self.registry.lookup(name)]
        ids = self.registry.people_by_surname(name, self.on)
        ids += known or self.registry.people_by_surname(surname_of(name), self.on)
        ids += [answer.entity] if answer.entity else []
        bearers = [self.registry.actor(each) for each in dict.fromkeys(ids)]
        people = [each for each in bearers if each is not None and each.kind == "person"]
        options = [self._bearer(each, answer.entity) for each in sorted(people, key=self._distance)]
        return sorted(options, key=lambda each: not each.chosen)

    def _bearer(self, person: Entity, chosen: str | None) -> Option:
        nearest = min(self.registry.tenures(person.id), key=self._days, default=None)
        why = self._against(person, nearest)
        if person.id == chosen:
            why = {_OUT: "had left office by then", _NONE: "its name fits; no office is known"}.get(why, why)
        return self._option(person, nearest, chosen=person.id == chosen, why=why)

    def _against(self, person: Entity, nearest: Tenure | None) -> str:
        countries = {person.country} | {
            home(owner)
            for tenure in self.registry.tenures(person.id)
            if (owner := self.registry.actor(self.registry.post(tenure.post_id).organization))
        }
        if self.read.country and self.read.country not in countries:
            return f"of {person.country or 'no known country'}, the words say {self.read.country}"
        if self.read.title and self.title is not None and not self._has_held(person, self.title.post_class):
            return f"never a {self.title.post_class} in the registry"
        if nearest is None:
            return _NONE
        return {"held": "in office that day", "former": _OUT, "coming": _COMING}[self._state(nearest)]

    def _of_naming(self, answer: ActorCode) -> list[Option]:
        """What else the words can name, for a naming that is no person's."""
        if not self.read.exact or self.read.cue is None or len(set(self.read.cue.others)) < 2:
            return []
        sure = {alias.entity_id for each in self.found for alias in each.aliases if not alias.needs_context}
        meanings = [self.registry.actor(each) for each in dict.fromkeys(self.read.cue.others)]
        return [
            Option(each.id, each.name, each.id == answer.entity, _SURE if each.id in sure else _IN_CONTEXT)
            for each in meanings
            if each is not None
        ]

    def _has_held(self, person: Entity, post_class: str) -> bool:
        posts = (self.registry.post(each.post_id) for each in self.registry.tenures(person.id))
        return any(post.post_class == post_class for post in posts)

    def _distance(self, person: Entity) -> int:
        return min((self._days(each) for each in self.registry.tenures(person.id)), default=10**6)

    def _option(self, entity: Entity, tenure: Tenure | None, *, chosen: bool, why: str) -> Option:
        if tenure is None:
            return Option(entity.id, entity.name, chosen, why)
        post = self.registry.post(tenure.post_id)
        office = Office(title=post.title, organization=post.organization, since=tenure.since, until=tenure.until)
        return Option(entity.id, entity.name, chosen, why, office, tenure.source)

    # -- words ---------------------------------------------------------------------------------------------

    def _steps(self, answer: ActorCode, name: str | None) -> Iterator[str]:
        for each in self.found:
            yield self._naming(self.words[each.start : each.end], [alias.entity_id for alias in each.aliases])
        if self.lent:
            yield f"The words around it lend it the country {self.lent}."
        if self.title is not None:
            yield _title_step(self.title, self._organizations(self.title))
        if name:
            yield f"'{name}' is read as a person's name."
        if self.read.former:
            yield "The words say that the office is over."
        yield f"The coder takes it as {_coded(self.code)}: {self.code.reason or 'nothing more is told'}."
        if answer.entity != self.code.entity:
            yield f"No name is given, so the office tells: its one holder is {answer.entity}."
        elif answer.entity is None and self._tenures():
            yield self._no_holder()

    def _naming(self, words: str, ids: Sequence[str]) -> str:
        meanings = [self.registry.actor(each) for each in dict.fromkeys(ids)]
        listed = ", ".join(f"{each.name} ({each.id}, {each.kind})" for each in meanings if each is not None)
        several = " can name" if len(meanings) > 1 else " names"
        return f"'{words}'{several} {listed}."

    def _no_holder(self) -> str:
        held = {each.person_id for each in self._tenures() if self._state(each) == "held"}
        day = f"on {self.on}" if self.on else "now"
        if self.read.former or self.read.plural:
            return "The words may mean any of those who held the office, so none is taken."
        if held:
            return f"In the registry the office was held by {len(held)} {day}, so none is taken."
        return f"The registry has no holder of the office {day}: a gap means that it is not known."

    def _summary(self, outcome: Outcome, answer: ActorCode, entity: Entity | None, options: Sequence[Option]) -> str:
        if outcome == "resolved" and entity is not None:
            return f"{entity.name} ({entity.id})."
        if outcome == "ambiguous":
            return f"Ambiguous: {len(options)} in the registry fit, and nothing in the words tells which."
        if outcome == "described":
            return f"No single actor: the words tell {_coded(answer)} and no more."
        return "Unknown: the registry has no actor that the words name."


_COMING = "came to office later"
_OUT = "had left office"
_NONE = "no office is known"
_SURE = "the words alone name it"
_IN_CONTEXT = "only if the text speaks of it"


def _outcome(answer: ActorCode, options: Iterable[Option]) -> Outcome:
    if answer.entity is not None:
        return "resolved"
    if answer.country is not None or answer.sectors:
        return "described"
    return "ambiguous" if len(list(options)) > 1 else "unknown"


def _wikidata(entity: Entity | None) -> str | None:
    if entity is None:
        return None
    return entity.wikidata or (entity.id if re.fullmatch(r"Q\d+", entity.id) else None)


def _coded(code: ActorCode) -> str:
    """The codes in words: 'ISR GOV', or that there are none."""
    parts = [part for part in (code.country, code.code_1, code.code_2) if part]
    return " ".join(parts) or "no actor"


def _title_step(title: TitleMatch, organizations: Sequence[str]) -> str:
    words = [
        word for word, said in (("former", title.former), ("acting", title.acting), ("deputy", title.deputy)) if said
    ]
    whose = f" of {', '.join(organizations)}" if organizations else ", of no organisation that the words name"
    said = f", {' and '.join(words)}" if words else ""
    return f"'{title.title}' is a title of the class {title.post_class}{whose}{said}."
