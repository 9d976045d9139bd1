"""文件检查: what is found inside a stored file, written down step by step, and who may write it.

A worker claims one row, does one step after the other outside any transaction, and writes each down here with what it
found. A claim lives two minutes and is kept alive while work goes on; whoever lost it (a frozen process, a wrong clock)
is told `ClaimLost` and has changed nothing. So a kill at any instant costs at most the step under way, which is done
again by the next worker: renditions overwrite themselves, since their keys follow from the original's.

The world's failures are retried with patience, the file's own are its verdict. What still fails is given up in the
open: the row says so, the entry shows it, and `start_again` takes it up.
"""
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import ModelSelect

from models import clock, journal
from models.accounts.holding import delete_rows
from models.db import free_rows, locked, writing
from models.media import rules
from models.media.specification import Verdict
from models.media.tables import Discarded, Examination, File, FileState, Rendition, Step
from models.ports import Measured
from models.problems import NothingToExamine

LEASE = timedelta(minutes=2)
PATIENCE = tuple(timedelta(seconds=s) for s in (10, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600))
TOO_HEAVY, TRIES_OF_THE_HEAVY = "too_heavy", 2
IN_FLIGHT = timedelta(hours=1)       # a rendition may still be on its way when its file is taken away

FRAMES = tuple(f"frame_{n:02}" for n in range(1, 11))
SOUND = "sound"
PURPOSES = {"photo": ("thumb", "thumb_webp", "display", "display_webp"), "song": ("play", SOUND), "document": (),
            "video": ("poster", "thumb", "thumb_webp", "play", SOUND, *FRAMES)}


class ClaimLost(Exception):
    """Somebody else examines this file now, or its owner took it away: what was found is not written down."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A rendition whose object is in the store. Lengths in milliseconds and pixels, `size` in bytes."""
    purpose: str
    key: str
    mime: str
    size: int
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None


def rendition_key(file_key: str, purpose: str) -> str:
    """Where a file's rendition stands in the store: as hard to guess as the original's key, which it does not tell."""
    name = hashlib.sha256(f"{file_key} {purpose}".encode()).hexdigest()
    return f"rnd/{name[:4]}/{name[4:36]}"


def keys_of(file: File) -> list[str]:
    """Every key a rendition of this file may have."""
    return [rendition_key(file.key, purpose) for purpose in PURPOSES[file.kind]]


def begin(file: File, at: datetime) -> None:
    """A file was stored: it is to be examined. Inside the verb that keeps it."""
    Examination.insert(file=file.id, kind=file.kind, due_at=at).on_conflict_ignore().execute()


def claim(kinds: Sequence[str], *, at: datetime | None = None) -> Examination | None:
    """The row due longest among files of these kinds, now ours until LEASE is over; None when nothing is due.

    Each claim counts as an attempt, so that a file which kills its worker is not tried for ever.
    """
    at = at or clock.now()
    if not _due(kinds, at).exists():
        return None
    with writing():
        row: Examination | None = free_rows(_due(kinds, at).limit(1)).get_or_none()
        if row is None:
            return None
        row.attempts += 1
        row.claim, row.claimed_until = secrets.token_hex(8), at + LEASE
        if row.attempts > len(PATIENCE) + 1:
            _give_up(row, at)
        row.save()
        return row if row.given_up_at is None else None


def _due(kinds: Sequence[str], at: datetime) -> "ModelSelect[Examination]":
    free = Examination.claimed_until.is_null() | (Examination.claimed_until <= at)
    open_ones = Examination.done_at.is_null() & Examination.given_up_at.is_null()
    return Examination.select().where(open_ones, Examination.kind.in_(list(kinds)), Examination.due_at <= at, free).order_by(
        Examination.due_at, Examination.file)


def keep_alive(row: Examination, *, at: datetime | None = None) -> None:
    """The work goes on: another LEASE from now. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        kept = Examination.update(claimed_until=at + LEASE).where(Examination.file == row.file_id, Examination.claim == row.claim).execute()
    if not kept:
        raise ClaimLost()


def subject(row: Examination) -> File:
    """The file examined. Raises ClaimLost when it is there no more."""
    file: File | None = File.get_or_none(File.id == row.file_id, File.removed_at.is_null())
    if file is None:
        raise ClaimLost()
    return file


def clear_up(row: Examination, *, at: datetime | None = None) -> None:
    """After a claim was lost: when the file is there no more, what was made of it meanwhile goes too."""
    at = at or clock.now()
    with writing():
        gone: File | None = File.get_or_none(File.id == row.file_id, File.removed_at.is_null(False) | (File.state == FileState.REFUSED))
        if gone:
            discard_objects(gone, at)


# What each step found

def sniffed(row: Examination, *, mime: str, sha256: str, at: datetime | None = None) -> bool:
    """What the bytes are; whether the file may go on: not when they are not those the phone announced. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, file = _held(row)
        file.mime, file.sha256 = mime, sha256
        file.save(only=[File.mime, File.sha256])
        other = rules.other_bytes(file, sha256)
        if other:
            _refuse(held, file, [other], at)
        else:
            _go_on(row, held, at, to=Step.MEASURE)
        return other is None


def measured(row: Examination, found: Measured, *, at: datetime | None = None) -> bool:
    """The figures, and the verdicts that follow from them; whether the file may go on. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, file = _held(row)
        held.measured = found
        verdicts = rules.inside(file, found)
        if rules.refuses(verdicts):
            _refuse(held, file, verdicts, at)
            return False
        file.verdicts = verdicts
        file.save(only=[File.verdicts])
        row.measured = found
        _go_on(row, held, at, to=Step.RENDER)
        return True


def under_way(row: Examination, ticket: str, *, due: timedelta, at: datetime | None = None) -> None:
    """The store itself makes the renditions: look again after `due`. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, _ = _held(row)
        held.ticket, held.attempts = ticket, 0
        _release(held, at + due)


def rendered(row: Examination, made: Iterable[Stored], *, at: datetime | None = None) -> None:
    """The renditions, whose objects are in the store already. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, file = _held(row)
        delete_rows(Rendition, Rendition.file == file.id)
        for one in made:
            Rendition.create(file=file.id, purpose=one.purpose, key=one.key, mime=one.mime, size=one.size, width=one.width,
                             height=one.height, duration_ms=one.duration_ms, made_at=at)
        held.ticket = None
        _go_on(row, held, at, to=Step.PRINT)


def printed(row: Examination, *, at: datetime | None = None) -> None:
    """Its fingerprints are kept (models.originality). Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, _ = _held(row)
        _go_on(row, held, at, to=Step.CHECK)


def finished(row: Examination, *, at: datetime | None = None) -> File:
    """WeChat is asked about it (models.safety); the file is ready. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, file = _held(row)
        held.done_at, held.claim, held.claimed_until, held.trouble = at, None, None, None
        held.save()
        file.state = FileState.READY
        file.save(only=[File.state])
        journal.write("file.ready", file.id, actor_id=None, at=at, about=file.about)
        return file


# When it does not go well

def unfit(row: Examination, why: str, *, at: datetime | None = None) -> None:
    """The file itself is at fault: refused. `why` is what a Studio refuses with: kind, unreadable, dangerous. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, file = _held(row)
        _refuse(held, file, [rules.unfit(file.kind, why)], at)


def failed(row: Examination, trouble: str, *, at: datetime | None = None) -> None:
    """This attempt came to nothing; another one later, or none any more. `trouble` is a code, never a message. Raises ClaimLost."""
    at = at or clock.now()
    with writing():
        held, _ = _held(row)
        held.trouble, held.ticket = trouble, None
        if held.attempts > len(PATIENCE) or (trouble == TOO_HEAVY and held.attempts >= TRIES_OF_THE_HEAVY):
            _give_up(held, at)
            held.save()
        else:
            _release(held, at + PATIENCE[held.attempts - 1])


def start_again(file_id: str, *, actor_id: str | None, at: datetime | None = None) -> None:
    """Take up once more what was given up. Raises NothingToExamine for a file that was not."""
    at = at or clock.now()
    with writing():
        row = locked(Examination.select().where(Examination.file == file_id, Examination.given_up_at.is_null(False))).get_or_none()
        if row is None:
            raise NothingToExamine()
        row.given_up_at = row.trouble = None
        row.attempts = 0
        _release(row, at)
        journal.write("file.examined_again", file_id, actor_id=actor_id, at=at)


def refuse(file_id: str, verdict: Verdict, at: datetime) -> None:
    """A person found something in a file: it is refused, whatever its state. Inside the owner's verb; nothing for a removed file."""
    file: File | None = locked(File.select().where(File.id == file_id, File.removed_at.is_null())).get_or_none()
    if file and file.state != FileState.REFUSED:
        row = locked(Examination.select().where(Examination.file == file_id)).get_or_none()
        _refuse(row or Examination(file=file_id, kind=file.kind, due_at=at), file, [verdict], at)


def _held(row: Examination) -> tuple[Examination, File]:
    """The file and its row, in this order everywhere, held until the verb ends. Raises ClaimLost."""
    file = locked(File.select().where(File.id == row.file_id, File.removed_at.is_null(), File.state == FileState.STORED)).get_or_none()
    held = locked(Examination.select().where(Examination.file == row.file_id, Examination.claim == row.claim)).get_or_none()
    if file is None or held is None:
        raise ClaimLost()
    return held, file


def _go_on(row: Examination, held: Examination, at: datetime, *, to: Step) -> None:
    """To the next step, in the same hands; `row`, the worker's own copy, hears of it."""
    held.step, held.attempts, held.trouble, held.claimed_until = to, 1, None, at + LEASE
    held.save()
    row.step, row.attempts = to, 1


def _release(held: Examination, due: datetime) -> None:
    held.due_at, held.claim, held.claimed_until = due, None, None
    held.save()


def _give_up(row: Examination, at: datetime) -> None:
    row.given_up_at, row.claim, row.claimed_until = at, None, None
    journal.write("file.given_up", row.file_id, actor_id=None, at=at, step=row.step, trouble=row.trouble or "worker_lost")


def _refuse(row: Examination, file: File, verdicts: list[Verdict], at: datetime) -> None:
    """What was made of it goes; the original is deleted by the sweep like every refused file's."""
    row.done_at, row.claim, row.claimed_until, row.ticket = at, None, None, None
    row.save()
    file.verdicts, file.state = list(verdicts), FileState.REFUSED
    file.save(only=[File.verdicts, File.state])
    delete_rows(Rendition, Rendition.file == file.id)
    discard_objects(file, at)
    journal.write("file.refused", file.id, actor_id=None, at=at, about=file.about)


def discard_objects(file: File, at: datetime, original_due: datetime | None = None) -> None:
    """Let the sweep delete the original and every rendition there is or may be on its way. Inside a verb."""
    due: list[tuple[str, Any]] = [(file.key, original_due or at), *((key, at + IN_FLIGHT) for key in keys_of(file))]
    Discarded.insert_many([{"key": key, "due_at": when} for key, when in due]).on_conflict_ignore().execute()
