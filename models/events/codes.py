"""What the codes of an event say. The twin of miniprogram/src/domain/codes.js: both read and make the same texts, byte for byte.

    v1.<event>.<step>.<mac>      the rotating code, behind `<public_url>/c/` so that any scanner can open it
    m1.<event>.<key>             the printed mini-program code, as it comes from its scene `<event>.<key>`
    p1.<account>.<22 letters>    a worker's own code

A mac proves that a text was made by a phone that knows the event's secret. It does not prove who looked at that phone:
a photograph sent to a friend within a minute, or a film of the screen, cannot be told from being there.
"""
import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from models import ids, seal
from models.events.scans import STEP_MS

LONGEST = 1000                       # characters of a text that is looked at; a code with its address has about a hundred
MAC_LETTERS = 16
KEY_LETTERS = 8
NAME = rf"[{ids.ALPHABET}]{{16}}"
ADDRESS = re.compile(r"https?://[^/?#\s]+(?:/[^/?#\s]+)*/c/")
ROTATING = re.compile(rf"v1\.(evt_{NAME})\.(0|[1-9][0-9]{{0,11}})\.([A-Za-z0-9_-]{{{MAC_LETTERS}}})")
PRINTED = re.compile(rf"m1\.(evt_{NAME})\.([{ids.ALPHABET}]{{{KEY_LETTERS}}})")
PERSONAL = re.compile(rf"p1\.(acc_{NAME})\.([A-Za-z0-9_-]{{22}})")


@dataclass(frozen=True, slots=True)
class Code:
    """A rotating code. `step`: unix seconds / 10 by the clock of the phone that showed it."""
    event: str
    step: int
    mac: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed code: the same for the whole event, so it proves little and is always 待核实."""
    event: str
    key: str


@dataclass(frozen=True, slots=True)
class Personal:
    """A worker's own code. `key` is 16 bytes as base64url."""
    account: str
    key: str


def read(text: object) -> Code | Printed | None:
    """What a scanned text says, with or without its address; None for anything else, however strange."""
    bare = _bare(text)
    if found := ROTATING.fullmatch(bare):
        return Code(found[1], int(found[2]), found[3])
    if found := PRINTED.fullmatch(bare):
        return Printed(found[1], found[2])
    return None


def read_personal(text: object) -> Personal | None:
    """What a worker's own code says; None for anything else. Whether it still holds: personal_codes.account_of."""
    found = PERSONAL.fullmatch(_bare(text))
    return Personal(found[1], found[2]) if found else None


def _bare(text: object) -> str:
    if not isinstance(text, str) or len(text) > LONGEST:
        return ""
    address = ADDRESS.match(text)
    return text[address.end():] if address else text


def step_at(now_ms: int) -> int:
    """Which ten seconds these are."""
    return now_ms // STEP_MS


def mac(secret: bytes, event: str, step: int) -> str:
    """16 characters of the URL-safe base64 of HMAC-SHA256(secret, "<event>.<step>")."""
    made = hmac.digest(secret, f"{event}.{step}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made)[:MAC_LETTERS].decode()


def text(public_url: str, secret: bytes, event: str, step: int) -> str:
    """What the code shows: an address, so that WeChat's own scanner opens the mini program by it."""
    return f"{public_url}/c/v1.{event}.{step}.{mac(secret, event, step)}"


def genuine(code: Code, secrets: Iterable[bytes]) -> bool:
    """Whether the mac is right by one of these secrets."""
    return any(hmac.compare_digest(mac(secret, code.event, code.step).encode(), code.mac.encode()) for secret in secrets)


def printed_key(event: str) -> str:
    """The 8 letters of an event's printed code: a keyed hash of its id, so that nothing is stored."""
    mark = base64.urlsafe_b64decode(seal.current().fingerprint(event, "event.printed") + "=")
    number = int.from_bytes(mark[:KEY_LETTERS * 5 // 8], "big")
    return "".join(ids.ALPHABET[number >> shift & 31] for shift in range(KEY_LETTERS * 5 - 5, -1, -5))


def genuine_printed(code: Printed) -> bool:
    """Whether the key is this event's."""
    return hmac.compare_digest(printed_key(code.event), code.key)
