"""Judgements in the archive: kept for good, put into what is shown, found again after every new coding."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select

from communique.archive.changes import checked
from communique.archive.database import tables
from communique.archive.joining.regrouping import mark_stale, regroup
from communique.archive.judged import KINDS, Judged, anchor, article_target, judge_record, target_of
from communique.archive.judgements import (
    EntryKind,
    Judgement,
    Kind,
    Pairing,
    Target,
    Verdict,
    pairings,
    standing,
    undone,
    verdict,
)
from communique.errors import BadJudgement, NoSuchEntry
from communique.record import Record

if TYPE_CHECKING:
    from communique.archive.store import Archive, Found, _Writing

_MOST_NAMED = 900


@dataclass(frozen=True, slots=True)
class Mark:
    """What is told of an entry that was judged.

    Attributes:
        kind: Kind of the entry.
        verdict: accepted, corrected or rejected.
        people: Who judged it, the latest last.
        fields: Names of corrected fields.
        differing: What people differ about; empty for agreement.
    """

    kind: str
    verdict: str
    people: tuple[str, ...]
    fields: tuple[str, ...]
    differing: tuple[str, ...]

    def __str__(self) -> str:
        fields = f": {', '.join(self.fields)}" if self.fields else ""
        disputed = f"; disputed: {', '.join(self.differing)}" if self.differing else ""
        return f"{self.verdict}{fields}{disputed} ({', '.join(self.people)})"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry, or a pair, of which two people think differently.

    Attributes:
        target: The entry; of a pair the first.
        about: Names of fields; ``entry`` for its being right at all, ``merge`` for a pair.
        judgements: The last standing judgement of each person, the latest last: that one is shown.
    """

    target: Target
    about: tuple[str, ...]
    judgements: tuple[Judgement, ...]


class Said(NamedTuple):
    """What a person makes of an entry: kind and id of the entry, the verb, corrected fields, the reason."""

    of: EntryKind
    entry: str
    kind: Kind
    change: Mapping[str, Any] = MappingProxyType({})
    why: str | None = None


class Judging:
    """What an archive can do with judgements."""

    rows: Callable[[Select[Any]], Sequence[Any]]
    _writing: Callable[[], _Writing]
    find: Callable[[str], list[Found]]
    record: Callable[[str], Record]
    _put: Callable[[Connection, Record], None]

    def judge(
        self,
        entry: str,
        kind: Kind,
        *,
        by: str,
        change: Mapping[str, Any] | None = None,
        other: str | None = None,
        article: str | None = None,
        why: str | None = None,
        at: datetime | None = None,
    ) -> Judgement:
        """Keep what a person makes of an entry; from now on every answer shows it.

        Args:
            entry: Id of an entry; of a merge or split an event's or a statement's, or an article's.
            kind: accept, reject, correct, merge or split.
            by: Who judges.
            change: The corrected fields of a correct; see :data:`communique.archive.changes.CHANGES`.
            other: The second id of a merge or split.
            article: Id of the article, where the entry stands in several; an actor is judged in one article.
            why: The reason.
            at: When; now if it is not given.

        Raises:
            NoSuchEntry: There is no such entry.
            BadJudgement: The judgement does not fit the entry.
        """
        _check(kind, by, change, other)
        target, records = self._target(entry, article, pair=kind in ("merge", "split"))
        second = self._target(other, None, pair=True)[0] if other else None
        if second is not None and (second.kind != target.kind or second.id == target.id):
            raise BadJudgement("A pair is two different entries of one kind.", "Name two events or two articles.")
        fields = checked(target.kind, change or {}) if kind == "correct" else {}
        row = {"kind": kind, "target": target, "other": second, "change": fields, "undoes": None}
        return self._keep(row, records, by, at, why)

    def judge_article(
        self, article: str, said: Sequence[Said], *, by: str, at: datetime | None = None
    ) -> list[Judgement]:
        """Keep what a person makes of many entries of one article, all in one transaction.

        Args:
            article: Id of the article.
            said: What is made of each entry; an entry comes once.
            by: Who judges.
            at: When; now if it is not given.

        Raises:
            NoSuchEntry: There is no such article or entry.
            BadJudgement: A judgement does not fit its entry; none is kept.
        """
        coded = self.record(article)
        rows = []
        for each in said:
            _check(each.kind, by, each.change, None)
            if not any(one.id == each.entry for one in getattr(coded, f"{each.of}s")):
                raise NoSuchEntry(f"The article '{article}' has no {each.of} '{each.entry}'.", "Look at its ids.")
            change = checked(each.of, each.change) if each.kind == "correct" else {}
            rows.append((each, target_of(coded, each.of, each.entry), change))
        moment = (at or datetime.now(tz=UTC)).astimezone(UTC).isoformat(timespec="seconds")
        table, made = tables().tables["judgements"], []
        with self._writing() as connection:
            number = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one()
            shown = _judge_in(connection, coded).verdicts
            for each, target, change in rows:
                number += 1
                if each.kind == "accept" and (each.of, each.entry) in shown:
                    change = dict(shown[each.of, each.entry].fields)  # noqa: PLW2901 - what was shown then
                id = _id(number, each.entry, each.kind, by, moment)
                one = Judgement(
                    id=id, number=number, kind=each.kind, target=target, change=change, by=by.strip(), at=moment,
                    why=each.why,
                )  # fmt: skip
                made.append(one)
            if made:
                connection.execute(insert(table), [_row(each) for each in made])
                for copied in self._copies(coded):
                    self._put(connection, copied)
        return made

    def _copies(self, coded: Record) -> list[Record]:
        """The record and those of other articles with the same text, whose entries are the same."""
        articles, texts = (tables().tables[name] for name in ("articles", "texts"))
        joined = select(articles.c.id).join_from(articles, texts, texts.c.number == articles.c.text)
        found = self.rows(joined.where(texts.c.sha256 == bytes.fromhex(coded.article.sha256)))
        others = sorted(row[0] for row in found if row[0] != coded.article.id)
        return [coded, *map(self.record, others)]

    def undo(self, judgement: str, *, by: str, why: str | None = None, at: datetime | None = None) -> Judgement:
        """Take a judgement back: a new one names it, and both stay. An undo can be undone.

        Args:
            judgement: Id of a judgement that stands.
            by: Who takes it back.
            why: The reason.
            at: When; now if it is not given.

        Raises:
            NoSuchEntry: There is no such judgement.
            BadJudgement: It was taken back already.
        """
        _check("undo", by, None, None)
        table = tables().tables["judgements"]
        found = self._judgements(table.c.id == judgement)
        if not found:
            raise NoSuchEntry(f"There is no judgement '{judgement}'.", "'communique judgements list' lists the ids.")
        if judgement in undone(self._judgements()):
            raise BadJudgement(f"'{judgement}' was taken back already.", "Undo the undo, or judge anew.")
        target = found[0].target
        row = {"kind": "undo", "target": target, "other": found[0].other, "change": {}, "undoes": judgement}
        return self._keep(row, self._holding(target), by, at, why)

    def judgements(
        self, entry: str | None = None, *, article: str | None = None, by: str | None = None
    ) -> list[Judgement]:
        """Judgements in their order, those that were taken back and the undos too.

        Args:
            entry: Only of this entry, article or pair's member, by its id.
            article: Only of entries of this article.
            by: Only by this person.
        """
        table = tables().tables["judgements"]
        wanted = [
            or_(table.c.entry == entry, table.c.other == entry) if entry else None,
            or_(table.c.article == article, table.c.other_article == article) if article else None,
            table.c.author == by if by else None,
        ]
        return self._judgements(*(each for each in wanted if each is not None))

    def conflicts(self) -> list[Conflict]:
        """Where two people differ, the latest first."""
        found = []
        everything = self._judgements()
        for those in _by_target(everything).values():
            said = verdict(those)
            if said is not None and said.differing:
                found.append(Conflict(those[0].target, said.differing, _last(those)))
        for pair in pairings(everything):
            if pair.disputed:
                those = [
                    each for each in everything if each.kind in ("merge", "split", "undo") and each.pair == pair.pair
                ]
                found.append(Conflict(those[0].target, ("merge",), _last(those)))
        return sorted(found, key=lambda each: -each.judgements[-1].number)

    def pairings(self) -> list[Pairing]:
        """What people say of pairs that are one or are not."""
        return pairings(self._judgements())

    def orphans(self) -> list[Judgement]:
        """Standing judgements whose entry the newest coding of its article no longer has, nor the same words."""
        found = []
        records: dict[str, Record | None] = {}
        for each in standing(self._judgements()):
            for target in filter(None, (each.target, each.other)):
                if target.article not in records:
                    records[target.article] = self._record_or_none(target.article)
                coded = records[target.article]
                gone = coded is None or (target.kind != "article" and anchor(coded, target) is None)
                if gone and each not in found:
                    found.append(each)
        return found

    def marks(self, articles: Iterable[str] | None = None) -> dict[tuple[str, str], Mark]:
        """What is told of judged entries, by article and entry.

        Args:
            articles: Only of these articles; None takes all.
        """
        table = tables().tables["verdicts"]
        chosen = select(table)
        named = sorted(set(articles)) if articles is not None else None
        if named is not None and len(named) <= _MOST_NAMED:
            chosen = chosen.where(table.c.article.in_(named))
        return {(row.article, row.entry): _mark(row) for row in self.rows(chosen)}

    def judged(self, article: str) -> Judged:
        """The record of an article as people judged it, with their verdicts.

        Raises:
            NoSuchEntry: There is no such article.
        """
        coded = self.record(article)
        return judge_record(coded, self.judgements_about(coded))

    def judgements_about(self, coded: Record) -> list[Judgement]:
        """Every judgement that may be about an entry of this record."""
        return self._judgements(_about(coded))

    def _keep(
        self, row: dict[str, Any], records: Iterable[Record], by: str, at: datetime | None, why: str | None
    ) -> Judgement:
        table = tables().tables["judgements"]
        moment = (at or datetime.now(tz=UTC)).astimezone(UTC).isoformat(timespec="seconds")
        records = list(records)
        with self._writing() as connection:
            number = connection.execute(select(func.coalesce(func.max(table.c.number), 0))).scalar_one() + 1
            if row["kind"] == "accept":
                row["change"] = _shown_change(connection, row["target"], records)
            id = _id(number, row["target"].id, row["kind"], by, moment)
            made = Judgement(id=id, number=number, by=by.strip(), at=moment, why=why, **row)
            connection.execute(insert(table), [_row(made)])
            for coded in records:
                self._put(connection, coded)
            if made.other is not None:
                mark_stale(connection, (made.target.article, made.other.article))
        if made.other is not None:
            regroup(cast("Archive", self))
        return made

    def _target(self, entry: str, article: str | None, *, pair: bool) -> tuple[Target, list[Record]]:
        """What an id means, and the records in which it stands: what is said of it in one counts in its copies."""
        if pair:
            coded = self._record_or_none(entry)
            if coded is not None:
                return article_target(coded), []
        every = self.find(entry)
        found = [each for each in every if article in (None, each.record.article.id)]
        if not found:
            raise NoSuchEntry(
                f"The article '{article}' has no entry '{entry}'.", "'communique show' tells where it is."
            )
        first = found[0]
        if first.kind == "actor" and len(found) > 1:
            raise BadJudgement(f"'{first.id}' stands in {len(found)} articles.", "Name the article.")
        target = target_of(first.record, cast("EntryKind", first.kind), first.id)
        return target, [] if pair else [each.record for each in (found if first.kind == "actor" else every)]

    def _holding(self, target: Target) -> list[Record]:
        """The records that a judgement may be about."""
        if target.kind == "article":
            return []
        own = self._record_or_none(target.article)
        try:
            others = [each.record for each in self.find(target.id)] if target.kind != "actor" else []
        except NoSuchEntry:
            others = []
        every = {each.article.id: each for each in (own, *others) if each is not None}
        return list(every.values())

    def _record_or_none(self, article: str) -> Record | None:
        try:
            return self.record(article)
        except NoSuchEntry:
            return None

    def _judgements(self, *conditions: ColumnElement[bool]) -> list[Judgement]:
        table = tables().tables["judgements"]
        return [_judgement(row) for row in self.rows(select(table).where(*conditions).order_by(table.c.number))]


def shown_in(connection: Connection, coded: Sequence[Record]) -> Sequence[Record]:
    """Records as they are judged, in a transaction; their verdicts are written down for the answers."""
    judgements = tables().tables["judgements"]
    if connection.execute(select(judgements.c.number).limit(1)).first() is None:
        return coded
    return [_judge_in(connection, each).record for each in coded]


def _judge_in(connection: Connection, coded: Record) -> Judged:
    judgements, verdicts = (tables().tables[name] for name in ("judgements", "verdicts"))
    article = coded.article.id
    rows = connection.execute(select(judgements).where(_about(coded)).order_by(judgements.c.number))
    judged = judge_record(coded, [_judgement(row) for row in rows])
    connection.execute(delete(verdicts).where(verdicts.c.article == article))
    if judged.verdicts:
        connection.execute(
            insert(verdicts), [_verdict_row(article, *key, each) for key, each in judged.verdicts.items()]
        )
    return judged


def _about(coded: Record) -> ColumnElement[bool]:
    """Whether a judgement may be about an entry of this record."""
    table = tables().tables["judgements"]
    ids = sorted({each.id for kind in KINDS if kind != "actor" for each in getattr(coded, f"{kind}s")})
    return or_(table.c.article == coded.article.id, table.c.entry.in_(ids))


def _shown_change(connection: Connection, target: Target, records: Iterable[Record]) -> dict[str, Any]:
    """The corrections under which an entry is shown at this moment, those of an older coding's entry among them."""
    coded = next((each for each in records if each.article.id == target.article), None)
    said = _judge_in(connection, coded).verdicts.get((target.kind, target.id)) if coded is not None else None
    return dict(said.fields) if said is not None else {}


def _by_target(history: Iterable[Judgement]) -> dict[tuple[str, str], list[Judgement]]:
    found: dict[tuple[str, str], list[Judgement]] = {}
    for each in history:
        if each.other is None:
            place = each.target.article if each.target.kind == "actor" else ""
            found.setdefault((each.target.id, place), []).append(each)
    return found


def _last(history: Iterable[Judgement]) -> tuple[Judgement, ...]:
    last = {each.by: each for each in standing(history)}
    return tuple(sorted(last.values(), key=lambda each: each.number))


def _check(kind: str, by: str, change: Mapping[str, Any] | None, other: str | None) -> None:
    if not by.strip():
        raise BadJudgement("A judgement is somebody's.", "Say whose with 'by'.")
    if kind not in ("accept", "reject", "correct", "merge", "split", "undo"):
        raise BadJudgement(f"There is no judgement '{kind}'.", "There are accept, reject, correct, merge and split.")
    if (kind in ("merge", "split")) != bool(other):
        raise BadJudgement("A merge or a split is of two, the others of one.", "Name two for a pair alone.")
    if change and kind != "correct":
        raise BadJudgement(f"A judgement '{kind}' changes no field.", "Correct the entry.")


def _id(number: int, *key: str) -> str:
    digest = hashlib.sha256("\x1f".join((str(number), *key)).encode()).digest()
    return f"j-{base64.b32encode(digest[:10]).decode().lower()[:12]}"


def _row(made: Judgement) -> dict[str, Any]:
    return {
        "number": made.number, "id": made.id, "kind": made.kind, "entry": made.target.id,
        "article": made.target.article, "target": _json(made.target), "other": made.other.id if made.other else None,
        "other_article": made.other.article if made.other else None,
        "other_target": _json(made.other) if made.other else None, "change": _json(made.change),
        "undoes": made.undoes, "author": made.by, "at": made.at, "why": made.why,
    }  # fmt: skip


def _judgement(row: Any) -> Judgement:
    return Judgement(
        id=row.id, number=row.number, kind=row.kind, target=msgspec.json.decode(row.target, type=Target),
        other=msgspec.json.decode(row.other_target, type=Target) if row.other_target else None,
        change=msgspec.json.decode(row.change), undoes=row.undoes, by=row.author, at=row.at, why=row.why,
    )  # fmt: skip


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _verdict_row(article: str, kind: EntryKind, entry: str, said: Verdict) -> dict[str, Any]:
    return {
        "article": article, "entry": entry, "kind": kind, "verdict": said.name, "people": _json(said.people),
        "fields": _json(sorted(said.fields)), "differing": _json(said.differing),
    }  # fmt: skip


def _mark(row: Any) -> Mark:
    people, fields, differing = (tuple(msgspec.json.decode(each)) for each in (row.people, row.fields, row.differing))
    return Mark(row.kind, row.verdict, people, fields, differing)
