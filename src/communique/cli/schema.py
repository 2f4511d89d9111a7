"""``communique schema``."""

from __future__ import annotations

import json

from communique.cli.console import write


def schema() -> None:
    """Print the JSON Schema of a record."""
    from communique.record import json_schema

    write(json.dumps(json_schema(), indent=2, ensure_ascii=False))
