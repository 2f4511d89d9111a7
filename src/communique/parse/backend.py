"""spaCy without what it imports and nothing here uses: torch, wherever that is installed, and what no text needs."""

from __future__ import annotations

import importlib
import itertools
import sys
import types
from importlib import metadata
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

_TORCH, _COMMANDS, _INFO = "torch", "spacy.cli", "spacy.cli.info"

_UNUSED = (_TORCH, "pydantic.v1")
"""Packages that are looked for and can be done without; spaCy itself uses the second version of pydantic."""


def load_spacy() -> None:
    """Import spaCy so that it leaves alone what would cost each process 190 MB and two seconds.

    To be called before anything else imports spaCy. A program that runs other spaCy pipelines on torch in the same
    process imports spaCy (or torch) first; what is loaded already stays as it is. Torch and spaCy's commands can be
    imported afterwards, but spaCy's backend will not know of torch.
    """
    if _TORCH in sys.modules or "thinc" in sys.modules:
        return
    modules = cast("dict[str, object]", sys.modules)
    unused = [name for name in _UNUSED if name not in modules]
    for name in unused:
        modules[name] = None  # an import that meets None fails as if the package were not there
    info = types.ModuleType(_INFO)
    info.info = _info  # type: ignore[attr-defined]
    modules[_COMMANDS], modules[_INFO] = types.ModuleType(_COMMANDS), info
    try:
        import spacy  # noqa: F401 - imported for its effect
    finally:
        for name in (*unused, _COMMANDS, _INFO):
            del modules[name]
    _sort_entry_points()


class _Sorted:
    """The entry points of all installed packages, each group of which is looked for once and not a hundred times."""

    def __init__(self, every: Iterable[metadata.EntryPoint]) -> None:
        self._groups: dict[str, list[metadata.EntryPoint]] = {}
        for each in every:
            self._groups.setdefault(each.group, []).append(each)

    def select(self, *, group: str) -> list[metadata.EntryPoint]:
        """Those of one group."""
        return self._groups.get(group, [])


def _sort_entry_points() -> None:
    """Sort what spaCy's registries search from end to end whenever one is asked: a tenth of the time of loading."""
    catalogue: Any = importlib.import_module("catalogue")
    known = getattr(catalogue, "AVAILABLE_ENTRY_POINTS", None)
    if isinstance(known, dict):  # until Python 3.11, where to ask it for its values is discouraged
        catalogue.AVAILABLE_ENTRY_POINTS = _Sorted(itertools.chain.from_iterable(dict.values(known)))
    elif isinstance(known, metadata.EntryPoints):
        catalogue.AVAILABLE_ENTRY_POINTS = _Sorted(known)


def _info(*arguments: Any, **named: Any) -> Any:
    """spaCy's ``info``, of which it takes hold when it is imported."""
    return importlib.import_module(_INFO).info(*arguments, **named)
