"""How likely a draft is a true attribution: the cue's own record, weighed with what stands around it.

A logistic model whose numbers are data (``statements.yaml``, ``cues.yaml``); they were measured on running
political news. Each trait is a plain fact about the draft, so that every confidence can be explained.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.coders.statements import details, lexicon
from communique.coders.statements.drafts import Draft

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_FIRST = frozenset(["i", "we", "my", "our", "me", "us"])
_SECOND = frozenset(["you", "your"])
_RELATIVE = frozenset(["who", "which", "that"])
_PERSONAL = frozenset(["he", "she", "they", "his", "her", "their"])
_LENGTHS = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"), (20, "9-20"), (60, "21-60"))


def judge(reading: Reading, draft: Draft) -> None:
    """Set the draft's traits and its confidence."""
    draft.traits = list(traits(reading, draft))
    weights = lexicon.settings()
    score = weights.bias + weights.prior_weight * lexicon.log_odds(lexicon.prior(draft.lemma, draft.frame))
    score += sum(weights.weights.get(trait, 0.0) for trait in draft.traits)
    draft.confidence = 1 / (1 + math.exp(-score))


def traits(reading: Reading, draft: Draft) -> Iterator[str]:
    """The facts that a draft is judged by."""
    yield f"frame={draft.frame.split('-')[0] if draft.frame.startswith('prep-') else draft.frame}"
    yield f"source={_source_kind(draft)}"
    yield f"length={_length(reading.text, draft)}"
    if draft.head is not None:
        yield from _cue_traits(draft.head)
    if draft.source_head is not None and draft.head is not None:
        yield "source-before" if draft.source_head.i < draft.head.i else "source-after"
        if abs(draft.source_head.i - draft.head.i) > 12:
            yield "source-far"
    if not draft.frame.startswith("quote"):
        share = details.quoted_share(reading, draft.content, draft.cue)
        if share:
            yield f"quoted-{'all' if share >= details.MOST_DIRECT else 'some'}&{draft.frame.split('-')[0]}"


def _source_kind(draft: Draft) -> str:
    head = draft.source_head
    if head is None:
        return "none"
    word = head.lower_
    for words, kind in ((_FIRST, "first"), (_SECOND, "second"), (_RELATIVE, "relative"), (_PERSONAL, "personal")):
        if word in words:
            return kind
    if head.pos_ == "PROPN":
        return f"name-{head.ent_type_ or 'other'}"
    if head.pos_ == "NOUN":
        return "plural" if head.tag_ == "NNS" else "noun"
    return "pronoun" if head.pos_ == "PRON" else "other"


def _length(text: str, draft: Draft) -> str:
    words = sum(len(text[start:end].split()) for start, end in draft.content)
    return next((name for most, name in _LENGTHS if words <= most), "61+")


def _cue_traits(head: Token) -> Iterator[str]:
    yield f"tag={head.tag_}"
    yield f"dep={head.dep_}"
    for child in head.children:
        if child.dep_ == "neg":
            yield "negated"
        elif child.dep_ == "aux" and child.tag_ == "MD":
            yield f"modal={child.lower_}"
        elif child.dep_ == "aux" and child.lower_ == "to":
            yield "to-form"
        elif child.dep_ == "mark":
            yield f"mark={child.lower_}"
        elif child.dep_ == "dobj":
            yield "has-addressee" if head.lemma_ in lexicon.modes().addressing else "has-object"
        elif child.dep_ == "ccomp":
            yield f"clause={child.tag_}"
            if any(each.dep_ == "mark" and each.lower_ == "that" for each in child.children):
                yield "clause-that"
