"""What only the organiser does: disqualify, put a work where it belongs, publish with two others, exhibit."""
from functools import partial

import pytest

from models import ids
from models.accounts import membership
from models.accounts import queries as people
from models.accounts.actor import SYSTEM
from models.accounts.grants import grant_role
from models.entries import queries
from models.entries.tables import Publication
from models.law import ACTS
from models.problems import Forbidden, Incomplete, LimitReached, NoLongerSo, NotFound, OwnEntry, PhaseClosed, WrongState
from models.units.queries import by_names
from models.workflow import queries as workflow
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.works import COLLECTING, PUBLISHING, brought_to, lines, move, now, published, row, submitted, written

ORGANISERS_OWN = ("disqualify", "move_track", "change_reporting_unit", "publish", "exhibit", "unexhibit")


@pytest.mark.parametrize("act", ORGANISERS_OWN)
def test_nobody_else_holds_these_acts(cast: Cast, act: str) -> None:
    entry_id = brought_to("approved", cast)
    for person in (cast.ma, cast.qilian, cast.cairang, cast.baima):
        with pytest.raises(Forbidden):
            move(entry_id, act, person, PUBLISHING)
    with pytest.raises(OwnEntry):
        move(entry_id, act, cast.lincuo, PUBLISHING)
    with pytest.raises(NotFound):
        move(entry_id, act, cast.yangjin, PUBLISHING)


def test_a_disqualified_work_is_out_for_good_and_its_author_reads_why(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    move(entry_id, "disqualify", cast.liqing, comment="与他人作品雷同")
    assert (now(entry_id), row(entry_id).campaign_slot) == ("disqualified", None)
    told = workflow.history(row(entry_id), cast.lincuo)[-1]
    assert (told.act, told.source, told.target, told.comment) == ("disqualify", "in_review", "disqualified", "与他人作品雷同")
    for act in ACTS:
        with pytest.raises((WrongState, NoLongerSo, OwnEntry, Forbidden)):
            move(entry_id, act, cast.lincuo if act in ("submit", "withdraw") else cast.zhuoma, PUBLISHING)


def test_a_work_in_the_wrong_track_is_moved_with_its_slots_and_changes_hosts(cast: Cast) -> None:
    grant_role(str(cast.yangjin.account_id), "host", "track:qinghai-2022/song", actor=SYSTEM)
    song_host = people.actor_of(str(cast.yangjin.account_id))
    entry_id = brought_to("preselected", cast)
    move(entry_id, "move_track", cast.liqing, facts={"track": "song"})
    entry = row(entry_id)
    assert (entry.state, entry.track, entry.type, entry.track_slot) == ("preselected", "song", "original", 1)
    assert (queries.find(entry_id, cast.qilian), queries.find(entry_id, song_host)) == (None, entry)
    assert move(entry_id, "shortlist", song_host)


def test_a_track_of_several_types_takes_the_one_named_and_no_other(cast: Cast) -> None:
    entry_id = submitted(cast)
    with pytest.raises(Incomplete) as wrong:
        move(entry_id, "move_track", cast.liqing, facts={"track": "recitation", "type": "single"})
    assert wrong.value.context["fields"] == [{"field": "type", "says": "不在可选范围内"}]
    move(entry_id, "move_track", cast.liqing, facts={"track": "recitation", "type": "own"})
    assert (row(entry_id).track, row(entry_id).type) == ("recitation", "own")


def test_moving_needs_another_track_that_exists_and_has_room(cast: Cast) -> None:
    entry_id = submitted(cast)
    for facts, refusal in (({"track": "photo"}, NoLongerSo), ({"track": "opera"}, NotFound), ({}, Incomplete)):
        with pytest.raises(refusal):
            move(entry_id, "move_track", cast.liqing, facts=facts)
    for _ in range(cast.plan.limit_in("song")):
        move(submitted(cast), "move_track", cast.liqing, facts={"track": "song"})
    with pytest.raises(LimitReached):
        move(entry_id, "move_track", cast.liqing, facts={"track": "song"})
    assert (row(entry_id).track, row(entry_id).track_slot) == ("photo", 1)


def test_a_work_is_given_to_another_reporting_unit(cast: Cast) -> None:
    entry_id, other = submitted(cast), by_names(["海东市总工会"])["海东市总工会"].id
    for unit, refusal in ((cast.city, NoLongerSo), (cast.factory, NotFound), ("unt_0000000000000000", NotFound), (None, Incomplete)):
        with pytest.raises(refusal):
            move(entry_id, "change_reporting_unit", cast.liqing, facts={"unit": unit})
    move(entry_id, "change_reporting_unit", cast.liqing, facts={"unit": other})
    assert (row(entry_id).reporting_unit_id, row(entry_id).unit_id) == (other, cast.factory)
    with pytest.raises(Forbidden):
        move(entry_id, "preselect", cast.ma)
    grant_role(str(cast.yangjin.account_id), "coordinator", f"unit:{other}", actor=SYSTEM)
    assert move(entry_id, "preselect", people.actor_of(str(cast.yangjin.account_id)))


def test_a_work_without_a_unit_can_be_given_one_and_the_button_says_so(cast: Cast) -> None:
    entry_id = submitted(cast, cast.yangjin, unit_typed="城东第二机械厂工会")
    ways = {way.step.act: way.problem for way in workflow.ways_on(row(entry_id), cast.liqing, COLLECTING)}
    assert ways["change_reporting_unit"] is None
    assert move(entry_id, "change_reporting_unit", cast.liqing, facts={"unit": cast.city})
    assert move(entry_id, "preselect", cast.ma)


def test_results_are_published_by_three_people_for_the_whole_track(cast: Cast) -> None:
    entry_id, other = brought_to("approved", cast), brought_to("declined", cast)
    for organiser, target in ((cast.liqing, entry_id), (cast.zhuoma, other)):
        move(target, "publish", organiser, PUBLISHING)
        with pytest.raises(NoLongerSo, match="您已同意公布"):
            move(entry_id, "publish", organiser, PUBLISHING)
    assert Publication.get().published_at is None
    move(entry_id, "publish", cast.hanmei, PUBLISHING)
    batch = Publication.get()
    assert (batch.published_at, batch.agreed) == (PUBLISHING, [one.account_id for one in (cast.liqing, cast.zhuoma, cast.hanmei)])
    agreed = [line.details for one in (entry_id, other) for line in written(one) if line.what == "entry.results_agreed"]
    assert [(line["agreed"], line["published"]) for line in agreed] == [(1, False), (3, True), (2, False)]
    assert (now(entry_id), now(other)) == ("approved", "declined")
    grant_role(str(cast.yangjin.account_id), "organiser", "*", actor=SYSTEM)
    with pytest.raises(NoLongerSo, match="已经公布"):
        move(entry_id, "publish", people.actor_of(str(cast.yangjin.account_id)), PUBLISHING)


def test_three_agreeing_at_the_same_moment_are_three(cast: Cast) -> None:
    organisers = (cast.liqing, cast.zhuoma, cast.hanmei)
    answers = at_once([partial(move, brought_to("approved", cast), "publish", who, PUBLISHING) for who in organisers])
    assert answers == [True] * 3
    assert len(Publication.get().agreed) == 3
    assert Publication.get().published_at == PUBLISHING


def test_results_are_not_published_before_their_phase(cast: Cast) -> None:
    with pytest.raises(PhaseClosed):
        move(brought_to("approved", cast), "publish", cast.liqing)


def test_a_work_is_exhibited_only_after_publication_and_taken_down_at_any_time(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    with pytest.raises(NoLongerSo, match="结果公布以后才能展示"):
        move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    published(cast, entry_id)
    move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    assert (list(queries.exhibited("qinghai-2022")), now(entry_id)) == ([row(entry_id)], "approved")
    with pytest.raises(NoLongerSo):
        move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    move(entry_id, "unexhibit", cast.zhuoma, PUBLISHING.replace(year=2023))
    assert list(queries.exhibited("qinghai-2022")) == []
    with pytest.raises(NoLongerSo):
        move(entry_id, "unexhibit", cast.zhuoma, PUBLISHING)


def test_what_was_not_selected_is_never_exhibited(cast: Cast) -> None:
    declined = brought_to("declined", cast)
    published(cast, brought_to("approved", cast))
    with pytest.raises(WrongState):
        move(declined, "exhibit", cast.liqing, PUBLISHING)


@pytest.mark.parametrize(("act", "who"), [("withdraw", "lincuo"), ("disqualify", "liqing")])
def test_what_leaves_the_campaign_is_exhibited_no_longer(cast: Cast, act: str, who: str) -> None:
    entry_id = brought_to("recommended", cast)
    published(cast, brought_to("approved", cast))
    move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    move(entry_id, act, getattr(cast, who), PUBLISHING)
    assert list(queries.exhibited("qinghai-2022")) == []


def test_preselecting_confirms_the_author_in_the_works_unit_and_in_no_other(cast: Cast) -> None:
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    author = people.actor_of(str(cast.yangjin.account_id))
    first, second = submitted(cast, author), submitted(cast, author)
    move(first, "preselect", cast.ma)
    assert people.me(str(author.account_id)).unit_confirmed
    membership.ask_for_unit(by_names(["海东市总工会"])["海东市总工会"].id, actor=author)
    move(second, "preselect", cast.ma)
    assert not people.me(str(author.account_id)).unit_confirmed
    assert lines(second).count("entry.preselected") == 1


def test_an_entry_nobody_may_see_is_not_found_whatever_the_act(cast: Cast) -> None:
    for act in ("submit", "preselect"):
        with pytest.raises(NotFound):
            move(ids.mint("ent"), act, cast.liqing)
