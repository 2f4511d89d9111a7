from __future__ import annotations

import pytest

from communique.coders.positions.pairs import features, pair_stance, stem


@pytest.mark.parametrize(
    ("sentence", "holder", "target", "side"),
    [
        ("Lindgren praised Okafor for her great courage.", "Ana Lindgren", "Grace Okafor", "for"),
        ("Lindgren accused Okafor of lying and called her a disgrace.", "Ana Lindgren", "Grace Okafor", "against"),
        ("The union endorsed Okafor.", "the union", "Grace Okafor", "for"),
        ("Lindgren defended Okafor, calling her a good friend.", "Ana Lindgren", "Grace Okafor", "for"),
    ],
)
def test_plain_cases(sentence: str, holder: str, target: str, side: str) -> None:
    assert pair_stance(sentence, holder, target) == side


def test_any_text_gets_an_answer() -> None:
    for text in ("", "😀", "؟", "Lindgren", "a " * 400):
        assert pair_stance(text, "", "") in {"for", "against"}


def test_features_know_where_the_names_stand() -> None:
    found = set(features("Lindgren blamed Okafor", "Ana Lindgren", "Okafor"))
    assert {"order=f", "mf=blam", "hr=blam", "tl=blam", "hn=lindgren"} <= found
    assert "h-missing" in set(features("He blamed Okafor", "Ana Lindgren", "Okafor"))
    assert (stem("accused"), stem("Us")) == ("accus", "Us")
