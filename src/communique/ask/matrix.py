"""Actors against questions or time: each cell with its words and origin, unknown where nothing is known."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Literal

from msgspec import Struct

from communique.archive import Archive, queries
from communique.archive.standing import Stand
from communique.archive.uncollected import uncollected
from communique.ask.positions import Whole, stands, told
from communique.errors import BadDate
from communique.record import doc
from communique.registry import load_registry
from communique.vocabulary.questions import Question, question

Columns = Literal["question", "month", "year"]
UNKNOWN = "unknown"


class Cell(Struct, frozen=True, kw_only=True):
    """Where one actor stands, in one column."""

    actor_id: Annotated[str, doc("Id of the actor.")]
    actor: Annotated[str, doc("Its name.")]
    column: Annotated[str, doc("Question id, or the month or year.")]
    stance: Annotated[str, doc("for, against, mixed, undecided, absent or unknown.")]
    contradicted: Annotated[bool, doc("Whether another source of the same day says otherwise.")] = False
    history: Annotated[tuple[str, ...], doc("Every stance that is known, day and stance, oldest first.")] = ()
    day: Annotated[str | None, doc("Day for which it counts.")] = None
    words: Annotated[str | None, doc("The words that show it.")] = None
    quotation: Annotated[str | None, doc("The whole statement that shows it.")] = None
    speaker: Annotated[str | None, doc("Who said them.")] = None
    office: Annotated[str | None, doc("The speaker's office on that day.")] = None
    how: Annotated[str | None, doc("read from an article, hand, or vote.")] = None
    confidence: Annotated[float | None, doc("Calibrated confidence, 0 to 1; none for a position by hand.")] = None
    id: Annotated[str | None, doc("Id of the position.")] = None
    article: Annotated[str | None, doc("Id of the article.")] = None
    title: Annotated[str | None, doc("Headline of the article, or where a position by hand comes from.")] = None
    outlet: Annotated[str | None, doc("Outlet that published it.")] = None
    url: Annotated[str | None, doc("Where it came from.")] = None


class Agreement(Struct, frozen=True, kw_only=True):
    """How often two actors stand on the same side."""

    one: Annotated[str, doc("Id of the first actor.")]
    other: Annotated[str, doc("Id of the second.")]
    shared: Annotated[int, doc("In how many columns both stances are known.")]
    same: Annotated[int, doc("In how many of them they are the same.")]
    share: Annotated[float, doc("The second number by the first.")]


class Bloc(Struct, frozen=True, kw_only=True):
    """Actors that stand together."""

    bloc: Annotated[int, doc("Number of the bloc, the largest first.")]
    actor_ids: Annotated[tuple[str, ...], doc("Ids of its actors.")]
    actors: Annotated[tuple[str, ...], doc("Their names.")]
    stances: Annotated[tuple[str, ...], doc("What most of them hold, column and stance.")]


class Move(Struct, frozen=True, kw_only=True):
    """A change of stance."""

    actor_id: Annotated[str, doc("Id of the actor.")]
    actor: Annotated[str, doc("Its name.")]
    question: Annotated[str, doc("Question id.")]
    day: Annotated[str, doc("First day of the new stance.")]
    before: Annotated[str, doc("The stance before.")]
    before_day: Annotated[str, doc("Last day for which that is known.")]
    after: Annotated[str, doc("The new stance.")]
    words: Annotated[str, doc("The words that show it.")]
    id: Annotated[str, doc("Id of the position.")]


@dataclass(frozen=True)
class Matrix:
    """Actors in rows and questions or stretches of time in columns.

    Attributes:
        actors: Id and name of the actors.
        columns: Names of the columns.
        cells: Every cell.
        stands: Every position that was taken in, by question and then in the order of their days.
    """

    actors: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    stands: tuple[Stand, ...] = field(compare=False)
    _archive: Archive = field(repr=False, compare=False)

    def told(self, which: Iterable[Stand]) -> Whole:
        """The whole positions of some of those that were taken in, by their keys."""
        return told(self._archive, which)

    def cell(self, actor: str, column: str) -> Cell:
        """The cell of an actor in a column."""
        return self._cells[actor, column]

    @property
    def _cells(self) -> dict[tuple[str, str], Cell]:
        return {(each.actor_id, each.column): each for each in self.cells}


@uncollected()
def matrix(
    archive: Archive,
    questions: Sequence[str],
    *,
    columns: Columns = "question",
    on: str | None = None,
    others: bool = False,
    silent: bool = True,
    latest: int | None = None,
) -> Matrix:
    """The matrix of some questions.

    Args:
        archive: Where to look.
        questions: Their ids; for columns of time the first alone counts.
        columns: What the columns are.
        on: Last day that counts, ISO 8601; the newest day of the archive when not given.
        others: Whether actors whose view does not count are rows too.
        silent: Whether actors of whom nothing is known are rows too.
        latest: How many positions of each actor, the latest, are taken in; None for all.

    Raises:
        BadQuestion: There is no such question.
    """
    asked = [question(each) for each in (questions if columns == "question" else questions[:1])]
    last = last_day(archive, on)
    known = [stand for each in asked for stand in stands(archive, each.id, last, latest)]
    heads = [each.id for each in asked] if columns == "question" else _stretches(known, columns)
    held: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    heard: dict[str, Stand] = {}
    for stand in known:
        actor = stand.actor
        heard[actor] = stand
        held[actor, stand.question if columns == "question" else _column(stand, columns)].append(stand)
    for each in held.values():
        each.sort(key=_held_and_sure)
    whole = told(archive, {*heard.values(), *_last_of(held)})
    names = {actor: whole[stand.key].actor or actor for actor, stand in heard.items()}
    actors = _actors(asked, names, last, others=others, silent=silent)
    cells = [_cell(actor, name, head, held.get((actor, head), []), whole) for actor, name in actors for head in heads]
    return Matrix(tuple(actors), tuple(heads), tuple(cells), tuple(known), archive)


def _held_and_sure(stand: Stand) -> tuple[str, bool, float]:
    _, held, how, _, _, _, confidence, _ = stand  # at once: there are ten thousands
    return held, how != "read", confidence or 1.0


def counted(found: Matrix, id: str, on: str) -> Matrix:
    """The matrix of one question with those alone whose view counts on it, where anybody's does.

    Args:
        found: The matrix of the question with everybody in it.
        id: The question.
        on: The day.
    """
    counting = set(viewers(question(id), on))
    if not counting:
        return found
    return replace(
        found,
        actors=tuple(each for each in found.actors if each[0] in counting),
        cells=tuple(cell for cell in found.cells if cell.actor_id in counting),
    )


def _last_of(held: Mapping[tuple[str, str], list[Stand]]) -> Iterator[Stand]:
    """The position that counts in each cell, with the same one in copies of its text."""
    for those in held.values():
        for stand in reversed(those):
            if (stand.id, stand.held) != (those[-1].id, those[-1].held):
                break
            yield stand


def last_day(archive: Archive, on: str | None) -> str:
    """The day that is meant: the one given, or the newest of the archive.

    Raises:
        BadDate: It is no date.
    """
    if on:
        try:
            return date.fromisoformat(on).isoformat()
        except ValueError:
            raise BadDate(f"'{on}' is not a date.", "Give it as YYYY-MM-DD, such as 2019-12-08.") from None
    newest = queries.newest(archive)
    if newest is None:
        raise BadDate("No article of the archive has a date.", "Give the day with --on, or a brief's with --until.")
    return newest


def viewers(asked: Question, on: str) -> tuple[str, ...]:
    """Ids of those whose view counts on a day."""
    if asked.views.actors:
        return asked.views.actors
    body = asked.views.members_of
    return tuple(load_registry().members(body, date.fromisoformat(on))) if body else ()


def _actors(
    asked: Sequence[Question], heard: Mapping[str, str], on: str, *, others: bool, silent: bool
) -> list[tuple[str, str]]:
    counted = dict.fromkeys(actor for each in asked for actor in viewers(each, on))
    known = [actor for actor in counted if silent or actor in heard]
    known += [actor for actor in heard if actor not in counted] if others or not counted else []
    named = [(actor, heard.get(actor) or name_of(actor)) for actor in known]
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))


def name_of(actor: str) -> str:
    """The registry's name of an actor; its id where it has none."""
    entity = load_registry().actor(actor)
    return entity.name if entity is not None else actor


def _column(stand: Stand, columns: Columns) -> str:
    return stand.question if columns == "question" else stand.held[: 7 if columns == "month" else 4]


def _stretches(known: Iterable[Stand], columns: Columns) -> list[str]:
    return sorted({_column(stand, columns) for stand in known if stand.held})


def _cell(actor: str, name: str, column: str, those: list[Stand], whole: Whole) -> Cell:
    if not those:
        return Cell(actor_id=actor, actor=name, column=column, stance=UNKNOWN)
    last = those[-1]
    best = whole[last.key]
    same_day = {stand.stance for stand in those if stand.held == last.held}
    return Cell(
        actor_id=actor, actor=name, column=column, stance=best.stance, contradicted=len(same_day) > 1,
        history=tuple([f"{stand.held} {stand.stance}" for stand in those]), day=best.held or None, words=best.words,
        quotation=best.quotation, speaker=best.speaker, office=best.office, how=best.how, confidence=best.confidence,
        id=best.id, article=best.article, title=best.title, outlet=best.outlet, url=best.url,
    )  # fmt: skip


def agreement(found: Matrix) -> list[Agreement]:
    """How often each two actors agree, over the columns where both stances are known; the closest first."""
    stances = _stances(found)
    pairs = []
    for one, other in itertools.combinations(sorted(stances), 2):
        shared = [column for column in stances[one] if column in stances[other]]
        if shared:
            same = sum(stances[one][column] == stances[other][column] for column in shared)
            pairs.append(
                Agreement(one=one, other=other, shared=len(shared), same=same, share=round(same / len(shared), 3))
            )
    return sorted(pairs, key=lambda each: (-each.share, -each.shared, each.one, each.other))


def _stances(found: Matrix) -> dict[str, dict[str, str]]:
    stances: dict[str, dict[str, str]] = {}
    for cell in found.cells:
        if cell.stance not in {UNKNOWN, "absent"}:
            stances.setdefault(cell.actor_id, {})[cell.column] = cell.stance
    return stances


def blocs(found: Matrix, *, least: float = 0.75) -> list[Bloc]:
    """Groups in which every two actors agree in at least this share of the columns that they share.

    Joined from the closest pair on, as long as no pair of the joined group falls below the share or shares nothing.
    """
    shares = {frozenset((each.one, each.other)): each.share for each in agreement(found)}
    groups = [{actor} for actor in sorted(_stances(found))]
    for pair in sorted(shares, key=lambda pair: (-shares[pair], *sorted(pair))):
        if shares[pair] < least:
            break
        one, other = (next(group for group in groups if actor in group) for actor in sorted(pair))
        if one is not other and all(shares.get(frozenset((a, b)), 0.0) >= least for a in one for b in other):
            one |= other
            groups.remove(other)
    names, stances = dict(found.actors), _stances(found)
    ordered = sorted(groups, key=lambda group: (-len(group), sorted(group)))
    return [
        Bloc(
            bloc=at,
            actor_ids=tuple(sorted(group)),
            actors=tuple(names[actor] for actor in sorted(group)),
            stances=tuple(_common(group, stances, found.columns)),
        )
        for at, group in enumerate(ordered, start=1)
    ]


def _common(group: set[str], stances: dict[str, dict[str, str]], columns: Iterable[str]) -> Iterable[str]:
    for column in columns:
        held = [stances[actor][column] for actor in group if column in stances[actor]]
        if held:
            yield f"{column}: {max(sorted(set(held)), key=held.count)}"


def moves(found: Matrix) -> list[Move]:
    """Every change of stance, the most recent first; what differs on one day is a contradiction and no change."""
    of = {actor for actor, _ in found.actors}
    known = [stand for stand in found.stands if stand.actor in of and stand.stance != "absent" and stand.held]
    known.sort(key=lambda stand: (stand.actor, stand.question, stand.held))
    changes = [
        (before, after)
        for _, group in itertools.groupby(known, key=lambda stand: (stand.actor, stand.question))
        for before, after in itertools.pairwise(group)
        if before.stance != after.stance and before.held != after.held
    ]
    whole = found.told(after for _, after in changes)
    rows = [(before, after, whole[after.key]) for before, after in changes]
    return sorted(
        (
            Move(
                actor_id=after.actor, actor=row.actor or after.actor, question=after.question, day=after.held,
                before=before.stance, before_day=before.held, after=after.stance, words=row.words, id=after.id,
            )
            for before, after, row in rows
        ),
        key=lambda each: (each.day, each.actor_id), reverse=True,
    )  # fmt: skip
