"""A typed reader of the vocabulary's data files."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from importlib import resources
from typing import Any, TypeVar, cast

import msgspec
import yaml

from communique.errors import BadDataFile
from communique.vocabulary import cache

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
    return _fitted(_parsed(text, where), shape, where)


def _parsed(text: str | bytes, where: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise BadDataFile(f"{where} is not valid YAML: {error}.", "Mend the file at that line.") from error


def _fitted(value: Any, shape: type[Shape], where: str) -> Shape:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise BadDataFile(f"{where} does not fit its shape: {error}.", "Mend the field that is named.") from error


@functools.cache
def _load(name: str, shape: Any) -> Any:
    """The file's value; what its YAML holds is kept in the user's cache folder, where it is read ten times as fast."""
    text = resources.files("communique.vocabulary").joinpath("data", name).read_bytes()
    sort, fingerprint = f"words-{name.replace('/', '_')}", hashlib.sha256(text).hexdigest()[:16]
    known = cache.kept(sort, fingerprint)
    if known is not None:
        with contextlib.suppress(msgspec.MsgspecError):  # another shape was asked for: the message is to name the file
            return msgspec.msgpack.decode(known, type=shape)
    where = f"vocabulary/data/{name}"
    value = _parsed(text, where)
    fitted = _fitted(value, shape, where)
    cache.keep(sort, fingerprint, msgspec.msgpack.encode(value))
    return fitted


def load(name: str, shape: type[Shape]) -> Shape:
    """The vocabulary file of this name as a typed value, read once a process.

    Args:
        name: Path below ``vocabulary/data``, such as ``cues.yaml``.
        shape: The type it must fit.

    Raises:
        BadDataFile: The file does not fit the shape.
    """
    return cast("Shape", _load(name, cast("Any", shape)))
