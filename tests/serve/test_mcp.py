"""The MCP server: every tool answers with citations that are exactly the words, in memory, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import builtins
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError
from starlette.testclient import TestClient

from communique.archive import Archive
from communique.errors import MissingExtra
from communique.serve import Settings
from communique.serve.mcp.server import TOOLS, make_app, make_server
from tests.serve.conftest import HERE

CALLS: dict[str, dict[str, Any]] = {
    "search": {"query": "embassy"},
    "who_said": {"about": "embassy"},
    "positions": {"question": "recognise-zenda"},
    "timeline": {"actor": "Ruritania"},
    "calendar": {"actor": "ELB"},
    "evidence": {"entry": "e-recognised"},
    "actor": {"name": "Ruritania"},
}


def run(talking: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """What it gives, in a thread of its own: a browser that other tests drive keeps this one's loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(talking())).result()


def talk(path: Path, say: Callable[[Client[Any]], Awaitable[Any]]) -> Any:
    async def talking() -> Any:
        with Archive(path) as archive:
            async with Client(make_server(archive)) as client:
                return await say(client)

    return run(talking)


def call(path: Path, tool: str, **arguments: Any) -> Any:
    async def say(client: Client[Any]) -> Any:
        return (await client.call_tool(tool, arguments)).structured_content

    return talk(path, say)


def test_every_tool_is_described(path: Path) -> None:
    async def say(client: Client[Any]) -> Any:
        return await client.list_tools()

    tools = {tool.name: tool for tool in talk(path, say)}
    assert set(tools) == set(TOOLS) == set(CALLS)
    for tool in tools.values():
        assert tool.description
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), (tool.name, name)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_answer_cites_exactly_the_words(path: Path, tool: str) -> None:
    told = call(path, tool, **CALLS[tool])
    assert told["rows"]
    assert told["citations"]
    with Archive(path) as archive:
        for each in told["citations"]:
            article = archive.record(each["article"]).article
            assert each["sha256"] == article.sha256
            assert each["quotes"]
            for quote in each["quotes"]:
                assert quote["words"]
                assert article.text[quote["start"] : quote["end"]] == quote["words"]
    ids = {row["id"] for row in told["rows"] if "id" in row}
    if tool in {"who_said", "positions", "timeline", "evidence"}:
        assert ids == {each["entry"] for each in told["citations"]}


def test_answers_lead_on(path: Path) -> None:
    first = call(path, "timeline", limit=1)
    seen = [row["id"] + row["article"] for row in first["rows"]]
    while first["next"]:
        first = call(path, "timeline", limit=1, after=first["next"])
        seen += [row["id"] + row["article"] for row in first["rows"]]
    assert len(seen) == len(set(seen)) == 4


def test_a_claim_is_told_with_whoever_makes_it(path: Path) -> None:
    told = call(path, "evidence", entry="e-embassy")
    assert all("Anna Rassendyll" in each["said_by"] for each in told["citations"])


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("evidence", {"entry": "none"}),
        ("timeline", {"since": "yesterday"}),
        ("timeline", {"limit": 0}),
        ("timeline", {"kind": "NOTHING"}),
        ("search", {"query": "-alone"}),
        ("actor", {"name": "nobody at all"}),
    ],
)
def test_what_cannot_be_answered_is_said(path: Path, tool: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ToolError) as raised:
        call(path, tool, **arguments)
    assert "." in str(raised.value)


def test_it_answers_over_standard_input_and_output(path: Path, root: Path) -> None:
    async def talking() -> Any:
        env = {**os.environ, "PYTHONPATH": str(root / "src")}
        transport = StdioTransport(
            sys.executable, ["-m", "communique", "mcp", "--archive", str(path)], env, keep_alive=False
        )
        async with Client(transport) as client:
            return (await client.call_tool("timeline", {"limit": 2})).structured_content

    assert len(run(talking)["citations"]) == 2


def test_it_answers_over_http_and_to_no_other_site(path: Path) -> None:
    call_ = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
             "params": {"name": "evidence", "arguments": {"entry": "e-recognised"}}}  # fmt: skip
    headers = {"accept": "application/json, text/event-stream"}
    with Archive(path) as archive, TestClient(make_app(archive, Settings()), base_url=HERE) as client:
        told = client.post("/mcp", json=call_, headers=headers)
        assert told.status_code == 200
        assert told.json()["result"]["structuredContent"]["citations"]
        assert client.post("/mcp", json=call_, headers={**headers, "origin": "http://evil.example"}).status_code == 403
        assert client.post("/mcp", json=call_, headers={**headers, "host": "evil.example"}).status_code == 421


def test_without_the_extra_the_line_to_type_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "fastmcp":
            raise ImportError(name)
        return known(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with Archive(path) as archive, pytest.raises(MissingExtra) as raised:
        make_server(archive)
    assert raised.value.advice == "Type: pip install 'communique[mcp]'"
