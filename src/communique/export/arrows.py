"""Arrow's library, and its types for the fields of our own types."""

from __future__ import annotations

import typing
from types import NoneType, UnionType
from typing import Any

from msgspec import Struct

from communique.errors import MissingExtra


def pyarrow() -> Any:
    """The library.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import pyarrow as library
        import pyarrow.compute
        import pyarrow.ipc
        import pyarrow.json
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra(
            "Parquet and Arrow are written by pyarrow, which is not installed.",
            "Type: pip install 'communique[tables]'",
        ) from None
    return library


def arrow_type(hint: Any) -> Any:
    """The type of Arrow that holds a field's values.

    Args:
        hint: The field's type, as it is declared.
    """
    arrow = pyarrow()
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return arrow_type(inner[0])
    if origin in (typing.Union, UnionType):
        return arrow_type(next(each for each in inner if each is not NoneType))
    if origin is typing.Literal:
        return arrow_type(type(inner[0]))
    if origin in (tuple, list):
        return arrow.list_(arrow_type(inner[0]))
    if origin is dict:
        return arrow.map_(arrow_type(inner[0]), arrow_type(inner[1]))
    if isinstance(hint, type) and issubclass(hint, Struct):
        return arrow.struct(arrow_fields(hint))
    return {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64()}.get(hint, arrow.string())


def arrow_fields(struct: type[Struct]) -> list[tuple[str, Any]]:
    """The names of a type's fields, each with its type of Arrow."""
    hints = typing.get_type_hints(struct)
    return [(name, arrow_type(hints[name])) for name in struct.__struct_fields__]
