"""The component 'meetings': joins what names each meeting and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from communique import record
from communique.coders.meetings.agenda import Item, Topics, items, meeting_topics
from communique.coders.meetings.namings import Naming, namings
from communique.parse.reading import Reading
from communique.resolve.grounds import grounds
from communique.vocabulary.meetings import meeting_words

if TYPE_CHECKING:
    from spacy.tokens import Token

Status = Literal["scheduled", "held", "postponed", "cancelled"]


@dataclass(slots=True)
class _Meeting:
    """A meeting with its namings so far."""

    namings: list[Naming] = field(default_factory=list)
    agenda: list[Item] = field(default_factory=list)

    @property
    def body(self) -> str | None:
        return next((each.body for each in self.namings if each.body), None)

    @property
    def participants(self) -> list[str]:
        return list(dict.fromkeys(actor for each in self.namings for actor in each.participants if actor != self.body))

    @property
    def time(self) -> record.Moment | None:
        moments = [each.time for each in self.namings if each.time]
        return min(moments, key=_width) if moments else None

    @property
    def place(self) -> record.Spot | None:
        return next((each.place for each in self.namings if each.place), None)

    def grounds(self, reading: Reading) -> str:
        """Which words give it its time and its place."""
        timed = next((each for each in self.namings if each.time is not None and each.time == self.time), None)
        placed = next((each for each in self.namings if each.place is not None), None)
        told = grounds(reading, timed.token, timed.time, None) if timed else ""
        return told + (grounds(reading, placed.token, None, placed.place) if placed else "")

    @property
    def kinds(self) -> set[str]:
        """The words that say what sort of meeting it is, over all namings."""
        return {word for each in self.namings for word in each.kinds}

    def is_meeting(self) -> bool:
        """Whether it has a body or at least two sides, and a time or a place."""
        return (self.body is not None or len(self.participants) > 1) and not (self.time is None and self.place is None)


def _width(moment: record.Moment) -> tuple[int, str]:
    """How wide the moment is: exact days first."""
    exact = moment.earliest is not None and moment.earliest == moment.latest
    return (0 if exact else 1, moment.value)


class Meetings:
    """Finds meetings, joins their namings, and reads their status and agenda."""

    name = "meetings"
    version = "1"
    needs = frozenset({"syntax", "times", "actors", "places", "documents", "statements"})
    gives = frozenset({"meetings"})

    def code(self, reading: Reading) -> None:
        """Add the meetings, in the order of their first naming."""
        found = _joined(list(namings(reading)))
        _give_agenda(reading, found)
        topics = Topics(reading) if found else None
        reading.meetings = [
            self._entry(reading, meeting, topics) for meeting in found if topics is not None and meeting.is_meeting()
        ]

    def _entry(self, reading: Reading, meeting: _Meeting, topics: Topics) -> record.Meeting:
        first = meeting.namings[0]
        statement = reading.innermost_statement(first.start, first.end)
        status, reason = _status(reading, meeting)
        return record.Meeting(
            id=record.entry_id("m", reading.article.sha256, first.start, first.end),
            body=meeting.body,
            participants=tuple(meeting.participants),
            time=meeting.time,
            place=meeting.place,
            status=status,
            agenda=_agenda(meeting, topics),
            evidence=tuple((each.start, each.end) for each in meeting.namings),
            attributed_to=statement.id if statement else None,
            confidence=_confidence(meeting),
            basis=record.Basis(coder=self.name, version=self.version, reason=reason + meeting.grounds(reading)),
        )


def _joined(found: list[Naming]) -> list[_Meeting]:
    """Namings of one meeting together."""
    meetings: list[_Meeting] = []
    for naming in found:
        meeting = next((each for each in reversed(meetings) if _same(each, naming)), None)
        if meeting is None:
            meeting = _Meeting()
            meetings.append(meeting)
        meeting.namings.append(naming)
    return meetings


def _same(meeting: _Meeting, naming: Naming) -> bool:
    """Whether a naming can mean a meeting that was named before."""
    if not _agree(meeting.time, naming.time):
        return False
    same_time = meeting.time is not None and naming.time is not None
    if naming.apart and not same_time:
        return False
    if meeting.body and naming.body:
        return meeting.body == naming.body or _part_of(meeting.body, naming.body)
    if naming.participants and meeting.participants:
        shared = set(meeting.participants) & set(naming.participants)
        same = set(naming.participants) == set(meeting.participants)
        return bool(shared) and (same or (len(shared) > 1 and (same_time or naming.definite)))
    if naming.participants or naming.body or naming.verb:
        return False
    return naming.kinds <= meeting.kinds and (naming.definite or same_time)


def _part_of(one: str, other: str) -> bool:
    """Whether one body is an organ of the other by their ids ("EU" and "EU.FAC")."""
    return one.startswith(other + ".") or other.startswith(one + ".")


def _agree(one: record.Moment | None, other: record.Moment | None) -> bool:
    """Whether two moments can be the same day; unknown ones agree with all."""
    if one is None or other is None or one.value == other.value:
        return True
    if None in (one.earliest, one.latest, other.earliest, other.latest):
        return False
    return (one.earliest or "") <= (other.latest or "") and (other.earliest or "") <= (one.latest or "")


def _give_agenda(reading: Reading, found: list[_Meeting]) -> None:
    """Tie what a sentence says is dealt with to the meeting that the sentence is about."""
    by_sentence: dict[int, list[tuple[Naming, _Meeting]]] = {}
    for meeting in found:
        for naming in meeting.namings:
            by_sentence.setdefault(naming.token.sent.start, []).append((naming, meeting))
            meeting.agenda += meeting_topics(naming.token)
    for sentence in reading.sentences() if found else ():
        here = by_sentence.get(sentence.start, [])
        for item in items(sentence) if here else ():
            naming, meeting = min(here, key=lambda pair: abs(pair[0].token.i - item.word.i))
            if naming.token.i not in (item.word.i, item.topic.i):
                meeting.agenda.append(item)


def _agenda(meeting: _Meeting, topics: Topics) -> tuple[record.AgendaItem, ...]:
    """The agenda without repetitions of the same words."""
    found: dict[tuple[str, str], record.AgendaItem] = {}
    for item in meeting.agenda:
        entry = topics.agenda_item(item)
        found.setdefault((entry.topic.lower(), entry.treatment), entry)
    return tuple(found.values())


def _status(reading: Reading, meeting: _Meeting) -> tuple[Status, str]:
    """The status by cue words, else by the day, else by tense."""
    for naming in meeting.namings:
        cue = _fate(naming.token)
        if cue is not None:
            return cue
    published = reading.article.published
    time = meeting.time
    if published and time and time.latest and time.latest < published:
        return "held", "its day is before publication"
    if published and time and time.earliest and time.earliest > published:
        return "scheduled", "its day is after publication"
    ahead = any(_is_ahead(naming.token) for naming in meeting.namings)
    return ("scheduled", "words for what is to come") if ahead else ("held", "told as past or going on")


def _fate(token: Token) -> tuple[Status, str] | None:
    """Whether a verb says that the meeting is put off or called off."""
    words = meeting_words()
    verb = token.head if token.dep_ in {"dobj", "nsubjpass", "nsubj"} else None
    if verb is None or verb.pos_ != "VERB" or any(child.dep_ == "neg" for child in verb.children):
        return None
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), "")
    lemma = f"{verb.lemma_.lower()} {particle}".strip()
    if token.dep_ == "nsubj" and verb.lemma_.lower() not in words.postponed:
        return None
    if lemma in words.cancelled or verb.lemma_.lower() in words.cancelled:
        return "cancelled", f"cue '{verb.text}'"
    if lemma in words.postponed and (lemma != "push" or particle):
        return "postponed", f"cue '{verb.text}'"
    return None


def _is_ahead(token: Token) -> bool:
    """Whether modifiers, a modal or a verb of planning put the meeting into the future."""
    words = meeting_words()
    if any(child.lower_ in words.upcoming_words for child in token.lefts):
        return True
    if any(child.lower_ in words.past_words for child in token.lefts):
        return False
    verb = token
    for _ in range(6):
        if verb.pos_ in {"VERB", "AUX"}:
            if any(child.dep_ == "aux" and child.lower_ in words.modals | {"'ll", "’ll"} for child in verb.children):
                return True
            if verb.lemma_.lower() in words.scheduled or (verb.tag_ in {"VBZ", "VBP"} and verb is token):
                return True
            if verb.tag_ == "VBD":
                return False
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return False


def _confidence(meeting: _Meeting) -> float:
    """Higher with a body, a day and a place; set by hand after reading articles, not counted on labelled data."""
    known = (0.2 * (meeting.body is not None), 0.15 * (meeting.time is not None), 0.1 * (meeting.place is not None))
    return round(0.5 + sum(known), 2)
