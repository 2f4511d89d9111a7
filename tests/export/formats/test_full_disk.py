"""A disk that is full: every format says so and leaves nothing behind."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from communique.errors import InputError
from communique.export.catalogue import FORMATS, export
from communique.export.files import new_file
from tests.export.nasty import nasty

_LIMIT = 40  # bytes of a file: no format needs fewer


@contextmanager
def full() -> Iterator[None]:
    """No file may grow beyond the limit, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LIMIT, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_it_is_told_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    records = [nasty(id=f"n-{number}") for number in range(8)]
    with full(), pytest.raises(InputError, match="cannot be written"):
        export(name, records, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_file_that_fails_when_it_is_closed_is_not_left(tmp_path: Path) -> None:
    with full(), pytest.raises(InputError), new_file(tmp_path / "out") as out:
        out.write(b"a" * (_LIMIT + 1))  # waits in the buffer
    assert not list(tmp_path.iterdir())
