"""What the campaign asks of the world. The gateways answer; each has a live host and an embedded stand-in.

Gateways refuse in two ways only, so that a verb knows what to do without knowing why.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol


class Refused(Exception):
    """The world heard us and said no; asking again will not help. `code` is the neighbour's own, as text."""

    def __init__(self, code: str, said: str = "") -> None:
        self.code, self.said = code, said
        super().__init__(f"{code} {said}".strip())


class Unreachable(Exception):
    """The world did not answer, or asked us to wait; asking again may help. Never carries a secret."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who WeChat says is signing in. `unionid` is None unless the mini program is bound to an open platform."""
    openid: str
    unionid: str | None = None


class WeChat(Protocol):
    """The mini program's side of WeChat."""

    def identity(self, login_code: str) -> Identity:
        """Exchange a wx.login code. Raises Refused (40029, 40163, 40226, 45011 …) and Unreachable."""

    def phone_number(self, phone_code: str) -> str:
        """Exchange a getPhoneNumber code for "+86 13800000000"-free digits. Raises Refused and Unreachable."""

    def token_age(self) -> float | None:
        """Seconds since an access token was last fetched with success; None before the first."""


class PushDoor(Protocol):
    """What WeChat's calls to us are verified and opened with: one account's token and key."""

    def echo(self, query: Mapping[str, str]) -> str:
        """What to answer when the address is saved in WeChat's console. Raises Refused."""

    def open(self, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """What is said, whatever the format, the event's name in lower case. Raises Refused."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the object store itself says of one object. `size` in bytes, `mime` as sniffed or declared."""
    key: str
    size: int
    mime: str
    etag: str
    put_at: datetime
    sha256: str | None = None      # the embedded store knows it; Kodo does not


@dataclass(frozen=True, slots=True)
class UploadPermit:
    """One object's permission to be uploaded: exactly this key, once, up to this size and these types."""
    up_host: str
    bucket: str
    key: str
    token: str
    expires_at: datetime
    part_size: int
    mode: Literal["form", "multipart"]


@dataclass(frozen=True, slots=True)
class UploadRules:
    """What a permit allows. Sizes in bytes; `mimes` as in Kodo's mimeLimit, joined by ";"."""
    max_bytes: int
    mimes: tuple[str, ...]
    owner: str
    ticket: str
    life_s: int = field(default=3600)


class ObjectStore(Protocol):
    """Kodo, or the embedded store that speaks its protocol."""

    def permit(self, key: str, size: int, rules: UploadRules) -> UploadPermit:
        """A token for exactly this key (insertOnly, fsizeLimit, mimeLimit, deadline). No network."""

    def stat(self, key: str) -> StoredObject | None:
        """What is stored under the key now, or None. Raises Refused and Unreachable."""

    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is fine. Raises Refused and Unreachable."""

    def url(self, key: str, life_s: int = 3600, download_as: str | None = None) -> str:
        """A signed, expiring address for one object. No network."""

    def callback(self, method: str, target: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """Verify an upload callback and give its fields. `target` is path?query. Raises Refused ("401")."""

    def healthy(self) -> bool:
        """Whether the store answers at all, within two seconds."""
