"""Who sees a promoter, who sees the name, what is told and taken along; and what leaving the service leaves behind."""
import pytest
from peewee import ModelSelect

from models.accounts import actions as accounts
from models.accounts import queries as people
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.personal.actions import forget
from models.personal.queries import export
from models.problems import NotFound
from models.promoters import actions, queries
from models.promoters.standing import Reach
from models.promoters.tables import Promoter, PromoterRevision
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.notices.inbox.reading import forget_what_was, messages, told
from tests.models.promoters.people import OTHER_PHONE, PHONE, confirmed, consent, enrolled, on_paper, phone_owner, row, save, step
from tests.models.works import COLLECTING


def listed(actor: Actor) -> set[str]:
    query: ModelSelect[Promoter] = queries.visible_to(Reach(actor))
    return {one.id for one in query}


def test_a_worker_sees_himself_only_a_unit_its_own_and_observers_everybody_without_names(cast: Cast) -> None:
    mine, paper = enrolled(cast), on_paper(cast)
    beside = save(cast.liqing, name="卓玛", phone=OTHER_PHONE, unit=cast.city)
    everybody = {mine.id, paper.id, beside.id}
    table = {cast.lincuo: {mine.id}, cast.yangjin: set(), cast.qilian: set(), cast.cairang: {mine.id, paper.id},
             cast.ma: everybody, cast.liqing: everybody, cast.baima: everybody}
    for actor, seen in table.items():
        assert listed(actor) == seen
        assert {one.id for one in Promoter.select() if queries.sees(one, Reach(actor))} == seen
        assert {one.id for one in Promoter.select() if queries.find(one.id, Reach(actor))} == seen
    for actor, names in ((cast.lincuo, 1), (cast.cairang, 2), (cast.ma, 3), (cast.baima, 0)):
        assert [Reach(actor).sees_name(row(one)) for one in (mine, paper, beside)] == [True] * names + [False] * (3 - names)


def test_an_observer_of_a_unit_sees_what_is_below_it(cast: Cast) -> None:
    mine = enrolled(cast)
    grant_role(str(cast.yangjin.account_id), "observer", f"unit:{cast.city}", actor=SYSTEM)
    watcher = people.actor_of(str(cast.yangjin.account_id))
    assert listed(watcher) == {mine.id}
    assert not Reach(watcher).sees_name(mine)


def test_somebody_nominated_by_phone_finds_it_once_the_phone_is_verified(cast: Cast) -> None:
    promoter = save(cast.cairang, name="扎西", phone=PHONE)
    assert (listed(cast.yangjin), queries.mine("qinghai-2022", Reach(cast.yangjin))) == (set(), None)
    accounts.verify_phone(PHONE, actor=cast.yangjin)
    assert (listed(cast.yangjin), queries.mine("qinghai-2022", Reach(cast.yangjin))) == ({promoter.id}, promoter)


def test_mine_is_what_stands_now_else_what_was_last(cast: Cast) -> None:
    first = enrolled(cast)
    step(first, "refuse", cast.ma)
    assert queries.mine("qinghai-2022", Reach(cast.lincuo)) == first
    second = enrolled(cast)
    assert queries.mine("qinghai-2022", Reach(cast.lincuo)) == second
    assert queries.mine("another", Reach(cast.lincuo)) is None


def test_a_list_asks_as_often_for_three_as_for_one(cast: Cast) -> None:
    enrolled(cast)
    for number in (1, 3):
        for n in range(Promoter.select().count(), number):
            on_paper(cast, phone=f"1390000{n:04}")
        with count_queries() as counted:
            reach = Reach(cast.ma)
            names = [queries.name_of(one) for one in queries.visible_to(reach) if reach.sees_name(one)]
        assert (len(names), counted.reads) == (number, 3)


def test_people_are_told_of_a_nomination_and_its_answer_and_never_of_their_own_doing(cast: Cast) -> None:
    forget_what_was()
    promoter, owner = save(cast.ma, account=cast.lincuo.account_id), phone_owner(PHONE, "owner")
    save(cast.cairang, name="扎西", phone=PHONE)
    on_paper(cast, phone=OTHER_PHONE)
    assert told(cast.lincuo, owner, cast.ma, cast.cairang) == [["promoter_nominated"], ["promoter_nominated"], [], []]
    forget_what_was()
    step(promoter, "accept", cast.lincuo, consent=consent(cast))
    step(promoter, "confirm", cast.cairang)
    step(promoter, "refuse", cast.ma, comment="已调离")
    assert told(cast.lincuo, cast.ma, cast.cairang) == [["promoter_confirmed", "promoter_refused"], [], []]
    confirmed_, refused = messages(cast.lincuo)
    assert (confirmed_.words, confirmed_.about, confirmed_.page) == (
        "城东机械厂工会已确认您为职工好网民宣传员，您的分享链接可以使用了。转发量只作合计，不考核、不排名。", promoter.id,
        "/pages/promoter/promoter")
    assert "已调离" not in refused.words


def test_an_export_says_everything_of_oneself_as_a_promoter(cast: Cast) -> None:
    promoter = confirmed(cast)
    on_paper(cast)
    (mine,) = export(cast.lincuo)["promoters"]
    assert (mine["id"], mine["state"], mine["unit"], [one["act"] for one in mine["steps"]]) == (
        promoter.id, "confirmed", cast.factory, ["confirm"])
    assert export(cast.yangjin)["promoters"] == []


def test_leaving_the_service_leaves_a_row_without_name_and_phone(cast: Cast) -> None:
    accounts.verify_phone(PHONE, actor=cast.lincuo)
    promoter, other = confirmed(cast), on_paper(cast, phone=OTHER_PHONE)
    forget(actor=cast.lincuo, at=COLLECTING)
    left, kept = row(promoter), row(other)
    assert (left.state, left.left_at, left.account_id, left.confirmed_at) == ("left", COLLECTING, cast.lincuo.account_id, COLLECTING)
    assert (left.name_sealed, left.name_print, left.phone_sealed, left.phone_print, left.statement) == (None, None, None, None, "")
    assert PromoterRevision.select().where(PromoterRevision.promoter == promoter.id).count() == 0
    assert (kept.state, queries.name_of(kept)) == ("nominated", "扎西")


def test_leaving_empties_a_nomination_by_ones_phone_but_not_a_consent_on_paper(cast: Cast) -> None:
    owner, second = phone_owner(PHONE, "owner"), phone_owner(OTHER_PHONE, "second")
    nomination, paper = save(cast.cairang, name="扎西", phone=PHONE), on_paper(cast, phone=OTHER_PHONE)
    for person in (owner, second):
        forget(actor=person, at=COLLECTING)
    assert (row(nomination).state, row(nomination).name_sealed, row(nomination).phone_print) == ("left", None, None)
    assert (row(paper).state, queries.name_of(row(paper))) == ("nominated", "扎西")


def test_leaving_happens_inside_the_verb_of_leaving(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        actions.forget(str(cast.lincuo.account_id), at=COLLECTING)


def test_who_left_the_service_is_no_member_to_nominate(cast: Cast) -> None:
    forget(actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(NotFound):
        save(cast.ma, account=cast.lincuo.account_id)
