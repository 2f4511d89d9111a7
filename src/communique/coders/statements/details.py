"""What else the text tells about a statement: its speaker, addressees, medium, document and mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from communique import record
from communique.coders.statements import extents, lexicon
from communique.coders.statements.drafts import Draft, quotes_near
from communique.coders.statements.lexicon import Mode
from communique.coders.statements.transcripts import TURN
from communique.record import Offsets
from communique.resolve.times.attach import time_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from communique.parse.reading import Mention, Quote, Reading

Kind = Literal["direct", "indirect", "mixed"]
Claim = Literal["asserted", "denied", "confirmed", "asked", "open"]
_MEDIUM_PREPOSITIONS = frozenset(["in", "on", "at", "during", "by", "via", "through", "to", "over", "from"])
MOST_DIRECT = 0.8
_ALL_DIRECT = 0.98
_WORD = re.compile(r"\w+")


def kind_of(reading: Reading, content: tuple[Offsets, ...], cue: Offsets | None = None) -> Kind:
    """Direct when all words are quoted, indirect when none are; marks that stand round the cue too are another's."""
    share = quoted_share(reading, content, cue)
    if share >= _ALL_DIRECT:
        return "direct"
    return "mixed" if share else "indirect"


def cited_by(draft: Draft) -> Iterator[str]:
    """The nouns for those on whom the speaker relies: 'the paper reported, citing three officials'."""
    head = draft.head
    for child in head.children if head is not None else ():
        if child.tag_ == "VBG" and child.lemma_.lower() in lexicon.modes().citing:
            yield from (c.lower_ for c in child.children if c.dep_ == "dobj")


def is_transcript(draft: Draft) -> bool:
    """Whether the words stand behind a speaker's name as in a transcript: they are his own, though without marks."""
    return draft.frame == TURN


def quoted_share(reading: Reading, content: Iterable[Offsets], cue: Offsets | None = None) -> float:
    """The share of the words inside quotation marks that do not enclose the cue; a name in marks is no quotation."""
    words = [m.span() for start, end in content for m in _WORD.finditer(reading.text, start, end)]
    if not words:
        return 0.0
    low, high = words[0][0], words[-1][1]
    near = [q for q in quotes_near(reading, low, high) if q.depth == 0 and not _holds(q, cue)]
    spans = [(q.start, q.end) for q in near if not _is_name(reading.text[q.start : q.end])]
    return sum(any(start <= s and e <= end for start, end in spans) for s, e in words) / len(words)


def _holds(quote: Quote, cue: Offsets | None) -> bool:
    return cue is not None and quote.start <= cue[0] and cue[1] <= quote.end


def _is_name(words: str) -> bool:
    """A single capitalised word in marks distances the writer from a name; it quotes nobody."""
    return words[:1].isupper() and words.isalpha()


def speaker_of(reading: Reading, draft: Draft) -> record.Speaker | None:
    """The phrase that governs the cue and, where it is known, the actor."""
    if draft.source is None:
        return None
    start, end = draft.source
    actor = None
    if draft.source_head is not None:
        head = _antecedent(draft.source_head)
        mention = reading.mention_of(head) or _author(reading, head)
        actor = mention.actor if mention is not None else None
    return record.Speaker(actor=actor, start=start, end=end, text=reading.text[start:end])


def _author(reading: Reading, head: Token) -> Mention | None:
    """Whose letter or report it is, where the document itself stands as the source."""
    if head.lemma_.lower() not in _medium_words():
        return None
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    return reading.mention_of(owner) if owner is not None else None


def time_of(reading: Reading, draft: Draft) -> record.Moment | None:
    """When it was said: a time tied to the cue that is not part of what was said."""
    if draft.head is None:
        return None
    sending = extents.sending_verb(draft.head)
    moment = time_for(reading, draft.head) or (time_for(reading, sending) if sending is not None else None)
    if moment is None:
        return None
    spot = next((time for time in reading.times if time.id == moment.expression), None)
    inside = spot is not None and any(start <= spot.start and spot.end <= end for start, end in draft.content)
    return None if inside else moment


def _antecedent(head: Token) -> Token:
    """The noun that a relative pronoun stands for; the word itself when it is none."""
    if head.lower_ not in ("who", "which", "that") or head.head == head:
        return head
    step = head.head
    while step.dep_ in ("conj", "xcomp", "ccomp", "auxpass") and step.head != step:
        step = step.head
    return step.head if step.dep_ == "relcl" else head


def is_anonymous(reading: Reading, draft: Draft) -> bool:
    """Whether the speaker is a person, or persons, who withhold a name."""
    if draft.source is None or draft.source_head is None:
        return False
    words = lexicon.modes()
    head = _antecedent(draft.source_head)
    mention = reading.mention_of(head)
    actor = reading.actors.get(mention.actor) if mention is not None else None
    if actor is not None and actor.kind == "person" and actor.resolved:
        return False
    text = reading.text[slice(*draft.source)].lower()
    tokens = set(_WORD.findall(text))
    if tokens & set(words.withheld_always):
        return True
    if head.lower_ in words.withheld_when_told and _is_told_of(head):
        return True
    if tokens & set(words.named_role) or head.lower_ not in words.withheld_heads:
        return False
    if head.lower_ in words.known_when_definite and _is_definite(head):
        return False
    return not _is_named(head)


def _is_told_of(head: Token) -> bool:
    """Whether a number, an article or what he knows tells a person apart: 'two people', 'people familiar with it'."""
    before = any(c.dep_ in ("nummod", "det") and c.lower_ not in ("the", "no", "these", "those") for c in head.children)
    behind = [c for c in head.children if c.i > head.i and c.dep_ in ("acl", "amod", "relcl", "prep", "acomp")]
    return bool(behind) and (before or any(c.dep_ in ("acl", "amod") or c.lower_ == "with" for c in behind))


def _is_definite(head: Token) -> bool:
    """Whether 'the', 'this' or an owner picks the bearer of a post out: he is known, though not named again."""
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that")) for c in head.children)


def _is_named(head: Token) -> bool:
    """Whether a personal name stands in the phrase, as its head, in apposition or as its other half."""
    if head.pos_ == "PROPN":
        return True
    return any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)


def addressees_of(reading: Reading, draft: Draft) -> tuple[str, ...]:
    """Actors who are told, written to or urged."""
    if draft.head is None or draft.frame == "according":
        return ()
    found: dict[str, None] = {}
    for token in _addressed(draft):
        for part in _with_conjuncts(token):
            if part == draft.source_head:
                continue
            mention = reading.mention_of(part)
            if mention is not None:
                found[mention.actor] = None
    return tuple(found)


def _addressed(draft: Draft) -> Iterator[Token]:
    head = draft.head
    if head is None:
        return
    if draft.lemma.split(" ")[0] in lexicon.modes().addressing:
        told = [c for c in head.children if c.dep_ in ("dobj", "dative", "nsubjpass") and not _in_content(draft, c)]
        yield from (c for c in told[:1] if c.pos_ != "ADP")
        for child in head.children:
            if child.dep_ in ("ccomp", "xcomp") and draft.frame in ("infinitive", "object-infinitive"):
                yield from (c for c in child.children if c.dep_ == "nsubj" and draft.lemma != "promise")
    for prep in (*_prepositions(head), *_of_source(draft)):
        for each in (prep, *prep.conjuncts):
            if (each.lower_ == "to" or _is_two_sided(each)) and not _in_content(draft, each):
                yield from (c for c in each.children if c.dep_ == "pobj")


def _of_source(draft: Draft) -> Iterator[Token]:
    """Prepositions of a letter or a note that stands as the source itself."""
    if draft.source_head is not None and draft.source_head.lower_ in _medium_words():
        yield from (c for c in draft.source_head.children if c.dep_ == "prep")


def _is_two_sided(prep: Token) -> bool:
    """'in an interview with X', 'in a call with X'."""
    modes = lexicon.modes()
    words = {word.split()[-1] for m in modes.media if m.medium in modes.two_sided for word in m.words}
    return prep.lower_ == "with" and prep.head.lower_ in words


def _prepositions(head: Token) -> Iterator[Token]:
    """Prepositions of the cue, and of the medium's noun that carries it ('sent a letter to X saying …')."""
    for child in head.children:
        if child.dep_ in ("prep", "dative") and child.pos_ == "ADP":
            yield child
        elif child.dep_ in ("dobj", "pobj"):
            yield from (c for c in child.children if c.dep_ == "prep")
        if child.dep_ == "prep":
            for noun in child.children:
                yield from (c for c in noun.children if c.dep_ == "prep" and noun.lower_ in _medium_words())
    sending = extents.sending_verb(head)
    if sending is not None:
        sent = [c for c in sending.children if c.dep_ == "dobj" and c.lower_ in _medium_words()]
        yield from (c for c in sending.children if sent and c.dep_ in ("prep", "dative"))
        yield from (c for noun in sent for c in noun.children if c.dep_ == "prep")
    elif head.dep_ == "acl" and head.head.lower_ in _medium_words():
        yield from (c for c in head.head.children if c.dep_ == "prep")


def _medium_words() -> frozenset[str]:
    return frozenset(word for medium in lexicon.modes().media for word in medium.words)


def _with_conjuncts(token: Token) -> list[Token]:
    return [token, *token.conjuncts] if token.dep_ != "conj" else [token]


def _in_content(draft: Draft, token: Token) -> bool:
    return any(start <= token.idx < end for start, end in draft.content)


def medium_of(reading: Reading, draft: Draft) -> tuple[str | None, Token | None]:
    """The medium that the text names for the statement, and the noun that names it."""
    for noun in _medium_nouns(draft):
        if _in_content(draft, noun):
            continue
        medium = _medium_named(reading, noun)
        if medium is not None:
            return medium, noun
    if draft.lemma in ("tweet", "retweet"):
        return "tweet", None
    return None, None


def _medium_named(reading: Reading, noun: Token) -> str | None:
    """The medium that a noun means; words of two parts ("press conference", "op-ed") are read off the text."""
    words = reading.text[max(0, noun.idx - 6) : noun.idx + len(noun)].lower()
    for medium in lexicon.modes().media:
        for word in medium.words:
            parts = " " in word or "-" in word
            if noun.lower_ == word or noun.lemma_.lower() == word or (parts and words.endswith(word)):
                return medium.medium
    return None


def _medium_nouns(draft: Draft) -> Iterator[Token]:
    head = draft.head
    if draft.source_head is not None:
        yield _antecedent(draft.source_head)
    if head is None:
        return
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in _MEDIUM_PREPOSITIONS:
            yield from (c for c in child.children if c.dep_ == "pobj")
        elif child.dep_ == "dobj" and draft.frame not in ("object", "object-as"):
            yield child
    sending = extents.sending_verb(head)
    if sending is not None:
        yield from (c for c in sending.children if c.dep_ == "dobj")
    elif head.dep_ == "acl" and head.head.pos_ == "NOUN":
        yield head.head


def document_of(reading: Reading, noun: Token | None) -> str | None:
    """Id of the document that the medium's noun means."""
    if noun is None:
        return None
    spot = noun.idx
    for document in reading.documents:
        if any(m.start <= spot < m.end for m in document.mentions):
            return document.id
    return None


def claim_of(draft: Draft) -> Claim:
    """What the speaker makes of the words: his cue denies, confirms or asks them; "did not deny" leaves them open."""
    words = lexicon.modes()
    negated = draft.head is not None and any(c.dep_ == "neg" for c in draft.head.children)
    for claim, cues in (("denied", words.denying), ("confirmed", words.confirming)):
        if draft.lemma in cues:
            return "open" if negated else claim  # type: ignore[return-value]
    return "asked" if draft.frame == "question" and draft.lemma in words.asking else "asserted"


def mode_of(draft: Draft, medium: str | None) -> Mode:
    """Speech unless the cue or the medium says otherwise."""
    words = lexicon.modes()
    for mode, cues in (("writing", words.writing), ("intention", words.intention), ("thought", words.thought)):
        if draft.lemma in cues:
            return mode  # type: ignore[return-value]
    if draft.lemma == ":" or medium is None:
        return "speech"
    return next((each.mode for each in words.media if each.medium == medium), "speech")
