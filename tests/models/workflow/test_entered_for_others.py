"""代报: a liaison enters a work for a named author, whose limits count and who may claim it with a verified phone."""
from typing import Any

import pytest

from models import ids, seal
from models.accounts import actions as accounts
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.entries import actions as entries
from models.entries import queries
from models.entries.standing import Reach
from models.problems import ConsentMissing, Forbidden, LimitReached, NotFound, OwnEntry
from models.workflow import actions
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.works import COLLECTING, consents, lines, move, now, photo, ready, row, submitted

PHONE = "13900000001"


def named(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"name": "扎西", "unit": cast.factory, **more}


def for_zhaxi(cast: Cast, by: Actor | None = None, **more: Any) -> str:
    return submitted(cast, by or cast.ma, on_behalf_of=named(cast, **more))


def zhaxi(cast: Cast, phone: str = PHONE) -> Actor:
    """央金's account, whose owner is really the author named: a phone verified by WeChat."""
    accounts.verify_phone(phone, actor=cast.yangjin)
    return people.actor_of(str(cast.yangjin.account_id))


def test_a_liaison_enters_for_a_named_author_whose_name_stands_sealed(cast: Cast) -> None:
    entry = row(for_zhaxi(cast, phone=PHONE))
    assert (entry.author_id, entry.entered_by_id) == (None, cast.ma.account_id)
    assert (entry.unit_id, entry.reporting_unit_id) == (cast.factory, cast.city)
    assert seal.current().open(entry.author_name or b"", "entry.author_name") == "扎西"
    assert PHONE not in entry.author_key
    assert "扎西" not in entry.author_key


def test_without_a_unit_named_it_is_the_liaisons_own(cast: Cast) -> None:
    assert row(submitted(cast, cast.cairang, on_behalf_of={"name": "扎西"})).unit_id == cast.factory


def test_a_worker_enters_for_nobody_else(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        ready(cast, cast.lincuo, on_behalf_of=named(cast))


def test_the_authors_consent_to_it_is_asked(cast: Cast) -> None:
    entry_id = ready(cast, cast.ma, on_behalf_of=named(cast), consents=consents(cast.plan, "photo"))
    with pytest.raises(ConsentMissing) as missing:
        move(entry_id, "submit", cast.ma)
    assert [one["field"] for one in missing.value.context["fields"]] == ["consents.C9"]


def test_who_only_entered_it_is_not_its_author_and_may_preselect(cast: Cast) -> None:
    entry_id = for_zhaxi(cast)
    assert Reach(cast.ma).sees_jury(row(entry_id))
    assert move(entry_id, "preselect", cast.ma)
    assert now(entry_id) == "preselected"


@pytest.mark.parametrize("more", [{}, {"phone": PHONE}])
def test_limits_count_the_named_author_not_the_liaison(cast: Cast, more: dict[str, str]) -> None:
    limit = cast.plan.limit_in("photo")
    for number in range(limit):
        for_zhaxi(cast, cast.ma if number % 2 else cast.cairang, **more)
    entry_id = ready(cast, cast.ma, on_behalf_of=named(cast, name="扎 西", **more))
    with pytest.raises(LimitReached):
        move(entry_id, "submit", cast.ma)
    assert submitted(cast, cast.ma, on_behalf_of=named(cast, name="德吉"))
    assert submitted(cast, cast.ma)


def test_two_of_one_name_are_told_apart_by_their_phones(cast: Cast) -> None:
    keys = {row(for_zhaxi(cast, phone=phone)).author_key for phone in (None, PHONE, "+86 139-0000-0001", "13900000002")}
    assert len(keys) == 3


def test_the_author_claims_with_a_verified_phone_and_the_limits_move(cast: Cast) -> None:
    entry_id, author = for_zhaxi(cast, phone=PHONE), zhaxi(cast)
    own = [submitted(cast, author) for _ in range(3)]
    actions.claim(entry_id, actor=author, at=COLLECTING)
    entry = row(entry_id)
    assert (entry.author_id, entry.author_key) == (author.account_id, author.account_id)
    assert (entry.author_name, entry.author_phone_print) == (None, None)
    assert sorted(row(one).track_slot or 0 for one in (*own, entry_id)) == [1, 2, 3, 4]
    assert queries.find(entry_id, author) is not None
    assert actions.claim(entry_id, actor=author).id == entry_id
    assert lines(entry_id).count("entry.claimed") == 1
    assert submitted(cast, author)
    with pytest.raises(LimitReached):
        submitted(cast, author)


def test_another_persons_claim_and_one_of_nothing_are_answered_alike(cast: Cast) -> None:
    with_phone, without = for_zhaxi(cast, phone=PHONE), for_zhaxi(cast)
    stranger = zhaxi(cast, "13900000009")
    answers = []
    for entry_id, person in ((with_phone, cast.lincuo), (with_phone, stranger), (without, stranger), (without, cast.lincuo),
                             (submitted(cast), stranger), (ids.mint("ent"), stranger)):
        with pytest.raises(NotFound) as refused:
            actions.claim(entry_id, actor=person)
        answers.append((refused.value.detail, refused.value.context))
    assert answers == [("没有找到这件作品", {"what": "这件作品"})] * 6


def test_an_author_whose_own_slots_are_full_cannot_claim_one_more(cast: Cast) -> None:
    entry_id, author = for_zhaxi(cast, phone=PHONE), zhaxi(cast)
    for _ in range(cast.plan.limit_in("photo")):
        submitted(cast, author)
    with pytest.raises(LimitReached):
        actions.claim(entry_id, actor=author)
    assert row(entry_id).author_id is None


def test_two_claims_at_the_same_moment_are_one(cast: Cast) -> None:
    entry_id, author = for_zhaxi(cast, phone=PHONE), zhaxi(cast)
    answers = at_once([lambda: actions.claim(entry_id, actor=author)] * 2)
    assert [answer.author_id for answer in answers] == [author.account_id] * 2
    assert lines(entry_id).count("entry.claimed") == 1


def test_a_claimed_draft_is_the_authors_and_the_liaison_still_helps(cast: Cast) -> None:
    entry_id = ready(cast, cast.ma, on_behalf_of=named(cast, phone=PHONE))
    author = zhaxi(cast)
    actions.claim(entry_id, actor=author)
    helped = entries.save(entry_id, photo(cast, title="联络员改的"), revision=1, actor=cast.ma, at=COLLECTING)
    assert (helped.unit_id, helped.author_id) == (cast.factory, author.account_id)
    assert move(entry_id, "submit", author)


def test_once_claimed_by_himself_a_liaison_no_longer_moves_it(cast: Cast) -> None:
    entry_id = for_zhaxi(cast, phone=PHONE)
    accounts.verify_phone(PHONE, actor=cast.ma)
    actions.claim(entry_id, actor=cast.ma)
    with pytest.raises(OwnEntry):
        move(entry_id, "preselect", cast.ma)
    assert not Reach(cast.ma).sees_jury(row(entry_id))
