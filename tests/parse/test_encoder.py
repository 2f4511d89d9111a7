from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import Any

import numpy as np
import onnxruntime
import pytest

from communique.errors import DataError
from communique.parse.encoder import DEVICES, Encode, Encoding, encoder_version, load_network, use_device
from communique.parse.encoder.decode import best_paths, likely_spans, span_chances
from communique.parse.encoder.network import PROVIDERS, SWITCH, _session
from communique.parse.encoder.pieces import cut, shape, windows
from communique.parse.names import Names
from communique.parse.prose import Prose
from communique.parse.syntax import Syntax
from communique.pipeline import Pipeline
from communique.sources import make_article

LETTER = "The foreign minister of Norway told reporters in Oslo on Tuesday that Iran had rejected the offer."
TALKS = "France and Kenya held talks on fishing. The two delegations will meet again in June."


def encoding(*sentences: str) -> Encoding:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n\n"
    return Encoding(text, spans, load_network())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("oslo", "lower"), ("Oslo", "title"), ("UN", "upper"), ("A", "initial"), ("McKee", "mixed"), ("1967", "number"),
        ("F16", "alphanumeric"), ("—", "mark"), ("北京", "uncased"),
    ],
)  # fmt: skip
def test_shapes(word: str, expected: str) -> None:
    assert shape(word) == expected


def test_offsets_count_characters_also_after_an_emoji() -> None:
    text = "😀 Norway, naïvely"
    pieces = cut(text, load_network().tokenizer)
    words = {text[start:end] for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)}
    assert "Norway" in words


def test_a_window_holds_whole_sentences_and_only_a_long_one_is_cut() -> None:
    sentences = ["one two three.", "four five.", "six " * 30 + "."]
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    pieces = cut(text, load_network().tokenizer)
    found = list(windows(pieces, spans, limit=10))
    assert found[0] == (0, 7)
    assert all(after - first <= 10 for first, after in found)
    assert found[-1][1] == len(pieces)


def test_text_outside_the_sentences_is_not_read() -> None:
    text = "Norway. Kenya. France."
    found = Encoding(text, [(0, 7), (15, 22)], load_network())
    assert "Kenya" not in {text[name.start : name.end] for name in found.names}


def test_names_times_and_an_attribution_are_found() -> None:
    found = encoding(LETTER)
    names = {LETTER[name.start : name.end]: name.label for name in found.names}
    assert names == {"Norway": "place", "Oslo": "place", "Iran": "place"}
    assert [LETTER[time.start : time.end] for time in found.times] == ["Tuesday"]
    said = next(each for each in found.attributions if LETTER[each.cue.start :].startswith("told"))
    assert [LETTER[each.start : each.end] for each in said.sources] == ["The foreign minister of Norway"]
    assert LETTER[said.contents[0].start : said.contents[0].end].startswith("that Iran")


def test_what_is_found_does_not_depend_on_the_rest_of_the_batch() -> None:
    alone = encoding(LETTER)
    network = load_network()
    text = LETTER + "\n\n" + "A very different sentence about rice and rain. " * 14
    pieces = cut(text, network.tokenizer)
    both = Encoding(text, [(0, len(LETTER)), (len(LETTER) + 2, len(text))], network)
    first = next(windows(pieces, [(0, len(LETTER)), (len(LETTER) + 2, len(text))]))
    assert first == (0, len(cut(LETTER, network.tokenizer)))
    assert both.names[: len(alone.names)] == alone.names
    again = encoding(LETTER)
    assert again.names == alone.names
    assert again.attributions == alone.attributions


def test_a_window_has_the_same_scores_to_the_bit_alone_and_among_others() -> None:
    network = load_network()
    read = [cut(text, network.tokenizer) for text in (LETTER, TALKS, LETTER + " " + TALKS, "No.")]

    def scores(index: int) -> dict[str, Any]:
        found = network.run(read[index].ids, read[index].shapes)
        return found | dict(network.run_acts(found))

    alone = [scores(index) for index in range(len(read))]
    for order in ([3, 2, 1, 0], [0, 0, 3, 1, 2]):
        for index in order:
            again = scores(index)
            assert all(np.array_equal(again[head], scores) for head, scores in alone[index].items())


def test_a_text_is_read_alike_wherever_it_stands_and_whatever_was_read_before() -> None:
    alone = Encoding(TALKS, [(0, len(TALKS))], load_network())
    encoding(LETTER * 8, "No.")
    moved = Encoding(LETTER + "\n" + TALKS, [(len(LETTER) + 1, len(LETTER) + 1 + len(TALKS))], load_network())
    for head in ("names", "times", "cues", "sources", "contents"):
        shifted = [(s.start - len(LETTER) - 1, s.end - len(LETTER) - 1, s.confidence) for s in moved.spans(head)]
        assert shifted == [(s.start, s.end, s.confidence) for s in alone.spans(head)]


def test_an_act_has_its_parties_its_status_and_a_code() -> None:
    text = "France expelled two Russian diplomats on Monday."
    found = {text[act.start : act.end]: act for act in encoding(text).acts}
    act = found["expelled"]
    assert (act.type, act.status, act.code[:2]) == ("SANCTION", "actual", "16")
    assert [text[slice(*each)] for each in act.sources] == ["France"]
    assert any("Russian" in text[slice(*each)] for each in act.targets)


def test_the_parties_of_an_act_stand_in_its_sentence() -> None:
    sentences = ["Kenya praised Norway.", "France expelled two Russian diplomats.", "Sudan accused Chad."]
    acts = {act.type: act for act in encoding(*sentences).acts}
    text = "\n\n".join(sentences)
    assert [text[slice(*each)] for each in acts["ACCUSE"].sources] == ["Sudan"]
    assert [text[slice(*each)] for each in acts["ACCUSE"].targets] == ["Chad"]
    assert [text[slice(*each)] for each in acts["SUPPORT"].sources] == ["Kenya"]


def test_the_words_of_a_party_are_likelier_than_others_to_name_it() -> None:
    text = "France expelled two Russian diplomats on Monday."
    read, (france, russians, day) = encoding(text), ((0, 6), (20, 37), (41, 47))
    trigger = text.index("expelled")
    assert read.party_chances(trigger, [france])[0] > 0.5 > read.party_chances(trigger, [russians])[0]
    assert read.party_chances(trigger, [russians])[1] > 0.5 > read.party_chances(trigger, [day])[1]
    assert read.party_chances(trigger, [france, day]) == read.party_chances(trigger, [france])
    assert read.party_chances(trigger, []) == read.party_chances(len(text) + 1, [france]) == (0, 0)


def test_a_party_is_looked_for_in_the_window_of_the_act() -> None:
    sentence = "France expelled two Russian diplomats on Monday."
    read = encoding(*[sentence] * 60)
    first = len(sentence) * 59 + 2 * 59
    assert read.party_chances(first + 7, [(first, first + 6)])[0] > 0.5
    assert read.party_chances(first + 7, [(0, 6)]) == (0, 0)


def test_a_build_without_a_reader_of_acts_reads_them_with_heads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "open")
    text = "Turkey condemned the raid on Monday."
    found = Encoding(text, [(0, len(text))], load_network()).acts
    assert [(text[act.start : act.end], act.type) for act in found][:1] == [("condemned", "ACCUSE")]
    assert not any(act.code for act in found)


def test_the_type_between_two_parties_is_a_distribution() -> None:
    found = encoding(TALKS).type_of_pair([(0, 6)], [(11, 16)])
    assert sum(found.values()) == pytest.approx(1, abs=1e-4)
    assert max(found, key=lambda kind: found[kind]) == "CONSULT"


def test_no_window_holds_parties_that_are_not_there() -> None:
    assert encoding(TALKS).type_of_pair([(5000, 5003)], [(0, 6)]) == {}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "😀", "مرحبا", "a" * 5000])
def test_any_text_is_read(text: str) -> None:
    found = Encoding(text, [(0, len(text))], load_network())
    assert found.names == found.spans("names")
    assert found.attributions is found.attributions


def test_an_inside_never_stands_without_its_beginning() -> None:
    chances = np.array([[0.6, 0.0, 0.4], [0.4, 0.0, 0.6], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]], dtype=np.float32)
    moves = np.array([[0, 0, -1e4], [0, 0, 0], [0, 0, 0]], dtype=np.float32)
    alone = best_paths([chances], moves)
    assert alone[0] in ([0, 0, 1, 2], [2, 2, 1, 2])
    assert best_paths([chances[:1], chances, chances[2:]], moves)[1] == alone[0]


def test_spans_are_weighed_over_all_sequences_that_have_them() -> None:
    choice = np.random.default_rng(7)
    moves = np.array([[0.3, -0.2, -1e4], [-0.4, -0.5, 0.6], [-0.3, -0.6, 0.8]], dtype=np.float32)
    for words in (1, 2, 5):
        chances = choice.dirichlet((1, 1, 1), words).astype(np.float32)
        totals: dict[tuple[int, int], float] = {}
        whole = 0.0
        for path in itertools.product(range(3), repeat=words):
            weight = float(np.prod([chances[at, tag] for at, tag in enumerate(path)]))
            weight *= float(np.exp(sum(moves[one, other] for one, other in itertools.pairwise(path))))
            whole += weight
            for span in _runs(path):
                totals[span] = totals.get(span, 0.0) + weight
        (spans, running), (short, _) = span_chances([chances, chances[:1]], [moves, moves], enough=-1.0)
        assert short[0][0] == pytest.approx(chances[0, 1], abs=1e-6)
        for (begin, end), total in totals.items():
            found = spans[begin][end - 1] if begin >= 0 else running[end - 1]
            assert found == pytest.approx(total / whole, abs=1e-6)


def _runs(path: tuple[int, ...]) -> list[tuple[int, int]]:
    """Spans of a sequence; one that goes on from before the first word begins at -1."""
    found, begin = [], -1
    for at, tag in enumerate((*path, 0)):
        inside = at > 0 and path[at - 1] != 0
        if inside and tag != 2:
            found.append((begin, at))
        if tag == 1:
            begin = at
    return found


def test_spans_do_not_overlap_and_are_likely_enough() -> None:
    chances = np.array([[0.9, 0.1, 0], [0.1, 0.9, 0], [0.1, 0.0, 0.9], [0.45, 0.1, 0.45]], dtype=np.float32)
    moves = np.zeros((3, 3), dtype=np.float32)
    assert likely_spans([chances], [moves]) == [[(1, 3, True)]]
    assert likely_spans([chances[:1], chances], [moves, moves]) == [[], [(1, 3, True)]]
    assert likely_spans([chances], [moves], enough=0.99) == [[]]


def test_the_encoder_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    reading = Pipeline([Prose(), Syntax(), Encode(), Names()]).reading(make_article(LETTER))
    assert reading.encoding is None
    assert "Norway" in {reading.text[name.start : name.end] for name in reading.names}
    assert encoder_version() is None


def test_a_provider_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROVIDERS, "AbacusExecutionProvider")
    with pytest.raises(DataError, match="AbacusExecutionProvider"):
        _session("nowhere.onnx")


def test_windows_under_way_at_once_have_the_scores_that_each_has_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    network = load_network()
    read = [cut(text, network.tokenizer) for text in (LETTER, TALKS, LETTER + " " + TALKS, "No.") * 3]
    alone = [network.run(each.ids, each.shapes) for each in read]
    monkeypatch.setattr(network, "at_once", 4)
    for found, scores in zip(network.run_each([(each.ids, each.shapes) for each in read]), alone, strict=True):
        assert all(np.array_equal(found[head], scores[head]) for head in scores)


def test_a_device_is_used_where_it_is_and_named_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROVIDERS, "")
    use_device("cpu")
    assert os.environ[PROVIDERS] == DEVICES["cpu"]
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [DEVICES["cpu"]])
    with pytest.raises(DataError, match="no 'cuda' device"):
        use_device("cuda")
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(DEVICES.values()))
    use_device("cuda")
    assert os.environ[PROVIDERS].split(",") == [DEVICES["cuda"], DEVICES["cpu"]]


class _Begun:
    """A session of onnxruntime that begins with what is there."""

    there = (DEVICES["cpu"],)

    def __init__(self, _path: str, _options: object, providers: list[str]) -> None:
        self.asked = providers

    def get_providers(self) -> list[str]:
        return [each for each in self.asked if each in self.there]


def test_a_device_that_cannot_begin_is_told_and_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(DEVICES.values()))
    monkeypatch.setattr(onnxruntime, "InferenceSession", _Begun)
    monkeypatch.setenv(PROVIDERS, "")
    use_device("cuda")
    with pytest.raises(DataError, match=r"could not begin its CUDAExecutionProvider.*nvidia-smi"):
        _session("any.onnx")
    monkeypatch.setattr(_Begun, "there", tuple(DEVICES.values()))
    assert _session("any.onnx").asked == [DEVICES["cuda"], DEVICES["cpu"]]


@pytest.mark.skipif(
    DEVICES["cuda"] not in onnxruntime.get_available_providers(), reason="onnxruntime has no CUDA provider here"
)
def test_a_gpu_reads_the_same_names() -> None:
    program = "from communique.parse.encoder import Encoding, load_network, use_device; use_device('cuda'); "
    program += (
        f"t = {LETTER!r}; print(sorted(t[n.start:n.end] for n in Encoding(t, [(0, len(t))], load_network()).names))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['Iran', 'Norway', 'Oslo']"
