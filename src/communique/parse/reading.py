"""The reading: one article on its way through the corridor.

A reading starts with the article alone. Every component adds its layer (:data:`LAYERS`) and touches no
other component's. Offsets are code points into ``article.text`` throughout; spaCy's ``token.idx`` counts
the same way, so no conversion is ever needed.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from communique import record

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from communique.parse.encoder import Encoding

LAYERS = (
    "article", "prose", "syntax", "encoding", "quotes", "names", "times", "actors", "places",
    "documents", "statements", "events", "meetings", "positions",
)  # fmt: skip

NameLabel = Literal["person", "organisation", "place", "group", "event", "document", "media", "other"]


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name found in the text. ``group`` covers nationalities, religions and parties' members."""

    start: int
    end: int
    label: NameLabel


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in quotation marks.

    ``start``/``end`` exclude the marks, ``outer_start``/``outer_end`` include them (equal to the inner ones
    where a mark is missing). ``continues`` is the index of the quotation that this one carries on, when a
    paragraph ends without a closing mark; ``depth`` is 1 inside another quotation.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int = 0
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean an actor. ``head`` is the index of the syntactic head token in ``reading.doc``."""

    start: int
    end: int
    head: int
    form: Literal["name", "nominal", "pronoun", "demonym", "capital"]
    actor: str


@dataclass(slots=True)
class Reading:
    """What is known so far about one article; each attribute belongs to the layer named beside it."""

    article: record.Article  # article
    published: date | None  # article
    doc: Doc = field(init=False)  # syntax: the whole text, sentence starts forced at paragraph starts
    paragraphs: list[record.Offsets] = field(default_factory=list)  # prose: prose only, skipped passages left out
    encoding: Encoding | None = None  # encoding: None where the rules read alone
    quotes: list[Quote] = field(default_factory=list)  # quotes
    names: list[Name] = field(default_factory=list)  # names
    times: list[record.Time] = field(default_factory=list)  # times
    mentions: list[Mention] = field(default_factory=list)  # actors: sorted by start; may nest
    actors: dict[str, record.Actor] = field(default_factory=dict)  # actors: by id, without their mentions
    places: list[record.Place] = field(default_factory=list)  # places: sorted by start
    documents: list[record.Document] = field(default_factory=list)  # documents
    statements: list[record.Statement] = field(default_factory=list)  # statements
    events: list[record.Event] = field(default_factory=list)  # events
    meetings: list[record.Meeting] = field(default_factory=list)  # meetings
    positions: list[record.Position] = field(default_factory=list)  # positions
    notes: list[record.Note] = field(default_factory=list)  # any
    _by_head: dict[int, Mention] = field(default_factory=dict)
    _token_starts: list[int] = field(default_factory=list)
    _reach: int = 0  # length of the longest mention
    _breadth: tuple[float, int] | None = None
    _sentences: tuple[Doc, Sequence[record.Offsets], list[Span]] | None = None  # of that parse, those passages skipped

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def is_skipped(self, start: int, end: int) -> bool:
        """Whether any character of ``[start, end)`` lies in a skipped passage."""
        return any(start < stop and begin < end for begin, stop in self.article.skipped)

    def sentences(self) -> list[Span]:
        """The sentences that are coded, in order: those outside skipped passages, blank ones left out."""
        return list(self._coded_sentences())

    def sentence_count(self) -> int:
        """How many sentences are coded."""
        return len(self._coded_sentences())

    def _coded_sentences(self) -> list[Span]:
        if self._sentences is None or self._sentences[0] is not self.doc or self._sentences[1] != self.article.skipped:
            found = [
                sentence
                for sentence in self.doc.sents
                if sentence.text.strip() and not self.is_skipped(sentence.start_char, sentence.end_char)
            ]
            self._sentences = self.doc, self.article.skipped, found
        return self._sentences[2]

    def token_at(self, offset: int) -> Token | None:
        """The token that covers this offset, or the one before it in white space; None before the first."""
        if len(self._token_starts) != len(self.doc):
            self._token_starts = [token.idx for token in self.doc]
        index = bisect.bisect_right(self._token_starts, offset) - 1
        return self.doc[index] if index >= 0 else None

    def span(self, start: int, end: int) -> Span:
        """The tokens that overlap ``[start, end)``."""
        first, last = self.token_at(start), self.token_at(max(start, end - 1))
        if first is None or last is None:
            return self.doc[0:0]
        return self.doc[first.i : last.i + 1]

    def add_mention(self, mention: Mention) -> None:
        """Keep a mention and index it by its head token; the longest mention of a head wins the index."""
        bisect.insort(self.mentions, mention, key=lambda each: (each.start, each.end))
        self._reach = max(self._reach, mention.end - mention.start)
        known = self._by_head.get(mention.head)
        if known is None or mention.end - mention.start > known.end - known.start:
            self._by_head[mention.head] = mention

    def drop_actors(self, ids: Collection[str]) -> None:
        """Forget actors and every mention of them."""
        for each in ids:
            del self.actors[each]
        left = [mention for mention in self.mentions if mention.actor not in ids]
        self.mentions, self._by_head, self._reach = [], {}, 0
        for mention in left:
            self.add_mention(mention)

    def mention_of(self, token: Token) -> Mention | None:
        """The mention whose head is this token; failing that the shortest mention that covers it."""
        known = self._by_head.get(token.i)
        if known is not None:
            return known
        end = token.idx + len(token)
        covering = [m for m in self._started(end - self._reach, token.idx) if end <= m.end]
        return min(covering, key=lambda m: m.end - m.start, default=None)

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Mentions that lie wholly inside ``[start, end)``, in order."""
        return [m for m in self._started(start, end) if m.end <= end]

    def mentions_over(self, start: int, end: int) -> list[Mention]:
        """Mentions that share a character with ``[start, end)``, in order."""
        return [m for m in self._started(start + 1 - self._reach, end - 1) if start < m.end]

    def mentions_before(self, offset: int) -> Iterator[Mention]:
        """Mentions that start before ``offset``, the last first."""
        for index in range(bisect.bisect_left(self.mentions, offset, key=_start) - 1, -1, -1):
            yield self.mentions[index]

    def breadth(self) -> tuple[float, int]:
        """How international the article is: the foremost country's share of the mentions, and countries named twice.

        What is asked first is kept, so that actors who are added later change nothing.
        """
        if self._breadth is None:
            known = (self.actors[m.actor] for m in self.mentions if m.actor in self.actors)
            homes = Counter(actor.country for actor in known if actor.country is not None)
            share = max(homes.values()) / homes.total() if homes else 0.0
            self._breadth = share, sum(count > 1 for count in homes.values())
        return self._breadth

    def _started(self, first: int, last: int) -> list[Mention]:
        """Mentions that start at ``first`` or later and at ``last`` or earlier."""
        begin = bisect.bisect_left(self.mentions, first, key=_start)
        return self.mentions[begin : bisect.bisect_right(self.mentions, last, lo=begin, key=_start)]

    def places_in(self, start: int, end: int) -> list[record.Place]:
        """Places that lie wholly inside ``[start, end)``, in order."""
        begin = bisect.bisect_left(self.places, start, key=lambda place: place.start)
        last = bisect.bisect_right(self.places, end, lo=begin, key=lambda place: place.start)
        return [place for place in self.places[begin:last] if place.end <= end]

    def times_in(self, start: int, end: int) -> list[record.Time]:
        """Time expressions that lie wholly inside ``[start, end)``, in order."""
        return [t for t in self.times if start <= t.start and t.end <= end]

    def innermost_statement(self, start: int, end: int) -> record.Statement | None:
        """The statement with the shortest content piece that holds ``[start, end)`` whole."""
        holding = [
            (stop - begin, index)
            for index, statement in enumerate(self.statements)
            for begin, stop in statement.content
            if begin <= start and end <= stop
        ]
        return self.statements[min(holding)[1]] if holding else None

    def note(self, level: Literal["info", "warning"], about: str, text: str) -> None:
        """Tell the reader of the record something about how it was made."""
        self.notes.append(record.Note(level=level, about=about, text=text))


def _start(mention: Mention) -> int:
    return mention.start


class Component(Protocol):
    """A step of the corridor: declares what it needs and gives, and does one thing.

    Attributes:
        name: Name written into ``basis.coder``.
        version: Version written into ``basis.version``; raised whenever its output changes.
        needs: Layers that must be there before it runs.
        gives: Layers that it adds.
    """

    name: str
    version: str
    needs: frozenset[str]
    gives: frozenset[str]

    def code(self, reading: Reading) -> None:
        """Add this component's layers to the reading."""
        ...
