"""``communique mcp``: the archive for assistants."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.text import Text

from communique.cli.console import err
from communique.cli.options import ARCHIVE, ArchiveOption


def mcp(
    archive: ArchiveOption = ARCHIVE,
    http: Annotated[bool, typer.Option("--http", help="Answer over HTTP in the place of standard input.")] = False,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; others than loopback need a token.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 8621,
) -> None:
    """Answer assistants that speak the Model Context Protocol, each answer with its citations."""
    from communique.serve.mcp.server import run_http, run_stdio

    if not http:
        run_stdio(archive)
        return
    from communique.serve.settings import Settings
    from communique.serve.tokens import known_token

    asked = Settings(host=host, port=port, token=known_token())
    settings = replace(asked, token=None) if asked.loopback else asked
    run_http(archive, settings, lambda address: err().print(Text(f"MCP is at {address} until you press Ctrl+C.")))
