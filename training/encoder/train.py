"""Step 3: trains the encoder with all heads. Run: ``python -m training.encoder.train [PASSES]``.

It goes on from the last checkpoint when there is one. The weights that are kept are a running mean of those of the
later steps. Everything is seeded; the number of threads is the machine's.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from training.encoder.batches import Batch, batches, finishing, load
from training.encoder.corpora import WORK
from training.encoder.labels import LEFT_OUT
from training.encoder.model import Pairs, Tagger
from training.encoder.windows import Window

SEED = 7
RATE, HEAD_RATE, DECAY, WARM = 2e-4, 1e-3, 0.01, 0.08
MEAN = 0.997
"""Share of the running mean that a step keeps."""

SAVE_EVERY = 150
LOSSES = {
    "names": 1.0, "titles": 0.2, "documents": 0.2, "times": 0.7, "cues": 1.0, "sources": 1.0, "contents": 1.5,
    "triggers": 0.4, "status": 0.2, "links": 1.0, "pairs": 0.6,
}  # fmt: skip
"""Weight of every head in the loss."""

CHECKPOINT, FINISHED = WORK / "checkpoint.pt", WORK / "finished.pt"


class Model(nn.Module):
    """Both networks as one."""

    def __init__(self) -> None:
        super().__init__()
        self.tagger, self.pairs = Tagger(), Pairs()
        self.tagger.bert.embeddings.word_embeddings.weight.requires_grad_(False)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The loss of every head that the batch has labels for."""
        found = self.tagger(batch.pieces, batch.shapes, batch.mask)
        losses = {}
        for name, labels in batch.labels.items():
            weights = batch.weights[name][:, None] * (labels != LEFT_OUT)
            if weights.sum() > 0:
                each = functional.cross_entropy(
                    found[name].transpose(1, 2), labels, ignore_index=LEFT_OUT, reduction="none"
                )
                losses[name] = (each * weights).sum() / weights.sum()
        if batch.links:
            losses["links"] = self._links(found["links"], batch)
        if batch.pairs:
            losses["pairs"] = self._pairs(found["states"], batch)
        return losses

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
        masks = torch.zeros(3, len(batch.pairs), states.shape[1])
        for index, pair in enumerate(batch.pairs):
            for place in range(3):
                masks[place, index, : len(pair[1])] = torch.from_numpy(np.asarray(pair[1 + place])).float()
        found = self.pairs(states[[pair[0] for pair in batch.pairs]], *masks)
        weights = torch.tensor([pair[5] for pair in batch.pairs])
        wanted = torch.tensor([pair[4] for pair in batch.pairs])
        each = functional.cross_entropy(found, wanted, reduction="none", label_smoothing=0.05)
        return (each * weights).sum() / weights.sum()


class Run:
    """A training run that can be interrupted and gone on with."""

    def __init__(self, passes: float, checkpoint: Path = CHECKPOINT) -> None:
        torch.manual_seed(SEED)
        self.checkpoint, self.passes = checkpoint, passes
        self.model = Model()
        heads = [p for n, p in self.model.named_parameters() if p.requires_grad and ".bert." not in n]
        body = [p for n, p in self.model.named_parameters() if p.requires_grad and ".bert." in n]
        self.learner = torch.optim.AdamW(
            [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY
        )
        self.rates = [group["lr"] for group in self.learner.param_groups]
        self.mean = {name: value.detach().clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        self.only: list[Window] = []
        self.steps = int(passes * sum(1 for _ in batches(load(), SEED)))
        if checkpoint.exists():
            self._restore()

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
        while self.step < self.steps:
            for batch in self._rest_of_pass():
                for name, value in self._take(batch).items():
                    shown[name] = 0.98 * shown.get(name, value) + 0.02 * value
                self.step += 1
                bar.update()
                if self.step % 50 == 0:
                    words = " ".join(f"{name} {value:.3f}" for name, value in sorted(shown.items()))
                    tqdm.write(f"{self.step} {time.monotonic() - begin:.0f}s {words}")
                if self.step % SAVE_EVERY == 0 or self.step >= self.steps:
                    self.save()
                if self.step >= self.steps:
                    break

    def _rest_of_pass(self) -> Any:
        windows = self.only or load()
        length = sum(1 for _ in batches(windows, SEED))
        number, begun = divmod(self.step, length)
        return itertools.islice(batches(windows, SEED + number), begun, None)

    def _take(self, batch: Batch) -> dict[str, float]:
        self.model.train()
        done = self.step / self.steps
        factor = min(done / WARM, (1 - done) / (1 - WARM)) + 1e-3
        for group, rate in zip(self.learner.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        losses = self.model.losses(batch)
        total = sum(LOSSES[name] * value for name, value in losses.items())
        total.backward()  # type: ignore[union-attr]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.learner.step()
        self.learner.zero_grad(set_to_none=True)
        keep = min(MEAN, (self.step + 1) / (self.step + 20))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                if value.is_floating_point():
                    self.mean[name].lerp_(value, 1 - keep)
        return {name: float(value.detach()) for name, value in losses.items()}


def finish(steps: int) -> None:
    """Go on from the mean weights for some steps at a quarter of the rate, half of them over our own passages."""
    kept = torch.load(CHECKPOINT)
    run = Run(1.0, FINISHED)
    if not FINISHED.exists():
        run.model.load_state_dict(kept["mean"])
        run.mean = {name: value.clone() for name, value in kept["mean"].items()}
        run.steps = steps
    run.rates = [rate / 4 for rate in run.rates]
    run.only = finishing(load())
    run.train()


def main() -> None:
    """Train for some passes over the windows; with ``finish STEPS``, the last steps with our own passages."""
    if sys.argv[1:2] == ["finish"]:
        finish(int(sys.argv[2]))
    else:
        Run(float(sys.argv[1]) if len(sys.argv) > 1 else 3.6).train()


if __name__ == "__main__":
    main()
