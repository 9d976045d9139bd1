"""What codes say: the phone's texts read and made byte for byte, and nothing else taken for one."""
import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models import ids
from models.events import codes
from models.events.codes import Code, Personal, Printed
from tests import vectors
from tests.vectors import codes as cases

EVENT, SECRET = "evt_06h0dns8c7qpjy4z", bytes(range(32))
events = some.text(ids.ALPHABET, min_size=16, max_size=16).map("evt_".__add__)


def test_the_phones_cases_are_fresh() -> None:
    assert vectors.text_of(cases.document(vectors.the_plan())) == vectors.written("codes.json"), vectors.REFRESH


def test_a_mac_is_what_the_contract_says() -> None:
    digest = hmac.new(SECRET, b"evt_06h0dns8c7qpjy4z.166139280", hashlib.sha256).digest()
    assert codes.mac(SECRET, EVENT, 166139280) == base64.urlsafe_b64encode(digest).decode()[:16]


@given(events, some.integers(0, 10**12 - 1), some.binary(min_size=32, max_size=32), some.sampled_from(cases.PUBLIC))
def test_what_is_shown_is_read_with_and_without_its_address(event: str, step: int, secret: bytes, public: str) -> None:
    shown = codes.text(public, secret, event, step)
    code = Code(event, step, codes.mac(secret, event, step))
    assert (codes.read(shown), codes.read(shown.removeprefix(f"{public}/c/"))) == (code, code)
    assert codes.genuine(code, [bytes(32), secret])


@given(some.text() | some.binary() | some.none() | some.integers())
def test_no_other_text_is_a_code_and_none_breaks_the_reader(text: object) -> None:
    assert (codes.read(text), codes.read_personal(text)) == (None, None)


@given(some.integers(0, 10**9), some.integers(0, 47), some.sampled_from("0a_-Z.\u0660é"))
def test_a_text_changed_in_one_letter_is_not_genuine(step: int, place: int, letter: str) -> None:
    bare = codes.text("", SECRET, EVENT, step).removeprefix("/c/")
    place %= len(bare)
    changed = bare[:place] + letter + bare[place + 1:]
    read = codes.read(changed)
    assert changed == bare or not isinstance(read, Code) or not codes.genuine(read, [SECRET])


def test_a_code_is_genuine_by_its_own_events_secrets_only() -> None:
    code = Code(EVENT, 166139280, codes.mac(SECRET, EVENT, 166139280))
    assert codes.genuine(code, [SECRET])
    assert not codes.genuine(code, [])
    assert not codes.genuine(code, [bytes(32)])
    assert not codes.genuine(Code("evt_0000000000000000", code.step, code.mac), [SECRET])
    assert not codes.genuine(Code(EVENT, code.step + 1, code.mac), [SECRET])


def test_a_printed_key_is_eight_letters_of_its_event_and_of_no_other() -> None:
    key = codes.printed_key(EVENT)
    assert codes.read(f"m1.{EVENT}.{key}") == Printed(EVENT, key)
    assert codes.printed_key(EVENT) == key != codes.printed_key("evt_0000000000000000")
    assert codes.genuine_printed(Printed(EVENT, key))
    assert not codes.genuine_printed(Printed("evt_0000000000000000", key))
    assert len(f"{EVENT}.{key}") <= 32                          # the longest scene WeChat takes


@pytest.mark.parametrize("text", ["p1.acc_06h0dns8c7qpjy4z." + "x" * 22, "https://a.cn/c/p1.acc_06h0dns8c7qpjy4z." + "x" * 22])
def test_a_personal_code_is_read(text: str) -> None:
    assert codes.read_personal(text) == Personal("acc_06h0dns8c7qpjy4z", "x" * 22)
    assert codes.read(text) is None


@pytest.mark.parametrize(("now_ms", "step"), [(0, 0), (9_999, 0), (10_000, 1), (1_661_392_799_999, 166139279)])
def test_a_step_is_ten_seconds_from_its_first_millisecond(now_ms: int, step: int) -> None:
    assert codes.step_at(now_ms) == step
