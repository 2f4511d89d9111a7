"""Figures that a benchmark keeps, and from which the documentation makes its tables."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Struct

from communique.record import doc

FOLDER = Path(__file__).parent

S = TypeVar("S", bound=Struct)


class Answered(Struct, frozen=True, kw_only=True):
    """How a question to a lake was answered, when it was asked again."""

    question: Annotated[str, doc("question")]
    rows: Annotated[int, doc("rows")]
    seconds: Annotated[float, doc("s")]
    busy: Annotated[float, doc("processor's s")]


class Answers(Struct, frozen=True, kw_only=True):
    """How a lake answers."""

    machine: str
    articles: int
    events: int
    gib: float
    opened: float
    rows: tuple[Answered, ...]


class Engine(Struct, frozen=True, kw_only=True):
    """What an engine reached with some workers."""

    name: Annotated[str, doc("engine")]
    workers: Annotated[int, doc("workers")]
    start_s: Annotated[float, doc("start, s")]
    texts_s: Annotated[float, doc("texts, s")]
    ratio: Annotated[float, doc("times as fast as one local worker")]


class Engines(Struct, frozen=True, kw_only=True):
    """How the engines compare."""

    machine: str
    texts: int
    rows: tuple[Engine, ...]


class Run(Struct, frozen=True, kw_only=True):
    """What a run over spoiled input came to."""

    label: Annotated[str, doc("run")]
    lines: Annotated[int, doc("lines")]
    code: Annotated[int, doc("exit code")]
    seconds: Annotated[float, doc("s")]
    records: Annotated[int, doc("records")]
    aside: Annotated[dict[str, int], doc("set aside")]
    undone: Annotated[int, doc("not done")]


class Runs(Struct, frozen=True, kw_only=True):
    """What runs over spoiled input came to."""

    machine: str
    rows: tuple[Run, ...]


def machine() -> str:
    """The processor, and how many cores it shows."""
    return f"{_processor()}, {os.cpu_count()} cores"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def keep(name: str, found: Struct) -> None:
    """Keep the figures of a benchmark."""
    (FOLDER / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def load(name: str, shape: type[S]) -> S:
    """The figures of a benchmark's last measurement."""
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=shape)
