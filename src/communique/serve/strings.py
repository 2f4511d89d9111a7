"""Every string of the interface, from one catalogue, by its name."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import resources
from typing import Any

import yaml

from communique.errors import BadDataFile

_WHERE = "serve/strings.yaml"


def text(name: str, **values: object) -> str:
    """The string of this name, such as ``article.heading``; ``{word}`` in it is filled in.

    A string with two forms, ``one`` and ``many``, is chosen by ``n``.

    Raises:
        BadDataFile: The catalogue has no such string.
    """
    known = catalogue()
    if name not in known and "n" in values:
        name = f"{name}.{'one' if values['n'] == 1 else 'many'}"
    if name not in known:
        raise BadDataFile(f"{_WHERE} has no string '{name}'.", "Add it there.")
    return known[name].format(**values) if values else known[name]


@functools.cache
def catalogue() -> dict[str, str]:
    """Every string by its name, the names of its groups before it, joined by dots."""
    read = yaml.safe_load(resources.files("communique.serve").joinpath("strings.yaml").read_text("utf-8"))
    return dict(_flat(read, ""))


def _flat(group: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, str):
            yield f"{before}{name}", value
        else:
            raise BadDataFile(f"{_WHERE}: '{before}{name}' is no text.", "Put it in quotation marks.")
