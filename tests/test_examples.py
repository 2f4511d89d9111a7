from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from communique.sources.front_matter import split_front_matter

DISPATCHES = sorted((Path(__file__).resolve().parents[1] / "examples" / "dispatches").glob("*.txt"))


def test_there_are_at_least_forty_dispatches() -> None:
    assert len(DISPATCHES) >= 40


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_a_dispatch_is_short_and_says_when_and_where_it_was_published(path: Path) -> None:
    parted = split_front_matter(path.read_text("utf-8"))
    assert parted.unknown == ()
    assert date.fromisoformat(parted.fields["published"]) < date(2026, 1, 1)
    assert parted.fields["outlet"].startswith("Example ")
    assert parted.fields["title"]
    assert 120 <= len(parted.text.split()) <= 350
