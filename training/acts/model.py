"""The network of the reader of acts: the encoder's upper layers once more, trained for acts alone, with their heads."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.acts.sentences import codes
from training.encoder.export import VERSION
from training.encoder.graph import BELOW
from training.encoder.labels import HEADS
from training.encoder.model import LINK, Dropout, Pairs
from training.encoder.phases import checkpoint
from training.encoder.steps import has_coarse
from training.encoder.train import Model

STARTS = f"version{VERSION['full']}-full"
"""The weights that it begins with: what :mod:`training.encoder.shipped` reads from the shipped files."""

SIDES = ("trigger-source", "trigger-target")
KINDS = {"triggers": len(HEADS["triggers"]), "status": len(HEADS["status"]), "codes": len(codes())}
"""The heads of words, and how many labels each has."""


class Reader(nn.Module):
    """Upper layers, heads of triggers and their status, scores of parties, and the scorer of pairs."""

    def __init__(self) -> None:
        super().__init__()
        whole = Model()
        whole.load_state_dict(torch.load(checkpoint(STARTS))["mean"], strict=False)
        self.layers = nn.ModuleList(whole.tagger.bert.encoder.layer[BELOW:])  # type: ignore[index, arg-type]
        hidden = whole.tagger.hidden
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, size) for name, size in KINDS.items()})
        self.left = nn.Linear(hidden, len(SIDES) * LINK)
        self.right = nn.Linear(hidden, len(SIDES) * LINK)
        self.pairs = Pairs(hidden)
        self.dropout = Dropout(0.1)

    def states(self, lower: Tensor, mask: Tensor) -> Tensor:
        """States of the upper layers [windows, pieces, hidden].

        Args:
            lower: States of the encoder's lower layers, likewise.
            mask: Which pieces are no padding [windows, pieces].
        """
        coarse = has_coarse()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=coarse):
            away = torch.where(mask, 0.0, -1e4).to(torch.bfloat16 if coarse else torch.float32)[:, None, None, :]
            states = lower
            for layer in self.layers:
                found = layer(states, away)
                states = found[0] if isinstance(found, tuple) else found
        return states.float()

    def parties(self, states: Tensor, windows: Tensor, triggers: Tensor) -> Tensor:
        """How far each piece of a window is a source or a target of a trigger: [triggers, side, pieces].

        Args:
            states: What :meth:`states` gives, dropout applied or not.
            windows: The window of each trigger.
            triggers: Its piece.
        """
        left = torch.relu(self.left(states[windows, triggers])).view(-1, len(SIDES), LINK)
        right = self.right(states).view(*states.shape[:2], len(SIDES), LINK)[windows]
        return torch.einsum("tsk,tpsk->tsp", left, right) / LINK**0.5
