"""Networks as DNA writes its matrices, and all that it can make of some statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from communique.ask.discourse import ONE_MODE, TWO_MODE, Network, Said, network


def to_csv(made: Network) -> str:
    """A matrix with semicolons, names in quotation marks, whole numbers or six decimal places."""
    lines = [";".join(['""', *map(_quoted, made.columns)])]
    for name, values in zip(made.rows, made.values, strict=True):
        cells = (str(int(each)) if made.whole else f"{each:.6f}" for each in values)
        lines.append(";".join([_quoted(name), *cells]))
    return "\n".join(lines) + "\n"


def to_object(made: Network) -> dict[str, Any]:
    """A network as JSON: names of rows and columns, and the numbers row by row."""
    values = [[int(each) if made.whole else float(each) for each in row] for row in made.values]
    return {"rows": made.rows, "columns": made.columns, "values": values}


def every(statements: Sequence[Said]) -> Iterator[tuple[str, Network]]:
    """Every network of these statements, by a name that says what it is."""
    for aggregation, normalisations in TWO_MODE.items():
        for each in normalisations:
            made = network(statements, "two", aggregation, each)  # type: ignore[arg-type]  # keys of the table
            yield f"actors-concepts_{aggregation}_{each}", made
    for mode in ("actors", "concepts"):
        for aggregation, normalisations in ONE_MODE.items():
            for each in normalisations:
                made = network(statements, mode, aggregation, each)  # type: ignore[arg-type]  # keys of the table
                yield f"{mode}_{aggregation}_{each}", made


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
