"""spaCy's backend without torch, which it imports wherever that is installed and which nothing here uses."""

from __future__ import annotations

import sys
from typing import cast

_UNUSED = "torch"


def load_spacy() -> None:
    """Import spaCy so that it leaves torch alone, which would cost each process 190 MB and two seconds.

    To be called before anything else imports spaCy. A program that runs other spaCy pipelines on torch in the same
    process imports spaCy (or torch) first; what is loaded already stays as it is. Torch can be imported afterwards,
    but spaCy's backend will not know of it.
    """
    if _UNUSED in sys.modules or "thinc" in sys.modules:
        return
    modules = cast("dict[str, object]", sys.modules)
    modules[_UNUSED] = None  # an import that meets None fails as if the package were not there
    try:
        import spacy  # noqa: F401 - imported for its effect
    finally:
        del modules[_UNUSED]
