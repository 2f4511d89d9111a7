"""Files and folders that exports write: named safely, and complete or not there at all."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from communique.errors import InputError

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""
_ADVICE = "Check the path, the disk, and the one for temporary files (TMPDIR)."
_UNSAFE = re.compile(r"[^\w.-]+")


def file_name(key: str) -> str:
    """A name that every file system takes and that no two keys share."""
    safe = _UNSAFE.sub("_", key).lstrip(".")[:80]
    return safe if safe == key else f"{safe}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete; an error leaves what was there before.

    What is no file, such as /dev/null or a pipe, is written to where it is, and nothing takes its place.

    Raises:
        InputError: It cannot be written.
    """
    part = None
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as there:
                yield there
            return
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            part = Path(out.name)
            yield cast("BinaryIO", out)
        part.chmod(0o644)
        part.replace(path)
        part = None
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}.", _ADVICE) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)  # nothing is left of it where it has its name


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder that takes its name only when it is complete.

    Raises:
        InputError: It is there already with something in it, or it cannot be written.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"'{path}' is there already.", "Give the name of a new or an empty folder.")
    part = None
    try:
        part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        yield part
        part.chmod(0o755)
        if path.exists():
            path.rmdir()
        part.replace(path)
    except OSError as error:
        raise InputError(f"'{path}' cannot be written: {error.strerror}.", _ADVICE) from error
    finally:
        if part is not None and part.exists() and part != path:
            shutil.rmtree(part, ignore_errors=True)


def copied(source: BinaryIO, out: BinaryIO) -> None:
    """Copy a temporary file from its beginning."""
    source.seek(0)
    shutil.copyfileobj(source, out, 1 << 20)
