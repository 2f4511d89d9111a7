"""Who acts towards whom, and how two actors stand to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from msgspec import Struct

from communique.archive import Archive, Selection
from communique.archive.digests import Link
from communique.archive.overview import Party, Window, known_names, ties
from communique.ask.paging import Span, paged
from communique.ask.timeline import TimelineRow, timeline
from communique.record import doc

_RECENT = 800  # articles that are counted over
_TELLING = 50  # events of a pair that are told


class Edge(Struct, frozen=True, kw_only=True):
    """How often one acts towards another, or tells of another's acts, in a month."""

    source: Annotated[str, doc("Id of the one who acts or speaks.")]
    target: Annotated[str, doc("Id of the other.")]
    month: Annotated[str, doc("The month.")]
    events: Annotated[int, doc("Number of events.")]
    tone: Annotated[float, doc("Their mean score, -10 to 10.")]


class Node(Struct, frozen=True, kw_only=True):
    """One actor of a network."""

    id: Annotated[str, doc("Actor id.")]
    name: Annotated[str, doc("Name.")]
    kind: Annotated[str | None, doc("What sort of actor it is.")]
    events: Annotated[int, doc("Number of events in which it is named here.")]


class Network(Struct, frozen=True, kw_only=True):
    """Actors and what runs between them, over the newest articles of some days."""

    nodes: Annotated[tuple[Node, ...], doc("The actors, the busiest first.")]
    edges: Annotated[tuple[Edge, ...], doc("What runs between them, by month.")]
    articles: Annotated[int, doc("Number of articles that were counted over.")]


class Tone(Struct, frozen=True, kw_only=True):
    """What one did to the other in a month."""

    month: Annotated[str, doc("The month.")]
    source: Annotated[str, doc("Id of the one who acts.")]
    events: Annotated[int, doc("Number of events.")]
    tone: Annotated[float, doc("Their mean score, -10 to 10.")]


class Pair(Struct, frozen=True, kw_only=True):
    """Two actors: what each did to the other, in the newest articles in which both appear."""

    one: Annotated[str, doc("Id of the first.")]
    other: Annotated[str, doc("Id of the second.")]
    tone: Annotated[tuple[Tone, ...], doc("By month and direction.")]
    events: Annotated[tuple[TimelineRow, ...], doc("The events between them, those of the newest articles first.")]


def network(
    archive: Archive, kind: Literal["acts", "says"] = "acts", *, since: str | None = None, until: str | None = None,
    countries: bool = False, least: int = 1,
) -> Network:  # fmt: skip
    """Who acts towards whom, or who tells of whose acts.

    Args:
        archive: Where to look.
        kind: ``acts`` or ``says``.
        since: First day of publication.
        until: Last day of publication.
        countries: Whether actors stand for their countries and bodies.
        least: Only actors with at least so many events.
    """
    chosen = Window(since, until, most=_RECENT).chosen(archive)
    found = ties(chosen, kind, countries=countries)
    counted: dict[str, int] = defaultdict(int)
    for tie in found:
        for actor in {tie.source, tie.target}:
            counted[actor] += tie.n
    kept = {actor for actor, number in counted.items() if number >= least}
    names = known_names(archive, kept)
    nodes = [Node(id=each, name=names.get(each, (each, None))[0], kind=names.get(each, (each, None))[1],
                  events=counted[each]) for each in sorted(kept, key=lambda each: (-counted[each], each))]  # fmt: skip
    edges = tuple(_edge(tie) for tie in found if tie.source in kept and tie.target in kept)
    return Network(nodes=tuple(nodes), edges=edges, articles=len(chosen.digests))


def _edge(tie: Link) -> Edge:
    return Edge(source=tie.source, target=tie.target, month=tie.month, events=tie.n, tone=round(tie.score / tie.n, 2))


def pair(archive: Archive, one: Party, other: Party) -> Pair:
    """How two actors stand to one another."""

    def between(archive: Archive, wanted: Selection) -> list[TimelineRow]:
        rows = timeline(archive, replace(one.selection, articles=wanted.articles), each=True)
        return [row for row in rows if _direction(row, one, other) is not None]

    found = paged(archive, between, one.selection, Span(parties=(one, other)), most=_TELLING).rows
    return Pair(one=one.id, other=other.id, tone=tuple(_tones(found, one, other)), events=found)


def _direction(row: TimelineRow, one: Party, other: Party) -> str | None:
    """Id of the one who acts upon the other in an event; of the first for what both do together."""
    if _has(row.source_ids, one) and _has((*row.target_ids, *row.source_ids), other):
        return one.id
    return other.id if _has(row.source_ids, other) and _has(row.target_ids, one) else None


def _has(actors: Iterable[str], party: Party) -> bool:
    return any(each == party.id or (party.whole and each.startswith(f"{party.id}.")) for each in actors)


def _tones(rows: Iterable[TimelineRow], one: Party, other: Party) -> Iterable[Tone]:
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        day, source = row.day or row.published, _direction(row, one, other)
        if day and source:
            scores[day[:7], source].append(row.score)
    for (month, source), held in sorted(scores.items()):
        yield Tone(month=month, source=source, events=len(held), tone=round(sum(held) / len(held), 2))
