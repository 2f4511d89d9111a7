"""The archive: records kept in one SQLite file, with their entries laid open for questions."""

from __future__ import annotations

from communique.archive.backup import back_up, put_back
from communique.archive.fetchlog import FeedRow, FetchLog
from communique.archive.finding import as_known
from communique.archive.hand import HandPosition, Kept, keep, kept, withdraw
from communique.archive.intake import Added, Failure, add_records
from communique.archive.joining.step import join
from communique.archive.judgements import Judgement, Pairing, Verdict
from communique.archive.judging import Conflict, Mark
from communique.archive.queries import Selection
from communique.archive.recoding import Difference, Recoding
from communique.archive.search import Search
from communique.archive.store import DEFAULT_PATH, Archive, Found
from communique.archive.writing import Outcome

__all__ = [
    "DEFAULT_PATH",
    "Added",
    "Archive",
    "Conflict",
    "Difference",
    "Failure",
    "FeedRow",
    "FetchLog",
    "Found",
    "HandPosition",
    "Judgement",
    "Kept",
    "Mark",
    "Outcome",
    "Pairing",
    "Recoding",
    "Search",
    "Selection",
    "Verdict",
    "add_records",
    "as_known",
    "back_up",
    "join",
    "keep",
    "kept",
    "put_back",
    "withdraw",
]
