"""Who acts towards whom, as a network: GraphML and GEXF (by networkx), a node an actor, an edge a dyad.

An edge carries how often the source acted towards the target, by quad class, and its mean score; in GEXF it also has
the span of days over which it acted, so that Gephi's time line works.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from communique.errors import MissingExtra
from communique.export.dyads import dyads
from communique.record import Record

if TYPE_CHECKING:
    import networkx


@dataclass(slots=True)
class _Edge:
    """What is counted between one source and one target."""

    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    score: float = 0.0
    days: set[str] = field(default_factory=set)

    def tell(self, quad: int, score: float, day: str | None) -> None:
        self.quads[quad - 1] += 1
        self.score += score
        if day:
            self.days |= {day}
            self.days = {min(self.days), max(self.days)}


def write_graphml(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the network as GraphML.

    Raises:
        MissingExtra: networkx is not installed.
    """
    _networkx().write_graphml(network(records), out, encoding="utf-8", named_key_ids=True)


def write_gexf(records: Iterable[Record], out: BinaryIO) -> None:
    """Write the network as GEXF 1.3.

    Raises:
        MissingExtra: networkx is not installed.
    """
    text = io.BytesIO()
    _networkx().write_gexf(network(records), text, encoding="utf-8", version="1.3")
    # The day of writing would make each file differ from the last.
    out.write(re.sub(rb' lastmodifieddate="[^"]*"', b"", text.getvalue(), count=1))


def network(records: Iterable[Record]) -> networkx.DiGraph[str]:
    """The network over all the records; only actors and counts are held in memory.

    Raises:
        MissingExtra: networkx is not installed.
    """
    graph = _networkx().DiGraph()
    edges: defaultdict[tuple[str, str], _Edge] = defaultdict(_Edge)
    for record in records:
        for dyad in dyads(record):
            if dyad.source is None or dyad.target is None:
                continue
            for each in (dyad.source, dyad.target):
                graph.add_node(each.id, label=each.name, kind=each.kind or "", country=each.country or "")
            told = edges[dyad.source.id, dyad.target.id]
            told.tell(dyad.event.quad, dyad.event.score, dyad.day.isoformat() if dyad.day else None)
    for (source, target), edge in edges.items():
        count = sum(edge.quads)
        span = {"start": min(edge.days), "end": max(edge.days)} if edge.days else {}
        graph.add_edge(
            source, target, weight=count, score=round(edge.score / count, 3),
            **{f"quad{n}": told for n, told in enumerate(edge.quads, 1)}, **span,
        )  # fmt: skip
    return graph


def _networkx() -> Any:
    try:
        import networkx
    except ImportError:
        raise MissingExtra(
            "Networks are written by networkx, which is not installed.", "Type: pip install 'communique[networks]'"
        ) from None
    return networkx
