"""Who said what, and through whom it reached the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from communique.archive import Archive, Selection, queries
from communique.archive.uncollected import uncollected
from communique.ask.common import Answer, Names, common, days
from communique.ask.joined import Told, figures, together
from communique.naming import label
from communique.record import doc


class StatementRow(Told, frozen=True, kw_only=True, gc=False):
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
    reported_by: Annotated[str | None, doc("Id of the statement that carries it; empty for the outlet itself.")]
    said_by: Annotated[tuple[str, ...], doc("The chain of those who carry it, the speaker first.")]
    claim: Annotated[str, doc("asserted, denied, confirmed, asked, or open: what the speaker makes of the words.")]
    same_as: Annotated[str | None, doc("Id of the fullest telling of the same words; empty for that one.")]
    words: Annotated[str, doc("What was said.")]


@uncollected()
def statements(archive: Archive, wanted: Selection | None = None, *, each: bool = False) -> list[StatementRow]:
    """Statements in the order of their days.

    Args:
        archive: Where to look.
        wanted: What to take in; of the actors those who speak. None takes everything.
        each: Whether every report is a row of its own, and not every utterance.
    """
    rows = _reports(archive, wanted)
    return rows if each else together(archive, rows, "statement", _DETAILS)


def _reports(archive: Archive, wanted: Selection | None) -> list[StatementRow]:
    rows = queries.statements(archive, wanted or Selection())
    names = Names(archive, rows)
    answers = []
    for row in rows:
        article, to = row["number"], row["addressees"]
        answers.append(
            StatementRow(
                **common(row, names), **days(row), speaker_id=row["speaker"],
                speaker=names.one(article, row["speaker"]), speaker_words=row["speaker_words"],
                anonymous=bool(row["anonymous"]), kind=row["kind"], mode=row["mode"], medium=row["medium"],
                addressee_ids=to, addressees=names.of(article, to),
                said_by=names.chain(article, row["id"]), words=row["words"],
                reported_by=row["reported_by"], claim=row["claim"], same_as=row["same_as"],
            )
        )  # fmt: skip
    return answers


_DETAILS: dict[str, Callable[[StatementRow], str]] = {
    "day": lambda row: row.day or "",
    "numbers": lambda row: figures(row.words),
    "medium": lambda row: row.medium or "",
    "claim": lambda row: row.claim,
}


class ChainRow(Answer, frozen=True, kw_only=True):
    """Who relies on whom for one statement: from the one whom the outlet cites to the one who said it."""

    statements: Annotated[tuple[str, ...], doc("Ids of the statements, the outermost first, this one last.")]
    speakers: Annotated[tuple[str, ...], doc("Who makes each of them.")]
    media: Annotated[tuple[str, ...], doc("The medium of each; empty where the text does not tell.")]
    told: Annotated[tuple[str, ...], doc("Whom each is told to.")]
    words: Annotated[tuple[str, ...], doc("What each says; the words of the outer ones hold those of the inner.")]


def chains(archive: Archive, wanted: Selection | None = None) -> list[ChainRow]:
    """The chains behind statements that nobody in the same article is told to rely on further.

    Args:
        archive: Where to look.
        wanted: Which statements to take in; None takes all.
    """
    rows = queries.statements(archive, wanted or Selection())
    names = Names(archive, rows)
    known = {(row["number"], row["id"]): row for row in queries.statements_of(archive, names.articles)}
    carrying = {(row["number"], row["reported_by"]) for row in rows}
    answers = []
    for row in rows:
        article = row["number"]
        if (article, row["id"]) in carrying:
            continue
        links = _links(known, article, row["id"])
        answers.append(
            ChainRow(
                **common(row, names), statements=tuple(each["id"] for each in links),
                speakers=tuple(label(e["speaker_words"], names.one(article, e["speaker"])) for e in links),
                media=tuple(each["medium"] or "" for each in links),
                told=tuple(", ".join(names.of(article, each["addressees"])) for each in links),
                words=tuple(each["words"] for each in links),
            )
        )  # fmt: skip
    return answers


def _links(known: dict[queries.Key, queries.Row], article: int, innermost: str) -> list[queries.Row]:
    """A statement and those that carry it, the outermost first; a circle ends where it closes."""
    links: list[queries.Row] = []
    step: str | None = innermost
    while step is not None and (article, step) in known and known[article, step] not in links:
        links.insert(0, known[article, step])
        step = links[0]["reported_by"]
    return links
