"""Notices that stand for a kind of line, as the clock writes them from the campaign's document."""
from typing import Any

from models.notices.plans.tables import Notice
from tests.models.notices.ledger.told import a_notice

STANDING: dict[str, tuple[list[str], bool]] = {            # values, and whether it is a person's one message of the day
    "G1": (["{作品}", "已入选", "{时间}", "入选优秀作品，点此查看名单"], True),
    "S2": (["{作品}", "退回修改", "{时间}", "请按意见修改，{期}前重交"], False),
    "S4": (["{作品}", "请补材料", "{时间}", "请补交高清原件，不影响名次"], False),
    "S8": (["{作品}", "推荐全国", "{时间}", "已推荐参加全国活动评审"], True),
    "U1": (["加入{单位}", "已确认", "{时间}", "您的作品将由该单位报送"], True),
    "U2": (["加入{单位}", "未通过", "{时间}", "请核对所在单位后重新申请"], True),
    "V3": (["{活动}", "退回补充", "{时间}", "请按意见补充后重新上报"], True),
}


def a_standing_notice(plan: str, **more: Any) -> Notice:
    values, once_a_day = STANDING.get(plan, ([], True))
    return a_notice(**{"origin": "line", "plan": plan, "once": f"qinghai-2022/{plan}", "template": "T2", "values": values, "audience": {},
                       "once_a_day": once_a_day, "due_at": None, "expires_at": None, **more})
