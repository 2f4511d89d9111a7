"""Roll-call votes in CSV: the United Nations Digital Library's files, Voeten's data, and any with a state and a vote.

A file must have a column for the state (``ms_code``, ``iso3``, ``country``, ``ms_name``, …) and one for the vote
(``ms_vote``, ``vote``). The vote is Y, N, A and X for absent, words, or 1 (yes), 2 (abstain), 3 (no), 8 (absent).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from communique.errors import BadLine, NotText
from communique.registry import Registry, load_registry

Cast = Literal["yes", "no", "abstain", "absent"]

_STATE = (
    "ms_code",
    "iso3",
    "iso3c",
    "countrycode",
    "country_code",
    "state",
    "ms_name",
    "country",
    "countryname",
    "member",
)
_NAME = ("ms_name", "countryname", "country", "state", "member")
_VOTE = ("ms_vote", "vote", "ballot")
_DAY = ("date", "day")
_TEXT = ("resolution", "undl_id", "unres", "rcid", "draft")
_TITLE = ("title", "descr", "description")
_WORDS: dict[str, Cast] = {
    "y": "yes", "yes": "yes", "1": "yes", "in favour": "yes", "in favor": "yes", "for": "yes",
    "n": "no", "no": "no", "3": "no", "against": "no",
    "a": "abstain", "abstain": "abstain", "abstention": "abstain", "abstained": "abstain", "2": "abstain",
    "x": "absent", "absent": "absent", "non-voting": "absent", "8": "absent", "": "absent",
}  # fmt: skip
_NO_MEMBER = {"9", "non-member"}


class VoteRow(Struct, frozen=True):
    """One state's vote; ``state`` is None when the registry does not know it."""

    state: str | None
    name: str
    vote: Cast
    day: str | None
    text: str | None
    title: str | None
    original: str
    line: int


def read_votes(path: Path) -> Iterator[VoteRow]:
    """The votes of a file, one by one.

    Raises:
        NotText: The file cannot be read as UTF-8.
        BadLine: A column is missing, or a vote is none of the known words; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotText(f"{path} cannot be read: {error}.", "Give a CSV file in UTF-8.") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
    for needed, what in ((_STATE, "state"), (_VOTE, "vote")):
        if not any(each in columns for each in needed):
            raise BadLine(f"{path} has no column for the {what}.", f"Name it one of: {', '.join(needed)}.")
    registry = load_registry()
    for row in rows:
        known = {short: (row.get(name) or "").strip() for short, name in columns.items()}
        vote = _one_of(known, _VOTE).lower()
        if vote in _NO_MEMBER:
            continue
        if vote not in _WORDS:
            raise BadLine(f"{path}, line {rows.line_num}: '{vote}' is not a vote.", "Write Y, N, A or X.")
        yield VoteRow(
            state=_state(registry, known), name=_one_of(known, _NAME) or _one_of(known, _STATE), vote=_WORDS[vote],
            day=_one_of(known, _DAY)[:10] or None, text=_one_of(known, _TEXT) or None,
            title=_one_of(known, _TITLE) or None, original=json.dumps(row, ensure_ascii=False), line=rows.line_num,
        )  # fmt: skip


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _one_of(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _state(registry: Registry, row: dict[str, str]) -> str | None:
    for name in _STATE:
        value = row.get(name, "")
        for each in dict.fromkeys((value, value.upper(), value.title())) if value else ():
            entity = registry.actor(each)
            if entity is not None and entity.kind == "state":
                return entity.id
            for alias in registry.lookup(each):
                found = registry.actor(alias.entity_id)
                if found is not None and found.kind == "state" and alias.form == "name":
                    return found.id
    return None
