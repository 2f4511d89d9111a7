"""Which drafts become statements: the likelier of two that contradict each other is kept."""

from __future__ import annotations

from communique.coders.statements import lexicon
from communique.coders.statements.drafts import Draft, overlaps
from communique.record import Offsets

PROPOSITIONS = frozenset([
    "clause", "question", "inverted", "trailing", "parenthetical", "according", "noun-clause",
    "quote-before", "quote-after", "quote-after-colon", "label", "label-headline", "label-capitals", "label-signature",
])  # fmt: skip
_SELF = frozenset(["i", "we", "you", "one"])
_CLAUSES = frozenset(["clause", "inverted", "parenthetical", "trailing"])
_NESTED_PRIOR = 0.4


def choose(drafts: list[Draft], threshold: float, threshold_act: float) -> list[Draft]:
    """The drafts that are likely enough and do not contradict a likelier one, in the order of the text.

    Two drafts agree when they share no content, or when one lies wholly inside the other's content.
    """
    kept: list[Draft] = []
    taken: set[int] = set()
    buckets: dict[int, list[Draft]] = {}
    for draft in sorted(drafts, key=_rank):
        if draft.confidence < (threshold if draft.frame in PROPOSITIONS else threshold_act):
            continue
        if draft.head is not None and draft.head.i in taken:
            continue
        near = [other for cell in _cells(draft) for other in buckets.get(cell, ())]
        if any(_contradict(draft, other) for other in near):
            continue
        if not _may_nest(draft) and any(inside(draft, other) for other in near):
            continue
        kept.append(draft)
        if draft.head is not None:
            taken.add(draft.head.i)
        for cell in _cells(draft):
            buckets.setdefault(cell, []).append(draft)
    return _without_inner_acts(kept)


def _without_inner_acts(kept: list[Draft]) -> list[Draft]:
    """Those kept, in the order of the text, less the acts that a less likely statement turned out to hold."""
    ordered = sorted(kept, key=lambda draft: (draft.content[0], draft.cue or draft.content[0]))
    buckets: dict[int, list[Draft]] = {}
    for draft in ordered:
        for cell in _cells(draft):
            buckets.setdefault(cell, []).append(draft)
    return [draft for draft in ordered if _may_nest(draft) or not _is_held(draft, buckets)]


def _is_held(draft: Draft, buckets: dict[int, list[Draft]]) -> bool:
    near = (other for cell in _cells(draft) for other in buckets[cell])
    return any(other is not draft and inside(draft, other) for other in near)


def _may_nest(draft: Draft) -> bool:
    """Whether a draft may stand in another's content.

    Reported propositions may, of a cue that is one more often than not, and acts of speech that have quoted words of
    their own ("called it “theft”").

    What a quoted speaker says of himself ("I think") is part of his statement and none of its own.
    """
    if speaks_of_self(draft):
        return False
    if draft.frame not in PROPOSITIONS:
        told = draft.lemma in lexicon.modes().outspoken
        return told and any(trait.startswith("quoted-") for trait in draft.traits)
    words = lexicon.modes()
    if draft.frame == "noun-clause" and draft.source is not None and draft.lemma in words.saying_nouns:
        return True
    if draft.frame in _CLAUSES and draft.lemma in words.addressing:
        return True
    if draft.lemma in words.outspoken or draft.lemma in words.reporting:
        return True
    return lexicon.known_prior(draft.lemma, draft.frame) >= _NESTED_PRIOR


def says_nothing(draft: Draft) -> bool:
    """Whether the cue is a plain deed ('recalled its envoys') or tells of silence ('declined to comment')."""
    words = lexicon.modes()
    if draft.frame.startswith("quote") or draft.head is None:
        return False
    if draft.lemma in words.not_saying:
        return True
    if draft.lemma in words.citing and draft.frame == "object" and draft.head.tag_ == "VBG":
        return True
    if any(child.dep_ == "neg" for child in draft.head.children):
        return draft.lemma in words.no_comment and draft.frame not in ("clause", "inverted", "parenthetical")
    silent = draft.lemma in ("decline", "refuse") and draft.frame == "infinitive"
    return silent and any(c.dep_ == "xcomp" and c.lemma_.lower() in words.no_comment for c in draft.head.children)


def speaks_of_self(draft: Draft) -> bool:
    """Whether the source is the one who speaks or is spoken to."""
    return draft.source_head is not None and draft.source_head.lower_ in _SELF


def _rank(draft: Draft) -> tuple[float, Offsets, str]:
    return -draft.confidence, draft.content[0], draft.frame


def _cells(draft: Draft) -> range:
    """Coarse positions that the draft touches, so that only neighbours are compared."""
    spots = [*draft.content, *([draft.cue] if draft.cue else [])]
    return range(min(s for s, _ in spots) // 2000, max(e for _, e in spots) // 2000 + 1)


def _contradict(one: Draft, other: Draft) -> bool:
    if one.carrier is other or other.carrier is one:
        return False
    shared = any(overlaps(a, b) for a in one.content for b in other.content)
    if not shared:
        return _cue_hit(one, other) or _cue_hit(other, one)
    return not (inside(one, other) or inside(other, one))


def _cue_hit(one: Draft, other: Draft) -> bool:
    """Whether the cue of one stands in the other's content although the contents are apart."""
    return one.cue is not None and any(overlaps(one.cue, piece) for piece in other.content)


def inside(inner: Draft, outer: Draft) -> bool:
    """Whether cue and content of one draft lie within single pieces of the other's content."""
    spots = [*inner.content, *([inner.cue] if inner.cue else [])]
    return all(any(start <= s and e <= end for start, end in outer.content) for s, e in spots)
