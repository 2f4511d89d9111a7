"""Trains the scorer of pairs on what the shipped encoder sees, and ships it.

Run: ``python -m training.encoder.pair_scorer [BUILD ...]``. The encoder with all its other heads stays as it ships,
bit by bit: its last states are the input, so that the scorer also learns with their rounding. It starts anew, because
the one before had learned the few hundred pairs of PLV by heart, together with the encoder. Which weights the
sets should have was asked of the open build's encoder, which never saw PLV's pairs: in the states of the full one they
look clearer than others do.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from communique.parse.encoder import Encoding
from communique.parse.encoder.network import Network
from evaluation.tasks.event_types import Example
from training import pair_sets
from training.acts.sentences import read
from training.acts.windows import plain
from training.encoder.corpora import WORK
from training.encoder.export import OUT, write_pairs
from training.encoder.fidelity import shipped
from training.encoder.labels import TYPES
from training.encoder.model import Pairs
from training.encoder.steps import follow, pace, weights_of

SEED, STEPS, AT_ONCE, GROUPS = 7, 1200, 48, 4
RATE, DECAY, WARM, MEAN = 1e-3, 0.01, 0.08, 0.99
LEFT_OUT, SMOOTHING = 0.25, 0.05
"""Share of the states' numbers that a step does not see, and of a pair's chance that goes to all types alike."""

WEIGHTS = {"plv": 1.5, "passages": 0.5, "records": 0.3, "written": 2.0}
"""Weight of each set of :mod:`training.pair_sets` as a whole."""

ACTS, OF_ACTS = 1.0, 6000
"""Weight of the acts between two parties of :mod:`training.acts.sentences`, and how many are read, evenly drawn."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A pair as the encoder sees it: states [pieces, hidden], masks [2, pieces] of its parties, and its type."""

    states: np.ndarray
    parties: np.ndarray
    type: int


def seen(example: Example, network: Network) -> Seen | None:
    """What the encoder sees of a pair; None where no window holds both parties or the type is none of its own."""
    encoding = Encoding(example.sentence, [(0, len(example.sentence))], network)
    found = encoding.pair_states(*([span] if span else [] for span in (example.source, example.target)))
    if found is None or example.root not in TYPES:
        return None
    return Seen(found[0], np.concatenate(found[1:]), TYPES.index(example.root))


def batch(rows: Sequence[Seen]) -> tuple[Tensor, Tensor, Tensor]:
    """States, masks [source, target and sentence] and types of some pairs, padded to the longest."""
    longest, hidden = max(len(row.states) for row in rows), rows[0].states.shape[1]
    states, masks = torch.zeros(len(rows), longest, hidden), torch.zeros(3, len(rows), longest)
    for at, row in enumerate(rows):
        length = len(row.states)
        states[at, :length] = torch.from_numpy(row.states)
        masks[:2, at, :length] = torch.from_numpy(row.parties)
        masks[2, at, :length] = 1
    return states, masks, torch.tensor([row.type for row in rows])


def drawn(rows: Sequence[Seen], weights: np.ndarray) -> Iterator[list[Seen]]:
    """Batches of pairs of like length, drawn by their weights, without end."""
    chance, choice = np.random.RandomState(SEED), random.Random(SEED)
    while True:
        some = chance.choice(len(rows), AT_ONCE * GROUPS, p=weights / weights.sum())
        some = sorted(some, key=lambda at: len(rows[at].states))
        groups = [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
        choice.shuffle(groups)
        yield from ([rows[at] for at in group] for group in groups)


def trained(rows: Sequence[Seen], weights: np.ndarray) -> Pairs:
    """A scorer trained from the start; its weights are a running mean of those of the steps."""
    torch.manual_seed(SEED)
    scorer = Pairs(rows[0].states.shape[1])
    learner = torch.optim.AdamW(scorer.parameters(), lr=RATE, weight_decay=DECAY)
    mean = weights_of(scorer)
    for step, group in zip(tqdm(range(STEPS), mininterval=10), drawn(rows, weights), strict=False):
        done = step / STEPS
        for each in learner.param_groups:
            each["lr"] = RATE * pace(done, WARM)
        states, masks, types = batch(group)
        scores = scorer(functional.dropout(states, LEFT_OUT), *masks)
        functional.cross_entropy(scores, types, label_smoothing=SMOOTHING).backward()
        nn.utils.clip_grad_norm_(scorer.parameters(), 1.0)
        learner.step()
        learner.zero_grad(set_to_none=True)
        follow(mean, scorer, min(MEAN, (step + 1) / (step + 10)))
    scorer.load_state_dict(mean)
    return scorer.eval()


def acts() -> list[Example]:
    """Acts between two parties of real sentences."""
    found = [
        Example(sentence.text, act.source, act.target, plain(act.root))
        for sentence in read("train")
        for act in sentence.acts
        if act.source and act.target
    ]
    return found[:: max(1, len(found) // OF_ACTS)]


def main() -> None:
    """Train the scorers of the builds that are named, or that of ``full``, and write their files."""
    torch.set_num_threads(1)
    for build in sys.argv[1:] or ["full"]:
        network = shipped(build)
        rows: list[Seen] = []
        weights: list[float] = []
        sets = [(name, weight, getattr(pair_sets, name)()) for name, weight in WEIGHTS.items()]
        for name, weight, examples in [*sets, ("acts", ACTS, acts())]:
            found = [row for each in tqdm(examples, name, mininterval=10) if (row := seen(each, network))]
            rows += found
            weights += [weight / len(found)] * len(found)
        (WORK / "float").mkdir(parents=True, exist_ok=True)
        write_pairs(trained(rows, np.array(weights)), build, WORK / "float", OUT)


if __name__ == "__main__":
    main()
