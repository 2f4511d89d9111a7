"""Step 3: trains the encoder with all heads. Run: ``python -m training.encoder.train PHASE``, phase by phase.

The phases are in :mod:`training.encoder.phases`. A phase goes on from its last checkpoint when there is one. The
weights that are kept are a running mean of those of the later steps; one copy a pass is kept for the learning curve.
Everything is seeded; the number of threads is the machine's.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from training.encoder.batches import Batch, batches, finishing, load, some
from training.encoder.chain import CHAINED, Chain
from training.encoder.corpora import WORK
from training.encoder.labels import LEFT_OUT, TYPES
from training.encoder.model import Pairs, Tagger
from training.encoder.phases import PHASES, checkpoint
from training.encoder.steps import follow, pace

SEED = 7
RATE, HEAD_RATE, CHAIN_RATE, DECAY, WARM = 2e-4, 1e-3, 1e-2, 0.01, 0.08
MEAN = 0.997
"""Share of the running mean that a step keeps."""

SAVE_EVERY = 150
LOSSES = {
    "names": 1.0, "titles": 0.2, "documents": 0.2, "times": 0.7, "cues": 1.0, "sources": 1.0, "contents": 1.5,
    "triggers": 0.4, "status": 0.2, "links": 1.0, "pairs": 0.6,
}  # fmt: skip
"""Weight of every head in the loss."""

WORDWISE = 0.5
"""Share of the loss of single words where tags are learned as sequences too: it keeps their probabilities honest."""


class Model(nn.Module):
    """All networks as one."""

    def __init__(self, chained: bool = True, teacher: bool = False) -> None:
        super().__init__()
        self.chained = chained
        self.tagger, self.chain = Tagger(teacher), Chain()
        self.pairs = Pairs(self.tagger.hidden)
        self.tagger.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of every head that the batch has labels for."""
        found = self.tagger(batch.pieces, batch.shapes, batch.mask, coarse=True)
        losses = {}
        for name, labels in batch.labels.items():
            weights = batch.weights[name][:, None] * (labels != LEFT_OUT)
            if weights.sum() > 0:
                each = functional.cross_entropy(
                    found[name].transpose(1, 2), labels, ignore_index=LEFT_OUT, reduction="none"
                )
                losses[name] = (each * weights).sum() / weights.sum()
        if self.chained and all(name in losses for name in CHAINED):
            self._chain(found, batch, losses)
        if batch.links:
            losses["links"] = self._links(found["links"], batch)
        if batch.pairs:
            losses["pairs"] = self._pairs(found["states"], batch)
        return losses

    def _chain(self, found: dict[str, Tensor], batch: Batch, losses: dict[str, Tensor]) -> None:
        """Add the loss of whole sequences to that of words."""
        rows = batch.weights[CHAINED[0]] > 0
        scores = torch.stack([found[name][rows] for name in CHAINED])
        tags = torch.stack([batch.labels[name][rows] for name in CHAINED])
        whole = self.chain(scores, tags, batch.words[rows])
        for name, value in zip(CHAINED, whole, strict=True):
            losses[name] = WORDWISE * losses[name] + value

    def _links(self, scores: Tensor, batch: Batch) -> Tensor:
        rows = torch.tensor([link[0] for link in batch.links])
        chosen = scores[rows, [link[1] for link in batch.links], [link[2] for link in batch.links]]
        wanted = torch.zeros_like(chosen)
        for index, link in enumerate(batch.links):
            wanted[index, : len(link[3])] = torch.from_numpy(link[3]).float()
        weights = batch.words[rows] * torch.tensor([link[4] for link in batch.links])[:, None]
        each = functional.binary_cross_entropy_with_logits(chosen, wanted, reduction="none")
        return (each * weights * (1 + 2 * wanted)).sum() / weights.sum()

    def _pairs(self, states: Tensor, batch: Batch) -> Tensor:
        found = self.pairs(states[[pair[0] for pair in batch.pairs]], *pair_masks(batch))
        weights = torch.tensor([pair[5] for pair in batch.pairs])
        wanted = torch.stack([_chances(pair[4], pair[6]) for pair in batch.pairs])
        each = functional.cross_entropy(found, wanted, reduction="none", label_smoothing=0.05)
        return (each * weights).sum() / weights.sum()


def pair_masks(batch: Batch) -> Tensor:
    """Which pieces are the source, the target and the sentence of each pair: [3, pairs, pieces]."""
    masks = torch.zeros(3, len(batch.pairs), batch.pieces.shape[1])
    for index, pair in enumerate(batch.pairs):
        for place in range(3):
            masks[place, index, : len(pair[1])] = torch.from_numpy(np.asarray(pair[1 + place])).float()
    return masks


def _chances(kind: int, taught: np.ndarray | None) -> Tensor:
    """What a pair is to be taken for: as the teachers say, or its type for sure."""
    if taught is not None:
        return torch.from_numpy(taught.astype(np.float32))
    return functional.one_hot(torch.tensor(kind), len(TYPES)).float()


class Run:
    """A phase of training, which can be interrupted and gone on with."""

    def __init__(self, name: str) -> None:
        torch.manual_seed(SEED)
        self.name, self.phase = name, PHASES[name]
        self.checkpoint = checkpoint(name)
        self.model = Model(self.phase.chain, self.phase.teacher)
        if self.phase.start:
            self.model.load_state_dict(torch.load(checkpoint(self.phase.start))["mean"], strict=False)
        self.learner = torch.optim.AdamW(self._groups(), weight_decay=DECAY, fused=True)
        self.rates = [group["lr"] for group in self.learner.param_groups]
        self.mean = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        self.length = sum(1 for _ in self._pass(0))
        self.steps = self.phase.steps or int(self.phase.passes * self.length)
        if self.checkpoint.exists():
            self._restore()

    def _groups(self) -> list[dict[str, Any]]:
        groups: dict[float, list[nn.Parameter]] = {RATE: [], HEAD_RATE: [], CHAIN_RATE: []}
        for name, weights in self.model.named_parameters():
            if weights.requires_grad:
                rate = CHAIN_RATE if name.startswith("chain.") else RATE if ".bert." in name else HEAD_RATE
                groups[rate].append(weights)
        deep, shallow = self.phase.rate, self.phase.heads or self.phase.rate
        return [
            {"params": weights, "lr": rate * (deep if rate == RATE else shallow)}
            for rate, weights in groups.items()
            if weights
        ]

    def _restore(self) -> None:
        kept: dict[str, Any] = torch.load(self.checkpoint)
        self.model.load_state_dict(kept["model"])
        self.learner.load_state_dict(kept["learner"])
        self.mean, self.step, self.steps = kept["mean"], kept["step"], kept["steps"]

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        part = self.checkpoint.with_suffix(".part")
        torch.save(
            {"model": self.model.state_dict(), "learner": self.learner.state_dict(), "mean": self.mean,
             "step": self.step, "steps": self.steps}, part,
        )  # fmt: skip
        part.replace(self.checkpoint)

    def train(self) -> None:
        """Take all steps that are left."""
        bar = tqdm(total=self.steps, initial=self.step, mininterval=20)
        shown: dict[str, float] = {}
        begin = time.monotonic()
        for batch in itertools.islice(self._batches(), self.step, self.steps):
            for name, value in self._take(batch).items():
                shown[name] = 0.98 * shown.get(name, value) + 0.02 * value
            self.step += 1
            bar.update()
            if self.step % 50 == 0:
                words = " ".join(f"{name} {value:.3f}" for name, value in sorted(shown.items()))
                tqdm.write(f"{self.step} {time.monotonic() - begin:.0f}s {words}")
            if self.step % SAVE_EVERY == 0 or self.step >= self.steps:
                self.save()
            if self.step % self.length == 0:
                torch.save({"mean": self.mean}, WORK / f"curve-{self.name}-{self.step // self.length}.pt")

    def _pass(self, number: int) -> Iterator[Batch]:
        """The batches of one pass; which windows of a set are read is drawn anew for each."""
        windows = load(self.phase.build)
        chosen = (
            finishing(windows) if self.phase.own else some(windows, self.phase.shares, 0 if self.phase.same else number)
        )
        return batches(chosen, SEED + number)

    def _batches(self) -> Iterator[Batch]:
        """The batches of all passes, one after the other."""
        for number in itertools.count():
            yield from self._pass(number)

    def _take(self, batch: Batch) -> dict[str, float]:
        self.model.train()
        done = self.step / self.steps
        for group, rate in zip(self.learner.param_groups, self.rates, strict=True):
            group["lr"] = rate * pace(done, WARM)
        losses = self.model.losses(batch)
        total = sum(LOSSES[name] * value for name, value in losses.items())
        total.backward()  # type: ignore[union-attr]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.learner.step()
        self.learner.zero_grad(set_to_none=True)
        follow(self.mean, self.model, min(MEAN, (self.step + 1) / (self.step + 20)))
        return {name: float(value.detach()) for name, value in losses.items()}


def main() -> None:
    """Train the phases that are named."""
    for name in sys.argv[1:]:
        Run(name).train()


if __name__ == "__main__":
    main()
