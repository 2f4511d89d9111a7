"""Where output goes: answers to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from communique.errors import CommuniqueError, InputError
from communique.record import Note

NOTHING = "Nothing in the archive fits."
"""What is said where an answer has no rows."""


def out() -> Console:
    """The console of answers: 80 columns when it is piped, plain text then, and never a markup of its own."""
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False)


def err() -> Console:
    """The console of messages."""
    return Console(stderr=True, markup=False, emoji=False, highlight=False, soft_wrap=True)


def write(text: str) -> None:
    """Write text to standard output in UTF-8, exactly as it is, with a line end after it."""
    data = text if text.endswith("\n") else text + "\n"
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data)
        return
    buffer.write(data.encode("utf-8", "replace"))
    buffer.flush()


def write_bytes(data: bytes, output: Path | None) -> None:
    """Write a file, whole or not at all, or bytes to standard output where that is no terminal.

    Raises:
        InputError: Standard output is a terminal, or the file cannot be written.
    """
    if output is None and sys.stdout.isatty():
        raise InputError("This format is not for a terminal.", "Give a file with --output.")
    if output is not None:
        from communique.export.files import new_file

        with new_file(output) as file:
            file.write(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say_error(error: CommuniqueError) -> None:
    """One red line with what happened, and what to do next."""
    err().print(Text.assemble(("Error: ", "bold red"), (visible(error.message), "red"), f" {visible(error.advice)}"))


def say_missing(text: str) -> None:
    """What an answer is without."""
    err().print(Text.assemble(("Missing: ", "bold yellow"), visible(text)))


def say_notes(notes: tuple[Note, ...]) -> None:
    """Warnings of a record, for the formats that the user does not read with his own eyes."""
    for note in notes:
        if note.level == "warning":
            err().print(Text.assemble(("Note: ", "bold yellow"), visible(note.text)))


def number_of(number: int, one: str) -> str:
    """A number of things in words.

    Args:
        number: How many.
        one: The thing in the singular, whose plural ends in s: '1 article', '2,000 articles'.
    """
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def visible(text: str) -> str:
    """The text with control characters made visible, so that no text can steer the terminal."""
    return "".join(each if each.isprintable() or each in "\n\t" else _shown(each) for each in text)


def _shown(character: str) -> str:
    # Direction marks and joiners belong to the writing of many languages; the overriding ones do not.
    if character in "\u200c\u200d\u200e\u200f\u061c\u00ad" or character.isspace():
        return " " if character in "\r\x0b\x0c\x85\u2028\u2029" else character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
