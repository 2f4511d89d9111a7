"""What is due, and what was held: meetings, and acts that are announced for a day."""

from __future__ import annotations

from typing import Annotated

from communique.archive import Archive, Selection, queries
from communique.ask.common import Answer, Names, common, days
from communique.record import doc


class CalendarRow(Answer, frozen=True, kw_only=True):
    """One meeting or planned act."""

    day: Annotated[str | None, doc("First day it can fall on; empty when the text does not tell.")]
    until: Annotated[str | None, doc("Last day it can fall on.")]
    time: Annotated[str | None, doc("TIMEX3 value of its time.")]
    kind: Annotated[str, doc("meeting, or the PLOVER type of a planned act.")]
    status: Annotated[str, doc("scheduled, held, postponed or cancelled; planned for an act.")]
    body_id: Annotated[str | None, doc("Id of the body that meets.")]
    body: Annotated[str | None, doc("Its name.")]
    participant_ids: Annotated[tuple[str, ...], doc("Ids of those who take part; of an act, its sources and targets.")]
    participants: Annotated[tuple[str, ...], doc("Their names.")]
    place: Annotated[str | None, doc("Where it is held.")]
    agenda: Annotated[tuple[str, ...], doc("Each topic with its treatment in brackets.")]
    questions: Annotated[tuple[str, ...], doc("Ids of the questions on its agenda.")]
    words: Annotated[str, doc("The words that tell of it.")]


def calendar(archive: Archive, wanted: Selection | None = None) -> list[CalendarRow]:
    """Meetings and planned acts in the order of their days.

    Args:
        archive: Where to look.
        wanted: What to take in; of the actors the bodies that meet, and those who take part. A question takes in
            the meetings that have it on their agenda and no acts. None takes everything.
    """
    wanted = wanted or Selection()
    rows = _meetings(archive, wanted) + ([] if wanted.question else _acts(archive, wanted))
    return sorted(rows, key=lambda row: (row.day or row.until or row.published or "9999", row.published or ""))


def _meetings(archive: Archive, wanted: Selection) -> list[CalendarRow]:
    rows = queries.meetings(archive, wanted)
    names = Names(archive, rows)
    agenda = queries.agenda(archive, names.articles)
    answers = []
    for row in rows:
        article, key = row["number"], (row["number"], row["id"])
        who = row["participants"]
        answers.append(
            CalendarRow(
                **common(row, names), **days(row), kind="meeting", status=row["status"], body_id=row["body"],
                body=names.one(article, row["body"]), participant_ids=who, participants=names.of(article, who),
                place=row["place"], words=row["words"],
                agenda=tuple(f"{item['topic']} ({item['treatment']})" for item in agenda.get(key, ())),
                questions=tuple(dict.fromkeys(item["question"] for item in agenda.get(key, ()) if item["question"])),
            )
        )  # fmt: skip
    return answers


def _acts(archive: Archive, wanted: Selection) -> list[CalendarRow]:
    """Planned acts whose day the text tells; one without a day is in the timeline only."""
    rows = [row for row in queries.events(archive, wanted, status="planned") if row["earliest"] or row["latest"]]
    names = Names(archive, rows)
    answers = []
    for row in rows:
        who = (*row["sources"], *row["targets"])
        answers.append(
            CalendarRow(
                **common(row, names), **days(row), kind=row["type"], status=row["status"], body_id=None, body=None,
                participant_ids=who, participants=names.of(row["number"], who), place=row["place"], agenda=(),
                questions=(),
                words=row["sentence"],
            )
        )  # fmt: skip
    return answers
