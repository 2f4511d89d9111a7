"""``communique ask statements``: who said what, to whom, through what, and on whose word."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.options import ARCHIVE, KeptOption, Output, SheetFormat, doubt_question


class Kind(StrEnum):
    """How much of a statement is quoted."""

    direct = "direct"
    indirect = "indirect"
    mixed = "mixed"


class Mode(StrEnum):
    """In what form it was expressed."""

    speech = "speech"
    writing = "writing"
    thought = "thought"
    intention = "intention"


def statements(
    archive: KeptOption = ARCHIVE,
    speaker: Annotated[
        str | None,
        typer.Option(
            "--speaker",
            "--actor",
            metavar="NAME",
            help="Who says it: id, name or country code. A state or organisation stands for all who speak for it.",
        ),
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="WORDS", help="Words that the statement has, in any order.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="Who is told, written to or urged, named as the speaker.")
    ] = None,
    medium: Annotated[
        list[str] | None, typer.Option("--medium", metavar="MEDIUM", help="letter, interview, tweet, phone call, …")
    ] = None,
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Quoted words or not; may be repeated.")] = None,
    mode: Annotated[list[Mode] | None, typer.Option("--mode", help="Said, written, thought or meant.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="First day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day, YYYY-MM-DD.")] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="ID", help="Only what bears on this question.", callback=doubt_question),
    ] = None,
    chain: Annotated[
        bool, typer.Option("--chain", help="Who relies on whom: from the one whom the outlet cites inwards.")
    ] = False,
    repeated: Annotated[
        bool, typer.Option("--repeated", help="Every telling of what an article tells twice, not the fullest alone.")
    ] = False,
    each: Annotated[
        bool, typer.Option("--each", help="Every report is a row, and not every utterance with all who report it.")
    ] = False,
    format: Annotated[
        SheetFormat, typer.Option("--format", "-f", help="A table to read, JSON, CSV (RFC 4180), or Excel.")
    ] = SheetFormat.table,
    output: Output = None,
) -> None:
    """Who said what, to whom, and through whom it came."""
    from communique.ask import ChainRow, StatementRow, chains, select_statements
    from communique.ask import statements as asked
    from communique.cli.ask import give
    from communique.lake import opened

    with opened(archive) as kept:
        wanted = select_statements(
            kept, speaker=speaker, to=to, about=about, media=medium or (), kinds=kind or (), modes=mode or (),
            told_twice=repeated, since=since, until=until, question=question,
        )  # fmt: skip
        if chain:
            give(chains(kept, wanted), ChainRow, format, output)
        else:
            give(asked(kept, wanted, each=each), StatementRow, format, output)
