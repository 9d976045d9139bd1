from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, SQL, Case, ModelSelect, Tuple, fn

from models import clock
from models.accounts.actor import Actor
from models.accounts.tables import Account
from models.entries.exhibition import SHOWN_KINDS
from models.entries.standing import Reach
from models.entries.tables import Entry
from models.law import LIVE, State
from models.media import queries as files
from models.media.tables import File, FileState
from models.problems import Malformed
from models.rows import Prepared, find_row
from models.safety import texts, wording
from models.safety.tables import CheckState, ContentCheck

PAGE = 20
NOTHING = ContentCheck.id == ""
RANK = Case(None, ((ContentCheck.suggest == "risky", 0),), 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What WeChat is to be asked: a text, or the key of a rendition; and whose content it is, None for somebody who left."""
    kind: str
    openid: str | None
    text: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing for a person to look at: a text (None when its author changed it since) or the key of a picture or sound."""
    check: ContentCheck
    entry: Entry
    file: File | None
    text: str | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of an entry's checks are without an answer, wait for a person, were blocked; files not looked into yet are unanswered."""
    waiting: int
    human: int
    blocked: int


checks_about = Prepared(ContentCheck, lambda about: ContentCheck.select().where(ContentCheck.about == about).order_by(ContentCheck.id))
_checks_of = Prepared(ContentCheck, lambda entry_id: ContentCheck.select().where(
    ContentCheck.entry == entry_id, ContentCheck.superseded_at.is_null()).order_by(ContentCheck.id))


def question(check: ContentCheck) -> Question | None:
    """What a check asks about, read anew; None when it is there no more: the text changed, the file was taken away or refused."""
    openid = Account.select(Account.openid).where(Account.id == check.account_id).scalar()
    if check.kind == "text":
        entry = find_row(Entry, check.about)
        text = _text(check, entry) if entry else None
        return Question(check.kind, openid, text=text) if text is not None else None
    file = files.find(check.about)
    if file is None or file.state == FileState.REFUSED:
        return None
    return Question(check.kind, openid, key=check.digest)


def _text(check: ContentCheck, entry: Entry) -> str | None:
    text = texts.pieces(entry).get(check.part)
    return text if text is not None and texts.digest(text) == check.digest else None


def within_reach(actor: Actor) -> "ModelSelect[ContentCheck]":
    """Checks of works this person may decide on, with their entry and file, as a query.

    Organisers all, hosts what was preselected for their track, coordinators what their unit reports; nobody his own.
    """
    reach = Reach(actor)
    unit, campaign_of = fn.COALESCE(Entry.reporting_unit, ""), fn.COALESCE(Entry.campaign, "")      # few checks wait, many entries there
    held = [unit.in_(sorted(reach.bodies))] if reach.bodies else []                                # are: no index of entries is to be used
    held += [(campaign_of == campaign) & (Entry.track == track) & Entry.preselected_at.is_null(False)
             for campaign, track in sorted(reach.hosted)]
    allowed = Entry.id.is_null(False) if actor.is_organiser else reduce(or_, held) if held else NOTHING
    own = Entry.author.is_null(False) & (Entry.author == actor.account_id)
    return (ContentCheck.select(ContentCheck, Entry, File).join(Entry).switch(ContentCheck)
            .join(File, JOIN.LEFT_OUTER, on=(ContentCheck.about == File.id), attr="file")
            .where(Entry.state != State.DRAFT, allowed, ~own))


def queue(actor: Actor, cursor: str | None = None) -> tuple[list[Doubt], str | None]:
    """What waits for this person: what WeChat calls risky first, then what waited longest; and the next cursor. Raises Malformed."""
    fit = (ContentCheck.kind == "text") | (File.removed_at.is_null() & (File.state != FileState.REFUSED))
    rows = within_reach(actor).select_extend(RANK.alias("rank")).where(
        ContentCheck.state == SQL("'human'"), ContentCheck.superseded_at.is_null(), Entry.state.in_(LIVE), fit)
    if cursor:
        rows = rows.where(Tuple(RANK, ContentCheck.opened_at, ContentCheck.id) > Tuple(*_read(cursor)))
    page = list(rows.order_by(RANK, ContentCheck.opened_at, ContentCheck.id).limit(PAGE + 1))
    return [_doubt(row) for row in page[:PAGE]], _cursor(page[PAGE - 1]) if len(page) > PAGE else None


def doubt(check_id: str, actor: Actor) -> Doubt | None:
    """One check this person may decide on."""
    row = within_reach(actor).where(ContentCheck.id == check_id).get_or_none()
    return _doubt(row) if row else None


def _doubt(row: Any) -> Doubt:
    file = getattr(row, "file", None)
    if row.kind == "text":
        return Doubt(row, row.entry, None, _text(row, row.entry), None)
    standing = file is not None and file.removed_at is None and file.state != FileState.REFUSED
    return Doubt(row, row.entry, file, None, row.digest if standing else None)


def standing_of(entry_id: str) -> Standing:
    """How the checks of an entry stand, as far as they concern what it consists of now. Two queries."""
    return _standing(entry_id, files.files_of(entry_id))


def _standing(entry_id: str, attached: list[File]) -> Standing:
    present = {file.id: file for file in attached if file.state != FileState.REFUSED}
    checks = [check for check in _checks_of(entry_id) if check.kind == "text" or check.about in present]
    unchecked = {file.id for file in present.values() if file.kind in SHOWN_KINDS} - {check.about for check in checks}
    count = [CheckState(check.state) for check in checks]
    return Standing(waiting=count.count(CheckState.DUE) + count.count(CheckState.ASKED) + len(unchecked),
                    human=count.count(CheckState.HUMAN), blocked=count.count(CheckState.BLOCKED))


def of_entry(entry: Entry) -> dict[str, str]:
    """{"state": pending | passed | human | blocked, "label"}: for staff only, an author is told nothing of it. Two queries."""
    attached = files.files_of(entry.id)
    stands = _standing(entry.id, attached)
    blocked = stands.blocked or any(map(_is_blocked, attached))
    state = "blocked" if blocked else "human" if stands.human else "pending" if stands.waiting else "passed"
    return {"state": state, "label": wording.SUMMARIES[state]}


def _is_blocked(file: File) -> bool:
    """A file that a person refused and nobody replaced yet."""
    return file.state == FileState.REFUSED and any(one["rule"] == "content" for one in file.verdicts)


def exported(entry_id: str) -> list[dict[str, Any]]:
    """What of an entry was given to WeChat to look at, and when, as plain JSON; not what was thought of it."""
    rows = ContentCheck.select().where(ContentCheck.entry == entry_id, ContentCheck.asked_at.is_null(False))
    return [{"about": row.about, "part": wording.part(row), "asked_at": clock.to_wire(row.asked_at)}
            for row in rows.order_by(ContentCheck.asked_at, ContentCheck.id)]


def _cursor(row: Any) -> str:
    return f"{row.rank}~{clock.to_wire(row.opened_at)}~{row.id}"


def _read(cursor: str) -> tuple[int, str, str]:
    rank, _, rest = cursor.partition("~")
    at, _, check_id = rest.partition("~")
    if rank not in ("0", "1") or len(at) != 24 or not check_id.isprintable():
        raise Malformed(summary="cursor 不对", fields=[{"field": "cursor", "says": "请从第一页重新开始"}])
    return int(rank), at, check_id
