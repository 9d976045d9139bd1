"""A notice as an organiser writes it, and steps of it, for tests of plans."""
from datetime import datetime
from typing import Any

from models import ids
from models.accounts.actor import Actor
from models.notices.plans import drafting, moving
from models.notices.plans.content import Content
from models.notices.plans.moving import House
from models.notices.plans.tables import Notice
from tests.models.notices.ledger.told import TEMPLATES, VALUES
from tests.models.works import COLLECTING

AT = COLLECTING
HOUSE = House(TEMPLATES, 500)


def content(**more: Any) -> Content:
    return Content(**{"campaign": "qinghai-2022", "title": "还有 3 天截止", "words": "请及时提交。", "template": "T1", "values": VALUES,
                      "audience": {"role": "coordinator"}, **more})


def save(actor: Actor, notice_id: str = "", revision: int = 0, at: datetime = AT, **more: Any) -> Notice:
    return drafting.save(notice_id or ids.mint("ntc"), content(**more), revision=revision, actor=actor, at=at)[0]


def move(notice_id: str, act: str, actor: Actor, at: datetime = AT, house: House = HOUSE, **more: Any) -> bool:
    """Whether it was the first time."""
    return moving.move(notice_id, act, **{"move_id": ids.mint("mov"), "house": house, "actor": actor, "at": at, **more})[1]


def row(notice_id: str) -> Notice:
    found: Notice = Notice.get_by_id(notice_id)
    return found
