"""Templates and scripts say nothing that is not in the catalogue, and the catalogue nothing that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from communique.serve import strings
from communique.serve.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src/communique/serve/templates").glob("*.j2"))
SCRIPTS = sorted((ROOT / "web/src").rglob("*.ts"))

# Asked for by a name that is put together from a value: the group is looked at as a whole.
COMPOSED = (
    "nav",
    "help",
    "status",
    "stance",
    "kind",
    "claim",
    "position",
    "quad",
    "article.group",
    "export.group",
    "field",
    "verdict",
)


def known(name: str) -> bool:
    return name in strings.catalogue() or f"{name}.many" in strings.catalogue()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda each: str(each.name))
def test_every_string_of_a_template_is_in_the_catalogue(path: Path) -> None:
    for name in re.findall(r"""\bt\(\s*"([\w.]+)"\s*[,)]""", path.read_text("utf-8")):
        assert known(name), f"{path.name} asks for {name}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda each: str(each.name))
def test_every_string_of_a_script_is_in_the_catalogue(path: Path) -> None:
    for name in re.findall(r"""\bwords\(\s*"([\w.]+)"\s*[,)]""", path.read_text("utf-8")):
        assert known(name), f"{path.name} asks for {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda each: str(each.name))
def test_no_template_has_a_script_or_a_style_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert all('src="' in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"""(?:src|href|action)="(?:https?:)?//""", text)
    assert "| safe" not in text


def test_every_page_has_a_template_and_its_own_name() -> None:
    names = [page.name for page in PAGES]
    assert len(names) == len(set(names))
    assert {f"{name}.html.j2" for name in names} <= {path.name for path in TEMPLATES}
