from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from models import clock, ids, journal
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.db import insert_in_slices, locked, writing
from models.media import queries as files
from models.media.tables import File, FileState
from models.originality import alignment, lookup, marks, queries, rules
from models.originality.lookup import Hit
from models.originality.tables import Fingerprint, Likeness
from models.ports import Print
from models.problems import NotFound
from models.rows import find_row

MOST = 20            # likenesses written down for one file: the nearest


@dataclass(frozen=True, slots=True)
class Alike:
    """Another file that this one is like, and how."""
    file_id: str
    how: str
    similarity: int
    matched: int | None = None
    frames: int | None = None
    own_at_ms: int = 0
    other_at_ms: int = 0


def keep_and_compare(file_id: str, prints: Sequence[Print], at: datetime | None = None) -> int:
    """Keep a file's fingerprints in the place of former ones, then write down what it is like; how many likenesses are new.

    Two transactions, on purpose: of two files kept at one instant, whoever looks last sees the other. Done again, it finds
    what is still missing. A file that was removed or refused has neither; 0.
    """
    return compare(file_id, at) if keep(file_id, prints) else 0


def keep(file_id: str, prints: Sequence[Print]) -> bool:
    """Keep a standing file's fingerprints in the place of former ones; whether it stands."""
    with writing():
        file = locked(_comparable().where(File.id == file_id)).get_or_none()
        if file is None:
            return False
        delete_rows(Fingerprint, Fingerprint.file == file_id)
        rows = {(row["at_ms"], row["part"]): row for row in (_row(file, one) for one in prints)}
        insert_in_slices(Fingerprint, list(rows.values()))
        return True


def _row(file: File, one: Print) -> dict[str, object]:
    band_0, band_1, fine = marks.dealt(int(one.mark, 16))
    return {"file": file.id, "at_ms": round(one.at_s * 1000), "part": one.window, "kind": "frame" if file.kind == "video" else "picture",
            "band_0": band_0, "band_1": band_1, "fine": fine, "detail": bytes.fromhex(one.detail)}


def compare(file_id: str, at: datetime | None = None) -> int:
    """Look for files of other entries with equal bytes or near fingerprints, and write down the likenesses; how many are new."""
    file = _comparable().where(File.id == file_id).get_or_none()
    if file is None:
        return 0
    found = {one.file_id: one for one in [*_near(file), *_equal(file)]}
    return _write_down(file, list(found.values()), at or clock.now())


def is_compared(file: File) -> bool:
    """Whether files like this one are looked for: those of works are, pictures of events are not."""
    return ids.is_id(file.about, "ent")


def _comparable() -> "ModelSelect[File]":
    """Standing files of works, said so that no index of `about` is chosen for it."""
    return files.standing().where(File.state.in_((FileState.STORED, FileState.READY)), fn.SUBSTR(File.about, 1, 4) == "ent_")


def _equal(file: File) -> list[Alike]:
    """The oldest files with the same bytes."""
    if not file.sha256:
        return []
    same = _comparable().where(File.sha256 == file.sha256, File.about != file.about).order_by(File.stored_at, File.id).limit(MOST)
    return [Alike(other.id, "bytes", 100) for other in same]


def _near(file: File) -> list[Alike]:
    wanted = lookup.own_of(file.id)
    if not wanted:
        return []
    hits: dict[str, list[Hit]] = {}
    for hit in lookup.look_up(wanted, marks.FAR_DETAIL, except_file=file.id).hits:
        if marks.look_alike(hit.mark_apart, hit.detail_apart):
            hits.setdefault(hit.file_id, []).append(hit)
    others = _of_other_entries(file, hits)
    if file.kind == "video":
        return _films(len(wanted), {one: hits[one] for one in others})
    return [Alike(one, "picture", marks.similarity(min(hit.detail_apart for hit in hits[one]))) for one in others]


def _of_other_entries(file: File, found: Iterable[str]) -> list[str]:
    ordered = sorted(found)
    slices = (ordered[start:start + 500] for start in range(0, len(ordered), 500))
    return [other.id for part in slices for other in _comparable().where(File.id.in_(part), File.about != file.about)]


def _films(frames: int, hits: dict[str, list[Hit]]) -> list[Alike]:
    counted: Any = Fingerprint.select(Fingerprint.file, fn.COUNT(Fingerprint.part)).where(Fingerprint.file.in_(sorted(hits)))
    alike = []
    for other, frames_of_other in counted.group_by(Fingerprint.file).tuples():
        stretch = alignment.longest_stretch((hit.own_at_ms, hit.at_ms) for hit in hits[other])
        shorter = min(frames, frames_of_other)
        if stretch.matched >= alignment.needed(shorter):
            alike.append(Alike(other, "film", stretch.matched * 100 // shorter, stretch.matched, shorter, stretch.own_ms, stretch.other_ms))
    return alike


def _write_down(file: File, found: list[Alike], at: datetime) -> int:
    nearest = sorted(found, key=lambda one: (-one.similarity, one.how != "bytes", one.file_id))[:MOST]
    if not nearest:
        return 0
    with writing():
        others = {other.id: other for other in _comparable().where(File.id.in_([file.id, *(one.file_id for one in nearest)]))}
        if file.id not in others:
            return 0
        before = _count(file)
        for one in nearest:
            if one.file_id in others:
                Likeness.insert(_likeness(others[file.id], others[one.file_id], one, at)).on_conflict_ignore().execute()
        new = _count(file) - before
        if new:
            journal.write("file.likened", file.id, actor_id=None, at=at, about=file.about, count=new)
        return new


def _count(file: File) -> int:
    return Likeness.select().where((Likeness.newer == file.id) | (Likeness.older == file.id)).count()


def _likeness(file: File, other: File, one: Alike, at: datetime) -> dict[str, object]:
    """The row, the same whichever of the two was looked at: what reached us later is the newer."""
    is_newer = (file.stored_at, file.id) > (other.stored_at, other.id)
    newer, older = (file, other) if is_newer else (other, file)
    newer_at, older_at = (one.own_at_ms, one.other_at_ms) if is_newer else (one.other_at_ms, one.own_at_ms)
    return {"id": ids.mint("lik"), "newer": newer.id, "older": older.id, "how": one.how, "similarity": one.similarity,
            "matched": one.matched, "frames": one.frames, "newer_at_ms": newer_at, "older_at_ms": older_at, "found_at": at}


def answer(likeness_id: str, said: str | None, comment: str = "", *, actor: Actor, at: datetime | None = None) -> Likeness:
    """Say that it is the same work or not, or (None) that it is open again; another answer takes the former one's place.

    The same again changes nothing. Raises NotFound for one this person may not see, Forbidden for one who only watches.
    """
    at = at or clock.now()
    with writing():
        seen = queries.find(likeness_id, actor)
        likeness = find_row(Likeness, likeness_id, hold=True) if seen else None
        if likeness is None:
            raise NotFound(what="这条疑似重复提示")
        rules.require_answerer(likeness, actor)
        kept = comment if said else ""
        if (likeness.answer, likeness.comment) == (said, kept):
            return likeness
        journal.write("likeness.answered", likeness.id, actor_id=actor.account_id, at=at, answer=said, former=likeness.answer)
        likeness.answer, likeness.comment = said, kept
        likeness.answered_by_id, likeness.answered_at = (actor.account_id, at) if said else (None, None)
        likeness.save(only=["answer", "comment", "answered_by", "answered_at"])
        return likeness
