"""Checks as tests need them: those of a work, a file whose renditions are there, and what WeChat says of each."""
from datetime import datetime

from models.db import writing
from models.media.examination import rendition_key
from models.media.tables import File, Rendition
from models.ports import Opinion
from models.safety import actions
from models.safety.tables import ContentCheck
from tests.models.works import COLLECTING

TRACE = "60ae120f-371d5872-7941a05b"


def checks(about: str) -> list[ContentCheck]:
    """Everything that is or was to be checked of an entry or a file, by part."""
    return list(ContentCheck.select().where(ContentCheck.about == about).order_by(ContentCheck.part, ContentCheck.opened_at))


def text_check(entry_id: str) -> ContentCheck:
    (only,) = [check for check in checks(entry_id) if check.superseded_at is None]
    return only


def again(check: ContentCheck) -> ContentCheck:
    """The row as it is now."""
    found: ContentCheck = ContentCheck.get_by_id(check.id)
    return found


def made(file: File, *purposes: str) -> list[Rendition]:
    """Renditions of a file, as the media job leaves them."""
    with writing():
        for purpose in purposes:
            Rendition.create(file=file, purpose=purpose, key=rendition_key(file.key, purpose), mime="image/jpeg", size=1000,
                             made_at=COLLECTING)
    return list(Rendition.select().where(Rendition.file == file.id))


def picture_check(file: File, at: datetime = COLLECTING) -> ContentCheck:
    """A photograph's only check, due."""
    actions.open_checks(file.id, made(file, "thumb", "display"), at)
    (only,) = checks(file.id)
    return only


def says(check: ContentCheck, suggest: str, label: int = 100, at: datetime = COLLECTING) -> ContentCheck:
    """WeChat's opinion of a text or a file, the usual way."""
    trace_id = f"trace-{check.id}"
    if check.kind == "text":
        actions.told(check.id, Opinion(suggest, label, trace_id), at)  # type: ignore[arg-type]
    else:
        actions.asked(check.id, trace_id, at)
        actions.hear(trace_id, suggest=suggest, label=label, errcode=0, at=at)
    return again(check)
