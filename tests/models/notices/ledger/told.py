"""A notice that is being sent, credits and followers, made by hand for tests of the ledger."""
from datetime import datetime, timedelta
from typing import Any

from models import ids
from models.accounts.tables import Account
from models.db import writing
from models.notices.ledger.tables import Asked, Credit, Follower
from models.notices.plans.tables import Notice
from models.notices.plans.templates import Template
from tests.models.works import COLLECTING

T1 = Template("T1", "活动进度通知", ("thing1", "thing2", "time3", "thing4"), "mini-one", "official-one")
T2 = Template("T2", "审核结果通知", ("thing1", "phrase2", "time3", "thing4"), "mini-two", "official-two")
TEMPLATES = {"T1": T1, "T2": T2}
VALUES = ["网聚职工正能量 争做中国好网民", "征集还有3天截止", "2022年8月31日 23:59", "请及时提交"]
AT = COLLECTING


def a_notice(**more: Any) -> Notice:
    """One of T1 for everybody, sending, due now."""
    said = {"id": ids.mint("ntc"), "campaign": "qinghai-2022", "origin": "organiser", "title": "还有 3 天截止", "words": "请及时提交。",
            "template": "T1", "values": VALUES, "audience": {"everybody": True}, "due_at": AT, "expires_at": AT + timedelta(days=2),
            "state": "sending", "revision": 1, "saved_at": AT, "received_at": AT, **more}
    with writing():
        Notice.insert(said).execute()
    found: Notice = Notice.get_by_id(said["id"])
    return found


def people(count: int, **more: Any) -> list[str]:
    """New accounts with openid and unionid; their ids in order."""
    rows = [{"id": ids.mint("acc"), "openid": f"o-{ids.mint('opn')}", "unionid": f"u-{ids.mint('uni')}", "created_at": AT,
             "last_seen_at": AT, **more} for _ in range(count)]
    with writing():
        Account.insert_many(rows).execute()
    return sorted(str(row["id"]) for row in rows)


def grant(account_id: str, template: str = "mini-one", count: int = 1, at: datetime = AT - timedelta(hours=1)) -> None:
    with writing():
        for _ in range(count):
            Credit.insert(account=account_id, template=template, granted_at=at, told_by="report", nonce=ids.mint("non")).execute()


def follow(account_id: str, word: str = "T1", **more: Any) -> None:
    """Somebody follows the official account and asked to be told by it."""
    unionid = Account.get_by_id(account_id).unionid
    with writing():
        Follower.insert({"openid": f"oa-{unionid}", "unionid": unionid, "follows": True, "at": AT, **more}).execute()
        Asked.insert(account=account_id, template=word, asked_at=AT).on_conflict_ignore().execute()


def soon(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


