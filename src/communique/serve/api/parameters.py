"""What requests may say, with the words that describe it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query

ActorName = Annotated[
    str | None,
    Query(
        description="An actor's id, name or country code. A state or organisation stands for all who act for it.",
        examples=["EU"],
        max_length=200,
    ),
]
Since = Annotated[
    date | None, Query(description="First day of publication, YYYY-MM-DD.", examples=["2021-09-01"])
]  # fmt: skip
Until = Annotated[date | None, Query(description="Last day of publication, YYYY-MM-DD.", examples=["2021-09-30"])]
Limit = Annotated[int, Query(description="How many rows a page has at most.", ge=1, le=500)]
After = Annotated[
    str | None, Query(description="Where to go on: the 'next' of the page before.", max_length=1000, examples=[""])
]  # fmt: skip
QuestionId = Annotated[str, Path(description="Id of a question.", examples=["eu-recognise-palestine"], max_length=200)]
QuestionFilter = Annotated[
    str | None,
    Query(description="Only what bears on this question.", examples=["eu-recognise-palestine"], max_length=200),
]  # fmt: skip
ArticleId = Annotated[str, Path(description="Id of an article.", max_length=1000)]
On = Annotated[date | None, Query(description="Day that counts; the newest of the archive when not given.")]
