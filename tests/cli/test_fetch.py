from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from communique.archive import Archive, FetchLog
from communique.cli import app
from communique.sources import polite

FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Herald</title>
<item><guid>1</guid><title>One</title><pubDate>Tue, 04 May 2021 08:00:00 GMT</pubDate>
<content:encoded>The foreign minister of France met the ambassador of Japan in Paris on Tuesday.</content:encoded></item>
<item><guid>2</guid><title>Two</title><link>https://herald.example/gone</link></item></channel></rss>"""


def handler(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/feed":
        return httpx.Response(200, headers={"content-type": "application/rss+xml"}, text=FEED)
    return httpx.Response(404)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = polite.Guest

    def ours() -> polite.Guest:
        return real(
            transport=httpx.MockTransport(handler), resolver=lambda _host, _port: ["93.184.215.14"],
            sleep=lambda _seconds: None,
        )  # fmt: skip

    monkeypatch.setattr(polite, "Guest", ours)


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["fetch", *map(str, arguments)], env={"COLUMNS": "100", "TERM": "dumb"})
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_a_round_keeps_what_is_new_once(tmp_path: Path) -> None:
    kept = tmp_path / "a.db"
    first = run("https://herald.example/feed", "--archive", kept, code=1)
    assert "1 article kept, 1 failed" in first.stdout
    assert "https://herald.example/gone" in first.stderr
    again = run("https://herald.example/feed", "--archive", kept, code=1)
    assert "0 articles kept, 1 failed" in again.stdout
    run("https://herald.example/feed", "--archive", kept, code=1)
    assert "0 articles kept, 0 failed" in run("https://herald.example/feed", "--archive", kept).stdout
    status = run("--status", "--archive", kept).stdout
    assert "Herald" in status
    assert "3 tries" in status


def test_a_run_cut_off_between_article_and_log_keeps_no_article_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "a.db"

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(FetchLog, "entry", die)
        CliRunner().invoke(app, ["fetch", "https://herald.example/feed", "--archive", str(kept)])
    with Archive(kept) as archive:
        assert len(archive) == 1
    run("https://herald.example/feed", "--archive", kept, code=1)
    with Archive(kept) as archive:
        assert len(archive) == 1


@pytest.mark.parametrize("every", ["15", "5s", "soon", "0m", "-3h"])
def test_a_rhythm_that_is_none_or_too_fast_is_refused(tmp_path: Path, every: str) -> None:
    run("https://herald.example/feed", "--archive", tmp_path / "a.db", f"--every={every}", code=2)


def test_without_feeds_it_says_what_to_name(tmp_path: Path) -> None:
    assert "feeds" in run("--archive", tmp_path / "a.db", code=2).output
