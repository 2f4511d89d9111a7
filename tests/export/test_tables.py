from __future__ import annotations

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from communique.ask import PositionRow, SearchRow, TimelineRow
from communique.export import from_csv, to_csv, to_json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def row(**more: object) -> TimelineRow:
    fields = {
        "id": "e-1", "confidence": 0.5, "article": "a", "title": None, "day": "2019-12-02", "until": None, "time": None,
        "status": "actual", "type": "SUPPORT", "mode": None, "cameo": "054", "quad": 1, "score": -6.5,
        "source_ids": ("RUR",), "sources": ("Ruritania",), "target_ids": (), "targets": (), "said_by": (),
        "factuality": "outlet", "confirmed_by": (), "denied_by": (), "place": None, "trigger": "recognised", "words": "Ruritania recognised Zenda.", **more,
    }  # fmt: skip
    return TimelineRow(**fields)  # type: ignore[arg-type]


@given(TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS)
def test_nothing_is_lost_in_csv(words: str, names: tuple[str, ...], title: str) -> None:
    rows = [row(words=words, sources=names, title=title), row()]
    assert from_csv(to_csv(rows, TimelineRow), TimelineRow) == rows


def test_csv_is_that_of_the_standard() -> None:
    text = to_csv([row(words='She said: "no",\nand left.')], TimelineRow)
    assert text.splitlines()[0].startswith("id,confidence,article")
    assert text.endswith("\r\n")
    assert '"She said: ""no"",\nand left."' in text
    assert to_csv([], PositionRow).count("\r\n") == 1


def test_no_cell_is_a_formula() -> None:
    wicked = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("http://x")']
    cells = csv.reader(io.StringIO(to_csv([row(words=each) for each in wicked], TimelineRow), newline=""))
    assert all(cells_[-1].startswith("'") for cells_ in list(cells)[1:])
    assert "'-6.5" not in to_csv([row()], TimelineRow)  # a number is a number


def test_lists_are_joined_and_escaped() -> None:
    text = to_csv([row(sources=("A;B", "C\\"))], TimelineRow)
    assert "A\\;B;C\\\\" in text


def test_json_is_stable() -> None:
    rows = [row(words="😀 <b>")]
    assert to_json(rows) == to_json(rows)
    (read,) = json.loads(to_json(rows))
    assert (read["words"], read["sources"], list(read)[:3]) == (
        "😀 <b>",
        ["Ruritania"],
        ["id", "confidence", "article"],
    )
    assert to_json([]) == "[]"


def test_places_of_words_are_written_as_two_numbers() -> None:
    row = SearchRow(
        article="a", title=None, outlet=None, published=None, url=None, words="an embassy; a port",
        marked=((3, 10), (14, 18)),
    )  # fmt: skip
    text = to_csv([row], SearchRow)
    assert "3-10;14-18" in text
    assert from_csv(text, SearchRow) == [row]
