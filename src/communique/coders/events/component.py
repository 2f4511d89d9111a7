"""The coder of events: finds triggers in every sentence and makes events of those whose parties are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from communique import record
from communique.coders.events import match as matching
from communique.coders.events import roles
from communique.coders.events.contexts import contexts_of
from communique.coders.events.frame import is_passive, phrases
from communique.coders.events.learned import Parties, acts_in
from communique.coders.events.merge import merge
from communique.coders.events.standing import acts_officially, is_international, is_private, travels_officially
from communique.coders.events.states import keep_state
from communique.coders.events.status import SPEECH_ACTS, status_of
from communique.resolve.grounds import grounds
from communique.resolve.places import place_for, spot_of
from communique.resolve.times.attach import time_for
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique.coders.events.match import Match
    from communique.parse.reading import Reading

_OFFICIAL_TYPES = frozenset({"CONSULT", "SUPPORT", "AGREE", "SANCTION", "COOPERATE", "AID", "RETREAT", "MOBILIZE"})
_ORGANS = frozenset({"GOV", "LEG", "JUD", "MIL", "REB", "IGO"})
_ARMED = frozenset({"COP", "MIL", "REB", "UAF", "OPP", "PTY"})  # whose force is political wherever they are
_FORCEFUL = frozenset({"ASSAULT", "COERCE", "RETREAT", "PROTEST"})
_DOMESTIC = _FORCEFUL | {"CONCEDE", "RETREAT"}
_BOMBING = "183"
_POLICING = frozenset({"173", "175"})  # arrests and crowd control are acts of a state, whoever is meant
_LOCATED = frozenset({"AID", "ASSAULT", "COERCE", "RETREAT"})
_AIMED = frozenset({"PROTEST", "MOBILIZE"})
_AIMING = ("against", "for", "over", "at", "of")
_WITHOUT_PRESS = frozenset({"CONSULT", "REQUEST", "AGREE"})
_THROUGH_TOWNS = frozenset({"CONSULT", "SUPPORT", "SANCTION"})
_VERDICTS = frozenset({"criticise", "disapprove", "reject"})
_TOPICAL = frozenset({"ACCUSE", "CONSULT", "COERCE", "SUPPORT", "SANCTION"})
_TOPICS = ("of", "for", "on", "about", "over")
_CONDITIONS = frozenset({"if", "unless", "until", "till"})
_INNER_TYPES = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
_STATE_ORGANS = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP"})
_SELF_MODES = frozenset(
    {"reform", "change-policy", "change-institutions", "adopt-decision", "ease-rules", "resign", "table-resolution"}
)
_MISSING_TARGET, _MISSING_SOURCE, _GUESSED_TARGET = 0.75, 0.6, 0.85
THRESHOLD = 0.3
NONE, PARTIAL, WHOLE = 0, 1, 2
LONGEST = 250
_UNCERTAIN = {"possible": 0.85, "planned": 0.9, "denied": 0.9}


class Events:
    """Codes acts between actors with PLOVER's types, our modes, CAMEO codes, status and evidence."""

    name = "events"
    version = "1"
    needs = frozenset({"syntax", "times", "actors", "places", "documents", "statements"})
    gives = frozenset({"events"})

    def code(self, reading: Reading) -> None:
        """Find the events of the article."""
        found = [event for sentence in reading.sentences() for event in self._events_of(reading, sentence)]
        reading.events.extend(merge([event for event in found if not _is_echo(reading, event, found)]))

    def _events_of(self, reading: Reading, sentence: Span) -> list[record.Event]:
        """The events of a sentence: those of the rules, and what the encoder reads where they have nothing."""
        built: dict[tuple[int, str], record.Event] = {}

        def rate(match: Match) -> int:
            event = Builder(reading, match, self).build()
            if event is None:
                return NONE
            built[match.token.i, match.trigger.example] = event
            several = len(event.sources) > 1 and match.trigger.together
            return WHOLE if event.sources and (event.targets or several or not match.trigger.target) else PARTIAL

        matches = matches_in(sentence, rate)
        kept = {match.token.i: built[match.token.i, match.trigger.example] for match in matches}
        found = [event for index, event in kept.items() if not _is_loose_end(reading.doc[index], event, kept)]
        if (
            matches or len(sentence) > LONGEST
        ):  # beside an act of the rules the encoder's parties are too often that one's
            return found
        for match, parties in acts_in(reading, sentence):
            event = Builder(reading, match, self, parties).build()
            found += [event] if event is not None else []
        return found

    def builders(self, reading: Reading, sentence: Span) -> Iterator[Builder]:
        """All attempts at an event in a sentence: by the rules, then by the encoder."""
        for token in sentence:
            for match in matching.readings(token):
                yield Builder(reading, match, self)
        for learned, parties in acts_in(reading, sentence):
            yield Builder(reading, learned, self, parties)


def _is_echo(reading: Reading, event: record.Event, others: Iterable[record.Event]) -> bool:
    """Whether an act aimed at nobody is only about another that is told as its own: 'asked for the recall'."""
    if event.type not in _INNER_TYPES or event.targets or len(event.sources) > 1:
        return False
    head = reading.span(*event.trigger).root
    topics = {t.lemma_.lower() for prep in head.children for t in (prep, *prep.children) if _is_definite(t)}
    homes = {reading.actors[a].country for a in event.sources if a in reading.actors}
    return any(
        reading.span(*other.trigger)[0].lemma_.lower() in topics
        and homes & {reading.actors[a].country for a in other.sources if a in reading.actors}
        for other in others
        if other is not event
    )


def _is_definite(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and any(c.lower_ in {"the", "this", "these", "its", "his"} for c in noun.children)


def _is_loose_end(token: Token, event: record.Event, others: Mapping[int, record.Event]) -> bool:
    """Whether an act only hangs on another and is neither done nor aimed at anybody: 'met to seek peace'."""
    if event.targets or len(event.sources) > 1 or event.status not in {"planned", "possible"}:
        return False
    return any(ancestor.i in others for ancestor in token.ancestors)


def matches_in(sentence: Span, rate: Callable[[Match], int] | None = None) -> list[Match]:
    """The triggers of a sentence, without acts that only lie inside a request, promise, refusal or threat.

    Args:
        sentence: The sentence.
        rate: How much of an event a match makes: NONE, PARTIAL without all of its parties, or WHOLE. A match that makes
            none does not hide the acts inside it.
    """
    if len(sentence) > LONGEST:  # a list or a table; the parse of so long a stretch tells nothing
        return []
    found = [match for token in sentence if (match := _best_reading(token, rate)) is not None]
    inside = {token.i for match in found for token in _consumed(match)}
    outer = {match.token.i: match for match in found if match.token.i not in inside}
    return [match for match in outer.values() if not _only_serves(match, outer)]


def _best_reading(token: Token, rate: Callable[[Match], int] | None) -> Match | None:
    """The most specific reading of a word that makes an event with all its parties, or else one that lacks some."""
    readings = matching.readings(token)
    if rate is None:
        return next(readings, None)
    partial: Match | None = None
    for match in readings:
        made = rate(match)
        if made == WHOLE:
            return match
        if made == PARTIAL:
            partial = partial or match
    return partial


def _only_serves(match: Match, others: dict[int, Match]) -> bool:
    """Whether an act is only the purpose or the outcome of another: 'fired to disperse', 'attacked, killing two'."""
    token = match.token
    governor = others.get(token.head.i)
    if governor is None or governor is match or token.dep_ not in {"advcl", "xcomp", "acl"}:
        return False
    purpose = token.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
    outcome = token.tag_ == "VBG" and match.type == governor.type
    return purpose or outcome


def _consumed(match: Match) -> set[Token]:
    """Words whose acts belong to this match: the content of a speech act, and the noun that a light verb supports."""
    consumed: set[Token] = set()
    if match.type in _INNER_TYPES:
        consumed |= {t for clause in _conditions(match.token) for t in _clause(clause)}
        for root in (*match.content, *match.frame.clauses):
            consumed |= set(_clause(root))
    if match.type in _TOPICAL:
        for topic in _topics(match):
            consumed |= set(_clause(topic))
    if match.trigger.obj:
        consumed |= set(match.frame.objects)
    if match.inner is not None:
        consumed.add(match.inner.token)
    for prep, heads in match.trigger.prep.items():
        if heads:
            consumed |= set(match.frame.preps.get(prep, ()))
    consumed.discard(match.token)
    return consumed


def _topics(match: Match) -> list[Token]:
    """Verb forms that say what talks, an accusation or an arrest is about: 'accused of attacking'."""
    found = [match.frame.preps, *(phrases(each) for each in match.frame.objects)]
    return [t for preps in found for prep in _TOPICS for t in preps.get(prep, ()) if t.pos_ == "VERB"]


def _conditions(token: Token) -> list[Token]:
    """Clauses that say on what condition an act is to happen: 'unless the rebels disarm'."""
    return [
        child
        for child in token.children
        if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in child.children)
    ]


def _clause(root: Token) -> list[Token]:
    found = [root]
    for child in root.children:
        if child.dep_ not in {"relcl", "parataxis"} and not (child.dep_ == "advcl" and child.tag_ != "VB"):
            found += _clause(child)
    return found


class Builder:
    """Turns one match into an event, or finds that it is none."""

    def __init__(self, reading: Reading, match: Match, coder: Events, parties: Parties | None = None) -> None:
        self.reading, self.match, self.coder = reading, match, coder
        self.guessed, self.learned, self.promised = False, parties is not None, False
        self.mode = vocabulary.modes()[match.mode]
        self.sources = parties.sources if parties else self._parties(match.trigger.source)
        self.targets = parties.targets if parties else [a for a in self._targets() if a not in self.sources]
        if self.mode.type in _WITHOUT_PRESS:
            self.sources, self.targets = self._without_press(self.sources), self._without_press(self.targets)

    def build(self) -> record.Event | None:
        """The event; None when the match makes none."""
        self._join()
        self._drop_own_state()
        if not self.mode.recorded or self._is_forecast() or not self._is_codable():
            return None
        token = self.match.token
        time = self._time()
        status = status_of(self.match, time, self.reading.published)
        score = self._score(status)
        if score < THRESHOLD or (status in _UNCERTAIN and not self.sources):
            return None  # what nobody in particular may do, or did not do, is no event
        start, end = self._trigger_span()
        statement = self.reading.innermost_statement(token.idx, token.idx + len(token))
        sentence = token.sent
        place = self._where()
        return record.Event(
            id=record.entry_id("e", self.reading.article.sha256, start, end, self.mode.type),
            type=self.mode.type, mode=self.match.mode, contexts=tuple(contexts_of(self.match)), cameo=self.match.cameo,
            quad=quad_of(self.match.cameo), score=self.mode.score,
            sources=tuple(self.sources), targets=tuple(self.targets), trigger=(start, end),
            sentence=_visible(sentence), time=time, place=place, status=status,
            attributed_to=statement.id if statement else None, confidence=vocabulary.calibrated(score),
            basis=self._basis(time, place),
        )  # fmt: skip

    def _time(self) -> record.Moment | None:
        """When it happened; a day to come that stands in a speech act belongs to what is asked or promised."""
        time = time_for(self.reading, self.match.token)
        published = self.reading.published
        if time is None or time.earliest is None or published is None or self.mode.type not in SPEECH_ACTS:
            return time
        last = date.fromisoformat(time.latest or time.earliest)
        return None if date.fromisoformat(time.earliest) >= published and last > published else time

    def _basis(self, time: record.Moment | None, place: record.Spot | None) -> record.Basis:
        word = self.match.token.lemma_
        reason = f"encoder: '{word}'" if self.learned else f"pattern '{word}' for {self.match.trigger.mode}"
        reason += grounds(self.reading, self.match.token, time, place)
        return record.Basis(coder=self.coder.name, version=self.coder.version, reason=reason)

    def _parties(self, wanted: tuple[str, ...]) -> list[str]:
        for role in wanted:
            found = self.speaker() if role == "speaker" else self._meant(role)
            if found:
                return found
        return self.speaker() if self.match.trigger.mode in _VERDICTS and is_passive(self.match.token) else []

    def _without_press(self, ids: list[str]) -> list[str]:
        """Reporters and outlets are told things; that makes them no party to talks or requests."""
        actors = self.reading.actors
        return [
            a for a in ids if a not in actors or not (actors[a].kind == "media" or "JRN" in actors[a].plover.sector)
        ]

    def _meant(self, role: str) -> list[str]:
        states: Literal["none", "named"] = "named" if role in {"in", "subj"} else "none"
        return roles.actors_of(self.reading, roles.tokens_of(role, self.match), owned="near", states=states)

    def states(self) -> Literal["named", "towns"]:
        """Whether a state may be meant by its own name alone, or by that of a town too."""
        return "towns" if self.mode.type in _THROUGH_TOWNS else "named"

    def speaker(self) -> list[str]:
        """Who makes the statement that the trigger stands in."""
        token = self.match.token
        statement = self.reading.innermost_statement(token.idx, token.idx + len(token))
        speaker = statement.speaker if statement else None
        return [speaker.actor] if speaker and speaker.actor in self.reading.actors else []

    def _targets(self) -> list[str]:
        owned: roles.Owned = "no" if self.match.trigger.actor_target else "yes"
        for role in (*self.match.trigger.target, *(("inner.source",) if self.mode.type == "REQUEST" else ())):
            tokens = roles.tokens_of(role, self.match)
            found = [
                a
                for a in roles.actors_of(self.reading, tokens, owned=owned, states=self.states())
                if a not in self.sources
            ]
            if found:
                return found
        if self.match.type == "AGREE" and self.match.trigger.together and len(self.sources) == 1:
            self.promised = True  # one alone agrees to do something for another
            tokens = roles.tokens_of("inner.target", self.match)
            found = roles.actors_of(self.reading, tokens, owned=owned, states="named")
            homes = self._homes()
            return [a for a in found if a not in self.sources and self.reading.actors[a].country not in homes]
        if (
            self.match.type in _INNER_TYPES
            and self.match.trigger.inner
            and owned == "yes"
            and not self.match.trigger.together
        ):
            self.guessed = True
            content = self.match.content
            named = roles.within(self.reading, content, self.sources)
            return named or roles.states_within(self.reading, content, self.sources)
        if self.match.type in _AIMED:
            self.guessed = True
            return roles.within(self.reading, self._aims(), self.sources) or self._state_abroad()
        if self.match.type in _LOCATED and not self.match.trigger.together:
            self.guessed = True
            return self._state_abroad()
        return []

    def _homes(self) -> set[str | None]:
        return {self.reading.actors[a].country for a in self.sources if a in self.reading.actors}

    def _state_abroad(self) -> list[str]:
        """The state where somebody acts who is not at home there: 'American jets struck targets near Basra'."""
        place = self._place()
        homes = self._homes()
        if place is None or place.country in homes:
            return []
        if not homes and not self.mode.cameo.startswith(_BOMBING):
            return []  # of a bombing by nobody knows whom the state where it was is told, of other acts not
        if None in homes and self.mode.type != "AID":
            return []
        state = keep_state(self.reading, place.country)
        return [state] if state and state not in self.sources else []

    def _aims(self) -> list[Token]:
        """What a protest or deployment is for or against: its purpose, and what the phrases about it name."""
        token, frame = self.match.token, self.match.frame
        clauses = [c for c in token.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and c.tag_ in {"VB", "VBG"})]
        against = [t for o in frame.objects for c in o.subtree if c.lower_ == "against" for t in c.children]
        phrased = [t for prep in _AIMING for t in frame.preps.get(prep, ())]
        return [*(c for c in frame.clauses if c.dep_ != "ccomp"), *clauses, *phrased, *against]

    def _join(self) -> None:
        """Joint and reciprocal acts put all parties among the sources."""
        if self.match.trigger.together and not self.promised and (self.targets or len(self.sources) > 1):
            self.sources += [actor for actor in self.targets if actor not in self.sources]
            self.targets = []

    def _drop_own_state(self) -> None:
        """A state that coerces or threatens somebody at home has no target in itself: 'a curfew in the capital'."""
        homes = self._homes()
        if self.mode.type in {"COERCE", "THREATEN", "CONCEDE", "RETREAT", "ASSAULT", "PROTEST"}:
            self.targets = [t for t in self.targets if t not in homes]

    def _is_codable(self) -> bool:
        needs = self.match.trigger.needs
        joint = self.match.trigger.together and self._is_several()
        if needs == "pair" and not (joint or (self.sources and self.targets)):
            return False
        if (needs == "target" and not (self.targets or joint)) or (needs == "source" and not self.sources):
            return False
        if not self.sources and not self.targets and self.mode.cameo not in _POLICING:
            return False
        if not self.sources and self.mode.type not in {"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "RETREAT"}:
            return False
        if not self.sources and self._is_done_by_a_thing():
            return False
        return self._is_political() and self._is_official() and not self._is_own_affair()

    def _is_done_by_a_thing(self) -> bool:
        """Whether the words say who does it, and that is no actor: 'a book criticises the kings'."""
        if self.mode.type != "ACCUSE" or self.match.token.pos_ != "VERB" or is_passive(self.match.token):
            return False
        return any(t.pos_ == "NOUN" and t.text.islower() for t in self.match.frame.subjects)

    def _is_forecast(self) -> bool:
        """Whether what is warned of is the act of others: 'Oslo warned that rebels would attack' threatens nobody."""
        inner = self.match.inner
        if self.mode.type != "THREATEN" or inner is None or inner.token.dep_ not in {"ccomp", "conj"}:
            return False
        doers = [t for t in roles.tokens_of("subj", inner) if t.pos_ != "PRON"]
        actors = roles.actors_of(self.reading, doers, owned="near", states="named")
        return bool(actors) and not set(actors) & set(self.sources)

    def _is_official(self) -> bool:
        """Whether somebody acts who can act for a state, body or movement, where the type needs that."""
        if self.mode.type not in _OFFICIAL_TYPES or not self.sources:
            return True
        actors = self.reading.actors
        if self.match.mode == "visit":
            return any(travels_officially(actors[a]) for a in self.sources if a in actors)
        return any(acts_officially(actors[a]) for a in self.sources if a in actors)

    def _is_several(self) -> bool:
        """Several sources, or one that is many: 'the two ministers', 'the Council'."""
        kinds = {self.reading.actors[a].kind for a in self.sources if a in self.reading.actors}
        return len(self.sources) > 1 or bool(kinds & {"group", "body"})

    def _is_political(self) -> bool:
        """Whether one party at least is a known actor or belongs to a state."""
        parties = [self.reading.actors[a] for a in (*self.sources, *self.targets) if a in self.reading.actors]
        if self.mode.type not in _DOMESTIC and all(is_private(p) for p in parties):
            return False
        if any(p.resolved or p.country or p.plover.country or set(p.plover.sector) & _ORGANS for p in parties):
            return True
        if self.mode.type == "PROTEST" and self.sources:
            return True
        armed = self.mode.type in _FORCEFUL and any(set(p.plover.sector) & _ARMED for p in parties)
        return armed or self.mode.cameo in _POLICING

    def _is_own_affair(self) -> bool:
        """Whether a state only deals with itself: debates, laws and appointments at home are not coded."""
        parties = [self.reading.actors[a] for a in (*self.sources, *self.targets) if a in self.reading.actors]
        if not self.targets and len(self.sources) < 2:
            return self.match.mode in _SELF_MODES and not any(is_international(p) for p in parties)
        organs = [
            p
            for p in parties
            if p.kind == "state"
            or (not p.plover.sector and p.kind not in {"person", "group"})
            or set(p.plover.sector) & _STATE_ORGANS
        ]
        countries = {p.country for p in parties}
        if not self.sources:
            return False
        if self.mode.type == "COERCE" and not all(p.kind == "state" for p in parties):
            return False  # a curfew in a province, a general in jail: force at home is no debate
        same = len(countries) == 1 and None not in countries and len(organs) == len(parties)
        return same and not any(is_international(p) for p in parties)

    def _trigger_span(self) -> record.Offsets:
        """The trigger's words: head, particle, and the object that belongs to the idiom."""
        token = self.match.token
        parts = [token, *(c for c in token.children if c.dep_ == "prt")]
        if self.match.trigger.obj and self.match.frame.objects:
            wanted = vocabulary.expand(self.match.trigger.obj)
            parts += [
                o for o in self.match.frame.objects if o.lemma_.lower() in wanted and o.sent.start == token.sent.start
            ]
        first, last = min(p.i for p in parts), max(p.i for p in parts)
        if last - first > 6:
            first = last = token.i
        span = token.doc[first : last + 1]
        return span.start_char, span.end_char

    def _where(self) -> record.Spot | None:
        """Where it happened; of a speech act, where it was spoken and not where the thing asked for lies."""
        if self.mode.type not in SPEECH_ACTS:
            return self._place()
        return place_for(self.reading, self.match.token, straight=True)

    def _place(self) -> record.Spot | None:
        token = self.match.token
        reach = self.match.frame.preps
        near = [t for prep in ("in", "at", "near", "outside") for t in reach.get(prep, ())]
        near += [t for o in self.match.frame.heads() for p in ("in", "at") for t in phrases(o).get(p, ())]
        near += [t for head in near for t in phrases(head).get("of", ())]
        for head in near:
            first = min([head.idx, *(c.idx for c in head.children if c.dep_ in {"compound", "poss"})])
            for place in self.reading.places:
                if first <= place.start <= head.idx and token.sent.start_char <= place.start:
                    return spot_of(place)
        return place_for(self.reading, token)

    def _score(self, status: str) -> float:
        value = self.match.trigger.p * _UNCERTAIN.get(status, 1.0)
        if not self.targets and not (self.match.trigger.together and len(self.sources) > 1):
            value *= _MISSING_TARGET
        if not self.sources:
            value *= _MISSING_SOURCE
        if self.guessed and self.targets:
            value *= _GUESSED_TARGET
        return round(value, 3)


def _visible(sentence: Span) -> record.Offsets:
    text = sentence.text
    return sentence.start_char + len(text) - len(text.lstrip()), sentence.end_char - (len(text) - len(text.rstrip()))


def quad_of(cameo: str) -> Literal[1, 2, 3, 4]:
    """The quad class of a CAMEO code: roots to 5 and 8 are cooperation in word and deed, to 13 and 20 conflict."""
    root = int(cameo[:2])
    quad = 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
    return cast("Literal[1, 2, 3, 4]", quad)
