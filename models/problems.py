"""The catalogue: what can go wrong in each room. The kinds that every door knows stand in `models/problem.py`."""
from models.problem import *

# media

class FileWrongKind(Problem):
    code, status, title, says = "file.wrong_kind", 415, "文件类型不对", "这里不收这种文件（{kind}），{why}请重新选择"


class FileNameBad(Incomplete):
    code, title, says = "file.name", "文件名不能用", "文件名要有 1 到 255 个字，不能含斜杠或控制字符"


class FileTooMany(Conflict):
    code, title, says = "file.too_many", "文件已够数", "{kind}最多 {limit} 个，请先删去不要的再添加"


class CallbackReplayed(Conflict):
    code, title, says = "callback.replayed", "回调已收到过", "这次上传的回调已收到过"


class ComputerCodeWrong(NotFound):
    code, title, says = "computer.code_wrong", "口令不对或已过期", "口令不对或已过期，请在手机上重新取一个"


class ComputerOver(Unauthenticated):
    code, title, says = "computer.over", "这次口令已结束", "这次口令已结束，请在手机上重新取一个口令，接着上传"


class FileArrived(Conflict):
    code, title, says = "file.arrived", "文件已经传完", "这个文件已经传完，不用再传；要换文件，请在手机上操作"


class NothingToExamine(Conflict):
    code, title, says = "file.nothing_to_examine", "不需要重新检查", "这个文件的检查没有停下，不需要重新开始"


# units and accounts

class UnitNameTaken(Conflict):
    code, title, says = "unit.name_taken", "单位名称已有", "已有同名单位，如是同一单位请合并"


class UnitCircular(Conflict):
    code, title, says = "unit.circular", "上下级关系成环", "一个单位不能在自己的下级之下"


class UnitMerged(Conflict):
    code, title, says = "unit.merged", "单位已并入另一单位", "这个单位已并入另一单位，请在并入后的单位上办理"


class SheetUnreadable(Incomplete):
    code, title, says = "sheet.unreadable", "表格读不出来", "表格读不出来：{why}"


class SheetTooLarge(Problem):
    code, status, title, says = "sheet.too_large", 413, "表格太大", "表格太大，最多 {limit}，请分开导入"


class RosterTries(Slower):
    code, title, says = "roster.tries", "今天核对次数已用完", "今天已核对 {limit} 次，请明天再试，或联系本单位联络员"


class MembershipAnswered(Conflict):
    code, title, says = "membership.answered", "这份申请已答复", "这份申请已有另一种答复，请刷新后查看；本人可以重新申请"


class InvitationUsed(Conflict):
    code, title, says = "invitation.used", "邀请码已用过", "这个邀请码已经用过，请向邀请您的人再要一个"


class InvitationExpired(Conflict):
    code, title, says = "invitation.expired", "邀请码已过期", "这个邀请码已过期，请向邀请您的人再要一个"


class InvitationRevoked(Conflict):
    code, title, says = "invitation.revoked", "邀请码已作废", "这个邀请码已作废，请与邀请您的人联系"


class AdministratorExists(Conflict):
    code, title, says = "administrator.exists", "已有系统管理员", "已有系统管理员，请由他在管理端发邀请码"


class LastAdministrator(Conflict):
    code, title, says = "administrator.last", "这是最后一位系统管理员", "这是最后一位系统管理员，请先请另一位兑换邀请码"


# entries and workflow

class EntryStale(Conflict):
    code, title, says = "entry.stale", "草稿已在别处改过", "这份草稿已在另一部手机上改过，请看过最新内容后再保存"


class WrongState(Conflict):
    code, title, says = "entry.wrong_state", "现在不能这样办理", "作品当前为「{state}」，不能「{act}」"


class NoLongerSo(Conflict):
    code, title, says = "entry.no_longer", "情况有变", "{why}"


class NothingAsked(Conflict):
    code, title, says = "entry.nothing_asked", "现在不需要补材料", "现在没有要补的材料，或补充的时间已过，请联系本单位联络员"


class LimitReached(Conflict):
    code, title, says = "entry.limit", "件数已满", "每位作者在{where}最多 {limit} 件，请先撤回一件，或改日再报"


class DraftsFull(Conflict):
    code, title, says = "entry.drafts_full", "草稿已满", "草稿最多 {limit} 份，请先提交或删去不要的草稿"


class ConsentMissing(Incomplete):
    code, title, says = "entry.consent_missing", "还有承诺书没有确认", "请阅读并确认：{summary}"


class ConsentOutdated(Incomplete):
    code, title, says = "entry.consent_outdated", "承诺书的版本不对", "承诺书版本不对，请重新打开页面阅读后确认：{summary}"


class FilesMissing(Incomplete):
    code, title, says = "entry.files_missing", "文件还不齐", "请补齐文件：{summary}"


class FilesNotReady(Conflict):
    code, title, says = "entry.files_not_ready", "文件还没有准备好", "{summary}，请处理后再提交"


class LateCodeWrong(Incomplete):
    code, title, says = "late_code.unknown", "延期报送许可不对", "没有这个延期报送许可，或不适用于这件作品，请核对"


class LateCodeOver(Conflict):
    code, title, says = "late_code.over", "延期报送许可已失效", "这个延期报送许可已过期、已用完或已收回"


class DueWrong(Incomplete):
    code, title, says = "move.due_at", "修改期限不对", "修改期限要晚于现在，且不晚于 {latest}"


class FieldsFaulty(Incomplete):
    code, title, says = "entry.fields", "有几处填写不对", "{summary}"


class ContentOpen(Conflict):
    code, title, says = "entry.content_open", "内容安全检查还没有通过", "内容安全检查还没有通过：{summary}"


class ContentDecided(Conflict):
    code, title, says = "content.decided", "这一项已有人核对", "这一项已有人核对，结论是「{label}」，请刷新后查看"


class NotNational(Incomplete):
    code, title, says = "entry.not_national", "文件还不符合推荐全国的要求", "推荐全国前请处理：{summary}"


# events

class EventStale(Conflict):
    code, title, says = "event.stale", "活动已在别处改过", "这场活动已在另一部手机上改过，请看过最新内容后再保存"


class EventWrongState(Conflict):
    code, title, says = "event.wrong_state", "现在不能这样办理", "活动当前为「{state}」，不能「{act}」"


class EventNotBegun(Conflict):
    code, title, says = "event.not_begun", "活动还没有开始", "活动将于 {starts} 开始，请在开始以后上报"


class EventFaulty(Incomplete):
    code, title, says = "event.fields", "有几处填写不对", "{summary}，请修改后再保存"


class EventOutsideCampaign(Incomplete):
    code, title, says = "event.outside_campaign", "活动时间不在统计范围内", "活动时间{summary}，请核对日期"


class EventIncomplete(Incomplete):
    code, title, says = "event.incomplete", "还有内容没有填完", "上报前请补充：{summary}"


# promoters

class PromoterStale(Conflict):
    code, title, says = "promoter.stale", "报名已在别处改过", "这份报名已在另一部手机上改过，请看过最新内容后再保存"


class PromoterWrongState(Conflict):
    code, title, says = "promoter.wrong_state", "现在不能这样办理", "这份报名当前为「{state}」，不能「{act}」"


class PromoterExists(Conflict):
    code, title, says = "promoter.exists", "已经报名或已被推荐", "这位职工已经报名或已被推荐，不用重复，请打开宣传员页查看"


class PromoterOwn(Forbidden):
    code, title, says = "promoter.own", "不能办理自己的报名", "这是您本人的报名，不能由您来「{act}」，请由同单位另一位联络员或上级工会办理"


class PromoterNotAgreed(Conflict):
    code, title = "promoter.not_agreed", "本人还没有接受推荐"
    says = "本人还没有接受推荐，请提醒本人在小程序里接受，或请本人签纸质承诺书后勾选“已签纸质承诺书”"


# targets

class PublicityStale(Conflict):
    code, title, says = "publicity.stale", "台账已在别处改过", "这条台账已在另一处改过，请看过最新内容后再保存"


class PublicityWithdrawn(Conflict):
    code, title, says = "publicity.withdrawn", "台账已撤下", "这条台账已撤下，不能再改，请新填一条"


class QuestionMerged(Conflict):
    code, title, says = "question.merged", "两个单位已经合并", "这两个单位已经合并，任务已相加，不能再改为别的答复"



# notices

class NoticeStale(Conflict):
    code, title, says = "notice.stale", "提醒已在别处改过", "这条提醒已在另一处改过，请看过最新内容后再保存"


class NoticeWrongState(Conflict):
    code, title, says = "notice.wrong_state", "现在不能这样办理", "这条提醒当前为「{state}」，不能「{act}」"


class NoticeNotSendable(Incomplete):
    code, title, says = "notice.not_sendable", "还不能发布", "{summary}。请改好后再发布"


class NoticeForNobody(Incomplete):
    code, title, says = "notice.for_nobody", "没有人符合条件", "按现在的对象条件，一个人也没有，请改一改条件"


class NoticeTooLate(Incomplete):
    code, title, says = "notice.too_late", "时间已经过去", "{what}已经过去，请改成以后的时间"


class NoticeNeedsApproval(Conflict):
    code, title, says = "notice.needs_approval", "需要同事复核", "这条提醒要发给 {people} 人，超过 {limit} 人的要由另一位同事同意后发布"


class NoticeOwnApproval(Forbidden):
    code, title, says = "notice.own_approval", "不能复核自己的提醒", "提交复核的人不能自己同意，请另一位同事办理"


class AudienceUnclear(Incomplete):
    code, title, says = "audience.unclear", "对象条件不对", "{summary}"


class AudienceStale(Conflict):
    code, title, says = "audience.stale", "对象已在别处改过", "这个对象已在另一处改过，请看过最新内容后再保存"


class TemplateUnknown(Incomplete):
    code, title, says = "template.unknown", "没有这个提醒模板", "没有配置模板 {template}，请换一个模板，或只发站内消息"


class CreditNonceReused(Conflict):
    code, title, says = "credit.nonce_reused", "这次授权已记过", "这次授权已经记过，结果不同，没有再记"

# campaign

class PhaseClosed(Conflict):
    code, title, says = "phase.closed", "现在不在办理时间内", "{words}"


class FormIncomplete(Incomplete):
    code, title, says = "entry.incomplete", "还有内容没有填完", "请补充：{summary}"


class GalleryClosed(NotFound):
    code, title, says = "gallery.closed", "优秀作品展示暂未开放", "优秀作品展示暂未开放，请过些时候再来看"


class ComplaintsOfADay(Slower):
    code, title, says = "complaint.daily", "今天提交的次数已用完", "今天已提交 {limit} 次投诉建议，请明天再试；急事请拨打首页的联系电话"


# events

class CodeUnreadable(Malformed):
    code, title, says = "check_in.code_unreadable", "这不是签到码", "扫到的不是签到码，请扫活动负责人手机上正在显示的签到码"
