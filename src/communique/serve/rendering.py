"""Pages from templates: every value escaped, every string from the catalogue, nothing undefined passed over."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from communique.naming import upright
from communique.serve import shown
from communique.serve.assets import preloads, scripts
from communique.serve.strings import catalogue, text


def render(template: str, **values: Any) -> str:
    """A page from its template.

    Args:
        template: Its file's name.
        values: What it may use, beside the functions ``t`` (a string of the catalogue) and ``url`` (an address).
    """
    return environment().get_template(template).render(**values)


@functools.cache
def environment() -> Environment:
    """The templates with what all of them may use."""
    made = Environment(
        loader=PackageLoader("communique.serve", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=upright,
    )  # fmt: skip
    made.globals |= {"t": text, "url": url, "scripts": scripts, "preloads": preloads, "script_strings": script_strings}
    made.globals |= {name: getattr(shown, name) for name in shown.__all__}
    return made


@functools.cache
def script_strings() -> dict[str, str]:
    """The strings that scripts need."""
    return {name: value for name, value in catalogue().items() if name.startswith(("js.", "quad."))}


def url(*parts: str, **query: object) -> str:
    """An address of the workbench: ``url("articles", id, after=mark)``; parts are quoted, empty fields left out."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    told = {name: value for name, value in query.items() if value not in (None, "", ())}
    return f"{path}?{urlencode(told, doseq=True)}" if told else path


def other_form(path: str, form: str, query: Mapping[str, Any]) -> str:
    """The address of the same page in another form: ``json`` or ``csv``."""
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    return f"{quote(path)}.{form}{asked}"
