"""The verbs of content checks: what is to be asked, and what a person decides where WeChat doubts or does not look.

Nothing is refused or un-submitted by the machine. WeChat is asked right after the author was here, since it looks at
nobody's content two hours later; the job asks outside any transaction and writes down in `asking` what it was told.
"""
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from models import clock, ids, journal
from models.accounts.actor import Actor
from models.db import is_writing, writing
from models.entries.tables import Entry
from models.media import examination
from models.media import queries as files
from models.media.examination import FRAMES, SOUND
from models.media.specification import refusal
from models.media.tables import File, Rendition
from models.problems import ContentDecided, Incomplete, NoLongerSo, NotFound
from models.rows import find_row, insert_row, update_row
from models.safety import queries, texts, wording
from models.safety.asking import asked, claim, drop, failed, hear, put_off, sweep, told
from models.safety.tables import DECIDED, CheckState, ContentCheck

__all__ = ["ask_texts", "asked", "claim", "decide", "drop", "failed", "hear", "open_checks", "put_off", "sweep", "told"]

DECISIONS = {"pass": CheckState.CLEARED, "block": CheckState.BLOCKED}
PICTURES = {"photo": ("display",), "video": FRAMES}
SOUNDS = {"song": (SOUND, "play"), "video": (SOUND,)}      # the first there is
COMMENT_AT_MOST = 200


def ask_texts(entry: Entry, *, actor: Actor, at: datetime) -> int:
    """What is written in an entry now is to be checked; how many pieces are new. Inside the verb that submits it.

    What was checked in the same words keeps its answer; what the author replaced counts no longer.
    """
    if not is_writing():
        raise RuntimeError("ask_texts belongs into a verb's writing()")
    now = {(part, texts.digest(text)) for part, text in texts.pieces(entry).items()}
    known = {(row.part, row.digest): row for row in queries.checks_about(entry.id)}
    for name, row in known.items():
        if name in now:
            _take_up(row, actor, at)
        elif row.superseded_at is None:
            row.superseded_at = at
            update_row(row)
    missing = sorted(now - set(known))
    _open(missing, about=entry.id, entry_id=entry.id, account_id=str(actor.account_id), at=at)
    return len(missing)


def _take_up(row: ContentCheck, actor: Actor, at: datetime) -> None:
    """The author came back to these words, or hands them in again: what WeChat has not looked at yet it may look at now."""
    unread = row.state in (CheckState.DUE, CheckState.HUMAN) and row.answered_at is None
    if row.superseded_at is None and not unread:
        return
    row.superseded_at = None
    if unread:
        row.state, row.why, row.account_id = CheckState.DUE, None, str(actor.account_id)
        row.opened_at = row.due_at = at
        row.attempts, row.failures, row.claimed_until = 0, 0, None
    update_row(row)


def open_checks(file_id: str, renditions: Iterable[Rendition], at: datetime | None = None) -> int:
    """What was made of a file is to be checked; how many checks are new. The same again opens none, nor does a removed file.

    Of a photograph its `display`, of a film its frames and its sound, of a song its sound; a document is not asked about,
    nor is what belongs to an event, since only works are exhibited.
    """
    at = at or clock.now()
    with writing():
        found = files.find(file_id)
        entry = find_row(Entry, found.about, hold=True) if found else None
        file = files.find(file_id)                     # again: somebody may have removed it while we waited for the entry
        if file is None or entry is None:
            return 0
        wanted = _parts(file, {one.purpose: one.key for one in renditions})
        known = {(row.part, row.digest) for row in queries.checks_about(file_id)}
        missing = [name for name in wanted if name not in known]
        _open(missing, about=file_id, entry_id=entry.id, account_id=file.owner_id, at=at)
        if missing:
            journal.write("content.opened", file_id, actor_id=None, at=at, parts=[part for part, _ in missing])
        return len(missing)


def _parts(file: File, keys: Mapping[str, str]) -> list[tuple[str, str]]:
    """(part, key of the rendition) of everything WeChat is asked of a file."""
    pictures = [(f"picture/{name}", keys[name]) for name in PICTURES.get(file.kind, ()) if name in keys]
    sounds = [(f"sound/{name}", keys[name]) for name in SOUNDS.get(file.kind, ()) if name in keys]
    return pictures + sounds[:1]


def _open(missing: Iterable[tuple[str, str]], *, about: str, entry_id: str, account_id: str, at: datetime) -> None:
    for part, digest in missing:
        insert_row(ContentCheck, id=ids.mint("cks"), about=about, entry=entry_id, account=account_id, part=part,
                   kind=part.partition("/")[0], digest=digest, opened_at=at, due_at=at)


def decide(check_id: str, answer: Literal["pass", "block"], comment: str = "", *, actor: Actor, at: datetime | None = None) -> ContentCheck:
    """A person looked. A blocked file is refused, with the comment as its author's reason; a blocked text is marked only.

    The same answer by the same person again changes nothing. Raises NotFound (not there, or not theirs to decide: never
    the author), Incomplete (a block without a reason), ContentDecided, NoLongerSo (nothing is asked, or the text was changed).
    """
    at, comment = at or clock.now(), comment.strip()
    _require_reason(answer, comment)
    with writing():
        row = find_row(ContentCheck, check_id, hold=True)
        if row is None or not queries.within_reach(actor).where(ContentCheck.id == check_id).exists():
            raise NotFound(what="这项检查")
        if row.state in DECIDED:
            return _replayed(row, (DECISIONS[answer], comment, actor.account_id))
        if row.state != CheckState.HUMAN or row.superseded_at:
            raise NoLongerSo(why="这一项现在不需要人工核对，请刷新")
        return _decided(row, DECISIONS[answer], comment, actor, at)


def _require_reason(answer: str, comment: str) -> None:
    says = "请写明原因" if answer == "block" and not comment else f"至多 {COMMENT_AT_MOST} 字" if len(comment) > COMMENT_AT_MOST else None
    if says:
        raise Incomplete(summary=says, fields=[{"field": "comment", "label": "原因", "says": says}])


def _replayed(row: ContentCheck, meaning: tuple[str, str, str | None]) -> ContentCheck:
    if (row.state, row.comment, row.decided_by_id) != meaning:
        raise ContentDecided(label=wording.STATES[CheckState(row.state)])
    return row


def _decided(row: ContentCheck, state: CheckState, comment: str, actor: Actor, at: datetime) -> ContentCheck:
    row.state, row.comment, row.decided_by_id, row.decided_at = state, comment, actor.account_id, at
    update_row(row)
    if state == CheckState.BLOCKED and row.kind != "text":
        examination.refuse(row.about, refusal("content", None, None, wording.refused(comment)), at)
    journal.write(f"content.{state}", row.id, actor_id=actor.account_id, at=at, about=row.about, part=row.part)
    return row
