"""职工好网民宣传员: enrolling oneself, being nominated by account, by phone or on paper; each person once."""
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from models import ids
from models.accounts import actions as accounts
from models.accounts import personal
from models.db import database
from models.problems import (
    ConsentMissing,
    ConsentOutdated,
    Forbidden,
    IdReused,
    Incomplete,
    NotFound,
    PhaseClosed,
    PromoterExists,
    PromoterStale,
    PromoterWrongState,
)
from models.promoters import queries
from models.promoters.standing import Reach
from models.promoters.tables import Promoter, PromoterRevision
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.promoters.people import OTHER_PHONE, PHONE, confirmed, consent, enrolled, on_paper, phone_owner, row, save, step
from tests.models.works import COLLECTING, INSTANT, written


def test_a_worker_enrols_for_his_own_unit_with_his_consent(cast: Cast) -> None:
    promoter = row(save(cast.lincuo, consent=consent(cast), statement="愿意转发"))
    assert (promoter.state, promoter.unit_id, promoter.reporting_unit_id) == ("enrolled", cast.factory, cast.city)
    assert (promoter.account_id, promoter.nominated_by_id, promoter.paper) == (cast.lincuo.account_id, None, False)
    assert promoter.consent == {**consent(cast), "at": "2022-08-25T02:00:00.000Z"}
    assert (len(promoter.slug), promoter.revision, promoter.received_at) == (10, 1, COLLECTING)
    assert [(line.what, line.details) for line in written(promoter.id)] == [
        ("promoter.enrolled", {"unit": cast.factory, "account": cast.lincuo.account_id})]


def test_the_same_save_again_is_the_first_and_another_is_stale(cast: Cast) -> None:
    promoter_id = ids.mint("prm")
    first, again = (save(cast.lincuo, promoter_id, consent=consent(cast)) for _ in range(2))
    assert (first, again.revision, PromoterRevision.select().count()) == (again, 1, 1)
    with pytest.raises(PromoterStale) as stale:
        save(cast.lincuo, promoter_id, consent=consent(cast), statement="改")
    assert stale.value.context == {"current": promoter_id}
    changed = save(cast.lincuo, promoter_id, 1, statement="改", at=COLLECTING + INSTANT)
    assert (changed.revision, changed.statement, changed.consent, changed.received_at) == (2, "改", first.consent, COLLECTING)
    assert save(cast.lincuo, promoter_id, consent=consent(cast)) == changed
    assert save(cast.lincuo, promoter_id, 1, statement="改").revision == 2
    assert [line.what for line in written(promoter_id)] == ["promoter.enrolled", "promoter.saved"]


def test_a_save_that_differs_only_in_capitals_is_another(cast: Cast) -> None:
    promoter = save(cast.lincuo, consent=consent(cast), statement="a")
    with pytest.raises(PromoterStale):
        save(cast.lincuo, promoter.id, consent=consent(cast), statement="A")


def test_an_id_of_somebody_elses_reveals_nothing(cast: Cast) -> None:
    promoter = enrolled(cast)
    for other in (cast.yangjin, cast.qilian, cast.baima):
        for revision in (0, 1):
            with pytest.raises(IdReused):
                save(other, promoter.id, revision, consent=consent(cast))
    with pytest.raises(NotFound):
        save(cast.lincuo, ids.mint("prm"), 3, consent=consent(cast))


def test_without_the_consent_of_the_plan_nobody_enrols(cast: Cast) -> None:
    other, outdated = {"id": "C1", "version": 1}, {"id": "C11", "version": 7}
    for given, problem in ((None, ConsentMissing), (other, ConsentMissing), (outdated, ConsentOutdated)):
        with pytest.raises(problem) as missing:
            save(cast.lincuo, consent=given)
        assert [one["field"] for one in missing.value.context["fields"]] == ["consent"]
    assert Promoter.select().count() == 0


def test_who_has_no_unit_or_names_another_cannot_enrol(cast: Cast) -> None:
    for actor, unit in ((cast.yangjin, None), (cast.lincuo, cast.city)):
        with pytest.raises(Incomplete) as wrong:
            save(actor, consent=consent(cast), unit=unit)
        assert [one["field"] for one in wrong.value.context["fields"]] == ["unit"]


def test_enrolling_and_nominating_are_open_in_their_window_only(cast: Cast) -> None:
    opens, ends = cast.plan.phase("promoters").opens, cast.plan.ends
    for at in (opens - INSTANT, ends):
        for actor, form in ((cast.lincuo, {"consent": consent(cast)}), (cast.ma, {"name": "扎西", "phone": PHONE})):
            with pytest.raises(PhaseClosed):
                save(actor, at=at, **form)
    promoter = enrolled(cast, at=opens)
    step(promoter, "confirm", cast.ma, at=ends + timedelta(days=3))
    assert save(cast.ma, name="扎西", phone=PHONE, at=ends - INSTANT).state == "nominated"


def test_one_person_is_a_promoter_once_and_again_after_leaving(cast: Cast) -> None:
    first = enrolled(cast)
    for actor, form in ((cast.lincuo, {"consent": consent(cast)}), (cast.ma, {"account": cast.lincuo.account_id})):
        with pytest.raises(PromoterExists):
            save(actor, **form)
    step(first, "leave", cast.lincuo)
    assert save(cast.ma, account=cast.lincuo.account_id).state == "nominated"
    assert Promoter.select().count() == 2


@pytest.mark.parametrize("order", ["phone first", "account first", "verified later"])
def test_a_phone_and_the_account_it_belongs_to_are_one_person(cast: Cast, order: str) -> None:
    if order != "verified later":
        accounts.verify_phone(PHONE, actor=cast.lincuo, at=COLLECTING)
    deeds = [partial(save, cast.ma, name="林措", phone=f"+86 {PHONE}"), partial(enrolled, cast)]
    first, second = deeds if order == "phone first" else deeds[::-1]
    first()
    if order == "verified later":
        accounts.verify_phone(PHONE, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(PromoterExists):
        second()


def test_four_at_the_same_instant_make_one(cast: Cast) -> None:
    answers = at_once([partial(enrolled, cast) for _ in range(4)])
    assert sorted(type(one).__name__ for one in answers) == ["Promoter"] + ["PromoterExists"] * 3
    same = ids.mint("prm")
    alike = at_once([partial(save, cast.cairang, same, name="扎西", phone=PHONE) for _ in range(4)])
    assert [one.revision for one in alike] == [1] * 4
    assert (Promoter.select().count(), PromoterRevision.select().count()) == (2, 2)


def test_a_coordinator_nominates_a_member_who_has_not_agreed_yet(cast: Cast) -> None:
    promoter = row(save(cast.ma, account=cast.lincuo.account_id, statement="热心"))
    assert (promoter.state, promoter.unit_id, promoter.reporting_unit_id) == ("nominated", cast.factory, cast.city)
    assert (promoter.account_id, promoter.nominated_by_id, promoter.consent) == (cast.lincuo.account_id, cast.ma.account_id, None)
    assert written(promoter.id)[-1].details == {"unit": cast.factory, "account": cast.lincuo.account_id}


def test_name_and_phone_of_a_nomination_are_sealed_and_in_no_journal(cast: Cast) -> None:
    promoter = row(save(cast.cairang, name="扎 西", phone="138 0000-0123"))
    assert (promoter.unit_id, promoter.account_id, queries.name_of(promoter)) == (cast.factory, None, "扎 西")
    assert personal.opened(promoter.phone_sealed, "promoter", "phone") == PHONE
    kept = [str(line.details) for line in written(promoter.id)] + [str(PromoterRevision.get().document), PromoterRevision.get().digest]
    raw = database.execute_sql("SELECT name_sealed, name_print, phone_sealed, phone_print FROM promoter").fetchone()
    for secret in ("扎 西", "扎西", PHONE):
        assert [text for text in kept if secret in text] == []
        assert [part for part in raw if secret.encode() in (part.encode() if isinstance(part, str) else bytes(part))] == []


@pytest.mark.parametrize(("form", "fields"), [
    ({"name": "扎西"}, ["phone"]), ({"phone": PHONE}, ["name"]), ({"name": "  ", "phone": "123"}, ["name", "phone"]),
    ({"paper": True}, ["name", "phone"]),
    ({"name": "长" * 61, "phone": PHONE}, ["name"]), ({"name": "扎\x00西", "phone": PHONE}, ["name"]),
    ({"name": "扎西", "phone": PHONE, "statement": "长" * 501}, ["statement"]),
    ({"name": "扎西", "phone": PHONE, "consent": {"id": "C11", "version": 1}}, ["consent"])])
def test_a_nomination_that_says_too_little_or_too_much_is_refused(cast: Cast, form: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Incomplete) as wrong:
        save(cast.ma, **form)
    assert [one["field"] for one in wrong.value.context["fields"]] == fields
    assert Promoter.select().count() == 0


def test_only_who_speaks_for_a_unit_nominates_there_and_ids_cannot_be_tried(cast: Cast) -> None:
    for worker in (cast.lincuo, cast.yangjin, cast.qilian, cast.baima):
        with pytest.raises(Forbidden):
            save(worker, name="扎西", phone=PHONE, unit=cast.factory)
        with pytest.raises(Forbidden):
            save(worker, account=cast.ma.account_id)
    with pytest.raises(Forbidden):
        save(cast.cairang, name="扎西", phone=PHONE, unit=cast.city)
    for stranger in (str(cast.yangjin.account_id), ids.mint("acc")):
        with pytest.raises(NotFound):
            save(cast.ma, account=stranger)
    with pytest.raises(NotFound):
        save(cast.ma, account=cast.lincuo.account_id, unit=ids.mint("unt"))
    with pytest.raises(Incomplete):
        save(cast.liqing, name="扎西", phone=PHONE)
    assert save(cast.liqing, name="扎西", phone=PHONE, unit=cast.factory).nominated_by_id == cast.liqing.account_id


def test_until_agreed_the_unit_corrects_a_nomination_and_never_what_a_person_said(cast: Cast) -> None:
    promoter = save(cast.cairang, name="扎西", phone=PHONE)
    corrected = row(save(cast.ma, promoter.id, 1, name="扎西东", phone=OTHER_PHONE, paper=True))
    assert (queries.name_of(corrected), corrected.paper, corrected.revision) == ("扎西东", True, 2)
    with pytest.raises(Incomplete):
        save(cast.ma, promoter.id, 2, account=cast.lincuo.account_id)
    with pytest.raises(Incomplete):
        save(cast.ma, promoter.id, 2, name="扎西东", phone=OTHER_PHONE, unit=cast.city)
    own = enrolled(cast)
    with pytest.raises(Forbidden):
        save(cast.ma, own.id, 1, statement="单位代写")
    for form in ({"name": "扎西"}, {"account": cast.ma.account_id}):
        with pytest.raises(Incomplete):
            save(cast.lincuo, own.id, 1, **form)


def test_a_correction_cannot_take_somebody_elses_phone(cast: Cast) -> None:
    on_paper(cast)
    other = save(cast.cairang, name="卓玛", phone=OTHER_PHONE)
    with pytest.raises(PromoterExists):
        save(cast.cairang, other.id, 1, name="卓玛", phone=PHONE)
    assert queries.mine("qinghai-2022", Reach(phone_owner(OTHER_PHONE, "zhuoma-b"))) == other


def test_what_is_over_is_not_changed_any_more(cast: Cast) -> None:
    promoter = confirmed(cast)
    step(promoter, "leave", cast.lincuo)
    with pytest.raises(PromoterWrongState):
        save(cast.lincuo, promoter.id, 1, statement="再来")
