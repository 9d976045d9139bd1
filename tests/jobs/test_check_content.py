"""What is due is handed to WeChat in its author's name; what WeChat refuses, or its being away, is written down and nothing is lost."""
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from jobs import check_content
from jobs.timetable import TIMETABLE
from models import clock
from models.ports import Opinion, Refused, Unreachable
from models.safety.tables import ContentCheck
from tests.cast import Cast, assemble
from tests.models.safety.checked import again, picture_check, text_check
from tests.models.works import COLLECTING, saved, submitted, with_file


@dataclass
class Moody:
    """WeChat as it is that day: it takes questions, or answers each with the next of its moods."""
    moods: list[Exception] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, str, str]] = field(default_factory=list)

    def check_text(self, text: str, openid: str, *, title: str = "") -> Opinion:
        self._mood()
        self.texts.append((text, openid))
        return Opinion("pass", 100, f"trace-text-{len(self.texts)}")

    def check_media(self, url: str, kind: str, openid: str) -> str:
        self._mood()
        self.files.append((url, kind, openid))
        return f"trace-file-{len(self.files)}"

    def _mood(self) -> None:
        if self.moods:
            raise self.moods.pop(0)


def it_is(instant: datetime) -> None:
    clock.run_ahead(timedelta(0))
    clock.run_ahead(instant - clock.now())


@pytest.fixture
def cast(db: str) -> Cast:
    """Everybody, on the 25th of August of the plan."""
    it_is(COLLECTING)
    return assemble()


def beside(wechat: Moody) -> Any:
    return SimpleNamespace(wechat=wechat, store=SimpleNamespace(url=lambda key, life_s: f"https://files/{key}?for={life_s}"))


def test_a_text_is_answered_at_once_and_a_picture_later_by_its_trace_id(cast: Cast) -> None:
    text, picture = text_check(submitted(cast)), picture_check(with_file(saved(cast), cast.lincuo))
    wechat = Moody()
    assert check_content.run(beside(wechat)) == 2
    assert [(asked.split("\n")[0], openid) for asked, openid in wechat.texts] == [("高原上的追光人", "openid-lincuo")]
    assert wechat.files == [(f"https://files/{picture.digest}?for=7200", "picture", "openid-lincuo")]
    assert (again(text).state, again(picture).state, again(picture).trace_id) == ("passed", "asked", "trace-file-1")
    assert check_content.run(beside(wechat)) == 0


def test_while_wechat_is_away_nobody_else_is_asked_and_nothing_is_lost(cast: Cast) -> None:
    checks = [text_check(submitted(cast)), picture_check(with_file(saved(cast), cast.lincuo))]
    wechat = Moody([Unreachable("away")])
    assert check_content.run(beside(wechat)) == 0
    assert (wechat.texts, wechat.files) == ([], [])
    assert sorted(again(check).failures for check in checks) == [0, 1]
    it_is(COLLECTING + timedelta(minutes=6))
    assert check_content.run(beside(wechat)) == 2
    assert {again(check).state for check in checks} == {"passed", "asked"}


def test_without_quota_all_wait_an_hour(cast: Cast) -> None:
    checks = [text_check(submitted(cast)), picture_check(with_file(saved(cast), cast.lincuo))]
    wechat = Moody([Refused("45009")])
    check_content.run(beside(wechat))
    it_is(COLLECTING + timedelta(minutes=30))
    check_content.run(beside(wechat))
    assert (wechat.texts, wechat.files, [again(check).state for check in checks]) == ([], [], ["due", "due"])
    it_is(COLLECTING + timedelta(minutes=70))
    assert check_content.run(beside(wechat)) == 2


def test_of_whom_wechat_does_not_know_a_person_decides_and_the_others_are_asked(cast: Cast) -> None:
    checks = [text_check(submitted(cast)), picture_check(with_file(saved(cast), cast.lincuo))]
    check_content.run(beside(Moody([Refused("61010")])))
    states = sorted((again(check).state, again(check).why) for check in checks)
    assert [one for one in states if one[0] == "human"] == [("human", "61010")]
    assert [one[0] for one in states if one[0] != "human"] in (["asked"], ["passed"])


def test_what_was_never_asked_in_two_hours_goes_to_a_person(cast: Cast) -> None:
    check = text_check(submitted(cast))
    it_is(COLLECTING + timedelta(hours=2, minutes=1))
    assert check_content.run(beside(Moody([Unreachable("away")]))) == 1
    assert (again(check).state, again(check).why, ContentCheck.select().count()) == ("human", "away", 1)


def test_the_timetable_has_it() -> None:
    assert [tick.run for tick in TIMETABLE if tick.name == "check_content"] == [check_content.run]
