"""Resolutions, treaties and agreements that news refers to by name or number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from communique.registry import tables
from communique.registry.model import Alias, KnownDocument
from communique.registry.names import NameIndex, NameTable
from communique.registry.words import normalise

_COLUMNS = ("id", "kind", "name", "aliases", "body", "adopted", "number", "subject", "source")
# 'resolution 2334', 'UNSCR 1701', 'resolutions 242 and 338', 'Security Council Resolution 2231 (2015)'.
_RESOLUTION = re.compile(r"\b(?:resolutions?|UNSCR)\s+(?:no\.?\s*|number\s+)?(\d{1,4})\b", re.IGNORECASE)
# A further number of a list, unless it is a day of a month or counts something.
_FURTHER = re.compile(
    r"(?:\s*\(\d{4}\))?\s*(?:,|and|or|&)\s+(?:and\s+)?(\d{2,4})\b"
    r"(?!\s*(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|people|percent|per cent|%))"
)
# The last word of a name that news may write small: 'the Oslo accords'.
_GENERIC = re.compile(
    r"(?<= )(?:Agreements?|Accords?|Treaty|Treaties|Protocol|Conventions?|Pact|Declaration|Initiative|Plan"
    r"|Memorandum|Communiqué|Resolution)$"
)
_ISSUED = re.compile(r"\s*\((\d{4})\)")


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


class FoundDocument(NamedTuple):
    """A known document found in a text."""

    start: int
    end: int
    document: KnownDocument


class Documents:
    """The table of documents, by name and by number."""

    def __init__(self) -> None:
        self.by_id: dict[str, KnownDocument] = {}
        self._namings = NameTable()
        self._names = NameIndex(self._namings.aliases, self._namings.lengths)
        self._numbers: dict[str, list[KnownDocument]] = {}
        for row in tables.rows("documents.csv", _COLUMNS):
            self._add(row)

    def _add(self, row: list[str]) -> None:
        document_id, kind, name, aliases, body, adopted, number, subject, source = row
        document = KnownDocument(
            document_id, kind, name, body or None, adopted or None, number or None, subject, source
        )
        self.by_id[document_id] = document
        self._namings.add(Alias(document_id, name))
        self._namings.add(Alias(document_id, _GENERIC.sub(_lower, name)))
        for cell in tables.several(aliases):
            self._namings.add(tables.alias_of(document_id, _GENERIC.sub(_lower, cell)))
        if number:
            self._numbers.setdefault(number, []).append(document)

    def lookup(self, name: str) -> list[KnownDocument]:
        """The documents of this name, or the resolution of this number ('resolution 2334', '2334')."""
        named = [self.by_id[alias.entity_id] for alias in self._names.get(normalise(name))]
        if named:
            return named
        match = re.search(r"\b(\d{1,4})\b", name)
        return self._numbers.get(match.group(1), []) if match else []

    def find(self, text: str) -> Iterator[FoundDocument]:
        """The known documents that a text names, in order of their start."""
        found = [
            FoundDocument(each.start, each.end, self.by_id[alias.entity_id])
            for each in self._names.scan(text)
            for alias in each.aliases[:1]
            if not alias.needs_context
        ]
        found += self._resolutions(text)
        taken = -1
        for document in sorted(found, key=lambda each: (each.start, -each.end)):
            if document.start >= taken:
                taken = document.end
                yield document

    def _resolutions(self, text: str) -> Iterator[FoundDocument]:
        for match in _RESOLUTION.finditer(text):
            start = match.start()
            further: re.Match[str] | None = match
            while further:
                known = self._numbered(further.group(1), text, further.end())
                if known:
                    yield FoundDocument(start, further.end(), known)
                further = _FURTHER.match(text, further.end())
                start = further.start(1) if further else start

    def _numbered(self, number: str, text: str, end: int) -> KnownDocument | None:
        known = self._numbers.get(number, [])
        issued = _ISSUED.match(text, end)
        if issued:
            known = [each for each in known if (each.adopted or "").startswith(issued.group(1))]
        return known[0] if known else None
