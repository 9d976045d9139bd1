"""What only hinted so far is a condition when a work is recommended, in the newest version of the plan."""
from typing import Any

from models import ids
from models.campaign import actions as campaigns
from models.db import writing
from models.media import examination
from models.media.tables import Examination, File
from models.problems import NotNational
from models.workflow import queries as workflow
from tests import cast as everybody
from tests.cast import Cast
from tests.models.works import COLLECTING, SONG_FIELDS, all_looked_into, brought_to, consents, looked_into, move, now, row, saved, with_file

SHARED = ("author_kind", "contact_name", "contact_phone", "finished_on", "published", "synopsis")
FILM_FIELDS = {**{name: SONG_FIELDS[name] for name in SHARED}, "theme": "匠心绝活", "music": "原创", "footage": "全部自己拍摄"}


def film(cast: Cast, **found: Any) -> str:
    """The id of an approved short play; without figures, one nobody looked into."""
    entry_id = saved(cast, track="micro_video", type="drama", fields=FILM_FIELDS, authors=[{"name": "林措", "role": "导演"}],
                     consents=consents(cast.plan, "micro_video", "C9"))
    file = with_file(entry_id, cast.lincuo, kind="video", name="片.mp4")
    if found:
        looked_into(file, **found)
    return through(entry_id, cast)


def through(entry_id: str, cast: Cast) -> str:
    """By the organiser, who may take every step on somebody's behalf."""
    move(entry_id, "submit", cast.lincuo)
    for act in ("preselect", "shortlist", "approve"):
        move(entry_id, act, cast.liqing)
    return entry_id


def faults(entry_id: str, cast: Cast) -> list[tuple[str, str, str]]:
    """(label, rule, words) of everything that keeps it from being recommended; none when it is recommended."""
    try:
        move(entry_id, "recommend", cast.liqing)
    except NotNational as refused:
        assert now(entry_id) == "approved"
        return [(one["label"], one["rule"], one["says"]) for one in refused.context["fields"]]
    assert now(entry_id) == "recommended"
    return []


def test_a_film_that_fits_is_recommended(cast: Cast) -> None:
    assert faults(film(cast, duration_s=480.4), cast) == []


def test_what_was_a_hint_is_a_condition_with_every_figure_named(cast: Cast) -> None:
    entry_id = film(cast, duration_s=552, width=720, height=1280, container="mov", type="video/quicktime", video_codec="hevc")
    hints = [one["outcome"] for one in File.get(File.about == entry_id).verdicts if one["outcome"] != "pass"]
    assert hints == ["warn"] * 5
    assert faults(entry_id, cast) == [
        ("视频", "container", "这是 MOV 文件，这里要 MP4 格式，请转换后重选"),
        ("视频", "aspect_ratio", "画面是竖的（720×1280），这里要横屏 16:9，请横过来重拍或重新导出"),
        ("视频", "short_side_at_least_px", "短边只有 720 像素，建议不少于 1080 像素，请用更高的清晰度重新导出"),
        ("视频", "duration_at_most_s", "时长 9 分 12 秒，故事情景剧不超过 8 分钟，请剪短后重选")]


def test_the_button_says_beforehand_what_is_lacking(cast: Cast) -> None:
    entry_id = film(cast, duration_s=552)
    closed = {way.step.act: way.problem for way in workflow.ways_on(row(entry_id), cast.liqing, COLLECTING)}["recommend"]
    assert isinstance(closed, NotNational)
    assert (closed.status, closed.code) == (422, "entry.not_national")
    assert closed.detail == "推荐全国前请处理：视频：时长 9 分 12 秒，故事情景剧不超过 8 分钟，请剪短后重选"


def test_the_newest_version_counts_not_the_one_the_work_was_made_under(cast: Cast) -> None:
    entry_id = film(cast, duration_s=500)
    assert [rule for _, rule, _ in faults(entry_id, cast)] == ["duration_at_most_s"]
    campaigns.import_plan(everybody.PLAN.replace("duration_at_most_s, limit: 480", "duration_at_most_s, limit: 600"), actor_id=None)
    assert faults(entry_id, cast) == []


def test_a_file_nobody_has_looked_into_yet_is_waited_for(cast: Cast) -> None:
    entry_id = film(cast)
    assert faults(entry_id, cast) == [("视频", "examination", "文件还在检查，请稍后再推荐")]
    all_looked_into(entry_id)
    assert faults(entry_id, cast) == []


def test_one_whose_examination_was_given_up_is_to_be_taken_up_again_first(cast: Cast) -> None:
    entry_id = film(cast)
    file = File.get(File.about == entry_id)
    with writing():
        Examination.update(given_up_at=COLLECTING).where(Examination.file == file.id).execute()
    assert faults(entry_id, cast) == [("视频", "examination", "文件检查没有做完，请主办单位重新检查这个文件")]
    examination.start_again(file.id, actor_id=cast.liqing.account_id, at=COLLECTING)
    all_looked_into(entry_id)
    assert faults(entry_id, cast) == []


def test_a_song_needs_its_sheet_by_then(cast: Cast) -> None:
    people = [{"name": "林措", "role": role} for role in ("作词", "作曲", "演唱")]
    entry_id = saved(cast, track="song", type="original", title="追光", fields=SONG_FIELDS, authors=people,
                     consents=consents(cast.plan, "song", "C9"))
    with_file(entry_id, cast.lincuo, kind="song", name="追光.mp3")
    through(entry_id, cast)
    all_looked_into(entry_id)
    assert faults(entry_id, cast) == [("文档", "count_at_least", "至少要 1 份，现有 0 份，请补齐")]
    move(entry_id, "return", cast.liqing)
    looked_into(with_file(entry_id, cast.lincuo, kind="document", name="歌谱.pdf"))
    assert faults(entry_id, cast) == []


def test_a_group_that_lost_a_picture_is_told_how_many_there_are(cast: Cast) -> None:
    entry_id = saved(cast, type="group")
    files = [with_file(entry_id, cast.lincuo) for _ in range(4)]
    through(entry_id, cast)
    for file in files[1:]:
        looked_into(file)
    looked_into(files[0], width=20_000, height=10_000)
    assert faults(entry_id, cast) == [
        ("照片 1", "max_pixels", "画面是 20000×10000（2 亿像素），这里最多 1 亿像素，请缩小后重选"),
        ("照片", "count", "组照要 4–8 幅，现有 3 幅，请补齐")]


def test_what_was_only_tried_after_submission_does_not_stand_in_the_way(cast: Cast) -> None:
    """A supplement that never arrived, and a replacement that was refused while the file itself still stands."""
    entry_id = brought_to("approved", cast)
    former = File.get(File.about == entry_id)
    for state in ("waiting", "refused"):
        with writing():
            File.create(id=ids.mint("fil"), about=entry_id, owner=former.owner_id, kind="photo", name="b.jpg", size=9, key=state,
                        ticket=state, state=state, replaces=former.id if state == "refused" else None, opened_at=COLLECTING)
    assert faults(entry_id, cast) == []
