"""The coder of events: finds triggers in every sentence and makes events of those whose parties are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from communique.coders.events import homes
from communique.coders.events import match as matching
from communique.coders.events.builder import INNER_TYPES, NAME, VERSION, Builder
from communique.coders.events.frame import phrases
from communique.coders.events.inferred import act_between
from communique.coders.events.learned import acts_in
from communique.coders.events.merge import merge
from communique.coders.events.newcomers import without_unused
from communique.coders.events.told import REACH
from communique.coders.events.worth import worth_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from communique import record
    from communique.coders.events.match import Match
    from communique.parse.reading import Reading

_TOPICAL = frozenset({"ACCUSE", "CONSULT", "COERCE", "SUPPORT", "SANCTION"})
_TOPICS = ("of", "for", "on", "about", "over")
_CONDITIONS = frozenset({"if", "unless", "until", "till"})
_DEMANDS = frozenset({"REQUEST", "ACCUSE", "REJECT"})
_OWN_CLAUSES = frozenset({"relcl", "conj", "parataxis", "appos"})
_MANNERS = frozenset({"in", "as"})
NONE, PARTIAL, WHOLE = 0, 1, 2
LONGEST = 250


class Events:
    """Codes acts between actors with PLOVER's types, our modes, CAMEO codes, status and evidence."""

    name = NAME
    version = VERSION
    needs = frozenset({"syntax", "times", "actors", "places", "documents", "statements"})
    gives = frozenset({"events"})

    def __init__(self, threshold: float | None = None) -> None:
        """Prepare a coder.

        Args:
            threshold: Acts that are less likely to be right are left out; None takes the vocabulary's, which are
                higher for acts that no rule finds.
        """
        self.threshold = threshold

    def code(self, reading: Reading) -> None:
        """Find the events of the article."""
        reading.breadth()  # before states that acts are aimed at become actors too
        known = frozenset(reading.actors)
        told: list[list[record.Event]] = []
        found: list[record.Event] = []
        for sentence in reading.sentences():
            ruled, read = self._events_of(reading, sentence, _flat(told[-REACH:]))
            told.append(self._likely(reading, ruled, read))  # what is left out lends nobody its parties
            found += told[-1]
        events = merge([event for event in found if not _is_echo(reading, event, found)])
        without_unused(reading, known, homes.used_in(events))
        homes.settle(reading, events)
        reading.events.extend(events)

    def _likely(self, reading: Reading, ruled: list[record.Event], read: list[record.Event]) -> list[record.Event]:
        """The events of a sentence that are likely enough."""
        worth = worth_of(reading)
        by_rule, alone, beside = (
            (worth.threshold, worth.read, worth.beside) if self.threshold is None else (self.threshold,) * 3
        )
        kept = [event for event in ruled if event.confidence >= by_rule]
        return [*kept, *(event for event in read if event.confidence >= (beside if kept else alone))]

    def _events_of(
        self, reading: Reading, sentence: Span, earlier: list[record.Event]
    ) -> tuple[list[record.Event], list[record.Event]]:
        """The events of a sentence: those of the rules, and what the encoder reads beside them."""
        built: dict[tuple[int, str], record.Event] = {}

        def rate(match: Match) -> int:
            before = [each for (index, _), each in built.items() if index < match.token.i]
            builder = Builder(reading, match, earlier=[*earlier, *before])
            event = builder.build()
            if event is None:
                return NONE
            built[match.token.i, match.trigger.example] = event
            several = len(event.sources) > 1 and match.trigger.together
            aimed = event.targets and not builder.guessed
            return WHOLE if event.sources and (aimed or several or not match.trigger.target) else PARTIAL

        matches = matches_in(sentence, rate)
        kept = {match.token.i: built[match.token.i, match.trigger.example] for match in matches}
        found = [
            event
            for index, event in kept.items()
            if not _is_loose_end(reading.doc[index], event, kept)
            and not _is_named_again(reading.doc[index], event, kept)
        ]
        read: list[record.Event] = []
        if len(sentence) > LONGEST:
            return found, read
        inside = {token.i for match in matches for token in _consumed(match)}
        for match, parties in acts_in(reading, sentence):
            if match.token.i in inside or any(e.trigger[0] <= match.token.idx < e.trigger[1] for e in found):
                continue
            event = Builder(reading, match, parties).build()
            if event is not None and not any(_is_told_by(event, e) for e in (*found, *read)):
                read.append(event)
                inside |= {token.i for token in _consumed(match)}
        if not found and not read and (inferred := act_between(reading, sentence)) is not None:
            event = Builder(reading, *inferred).build()
            read += [event] if event is not None else []
        return found, read

    def builders(self, reading: Reading, sentence: Span) -> Iterator[Builder]:
        """All attempts at an event in a sentence: by the rules, then by the encoder."""
        spans = [each.start_char for each in reading.sentences() if each.start_char < sentence.start_char][-REACH:]
        earlier = [e for e in reading.events if spans and spans[0] <= e.trigger[0]]
        for token in sentence:
            before = [e for e in earlier if e.trigger[0] < token.idx]
            for match in matching.readings(token):
                yield Builder(reading, match, earlier=before)
        for learned, parties in acts_in(reading, sentence):
            yield Builder(reading, learned, parties)
        if (inferred := act_between(reading, sentence)) is not None:
            yield Builder(reading, *inferred)


def _is_told_by(event: record.Event, other: record.Event) -> bool:
    """Whether another event of the sentence, of the same type, shares a source, and the targets if both have any."""
    one, two = set(event.sources), set(other.sources)
    if event.type != other.type or not (one == two or one & two):
        return False
    return not event.targets or not other.targets or set(event.targets) == set(other.targets)


def _flat(groups: Iterable[Iterable[record.Event]]) -> list[record.Event]:
    return [event for group in groups for event in group]


def _is_echo(reading: Reading, event: record.Event, others: Iterable[record.Event]) -> bool:
    """Whether an act aimed at nobody is only about another that is told as its own: 'asked for the recall'."""
    if event.type not in INNER_TYPES or event.targets or len(event.sources) > 1:
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
    """Whether an act only hangs on another and is not done: 'met to seek peace', 'the right of troops to fire'."""
    above = _governing(token, others)
    if above is None:
        return False
    if event.status == "possible" or (above.type == "PROTEST" and event.type in _DEMANDS):
        return True  # what a protest is for is told by the protest
    return event.status == "planned" and not event.targets and len(event.sources) < 2


def _is_named_again(token: Token, event: record.Event, others: Mapping[int, record.Event]) -> bool:
    """Whether a noun only names what its verb tells of the same parties: 'the deployment of troops has arrived'."""
    told = others.get(token.head.i)
    if token.pos_ != "NOUN" or told is None or token.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    return (event.sources, event.targets) == (told.sources, told.targets)


def _governing(token: Token, others: Mapping[int, record.Event]) -> record.Event | None:
    """The act in whose clause a word lies; a relative clause tells of an act of its own."""
    while token.head.i != token.i and token.dep_ not in _OWN_CLAUSES and not _is_told_apart(token):
        token = token.head
        if token.i in others:
            return others[token.i]
    return None


def _is_told_apart(verb: Token) -> bool:
    """Whether a clause with a subject of its own tells of an act of others: 'shut the border because Mali might'."""
    own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    conditional = any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children)
    return verb.dep_ in {"advcl", "ccomp"} and own and not conditional


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
    """The most specific reading of a word that makes an event with all its parties, or else one that lacks some.

    What one type makes, another does not better; but where the type of the most specific makes no event, another may
    that has all its parties.
    """
    readings = matching.readings(token)
    if rate is None:
        return next(readings, None)
    partial: Match | None = None
    first: str | None = None
    for match in readings:
        first = first or match.type
        if partial is not None and match.type != first:
            continue
        made = rate(match)
        if made == WHOLE:
            return match
        if made == PARTIAL and match.type == first:
            partial = partial or match
    return partial


def _only_serves(match: Match, others: dict[int, Match]) -> bool:
    """Whether an act is only the purpose or the outcome of another: 'fired to disperse', 'attacked, killing two'."""
    token = match.token
    if token.dep_ == "pobj" and token.head.lower_ in _MANNERS:  # "went on hunger strike in protest at"
        told = others.get(token.head.head.i)
        return told is not None and told.type == match.type
    governor = others.get(token.head.i)
    if governor is None or governor is match or token.dep_ not in {"advcl", "xcomp", "acl"}:
        return False
    purpose = token.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
    outcome = token.tag_ == "VBG" and match.type == governor.type
    return purpose or outcome


def _consumed(match: Match) -> set[Token]:
    """Words whose acts belong to this match: the content of a speech act, and the noun that a light verb supports."""
    consumed: set[Token] = set()
    if match.type in INNER_TYPES:
        consumed |= {t for clause in _conditions(match.token) for t in _clause(clause)}
        for root in (*match.content, *match.frame.clauses):
            consumed |= set(_clause(root))
    if match.type == "ACCUSE" and match.trigger.clause == "that":
        consumed |= {t for clause in match.frame.clauses for t in _clause(clause)}
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
    """Verb forms that say what talks, an accusation or an apology is about: 'accused of attacking'."""
    found = [match.frame.preps, *(phrases(each) for each in match.frame.heads())]
    topics = [t for preps in found for prep in _TOPICS for t in preps.get(prep, ())]
    gerunds = [c for t in topics for c in t.subtree if c.tag_ == "VBG" and c.dep_ == "acl"]  # "for ships blocking"
    return [*(t for t in topics if t.pos_ == "VERB"), *gerunds]


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
