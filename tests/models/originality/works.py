"""Submitted works whose file was looked into, as the radar meets them."""
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.accounts.actor import Actor
from models.db import writing
from models.media.tables import File
from models.originality import actions
from models.originality.tables import Likeness
from models.ports import Print
from tests.cast import Cast
from tests.models.works import COLLECTING, arrive, move, place, saved


def entered(cast: Cast, author: Actor, prints: Sequence[Print] = (), sha256: str | None = None, *, kind: str = "photo",
            submit: bool = True, at: datetime = COLLECTING, **more: Any) -> File:
    """The file of a new work, kept and compared. What is no photograph was one until it was submitted."""
    entry = saved(cast, author, at, **more)
    file = arrive(place(entry, author, at), at, sha256=sha256)
    if submit:
        move(entry, "submit", author, at)
    if kind != "photo":
        with writing():
            File.update(kind=kind).where(File.id == file.id).execute()
    actions.keep_and_compare(file.id, prints, at)
    return row(file.id)


def row(file_id: str) -> File:
    file: File = File.get_by_id(file_id)
    return file


def likenesses() -> list[Likeness]:
    return list(Likeness.select().order_by(Likeness.found_at, Likeness.id))


def pairs() -> set[tuple[str, str]]:
    """(newer, older) of every likeness."""
    return {(one.newer_id, one.older_id) for one in likenesses()}
