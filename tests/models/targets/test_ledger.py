"""The publicity ledger: lines saved as documents by those who speak for a unit, withdrawn but kept."""
from dataclasses import replace
from typing import Any

import pytest

from models import ids
from models.problems import Forbidden, IdReused, Incomplete, NotFound, PublicityStale, PublicityWithdrawn
from models.targets import ledger
from models.targets.ledger import Article
from models.targets.tables import Publicity, PublicityRevision
from tests.cast import Cast
from tests.models.targets.made import CAMPAIGN, LATER, OTHER_CITY, unit_named
from tests.models.works import lines


def article(cast: Cast, **changes: Any) -> Article:
    whole = Article(unit=cast.factory, channel="wechat_account", title="高原上的追光人", reads=1200, day="2022-08-25",
                    link="https://example.cn/a", campaign=CAMPAIGN)
    return replace(whole, **changes)


def saved(cast: Cast, actor: Any = None, line: str | None = None, revision: int = 0, **changes: Any) -> Publicity:
    return ledger.save(line or ids.mint("pub"), article(cast, **changes), revision=revision, actor=actor or cast.ma, at=LATER)


def test_a_line_is_saved_once_changed_and_its_reporting_unit_stamped(cast: Cast) -> None:
    line = ids.mint("pub")
    assert [saved(cast, line=line).revision for _ in range(2)] == [1, 1]
    changed = saved(cast, line=line, revision=1, reads=1500)
    assert (changed.revision, changed.reads, changed.unit_id, changed.reporting_unit_id) == (2, 1500, cast.factory, cast.city)
    assert saved(cast, line=line).reads == 1500
    with pytest.raises(PublicityStale):
        saved(cast, line=line, reads=1300)
    assert lines(line) == ["publicity.saved", "publicity.saved"]
    assert [row.reads for row in PublicityRevision.select().order_by(PublicityRevision.number)] == [1200, 1500]


def test_only_who_speaks_for_the_unit_writes_it_and_ids_reveal_nothing(cast: Cast) -> None:
    line = saved(cast, cast.cairang).id
    assert saved(cast, cast.liqing, line=line, revision=1, reads=3).revision == 2
    for actor in (cast.lincuo, cast.baima, cast.qilian):
        with pytest.raises(Forbidden):
            saved(cast, actor)
    with pytest.raises(Forbidden):
        saved(cast, cast.cairang, unit=cast.city)
    foreign = saved(cast, cast.liqing, unit=unit_named(OTHER_CITY)).id
    with pytest.raises(IdReused):
        saved(cast, cast.ma, line=foreign)
    with pytest.raises(NotFound):
        saved(cast, revision=1)


def test_what_is_withdrawn_is_kept_and_can_be_changed_no_more(cast: Cast) -> None:
    line = saved(cast).id
    for actor in (cast.lincuo, cast.qilian):
        with pytest.raises(NotFound):
            ledger.withdraw(line, actor=actor)
    for _ in range(2):
        ledger.withdraw(line, actor=cast.ma, at=LATER)
    assert lines(line) == ["publicity.saved", "publicity.withdrawn"]
    assert (Publicity.select().count(), list(ledger.listed(cast.liqing))) == (1, [])
    for revision in (0, 1):
        with pytest.raises(PublicityWithdrawn):
            saved(cast, line=line, revision=revision, reads=7)
    assert saved(cast, line=line).withdrawn_at == LATER
    with pytest.raises(NotFound):
        ledger.find(line, cast.ma)


def test_each_sees_the_lines_of_his_own_units(cast: Cast) -> None:
    own, other = saved(cast).id, saved(cast, cast.liqing, unit=unit_named(OTHER_CITY)).id
    seen = {actor: {row.id for row in ledger.listed(actor)} for actor in (cast.liqing, cast.baima, cast.ma, cast.cairang)}
    assert seen == {cast.liqing: {own, other}, cast.baima: {own, other}, cast.ma: {own}, cast.cairang: {own}}
    assert {row.id for row in ledger.listed(cast.ma, CAMPAIGN, cast.city)} == {own}
    assert list(ledger.listed(cast.ma, "another-campaign")) == []
    with pytest.raises(NotFound):
        ledger.listed(cast.ma, unit_id=unit_named(OTHER_CITY))
    with pytest.raises(Forbidden):
        ledger.listed(cast.lincuo)


@pytest.mark.parametrize(("changes", "field"), [
    ({"channel": "radio_waves"}, "channel"), ({"title": "  "}, "title"), ({"title": "长" * 101}, "title"), ({"title": "看\x00"}, "title"),
    ({"link": "javascript:alert(1)"}, "link"), ({"link": "http://["}, "link"), ({"link": "https://a b"}, "link"),
    ({"reads": -1}, "reads"), ({"reads": 2**31}, "reads"), ({"day": "2022-9-1"}, "day"), ({"day": "2022-09-11"}, "day"),
    ({"day": "20220901"}, "day"), ({"note": "长" * 501}, "note")])
def test_what_cannot_be_used_is_refused_with_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Incomplete) as wrong:
        saved(cast, **changes)
    assert [one["field"] for one in wrong.value.context["fields"]] == [field]
    assert Publicity.select().count() == 0


def test_a_campaign_or_unit_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        saved(cast, campaign="another-campaign")
    with pytest.raises(NotFound):
        saved(cast, unit=ids.mint("unt"))
    line = saved(cast).id
    with pytest.raises(NotFound):
        saved(cast, line=line, revision=1, unit=ids.mint("unt"))
