"""``communique serve``: the archive in the browser."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from communique.cli.console import err
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
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
) -> None:
    """Open the archive in the browser, on this machine alone."""
    if context.invoked_subcommand is not None:
        return
    from communique.serve.running import run
    from communique.serve.settings import Settings

    settings = Settings(host=host, port=port)
    run(archive, settings, lambda address: _say(address, open_=open_))


def _say(address: str, *, open_: bool) -> None:
    err().print(Text(f"The archive is at {address} until you press Ctrl+C."))
    if open_:
        typer.launch(address)
