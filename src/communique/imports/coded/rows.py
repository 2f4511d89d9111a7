"""What the readers of rows share: numbers, days and CAMEO codes as they are written."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from communique.imports.coded.parties import given
from communique.vocabulary.events import event_types

Left = Callable[[str, str], None]
"""Called with the place of a row that cannot be taken, and the reason."""

_QUADS = {"VERBAL COOPERATION": 1, "MATERIAL COOPERATION": 2, "VERBAL CONFLICT": 3, "MATERIAL CONFLICT": 4}


def number(cell: str | None) -> float | None:
    """A number; None where there is none."""
    told = given(cell)
    try:
        value = float(told) if told else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) else None


def day(cell: str | None) -> str | None:
    """A day, written with or without hyphens; None where it is none."""
    told = given(cell) or ""
    try:
        return date.fromisoformat(told[:10]).isoformat()
    except ValueError:
        return None


def quad(cell: str | None) -> int | None:
    """The quad class by its number or name."""
    told = (given(cell) or "").upper()
    return int(told) if told in {"1", "2", "3", "4"} else _QUADS.get(told)


def quad_of_cameo(code: str) -> int | None:
    """The quad class of a CAMEO code by its root, as event data draw it."""
    root = int(code[:2]) if code[:2].isdigit() else 0
    return None if not 1 <= root <= 20 else 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 14 else 4


def plover_named(cell: str | None) -> str | None:
    """A PLOVER type by its name; None for what is none."""
    told = (given(cell) or "").upper()
    return told if told in event_types() else None
