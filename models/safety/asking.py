"""Asking WeChat, written down: which check is next, what was asked, what was answered early, late, twice or never.

An answer is known by its trace id alone. It may come before ours is written down (it waits in HeardEarly), after a
person was asked to look because it did not come (it still counts, until the person has decided), or again (it changes
nothing). Whatever comes in whatever order, a check ends the same.
"""
from datetime import datetime, timedelta

from peewee import SQL, ModelSelect

from models import clock, journal
from models.accounts.holding import delete_rows
from models.db import free_rows, writing
from models.ports import Opinion
from models.rows import find_row, update_row
from models.safety.tables import SUGGESTS, CheckState, ContentCheck, HeardEarly

LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
ANSWER_WITHIN = timedelta(minutes=40)        # WeChat says thirty
HERE_WITHIN = timedelta(hours=2)             # errcode 61010: of nobody who was not here within two hours
EARLY_KEPT = timedelta(days=2)
ASKED_AGAIN_IN_SILENCE = 1
FETCHED_AGAIN = 2
NOT_FETCHED = -1008                          # WeChat could not download the file; a fresh address may help
PERSONS_OWN = ("61010", "43104", "40003", "87020", "no_openid")     # asking again will not help; other refusals are ours to repair
SLICE = 200
TRACE_AT_MOST = 100


def claim(at: datetime | None = None) -> ContentCheck | None:
    """The check due longest, ours to ask for LEASE; None when nothing is due."""
    at = at or clock.now()
    if not _due(at).exists():
        return None
    with writing():
        row: ContentCheck | None = free_rows(_due(at).limit(1)).get_or_none()
        if row:
            row.claimed_until = at + LEASE
            row.save(only=[ContentCheck.claimed_until])
        return row


def _due(at: datetime) -> "ModelSelect[ContentCheck]":
    free = ContentCheck.claimed_until.is_null() | (ContentCheck.claimed_until <= at)
    return (_in_state("due").where(ContentCheck.superseded_at.is_null(), ContentCheck.due_at <= at, free)
            .order_by(ContentCheck.due_at, ContentCheck.id))


def _in_state(state: str) -> "ModelSelect[ContentCheck]":
    """The word stands in the statement itself: SQLite finds a partial index by no parameter."""
    return ContentCheck.select().where(ContentCheck.state == SQL(f"'{state}'"))


def asked(check_id: str, trace_id: str, at: datetime | None = None) -> None:
    """WeChat took a question about a file and will answer by this trace id, or has answered already."""
    at = at or clock.now()
    with writing():
        row = _unanswered(check_id)
        if row is None:
            return
        _taken(row, trace_id, at)
        if row.state == CheckState.DUE:
            row.state, row.why = CheckState.ASKED, None
        update_row(row)
        early = find_row(HeardEarly, trace_id, by="trace_id")
        if early:
            _match(row, early, at)


def told(check_id: str, opinion: Opinion, at: datetime | None = None) -> None:
    """WeChat answered a text at once."""
    at = at or clock.now()
    with writing():
        row = _unanswered(check_id)
        if row is not None:
            _taken(row, opinion.trace_id, at)
            _answer(row, opinion.suggest, opinion.label, 0, at)


def _unanswered(check_id: str) -> ContentCheck | None:
    """The check, held, while WeChat's opinion is still of use."""
    row = find_row(ContentCheck, check_id, hold=True)
    wanted = row is not None and row.answered_at is None and row.state in (CheckState.DUE, CheckState.HUMAN)
    return row if wanted else None


def _taken(row: ContentCheck, trace_id: str, at: datetime) -> None:
    row.trace_id, row.asked_at, row.attempts = trace_id or None, at, row.attempts + 1
    row.failures, row.claimed_until = 0, None


def hear(trace_id: str, *, suggest: str, label: int | None, errcode: int, at: datetime | None = None) -> None:
    """WeChat's answer about a file. Again, too early or about nothing of ours: no harm is done and nothing is raised."""
    at = at or clock.now()
    if not 0 < len(trace_id) <= TRACE_AT_MOST:
        return
    with writing():
        row = find_row(ContentCheck, trace_id, by="trace_id", hold=True)
        if row is not None:
            _answer(row, suggest, label, errcode, at)
        else:
            HeardEarly.insert(trace_id=trace_id, suggest=_known(suggest), label=label, errcode=errcode,
                              heard_at=at).on_conflict_ignore().execute()


def _known(suggest: str) -> str:
    return suggest if suggest in SUGGESTS else "review"


def _match(row: ContentCheck, early: HeardEarly, at: datetime) -> None:
    HeardEarly.delete_by_id(early.trace_id)
    _answer(row, early.suggest, early.label, early.errcode, at)


def _answer(row: ContentCheck, suggest: str, label: int | None, errcode: int, at: datetime) -> None:
    """Raises nothing. `errcode` 0: an opinion; else WeChat did not look, which counts only while we wait for it."""
    if row.answered_at or row.state not in (CheckState.DUE, CheckState.ASKED, CheckState.HUMAN):
        return
    if errcode == 0:
        row.suggest, row.label, row.answered_at = _known(suggest), label, at
        _settle(row, CheckState.PASSED if suggest == "pass" else CheckState.HUMAN, at, None if suggest == "pass" else row.suggest)
    elif row.state == CheckState.ASKED and errcode == NOT_FETCHED and row.attempts <= FETCHED_AGAIN:
        _ask_again(row, at, str(errcode))
    elif row.state == CheckState.ASKED:
        _settle(row, CheckState.HUMAN, at, str(errcode))


def _settle(row: ContentCheck, state: CheckState, at: datetime, why: str | None) -> None:
    row.state, row.why, row.claimed_until = state, why, None
    update_row(row)
    journal.write(f"content.{state}", row.id, actor_id=None, at=at, about=row.about, part=row.part, suggest=row.suggest,
                  label=row.label, why=why)


def _ask_again(row: ContentCheck, at: datetime, why: str) -> None:
    """The former trace id stays until there is another, so that a late answer still finds its question."""
    row.state, row.why, row.due_at, row.claimed_until = CheckState.DUE, why, at, None
    update_row(row)


def failed(check_id: str, code: str | None, at: datetime | None = None) -> None:
    """WeChat did not take the question. `code`: its errcode, None when it was away, "no_openid" when there is nobody to ask for.

    Where asking again will not help a person looks; else it is asked again later, until two hours are over.
    """
    at = at or clock.now()
    with writing():
        row = find_row(ContentCheck, check_id, hold=True)
        if row is None or row.state != CheckState.DUE:
            return
        if code in PERSONS_OWN:
            _settle(row, CheckState.HUMAN, at, code)
            return
        row.due_at, row.claimed_until = at + min(FIRST_WAIT * 2**min(row.failures, 10), LONGEST_WAIT), None
        row.failures += 1
        update_row(row)


def put_off(until: datetime) -> None:
    """WeChat takes no more questions until then (errcode 45009)."""
    with writing():
        ContentCheck.update(due_at=until).where(ContentCheck.state == SQL("'due'"), ContentCheck.due_at < until).execute()


def drop(claimed: ContentCheck, at: datetime | None = None) -> None:
    """What a claimed check asks about is there no more: the text was changed, the file was taken away or refused."""
    at = at or clock.now()
    with writing():
        row = find_row(ContentCheck, claimed.id, hold=True)
        if row is not None and row.claimed_until == claimed.claimed_until:     # else it was taken up again meanwhile
            row.superseded_at, row.claimed_until = at, None
            update_row(row)


def sweep(at: datetime | None = None) -> int:
    """What waited too long: asked once more, then given to a person. How many checks were moved."""
    at = at or clock.now()
    if not any(query.exists() for query in (_silent(at), _waiting(at), _crossed(), _forgotten(at))):
        return 0
    with writing():
        crossed = list(free_rows(_crossed().limit(SLICE)))
        for row in crossed:
            early = find_row(HeardEarly, str(row.trace_id), by="trace_id")
            if early:
                _match(row, early, at)
        silent = list(free_rows(_silent(at).limit(SLICE)))
        for row in silent:
            if row.attempts <= ASKED_AGAIN_IN_SILENCE:
                _ask_again(row, at, "timeout")
            else:
                _settle(row, CheckState.HUMAN, at, "timeout")
        waiting = list(free_rows(_waiting(at).limit(SLICE)))
        for row in waiting:
            _settle(row, CheckState.HUMAN, at, "away")
        delete_rows(HeardEarly, HeardEarly.heard_at <= at - EARLY_KEPT)
        return len(crossed) + len(silent) + len(waiting)


def _silent(at: datetime) -> "ModelSelect[ContentCheck]":
    return _in_state("asked").where(ContentCheck.asked_at <= at - ANSWER_WITHIN)


def _waiting(at: datetime) -> "ModelSelect[ContentCheck]":
    return _in_state("due").where(ContentCheck.superseded_at.is_null(), ContentCheck.opened_at <= at - HERE_WITHIN)


def _crossed() -> "ModelSelect[ContentCheck]":
    """Answers that were written down as early while, at the same instant, their question was written down."""
    return ContentCheck.select().where(ContentCheck.trace_id.in_(HeardEarly.select(HeardEarly.trace_id)))


def _forgotten(at: datetime) -> "ModelSelect[HeardEarly]":
    return HeardEarly.select().where(HeardEarly.heard_at <= at - EARLY_KEPT)
