"""The verbs of the program, and where each is: a verb's module is opened when the verb is typed, and not before.

The help of the program lists all of them, and a program that opened each for its first line would take a second.
"""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperCommand
from typer.main import get_command

if TYPE_CHECKING:
    from collections.abc import Iterator


class Verb(NamedTuple):
    """A verb that is not opened yet.

    Attributes:
        where: Its module in this room and, behind a colon, its function or group.
        help: The first line of its help; a test holds it against the whole.
    """

    where: str
    help: str


VERBS = {
    "read": Verb("read:read", "Code one article and show its record."),
    "batch": Verb("batch:batch", "Code a file of articles, one JSON object a line, into a file of records."),
    "bulk": Verb("bulk:bulk", "Code files of many articles into a lake: partitioned Parquet with a manifest."),
    "add": Verb("add:add", "Code articles and keep their records in an archive, which is made when there is none."),
    "fetch": Verb("fetch:fetch", "Follow feeds: code what is new in them and keep it in an archive."),
    "show": Verb("show:show", "Print an entry's evidence in its context, with how the entry came to be."),
    "judge": Verb(
        "judge:judge",
        "Accept, reject or correct an entry, or say that two are one or are not; every answer follows it.",
    ),
    "review": Verb(
        "review:review",
        "Judge entries one by one, the least sure first: keys a accept, x reject, e edit, u undo, j/k move, q quit.",
    ),
    "recode": Verb("recode:recode", "Code anew what another version coded, and show what changes."),
    "compare": Verb(
        "compare:compare", "Put two coders side by side: agreement by type, parties and day, and every disagreement."
    ),
    "explain": Verb(
        "explain:explain",
        "Tell why an event was coded, how a time came to its value, or why a name was taken for a place.",
    ),
    "export": Verb("export:export", "Write the archive in a format that other programs read."),
    "brief": Verb(
        "brief:brief",
        "Write a brief on a question, an actor or a week: a page with figures, each line with its evidence in a "
        "footnote.",
    ),
    "actor": Verb("actor:actor", "Tell who a phrase means on a day, with the codes, and why."),
    "mcp": Verb("mcp:mcp", "Answer assistants that speak the Model Context Protocol, each answer with its citations."),
    "schema": Verb("schema:schema", "Print the JSON Schema of a record."),
    "version": Verb(
        "version:version", "Print the versions of the program, the language model and the registry of actors."
    ),
    "ask": Verb("asking:app", "Ask an archive: what happened, who spoke, who stands where, what is due."),
    "question": Verb("question:app", "The questions on which positions are read: list, begin, look over."),
    "position": Verb("position:app", "Enter positions by hand and import votes; nothing is ever deleted."),
    "judgements": Verb("judge:app", "The judgements of people: list them, see conflicts, take one back, export them."),
    "coder": Verb(
        "coder:app", "Events that others coded (GDELT, ICEWS, POLECAT): kept apart, in no answer, to be compared."
    ),
    "archive": Verb("archive:app", "Look after an archive: check it, copy it while it is in use, put a copy back."),
    "lake": Verb("lake:app", "Look after a lake: check its files, join the small ones into larger ones."),
    "watch": Verb("watch:app", "Save a search or a question, and be told what is new in its answer."),
    "registry": Verb(
        "registry:app", "Your own actors, posts and tenures, laid over the registry that ships with the program."
    ),
    "serve": Verb("serve:app", "Open the archive in the browser, on this machine alone."),
}
"""Every verb, in the order of the program's help."""


class Later(TyperCommand):
    """A verb that is known by its name and its first line, and opened when something else of it is wanted.

    Args:
        name: What is typed.
        verb: Where it is.
    """

    def __init__(self, name: str, verb: Verb) -> None:
        super().__init__(name, help=verb.help)
        self._verb = verb

    def opened(self) -> Any:
        """The verb itself: a command, or a group of commands."""
        module, _, attribute = self._verb.where.partition(":")
        found = getattr(importlib.import_module(f"communique.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            command = get_command(found)
        else:
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
            alone.command(self.name)(found)
            command = get_command(alone)
        command.name = self.name
        _flow(command)
        return command

    def make_context(self, *args: Any, **extra: Any) -> Any:
        """The context of the verb itself: from here on this command has no part in it."""
        return self.opened().make_context(*args, **extra)


def _flow(command: Any) -> None:
    """Let the help of a command, and of those in it, flow in the terminal's width.

    A docstring has line ends where the source has them. Paragraphs stay paragraphs.
    """
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    command.help = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    for each in getattr(command, "commands", {}).values():
        _flow(each)


def opened(group: Any) -> Iterator[tuple[str, Any]]:
    """The commands of a group by name, each opened."""
    for name, command in group.commands.items():
        yield name, command.opened() if isinstance(command, Later) else command
