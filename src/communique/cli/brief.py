"""``communique brief``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from communique.cli.console import err, number_of
from communique.cli.options import ARCHIVE, ArchiveOption
from communique.errors import BadDate, InputError

if TYPE_CHECKING:
    from communique.archive import Archive
    from communique.export.brief import Brief


def brief(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="What to write, such as brief.html or brief.pdf.")],
    archive: ArchiveOption = ARCHIVE,
    question: Annotated[str | None, typer.Option("--question", metavar="ID", help="A brief on this question.")] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="NAME", help="A brief on this actor: an id, a name or a country.")
    ] = None,
    week: Annotated[
        str | None, typer.Option("--week", metavar="WEEK", help="A brief on this week, such as 2019-W49.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="First day; with --until: these days."),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Last day; the newest one when not given.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write a PDF; a FILE that ends in .pdf says the same.")] = False,
) -> None:
    """Write a brief on a question, an actor or a week: a page with figures, each line with its evidence in a footnote.

    The page loads nothing from elsewhere, has no script, and prints well. As PDF it has pages, bookmarks and links.
    """
    from communique.archive import Archive
    from communique.export.brief import to_html
    from communique.export.files import new_file

    with Archive(archive) as kept, kept.snapshot() as view:
        made = _made(view, question, actor, week, _day(since), _day(until))
    written = _pdf(made) if pdf or target.suffix.lower() == ".pdf" else to_html(made).encode()
    with new_file(target) as out:
        out.write(written)
    err().print(Text(f"{made.title}: {number_of(len(made.notes), 'footnote')} in {target}."))


def _pdf(made: Brief) -> bytes:
    from communique.export.pdf import to_pdf

    return to_pdf(made)


def _made(
    archive: Archive, question: str | None, actor: str | None, week: str | None, since: str | None, until: str | None
) -> Brief:
    from communique.export import brief as briefs

    if sum(each is not None for each in (question, actor, week)) > 1:
        raise InputError("A brief is on one thing.", "Give one of --question, --actor and --week.")
    if question is not None:
        return briefs.on_question(archive, question, since=since, until=until)
    if actor is not None:
        return briefs.on_actor(archive, actor, since=since, until=until)
    if week is not None:
        try:
            since, until = briefs.week(week)
        except ValueError:
            raise BadDate(f"'{week}' is not a week.", "Give it as year and week, such as 2019-W49.") from None
    if since is None or until is None:
        raise InputError(
            "It is not said what the brief is on.", "Give --question, --actor, --week, or --since and --until."
        )
    return briefs.on_days(archive, since, until)


def _day(told: str | None) -> str | None:
    from communique.ask.selection import as_day

    return as_day(told) if told else None
