"""Whole sequences of tags: a linear-chain conditional random field over the words of a window.

After Lafferty, McCallum and Pereira (2001). The heads score words one by one; what may follow what, and how gladly, is
learned here and goes into the shipped labels as log weights.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder.labels import HEADS

CHAINED = ("cues", "sources", "contents")
"""Heads whose spans are long, and whose tags are learned as sequences."""

_STAY, _NEVER = 0.35, -1e4


class Chain(nn.Module):
    """Log weights of each tag after another, one table a head: [heads, tags, tags]."""

    def __init__(self) -> None:
        super().__init__()
        start, never = zip(*(_tables(HEADS[name]) for name in CHAINED), strict=True)
        self.moves = nn.Parameter(torch.stack(start))
        self.register_buffer("never", torch.stack(never), persistent=False)

    def tables(self) -> dict[str, list[list[float]]]:
        """The learned log weights by head, impossible moves far below all others."""
        weights = self._weights().detach()
        return {name: [[round(x, 4) for x in row] for row in weights[n].tolist()] for n, name in enumerate(CHAINED)}

    def forward(self, scores: Tensor, tags: Tensor, words: Tensor) -> Tensor:
        """How unlikely the right sequences are, per word and head.

        Args:
            scores: [heads, windows, pieces, tags].
            tags: The right tags, [heads, windows, pieces]; only those of words count.
            words: Which pieces begin a word, [windows, pieces].

        Returns:
            The negative log likelihood per word, [heads].
        """
        scores, tags, inside = _packed(scores, tags, words)
        weights = self._weights()
        right = scores.gather(-1, tags.unsqueeze(-1)).squeeze(-1)
        rows = torch.arange(len(CHAINED)).view(-1, 1, 1)
        moved = weights[rows, tags[:, :, :-1], tags[:, :, 1:]] * inside[None, :, 1:]
        found = (right * inside).sum(-1) + moved.sum(-1)
        return (self._total(scores, inside) - found).sum(-1) / inside.sum().clamp(min=1)

    def _total(self, scores: Tensor, inside: Tensor) -> Tensor:
        """Log of the sum over all sequences, [heads, windows]; ``scores`` are packed."""
        weights = self._weights()
        total = scores[:, :, 0]
        for at in range(1, scores.shape[2]):
            ways = torch.logsumexp(total.unsqueeze(-1) + weights.unsqueeze(1), 2) + scores[:, :, at]
            total = torch.where(inside[None, :, at, None], ways, total)
        return torch.logsumexp(total, -1)

    def _weights(self) -> Tensor:
        return torch.where(self.never, _NEVER, self.moves)


def _packed(scores: Tensor, tags: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Words alone, moved to the front of every window."""
    longest = int(words.sum(1).max())
    order = torch.argsort((~words).int(), dim=1, stable=True)[:, :longest]
    inside = words.gather(1, order)
    chosen = order[None].expand(len(scores), -1, -1)
    packed = scores.gather(2, chosen.unsqueeze(-1).expand(-1, -1, -1, scores.shape[-1]))
    return packed, tags.gather(2, chosen).clamp(min=0), inside


def _tables(labels: tuple[str, ...]) -> tuple[Tensor, Tensor]:
    """Log weights to start from, and which moves cannot be: an inside follows only its like."""
    start = torch.zeros(len(labels), len(labels))
    never = torch.zeros(len(labels), len(labels), dtype=torch.bool)
    for before, one in enumerate(labels):
        for after, other in enumerate(labels):
            goes_on = other.startswith("I-")
            never[before, after] = goes_on and one.partition("-")[2] != other[2:]
            if not goes_on and not one == other == "O":
                start[before, after] = -_STAY
    return start, never
