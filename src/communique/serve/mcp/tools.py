"""The tools: each a question to the archive, answered with its rows and the citations of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from communique.archive import Archive, Search, Selection
from communique.ask import PositionRow, events, search, select, statements
from communique.ask import positions as all_positions
from communique.ask.agenda import agenda, due, recent_agenda
from communique.ask.evidence import evidence
from communique.ask.paging import Question, Slice, Span, paged, party_of
from communique.ask.people import actor_page
from communique.ask.selection import as_day
from communique.errors import InputError
from communique.record import doc
from communique.resolve.actors.explanation import explain
from communique.serve.mcp.citations import Citation, Citing, cited

_MOST = 50


class Reply(Struct, frozen=True, kw_only=True):
    """What a tool answers."""

    rows: Annotated[Sequence[Any], doc("The answer.")]
    citations: Annotated[Sequence[Citation], doc("Where each row comes from: article, offsets, exactly the words.")]
    next: Annotated[str | None, doc("What to give as 'after' for more.")] = None


class Tools:
    """The tools over one archive.

    Args:
        archive: The archive.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def search(
        self, query: str, actor: str | None = None, since: str | None = None, until: str | None = None,
        limit: int = 10, after: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Find articles by words: all must stand there; "a phrase"; begin*; aid OR relief; -without.

        Args:
            query: The words.
            actor: Who must appear: id, name or country code.
            since: First day of publication, YYYY-MM-DD.
            until: Last day of publication.
            limit: How many articles.
            after: Where to go on: an earlier answer's next.
        """
        with self._archive.snapshot() as archive:
            wanted = select(archive, actor=actor, since=since, until=until)
            page = search(archive, Search(query, wanted), most=_at_most(limit), after=after)
            citing = Citing(archive)
            return _told(page.rows, [citing.found(row) for row in page.rows], page.next)

    def who_said(
        self, speaker: str | None = None, about: str | None = None, question: str | None = None,
        since: str | None = None, until: str | None = None, limit: int = 10, after: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Who said what, with the chain of those who carry it to the outlet, the newest articles first.

        Args:
            speaker: Who speaks: id, name or country code; a state or body stands for all who speak for it.
            about: Words that the statement must have.
            question: Only what shows a stance on this question.
            since: First day of publication, YYYY-MM-DD.
            until: Last day of publication.
            limit: How many statements.
            after: Where to go on: an earlier answer's next.
        """
        wanted = Selection(about=tuple((about or "").lower().split()), question=question or None, told_twice=False)
        return self._paged(partial(statements, each=True), wanted, speaker, since, until, limit, after)

    def positions(
        self, question: str | None = None, actor: str | None = None, since: str | None = None,
        until: str | None = None, limit: int = 20, after: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Who stands where on which question, with the words that show it, the newest articles first.

        Args:
            question: Id of a question.
            actor: Whose position: id, name or country code.
            since: First day of publication, YYYY-MM-DD.
            until: Last day of publication.
            limit: How many positions.
            after: Where to go on: an earlier answer's next.
        """
        return self._paged(_read, Selection(question=question or None), actor, since, until, limit, after)

    def timeline(
        self, actor: str | None = None, kind: str | None = None, since: str | None = None, until: str | None = None,
        limit: int = 20, after: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Who did what to whom, according to whom, the newest articles first.

        Args:
            actor: Who acts or is acted upon: id, name or country code.
            kind: PLOVER type, mode, or first digits of a CAMEO code.
            since: First day of publication, YYYY-MM-DD.
            until: Last day of publication.
            limit: How many events.
            after: Where to go on: an earlier answer's next.
        """
        return self._paged(partial(events, kind=kind, each=True), Selection(), actor, since, until, limit, after)

    def calendar(
        self, actor: str | None = None, question: str | None = None, on: str | None = None, limit: int = 20
    ) -> dict[str, Any]:
        """What is due and what was held: each meeting once, with its agenda and what changed.

        Args:
            actor: The body that meets, or who takes part: id, name or country code.
            question: Only meetings that have this question on their agenda.
            on: Only what is still ahead on this day, YYYY-MM-DD.
            limit: How many meetings.
        """
        with self._archive.snapshot() as archive:
            party = party_of(archive, actor) if actor and actor.strip() else None
            if question:
                who = party.selection if party else Selection()
                rows = agenda(archive, Selection(actor=who.actor, codes=who.codes, question=question))
            else:
                rows = recent_agenda(archive, party)
            chosen = (due(rows, as_day(on)) if on else rows)[: _at_most(limit)]
            citing = Citing(archive)
            proofs = [
                each
                for row in chosen
                for id in row.ids
                for article in row.articles
                for each in citing.entry(article, id)
            ]
            return _told(chosen, proofs)

    def evidence(self, entry: str) -> dict[str, Any]:
        """One entry by its id: the exact words that it rests on, with offsets, context, and whether the text drifted.

        Args:
            entry: Id of the entry, or as much of it as is its own.
        """
        with self._archive.snapshot() as archive:
            found = evidence(archive, entry)
            return _told(found, [cited(each) for each in found])

    def actor(self, name: str, on: str | None = None) -> dict[str, Any]:
        """Who somebody is: what the registry knows, the offices over time, and the newest articles that name it.

        Args:
            name: Id, name, or words that describe an actor, such as 'the French foreign minister'.
            on: The day on which offices count, YYYY-MM-DD.
        """
        day = date.fromisoformat(as_day(on)) if on else None
        with self._archive.snapshot() as archive:
            explained = explain(name, day)
            known = actor_page(archive, party_of(archive, explained.actor or name))
            citing = Citing(archive)
            proofs = [each for row in known.articles[:5] for each in citing.mentions(row.article, known.id)]
            return _told([{"actor": known, "phrase": explained}], proofs)

    def _paged(
        self, ask: Question[Any], wanted: Selection, actor: str | None, since: str | None, until: str | None,
        limit: int, after: str | None,
    ) -> dict[str, Any]:  # fmt: skip
        first, last = as_day(since) if since else None, as_day(until) if until else None
        with self._archive.snapshot() as archive:
            party = party_of(archive, actor) if actor and actor.strip() else None
            if party is not None:
                who = party.selection
                wanted = replace(wanted, actor=who.actor, codes=who.codes)
            span = Span(first, last, (party,) if party else ())
            found: Slice[Any] = paged(archive, ask, wanted, span, most=_at_most(limit), after=after)
            return _told(found.rows, Citing(archive).rows(found.rows), found.next)


def _read(archive: Archive, wanted: Selection) -> list[PositionRow]:
    return [row for row in all_positions(archive, wanted) if row.how == "read"]


def _at_most(limit: int) -> int:
    if not 1 <= limit <= _MOST:
        raise InputError(f"'limit' is {limit}.", f"Give a whole number, 1 to {_MOST}.")
    return limit


def _told(rows: Sequence[Any], citations: Sequence[Citation], after: str | None = None) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(Reply(rows=rows, citations=citations, next=after))
    return told
