"""What waits for a person's judgement: entries of every kind in one shape, the least sure first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Struct

from communique.archive import Archive, Selection
from communique.ask.calendar import calendar
from communique.ask.positions import positions
from communique.ask.statements import statements
from communique.ask.timeline import reports
from communique.record import doc

ReviewKind = Literal["event", "statement", "position", "meeting"]
KINDS: tuple[ReviewKind, ...] = ("event", "statement", "position", "meeting")


class ReviewRow(Struct, frozen=True, kw_only=True):
    """One entry to be judged."""

    kind: Annotated[ReviewKind, doc("Kind of the entry.")]
    id: Annotated[str, doc("Id of the entry.")]
    article: Annotated[str, doc("Id of the article.")]
    confidence: Annotated[float, doc("Calibrated confidence, 0 to 1.")]
    who: Annotated[str, doc("Who acts, speaks, stands or meets.")]
    what: Annotated[str, doc("The entry's fields in a line.")]
    words: Annotated[str, doc("The words that it rests on.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published.")]
    title: Annotated[str | None, doc("Headline of the article.")]
    judged: Annotated[str | None, doc("What people made of it so far.")]
    fields: Annotated[dict[str, str], doc("The fields that can be corrected, with their values.")]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are to be judged.

    Attributes:
        kinds: Kinds of entry; empty for all.
        least: Lowest confidence.
        most: Highest confidence.
        judged: Whether those that somebody judged already are given too.
    """

    kinds: frozenset[str] = frozenset()
    least: float = 0.0
    most: float = 1.0
    judged: bool = False


def to_review(
    archive: Archive, wanted: Selection | None = None, which: Filter | None = None, *, most: int | None = None
) -> list[ReviewRow]:
    """Entries that wait for a judgement, the least sure first.

    Args:
        archive: Where to look.
        wanted: Actors, days and question. A question takes in positions and meetings on it, and statements that bear
            on it; events have no question of their own and are left out then.
        which: Kinds and confidence; None takes all that nobody judged.
        most: How many at most.
    """
    which, wanted = which or Filter(), wanted or Selection()
    kinds = [kind for kind in KINDS if not which.kinds or kind in which.kinds]
    rows = [row for kind in kinds for row in _ROWS[kind](archive, wanted)]
    chosen = [
        row for row in rows if which.least <= row.confidence <= which.most and (which.judged or row.judged is None)
    ]
    return sorted(chosen, key=lambda row: (row.confidence, row.article, row.id))[:most]


def _row(kind: ReviewKind, row: Any, who: str, what: Iterable[str | None], fields: dict[str, Any]) -> ReviewRow:
    return ReviewRow(
        kind=kind, id=row.id, article=row.article, confidence=row.confidence or 0.0, who=who,
        what=" · ".join(each for each in what if each), words=" ".join(row.words.split()), outlet=row.outlet,
        published=row.published, title=row.title, judged=row.judged,
        fields={name: _told(value) for name, value in fields.items()},
    )  # fmt: skip


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")


def _events(archive: Archive, wanted: Selection) -> list[ReviewRow]:
    if wanted.question:
        return []
    return [
        _row(
            "event", row, f"{_names(row.sources)} → {_names(row.targets)}",
            (f"{row.type}/{row.mode}" if row.mode else row.type, row.cameo, row.status, row.day, row.place),
            {"type": row.type, "mode": row.mode, "status": row.status, "sources": row.source_ids,
             "targets": row.target_ids, "day": row.day, "place": row.place},
        ) for row in reports(archive, wanted)
    ]  # fmt: skip


def _statements(archive: Archive, wanted: Selection) -> list[ReviewRow]:
    return [
        _row(
            "statement", row, row.speaker or row.speaker_words or "unnamed",
            (row.kind, row.mode, row.claim, row.medium, row.day),
            {"speaker": row.speaker_id, "addressees": row.addressee_ids, "kind": row.kind, "mode": row.mode,
             "claim": row.claim, "day": row.day},
        ) for row in statements(archive, wanted, each=True)
    ]  # fmt: skip


def _positions(archive: Archive, wanted: Selection) -> list[ReviewRow]:
    return [
        _row(
            "position", row, row.actor or row.actor_id, (row.stance, row.question, row.day),
            {"actor": row.actor_id, "stance": row.stance, "question": row.question, "day": row.day},
        ) for row in positions(archive, wanted) if row.how == "read"
    ]  # fmt: skip


def _meetings(archive: Archive, wanted: Selection) -> list[ReviewRow]:
    return [
        _row(
            "meeting", row, row.body or _names(row.participants), (row.status, row.day, row.place),
            {"body": row.body_id, "participants": row.participant_ids, "status": row.status, "day": row.day,
             "place": row.place},
        ) for row in calendar(archive, wanted) if row.kind == "meeting"
    ]  # fmt: skip


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "…"


_ROWS: dict[str, Callable[[Archive, Selection], list[ReviewRow]]] = {
    "event": _events, "statement": _statements, "position": _positions, "meeting": _meetings,
}  # fmt: skip
