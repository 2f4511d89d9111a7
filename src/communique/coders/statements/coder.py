"""The component that fills the statements of a reading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique import record
from communique.coders.statements import chains, details, duplicates, lexicon
from communique.coders.statements.choice import choose, says_nothing, speaks_of_self
from communique.coders.statements.drafts import Draft, quotes_near, trimmed
from communique.coders.statements.floating import carried_on
from communique.coders.statements.judgement import judge
from communique.coders.statements.learned import weighed
from communique.coders.statements.phrases import phrase_drafts
from communique.coders.statements.quoted import quote_drafts
from communique.coders.statements.signed import signed_drafts
from communique.coders.statements.transcripts import transcribe
from communique.coders.statements.verbs import verb_drafts
from communique.record import Offsets
from communique.resolve.grounds import grounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.parse.reading import Reading

_LONGEST = 6000
_DEEDS = frozenset(["object", "passive"])
_JOINING = re.compile(r"(?:and|but|or)\s+(?=\w)")
_DAY_OF_ACT = re.compile(r"\s+on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+(?=as\b)")
_RELATIVE = frozenset(["which", "who", "whose", "whom"])
_THAT = re.compile(r"that(?:,\s+|\s+(?!is\b))", re.IGNORECASE)
_SPACE = " \t\r\n\u00a0"


class Statements:
    """Who said, wrote, thought or meant what, to whom, and on whose word."""

    name = "statements"
    version = "1"
    needs = frozenset({"syntax", "quotes", "times", "actors", "documents"})
    gives = frozenset({"statements"})

    def code(self, reading: Reading) -> None:
        """Fill ``reading.statements``, in the order of the text."""
        entries: dict[str, record.Statement] = {}
        limits = lexicon.settings()
        chosen = choose(self.drafts(reading), limits.threshold, limits.threshold_act)
        ids: dict[int, str] = {}
        drafts = carried_on(reading, chosen)
        for draft in drafts:
            entry = self._entry(reading, draft)
            if entry is not None:
                entries.setdefault(entry.id, entry)
                ids[id(draft)] = entry.id
        passed = {ids[id(d)]: ids[id(d.carrier)] for d in drafts if id(d) in ids and id(d.carrier) in ids}
        deeds = frozenset(ids[id(draft)] for draft in drafts if id(draft) in ids and draft.frame in _DEEDS)
        cited = {noun: ids[id(d)] for d in drafts if id(d) in ids for noun in details.cited_by(d)}
        linked = chains.linked(list(entries.values()), passed, cited, deeds)
        reading.statements = duplicates.joined(reading.text, linked)

    def drafts(self, reading: Reading) -> list[Draft]:
        """Every attribution that the text might make, weighed with the encoder's word on it."""
        found = weighed(reading, self.ruled(reading))
        return [draft for draft in found if not _touches_skipped(reading, draft) and not says_nothing(draft)]

    def ruled(self, reading: Reading) -> list[Draft]:
        """What the rules alone find, judged; nothing that touches a skipped passage."""
        quoted = quote_drafts(reading)
        heads = {draft.head.i for draft in quoted if draft.head is not None}
        found = [*_unquoted(reading, heads), *quoted, *signed_drafts(reading), *phrase_drafts(reading)]
        kept = [
            draft
            for draft in found
            if draft.content
            and not _touches_skipped(reading, draft)
            and not _is_self_talk(reading, draft)
            and not says_nothing(draft)
        ]
        for draft in kept:
            judge(reading, draft)
        transcribe(reading.text, kept)
        return kept

    def _entry(self, reading: Reading, draft: Draft) -> record.Statement | None:
        content = _content(reading, draft)
        if not content:
            return None
        medium, noun = details.medium_of(reading, draft)
        time = details.time_of(reading, draft)
        told = grounds(reading, draft.head, time, None) if draft.head is not None else ""
        return record.Statement(
            id=record.entry_id("s", reading.article.sha256, content, draft.cue),
            kind="direct" if details.is_transcript(draft) else details.kind_of(reading, content, draft.cue),
            mode=details.mode_of(draft, medium),
            content=content,
            cue=draft.cue,
            speaker=details.speaker_of(reading, draft),
            anonymous=details.is_anonymous(reading, draft),
            addressees=details.addressees_of(reading, draft),
            medium=medium,
            document=details.document_of(reading, noun),
            time=time,
            claim=details.claim_of(draft),
            confidence=round(min(max(draft.confidence, 0.01), 0.99), 3),
            basis=record.Basis(coder=self.name, version=self.version, reason=f"'{draft.lemma}' as {draft.frame}{told}"),
        )


def _unquoted(reading: Reading, quoting: set[int]) -> Iterator[Draft]:
    """What the verbs attribute, without what is only the quotation that the verb's quoted draft has better."""
    for draft in verb_drafts(reading.doc):
        quoting_too = draft.head is not None and draft.head.i in quoting
        if not quoting_too or details.quoted_share(reading, draft.content) < details.MOST_DIRECT:
            yield draft


def _is_self_talk(reading: Reading, draft: Draft) -> bool:
    """What somebody quoted says of himself ('I think') attributes nothing beyond the quotation."""
    if draft.cue is None or not speaks_of_self(draft):
        return False
    start, end = draft.cue
    return any(quote.start <= start and end <= quote.end for quote in quotes_near(reading, start, end))


def _touches_skipped(reading: Reading, draft: Draft) -> bool:
    spots = [*draft.content, *([draft.cue] if draft.cue else [])]
    return any(reading.is_skipped(start, end) for start, end in spots)


def _content(reading: Reading, draft: Draft) -> tuple[Offsets, ...]:
    """The pieces of the content as the record wants them: no outer marks, no leading 'that', none empty."""
    pieces: list[Offsets] = []
    for start, end in _cleared(reading, draft):
        piece = _piece(reading, start, end)
        if piece is not None and piece[1] - piece[0] <= _LONGEST:
            pieces.append(piece)
    return tuple(pieces)


def _cleared(reading: Reading, draft: Draft) -> Iterator[Offsets]:
    """The pieces without speaker, leading conjunction and day of the act; a relative clause with its noun."""
    text = reading.text
    source = draft.source or (0, 0)
    pieces = [each for each in sorted(draft.content) if not (source[0] <= each[0] and each[1] <= source[1])]
    if pieces and not draft.frame.startswith("quote"):
        joining = _JOINING.match(text, *pieces[0])
        start = joining.end() if joining is not None else _with_noun(reading, draft, pieces[0][0])
        pieces[0] = (start, pieces[0][1])
    for start, end in pieces:
        dated = _DAY_OF_ACT.search(text, start, end) if draft.frame == "object-as" else None
        if dated is not None:
            yield start, dated.start()
        yield (dated.end() if dated is not None else start), end


def _with_noun(reading: Reading, draft: Draft, start: int) -> int:
    """Where the noun begins that a leading 'which' or 'who' belongs to, when it stands between cue and content."""
    lead = reading.token_at(start)
    if lead is None or lead.lower_ not in _RELATIVE or draft.cue is None:
        return start
    verb = next((each for each in (lead, *lead.ancestors) if each.dep_ == "relcl"), None)
    if verb is None or verb.head.i >= lead.i:
        return start
    noun: int = verb.head.left_edge.idx
    return noun if draft.cue[1] <= noun < start else start


def _piece(reading: Reading, start: int, end: int) -> Offsets | None:
    text = reading.text
    piece = trimmed(text, start, end)
    if piece is None:
        return None
    start, end = piece
    if text[start:end].lower() == "that":
        return None
    lead = _THAT.match(text, start, end)
    start = lead.end() if lead is not None else start
    end = _with_closing_point(reading, end)
    for quote in quotes_near(reading, start, end):
        if quote.outer_start <= start and end <= quote.outer_end and quote.depth == 0:
            start, end = max(start, quote.start), min(max(end, quote.start), quote.end)
    piece = trimmed(text, start, end, _SPACE + '"“”„«»`')
    if piece is None or not any(character.isalnum() for character in text[slice(*piece)]):
        return None
    return _balanced(reading, *piece)


def _with_closing_point(reading: Reading, end: int) -> int:
    """The end of the quotation, its own full stop included, when the piece runs up to it."""
    for quote in quotes_near(reading, end, end):
        if quote.start <= end <= quote.end and not any(c.isalnum() for c in reading.text[end : quote.end]):
            return quote.end
    return end


def _balanced(reading: Reading, start: int, end: int) -> Offsets:
    """Take the closing mark of a quotation that opens inside the piece back in."""
    for quote in quotes_near(reading, start, end):
        if start <= quote.outer_start < quote.end == end:
            return start, quote.outer_end
        if start == quote.start and quote.outer_end < end:
            return quote.outer_start, end
    return start, end
