"""The component 'positions': where actors stand on the questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from communique import record
from communique.coders.positions.deeds import deeds
from communique.coders.positions.hits import question_hits
from communique.parse.reading import Reading
from communique.record import Offsets
from communique.registry import load_registry
from communique.resolve.times.attach import time_for
from communique.vocabulary.positions import Stance, position_words
from communique.vocabulary.questions import (
    Hit,
    Question,
    Side,
    asked,
    load_questions,
    side_of_phrases,
    words_pattern,
)

_NEAR = 300  # characters before a statement
if TYPE_CHECKING:
    from spacy.tokens import Token

_OPPOSITE: dict[Side, Side] = {"for": "against", "against": "for"}


class _Sign(NamedTuple):
    """One sign that an actor takes a side."""

    actor: str
    question: str
    side: Stance
    confidence: float
    evidence: Offsets
    reason: str
    statement: str | None = None
    event: str | None = None
    time: record.Moment | None = None


class Positions:
    """Reads positions from deeds in the text and from the speakers' own words.

    Args:
        questions: The questions to look for; those that ship with the program when not given.
    """

    name = "positions"
    version = "1"
    needs = frozenset({"syntax", "times", "actors", "statements", "events", "meetings"})
    gives = frozenset({"positions"})

    def __init__(self, questions: tuple[Question, ...] | None = None) -> None:
        self.questions = load_questions() if questions is None else questions

    def code(self, reading: Reading) -> None:
        """Add the positions: one for each actor and question, and another where the actor changed sides."""
        signs: list[_Sign] = []
        for question in self.questions:
            if asked(question, reading.text, reading.article.published):
                signs += _signs(reading, question)
        represented = [each for sign in signs for each in _with_state(reading, sign)]
        reading.positions = [self._entry(reading, sign, evidence) for sign, evidence in _one_each(represented)]

    def _entry(self, reading: Reading, sign: _Sign, evidence: list[Offsets]) -> record.Position:
        return record.Position(
            id=record.entry_id("o", reading.article.sha256, sign.actor, sign.question, sign.side, sign.evidence[0]),
            actor=sign.actor,
            question=sign.question,
            stance=sign.side,
            statement=sign.statement,
            event=sign.event,
            evidence=tuple(evidence),
            time=sign.time,
            confidence=round(sign.confidence, 2),
            basis=record.Basis(coder=self.name, version=self.version, reason=sign.reason),
        )


def _signs(reading: Reading, question: Question) -> Iterator[_Sign]:
    """All signs for one question, in the order of the text."""
    found = question_hits(reading, question)
    for hit in found:
        yield from _deeds(reading, hit)
        yield from _events(reading, hit)
    found = [hit for hit in found if hit.kind == "act"]
    for statement in reading.statements:
        yield from _own_words(reading, question, statement, found)


def _deeds(reading: Reading, hit: Hit) -> Iterator[_Sign]:
    for deed in deeds(reading, hit):
        start, end = deed.evidence
        statement = reading.innermost_statement(start, end)
        if deed.promised and statement is not None and not _is_of(reading, statement, deed.mention.actor):
            continue  # what one says that another will do is no position of the other
        yield _Sign(
            deed.mention.actor, hit.question.id, deed.side, deed.confidence, _cover(deed.evidence, hit), deed.reason,
            statement.id if statement and _is_own(statement, deed.mention.actor) else None,
            _event_at(reading, start, end), time_for(reading, deed.word),
        )  # fmt: skip


def _cover(word: Offsets, hit: Hit) -> Offsets:
    return min(word[0], hit.start), max(word[1], hit.end)


def _is_own(statement: record.Statement, actor: str) -> bool:
    return statement.speaker is not None and statement.speaker.actor == actor


def _is_of(reading: Reading, statement: record.Statement, actor: str) -> bool:
    """Whether the speaker is the actor, speaks for the same state, or is not known."""
    said = reading.actors.get(statement.speaker.actor or "") if statement.speaker else None
    held = reading.actors.get(actor)
    if said is None or held is None or said.country is None or not said.resolved:
        return True
    return said.id == held.id or said.country == held.country


def _event_at(reading: Reading, start: int, end: int) -> str | None:
    """The event whose trigger these words are."""
    return next((each.id for each in reading.events if each.trigger[0] < end and start < each.trigger[1]), None)


def _events(reading: Reading, hit: Hit) -> Iterator[_Sign]:
    """Events whose mode is a sign by itself, in the sentence of the hit and triggered by its act."""
    modes = {"for": hit.question.for_.events, "against": hit.question.against.events}
    root = reading.span(hit.start, hit.end).root
    if hit.kind != "act" or (root.pos_ == "VERB" and not _is_achieved(root)):
        return  # a verb is a deed by itself when it is done: see deeds
    for event in reading.events:
        if not (event.trigger[0] < hit.end and hit.start < event.trigger[1]):
            continue
        side: Stance | None = next((side for side in ("for", "against") if event.mode in modes[side]), None)
        if side is None or event.status in {"possible", "denied"}:
            continue
        for actor in event.sources:
            yield _Sign(
                actor, hit.question.id, side, min(0.85, event.confidence), _cover(event.trigger, hit),
                f"event {event.mode}", None, event.id, event.time,
            )  # fmt: skip


def _is_achieved(verb: Token) -> bool:
    """Whether the verb tells what somebody became ("the first member to recognise the state")."""
    noun = verb.head
    if verb.dep_ == "advcl":
        noun = next((child for child in verb.head.children if child.dep_ == "attr"), noun)
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep":  # "the first member of the union to recognise it"
        noun = noun.head.head
    copula = noun.head
    became = verb.dep_ in {"acl", "relcl", "advcl"} and noun.dep_ == "attr" and copula.lemma_ in {"be", "become"}
    first = any(child.dep_ in {"amod", "nummod"} and child.ent_type_ == "ORDINAL" for child in noun.children)
    return became and first and not any(each.dep_ == "neg" for each in copula.children)


def _own_words(reading: Reading, question: Question, statement: record.Statement, found: list[Hit]) -> Iterator[_Sign]:
    """What a speaker's own words about the act say of the speaker."""
    if statement.speaker is None or statement.speaker.actor is None or not statement.content:
        return
    about = [hit for hit in found for start, end in statement.content if start <= hit.start and hit.end <= end]
    inner = [each for each in reading.statements if each.reported_by == statement.id]
    about = [hit for hit in about if not any(_holds(each, hit) for each in inner)]
    content = " ".join(reading.text[start:end] for start, end in statement.content)
    near = about or _is_near(reading, question, statement)
    sides = side_of_phrases(question, content) if near else set()
    words = position_words()
    confidence = words.phrase_confidence
    if not sides and about:
        sides, confidence = _sides_of_words(reading, statement, about), words.own_confidence
    if not sides:
        return
    side: Stance = "mixed" if len(sides) > 1 or _is_conditional(reading, about) else sides.pop()
    evidence = (about[0].start, about[0].end) if about else statement.content[0]
    yield _Sign(
        statement.speaker.actor, question.id, side, confidence, evidence, "the speaker's own words", statement.id,
        None, statement.time,
    )  # fmt: skip


def _is_near(reading: Reading, question: Question, statement: record.Statement) -> bool:
    """Whether the statement, or the text shortly before it, names the subject of the question."""
    subject = words_pattern(question.subject)
    start, end = statement.content[0][0], statement.content[-1][1]
    return subject is not None and subject.search(reading.text, max(0, start - _NEAR), end) is not None


def _holds(statement: record.Statement, hit: Hit) -> bool:
    return any(start <= hit.start and hit.end <= end for start, end in statement.content)


def _sides_of_words(reading: Reading, statement: record.Statement, about: list[Hit]) -> set[Side]:
    """The sides that general words for and against take in the sentences where the act is spoken of."""
    own = position_words().own
    sides: set[Side] = set()
    for hit in about:
        passage = _clause(reading, statement, hit)
        against = words_pattern(own.against)
        in_favour = words_pattern(own.for_)
        if against is not None and against.search(passage):
            sides.add(_OPPOSITE[hit.side])
        elif in_favour is not None and in_favour.search(passage):
            sides.add(hit.side)
    return sides


def _clause(reading: Reading, statement: record.Statement, hit: Hit) -> str:
    """The part of the hit's sentence that lies in the statement."""
    sentence = reading.span(hit.start, hit.end).sent
    pieces = [
        reading.text[max(start, sentence.start_char) : min(end, sentence.end_char)]
        for start, end in statement.content
        if start < sentence.end_char and sentence.start_char < end
    ]
    return " ".join(pieces)


def _is_conditional(reading: Reading, about: list[Hit]) -> bool:
    pattern = words_pattern(position_words().own.conditional)
    return pattern is not None and any(
        pattern.search(reading.text[hit.end : min(hit.end + 80, reading.span(hit.start, hit.end).sent.end_char)])
        for hit in about
    )


def _with_state(reading: Reading, sign: _Sign) -> Iterator[_Sign]:
    """The sign for the actor, and for the state whose government the actor belongs to or speaks for."""
    words = position_words()
    actor = reading.actors.get(sign.actor)
    if actor is None:
        return
    state = _state(actor)
    if state is None and not actor.resolved and not any(each.form == "name" for each in actor.mentions):
        return  # "an adviser", "a lawmaker": nobody whose position could be asked for
    if actor.kind == "person" or (state is None and actor.resolved and actor.kind not in words.no_position):
        yield sign
    if state is not None and _keep_state(reading, state, actor.confidence):
        yield sign._replace(actor=state)


def _state(actor: record.Actor) -> str | None:
    """The state that an actor's position is, by the codebook: a government's stance has its country's code."""
    words = position_words()
    if actor.kind == "state":
        return actor.id
    country = actor.plover.country or actor.country
    if country is None or len(country) != 3:
        return None
    named = actor.kind != "group" or not actor.resolved
    if actor.kind in words.state_kinds and actor.kind != "ministry":
        return country
    return country if named and set(actor.plover.sector[:1]) & words.representing else None


def _keep_state(reading: Reading, state: str, confidence: float) -> bool:
    """Make sure that the state is an actor of the reading; False when the registry has no such state."""
    if state in reading.actors:
        return True
    entity = load_registry().actor(state)
    if entity is None or entity.kind != "state":
        return False
    reading.actors[state] = record.Actor(
        id=state,
        name=entity.name,
        kind=entity.kind,
        country=state,
        cameo=entity.cameo or state,
        plover=record.Plover(country=state),
        wikidata=entity.wikidata,
        resolved=True,
        confidence=confidence,
    )
    return True


def _one_each(signs: list[_Sign]) -> Iterator[tuple[_Sign, list[Offsets]]]:
    """One sign for each actor, question and side, the surest first; the weaker of two sides only when as sure."""
    grouped: dict[tuple[str, str], list[_Sign]] = {}
    for sign in signs:
        grouped.setdefault((sign.actor, sign.question), []).append(sign)
    for group in grouped.values():
        surest = max(group, key=lambda sign: sign.confidence)
        for side in dict.fromkeys(sign.side for sign in group):
            same = [sign for sign in group if sign.side == side]
            best = max(same, key=lambda sign: sign.confidence)
            changed = best.time is not None and surest.time is not None and best.time.value != surest.time.value
            if side == surest.side or (changed and best.confidence >= surest.confidence - 0.1):
                statement = best.statement or next((sign.statement for sign in same if sign.statement), None)
                event = best.event or next((sign.event for sign in same if sign.event), None)
                time = best.time or next((sign.time for sign in same if sign.time), None)
                evidence = sorted({sign.evidence for sign in same})
                yield best._replace(statement=statement, event=event, time=time), evidence
