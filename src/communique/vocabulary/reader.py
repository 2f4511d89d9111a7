"""A typed reader of the vocabulary's data files."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, TypeVar, cast

import msgspec
import yaml

from communique.errors import BadDataFile

Shape = TypeVar("Shape")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str | bytes, shape: type[Shape], where: str) -> Shape:
    """Read YAML into a typed value.

    Args:
        text: The YAML.
        shape: The type it must fit: a msgspec Struct, or a container of them.
        where: The file's name, for the message.

    Raises:
        BadDataFile: The text is not YAML, or does not fit the shape; the message says where.
    """
    try:
        return msgspec.convert(yaml.load(text, Loader=_Loader), shape)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BadDataFile(f"{where} is not valid YAML: {error}", "Mend the file at that line.") from error
    except msgspec.ValidationError as error:
        raise BadDataFile(f"{where} does not fit its shape: {error}", "Mend the field that is named.") from error


@functools.cache
def _load(name: str, shape: Any) -> Any:
    text = resources.files("communique.vocabulary").joinpath("data", name).read_bytes()
    return parse_yaml(text, shape, f"vocabulary/data/{name}")


def load(name: str, shape: type[Shape]) -> Shape:
    """The vocabulary file of this name as a typed value, read once a process.

    Args:
        name: Path below ``vocabulary/data``, such as ``cues.yaml``.
        shape: The type it must fit.

    Raises:
        BadDataFile: The file does not fit the shape.
    """
    return cast("Shape", _load(name, cast("Any", shape)))
