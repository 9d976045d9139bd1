"""A worker's own code: found by its exact letters, shown again, ended by renewing, revoking or leaving."""
import pytest

from models.events import personal_codes
from models.events.tables import PersonalCode
from models.journal import Line
from models.personal import actions as leaving
from models.problems import NotFound
from tests.cast import Cast


def test_a_code_names_its_owner_and_is_shown_again(cast: Cast) -> None:
    assert personal_codes.show(actor=cast.lincuo) is None
    code = personal_codes.make(actor=cast.lincuo)
    assert code.startswith(f"p1.{cast.lincuo.account_id}.")
    assert (personal_codes.show(actor=cast.lincuo), personal_codes.make(actor=cast.lincuo)) == (code, code)
    assert personal_codes.account_of(code) == cast.lincuo.account_id
    assert personal_codes.show(actor=cast.yangjin) is None


def test_renewing_or_revoking_ends_the_former_code(cast: Cast) -> None:
    first = personal_codes.make(actor=cast.lincuo)
    second = personal_codes.make(renew=True, actor=cast.lincuo)
    assert (personal_codes.account_of(first), personal_codes.account_of(second)) == (None, cast.lincuo.account_id)
    assert (personal_codes.revoke(actor=cast.lincuo), personal_codes.revoke(actor=cast.lincuo)) == (True, False)
    assert (personal_codes.account_of(second), personal_codes.show(actor=cast.lincuo)) == (None, None)
    third = personal_codes.make(actor=cast.lincuo)
    assert (personal_codes.account_of(third), third in (first, second)) == (cast.lincuo.account_id, False)


def test_no_other_letters_are_the_code(cast: Cast) -> None:
    code = personal_codes.make(actor=cast.lincuo)
    head, key = code.rsplit(".", 1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same_bytes = head + "." + key[:-1] + letters[letters.index(key[-1]) + 1]       # the last letter carries four idle bits
    others = [same_bytes, f"p1.{cast.yangjin.account_id}.{key}", f"{head}.{key.swapcase()}", code + "x", code[:-1], "", "p1"]
    assert [personal_codes.account_of(other) for other in others] == [None] * len(others)


def test_the_code_of_somebody_who_left_is_nobodys(cast: Cast) -> None:
    code = personal_codes.make(actor=cast.yangjin)
    leaving.forget(actor=cast.yangjin)
    assert personal_codes.account_of(code) is None
    with pytest.raises(NotFound):
        personal_codes.make(actor=cast.yangjin)


def test_neither_table_nor_journal_holds_the_code_in_the_open(cast: Cast) -> None:
    key = personal_codes.make(actor=cast.lincuo).rsplit(".", 1)[1]
    row = PersonalCode.get()
    assert key not in row.print
    assert key.encode() not in bytes(row.sealed)
    lines = [(line.what, str(line.details)) for line in Line.select().where(Line.what.startswith("personal_code"))]
    assert [what for what, _ in lines] == ["personal_code.made"]
    assert key not in lines[0][1]
