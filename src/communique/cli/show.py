"""``communique show``."""

from __future__ import annotations

from typing import Annotated

import typer

from communique.cli.console import out
from communique.cli.options import ARCHIVE, KeptOption


def show(
    entry: Annotated[str, typer.Argument(metavar="ENTRY-ID", help="Id of an entry, or as much of it as is its own.")],
    archive: KeptOption = ARCHIVE,
) -> None:
    """Print an entry's evidence in its context, with how the entry came to be."""
    from communique.cli.entry_view import show_entry
    from communique.lake import opened

    with opened(archive) as kept:
        for found in kept.find(entry):
            show_entry(found, out())
