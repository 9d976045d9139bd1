from datetime import datetime, timedelta

from models import clock
from models.accounts import personal
from models.accounts.actor import Actor
from models.campaign.answers import text_fault
from models.complaints.tables import KINDS, Complaint
from models.problems import ComplaintsOfADay, Forbidden, Incomplete

WORDS_AT_LEAST, WORDS_AT_MOST = 5, 1000
A_DAY = 10


def require_words(words: str, field_label: str, at_least: int = WORDS_AT_LEAST) -> None:
    """Raises Incomplete unless there is enough to read, and not too much."""
    says = text_fault(words, WORDS_AT_MOST, keeps="\n\r\t") or (None if len(words.strip()) >= at_least else f"至少 {at_least} 字")
    if says:
        raise Incomplete(summary=f"{field_label}{says}", fields=[{"field": "words", "label": field_label, "says": says}])


def require_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Incomplete(summary="请选择投诉或建议", fields=[{"field": "kind", "label": "类别", "says": "不在可选范围内"}])


def require_phone(phone: str | None) -> None:
    """A number somebody can be called on: 5 to 20 digits."""
    if phone is not None and not 5 <= len(personal.tidy_phone(phone)) <= 20:
        raise Incomplete(summary="电话号码不对，可以不填", fields=[{"field": "phone", "label": "电话", "says": "要有 5 到 20 个数字"}])


def require_room_today(account_id: str, at: datetime) -> None:
    """Raises ComplaintsOfADay after ten in one Shanghai day. The person's row is held, so that two at once are counted."""
    wall = at.astimezone(clock.SHANGHAI)
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    said = Complaint.select().where(Complaint.account == account_id, Complaint.received_at >= midnight.astimezone(clock.UTC)).count()
    if said >= A_DAY:
        again = midnight + timedelta(days=1) - wall
        raise ComplaintsOfADay(limit=A_DAY, retry_after_s=max(1, int(again.total_seconds())))


def may_read_all(actor: Actor) -> bool:
    return actor.is_organiser or actor.is_administrator or actor.holds("observer")


def require_reader(actor: Actor) -> None:
    if not may_read_all(actor):
        raise Forbidden(act="查看投诉建议")


def require_answerer(actor: Actor) -> None:
    if not actor.is_organiser:
        raise Forbidden(act="答复投诉建议")
