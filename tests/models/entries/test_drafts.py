"""Drafts: saved whole with a revision, checked field by field, never lost to another phone."""
from functools import partial
from typing import Any

import pytest

from models import ids
from models.accounts import membership
from models.accounts import queries as people
from models.db import database
from models.entries import actions, queries
from models.entries.tables import Entry, Revision
from models.problems import (
    ConsentMissing,
    ConsentOutdated,
    DraftsFull,
    EntryStale,
    FieldsFaulty,
    FormIncomplete,
    IdReused,
    NotFound,
    WrongState,
)
from tests.cast import Cast
from tests.models.accounts.together import at_once
from tests.models.works import (
    COLLECTING,
    PHOTO_FIELDS,
    consents,
    lines,
    move,
    photo,
    ready,
    row,
    saved,
    song,
    submitted,
    with_file,
)


def test_a_new_draft_is_kept_whole_with_its_units_and_a_revision(cast: Cast) -> None:
    entry = row(saved(cast))
    assert (entry.revision, entry.state, entry.title, entry.track, entry.type) == (1, "draft", "高原上的追光人", "photo", "single")
    assert (entry.author_id, entry.entered_by_id) == (cast.lincuo.account_id, cast.lincuo.account_id)
    assert (entry.unit_id, entry.reporting_unit_id, entry.campaign_slot, entry.track_slot) == (cast.factory, cast.city, None, None)
    assert lines(entry.id) == ["entry.saved"]


def test_personal_answers_stand_sealed_and_in_no_saved_version(cast: Cast) -> None:
    entry = row(saved(cast))
    assert "13800000000" not in str(entry.fields) + str(Revision.get(Revision.entry == entry.id).document)
    assert b"13800000000" not in (entry.private or b"")


def test_of_two_phones_saving_one_draft_the_second_is_told_and_nothing_is_lost(cast: Cast) -> None:
    entry_id = saved(cast)
    first = actions.save(entry_id, photo(cast, title="从手机一"), revision=1, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(EntryStale) as stale:
        actions.save(entry_id, photo(cast, title="从手机二"), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert stale.value.context == {"current": entry_id}
    assert (first.revision, row(entry_id).title, row(entry_id).revision) == (2, "从手机一", 2)
    assert actions.save(entry_id, photo(cast, title="从手机二"), revision=2, actor=cast.lincuo, at=COLLECTING).revision == 3
    assert [one.document["title"] for one in queries.revisions_of(entry_id)] == ["高原上的追光人", "从手机一", "从手机二"]


def test_two_phones_at_the_same_moment_leave_one_saved_and_one_told(cast: Cast) -> None:
    entry_id = saved(cast)
    drafts = [photo(cast, title=title) for title in "甲乙"]
    answers = at_once([partial(actions.save, entry_id, draft, revision=1, actor=cast.lincuo, at=COLLECTING) for draft in drafts])
    assert sorted(type(answer).__name__ for answer in answers) == ["Entry", "EntryStale"]
    assert row(entry_id).revision == 2


def test_a_new_draft_sent_twice_at_the_same_moment_is_one_draft(cast: Cast) -> None:
    entry_id = ids.mint("ent")
    answers = at_once([lambda: actions.save(entry_id, photo(cast), revision=0, actor=cast.lincuo, at=COLLECTING)] * 2)
    assert [answer.revision for answer in answers] == [1, 1]
    assert (Entry.select().count(), Revision.select().count(), lines(entry_id)) == (1, 1, ["entry.saved"])


def test_a_save_whose_answer_was_lost_finds_what_it_became(cast: Cast) -> None:
    entry_id = saved(cast)
    for revision, title in ((0, "高原上的追光人"), (1, "第二稿")):
        actions.save(entry_id, photo(cast, title=title), revision=revision, actor=cast.lincuo, at=COLLECTING)
        again = actions.save(entry_id, photo(cast, title=title), revision=revision, actor=cast.lincuo, at=COLLECTING)
        assert (again.title, again.revision) == (title, revision + 1)
    assert lines(entry_id) == ["entry.saved", "entry.saved"]


def test_a_save_replayed_after_submission_still_finds_what_it_became(cast: Cast) -> None:
    entry_id = submitted(cast)
    assert actions.save(entry_id, photo(cast), revision=0, actor=cast.lincuo, at=COLLECTING).state == "submitted"


def test_a_revision_from_the_future_is_stale_and_of_nothing_not_found(cast: Cast) -> None:
    with pytest.raises(EntryStale):
        actions.save(saved(cast), photo(cast), revision=7, actor=cast.lincuo, at=COLLECTING)
    with pytest.raises(NotFound):
        actions.save(ids.mint("ent"), photo(cast), revision=3, actor=cast.lincuo, at=COLLECTING)


def test_somebody_elses_id_is_refused_and_tells_nothing(cast: Cast) -> None:
    entry_id = saved(cast)
    for person in (cast.yangjin, cast.ma, cast.liqing):
        for revision in (0, 1):
            with pytest.raises(IdReused) as refused:
                actions.save(entry_id, photo(cast), revision=revision, actor=person, at=COLLECTING)
            assert refused.value.context == {}
        with pytest.raises(NotFound):
            actions.discard(entry_id, actor=person)
    assert row(entry_id).revision == 1


def test_a_draft_may_change_its_track_and_a_submitted_work_may_not(cast: Cast) -> None:
    entry_id = saved(cast)
    assert actions.save(entry_id, song(cast), revision=1, actor=cast.lincuo, at=COLLECTING).track == "song"
    returned = submitted(cast)
    move(returned, "return", cast.ma)
    with pytest.raises(WrongState) as wrong:
        actions.save(returned, song(cast), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert wrong.value.detail == "作品当前为「退回修改」，不能「更换子项目」"


def test_a_submitted_work_is_not_changed_any_more(cast: Cast) -> None:
    entry_id = submitted(cast)
    with pytest.raises(WrongState) as wrong:
        actions.save(entry_id, photo(cast, title="换个题目"), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert (wrong.value.detail, row(entry_id).title) == ("作品当前为「已提交」，不能「修改」", "高原上的追光人")


def test_an_unknown_campaign_or_track_is_not_found_and_nothing_is_written(cast: Cast) -> None:
    unknown: tuple[dict[str, Any], ...] = ({"campaign": "guangdong-1999"}, {"track": "opera"})
    for changes in unknown:
        with pytest.raises(NotFound):
            saved(cast, **changes)
    assert (Entry.select().count(), Revision.select().count()) == (0, 0)


def test_what_can_never_be_kept_is_named_field_by_field(cast: Cast) -> None:
    with pytest.raises(FieldsFaulty) as faulty:
        saved(cast, title="题" * 21, fields={**PHOTO_FIELDS, "shot_on": "八月", "mood": "好"}, authors=[{"name": "林措", "role": "导演"}])
    assert [(one["field"], one["label"]) for one in faulty.value.context["fields"]] == [
        ("title", "作品名称"), ("shot_on", "拍摄时间"), ("mood", "mood"), ("authors", "作者")]
    assert Entry.select().count() == 0


def test_what_is_missing_is_named_in_chinese_when_submitting_and_a_draft_may_lack_it(cast: Cast) -> None:
    fields = {**PHOTO_FIELDS, "place": " ", "caption": "太短", "contact_phone": ""}
    entry_id = ready(cast, title="", fields=fields, authors=[])
    with pytest.raises(FormIncomplete) as lacking:
        move(entry_id, "submit", cast.lincuo)
    assert [(one["field"], one["label"], one["says"]) for one in lacking.value.context["fields"]] == [
        ("title", "作品名称", "请填写"), ("place", "拍摄地点", "请填写"), ("caption", "图片说明", "至少 10 字，现在 2 字"),
        ("contact_phone", "联系电话", "请填写"), ("authors", "作者", "还缺摄影")]
    assert lacking.value.detail.startswith("请补充：作品名称：请填写；拍摄地点：请填写")
    assert row(entry_id).state == "draft"


def test_several_authors_are_kept_in_their_roles_and_found_by_name(cast: Cast) -> None:
    people = [{"name": "林措", "role": "作词", "unit": "城东机械厂"}, {"name": "买买提·艾力", "role": "作曲"},
              {"name": "བཀྲ་ཤིས།", "role": "演唱"}]
    entry_id = ids.mint("ent")
    actions.save(entry_id, song(cast, authors=people), revision=0, actor=cast.lincuo, at=COLLECTING)
    with_file(entry_id, cast.lincuo, kind="song", name="追光.mp3")
    assert move(entry_id, "submit", cast.lincuo)
    assert row(entry_id).authors == people
    for text, found in (("买买提", 1), ("追光", 1), ("བཀྲ", 1), ("100%", 0), ("_", 0)):
        assert queries.matching(queries.visible_to(cast.lincuo), text).count() == found


def test_every_consent_asked_must_be_given_before_submitting(cast: Cast) -> None:
    given = [one for one in consents(cast.plan, "photo") if one["id"] not in ("C1", "C4")]
    entry_id = ready(cast, consents=given)
    with pytest.raises(ConsentMissing) as missing:
        move(entry_id, "submit", cast.lincuo)
    assert [(one["field"], one["label"]) for one in missing.value.context["fields"]] == [
        ("consents.C1", "原创承诺书"), ("consents.C4", "个人信息处理告知和同意书")]


def test_the_guardians_consent_is_not_asked_where_no_minor_appears(cast: Cast) -> None:
    assert submitted(cast, consents=[one for one in consents(cast.plan, "photo") if one["id"] != "C5"])


def test_a_consent_of_another_version_or_of_no_plan_is_refused(cast: Cast) -> None:
    for wrong in ({"id": "C1", "version": 9}, {"id": "C99", "version": 1}):
        with pytest.raises(ConsentOutdated) as outdated:
            saved(cast, consents=[wrong])
        assert outdated.value.context["fields"] == [{"field": f"consents.{wrong['id']}", "says": "版本不对"}]
    assert Entry.select().count() == 0


def test_a_consent_keeps_the_instant_it_was_first_given(cast: Cast) -> None:
    entry_id = saved(cast)
    actions.save(entry_id, photo(cast, title="二稿"), revision=1, actor=cast.lincuo, at=COLLECTING.replace(hour=5))
    assert {one["at"] for one in row(entry_id).consents} == {"2022-08-25T02:00:00.000Z"}


def test_one_draft_too_many_is_refused(cast: Cast) -> None:
    limit = cast.plan.limits.drafts
    for _ in range(limit - 1):
        saved(cast)
    answers = at_once([lambda: saved(cast)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["DraftsFull", "str"]
    with pytest.raises(DraftsFull):
        saved(cast)
    assert Entry.select().count() == limit


def test_a_discarded_draft_is_gone_with_its_files_and_a_submitted_work_cannot_be(cast: Cast) -> None:
    entry_id = ready(cast)
    actions.discard(entry_id, actor=cast.lincuo, at=COLLECTING)
    assert (Entry.select().count(), Revision.select().count(), lines(entry_id)) == (0, 0, ["entry.saved", "entry.discarded"])
    with pytest.raises(NotFound):
        actions.discard(entry_id, actor=cast.lincuo)
    with pytest.raises(WrongState):
        actions.discard(submitted(cast), actor=cast.lincuo)


def test_nothing_is_half_written_when_a_save_fails(cast: Cast) -> None:
    entry_id = saved(cast)
    with pytest.raises(ConsentOutdated):
        actions.save(entry_id, photo(cast, title="新", consents=[{"id": "C1", "version": 2}]), revision=1, actor=cast.lincuo, at=COLLECTING)
    assert (row(entry_id).title, row(entry_id).revision, lines(entry_id)) == ("高原上的追光人", 1, ["entry.saved"])
    assert database.in_transaction() is False


def test_the_unit_is_the_authors_own_of_the_day_of_submission_then_frozen(cast: Cast) -> None:
    entry_id = ready(cast, cast.yangjin, unit_typed="城东第二机械厂工会")
    assert (row(entry_id).unit_id, row(entry_id).unit_typed) == (None, "城东第二机械厂工会")
    membership.ask_for_unit(cast.factory, actor=cast.yangjin)
    move(entry_id, "submit", people.actor_of(str(cast.yangjin.account_id)))
    assert (row(entry_id).unit_id, row(entry_id).unit_typed, row(entry_id).reporting_unit_id) == (cast.factory, None, cast.city)
    membership.ask_for_unit(cast.city, actor=cast.yangjin)
    move(entry_id, "return", cast.ma)
    actions.save(entry_id, photo(cast, title="改"), revision=1, actor=people.actor_of(str(cast.yangjin.account_id)), at=COLLECTING)
    assert row(entry_id).unit_id == cast.factory
