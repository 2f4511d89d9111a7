"""Foreign formats: JSON and CSV of answers, and the page of a record."""

from __future__ import annotations

from communique.export.html import to_html
from communique.export.tables import from_csv, to_csv, to_json

__all__ = ["from_csv", "to_csv", "to_html", "to_json"]
