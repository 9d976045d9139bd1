from datetime import datetime

from peewee import IntegrityError

from models import clock, journal
from models.accounts.actor import Actor
from models.accounts.holding import delete_rows
from models.accounts.tables import Account
from models.campaign import calendar
from models.campaign import queries as campaigns
from models.db import is_writing, locked, writing
from models.problems import Forbidden, IdReused, NotFound, PromoterExists, PromoterStale, PromoterWrongState
from models.promoters import enrolling, queries, rules
from models.promoters.enrolling import Form
from models.promoters.law import LIVE, STATE_LABELS, PromoterState
from models.promoters.standing import Reach, verified_print
from models.promoters.tables import Promoter, PromoterRevision
from models.rows import find_row, insert_row, update_row

BEGAN = {PromoterState.ENROLLED: "promoter.enrolled", PromoterState.NOMINATED: "promoter.nominated"}
NAMELESS = dict.fromkeys(("name_sealed", "name_print", "phone_sealed", "phone_print"))


def save(promoter_id: str, form: Form, *, revision: int, actor: Actor, at: datetime | None = None) -> Promoter:
    """Enrol, nominate, or change what was saved. `revision` is the one last seen, 0 for a new promoter.

    The same save sent again finds what it became. Raises IdReused, PromoterStale, PromoterWrongState, PromoterExists,
    PhaseClosed, ConsentMissing, ConsentOutdated, Incomplete, Forbidden, NotFound (campaign, unit, member).
    """
    at = at or clock.now()
    try:
        return _save(promoter_id, form, revision, actor, at)
    except (IntegrityError, PromoterExists) as error:      # somebody was faster by an instant: the same save, or the same person
        if isinstance(error, PromoterExists) and find_row(Promoter, promoter_id) is None:
            raise
        return _save(promoter_id, form, revision, actor, at)


def _save(promoter_id: str, form: Form, revision: int, actor: Actor, at: datetime) -> Promoter:
    with writing():
        promoter = find_row(Promoter, promoter_id, hold=True)
        if promoter is None:
            return _begin(promoter_id, form, revision, actor, at)
        reach = Reach(actor)
        if not (reach.is_person(promoter) or reach.speaks_for(promoter)):
            raise IdReused()
        if promoter.revision != revision:
            return _replayed(promoter, form, revision)
        _change(promoter, form, reach, at)
        update_row(promoter)
        _keep_revision(promoter, form, actor, at)
        journal.write("promoter.saved", promoter.id, actor_id=actor.account_id, at=at, revision=promoter.revision)
        return promoter


def _begin(promoter_id: str, form: Form, revision: int, actor: Actor, at: datetime) -> Promoter:
    if revision != 0:
        raise NotFound(what="这份报名")
    plan = campaigns.newest_plan(form.campaign or campaigns.current(at))
    calendar.require(plan, "enrol", at)
    make = enrolling.enrolled if form.is_of(actor) else enrolling.nominated
    promoter = make(promoter_id, form, plan, actor, at)
    insert_row(Promoter, **promoter.__data__)
    _keep_revision(promoter, form, actor, at)
    journal.write(BEGAN[PromoterState(promoter.state)], promoter.id, actor_id=actor.account_id, at=at, unit=promoter.unit_id,
                  account=queries.owner_of(promoter))
    return promoter


def _replayed(promoter: Promoter, form: Form, revision: int) -> Promoter:
    """The answer to a save that was already made from this revision; anything else is stale."""
    became = PromoterRevision.get_or_none(PromoterRevision.promoter == promoter, PromoterRevision.number == revision + 1)
    if became is None or became.digest != form.digest():
        raise PromoterStale(current=promoter.id)
    return promoter


def _change(promoter: Promoter, form: Form, reach: Reach, at: datetime) -> None:
    """What may still be said of somebody: their own words and consent, or, until they agreed, whom a nomination names."""
    if promoter.state not in LIVE:
        raise PromoterWrongState(state=STATE_LABELS[PromoterState(promoter.state)], act="修改")
    rules.require_statement(form.statement)
    if promoter.account_id and reach.is_person(promoter):
        _change_own(promoter, form, at)
    elif promoter.nominated_by_id and promoter.state == PromoterState.NOMINATED and reach.speaks_for(promoter):
        _change_nomination(promoter, form)
    else:
        raise Forbidden(act="修改他人的报名")
    promoter.statement, promoter.revision, promoter.saved_at = form.statement, promoter.revision + 1, at


def _change_own(promoter: Promoter, form: Form, at: datetime) -> None:
    if (form.account or promoter.account_id, form.name or None, form.phone or None) != (promoter.account_id, None, None):
        raise rules.incomplete("account", "本人", "这是您本人的报名，不能改为他人")
    _require_same_unit(promoter, form)
    if form.consent is not None:
        promoter.consent = rules.dated_consent(form.consent, promoter.consent, campaigns.newest_plan(promoter.campaign_id), at)


def _change_nomination(promoter: Promoter, form: Form) -> None:
    if form.account != promoter.account_id:
        raise rules.incomplete("account", "被推荐人", "不能换人，请另推荐一位")
    if form.consent is not None:
        raise rules.incomplete("consent", "承诺书", "要由本人确认，已签纸质承诺书的请勾选“已签纸质承诺书”")
    _require_same_unit(promoter, form)
    promoter.paper = form.paper
    if promoter.account_id is None:
        enrolling.name_person(promoter, form)
        rules.require_only_one(promoter.campaign_id, None, promoter.phone_print, but=promoter.id)


def _require_same_unit(promoter: Promoter, form: Form) -> None:
    if form.unit not in (None, promoter.unit_id) or form.campaign not in (None, promoter.campaign_id):
        raise rules.incomplete("unit", "所在单位", "报名以后不能更换，请退出后重新报名")


def _keep_revision(promoter: Promoter, form: Form, actor: Actor, at: datetime) -> None:
    document = {"unit": promoter.unit_id, "account": promoter.account_id, "statement": promoter.statement, "consent": promoter.consent,
                "paper": promoter.paper}
    insert_row(PromoterRevision, promoter=promoter.id, number=promoter.revision, digest=form.digest(), document=document,
               saved_by=str(actor.account_id), at=at)


def forget(account_id: str, *, at: datetime) -> None:
    """Inside another verb's `writing()`: who leaves the service is a promoter no longer, and their rows have no name and phone.

    Called while the account still has its phone, so that nominations by that phone are emptied too; consents on paper stay the unit's.
    """
    if not is_writing():
        raise RuntimeError("forget belongs into a verb's writing()")
    mine = Promoter.account == account_id
    if phone_print := verified_print(Account.get_or_none(Account.id == account_id)):
        mine |= Promoter.account.is_null() & (Promoter.phone_print == phone_print) & ~Promoter.paper
    for promoter in locked(Promoter.select().where(mine).order_by(Promoter.id)):
        delete_rows(PromoterRevision, PromoterRevision.promoter == promoter.id)
        changes = {"state": PromoterState.LEFT, "left_at": at} if promoter.state in LIVE else {}
        Promoter.update({**NAMELESS, **changes, "statement": ""}).where(Promoter.id == promoter.id).execute()
        if changes:
            journal.write("promoter.left", promoter.id, actor_id=account_id, at=at, unit=promoter.unit_id, account=account_id)
