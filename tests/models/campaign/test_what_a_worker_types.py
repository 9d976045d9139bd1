"""How little a worker has to type, and that the phone's cases of forms are the service's."""
import pytest

from models.campaign import forms
from models.campaign.plan import Plan
from tests import vectors
from tests.vectors import drafts

WORKS = ("song", "micro_video", "photo", "recitation")
OF_RIGHTS = {"originality", "rights", "music", "footage"}


@pytest.mark.parametrize("track_id", WORKS)
def test_a_typed_work_asks_at_most_six_things_of_a_worker_whatever_its_type(plan: Plan, track_id: str) -> None:
    track = plan.track(track_id)
    prefilled = {field.id: field.default for field in plan.form(track_id) if field.default}
    assert track.people is not None
    for kind in track.types:
        me = [{"name": "林措", "role": role} for role in track.people.required or track.people.any_of[:1]]
        lacking = [*forms.missing(plan.form(track_id), prefilled, kind.id), *forms.people_missing(track.people, me)]
        assert 1 + (len(track.types) > 1) + len(lacking) <= 6


def test_no_statement_of_rights_is_made_for_the_author(plan: Plan) -> None:
    defaults = {field.id: field.default for track_id in WORKS for field in plan.form(track_id) if field.id in OF_RIGHTS}
    assert defaults == dict.fromkeys(OF_RIGHTS)


def test_what_comes_filled_in_is_the_usual_case(plan: Plan) -> None:
    block = {"author_kind": "个人", "contact_name": "me.name", "contact_phone": "me.phone", "finished_on": "today",
             "published": "未公开发表"}
    own = {track_id: {field.id: field.default for field in plan.form(track_id) if field.default} for track_id in WORKS}
    assert own == {
        "song": {"form": "独唱", **block}, "micro_video": block,
        "photo": {"shot_on": "today", "processing": "没有处理", **block}, "recitation": {"form": "一人", "language": "普通话", **block}}


def test_the_plan_the_phone_is_tested_with_is_this_one(plan: Plan) -> None:
    assert vectors.text_of(drafts.campaign(plan)) == vectors.written("campaign.json"), vectors.REFRESH


def test_the_shared_drafts_are_judged_as_the_service_judges_today(plan: Plan) -> None:
    assert vectors.text_of(drafts.document(plan)) == vectors.written("forms.json"), vectors.REFRESH
