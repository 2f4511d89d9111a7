"""The program and its verbs, and how an error is told: one line and what to do next, never a traceback."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from communique.cli import (
    actor,
    add,
    archive,
    ask,
    ask_questions,
    ask_relations,
    batch,
    brief,
    bulk,
    coder,
    compare,
    discourse,
    explain,
    export,
    fetch,
    judge,
    mcp,
    position,
    question,
    read,
    recode,
    registry,
    review,
    schema,
    serve,
    show,
    version,
    watch,
)
from communique.cli.console import say_error
from communique.errors import CommuniqueError

FAILED = 2


class Verbs(TyperGroup):
    """The verbs; an error that Communique raises on purpose ends any of them with one line and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            return super().invoke(ctx)
        except CommuniqueError as error:
            say_error(error)
            raise typer.Exit(FAILED) from error
        except BrokenPipeError:
            # The reader has gone ('… | head'): say nothing, and keep Python from saying it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None


app = typer.Typer(
    name="communique",
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Reads diplomatic and political news and keeps the record: who did what to whom, who said what, who stands "
    "where, what is due next, and in exactly which words.",
    epilog="A first try: communique read examples/dispatches/…  ·  communique VERB --help tells more.",
)
app.command("read")(read.read)
app.command("batch")(batch.batch)
app.command("bulk")(bulk.bulk)
app.command("add")(add.add)
app.command("fetch")(fetch.fetch)
ask_questions.add_to(ask.app)
ask.app.command("discourse")(discourse.discourse)
ask_relations.add_to(ask.app)
app.add_typer(ask.app, name="ask")
app.add_typer(question.app, name="question")
app.add_typer(position.app, name="position")
app.command("show")(show.show)
app.command("judge")(judge.judge)
app.command("review")(review.review)
app.add_typer(judge.app, name="judgements")
app.command("recode")(recode.recode)
app.add_typer(coder.app, name="coder")
app.command("compare")(compare.compare)
app.command("explain")(explain.explain)
app.command("export")(export.export)
app.command("brief")(brief.brief)
app.command("actor")(actor.actor)
app.add_typer(archive.app, name="archive")
app.add_typer(watch.app, name="watch")
app.add_typer(registry.app, name="registry")
app.add_typer(serve.app, name="serve")
app.command("mcp")(mcp.mcp)
app.command("schema")(schema.schema)
app.command("version")(version.version)


def main() -> None:
    """Run the program."""
    app()
