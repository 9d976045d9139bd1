from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import SQL, ModelSelect, fn

from models import clock
from models.media.tables import Discarded, Examination, File, FileState, Rendition, Step
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
    The state stands in the statement itself: SQLite finds a partial index by no parameter.
    """
    due = standing().where(File.state == SQL(f"'{FileState.WAITING}'"), File.opened_at.between(at - ABANDONED, at - older_than))
    return list(due.order_by(File.called_back_at.is_null(), fn.COALESCE(File.looked_at, ""), File.opened_at).limit(limit))


def discarded(at: datetime | None = None, *, limit: int = 5_000) -> list[str]:
    """Keys of objects to delete from the store now, oldest first."""
    due = Discarded.select().where(Discarded.due_at <= (at or clock.now()))
    return [row.key for row in due.order_by(Discarded.due_at, Discarded.key).limit(limit)]


def were_uploading(about: str, closed: datetime) -> bool:
    """Whether uploads were under way at an instant, and none began after it."""
    files = files_of(about)
    return all(file.opened_at < closed for file in files) and any(file.stored_at is None or file.stored_at >= closed for file in files)


FOR_PEOPLE = ("thumb", "thumb_webp", "display", "display_webp", "poster", "play")


def renditions(file_ids: Iterable[str]) -> dict[str, list[Rendition]]:
    """What there is of each file for people to look at and listen to, by file. One query, none without files."""
    wanted, found = sorted(file_ids), dict[str, list[Rendition]]()
    if wanted:
        for row in Rendition.select().where(Rendition.file.in_(wanted), Rendition.purpose.in_(FOR_PEOPLE)).order_by(
                Rendition.file, Rendition.purpose):
            found.setdefault(row.file_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the examination of a file is: `done` of `of` steps. `state` is examining, trying_again, given_up or done."""
    state: str
    done: int
    of: int
    next_try: datetime | None = None


def progress(file_ids: Iterable[str]) -> dict[str, Progress]:
    """The examinations of these files, by file. One query, none without files."""
    wanted = sorted(file_ids)
    rows = Examination.select().where(Examination.file.in_(wanted)) if wanted else []
    return {row.file_id: _progress(row) for row in rows}


def _progress(row: Examination) -> Progress:
    steps = list(Step)
    if row.done_at:
        return Progress("done", len(steps), len(steps))
    done = steps.index(Step(row.step))
    if row.given_up_at:
        return Progress("given_up", done, len(steps))
    return Progress("trying_again", done, len(steps), row.due_at) if row.trouble else Progress("examining", done, len(steps))


def given_up(limit: int = 200) -> list[Examination]:
    """Examinations that were given up, of files that still stand, oldest first."""
    standing_ones = Examination.select().join(File).where(Examination.given_up_at.is_null(False), File.removed_at.is_null())
    return list(standing_ones.order_by(Examination.given_up_at).limit(limit))


def backlog() -> tuple[int, int]:
    """(how many files wait to be examined, how many were given up)."""
    waiting = Examination.select().where(Examination.done_at.is_null(), Examination.given_up_at.is_null())
    return waiting.count(), Examination.select().where(Examination.given_up_at.is_null(False)).count()
