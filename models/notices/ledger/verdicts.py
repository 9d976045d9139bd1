"""What an answer of WeChat's means for a delivery: one row a code. Codes that are not here are a failure of this one message.

Source: facts of the platform's pages "发送订阅消息" and "模板消息", errcodes as they stood in 2026.
"""
from dataclasses import dataclass
from typing import Literal

from models.notices.ledger.tables import DeliveryState

D = DeliveryState


@dataclass(frozen=True, slots=True)
class Verdict:
    """`credit`: what happens to the one that was taken. `stops`: the whole notice is paused. `again`: it is tried once more later."""
    state: DeliveryState
    credit: Literal["keep", "return", "end"] = "return"
    stops: bool = False
    again: bool = False
    follower: Literal["", "left", "refuses"] = ""


SENT = Verdict(D.SENT, credit="keep")
UNKNOWN = Verdict(D.UNKNOWN, credit="keep")
UNSENT = Verdict(D.PLANNED, again=True)
FAILED = Verdict(D.FAILED)
BY_CODE = {
    43101: Verdict(D.REFUSED, credit="end", follower="refuses"),           # never granted, refused, or used up
    43004: Verdict(D.REFUSED, follower="left"),                            # does not follow
    40003: Verdict(D.FAILED),                                              # no such person in this account
    -1: Verdict(D.PLANNED, again=True), 43108: Verdict(D.PLANNED, again=True),
    45009: Verdict(D.PLANNED, stops=True), 43107: Verdict(D.PLANNED, stops=True), 43116: Verdict(D.PLANNED, stops=True),
    40249: Verdict(D.PLANNED, stops=True), 48001: Verdict(D.PLANNED, stops=True), 45103: Verdict(D.PLANNED, stops=True),
    45109: Verdict(D.PLANNED, stops=True), 40037: Verdict(D.PLANNED, stops=True),
}
STOPPED_WORDS = {
    "45009": "今天的发送次数已用完，明天可以继续", "43107": "微信停用了这个账号的订阅消息或这个模板，请到公众平台查看原因",
    "43116": "微信限制了这个模板，请到公众平台查看原因", "40249": "微信认为内容像营销，已停止发送，请改写后另发一条",
    "48001": "账号没有这项接口权限，请到公众平台开通", "45103": "微信已停用这个接口", "45109": "微信已停用这个接口",
    "40037": "微信没有这个模板，请核对 config.yaml 里的模板编号",
    "organiser": "由经办人暂停", "switched_off": "活动方案里关闭了这条提醒",
    "expired": "已过有效时间", "late": "错过发送时间超过一天", "nobody": "没有人符合条件",
}
TRIES = 8
BACK_OFF_S = 5.0
LONGEST_BACK_OFF_S = 300.0


def of(outcome: str, errcode: int) -> Verdict:
    """The verdict on what became of a push."""
    if outcome == "refused":
        return BY_CODE.get(errcode, FAILED)
    return {"sent": SENT, "unsent": UNSENT}.get(outcome, UNKNOWN)


def back_off_s(tries: int) -> float:
    """How long to wait before the next try, after so many."""
    return float(min(BACK_OFF_S * 2 ** tries, LONGEST_BACK_OFF_S))
