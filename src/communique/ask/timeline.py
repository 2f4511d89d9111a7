"""Who did what to whom, day by day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from communique.archive import Archive, Selection
from communique.archive.event_row import list_of
from communique.archive.particulars import names_among
from communique.archive.queries import event_rows
from communique.archive.telling import telling
from communique.archive.uncollected import uncollected
from communique.ask.claims import NOBODY, Claims
from communique.ask.common import Names
from communique.ask.joined import Told, figures, together
from communique.record import doc


class TimelineRow(Told, frozen=True, kw_only=True, gc=False):
    """One event."""

    day: Annotated[str | None, doc("First day it can have happened; empty when the text does not tell.")]
    until: Annotated[str | None, doc("Last day it can have happened.")]
    time: Annotated[str | None, doc("TIMEX3 value of its time.")]
    status: Annotated[str, doc("actual, ongoing, planned, possible, denied or past.")]
    type: Annotated[str, doc("PLOVER event type.")]
    mode: Annotated[str | None, doc("Mode that refines the type.")]
    cameo: Annotated[str, doc("CAMEO code.")]
    quad: Annotated[int, doc("1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.")]
    score: Annotated[float, doc("Intensity, -10 to 10.")]
    source_ids: Annotated[tuple[str, ...], doc("Ids of those who act.")]
    sources: Annotated[tuple[str, ...], doc("Their names.")]
    target_ids: Annotated[tuple[str, ...], doc("Ids of those acted upon.")]
    targets: Annotated[tuple[str, ...], doc("Their names.")]
    said_by: Annotated[tuple[str, ...], doc("Who says so, innermost first; empty when the outlet itself does.")]
    factuality: Annotated[
        str,
        doc("outlet when nobody is named for it; else reported, denied, confirmed, asked or open by the innermost."),
    ]
    confirmed_by: Annotated[tuple[str, ...], doc("Who confirms the same act elsewhere in the article.")]
    denied_by: Annotated[tuple[str, ...], doc("Who denies the same act elsewhere in the article.")]
    place: Annotated[str | None, doc("Where it happened.")]
    trigger: Annotated[str, doc("The words that name the act.")]
    words: Annotated[str, doc("The sentence that tells of it.")]


_DETAILS: dict[str, Callable[[TimelineRow], str]] = {
    "day": lambda row: row.day or "",
    "numbers": lambda row: figures(row.words),
    "who": lambda row: ", ".join(sorted(row.sources)),
    "whom": lambda row: ", ".join(sorted(row.targets)),
    "place": lambda row: row.place or "",
    "status": lambda row: row.status,
    "type": lambda row: row.type,
}


@uncollected()
def timeline(archive: Archive, wanted: Selection | None = None, *, each: bool = False) -> list[TimelineRow]:
    """Events in the order of their days; those without a day stand at their article's.

    Args:
        archive: Where to look.
        wanted: What to take in; of the actors those who act or are acted upon. None takes everything.
        each: Whether every report is a row of its own, and not every event.
    """
    rows = reports(archive, wanted)
    return rows if each else one_each(archive, rows)


def one_each(archive: Archive, rows: Sequence[TimelineRow]) -> list[TimelineRow]:
    """Reports put together by the events that they tell."""
    return together(archive, rows, "event", _DETAILS)


@uncollected()
def reports(
    archive: Archive, wanted: Selection | None = None, *, kind: str | None = None, status: str | None = None
) -> list[TimelineRow]:
    """Every report of an event, as :func:`timeline` takes them in; of one kind and status where they are given."""
    rows, articles = event_rows(archive, wanted or Selection(), status, kind)
    said, sided = telling(archive, articles, {row.attributed_to for row in rows if row.attributed_to})
    parties = [(row.number, row.sources) for row in rows] + [(row.number, row.targets) for row in rows]
    speakers = {(number, speaker) for (number, _), (_, speaker, _, _) in said.items() if speaker is not None}
    names = Names(archive, articles.values(), said=said, named=names_among(archive, parties, speakers))
    claims = Claims(sided, names)
    answers = []
    for (
        number, _, id, type_, mode, cameo, quad, score, status_, trigger_start, trigger_end, sentence_start,
        sentence_end, by, sources, targets, value, earliest, latest, _, place, confidence,
    ) in rows:  # fmt: skip
        known, who, whom = articles[number], list_of(sources), list_of(targets)
        article, text = known["article"], known["text"]
        words = text[sentence_start:sentence_end]
        confirmed, denied = claims.who(number, by, words) if number in claims.articles else NOBODY
        answers.append(
            TimelineRow(
                id=id, confidence=confidence, article=article, title=known["title"], outlet=known["outlet"],
                published=known["published"], url=known["url"], judged=names.judged(article, id), day=earliest,
                until=latest, time=value, status=status_, type=type_, mode=mode, cameo=cameo, quad=quad, score=score,
                source_ids=who, sources=names.of(number, who), target_ids=whom, targets=names.of(number, whom),
                said_by=names.chain(number, by) if by else (), factuality=claims.of(number, by) if by else "outlet",
                confirmed_by=confirmed,
                denied_by=denied, place=place, trigger=text[trigger_start:trigger_end], words=words,
            )
        )  # fmt: skip
    return answers
