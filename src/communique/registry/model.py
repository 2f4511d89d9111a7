"""What the registry is made of, after Popolo: entities, posts, tenures, aliases, memberships, documents."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from communique.record import ActorKind

AliasForm = Literal["name", "acronym", "demonym", "capital", "adjective", "title", "transliteration", "surname"]
TenureState = Literal["held", "former", "coming"]
Precision = Literal["day", "month", "year", "unknown"]

EARLIEST = "0000"
LATEST = "9999"


class Entity(Struct, frozen=True):
    """An actor of any kind.

    Attributes:
        id: ISO 3166-1 alpha-3 code, slug or Wikidata item.
        name: Canonical English name.
        kind: What sort of actor it is.
        country: Alpha-3 code of the state it belongs to, or the body's own id; None when it has none.
        sectors: PLOVER sector codes, the most telling first.
        wikidata: Wikidata item id.
        parent: Id of what it is an organ of (``EU.FAC`` -> ``EU``).
        cameo: CAMEO actor code without a role that depends on an office.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    parent: str | None = None
    cameo: str | None = None


class Alias(Struct, frozen=True):
    """One way to name an entity.

    ``needs_context`` says that the words alone do not tell: surnames, Georgia, Jordan, The Sun.
    ``since`` and ``until`` bound the naming in time (ISO 8601, as exact as known); None is open.
    """

    entity_id: str
    text: str
    form: AliasForm = "name"
    needs_context: bool = False
    since: str | None = None
    until: str | None = None

    def valid(self, on: date | None) -> bool:
        """Whether the naming was in use on that day; always when no day is given."""
        return on is None or covers(self.since, self.until, on.isoformat())


class Post(Struct, frozen=True):
    """An office that people hold.

    ``organization`` is the entity it belongs to: a state for its ministers, a body for its officers.
    """

    id: str
    post_class: str
    title: str
    organization: str
    country: str | None
    sectors: tuple[str, ...]


class Tenure(Struct, frozen=True):
    """A person in a post. ``since`` and ``until`` are ISO 8601, as exact as known; None is unknown or lasting."""

    person_id: str
    post_id: str
    since: str | None
    until: str | None
    source: str

    @property
    def precision(self) -> Precision:
        """How exact the start is known."""
        return precision(self.since)

    @property
    def start(self) -> date | None:
        """The first day that the start can mean."""
        return first_day(self.since)

    @property
    def end(self) -> date | None:
        """The last day that the end can mean."""
        return last_day(self.until)

    def held(self, on: date) -> bool:
        """Whether the office was held on that day, as far as the dates are known."""
        return covers(self.since, self.until, on.isoformat())

    def state(self, on: date) -> TenureState:
        """Whether the tenure was running on that day, over or still ahead. A day in no tenure at all is unknown."""
        day = on.isoformat()
        if self.until and day[: len(self.until)] > self.until:
            return "former"
        return "coming" if self.since and day[: len(self.since)] < self.since else "held"


class Membership(Struct, frozen=True):
    """A state in a body, from a day until a day; None is open. ``role`` is ``member`` or such as ``observer``."""

    body_id: str
    state_id: str
    since: str | None
    until: str | None
    role: str
    source: str

    def held(self, on: date) -> bool:
        """Whether the state was in the body on that day."""
        return covers(self.since, self.until, on.isoformat())


class TitleMatch(Struct, frozen=True):
    """A title that words in the text carry.

    Attributes:
        post_class: The class of posts it names.
        title: The title as the vocabulary writes it.
        organizations: Entities whose post it can be; empty when any. A state or body named in the words
            themselves is the only one.
        start: Index of the title's first word among the words given, qualifiers left out.
        former: The words say that the office is over.
        acting: The words say that the holder is acting or interim.
        deputy: The words name the deputy of the office.
    """

    post_class: str
    title: str
    organizations: tuple[str, ...] = ()
    start: int = 0
    former: bool = False
    acting: bool = False
    deputy: bool = False


class KnownDocument(Struct, frozen=True):
    """A resolution, treaty or agreement that news refers to by name or number.

    ``kind`` is one of the record's document kinds; ``body`` the entity that adopted it; ``adopted`` the day
    of adoption or signature, ISO 8601; ``number`` the resolution's number.
    """

    id: str
    kind: str
    name: str
    body: str | None
    adopted: str | None
    number: str | None
    subject: str
    source: str


def precision(value: str | None) -> Precision:
    """How exact an ISO 8601 date is, by its length."""
    if not value:
        return "unknown"
    return {4: "year", 7: "month"}.get(len(value), "day")  # type: ignore[return-value]


def covers(since: str | None, until: str | None, on: str) -> bool:
    """Whether the day lies between two dates of any precision, both ends included.

    A date of lower precision covers its whole year or month: ISO dates compare as text once the day is cut
    to the same length.
    """
    return (not since or since <= on[: len(since)]) and (not until or on[: len(until)] <= until)


def first_day(value: str | None) -> date | None:
    """The first day that a date of any precision can mean."""
    return date.fromisoformat((value + "-01-01")[:10]) if value else None


def last_day(value: str | None) -> date | None:
    """The last day that a date of any precision can mean."""
    if not value:
        return None
    if len(value) == 10:
        return date.fromisoformat(value)
    year, month = int(value[:4]), int(value[5:7] or 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
