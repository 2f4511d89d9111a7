"""How many articles a second some workers code, as ratios to one worker, by the clock, in one run."""

from __future__ import annotations

import itertools
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.texts import Text, start_and_texts

_LEAST = 24  # texts for each worker: with fewer, their start hides what they take


@dataclass(frozen=True, slots=True)
class Scaling:
    """What a number of workers reached.

    Attributes:
        workers: How many processes coded.
        seconds: By the clock, without the start of the workers.
        ratio: Times as fast as one worker.
    """

    workers: int
    seconds: float
    ratio: float


def scaling(texts: list[Text], most: int | None = None) -> list[Scaling]:
    """The time of one, two, four … workers over the same texts, up to the number of processors."""
    counts = [1]
    while counts[-1] * 2 <= (most or os.cpu_count() or 1):
        counts.append(counts[-1] * 2)
    texts = list(itertools.islice(itertools.cycle(texts), max(len(texts), _LEAST * counts[-1])))
    _seconds(texts[:1], 1)  # one worker codes in this process, and what it loads it loads once
    taken = {workers: _seconds(texts, workers) for workers in counts}
    return [Scaling(workers, seconds, taken[1] / seconds) for workers, seconds in taken.items()]


def _seconds(texts: list[Text], workers: int) -> float:
    """Seconds for the texts, without those for a first text for each worker, which starts it."""
    from communique.batch import run_batch

    with tempfile.TemporaryDirectory() as folder:
        return start_and_texts(
            texts, workers, Path(folder), lambda source, target, _: run_batch(source, target, workers=workers)
        )[1]
