"""Entries as tests need them: a photograph that lacks nothing, its file, and the moves that bring it somewhere."""
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from peewee import SQL

from models import clock, ids
from models.accounts.actor import Actor
from models.campaign.plan import Plan
from models.db import writing
from models.entries import actions as entries
from models.entries import attachments
from models.entries.draft import Draft
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.journal import Line
from models.media import actions as media
from models.media import examination, queries
from models.media.tables import Examination, File, Rendition
from models.ports import Opinion, StoredObject
from models.safety import actions as safety
from models.safety.tables import ContentCheck
from models.workflow import actions
from tests.cast import Cast

COLLECTING = clock.from_shanghai("2022-08-25 10:00")
CLOSING = clock.from_shanghai("2022-08-31 24:00")
PUBLISHING = clock.from_shanghai("2022-09-10 10:00")
INSTANT = timedelta(milliseconds=1)
JPEG = "image/jpeg"
PHOTO_FIELDS = {
    "author_kind": "个人", "contact_name": "林措", "contact_phone": "13800000000", "finished_on": "2022-08-20", "published": "未公开发表",
    "theme": "爱岗敬业精神风貌", "shot_on": "2022-08-01", "place": "海南州共和县", "caption": "林措在变电站巡检，清晨五点的高原。",
    "processing": "没有处理"}
SONG_FIELDS = {
    **{name: PHOTO_FIELDS[name] for name in ("author_kind", "contact_name", "contact_phone", "finished_on", "published")},
    "form": "合唱", "synopsis": "写给高原上的建设者，一首关于坚守的歌，歌词来自班组的日记。", "lyrics": "我们在高原\n追着光",
    "originality": "词曲均为原创", "rights": "作者"}
NEXT = {"preselected": ("preselect", "ma"), "shortlisted": ("shortlist", "qilian"), "approved": ("approve", "liqing"),
        "recommended": ("recommend", "qilian")}


def consents(plan: Plan, track: str, *more: str) -> list[dict[str, Any]]:
    """Every consent of a track in its version, and these besides."""
    wanted = {*plan.track(track).consents, *more}
    return [{"id": one.id, "version": one.version} for one in plan.consents if one.id in wanted]


def photo(cast: Cast, **changes: Any) -> Draft:
    """A photograph that lacks nothing but its file."""
    whole = Draft(track="photo", campaign="qinghai-2022", type="single", title="高原上的追光人", fields=PHOTO_FIELDS,
                  authors=[{"name": "林措", "role": "摄影"}], consents=consents(cast.plan, "photo", "C9"))
    return replace(whole, **changes)


def song(cast: Cast, **changes: Any) -> Draft:
    """A song that lacks nothing but its file."""
    people = [{"name": "林措", "role": role} for role in ("作词", "作曲", "演唱")]
    return photo(cast, **{"track": "song", "type": "original", "title": "追光", "fields": SONG_FIELDS, "authors": people,
                          "consents": consents(cast.plan, "song", "C9"), **changes})


def saved(cast: Cast, author: Actor | None = None, at: datetime = COLLECTING, **changes: Any) -> str:
    """The id of a new draft without files."""
    entry_id = ids.mint("ent")
    entries.save(entry_id, photo(cast, **changes), revision=0, actor=author or cast.lincuo, at=at)
    return entry_id


def ready(cast: Cast, author: Actor | None = None, at: datetime = COLLECTING, **changes: Any) -> str:
    """The id of a draft that could be submitted."""
    entry_id = saved(cast, author, at, **changes)
    with_file(entry_id, author or cast.lincuo, at)
    return entry_id


def submitted(cast: Cast, author: Actor | None = None, at: datetime = COLLECTING, **changes: Any) -> str:
    entry_id = ready(cast, author, at, **changes)
    move(entry_id, "submit", author or cast.lincuo, at)
    return entry_id


def brought_to(state: str, cast: Cast, author: Actor | None = None, at: datetime = COLLECTING) -> str:
    """The id of a photograph that went the usual way to this state."""
    entry_id = submitted(cast, author, at)
    if state == "declined":
        move(entry_id, "decline", cast.ma, at)
    for reached, (act, who) in NEXT.items():
        if state == "submitted" or now(entry_id) in (state, "declined"):
            break
        usual = getattr(cast, who)
        all_looked_into(entry_id, at)
        move(entry_id, act, cast.liqing if usual is author else usual, at)
        assert now(entry_id) == reached
    assert now(entry_id) == state
    return entry_id


def place(entry_id: str, author: Actor, at: datetime = COLLECTING, **more: Any) -> File:
    """A place whose bytes are not there yet."""
    asked = {"about": entry_id, "name": "a.jpg", "size": 3_000_000, "kind": "photo", **more}
    return attachments.attach(ids.mint("fil"), **asked, actor=author, at=at)[0]


def arrive(file: File, at: datetime = COLLECTING, **found: Any) -> File:
    """The bytes are there; by default just what was announced."""
    mime = {"photo": JPEG, "song": "audio/mpeg", "video": "video/mp4", "document": "application/pdf"}[file.kind]
    stored = {"key": file.key, "size": file.size, "mime": mime, "etag": "etag", "put_at": at, **found}
    return media.settle(file.id, found=StoredObject(**stored), at=at)


def with_file(entry_id: str, author: Actor, at: datetime = COLLECTING, **more: Any) -> File:
    return arrive(place(entry_id, author, at, **more), at)


FOUND: dict[str, dict[str, Any]] = {
    "photo": {"type": JPEG, "width": 4000, "height": 3000, "has_camera_data": True},
    "song": {"type": "audio/mpeg", "container": "mp3", "audio_codec": "mp3", "duration_s": 200.0, "bitrate_kbps": 192,
             "sample_rate_hz": 44100, "channels": 2, "is_silent": False},
    "video": {"type": "video/mp4", "container": "mp4", "video_codec": "h264", "audio_codec": "aac", "width": 1920, "height": 1080,
              "duration_s": 100.0, "bitrate_kbps": 8000, "frame_rate": 25.0, "has_sound": True, "is_silent": False},
    "document": {"type": "application/pdf"}}


def looked_into(file: File, at: datetime = COLLECTING, **found: Any) -> File:
    """What a worker finds in a file, written down step by step: ready, unless what was found refuses it."""
    with writing():
        Examination.update(claim="test", claimed_until=at + examination.LEASE).where(Examination.file == file.id).execute()
    row = Examination.get_by_id(file.id)
    measured = {**FOUND[file.kind], **found}
    examination.sniffed(row, mime=str(measured["type"]), sha256=file.sha256 or file.id.ljust(64, "0"), at=at)
    if examination.measured(row, measured, at=at):
        shown = [purpose for purpose in examination.PURPOSES[file.kind] if purpose in queries.FOR_PEOPLE]
        examination.rendered(row, [examination.Stored(purpose, examination.rendition_key(file.key, purpose), JPEG, 1000)
                                   for purpose in shown], at=at)
        examination.printed(row, at=at)
        safety.open_checks(file.id, list(Rendition.select().where(Rendition.file == file.id)), at=at)
        examination.finished(row, at=at)
    return File.get_by_id(file.id)


def all_looked_into(entry_id: str, at: datetime = COLLECTING) -> None:
    """Every file of a work that waits to be looked into is ready."""
    for file in queries.files_of(entry_id):
        if file.state == "stored":
            looked_into(file, at)
    content_passed(entry_id, at)


def content_passed(entry_id: str, at: datetime = COLLECTING) -> None:
    """WeChat finds nothing in a work's texts, pictures and sounds."""
    for check in ContentCheck.select().where(ContentCheck.entry == entry_id, ContentCheck.state == "due"):
        trace_id = f"trace-{check.id}"
        if check.kind == "text":
            safety.told(check.id, Opinion("pass", 100, trace_id), at=at)
        else:
            safety.asked(check.id, trace_id, at=at)
            safety.hear(trace_id, suggest="pass", label=100, errcode=0, at=at)


def move(entry_id: str, act: str, actor: Actor, at: datetime = COLLECTING, **more: Any) -> bool:
    """Take a step; staff who must give a reason give one."""
    if act in ("return", "disqualify"):
        more = {"comment": "请补充图片说明", **more}
    return actions.move(entry_id, act, move_id=ids.mint("mov"), actor=actor, at=at, **more)[1]


def published(cast: Cast, entry_id: str, at: datetime = PUBLISHING) -> None:
    """Three organisers agree to publish the results of the entry's track."""
    for organiser in (cast.liqing, cast.zhuoma, cast.hanmei):
        move(entry_id, "publish", organiser, at)


def row(entry_id: str) -> Entry:
    entry: Entry = Entry.get_by_id(entry_id)
    return entry


def now(entry_id: str) -> str:
    return str(row(entry_id).state)


def shown(entry_id: str, author: Actor, at: datetime = COLLECTING) -> str:
    """The word its author reads."""
    return str(Reach(author).shown(row(entry_id), at))


def lines(about: str) -> list[str]:
    """What the journal says of a thing, in order."""
    return [line.what for line in written(about)]


def written(about: str) -> list[Line]:
    """The journal's lines about a thing, in order."""
    return list(Line.select().where(Line.about == about).order_by(SQL("id")))
