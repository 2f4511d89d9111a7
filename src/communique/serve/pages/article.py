"""One article: its text with every entry marked in place, and the entries beside it, to be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from msgspec import Struct

from communique.archive import Archive, Judgement
from communique.archive.judged import Judged
from communique.archive.judgements import Verdict
from communique.export.html import Card, Segment, groups, opening, segments
from communique.record import Article, Note, Record, doc
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.shown import act
from communique.vocabulary.events import event_types, modes

_JUDGED = ("event", "statement", "position", "meeting", "actor")


class Field(Struct, frozen=True, kw_only=True):
    """A field of an entry that can be corrected."""

    name: Annotated[str, doc("Its name.")]
    value: Annotated[str, doc("Its value; lists with commas.")]
    choices: Annotated[tuple[str, ...], doc("What it can be; empty for free text.")] = ()
    several: Annotated[bool, doc("Whether it is a list.")] = False


class Shown(Struct, frozen=True, kw_only=True):
    """One entry beside the text."""

    card: Annotated[Card, doc("What is told of it.")]
    quad: Annotated[int | None, doc("Quad class of an event.")] = None
    label: Annotated[str, doc("What an event is, in words.")] = ""
    confidence: Annotated[float | None, doc("Calibrated confidence, 0 to 1; none where there is none to tell.")] = None
    why: Annotated[str, doc("Coder, version and reason.")] = ""
    said_in: Annotated[str | None, doc("Id of the statement that tells of it, or carries it.")] = None
    verdict: Annotated[str | None, doc("accepted, corrected or rejected, where people judged it.")] = None
    people: Annotated[tuple[str, ...], doc("Who judged it.")] = ()
    fields: Annotated[tuple[Field, ...], doc("What can be corrected.")] = ()


class ShownGroup(Struct, frozen=True, kw_only=True):
    """Entries of one kind, under a heading."""

    title: str
    kind: str
    entries: tuple[Shown, ...]


class Drifted(Struct, frozen=True, kw_only=True):
    """A judgement whose entry the present coding no longer has, nor the same words."""

    kind: Annotated[str, doc("Kind of the entry.")]
    words: Annotated[str, doc("The words that it rested on.")]
    judgement: Annotated[str, doc("What was judged.")]
    by: Annotated[str, doc("Who judged.")]
    at: Annotated[str, doc("When.")]


class ArticleContext(Context, frozen=True, kw_only=True):
    """An article with what was read in it."""

    article: Article
    link: str | None
    segments: tuple[Segment, ...]
    groups: tuple[ShownGroup, ...]
    notes: tuple[Note, ...]
    drifted: tuple[Drifted, ...]
    versions: tuple[str, str, str]


class EntryRow(Struct, frozen=True, kw_only=True):
    """One entry, as a row of a table."""

    id: str
    kind: str
    head: str
    facts: str
    words: str
    chain: str
    confidence: float | None
    why: str
    verdict: str | None


def build(archive: Archive, asked: Asked) -> ArticleContext:
    """The page.

    Raises:
        NoSuchEntry: There is no such article.
    """
    record, judged = archive.record(asked.path["id"]), archive.judged(asked.path["id"])
    article = record.article
    return ArticleContext(
        title=article.title or opening(record), article=article, link=safe_link(article.url),
        segments=tuple(segments(record)), groups=tuple(_groups(record, judged)), notes=record.notes,
        drifted=tuple(map(_drifted, judged.orphans)),
        versions=(record.communique, record.model, record.registry),
    )  # fmt: skip


def _groups(record: Record, judged: Judged) -> Iterable[ShownGroup]:
    """The machine's entries as people corrected them; what was rejected stays to be seen, and to be taken back."""
    entries = {**_entries(record), **_entries(judged.record)}
    corrected = {(card.kind, card.id): card for group in groups(judged.record) for card in group.cards}
    said: Mapping[tuple[str, str], Verdict] = {(kind, id): each for (kind, id), each in judged.verdicts.items()}
    for group in groups(record):
        keys = [(card.kind, card.id) for card in group.cards]
        cards = [corrected.get(key, card) for key, card in zip(keys, group.cards, strict=True)]
        shown = tuple(_shown(card, entries[key], said.get(key)) for key, card in zip(keys, cards, strict=True))
        if shown:
            yield ShownGroup(title=group.title, kind=group.kind, entries=shown)


def _drifted(lost: Judgement) -> Drifted:
    return Drifted(kind=lost.target.kind, words=lost.target.words, judgement=lost.kind, by=lost.by, at=lost.at)


def _entries(record: Record) -> dict[tuple[str, str], Any]:
    kinds = ("event", "statement", "position", "meeting", "actor", "document", "time", "place")
    return {(kind, each.id): each for kind in kinds for each in getattr(record, f"{kind}s")}


def _shown(card: Card, entry: Any, said: Verdict | None) -> Shown:
    basis = getattr(entry, "basis", None)
    why = f"{basis.coder} {basis.version}: {basis.reason}" if basis else ""
    label = act(entry.type, entry.mode) if card.kind == "event" else ""
    return Shown(
        card=card, label=label, quad=getattr(entry, "quad", None), confidence=getattr(entry, "confidence", None),
        why=why,
        said_in=getattr(entry, "attributed_to", None) or getattr(entry, "reported_by", None),
        fields=tuple(_fields(card.kind, entry)) if card.kind in _JUDGED else (),
        verdict=said.name if said else None, people=said.people if said else (),
    )  # fmt: skip


def _fields(kind: str, entry: Any) -> Iterable[Field]:
    """What can be corrected in an entry, with its values now."""
    if kind == "event":
        yield Field(name="type", value=entry.type, choices=tuple(event_types()))
        yield Field(name="mode", value=entry.mode or "", choices=("", *_modes(entry.type)))
        yield Field(name="status", value=entry.status, choices=_STATUS)
        yield Field(name="sources", value=", ".join(entry.sources), several=True)
        yield Field(name="targets", value=", ".join(entry.targets), several=True)
    elif kind == "statement":
        yield Field(name="speaker", value=(entry.speaker.actor if entry.speaker else None) or "")
        yield Field(name="addressees", value=", ".join(entry.addressees), several=True)
        yield Field(name="kind", value=entry.kind, choices=("direct", "indirect", "mixed"))
        yield Field(name="claim", value=entry.claim, choices=("asserted", "denied", "confirmed", "asked", "open"))
    elif kind == "position":
        yield Field(name="actor", value=entry.actor)
        yield Field(name="stance", value=entry.stance, choices=("for", "against", "mixed", "undecided"))
    elif kind == "meeting":
        yield Field(name="body", value=entry.body or "")
        yield Field(name="participants", value=", ".join(entry.participants), several=True)
        yield Field(name="status", value=entry.status, choices=("scheduled", "held", "postponed", "cancelled"))
    else:
        yield Field(name="actor", value=entry.id)
        return
    yield Field(name="day", value=(entry.time.earliest or "") if entry.time else "")


_STATUS = ("actual", "ongoing", "planned", "possible", "denied", "past")


def _modes(kind: str) -> Iterable[str]:
    return (name for name, mode in modes().items() if mode.type == kind)


def safe_link(url: str | None) -> str | None:
    """An address that a link may lead to: of the web and nothing else, so that no text can make a script of it."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def rows(context: ArticleContext) -> Sequence[EntryRow]:
    """The entries as rows."""
    names = ("id", "kind", "head", "facts", "words", "chain")
    return [
        EntryRow(
            **{name: getattr(each.card, name) for name in names}, confidence=each.confidence, why=each.why,
            verdict=each.verdict,
        )
        for group in context.groups
        for each in group.entries
    ]  # fmt: skip


PAGE = Page("article", "/articles/{id:path}", build, rows, EntryRow)
