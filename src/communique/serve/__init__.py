"""The archive over HTTP: the workbench in the browser, the REST API, feeds, and the MCP server."""

from __future__ import annotations

from communique.serve.app import create_app
from communique.serve.settings import Settings

__all__ = ["Settings", "create_app"]
