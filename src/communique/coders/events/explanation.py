"""Why an event was coded: its trigger, the pattern or the encoder's score, the roles that were tried, and the status.

The article is read again, so the answer is that of today's vocabulary and models; where these no longer give the
event, there is no explanation.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from communique.coders.events import roles
from communique.coders.events.builder import Builder
from communique.coders.events.component import Events
from communique.coders.events.contexts import contexts_of
from communique.coders.events.match import Match
from communique.coders.events.status import cues_of
from communique.parse.reading import Reading
from communique.record import Event
from communique.resolve.grounds import when, where
from communique.vocabulary import events as vocabulary


class Role(Struct, frozen=True):
    """One role of a pattern that was tried for a party.

    Attributes:
        side: ``source`` or ``target``.
        role: The role, such as ``subj`` or ``obj.with``; roles are tried in order until one names actors.
        words: The words that fill it.
        actors: Ids of the actors that these words mean.
    """

    side: str
    role: str
    words: tuple[str, ...]
    actors: tuple[str, ...]


class Party(Struct, frozen=True):
    """A source or target of the event.

    Attributes:
        actor: Its id.
        name: Its name.
        cameo: Its CAMEO code on the date of the text.
        mentions: The words of the sentence that mean it, each with its form.
        resolved: Whether the registry knows it.
    """

    actor: str
    name: str
    cameo: str | None
    mentions: tuple[str, ...]
    resolved: bool


class EventExplanation(Struct, frozen=True):
    """How an event came to be.

    Attributes:
        event: The event's id.
        trigger: The words that name the act.
        found_by: ``pattern`` or ``encoder``.
        pattern: The example of the pattern that fits; empty where the encoder alone has the act.
        score: Share of the pattern's finds that are right, or the encoder's confidence, before deductions.
        mode: Our mode with its label.
        code: Why it has this CAMEO code, one sentence each.
        contexts: The contexts, each with the word that shows it or the mode that brings it.
        roles: The roles that were tried, in order.
        sources: The sources, in order.
        targets: The targets, in order.
        when: Which words give it its time; empty where none do.
        where: Which words give it its place; empty where none do.
        status: The status.
        cues: What speaks for it: status and word, from the act's own clause outwards.
        confidence: The event's confidence.
    """

    event: str
    trigger: str
    found_by: str
    pattern: str
    score: float
    mode: str
    code: tuple[str, ...]
    contexts: tuple[str, ...]
    roles: tuple[Role, ...]
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    when: str
    where: str
    status: str
    cues: tuple[str, ...]
    confidence: float


def explain_event(reading: Reading, event_id: str) -> EventExplanation | None:
    """How an event of a reading came to be; None when the reading has no such event.

    Args:
        reading: The article, read as far as its events.
        event_id: The event's id.
    """
    event = next((each for each in reading.events if each.id == event_id), None)
    builder = builder_of(reading, event) if event is not None else None
    return _explained(builder, event) if builder is not None and event is not None else None


def builder_of(reading: Reading, event: Event) -> Builder | None:
    """The attempt that made an event of a reading; None when today's vocabulary and models make it no more.

    Args:
        reading: The article, read as far as its events.
        event: One of them.
    """
    sentence = reading.span(*event.sentence)
    builders = Events().builders(reading, sentence.root.sent) if len(sentence) else ()
    same: Builder | None = None
    for builder in builders:
        built = builder.build()
        if built is None or built.id != event.id:
            continue
        if (built.mode, built.sources, built.targets) == (event.mode, event.sources, event.targets):
            return builder
        same = same or builder
    return same


def _explained(builder: Builder, event: Event) -> EventExplanation:
    match, reading = builder.match, builder.reading
    mode = vocabulary.modes()[match.mode]
    tried = () if builder.learned else (*_tried(builder, "source"), *_tried(builder, "target"))
    return EventExplanation(
        event=event.id, trigger=reading.text[slice(*event.trigger)],
        found_by="encoder" if builder.learned else "pattern", pattern=match.trigger.example, score=match.trigger.p,
        mode=f"{match.mode}: {mode.label}", code=tuple(_code(builder)), contexts=tuple(_contexts(match)),
        roles=tried,
        sources=tuple(_party(reading, event, each) for each in event.sources),
        targets=tuple(_party(reading, event, each) for each in event.targets),
        when=when(reading, match.token, event.time), where=where(reading, match.token, event.place),
        status=event.status, cues=tuple(cues_of(match)), confidence=event.confidence,
    )  # fmt: skip


def _code(builder: Builder) -> Iterator[str]:
    match = builder.match
    outer = vocabulary.modes()[match.trigger.mode]
    yield f"'{match.token.text}' is {outer.type}, {outer.label}: {outer.cameo}."
    if match.inner is not None:
        yield f"It is about '{match.inner.token.text}', {match.inner.cameo}."
    if match.cameo != outer.cameo:
        yield f"The whole is {match.cameo}."


def _contexts(match: Match) -> Iterator[str]:
    for name, word in contexts_of(match).items():
        label = vocabulary.contexts()[name].label
        yield f"{name} ({label}): '{word}'" if word else f"{name} ({label}): by the mode"


def _tried(builder: Builder, side: str) -> Iterator[Role]:
    """The roles of one side up to the first that names somebody."""
    reading, match = builder.reading, builder.match
    for role in match.trigger.source if side == "source" else match.trigger.target:
        if role == "speaker":
            yield Role(side, role, (), tuple(builder.speaker()))
            continue
        tokens = roles.tokens_of(role, match)
        owned: roles.Owned = "near" if side == "source" else "no" if match.trigger.actor_target else "yes"
        found = roles.actors_of(reading, tokens, owned=owned, states=builder.states())
        yield Role(side, role, tuple(token.text for token in tokens), tuple(found))
        if found:
            return


def _party(reading: Reading, event: Event, actor: str) -> Party:
    known = reading.actors[actor]
    start, end = event.sentence
    mentions = [m for m in reading.mentions_in(start, end) if m.actor == actor]
    words = tuple(f"'{reading.text[m.start : m.end]}' ({m.form})" for m in mentions)
    return Party(actor, known.name, known.cameo, words, known.resolved)
