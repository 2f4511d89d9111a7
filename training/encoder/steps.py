"""What every training has in common: how fast it learns at which point, and a running mean of its weights."""

from __future__ import annotations

import functools
from pathlib import Path

import torch
from torch import Tensor, nn

_LEAST = 1e-3


def has_coarse() -> bool:
    """Whether the CPU has instructions for bfloat16; without them it multiplies in float32 many times faster."""
    return "avx512_bf16" in _flags() or "amx_bf16" in _flags()


@functools.cache
def _flags() -> frozenset[str]:
    path = Path("/proc/cpuinfo")
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()


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
