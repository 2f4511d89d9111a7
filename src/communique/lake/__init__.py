"""The lake: records kept as partitioned Parquet files, here or in an object store, and asked where they lie."""

from __future__ import annotations

from communique.lake.layout import SCHEMA, Part, Unit, Versions
from communique.lake.writing import LakeWriter

__all__ = ["SCHEMA", "LakeWriter", "Part", "Unit", "Versions"]
