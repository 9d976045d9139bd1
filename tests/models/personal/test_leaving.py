"""My data, taken along or left behind: an export says everything, leaving empties what is personal and keeps the counts."""
import pytest

from models.accounts.tables import Account
from models.entries import actions as entries
from models.entries import attachments, private
from models.entries.tables import Entry
from models.journal import Line
from models.media import queries as files
from models.personal import actions as personal
from models.personal.queries import export
from models.problems import NotFound
from models.workflow.tables import Move
from tests.cast import Cast
from tests.models.works import COLLECTING, PUBLISHING, brought_to, lines, move, now, photo, published, ready, row, submitted


def test_leaving_withdraws_what_is_not_recommended_and_keeps_the_counts(cast: Cast) -> None:
    draft, declined, returned = ready(cast), brought_to("declined", cast), submitted(cast)
    move(returned, "return", cast.ma)
    recommended, withdrawn = brought_to("recommended", cast), submitted(cast)
    move(withdrawn, "withdraw", cast.lincuo)
    personal.forget(actor=cast.lincuo, at=COLLECTING)
    assert Entry.get_or_none(Entry.id == draft) is None
    assert [now(one) for one in (declined, returned, recommended, withdrawn)] == ["withdrawn", "withdrawn", "recommended", "withdrawn"]
    for one in (declined, returned, recommended, withdrawn):
        assert (row(one).private, row(one).author_id) == (None, cast.lincuo.account_id)
    account = Account.get_by_id(cast.lincuo.account_id)
    assert (account.openid, account.name_sealed, account.unit_id, account.unit_confirmed_at is not None) == (None, None, cast.factory, True)


def test_leaving_is_written_as_moves_like_any_other(cast: Cast) -> None:
    entry_id, draft = brought_to("shortlisted", cast), ready(cast)
    file = files.files_of(draft)[0]
    personal.forget(actor=cast.lincuo, at=COLLECTING)
    last = Move.select().where(Move.entry == entry_id).order_by(Move.number.desc()).get()
    assert (last.act, last.source, last.target) == ("withdraw", "shortlisted", "withdrawn")
    assert (last.as_role, last.actor_id) == ("author", cast.lincuo.account_id)
    assert (lines(entry_id)[-1], lines(draft)[-1], lines(file.id)[-1]) == ("entry.withdrawn", "entry.discarded", "file.removed")
    assert files.discarded(COLLECTING) == [file.key]
    assert lines(str(cast.lincuo.account_id))[-1] == "account.emptied"


def test_leaving_takes_ones_works_down_but_not_the_recommended(cast: Cast) -> None:
    approved, recommended = brought_to("approved", cast), brought_to("recommended", cast)
    published(cast, approved)
    for one in (approved, recommended):
        move(one, "exhibit", cast.liqing, PUBLISHING)
    personal.forget(actor=cast.lincuo, at=PUBLISHING)
    assert (row(approved).exhibited_at, row(recommended).exhibited_at) == (None, PUBLISHING)


def test_leaving_frees_the_slots_and_touches_nobody_elses_work(cast: Cast) -> None:
    mine, other = submitted(cast), submitted(cast, cast.yangjin)
    personal.forget(actor=cast.lincuo, at=COLLECTING)
    assert (row(mine).campaign_slot, row(mine).track_slot, now(other), row(other).campaign_slot) == (None, None, "submitted", 1)


def test_works_one_entered_for_others_stay_theirs(cast: Cast) -> None:
    entry_id = submitted(cast, cast.ma, on_behalf_of={"name": "扎西", "unit": cast.factory})
    personal.forget(actor=cast.ma, at=COLLECTING)
    assert (now(entry_id), private.answers(row(entry_id))["contact_phone"]) == ("submitted", "13800000000")


def test_who_is_not_there_cannot_leave(cast: Cast) -> None:
    personal.forget(actor=cast.lincuo, at=COLLECTING)
    before = Line.select().count()
    with pytest.raises(NotFound):
        personal.forget(actor=type(cast.lincuo)("acc_0000000000000000"), at=COLLECTING)
    assert Line.select().count() == before


def test_an_export_has_every_work_with_its_personal_answers_files_and_history(cast: Cast) -> None:
    entry_id = brought_to("approved", cast)
    attachments_of = [file.name for file in files.files_of(entry_id)]
    told = export(cast.lincuo)
    assert (told["account"]["name"], [one["id"] for one in told["entries"]]) == ("林措", [entry_id])
    work = told["entries"][0]
    assert (work["fields"]["contact_phone"], [file["name"] for file in work["files"]], work["submitted_at"]) == (
        "13800000000", attachments_of, "2022-08-25T02:00:00.000Z")
    assert [(line["act"], line["to"], line["by"]) for line in work["history"]] == [("submit", "submitted", "author")]


def test_an_export_holds_nobody_elses(cast: Cast) -> None:
    entry_id = submitted(cast)
    assert export(cast.yangjin)["entries"] == export(cast.ma)["entries"] == []
    move(entry_id, "return", cast.ma)
    entries.save(entry_id, photo(cast, title="改"), revision=1, actor=cast.lincuo, at=COLLECTING)
    attachments.detach(files.files_of(entry_id)[0].id, actor=cast.lincuo, at=COLLECTING)
    assert export(cast.lincuo)["entries"][0]["files"] == []
