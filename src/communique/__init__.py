"""Communique reads diplomatic and political news and keeps the record."""

from __future__ import annotations

from communique.errors import CommuniqueError
from communique.pipeline import read_article, read_text
from communique.record import Record, json_schema

__all__ = ["CommuniqueError", "Record", "json_schema", "read_article", "read_text"]
