"""The lake: records kept as partitioned Parquet files, here or in an object store, and asked where they lie."""

from __future__ import annotations

from communique.lake.layout import SCHEMA, Part, Unit, Versions
from communique.lake.opening import is_lake, opened
from communique.lake.reading import Lake
from communique.lake.slicing import Imported, import_slice, slice_of
from communique.lake.writing import LakeWriter

__all__ = [
    "SCHEMA", "Imported", "Lake", "LakeWriter", "Part", "Unit", "Versions", "import_slice", "is_lake", "opened",
    "slice_of",
]  # fmt: skip
