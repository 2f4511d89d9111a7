"""Speed of the whole record against spaCy's small model with its full pipe, on the same texts in the same run."""

from __future__ import annotations

import importlib
import importlib.util
import os
import time
from dataclasses import dataclass

from benchmarks.texts import Text


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor seconds for one set of texts.

    Attributes:
        label: The set.
        texts: How many texts were read.
        characters: Their length together.
        spacy_s: Processor seconds of spaCy alone.
        record_s: Processor seconds of the whole record.
        dictionary_s: Processor seconds of a look-up of actors and acts in dictionaries.
    """

    label: str
    texts: int
    characters: int
    spacy_s: float
    record_s: float
    dictionary_s: float

    @property
    def ratio(self) -> float:
        """Speed of the record as a multiple of spaCy's; 1 means as fast."""
        return self.spacy_s / self.record_s


def one_core() -> None:
    """Keep this process, and those that it starts, on one core, where the system allows it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def compare(label: str, texts: list[Text], repeat: int) -> Speed:
    """Read every text with all, in turns, ``repeat`` times; the first text warms them up and is not counted.

    Processor time is counted, not the clock's, so that another program on the machine does not change the figure.
    """
    from benchmarks.dictionary import coded
    from communique import read_text
    from communique.parse.syntax import MODELS

    name = next(each for each in MODELS if importlib.util.find_spec(each))
    nlp = importlib.import_module(name).load()  # a model of its own, with every pipe, whatever the record leaves out
    spent = {"spacy": 0.0, "record": 0.0, "dictionary": 0.0}
    nlp(texts[0].text)
    read_text(texts[0].text, published=texts[0].published)
    coded(texts[0].text)
    for _ in range(repeat):
        for text in texts:
            began = time.process_time()
            nlp(text.text)
            between = time.process_time()
            read_text(text.text, published=text.published)
            spent["spacy"] += between - began
            after = time.process_time()
            coded(text.text)
            spent["record"] += after - between
            spent["dictionary"] += time.process_time() - after
    characters = sum(len(text.text) for text in texts)
    means = {name: seconds / repeat for name, seconds in spent.items()}
    return Speed(label, len(texts), characters, means["spacy"], means["record"], means["dictionary"])
