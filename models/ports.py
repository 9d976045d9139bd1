"""What the campaign asks of the world. The gateways answer; each has a live host and an embedded stand-in.

Gateways refuse in two ways only, so that a verb knows what to do without knowing why.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
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

    def check_text(self, text: str, openid: str, *, title: str = "") -> "Opinion":
        """What WeChat thinks of a text of at most 2,500 characters. Raises Refused (61010 not here for two hours …) and Unreachable."""

    def check_media(self, url: str, kind: Literal["picture", "sound"], openid: str) -> str:
        """Ask about a file at an address WeChat can reach; the trace id by which it answers later. Raises Refused and Unreachable."""

    def mini_code(self, scene: str, page: str) -> bytes:
        """A mini-program code that never ends, JPEG or PNG, which opens `page` with `scene`. Raises Refused and Unreachable."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """WeChat's content check of one thing. `label` is its number for the kind of trouble, 100 for none."""
    suggest: Literal["pass", "review", "risky"]
    label: int
    trace_id: str


@dataclass(frozen=True, slots=True)
class Push:
    """One message to one person. `values`: keyword to text, as WeChat's table takes it; `key` comes back with the outcome."""
    key: int
    channel: Literal["official", "mini"]
    openid: str                              # of the official account for "official", of the mini program for "mini"
    template: str                            # WeChat's id
    values: dict[str, str]
    page: str                                # in the mini program, without a slash before it; "" for no jump
    client_msg_id: str = ""                  # official only: the same is sent once in ten minutes


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a Push. "sent": WeChat took it; "refused": it answered `errcode`; "unsent": it surely never had it;
    "unknown": it may have sent it, and nobody can say."""
    key: int
    outcome: Literal["sent", "refused", "unsent", "unknown"]
    errcode: int = 0
    msgid: str = ""


class MassSender(Protocol):
    """Many messages in flight at once, over connections that are kept alive. Belongs to one thread."""

    def room(self) -> int:
        """How many more may be put now."""

    def in_flight(self) -> int:
        """How many are put and not yet collected."""

    def put(self, pushes: Sequence[Push]) -> None:
        """Begin to send; returns at once. At most `room()` of them."""

    def collect(self, wait_s: float) -> list[Pushed]:
        """What is over, waiting at most so long for the first. Each push comes back exactly once."""

    def close(self) -> None:
        """Break off whatever is in flight."""


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

    def fetch(self, key: str, into: Path) -> str:
        """Bring an object's bytes into a new file; their sha256. Raises Refused ("612" when it is not there) and Unreachable."""

    def put(self, key: str, source: Path, mime: str) -> StoredObject:
        """Store a file of ours under exactly this key, over whatever was there. Raises Refused and Unreachable."""

    def healthy(self) -> bool:
        """Whether the store answers at all, within two seconds."""


Measured = dict[str, Any]
"""What a look inside found, whatever the kind; a key is absent when it means nothing there or nobody knows.

    type                media type by content              width, height   pixels as shown, rotation applied
    duration_s          seconds, a decimal                 frame_rate      frames a second, a decimal
    container           mp4, mov, mp3, wav, m4a …           video_codec     h264, hevc …   audio_codec  aac, mp3, pcm …
    bitrate_kbps        whole file, 1,000 bits a second    sample_rate_hz  channels
    has_sound           a film has a sound track           is_silent       its loudest moment is under -50 dBFS
    has_camera_data     a photograph tells its camera      rotation        0, 90, 180, 270
"""


@dataclass(frozen=True, slots=True)
class Made:
    """One derived file, in the folder it was made in. `purpose` as in models.media.tables.Rendition."""
    purpose: str
    path: Path
    mime: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """A perceptual fingerprint. `mark` is 64 bits as 16 hex digits, for finding; `detail` 256 bits as 64, for comparing.

    `at_s` is the second of a film it was taken at, 0 for a photograph; `window` 0 is the whole picture, others are parts of it.
    """
    mark: str
    detail: str
    at_s: float = 0.0
    window: int = 0


class Studio(Protocol):
    """Looks into files and makes what people are shown. Every file is hostile: nothing of it is decoded in this process.

    Raises Refused when the file itself is at fault: "kind" (not what it is said to be), "unreadable", "dangerous",
    "too_heavy" (time, memory or output past the limits); Unreachable when we are (no ffmpeg, disk full): later may help.
    """

    def sniff(self, original: Path, kind: str) -> str:
        """The media type by content, on the allow-list of the kind (photo, song, video, document)."""

    def measure(self, original: Path, kind: str, mime: str) -> Measured:
        """Figures from headers and, for sound, from listening; pictures are not decoded yet."""

    def render(self, original: Path, kind: str, mime: str, measured: Measured, into: Path) -> list[Made]:
        """Everything derived, for people and for the content check; `into` is an empty folder."""

    def prints(self, original: Path, kind: str, mime: str, measured: Measured) -> list[Print]:
        """Fingerprints; none for kinds that have none, and none of a picture without contours."""


class Transcoder(Protocol):
    """The store's own processing of films and songs (Kodo's persistent operations), where config.yaml chooses it."""

    def purposes(self, measured: Measured) -> tuple[str, ...]:
        """Which renditions it would make of such a file."""

    def begin(self, key: str, measured: Measured, into: dict[str, str]) -> str:
        """Ask for renditions of an object, `into` being {purpose: key} of some of `purposes`; a ticket. Raises Refused and Unreachable."""

    def outcome(self, ticket: str) -> bool:
        """Whether all of a ticket's renditions are there now. Raises Refused when it failed for good, and Unreachable."""
