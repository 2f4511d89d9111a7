"""The unpacked detector answers as the packed one, and survives a damaged file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from communique.parse import detector

TEXTS = [
    "", "Yes", "The envoys will meet in Bern on Friday.", "Les émissaires se verront à Berne.",
    "Посланники встретятся в Берне.", "使节们将在伯尔尼会面。", "😀😀", "LOUD WORDS ONLY", "\ud800 half",
]  # fmt: skip


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder; the detector is made anew afterwards."""
    monkeypatch.setenv("COMMUNIQUE_CACHE", str(tmp_path))
    detector.identifier.cache_clear()
    yield tmp_path
    detector.identifier.cache_clear()


@pytest.fixture(scope="module")
def expected() -> list[tuple[str, float]]:
    packed = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [packed.classify(text) for text in TEXTS]


def answers() -> list[tuple[str, float]]:
    detector.identifier.cache_clear()
    return [detector.identifier().classify(text) for text in TEXTS]


def test_the_answers_are_the_same(
    fresh: Path, expected: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answers() == expected
    (file,) = fresh.iterdir()
    whole = file.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(detector, "_unpacked", None)  # from here on only the file can answer
        assert answers() == expected
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + bytes(1000) + b"\xff" * 1000 + whole[middle + 2000 :])
    assert answers() == expected
    assert file.read_bytes() == whole


def test_a_model_that_is_built_differently_is_read_as_it_is(
    fresh: Path, expected: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def other() -> bytes:
        raise ValueError("too many values to unpack")

    monkeypatch.setattr(detector, "_unpacked", other)
    assert answers() == expected
    assert not list(fresh.iterdir())
