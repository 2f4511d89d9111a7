"""The head of a dispatch: YAML between two lines of three dashes, then the article's text.

A file is read this way only when its first line is ``---``, a later line closes the head, and the head is a
mapping with at least one known key. Everything else is plain text and kept exactly as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from communique.errors import InputError

KEYS = ("id", "title", "published", "outlet", "url", "byline")

_HEAD = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*", re.DOTALL | re.MULTILINE)
_OPEN = re.compile(rf"---[ \t]*\r?\n(?:[\w-]+[ \t]*:.*\r?\n)*?(?:{'|'.join(KEYS)})[ \t]*:")
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A text and what its head says about it.

    Attributes:
        text: The text without the head.
        fields: What the head says, by its keys.
        unknown: Keys that mean nothing here.
        unclosed: Whether a head begins that no second line of dashes ends, so that all of it is text.
    """

    text: str
    fields: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    unclosed: bool = False


def split_front_matter(text: str) -> Dispatch:
    """Part a dispatch into head and text; blank lines between the two belong to neither.

    Raises:
        InputError: A value in the head is not a plain word, number or date.
    """
    head = _HEAD.match(text) if text.startswith("---") else None
    known = _mapping(head[1]) if head and len(head[1]) <= _LONGEST else None
    if head is None or known is None or not set(known) & set(KEYS):
        return Dispatch(text, unclosed=head is None and _OPEN.match(text) is not None)
    fields = {key: _plain(key, known[key]) for key in KEYS if known.get(key) is not None}
    return Dispatch(text[head.end() :], fields, tuple(sorted(set(known) - set(KEYS))))


def _mapping(head: str) -> dict[str, Any] | None:
    try:
        value = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError):  # ValueError: a date such as 2019-13-40
        return _lines(head)
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else None


def _lines(head: str) -> dict[str, Any] | None:
    """``key: value`` lines that YAML refuses, such as a title with a colon in it."""
    pairs = [line.partition(":") for line in head.splitlines() if line.strip()]
    if not all(colon for _, colon, _ in pairs):
        return None
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _plain(key: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return str(value)
    raise InputError(f"The head's '{key}' is not a plain value.", f"Write it on one line, such as '{key}: \"…\"'.")
