"""Step 4: what the teachers take a pair for, as labels for the student. Run: ``python -m training.encoder.teach``.

The teachers are the larger network and the version before; what both think is averaged. They tell the types of pairs
that no gold tells. The result is the windows of the build ``taught``.
"""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from training.encoder.batches import Batch, collate
from training.encoder.corpora import windows_file
from training.encoder.labels import CLASSES
from training.encoder.phases import TEACHERS, checkpoint
from training.encoder.train import Model, pair_masks
from training.encoder.windows import Window

JUDGED = frozenset({"ConfliBERT pairs", "directed sentiment", "ConfliBERT source-target", "ConfliBERT class"})
"""Sets whose pairs are judged."""

WEIGHT = 0.5
"""Weight of a pair whose type the teachers tell, beside one of gold."""

_SIZE = 32


class Teacher:
    """One of the networks that teach."""

    def __init__(self, phase: str) -> None:
        self.model = Model(teacher=phase.startswith("teacher"))
        self.model.load_state_dict(torch.load(checkpoint(phase))["mean"], strict=False)
        self.model.eval()

    @torch.no_grad()
    def types(self, batch: Batch) -> Tensor:
        """Probabilities of the types of the batch's pairs [pairs, types]."""
        states = self.model.tagger(batch.pieces, batch.shapes, batch.mask, coarse=True)["states"]
        scores = self.model.pairs(states[[pair[0] for pair in batch.pairs]], *pair_masks(batch))
        return torch.softmax(scores, -1)


def judge(windows: list[Window], teachers: list[Teacher]) -> None:
    """Put what the teachers think of pairs into the windows."""
    chosen = [window for window in windows if window.pairs and window.set in JUDGED]
    for group in tqdm(list(_groups(chosen)), mininterval=20):
        batch = collate(group)
        _keep(group, torch.stack([teacher.types(batch) for teacher in teachers]).mean(0).numpy())


def _groups(windows: list[Window]) -> Iterator[list[Window]]:
    ordered = sorted(windows, key=lambda w: len(w.ids))
    yield from (ordered[at : at + _SIZE] for at in range(0, len(ordered), _SIZE))


def _keep(group: list[Window], types: np.ndarray) -> None:
    """Keep the types of pairs; a class that is given (a kind below nought) rules the others out."""
    at = 0
    for window in group:
        found = types[at : at + len(window.pairs)]
        at += len(window.pairs)
        given = np.array([[pair[3] >= 0 or pair[3] == -each for each in CLASSES] for pair in window.pairs])
        within = found * given
        window.taught = (within / within.sum(1, keepdims=True).clip(1e-9)).astype(np.float16)
        window.pairs = [(*pair[:4], WEIGHT) for pair in window.pairs]


def main() -> None:
    """Let the teachers read the full build's windows and the sentences with a pair."""
    names = ("full", "pairs")
    windows: list[Window] = [w for name in names for w in pickle.loads(windows_file(name).read_bytes())]
    judge(windows, [Teacher(phase) for phase in TEACHERS])
    out = windows_file("taught")
    out.write_bytes(pickle.dumps(windows))
    counts = {"pairs": Counter(w.set for w in windows if len(w.taught) for _ in w.pairs)}
    out.with_suffix(".json").write_text(json.dumps(counts, indent=1))
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
