"""``communique archive``: look after an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.text import Text

from communique.cli.console import err, number_of, out
from communique.cli.options import ARCHIVE, ArchiveOption, KeptOption
from communique.errors import InputError

app = typer.Typer(
    no_args_is_help=True, help="Look after an archive: check it, copy it while it is in use, put a copy back."
)


@app.command("check")
def check(archive: KeptOption = ARCHIVE) -> None:
    """Read through the whole file and every record in it, and say whether all is well."""
    from communique.lake import opened

    with opened(archive) as kept:
        kept.check()
        read = sum(1 for _ in kept.records())
    out().print(Text(f"{archive} is whole: {number_of(read, 'record')}."))


@app.command("join")
def join_(archive: ArchiveOption = ARCHIVE) -> None:
    """Join copies of one text, reports of one event and repeats of one utterance; takes what is new, and resumes."""
    from communique.archive import Archive, join
    from communique.archive.joining.step import counts

    with Archive(archive) as kept:
        with Progress(console=err(), transient=True) as progress:
            task = progress.add_task("Joining", total=None)
            new = join(kept, lambda done, total: progress.update(task, completed=done, total=total))
        found = counts(kept)
    told = ", ".join(f"{number_of(groups, kind)} of {members:,}" for kind, (groups, members) in found.items())
    out().print(Text(f"New: {number_of(new, 'article')}. Joined: {told}."))


@app.command("joined")
def joined(
    entry: Annotated[str, typer.Argument(metavar="ID", help="Id of an article, an event or a statement.")],
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Show what an article, event or statement is joined with, and why."""
    from communique.archive import Archive
    from communique.ask.joined import groups_of
    from communique.cli.console import visible

    with Archive(archive) as kept:
        found = groups_of(kept, entry)
    for each in found:
        mark = "leads" if each.leads else f"{each.score:.2f}"
        out().print(Text(visible(f"{mark}  {each.article}  {each.entry}  {'' if each.leads else each.reason}")))
    if not found:
        out().print(Text("It stands alone: nothing is joined with it.", style="dim"))


@app.command("import")
def import_(
    lake: Annotated[str, typer.Argument(metavar="LAKE", help="A lake: its folder, or an address such as s3://BUCKET.")],
    archive: ArchiveOption = ARCHIVE,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day of publication.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day of publication.")] = None,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", metavar="NAME", help="An outlet; may be given several times.")
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="NAME", help="Somebody who appears; of several, any will do."),
    ] = None,
) -> None:
    """Bring a slice of a lake into an archive, which is made when there is none; what differs there is replaced.

    A slice without an article is an error, and makes no archive.
    """
    from communique.archive import Archive
    from communique.ask import select
    from communique.lake import Lake, import_slice, slice_of

    with Lake(lake) as kept:
        days = select(kept, since=since, until=until)
        wanted = [select(kept, actor=each) for each in actor or ()]
        chosen = slice_of(kept, since=days.since, until=days.until, outlets=outlet or (), actors=wanted)
        if not chosen:
            raise InputError(
                f"The lake '{lake}' has no article that was asked for.", "Ask for other days, outlets or actors."
            )
        with Archive(archive, create=True) as target, Progress(console=err(), transient=True) as progress:
            task = progress.add_task("Importing", total=None)
            found = import_slice(
                kept, target, chosen, lambda done, total: progress.update(task, completed=done, total=total)
            )
    told = f"{found.added:,} added, {found.replaced:,} replaced, {found.unchanged:,} there already"
    out().print(Text(f"{archive}: {told}."))


@app.command("backup")
def backup(
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="The new file; it must not be there yet.")],
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Copy an archive to a new file while it is in use, and check the copy."""
    from communique.archive import Archive, back_up

    with Archive(archive) as kept, Progress(console=err(), transient=True) as progress:
        task = progress.add_task("Copying", total=None)
        back_up(kept, copy, lambda done, total: progress.update(task, completed=done, total=total))
    out().print(Text(f"{copy} holds a checked copy of {archive}."))


@app.command("restore")
def restore(
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="A file that 'communique archive backup' wrote.")],
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Put a copy in the place of an archive; what stood there is kept beside it."""
    from communique.archive import put_back

    before = put_back(copy, archive)
    kept = f" What stood there is now {before}." if before else ""
    out().print(Text(f"{archive} is what {copy} holds.{kept}"))
