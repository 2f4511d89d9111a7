"""Who stands where on which question."""

from __future__ import annotations

from typing import Annotated

from communique.archive import Archive, Selection, queries
from communique.ask.common import Answer, Names, common, days
from communique.record import doc


class PositionRow(Answer, frozen=True, kw_only=True):
    """One position."""

    question: Annotated[str, doc("Question id.")]
    actor_id: Annotated[str, doc("Id of who holds it.")]
    actor: Annotated[str | None, doc("Name of who holds it.")]
    country: Annotated[str | None, doc("Country or body that the actor belongs to on the day of the article.")]
    stance: Annotated[str, doc("for, against, mixed or undecided.")]
    day: Annotated[str | None, doc("First day it was held; empty when the text does not tell.")]
    until: Annotated[str | None, doc("Last day it is known to have been held.")]
    time: Annotated[str | None, doc("TIMEX3 value of its time.")]
    statement: Annotated[str | None, doc("Id of the statement that shows it.")]
    event: Annotated[str | None, doc("Id of the event that shows it.")]
    words: Annotated[str, doc("The words that show it.")]


def positions(archive: Archive, wanted: Selection | None = None) -> list[PositionRow]:
    """Positions by question, then in the order of their days.

    Args:
        archive: Where to look.
        wanted: What to take in. None takes everything.
    """
    rows = sorted(queries.positions(archive, wanted or Selection()), key=lambda row: str(row["question"]))
    names = Names(archive, rows)
    countries = queries.countries(archive, names.articles)
    return [
        PositionRow(
            **common(row), **days(row), question=row["question"], actor_id=row["actor"],
            actor=names.one(row["article"], row["actor"]), country=countries.get((row["article"], row["actor"])),
            stance=row["stance"], statement=row["statement"], event=row["event"], words=row["words"],
        )
        for row in rows
    ]  # fmt: skip
