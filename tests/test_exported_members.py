from __future__ import annotations

import inspect

import pytest

import communique


def test_the_public_names_are_sorted_and_exist() -> None:
    assert list(communique.__all__) == sorted(communique.__all__)
    for name in communique.__all__:
        assert hasattr(communique, name), name


def test_what_is_imported_at_the_top_is_public_or_a_room() -> None:
    rooms = {"annotations"}
    stray = [
        name
        for name, value in vars(communique).items()
        if not name.startswith("_") and name not in rooms and not inspect.ismodule(value)
    ]
    assert sorted(stray) == sorted(set(communique.__all__) - set(_lazy()))


def _lazy() -> list[str]:
    """Public names that are only made when they are asked for."""
    return [name for name in communique.__all__ if name not in vars(communique)]


@pytest.mark.parametrize("name", communique.__all__)
def test_every_public_name_says_what_it_is(name: str) -> None:
    value = getattr(communique, name)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert (inspect.getdoc(value) or "").strip(), name
        assert value.__module__.startswith("communique.")


@pytest.mark.parametrize("name", communique.__all__)
def test_every_public_function_is_annotated(name: str) -> None:
    value = getattr(communique, name)
    if inspect.isfunction(value):
        signature = inspect.signature(value)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(each.annotation is not inspect.Parameter.empty for each in signature.parameters.values())
