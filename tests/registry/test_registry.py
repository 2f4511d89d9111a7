"""The registry's answers, and the soundness of its tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import BadDataFile
from communique.registry import load_registry, tables
from communique.registry.loading import ENTITY_TABLES, load_memberships
from communique.registry.model import Tenure, covers, last_day, precision
from communique.registry.people import full_names, surnames
from communique.registry.words import normalise


def found(text: str) -> list[tuple[str, str]]:
    """Each naming's words with the first thing that it can mean."""
    return [(text[each.start : each.end], each.aliases[0].entity_id) for each in load_registry().find_aliases(text)]


def test_organs_are_put_together_from_a_state_and_a_phrase() -> None:
    text = "Norway's foreign ministry wrote to the Defence Ministry of Chile and to Kenyan police."
    assert found(text) == [
        ("Norway's foreign ministry", "NOR.MFA"),
        ("Defence Ministry of Chile", "CHL.MOD"),
        ("Kenyan police", "KEN.COP"),
    ]


def test_proper_names_of_organs_and_bodies() -> None:
    text = "The Kremlin, the Pentagon and the Knesset spoke; the UN Security Council and the IDF did not."
    ids = [entity for _, entity in found(text)]
    assert ids == ["RUS.PRES", "USA.MOD", "ISR.LEG", "UN.SC", "ISR.MIL"]


def test_ordinary_words_are_no_names() -> None:
    assert found("they told us who may eat turkey in the white house of their aunt") == []
    assert ("US", "USA") in found("The US stayed away.")
    assert ("Nato", "NATO") in found("Nato stayed away.")


def test_a_name_that_lives_by_its_article_needs_context() -> None:
    registry = load_registry()
    assert all(alias.needs_context for alias in registry.lookup("The Guardian"))
    assert not any(alias.needs_context for alias in registry.lookup("The Kremlin"))
    assert registry.lookup("States") == []


def test_a_name_may_be_ambiguous() -> None:
    forms = {(alias.entity_id, alias.form) for alias in load_registry().lookup("Brussels")}
    assert {("BEL", "capital"), ("EU", "name")} <= forms
    assert all(alias.needs_context for alias in load_registry().lookup("Georgia"))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Israeli", "ISR"),
        ("Dutch", "NLD"),
        ("Kosovar", "XKX"),
        ("Palestinian", "PSE"),
        ("Burmese", "MMR"),
        ("table", None),
    ],
)
def test_demonyms(word: str, state: str | None) -> None:
    assert load_registry().country_of_demonym(word) == state


def test_capitals() -> None:
    registry = load_registry()
    assert registry.country_of_capital("Brussels") == "BEL"
    assert registry.country_of_capital("N'Djamena") == "TCD"
    assert registry.country_of_capital("Moscow") == "RUS"


@pytest.mark.parametrize(
    ("words", "post_class", "organizations"),
    [
        ("Secretary of State", "foreign minister", ("USA",)),
        ("US Secretary of State", "foreign minister", ("USA",)),
        ("new EU foreign policy chief", "high representative", ("EU",)),
        ("Luxembourg Foreign Minister", "foreign minister", ("LUX",)),
        ("president of the European Council", "council president", ("EU.EUCO",)),
        ("Prime Minister", "head of government", ()),
        ("Kremlin spokesman", "spokesperson", ("RUS",)),
    ],
)
def test_titles(words: str, post_class: str, organizations: tuple[str, ...]) -> None:
    match = load_registry().post_class_of_title(words)
    assert match is not None
    assert (match.post_class, match.organizations) == (post_class, organizations)


def test_qualifiers_of_titles() -> None:
    registry = load_registry()
    former = registry.post_class_of_title("former Danish prime minister")
    acting = registry.post_class_of_title("acting president")
    assert former is not None
    assert (former.former, former.acting, former.organizations) == (True, False, ("DNK",))
    assert acting is not None
    assert (acting.former, acting.acting) == (False, True)
    assert registry.post_class_of_title("a red balloon") is None


def test_people_in_office_near_the_day_come_first() -> None:
    registry = load_registry()

    def first(surname: str, day: date) -> str:
        person = registry.actor(registry.people_by_surname(surname, day)[0])
        return person.name if person else ""

    assert first("Clinton", date(1996, 8, 30)) == "Bill Clinton"
    assert first("Clinton", date(2011, 8, 30)) == "Hillary Clinton"
    assert first("Asselborn", date(2019, 12, 8)) == "Jean Asselborn"
    assert registry.people_by_surname("Nobodyatall", None) == []


def test_a_name_is_compared_without_accents_articles_and_possessives() -> None:
    assert normalise("The People's Republic of China's") == "people republic of china"
    assert normalise("Côte d’Ivoire") == normalise("Cote d'Ivoire")
    assert normalise("U.S.") == "us"
    assert normalise("Erdoğan") == "erdogan"


def test_family_names() -> None:
    assert surnames("Xi Jinping", "CHN") == ("Xi",)
    assert surnames("Ursula von der Leyen", "DEU")[0] == "von der Leyen"
    assert "López" in surnames("Ana López Ruiz", "MEX")
    assert "Maliki" in surnames("Riyad al-Maliki", "PSE")
    assert surnames("Suharto", "IDN") == ()
    assert "Ann Stone" in full_names("Ann Mary Stone", "GBR")


def test_dates_of_any_precision() -> None:
    assert covers("2004", "2006-05", "2006-05-31")
    assert not covers("2004", "2006-05", "2006-06-01")
    assert not covers("2004-07-31", None, "2004-07-30")
    assert str(last_day("2020-02")) == "2020-02-29"
    assert str(last_day("2020")) == "2020-12-31"
    assert [precision(each) for each in ("2004", "2004-07", "2004-07-31", None)] == ["year", "month", "day", "unknown"]
    assert str(Tenure("p", "o", "2004", None, "own").start) == "2004-01-01"


def test_every_tenure_has_a_person_a_post_and_an_order() -> None:
    registry = load_registry()
    people = {each.id for each in registry.actors() if each.kind == "person"}
    count = 0
    for person in people:
        for tenure in registry.tenures(person):
            post = registry.post(tenure.post_id)
            assert registry.actor(post.organization), post
            assert post.post_class in registry.post_classes
            assert not (tenure.since and tenure.until) or tenure.since[:4] <= tenure.until[:4], tenure
            count += 1
    assert count > 20_000


def test_a_post_has_the_country_and_sectors_of_its_organisation() -> None:
    registry = load_registry()
    cases = {
        ("Josep Borrell", "2019-12-08"): ("EU", ()),
        ("Jean Asselborn", "2019-12-08"): ("LUX", ("GOV",)),
        ("Barak Ravid", "2019-12-08"): ("ISR", ("JRN",)),
        ("Hassan Nasrallah", "2019-12-08"): ("LBN", ("REB", "PTY")),
        ("Lloyd Austin", "2022-12-08"): ("USA", ("GOV", "MIL")),
    }
    for (name, day), expected in cases.items():
        person = registry.lookup(name)[0].entity_id
        post = registry.post(registry.offices(person, date.fromisoformat(day))[0].post_id)
        assert (post.country, post.sectors) == expected


def test_every_membership_joins_known_actors() -> None:
    registry = load_registry()
    for each in load_memberships():
        assert registry.actor(each.body_id), each
        assert registry.actor(each.state_id), each


def test_every_document_of_a_body_has_a_known_body() -> None:
    registry = load_registry()
    assert all(registry.actor(each.body) for each in registry.documents() if each.body)
    assert registry.document("UNSC.2334") is not None


def test_every_parent_and_country_is_known() -> None:
    registry = load_registry()
    for each in registry.actors():
        assert each.parent is None or registry.actor(each.parent), each
        assert each.country is None or each.country == each.id or registry.actor(each.country), each


def test_documents_in_a_text() -> None:
    text = "It cites resolutions 242 and 338, the Oslo accords and resolution 2231 (2015)."
    ids = [each.document.id for each in load_registry().find_documents(text)]
    assert ids == ["UNSC.242", "UNSC.338", "OSLO1", "UNSC.2231"]


def test_a_wrong_table_is_told() -> None:
    with pytest.raises(BadDataFile, match="columns"):
        list(tables.rows(ENTITY_TABLES[0], ("id", "colour")))


def test_the_version_names_the_content() -> None:
    assert load_registry().version.startswith("1.")
    assert load_registry() is load_registry()


@given(st.text(max_size=200))
def test_any_text_is_scanned(text: str) -> None:
    registry = load_registry()
    end = 0
    for each in registry.find_aliases(text):
        assert end <= each.start < each.end <= len(text)
        end = each.end
    for document in registry.find_documents(text):
        assert 0 <= document.start < document.end <= len(text)
    registry.lookup(text)
    registry.post_class_of_title(text)
