"""Every error that Communique raises on purpose.

    CommuniqueError
    ├── InputError              the text or file that was given cannot be read
    │   ├── EmptyText           nothing but white space
    │   ├── NotText             binary data, or bytes that no supported encoding explains
    │   ├── TextTooLong         longer than the coder's limit
    │   ├── BadDate             a date option that is not an ISO date
    │   ├── BadLine             a line of a batch file that is not a valid article
    │   └── FetchFailed         a URL that could not be fetched
    ├── DataError               a data file of the vocabulary, the registry or the user is wrong
    │   ├── BadDataFile         a file that does not fit its declared shape
    │   ├── BadQuestion         a question file that does not fit its declared shape
    │   └── NoSuchRule          a voting rule that is not known, or did not hold on that day
    ├── RecordError             a record in JSON does not fit the record's types
    ├── MissingExtra            an optional library is not installed; the advice is the line to type
    ├── DeliveryFailed          what a watch found could not be told
    ├── PipelineError           a coder needs something that no earlier coder gives
    └── ArchiveError            the archive cannot do what was asked
        ├── NotAnArchive        the file is not a Communique archive
        ├── NewerArchive        the archive was written by a newer version
        ├── BrokenArchive       the archive failed its integrity check
        ├── BadSearch           words that cannot be looked for
        ├── BadJudgement        a judgement that does not fit its entry
        ├── WatchExists         a watch of this name is there already
        └── NoSuchEntry         no entry has this id
    PartlyRead                  a warning: a part of what is asked is missing or damaged

Each carries one message for the user that says what happened, where, and what to do next.
"""

from __future__ import annotations


class CommuniqueError(Exception):
    """The root: catch this to catch everything that Communique raises on purpose.

    Args:
        message: What happened and where, as a sentence for the user.
        advice: What to do next, as a sentence; shown after the message.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()

    def __reduce__(self) -> tuple[type[CommuniqueError], tuple[str, str]]:
        return type(self), (self.message, self.advice)


class InputError(CommuniqueError):
    """The text or file that was given cannot be read."""


class EmptyText(InputError):
    """The text holds nothing but white space."""


class NotText(InputError):
    """The bytes are binary, or no supported encoding explains them."""


class TextTooLong(InputError):
    """The text is longer than one article may be."""


class BadDate(InputError):
    """A date option is not an ISO 8601 calendar date."""


class BadLine(InputError):
    """A line of a batch file is not a valid article."""


class FetchFailed(InputError):
    """A URL could not be fetched."""


class DataError(CommuniqueError):
    """A data file of the vocabulary, the registry or the user is wrong."""


class BadDataFile(DataError):
    """A data file does not fit its declared shape."""


class BadQuestion(DataError):
    """A question file does not fit its declared shape."""


class NoSuchRule(DataError):
    """A voting rule is not known, did not hold on that day, or lacks a weight."""


class RecordError(CommuniqueError):
    """A record in JSON does not fit the record's types."""


class MissingExtra(CommuniqueError):
    """An optional library is not installed."""


class PipelineError(CommuniqueError):
    """A coder needs something that no earlier coder gives."""


class ArchiveError(CommuniqueError):
    """The archive cannot do what was asked."""


class NotAnArchive(ArchiveError):
    """The file is not a Communique archive."""


class NewerArchive(ArchiveError):
    """The archive was written by a newer version of Communique."""


class BrokenArchive(ArchiveError):
    """The archive failed its integrity check."""


class NoSuchEntry(ArchiveError):
    """No entry of the archive has this id."""


class BadSearch(ArchiveError):
    """The words of a search cannot be looked for."""


class WatchExists(ArchiveError):
    """A watch of this name is there already."""


class DeliveryFailed(CommuniqueError):
    """What a watch found could not be told."""


class BadJudgement(ArchiveError):
    """A judgement does not fit the entry that it is about."""


class PartlyRead(UserWarning):
    """What is asked lacks a part of itself, which is missing or damaged; the answers are from the rest."""
