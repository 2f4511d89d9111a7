"""FollowTheMoney, Popolo and PETRARCH files into the layer, and FollowTheMoney out of it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique.registry import open_registry
from communique.registry.intake import ftm_lines, import_files
from communique.registry.intake.importing import format_of
from communique.registry.layer import Layer, Row, rows_of
from communique.registry.model import Alias, Membership, Tenure
from tests.registry.conftest import Importer


def lines(*entities: dict[str, Any]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities)


def entity(key: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:
    listed = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    return {"id": key, "schema": schema, "properties": listed}


POLAND = lines(
    entity("NK-a", "Person", name=["Radosław Sikorski", "Radoslaw Sikorski"], wikidataId="Q58085", nationality="pl",
           weakAlias="Sikorski the minister", lastName="Sikorski"),
    entity("NK-b", "Position", name="Minister of Foreign Affairs of Poland", country="pl"),
    entity("NK-c", "Occupancy", holder="NK-a", post="NK-b", startDate="2023-12-13T00:00:00", status="current",
           sourceUrl="https://www.gov.pl/web/diplomacy"),
    entity("NK-d", "Organization", name="Weimar Triangle", abbreviation="WT3"),
    entity("NK-e", "PublicBody", name="Poland", country="pl"),
    entity("NK-f", "Membership", member="NK-e", organization="NK-d", startDate="1991-08-28"),
    entity("NK-g", "Membership", member="NK-a", organization="NK-d", role="Chair"),
    entity("NK-h", "Address", full="Warsaw"),
)  # fmt: skip


def test_follow_the_money(bring: Importer, layer: Layer) -> None:
    imported = bring("pl.ftm.json", POLAND)
    assert (imported.format, imported.rejected) == ("ftm", 0)
    rows = layer.pack("pl.ftm.json").rows
    tenures = [row.tenure for row in rows if row.tenure]
    source = "https://www.gov.pl/web/diplomacy"
    assert tenures[0] == Tenure("Q58085", "POL.minister-of-foreign-affairs", "2023-12-13", None, source)
    assert tenures[1].post_id == "NK-d.chair"
    assert [row.membership for row in rows if row.membership] == [
        Membership("NK-d", "POL", "1991-08-28", None, "member", "")
    ]
    aliases = {(row.alias.text, row.alias.form, row.alias.needs_context) for row in rows if row.alias}
    assert {
        ("Sikorski the minister", "name", True),
        ("WT3", "acronym", False),
        ("Sikorski", "surname", False),
    } <= aliases
    assert any("1 of schema Address" in each.what for each in imported.problems)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{broken", "not JSON"),
        ("[1]", "no entity"),
        (json.dumps({"id": "x", "schema": "Person", "properties": []}), "no name"),
        (lines(entity("x", "Position", country="pl")), "no name"),
        (lines(entity("x", "Occupancy", holder="NK-a")), "no holder or no post"),
        (lines(entity("x", "Occupancy", holder="NK-a", post="NK-b", status="ended")), "ended, and has no endDate"),
        (lines(entity("x", "Occupancy", holder="NK-z", post="NK-b")), "'NK-z' is neither"),
        (lines(entity("x", "Occupancy", holder="NK-a", post="NK-z", startDate="2001")), "no post"),
        (lines(entity("x", "Membership", member="NK-e")), "no member or no organization"),
        (lines(entity("x", "Organization", name="Y", country="qq")), "no country"),
        ("[" * 100_000, "nested"),
    ],
)
def test_entities_that_cannot_stand(bring: Importer, line: str, words: str) -> None:
    imported = bring("x.ftm.json", POLAND + line)
    rejected = [each for each in imported.problems if each.rejected]
    assert [each.line for each in rejected] == [9]
    assert words in rejected[0].what


def test_entities_inside_others(bring: Importer, layer: Layer) -> None:
    post = entity("Q3315409", "Position", name="Minister of Foreign Affairs", country="fr")
    held = {
        "id": "oc",
        "schema": "Occupancy",
        "properties": {"holder": ["Q30339198"], "post": [post], "startDate": ["2024-09-21"]},
    }
    person = {
        "id": "Q30339198",
        "schema": "Person",
        "properties": {"name": ["Jean-Noël Barrot"], "positionOccupancies": [held]},
    }
    again = {"id": "oc", "schema": "Occupancy", "properties": {"status": ["current"], "endDate": []}}
    imported = bring("fr.json", lines(person, again))
    assert imported.problems == ()
    (row,) = layer.pack("fr.json").rows
    assert row.tenure == Tenure("Q30339198", "FRA.minister-of-foreign-affairs", "2024-09-21", None, "")


def bare(rows: Iterable[Row]) -> set[str]:
    """The rows without their lines, in a form that can be compared."""
    return {repr(row.actor or row.alias or row.post or row.title or row.tenure or row.membership) for row in rows}


def test_follow_the_money_there_and_back(bring: Importer, layer: Layer, tmp_path: Path) -> None:
    bring("pl.ftm.json", POLAND)
    bring("own.csv", "name,country,title,organization,start,end,source\n"
          "Xavier Bettel,LUX,Minister of Foreign Affairs,LUX,2023-11-17,,gouvernement.lu\n"
          "Jean Asselborn,LUX,Mayor of Steinfort,LUX,1982,2004-07,own\n")  # fmt: skip
    bring("posts.csv", "title,organization,class\nBundesaußenminister,DEU,foreign minister\n")
    bring("bodies.csv", "id,name,kind,country,sectors\nbenelux-police,Benelux Police Team,organisation,LUX,COP|GOV\n")
    written = tmp_path / "all.ftm.json"
    written.write_text("\n".join(ftm_lines(rows_of(layer.packs()))), encoding="utf-8")
    back = Layer(tmp_path / "back")
    (imported,) = import_files([written], back)
    assert imported.rejected == 0
    assert bare(rows_of(layer.packs())) == bare(rows_of(back.packs()))
    assert set(ftm_lines(rows_of(back.packs()))) == set(written.read_text("utf-8").splitlines())


ROMANIA = """{
  "persons": [
    {"id": 1, "name": "Marcel Ciolacu", "identifiers": [{"scheme": "wikidata", "identifier": "Q21179176"}],
     "memberships": [
       {"organization_id": "g", "role": "Prime Minister", "start_date": "2023-06-15", "end_date": "2025-05-05"}]},
    {"id": 2, "name": "Emil Hurezeanu", "family_name": "Hurezeanu",
     "other_names": [{"name": "Horațiu Emil Hurezeanu", "start_date": "1990", "end_date": "2001"}, {"note": "none"}]},
    {"id": 3}
  ],
  "organizations": [
    {"id": "g", "name": "Government of Romania", "classification": "executive", "area_id": "ro"},
    {"id": "ch", "name": "Camera Deputaților", "classification": "legislature", "area_id": "ro",
     "posts": [{"id": "q", "label": "Quaestor"}]},
    {"name": ""}
  ],
  "areas": [{"id": "ro", "name": "Romania"}],
  "events": [{"id": "term/9", "start_date": "2020-12-21", "end_date": "2024-12-20"}],
  "posts": [{"id": "fm", "label": "Minister of Foreign Affairs", "organization_id": "g"}, {"id": "none"}],
  "memberships": [
    {"person_id": 2, "post_id": "fm", "start_date": "2024-12-23", "end_date": "2025-06-23",
     "sources": [{"url": "https://www.mae.ro"}]},
    {"person_id": 1, "organization_id": "ch", "role": "member", "legislative_period_id": "term/9"},
    {"member_id": "ch", "organization_id": "IPU"},
    {"person_id": 9, "organization_id": "ch", "role": "member"},
    {"organization_id": "ch"}
  ]
}"""


def test_popolo(bring: Importer, layer: Layer) -> None:
    imported = bring("ro.json", ROMANIA)
    assert imported.format == "popolo"
    rejected = {each.line: each.what for each in imported.problems if each.rejected}
    assert sorted(rejected) == [8, 14, 18, 24, 25]
    rows = layer.pack("ro.json").rows
    tenures = {
        (row.tenure.person_id, row.tenure.post_id, row.tenure.since, row.tenure.until) for row in rows if row.tenure
    }
    assert tenures == {
        ("Q21179176", "ROU.prime-minister", "2023-06-15", "2025-05-05"),
        ("Q21179176", "ch.member", "2020-12-21", "2024-12-20"),
        ("Q1336281", "ROU.minister-of-foreign-affairs", "2024-12-23", "2025-06-23"),
    }
    posts = {row.post.title: row.post for row in rows if row.post}
    assert posts["member"].post_class == "member of parliament"
    assert posts["Quaestor"].organization == "ch"
    assert Alias("Q1336281", "Horațiu Emil Hurezeanu", "name", False, "1990", "2001") in [row.alias for row in rows]


def test_the_office_of_an_import_is_held_on_its_days(bring: Importer, layer: Layer) -> None:
    bring("ro.json", ROMANIA)
    registry = open_registry(layer)
    assert registry.holder("foreign minister", "ROU", date(2025, 1, 10)) == ["Q1336281"]
    assert "Q1336281" not in registry.holder("foreign minister", "ROU", date(2024, 1, 10))


def test_who_leads_a_part_of_a_state_does_not_lead_the_state(bring: Importer, layer: Layer) -> None:
    posts = ("First Minister of Scotland", "First Minister of Gibraltar", "Secretary of State for Wales", "Premier")
    bring("a.json", json.dumps({
        "persons": [{"id": "p", "name": "Ada Quill", "identifiers": [{"scheme": "Wikidata", "identifier": "Q99999999"}]}],
        "posts": [{"id": f"x{n}", "label": title, "organization_id": "GBR"} for n, title in enumerate(posts)],
        "memberships": [{"person_id": "p", "post_id": f"x{n}"} for n in range(len(posts))],
    }))  # fmt: skip
    rows = layer.pack("a.json").rows
    held = [row.tenure.post_id for row in rows if row.tenure]
    assert held[0] == "GBR.first-minister-of-scotland"
    assert held[3] == "GBR.prime-minister"
    assert "GBR.prime-minister" not in held[:3]
    assert not any("foreign" in each for each in held)
    assert {row.actor.wikidata for row in rows if row.actor and row.actor.kind == "person"} == {"Q99999999"}


@pytest.mark.parametrize(
    "text", ['{"persons": [', '{"persons": {"a": 1}}', '{"memberships": 3}', '{"posts": "' + "[" * 9000]
)
def test_popolo_files_that_are_none(bring: Importer, text: str) -> None:
    assert bring("x.json", text).outcome == "empty"


DICTIONARY = """# a comment
<!-- another -->
LUXEMBOURG_ [LUX]
+GIBRALTAR_OF_THE_NORTH_ ; an old name
+LUXEMBOURG_

JANE_ROE_  # of the list
\t[LUXGOV 040901-060331]
\t[LUXGOVMED 060301-20090731]
\t[LUXGOV 050101-050601]
\t[LUXELI >090801]
\t[---]

JEAN_ASSELBORN_
+JEAN_ASSELBORN_MINISTER_
\t[LUXGOV >040901]
ACTION_COMMITTEE_(ACL)_ [LUXOPP]
+GENDARMERIE_OF_LUXEMBOURG_
BAN_KI-MOON_
LOST_ [KKLREB]
ODD_ [LUXGO]
GAU_MOSELLAND_
\t[LUX 420830-440910]
WRONG_
\t[LUXGOV 041301-051231]
\t[LUXGOV 060101-050101]
"""


def test_petrarch(bring: Importer, layer: Layer) -> None:
    imported = bring("lux.actors", DICTIONARY)
    rows = layer.pack("lux.actors").rows
    aliases = {row.alias.text: row.alias for row in rows if row.alias}
    assert aliases["Gibraltar of the North"] == Alias("LUX", "Gibraltar of the North", "name", True)
    assert (aliases["Gau Moselland"].since, aliases["Gau Moselland"].until) == ("1942-08-30", "1944-09-10")
    assert aliases["ACL"].form == "name"
    tenures = [row.tenure for row in rows if row.tenure]
    assert {(each.person_id, each.post_id, each.since, each.until) for each in tenures} == {
        ("jane-roe", "LUX.official", "2004-09-01", "2006-03-31"),
        ("jane-roe", "LUX.official.gov-jrn", "2006-03-01", "2009-07-31"),
    }
    committee = next(row.actor for row in rows if row.actor and row.actor.name == "Action Committee")
    assert (committee.country, committee.sectors, committee.cameo) == ("LUX", ("OPP",), "LUXOPP")
    rejected = {each.line for each in imported.problems if each.rejected}
    assert rejected == {19, 20, 21, 24, 25, 26}
    assert any("1 of its tenures are not taken" in each.what for each in imported.problems)


def test_a_dictionary_takes_no_name_away(bring: Importer, layer: Layer) -> None:
    bring("own.actors", "SOME_UNHEARD_OF_FRONT_ [LUXREB]\n+KOFI_ANNAN_\n+ANTONIO_GUTERRES_\n+THE_UNHEARD_\n")
    names = {row.alias.text for row in layer.pack("own.actors").rows if row.alias}
    assert "The Unheard" in names
    assert "Antonio Guterres" not in names


def test_the_format_is_told_from_the_file() -> None:
    assert format_of(Path("a.CSV"), "") == "csv"
    assert format_of(Path("a.actors"), "") == "petrarch"
    assert format_of(Path("a.txt"), DICTIONARY) == "petrarch"
    assert format_of(Path("a.json"), POLAND) == "ftm"
    assert format_of(Path("a.json"), ROMANIA) == "popolo"
