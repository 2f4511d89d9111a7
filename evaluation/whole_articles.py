"""The whole articles of the measuring data that no task's test half holds, from every collection that has some."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evaluation.data import data_directory
from evaluation.task import in_part

_DATED = {
    "times/timebank.jsonl": "dct",
    "times/aquaint_half.jsonl": "dct",
    "places/trnews_half.jsonl": "date",
    "places/lgl.jsonl": "date",
    "places/geovirus.jsonl": "",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Whole(NamedTuple):
    """An article: the collection and its name there, its text, and its day where that is known."""

    collection: str
    name: str
    text: str
    published: str | None


def whole_articles() -> Iterator[Whole]:
    """Every article, collection by collection; none of a collection that is missing."""
    data = data_directory()
    for each in _lines(data / "articles/syria_2019.jsonl"):
        yield Whole("syria", each["id"], each["text"], each["published"])
    yield from _political(data / "statements/polnear")
    yield from _stories(data / "stance/seesaw")
    for file, day in _DATED.items():
        for each in _lines(data / file):
            if in_part(each["id"], "dev"):
                yield Whole(Path(file).stem, str(each["id"]), each["text"], _day(each[day] if day else None))


def _political(folder: Path) -> Iterator[Whole]:
    table = folder / "metadata.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()] if table.exists() else []
    days = {row[1]: row[5] for row in rows}
    for each in _lines(folder / "train.jsonl"):
        yield Whole("polnear", each["doc"], each["text"], _day(days.get(each["doc"])))


def _stories(folder: Path) -> Iterator[Whole]:
    """A story's three tellings; the titles stand above the sentences."""
    for file in sorted((folder / "articles").glob("*.json")):
        story = file.name.split("_DOCUMENT")[0]
        if in_part(story, "dev"):
            told = json.loads(file.read_text("utf-8"))
            day = json.loads((folder / "meta" / f"{story}.json").read_text("utf-8"))["story_time"]
            text = "\n".join(sentence["text"] for sentence in told["text"])
            yield Whole("seesaw", file.stem, f"{told['title']}\n\n{text}", _day(day))


def _lines(file: Path) -> Iterator[dict[str, str]]:
    if file.exists():
        yield from (json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip())


def _day(words: str | None) -> str | None:
    """The day that a date begins with."""
    found = _DAY.match(words or "")
    return found.group() if found else None
