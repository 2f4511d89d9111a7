"""Tables into the layer: every kind of table, and every row that cannot stand named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.errors import BadDataFile, DataError
from communique.registry.intake import FORMATS, check, check_shipped, import_files
from communique.registry.intake.dates import iso_date, petrarch_date
from communique.registry.intake.drafts import Draft, Problem
from communique.registry.intake.words import country_code, country_letters, import_words
from communique.registry.layer import Layer
from communique.registry.model import Alias, Membership, Tenure
from tests.registry.conftest import Importer

HEAD = "name,country,title,organization,start,end,source\n"
BETTEL = "Xavier Bettel,LUX,Minister of Foreign Affairs,LUX,2023-11-17,,gouvernement.lu\n"


def told(problems: tuple[Problem, ...], *, rejected: bool = True) -> dict[int, str]:
    """What was rejected, or noted, by line."""
    return {each.line: each.what for each in problems if each.rejected is rejected}


def test_a_person_with_an_office(bring: Importer, layer: Layer) -> None:
    imported = bring("ministers.csv", HEAD + BETTEL)
    assert (imported.outcome, imported.rejected, imported.counts) == ("new", 0, {"tenure": 1})
    (row,) = layer.pack("ministers.csv").rows
    assert row.tenure == Tenure("Q561213", "LUX.minister-of-foreign-affairs", "2023-11-17", None, "gouvernement.lu")
    assert row.line == 2


def test_any_separator_order_and_heading(bring: Importer, layer: Layer) -> None:
    text = "\ufeffOffice;Until;Full Name;Organisation;Since;Remarks\nForeign Minister;;Xavier Bettel;Luxembourg;2023-11;x\n"
    imported = bring("ministers.csv", text)
    assert told(imported.problems, rejected=False) == {1: "Not read: Remarks."}
    (row,) = layer.pack("ministers.csv").rows
    assert row.tenure == Tenure("Q561213", "LUX.minister-of-foreign-affairs", "2023-11", None, "")


def test_an_actor_that_is_new(bring: Importer, layer: Layer) -> None:
    text = (
        "id,name,kind,country,sectors,parent,cameo,wikidata,aliases\n"
        "BENELUX.PARL,Benelux Interparliamentary Assembly,body,,LEG,,,Q815396,Benelux Parliament|?the Assembly@1955..\n"
        ",Fortifikationsverket,government,Sweden,mil,SWE,,,^Fortification Agency\n"
    )
    assert told(bring("bodies.csv", text).problems) == {}
    rows = layer.pack("bodies.csv").rows
    assert rows[0].actor is not None
    assert (rows[0].actor.id, rows[0].actor.sectors, rows[0].actor.wikidata) == ("BENELUX.PARL", ("LEG",), "Q815396")
    assert rows[2].alias == Alias("BENELUX.PARL", "the Assembly", "name", True, "1955")
    assert rows[3].actor is not None
    assert (rows[3].actor.id, rows[3].actor.country, rows[3].actor.sectors) == ("fortifikationsverket", "SWE", ("MIL",))
    assert rows[4].alias is not None
    assert rows[4].alias.form == "transliteration"


def test_what_is_said_of_a_known_actor_is_changed_and_the_rest_stays(bring: Importer, layer: Layer) -> None:
    bring("more.csv", "id,name,kind,sectors,aliases\nHAMAS,Hamas,armed group,REB|GOV,Harakat\n")
    changed, alias = layer.pack("more.csv").rows
    assert changed.actor is not None
    assert (changed.actor.country, changed.actor.cameo, changed.actor.sectors) == ("PSE", "PSEREB", ("REB", "GOV"))
    assert alias.alias == Alias("HAMAS", "Harakat")


def test_posts_tenures_memberships_and_namings(bring: Importer, layer: Layer) -> None:
    posts = (
        "title,organization,class\nBundesaußenminister,DEU,foreign minister\nSprecher des Amtes,DEU.MFA,spokesperson\n"
    )
    bring("posts.csv", posts)
    assert next(row.title or row.post for row in layer.pack("posts.csv").rows) == (
        "foreign minister",
        "Bundesaußenminister",
        "DEU",
    )
    new = layer.pack("posts.csv").rows[1].post
    assert new is not None
    assert (new.id, new.post_class, new.sectors) == ("DEU.MFA.sprecher-des-amtes", "spokesperson", ("GOV",))
    bring("tenures.csv", "person,post,start,end,source\nQ58200,DEU.MFA.sprecher-des-amtes,2001,2002-05,own\n")
    assert layer.pack("tenures.csv").rows[0].tenure == Tenure("Q58200", new.id, "2001", "2002-05", "own")
    bring(
        "members.csv",
        "body,states,since,until,role,source\nNATO,SWE FIN,2024-03-07,,observer,own\nEU,United Kingdom,,,,\n",
    )
    found = [row.membership for row in layer.pack("members.csv").rows]
    assert found[0] == Membership("NATO", "SWE", "2024-03-07", None, "observer", "own")
    assert [each.state_id for each in found if each] == ["SWE", "FIN", "GBR"]
    bring("names.csv", "actor,alias,form,needs context,until\nLuxembourg,Gibraltar of the North,name,yes,1867\n")
    assert layer.pack("names.csv").rows[0].alias == Alias("LUX", "Gibraltar of the North", "name", True, None, "1867")
    assert check(layer) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Xavier Bettel,LUX,Foreign Minister,LUX,2023-13-01,,", "month"),
        ("Xavier Bettel,LUX,Foreign Minister,LUX,yesterday,,", "yesterday"),
        ("Xavier Bettel,LUX,Foreign Minister,LUX,2023-11-17,2022,", "ends (2022) before it starts"),
        ("Xavier Bettel,XYZ,Foreign Minister,LUX,2023,,", "XYZ is no country code"),
        ("Xavier Bettel,LUX,Foreign Minister,Atlantis,2023,,", "'Atlantis' is neither"),
        ("Xavier Bettel,,Foreign Minister,,2023,,", "no organisation and no country"),
        (",LUX,Foreign Minister,LUX,2023,,", "no name"),
        ("Xavier Bettel,LUX", "2 cells"),
        ("Wang Yi,,Foreign Minister,CHN,2023,,\nWang Yi,CHN,Foreign Minister,CHN,2023,,", "overlaps the one at"),
        ("!!!,LUX,Foreign Minister,LUX,2023,,", "No id can be made"),
    ],
)
def test_a_row_that_cannot_stand_is_named_and_the_others_are_taken(
    bring: Importer, layer: Layer, row: str, words: str
) -> None:
    imported = bring(
        "m.csv", f"{HEAD}{row}\n{BETTEL}".replace("Xavier Bettel,LUX,Minister", "Luc Frieden,LUX,Minister")
    )
    rejected = told(imported.problems)
    assert list(rejected) == [row.count("\n") + 2]
    assert any(words in what for what in rejected.values()), rejected
    assert "m.csv:" in imported.problems[0].where
    assert any(each.tenure is not None for each in layer.pack("m.csv").rows)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name,kind,sectors\nBenelux Union,body,XYZ\n", 2, "no sector"),
        ("name,kind\nBenelux Union,planet\n", 2, "no kind of actor"),
        ("name,country\nUnheard Of,LUX\n", 2, "what kind of actor"),
        ("name,kind,parent\nBenelux Council,body,NOWHERE\n", 2, "NOWHERE"),
        ("name,kind,wikidata\nBenelux Council,body,77\n", 2, "no Wikidata item"),
        ("id,name,kind\nLUX,Luxembourg,person\n", 2, "not a person"),
        ("title,organization,class\nX,LUX,foreign ministr\n", 2, "no class of posts"),
        ("person,post\nQ58200,LUX.no-such-post\n", 2, "no post"),
        ("person,post\nLUX,LUX.prime-minister\n", 2, "no person"),
        ("person,post\n,LUX.prime-minister\n", 2, "no person or no post"),
        ("body,states\nNATO,QQQ\n", 2, "QQQ"),
        ("body,states\nLUX,FRA\n", 2, "no body"),
        ("body,states,since,until\nNATO,FRA,2002,2001\n", 2, "before it starts"),
        ("body,states,since\nNATO,FRA,2002\nNATO,FRA,2003\n", 3, "overlaps"),
        ("actor,alias\nLUX,Gibraltar of the North\nLUX,Gibraltar of the North\n", 3, "given twice"),
        ("actor,alias,form\nLUX,Gibraltar of the North,nickname\n", 2, "no form"),
        ("actor,alias,since,until\nLUX,Gibraltar of the North,1999,1998\n", 2, "before it starts"),
        ("actor,alias\nLUX,!!!\n", 2, "no letters"),
        ("actor,alias\nATL,Atlantis\n", 2, "ATL"),
        ('name,kind\n"Benelux Union,body\n', 2, "1 cells"),
    ],
)  # fmt: skip
def test_every_sort_of_mistake(bring: Importer, text: str, line: int, words: str) -> None:
    rejected = told(bring("m.csv", text).problems)
    assert list(rejected) == [line]
    assert words in rejected[line]


def test_several_of_one_name_are_told_with_their_ids(bring: Importer) -> None:
    imported = bring("m.csv", "name,kind,country\nGeorgia,region,\n" + "Kim Jong-un,person,PRK\n")
    assert imported.rejected == 0
    text = "id,name,kind,country\na,Benelux League,organisation,\nb,Benelux League,organisation,\n"
    rejected = told(bring("n.csv", text + ",Benelux League,organisation,\n").problems)
    assert rejected == {4: "Several actors are called 'Benelux League': a (organisation), b (organisation)."}


def test_what_is_taken_but_worth_a_look(bring: Importer) -> None:
    text = "name,kind,country,aliases,title,organization,start\n"
    text += "Xavier Bettel,person,LUX,Jean Asselborn,Keeper of the Keys,LUX,\n"
    notes = [each for each in bring("m.csv", text).problems if not each.rejected]
    assert [each.line for each in notes] == [2, 2, 2]
    assert {word for each in notes for word in ("also names", "no class", "no start") if word in each.what} == {
        "also names", "no class", "no start",
    }  # fmt: skip


def test_a_file_that_is_no_table(bring: Importer, layer: Layer, tmp_path: Path) -> None:
    imported = bring("m.csv", "colour,size\nred,3\n")
    assert (imported.outcome, list(told(imported.problems))) == ("empty", [1])
    assert bring("empty.csv", "").outcome == "empty"
    assert layer.names() == []
    with pytest.raises(BadDataFile, match="no format"):
        bring("m.txt", "A sentence and no more.")
    (tmp_path / "latin.csv").write_bytes(HEAD.encode() + b"Andr\xe9,,,,,,\n")
    with pytest.raises(BadDataFile, match=r"line 2, is not UTF-8"):
        import_files([tmp_path / "latin.csv"], layer)
    with pytest.raises(DataError, match="cannot be read"):
        import_files([tmp_path / "none.csv"], layer)


def test_an_earlier_import_is_replaced_by_a_sound_file_alone(bring: Importer, layer: Layer) -> None:
    assert bring("m.csv", HEAD + BETTEL).outcome == "new"
    assert bring("m.csv", HEAD + BETTEL).outcome == "unchanged"
    before = layer.pack("m.csv")
    broken = bring("m.csv", HEAD + BETTEL.replace("2023-11-17", "2023-11-18") + "Luc Frieden,LUX,x,LUX,soon,,\n")
    assert (broken.outcome, broken.rejected) == ("kept", 1)
    assert bring("m.csv", "").outcome == "kept"
    assert layer.pack("m.csv") == before
    assert bring("m.csv", HEAD + BETTEL.replace("2023-11-17", "2023-11"), dry_run=True).outcome == "checked"
    assert layer.pack("m.csv") == before
    assert bring("m.csv", HEAD + BETTEL.replace("2023-11-17", "2023-11")).outcome == "replaced"
    assert layer.pack("m.csv") != before


def test_two_files_of_one_name_do_not_take_each_others_place(bring: Importer, layer: Layer, tmp_path: Path) -> None:
    bring("m.csv", HEAD + BETTEL)
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / "m.csv"
    other.write_text(HEAD + BETTEL)
    with pytest.raises(DataError, match="another file"):
        import_files([other], layer)
    with pytest.raises(DataError, match="are called"):
        import_files([tmp_path / "m.csv", other], Layer(tmp_path / "none"))


def test_files_may_name_what_another_has(layer: Layer, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("person,post,start\nbenelux-head,benelux.head,2001\n")
    (tmp_path / "b.csv").write_text("id,title,organization\nbenelux.head,Head of the Assembly,benelux\n")
    (tmp_path / "c.csv").write_text(
        "id,name,kind,country\nbenelux,Benelux Assembly,body,\nbenelux-head,Luc Frieden,person,LUX\n"
    )
    found = import_files([tmp_path / f"{name}.csv" for name in "abc"], layer)
    assert [each.rejected for each in found] == [0, 0, 0]
    assert check(layer) == []
    layer.remove("c.csv")
    assert {each.where for each in check(layer) if each.rejected} == {"a.csv:2", "b.csv:2"}


def test_the_check_names_a_damaged_pack(bring: Importer, layer: Layer) -> None:
    bring("m.csv", HEAD + BETTEL)
    layer.path("m.csv").write_text("x")
    (problem,) = check(layer)
    assert (problem.file, problem.line, problem.rejected) == ("m.csv", 0, True)


def test_two_holders_at_once_are_noted(bring: Importer, layer: Layer) -> None:
    text = "name,country,title,organization,start,end\nXavier Bettel,LUX,Prime Minister,LUX,2013-12-04,2023-11-17\n"
    assert bring("a.csv", text + "Luc Frieden,LUX,Prime Minister,LUX,2023-11-17,\n").problems == ()
    layer.remove("a.csv")
    (problem,) = bring("b.csv", text + "Luc Frieden,LUX,Prime Minister,LUX,2023-11-16,\n").problems
    assert (problem.line, problem.rejected) == (3, False)
    assert "two holders at once: also at b.csv:2" in problem.what


def test_the_shipped_tables_are_judged_by_the_same_rules() -> None:
    problems = check_shipped()
    assert {each.file for each in problems} <= {"bodies.csv", "groups.csv", "media.csv", "memberships.csv", "organs.csv",
                                                "parties.csv", "people.csv", "regions.csv", "tenures.csv"}  # fmt: skip
    assert not [each for each in problems if "before it starts" in each.what or "unknown" in each.what]


def test_dates_and_codes() -> None:
    assert [iso_date(each) for each in ("2019", "2019-2", "2019-12-08T10:00:00Z", " ", None)] == [
        "2019", "2019-02", "2019-12-08", None, None,
    ]  # fmt: skip
    assert [petrarch_date(each) for each in ("300101", "310101", "20010200", "19990000")] == [
        "2030-01-01", "1931-01-01", "2001-02", "1999",
    ]  # fmt: skip
    for wrong in ("8 Dec 2019", "2019-02-30", "20191", "0000"):
        with pytest.raises(ValueError):
            iso_date(wrong)
    with pytest.raises(ValueError):
        petrarch_date("2004017")
    assert [country_code(each) for each in ("lu", "eu", "KSV", "xk", "FRA", "zz")] == [
        "LUX",
        "EU",
        "XKX",
        "XKX",
        "FRA",
        "ZZ",
    ]
    assert [country_letters(each) for each in ("LUX", "EU", "NATO")] == ["lu", "eu", None]


def test_the_page_lists_every_sector_and_class(root: Path) -> None:
    from communique.registry import load_registry

    page = (root / "docs" / "registry.md").read_text("utf-8")
    assert all(f"| `{code}` | {words} |" in page for code, words in import_words().sectors.items())
    assert all(f"`{each}`" in page for each in load_registry().post_classes)


@given(st.text(max_size=300), st.sampled_from(sorted(FORMATS)))
def test_any_text_is_read_or_refused(text: str, format: str) -> None:
    draft = Draft("x")
    FORMATS[format](text, draft)
    assert all(each.what for each in draft.problems)


CELL = st.sampled_from(
    ["", "Xavier Bettel", "LUX", "Q58200", "2001", "2000-01", "x|y", "?z@1..2", "body", "GOV", "é😀", "..", "a.b"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    columns=st.lists(st.sampled_from(sorted(import_words().columns)), min_size=1, max_size=8, unique=True),
    rows=st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=6),
)
def test_any_table_is_taken_or_refused_row_by_row(columns: list[str], rows: list[list[str]], tmp_path: Path) -> None:
    lines = [",".join(columns)] + [",".join(row[: len(columns)]) for row in rows]
    path = tmp_path / "any.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    (imported,) = import_files([path], Layer(tmp_path / "none"), dry_run=True)
    assert all(0 <= each.line <= len(lines) for each in imported.problems)
