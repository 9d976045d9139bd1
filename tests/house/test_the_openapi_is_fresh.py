"""OpenAPI is generated, committed and fresh; it has every route of the contract, and every failure is a Problem."""
import json
from typing import Any

import pytest

from models.config import load
from server.documents import DOCS, openapi_text

ROUTES = {
    "POST /api/sessions", "DELETE /api/sessions/current", "GET /api/campaigns", "GET /api/campaigns/current", "GET /api/units",
    "GET /api/me", "PUT /api/me", "PUT /api/me/unit", "GET /api/me/export", "DELETE /api/me",
    "PUT /api/units/{unit_id}/members/{account_id}", "PUT /api/entries/{entry_id}", "GET /api/entries",
    "GET /api/entries/{entry_id}", "DELETE /api/entries/{entry_id}", "PUT /api/uploads/{file_id}",
    "POST /api/uploads/{file_id}/confirm", "DELETE /api/files/{file_id}", "PUT /api/entries/{entry_id}/files",
    "PUT /api/entries/{entry_id}/moves/{move_id}", "POST /callbacks/kodo", "GET /healthz", "GET /readyz", "GET /metrics",
    "GET /api/inbox", "POST /api/inbox/read",
}
METHODS = {"get", "put", "post", "delete", "patch"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(openapi_text(load()))


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{method.upper()} {path}": operation for path, item in document["paths"].items()
            for method, operation in item.items() if method in METHODS}


def test_the_document_is_fresh() -> None:
    assert (DOCS / "openapi.json").read_text(encoding="utf-8") == openapi_text(load()), "python -m server openapi > docs/openapi.json"


def test_it_is_openapi_3_1_and_has_every_route_of_the_contract(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert ROUTES - set(operations(document)) == set()


def test_every_failure_is_a_problem_with_words_for_it(document: dict[str, Any]) -> None:
    wanted = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    wrong = [f"{name} {status}" for name, operation in operations(document).items() for status, response in operation["responses"].items()
             if status >= "400" and (response.get("content") != wanted or not response["description"])]
    assert wrong == []
    assert set(document["components"]["schemas"]["Problem"]["required"]) == {
        "type", "title", "status", "code", "detail", "context", "instance"}


def test_every_operation_says_what_it_does_what_it_answers_and_what_the_fences_answer(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        statuses = set(operation["responses"])
        assert operation["summary"], name
        assert any(status < "300" for status in statuses), name
        assert "503" in statuses, name
        if operation.get("security"):
            assert {"401", "429"} <= statuses, name
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= statuses, name
            assert operation["requestBody"]["required"], name


def test_every_id_in_a_path_has_its_pattern(document: dict[str, Any]) -> None:
    patterns = {parameter["name"]: parameter["schema"]["pattern"] for operation in operations(document).values()
                for parameter in operation.get("parameters", ()) if parameter["in"] == "path"}
    slugs = ("campaign_id", "document_id", "figure", "over", "question")
    assert {patterns.pop(name) for name in slugs} == {r"^[a-z0-9][a-z0-9_-]{0,63}$"}
    assert {name: pattern[:5] for name, pattern in patterns.items()} == {
        "entry_id": "^ent_", "move_id": "^mov_", "file_id": "^fil_", "unit_id": "^unt_", "account_id": "^acc_", "code_id": "^ltc_",
        "complaint_id": "^cmp_", "check_id": "^cks_", "likeness_id": "^lik_", "event_id": "^evt_", "check_in_id": "^chk_",
        "promoter_id": "^prm_", "notice_id": "^ntc_", "audience_id": "^aud_", "publicity_id": "^pub_", "statement_id": "^sta_",
        "word": "^T[1-"}


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in operations(document).values()]
    assert len(ids) == len(set(ids))
