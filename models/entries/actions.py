"""The verbs of drafts: save and discard. Files stand in `attachments`; what changes the state is models.workflow's."""
from datetime import datetime

from peewee import IntegrityError

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.holding import hold
from models.campaign import queries as campaigns
from models.db import writing
from models.entries import authorship, checks, private, queries, standing
from models.entries.draft import Draft
from models.entries.tables import Entry, Revision
from models.law import SHOWN_LABELS, State
from models.media import actions as media
from models.media import queries as files
from models.problems import DraftsFull, EntryStale, IdReused, NotFound, WrongState
from models.rows import find_row, insert_row, update_row


def save(entry_id: str, draft: Draft, *, revision: int, actor: Actor, at: datetime | None = None) -> Entry:
    """Save a draft. `revision` is the one the phone last saw, 0 for a new entry.

    The same save sent again finds what it became. Raises IdReused (somebody else's id), EntryStale (another phone
    was faster), WrongState, NotFound (campaign, track, unit), FieldsFaulty, ConsentOutdated, DraftsFull, Forbidden.
    """
    at = at or clock.now()
    try:
        return _save(entry_id, draft, revision, actor, at)
    except IntegrityError:      # the same new draft arrived twice at once, and the other was first; now it stands
        return _save(entry_id, draft, revision, actor, at)


def _save(entry_id: str, draft: Draft, revision: int, actor: Actor, at: datetime) -> Entry:
    with writing():
        entry = held(entry_id)
        if entry is None:
            return _create(entry_id, draft, revision, actor, at)
        if not standing.is_author(entry, actor):
            raise IdReused()
        if entry.revision != revision:
            return _replayed(entry, draft, revision)
        require_editable(entry, actor, at)
        return _write(entry, draft, actor, at)


def held(entry_id: str) -> Entry | None:
    """The row, held until the verb ends."""
    return find_row(Entry, entry_id, hold=True)


def _create(entry_id: str, draft: Draft, revision: int, actor: Actor, at: datetime) -> Entry:
    if revision != 0:
        raise NotFound(what="这份草稿")
    version = campaigns.newest_version(draft.campaign or campaigns.current(at))
    plan = campaigns.plan_of(version)
    hold(actor.account_id)                                  # so that two drafts at once do not both find the last room
    if queries.count_drafts(actor, plan.id) >= plan.limits.drafts:
        raise DraftsFull(limit=plan.limits.drafts)
    entry = Entry(id=entry_id, campaign=plan.id, plan_version=version, revision=0, entered_by=actor.account_id,
                  state=State.DRAFT, received_at=at)
    authorship.stamp(entry, draft.on_behalf_of, actor)
    return _write(entry, draft, actor, at)


def _replayed(entry: Entry, draft: Draft, revision: int) -> Entry:
    """The answer to a save that was already made from this revision; anything else is stale."""
    became = Revision.get_or_none(Revision.entry == entry, Revision.number == revision + 1)
    if became is None or became.digest != draft.digest():
        raise EntryStale(current=entry.id)
    return entry


def _write(entry: Entry, draft: Draft, actor: Actor, at: datetime) -> Entry:
    _require_same_home(entry, draft, actor, at)
    plan = campaigns.plan_of(entry.plan_version_id)
    checks.require_saveable(draft, plan)
    open_fields, personal = private.split(draft.fields, plan, draft.track)
    if entry.state == State.DRAFT:
        authorship.stamp_unit(entry, draft.unit_typed, actor)
    entry.track, entry.type, entry.title = draft.track, draft.type, draft.title
    entry.fields, entry.private = open_fields, private.sealed(personal)
    entry.authors, entry.consents = draft.authors, checks.dated_consents(draft.consents, entry.consents, at)
    entry.search = queries.search_text(draft.title, *(str(one.get("name", "")) for one in draft.authors))
    entry.revision, entry.saved_at = entry.revision + 1, at
    write(entry, is_new=entry.revision == 1)
    _keep_revision(entry, draft, actor, at)
    return entry


def write(entry: Entry, *, is_new: bool = False) -> None:
    """The whole row, as it stands in memory."""
    if is_new:
        insert_row(Entry, **entry.__data__)
    else:
        update_row(entry)


def _require_same_home(entry: Entry, draft: Draft, actor: Actor, at: datetime) -> None:
    """Only a draft may change its track; nothing changes its campaign."""
    moved = entry.state != State.DRAFT and draft.track != entry.track
    if moved or (draft.campaign and draft.campaign != entry.campaign_id):
        raise WrongState(state=_word(entry, actor, at), act="更换子项目" if moved else "更换主题活动")


def _word(entry: Entry, actor: Actor, at: datetime) -> str:
    """The state in the author's words."""
    return SHOWN_LABELS[standing.Reach(actor).shown(entry, at)]


def _keep_revision(entry: Entry, draft: Draft, actor: Actor, at: datetime) -> None:
    document = {"track": entry.track, "type": entry.type, "title": entry.title, "fields": entry.fields,
                "authors": entry.authors, "consents": entry.consents}
    insert_row(Revision, entry=entry.id, number=entry.revision, digest=draft.digest(), document=document,
               saved_by=actor.account_id, at=at)
    journal.write("entry.saved", entry.id, actor_id=actor.account_id, at=at, revision=entry.revision)


def require_editable(entry: Entry, actor: Actor, at: datetime) -> None:
    """Raises WrongState unless the author may change the entry now: a draft, a returned work, an open supplement."""
    if entry.state not in (State.DRAFT, State.RETURNED) and not standing.supplement_open(entry, at):
        raise WrongState(state=_word(entry, actor, at), act="修改")


def discard(entry_id: str, *, actor: Actor, at: datetime | None = None) -> None:
    """Throw a draft away, with its files. Raises NotFound, WrongState for anything submitted before."""
    at = at or clock.now()
    with writing():
        entry = require_mine(held(entry_id), actor)
        if entry.state != State.DRAFT:
            raise WrongState(state=_word(entry, actor, at), act="删除草稿")
        drop(entry, actor, at)


def require_mine(entry: Entry | None, actor: Actor) -> Entry:
    """The entry, for its author or who entered it. Raises NotFound."""
    if entry is None or not standing.is_author(entry, actor):
        raise NotFound(what="这件作品")
    return entry


def drop(entry: Entry, actor: Actor, at: datetime) -> None:
    """A draft and its files go. Inside a verb."""
    for file in files.files_of(entry.id):
        media.remove(file, actor=actor, at=at)
    entry.delete_instance()
    journal.write("entry.discarded", entry.id, actor_id=actor.account_id, at=at)
