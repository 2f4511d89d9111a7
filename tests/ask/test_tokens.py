"""Where a page ended comes back as it was written, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from communique.archive.search import Place
from communique.ask.tokens import place_of, token
from communique.errors import BadSearch


@pytest.mark.parametrize("place", [Place(-3.25, 7), Place("2021-09-17", 12), Place("", 1)])
def test_a_place_comes_back(place: Place) -> None:
    text = token(place)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert place_of(text, tuple[float | str, int]) == tuple(place)


@pytest.mark.parametrize(
    "text", ["x", "é", "a b", "====", token({"a": 1}), token([1, 2, 3]), token(Place("x", 1)) + "!"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadSearch, match="not where a page ended"):
        place_of(text, tuple[float | str, int])
