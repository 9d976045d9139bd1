"""WeChat says who someone is; a token of ours remembers it for thirty days, and can be ended."""
import threading
from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.accounts import actions, queries
from models.accounts.actor import SYSTEM
from models.accounts.grants import grant_role, revoke_grant
from models.accounts.tables import Account, Session
from models.db import database
from models.journal import Line
from models.ports import Identity
from models.problems import SessionExpired, Unauthenticated
from tests.models.accounts.people import someone
from tests.models.counting import count_queries


def test_the_first_sign_in_makes_an_account_and_the_next_finds_it(db: Any) -> None:
    first, second = actions.sign_in(Identity("a")), actions.sign_in(Identity("a"))
    assert (first[2], second[2], first[1].id == second[1].id, first[0] == second[0]) == (True, False, True, False)
    assert (Account.select().count(), Session.select().count()) == (1, 2)


def test_a_unionid_joins_two_openids_of_one_person(db: Any) -> None:
    known = actions.sign_in(Identity("a", "union"))[1]
    same = actions.sign_in(Identity("b", "union"))[1]
    assert (same.id, Account.get_by_id(known.id).openid) == (known.id, "b")


def test_a_unionid_learnt_later_is_kept_and_one_of_somebody_else_is_not_taken(db: Any) -> None:
    first, second = actions.sign_in(Identity("a"))[1], actions.sign_in(Identity("b", "union"))[1]
    assert actions.sign_in(Identity("a", "other"))[1].unionid == "other"
    assert actions.sign_in(Identity("a", "union"))[1].id == first.id
    assert Account.get_by_id(second.id).unionid == "union"


def test_a_token_names_its_actor_in_one_query(db: Any) -> None:
    token, account, _ = actions.sign_in(Identity("a"))
    for over in ("unit", "track", "event"):
        with count_queries() as counted:
            actor, session = queries.actor_by_token(token)
        assert (actor.account_id, session.account_id, counted.reads) == (account.id, account.id, 1)
        grant_role(account.id, "observer", {"unit": "*", "track": "track:c/song", "event": "track:c/photo"}[over], actor=SYSTEM)
    assert queries.actor_by_token(token)[0].overs("observer") == {"*", "track:c/song", "track:c/photo"}


def test_tokens_are_stored_hashed(db: Any) -> None:
    token = actions.sign_in(Identity("a"))[0]
    assert token not in str(list(Session.select().dicts()))


def test_a_session_lives_thirty_days_and_not_a_moment_longer(db: Any) -> None:
    start = clock.now()
    token, account, _ = actions.sign_in(Identity("a"), at=start)
    end = start + timedelta(days=30)
    assert queries.actor_by_token(token, end - timedelta(milliseconds=1))[0].account_id == account.id
    with pytest.raises(SessionExpired):
        queries.actor_by_token(token, end)
    assert (actions.forget_expired_sessions(end - timedelta(milliseconds=1)), actions.forget_expired_sessions(end)) == (0, 1)


def test_signing_out_ends_this_session_and_no_other(db: Any) -> None:
    here, there = actions.sign_in(Identity("a"))[0], actions.sign_in(Identity("a"))[0]
    actor = queries.actor_by_token(here)[0]
    for _ in range(2):
        actions.sign_out(here, actor=actor)
    with pytest.raises(Unauthenticated):
        queries.actor_by_token(here)
    assert queries.actor_by_token(there)[0] == actor


@pytest.mark.parametrize("token", ["", "x", "'; DROP TABLE session; --"])
def test_an_unknown_token_is_nobody(db: Any, token: str) -> None:
    someone()
    with pytest.raises(Unauthenticated):
        queries.actor_by_token(token)


def test_a_revoked_role_is_gone_at_the_next_request(db: Any) -> None:
    token, account, _ = actions.sign_in(Identity("a"))
    grant = grant_role(account.id, "organiser", "*", actor=SYSTEM)
    assert queries.actor_by_token(token)[0].is_organiser
    revoke_grant(grant.id, actor=SYSTEM)
    assert not queries.actor_by_token(token)[0].is_organiser


def test_last_seen_is_written_once_an_hour(db: Any) -> None:
    start = clock.now()
    token, account, _ = actions.sign_in(Identity("a"), at=start)
    session = queries.actor_by_token(token)[1]
    for ahead, writes in ((59, 0), (60, 1)):
        with count_queries() as counted:
            actions.refresh_last_seen(session, start + timedelta(minutes=ahead))
        assert counted.writes == writes
    assert Account.get_by_id(account.id).last_seen_at == start + timedelta(minutes=60)


def test_one_person_signing_in_twice_at_once_is_one_account(db: Any) -> None:
    answers: list[tuple[str, bool]] = []

    def sign_in() -> None:
        with database.connection_context():
            _, account, is_new = actions.sign_in(Identity("a", "u"))
            answers.append((account.id, is_new))

    threads = [threading.Thread(target=sign_in) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), len({account for account, _ in answers}), sum(new for _, new in answers)) == (8, 1, 1)


def test_a_sign_in_is_one_line_in_the_journal_and_holds_ids_only(db: Any) -> None:
    account = actions.sign_in(Identity("openid-secret", "union-secret"))[1]
    assert [(line.what, line.about) for line in Line.select()] == [("session.opened", account.id)]
    assert "secret" not in str(list(Line.select().dicts()))
