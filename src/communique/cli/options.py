"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from communique.cli.console import err, visible


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


class SheetFormat(StrEnum):
    """How an answer is shown that can also go into a workbook."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class PictureFormat(StrEnum):
    """How an answer is shown that can also be drawn."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"
    png = "png"
    svg = "svg"


class CalendarFormat(StrEnum):
    """How a calendar is shown."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"
    ics = "ics"


ARCHIVE = "communique.db"

ArchiveOption = Annotated[
    str,
    typer.Option(
        "--archive",
        "-a",
        metavar="FILE",
        envvar="COMMUNIQUE_ARCHIVE",
        help="The archive's file, or postgresql://USER@HOST/DATABASE.",
    ),
]
KeptOption = Annotated[
    str,
    typer.Option(
        "--archive",
        "--lake",
        "-a",
        metavar="PLACE",
        envvar="COMMUNIQUE_ARCHIVE",
        help="The archive's file, postgresql://USER@HOST/DATABASE, or a lake: a folder or an address of its files.",
    ),
]
"""What may be asked: an archive, or a lake."""

Output = Annotated[
    Path | None,
    typer.Option("--output", "-O", metavar="FILE", help="Write to this file in the place of standard output."),
]
Published = Annotated[
    str | None, typer.Option("--published", "-p", metavar="DATE", help="Publication date, YYYY-MM-DD.")
]
Outlet = Annotated[str | None, typer.Option("--outlet", "-o", metavar="NAME", help="Name of the outlet.")]


def doubt_question(id: str | None) -> str | None:
    """Say that a question is not known here; an archive may still hold what was coded for it elsewhere."""
    if id:
        from communique.vocabulary.questions import load_questions

        known = [each.id for each in load_questions()]
        if id not in known:
            note = f"There is no question '{visible(id)}' here. The questions are: {', '.join(known)}."
            err().print(Text(note, style="yellow"))
    return id


class Device(StrEnum):
    """What the encoder runs on."""

    cpu = "cpu"
    cuda = "cuda"


DeviceOption = Annotated[
    Device | None, typer.Option("--device", help="What the encoder runs on; 'cuda' needs onnxruntime-gpu.")
]


def use(device: Device | None) -> None:
    """Let the encoder run on the device that was asked for, if one was."""
    if device is not None:
        from communique.parse.encoder import use_device

        use_device(device.value)


def columns_of(given: Sequence[str]) -> dict[str, str]:
    """``FIELD=NAME`` of the command line as a mapping."""
    from communique.sources.formats.tables import FIELDS

    pairs = [each.partition("=") for each in given]
    for field, equals, name in pairs:
        if field not in FIELDS or not equals or not name:
            raise typer.BadParameter(f"Write FIELD=NAME, where FIELD is one of {', '.join(FIELDS)}.")
    return {field: name for field, _, name in pairs}
