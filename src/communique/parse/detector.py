"""The language detector py3langid, with its model kept ready in the user's cache folder.

To unpack the model takes half a second and a hundred megabytes, and one text touches a small part of it. So it
is unpacked once: the transitions of its automaton are cut into short runs, equal runs are kept once, and the
whole is mapped into memory. What it answers is the same to the last digit.
"""

from __future__ import annotations

import functools
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from communique.vocabulary import cache

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SORT = "languages"
_LAYOUT = 1  # raised when the file is laid out differently
_RUN = 16  # transitions in a run: the length at which this model takes the least room
_ALIGNED = 16  # bytes
_REMEMBERED = 50_000  # transitions; texts in one language need some thousand


class _Head(msgspec.Struct, frozen=True):
    """Where each array begins in the file, counted from the end of the head, and how its numbers are written."""

    classes: list[str]
    arrays: dict[str, tuple[int, int, str]]


class _Moves(dict[int, int]):
    """The automaton's transitions, put together from runs when they are first asked for, and then remembered."""

    def __init__(self, runs: Any, places: Any) -> None:
        super().__init__()
        self._runs = memoryview(runs)
        self._places = memoryview(places)

    def __missing__(self, index: int) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        found: int = self._runs[self._places[index >> 4] << 4 | index & 15]
        self[index] = found
        return found


@functools.cache
def identifier() -> LanguageIdentifier:
    """The detector, made ready at its first use."""
    try:
        return _opened(_data())
    except (AttributeError, ImportError, TypeError, ValueError):  # a release of py3langid that is built differently
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        packed: LanguageIdentifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        return packed


def _data() -> memoryview:
    fingerprint = f"{_LAYOUT}-{version('py3langid')}-{sys.byteorder}"
    known = cache.kept(_SORT, fingerprint)
    if known is None:
        known = memoryview(_unpacked())
        cache.keep(_SORT, fingerprint, known)
    return known


def _unpacked() -> bytes:
    """The model's arrays one after the other, behind a head that says where they are."""
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE
    from py3langid.modelio import load_model

    features, classes, names, moves, rows, outputs = load_model(Path(MODEL_DIR) / MODEL_FILE)
    runs: dict[bytes, int] = {}
    raw, width = moves.tobytes(), moves.itemsize * _RUN
    places = [runs.setdefault(raw[at : at + width], len(runs)) for at in range(0, len(raw), width)]
    arrays = {
        "features": np.ascontiguousarray(features),
        "classes": np.ascontiguousarray(classes),
        "runs": np.frombuffer(b"".join(runs), dtype=moves.typecode),
        "places": np.asarray(places, dtype=np.uint32),
        "rows": np.asarray(rows, dtype=np.uint32),
        "outputs": np.asarray(outputs, dtype=np.int32),
    }
    at, where, parts = 0, {}, []
    for name, each in arrays.items():
        where[name] = (at, each.nbytes, each.dtype.str)
        parts.append(each.tobytes() + bytes(-each.nbytes % _ALIGNED))
        at += len(parts[-1])
    head = msgspec.msgpack.encode(_Head(list(names), where))
    head += b" " * (-(len(head) + 8) % _ALIGNED)  # it ends in the name of a number's type, never in a space
    return b"".join([len(head).to_bytes(8, "little"), head, *parts])


def _opened(data: memoryview) -> LanguageIdentifier:
    """The detector over these bytes: nothing of them is copied but the small head and the rows."""
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    begin = 8 + int.from_bytes(data[:8], "little")
    head = msgspec.msgpack.decode(bytes(data[8:begin]).rstrip(b" "), type=_Head)

    def part(name: str) -> Any:
        at, size, numbers = head.arrays[name]
        return np.frombuffer(data, dtype=numbers, offset=begin + at, count=size // np.dtype(numbers).itemsize)

    features = part("features").reshape(-1, len(head.classes))
    found: LanguageIdentifier = LanguageIdentifier(
        features, part("classes"), head.classes, _Moves(part("runs"), part("places")), memoryview(part("outputs")),
        norm_probs=True, tk_row=part("rows").tolist(),
    )  # fmt: skip
    return found
