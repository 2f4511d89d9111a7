"""What runs the units: processes of this machine, a Ray cluster, a Spark cluster.

An engine is a function from a run and its tasks to what became of each, in any order. It may do a unit twice, as when
a machine is lost; the second time finds the unit there, or writes the same once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from communique.cluster.plan import Task
from communique.cluster.units import Job, Outcome, Tick

ENGINES = ("local", "ray", "spark")
"""The engines by name."""


class Engine(Protocol):
    """What runs the units."""

    def __call__(self, job: Job, tasks: Sequence[Task], workers: int, address: str | None) -> Iterator[Outcome | Tick]:
        """Code units.

        Args:
            job: The run.
            tasks: The units.
            workers: How many are coded at once.
            address: The cluster; None starts one on this machine for as long as it is needed.
        """
        ...


def engine(name: str) -> Engine:
    """An engine by its name; its library is imported when it is first asked for."""
    if name == "ray":
        from communique.cluster.engines.on_ray import run
    elif name == "spark":
        from communique.cluster.engines.on_spark import run
    else:
        from communique.cluster.engines.local import run
    return run
