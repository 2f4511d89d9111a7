"""What no training, tuning or early stopping may see, and a test for texts that come near to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluation.data import data_directory
from evaluation.task import in_part
from evaluation.tasks.names import sentences
from training.encoder.corpora import lines

_RUN, _SHARE = 5, 0.25  # words in a run; share of a text's runs that makes it a near copy


def held_out_texts() -> Iterator[str]:
    """The texts of every held-out part."""
    for path in ("statements/polnear/dev.jsonl",):
        yield from (each["text"] for each in lines(path))
    for path in ("times/timebank.jsonl", "times/aquaint_half.jsonl", "events/plover_gsr/gsr_gold.jsonl"):
        yield from (each["text"] for each in lines(path) if in_part(each["id"], "test"))
    yield from (each["text"] for each in lines("events/cameo_news/dev.jsonl"))
    plv = lines("events/plv/train.jsonl")
    yield from (each["sentence"] for each in plv if in_part(each["sentence"], "test"))
    for path in ("names/conll_val.conllu", "names/wikineural_test.conllu"):
        yield from (" ".join(word for word, _ in each) for each in sentences(data_directory() / path))


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z]+", text.lower())
    if len(words) < _RUN:
        return []
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]


class HeldOut:
    """Finds near copies of held-out texts."""

    def __init__(self) -> None:
        self._known = {run for text in held_out_texts() for run in _runs(text)}

    def is_near(self, text: str) -> bool:
        """Whether a quarter of the runs of five words of a text stand in held-out texts."""
        runs = _runs(text)
        return bool(runs) and sum(run in self._known for run in runs) / len(runs) > _SHARE
