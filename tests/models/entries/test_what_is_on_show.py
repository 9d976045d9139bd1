"""优秀作品展示: what anybody sees of a work, and what nobody does."""
from datetime import timedelta

import pytest

from models import clock, ids
from models.accounts import actions as accounts
from models.campaign import actions as campaigns
from models.db import writing
from models.entries import exhibition
from models.entries.exhibition import ShownFile
from models.entries.tables import Entry
from models.media import actions as media
from models.media import queries as files
from models.media.examination import PURPOSES, rendition_key
from models.problems import NotFound
from tests import cast as everybody
from tests.cast import Cast
from tests.models.counting import count_queries
from tests.models.works import (
    PHOTO_FIELDS,
    PUBLISHING,
    all_looked_into,
    brought_to,
    looked_into,
    move,
    place,
    published,
    ready,
    row,
    submitted,
    with_file,
)

SOON = PUBLISHING + timedelta(hours=1)


def exhibited(cast: Cast, count: int) -> list[str]:
    """Photographs on show, in the order they went up."""
    made = [brought_to("approved", cast) for _ in range(count)]
    published(cast, made[0])
    for n, entry_id in enumerate(made):
        move(entry_id, "exhibit", cast.liqing, PUBLISHING + timedelta(minutes=n))
    return made


def keys(file: ShownFile) -> set[str]:
    return {one.key for one in file.renditions}


def renditions(entry_id: str) -> set[str]:
    """The keys of everything made of a photograph; the original's is not among them."""
    return {rendition_key(files.files_of(entry_id)[0].key, purpose) for purpose in PURPOSES["photo"]}


def test_a_work_on_show_has_what_the_page_needs(cast: Cast) -> None:
    (entry_id,) = exhibited(cast, 1)
    work = exhibition.work(entry_id, SOON)
    assert (work.id, work.track, work.track_label, work.type_label, work.title) == (
        entry_id, "photo", "网络正能量摄影作品征集", "单幅", "高原上的追光人")
    assert (work.authors, work.unit_name, work.synopsis, work.exhibited_at) == (
        [{"name": "林措", "role": "摄影"}], "城东机械厂工会", PHOTO_FIELDS["caption"], PUBLISHING)
    assert [(file.kind, file.name, keys(file)) for file in work.files] == [("photo", "照片", renditions(entry_id))]


def test_nothing_personal_is_told(cast: Cast) -> None:
    (entry_id,) = exhibited(cast, 1)
    accounts.update_profile(name="实名不公开", actor=cast.lincuo)
    with writing():
        Entry.update(authors=[{"name": "林措", "role": "摄影", "account": cast.lincuo.account_id, "phone": "13800000000"}],
                     unit_typed="随手填的单位").where(Entry.id == entry_id).execute()
    told = repr(exhibition.work(entry_id, SOON))
    for secret in ("13800000000", "实名不公开", "acc_", "随手填的单位", "a.jpg", "unt_", PHOTO_FIELDS["place"]):
        assert secret not in told


def test_what_is_not_on_show_is_not_there(cast: Cast) -> None:
    shown, down = exhibited(cast, 2)
    move(down, "unexhibit", cast.liqing, SOON)
    others = [ready(cast, cast.yangjin), submitted(cast, cast.yangjin), brought_to("recommended", cast), down, ids.mint("ent")]
    for entry_id in others:
        with pytest.raises(NotFound):
            exhibition.work(entry_id, SOON)
    assert list(exhibition.on_show("qinghai-2022")) == [row(shown)]
    assert list(exhibition.on_show("qinghai-2022", "photo")) == [row(shown)]
    assert (list(exhibition.on_show("qinghai-2022", "song")), list(exhibition.on_show("another"))) == ([], [])


def test_documents_removed_and_refused_files_stay_inside(cast: Cast) -> None:
    entry_id = ready(cast, type="group")
    first = files.files_of(entry_id)[0]
    second, refused, gone = with_file(entry_id, cast.lincuo), with_file(entry_id, cast.lincuo), with_file(entry_id, cast.lincuo)
    place(entry_id, cast.lincuo)                                    # its bytes never came
    for file in (first, second, gone):
        looked_into(file)
    first, second = (files.find(file.id) or first for file in (first, second))
    looked_into(refused, width=20_000, height=20_000)
    with_file(entry_id, cast.lincuo)                                # nobody looked into it yet
    with writing():
        media.remove(gone, actor=cast.lincuo, at=PUBLISHING)
        second.kind, first.position, second.position = "document", 9, 1
        second.save()
        first.save()
        Entry.update(exhibited_at=PUBLISHING).where(Entry.id == entry_id).execute()
    assert [keys(file) for file in exhibition.work(entry_id, SOON).files] == [
        {rendition_key(first.key, purpose) for purpose in PURPOSES["photo"]}]


def test_several_files_of_a_kind_are_numbered_in_their_order(cast: Cast) -> None:
    entry_id = ready(cast, type="group")
    with_file(entry_id, cast.lincuo)
    all_looked_into(entry_id)
    with writing():
        Entry.update(exhibited_at=PUBLISHING).where(Entry.id == entry_id).execute()
    assert [file.name for file in exhibition.work(entry_id, SOON).files] == ["照片 1", "照片 2"]


def test_wording_that_dates_is_said_as_of_today(cast: Cast) -> None:
    (entry_id,) = exhibited(cast, 1)
    with writing():
        Entry.update(track="song", type="original").where(Entry.id == entry_id).execute()
    assert exhibition.work(entry_id, SOON).track_label == "“喜迎二十大”网络正能量歌曲征集"
    assert exhibition.work(entry_id, clock.from_shanghai("2022-11-01 10:00")).track_label == "网络正能量歌曲征集"


def test_a_label_is_that_of_the_version_the_work_was_made_under(cast: Cast) -> None:
    (entry_id,) = exhibited(cast, 1)
    campaigns.import_plan(everybody.PLAN.replace("label: 单幅", "label: 单张"), actor_id=None)
    assert exhibition.work(entry_id, SOON).type_label == "单幅"


def test_three_works_are_asked_for_as_often_as_one(cast: Cast) -> None:
    exhibited(cast, 3)
    for count in (1, 3):
        with count_queries() as counted:
            works = exhibition.works(exhibition.on_show("qinghai-2022").limit(count), SOON)
        assert (len(works), counted.reads) == (count, 4)
