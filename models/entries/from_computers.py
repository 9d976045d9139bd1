"""The verbs of a file of an entry that comes from a computer: a code for it, the code taken up, the place for its bytes.

What may be attached is asked each time anew, as `attachments` asks it: a computer may do for its two hours exactly
what the author might do on the phone at that moment, for this one file, and nothing else.
"""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import clock
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.campaign import queries as campaigns
from models.campaign import wire
from models.db import writing
from models.entries.actions import held, require_editable, require_mine
from models.entries.attachments import attach_within, media_for, own_name, require_wanted
from models.entries.tables import Entry
from models.media import actions as media
from models.media import computer_codes as codes
from models.media import queries as files
from models.media.specification import Measured, Verdict, verdicts
from models.media.tables import ComputerCode, File, FileState
from models.problems import ComputerOver, FileArrived, IdReused, NotFound


@dataclass(frozen=True, slots=True)
class Errand:
    """What a computer may know of its one file: `rules` as phones have them (`campaign.wire.media_words`).

    `title` is empty where an entry's title is a person's name.
    """
    file_id: str
    title: str
    track_label: str
    kind: str
    rules: dict[str, Any]
    until: datetime
    file: File | None


def ask(file_id: str, *, about: str, kind: str, replaces: str | None = None, actor: Actor,
        at: datetime | None = None) -> tuple[str, ComputerCode]:
    """A code for one file of an entry: (its text, shown this once; the row). A former code and token of the file end.

    Raises as `attachments.attach` does: NotFound, IdReused, WrongState, FileWrongKind, FileTooMany; FileArrived.
    """
    at = at or clock.now()
    asked: dict[str, Any] = {"about": about, "owner_id": str(actor.account_id), "kind": kind, "asked_to_replace": replaces}
    with writing():
        former = codes.held(file_id, **asked)
        entry = require_mine(held(about), actor)
        require_editable(entry, actor, at)
        if not _is_waited_for(file_id, asked):
            require_wanted(entry, kind, replaces)
        return codes.make(file_id, former, **asked, at=at)


def _is_waited_for(file_id: str, asked: dict[str, Any]) -> bool:
    """Whether the place was opened before and its bytes did not arrive. Raises IdReused, NotFound, FileArrived."""
    file = File.get_or_none(File.id == file_id)
    if file is None:
        return False
    if (file.about, file.owner_id, file.kind, file.asked_to_replace) != tuple(asked.values()):
        raise IdReused()
    if file.removed_at is not None:
        raise NotFound(what="这个文件")
    if file.state != FileState.WAITING:
        raise FileArrived()
    return True


def take_up(text: str, *, at: datetime | None = None) -> tuple[str, Errand]:
    """Exchange a code for a computer's token. Raises ComputerCodeWrong; WrongState and NotFound leave the code unspent."""
    at = at or clock.now()
    with writing():
        token, code = codes.exchange(text, at)
        entry = require_mine(held(code.about), actor := _actor(code))
        require_editable(entry, actor, at)
        return token, _errand(code, entry, at)


def errand(token: str, *, at: datetime | None = None) -> Errand:
    """What a computer's token is for, as things stand. Raises ComputerOver, NotFound."""
    at = at or clock.now()
    code = codes.opened(token, at)
    return _errand(code, require_mine(Entry.get_or_none(Entry.id == code.about), _actor(code)), at)


def judge(token: str, measured: Measured, *, at: datetime | None = None) -> list[Verdict]:
    """What would be said of a file the computer has in view, before anything is sent. Raises ComputerOver, NotFound."""
    found = errand(token, at=at)
    return verdicts(found.kind, measured, found.rules)


def place(token: str, *, name: str, size: int, sha256: str | None = None, at: datetime | None = None) -> File:
    """The place for the chosen file. The same choice finds the same place; another one, before the bytes are there, moves it.

    Raises ComputerOver, NotFound, WrongState, FileArrived, FileWrongKind, FileNameBad, FileTooLarge, FileTooMany.
    """
    at = at or clock.now()
    with writing():
        code = codes.opened(token, at)
        actor, entry = _actor(code), held(code.about)
        chosen: dict[str, Any] = {"name": name, "size": size, "sha256": sha256}
        former = files.find(code.id)
        if former and (former.name, former.size, former.declared_sha256) != (name, size, sha256):
            require_editable(require_mine(entry, actor), actor, at)
            return media.choose_again(former, **chosen, at=at)
        asked = {"about": code.about, "owner_id": code.owner_id, "kind": code.kind, "asked_to_replace": code.asked_to_replace, **chosen}
        return attach_within(code.id, asked, entry, actor, at)[0]


def placed(token: str, *, at: datetime | None = None) -> File:
    """The file a computer has begun to bring. Raises ComputerOver, NotFound."""
    file = files.find(codes.opened(token, at).id)
    if file is None:
        raise NotFound(what="这个文件")
    return file


def _actor(code: ComputerCode) -> Actor:
    """Whoever asked for the code, with what they hold now. Raises ComputerOver when they have left."""
    try:
        return people.actor_of(code.owner_id)
    except NotFound as gone:
        raise ComputerOver() from gone


def _errand(code: ComputerCode, entry: Entry, at: datetime) -> Errand:
    track = campaigns.plan_of(entry.plan_version_id).track(entry.track)
    title = "" if track.kind == "person" else entry.title
    rules = wire.media_words(media_for(entry, code.kind)) | own_name(entry)
    return Errand(file_id=code.id, title=title, track_label=track.label_at(at), kind=code.kind, rules=rules, until=code.token_expires_at,
                  file=files.find(code.id))
