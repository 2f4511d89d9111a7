"""Two actors: what each did to the other, the tone over time, the most telling statements, and where they agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive, kept
from communique.archive.overview import Party, Window, appearances
from communique.archive.queries import Row
from communique.archive.standing import Stance, latest_stances
from communique.ask import StatementRow, TimelineRow, statements, timeline
from communique.record import doc
from communique.registry import load_registry
from communique.serve.pages.page import Asked, Context, Page
from communique.serve.pages.window import Days, days, days_of, listed, party_of
from communique.serve.rendering import url
from communique.serve.strings import text
from communique.vocabulary.questions import load_questions

_SHOWN = 50
_OVER = 600  # articles that the timeline counts over
_TELLING = 12

Ids = set[tuple[str, str]]


class Tone(Struct, frozen=True, kw_only=True):
    """One act as a point of the chart of tone."""

    day: Annotated[str, doc("Its day.")]
    score: Annotated[float, doc("Its score, -10 to 10.")]
    way: Annotated[str, doc("Who acts towards whom.")]
    label: Annotated[str, doc("What is told.")]
    url: Annotated[str, doc("Address of the words.")]


class Shared(Struct, frozen=True, kw_only=True):
    """Where the two stand on one question."""

    question: Annotated[str, doc("Question id.")]
    wording: Annotated[str, doc("The question.")]
    one: Annotated[str, doc("Stance of the first.")]
    one_day: Annotated[str | None, doc("Day for which it counts.")]
    other: Annotated[str, doc("Stance of the second.")]
    other_day: Annotated[str | None, doc("Day for which it counts.")]
    same: Annotated[bool, doc("Whether they are the same.")]


class PairContext(Context, frozen=True, kw_only=True):
    """Two actors."""

    one: str
    one_name: str
    other: str
    other_name: str
    forth: tuple[TimelineRow, ...]
    back: tuple[TimelineRow, ...]
    together: tuple[TimelineRow, ...]
    tone: tuple[Tone, ...]
    telling: tuple[StatementRow, ...]
    agreement: tuple[Shared, ...]
    days: Days
    next: str | None
    since: str | None
    until: str | None


def build(archive: Archive, asked: Asked) -> PairContext:
    """The page."""
    one, other = party_of(archive, asked.path["one"]), party_of(archive, asked.path["other"])
    since, until = days_of(asked)
    found = listed(archive, asked, (one, other), most=_SHOWN)
    chosen, articles = found.selection(), [each.id for each in found.articles]
    seen = appearances(archive, articles, one, other)
    ones, others = _ids(seen, one), _ids(seen, other)
    names = {each.id: name_of(seen, each) for each in (one, other)}
    events = timeline(archive, found.selection(one))[::-1]
    forth, back = _towards(events, ones, others), _towards(events, others, ones)
    ways = {f"{names[one.id]} → {names[other.id]}": forth, f"{names[other.id]} → {names[one.id]}": back}
    return PairContext(
        title=text("pair.heading", one=names[one.id], other=names[other.id]), one=one.id, one_name=names[one.id],
        other=other.id, other_name=names[other.id], forth=forth, back=back,
        together=tuple(row for row in events if _joint(row, ones, others)), tone=tuple(_tone(ways)),
        telling=tuple(_most_telling(statements(archive, chosen), events, (ones, others))),
        agreement=tuple(_agreement(archive, one, other)),
        days=days(Window(since=since, until=until, parties=(one, other), most=_OVER).happened(archive)),
        next=found.next, since=since,
        until=until,
    )  # fmt: skip


def _ids(seen: Iterable[Row], party: Party) -> Ids:
    return {(row["article"], row["id"]) for row in seen if party.means(row["id"], row["country"])}


def name_of(seen: Iterable[Row], party: Party) -> str:
    """The name of an actor: the registry's, else that of the newest article."""
    entity = load_registry().actor(party.id)
    if entity is not None:
        return entity.name
    meant = (row for row in seen if party.means(row["id"], row["country"]))
    return next((str(row["name"]) for row in meant), party.id)


def _in(article: str, ids: Iterable[str], who: Ids) -> bool:
    return any((article, each) in who for each in ids)


def _towards(events: Iterable[TimelineRow], ones: Ids, others: Ids) -> tuple[TimelineRow, ...]:
    return tuple(
        row for row in events if _in(row.article, row.source_ids, ones) and _in(row.article, row.target_ids, others)
    )


def _joint(row: TimelineRow, ones: Ids, others: Ids) -> bool:
    """Whether both act together."""
    return _in(row.article, row.source_ids, ones) and _in(row.article, row.source_ids, others)


def _tone(ways: Mapping[str, Iterable[TimelineRow]]) -> Iterable[Tone]:
    for way, rows in ways.items():
        for row in rows:
            day = row.day or row.published
            if day and row.status != "denied":
                yield Tone(
                    day=day, score=row.score, way=way, label=f"{day} · {row.words}",
                    url=url("articles", row.article) + f"#e-{row.id}",
                )  # fmt: skip


def _most_telling(
    said: Iterable[StatementRow], events: Iterable[TimelineRow], sides: tuple[Ids, Ids]
) -> list[StatementRow]:
    """Statements by one of the two that are told to the other or name an act of it, word for word first."""
    about = {(row.article, id): row for row in said for id in (row.id,)}
    one, other = sides
    found: dict[str, StatementRow] = {}
    for row in about.values():
        speaker = (row.speaker_id,) if row.speaker_id else ()
        for ours, theirs in ((one, other), (other, one)):
            if _in(row.article, speaker, ours) and _in(row.article, row.addressee_ids, theirs):
                found[row.id] = row
    carrying = {(e.article, e.words): e for e in events if _crosses(e, one, other)}
    for row in about.values():
        if row.speaker_id and any(a == row.article and row.words[:60] in words for a, words in carrying):
            found[row.id] = row
    order = {"direct": 0, "mixed": 1, "indirect": 2}
    return sorted(found.values(), key=lambda row: (order.get(row.kind, 3), -row.confidence, row.id))[:_TELLING]


def _crosses(row: TimelineRow, one: Ids, other: Ids) -> bool:
    sides = (*row.source_ids, *row.target_ids)
    return _in(row.article, sides, one) and _in(row.article, sides, other)


def _agreement(archive: Archive, one: Party, other: Party) -> Iterable[Shared]:
    """Questions on which the stances of both are known, by their latest positions."""
    ones, others = _latest(archive, one), _latest(archive, other)
    for each in load_questions():
        if each.id in ones and each.id in others:
            mine, theirs = ones[each.id], others[each.id]
            yield Shared(
                question=each.id, wording=each.wording, one=mine.stance, one_day=mine.held or None,
                other=theirs.stance, other_day=theirs.held or None, same=mine.stance == theirs.stance,
            )  # fmt: skip


def _latest(archive: Archive, party: Party) -> dict[str, Stance]:
    """By question, the latest stance that somebody takes, or is told by hand."""
    by_hand = [each.position for each in kept(archive, party.selection)]
    told = [Stance(each.question, each.stance or "absent", each.day) for each in by_hand]
    every = sorted((*latest_stances(archive, party), *told), key=lambda each: each.held)
    return {each.question: each for each in every}


PAGE = Page("pair", "/pairs/{one}/{other}", build, lambda context: (*context.forth, *context.back), TimelineRow)
