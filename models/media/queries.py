from datetime import datetime, timedelta

from peewee import ModelSelect, fn

from models import clock
from models.media.tables import Discarded, File, FileState
from models.rows import Prepared

ABANDONED = timedelta(days=10)


def files_of(about: str) -> list[File]:
    """An owner's files, in their order."""
    return _files_of(about)


_files_of = Prepared(File, lambda about: standing().where(File.about == about).order_by(File.position, File.id))


def standing() -> "ModelSelect[File]":
    """Files that were not removed, as a query."""
    return File.select().where(File.removed_at.is_null())


def find(file_id: str) -> File | None:
    return standing().where(File.id == file_id).get_or_none()


def waiting(at: datetime, *, older_than: timedelta = timedelta(minutes=2), limit: int = 200) -> list[File]:
    """Files whose bytes may have arrived without anybody telling us: those called back first, then those not asked for longest.

    What is still not there after `ABANDONED` was given up; half an upload lives no longer in the store either.
    """
    due = standing().where(File.state == FileState.WAITING, File.opened_at.between(at - ABANDONED, at - older_than))
    return list(due.order_by(File.called_back_at.is_null(), fn.COALESCE(File.looked_at, ""), File.opened_at).limit(limit))


def discarded(at: datetime | None = None, *, limit: int = 200) -> list[str]:
    """Keys of objects to delete from the store now, oldest first."""
    due = Discarded.select().where(Discarded.due_at <= (at or clock.now()))
    return [row.key for row in due.order_by(Discarded.due_at, Discarded.key).limit(limit)]


def were_uploading(about: str, closed: datetime) -> bool:
    """Whether uploads were under way at an instant, and none began after it."""
    files = files_of(about)
    return all(file.opened_at < closed for file in files) and any(file.stored_at is None or file.stored_at >= closed for file in files)
