"""二次传播: distinct people in total, however often they come and by whosever link; nothing of promoter or unit is kept."""
from functools import partial

import pytest

from models.db import database
from models.journal import Line
from models.promoters import visits
from models.promoters.tables import Visit
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.promoters.people import confirmed, enrolled, on_paper, row, step
from tests.models.works import COLLECTING, INSTANT

MARK, OTHER = "A" * 22, "a" * 22


@pytest.fixture
def slug(cast: Cast) -> str:
    return confirmed(cast).slug


def test_one_browser_is_one_person_by_whosever_link(cast: Cast, slug: str) -> None:
    paper = on_paper(cast)
    step(paper, "confirm", cast.ma)
    assert visits.reach("qinghai-2022") == (0, None)
    assert [visits.note(link, mark=MARK, at=COLLECTING + n * INSTANT) for n, link in enumerate((slug, slug, row(paper).slug))] == [
        True, False, False]
    assert visits.note(slug, mark=OTHER, at=COLLECTING + 9 * INSTANT)
    assert visits.reach("qinghai-2022") == (2, COLLECTING)
    assert visits.reach("another") == (0, None)


def test_a_signed_in_person_is_one_on_every_phone(cast: Cast, slug: str) -> None:
    yangjin = str(cast.yangjin.account_id)
    assert [visits.note(slug, account_id=yangjin, mark=mark) for mark in (MARK, OTHER, None)] == [True, False, False]
    assert visits.note(slug, account_id=str(cast.ma.account_id))
    assert visits.reach("qinghai-2022")[0] == 2


def test_who_signs_in_after_the_first_visit_is_the_same_person(cast: Cast, slug: str) -> None:
    assert visits.note(slug, mark=MARK)
    assert not visits.note(slug, account_id=str(cast.yangjin.account_id), mark=MARK)
    assert visits.reach("qinghai-2022")[0] == 1


def test_the_promoter_himself_is_not_counted_with_a_session_or_in_his_own_browser(cast: Cast, slug: str) -> None:
    own = visits.own_mark(slug)
    assert not visits.note(slug, account_id=str(cast.lincuo.account_id), mark=MARK)
    assert not visits.note(slug, mark=MARK, own=own)
    assert [visits.is_own_link(slug, str(one.account_id)) for one in (cast.lincuo, cast.ma)] == [True, False]
    assert (visits.is_own_link(slug, None), visits.is_own_link("0" * 10, str(cast.lincuo.account_id))) == (False, False)
    assert visits.note(slug, mark=OTHER, own=visits.own_mark("0" * 10))
    assert visits.reach("qinghai-2022")[0] == 1


def test_a_link_counts_while_its_promoter_is_confirmed_and_an_unknown_one_never(cast: Cast) -> None:
    promoter = enrolled(cast)
    assert not visits.note(promoter.slug, mark=MARK)
    step(promoter, "confirm", cast.ma)
    assert visits.note(promoter.slug, mark=MARK)
    step(promoter, "leave", cast.lincuo)
    assert not visits.note(promoter.slug, mark=OTHER)
    assert not visits.note("0" * 10, mark=OTHER)
    assert not visits.note("", mark=OTHER)
    assert visits.reach("qinghai-2022")[0] == 1


def test_who_has_no_mark_is_not_counted_since_nobody_could_tell_them_apart(slug: str) -> None:
    assert not visits.note(slug)
    assert visits.reach("qinghai-2022")[0] == 0


def test_what_is_kept_names_neither_person_nor_promoter_nor_unit(cast: Cast, slug: str) -> None:
    before = Line.select().count()
    visits.note(slug, mark=MARK, at=COLLECTING)
    assert list(Visit._meta.fields) == ["campaign", "visitor", "first_at"]
    kept = str(database.execute_sql("SELECT campaign_id, visitor, first_at FROM visit").fetchone())
    for known in (MARK, slug, cast.factory, cast.city, str(cast.lincuo.account_id)):
        assert known not in kept
    assert Line.select().count() == before


def test_one_person_four_times_at_one_instant_is_one(slug: str) -> None:
    assert sorted(at_once([partial(visits.note, slug, mark=MARK) for _ in range(4)])) == [False, False, False, True]
    assert visits.reach("qinghai-2022")[0] == 1
