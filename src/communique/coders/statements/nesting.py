"""Attributions inside attributions: how far the outer one reaches, and what of it the inner one leaves out.

The sets that the encoder learned from mark no attribution inside another. Of "X claimed that Y had confirmed that P" it
gives P to X and lets Y go; of "Y told him, X said, that P" it gives all to X. The parse knows better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coders.statements import lexicon
from communique.coders.statements.choice import PROPOSITIONS
from communique.coders.statements.drafts import overlaps, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.coders.statements.drafts import Draft
    from communique.record import Offsets

_LEAST = 0.35
_QUOTING = frozenset(["object-as", "passive"])
_ASIDE = frozenset(["parenthetical", "according", "clause", "inverted", "trailing"])


class Ruled:
    """What the rules alone said of a draft: its words and how likely it is.

    Args:
        draft: The draft, before the encoder has its say.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.confidence = draft.confidence
        self.cue, self.source = draft.cue, draft.source
        self.content = list(draft.content)
        self.start = min(start for start, _ in draft.content)
        self.end = max(end for _, end in draft.content)

    def holds(self, spot: Offsets) -> bool:
        """Whether a passage lies between the first and the last word of what was said."""
        return self.start <= spot[0] and spot[1] <= self.end


def nest(ruled: list[Ruled], text: str) -> None:
    """Give outer drafts the inner ones that the encoder cut out, and take what tells of the outer out of inner ones.

    Args:
        ruled: The drafts of the rules with what they said of them.
        text: The text of the article.
    """
    told = [each for each in ruled if each.draft.frame in PROPOSITIONS and each.draft.cue is not None]
    told.sort(key=lambda each: each.draft.cue or (0, 0))
    for outer in told:
        if outer.draft.frame.startswith(("quote", "label")):
            continue
        for inner in _cut_out(outer, _near(told, outer)):
            outer.draft.content = [(outer.start, outer.end)]
            inner.draft.confidence = max(inner.draft.confidence, inner.confidence)
            inner.draft.content = [each for each in inner.draft.content if outer.holds(each)] or inner.content
    _join_quoted(ruled)
    for inner in told:
        for aside in () if inner.draft.frame.startswith("quote") else _near(told, inner):
            if aside is not inner and _is_aside(aside, inner):
                inner.draft.content = _without(text, inner.draft.content, aside.draft)
                inner.draft.confidence = max(inner.draft.confidence, inner.confidence)


def _join_quoted(ruled: list[Ruled]) -> None:
    """Both halves of 'X quoted Y as saying that P': X passes on what Y said, in the same words."""
    heads = {each.draft.head.i: each for each in ruled if each.draft.head is not None and each.draft.frame in _QUOTING}
    for inner in ruled:
        head = inner.draft.head
        if head is None or head.dep_ != "pcomp" or inner.draft.frame not in PROPOSITIONS:
            continue
        outer = heads.get(head.head.head.i)
        if outer is not None and outer.draft.lemma in lexicon.modes().citing:
            inner.draft.cue, inner.draft.source = inner.cue, inner.source
            inner.draft.confidence = max(inner.draft.confidence, inner.confidence)
            inner.draft.carrier = outer.draft
            outer.draft.content = list(inner.draft.content)


def _near(told: list[Ruled], draft: Ruled) -> Iterable[Ruled]:
    """The drafts whose cue stands within the words of this one."""
    for each in told:
        cue = each.draft.cue
        if cue is not None and cue[0] >= draft.start and cue[1] <= draft.end:
            yield each


def _cut_out(outer: Ruled, near: Iterable[Ruled]) -> list[Ruled]:
    """The drafts wholly inside this one whose cues the encoder's limits have left out of it."""
    return [
        inner
        for inner in near
        if inner is not outer
        and inner.confidence >= _LEAST
        and _hangs_within(inner, outer)
        and inner.draft.cue is not None
        and all(outer.holds(piece) for piece in inner.content)
        and (inner.draft.source is None or outer.holds(inner.draft.source))
        and not any(a <= inner.draft.cue[0] and inner.draft.cue[1] <= b for a, b in outer.draft.content)
        and not any(
            spot is not None and overlaps(inner.draft.cue, spot) for spot in (outer.draft.cue, outer.draft.source)
        )
    ]


def _hangs_within(inner: Ruled, outer: Ruled) -> bool:
    """Whether the inner cue is what the outer one reports; "and said" or "arguing" may go on with either."""
    head = inner.draft.head
    if head is None or inner.draft.frame == "according" or head.dep_ == "relcl":
        return head is not None
    return head.dep_ == "ccomp" and head.head == outer.draft.head


def _is_aside(aside: Ruled, inner: Ruled) -> bool:
    """Whether an attribution is told in the middle of another's words and carries that other's cue."""
    cue = inner.draft.cue
    if aside.draft.frame not in _ASIDE or cue is None or aside.draft.cue is None or aside.draft.source is None:
        return False
    if min(aside.draft.confidence, inner.draft.confidence) < _LEAST or not _stands_between(aside):
        return False
    if not any(start <= cue[0] and cue[1] <= end for start, end in aside.draft.content):
        return False
    return any(start <= aside.draft.cue[0] and aside.draft.cue[1] <= end for start, end in inner.draft.content)


def _stands_between(aside: Ruled) -> bool:
    """Whether an attribution has words before its cue and, where the parse takes it for the main clause, behind it."""
    at = aside.draft.cue[0] if aside.draft.cue is not None else 0
    before = any(start < at for start, _ in aside.draft.content)
    return before and (aside.draft.frame != "clause" or any(end > at for _, end in aside.draft.content))


def _without(text: str, content: list[Offsets], aside: Draft) -> list[Offsets]:
    """The content less the words that tell who says so in the middle of it."""
    spots = [spot for spot in (aside.cue, aside.source) if spot is not None]
    start, end = min(each[0] for each in spots), max(each[1] for each in spots)
    parts = [part for piece in content for part in ((piece[0], min(piece[1], start)), (max(piece[0], end), piece[1]))]
    kept = [trimmed(text, *part) for part in parts if part[0] < part[1]]
    return [each for each in kept if each is not None] or content
