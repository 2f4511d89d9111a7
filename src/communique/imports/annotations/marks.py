"""What annotation formats have in common: words, what they are marked as, and where in the file that stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from communique.errors import InputError
from communique.record import Offsets
from communique.vocabulary.events import event_types

Verdict = Literal["accept", "reject"]

KINDS = frozenset({"actor", "time", "place", "document", "content", "cue", "speaker", "event", "position", "meeting"})


@dataclass(frozen=True, slots=True)
class Source:
    """The text that annotations stand in, as far as the file tells: its article's id, its address, its words.

    ``holds`` names the entries that its format has a place for, by kind (``event``) or kind and label
    (``position:for``); None for all.
    """

    article: str | None = None
    url: str | None = None
    sha256: str | None = None
    text: str | None = None
    holds: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse what is no text: files of others hold anything.

        Raises:
            TypeError: One of them is something else.
        """
        for each in (self.article, self.url, self.sha256, self.text):
            if not isinstance(each, str | None):
                raise TypeError(each)

    @property
    def hash(self) -> str | None:
        """The text's SHA-256; None where the file has neither."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text is not None else self.sha256


@dataclass(frozen=True, slots=True)
class Annotation:
    """Some words that somebody marked.

    Attributes:
        where: File and line, or what else tells the reader where it stands.
        source: The text.
        kind: What the words are evidence of, as in :mod:`communique.export.evidence`.
        label: The finer kind: a PLOVER type, a stance …
        spans: Offsets in code points.
        words: The words, where the file has them.
        entry: Id of our entry, where the file still knows it.
        fields: What is said of it, in the names of :mod:`communique.archive.changes`.
        parties: Words that stand for actors in a field: field to spans.
        verdict: Whether the file itself says that it is right or wrong.
        trouble: Why it cannot be used; empty when it can.
    """

    where: str
    source: Source
    kind: str
    label: str | None = None
    spans: tuple[Offsets, ...] = ()
    words: str | None = None
    entry: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[str, tuple[Offsets, ...]] = field(default_factory=dict)
    verdict: Verdict | None = None
    trouble: str = ""


def kind_and_label(tag: str) -> tuple[str, str | None] | None:
    """What a tag of another program means: ``event:SUPPORT``, ``SUPPORT``, ``Actor``, ``content``; None for others."""
    kind, colon, label = tag.partition(":")
    if kind.upper() in event_types() and not colon:
        return "event", kind.upper()
    return (kind.lower(), label or None) if kind.lower() in KINDS else None


def fields_of(kind: str, label: str | None, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of an annotation as fields that can be corrected; what cannot be is left out."""
    kept = {name: facts[name] or None for name in _FIELDS.get(kind, ()) if name in facts}
    if label is not None and kind in _LABELS:
        kept[_LABELS[kind]] = label
    if kind == "speaker" and "actor" in facts:
        kept["speaker"] = facts["actor"] or None
    return kept


_FIELDS = {
    "event": ("mode", "cameo", "status"), "content": ("mode",), "position": ("actor", "question"), "meeting": ("body",),
}  # fmt: skip
_LABELS = {"event": "type", "content": "kind", "position": "stance", "meeting": "status"}


def not_readable(where: str, error: Exception, what: str) -> InputError:
    """The error for a file that is not what it should be."""
    return InputError(f"'{where}' cannot be read as {what}: {error}.", "Export it again, or name its --format.")
