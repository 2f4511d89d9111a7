"""Articles by their words, actors, days, outlets, events and stances, with counts and a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Struct

from communique.archive import Archive
from communique.archive import search as archived
from communique.archive.dialects import MARKS
from communique.archive.search import Facet, Order, Place, Search, to_match
from communique.archive.uncollected import uncollected
from communique.ask.tokens import not_a_place, place_of, token
from communique.errors import BadSearch
from communique.record import doc
from communique.vocabulary.events import event_types


class SearchRow(Struct, frozen=True, kw_only=True):
    """One article that was found."""

    article: Annotated[str, doc("Id of the article.")]
    title: Annotated[str | None, doc("Headline of the article.")]
    outlet: Annotated[str | None, doc("Outlet that published it.")]
    published: Annotated[str | None, doc("Day it was published, ISO 8601.")]
    url: Annotated[str | None, doc("Where it came from.")]
    words: Annotated[str, doc("The piece of its text that shows best why it was found.")]
    marked: Annotated[
        tuple[tuple[int, int], ...], doc("Where the words that were looked for stand in it, in code points.")
    ]
    copies: Annotated[tuple[str, ...], doc("Ids of the other articles with the same text, once it is joined.")] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits.

    Attributes:
        rows: The hits.
        total: How many articles are found on all pages, copies of one text counted once.
        next: What to give as ``after`` for the next page; None on the last.
        facets: Counts by outlet, month, event type and country of an actor, the commonest first, where asked for.
        more: Whether there are more than ``total``: where more than 2,000 articles have a phrase, PostgreSQL is not
            asked to count them all.
        counted: How many of the articles are counted there: where very many are found, those added last.
    """

    rows: tuple[SearchRow, ...]
    total: int
    next: str | None
    facets: dict[Facet, list[tuple[str, int]]]
    counted: int
    more: bool = False


@uncollected()
def search(
    archive: Archive,
    asked: Search,
    *,
    order: Order = "relevance",
    most: int = 20,
    after: str | None = None,
    facets: bool = False,
) -> Page:
    """Look for articles.

    Args:
        archive: Where to look.
        asked: What is looked for.
        order: The best or the latest first. Of very many hits those added last are ranked: by date all come.
        most: How many hits a page has, 1 to 1,000.
        after: The last page's ``next``. By date no article is shown twice or missed while others are added; what
            is added changes relevance a little.
        facets: Whether to count.

    Raises:
        BadSearch: The words cannot be looked for, there is no such type, or ``after`` comes from no page.
    """
    if asked.type and asked.type.upper() not in event_types():
        raise BadSearch(f"There is no type of event '{asked.type}'.", f"The types are: {', '.join(event_types())}.")
    most = min(max(most, 1), 1000)
    ranked = order == "relevance" and bool(to_match(asked.words))
    found = archived.find(
        archive, asked, order=order, most=most + 1, after=_place(after, ranked), facets=facets
    )  # fmt: skip
    hits = found.hits
    return Page(
        rows=tuple(_row(hit) for hit in hits[:most]), total=found.total,
        next=token(hits[most - 1].place) if len(hits) > most else None, facets=found.facets, counted=found.counted,
        more=found.more,
    )  # fmt: skip


def _row(hit: archived.Hit) -> SearchRow:
    words, marked = _unmarked(hit.words)
    return SearchRow(
        article=hit.article, title=hit.title, outlet=hit.outlet, published=hit.published, url=hit.url, words=words,
        marked=marked, copies=hit.copies,
    )  # fmt: skip


def _unmarked(words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words without their marks, and where the marked ones stand."""
    begin, end = MARKS
    pieces = words.split(begin)
    plain, marked = pieces[0], []
    for piece in pieces[1:]:
        inside, _, outside = piece.partition(end)
        marked.append((len(plain), len(plain) + len(inside)))
        plain += inside + outside
    return plain, tuple(marked)


def _place(text: str | None, ranked: bool) -> Place | None:
    """Where a page of this order ended: by rank or by day."""
    if not text:
        return None
    key, number = place_of(text, tuple[float | str, int])
    if isinstance(key, str) is ranked:
        raise not_a_place(text)
    return Place(key, number)
