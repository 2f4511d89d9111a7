"""The step that joins: it takes what was added or coded anew since the last time, in the order of days, and resumes.

Adding stays fast because it joins nothing. Each batch of articles is one transaction: a process that is killed has
joined whole batches, and goes on with the next one. What a text is compared with is looked up by its signature
(MinHash, by datasketch) and its day, so comparing takes as long as there is news; which articles wait is made out from
the whole archive each time, and groups are made anew where something changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import CompoundSelect, Connection, Select, Table, delete, insert, select

from communique.archive.database import tables
from communique.archive.days import whole_day
from communique.archive.joining import acts, copies, utterances
from communique.archive.joining.acts import Act, act_of, same_act
from communique.archive.joining.copies import Joined, Text, same_text
from communique.archive.joining.grouping import Node
from communique.archive.joining.regrouping import KINDS, mark_stale, regroup
from communique.archive.joining.utterances import Utterance, same_utterance, utterance_of
from communique.archive.store import Archive
from communique.record import Record

_BANDS, _ROWS = 20, 2  # signatures that share a band are compared: at a likeness of .4, 97 of 100 do
_BATCH = 200
_ENCODER = msgspec.json.Encoder(order="deterministic")
_KEPT_DAYS = 40  # days of acts that are kept in memory

Progress = Callable[[int, int], None]


def join(archive: Archive, progress: Progress | None = None) -> int:
    """Join what is new, and make the groups anew that it changes.

    Args:
        archive: The archive.
        progress: Called with how many articles are done and how many there are to do.

    Returns:
        How many articles were new.
    """
    waiting = pending(archive)
    step = _Step(archive)
    for start in range(0, len(waiting), _BATCH):
        step.take(waiting[start : start + _BATCH])
        if progress is not None:
            progress(min(start + _BATCH, len(waiting)), len(waiting))
    regroup(archive)
    return len(waiting)


def pending(archive: Archive) -> list[str]:
    """Ids of the articles that joining has not seen as they are now, by day."""
    articles, done = tables().tables["articles"], _done()
    seen = select(done.c.article).where(done.c.article == articles.c.id).exists()
    chosen = select(articles.c.id).where(~seen).order_by(articles.c.published, articles.c.id)
    return [row[0] for row in archive.rows(chosen)]


def _done() -> Table:
    return tables().tables["join_done"]


class _Step:
    """One run of the step."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._days: dict[str, dict[str, list[Act]]] = {}  # acts by day and by each of their homes
        self._text = lru_cache(maxsize=512)(self._text_of)

    def take(self, articles: list[str]) -> None:
        """Compare a batch of articles with what is there and with one another, in one transaction."""
        with self._archive._writing() as connection:
            known = {each.article.id: each for each in self._archive.records(judged=True, only=articles)}
            self._forget(connection, articles)
            for coded in (known[article] for article in articles if article in known):
                links = [
                    *self._copies(connection, coded),
                    *self._acts(connection, coded),
                    *self._said(connection, coded),
                ]
                if links:
                    connection.execute(insert(tables().tables["links"]), links)
            connection.execute(insert(_done()), [{"article": article} for article in known])
            mark_stale(connection, articles)
        for day in sorted(self._days)[:-_KEPT_DAYS]:
            del self._days[day]

    def _forget(self, connection: Connection, articles: list[str]) -> None:
        table, taken = tables().tables, set(articles)
        for name in ("join_bands", "join_acts", "join_said"):
            connection.execute(delete(table[name]).where(table[name].c.article.in_(articles)))
        links = table["links"]
        for end, other in ((links.c.one_article, links.c.other_article), (links.c.other_article, links.c.one_article)):
            mark_stale(connection, connection.execute(select(other).distinct().where(end.in_(articles))).scalars())
            connection.execute(delete(links).where(end.in_(articles)))
        for known in (each for homes in self._days.values() for each in homes.values()):
            known[:] = [act for act in known if act.article not in taken]

    def _copies(self, connection: Connection, coded: Record) -> Iterator[dict[str, Any]]:
        table = tables().tables["join_bands"]
        own = Text(coded.article.text, whole_day(coded.article.published))
        bands = signature(own)
        chosen = select(table.c.article).distinct().where(table.c.band.in_(bands))
        near = _near(chosen, table.c.day, own.published, copies.DAYS_APART)
        for other in sorted({row[0] for row in connection.execute(near)}):
            found = same_text(own, self._text(other))
            if found is not None:
                yield _link("article", Node(coded.article.id, coded.article.id), Node(other, other), found)
        rows = [{"band": band, "article": coded.article.id, "day": own.published} for band in bands]
        connection.execute(insert(table), rows)

    def _text_of(self, article: str) -> Text:
        known = self._archive.record(article).article
        return Text(known.text, whole_day(known.published))

    def _acts(self, connection: Connection, coded: Record) -> Iterator[dict[str, Any]]:
        own = [each for each in (act_of(coded, event) for event in coded.events) if each.homes and each.day]
        for act in own:
            for other in self._near_acts(connection, act):
                found = same_act(act, other)
                if found is not None:
                    yield _link("event", Node(act.article, act.id), Node(other.article, other.id), found)
        once = list({each.id: each for each in own}.values())
        rows = [
            {"article": each.article, "entry": each.id, "day": each.day, "features": _packed(each)} for each in once
        ]
        if rows:
            connection.execute(insert(tables().tables["join_acts"]), rows)
        for each in once:
            if each.day in self._days:
                _by_home(self._days[each.day], each)

    def _near_acts(self, connection: Connection, act: Act) -> Iterator[Act]:
        table = tables().tables["join_acts"]
        for day in _days_round(act.day or "", acts.DAYS_APART):
            if day not in self._days:
                self._days[day] = defaultdict(list)
                for row in connection.execute(select(table.c.features).where(table.c.day == day)):
                    _by_home(self._days[day], _unpacked(row[0], Act))
            known = self._days[day]
            near = [each for home in act.homes if home in known for each in known[home] if each.article != act.article]
            yield from {(each.article, each.id): each for each in near}.values()

    def _said(self, connection: Connection, coded: Record) -> Iterator[dict[str, Any]]:
        table = tables().tables["join_said"]
        own = [
            each for each in (utterance_of(coded, said) for said in coded.statements if said.same_as is None) if each
        ]
        near = self._near_said(connection, own)
        for each in own:
            for other in near.get(each.speaker, ()):
                found = same_utterance(each, other) if other.article != each.article else None
                if found is not None:
                    yield _link("statement", Node(each.article, each.id), Node(other.article, other.id), found)
        rows = [
            {"article": each.article, "entry": each.id, "speaker": each.speaker, "features": _packed(each),
             "day": each.said or each.published}
            for each in {said.id: said for said in own}.values()
        ]  # fmt: skip
        if rows:
            connection.execute(insert(table), rows)

    def _near_said(self, connection: Connection, own: list[Utterance]) -> dict[str, list[Utterance]]:
        """By speaker what they said near the days of these utterances."""
        table, found = tables().tables["join_said"], defaultdict[str, list[Utterance]](list)
        days = [each.said or each.published for each in own]
        speakers = sorted({each.speaker for each in own})
        chosen = select(table.c.article, table.c.entry, table.c.speaker, table.c.features)
        chosen = chosen.where(table.c.speaker.in_(speakers))
        stretches = _stretches([day for day in days if day], utterances.DAYS_APART) if all(days) else [None]
        asked = [chosen if each is None else chosen.where(table.c.day.between(*each)) for each in stretches]
        asked += [chosen.where(table.c.day.is_(None))] if all(days) else []
        rows = {tuple(row) for each in asked if speakers for row in connection.execute(each)}
        for _, _, speaker, features in sorted(rows):
            found[speaker].append(_unpacked(features, Utterance))
        return found


def signature(text: Text) -> list[int]:
    """The bands of a text's MinHash: two texts that are alike share one of them."""
    from datasketch import MinHash

    made = MinHash(num_perm=_BANDS * _ROWS, seed=1)
    made.update_batch([each.encode() for each in sorted(text.runs)])
    values = [int(each) for each in made.hashvalues]
    pairs = zip(values[::_ROWS], values[1::_ROWS], strict=True)
    return sorted({(at << 58 | (a << 26) ^ b) & (2**63 - 1) for at, (a, b) in enumerate(pairs)})


def _by_home(known: dict[str, list[Act]], act: Act) -> None:
    for home in act.homes:
        known[home].append(act)


def _link(kind: str, one: Node, other: Node, found: Joined) -> dict[str, Any]:
    first, second = sorted((one, other))
    return {
        "kind": kind, "one_article": first.article, "one": first.entry, "other_article": second.article,
        "other": second.entry, "score": found.score, "reason": found.reason,
    }  # fmt: skip


def _near(chosen: Select[Any], column: Any, day: str | None, apart: int) -> Select[Any] | CompoundSelect[Any]:
    """Those of some rows whose day lies near; where either is unknown, it may.

    Two queries, so that each is a stretch of an index.
    """
    if not day:
        return chosen
    first, *_, last = _days_round(day, apart)
    return chosen.where(column.between(first, last)).union_all(chosen.where(column.is_(None)))


def _days_round(day: str, apart: int) -> list[str]:
    middle = date.fromisoformat(day)
    return [(middle + timedelta(days=shift)).isoformat() for shift in range(-apart, apart + 1)]


def _stretches(days: Iterable[str], apart: int) -> list[tuple[str, str]]:
    """First and last day of the stretches of time that lie so near to one of some days."""
    found: list[tuple[str, str]] = []
    for day in sorted(set(days)):
        first, *_, last = _days_round(day, apart)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _packed(each: Act | Utterance) -> str:
    return _ENCODER.encode(each).decode()


def _unpacked(features: str, shape: type[Any]) -> Any:
    return msgspec.json.decode(features, type=shape)


def counts(archive: Archive) -> dict[str, tuple[int, int]]:
    """How many groups there are of each kind, and how many members they have."""
    joined = tables().tables["joined"]
    found: dict[str, dict[Node, int]] = {kind: defaultdict(int) for kind in KINDS}
    for row in archive.rows(select(joined.c.kind, joined.c.leader_article, joined.c.leader)):
        found[row[0]][Node(row[1], row[2])] += 1
    return {kind: (len(groups), sum(groups.values())) for kind, groups in found.items()}
