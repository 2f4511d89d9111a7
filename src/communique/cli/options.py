"""Options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class RecordFormat(StrEnum):
    """How one record is shown."""

    table = "table"
    json = "json"
    html = "html"


class AnswerFormat(StrEnum):
    """How an answer is shown."""

    table = "table"
    json = "json"
    csv = "csv"


ARCHIVE = Path("communique.db")

ArchiveOption = Annotated[
    Path,
    typer.Option("--archive", "-a", metavar="FILE", envvar="COMMUNIQUE_ARCHIVE", help="The archive's file."),
]
Published = Annotated[
    str | None, typer.Option("--published", "-p", metavar="DATE", help="Publication date, YYYY-MM-DD.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", "-o", metavar="NAME", help="Name of the outlet.")]
