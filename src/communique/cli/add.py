"""``communique add``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from communique.cli.console import err, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption, Outlet, Published

if TYPE_CHECKING:
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
) -> None:
    """Code articles and keep their records in an archive, which is made when there is none.

    Files are texts, pages, lines of JSON, tables (CSV, TSV), feeds (RSS, Atom, JSON Feed), agencies' files (ninjs,
    NewsML-G2), web archives (WARC), mails (EML, mbox), PDFs and lists of addresses; of a folder, files of these
    kinds are taken. An article that is there already is left when nothing changed and replaced when its record
    is another. An article that cannot be read is reported and skipped; the exit code is 1 then.
    """
    from communique.archive import Added, Archive, add_records
    from communique.sources import Known

    known = Known(published, outlet, _columns(column or []))

    counted: Counter[str] = Counter()
    messages = err()
    with Archive(archive, create=True) as kept, messages.status("Coding…") as status:
        for outcome in add_records(kept, sources(paths, known, form.value if form else None)):
            status.update(f"Coding… {visible(outcome.where)}")
            if isinstance(outcome, Added):
                counted[outcome.outcome] += 1
            else:
                counted["skipped"] += 1
                reason = visible(f"{outcome.where}: {outcome.error}")
                messages.print(Text.assemble(("Skipped: ", "bold yellow"), reason))
        total = len(kept)
    kinds = ("added", "replaced", "unchanged", "skipped")
    told = ", ".join(f"{counted[each]:,} {each}" for each in kinds if counted[each])
    out().print(Text(f"{told or 'Nothing to add'}. {archive} holds {total:,} articles."))
    if counted["skipped"]:
        raise typer.Exit(1)


def sources(paths: list[str], known: Known, form: str | None = None) -> Sources:
    """Every article below these paths: where it comes from, and what reads and codes it.

    Args:
        paths: Files, folders, or http and https addresses.
        known: What is known about articles that do not tell it.
        form: The format of the files; None tells it from each.
    """
    from communique.sources import find_sources, read_items, read_source

    for path in paths:
        if "://" in path:
            reading = partial(read_source, path, published=known.published, outlet=known.outlet)
            yield path, partial(coded, reading)
            continue
        for found in find_sources([path]):
            for item in read_items(found, known, form=form):
                yield item.where, partial(coded, item.read)


def coded(read: Callable[[], Source]) -> Record:
    """The record of the article that ``read`` gives."""
    from communique.pipeline import read_article
    from communique.sources import with_notes

    found = read()
    return with_notes(read_article(found.article), found.notes)


def _columns(given: list[str]) -> dict[str, str]:
    """``FIELD=NAME`` of the command line as a mapping."""
    from communique.sources.formats.tables import FIELDS

    pairs = [each.partition("=") for each in given]
    for field, equals, name in pairs:
        if field not in FIELDS or not equals or not name:
            raise typer.BadParameter(f"Write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}.")
    return {field: name for field, _, name in pairs}
