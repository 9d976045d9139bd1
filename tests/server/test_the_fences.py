"""How often one may ask, how much one may send, and whom a proxy may speak for: on a house with small limits."""
import socket
from collections.abc import Iterator

import pytest
import requests
from flask import Flask

from models import ids
from models.config import load
from server.limits import Limits
from tests.running import House, config_with, running
from tests.server.asking import refused

SMALL = {"limits__reads_per_minute": 6, "limits__writes_per_minute": 3, "limits__sign_ins_per_minute": 4, "limits__anonymous_per_minute": 5,
         "limits__body_bytes": 2000, "trusted_proxies": ["127.0.0.1"]}


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house behind a proxy, which is us; every test comes from an address of its own."""
    folder = tmp_path_factory.mktemp("strict")
    with running(folder / "var", WANGJU_CONFIG=str(config_with(folder / "config.yaml", **SMALL))) as house:
        yield house


def asked(house: House, address: str, method: str, path: str, **more: object) -> requests.Response:
    headers = {"X-Forwarded-For": address, **more.pop("headers", {})}  # type: ignore[dict-item]
    return requests.request(method, house.url + path, headers=headers, timeout=30, **more)  # type: ignore[arg-type]


def token(house: House, address: str) -> dict[str, str]:
    code = requests.post(f"{house.url}/sim/wechat/_sim/login_code", json={"user": ids.mint("usr")}, timeout=30).json()["code"]
    answer = asked(house, address, "POST", "/api/sessions", json={"code": code})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_an_address_without_a_session_is_slowed_and_told_for_how_long(strict: House) -> None:
    answers = [asked(strict, "203.0.113.1", "GET", "/api/campaigns") for _ in range(6)]
    assert [answer.status_code for answer in answers[:5]] == [200] * 5
    assert refused(answers[5]) == (429, "rate.limited")
    assert 1 <= int(answers[5].headers["Retry-After"]) <= 60
    assert asked(strict, "203.0.113.2", "GET", "/api/campaigns").status_code == 200


def test_guessing_tokens_is_limited_by_address(strict: House) -> None:
    answers = [asked(strict, "203.0.113.3", "GET", "/api/me", headers={"Authorization": f"Bearer guess-{n}"}) for n in range(7)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2


def test_signed_in_people_share_an_address_and_are_counted_each_for_themselves(strict: House) -> None:
    hall = "203.0.113.4"
    first, second = (token(strict, hall) for _ in range(2))
    mine = [asked(strict, hall, "GET", "/api/me", headers=first).status_code for _ in range(7)]
    assert mine == [200] * 6 + [429]
    assert asked(strict, hall, "GET", "/api/me", headers=second).status_code == 200
    assert asked(strict, hall, "PUT", "/api/me", headers=first, json={"name": "央金"}).status_code == 200


def test_writing_has_a_limit_of_its_own(strict: House) -> None:
    person = token(strict, "203.0.113.5")
    answers = [asked(strict, "203.0.113.5", "PUT", "/api/me", headers=person, json={"nickname": str(n)}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert asked(strict, "203.0.113.5", "GET", "/api/me", headers=person).json()["nickname"] == "2"


def test_sign_ins_of_one_address_have_a_limit_and_the_code_is_not_spent(strict: House) -> None:
    for _ in range(4):
        token(strict, "203.0.113.6")
    code = requests.post(f"{strict.url}/sim/wechat/_sim/login_code", json={"user": "late"}, timeout=30).json()["code"]
    assert refused(asked(strict, "203.0.113.6", "POST", "/api/sessions", json={"code": code})) == (429, "rate.limited")
    assert asked(strict, "203.0.113.7", "POST", "/api/sessions", json={"code": code}).status_code == 201


def test_a_body_over_the_limit_is_refused_before_it_is_read(strict: House) -> None:
    """The length alone is answered: no byte of the body is ever sent."""
    for length in (2001, 99_999_999_999):
        head = (f"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.{length % 50 + 50}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", strict.port), timeout=10) as line:
            line.sendall(head.encode())
            answer = line.recv(4000).decode()
        assert answer.startswith("HTTP/1.1 413"), answer
        assert "application/problem+json" in answer


def test_a_body_without_a_length_is_read_no_further_than_the_limit(strict: House) -> None:
    chunks = (b"x" * 1000 for _ in range(10))
    answer = asked(strict, "203.0.113.8", "POST", "/api/sessions", data=chunks, headers={"Content-Type": "application/json"})
    assert refused(answer) == (413, "body.too_large")
    assert answer.json()["context"] == {"limit": 2000}


def test_alive_and_ready_are_never_slowed(strict: House) -> None:
    assert {asked(strict, "203.0.113.9", "GET", path).status_code for path in ("/healthz", "/readyz") for _ in range(8)} == {200}


def test_only_a_trusted_proxy_says_who_is_asking() -> None:
    ours = load()
    behind = ours.model_copy(update={"trusted_proxies": ("10.0.0.1", "10.0.0.2")})
    cases = [(ours, "10.0.0.1", "198.51.100.7", "10.0.0.1"), (behind, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
             (behind, "10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"), (behind, "198.51.100.9", "6.6.6.6", "198.51.100.9"),
             (behind, "10.0.0.1", "", "10.0.0.1"), (behind, "10.0.0.1", " , ", "10.0.0.1")]
    for config, peer, forwarded, address in cases:
        with Flask("x").test_request_context(headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": peer}):
            assert Limits(config).address() == address
