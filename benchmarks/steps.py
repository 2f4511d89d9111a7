"""What each component of the pipeline costs, in one run over the same texts."""

from __future__ import annotations

import time
from collections import defaultdict

from benchmarks.texts import Text

PARSE = ("prose", "syntax", "encoder", "quotes")
"""The components that read the words; all others work on what these found."""


def cost(texts: list[Text], repeat: int) -> dict[str, float]:
    """Processor seconds of each component by name; the first text warms up and is not counted."""
    from communique.parse.reading import Reading
    from communique.pipeline import components, default_pipeline
    from communique.sources import make_article

    steps = components()
    default_pipeline().read(make_article(texts[0].text, published=texts[0].published))
    spent: dict[str, float] = defaultdict(float)
    for text in [texts[0], *(each for _ in range(repeat) for each in texts)]:
        article = make_article(text.text, published=text.published)
        reading = Reading(article=article, published=default_pipeline().reading(article, until="prose").published)
        for step in steps:
            began = time.process_time()
            step.code(reading)
            spent[step.name] += (time.process_time() - began) / repeat
    return dict(spent)


def over_parse(spent: dict[str, float], name: str) -> float:
    """Cost of a component as a share of the parse's."""
    return spent[name] / sum(spent[each] for each in PARSE)
