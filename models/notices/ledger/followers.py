"""Followers whom nobody has looked up yet."""
from datetime import datetime

from models import clock
from models.db import writing
from models.notices.ledger.tables import Follower

AT_A_TIME = 100


def nameless() -> list[str]:
    """openids of followers whose unionid is not known, the newest first."""
    rows = Follower.select(Follower.openid).where(Follower.follows, Follower.unionid.is_null()).order_by(Follower.at.desc())
    return [row.openid for row in rows.limit(AT_A_TIME)]


def name(openid: str, unionid: object, *, follows: bool, at: datetime | None = None) -> bool:
    """Write down who a follower is; whether that is news. Without a unionid (the accounts share no open platform) nobody is asked again."""
    known = unionid if isinstance(unionid, str) and unionid else ""
    with writing():
        return bool(Follower.update(unionid=known, follows=follows, at=at or clock.now()).where(
            Follower.openid == openid, Follower.unionid.is_null()).execute())
