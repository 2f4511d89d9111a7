"""``communique add``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from communique.cli.console import err, out, visible
from communique.cli.options import ARCHIVE, ArchiveOption, Outlet, Published

if TYPE_CHECKING:
    from communique.record import Record

    Sources = Iterator[tuple[str, Callable[[], Record]]]


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Articles: files, folders, JSON lines, addresses.")
    ],
    archive: ArchiveOption = ARCHIVE,
    published: Published = None,
    outlet: Outlet = None,
) -> None:
    """Code articles and keep their records in an archive, which is made when there is none.

    Of a folder the texts (.txt, .md), pages (.html) and JSON lines (.jsonl) are taken. An article that is there
    already is left when nothing changed and replaced when its record is another. An article that cannot be read
    is reported and skipped; the exit code is 1 then.
    """
    from communique.archive import Added, Archive, add_records

    counted: Counter[str] = Counter()
    messages = err()
    with Archive(archive, create=True) as kept, messages.status("Coding…") as status:
        for outcome in add_records(kept, sources(paths, published=published, outlet=outlet)):
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


def sources(paths: list[str], *, published: str | None = None, outlet: str | None = None) -> Sources:
    """Every article below these paths: where it comes from, and what reads and codes it.

    Args:
        paths: Files, folders, JSON-lines files, or http and https addresses.
        published: Publication date for articles that do not tell one.
        outlet: Outlet for articles that do not name one.
    """
    from communique.sources import find_sources

    for path in paths:
        if "://" in path:
            yield path, partial(_read, path, published, outlet)
            continue
        for found in find_sources([path]):
            if found.suffix.lower() in {".jsonl", ".ndjson"}:
                yield from _lines(found)
            else:
                yield str(found), partial(_read, str(found), published, outlet)


def _lines(path: Path) -> Sources:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield f"{path}:{number}", partial(_read_line, line.removeprefix(b"\xef\xbb\xbf"), number)


def _read(path: str, published: str | None, outlet: str | None) -> Record:
    from communique.pipeline import read_article
    from communique.sources import read_source, with_notes

    found = read_source(path, published=published, outlet=outlet)
    return with_notes(read_article(found.article), found.notes)


def _read_line(line: bytes, number: int) -> Record:
    from communique.pipeline import read_article
    from communique.sources import parse_line, with_notes

    found = parse_line(line, number)
    return with_notes(read_article(found.article), found.notes)
