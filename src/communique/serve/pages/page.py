"""What a page is, and what it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from msgspec import Struct

from communique.archive import Archive
from communique.serve.problems import Refused


class Context(Struct, frozen=True, kw_only=True):
    """The common base of what a page shows. Every field is part of the page's JSON."""

    title: str


C = TypeVar("C", bound=Context)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked: the variable parts of its address, and what follows the question mark."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """The value of a field of the query; None when it is empty or not there."""
        found = self.query.get(name, ())
        return found[0].strip() or None if found else None

    def several(self, name: str) -> tuple[str, ...]:
        """Every value of a field of the query that is not empty."""
        return tuple(each.strip() for each in self.query.get(name, ()) if each.strip())

    def number(self, name: str, default: int, *, least: int = 1, most: int = 1000) -> int:
        """A whole number of the query.

        Raises:
            Refused: It is none, or out of range.
        """
        said = self.one(name)
        if said is None:
            return default
        if not (said.isascii() and said.isdigit() and len(said) < 10 and least <= int(said) <= most):
            raise Refused(400, "BadRequest", f"'{name}' is '{said}'.", f"Give a whole number, {least} to {most}.")
        return int(said)


@dataclass(frozen=True, slots=True)
class Page(Generic[C]):
    """A page.

    Attributes:
        name: Its name; the template is ``NAME.html.j2``.
        path: Its address, variable parts in braces: ``/articles/{id:path}``.
        build: Gives its context.
        rows: Gives the rows of its CSV.
        shape: The type of the rows.
    """

    name: str
    path: str
    build: Callable[[Archive, Asked], C]
    rows: Callable[[C], Sequence[Struct]]
    shape: type[Struct]
