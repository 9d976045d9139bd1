"""12351+ over HTTP: numbers with the way to their rows, the ledger, statements, denominators, the plan's questions."""
from datetime import timedelta
from typing import Any

import pytest

from models import clock, ids
from tests.running import House, Phone
from tests.server.asking import faulty, member, refused

TODAY = clock.now().astimezone(clock.SHANGHAI).date().isoformat()
A_DAY_TO_COME = (clock.now().astimezone(clock.SHANGHAI).date() + timedelta(days=9)).isoformat()


@pytest.fixture
def coordinator(house: House) -> Phone:
    return house.phone("demo-coordinator")


@pytest.fixture
def organiser(house: House) -> Phone:
    return house.phone("demo-organiser")


def own_unit(coordinator: Phone) -> str:
    return next(one["over"] for one in coordinator.account["roles"] if one["role"] == "coordinator").removeprefix("unit:")


def article(unit: str, **more: Any) -> dict[str, Any]:
    return {"unit": unit, "channel": "portal", "title": "高原上的追光人", "reads": 1200, "day": TODAY, "revision": 0, **more}


def claimed_reads(told: dict[str, Any]) -> int:
    return next(one["figures"][0]["claimed"] for one in told["rows"] if one["id"] == "coverage")


def test_every_number_carries_the_way_to_its_rows(organiser: Phone) -> None:
    told = organiser.get("/api/targets")
    assert [row["id"] for row in told["rows"]] == ["grassroots", "promoters", "events", "face_to_face", "coverage"]
    for figure in (one for row in told["rows"] for one in row["figures"]):
        for side in ("verified", "claimed"):
            rows = organiser.get(figure["evidence"][side])["items"]
            assert bool(rows) == bool(figure[side])
        assert set(organiser.get(f"/api/targets/{figure['id']}/shared")) == {"items", "next", "possible"}
    assert {one["id"] for one in told["questions"]} == {"near_identical_rows", "unhosted_tracks"}


def test_a_line_of_the_ledger_counts_at_once_and_no_longer_when_withdrawn(coordinator: Phone, organiser: Phone) -> None:
    unit, line = own_unit(coordinator), f"/api/publicity/{ids.mint('pub')}"
    before = claimed_reads(coordinator.get(f"/api/targets?unit={unit}"))
    made = coordinator.put(line, article(unit))
    assert (made["revision"], made["channel_label"], coordinator.put(line, article(unit))) == (1, "门户网站", made)
    assert claimed_reads(coordinator.get(f"/api/targets?unit={unit}")) == before + 1200
    stale = coordinator.ask("PUT", line, article(unit, reads=7))
    assert (refused(stale), stale.json()["context"]["current"]) == ((409, "publicity.stale"), made)
    assert made in organiser.get("/api/publicity")["items"]
    assert organiser.get(line) == made
    assert [coordinator.ask("DELETE", line).status_code for _ in range(2)] == [204, 204]
    assert refused(coordinator.ask("PUT", line, article(unit, revision=1))) == (409, "publicity.withdrawn")
    assert claimed_reads(coordinator.get(f"/api/targets?unit={unit}")) == before
    assert refused(coordinator.ask("GET", line)) == (404, "not_found")


def test_a_statement_is_a_fact_that_later_lines_do_not_alter(coordinator: Phone, organiser: Phone) -> None:
    unit, statement = own_unit(coordinator), f"/api/statements/{ids.mint('sta')}"
    coordinator.put(f"/api/publicity/{ids.mint('pub')}", article(unit))
    asked = {"until": TODAY, "unit": unit, "columns": {"events": "claimed"}}
    first = coordinator.ask("PUT", statement, asked)
    coordinator.put(f"/api/publicity/{ids.mint('pub')}", article(unit, reads=99))
    again = coordinator.ask("PUT", statement, asked)
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert (first.json()["made_by"]["label"], first.json()["columns"]["events"]) == ("单位联络员", "claimed")
    assert organiser.get(statement) == first.json()
    assert first.json()["id"] in [one["id"] for one in coordinator.get("/api/statements")["items"]]
    behind = coordinator.get(f"{statement}/rows?figure=coverage&column=claimed")["items"]
    assert sum(one["counts"] for one in behind) == claimed_reads(first.json())
    assert refused(organiser.ask("PUT", statement, asked)) == (409, "id.reused")
    assert refused(coordinator.ask("PUT", f"/api/statements/{ids.mint('sta')}", {"until": TODAY})) == (403, "forbidden")


@pytest.mark.parametrize(("more", "field"), [
    ({"until": A_DAY_TO_COME}, "until"), ({"until": "5 Sep"}, "until"), ({"columns": {"events": "guessed"}}, "columns.events"),
    ({"more": 1}, "more")])
def test_a_statement_that_cannot_be_is_refused_with_its_field(organiser: Phone, more: dict[str, Any], field: str) -> None:
    answer = organiser.ask("PUT", f"/api/statements/{ids.mint('sta')}", {"until": TODAY, **more})
    assert (answer.status_code, faulty(answer)) == (422, {field})


def test_denominators_and_questions_are_answered_by_whom_they_concern(coordinator: Phone, organiser: Phone) -> None:
    unit, people = own_unit(coordinator), {"people": 80_000, "source": "2022 年统计"}
    assert coordinator.put(f"/api/targets/denominators/{unit}", people)["over"] == unit
    assert organiser.put("/api/targets/denominators/province", people)["people"] == 80_000
    assert refused(coordinator.ask("PUT", "/api/targets/denominators/province", people)) == (403, "forbidden")
    assert refused(organiser.ask("PUT", "/api/targets/denominators/nowhere", people)) == (422, "body.malformed")
    question = "/api/targets/questions/near_identical_rows"
    assert refused(coordinator.ask("PUT", question, {"answer": "leave"})) == (403, "forbidden")
    assert [organiser.put(question, {"answer": "leave"})["answer"] for _ in range(2)] == ["leave", "leave"]
    assert refused(organiser.ask("PUT", "/api/targets/questions/no_such", {"answer": "leave"})) == (404, "not_found")


def test_workers_and_strangers_see_none_of_it(house: House) -> None:
    worker = member(house)
    for path in ("/api/targets", "/api/targets/events/rows", "/api/targets/events/shared", "/api/statements", "/api/publicity"):
        assert refused(worker.ask("GET", path)) == (403, "forbidden")
        assert refused(Phone(house.url, "nobody").ask("GET", path)) == (401, "session.missing")
    assert refused(house.phone("demo-coordinator").ask("GET", f"/api/targets?unit={ids.mint('unt')}")) == (404, "not_found")
    assert refused(house.phone("demo-organiser").ask("GET", "/api/targets/likes/rows")) == (404, "not_found")
