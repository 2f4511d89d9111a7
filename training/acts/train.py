"""Trains the reader of acts and leaves its weights in the working folder. Run: ``python -m training.acts.train [on]``.

With ``on`` the shipped reader goes on for some passes over the sentences as they are now. ``python -m
training.encoder.shipped full`` is to be run before. The encoder stays as it ships: the reader learns from
what the shipped lower layers give, with their rounding. What nearly repeats a sentence that is for figures alone was
left out when the sentences were drawn. Goes on from the last pass that was finished. The weights that are kept are a
running mean of those of the later steps.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from communique.parse.encoder.network import Network, load_network
from training import pair_sets
from training.acts.model import KINDS, Reader
from training.acts.sentences import Sentence, Told, codes, read
from training.acts.windows import Item, Window, made
from training.encoder.corpora import WORK, Text
from training.encoder.export import OUT
from training.encoder.labels import LEFT_OUT
from training.encoder.own import own_texts
from training.encoder.shipped import reader_weights
from training.encoder.steps import follow, pace, weights_of
from training.encoder.windows import people

SEED, BUDGET = 7, 3000
"""``BUDGET``: pieces of a step, padding included."""

DECAY, WARM, MEAN = 0.01, 0.08, 0.995
PARTIES, OF_TRIGGERS, PAIRS, SMOOTHING = 8.0, 0.3, 0.3, 0.05
"""Weights in the loss beside 1 for triggers: of parties, of what else is known of a trigger, of the types of pairs; and
what the type of a pair leaves to the others."""

CHECKPOINT, TRAINED = WORK / "acts-steps.pt", WORK / "acts.pt"


class Course(NamedTuple):
    """How often all sentences are seen, and the highest rates of the layers and of the heads."""

    passes: int
    rate: float
    head_rate: float


ANEW, ON = Course(6, 2e-4, 1e-3), Course(3, 2e-4, 8e-4)


class Batch:
    """Some windows as tensors, padded to the longest."""

    def __init__(self, windows: Sequence[Window]) -> None:
        size = (len(windows), max(map(len, windows)))
        self.lower = torch.zeros(*size, windows[0].states.shape[1])
        self.mask = torch.zeros(size, dtype=torch.bool)
        self.labels = {name: torch.full(size, LEFT_OUT) for name in KINDS}
        self.sentence = torch.full(size, -1)
        for at, window in enumerate(windows):
            here = (at, slice(len(window)))
            self.lower[here] = torch.from_numpy(window.states.astype(np.float32))
            self.mask[here] = True
            for name in KINDS:
                self.labels[name][here] = torch.from_numpy(getattr(window, name))
            self.sentence[here] = torch.from_numpy(window.sentence)
        self.acts = [(at, *act) for at, window in enumerate(windows) for act in window.acts]
        self.pairs = [(at, *pair) for at, window in enumerate(windows) for pair in window.pairs]

    def triggers(self) -> tuple[Tensor, Tensor]:
        """Window and piece of each act."""
        return torch.tensor([act[0] for act in self.acts]), torch.tensor([act[1] for act in self.acts])

    def parties(self, pieces: int) -> tuple[Tensor, Tensor]:
        """Which pieces are a source or target of each act, and which could be: those of its sentence."""
        wanted = torch.zeros(len(self.acts), 2, pieces)
        for at, (_, _, sources, targets) in enumerate(self.acts):
            wanted[at, 0, sources] = 1
            wanted[at, 1, targets] = 1
        window, trigger = self.triggers()
        near = self.sentence[window] == self.sentence[window, trigger][:, None]
        return wanted, near[:, None].expand_as(wanted)

    def masks(self, pieces: int) -> Tensor:
        """Source, target and sentence of each pair: [3, pairs, pieces]."""
        found = torch.zeros(3, len(self.pairs), pieces)
        for at, (window, number, source, target, _) in enumerate(self.pairs):
            found[0, at, source] = 1
            found[1, at, target] = 1
            found[2, at] = (self.sentence[window] == number).float()
        return found


def losses(reader: Reader, batch: Batch) -> Iterator[Tensor]:
    """What the reader gets wrong of a batch, part by part."""
    states = reader.states(batch.lower, batch.mask)
    dropped = reader.dropout(states)
    if (batch.labels["triggers"] != LEFT_OUT).any():
        found = reader.heads["triggers"](dropped).transpose(1, 2)
        yield functional.cross_entropy(found, batch.labels["triggers"], ignore_index=LEFT_OUT)
    if batch.acts:
        where = batch.triggers()
        scores = reader.parties(dropped, *where)
        wanted, near = batch.parties(scores.shape[2])
        each = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none") * (1 + wanted)
        yield PARTIES * (each * near).sum() / near.sum()
        for name in ("status", "codes"):
            labels = batch.labels[name][where]
            if (labels != LEFT_OUT).any():
                found = reader.heads[name](dropped[where])
                yield OF_TRIGGERS * functional.cross_entropy(found, labels, ignore_index=LEFT_OUT)
    if batch.pairs:
        windows, types = ([pair[n] for pair in batch.pairs] for n in (0, 4))
        found = reader.pairs(dropped[windows], *batch.masks(states.shape[1]))
        yield PAIRS * functional.cross_entropy(found, torch.tensor(types), label_smoothing=SMOOTHING)


def batches(windows: Sequence[Window], choice: random.Random) -> list[list[Window]]:
    """All windows in batches of like length, in an order drawn by chance."""
    found: list[list[Window]] = []
    longest = 0
    for window in sorted(windows, key=lambda each: len(each) + 8 * choice.random()):
        longest = max(longest, len(window))
        if not found or longest * (len(found[-1]) + 1) > BUDGET:
            found.append([])
            longest = len(window)
        found[-1].append(window)
    choice.shuffle(found)
    return found


def trained(windows: Sequence[Window], reader: Reader, course: Course) -> Reader:
    """A reader trained pass by pass.

    Args:
        windows: What it learns from.
        reader: The reader at its beginning.
        course: For how long and how fast.
    """
    torch.manual_seed(SEED)
    upper, rest = list(reader.layers.parameters()), [p for n, p in reader.named_parameters() if "layers." not in n]
    groups = [{"params": upper, "lr": course.rate}, {"params": rest, "lr": course.head_rate}]
    learner = torch.optim.AdamW(groups, weight_decay=DECAY)
    rates = [group["lr"] for group in learner.param_groups]
    mean = weights_of(reader)
    first = _restore(reader, learner, mean)
    for number in range(first, course.passes):
        some = batches(windows, random.Random(SEED + number))
        for at, group in enumerate(tqdm(some, f"pass {number + 1}", mininterval=20)):
            step, all_steps = number * len(some) + at, course.passes * len(some)
            done = min(step / all_steps, 1.0)
            for each, rate in zip(learner.param_groups, rates, strict=True):
                each["lr"] = rate * pace(done, WARM)
            reader.train()
            torch.stack(list(losses(reader, Batch(group)))).sum().backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            learner.step()
            learner.zero_grad(set_to_none=True)
            follow(mean, reader, min(MEAN, (step + 1) / (step + 20)))
        state = {"reader": reader.state_dict(), "learner": learner.state_dict(), "mean": mean, "done": number + 1}
        torch.save(state, CHECKPOINT)
    reader.load_state_dict(mean, strict=False)
    return reader.eval()


def _restore(reader: Reader, learner: torch.optim.Optimizer, mean: dict[str, Tensor]) -> int:
    """Take up the passes that are done, and say how many."""
    if not CHECKPOINT.exists():
        return 0
    kept = torch.load(CHECKPOINT)
    reader.load_state_dict(kept["reader"])
    learner.load_state_dict(kept["learner"])
    mean.update(kept["mean"])
    return int(kept["done"])


def items() -> list[Item]:
    """The sentences that every act of is known, and our own passages."""
    return [*read("train"), *(found for text in own_texts(people()) if (found := _passage(text)) is not None)]


def _passage(text: Text) -> Sentence | None:
    """A passage of ours with its acts; None where acts have no label of the reader's."""
    told = [
        Told(act["head"], source, target, act["type"], "", ("", ""), act["status"])
        for act in text.layers.get("acts", ())
        for source in act["sources"] or [None]
        for target in act["targets"] or [None]
    ]
    return Sentence(text.text, tuple(told))


def pairs() -> list[Item]:
    """Pairs of parties of which the type alone is known."""
    return [*pair_sets.plv(), *pair_sets.written(), *pair_sets.records()]


def windows_of(network: Network) -> list[Window]:
    """All windows that are trained on."""
    return [*made(items(), network), *made(pairs(), network, together=False)]


def main() -> None:
    """Train the reader and keep its weights."""
    goes_on = "on" in sys.argv[1:]
    reader = Reader()
    if goes_on:
        reader.load_state_dict(reader_weights(OUT, "full", codes()), strict=False)
    reader = trained(windows_of(load_network()), reader, ON if goes_on else ANEW)
    torch.save(reader.state_dict(), TRAINED)


if __name__ == "__main__":
    main()
