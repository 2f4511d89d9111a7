from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import BadLine, NotText
from communique.sources.votes import read_votes

LIBRARY = """undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,title
1,AFG,AFGHANISTAN,Y,2012-11-29,67,A/RES/67/19,A/67/L.28,Status of Palestine in the United Nations
1,CAN,CANADA,N,2012-11-29,67,A/RES/67/19,A/67/L.28,Status of Palestine in the United Nations
1,DEU,GERMANY,A,2012-11-29,67,A/RES/67/19,A/67/L.28,Status of Palestine in the United Nations
1,LBR,LIBERIA,X,2012-11-29,67,A/RES/67/19,A/67/L.28,Status of Palestine in the United Nations
1,YUG,RURITANIA,Y,2012-11-29,67,A/RES/67/19,A/67/L.28,Status of Palestine in the United Nations
"""


def test_files_of_the_library(tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(LIBRARY.replace("YUG", "QQQ"), encoding="utf-8-sig")
    rows = list(read_votes(file))
    assert [(row.state, row.vote) for row in rows] == [
        ("AFG", "yes"), ("CAN", "no"), ("DEU", "abstain"), ("LBR", "absent"), (None, "yes"),
    ]  # fmt: skip
    assert rows[0].day == "2012-11-29"
    assert rows[0].text == "A/RES/67/19"
    assert rows[4].line == 6
    assert '"ms_vote": "A"' in rows[2].original


def test_numbers_and_names_and_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("rcid;Country;vote\n9;Norway;1\n9;Fiji;2\n9;Hungary;3\n9;Malta;8\n9;Kosovo;9\n", encoding="utf-8")
    assert [(row.state, row.vote) for row in read_votes(file)] == [
        ("NOR", "yes"), ("FJI", "abstain"), ("HUN", "no"), ("MLT", "absent"),
    ]  # fmt: skip


def test_errors_name_the_file_and_the_line(tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("state,ballots\nNOR,Y\n", encoding="utf-8")
    with pytest.raises(BadLine, match="no column for the vote"):
        list(read_votes(file))
    file.write_text("state,vote\nNOR,Y\nDNK,perhaps\n", encoding="utf-8")
    with pytest.raises(BadLine, match="line 3: 'perhaps'"):
        list(read_votes(file))
    with pytest.raises(NotText):
        list(read_votes(tmp_path / "none.csv"))
