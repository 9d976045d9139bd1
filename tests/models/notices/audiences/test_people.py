"""Whom terms mean: any tree of terms means what its leaves mean, joined; nobody who left is ever among them."""
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import ids
from models.accounts.tables import Account
from models.db import writing
from models.notices.audiences import people as meaning
from models.notices.audiences import reach, terms
from models.problem import Problem
from tests.cast import Cast
from tests.models.notices.ledger.told import AT, T1, follow, grant, people
from tests.models.works import brought_to, saved, submitted

CAMPAIGN = "qinghai-2022"
LEAVES: list[dict[str, Any]] = [
    {"everybody": True}, {"role": "coordinator"}, {"role": "organiser"}, {"role": "coordinator", "over": "reporting_units"},
    {"entry": "draft"}, {"entry": "submitted", "track": "photo"}, {"entry": "returned"}, {"waiting": "preselect"}, {"waiting": "audit"},
    {"promoter": "confirmed"}, {"asked": "T1"}, {"track": "photo"}]
JOINS = st.sampled_from(["all", "any"])
TREES = st.recursive(st.sampled_from(LEAVES), lambda inner: inner.map(lambda one: {"not": one}) | st.builds(
    lambda join, few: {join: few}, JOINS, st.lists(inner, min_size=1, max_size=3)), max_leaves=4)


def meant(tree: dict[str, Any]) -> set[str]:
    return {row.id for row in meaning.ids_of(tree, CAMPAIGN, AT)}


def by_hand(tree: dict[str, Any], everybody: set[str]) -> set[str]:
    """The same, from the leaves' own people."""
    if "all" in tree:
        return set.intersection(*(by_hand(one, everybody) for one in tree["all"]))
    if "any" in tree:
        return set.union(*(by_hand(one, everybody) for one in tree["any"]))
    return everybody - by_hand(tree["not"], everybody) if "not" in tree else meant(tree)


@pytest.fixture
def crowd(cast: Cast) -> set[str]:
    """Authors with a draft and with a submitted work, followers, one person who left; ids of those still here."""
    saved(cast)
    submitted(cast, cast.yangjin)
    few = people(3)
    follow(few[0])
    grant(few[1])
    with writing():
        Account.update(deleted_at=AT).where(Account.id == few[2]).execute()
    return {row.id for row in Account.select(Account.id).where(Account.deleted_at.is_null())}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_a_tree_means_its_leaves_joined_and_its_reach_adds_up(crowd: set[str], tree: dict[str, Any]) -> None:
    read = terms.read(tree, CAMPAIGN)
    found = meant(read)
    assert found == by_hand(tree, crowd)
    assert found <= crowd
    reached = reach.reach(read, T1, CAMPAIGN, AT)
    assert (reached.people, meaning.count(read, CAMPAIGN, AT)) == (len(found), len(found))
    assert reached.now + reached.inbox_only == reached.people
    assert terms.words(read, CAMPAIGN)
    assert terms.read(read, CAMPAIGN) == read


def test_who_is_reached_is_counted_by_the_way_it_would_go(crowd: set[str]) -> None:
    reached = reach.reach({"everybody": True}, T1, CAMPAIGN, AT)
    assert (reached.people, reached.official, reached.mini) == (len(crowd), 1, 1)


@pytest.mark.parametrize("state", ["preselected", "declined", "shortlisted", "approved", "recommended"])
def test_what_the_jury_did_is_no_audience_before_publication(cast: Cast, state: str) -> None:
    brought_to(state, cast)
    author = str(cast.lincuo.account_id)
    assert [author in meant({"entry": word}) for word in ("submitted", "selected", "not_selected", "recommended")] == [
        True, False, False, False]


WORDS = st.sampled_from(["all", "any", "not", "role", "over", "unit", "entry", "event", "accounts", "everybody", "saved", "track", "x"])
VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.just(ids.mint("unt")) | st.just("coordinator")
NONSENSE = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=12)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NONSENSE)
def test_nonsense_is_refused_with_its_place_or_means_somebody_definite(cast: Cast, nonsense: Any) -> None:
    read, refused = read_or_refused(nonsense)
    if refused is not None:
        assert (refused.code, bool(refused.context["fields"][0]["says"])) == ("audience.unclear", True)
    else:
        assert meaning.count(read, CAMPAIGN, AT) >= 0


def read_or_refused(nonsense: Any) -> tuple[dict[str, Any], Problem | None]:
    try:
        return terms.read(nonsense, CAMPAIGN), None
    except Problem as refused:
        return {}, refused
