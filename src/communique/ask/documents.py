"""Documents: what is cited, by whom, and for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Struct

from communique import record
from communique.archive import Archive, Selection
from communique.archive.finding import articles_citing
from communique.naming import chain, label
from communique.record import doc
from communique.vocabulary.questions import load_questions, question


class DocumentRow(Struct, frozen=True, kw_only=True):
    """One citation of a document."""

    name: Annotated[str, doc("Name of the document.")]
    kind: Annotated[str, doc("resolution, treaty, letter, statement, …")]
    body: Annotated[str | None, doc("Id of who issued it.")]
    adopted: Annotated[str | None, doc("Day of adoption, signature or issue.")]
    cited_by_id: Annotated[str | None, doc("Id of who cites it; empty for the outlet.")]
    cited_by: Annotated[str | None, doc("Who cites it; the outlet in its own voice when it is empty.")]
    said_by: Annotated[tuple[str, ...], doc("Who says so, innermost first.")]
    words: Annotated[str, doc("What it is cited for: the statement, or the outlet's sentence.")]
    mention: Annotated[str, doc("The words that name it.")]
    positions: Annotated[tuple[str, ...], doc("Positions shown by the same words: actor, stance and question.")]
    questions: Annotated[tuple[str, ...], doc("Ids of the questions that these words bear on, or that rest on it.")]
    statement: Annotated[str | None, doc("Id of the statement.")]
    id: Annotated[str, doc("Id of the entry, as 'communique show' takes it.")]
    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]


def documents(archive: Archive, wanted: Selection | None = None) -> list[DocumentRow]:
    """Citations of documents by name, then by day.

    Args:
        archive: Where to look.
        wanted: What to take in; of the actors those who cite or issued the document, and the days are those of the
            articles. A question takes in what rests on the same words as a position on it, and the documents that the
            question itself names. None takes everything.
    """
    wanted = wanted or Selection()
    if wanted.question:
        question(wanted.question)  # a question that does not exist is an error, and not an empty answer
    rows = [row for row in _every(archive, wanted) if _fits(row, wanted)]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.published or "9999", row.article, row.id))


def _every(archive: Archive, wanted: Selection) -> Iterator[DocumentRow]:
    """The citations of some articles, or of all of the days asked for, which are not kept in memory."""
    if wanted.articles is None:
        for coded in archive.numbered(articles_citing(archive, since=wanted.since, until=wanted.until), judged=True):
            yield from _cited(coded)
        return
    kept = archive.derived.by_article("documents", _of_articles)
    for those in kept.of(archive, archive.numbers(only=wanted.articles)):
        yield from those


def _of_articles(archive: Archive, numbers: Sequence[int]) -> dict[int, tuple[DocumentRow, ...]]:
    records = archive.numbered(numbers, judged=True)
    return {number: tuple(_cited(coded)) for number, coded in zip(numbers, records, strict=True)}


def _cited(coded: record.Record) -> Iterator[DocumentRow]:
    for each in coded.documents:
        seen: set[str] = set()
        for mention in each.mentions:
            statement = _innermost(coded, mention)
            words = _sentence(coded, mention) if statement is None else coded.quote(statement.content)
            if words in seen:
                continue
            seen.add(words)
            yield _row(coded, each, mention, statement, words)


def _row(
    coded: record.Record,
    cited: record.Document,
    mention: record.DocumentMention,
    statement: record.Statement | None,
    words: str,
) -> DocumentRow:
    names = {actor.id: actor.name for actor in coded.actors}
    speaker = statement.speaker if statement else None
    shown = [each for each in coded.positions if _bears(coded, each, mention, statement)]
    asked = [each.question for each in shown] + list(_asked(cited.name))
    return DocumentRow(
        name=cited.name, kind=cited.kind, body=cited.body, adopted=cited.adopted,
        cited_by_id=speaker.actor if speaker else None,
        cited_by=label(speaker.text, names.get(speaker.actor or "")) if speaker else None,
        said_by=_chain(coded, statement), words=" ".join(words.split()), mention=mention.text,
        positions=tuple(dict.fromkeys(f"{names.get(p.actor, p.actor)} {p.stance} {p.question}" for p in shown)),
        questions=tuple(dict.fromkeys(asked)), statement=statement.id if statement else None, id=cited.id,
        article=coded.article.id, title=coded.article.title, outlet=coded.article.outlet,
        published=coded.article.published, url=coded.article.url,
    )  # fmt: skip


def _innermost(coded: record.Record, mention: record.DocumentMention) -> record.Statement | None:
    """The shortest statement whose content holds the words."""
    around = [
        each
        for each in coded.statements
        if any(start <= mention.start and mention.end <= end for start, end in each.content)
    ]
    return min(around, key=lambda each: sum(end - start for start, end in each.content), default=None)


def _sentence(coded: record.Record, mention: record.DocumentMention) -> str:
    """The sentence round the words, by the events' sentences where one holds them, else by its punctuation."""
    for event in coded.events:
        if event.sentence[0] <= mention.start and mention.end <= event.sentence[1]:
            return coded.quote([event.sentence])
    text = coded.article.text
    start = max(text.rfind(mark, 0, mention.start) for mark in ("\n", ". ", "? ", "! ")) + 1
    ends = [at for mark in (".\n", ". ", "? ", "! ", "\n") if (at := text.find(mark, mention.end)) >= 0]
    return text[start : min(ends, default=len(text)) + 1].strip()


def _bears(
    coded: record.Record,
    position: record.Position,
    mention: record.DocumentMention,
    statement: record.Statement | None,
) -> bool:
    """Whether a position rests on the same statement, or on words in the sentence of the mention."""
    if statement is not None and position.statement == statement.id:
        return True
    sentence = _sentence(coded, mention)
    start = coded.article.text.find(sentence, max(0, mention.start - len(sentence)))
    return any(start <= begin and end <= start + len(sentence) for begin, end in position.evidence)


def _asked(name: str) -> Iterator[str]:
    """Questions that rest on a document of this name."""
    for each in load_questions():
        if any(name.casefold() == known.casefold() for known in each.documents):
            yield each.id


def _chain(coded: record.Record, statement: record.Statement | None) -> tuple[str, ...]:
    names = {actor.id: actor.name for actor in coded.actors}
    known = {each.id: each for each in coded.statements}

    def speaker(id: str) -> tuple[str | None, str | None, str | None]:
        said = known.get(id)
        if said is None or said.speaker is None:
            return None, None, said.reported_by if said else None
        return said.speaker.text, names.get(said.speaker.actor or ""), said.reported_by

    return chain(statement.id if statement else None, speaker)


def _fits(row: DocumentRow, wanted: Selection) -> bool:
    if wanted.question and wanted.question not in row.questions:
        return False
    if wanted.since and (row.published or "") < wanted.since:
        return False
    if wanted.until and (row.published or "9999") > wanted.until:
        return False
    if wanted.any_actor:
        return True
    known = {each.casefold() for each in (row.cited_by_id, row.cited_by, row.body) if each}
    return bool(known & wanted.actor) or row.cited_by_id in wanted.codes or row.body in wanted.codes
