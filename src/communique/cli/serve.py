"""``communique serve``: the archive in the browser."""

from __future__ import annotations

import getpass
import os
from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from communique.cli.console import err, write
from communique.cli.options import ARCHIVE, ArchiveOption

app = typer.Typer(invoke_without_command=True, help="Open the archive in the browser, on this machine alone.")


@app.callback()
def serve(
    context: typer.Context,
    archive: ArchiveOption = ARCHIVE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; others than loopback need a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8620,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A further name under which it is reached.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Let nothing be changed, on this machine either.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", envvar="COMMUNIQUE_PERSON", help="Who judges; your login when not given."),
    ] = None,
    readers: Annotated[
        int | None,
        typer.Option(
            "--readers",
            min=0,
            max=64,
            metavar="N",
            help="Processes that answer readers; one for each processor, four at most, when not given.",
        ),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> None:
    """Open the archive in the browser, on this machine alone."""
    if context.invoked_subcommand is not None:
        return
    from communique.serve.running import run
    from communique.serve.settings import Settings
    from communique.serve.tokens import known_token

    asked = Settings(
        host=host,
        port=port,
        token=known_token(),
        names=tuple(name or ()),
        writable=not read_only,
        warm=True,
        readers=min(4, os.cpu_count() or 1) if readers is None else readers,
        user=by or getpass.getuser(),
    )
    settings = replace(asked, token=None) if asked.loopback else asked
    run(archive, settings, lambda address: _say(address, open_=open_))


@app.command("token")
def token() -> None:
    """Make the token that an archive asks for which other machines can reach; the earlier one no longer opens it.

    It is printed once and kept as a digest only.
    """
    from communique.serve.tokens import make_token

    write(make_token())
    err().print(Text("Keep it: it is not shown again. It opens what 'communique serve --host …' serves from now on."))


def _say(address: str, *, open_: bool) -> None:
    err().print(Text(f"The archive is at {address} until you press Ctrl+C."))
    if open_:
        typer.launch(address)
