"""Promoters as tests need them."""
from datetime import datetime
from typing import Any

from models import ids
from models.accounts import actions as accounts
from models.accounts import queries as people
from models.accounts.actor import Actor
from models.ports import Identity
from models.promoters import actions, moving
from models.promoters.enrolling import Form
from models.promoters.tables import Promoter
from tests.cast import Cast
from tests.models.works import COLLECTING

PHONE, OTHER_PHONE = "13800000123", "13800000456"


def consent(cast: Cast) -> dict[str, Any]:
    given = cast.plan.consent("C11")
    return {"id": given.id, "version": given.version}


def save(actor: Actor, promoter_id: str | None = None, revision: int = 0, at: datetime = COLLECTING, **form: Any) -> Promoter:
    return actions.save(promoter_id or ids.mint("prm"), Form(**form), revision=revision, actor=actor, at=at)


def enrolled(cast: Cast, actor: Actor | None = None, at: datetime = COLLECTING) -> Promoter:
    return save(actor or cast.lincuo, at=at, consent=consent(cast))


def confirmed(cast: Cast, actor: Actor | None = None, at: datetime = COLLECTING) -> Promoter:
    promoter = enrolled(cast, actor, at)
    step(promoter, "confirm", cast.ma, at=at)
    return row(promoter)


def on_paper(cast: Cast, phone: str = PHONE, **more: Any) -> Promoter:
    return save(cast.cairang, name="扎西", phone=phone, **{"paper": True, **more})


def step(promoter: Promoter, act: str, actor: Actor, *, at: datetime = COLLECTING, **more: Any) -> bool:
    return moving.move(promoter.id, act, move_id=ids.mint("mov"), actor=actor, at=at, **more)[1]


def row(promoter: Promoter) -> Promoter:
    found: Promoter = Promoter.get_by_id(promoter.id)
    return found


def phone_owner(phone: str, name: str) -> Actor:
    """Somebody new whose phone WeChat verified; they belong to no unit."""
    account = accounts.sign_in(Identity(f"openid-{name}"))[1]
    accounts.verify_phone(phone, actor=people.actor_of(account.id), at=COLLECTING)
    return people.actor_of(account.id)
