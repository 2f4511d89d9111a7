"""Proper names: what the language model finds, mended with the registry's namings and the words beside them.

Where both see a name, the model knows better how far it reaches ("Bank of England" is no country) and the registry
what it is (a people, an outlet). A naming of the registry that reaches further than the model's is kept when
every word of it is written as a name: "U.S. Treasury Department", but not "German police".
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.parse.reading import Name, NameLabel
from communique.registry import load_registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from communique.parse.reading import Reading
    from communique.registry import Found, Registry

ALIASES = "communique.aliases"
"""Key in ``doc.user_data`` under which the registry's namings of the whole text are kept for later rooms."""

_LABELS: dict[str, NameLabel] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
    "MEDIA": "media", "MISC": "other", "EVENT": "event", "LAW": "document", "WORK_OF_ART": "other",
    "PRODUCT": "other", "LANGUAGE": "group",
}  # fmt: skip
_KINDS: dict[str | None, NameLabel] = {
    "person": "person", "state": "place", "region": "place", "people": "group", "media": "media",
    "armed group": "organisation", "group": "organisation",
}  # fmt: skip
_LIKELY = 0.5
_MISTAKEN = ("place", "other")
_WHERE = frozenset(["in", "near", "inside", "outside", "across", "around", "throughout", "at"])
_SMALL = frozenset(["of", "and", "the", "for", "on", "in", "s"])
_LINKING = re.compile(r"\s(?:of|to|at|for|the|in|on)$")
_WORD = re.compile(r"[^\W\d_]+")
_LEADING = re.compile(r"(?:the|a|an)\s+|[\"'“”‘’(\[\s.,;:–—-]+", re.IGNORECASE)
_TRAILING = re.compile(r"(?:['’]s?|[\"“”‘)\]\s,;:–—-]+|\s(?:of|in|at|on|and|the|for|from|to|said|told))$")


class Names:
    """Finds the proper names of the text."""

    name = "names"
    version = "1"
    needs = frozenset({"syntax"})  # and the encoding, where there is one
    gives = frozenset({"names"})

    def code(self, reading: Reading) -> None:
        """Add every name outside the skipped passages, in order, none overlapping."""
        registry = load_registry()
        found = aliases_of(reading.doc, registry)
        names = [name for each in found if (name := _of_registry(each, reading, registry))]
        model = [name for span in reading.doc.ents if (name := _of_model(span, reading.text))]
        if reading.encoding is None:
            model = [_mended(name, reading) for name in model]
        merged = _agreed(list(_titled(_merge(names, model, reading.text), reading, registry)), reading)
        reading.names = [name for name in _carry_over(merged, reading) if not reading.is_skipped(name.start, name.end)]


def aliases_of(doc: Doc, registry: Registry) -> list[Found]:
    """The registry's namings in a text, scanned once and kept with the document."""
    if ALIASES not in doc.user_data:
        doc.user_data[ALIASES] = list(registry.find_aliases(doc.text))
    found: list[Found] = doc.user_data[ALIASES]
    return found


def _of_registry(found: Found, reading: Reading, registry: Registry) -> Name | None:
    """A registry naming as a name; one that needs context counts only where the model sees a name too."""
    entities = [(alias, registry.actor(alias.entity_id)) for alias in found.aliases]
    ranked = sorted(((alias.needs_context, place) for place, (alias, _) in enumerate(entities)))
    alias, entity = entities[ranked[0][1]]
    if entity is None or (alias.needs_context and not _seen_by_model(found, reading)):
        return None
    if not any(letter.isupper() for letter in reading.text[found.start : found.end]):
        return None
    label = _KINDS.get(entity.kind, "organisation")
    if label in ("place", "organisation") and alias.form in ("demonym", "adjective"):
        label = "group"
    return Name(found.start, found.end, label)


def _seen_by_model(found: Found, reading: Reading) -> bool:
    return any(token.ent_type_ in _LABELS for token in reading.span(found.start, found.end))


def _of_model(span: Span, text: str) -> Name | None:
    """An entity of the model without articles, quotation marks, possessives and punctuation at its edges."""
    label = _LABELS.get(span.label_)
    if label is None:
        return None
    start, end = trim(text, span.start_char, span.end_char)
    words = text[start:end]
    if not words or "\n" in words or not any(letter.isupper() or letter.isdigit() for letter in words):
        return None
    return Name(start, end, label)


def _mended(name: Name, reading: Reading) -> Name:
    """A name that the model takes for a person's but that stands where something is ('in Tal Afar'): a place."""
    span = reading.span(name.start, name.end)
    root = span.root
    if name.label == "person" and root.dep_ == "pobj" and root.head.lower_ in _WHERE and not _has_title(span):
        return Name(name.start, name.end, "place")
    return name


def _has_title(span: Span) -> bool:
    return span.start > 0 and span.doc[span.start - 1].pos_ in ("NOUN", "PROPN")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without what does not belong to a name at its edges."""
    while start < end and (match := _LEADING.match(text, start, end)) and match.end() > start:
        start = match.end()
    while start < end and (tail := _TRAILING.search(text, start, end)):
        end = tail.start()
    return start, end


def _merge(registry: list[Name], model: list[Name], text: str) -> list[Name]:
    """Both lists without overlaps; each list is in order and has none of its own."""
    kept = [name for name in registry if _stands(name, _touching(name, model), text)]
    taken = [each for each in model if not _touching(each, kept)]
    return sorted([*kept, *taken], key=lambda name: (name.start, name.end))


def _touching(name: Name, others: list[Name]) -> list[Name]:
    """Those of some ordered names, none overlapping, that share a character with this one."""
    first = bisect.bisect_right(others, name.start, key=lambda each: each.end)
    return others[first : bisect.bisect_left(others, name.end, lo=first, key=lambda each: each.start)]


def _stands(known: Name, seen: list[Name], text: str) -> bool:
    """Whether a naming of the registry is kept beside the model's names that it touches."""
    if not seen:
        return True
    start, end = seen[0].start, seen[-1].end
    if start < known.start or known.end < end:
        return False
    if len(seen) == 1 and (start, end) == (known.start, known.end):
        return True
    beyond = [text[known.start : start], text[end : known.end]]
    beyond += [text[left.end : right.start] for left, right in pairwise(seen)]
    return all(word in _SMALL or word[0].isupper() for part in beyond for word in _WORD.findall(part))


def _titled(names: list[Name], reading: Reading, registry: Registry) -> Iterator[Name]:
    """The names, those right after a person's title made a person's, and a name there that was not seen added."""
    titles = reading.encoding.spans("titles") if reading.encoding is not None else []
    ends = [title.end for title in titles if not _LINKING.search(reading.text, title.start, title.end)]
    holders = [token for end in ends if (token := _next_token(reading, end)) is not None]
    holders = [token for token in holders if not registry.post_class_of_title(token.text)]
    behind = {name.start for name in names if name.label in _MISTAKEN and _follows_office(name, reading)}
    starts = {token.idx for token in holders}
    covered = {offset for name in names for offset in range(name.start, name.end)}
    for name in names:
        titled = name.start in starts or (name.start in behind and _is_unknown_full_name(name, reading, registry))
        yield Name(name.start, name.end, "person") if titled and name.label in _MISTAKEN else name
    for token in holders:
        if token.idx not in covered and token.pos_ == "PROPN" and token.text.istitle() and token.is_alpha:
            yield Name(token.idx, token.idx + len(token), "person")


def _follows_office(name: Name, reading: Reading) -> bool:
    """Whether the word before the comma before it likely ends an office's title, even if its beginning is not seen."""
    if reading.encoding is None or reading.text[max(0, name.start - 2) : name.start] != ", ":
        return False
    word = reading.token_at(name.start - 3)
    if word is None:
        return False
    return reading.encoding.probability("titles", "title", word.idx, word.idx + len(word)) > _LIKELY


def _is_unknown_full_name(name: Name, reading: Reading, registry: Registry) -> bool:
    """Whether it is written as a person's name ('minister, Tesfay Okel, …') and no naming of the registry."""
    words = reading.text[name.start : name.end]
    return words.count(" ") in (1, 2) and all(map(str.istitle, words.split())) and not registry.lookup(words)


def _next_token(reading: Reading, end: int) -> Token | None:
    """The word that follows after one space."""
    token = reading.token_at(end + 1)
    return token if token is not None and token.idx == end + 1 and reading.text[end : end + 1] == " " else None


_ONE_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _agreed(names: list[Name], reading: Reading) -> list[Name]:
    """One word means one person through a text: its other places, and those where it was not seen, follow."""
    votes: dict[str, Counter[str]] = {}
    for name in names:
        words = _alike(reading.text[name.start : name.end])
        if len(words) > 2 and _ONE_WORD.fullmatch(words):
            votes.setdefault(words, Counter())[name.label] += 1
    people = {word for word, found in votes.items() if found["person"] * 2 >= found.total() and found["person"]}
    surnames = {_alike(reading.text[n.start : n.end].split()[-1]) for n in names if n.label == "person"}
    kept = [
        Name(n.start, n.end, "person")
        if (word := _alike(reading.text[n.start : n.end])) in people
        and (n.label in _MISTAKEN or (n.label == "organisation" and word in surnames))
        else n
        for n in names
    ]
    forms = {words for n in kept if n.label == "person" and _alike(words := reading.text[n.start : n.end]) in people}
    covered = {offset for name in kept for offset in range(name.start, name.end)}
    missed = [
        Name(token.idx, token.idx + len(token), "person")
        for token in reading.doc
        if token.text in forms and token.idx not in covered
    ]
    return sorted([*kept, *missed], key=lambda name: (name.start, name.end))


def _alike(words: str) -> str:
    """A name with its first letter small: 'El-Baradei' begins a sentence where 'el-Baradei' stands within one."""
    return words[:1].lower() + words[1:]


def _carry_over(names: list[Name], reading: Reading) -> list[Name]:
    """The names with every lone surname of a person whose full name the text gives."""
    text = reading.text
    surnames = {
        surname: name
        for name in names
        if name.label == "person" and len(words := text[name.start : name.end].split()) > 1
        for surname in (words[-1], words[-1][3:])
        if surname == words[-1] or words[-1].startswith(("al-", "el-", "Al-", "El-"))
    }
    places = {text[name.start : name.end] for name in names if name.label in ("place", "group")}
    spans = {(name.start, name.end): name for name in names}
    covered = {offset for name in names for offset in range(name.start, name.end)}
    for token in reading.doc:
        if token.text not in surnames or token.text in places or len(token) < 3:
            continue
        span = (token.idx, token.idx + len(token))
        if token.idx not in covered or span in spans:
            spans[span] = Name(*span, "person")
    return sorted(spans.values(), key=lambda name: (name.start, name.end))
