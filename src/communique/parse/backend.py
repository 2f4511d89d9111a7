"""spaCy without what it imports and nothing here uses: torch, wherever that is installed, and what no text needs."""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any, cast

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


def _info(*arguments: Any, **named: Any) -> Any:
    """spaCy's ``info``, of which it takes hold when it is imported."""
    return importlib.import_module(_INFO).info(*arguments, **named)
