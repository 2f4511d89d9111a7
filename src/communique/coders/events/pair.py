"""Which PLOVER type joins two given parties of a sentence."""

from __future__ import annotations


def classify_pair(sentence: str, source: tuple[int, int], target: tuple[int, int]) -> str:
    """The type of the act between two spans of a sentence."""
    raise NotImplementedError
