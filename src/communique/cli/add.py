"""``communique add``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from communique.cli.console import err, number_of, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption, DeviceOption, Outlet, Published, columns_of, use

if TYPE_CHECKING:
    from communique.archive import Archive
    from communique.record import Record
    from communique.sources import Known, Source

    Sources = Iterator[tuple[str, Callable[[], Record]]]


class Form(StrEnum):
    """The formats of :data:`communique.sources.FORMATS`, named here so that help needs no heavy import."""

    text = "text"
    page = "page"
    jsonl = "jsonl"
    csv = "csv"
    feed = "feed"
    ninjs = "ninjs"
    newsml = "newsml"
    warc = "warc"
    mail = "mail"
    mailbox = "mailbox"
    pdf = "pdf"
    urls = "urls"


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Articles: files of any known format, folders, addresses.")
    ],
    archive: ArchiveOption = ARCHIVE,
    published: Published = None,
    outlet: Outlet = None,
    form: Annotated[
        Form | None, typer.Option("--from", help="The format of the files; told from each when not given.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=NAME", help="Which column or key holds a field, such as text=body."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on, and take the files that are put into the folders later.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Code articles anew that this version has coded already.")
    ] = False,
    device: DeviceOption = None,
) -> None:
    """Code articles and keep their records in an archive, which is made when there is none.

    Files are texts, pages, lines of JSON, tables (CSV, TSV), feeds (RSS, Atom, JSON Feed), agencies' files (ninjs,
    NewsML-G2), web archives (WARC), mails (EML, mbox), PDFs and lists of addresses; of a folder, files of these
    kinds are taken. An article that this version has coded already is left as it is; a record that is another than
    the one that is there replaces it. An article that cannot be read is reported and skipped; the exit code is 1
    then.
    """
    from communique.archive import Archive
    from communique.sources import Known

    use(device)
    known = Known(published, outlet, columns_of(column or ()))
    with Archive(archive, create=True) as kept:
        kept.check_writable()
        adding = _Adding(kept, known, form.value if form else None, again=again)
        if follow:
            adding.follow(paths)
        elif adding.add(paths):
            raise typer.Exit(1)


class _Adding:
    """Adds what is found below some paths, and tells what came of it."""

    def __init__(self, kept: Archive, known: Known, form: str | None, *, again: bool) -> None:
        self._kept, self._known, self._form = kept, known, form
        self._again = again

    def add(self, paths: Sequence[str]) -> int:
        """Add every article below these paths; the number of those that could not be read."""
        from communique.archive import Added, add_records, join

        counted: Counter[str] = Counter()
        messages = err()
        with messages.status("Coding…") as status:
            for outcome in add_records(self._kept, self._sources(paths)):
                status.update(f"Coding… {visible(outcome.where)}")
                if isinstance(outcome, Added):
                    counted[outcome.outcome] += 1
                else:
                    counted["skipped"] += 1
                    reason = visible(f"{outcome.where}: {outcome.error}")
                    messages.print(Text.assemble(("Skipped: ", "bold yellow"), reason))
            if counted["added"] or counted["replaced"]:
                status.update("Joining…")
                join(self._kept)
        kinds = ("added", "replaced", "unchanged", "skipped")
        told = ", ".join(f"{counted[each]:,} {each}" for each in kinds if counted[each])
        out().print(
            Text(f"{told or 'Nothing to add'}. {self._kept.where} holds {number_of(len(self._kept), 'article')}.")
        )
        return counted["skipped"]

    def follow(self, paths: Sequence[str]) -> None:
        """Add what is there, and then what is put there, until the user stops it."""
        from communique.sources.folder import PAUSE, Watched

        watched = Watched(paths)
        while True:
            found = watched.look()
            if found:
                self.add([str(path) for path in found])
            time.sleep(PAUSE)

    def _sources(self, paths: Sequence[str]) -> Sources:
        """Every article below these paths: where it comes from, and what reads and codes it."""
        from communique.sources import find_sources, read_items, read_source

        known = self._known
        for path in paths:
            if "://" in path:
                reading = partial(read_source, path, published=known.published, outlet=known.outlet)
                yield path, partial(coded, reading, self._kept, again=self._again)
                continue
            for found in find_sources([path]):
                for item in read_items(found, known, form=self._form):
                    yield item.where, partial(coded, item.read, self._kept, again=self._again)


def coded(read: Callable[[], Source], within: Archive, *, again: bool = False) -> Record:
    """The record of the article that ``read`` gives.

    Args:
        read: Reads the article.
        within: The archive for which it is coded.
        again: Whether an article is coded again whose record by this version is there.
    """
    from communique.archive import as_known
    from communique.pipeline import read_article, versions
    from communique.sources import with_notes

    found = read()
    article = as_known(within, found.article)
    known = None if again else within.coded_before(article, versions())
    if known is not None:
        return known
    return with_notes(read_article(article), found.notes)
