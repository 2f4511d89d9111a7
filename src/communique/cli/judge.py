"""``communique judge`` and ``communique judgements``: what people make of entries."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from communique.cli.console import err, out, visible, write
from communique.cli.options import ARCHIVE, ArchiveOption
from communique.errors import BadJudgement

if TYPE_CHECKING:
    from communique.archive import Judgement
    from communique.imports.judging import Outcome

app = typer.Typer(
    no_args_is_help=True, help="The judgements of people: list them, see conflicts, take one back, export them."
)


class ListFormat(StrEnum):
    """How judgements are listed."""

    table = "table"
    json = "json"


class Verb(StrEnum):
    """What is made of an entry."""

    accept = "accept"
    reject = "reject"
    correct = "correct"
    merge = "merge"
    apart = "split"


By = Annotated[str, typer.Option("--by", metavar="NAME", envvar="COMMUNIQUE_PERSON", help="Who judges.")]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason.")]


def judge(
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY-ID", help="Id of an entry, or of an article to merge or split.")
    ],
    verb: Annotated[Verb, typer.Argument(metavar="VERB", help="accept, reject, correct, merge or split.")],
    by: By,
    other: Annotated[
        str | None, typer.Argument(metavar="OTHER-ID", help="The second entry or article of a merge or split.")
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A corrected field; 'FIELD=' empties it. May be repeated."),
    ] = None,
    why: Why = None,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="The article, where an entry stands in several.")
    ] = None,
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Accept, reject or correct an entry, or say that two are one or are not; every answer follows it."""
    from communique.archive import Archive

    with Archive(archive) as kept:
        made = kept.judge(entry, verb.value, by=by, change=parsed(fields or ()), other=other, article=article, why=why)
    out().print(Text(visible(told(made))))


def parsed(fields: Any) -> dict[str, str | None]:
    """Fields as they are typed; an empty value is none.

    Raises:
        BadJudgement: A field has no value.
    """
    change: dict[str, str | None] = {}
    for each in fields:
        name, equals, value = each.partition("=")
        if not equals:
            raise BadJudgement(f"'{each}' has no value.", "Write it as FIELD=VALUE, such as status=planned.")
        change[name.strip()] = value.strip() or None
    return change


@app.command("list")
def list_(
    archive: ArchiveOption = ARCHIVE,
    entry: Annotated[str | None, typer.Option("--entry", metavar="ID", help="Only of this entry.")] = None,
    article: Annotated[str | None, typer.Option("--article", metavar="ID", help="Only of this article.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only by this person.")] = None,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Only those whose entry a newer coding no longer has.")
    ] = False,
    format: Annotated[ListFormat, typer.Option("--format", "-f", help="A table to read, or JSON.")] = (
        ListFormat.table
    ),
) -> None:
    """List the judgements in their order, those that were taken back too."""
    from communique.archive import Archive
    from communique.export import to_json

    with Archive(archive) as kept:
        found = kept.judgements(entry, article=article, by=by)
        if orphans:
            gone = {each.id for each in kept.orphans()}
            found = [each for each in found if each.id in gone]
    if format is ListFormat.json:
        write(to_json(found))
        return
    for each in found:
        out().print(Text(visible(told(each))))
    if not found:
        out().print(Text("Nobody has judged anything that fits.", style="dim"))


@app.command("conflicts")
def conflicts(archive: ArchiveOption = ARCHIVE) -> None:
    """Show where two people differ; of them the last word is shown in the answers."""
    from communique.archive import Archive

    with Archive(archive) as kept:
        found = kept.conflicts()
    for each in found:
        words = f"{each.target.kind} {each.target.id}  {', '.join(each.about)}  {each.target.words}"
        out().print(Text(visible(words), style="bold"))
        for said in each.judgements:
            out().print(Text(f"  {visible(told(said))}"))
    if not found:
        out().print(Text("Nobody differs from anybody.", style="dim"))


@app.command("undo")
def undo(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT-ID", help="Id of the judgement, beginning with j-.")],
    by: By,
    why: Why = None,
    archive: ArchiveOption = ARCHIVE,
) -> None:
    """Take a judgement back: it stays in the archive and no longer counts. An undo can be undone."""
    from communique.archive import Archive

    with Archive(archive) as kept:
        made = kept.undo(judgement, by=by, why=why)
    out().print(Text(visible(told(made))))


@app.command("export")
def export(archive: ArchiveOption = ARCHIVE) -> None:
    """Print every judged entry as an example to learn from, one JSON object a line."""
    import msgspec

    from communique.archive import Archive
    from communique.archive.training import examples

    with Archive(archive) as kept:
        for each in examples(kept):
            write(msgspec.json.encode(each).decode())


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER", help="Annotated files, or a folder of brat files.")
    ],
    by: By,
    archive: ArchiveOption = ARCHIVE,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="brat, xmi (INCEpTION), label-studio, prodigy, web-annotation or dna; told from the file by default.",
        ),
    ] = None,
    absent_rejects: Annotated[
        bool, typer.Option("--absent-rejects", help="Reject the entries that the file of their text does not have.")
    ] = False,
    check_only: Annotated[bool, typer.Option("--check-only", help="Only tell what would be judged.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Tell what became of every annotation, as JSON.")] = False,
) -> None:
    """Take annotations of other programs as judgements: what agrees accepts, what differs corrects.

    Every annotation that belongs to no entry is named with its place and the reason; the others are taken. The exit
    status is 1 when some were left out, or when a file has no annotation. What was said before by the same person is
    not said again.
    """
    from communique.archive import Archive
    from communique.export import to_json
    from communique.imports.annotations import read
    from communique.imports.judging import judge as judge_all

    found: list[Outcome] = []
    bare: list[Path] = []
    with Archive(archive) as kept:
        for path in files:
            given = read(path, format)
            told = list(judge_all(kept, given, by=by, absent_rejects=absent_rejects, check_only=check_only))
            found += told
            bare += [] if told else [path]
    left = [each for each in found if each.done == "left out"]
    if as_json:
        write(to_json(found))
    else:
        for each in left:
            out().print(Text(visible(f"{each.where}: {each.why}."), style="yellow"))
        counts = Counter(str(each.done) for each in found)
        names = ("accept", "correct", "reject", "said before", "left out")
        out().print(Text(", ".join(f"{counts[name]:,} {name}" for name in names if counts[name]) or "No annotations."))
    for path in bare:
        err().print(Text(visible(f"{path}: it has no annotations; check the file and --format.")))
    if left or bare:
        raise typer.Exit(1)


def told(made: Judgement) -> str:
    """A judgement in a line."""
    fields = " ".join(f"{name}={_shown(value)}" for name, value in made.change.items())
    other = f"with {made.other.id}" if made.other and made.kind != "undo" else ""
    what = f"of {made.undoes}" if made.undoes else fields or other
    why = f"({made.why})" if made.why else ""
    parts = (made.id, made.at[:16].replace("T", " "), made.by, made.kind, made.target.id, what, why)
    return "  ".join(each for each in parts if each)


def _shown(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)
