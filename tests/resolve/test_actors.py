"""Actors of a text: who is found, who is meant, with which office, and what is no actor."""

from __future__ import annotations

import pytest

from communique import record
from communique.parse.encoder import Encode
from communique.parse.names import Names
from communique.parse.prose import Prose
from communique.parse.quotes import Quotes
from communique.parse.reading import Reading
from communique.parse.syntax import Syntax
from communique.pipeline import Pipeline
from communique.registry import load_registry
from communique.resolve.actors import Actors
from communique.resolve.actors.cast import Cast, _is_surname_of
from communique.resolve.actors.coreference import REACH, Coreference
from communique.sources import make_article

PIPELINE = Pipeline([Prose(), Syntax(), Encode(), Quotes(), Names(), Actors()])


def read(text: str, published: str | None = "2019-12-08") -> Reading:
    return PIPELINE.reading(make_article(text, published=published))


def meant(reading: Reading, words: str) -> record.Actor:
    found = [m for m in reading.mentions if words in reading.text[m.start : m.end]]
    assert found, [reading.text[m.start : m.end] for m in reading.mentions]
    shortest = min(found, key=lambda m: m.end - m.start)
    return reading.actors[shortest.actor]


def test_title_country_and_name_give_the_office_of_the_day() -> None:
    reading = read("Luxembourg Foreign Minister Jean Asselborn met EU foreign policy chief Josep Borrell.")
    asselborn, borrell = meant(reading, "Asselborn"), meant(reading, "Borrell")
    assert (asselborn.country, asselborn.plover.sector, asselborn.cameo) == ("LUX", ("GOV",), "LUXGOV")
    assert asselborn.office
    assert borrell.country == "EU"
    assert borrell.office
    assert borrell.office.title.startswith("High Representative")


@pytest.mark.parametrize(
    "words",
    ["Britain spoke of a recognition of Palestine by all its Member States.", "Israel criticised its member states."],
)
def test_member_states_are_those_of_a_body_and_nobodys_surname(words: str) -> None:
    reading = read(f"The European Union met in Riga. {words}")
    assert "EU.MEMBERS" in reading.actors
    assert not [each for each in reading.actors.values() if each.kind in ("person", "group") and not each.resolved]


@pytest.mark.parametrize("text", ["He thanked Mr. Xi. Jinping left.", "President Barack\n\nObama condemned Iran."])
def test_a_name_over_the_end_of_a_sentence_is_read(text: str) -> None:
    assert read(text).actors


def test_the_same_person_held_another_office_before() -> None:
    reading = read("Josep Borrell arrived in Madrid.", "2019-06-01")
    assert meant(reading, "Borrell").country == "ESP"


def test_a_surname_joins_its_person_even_before_the_full_name() -> None:
    reading = read("Pompeo to visit Riga\n\nMike Pompeo will travel on Friday, and Pompeo may stay.")
    ids = {m.actor for m in reading.mentions if "Pompeo" in reading.text[m.start : m.end]}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("full", "short", "one"),
    [
        ("Clive Stafford Smith", "Stafford Smith", True),
        ("Felicia Perkins-Ferreira", "Perkins-Ferreira", True),
        ("Pedro Carlos Benitez", "Carlos Benitez", False),
    ],
)
def test_a_surname_of_two_words_joins_its_person(full: str, short: str, one: bool) -> None:
    found = read(f"The lawyer {full} met ministers in Paris. {short} said that the talks went well.")
    people = {m.actor for m in found.mentions if found.text[m.start : m.end].endswith(short.rsplit(maxsplit=1)[-1])}
    assert len(people) == (1 if one else 2), [found.actors[actor].name for actor in people]


def test_behind_bin_stands_the_fathers_name() -> None:
    assert not _is_surname_of(["khalfan", "maskari"], ["zayd", "bin", "khalfan", "maskari"])
    assert _is_surname_of(["khalfan", "maskari"], ["zayd", "khalfan", "maskari"])


def test_a_person_the_registry_lacks_has_country_and_sector_from_the_words() -> None:
    reading = read("Norwegian Fisheries Minister Torvald Grimsrud rejected the quota, and Grimsrud left.")
    actor = meant(reading, "Grimsrud")
    assert not actor.resolved
    assert (actor.country, actor.plover.sector) == ("NOR", ("GOV",))
    assert actor.office


def test_an_apposition_behind_the_name_tells_the_office() -> None:
    reading = read("Torvald Grimsrud, the Norwegian government's chief negotiator, said the talks would go on.")
    actor = meant(reading, "Torvald Grimsrud")
    assert (actor.country, actor.plover.sector) == ("NOR", ("GOV",))
    assert meant(reading, "negotiator").id == actor.id


def test_a_ministry_is_an_organ_of_its_state() -> None:
    actor = meant(read("The Israeli Foreign Ministry declined to answer."), "Foreign Ministry")
    assert (actor.id, actor.country, actor.plover.sector) == ("ISR.MFA", "ISR", ("GOV",))


def test_unnamed_groups_have_ids_of_the_article() -> None:
    reading = read("European officials warned Serbia. Two diplomats agreed, the European officials added.")
    officials = [m.actor for m in reading.mentions if "officials" in reading.text[m.start : m.end]]
    assert len(officials) == 2
    assert len(set(officials)) == 1
    actor = reading.actors[officials[0]]
    assert (actor.country, actor.resolved) == ("EU", False)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Ministers met on Monday in Brussels.", False),
        ("Fighting raged across Syria overnight.", False),
        ("The convoy fled from Libya.", False),
        ("Syria rejected the accusation.", True),
        ("Talks between Norway and Syria collapsed.", True),
    ],
)
def test_a_land_is_an_actor_only_when_it_acts(text: str, acts: bool) -> None:
    reading = read(text)
    lands = {"BEL", "EU", "SYR", "LBY"}
    assert bool(lands & {m.actor for m in reading.mentions}) is acts


def test_a_capital_that_speaks_is_an_actor() -> None:
    reading = read("Moscow accused Kyiv of breaking the truce.")
    assert {m.form for m in reading.mentions} == {"capital"}
    assert {m.actor for m in reading.mentions} == {"RUS", "UKR"}


def test_a_resolution_is_no_actor() -> None:
    reading = read("The envoy cited UN Security Council resolution 2254.")
    assert not [m for m in reading.mentions if "Security Council" in reading.text[m.start : m.end]]


def test_pronouns_agree_in_gender_and_skip_the_reporter() -> None:
    reading = read("Angela Merkel met Emmanuel Macron in Paris. She said the talks were useful.", "2019-05-01")
    assert meant(reading, "She").id == meant(reading, "Merkel").id


def test_we_in_a_quotation_is_the_speaker() -> None:
    reading = read('Mike Pompeo said: "We will not recognise the vote."')
    assert meant(reading, "We").id == meant(reading, "Pompeo").id


def test_a_definite_noun_points_back() -> None:
    reading = read("The European Union adopted the list. The bloc will publish it on Monday.")
    assert meant(reading, "bloc").id == "EU"


def test_the_holder_of_an_office_is_found_by_its_title() -> None:
    reading = read("The French president called for calm.")
    assert meant(reading, "president").name == "Emmanuel Macron"


def test_heads_are_tokens_of_their_mentions() -> None:
    reading = read("US Secretary of State Mike Pompeo and two aides told Iran's parliament that they would leave.")
    assert reading.mentions
    for mention in reading.mentions:
        token = reading.doc[mention.head]
        assert mention.start <= token.idx < mention.end
        assert mention.actor in reading.actors


@pytest.mark.parametrize(
    "text", ["a", "🎉 🎉", "he", "President", "the the the of of", "السلام عليكم", "“We”", ", , ,"]
)
def test_any_text_is_read(text: str) -> None:
    assert read(text, None).text == text


def test_the_same_text_gives_the_same_actors() -> None:
    text = "Two officials told Reuters that Iran and Iraq had agreed. They gave no date."
    assert read(text).actors == read(text).actors


def test_the_title_of_one_leaves_the_next_name_alone() -> None:
    reading = read("Polish Foreign Minister Jan Okel and Danish Defence Minister Eva Dorn signed it.")
    assert meant(reading, "Okel").country == "POL"
    assert meant(reading, "Dorn").country == "DNK"


def test_a_description_before_a_name_tells_whose_the_person_is() -> None:
    assert meant(read("Eritrea's information minister, Tesfay Okel, denied it."), "Okel").cameo == "ERIGOV"


def test_officials_of_two_countries_are_two_groups() -> None:
    reading = read("Turkish and Russian officials met on Monday.")
    assert meant(reading, "Turkish").cameo == "TURGOV"
    assert meant(reading, "Russian officials").cameo == "RUSGOV"


def test_no_country_is_nobody() -> None:
    assert not read("No country agreed.").mentions


def test_capitals_in_talks_are_actors() -> None:
    assert meant(read("Baghdad and Washington are in talks."), "Baghdad").id == "IRQ"


def test_antecedents_are_looked_for_in_the_sentences_right_before() -> None:
    reading = read("Chad's president met his Malian counterpart in Bamako. She agreed. Niger waited. It left. " * 4)
    coreference = Coreference(Cast(reading, load_registry()))
    sentence_of = {token.i: number for number, each in enumerate(reading.doc.sents) for token in each}
    for token in reading.doc:
        for sentences in (REACH, 2 * REACH + 1):
            expected = [
                mention for mention in reading.mentions
                if mention.start < token.idx and 0 <= sentence_of[token.i] - sentence_of[mention.head] < sentences
            ]  # fmt: skip
            assert coreference._within(token, sentences) == expected
    assert any(coreference._within(token, REACH) != coreference._within(token, 2 * REACH) for token in reading.doc)
