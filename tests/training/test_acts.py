from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from communique.parse.encoder import load_network
from evaluation.data import data_directory
from training.acts import sentences
from training.acts.sentences import OWN, Sentence, Told, codes, key_of, read
from training.acts.windows import made
from training.encoder.labels import LEFT_OUT, TYPES

TEXT = "France expelled two Russian diplomats."
ACT = Told((7, 15), (0, 6), (20, 37), "SANCTION", "161", ("FRA", "RUS"), "actual")


def test_every_line_names_a_sentence_once_and_acts_of_known_codes() -> None:
    lines = [line.split("\t") for line in OWN.read_text(encoding="utf-8").splitlines()]
    assert len({key for key, *_ in lines}) == len(lines)
    assert all(len(cell.split(" ")) == 8 for _, *cells in lines for cell in cells)
    assert "173" in codes()


def test_no_sentence_that_is_weighed_is_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    if not data_directory().exists():
        pytest.skip("the measuring data is not there")
    texts = {key_of(text): text for source in (sentences._parties, sentences._written) for text in source()}
    monkeypatch.setattr(sentences, "_texts", lambda: texts)  # two collections of eleven: reading all takes minutes
    trained, weighed = ({key_of(each.text) for each in read(use)} for use in ("train", "weigh"))
    assert trained
    assert weighed
    assert not trained & weighed
    assert all(0 <= act.trigger[0] < act.trigger[1] <= len(each.text) for each in read("weigh") for act in each.acts)


def test_a_window_labels_the_trigger_and_its_parties() -> None:
    window = made([Sentence(TEXT, (ACT,))], load_network())[0]
    assert Counter(window.triggers.tolist())[1 + TYPES.index("SANCTION")] == 1
    ((trigger, sources, targets),) = window.acts
    assert window.status[trigger] == 0
    assert sources == [1]
    assert len(targets) > 1
    assert window.triggers[0] == LEFT_OUT
    assert np.all(window.sentence[[0, -1]] == -1)
    assert [pair[3] for pair in window.pairs] == [TYPES.index("SANCTION")]
