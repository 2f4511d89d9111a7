"""The server itself, made with fastmcp: over standard input and output, or over HTTP behind the gate."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from communique.archive import Archive
from communique.errors import CommuniqueError, MissingExtra
from communique.serve.guard import Gate
from communique.serve.mcp.tools import Tools
from communique.serve.running import serve_app
from communique.serve.settings import Settings

if TYPE_CHECKING:
    from fastmcp import FastMCP
    from starlette.types import ASGIApp

P = ParamSpec("P")

TOOLS = ("search", "who_said", "positions", "timeline", "calendar", "evidence", "actor")
_INSTRUCTIONS = (
    "An archive of coded diplomatic and political news. Every answer has 'rows' and 'citations'; a citation names the "
    "article, the offsets in Unicode code points, and exactly the words there. A claim is its speaker's and never a "
    "fact: say according to whom, as 'said_by' tells. Where nothing is found, say so."
)


def make_server(archive: Archive) -> FastMCP[Any]:
    """The server over an archive.

    Raises:
        MissingExtra: fastmcp is not installed.
    """
    try:
        import fastmcp
        from fastmcp.exceptions import ToolError
    except ImportError as error:
        raise MissingExtra("The MCP server needs fastmcp.", "Type: pip install 'communique[mcp]'") from error
    fastmcp.settings.check_for_updates = "off"  # no request ever leaves the machine

    def told(tool: Callable[P, dict[str, Any]]) -> Callable[P, dict[str, Any]]:
        """The tool, with what Communique raises on purpose told to the assistant."""

        @functools.wraps(tool)
        def answer(*args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
            try:
                return tool(*args, **kwargs)
            except CommuniqueError as error:
                raise ToolError(str(error)) from error

        return answer

    server: FastMCP[Any] = fastmcp.FastMCP("Communique", _INSTRUCTIONS, version="1", mask_error_details=True)
    tools = Tools(archive)
    for name in TOOLS:
        server.tool(told(getattr(tools, name)), name=name, annotations={"readOnlyHint": True, "openWorldHint": False})
    return server


def run_stdio(path: str | Path) -> None:
    """Answer over standard input and output until the input ends.

    Raises:
        MissingExtra: fastmcp is not installed.
        ArchiveError: The archive cannot be opened.
    """
    with Archive(path) as archive:
        make_server(archive).run("stdio", show_banner=False, log_level="WARNING")


def run_http(path: str | Path, settings: Settings, ready: Callable[[str], None]) -> None:
    """Answer over HTTP at ``/mcp`` until the user stops it.

    Raises:
        MissingExtra: fastmcp is not installed.
        ArchiveError: The archive cannot be opened.
        InputError: The address cannot be listened on.
    """
    with Archive(path) as archive:
        serve_app(make_app(archive, settings), settings, lambda address: ready(f"{address}mcp"))


def make_app(archive: Archive, settings: Settings) -> ASGIApp:
    """The application that answers over HTTP, behind the gate."""
    # Each request stands alone: nothing is kept between two, so that any client may come and go.
    inner = make_server(archive).http_app(path="/mcp", stateless_http=True, json_response=True)
    return Gate(inner, settings, b"", reads_by_post=True)
