"""Documents: resolutions, treaties, letters, statements and the like, each with all the words that mean it.

The nouns, verbs and well-known documents are in ``vocabulary/data/documents.yaml``; the resolutions' days of
adoption come from the registry.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique import record
from communique.parse.reading import Reading
from communique.record import Document, DocumentMention, Offsets
from communique.registry import load_registry
from communique.vocabulary.documents import DocumentNoun, DocumentWords, document_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMBERS = r"\d{1,4}(?:/\d{1,3})?(?!\d|[.,]\d)"


@dataclass(slots=True)
class _Naming:
    """One place that means a document, and what the words there tell about it."""

    start: int
    end: int
    kind: str
    name: str | None = None
    body: str | None = None
    adopted: str | None = None
    definite: bool = False
    plural: bool = False


@dataclass(slots=True)
class _Entry:
    """A document with its namings so far."""

    first: _Naming
    namings: list[_Naming] = field(default_factory=list)
    body: str | None = None
    name: str | None = None
    adopted: str | None = None

    def add(self, naming: _Naming) -> None:
        """Take a naming in; what was known first stays."""
        self.namings.append(naming)
        self.body = self.body or naming.body
        self.name = self.name or naming.name
        self.adopted = self.adopted or naming.adopted


class Documents:
    """Finds what names a document and joins the namings of each."""

    name = "documents"
    version = "1"
    needs = frozenset({"syntax", "names", "actors"})
    gives = frozenset({"documents"})

    def code(self, reading: Reading) -> None:
        """Add the documents, in the order of their first naming."""
        namings = sorted(_namings(reading), key=lambda each: (each.start, -each.end))
        reading.documents = [_document(reading, entry) for entry in _joined(namings)]


def document_at(reading: Reading, start: int, end: int) -> Document | None:
    """The document that the words ``[start, end)`` mean: the one with a mention that overlaps them."""
    for document in reading.documents:
        if any(mention.start < end and start < mention.end for mention in document.mentions):
            return document
    return None


def _namings(reading: Reading) -> Iterator[_Naming]:
    """All namings outside skipped passages, none overlapping another."""
    taken: list[Offsets] = []
    for naming in (*_numbered(reading.text), *_known(reading.text), *_nouns(reading)):
        free = all(naming.end <= start or end <= naming.start for start, end in taken)
        if free and not reading.is_skipped(naming.start, naming.end):
            taken.append((naming.start, naming.end))
            yield naming


@functools.cache
def _resolution_pattern() -> re.Pattern[str]:
    bodies = "|".join(re.escape(word) for body in document_words().bodies for word in body.words)
    before = rf"(?:(?:the\s+)?(?:UN|U\.N\.|United\s+Nations)\s+)?(?:(?P<body>{bodies})(?:['’]s)?\s+)?"
    noun = r"(?:draft\s+)?resolutions?\s+(?:no\.?\s*|number\s+)?"
    after = rf"(?P<numbers>{_NUMBERS}(?:(?:,|,?\s+and)\s+{_NUMBERS})*)"
    code = rf"UNSCR?\s+(?P<short>{_NUMBERS})|S/RES/(?P<symbol>\d+)|A/RES/(?P<assembly>[\w-]+/\d+)"
    later = rf"(?:\s+of\s+the\s+(?:UN\s+)?(?P<later>{bodies}))?"
    return re.compile(rf"(?<!\w){before}{noun}{after}{later}|\b{code}", re.IGNORECASE)


def _numbered(text: str) -> Iterator[_Naming]:
    """Resolutions with a number; a list of numbers gives one naming each."""
    for match in _resolution_pattern().finditer(text):
        article = re.match(r"the\s+", match.group(), re.IGNORECASE)
        start = match.start() + (article.end() if article else 0)
        body = _body_of(match["body"] or match["later"] or ("general assembly" if match["assembly"] else ""))
        group = next(name for name in ("numbers", "short", "symbol", "assembly") if match[name])
        numbers = list(re.finditer(r"[\w-]+(?:/\d+)?" if group != "numbers" else _NUMBERS, match[group]))
        offset = match.start(group)
        for index, number in enumerate(numbers):
            begin = start if index == 0 else offset + number.start()
            end = match.end() if len(numbers) == 1 else offset + number.end()
            yield _resolution(begin, end, body, number.group())


def _resolution(start: int, end: int, body: str | None, number: str) -> _Naming:
    bodies = document_words().bodies
    body = body or next((each.id for each in bodies if each.unnamed and "/" not in number), None)
    known = next((each for each in load_registry().lookup_document(number) if each.body == body), None)
    canonical = next((each.canonical for each in bodies if each.id == body), None)
    name = known.name if known else f"{canonical} Resolution {number}" if canonical else None
    return _Naming(start, end, "resolution", name, body, known.adopted if known else None, definite=True)


def _body_of(words: str) -> str | None:
    """The body that passes resolutions and is named in these words."""
    lowered = words.lower()
    for body in document_words().bodies:
        if any(re.search(rf"\b{re.escape(word)}\b", lowered) for word in body.words):
            return body.id
    return None


def _known(text: str) -> Iterator[_Naming]:
    """Documents that the registry knows by a name of their own."""
    for start, end, known in load_registry().find_documents(text):
        yield _Naming(start, end, known.kind, known.name, known.body, known.adopted, definite=True)


def _nouns(reading: Reading) -> Iterator[_Naming]:
    """Documents named by a common noun, and titles such as "the Kyoto Protocol"."""
    words = document_words()
    nouns = {each.noun: each for each in words.nouns}
    for sentence in reading.sentences():
        for token in sentence:
            noun = nouns.get(token.lemma_.lower()) or nouns.get(token.lower_)
            if noun is not None and token.pos_ in {"NOUN", "PROPN"} and token.ent_type_ != "PERSON":
                naming = _from_noun(reading, token, noun, words)
                if naming is not None:
                    yield naming


def _from_noun(reading: Reading, token: Token, noun: DocumentNoun, words: DocumentWords) -> _Naming | None:
    first = _first_of_phrase(token)
    start, end = first.idx, token.idx + len(token)
    modifiers = reading.text[start : token.idx]
    body = _body_of(modifiers) or _author(reading, token, noun, words)
    titled = _titled(token)
    plural = token.tag_ in {"NNS", "NNPS"}
    if titled is not None:
        end = titled
    elif not _is_document(token, noun, words, body) or (plural and not body and noun.noun in words.plural_needs_body):
        return None
    name = reading.text[start:end] if titled is not None else None
    determiners = {child.lower_ for child in token.children if child.dep_ in {"det", "poss"}}
    definite = bool(determiners - {"a", "an", "another", "any", "some", "no"})
    return _Naming(start, end, noun.kind, name, body, None, definite, plural)


def _first_of_phrase(token: Token) -> Token:
    """The first token of the noun's own phrase, articles left out, possessors taken in."""
    first = token
    for child in sorted(token.lefts, key=lambda each: -each.i):
        if child.right_edge.i != first.i - 1 or child.dep_ not in {"compound", "amod", "poss", "nmod", "nummod"}:
            break
        first = child.left_edge
    while first.i < token.i and (first.pos_ in {"DET", "PUNCT", "SPACE"} or not first.text[:1].isalnum()):
        if first.tag_ == "PRP$":
            break
        first = first.nbor()
    return first


def _titled(token: Token) -> int | None:
    """Where a title ends whose noun is this token ("the Kyoto Protocol", "Treaty on Open Skies"); else None."""
    if not token.text[:1].isupper() or token.is_upper:
        return None
    before = token.i > token.sent.start and _is_title_word(token.nbor(-1)) and token.nbor(-1).dep_ != "poss"
    last = token
    inside = token.sent.start < token.i < token.sent.end - 2
    if inside and token.nbor().lower_ in {"on", "of", "for", "against"}:
        skip = 3 if token.nbor(2).lower_ == "the" and token.i + 3 < token.sent.end else 2
        following = token.nbor(skip)
        while _is_title_word(following):
            last = following
            if following.i + 1 >= token.sent.end:
                break
            following = following.nbor()
    if not before and last is token:
        return None
    return last.idx + len(last)


def _is_title_word(token: Token) -> bool:
    nominal = token.pos_ in {"PROPN", "NOUN", "ADJ"} and token.ent_type_ not in {"PERSON", "DATE"}
    return nominal and token.text[:1].isupper()


def _is_document(token: Token, noun: DocumentNoun, words: DocumentWords, body: str | None) -> bool:
    """Whether the noun means a document here and not, say, the settling of a dispute."""
    modifiers = {child.lower_ for child in token.lefts}
    if noun.kind == "resolution" and _settles(token, modifiers, words):
        return False
    if modifiers & words.marking_words or _made(token, words) or (noun.own and body):
        return True
    return noun.bare and any(child.dep_ in {"det", "poss"} for child in token.lefts)


def _settles(token: Token, modifiers: set[str], words: DocumentWords) -> bool:
    settled = any(child.dep_ == "prep" and child.lower_ in words.settling_prepositions for child in token.rights)
    other = any(child.dep_ == "compound" and child.lower_ not in words.marking_words and child.pos_ == "NOUN"
                for child in token.lefts)  # fmt: skip
    return settled or other or bool(modifiers & words.settling_modifiers)


def _made(token: Token, words: DocumentWords) -> bool:
    """Whether the document is sent, signed, issued, or spoken through ("said in a statement")."""
    governor = _governor(token)
    if governor is None:
        return False
    verb = governor.lemma_.lower()
    if token.dep_ == "pobj":
        return verb in words.saying_verbs and token.head.lower_ in {"in", "to", "with"}
    return verb in words.issuing_verbs or verb in words.joint_verbs


def _governor(token: Token) -> Token | None:
    """The verb that the noun is an object, passive subject or prepositional phrase of."""
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.pos_ == "VERB":
        return token.head
    if token.dep_ == "pobj" and token.head.lower_ in {"in", "to", "with"}:
        above = token.head.head
        if above.lower_ == "according":
            above = above.head
        return above if above.pos_ == "VERB" else None
    if token.dep_ not in {"ROOT", "nsubj"}:
        return next((child for child in token.rights if child.dep_ == "acl" and child.tag_ == "VBN"), None)
    return None


def _author(reading: Reading, token: Token, noun: DocumentNoun, words: DocumentWords) -> str | None:
    """The actor who issued the document, as far as the syntax tells."""
    for candidate in _author_tokens(token, noun, words):
        mention = reading.mention_of(candidate)
        if mention is not None:
            return mention.actor
    return None


def _author_tokens(token: Token, noun: DocumentNoun, words: DocumentWords) -> Iterator[Token]:
    yield from (child for child in token.lefts if child.dep_ == "poss")
    for child in token.rights:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            yield from (each for each in child.children if each.dep_ == "pobj")
    if noun.own:
        yield from (child for child in token.lefts if child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN")
    governor = _governor(token)
    if governor is None or governor.lemma_.lower() in words.joint_verbs - words.issuing_verbs:
        return
    verb = governor.lemma_.lower()
    if verb in words.issuing_verbs or (token.dep_ == "pobj" and verb in words.saying_verbs):
        if token.dep_ in {"dobj", "pobj"}:
            yield from (child for child in governor.lefts if child.dep_ == "nsubj")
            yield from (child for child in governor.rights if child.dep_ == "nsubj")
        for agent in (child for child in governor.rights if child.dep_ == "agent"):
            yield from (each for each in agent.children if each.dep_ == "pobj")


def _joined(namings: list[_Naming]) -> list[_Entry]:
    """Namings of one document together: the same name, the same author and kind, or a plain "the letter"."""
    entries: list[_Entry] = []
    for naming in namings:
        entry = next((each for each in reversed(entries) if _same(each, naming)), None)
        if entry is None:
            entry = _Entry(naming)
            entries.append(entry)
        entry.add(naming)
    return entries


def _same(entry: _Entry, naming: _Naming) -> bool:
    first = entry.first
    if first.kind != naming.kind or first.plural != naming.plural:
        return False
    if naming.name is not None:
        return entry.name == naming.name
    if naming.body is not None and entry.body is not None:
        return naming.body == entry.body and (entry.name is None or naming.definite)
    return naming.definite


def _document(reading: Reading, entry: _Entry) -> Document:
    fullest = max(entry.namings, key=lambda each: (each.end - each.start, -each.start))
    return Document(
        id=record.entry_id("d", reading.article.sha256, entry.first.start, entry.first.end),
        kind=entry.first.kind,  # type: ignore[arg-type]
        name=entry.name or reading.text[fullest.start : fullest.end],
        body=entry.body,
        adopted=entry.adopted,
        mentions=tuple(
            DocumentMention(start=each.start, end=each.end, text=reading.text[each.start : each.end])
            for each in entry.namings
        ),
    )
