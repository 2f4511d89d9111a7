"""The shipped networks: ONNX files run by onnxruntime on one thread, labels, and the tokenizer.

Two builds ship, alike in everything but what they were trained on: ``full`` on all sets, ``open`` only on sets whose
terms let anyone use them. They share the tokenizer and the embeddings of its pieces.

A window is run alone and never padded. On a CPU that is as fast as a batch (a window fills the matrices), and what
is found in a window cannot depend on its neighbours: the int8 network scales its numbers by the largest of a run.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from communique.errors import DataError
from communique.parse.encoder.decode import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]

SWITCH = "COMMUNIQUE_ENCODER"
"""Environment variable that says which build reads: ``full`` (also when unset), ``open``, or ``off`` for the rules and
the syntax model alone."""

BUILDS = ("full", "open")

PROVIDERS = "COMMUNIQUE_PROVIDERS"
"""Environment variable with the execution providers of onnxruntime to use, best first, separated by commas."""


DEVICES = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
"""Devices that may be asked for by name, and what onnxruntime calls their providers."""

LOWER, PARTIES = "lower", "parties"
"""What the encoder gives for the reader of acts, the states of its lower layers; and its scores of parties."""

OF_ACTS = frozenset({"triggers", "status", "codes", "states", PARTIES})
"""What the reader of acts says of a window: it reads when it is asked, because most readers of texts never ask."""

_AT_ONCE = 8  # windows under way on a device other than the CPU, so that it does not wait for this program


def use_device(name: str) -> None:
    """Let this process, and those that it starts, run the encoder on a device; to be called before anything is read.

    Args:
        name: One of :data:`DEVICES`. What a device lacks runs on the CPU.

    Raises:
        DataError: onnxruntime has no provider for it here.
    """
    import onnxruntime

    if DEVICES[name] not in onnxruntime.get_available_providers():
        raise DataError(
            f"There is no '{name}' device for the encoder: the onnxruntime that is installed has no {DEVICES[name]}.",
            "Type 'pip uninstall onnxruntime && pip install onnxruntime-gpu' where there is such a device, "
            "or leave --device out.",
        )
    os.environ[PROVIDERS] = ",".join(dict.fromkeys([DEVICES[name], DEVICES["cpu"]]))


def build() -> str | None:
    """The build that reads; None when none does.

    Raises:
        DataError: The switch names no build.
    """
    wanted = os.environ.get(SWITCH, BUILDS[0]).strip().lower()
    if wanted in ("off", *BUILDS):
        return None if wanted == "off" else wanted
    raise DataError(f"{SWITCH} is '{wanted}', which is no build of the encoder.", "Set it to full, open or off.")


def is_on() -> bool:
    """Whether the encoder reads."""
    return build() is not None


def encoder_version() -> str | None:
    """Name, version and build of the encoder, as written into every record; None when it does not read."""
    reads = build()
    return f"encoder-{load_network().labels.version}-{reads}" if reads else None


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the network's numbers mean, from ``BUILD.json``.

    Attributes:
        version: Version of the weights, as written into every record.
        heads: Labels of every head that labels words, in the order of their numbers.
        moves: Log weights of each label after another, by head, where they were learned.
        links: Relations between spans.
        types: Types of acts that the pair scorer tells apart.
        codes: CAMEO codes that the reader of acts tells apart; none where the build has no such reader.
        first: Number of the special piece before a window.
        last: Number of the special piece after it.
        window: Most pieces of a window.
    """

    version: str
    heads: dict[str, tuple[str, ...]]
    moves: dict[str, tuple[tuple[float, ...], ...]]
    links: tuple[str, ...]
    types: tuple[str, ...]
    first: int
    last: int
    window: int
    codes: tuple[str, ...] = ()

    def weights(self, head: str) -> Floats:
        """Log weights of each label of a head after another [label, next label]."""
        learned = self.moves.get(head)
        return _table(learned) if learned else _bare(self.heads[head])


@functools.cache
def _table(rows: tuple[tuple[float, ...], ...]) -> Floats:
    return np.array(rows, dtype=np.float32)


@functools.cache
def _bare(labels: tuple[str, ...]) -> Floats:
    """What cannot be is ruled out, and nothing else: an inside follows only its like."""
    found = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for before, one in enumerate(labels):
        for after, other in enumerate(labels):
            if other.startswith("I-") and one.partition("-")[2] != other[2:]:
                found[before, after] = NEVER
    return found


class Network:
    """Tokenizer, labels and the graphs: the encoder with its heads, the scorer of pairs, and the reader of acts.

    The reader of acts goes on from the lower layers of the encoder with upper layers of its own: what it says of
    triggers, their status and their parties, and the states that the scorer of pairs reads, take the place of what the
    encoder's heads say. A build without one keeps those.

    Attributes:
        at_once: How many windows are under way at a time, each by itself; one on a CPU.
    """

    def __init__(
        self,
        labels: Labels,
        tokenizer: Tokenizer,
        encoder: InferenceSession,
        pairs: InferenceSession,
        acts: InferenceSession | None = None,
    ) -> None:
        self.labels, self.tokenizer = labels, tokenizer
        self.at_once = 1 if encoder.get_providers()[0] == DEVICES["cpu"] else _AT_ONCE
        self._encoder, self._pairs, self._acts = encoder, pairs, acts
        self._outputs, self._read = _names(encoder), _names(acts) if acts is not None else []
        self._parties = [n for n, link in enumerate(labels.links) if link.startswith("trigger-")]

    def run(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> dict[str, Floats]:
        """Read one window.

        Args:
            ids: Numbers of its pieces.
            shapes: Shapes of their words.

        Returns:
            Scores by head [pieces, labels]; ``links`` [relations, pieces, pieces]; without a reader of acts ``states``
            [pieces, hidden], else what it goes on from, ``lower``, likewise. The special pieces are left out, but
            in the last.
        """
        scores = dict(zip(self._outputs, self._encoder.run(None, self._given(ids, shapes)), strict=True))
        links = scores.pop("links")[0, :, 1:-1, 1:-1]
        lower = {}
        if self._acts is not None:  # its own take the place of what the encoder says of acts
            lower[LOWER] = scores.pop(LOWER)[0]
            scores = {name: each for name, each in scores.items() if name not in OF_ACTS}
        return {**{name: each[0, 1:-1] for name, each in scores.items()}, "links": links, **lower}

    def run_acts(self, scores: Mapping[str, Floats]) -> Mapping[str, Floats]:
        """What a window says of acts: scores by head of :data:`OF_ACTS`, ``parties`` as [side, pieces, pieces].

        Args:
            scores: What :meth:`run` gives of the window.
        """
        if self._acts is None:
            return {**scores, PARTIES: scores["links"][self._parties]}
        read = dict(zip(self._read, self._acts.run(None, {LOWER: scores[LOWER][None]}), strict=True))
        parties = read.pop(PARTIES)[0, :, 1:-1, 1:-1]
        return {**{name: each[0, 1:-1] for name, each in read.items()}, PARTIES: parties}

    def lower(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> Floats:
        """States of the lower layers [pieces, hidden] of one window, special pieces included."""
        found: Floats = self._encoder.run([LOWER], self._given(ids, shapes))[0][0]
        return found

    def _given(self, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        """What the encoder is given of a window: its pieces between two special ones, and the shapes of their words."""
        pieces = np.concatenate([[self.labels.first], ids, [self.labels.last]])[None]
        return {"pieces": pieces, "shapes": np.concatenate([[0], shapes, [0]])[None]}

    def run_each(self, read: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> list[dict[str, Floats]]:
        """Read some windows, given by their pieces and shapes, each by itself: what is found depends on no other."""
        return self._each(lambda window: self.run(*window), read)

    def run_acts_each(self, read: Sequence[Mapping[str, Floats]]) -> list[Mapping[str, Floats]]:
        """What some windows say of acts, likewise each by itself."""
        return self._each(self.run_acts, read)

    def _each(self, run: Callable[[Any], Any], read: Sequence[Any]) -> list[Any]:
        """Run windows one by one. A device other than the CPU is kept busy by several at a time.

        They are not put into one run: its numbers would be scaled by the largest of all of them.
        """
        if self.at_once == 1 or len(read) < 2:
            return [run(window) for window in read]
        with ThreadPoolExecutor(self.at_once) as threads:
            return list(threads.map(run, read))

    def pair(self, states: Floats, sources: Floats, targets: Floats) -> Floats:
        """Scores of the types of act [pairs, types] for pairs of masks [pairs, pieces] over one window's states."""
        repeated = np.repeat(states[None], len(sources), axis=0)
        inputs: Mapping[str, Any] = {
            "states": repeated, "sources": sources, "targets": targets, "sentence": np.ones_like(sources),
        }  # fmt: skip
        found: Floats = self._pairs.run(None, dict(inputs))[0]
        return found


def _names(session: InferenceSession) -> list[str]:
    return [output.name for output in session.get_outputs()]


_one_at_a_time = threading.Lock()


def load_network() -> Network:
    """The network of the build that is asked for, or the full one; loaded once a process.

    Raises:
        DataError: A file is missing or damaged, or a build or a provider that was asked for is not there.
    """
    with _one_at_a_time:
        return _loaded(build() or BUILDS[0])


def begin_loading() -> None:
    """Load the network beside what this thread does meanwhile; what goes wrong is told when it is asked for."""

    def load() -> None:
        with contextlib.suppress(Exception):
            load_network()

    if is_on():
        threading.Thread(target=load, name="encoder").start()


@functools.cache
def _loaded(name: str) -> Network:
    from tokenizers import Tokenizer

    folder = resources.files("communique.parse.encoder").joinpath("data")
    try:
        labels = msgspec.json.decode(folder.joinpath(f"{name}.json").read_bytes(), type=Labels)
        tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text(encoding="utf-8"))
        sessions = [_session(_graph(folder, f"{name}{kind}.onnx"), str(folder)) for kind in ("", "-pairs")]
        if labels.codes:
            sessions.append(_session(_graph(folder, f"{name}-acts.onnx"), str(folder)))
    except (OSError, msgspec.MsgspecError) as problem:
        raise DataError(
            f"The encoder's files are missing or damaged: {problem}",
            "Install communique anew: pip install --force-reinstall communique.",
        ) from problem
    return Network(labels, tokenizer, *sessions)


def _graph(folder: Traversable, name: str) -> str | bytes:
    """A graph as a path; of an encoder, which is kept packed, its bytes."""
    packed = folder.joinpath(f"{name}.gz")
    return gzip.decompress(packed.read_bytes()) if packed.is_file() else str(folder.joinpath(name))


def _session(graph: str | bytes, folder: str = "") -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    wanted = [name.strip() for name in os.environ.get(PROVIDERS, "CPUExecutionProvider").split(",")]
    missing = sorted(set(wanted) - set(onnxruntime.get_available_providers()))
    if missing:
        raise DataError(
            f"onnxruntime has no {', '.join(missing)} here.",
            f"Set {PROVIDERS} to some of: {', '.join(onnxruntime.get_available_providers())}.",
        )
    if isinstance(graph, bytes):  # the table of pieces lies beside it
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", folder)
    session = onnxruntime.InferenceSession(graph, options, providers=wanted)
    if (begun := session.get_providers()[0]) != wanted[0]:  # it goes on without a provider that cannot begin
        raise DataError(
            f"onnxruntime could not begin its {wanted[0]} and would have run on the {begun}.",
            "Check that the device and its driver are there ('nvidia-smi'), or leave --device out.",
        )
    return session
