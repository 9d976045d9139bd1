"""Papers that are mostly words: the notice's facts, the consents, the sign-in sheet of an event, the guardian's permission."""
from datetime import datetime

from models import clock
from models.campaign import calendar
from models.campaign.plan import Consent, Plan
from server.papers.forms import TO_SIGN
from server.papers.sheet import RIGHT, WIDTH_CM, Sheet

SIGNED_BY = {"author": "作者", "enterer": "作者", "unit": "单位负责人", "promoter": "宣传员", "attendee": "参加人"}
SIGN_IN_CM = (1.4, 4.0, 6.4, WIDTH_CM - 11.8)
SIGN_IN_ROWS = 36
FACTS_CM = (4.2, WIDTH_CM - 4.2)


def notice(sheet: Sheet, plan: Plan) -> None:
    """What the official document says, as the plan has it. It is not the document itself, and carries no seal."""
    said = plan.notice
    grid = sheet.grid(FACTS_CM)
    for label, words in (("文号", said.number), ("日期", f"{said.dated.year} 年 {said.dated.month} 月 {said.dated.day} 日"),
                         ("发文单位", "、".join(said.issued_by)), ("主送", "、".join(said.addressees))):
        grid.row([(label,), (words,)])
    sheet.heading("对各单位的要求")
    for n, ask in enumerate(said.asks, 1):
        sheet.line(f"{n}. {ask}", size=14)
    sheet.heading("子项目")
    for track in plan.tracks:
        sheet.line(f"{track.label_at(plan.starts)}：{track.description}。承办单位：{track.host or '主办单位'}")
    _calendar(sheet, plan)
    sheet.heading("联系电话")
    for contact in plan.contacts:
        sheet.line(f"{contact.label}：{contact.line}", size=14)


def _calendar(sheet: Sheet, plan: Plan) -> None:
    sheet.heading("时间安排")
    grid = sheet.grid((4.2, 5.0, 6.8))
    grid.head(("阶段", "开始", "截止"))
    for phase in plan.phases:
        due = f"（{clock.to_shanghai(phase.due)} 前办完）" if phase.due else ""
        grid.row([(phase.label,), (_opening(phase.opens),), (clock.to_shanghai(calendar.closes(plan, phase)) + due,)])


def _opening(instant: datetime) -> str:
    """A beginning is said as 00:00 of its own day, never as 24:00 of the day before."""
    t = instant.astimezone(clock.SHANGHAI)
    return f"{t.month} 月 {t.day} 日（周{clock.WEEKDAYS[t.weekday()]}）{t:%H:%M}"


def consent(sheet: Sheet, agreed: Consent) -> None:
    """The whole text in its version, and a place to sign for who does it on paper."""
    sheet.line(f"第 {agreed.version} 版")
    sheet.text(agreed.text)
    if agreed.attachment:
        sheet.line(f"附：{agreed.attachment}")
    if agreed.asked_of != "attendee":
        sheet.line("作品（材料）名称：　　　　　　　　　　　　　　　　　", size=14, after=10)
        sheet.line(f"{SIGNED_BY[agreed.asked_of]}{TO_SIGN}", size=14, align=RIGHT)


def guardian(sheet: Sheet, agreed: Consent) -> None:
    """The permission a guardian signs; its photograph is handed in with the work. No name of the child is asked."""
    sheet.text(agreed.text)
    grid = sheet.grid(FACTS_CM)
    for label in ("作品名称", "作者", "出镜未成年人人数", "与未成年人的关系", "监护人联系电话"):
        grid.row([(label,), ("",)], height_cm=1.2)
    sheet.line(f"监护人{TO_SIGN}", size=14, align=RIGHT, before=24)


def sign_in(sheet: Sheet, plan: Plan) -> None:
    """Paper for an event without a signal: photographed afterwards, or typed in by its coordinator."""
    grid = sheet.grid((3.4, 4.6, 3.4, 4.6))
    for pair in (("活动名称", "活动形式"), ("举办单位", "地点"), ("日期", "起止时间"), ("负责人", "参加人数")):
        grid.row([cell for label in pair for cell in ((label,), ("",))], height_cm=1.1)
    for agreed in plan.consents:
        if agreed.asked_of == "attendee":
            sheet.line(f"《{agreed.label}》：{' '.join(agreed.text.split())}", size=10.5, before=6, after=6)
    names = sheet.grid(SIGN_IN_CM)
    names.head(("序号", "姓名", "单位", "电话（选填）"))
    for n in range(1, SIGN_IN_ROWS + 1):
        names.row([(str(n),), ("",), ("",), ("",)], height_cm=1.0)
