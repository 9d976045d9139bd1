"""Making people for the tests of this room: they sign in as they would, by what WeChat says of them."""
from models.accounts import actions, queries
from models.accounts.actor import SYSTEM, Actor
from models.accounts.grants import grant_role
from models.ports import Identity


def someone(openid: str = "openid-lincuo", *, name: str = "", phone: str = "") -> Actor:
    """A person who has signed in, and said their name or verified their phone if given."""
    account = actions.sign_in(Identity(openid))[1]
    actor = queries.actor_of(account.id)
    if name:
        actions.update_profile(name=name, actor=actor)
    if phone:
        actions.verify_phone(phone, actor=actor)
    return actor


def holder(role: str, over: str = "*", openid: str = "") -> Actor:
    """A person who holds this role."""
    actor = someone(openid or f"openid-{role}-{over}")
    grant_role(str(actor.account_id), role, over, actor=SYSTEM)
    return queries.actor_of(str(actor.account_id))
