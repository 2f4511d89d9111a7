"""What every training has in common: how fast it learns at which point, and a running mean of its weights."""

from __future__ import annotations

import torch
from torch import Tensor, nn

_LEAST = 1e-3


def pace(done: float, warm: float) -> float:
    """The share of the learning rate at a point: rising to all of it, then falling.

    Args:
        done: Share of the steps that are done.
        warm: Share of them during which it rises.
    """
    return min(done / warm, (1 - done) / (1 - warm)) + _LEAST


def weights_of(network: nn.Module) -> dict[str, Tensor]:
    """A copy of the weights of a network that are trained."""
    return {name: value.detach().clone() for name, value in network.named_parameters() if value.requires_grad}


def follow(mean: dict[str, Tensor], network: nn.Module, keep: float) -> None:
    """Move a running mean of weights towards those of a network.

    Args:
        mean: The mean, by the weights' names.
        network: The network that is trained.
        keep: The share of the mean that stays.
    """
    with torch.no_grad():
        for name, value in network.named_parameters():
            if value.requires_grad:
                mean[name].lerp_(value, 1 - keep)
