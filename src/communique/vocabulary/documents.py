"""The words that name documents, from ``data/documents.yaml``."""

from __future__ import annotations

from msgspec import Struct

from communique.vocabulary.reader import load


class DocumentNoun(Struct, frozen=True):
    """A noun that can mean a document; the file explains the fields."""

    noun: str
    kind: str
    bare: bool
    own: bool
    example: str


class ResolvingBody(Struct, frozen=True):
    """A body that passes resolutions; ``unnamed`` marks the one meant by a number alone."""

    id: str
    canonical: str
    words: tuple[str, ...]
    unnamed: bool = False


class DocumentWords(Struct, frozen=True):
    """The whole file."""

    nouns: tuple[DocumentNoun, ...]
    issuing_verbs: frozenset[str]
    joint_verbs: frozenset[str]
    saying_verbs: frozenset[str]
    marking_words: frozenset[str]
    settling_modifiers: frozenset[str]
    settling_prepositions: frozenset[str]
    plural_needs_body: frozenset[str]
    bodies: tuple[ResolvingBody, ...]


def document_words() -> DocumentWords:
    """The words that name documents.

    Raises:
        BadDataFile: The file does not fit its shape.
    """
    return load("documents.yaml", DocumentWords)
