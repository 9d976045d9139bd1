"""The kinds of what can go wrong, in the words people will read. `models/problems.py` is the whole catalogue.

    Problem
    ├── Unauthenticated 401  who are you
    ├── Forbidden       403  you are known, and may not
    ├── NotFound        404  no such thing, or not yours to know about
    ├── Conflict        409  true a moment ago, no longer
    ├── WrongFile       413 / 415
    ├── Incomplete      422  malformed, or something is missing (`context.fields` names it)
    ├── Slower          429  too often (`Retry-After`)
    └── WorldAway       503  a neighbour is away (`Retry-After`)

`code` is the contract: clients switch on it, and it never changes.
`says` is for people and may be reworded; its {placeholders} are filled from the
facts given. Facts travel as `context`, so never put a name, phone or openid there.
"""
from collections.abc import Iterator
from typing import Any, ClassVar


class Problem(Exception):
    """Something a person can be told. Subclasses fix `code`, `status`, `title` and `says`."""
    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "服务暂时不可用"
    says: ClassVar[str] = "服务暂时不可用，请稍后再试"
    retry_after_s: int | None = None

    def __init__(self, **context: Any) -> None:
        self.context = context
        if "retry_after_s" in context:
            self.retry_after_s = int(context["retry_after_s"])
        super().__init__(self.says.format_map(_Gaps(context)))

    @property
    def detail(self) -> str:
        return str(self)

    def told(self, instance: str) -> dict[str, Any]:
        """As RFC 9457 has it; `instance` names this occurrence."""
        return {"type": f"/problems/{self.code}", "title": self.title, "status": self.status, "code": self.code,
                "detail": self.detail, "context": self.context, "instance": instance}


class _Gaps(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return ""


def catalogue(of: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Every Problem there is, each once, parents first."""
    yield of
    for kind in of.__subclasses__():
        yield from catalogue(kind)


# 401

class Unauthenticated(Problem):
    code, status, title, says = "session.missing", 401, "请先登录", "请先登录再继续"


class SessionExpired(Unauthenticated):
    code, title, says = "session.expired", "登录已过期", "登录已过期，请重新登录"


class CodeRefused(Unauthenticated):
    code, title, says = "wechat.code_refused", "微信登录没有成功", "这个登录码已过期或已用过，请重新登录"


class AccountBlocked(Unauthenticated):
    code, title, says = "wechat.blocked", "暂时不能登录", "微信暂时不允许这个账号登录，请稍后再试或联系本单位联络员"


class BadSignature(Unauthenticated):
    code, title, says = "callback.bad_signature", "签名不正确", "回调的签名不正确"


# 403

class Forbidden(Problem):
    code, status, title, says = "forbidden", 403, "没有权限", "您没有「{act}」的权限"


class OwnEntry(Forbidden):
    code, title, says = "entry.own", "不能办理自己的作品", "这是您本人的作品，不能由您来「{act}」，请由同单位另一位联络员办理"


# 404

class NotFound(Problem):
    code, status, title, says = "not_found", 404, "没有找到", "没有找到{what}"


# 405, 406, 413, 415

class MethodNotAllowed(Problem):
    code, status, title, says = "method.not_allowed", 405, "不支持这种请求", "这个地址不支持这种请求方式"


class BodyTooLarge(Problem):
    code, status, title, says = "body.too_large", 413, "内容过大", "发送的内容超过 {limit} 字节，请精简后再试"


class FileTooLarge(Problem):
    code, status, title, says = "file.too_large", 413, "文件过大", "文件有 {size} 字节，这里最多 {limit} 字节，请压缩后重选"


class MediaTypeWrong(Problem):
    code, status, title, says = "body.media_type", 415, "内容类型不对", "请求内容要用 application/json"


# 409

class Conflict(Problem):
    code, status, title, says = "conflict", 409, "情况有变", "情况有变，请刷新后再试"


class IdReused(Conflict):
    code, title, says = "id.reused", "编号已被使用", "这个编号已用于另一次操作"


# 422

class Incomplete(Problem):
    code, status, title, says = "incomplete", 422, "内容还不完整", "请检查：{summary}"


class Malformed(Incomplete):
    code, title, says = "body.malformed", "内容格式不对", "内容格式不对：{summary}"


# 429

class Slower(Problem):
    code, status, title, says = "rate.limited", 429, "操作太频繁", "操作太频繁，请 {retry_after_s} 秒后再试"


# 503

class WorldAway(Problem):
    code, status, title, says = "neighbour.away", 503, "外部服务暂时没有回应", "{who}暂时没有回应，您的内容没有丢失，请稍后再试"
    retry_after_s = 10
