"""A slice of a lake brought into an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from communique.archive import Archive, Selection
from communique.archive.database import tables
from communique.archive.queries import who
from communique.lake.reading import Lake

_AT_ONCE, _LOADING = 200, 1000  # records that are kept in one transaction, few and many
_MANY = 2000  # records for which a second process is worth its start

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: records that were new, that replaced others, and that were there already."""

    added: int
    replaced: int
    unchanged: int


def slice_of(
    lake: Lake,
    *,
    since: str | None = None,
    until: str | None = None,
    outlets: Iterable[str] = (),
    actors: Iterable[Selection] = (),
) -> list[int]:
    """The lake's numbers of some articles, by day of publication and id.

    Args:
        lake: Where they are.
        since: First day of publication, ISO 8601.
        until: Last day of publication.
        outlets: Names of outlets, any of which will do; case does not matter.
        actors: Actors, any of whom must appear, each as :func:`communique.ask.select` gives it.

    Raises:
        ArchiveError: The lake cannot be read.
    """
    return [row[0] for row in lake.rows(_chosen(since, until, outlets, actors))]


def import_slice(lake: Lake, archive: Archive, numbers: Sequence[int], progress: Progress | None = None) -> Imported:
    """Bring the records of some articles into an archive. What differs is replaced; a run that broke off goes on.

    Args:
        lake: Where they are.
        archive: Where they go.
        numbers: The articles, as :func:`slice_of` gives them.
        progress: Called with the records done and the records there are.

    Raises:
        ArchiveError: The lake cannot be read or the archive cannot be written.
    """
    counts = {"added": 0, "replaced": 0, "unchanged": 0}
    many = len(numbers) >= _MANY
    size = _LOADING if many else _AT_ONCE
    with archive.loading() if many else nullcontext():
        for start in range(0, len(numbers), size):
            for outcome in archive.add_many(list(lake.records_of(numbers[start : start + size]))):
                counts[outcome] += 1
            if progress is not None:
                progress(min(start + size, len(numbers)), len(numbers))
    return Imported(**counts)


def _chosen(
    since: str | None, until: str | None, outlets: Iterable[str], actors: Iterable[Selection]
) -> Select[tuple[int]]:
    articles, here = tables().tables["articles"], tables().tables["appearances"]
    chosen = select(articles.c.number).order_by(func.coalesce(articles.c.published, ""), articles.c.id)
    named, wanted = sorted({each.lower() for each in outlets}), list(actors)
    if since:
        chosen = chosen.where(articles.c.published >= since)
    if until:
        # A time of day may stand behind the day: '~' comes after all that it is written with.
        chosen = chosen.where(articles.c.published <= f"{until}~")
    if named:
        chosen = chosen.where(func.lower(articles.c.outlet).in_(named))
    if wanted:
        appear = or_(*(who(here, each) for each in wanted))
        chosen = chosen.where(articles.c.number.in_(select(here.c.article).where(appear)))
    return chosen
