"""One agenda from all articles: a meeting told of in several is one, and what moved or was called off is tracked.

Articles are taken in the order of publication. Two tellings are one meeting when the body (or an organ of it) and the
day are the same, or, without a body, the same sides and day. A telling without an exact day goes to the one meeting of
the body that its days allow. "Postponed" and "cancelled" go to the next meeting of the body that was announced before.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated

from msgspec import Struct, structs

from communique.archive import Archive, Selection
from communique.archive.overview import Party, newest
from communique.ask.calendar import CalendarRow, calendar
from communique.ask.common import unique
from communique.record import doc

_AHEAD = timedelta(days=92)  # how far ahead an announced meeting can be that an undated "postponed" means
_YEAR = timedelta(days=366)  # further than a meeting is moved
_RECENT = 600  # articles that a calendar of recent news is made from
_ANY = ""  # the month of what may fall in very many
_MOST_MONTHS = 120
_CALLED_OFF = frozenset({"postponed", "cancelled"})


class AgendaRow(Struct, frozen=True, kw_only=True):
    """One meeting, or one planned act, with everything that the articles say of it."""

    uid: Annotated[str, doc("Stable id; it stays when the meeting moves.")]
    sequence: Annotated[int, doc("How often its day, place or status changed.")]
    day: Annotated[str | None, doc("First day it can fall on, as last told.")]
    until: Annotated[str | None, doc("Last day it can fall on.")]
    kind: Annotated[str, doc("meeting, or the PLOVER type of a planned act.")]
    status: Annotated[str, doc("scheduled, held, postponed or cancelled; planned for an act.")]
    body_id: Annotated[str | None, doc("Id of the body that meets.")]
    body: Annotated[str | None, doc("Its name.")]
    participant_ids: Annotated[tuple[str, ...], doc("Ids of those who take part.")]
    participants: Annotated[tuple[str, ...], doc("Their names.")]
    place: Annotated[str | None, doc("Where it is held.")]
    questions: Annotated[tuple[str, ...], doc("Ids of the questions on its agenda.")]
    agenda: Annotated[tuple[str, ...], doc("Each topic with its treatment in brackets.")]
    expects: Annotated[tuple[str, ...], doc("What each article tells of it: outlet, day and words.")]
    changes: Annotated[tuple[str, ...], doc("What changed, with the day of the article that says so.")]
    articles: Annotated[tuple[str, ...], doc("Ids of the articles.")]
    ids: Annotated[tuple[str, ...], doc("Ids of the entries, as 'communique show' takes them.")]
    updated: Annotated[str | None, doc("Day of the newest article that tells of it.")]


@dataclass
class _Meeting:
    """A meeting with its tellings so far."""

    first: CalendarRow
    day: str | None = None
    until: str | None = None
    status: str = "scheduled"
    place: str | None = None
    tellings: list[CalendarRow] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def body_id(self) -> str | None:
        """The most particular body that any telling names."""
        return max((each.body_id for each in self.tellings if each.body_id), key=len, default=None)

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.day is not None and self.day == self.until


def agenda(archive: Archive, wanted: Selection | None = None) -> list[AgendaRow]:
    """Meetings and planned acts, each once, in the order of their days; those without a day at the end.

    Args:
        archive: Where to look.
        wanted: What to take in, as for the calendar. With a question, meetings that have it on their agenda in any
            article are given whole. Whether a telling means the same meeting is seen of those up to a year before and
            after the days asked for. None takes everything.
    """
    wanted = wanted or Selection()
    told = _of_question(archive, wanted) if wanted.question else calendar(archive, _whole(wanted))
    meetings = [_row(each) for each in merged(row for row in told if row.kind == "meeting")]
    acts = [] if wanted.question else _acts(row for row in told if row.kind != "meeting")
    chosen = [row for row in (*meetings, *acts) if _fits(row, wanted)]
    return sorted(chosen, key=lambda row: (row.day or row.until or "9999", row.uid))


def _whole(wanted: Selection) -> Selection:
    """Everything that may tell of the meetings that are wanted: what moved may have been told of other days."""
    return _around(wanted, Selection(actor=wanted.actor, codes=wanted.codes, articles=wanted.articles))


def _around(wanted: Selection, whole: Selection) -> Selection:
    return replace(whole, since=_moved(wanted.since, -_YEAR), until=_moved(wanted.until, _YEAR))


def _moved(day: str | None, by: timedelta) -> str | None:
    try:
        return (date.fromisoformat(day) + by).isoformat() if day else None
    except OverflowError:
        return None


def _of_question(archive: Archive, wanted: Selection) -> list[CalendarRow]:
    """Every telling of the bodies and sides whose meetings have the question on their agenda."""
    asked = calendar(archive, replace(_whole(wanted), question=wanted.question))
    bodies = {row.body_id for row in asked if row.body_id}
    above = {body.rsplit(".", depth)[0] for body in bodies for depth in range(1, body.count(".") + 1)}
    sides = {actor for row in asked if not row.body_id for actor in row.participant_ids}
    who = frozenset(each.casefold() for each in bodies | above | sides)
    if not who:
        return []
    return calendar(
        archive, _around(wanted, Selection(actor=who, codes=frozenset(bodies), articles=wanted.articles))
    )  # fmt: skip


def recent_agenda(
    archive: Archive, party: Party | None = None, *, since: str | None = None, until: str | None = None
) -> list[AgendaRow]:
    """Meetings and planned acts as the newest articles tell of them, those of an actor in its articles.

    Args:
        archive: Where to look.
        party: A body that meets, or somebody who takes part.
        since: First day of the meetings.
        until: Last day of the meetings.
    """
    found = newest(archive, parties=(party,) if party else (), most=_RECENT)
    who = party.selection if party else Selection()
    articles = frozenset(each["id"] for each in found)
    return agenda(archive, replace(who, since=since, until=until, articles=articles))


def due(rows: Iterable[AgendaRow], on: str) -> list[AgendaRow]:
    """What is still ahead on a day, the next first; what was called off and what has no day is left out."""
    ahead = [row for row in rows if (row.until or row.day or "") >= on and row.status not in _CALLED_OFF]
    return sorted(ahead, key=lambda row: (row.day or row.until or "9999", row.uid))


def merged(told: Iterable[CalendarRow]) -> list[_Meeting]:
    """The meetings behind these tellings."""
    meetings: list[_Meeting] = []
    kin: dict[Hashable, _Kin] = defaultdict(_Kin)
    for row in sorted(told, key=lambda row: (row.published or "", row.article, row.day or "9999", row.id)):
        alike = kin[_kin(row)]
        known = _same(alike, row)
        if known is None:
            known = _begun(row)
            meetings.append(known)
        else:
            _tell(known, row)
        alike.take(known)
    return meetings


class _Kin:
    """Meetings that have a body or their sides in common, found by the months in which they may fall."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}  # by what Python calls the meeting
        self._months: dict[str, dict[int, _Meeting]] = defaultdict(dict)

    def take(self, meeting: _Meeting) -> None:
        """Take a meeting in, and again after it moved: what it is no longer found by rightly does no harm."""
        number = self._numbers.setdefault(id(meeting), len(self._numbers))
        if meeting.day is not None:
            for month in _months(meeting.day, meeting.until or meeting.day) or [_ANY]:
                self._months[month][number] = meeting

    def near(self, first: str, last: str) -> list[_Meeting]:
        """Those that may fall on these days, the one that was told of first before others."""
        months = _months(first, last) or list(self._months)
        found = {number: each for month in (*months, _ANY) for number, each in self._months.get(month, {}).items()}
        return [found[number] for number in sorted(found)]


def _months(first: str, last: str) -> list[str]:
    """The months between two days; none where they are very many."""
    year, month = int(first[:4]), int(first[5:7])
    number = 12 * (int(last[:4]) - year) + int(last[5:7]) - month + 1
    if number > _MOST_MONTHS:
        return []
    return [f"{year + (month + n - 1) // 12}-{(month + n - 1) % 12 + 1:02}" for n in range(max(number, 1))]


def _kin(row: CalendarRow) -> Hashable:
    """What all tellings of one meeting have in common: the body above all its organs, or the sides."""
    return row.body_id.partition(".")[0] if row.body_id else frozenset(row.participant_ids)


def _begun(row: CalendarRow) -> _Meeting:
    return _Meeting(
        first=row, day=row.day, until=row.until or row.day, status=row.status, place=row.place, tellings=[row]
    )


def _same(kin: _Kin, row: CalendarRow) -> _Meeting | None:
    """The meeting that a telling means."""
    near = kin.near(row.day, row.until or row.day) if row.day else []
    fitting = [each for each in near if _when(each, row) and _who(each, row)]
    exact = [each for each in fitting if each.exact and each.day == row.day == row.until]
    if exact:
        return exact[0]
    if len(fitting) == 1 and (row.day or fitting[0].day):
        return fitting[0]
    if row.status in _CALLED_OFF and not fitting:
        return _announced(kin, row)
    return None


def _who(meeting: _Meeting, row: CalendarRow) -> bool:
    if meeting.body_id and row.body_id:
        one, other = meeting.body_id, row.body_id
        return one == other or one.startswith(other + ".") or other.startswith(one + ".")
    sides = {actor for each in meeting.tellings for actor in each.participant_ids}
    return meeting.body_id is None and row.body_id is None and len(sides) > 1 and sides == set(row.participant_ids)


def _when(meeting: _Meeting, row: CalendarRow) -> bool:
    if meeting.day is None or row.day is None:
        return False
    return row.day <= (meeting.until or meeting.day) and meeting.day <= (row.until or row.day)


def _announced(kin: _Kin, row: CalendarRow) -> _Meeting | None:
    """The next meeting of this body that was announced: an undated or newly dated "postponed" means it."""
    if not row.published:
        return None
    today = date.fromisoformat(row.published)
    last = (today + _AHEAD).isoformat()
    alike = [each for each in kin.near(row.published, last) if _who(each, row)]
    ahead = [each for each in alike if each.status == "scheduled" and row.published <= (each.until or "") <= last]
    return min(ahead, key=lambda each: each.day or "", default=None)


def _tell(meeting: _Meeting, row: CalendarRow) -> None:
    """Take another telling in, and note what it changes."""
    meeting.tellings.append(row)
    when = row.published or "undated"
    status = row.status
    if row.day and (row.day, row.until or row.day) != (meeting.day, meeting.until):
        status = _move(meeting, row, when)
    if status not in {meeting.status, "scheduled"}:
        meeting.changes.append(f"{when}: {status}")
        meeting.status = status
    if row.place and row.place != meeting.place:
        if meeting.place:
            meeting.changes.append(f"{when}: in {row.place} instead of {meeting.place}")
        meeting.place = row.place


def _move(meeting: _Meeting, row: CalendarRow, when: str) -> str:
    """Take over the day of a telling that is exact or says that the meeting moved; the status that follows."""
    exact = row.day == row.until
    if row.status == "postponed":
        meeting.changes.append(f"{when}: moved from {meeting.day} to {row.day}")
    elif exact and not meeting.exact:
        meeting.changes.append(f"{when}: on {row.day}")
    else:
        return row.status
    meeting.day, meeting.until = row.day, row.until or row.day
    return "scheduled" if row.status == "postponed" and (row.day or "") >= when else row.status


def _row(meeting: _Meeting) -> AgendaRow:
    told = meeting.tellings
    particular = next((each for each in told if each.body_id == meeting.body_id), meeting.first)
    who = {actor: name for each in told for actor, name in zip(each.participant_ids, each.participants, strict=True)}
    return AgendaRow(
        uid=_uid(meeting.first), sequence=len(meeting.changes), day=meeting.day, until=meeting.until, kind="meeting",
        status=meeting.status, body_id=meeting.body_id, body=particular.body,
        participant_ids=tuple(who), participants=tuple(who.values()), place=meeting.place,
        questions=unique(topic for each in told for topic in each.questions),
        agenda=unique(topic for each in told for topic in each.agenda),
        expects=unique(_expectation(each) for each in told), changes=tuple(meeting.changes),
        articles=unique(each.article for each in told), ids=unique(each.id for each in told),
        updated=max((each.published for each in told if each.published), default=None),
    )  # fmt: skip


def _acts(told: Iterable[CalendarRow]) -> list[AgendaRow]:
    """Planned acts, each once: the same kind of act by the same actors on the same day is one."""
    found: dict[str, AgendaRow] = {}
    for each in map(_act, told):
        known = found.get(each.uid)
        found[each.uid] = each if known is None else _joined(known, each)
    return list(found.values())


def _joined(known: AgendaRow, other: AgendaRow) -> AgendaRow:
    return structs.replace(
        known, expects=unique((*known.expects, *other.expects)), articles=unique((*known.articles, *other.articles)),
        ids=unique((*known.ids, *other.ids)), updated=max(known.updated or "", other.updated or "") or None,
    )  # fmt: skip


def _act(row: CalendarRow) -> AgendaRow:
    return AgendaRow(
        uid=_uid(row), sequence=0, day=row.day, until=row.until, kind=row.kind, status=row.status, body_id=None,
        body=None, participant_ids=row.participant_ids, participants=row.participants, place=row.place, questions=(),
        agenda=(), expects=(_expectation(row),), changes=(), articles=(row.article,), ids=(row.id,),
        updated=row.published,
    )  # fmt: skip


def _uid(first: CalendarRow) -> str:
    """An id from what the first article to tell of it says, so that later ones cannot change it."""
    who = first.body_id or " ".join(sorted(first.participant_ids))
    key = "\x1f".join((first.kind, who, first.day or "", "" if first.day else first.id))
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _expectation(row: CalendarRow) -> str:
    source = " ".join(filter(None, (row.outlet, row.published)))
    return f"{source}: {' '.join(row.words.split())}" if source else " ".join(row.words.split())


def _fits(row: AgendaRow, wanted: Selection) -> bool:
    if wanted.question and wanted.question not in row.questions:
        return False
    day, until = row.day or row.until or row.updated or "", row.until or row.day or row.updated or ""
    return (not wanted.since or until >= wanted.since) and (not wanted.until or day <= wanted.until)
