"""How values are shown on every page: acts by their labels, stretches of days, shares as the width of a bar."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from markupsafe import Markup

from communique.archive.overview import Mark
from communique.naming import when
from communique.vocabulary.events import event_types, modes

__all__ = ["act", "follow_url", "mark", "month_url", "per_cent", "quad_of", "rows_json", "search_url", "when"]

_FOLLOWED = ("q", "actor", "since", "until", "question")


def act(kind: str, mode: str | None) -> str:
    """An act by its label: that of its mode where it has one, else that of its type."""
    if mode and mode in modes():
        return modes()[mode].label
    known = event_types().get(kind)
    return known.label if known else kind


def quad_of(kind: str) -> int | None:
    """The quad class of a type; None for what is no type of event."""
    known = event_types().get(kind)
    return known.quad if known else None


def per_cent(part: float, whole: float) -> str:
    """A share as the width of a bar."""
    return f"{100 * part / whole:.1f}%" if whole else "0%"


def mark(day: str | None, article: str) -> str:
    """Where a list of articles ended, for an address."""
    return f"{day or ''}~{article}"


def read_mark(text: str | None) -> Mark | None:
    """A place in a list of articles, as :func:`mark` wrote it; None for anything else."""
    day, sign, article = (text or "").partition("~")
    return Mark(day, article) if sign else None


def rows_json(value: Any) -> Markup:
    """Typed values as JSON for a script to read; nothing in it can end the element that it stands in."""
    text = msgspec.json.encode(value).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def follow_url(what: tuple[tuple[str, ...], dict[str, str]], form: str) -> str:
    """The address of a feed (``atom``, ``json``) or of a calendar (``ics``) that follows a page."""
    path, asked = what
    kept = {name: value for name, value in asked.items() if name in _FOLLOWED}
    query = f"?{urlencode(kept)}" if kept else ""
    return (
        f"/{'calendars' if form == 'ics' else 'feeds'}/{'/'.join(quote(each, safe='') for each in path)}.{form}{query}"
    )


def search_url(asked: dict[str, str], field: str, value: str | None) -> str:
    """The address of a search with one field set anew, or taken away."""
    kept = {name: each for name, each in asked.items() if name != field}
    return f"/search?{urlencode({**kept, field: value} if value else kept)}"


def month_url(asked: dict[str, str], month: str) -> str:
    """The address of a search narrowed to one month."""
    year, number = int(month[:4]), int(month[5:7])
    last = (date(year + number // 12, number % 12 + 1, 1) - date.resolution).isoformat()
    return f"/search?{urlencode({**asked, 'since': f'{month}-01', 'until': last})}"
