"""Figures for a report, as PNG or SVG: the matrix of positions, and the timeline of events.

They need Matplotlib, which the extra ``figures`` installs; without it the message names the line to type.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from communique.ask.matrix import Matrix
from communique.ask.timeline import TimelineRow
from communique.errors import MissingExtra
from communique.naming import cut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["png", "svg"]
COLOURS = {
    "for": "#2a7f62", "against": "#b3402a", "mixed": "#d9a441", "undecided": "#8a8fa3", "absent": "#c9cbd3",
    "unknown": "#f3f3f3",
}  # fmt: skip
_QUADS = {1: "#7fb59e", 2: "#2a7f62", 3: "#d98c7c", 4: "#b3402a"}
_LABELS = 34


def draw_matrix(found: Matrix, kind: Kind, *, title: str = "") -> bytes:
    """The matrix as a picture: a square a cell, in the colour of its stance and with its first letter.

    Raises:
        MissingExtra: Matplotlib is not installed.
    """
    rows, columns = max(1, len(found.actors)), max(1, len(found.columns))
    figure = _figure(2.6 + 0.62 * columns + 1.4, 1.2 + 0.26 * rows + 0.9)
    axes = figure.add_subplot()
    stances = {(cell.actor_id, cell.column): cell for cell in found.cells}
    for y, (actor, _) in enumerate(found.actors):
        for x, column in enumerate(found.columns):
            cell = stances[actor, column]
            _square(axes, x, y, cell.stance, doubtful=cell.contradicted)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xticks(range(len(found.columns)), [cut(each, 24) for each in found.columns], rotation=40, ha="right")
    axes.set_yticks(range(len(found.actors)), [cut(name, _LABELS) for _, name in found.actors])
    axes.tick_params(length=0, labelsize=7)
    _bare(axes)
    _legend(axes, {name: COLOURS[name] for name in COLOURS})
    return _written(figure, axes, kind, title)


def _square(axes: Any, x: int, y: int, stance: str, *, doubtful: bool) -> None:
    from matplotlib.patches import Rectangle

    colour = COLOURS.get(stance, COLOURS["unknown"])
    axes.add_patch(Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, facecolor=colour, hatch="//" if doubtful else None))
    if stance != "unknown":
        axes.text(x, y, stance[0].upper(), ha="center", va="center", fontsize=7, color="white")


def draw_timeline(
    rows: Sequence[TimelineRow], kind: Kind, *, title: str = "", days: tuple[date, date] | None = None
) -> bytes:
    """Events by day, one line an actor who acts, in the colour of their quad class; the busiest actors on top.

    Args:
        rows: The events.
        kind: What the picture is written as.
        title: What stands over it.
        days: First and last day of the axis; as far as the events go when not given.

    Raises:
        MissingExtra: Matplotlib is not installed.
    """
    points: list[tuple[Any, str, int]] = [(date.fromisoformat(str(row.day or row.published)), name, row.quad)
              for row in rows if row.day or row.published for name in row.sources]  # fmt: skip
    counts: dict[str, int] = {}
    for _, name, _ in points:
        counts[name] = counts.get(name, 0) + 1
    names = sorted(counts, key=lambda name: (-counts[name], name))[:40]
    figure = _figure(9.0, 1.6 + 0.26 * max(1, len(names)))
    axes = figure.add_subplot()
    places = {name: at for at, name in enumerate(names)}
    for quad, colour in _QUADS.items():
        here = [(day, places[name]) for day, name, of in points if of == quad and name in places]
        axes.scatter([day for day, _ in here], [at for _, at in here], s=26, color=colour, alpha=0.85, linewidths=0)
    axes.set_ylim(max(0.5, len(names) - 0.5), -0.5)
    if days is not None:
        from matplotlib.dates import date2num

        first, last = (float(date2num(day)) for day in days)  # type: ignore[no-untyped-call]
        axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_yticks(range(len(names)), [cut(name, _LABELS) for name in names])
    axes.tick_params(length=0, labelsize=7)
    axes.grid(axis="x", color="#dddddd", linewidth=0.5)
    _bare(axes)
    words = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
    _legend(axes, dict(zip(words, _QUADS.values(), strict=True)))
    return _written(figure, axes, kind, title)


def _figure(width: float, height: float) -> Figure:
    try:
        from matplotlib.figure import Figure as Made
    except ImportError as error:
        raise MissingExtra(
            "Pictures need Matplotlib, which is not installed.", "Type: pip install 'communique[figures]'"
        ) from error
    return Made(figsize=(width, height), layout="constrained")


def _bare(axes: Any) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)


def _legend(axes: Any, colours: dict[str, str]) -> None:
    from matplotlib.patches import Patch

    patches = [
        Patch(facecolor=colour, label=name, edgecolor="#999999", linewidth=0.3) for name, colour in colours.items()
    ]
    axes.legend(handles=patches, loc="upper left", bbox_to_anchor=(1.01, 1.0), fontsize=7, frameon=False)


def _written(figure: Figure, axes: Any, kind: Kind, title: str) -> bytes:
    """The picture's bytes; the same picture gives the same ones."""
    import matplotlib as mpl

    if title:
        axes.set_title(title, fontsize=9, loc="left")
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "communique", "svg.fonttype": "none"}):
        figure.savefig(out, format=kind, dpi=160, metadata=metadata)
    return out.getvalue()
