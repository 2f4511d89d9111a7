"""What the encoder attributes: it weighs what the rules found, sets its limits, and adds what they missed.

The encoder tells cues, sources and contents apart word by word and joins them; the rules know the syntax and the
marks. A draft that both see takes the encoder's words where nothing is quoted, since its limits are the better ones.
"""

from __future__ import annotations

import bisect
import math
import re
from typing import TYPE_CHECKING

from communique.coders.statements import extents, lexicon, nesting
from communique.coders.statements.drafts import Draft, overlaps, quotes_near, trimmed

if TYPE_CHECKING:
    from communique.parse.encoder import Attribution, Encoding, Labelled
    from communique.parse.reading import Reading
    from communique.record import Offsets

FRAME = "encoder"
"""Frame of a draft that the rules do not have."""

_LEAST = 0.02
_PLAIN = re.compile(r"[\w'’]*(?:[ \t]+[\w'’]*){0,4}")
"""Three words at most, and the blanks around them."""
_MARKS = "label"  # 'Minister: ...': the encoder's sets have hardly any, so the rules decide alone


def weighed(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The judged drafts of the rules with the encoder's word on each, and its own; unchanged where it did not read."""
    encoding = reading.encoding
    if encoding is None:
        return drafts
    weights = lexicon.settings().encoder
    seen: set[int] = set()
    ruled = [nesting.Ruled(draft) for draft in drafts]
    for draft in drafts:
        found = same(encoding.attributions, draft)
        match = None if found is None else encoding.attributions[found]
        if not draft.frame.startswith(_MARKS) and not is_reported(encoding, draft, match):
            draft.confidence = _chance(weights.joint, support(encoding, draft, match))
        if found is not None and match is not None:
            seen.add(found)
            _take_limits(reading, draft, match)
    nesting.nest(ruled, reading.text)
    missed = [each for index, each in enumerate(encoding.attributions) if index not in seen and each.contents]
    added = [new(reading, each) for each in missed]
    return [*drafts, *(draft for draft in added if draft is not None)]


def is_reported(encoding: Encoding, draft: Draft, match: Attribution | None) -> bool:
    """Whether a cue that the encoder does not see stands in what it takes for somebody's content.

    The sets that it learned from mark no attribution inside another, so that its silence there says nothing.
    """
    return match is None and draft.cue is not None and encoding.probability("contents", "content", *draft.cue) > 0.5


def support(encoding: Encoding, draft: Draft, match: Attribution | None) -> dict[str, float]:
    """What speaks for a draft of the rules: log-odds of the rules and of the encoder's labels over its words."""
    cue = encoding.probability("cues", "cue", *draft.cue) if draft.cue else 0.5
    sizes = [end - start for start, end in draft.content]
    chances = [encoding.probability("contents", "content", start, end) for start, end in draft.content]
    content = sum(size * chance for size, chance in zip(sizes, chances, strict=True)) / max(1, sum(sizes))
    source = encoding.probability("sources", "source", *draft.source) if draft.source else 0.5
    return {
        "bias": 1.0, "rule": _log_odds(draft.confidence), "cue": _log_odds(cue), "content": _log_odds(content),
        "source": _log_odds(source), "matched": float(match is not None),
        "match": _log_odds(match.confidence) if match is not None else 0.0,
        "quoted": float(draft.frame.startswith("quote")),
    }  # fmt: skip


def support_alone(found: Attribution) -> dict[str, float]:
    """What speaks for a draft that only the encoder has."""
    return {
        "bias": 1.0, "cue": _log_odds(found.cue.confidence), "sourceless": float(not found.sources),
        "content": _log_odds(min(each.confidence for each in found.contents)),
    }  # fmt: skip


def _log_odds(chance: float) -> float:
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def _chance(weights: dict[str, float], traits: dict[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in traits.items())))


def same(found: list[Attribution], draft: Draft) -> int | None:
    """Index of the encoder's attribution with the draft's cue and some of its content."""
    for index, each in enumerate(found):
        cue = (each.cue.start, each.cue.end)
        if draft.cue is not None and overlaps(cue, draft.cue) and _shares(each, draft.content):
            return None if _is_of_another(each, draft) else index
    return None


def _is_of_another(found: Attribution, draft: Draft) -> bool:
    """Whether the encoder took this draft's speaker into another's cue ("said it was told by X")."""
    if draft.source is None or not found.sources:
        return False
    inside = overlaps(draft.source, (found.cue.start, found.cue.end))
    return inside and not any(overlaps(draft.source, (each.start, each.end)) for each in found.sources)


def _shares(found: Attribution, content: list[Offsets]) -> bool:
    return any(overlaps((piece.start, piece.end), other) for piece in found.contents for other in content)


def _take_limits(reading: Reading, draft: Draft, found: Attribution) -> None:
    """The encoder's limits: of the cue, of the source, and of the content where nothing is quoted."""
    draft.cue = _cue(reading, found)
    if not draft.frame.startswith(("quote", _MARKS)):
        draft.content = _pieces(reading, found) or draft.content
    for source in _sources(reading, found):
        if draft.source is None:
            draft.source, draft.source_head = source, reading.span(*source).root
        elif overlaps(source, draft.source):
            draft.source = source


def _cue(reading: Reading, found: Attribution) -> Offsets:
    """The cue without what is content too."""
    start, end = found.cue.start, found.cue.end
    stop = min((piece.start for piece in found.contents if start < piece.start < end), default=end)
    return trimmed(reading.text, start, stop) or (start, end)


def _sources(reading: Reading, found: Attribution) -> list[Offsets]:
    """The sources without marks at their edges."""
    near = [_beside_cue(reading, found, (each.start, each.end)) for each in found.sources]
    bare = [trimmed(reading.text, *each) for each in near if each is not None]
    timeless = [extents.without_time(list(reading.span(*each))) for each in bare if each is not None]
    full = [extents.whole(each) for each in timeless]
    return [each for each in full if each is not None]


def _is_cited(reading: Reading, found: Attribution, piece: Labelled) -> bool:
    """Whether a span is no content but those on whom the speaker relies: 'reported, citing three officials'."""
    words = {token.lemma_.lower() for token in reading.span(found.cue.start, found.cue.end)}
    return found.cue.start <= piece.start < found.cue.end and not words.isdisjoint(lexicon.modes().citing)


def _beside_cue(reading: Reading, found: Attribution, span: Offsets) -> Offsets | None:
    """What of a span lies in the cue's paragraph: a headline without a full stop is no part of what follows it."""
    index = bisect.bisect_right(reading.paragraphs, found.cue.start, key=lambda paragraph: paragraph[0]) - 1
    if index < 0:
        return span
    start, end = max(span[0], reading.paragraphs[index][0]), min(span[1], reading.paragraphs[index][1])
    return (start, end) if start < end else None


def _pieces(reading: Reading, found: Attribution) -> list[Offsets]:
    """The contents in the cue's own sentence, if there are any: without marks, words seldom carry a cue further."""
    sentence = reading.span(found.cue.start, found.cue.end).sent
    apart = [piece for piece in found.contents if not _is_cited(reading, found, piece)]
    held = [_beside_cue(reading, found, (piece.start, piece.end)) for piece in apart]
    pieces = [piece for piece in held if piece is not None]
    pieces += [each for piece in apart for each in _quoted_beyond(reading, found, (piece.start, piece.end))]
    near = [piece for piece in pieces if overlaps(piece, (sentence.start_char, sentence.end_char))]
    return _unbroken(reading, found, near or pieces)


def _unbroken(reading: Reading, found: Attribution, pieces: list[Offsets]) -> list[Offsets]:
    """The pieces, joined where plain words alone part them: neither a mark nor the cue nor a source stands there."""
    between = [(each.start, each.end) for each in (found.cue, *found.sources)]
    joined: list[Offsets] = []
    for start, end in sorted(pieces):
        gap = (joined[-1][1], start) if joined else None
        if gap and _PLAIN.fullmatch(reading.text[slice(*gap)]) and not any(overlaps(gap, each) for each in between):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _quoted_beyond(reading: Reading, found: Attribution, span: Offsets) -> list[Offsets]:
    """What of a span lies in other paragraphs than the cue's and is quoted there."""
    inside = _beside_cue(reading, found, span)
    if inside == span:
        return []
    index = bisect.bisect_right(reading.paragraphs, found.cue.start, key=lambda paragraph: paragraph[0]) - 1
    if inside is None and not reading.text[slice(*reading.paragraphs[index])].rstrip().endswith(":"):
        return []
    cut = inside or (span[1], span[1])
    quotes = [q for q in quotes_near(reading, *span) if q.depth == 0]
    outer = [(max(q.start, span[0]), min(q.end, span[1])) for q in quotes]
    return [each for each in outer if each[0] < each[1] and not overlaps(each, cut)]


def new(reading: Reading, found: Attribution) -> Draft | None:
    """A draft of what only the encoder sees."""
    cue = reading.span(found.cue.start, found.cue.end)
    content = _pieces(reading, found)
    if not len(cue) or not content:
        return None
    source = next(iter(_sources(reading, found)), None)
    return Draft(
        frame=FRAME, lemma=cue.root.lemma_.lower(), head=cue.root, cue=_cue(reading, found),
        source=source, source_head=reading.span(*source).root if source else None,
        content=content, confidence=_chance(lexicon.settings().encoder.alone, support_alone(found)),
    )  # fmt: skip
