"""How the user's rows are laid over the shipped ones, and the whole registry with a layer over it."""

from __future__ import annotations

from datetime import date

import pytest

from communique.registry import Registry, open_registry
from communique.registry.layer import SHAPE, Head, Layer, Pack, Row
from communique.registry.model import Alias, Entity, Membership, Post, Tenure
from communique.registry.overlay import lay_memberships, lay_tenures, lay_titles, overlap
from communique.registry.titles import PostClass


def tenure(person: str, since: str | None, until: str | None, source: str = "shipped") -> Tenure:
    return Tenure(person, "post", since, until, source)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("2001-01-01", "2002-01-01"), ("2002-01-01", None), True),
        (("2001-01-01", "2001-12-31"), ("2002-01-01", None), False),
        (("2001", "2002"), ("2002", "2003"), False),
        (("2001", "2003"), ("2002", None), True),
        (("2001-01", "2002-05"), ("2002-05-20", None), False),
        ((None, None), ("2002", "2002-06"), True),
        ((None, "2001-01-31"), ("2001-01-31", None), True),
    ],
)
def test_when_two_periods_overlap(
    left: tuple[str | None, str | None], right: tuple[str | None, str | None], expected: bool
) -> None:
    assert overlap(*left, *right) is expected
    assert overlap(*right, *left) is expected


def test_a_tenure_replaces_those_of_the_same_person_that_it_overlaps() -> None:
    shipped = [tenure("a", "2001", "2003"), tenure("a", "2010", "2011"), tenure("b", "2003", None)]
    own = [tenure("a", "2001-02-01", "2002-12-31", "own")]
    assert lay_tenures(shipped, own) == [shipped[1], shipped[2], own[0]]
    assert lay_tenures(shipped, []) == shipped


def test_a_later_tenure_ends_the_one_holder_whose_end_is_not_known() -> None:
    shipped = [tenure("a", "2001", "2003"), tenure("b", "2003", None)]
    laid = lay_tenures(shipped, [tenure("c", "2010-03-01", None, "own")])
    assert [each.until for each in laid] == ["2003", "2010-02-28", None]
    laid = lay_tenures(shipped, [tenure("c", "2010-03", None, "own")])
    assert laid[1].until == "2010-03"
    laid = lay_tenures(shipped, [tenure("c", "2002", "2002", "own")])
    assert laid[1].until is None


def test_a_post_of_several_is_left_to_them() -> None:
    shipped = [tenure("a", "2001", None), tenure("b", "2003", None)]
    assert lay_tenures(shipped, [tenure("c", "2010", None, "own")])[:2] == shipped


def test_memberships_and_titles() -> None:
    shipped = [
        Membership("NATO", "SWE", "2024-03", None, "member", "x"),
        Membership("NATO", "FIN", "2023", None, "member", "x"),
    ]
    own = [Membership("NATO", "SWE", "2024-03-07", None, "member", "own")]
    assert lay_memberships(shipped, own) == [shipped[1], own[0]]
    classes = [PostClass("official", [], "", {"secretary": []}), PostClass("judge", [], "", {})]
    laid = lay_titles(classes, [("judge", "Lord Lyon", "GBR"), ("judge", "Secretary", "GBR")])
    assert laid[1].titles == {"lord lyon": ["GBR"]}
    assert laid[0] == classes[0]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    layer = Layer(tmp_path_factory.mktemp("laid"))
    rows = (
        Row(1, actor=Entity("river-league", "River League", "body", "RIVERS", (), None, None, "IGORIV")),
        Row(1, actor=Entity("RIVERS", "Rivers", "region", "RIVERS")),
        Row(2, alias=Alias("river-league", "RVL", "acronym")),
        Row(2, alias=Alias("nobody-there", "Nobody There")),
        Row(3, actor=Entity("a-keeper", "Anna Maria Keeper", "person", "LUX")),
        Row(3, alias=Alias("a-keeper", "Kiper", "surname")),
        Row(4, post=Post("river-league.steward", "chair", "Steward", "river-league", "RIVERS", ())),
        Row(4, title=("chair", "High Steward", "river-league")),
        Row(5, tenure=Tenure("a-keeper", "river-league.steward", "2011", "2012-06-30", "own")),
        Row(5, tenure=Tenure("a-keeper", "no.such.post", "2011", None, "own")),
        Row(6, membership=Membership("river-league", "LUX", "2010", None, "member", "own")),
        Row(6, membership=Membership("river-league", "QQQ", "2010", None, "member", "own")),
        Row(7, actor=Entity("LUX", "Luxembourg", "state", "LUX", (), "Q32", None, "LUX")),
    )
    layer.keep(Pack(Head(SHAPE, "rivers", "csv", "rivers.csv", "0"), rows))
    return open_registry(layer)


def test_actors_of_the_layer_are_found_by_name(laid: Registry) -> None:
    assert [each.entity_id for each in laid.lookup("River League")] == ["river-league"]
    assert [each.form for each in laid.lookup("RVL")] == ["acronym"]
    assert {each.entity_id for each in laid.lookup("Anna Keeper")} == {"a-keeper"}
    assert laid.people_by_surname("Kiper", None) == ["a-keeper"]
    assert "a-keeper" not in laid.people_by_surname("Keeper", None)
    assert [each.aliases[0].entity_id for each in laid.find_aliases("The RVL met in Luxembourg.")] == [
        "river-league",
        "LUX",
    ]


def test_offices_and_members_of_the_layer(laid: Registry) -> None:
    assert laid.holder("chair", "river-league", date(2012, 6, 30)) == ["a-keeper"]
    assert laid.holder("chair", "river-league", date(2012, 7, 1)) == []
    assert [each.post_id for each in laid.tenures("a-keeper")] == ["river-league.steward"]
    assert laid.members("river-league", date(2020, 1, 1)) == ["LUX"]
    title = laid.post_class_of_title("the High Steward")
    assert title is not None
    assert (title.post_class, title.organizations) == ("chair", ("river-league",))


def test_rows_that_name_nothing_do_no_harm(laid: Registry) -> None:
    assert laid.lookup("Nobody There") == []
    assert laid.actor("nobody-there") is None


def test_what_ships_stays_and_the_version_tells_both(laid: Registry) -> None:
    shipped = open_registry()
    assert laid.version.startswith(f"{shipped.version}+own.")
    assert laid.holder("foreign minister", "LUX", date(2019, 12, 8)) == shipped.holder(
        "foreign minister", "LUX", date(2019, 12, 8)
    )
    assert laid.organ("LUX", "MFA") == shipped.organ("LUX", "MFA")
    assert shipped.actor("river-league") is None
