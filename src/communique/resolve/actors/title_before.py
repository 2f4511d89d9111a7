"""Where the title before a person's name begins: 'Foreign Minister', 'Assistant Secretary for Arms Control'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.resolve.actors.lexicon import actor_words, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LEFT = frozenset([
    "compound", "amod", "nmod", "poss", "det", "nummod", "quantmod", "predet", "advmod", "case", "punct", "npadvmod",
])  # fmt: skip
"""What may stand to the left of a noun and belong to it."""

_STOPS = frozenset([".", ",", ";", ":", "!", "?", "…", '"', "“", "”", "—", "–", "|"])
_FIELDS = frozenset(["of", "for"])


def title_start(span: Span, named: set[int]) -> int:
    """Where the title before a name starts, determiners left out."""
    first = span.start
    doc = span.doc
    floor = _floor(doc, first, named)
    lows = [token.lower_ for token in doc[floor:first]]
    titled = first
    for place in range(first - 1, max(floor, first - 4) - 1, -1):
        agent = lexicon().ending_at(lows, place - floor)
        if agent is not None and agent.role in ("person", "carrier") and _only_title_words(doc, place + 1, first):
            titled = place
            break
    if titled == first and first > floor and lows[-1].rstrip(".") in actor_words().honorific_sectors:
        titled = first - 1  # "Libya's renegade Gen. Haftar"
    if titled == first:
        titled = _office_before(doc, first, floor)
    if titled == first and not (len(span) > 1 and span[0].lower_ in actor_words().honorific_sectors):
        return int(span.start_char)
    titled = _hyphenated(doc, titled, floor)
    index = first
    while index > floor and _belongs_before(doc[index - 1], titled):
        index -= 1
    while index < first and _opens_nothing(doc[index]):
        index += 1
    return int(doc[index].idx)


def _office_before(doc: Doc, first: int, floor: int) -> int:
    """Where an office with its field starts right before a name: 'Assistant Secretary for Arms Control Jane Roe'."""
    index = first - 1
    while index > floor and (doc[index].text[:1].isupper() or doc[index].lower_ == "and"):
        index -= 1
    if not floor < index < first - 1 or doc[index].lower_ not in _FIELDS:
        return first
    agent = lexicon().ending_at([token.lower_ for token in doc[floor:index]], index - 1 - floor)
    return index - 1 if agent is not None and agent.role == "person" and doc[index - 1].text[:1].isupper() else first


def _hyphenated(doc: Doc, place: int, floor: int) -> int:
    """Where the compound starts that ends in a title: 'chief' of 'chief-of-staff'."""
    while place > floor and not doc[place - 1].whitespace_ and (doc[place].text == "-" or doc[place - 1].text == "-"):
        place -= 1
    return place


def _opens_nothing(token: Token) -> bool:
    return token.lower_ in actor_words().determiners or token.pos_ in ("PUNCT", "PART", "CCONJ", "ADP")


def _floor(doc: Doc, first: int, named: set[int]) -> int:
    """The first token that a title before a name may start at; the parser's sentences may break inside titles.

    The name of another person ends the search: 'President Roe and Foreign Minister Doe' are two.
    """
    index = first
    while index > max(0, first - 12) and not doc[index - 1].is_space and doc[index - 1].text not in _STOPS:
        if doc[index - 1].idx in named:
            break
        index -= 1
    return index


def _only_title_words(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but an abbreviation or 'of State' stands between the agent word and the name."""
    return all(token.lower_ in ("of", "state", ".", "general", "gen.", "(", ")") for token in doc[start:end])


def _belongs_before(token: Token, titled: int) -> bool:
    """Whether a word belongs to the title before a name; small words only inside it."""
    if token.is_punct:
        return token.text == "-"
    if token.i >= titled:
        return True
    if token.lower_ in ("of", "for", "and", "ex", "the"):
        if token.i == 0 or (token.lower_ == "and" and token.nbor(-1).dep_ not in LEFT):
            return False
        return token.nbor().text[:1].isupper() and token.nbor(-1).text[:1].isupper()
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "PART") and token.tag_ != "JJR"
