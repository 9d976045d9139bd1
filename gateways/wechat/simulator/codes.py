"""The errcodes the stand-in answers with, and WeChat's words for them."""
import secrets
from typing import Any

WORDS = {
    -1: "system error", 40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type", 40003: "invalid openid", 40004: "invalid media type",
    40037: "invalid template_id", 43004: "require subscribe", 43101: "user refuse to accept the msg",
    47003: "argument invalid!",
    40013: "invalid appid", 40014: "invalid access_token",
    40029: "invalid code", 40066: "invalid url", 40097: "invalid args", 40125: "invalid appsecret",
    40129: "invalid scene", 40163: "code been used", 40164: "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist",
    40169: "invalid length for scene, or the data is not json string", 40226: "code blocked",
    41001: "access_token missing", 41002: "appid missing", 41004: "appsecret missing", 41008: "missing code",
    41030: "invalid page", 42001: "access_token expired", 43001: "require GET method",
    43002: "require POST method", 43104: "openid not match with appid", 44002: "empty post data",
    44991: "api minute-quota reach limit, must slower, retry next minute", 45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45103: "This API has been unsupported", 45109: "This API has been unsupported",
    47001: "data format error", 48001: "api unauthorized",
    61010: "code is expired: no visit in two hours", 85096: "width error", 87009: "invalid signature",
    87020: "repeated request",
}


class Refusal(Exception):
    """An endpoint's answer when it is not success."""

    def __init__(self, errcode: int, words: str = "") -> None:
        self.errcode, self.words = errcode, words
        super().__init__(str(errcode))


def body(why: Refusal, now: float) -> dict[str, Any]:
    """What a refusal looks like on the wire."""
    return {"errcode": why.errcode, "errmsg": f"{why.words or WORDS.get(why.errcode, 'error')} {rid(now)}"}


def rid(now: float) -> str:
    """The mark WeChat puts behind each errmsg: "rid: 6129ee10-272863a4-64d75414"."""
    return f"rid: {trace(now)}"


def trace(now: float) -> str:
    """What requests and content checks are known by: three times eight hex digits, the first part the time."""
    return f"{int(now) & 0xffffffff:08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
