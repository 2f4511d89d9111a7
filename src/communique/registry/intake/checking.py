"""The whole layer looked over again: the registry may have changed since, or a pack been removed."""

from __future__ import annotations

from pathlib import Path

from communique.errors import DataError
from communique.registry.intake.drafts import Problem
from communique.registry.intake.judging import Judge
from communique.registry.intake.world import World
from communique.registry.layer import Layer, Pack
from communique.registry.registry import open_registry


def check(layer: Layer) -> list[Problem]:
    """Every row of the layer that does not stand, and what is worth a look, by pack and line."""
    found, packs = _packs(layer)
    world = World(open_registry(), (row for pack in packs for row in pack.rows))
    judge = Judge(world)
    for pack in packs:
        file = Path(pack.head.source).name
        for row in pack.rows:
            found += judge.judge(row, file)
    return found


def _packs(layer: Layer) -> tuple[list[Problem], list[Pack]]:
    """What is the matter with packs that cannot be read, and the others."""
    problems, packs = [], []
    for name in layer.names():
        try:
            packs.append(layer.pack(name))
        except DataError as error:
            problems.append(Problem(name, 0, error.message, error.advice))
    return problems, packs
