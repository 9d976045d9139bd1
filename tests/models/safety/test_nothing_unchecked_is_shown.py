"""A work goes on show when everything of it was looked at and nothing of it blocked; how it stands is told to staff."""
import pytest

from models.db import writing
from models.media.tables import File
from models.personal.queries import export
from models.problems import ContentOpen
from models.safety import actions, queries
from models.safety.tables import ContentCheck
from models.workflow import queries as workflow
from tests.cast import Cast
from tests.models.safety.checked import says, text_check
from tests.models.works import PUBLISHING, brought_to, looked_into, move, published, row, saved, submitted, with_file


@pytest.fixture
def approved(cast: Cast) -> str:
    """A photograph whose results are published and whose content passed."""
    entry_id = brought_to("approved", cast)
    published(cast, entry_id)
    return entry_id


def is_open(entry_id: str, cast: Cast) -> bool:
    way = next(way for way in workflow.ways_on(row(entry_id), cast.liqing, PUBLISHING) if way.step.act == "exhibit")
    return way.problem is None


def blocked_by(entry_id: str, cast: Cast) -> tuple[str, dict[str, object]]:
    with pytest.raises(ContentOpen) as refused:
        move(entry_id, "exhibit", cast.liqing, PUBLISHING)
    return refused.value.detail, {key: refused.value.context[key] for key in ("waiting", "human", "blocked")}


def set_back(entry_id: str, kind: str) -> ContentCheck:
    """The work's check of this kind, as if WeChat were to be asked yet."""
    check: ContentCheck = ContentCheck.get(ContentCheck.entry == entry_id, ContentCheck.kind == kind)
    with writing():
        ContentCheck.update(state="due", suggest=None, label=None, answered_at=None, trace_id=None, asked_at=None).where(
            ContentCheck.id == check.id).execute()
    return check


def test_what_passed_is_shown(approved: str, cast: Cast) -> None:
    assert (is_open(approved, cast), queries.of_entry(row(approved))) == (True, {"state": "passed", "label": "内容安全：已通过"})
    assert move(approved, "exhibit", cast.liqing, PUBLISHING)


@pytest.mark.parametrize("kind", ["text", "picture"])
def test_what_is_open_doubted_or_blocked_is_not_shown_and_says_what_is_missing(approved: str, cast: Cast, kind: str) -> None:
    check = set_back(approved, kind)
    assert (is_open(approved, cast), queries.of_entry(row(approved))["state"]) == (False, "pending")
    assert blocked_by(approved, cast) == (
        "内容安全检查还没有通过：1 项还在检查，请稍后再试", {"waiting": 1, "human": 0, "blocked": 0})
    says(check, "review", 21000)
    assert queries.of_entry(row(approved)) == {"state": "human", "label": "内容安全：待人工核对"}
    assert blocked_by(approved, cast) == ("内容安全检查还没有通过：1 项待人工核对", {"waiting": 0, "human": 1, "blocked": 0})
    actions.decide(check.id, "pass", actor=cast.liqing)
    assert (is_open(approved, cast), queries.of_entry(row(approved))["state"]) == (True, "passed")


def test_a_blocked_text_keeps_the_work_inside(approved: str, cast: Cast) -> None:
    check = set_back(approved, "text")
    says(check, "risky", 20003)
    actions.decide(check.id, "block", "有辱骂", actor=cast.liqing)
    assert blocked_by(approved, cast) == (
        "内容安全检查还没有通过：1 项人工核对未通过，请退回作者修改", {"waiting": 0, "human": 0, "blocked": 1})


def test_a_file_nobody_looked_into_is_not_shown(cast: Cast) -> None:
    entry_id = submitted(cast)
    says(text_check(entry_id), "pass")
    assert queries.standing_of(entry_id) == queries.Standing(waiting=1, human=0, blocked=0)
    (file,) = File.select().where(File.about == entry_id)
    looked_into(file)
    assert queries.standing_of(entry_id) == queries.Standing(waiting=1, human=0, blocked=0)
    says(ContentCheck.get(ContentCheck.about == file.id), "pass")
    assert queries.standing_of(entry_id) == queries.Standing(waiting=0, human=0, blocked=0)


def test_a_document_needs_no_look(cast: Cast) -> None:
    entry_id = brought_to("submitted", cast)
    stands = queries.standing_of(entry_id)
    file = with_file(saved(cast), cast.lincuo)
    with writing():
        File.update(about=entry_id, kind="document").where(File.id == file.id).execute()
    assert queries.standing_of(entry_id) == stands


def test_my_export_says_what_was_given_to_wechat_and_not_what_it_thought(cast: Cast) -> None:
    entry_id = submitted(cast)
    assert export(cast.lincuo)["entries"][0]["given_to_wechat"] == []
    says(text_check(entry_id), "risky", 20003)
    assert export(cast.lincuo)["entries"][0]["given_to_wechat"] == [
        {"about": entry_id, "part": "正文", "asked_at": "2022-08-25T02:00:00.000Z"}]
