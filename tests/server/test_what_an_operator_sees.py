"""Request ids, the log, metrics, ready or not; failures that leak nothing; the page to try the contract."""
import logging
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from apiflask import APIFlask
from peewee import DataError, IntegrityError, InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded

from models import config as configuration
from models.config import Config
from models.db import open_database
from server.app import create_app
from tests.conftest import METRICS_TOKEN
from tests.ports import free_port
from tests.running import House
from tests.server.asking import command, new_draft, place, refused, send_form

LINE = re.compile(r"time=\S+Z level=INFO logger=wangju\.request id=\S+ method=(?:[A-Z]+|other) route=\S+ status=\d{3} "
                  r"ms=[\d.]+ account=\S+")
SECRET = "林措 13800001234"


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Config:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.delenv("WANGJU_LOOPBACK", raising=False)
    loaded = configuration.load()
    configuration.generate_missing(loaded)
    return loaded


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Iterator[Path]:
    """A migrated SQLite file, opened; requests borrow their connections themselves."""
    opened = open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'wangju.sqlite')}")
    yield tmp_path
    opened.close_all()


@pytest.fixture
def raising(file: Path, config: Config) -> APIFlask:
    """The app with routes that fail in every way there is."""
    app = create_app(config)
    kinds = (RuntimeError, ZeroDivisionError, OperationalError, InterfaceError, IntegrityError, DataError, MaxConnectionsExceeded)
    for kind in kinds:
        def fail(kind: type[Exception] = kind) -> str:
            raise kind(SECRET)
        app.add_url_rule(f"/{kind.__name__}", kind.__name__, fail)
    return app


@pytest.mark.parametrize(("name", "status", "code"), [
    ("RuntimeError", 500, "internal"), ("ZeroDivisionError", 500, "internal"), ("OperationalError", 503, "neighbour.away"),
    ("InterfaceError", 503, "neighbour.away"), ("MaxConnectionsExceeded", 503, "neighbour.away"), ("IntegrityError", 409, "conflict"),
    ("DataError", 422, "body.malformed")])
def test_an_exception_nobody_foresaw_leaks_nothing(raising: APIFlask, caplog: pytest.LogCaptureFixture, name: str, status: int,
                                                   code: str) -> None:
    caplog.set_level(logging.INFO)
    answer = raising.test_client().get(f"/{name}")
    assert (answer.status_code, answer.get_json()["code"], answer.mimetype) == (status, code, "application/problem+json")
    assert SECRET not in answer.text
    assert SECRET not in caplog.text
    assert answer.headers["X-Request-Id"] in caplog.text
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_without_a_store_the_service_is_alive_but_not_ready(file: Path, config: Config) -> None:
    client = create_app(config).test_client()
    answer = client.get("/readyz")
    told = answer.get_json()
    assert (answer.status_code, told["code"], told["context"]["store"], told["context"]["database"]) == (503, "neighbour.away", False, True)
    assert (client.get("/healthz").status_code, answer.headers["Retry-After"]) == (200, "10")


def test_without_a_database_the_service_is_alive_but_not_ready_and_says_so(config: Config) -> None:
    opened = open_database(f"postgresql://wangju@127.0.0.1:{free_port()}/gone")
    client = create_app(config).test_client()
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/api/campaigns", "/api/me"):
        answer = client.get(path, headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.get_json()["detail"]) == (503, "数据库暂时没有回应，您的内容没有丢失，请稍后再试")
    opened.close_all()


def test_every_answer_has_a_request_id_and_a_given_one_is_kept_when_it_is_harmless(house: House) -> None:
    def given(text: str) -> str:
        return requests.get(f"{house.url}/healthz", headers={"X-Request-Id": text}, timeout=30).headers["X-Request-Id"]

    assert given("phone-1.42_a") == "phone-1.42_a"
    assert {len(given(bad)) for bad in ("", "two words", "x" * 65, "a=b;c", "林措".encode().decode("latin-1"))} == {16}
    lost = requests.get(f"{house.url}/nowhere", timeout=30)
    assert lost.json()["instance"] == f"urn:request:{lost.headers['X-Request-Id']}"


def test_an_unknown_place_and_an_unfit_method_are_problems(house: House) -> None:
    assert refused(requests.get(f"{house.url}/api/nowhere", timeout=30)) == (404, "not_found")
    answer = requests.delete(f"{house.url}/api/campaigns/current", timeout=30)
    assert (refused(answer), set(answer.headers["Allow"].split(", "))) == ((405, "method.not_allowed"), {"GET", "HEAD", "OPTIONS"})
    assert refused(requests.request("BREW", f"{house.url}/api/campaigns/current", timeout=30)) == (405, "method.not_allowed")
    assert refused(requests.patch(f"{house.url}/api/me", timeout=30)) == (405, "method.not_allowed")


def test_head_and_options_answer_without_a_body(house: House) -> None:
    head = requests.head(f"{house.url}/api/campaigns/current", timeout=30)
    assert (head.status_code, head.content, head.headers["Content-Type"]) == (200, b"", "application/json")
    options = requests.options(f"{house.url}/api/me", timeout=30)
    assert (options.status_code, "PUT" in options.headers["Allow"]) == (200, True)


def test_ready_tells_wechats_age_and_depends_on_database_and_store_only(house: House) -> None:
    ready = requests.get(f"{house.url}/readyz", timeout=30).json()
    assert (ready["database"], ready["store"], "wechat_token_age_s" in ready) == (True, True, True)


def test_metrics_are_for_this_machine_for_who_knows_the_token_and_for_an_administrator(house: House) -> None:
    through = {"X-Forwarded-For": "198.51.100.7"}
    assert 'wangju_requests_total{method="GET",route="/readyz",status="200"}' in requests.get(f"{house.url}/metrics", timeout=30).text
    assert refused(requests.get(f"{house.url}/metrics", headers=through, timeout=30)) == (403, "forbidden")
    worker, admin = house.phone("demo-worker"), house.phone("demo-admin")
    assert refused(worker.ask("GET", "/metrics", headers=through)) == (403, "forbidden")
    assert admin.ask("GET", "/metrics", headers=through).status_code == 200
    known, guessed = (through | {"Authorization": f"Bearer {token}"} for token in (METRICS_TOKEN, METRICS_TOKEN + "x"))
    assert requests.get(f"{house.url}/metrics", headers=known, timeout=30).status_code == 200
    assert refused(requests.get(f"{house.url}/metrics", headers=guessed, timeout=30)) == (401, "session.missing")


def test_a_method_nobody_knows_makes_no_new_counter(house: House) -> None:
    requests.request("BREW", f"{house.url}/api/me", timeout=30)
    exposed = requests.get(f"{house.url}/metrics", timeout=30).text
    assert ("BREW" in exposed, 'method="other"' in exposed) == (False, True)


def test_the_log_has_one_line_a_request_and_nobodys_name_phone_openid_or_token(house: House) -> None:
    """A whole story, then the log of every process is searched for what must not be there."""
    phone = house.phone("zhaxi-dunzhu")
    number = phone.simulator("phone_code", user=phone.user, phone="13800004321")["code"]
    phone.put("/api/me", {"phone_code": number, "name": "扎西顿珠"})
    entry = new_draft(phone, title="不该进日志的标题", authors=[{"name": "扎西顿珠", "role": "摄影"}])
    ticket = place(phone, entry["id"]).json()
    send_form(ticket)
    phone.ask("POST", f"/api/uploads/{ticket['id']}/confirm")
    phone.ask("GET", "/api/entries", params={"q": "不该进日志的查询"})
    phone.ask("GET", "/api/entries/扎西顿珠")
    account = phone.get("/api/me/export")["account"]
    mark = phone.ask("GET", "/api/me", headers={"X-Request-Id": "the-last-one"})
    token = str(phone.session.headers["Authorization"]).split()[1]
    assert mark.status_code == 200
    written = house.says("id=the-last-one")
    for private in (token, account["openid"], "13800004321", "扎西顿珠", "不该进日志", number, ticket["token"], ticket["key"], "Bearer"):
        assert private not in written, private
    lines = [line for line in written.splitlines() if "logger=wangju.request" in line]
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert [line.split(" route=")[1].split()[0] for line in lines if "id=the-last-one" in line] == ["/api/me"]
    assert any("route=/api/entries/<entry_id> status=422" in line for line in lines)


def test_the_page_to_try_the_contract_needs_nothing_from_elsewhere(house: House) -> None:
    page = requests.get(f"{house.url}/api/docs", timeout=30)
    assert "<title>网聚 接口文档</title>" in page.text
    links = re.findall(r'(?:src|href|url)(?:=|: )"([^"]+)"', page.text)
    assert {link.startswith("/api/") for link in links} == {True}
    for link in links:
        assert requests.get(house.url + link, timeout=30).status_code == 200, link
    assert re.search(r"https?://", page.text) is None
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert requests.get(f"{house.url}/api/openapi.json", timeout=30).json()["openapi"].startswith("3.1")
    assert requests.get(f"{house.url}/api/docs/assets/../../../config.yaml", timeout=30).status_code == 404
    assert requests.get(f"{house.url}/api/docs/assets/%2e%2e/%2e%2e/config.yaml", timeout=30).status_code == 404


def test_the_stand_ins_controls_answer_only_this_machine(house: House) -> None:
    ask = f"{house.url}/sim/wechat/_sim/login_code"
    for headers in ({"X-Forwarded-For": "198.51.100.7"}, {"Host": "wangju.example"}, {"Origin": "https://elsewhere.example"}):
        assert requests.post(ask, json={"user": "x"}, headers=headers, timeout=30).status_code == 403
    with socket.socket() as line:
        line.settimeout(5)
        assert line.connect_ex(("127.0.0.1", house.port)) == 0


def test_the_commands_beside_a_running_service_find_its_database(house: House) -> None:
    done = command(house, "migrate", "status")
    assert (done.returncode, done.stdout.strip()) == (0, "数据库已是最新")
