"""The weights of the shipped int8 graphs, as weights to go on from.

Run: ``python -m training.encoder.shipped [BUILD ...]``. A phase can start where the last version stands when its
checkpoints are gone: the int8 numbers times their scales are the trained weights to within half a step of each scale.
They are left as ``versionN-BUILD``, and rounding them again gives the same numbers.
Graphs name biases as the network does, and every product by the module that makes it. The embeddings of the pieces are
the base's, which no training changes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.encoder.chain import CHAINED
from training.encoder.export import EMBEDDINGS, OUT
from training.encoder.phases import checkpoint
from training.encoder.train import Model

_HEAD = re.compile(r"^tagger\.(?!bert\.|left|right)(\w+)(?:\.\1)?")
_UNTRAINED = "word_embeddings"


def weights_of(folder: Path, build: str) -> dict[str, torch.Tensor]:
    """The state of a model with the weights of a shipped build.

    Raises:
        ValueError: A weight of the network is not found in the graphs.
    """
    found = dict(Model().state_dict())
    shipped = {**_weights(folder / f"{build}.onnx", ""), **_weights(folder / f"{build}-pairs.onnx", "pairs.")}
    labels = json.loads((folder / f"{build}.json").read_text(encoding="utf-8"))
    shipped["chain.moves"] = np.array([labels["moves"][name] for name in CHAINED], dtype=np.float32)
    for name, value in found.items():
        if _UNTRAINED not in name:
            if name not in shipped or shipped[name].shape != tuple(value.shape):
                raise ValueError(f"The weight {name} is not in the shipped graphs of {build}.")
            found[name] = torch.from_numpy(shipped[name].copy())
    return found


def _weights(path: Path, prefix: str) -> dict[str, np.ndarray]:
    """The weights of one graph by their name in the network; quantised ones times their scales."""
    graph = onnx.load(path, load_external_data=False).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer if t.data_location != t.EXTERNAL}
    found = {_named(name, prefix): value for name, value in stored.items() if value.dtype == np.float32}
    for node in graph.node:
        weight = node.input[0] if node.op_type == "Gather" else node.input[1] if "MatMul" in node.op_type else ""
        value = _stored(stored, weight)
        if value is not None:
            module = node.name.removesuffix("_quant").rpartition("/")[0].strip("/").replace("/", ".")
            is_table = node.op_type == "Gather"
            name = weight.removesuffix("_quantized") if is_table else f"{_named(_short(module), prefix)}.weight"
            found[name] = value if is_table else value.T
    return found


def _stored(stored: dict[str, np.ndarray], weight: str) -> np.ndarray | None:
    """The numbers of a weight that is stored in eight bits or in half precision; None for any other."""
    if weight.endswith("_quantized") and weight in stored:
        return _times_scale(stored, weight.removesuffix("_quantized"))
    return stored[f"{weight}_half"].astype(np.float32) if f"{weight}_half" in stored else None


def _times_scale(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    whole = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    value: np.ndarray = (whole * stored[f"{name}_scale"]).astype(np.float32)
    return value


def _short(module: str) -> str:
    """Modules inside a sequence carry its name twice: 'query.query.0' is 'query.0'."""
    return re.sub(r"\b(\w+)\.\1\.", r"\1.", module)


def _named(name: str, prefix: str) -> str:
    if prefix:
        return prefix + name
    return _HEAD.sub(r"tagger.heads.\1", name) if not name.startswith("tagger.heads.") else name


def main() -> None:
    """Write the weights of the builds that are named, or of ``full``, as those of the phase ``versionN-BUILD``."""
    if not (OUT / EMBEDDINGS).exists():
        raise FileNotFoundError(OUT / EMBEDDINGS)
    for build in sys.argv[1:] or ["full"]:
        version = json.loads((OUT / f"{build}.json").read_text(encoding="utf-8"))["version"]
        torch.save({"mean": weights_of(OUT, build)}, checkpoint(f"version{version}-{build}"))


if __name__ == "__main__":
    main()
