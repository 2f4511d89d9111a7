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
    """Every row of the layer that does not stand, and what is worth a look, by pack and line.

    A row falls with what it names: a tenure with its post, a post with its organisation.
    """
    unread, packs = _packs(layer)
    registry = open_registry()
    rows = [(row, Path(pack.head.source).name) for pack in packs for row in pack.rows]
    standing = rows
    while True:
        judge = Judge(World(registry, (row for row, _ in standing)))
        judged = [(row, file, judge.judge(row, file)) for row, file in rows]
        sound = [(row, file) for row, file, found in judged if not any(each.rejected for each in found)]
        if len(sound) >= len(standing):
            return unread + [problem for _, _, found in judged for problem in found]
        standing = sound


def _packs(layer: Layer) -> tuple[list[Problem], list[Pack]]:
    """What is the matter with packs that cannot be read, and the others."""
    problems, packs = [], []
    for name in layer.names():
        try:
            packs.append(layer.pack(name))
        except DataError as error:
            problems.append(Problem(name, 0, error.message, error.advice))
    return problems, packs
