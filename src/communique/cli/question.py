"""``communique question``: the questions on which positions are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from communique.cli.console import err, out, visible, write, write_bytes
from communique.errors import BadQuestion

app = typer.Typer(no_args_is_help=True, help="The questions on which positions are read: list, begin, look over.")
WRONG = 1


@app.command("new")
def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="A short name of small letters, digits and hyphens.")],
    wording: Annotated[str, typer.Option("--wording", "-w", help="The question, so that 'yes' is for it.")] = "…?",
    body: Annotated[
        str | None, typer.Option("--body", metavar="ID", help="The body that decides, such as EU.FAC.")
    ] = None,
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="The voting rule.")] = "each-for-itself",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; else to standard output.")
    ] = None,
) -> None:
    """Begin a question file, with a comment at each field."""
    from communique.ask.question_files import begin
    from communique.vocabulary.voting import voting_rule

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise BadQuestion(f"'{id}' is no id of a question.", "Use small letters, digits and hyphens.")
    voting_rule(rule)
    text = begin(id, wording, body=body, rule=rule)
    if output is None:
        write(text)
        return
    if output.exists():
        raise BadQuestion(f"'{output}' is there already.", "Give another name, or remove it first.")
    write_bytes(text.encode(), output)
    err().print(Text(f"Fill in {visible(str(output))}, then type: communique question check {visible(str(output))}"))


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="Question files, or folders of them.")],
) -> None:
    """Look question files over: fields, dates, actors, rules, and whether the example is found.

    The exit status is 1 when something is wrong.
    """
    from communique.ask.question_files import check as look_over

    questions, problems = look_over(paths)
    for each in problems:
        style = "yellow" if each.doubt else "red"
        line = Text.assemble((f"{visible(each.file)}: ", "bold"), (visible(each.message), style))
        out().print(line)
    wrong = [each for each in problems if not each.doubt]
    errors, doubts = len(wrong), len(problems) - len(wrong)
    told = f"{len(questions)} read, errors: {errors}, doubts: {doubts}."
    out().print(Text(told, style="dim"))
    if wrong:
        raise typer.Exit(WRONG)


@app.command("list")
def list_() -> None:
    """List the questions, those that ship with the program and your own."""
    from communique.vocabulary.questions import load_questions, shipped_questions

    shipped = {id(each) for each in shipped_questions()}
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for head in ("question", "wording", "decided by", "rule"):
        # An id is there to be typed again: it stays on one line.
        table.add_column(head, overflow="fold", no_wrap=head in {"question", "rule"})
    for each in load_questions():
        name = Text(each.id, style="cyan" if id(each) in shipped else "bold cyan")
        table.add_row(name, Text(visible(each.wording)), each.decider.body or "", each.decider.voting_rule().id)
    out().print(table)


@app.command("rules")
def rules() -> None:
    """List the voting rules, with what each asks for and where it stands."""
    from communique.vocabulary.voting import voting_rules

    for each in voting_rules().values():
        out().print(Text.assemble((each.id, "bold cyan"), f"  {each.label}"))
        for line in (each.description, each.source):
            if line:
                out().print(Text(f"    {' '.join(line.split())}", style="dim" if line == each.source else ""))
