"""Where the measuring data lies, which tasks there are, and fingerprints of the gold."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from pathlib import Path

from evaluation import tasks
from evaluation.task import Task

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def data_directory() -> Path:
    """The folder of the measuring data, beside the project's own; it may be absent."""
    return SHARED / "data"


def own(name: str) -> str:
    """The path of a gold file of our own as a task gives it: a whole one, since it lies in the project."""
    return str(ROOT / "evaluation/own" / name)


def discover() -> dict[str, Task]:
    """Every task by name, in alphabetical order: the ``TASK`` of each module in ``evaluation/tasks``."""
    found: dict[str, Task] = {}
    for module in pkgutil.iter_modules(tasks.__path__):
        task = getattr(importlib.import_module(f"{tasks.__name__}.{module.name}"), "TASK", None)
        if isinstance(task, Task):
            found[task.name] = task
    return dict(sorted(found.items()))


def fingerprint(gold: Path) -> str:
    """SHA-256 of a gold file; of a folder, over the names and contents of all files in it, sorted."""
    digest = hashlib.sha256()
    files = sorted(path for path in gold.rglob("*") if path.is_file()) if gold.is_dir() else [gold]
    for path in files:
        if gold.is_dir():
            digest.update(path.relative_to(gold).as_posix().encode() + b"\0")
        with path.open("rb") as handle:
            digest.update(hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()
