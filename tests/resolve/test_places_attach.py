"""Where an act takes place."""

from __future__ import annotations

import pytest

from communique.pipeline import default_pipeline
from communique.resolve.places import place_for
from communique.sources import make_article


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The two ministers met in Vienna on Monday.", "met", "Vienna"),
        ("The Vienna talks ended without a text.", "talks", "Vienna"),
        ("The envoy flew from Oslo to Cairo.", "flew", "Cairo"),
        ("The mayor of Ghent condemned the attack.", "condemned", None),
        ("He said in Paris that Iran had attacked the ship off Yemen.", "attacked", "Yemen"),
        ("He said in Paris that Iran had attacked the ship off Yemen.", "said", "Paris"),
        ("A bomb killed nine people at a market in Kano, in northern Nigeria.", "killed", "Kano"),
        ("Nothing happened.", "happened", None),
    ],
)
def test_the_parse_ties_a_place_to_an_act(text: str, word: str, expected: str | None) -> None:
    reading = default_pipeline().reading(make_article(text, published="2021-03-02"), until="places")
    found = place_for(reading, next(token for token in reading.doc if token.text == word))
    assert (found.name if found else None) == expected
    assert found is None or any(each.id == found.mention for each in reading.places)


def test_a_span_and_bounds() -> None:
    text = "The ministers met in Vienna. They had dined in Graz."
    reading = default_pipeline().reading(make_article(text, published="2021-03-02"), until="places")
    assert place_for(reading, reading.span(0, 28), (29, len(text))) is None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The two sides agreed in Vienna to wait.", "agreed", "Vienna"),
        ("In Paris, the envoy demanded an inquiry into the raid in Hama.", "demanded", "Paris"),
        ("The envoy demanded an inquiry into the raid in Hama.", "demanded", None),
        ("Turkey asked Canada to hand over its bases in Syria.", "asked", None),
    ],
)
def test_a_place_that_hangs_on_the_word_itself(text: str, word: str, expected: str | None) -> None:
    reading = default_pipeline().reading(make_article(text, published="2021-03-02"), until="places")
    found = place_for(reading, next(token for token in reading.doc if token.text == word), straight=True)
    assert (found.name if found else None) == expected
