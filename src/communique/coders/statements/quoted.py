"""Attributions of quoted words: which cue a quotation belongs to, and how far the quoted speech runs on.

News prose puts the cue beside the quotation: behind it ("…," X said), before it (X said: "…"), or between
two pieces. Quoted sentences that follow without a cue of their own carry the same speech on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.coders.statements import extents
from communique.coders.statements.drafts import Draft, cover, quotes_near
from communique.coders.statements.signed import signature_of
from communique.coders.statements.verbs import source_of
from communique.parse.reading import Quote
from communique.record import Offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.parse.reading import Reading

_STOPS = frozenset([".", "?", "!", ";", "…", "..."])
_INTRODUCES = re.compile(r"(?:[,:]|\bthat|\bof|[–—-])\s*$")
_OPEN_END = re.compile(r"[,?!…—–-]$")
_FINITE = frozenset(["VBD", "VBZ", "VBP", "VBG", "VBN", "VB"])
_PAST_OR_PRESENT = frozenset(["VBD", "VBZ", "VBP", "VBN"])
_LEADING_OUT = frozenset(["aux", "advmod", "neg"])
_INNER = frozenset(["compound", "amod", "nmod", "poss", "det"])
_REACH = 30
_SHORTEST = 3


@dataclass(slots=True)
class _Speech:
    """A cue and the quotations that belong to it."""

    verb: Token | None
    source: list[Token]
    source_head: Token | None
    pieces: list[Offsets]
    frame: str
    cue: Offsets | None = None
    last: Quote | None = None
    quotes: list[Quote] = field(default_factory=list)


def quote_drafts(reading: Reading) -> list[Draft]:
    """The attributions of quoted words, in the order of the text."""
    speeches: list[_Speech] = []
    for paragraph in reading.paragraphs:
        near = quotes_near(reading, *paragraph)
        quotes = [q for q in near if q.depth == 0 and paragraph[0] <= q.outer_start < paragraph[1]]
        quotes = [q for q in quotes if signature_of(reading, q) is None]
        for index in range(len(quotes)):
            _attach(reading, paragraph, quotes, index, speeches)
    return [_draft(speech) for speech in speeches if speech.verb is not None or speech.cue is not None]


def _draft(speech: _Speech) -> Draft:
    verb = speech.verb
    cue = speech.cue
    if cue is None and verb is not None:
        cue = extents.unbroken(extents.verb_group(verb), verb)
    return Draft(
        frame=speech.frame, lemma=verb.lemma_.lower() if verb is not None else ":", head=verb, cue=cue,
        source=cover(speech.source), source_head=speech.source_head, content=speech.pieces,
    )  # fmt: skip


def _attach(reading: Reading, paragraph: Offsets, quotes: list[Quote], index: int, speeches: list[_Speech]) -> None:
    """Find the cue of one quotation, or carry the speech before it on."""
    quote = quotes[index]
    text = reading.text
    before_limit = quotes[index - 1].outer_end if index else paragraph[0]
    after_limit = quotes[index + 1].outer_start if index + 1 < len(quotes) else paragraph[1]
    last = speeches[-1] if speeches else None
    between = text[before_limit : quote.outer_start]
    if quote.continues is not None and last is not None and last.last is not None:
        _carry_on(last, quote)
        return
    joined = last is not None and index > 0 and last.last is quotes[index - 1]
    if last is not None and joined and _split_by_cue(reading, last, between, before_limit):
        _carry_on(last, quote)
        return
    if len(quote_words(text, quote)) < _SHORTEST and not _OPEN_END.search(text[quote.start : quote.end]):
        return
    speech = _cue_before(reading, before_limit, quote) or _cue_behind(reading, quote, after_limit, before_limit)
    if speech is not None:
        speech.pieces = [*_opened_before(reading, quote, speeches), *speech.pieces]
        speech.last = quote
        speeches.append(speech)
        return
    if last is not None and _stands_alone(reading, paragraph, quotes, index, last):
        _carry_on(last, quote)


def _opened_before(reading: Reading, quote: Quote, speeches: list[_Speech]) -> list[Offsets]:
    """The paragraphs of a long quotation that nobody has been found to say yet, when its cue stands at its end."""
    taken = {piece for speech in speeches for piece in speech.pieces}
    pieces: list[Offsets] = []
    step = quote.continues
    while step is not None and (reading.quotes[step].start, reading.quotes[step].end) not in taken:
        pieces.insert(0, (reading.quotes[step].start, reading.quotes[step].end))
        step = reading.quotes[step].continues
    return pieces


def quote_words(text: str, quote: Quote) -> list[str]:
    """The words of a quotation."""
    return re.findall(r"\w+", text[quote.start : quote.end])


def _carry_on(speech: _Speech, quote: Quote) -> None:
    speech.pieces.append((quote.start, quote.end))
    speech.last = quote


def _split_by_cue(reading: Reading, last: _Speech, between: str, start: int) -> bool:
    """Whether nothing but the cue's own words stands between two quotations of one speech."""
    if not between.strip(" ,.;:—–-\n\t"):
        return True
    if last.verb is None or not start <= last.verb.idx < start + len(between):
        return False
    rest = between.rstrip()
    if not rest or (rest[-1] not in ",.:;—–-!?" and not rest.endswith((" that", " and"))):
        return False
    stops = _stops(reading, last.verb.idx, start + len(rest))
    return not stops or (len(stops) == 1 and stops[0].idx + 1 >= start + len(rest))


def _stands_alone(reading: Reading, paragraph: Offsets, quotes: list[Quote], index: int, last: _Speech) -> bool:
    """Whether the quotation is a sentence of its own that follows the speech before it."""
    quote, text = quotes[index], reading.text
    if last.last is None or quote.outer_start - last.last.outer_end > 400:
        return False
    lead = text[paragraph[0] : quote.outer_start].rstrip(" \t\"”'’)")
    ended = lead.endswith(("?", "!", ":")) or bool(_stops(reading, paragraph[0] + len(lead) - 1, quote.outer_start))
    if lead and not ended:
        return False
    tail = text[quote.outer_end : paragraph[1]].strip()
    ends = text[quote.end - 1] in ".?!…" or tail[:1] in (".", "")
    gap = text[last.last.outer_end : quote.outer_start]
    verb_there = last.verb is not None and last.last.outer_end <= last.verb.idx < quote.outer_start
    breaks = len(_stops(reading, last.last.outer_end, quote.outer_start))
    return ends and (breaks <= (1 if verb_there else 0)) and gap.count("\n\n") <= 1


def _cue_before(reading: Reading, limit: int, quote: Quote) -> _Speech | None:
    """'X said: "…"': a verb before the quotation, in its sentence."""
    stops = _stops(reading, limit, quote.outer_start)
    start = stops[-1].idx + 1 if stops else limit
    clause = reading.text[start : quote.outer_start]
    if not clause.strip() or not _INTRODUCES.search(clause):
        return None
    tokens = [t for t in reading.span(start, quote.outer_start) if start <= t.idx < quote.outer_start]
    verbs = [t for t in tokens[-_REACH:] if t.pos_ == "VERB" and t.tag_ in _FINITE]
    colon = clause.rstrip().endswith(":")
    for verb in reversed(verbs):
        source = source_of(verb)
        if source is None or source.idx >= quote.outer_start:
            continue
        if not colon and verb.dep_ in ("relcl", "acl") and verb.tag_ != "VBG" and verb != verbs[-1]:
            continue
        phrase = extents.noun_phrase(source, without=verb)
        frame = "quote-after-colon" if colon else "quote-after"
        return _Speech(verb, phrase, source, [(quote.start, quote.end)], frame)
    return None


def _cue_behind(reading: Reading, quote: Quote, limit: int, before: int) -> _Speech | None:
    """'"…," X said': a verb behind the quotation, in its sentence."""
    text = reading.text
    tail = text[quote.outer_end : limit]
    inside = text[quote.start : quote.end]
    if not (_OPEN_END.search(inside) or re.match(r"\s*[,—–-]", tail)):
        return None
    stops = _stops(reading, quote.outer_end, limit)
    end = stops[0].idx if stops else limit
    tokens = [t for t in reading.span(quote.outer_end, end) if quote.outer_end <= t.idx < end][:_REACH]
    for verb in tokens:
        if verb.pos_ == "VERB" and verb.tag_ in _PAST_OR_PRESENT and verb.dep_ not in ("relcl", "acl", "amod"):
            phrase, head = _source_beside(verb, tokens)
            if head is None:
                return None
            pieces = [_from_sentence_start(reading, before, quote)]
            return _Speech(verb, phrase, head, pieces, "quote-before")
    return None


def _from_sentence_start(reading: Reading, limit: int, quote: Quote) -> Offsets:
    """The quotation with the unquoted words that open its sentence."""
    text = reading.text
    stops = _stops(reading, limit, quote.outer_start)
    start = stops[-1].idx + 1 if stops else limit
    words = text[start : quote.outer_start].strip(" ,\n\t\"”'")
    if not words:
        return quote.start, quote.end
    return start + (len(text[start:]) - len(text[start:].lstrip(' ,\n\t"”'))), quote.end


def _source_beside(verb: Token, tokens: list[Token]) -> tuple[list[Token], Token | None]:
    """The speaker next to a cue behind a quotation, from the parse or, where that fails, from the order of words."""
    subject = extents.subject_of(verb)
    region = {t.i for t in tokens}
    if subject is not None and subject.i in region and not (subject.i < verb.i and subject.tag_ == "NNP"):
        phrase = [t for t in extents.noun_phrase(subject, without=verb) if t.i in region]
        return phrase, subject
    lead = [t for t in tokens if t.i < verb.i and not (t.is_punct or t.is_space or t.dep_ in _LEADING_OUT)]
    nouns = [t for t in lead if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if nouns:
        return lead, nouns[-1]
    behind = [t for t in tokens if t.i > verb.i]
    for token in behind[:6]:
        if token.pos_ in ("PROPN", "NOUN", "PRON"):
            head = token
            while head.head.i in region and head.head != verb and head.dep_ in _INNER:
                head = head.head
            return [t for t in extents.noun_phrase(head, without=verb) if t.i > verb.i and t.i in region], head
        if token.pos_ in ("ADP", "SCONJ", "VERB", "CCONJ") or token.text in ",:":
            break
    return [], None


def _stops(reading: Reading, start: int, end: int) -> list[Token]:
    """The tokens between two offsets that end a sentence; the point of an abbreviation is none of them."""
    return [t for t in reading.span(start, end) if t.text in _STOPS and start <= t.idx < end]
