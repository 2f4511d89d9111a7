"""Attributions without a verb: 'according to X', 'X's claim that P', and the label 'X: P'."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coders.statements import extents, lexicon
from communique.coders.statements.drafts import Draft, cover, runs, trimmed
from communique.record import Offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_CLAUSE_HEADS = frozenset(["ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis", "csubj"])
_LABEL = re.compile(r"([^\s:\"“”‘][^:\n\"“”]{0,78}?)\s?:\s+(?=\S)")
_TURN = re.compile(r"(?<=[.?!…”\"] )((?:[A-Z][A-Z.'’-]+ ?){1,5}): ")
_TURN_START = re.compile(r"(?:[A-Z][A-Z.'’-]+ ?){1,5}: ")
_LABEL_WORDS = 8
_HEAD_PARAGRAPHS = 3
_NOUN_PREPOSITIONS = frozenset(["about", "for", "against", "of", "on", "over", "to"])


def phrase_drafts(reading: Reading) -> Iterator[Draft]:
    """Every attribution of these three kinds that the text might make."""
    for token in reading.doc:
        if token.lower_ == "according":
            draft = _according(token)
        elif token.pos_ == "NOUN":
            draft = _noun(token)
        else:
            continue
        if draft is not None:
            yield draft
    yield from _labels(reading)


def _according(token: Token) -> Draft | None:
    """'P, according to X': X is the source, the rest of the clause is the content."""
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    source = next((c for c in (*to.children, *token.children) if c.dep_ == "pobj" and c.i > to.i), None)
    if source is None:
        return None
    phrase = extents.noun_phrase(source, without=token)
    clause = _clause_of(token)
    own = {t.i for t in token.subtree} | {to.i} | {t.i for t in phrase}
    content = [t for t in clause.subtree if t.i not in own and not t.is_space]
    return Draft(
        frame="according", lemma="according to", head=token, cue=cover([token, to]), source=cover(phrase),
        source_head=source, content=_two_pieces(content, token),
    )  # fmt: skip


def _clause_of(token: Token) -> Token:
    step = token
    while step.head != step and (step == token or step.dep_ not in _CLAUSE_HEADS or step.pos_ not in ("VERB", "AUX")):
        step = step.head
    return step


def _two_pieces(content: list[Token], token: Token) -> list[Offsets]:
    """What stands before and what stands behind the phrase, each as one stretch."""
    before = cover(_inner([t for t in content if t.i < token.i]))
    after = cover(_inner([t for t in content if t.i > token.i]))
    return [piece for piece in (before, after) if piece is not None]


def _inner(tokens: list[Token]) -> list[Token]:
    """The tokens without the commas and stops at their edges; quotation marks are kept."""
    first = next((n for n, t in enumerate(tokens) if not t.is_punct or t.is_quote), len(tokens))
    last = next((n for n, t in enumerate(reversed(tokens)) if not t.is_punct or t.is_quote), len(tokens))
    return tokens[first : len(tokens) - last]


def _noun(noun: Token) -> Draft | None:
    """'X's claim that P', 'the announcement by X that P', 'criticism of P'."""
    content, frame, extra = _noun_content(noun)
    if not content:
        return None
    source = _noun_source(noun)
    phrase = extents.noun_phrase(source, without=noun) if source is not None else []
    held = {t.i for t in content}
    phrase = [t for t in phrase if t.i not in held and t.tag_ != "POS"]
    cue = [noun, *extra]
    return Draft(
        frame=frame, lemma=noun.lemma_.lower(), head=noun, cue=cover(cue), source=cover(phrase),
        source_head=source if phrase else None, content=runs(content),
    )  # fmt: skip


def _noun_content(noun: Token) -> tuple[list[Token], str, list[Token]]:
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "ccomp", "relcl") and _is_that_clause(child):
            return _stretch(child), "noun-clause", []
        if child.dep_ in ("acl", "xcomp") and any(t.dep_ == "aux" and t.lower_ == "to" for t in child.children):
            return _stretch(child), "noun-infinitive", []
        if child.dep_ == "prep" and child.lower_ in _NOUN_PREPOSITIONS and child.i == noun.i + 1:
            content = [t for t in child.subtree if t != child]
            return content, f"noun-{child.lower_}", [child]
    return [], "", []


def _is_that_clause(child: Token) -> bool:
    first = next(iter(child.subtree))
    if first.lower_ != "that":
        return False
    return first.dep_ == "mark" or any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c != first for c in child.children)


def _stretch(head: Token) -> list[Token]:
    tokens = list(head.subtree)
    return [head.doc[i] for i in range(tokens[0].i, tokens[-1].i + 1)]


def _noun_source(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "of"):
            found = next((c for c in child.children if c.dep_ == "pobj"), None)
            if found is not None and child.lower_ != "of":
                return found
    if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return extents.subject_of(noun.head) or extents.understood_subject(noun.head)
    return None


def _labels(reading: Reading) -> Iterator[Draft]:
    """'X: P' in a headline, and the speakers' names of a transcript."""
    for index, (start, end) in enumerate(reading.paragraphs):
        for turn in _turns(reading.text, start, end):
            draft = _label(reading, turn, "label-headline" if index < _HEAD_PARAGRAPHS else "label")
            if draft is not None:
                yield draft


def _turns(text: str, start: int, end: int) -> Iterator[Offsets]:
    """The turns of a transcript that stand in one paragraph ("QUESTION: … MR. ROE: …"), or the paragraph as a whole."""
    stops = [match.start(1) for match in _TURN.finditer(text, start, end)]
    edges = [start, *(stop for stop in stops if _TURN_START.match(text, start) and stop > start), end]
    yield from itertools.pairwise(edges)


def _label(reading: Reading, turn: Offsets, early: str) -> Draft | None:
    quoted = reading.text[turn[0]] in '"“'  # transcripts that are quoted turn by turn
    match = _LABEL.match(reading.text, turn[0] + quoted, turn[1])
    if match is None:
        return None
    start, end = _of_speaker(match)
    name = reading.text[start:end]
    if quoted and not name.isupper():
        return None
    if len(name.split()) > _LABEL_WORDS or not (name[0].isupper() or name[0].isdigit()):
        return None
    if name.split()[-1].lower() in lexicon.modes().not_speaking:
        return None
    tokens = list(reading.span(start, end))
    if any(token.pos_ in ("VERB", "AUX") for token in tokens) or not tokens:
        return None
    colon = match.end(1) + reading.text[match.end(1) : match.end()].index(":")
    content = trimmed(reading.text, match.end(), turn[1], " \t\n\u00a0")
    if content is None:
        return None
    return Draft(
        frame="label-capitals" if name.isupper() and len(name) > 2 else early, lemma=":", head=None,
        cue=(colon, colon + 1), source=(start, end), source_head=reading.span(start, end).root, content=[content],
    )  # fmt: skip


def _of_speaker(match: re.Match[str]) -> Offsets:
    """The speaker's words in a label that also tells who is spoken to: 'Oslo to Minsk: …'."""
    split = re.match(r"(\S.*?) to (?=[A-Z])", match.group(1))
    return match.start(1), match.start(1) + (split.end(1) if split else len(match.group(1)))
