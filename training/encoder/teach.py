"""Step 4: what the teachers read, as labels for the student. Run: ``python -m training.encoder.teach``.

The teachers are the larger network and the version before, and what they think is averaged. They read running news
(probabilities of cues, sources and contents, and the likeliest tags), and the pairs of all sets whose type is not gold.
The result is the windows of the build ``taught``.
"""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from communique.parse.encoder.encoding import best_path
from communique.parse.encoder.network import _bare
from training.encoder.batches import Batch, collate
from training.encoder.chain import CHAINED
from training.encoder.corpora import windows_file
from training.encoder.labels import CLASSES, HEADS, LEFT_OUT
from training.encoder.phases import TEACHERS, checkpoint
from training.encoder.train import Model
from training.encoder.windows import Window

READ = frozenset({"SEESAW", "articles"})
"""Sets in which the teachers read statements."""

GOLD = frozenset({"PLV", "PLOVER GSR", "own", "NGEC headlines"})
"""Sets whose types of pairs are gold."""

JUDGED = 0.5
"""Weight of a pair whose type the teachers tell."""

_SIZE = 32


class Teacher:
    """One of the networks that teach."""

    def __init__(self, phase: str) -> None:
        self.model = Model(teacher=phase.startswith("teacher"))
        self.model.load_state_dict(torch.load(checkpoint(phase))["mean"], strict=False)
        self.model.eval()

    @torch.no_grad()
    def read(self, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """Probabilities of tags [heads, windows, pieces, tags], and of the types of the batch's pairs [pairs, types]."""
        found = self.model.tagger(batch.pieces, batch.shapes, batch.mask, coarse=True)
        tags = self.model.chain.marginals(torch.stack([found[name] for name in CHAINED]), batch.words)
        if not batch.pairs:
            return tags, None
        masks = torch.zeros(3, len(batch.pairs), batch.pieces.shape[1])
        for index, pair in enumerate(batch.pairs):
            for place in range(3):
                masks[place, index, : len(pair[1])] = torch.from_numpy(np.asarray(pair[1 + place])).float()
        types = self.model.pairs(found["states"][[pair[0] for pair in batch.pairs]], *masks)
        return tags, torch.softmax(types, -1)


def taught(windows: list[Window], teachers: list[Teacher]) -> None:
    """Add what the teachers think to the windows."""
    chosen = [w for w in windows if w.set in READ or (w.pairs and w.set not in GOLD)]
    for group in tqdm(list(_groups(chosen)), mininterval=20):
        batch = collate(group)
        tags, types = zip(*(teacher.read(batch) for teacher in teachers), strict=True)
        _keep_tags(group, sum(tags) / len(teachers))
        if batch.pairs:
            _keep_types(group, (sum(types) / len(teachers)).numpy())


def _groups(windows: list[Window]) -> Iterator[list[Window]]:
    ordered = sorted(windows, key=lambda w: len(w.ids))
    yield from (ordered[at : at + _SIZE] for at in range(0, len(ordered), _SIZE))


def _keep_tags(group: list[Window], tags: Tensor) -> None:
    for row, window in enumerate(group):
        if window.set not in READ:
            continue
        for index, name in enumerate(CHAINED):
            chances = tags[index, row, : len(window.ids)].numpy()
            window.taught[name] = chances.astype(np.float16)
            if name not in window.labels:
                labels = np.full(len(window.ids), LEFT_OUT, dtype=np.int16)
                labels[window.words] = best_path(chances[window.words], _bare(HEADS[name]))
                window.labels[name], window.weights[name] = labels, 1.0


def _keep_types(group: list[Window], types: np.ndarray) -> None:
    """Keep the types of pairs that are not gold; a class that is given rules the others out."""
    at = 0
    for window in group:
        found = types[at : at + len(window.pairs)]
        at += len(window.pairs)
        if not window.pairs or window.set in GOLD:
            continue
        given = np.array([[pair[3] >= 0 or pair[3] in (0, -each) for each in CLASSES] for pair in window.pairs])
        found = found * given
        window.taught["pairs"] = (found / found.sum(1, keepdims=True).clip(1e-9)).astype(np.float16)
        window.pairs = [(*pair[:4], JUDGED) for pair in window.pairs]


def main() -> None:
    """Let the teachers read the full build's windows and those without gold."""
    windows: list[Window] = [w for name in ("full", "unlabelled") for w in pickle.loads(windows_file(name).read_bytes())]
    taught(windows, [Teacher(phase) for phase in TEACHERS])
    out = windows_file("taught")
    out.write_bytes(pickle.dumps(windows))
    counts = {"windows": _count(w.set for w in windows if w.taught), "pairs": sum(len(w.taught.get("pairs", [])) for w in windows)}
    out.with_suffix(".json").write_text(json.dumps(counts, indent=1))
    print(json.dumps(counts))


def _count(sets: Iterable[str]) -> dict[str, int]:
    return dict(Counter(sets))


if __name__ == "__main__":
    main()
