"""schemathesis walks the OpenAPI document against a running house: as a worker over real ids, as an organiser over any.

Whatever it sends, no 5xx but 503 with Retry-After, and every answer has a documented status, type and shape.
"""
import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from models.config import load
from server.documents import openapi_text
from tests.running import House, Phone, config_with, running
from tests.server.asking import new_draft, place

UNLIMITED = {f"limits__{name}_per_minute": 1_000_000 for name in ("reads", "writes", "sign_ins", "anonymous")}
# Leaving would end the session that everything else is asked with; the other two are not JSON, and tested elsewhere.
NOT_HERE = ("^/metrics$", "^/callbacks/kodo$", "^/api/sessions/current$")
PROMISED = [status_code_conformance, content_type_conformance, response_schema_conformance]

document = schemathesis.openapi.from_dict(json.loads(openapi_text(load())))
wire = document.exclude(path_regex="|".join(NOT_HERE)).exclude(method="DELETE", path="/api/me")


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that slows nobody down."""
    folder = tmp_path_factory.mktemp("fuzzed")
    with running(folder / "var", WANGJU_CONFIG=str(config_with(folder / "config.yaml", **UNLIMITED))) as house:
        yield house


@pytest.fixture(scope="module")
def worker(open_house: House) -> Phone:
    return open_house.phone("demo-worker")


@pytest.fixture(scope="module")
def organiser(open_house: House) -> Phone:
    return open_house.phone("demo-organiser")


@pytest.fixture(scope="module")
def known(worker: Phone) -> dict[str, str]:
    """Ids of things that are there, by the names paths give them."""
    entry = new_draft(worker)
    me = worker.get("/api/me")
    return {"entry_id": entry["id"], "file_id": place(worker, entry["id"]).json()["id"], "unit_id": me["unit"], "account_id": me["id"],
            "campaign_id": entry["campaign"]}


@wire.parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_worker_with_real_ids_finds_no_gap(case: Any, worker: Phone, known: dict[str, str]) -> None:
    for name in set(case.path_parameters or {}) & set(known):
        case.path_parameters[name] = known[name]
    require_promise(case, worker)


@wire.parametrize()
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_an_organiser_with_any_ids_finds_no_gap(case: Any, organiser: Phone) -> None:
    require_promise(case, organiser)


def require_promise(case: Any, phone: Phone) -> None:
    answer = case.call(base_url=phone.url, session=phone.session, timeout=30)
    if answer.status_code >= 500:
        assert (answer.status_code, bool(answer.headers.get("retry-after"))) == (503, True), answer.text
    case.validate_response(answer, checks=PROMISED)
