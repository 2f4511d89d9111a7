from __future__ import annotations

from communique.sources.dates import page_date
from communique.sources.pages import looks_like_html

HEAD = '<html><head><meta name="pubdate" content="2021-05-04"></head><body><p>Envoys return.</p></body></html>'
LINKED = """<html><head><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle",
"datePublished": "2021-05-03T22:00:00Z"}]}</script></head><body><p>Envoys return.</p></body></html>"""


def test_declared_dates() -> None:
    assert page_date(HEAD).day == "2021-05-04"
    assert page_date(LINKED).day == "2021-05-03"


def test_the_address_votes() -> None:
    assert (
        page_date("<html><body><p>Envoys.</p></body></html>", "https://example.org/2021/5/4/envoys").day == "2021-05-04"
    )


def test_most_votes_win_and_the_others_are_told() -> None:
    found = page_date(HEAD, "https://example.org/2021/05/04/envoys", guess="2020-01-01")
    assert found.day == "2021-05-04"
    assert found.others == ("2020-01-01",)


def test_no_date() -> None:
    assert page_date("<html><body><p>Envoys.</p></body></html>").day is None
    assert page_date('<script type="application/ld+json">{broken</script>').day is None


def test_what_looks_like_a_page() -> None:
    assert looks_like_html("\n<!DOCTYPE html><p>x")
    assert looks_like_html("<p>The envoy left.</p><p>She said nothing.</p>")
    assert not looks_like_html("The envoy <b>left</b>.</p></p>")
    assert not looks_like_html("< 5 % of envoys left; > 3 stayed.")
