"""Who stands where on which question: what was read from articles, and beside it what people entered or imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from msgspec import Struct

from communique.archive import Archive, Kept, Selection, kept, particulars, queries
from communique.archive.standing import Stand, standing
from communique.archive.uncollected import uncollected
from communique.ask.common import Names, common, days
from communique.record import doc


class PositionRow(Struct, frozen=True, kw_only=True, gc=False):
    """One position."""

    id: Annotated[str, doc("Id of the entry, as 'communique show' takes it; that of a position by hand begins with h.")]
    how: Annotated[Literal["read", "hand", "vote"], doc("Read from an article, entered by hand, or an imported vote.")]
    question: Annotated[str, doc("Question id.")]
    actor_id: Annotated[str, doc("Id of who holds it.")]
    actor: Annotated[str | None, doc("Name of who holds it.")]
    country: Annotated[str | None, doc("Country or body that the actor belongs to on the day of the article.")]
    stance: Annotated[str, doc("for, against, mixed or undecided; absent for a vote that was not cast.")]
    day: Annotated[str | None, doc("First day it was held; empty when the text does not tell.")]
    until: Annotated[str | None, doc("Last day it is known to have been held.")]
    time: Annotated[str | None, doc("TIMEX3 value of its time.")]
    statement: Annotated[str | None, doc("Id of the statement that shows it.")]
    event: Annotated[str | None, doc("Id of the event that shows it.")]
    speaker: Annotated[str | None, doc("Who said the words, by name or in the text's own words.")]
    office: Annotated[str | None, doc("The speaker's office on the day of the article.")]
    said_by: Annotated[tuple[str, ...], doc("Who says so, innermost first; empty when the outlet itself does.")]
    words: Annotated[str, doc("The words that show it.")]
    quotation: Annotated[str | None, doc("The whole statement that shows it.")]
    by: Annotated[str, doc("The coder, or who entered or imported it.")]
    confidence: Annotated[float | None, doc("Calibrated confidence, 0 to 1; none for a position by hand.")]
    article: Annotated[str | None, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article, or where a position by hand comes from.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]
    judged: Annotated[str | None, doc("What people made of it, and who; empty where nobody judged it.")] = None

    @property
    def held(self) -> str:
        """The day for which it counts: its own, else the article's; empty when neither is known."""
        return self.day or self.until or self.published or ""


@uncollected()
def positions(archive: Archive, wanted: Selection | None = None) -> list[PositionRow]:
    """Positions by question, then in the order of their days.

    Args:
        archive: Where to look.
        wanted: What to take in. None takes everything.
    """
    wanted = wanted or Selection()
    rows = _read(archive, wanted) + [_by_hand(each) for each in kept(archive, wanted)]
    return sorted(rows, key=lambda row: (row.question, row.held or "9999", row.how, row.id))


def stands(archive: Archive, question: str, until: str, latest: int | None = None) -> list[Stand]:
    """The positions on a question up to a day in their order, as :func:`positions` has them but without their words.

    Args:
        archive: Where to look.
        question: Question id.
        until: Last day, ISO 8601.
        latest: How many of each actor are taken of those that were read, the latest; None for all.
    """
    read = standing(archive, question, until, latest)
    given = [_by_hand(each) for each in kept(archive, Selection(question=question, until=until))]
    if not given:
        return read
    by_hand = [Stand(question, row.held, row.how, row.id, row.actor_id, row.stance, None, None) for row in given]
    found = [*read, *(each for each in by_hand if each.held <= until)]
    found.sort(key=lambda each: (each.held or "9999", each.how, each.id))
    return found


Whole = dict[tuple[str, str, str, str], PositionRow]


def told(archive: Archive, which: Iterable[Stand]) -> Whole:
    """The whole positions of some of :func:`stands`, by their keys; the last one where several have the same."""
    wanted: dict[tuple[str, str, str, str], set[int]] = {}
    for each in which:
        wanted.setdefault(each.key, set()).update(() if each.article is None else (each.article,))
    several = queries.published(archive, frozenset(n for those in wanted.values() if len(those) > 1 for n in those))
    only: set[queries.Key] = set()
    for (_, _, id, _), those in wanted.items():
        if those:
            only.add((max(those, key=lambda number: several.get(number, ())), id))
    rows = _read(archive, Selection(), only) if only else []
    for question in {key[0] for key, those in wanted.items() if not those}:
        rows += [_by_hand(each) for each in kept(archive, Selection(question=question))]
    return {(row.question, row.actor_id, row.id, row.held): row for row in rows}


def _read(archive: Archive, wanted: Selection, only: Collection[queries.Key] | None = None) -> list[PositionRow]:
    if only is None:
        rows = queries.positions(archive, wanted)
    else:
        rows = queries.positions(archive, wanted, frozenset(number for number, _ in only))
        rows = [row for row in rows if (row["number"], row["id"]) in only]
    names = Names(archive, rows)
    countries = particulars.countries(archive, names.articles)
    offices = particulars.offices(archive, names.articles)
    said = queries.said(archive, names.articles)
    found = []
    for row in rows:
        article, statement = row["number"], row["statement"]
        speaker = said.get((article, statement or ""), (None, None, None))
        found.append(
            PositionRow(
                **common(row, names), **days(row), how="read", question=row["question"], actor_id=row["actor"],
                actor=names.one(article, row["actor"]), country=countries.get((article, row["actor"])),
                stance=row["stance"], statement=statement, event=row["event"],
                speaker=names.one(article, speaker[0]) or speaker[1],
                office=offices.get((article, speaker[0] or "")),
                said_by=names.chain(article, statement), words=row["words"], quotation=speaker[2], by="positions",
            )
        )  # fmt: skip
    return found


def _by_hand(each: Kept) -> PositionRow:
    known = each.position
    return PositionRow(
        id=each.id, how=known.how, question=known.question, actor_id=known.actor, actor=known.name,
        country=known.actor if len(known.actor) == 3 else None, stance=known.stance or "absent", day=known.day,
        until=known.day, time=known.day, statement=None, event=None, speaker=known.speaker, office=None, said_by=(),
        words=known.words, quotation=None, by=known.author, confidence=None, article=None, title=known.source,
        outlet=None, published=None, url=known.url,
    )  # fmt: skip
