"""What people do about themselves: sign in, say who they are, leave."""
import secrets
from datetime import datetime, timedelta

from models import clock, ids, journal
from models.accounts.actor import Actor
from models.accounts.holding import change, delete_rows, hold
from models.accounts.membership import claim_matching_line, release_claims
from models.accounts.personal import sealed, tidy_phone
from models.accounts.queries import LiveSession, token_hash
from models.accounts.tables import Account, Grant, RosterTry, Session
from models.db import is_writing, writing
from models.ports import Identity
from models.problems import Incomplete
from models.rows import find_row, insert_row

SESSION_LIFE = timedelta(days=30)
SEEN_EVERY = timedelta(hours=1)
LENGTHS = {"nickname": 40, "name": 40, "avatar": 500}
EMPTIED = dict.fromkeys(("openid", "unionid", "name_sealed", "name_print", "phone_sealed", "phone_print", "phone_verified_at",
                         "employee_no_sealed", "employee_no_print")) | dict.fromkeys(("nickname", "avatar", "unit_typed"), "")


def sign_in(identity: Identity, *, device: str = "", is_demo: bool = False,
            at: datetime | None = None) -> tuple[str, Account, bool]:
    """Open a session for whom WeChat says this is, making an account at first sight.

    A known unionid finds its account even under another openid. Returns (token, account, is_new);
    the token is kept nowhere but on the phone.
    """
    at = at or clock.now()
    token = secrets.token_urlsafe(32)
    with writing():
        account = _known(identity)
        is_new = account is None
        if account is None:
            account, is_new = _newcomer(identity, is_demo, at)
        _recognise(account, identity, at)
        insert_row(Session, token_hash=token_hash(token), account=account, created_at=at, expires_at=at + SESSION_LIFE,
                   device=device[:80])
        journal.write("session.opened", account.id, actor_id=account.id, at=at, is_new=is_new)
    return token, account, is_new


def sign_out(token: str, *, actor: Actor, at: datetime | None = None) -> None:
    """End this session; one already ended is fine."""
    at = at or clock.now()
    with writing():
        if delete_rows(Session, Session.token_hash == token_hash(token)) and actor.account_id:
            journal.write("session.closed", actor.account_id, actor_id=actor.account_id, at=at)


def refresh_last_seen(session: LiveSession, at: datetime | None = None) -> None:
    """Remember that someone is here, at most once an hour: most requests must stay reads."""
    at = at or clock.now()
    if at - session.last_seen_at >= SEEN_EVERY:
        with writing():
            Account.update(last_seen_at=at).where(Account.id == session.account_id).execute()


def forget_expired_sessions(at: datetime | None = None) -> int:
    """Delete sessions that ended by themselves; how many. For the sweep."""
    with writing():
        return delete_rows(Session, Session.expires_at <= (at or clock.now()))


def update_profile(*, nickname: str | None = None, name: str | None = None, avatar: str | None = None, actor: Actor,
                   at: datetime | None = None) -> Account:
    """Say who I am; None leaves a fact as it is. `name` is sealed. Raises NotFound, Incomplete (too long)."""
    at = at or clock.now()
    given = {k: v for k, v in (("nickname", nickname), ("name", name), ("avatar", avatar)) if v is not None}
    if long := sorted(fact for fact, text in given.items() if len(text) > LENGTHS[fact]):
        raise Incomplete(fields=[{"field": fact, "says": f"至多 {LENGTHS[fact]} 字"} for fact in long], summary="太长：" + "、".join(long))
    changes = sealed(given.pop("name"), "account", "name") if "name" in given else {}
    with writing():
        account = hold(actor.account_id)
        change(account, {**changes, **given})
        journal.write("account.saved", account.id, actor_id=actor.account_id, at=at, facts=sorted({**changes, **given}))
    return account


def verify_phone(number: str, *, actor: Actor, at: datetime | None = None) -> Account:
    """Keep the phone number WeChat vouches for; when it stands on the roster of the unit asked for, that confirms.

    Raises NotFound, Incomplete (no digits).
    """
    at = at or clock.now()
    if not tidy_phone(number):
        raise Incomplete(fields=[{"field": "phone", "label": "手机号", "says": "要有数字"}], summary="手机号")
    with writing():
        account = hold(actor.account_id)
        change(account, {**sealed(number, "account", "phone"), "phone_verified_at": at})
        journal.write("account.phone_verified", account.id, actor_id=actor.account_id, at=at)
        claim_matching_line(account, at)
    return account


def empty_account(account_id: str, *, at: datetime) -> Account:
    """Inside another verb's `writing()`: empty everything personal, end every session and role, keep the bare id.

    Unit and confirmation stay, so that no count changes. The same again changes nothing. Raises NotFound.
    """
    if not is_writing():
        raise RuntimeError("empty_account belongs into a verb's writing()")
    account = hold(account_id, deleted=True)
    if account.deleted_at:
        return account
    change(account, {**EMPTIED, "deleted_at": at})
    release_claims(account_id)
    delete_rows(Session, Session.account == account_id)
    delete_rows(RosterTry, RosterTry.account == account_id)
    Grant.update(revoked_at=at, revoked_by=account_id).where(Grant.account == account_id, Grant.revoked_at.is_null()).execute()
    return account


def _known(identity: Identity) -> Account | None:
    by_openid = find_row(Account, identity.openid, by="openid")
    if by_openid or not identity.unionid:
        return by_openid
    return find_row(Account, identity.unionid, by="unionid")


def _newcomer(identity: Identity, is_demo: bool, at: datetime) -> tuple[Account, bool]:
    """Two first sign-ins of one person at once make one account: whoever comes second finds it."""
    minted = ids.mint("acc")
    Account.insert(id=minted, openid=identity.openid, unionid=identity.unionid, created_at=at, last_seen_at=at,
                   is_demo=is_demo).on_conflict_ignore().execute()
    account = _known(identity)
    if account is None:
        raise RuntimeError("an account that was just made is not there")
    return account, account.id == minted


def _recognise(account: Account, identity: Identity, at: datetime) -> None:
    changes: dict[str, object] = {"last_seen_at": at} if account.last_seen_at != at else {}
    if account.openid != identity.openid:
        changes["openid"] = identity.openid
    if identity.unionid and not account.unionid and not find_row(Account, identity.unionid, by="unionid"):
        changes["unionid"] = identity.unionid
    if changes:
        change(account, changes)
