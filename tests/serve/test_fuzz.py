"""Requests that nobody thought of: generated from the API's own description, the same ones in every run."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks as openapi

from communique.archive import Archive
from communique.serve import Settings, create_app
from tests import handmade
from tests.serve.test_adding import Plain

EXAMPLES = 8  # requests for each address
KEPT = [
    checks.not_a_server_error,
    openapi.response_schema_conformance,
    openapi.content_type_conformance,
    openapi.status_code_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The API as it describes itself, over an archive that the requests may change."""
    path = tmp_path_factory.mktemp("fuzz") / "archive.db"
    with Archive(path, create=True) as archive:
        archive.add(handmade.record())
    app = create_app(path, Settings(rate=1e9, burst=10**9, names=("testserver",)), Plain())
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    app.state.shared.close()


def test_no_request_breaks_it_and_every_answer_is_as_described(described: Any) -> None:
    operations = [each.ok() for each in described.exclude(path_regex="/progress$").get_all_operations()]
    assert len(operations) > 30
    broken = {each.label: told for each in operations if (told := asked_at_random(each)) is not None}
    assert broken == {}


def asked_at_random(operation: Any) -> str | None:
    """What went wrong when an address was asked at random; None for nothing."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(checks=KEPT)

    try:
        ask()
    except FailureGroup as error:
        return str(error)
    return None
