"""Who said what, and through whom it reached the reader."""

from __future__ import annotations

from typing import Annotated

from communique.archive import Archive, Selection, queries
from communique.ask.common import Answer, Names, common, days
from communique.record import doc


class StatementRow(Answer, frozen=True, kw_only=True):
    """One statement."""

    day: Annotated[str | None, doc("First day it can have been said; empty when the text does not tell.")]
    until: Annotated[str | None, doc("Last day it can have been said.")]
    time: Annotated[str | None, doc("TIMEX3 value of its time.")]
    speaker_id: Annotated[str | None, doc("Id of who said it; empty when unresolved.")]
    speaker: Annotated[str | None, doc("Name of who said it.")]
    speaker_words: Annotated[str | None, doc("The words that name the speaker at this place.")]
    anonymous: Annotated[bool, doc("Whether the speaker withholds a name.")]
    kind: Annotated[str, doc("direct, indirect or mixed.")]
    mode: Annotated[str, doc("speech, writing, thought or intention.")]
    addressee_ids: Annotated[tuple[str, ...], doc("Ids of those told, written to or urged.")]
    addressees: Annotated[tuple[str, ...], doc("Their names.")]
    medium: Annotated[str | None, doc("Letter, interview, tweet, … when the text says so.")]
    said_by: Annotated[tuple[str, ...], doc("The chain of those who carry it, the speaker first.")]
    words: Annotated[str, doc("What was said.")]


def statements(archive: Archive, wanted: Selection | None = None) -> list[StatementRow]:
    """Statements in the order of their days.

    Args:
        archive: Where to look.
        wanted: What to take in; of the actors those who speak. None takes everything.
    """
    rows = queries.statements(archive, wanted or Selection())
    names = Names(archive, rows)
    told = queries.linked(archive, "addressee", names.articles)
    answers = []
    for row in rows:
        article = row["article"]
        to = tuple(told.get((article, row["id"]), ()))
        answers.append(
            StatementRow(
                **common(row), **days(row), speaker_id=row["speaker"],
                speaker=names.one(article, row["speaker"]), speaker_words=row["speaker_words"],
                anonymous=bool(row["anonymous"]), kind=row["kind"], mode=row["mode"], medium=row["medium"],
                addressee_ids=to, addressees=names.of(article, to),
                said_by=names.chain(article, row["id"]), words=row["words"],
            )
        )  # fmt: skip
    return answers
