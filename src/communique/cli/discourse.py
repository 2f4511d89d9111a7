"""``communique ask discourse``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
import typer
from rich.table import Table
from rich.text import Text

from communique.cli.ask import Actor, Question, Since, Until
from communique.cli.console import NOTHING, out, visible, write, write_bytes
from communique.cli.options import ARCHIVE, AnswerFormat, KeptOption, Output


class Mode(StrEnum):
    """What the rows and columns are."""

    two = "two"
    actors = "actors"
    concepts = "concepts"


class Aggregation(StrEnum):
    """What is made of agreement."""

    ignore = "ignore"
    subtract = "subtract"
    combine = "combine"
    congruence = "congruence"
    conflict = "conflict"


class Normalisation(StrEnum):
    """What the numbers are divided by."""

    no = "no"
    activity = "activity"
    prominence = "prominence"
    average = "average"
    jaccard = "jaccard"
    cosine = "cosine"


class Duplicates(StrEnum):
    """Within what the same statement counts once."""

    include = "include"
    document = "document"
    week = "week"
    month = "month"
    year = "year"
    acrossrange = "acrossrange"


def discourse(
    archive: KeptOption = ARCHIVE,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    question: Question = None,
    mode: Annotated[
        Mode, typer.Option("--mode", help="Actors by concepts (two), actors by actors, or concepts by concepts.")
    ] = Mode.two,
    aggregation: Annotated[
        Aggregation,
        typer.Option(help="two: ignore, subtract, combine; one-mode: ignore, congruence, conflict, subtract."),
    ] = Aggregation.subtract,
    normalisation: Annotated[
        Normalisation, typer.Option(help="two: no, activity, prominence; one-mode: no, average, jaccard, cosine.")
    ] = Normalisation.no,
    duplicates: Annotated[
        Duplicates, typer.Option(help="Within what the same statement of the same actor counts once.")
    ] = Duplicates.include,
    format: Annotated[AnswerFormat, typer.Option("--format", "-f", help="A table to read, JSON, or DNA's CSV.")] = (
        AnswerFormat.table
    ),
    output: Output = None,
) -> None:
    """Who shares which stances with whom: discourse networks as Discourse Network Analyzer defines them."""
    from communique.ask import positions, select
    from communique.ask.discourse import network, said
    from communique.export.dna.matrices import to_csv, to_object
    from communique.lake import opened

    with opened(archive) as kept:
        rows = positions(kept, select(kept, actor=actor, since=since, until=until, question=question))
    made = network(said(rows), mode.value, aggregation.value, normalisation.value, duplicates.value)
    if format is AnswerFormat.table and not made.rows:
        out().print(Text(NOTHING, style="dim"))
        return
    if format is AnswerFormat.table:
        table = Table(box=None, padding=(0, 2, 0, 0))
        for head in ("", *made.columns):
            table.add_column(visible(head), overflow="fold", justify="left" if not head else "right")
        for name, values in zip(made.rows, made.values, strict=True):
            table.add_row(visible(name), *(f"{each:g}" if made.whole else f"{each:.3f}" for each in values))
        out().print(table)
        return
    text = to_csv(made) if format is AnswerFormat.csv else msgspec.json.encode(to_object(made)).decode()
    write(text.rstrip("\n")) if output is None else write_bytes(text.encode(), output)
