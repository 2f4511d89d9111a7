"""The program, and how an error is told: one line and what to do next, never a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from communique.cli.verbs import VERBS, Later
from communique.errors import CommuniqueError, PartlyRead

FAILED = 2
PARTLY = 1
STOPPED = 130
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Verbs(TyperGroup):
    """The verbs; an error that Communique raises on purpose ends any of them with one line and exit code 2.

    One that answered without a part that is damaged says so, and ends with exit code 1.
    """

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: Later(name, verb) for name, verb in VERBS.items()}

    def invoke(self, ctx: Any) -> Any:
        """Run the verb."""
        try:
            with _told() as partly:
                result = super().invoke(ctx)
            if partly:
                raise typer.Exit(PARTLY)
            return result
        except CommuniqueError as error:
            from communique.cli.console import say_error

            say_error(error)
            raise typer.Exit(FAILED) from error
        except BrokenPipeError:
            # The reader has gone ('… | head'): say nothing.
            _forget_output()
            raise typer.Exit(1) from None
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            from communique.cli.console import say_error

            _forget_output()
            reason = f"What was to be written has no room: {error.strerror}."
            say_error(CommuniqueError(reason, "Make room on the disk and try again."))
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt:
            from communique.cli.console import err

            err().print("Stopped. What was kept or written before stays.")
            raise typer.Exit(STOPPED) from None


def _forget_output() -> None:
    """Keep Python from saying at its end what was said here: that the rest of the output cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _told() -> Iterator[list[str]]:
    """Tell the user what is missing from what is read, as it is found; the list of it."""
    said: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always", PartlyRead)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **named: Any) -> None:
            if not issubclass(category, PartlyRead):
                others(message, category, *where, **named)
                return
            from communique.cli.console import say_missing

            said.append(str(message))
            say_missing(said[-1])

        warnings.showwarning = show
        yield said


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


@app.callback()
def program() -> None:
    """Nothing of its own: its verbs are opened one by one."""


def main() -> None:
    """Run the program."""
    if "--help" in sys.argv or len(sys.argv) == 1:
        _open_help()
    app()


_IDLE = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}


def _open_help() -> None:
    """Import what draws the help without what it imports and does not use here.

    That is a reader of Markdown and a highlighter of code, which take longer than all the rest of the help. What stands
    in their place opens them if they should be called after all.
    """
    added = [name for name in _IDLE if name not in sys.modules]
    for name in added:
        stand_in = types.ModuleType(name)
        setattr(stand_in, _IDLE[name], _opening(name, _IDLE[name]))
        sys.modules[name] = stand_in
    try:
        import typer.rich_utils  # noqa: F401 - imported for its effect
    finally:
        for name in added:
            del sys.modules[name]


def _opening(module: str, name: str) -> type:
    """A class that gives instances of another one, whose module is imported only then."""
    import importlib

    def new(_cls: type, *args: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*args, **named)

    return type(name, (), {"__new__": new})
