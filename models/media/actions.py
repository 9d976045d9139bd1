"""The verbs of files: a place is opened, bytes are found, a file is removed or moved up the order.

The store is asked by the door, outside any transaction; what it said is handed in here.
Rooms that own files (entries, later events) call `place`, `remove` and `reorder` inside their own verb.
"""
import secrets
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from models import clock, journal
from models.accounts.actor import Actor
from models.db import locked, writing
from models.media import examination, queries, rules
from models.media.tables import Discarded, File, FileState
from models.ports import StoredObject
from models.problems import CallbackReplayed, FileArrived, IdReused, Incomplete, NotFound

LATEST_ARRIVAL = timedelta(hours=2)      # longer than any permit lives


def place(file_id: str, *, about: str, owner_id: str, kind: str, name: str, size: int, sha256: str | None, asked_to_replace: str | None,
          file_rules: dict[str, Any], at: datetime, replaces: File | None = None) -> File:
    """A new place for one file. Raises FileWrongKind, FileNameBad, FileTooLarge. Inside the owner's verb.

    One that replaces a replacement not yet arrived steps into its stead, so that a file has one successor at most.
    """
    rules.require_place(kind, name, size, file_rules["max_bytes"])
    last = File.select(fn.MAX(File.position)).where(File.about == about, File.removed_at.is_null()).scalar()
    made: File = File.create(
        id=file_id, about=about, owner=owner_id, kind=kind, name=name, size=size, declared_sha256=sha256, rules=file_rules,
        asked_to_replace=asked_to_replace, replaces=_supersede(replaces, owner_id, at) if replaces else None,
        key=_new_key(about), ticket=secrets.token_urlsafe(18), position=(last or 0) + 1, opened_at=at)
    journal.write("file.opened", file_id, actor_id=owner_id, at=at, about=about, kind=kind, size=size)
    return made


def _new_key(about: str) -> str:
    """Random, of [A-Za-z0-9._/-] only; the folder tells the kind of owner, never who or what."""
    return f"{about[:3]}/{secrets.token_hex(2)}/{secrets.token_hex(16)}"


def _supersede(former: File, owner_id: str, at: datetime) -> str:
    """The id of the file whose place is really to be taken; replacements of it that never arrived are discarded."""
    replaced = former.replaces if former.replaces and queries.find(former.replaces) else former.id
    for other in queries.standing().where(File.about == former.about, File.replaces == replaced):
        _discard(other, owner_id, at)
    return replaced


def known(file_id: str, *, about: str, owner_id: str, kind: str, name: str, size: int, sha256: str | None = None,
          asked_to_replace: str | None = None) -> File | None:
    """The place already opened under this id, or None.

    Raises IdReused for another meaning or another owner, NotFound for a file removed since.
    """
    file = File.get_or_none(File.id == file_id)
    if file is None:
        return None
    meaning = (file.about, file.owner_id, file.kind, file.name, file.size, file.declared_sha256, file.asked_to_replace)
    if meaning != (about, owner_id, kind, name, size, sha256, asked_to_replace):
        raise IdReused()
    if file.removed_at is not None:
        raise NotFound(what="这个文件")
    return file


def choose_again(file: File, *, name: str, size: int, sha256: str | None, at: datetime) -> File:
    """Other bytes for a place that waits: it gets a new key, so that what was sent for the first choice is never taken for it.

    Raises FileArrived unless the file waits; FileNameBad, FileWrongKind, FileTooLarge. Inside the owner's verb.
    """
    file = _held(file.id)
    if file.state != FileState.WAITING:
        raise FileArrived()
    rules.require_place(file.kind, name, size, file.rules["max_bytes"])
    _bin(file.key, at + LATEST_ARRIVAL)
    file.name, file.size, file.declared_sha256, file.opened_at = name, size, sha256, at
    file.key, file.ticket = _new_key(file.about), secrets.token_urlsafe(18)
    file.called_back_at = file.looked_at = None
    file.save()
    journal.write("file.chosen_again", file.id, actor_id=file.owner_id, at=at, about=file.about, size=size)
    return file


def settle(file_id: str, *, found: StoredObject | None, at: datetime | None = None) -> File:
    """Write down what the store says of a file: nothing (it goes on waiting), stored, or refused with the reason.

    A file that has its answer keeps it. Raises NotFound, also for one removed meanwhile.
    """
    at = at or clock.now()
    with writing():
        file = _held(file_id)
        if file.state == FileState.WAITING:
            _keep(file, found, at) if found else _asked_in_vain(file, at)
        return file


def _held(file_id: str) -> File:
    file: File | None = locked(queries.standing().where(File.id == file_id)).get_or_none()
    if file is None:
        raise NotFound(what="这个文件")
    return file


def _asked_in_vain(file: File, at: datetime) -> None:
    file.looked_at = at
    file.save(only=[File.looked_at])


def _keep(file: File, found: StoredObject, at: datetime) -> None:
    file.mime, file.etag, file.sha256, file.stored_at = found.mime, found.etag, found.sha256, at
    file.verdicts = rules.first_look(file, found)
    file.state = FileState.REFUSED if rules.refuses(file.verdicts) else FileState.STORED
    if file.state == FileState.REFUSED:
        _bin(file.key, at)
    elif file.replaces:
        _take_place(file, at)
    file.save()
    if file.state == FileState.STORED:
        examination.begin(file, at)
    journal.write(f"file.{file.state}", file.id, actor_id=None, at=at, about=file.about, size=found.size)


def _take_place(file: File, at: datetime) -> None:
    former = locked(queries.standing().where(File.id == file.replaces, File.about == file.about)).get_or_none()
    if former:
        file.position = former.position
        _discard(former, None, at)


def called_back(ticket: str, *, key: str, at: datetime | None = None) -> None:
    """Note that the store called about an upload. A hint only: `settle` looks for itself.

    Raises NotFound for an unknown ticket and CallbackReplayed for one used before.
    """
    at = at or clock.now()
    with writing():
        file = locked(File.select().where(File.ticket == ticket, File.key == key)).get_or_none()
        if file is None:
            raise NotFound(what="这次上传")
        if file.called_back_at is not None:
            raise CallbackReplayed()
        file.called_back_at = at
        file.save(only=[File.called_back_at])


def remove(file: File, *, actor: Actor, at: datetime) -> None:
    """Take a file away; its object is deleted by the sweep. Inside the owner's verb."""
    _discard(file, actor.account_id, at)


def _discard(file: File, actor_id: str | None, at: datetime) -> None:
    """Bytes still on their way may arrive as long as their permit lives, so the object of a waiting file is deleted after that."""
    file.removed_at = at
    file.save(only=[File.removed_at])
    if file.state == FileState.WAITING:
        _bin(file.key, at + LATEST_ARRIVAL)
    else:
        examination.discard_objects(file, at)
    journal.write("file.removed", file.id, actor_id=actor_id, at=at, about=file.about)


def _bin(key: str, due: datetime) -> None:
    Discarded.insert(key=key, due_at=due).on_conflict_ignore().execute()


def reorder(about: str, order: list[str]) -> None:
    """Put an owner's files in this order. Raises Incomplete unless it names each exactly once. Inside the owner's verb."""
    standing = {row.id for row in File.select(File.id).where(File.about == about, File.removed_at.is_null())}
    if len(order) != len(standing) or set(order) != standing:
        raise Incomplete(summary="次序要把每个文件写一次", fields=[{"field": "order", "says": "每个文件各写一次"}])
    for position, file_id in enumerate(order, 1):
        File.update(position=position).where(File.id == file_id).execute()


def forget_discarded(key: str) -> None:
    """The store has deleted this object."""
    with writing():
        Discarded.delete_by_id(key)
