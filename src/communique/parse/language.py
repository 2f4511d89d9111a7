"""Which language the text is in. Only English is coded; anything else is said in a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from communique.parse.detector import identifier

if TYPE_CHECKING:
    from communique.parse.reading import Reading

SAMPLE = 4000  # code points: enough for a firm answer, and constant time for long texts
FIRM = 0.9
SHORTEST = 40  # below this many letters the detector guesses, so a short text is taken as English


def detect_language(text: str) -> tuple[str, float]:
    """ISO 639-1 code of the text's language and the detector's confidence (0 to 1)."""
    code, confidence = identifier().classify(text[:SAMPLE])
    return str(code), round(min(1.0, max(0.0, float(confidence))), 4)


def is_english(reading: Reading) -> bool:
    """Detect the language, write it into the article, and say whether the text is to be coded as English."""
    prose = "\n".join(reading.text[start:end] for start, end in reading.paragraphs)
    sample = prose[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    latin = sum(map(str.isalpha, filter(str.isascii, sample)))
    code, confidence = detect_language(prose)
    if letters < SHORTEST and latin >= letters * 0.5:
        return True
    reading.article = msgspec.structs.replace(reading.article, language=code, language_confidence=confidence)
    if code == "en" or (confidence < FIRM and latin >= letters * 0.9):
        return True
    reading.note(
        "warning", "language",
        f"The text seems to be in '{code}' (confidence {confidence:.2f}), not in English; nothing was coded from it.",
    )  # fmt: skip
    return False
