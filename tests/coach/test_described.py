"""Everything that the pages' own description allows and forbids, asked at random.

The description is never served; it is taken from the application itself.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from station.coach.app import describe
from tests.coach.asking import Phone, paired
from tests.coach.station_at_work import Served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def operations(station: Served) -> list[Any]:
    """Every page and form but the live view, which has no end, and the way out."""
    schema = schemathesis.openapi.from_dict(describe(station.house).openapi())
    schema.config.update(base_url=station.url)
    found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    return [each for each in found if each.path not in ("/live", "/sign-out")]


def filled_in(case: Case[Any], phone: Phone, known: bool) -> Case[Any]:
    """With this phone's token and, where ``known``, ids that exist, so that it gets far."""
    body = case.body
    if isinstance(body, dict) and "token" in body:
        body["token"] = phone.token
    for place in (case.path_parameters, body):
        if known and isinstance(place, dict):
            ids = {"group_uid": "g1", "athlete_uid": "g1-a1", "drill": "wall-tap"}
            place.update({name: value for name, value in ids.items() if name in place})
    return case


def test_every_page_and_form_is_described(operations: list[Any]) -> None:
    known = {(each.method.upper(), each.path) for each in operations}
    assert len(known) >= 28
    assert {("POST", "/screening"), ("GET", "/reports/athlete/{athlete_uid}")} <= known


@pytest.mark.parametrize(
    ("signed_in", "mode", "examples"),
    [
        (True, GenerationMode.POSITIVE, 4),
        (True, GenerationMode.NEGATIVE, 4),
        (False, GenerationMode.POSITIVE, 2),
    ],
)
def test_whatever_is_asked_is_answered_as_described(
    page: Served, operations: list[Any], signed_in: bool, mode: GenerationMode, examples: int
) -> None:
    phone = paired(page) if signed_in else Phone(page, token="guessed")
    headers = {"Cookie": phone.cookie, "Origin": page.url}
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.path_parameters):
            continue  # Nothing in it could be wrong.

        @settings(
            max_examples=examples,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode), known=st.booleans())
        def ask(case: Case[Any], known: bool) -> None:
            filled_in(case, phone, known)
            case.call_and_validate(headers=headers, checks=CHECKS, timeout=10)

        ask()
    assert page.station.is_alive()
    assert signed_in or page.station.kept.done == []
