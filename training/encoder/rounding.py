"""How weights come into eight bits: numbers made alike before, and every error made good by what is rounded later.

Some channels of what goes into a product are several times as large as the others, always the same ones, and would set
the scale for all. They are divided by about as much, and the rows of the weights multiplied (Xiao and others, 2023,
SmoothQuant). Weights are then rounded one row after another, the largest channels first; what a row loses is added to
the rows that are still to come, as far as their channels go along with its own in texts of the training sets (Frantar
and others, 2023, GPTQ).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession
from tqdm import tqdm

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Window = tuple[NDArray[np.int64], NDArray[np.int64]]

LARGEST = 64
"""Largest whole number of a weight: two products of a byte and a weight fit into the 16 bits in which some processors
add them."""

_EVENED = 0.75
"""How far channels are made alike: 1 is wholly, at the cost of the weights, 0 makes the weights alike instead."""

_DAMPING, _BLOCK, _TOGETHER = 0.01, 64, 20


@dataclass(slots=True)
class Seen:
    """What was seen of the channels that go into some products.

    Attributes:
        largest: The largest number of each, by its size.
        moments: Sums of the products of each with each.
    """

    largest: Floats
    moments: Doubles


@dataclass(frozen=True, slots=True)
class Rounded:
    """The weights of one product in eight bits: whole numbers [outputs, inputs] and the scale of each output."""

    whole: NDArray[np.int8]
    scales: Floats


def watch(session: InferenceSession, places: Mapping[str, str], windows: Sequence[Window]) -> dict[str, Seen]:
    """Run a float graph over windows of the training sets and see what goes into its products.

    Args:
        session: A graph whose outputs hold all values of ``places``.
        places: The value that goes into the products of each place.
        windows: Pieces and shapes of whole windows, special pieces included.
    """
    found: dict[str, Seen] = {}
    for begin in tqdm(range(0, len(windows), _TOGETHER), desc="watching"):
        runs = [
            session.run(list(places.values()), {"pieces": pieces[None], "shapes": shapes[None]})
            for pieces, shapes in windows[begin : begin + _TOGETHER]
        ]
        for number, place in enumerate(places):
            _add(found, place, [run[number][0] for run in runs])
    return found


def _add(found: dict[str, Seen], place: str, values: Sequence[Floats]) -> None:
    """Add what went into the products of a place in some windows."""
    rows = np.concatenate(values)
    # the first piece of a window goes through the inner network by itself, with a scale of its own
    scaled = np.concatenate([each[1:] for each in values]) if place.endswith("network") else rows
    seen = found.setdefault(place, Seen(np.zeros(rows.shape[1], np.float32), np.zeros((rows.shape[1],) * 2)))
    seen.largest = np.maximum(seen.largest, np.abs(scaled).max(0))
    seen.moments += rows.T @ rows


def evening(seen: Seen, weights: Sequence[Floats]) -> Floats:
    """By how much each channel is divided before it is rounded: one for most, more for the largest.

    Args:
        seen: What was seen of the channels.
        weights: The weights [outputs, inputs] of all products that they go into.
    """
    reached = np.max([np.abs(weight).max(0) for weight in weights], 0)
    found = np.maximum(seen.largest, 1e-3) ** _EVENED / np.maximum(reached, 1e-4) ** (1 - _EVENED)
    alike: Floats = np.maximum(found / np.median(found), 1.0).astype(np.float32)
    return alike


def nearest(weight: Floats) -> Rounded:
    """Every weight rounded by itself."""
    scales = _scales(weight)
    return Rounded(np.rint(weight / scales[:, None]).astype(np.int8), scales)


def compensated(weight: Floats, moments: Doubles) -> Rounded:
    """Weights rounded row by row of inputs, each error made good by the inputs to come.

    Args:
        weight: The weights [outputs, inputs].
        moments: Sums of the products of each input with each.
    """
    scales = _scales(weight)
    order = np.argsort(-np.diag(moments), kind="stable")
    damped = moments[np.ix_(order, order)] + np.eye(len(moments)) * _DAMPING * np.mean(np.diag(moments))
    along = np.linalg.cholesky(np.linalg.inv(damped)).T
    left = weight[:, order].astype(np.float64)
    whole = np.zeros(left.shape, np.int8)
    for begin in range(0, len(order), _BLOCK):
        end = min(begin + _BLOCK, len(order))
        lost = np.zeros((len(left), end - begin))
        for at in range(begin, end):
            numbers = np.clip(np.rint(left[:, at] / scales), -LARGEST, LARGEST)
            whole[:, order[at]] = numbers.astype(np.int8)
            lost[:, at - begin] = (left[:, at] - numbers * scales) / along[at, at]
            left[:, at:end] -= np.outer(lost[:, at - begin], along[at, at:end])
        left[:, end:] -= lost @ along[begin:end, end:]
    return Rounded(whole, scales)


def _scales(weight: Floats) -> Floats:
    found: Floats = (np.maximum(np.abs(weight).max(1), 1e-8) / LARGEST).astype(np.float32)
    return found
