"""``communique version``."""

from __future__ import annotations

from communique.cli.console import write


def version() -> None:
    """Print the versions of the program, the language model and the registry of actors."""
    from communique.pipeline import versions

    program, model, registry = versions()
    write(f"communique {program}\nmodel      {model}\nregistry   {registry}")
