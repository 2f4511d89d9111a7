"""Only English is coded; other languages are said in a note."""

from __future__ import annotations

import pytest

from communique.pipeline import read_text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le ministre des affaires étrangères a déclaré lundi que les négociations allaient continuer à Genève.", "fr"),
        ("Der Außenminister sagte am Montag in Wien, dass die Verhandlungen im Januar fortgesetzt werden.", "de"),
        ("שר החוץ אמר ביום שני כי השיחות יימשכו בחודש הבא בווינה בהשתתפות כל הצדדים", "he"),
        ("قال وزير الخارجية يوم الاثنين إن المحادثات ستستمر الشهر المقبل في فيينا", "ar"),
    ],
)
def test_other_languages_are_noted_and_not_coded(text: str, code: str) -> None:
    record = read_text(text, published="2021-03-01")
    assert record.article.language == code
    assert [note.about for note in record.notes] == ["language"]
    assert not record.events
    assert not record.statements
    assert not record.times


def test_english_is_coded() -> None:
    record = read_text(
        "The foreign minister said on Monday that the talks in Vienna would go on.", published="2021-03-01"
    )
    assert record.article.language == "en"
    assert not [note for note in record.notes if note.about == "language"]


def test_a_very_short_text_is_taken_as_english() -> None:
    record = read_text("Talks resume.", published="2021-03-01")
    assert not [note for note in record.notes if note.about == "language"]
