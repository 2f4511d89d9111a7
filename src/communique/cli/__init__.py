"""The command line: one thin file per verb over an importable function."""

from __future__ import annotations

from communique.cli.app import app, main

__all__ = ["app", "main"]
