import re
from datetime import datetime
from typing import Any

from models import clock
from models.accounts import personal
from models.accounts.tables import Account
from models.campaign.answers import text_fault
from models.campaign.plan import Plan
from models.problems import ConsentMissing, ConsentOutdated, Incomplete, PromoterExists
from models.promoters.law import LIVE
from models.promoters.tables import Promoter

CONSENT = "C11"
STATEMENT_AT_MOST = 500
NAME_AT_MOST = 60
NUMBER = re.compile(r"\d{5,20}")


def require_statement(statement: str) -> None:
    if says := text_fault(statement, STATEMENT_AT_MOST, keeps="\n\r\t"):
        raise incomplete("statement", "自我介绍", says)


def require_named(name: str | None, phone: str | None) -> None:
    """A nomination by name needs both: the phone is how the person is told, and not nominated twice. Raises Incomplete."""
    says = "请填写姓名" if not name or not personal.tidy_name(name) else text_fault(name, NAME_AT_MOST)
    faults = [_fault("name", "姓名", says)] if says else []
    if not NUMBER.fullmatch(personal.tidy_phone(phone or "")):
        faults.append(_fault("phone", "手机号", "要有 5 到 20 个数字"))
    if faults:
        raise Incomplete(summary="；".join(f"{one['label']}{one['says']}" for one in faults), fields=faults)


def dated_consent(given: dict[str, Any] | None, before: dict[str, Any] | None, plan: Plan, at: datetime) -> dict[str, Any]:
    """The person's consent to be a promoter with the instant it was first given, in the plan's version.

    Raises ConsentMissing (none, or not this one), ConsentOutdated (another version).
    """
    wanted = plan.consent(CONSENT)
    if given is None or given["id"] != wanted.id:
        raise ConsentMissing(summary=wanted.label, fields=[_fault("consent", wanted.label, "请阅读后确认")])
    if given["version"] != wanted.version:
        raise ConsentOutdated(summary=wanted.label, fields=[_fault("consent", wanted.label, "版本不对")])
    if before and (before["id"], before["version"]) == (wanted.id, wanted.version):
        return before
    return {"id": wanted.id, "version": wanted.version, "at": clock.to_wire(at)}


def require_only_one(campaign_id: str, account_id: str | None, phone_print: str | None, *, but: str = "") -> None:
    """One person is one live promoter of a campaign, whether by account or by phone. Raises PromoterExists."""
    same = Promoter.account == account_id if account_id else Promoter.phone_print == phone_print
    if phone_print:
        owners = Account.select(Account.id).where(Account.phone_print == phone_print, Account.phone_verified_at.is_null(False))
        same |= (Promoter.phone_print == phone_print) | Promoter.account.in_(owners)
    if Promoter.select().where(Promoter.campaign == campaign_id, Promoter.state.in_(LIVE), Promoter.id != but, same).exists():
        raise PromoterExists()


def incomplete(field: str, label: str, says: str) -> Incomplete:
    return Incomplete(summary=f"{label}：{says}", fields=[_fault(field, label, says)])


def _fault(field: str, label: str, says: str) -> dict[str, Any]:
    return {"field": field, "label": label, "says": says}
