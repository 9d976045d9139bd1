"""What is said of a check-in: to the worker who made it, and to the coordinator who may accept or undo it."""
from typing import NamedTuple

from models.events.tables import CheckInState

AGAIN = "again"
NO_EVENT = "no_event"
NO_SECRET = "no_secret"              # noqa: S105 - a reason, no password
UNDONE = "undone"
EVENT_CANCELLED = "event_cancelled"
WRONG_EVENT = "wrong_event"
NOT_GENUINE = "not_genuine"
STRANGER = "not_coordinator"
PERSONAL_UNKNOWN = "personal_unknown"
LAPSED = "lapsed"
TOO_MANY_WAITING = "too_many_waiting"
PRINTED_CODE = "printed_code"
CLOCK_CHANGED = "clock_changed"
OUTSIDE_EVENT = "outside_event"
SCANNED_LATE = "scanned_late"
SCANNED_EARLY = "scanned_early"
ARRIVED_LATE = "arrived_late"
SAME_PHONE = "same_phone"
SAME_NAME = "same_name"
OVER_HEAD_COUNT = "over_head_count"


class Words(NamedTuple):
    """A whole sentence for each reader: what happened, then what to do."""
    worker: str
    coordinator: str


WAITS = "已收到，待活动负责人核实。您不用再扫码；如有疑问，请联系活动负责人。"

REASONS = {
    AGAIN: Words("您已经签到，这一次不重复计数，不用再扫码。", "同一人已经签到，这一次不重复计数，不用处理。"),
    NO_EVENT: Words("签到已保存，活动信息还没有上传；上传后会自动核对，您不用再扫码。",
                    "活动信息还没有上传，请用创建活动的手机联网并打开小程序。"),
    NO_SECRET: Words("签到已保存，等负责人的手机联网后会自动核对，您不用再扫码。",
                     "出示签到码的手机还没有联网，请让它联网并打开小程序；如这部手机已不能用，而本人在场，请确认后计入。"),
    UNDONE: Words("活动负责人已撤销这次签到。如有疑问，请联系活动负责人。", "已撤销，不计入参加人数；如系误操作，可以重新确认。"),
    EVENT_CANCELLED: Words("这场活动已取消，签到不再计数。", "活动已取消，这次签到不计入参加人数。"),
    WRONG_EVENT: Words("这是另一场活动的签到码，没有记入这场活动。请扫本场负责人手机上的签到码。",
                       "扫的是另一场活动的签到码；如本人确实在场，请确认后计入。"),
    NOT_GENUINE: Words("这个签到码没有通过核对。请重新扫负责人手机上正在显示的签到码，或请负责人为您补登。",
                       "签到码与本场活动不符。如当时由另一部手机出示，请先让那部手机联网；如本人确实在场，请确认后计入。"),
    PERSONAL_UNKNOWN: Words("这个职工码已停用。请打开新的职工码，再请负责人扫一次。",
                            "职工码已停用或已更换，没有计入。请让本人打开新的职工码再扫；如本人在场，请确认后计入。"),
    STRANGER: Words("登记的人不是这场活动的负责人，没有计入。请联系活动负责人。",
                    "登记的人不是这场活动的负责人，没有计入；如本人在场，请确认后计入。"),
    TOO_MANY_WAITING: Words("等待活动信息的签到太多，这次没有计入；活动信息上传后会重新核对。",
                            "这个账号等待活动信息的签到太多，暂未计入；活动信息上传后会重新核对。"),
    LAPSED: Words("超过 60 天没有等到活动信息，这次签到没有计入。如有疑问，请联系活动负责人。",
                  "超过 60 天没有等到活动信息，没有计入参加人数。"),
    PRINTED_CODE: Words(f"扫的是印制的签到码，{WAITS}", "扫的是印制的签到码，不能证明在场；如本人在场，请确认后计入。"),
    CLOCK_CHANGED: Words(f"扫码前后手机时间有过变动，{WAITS}", "扫码前后手机时间有过变动，扫码时刻不能确定；如本人在场，请确认后计入。"),
    OUTSIDE_EVENT: Words(f"扫码时刻不在活动时间内，{WAITS}",
                         "签到码的时刻不在活动时间内。如活动时间填写有误，请更正活动时间；如本人在场，请确认后计入。"),
    SCANNED_LATE: Words(f"扫码时刻晚于签到码显示的时刻，{WAITS}",
                        "扫码比签到码显示时晚了一分钟以上，可能是转发的照片；如本人在场，请确认后计入。"),
    SCANNED_EARLY: Words(f"扫码时刻早于签到码显示的时刻，{WAITS}",
                         "扫码比签到码显示时早了一分钟以上，可能是手机时间不准；如本人在场，请确认后计入。"),
    ARRIVED_LATE: Words(f"签到送达时已过截止时间，{WAITS}", "送达时已过本次活动的截止时间；如本人在场，请确认后计入。"),
    SAME_PHONE: Words(f"这部手机已为另一位职工签到，{WAITS}", "同一部手机先后为两位职工签到；如本人在场，请确认后计入。"),
    SAME_NAME: Words(f"同名的职工已经登记，{WAITS}", "同名的职工已经登记，可能是同一人；如确是另一人，请确认后计入。"),
    OVER_HEAD_COUNT: Words(f"事后送达的签到已多于填报的人数，{WAITS}",
                           "事后送达的签到已多于填报的人数。如人数填写有误，请更正；如本人在场，请确认后计入。"),
}

PLAIN = {
    CheckInState.ACCEPTED: Words("签到成功，已计入参加人数。", "已计入参加人数。"),
    CheckInState.SUSPICIOUS: Words(WAITS, "待核实；如本人在场，请确认后计入。"),
    CheckInState.WAITING: REASONS[NO_EVENT],
    CheckInState.REFUSED: Words("这次签到没有计入。如有疑问，请联系活动负责人。", "没有计入参加人数。"),
}
HEADS = {CheckInState.SUSPICIOUS: "待核实：", CheckInState.REFUSED: "未计入："}


def words(state: str, reason: str | None) -> Words:
    """What to say of a check-in in this state for this reason; for a reason nobody knows, of the state alone."""
    said = REASONS.get(reason or "", PLAIN[CheckInState(state)])
    head = HEADS.get(CheckInState(state), "")
    return Words(head + said.worker, head + said.coordinator) if reason in REASONS else said
