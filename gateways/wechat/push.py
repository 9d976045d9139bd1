"""WeChat calls us: is it WeChat, what does it say, and how to seal an answer.

Modes: "plain" signs only time and nonce, not the content, so whoever has seen one signed address can
forge; "compatible" and "safe" sign the ciphertext, and only the ciphertext is read. Use "safe".
Whatever a stranger sends is either a dict or `Refused`, never another exception. Its codes are those
of WeChat's own receiver kits: -40001 signature, -40002 unreadable, -40005 appid, -40007 cannot decrypt.
A repeated push is not refused: de-duplicating is the reader's, by MsgId or FromUserName + CreateTime + Event.
"""
import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import struct
from collections.abc import Mapping
from typing import Any, Literal, NoReturn
from xml.parsers.expat import ExpatError

import xmltodict
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from models.ports import Refused

Mode = Literal["plain", "compatible", "safe"]

BLOCK = 32
LARGEST = 256 * 1024
WHOLE = frozenset({"CreateTime", "PopupScene", "ErrorCode", "version", "errcode", "label", "prob"})
TEXT = frozenset({"MsgID", "MsgId", "trace_id"})
SEVERAL = frozenset({"List", "detail"})
"""One is sent bare, several as an array, and the documentation disagrees with its own samples."""
NUMBER = re.compile(r"(-?[0-9]{1,18})(\.[0-9]+)?")


class PushDoor:
    """One account's callback address: its token, its EncodingAESKey (43 characters), its appid, its mode.

    Raises ValueError at once for a key that cannot be one.
    """

    def __init__(self, *, token: str, appid: str, aes_key: str = "", mode: Mode = "safe") -> None:
        self._token, self._appid, self._mode = token, appid, mode
        self._key = _key_of(aes_key) if aes_key or mode != "plain" else b""

    def echo(self, query: Mapping[str, str]) -> str:
        """The text to answer a GET with, verbatim, when the address is saved in WeChat's console. Raises Refused."""
        self._check(query, "signature")
        return query.get("echostr", "")

    def open(self, query: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """What is said, JSON and XML alike: field names as WeChat writes them, the event's name in lower case.

        `List` and `detail` are always lists, the numbers of WHOLE ints, MsgID text (64 bits). Raises Refused.
        """
        if self._mode == "plain":
            self._check(query, "signature")
            return _read(body)
        sealed = _parse(body).get("Encrypt")
        if not isinstance(sealed, str):
            _refuse("-40001", "nothing sealed")
        self._check(query, "msg_signature", sealed)
        return _read(self._unseal(sealed))

    def seal_reply(self, message: str, *, timestamp: int, nonce: str, random: bytes | None = None) -> dict[str, Any]:
        """The JSON envelope of an encrypted answer. `random` (16 bytes) is given by tests only."""
        text = message.encode()
        full = (random or os.urandom(16)) + struct.pack(">I", len(text)) + text + self._appid.encode()
        pad = BLOCK - len(full) % BLOCK
        lock = self._cipher().encryptor()
        sealed = base64.b64encode(lock.update(full + bytes([pad]) * pad) + lock.finalize()).decode()
        return {"Encrypt": sealed, "MsgSignature": signature(self._token, str(timestamp), nonce, sealed),
                "TimeStamp": timestamp, "Nonce": nonce}

    def _check(self, query: Mapping[str, str], name: str, *sealed: str) -> None:
        ours = signature(self._token, query.get("timestamp", ""), query.get("nonce", ""), *sealed)
        theirs = query.get(name, "").encode("utf-8", "replace")
        if not hmac.compare_digest(ours.encode(), theirs):
            _refuse("-40001", "signature")

    def _unseal(self, sealed: str) -> bytes:
        try:
            dark = base64.b64decode(sealed, validate=True)
            unlock = self._cipher().decryptor()
            full = unlock.update(dark) + unlock.finalize()
        except (ValueError, binascii.Error):
            full = b""
        return self._body_of(full)

    def _body_of(self, full: bytes) -> bytes:
        """random(16) + length(4, big-endian) + body + appid + 1..32 bytes of padding."""
        pad = full[-1] if full else 0
        if len(full) < 20 + pad or not 1 <= pad <= BLOCK or full[-pad:] != bytes([pad]) * pad:
            _refuse("-40007", "cannot decrypt")
        (length,) = struct.unpack(">I", full[16:20])
        body, appid = full[20:20 + length], full[20 + length:-pad]
        if not hmac.compare_digest(appid, self._appid.encode()):
            _refuse("-40005", "appid")
        return body

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES(self._key), CBC(self._key[:16]))


def signature(*parts: str) -> str:
    """sha1 hex of the parts, sorted and joined: WeChat's `signature` and `msg_signature`."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _key_of(aes_key: str) -> bytes:
    key = base64.b64decode(aes_key + "=", validate=True)
    if len(key) != 32:
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    return key


def _read(body: bytes) -> dict[str, Any]:
    told = _parse(body)
    try:
        told = {name: _tidy(name, value) for name, value in told.items()}
    except (ValueError, RecursionError):
        _refuse("-40002", "unreadable")
    event = told.get("Event", "")
    if not isinstance(told.get("MsgType"), str) or not isinstance(event, str):
        _refuse("-40002", "unreadable")
    return _unwrap({**told, "Event": event.lower()} if event else told)


def _parse(body: bytes) -> dict[str, Any]:
    """JSON or XML by its first character; entities and attributes of XML are not read."""
    try:
        if len(body) > LARGEST:
            raise ValueError("too large")
        told = json.loads(body) if body.lstrip()[:1] == b"{" else _parse_xml(body)
    except (ValueError, ExpatError, RecursionError, LookupError):
        told = None
    if not isinstance(told, dict):
        _refuse("-40002", "unreadable")
    return told


def _parse_xml(body: bytes) -> Any:
    return xmltodict.parse(body, xml_attribs=False, disable_entities=True).get("xml")


def _tidy(name: str, value: Any) -> Any:
    """Raises ValueError for a number that is none, RecursionError for a nest without end."""
    if name in SEVERAL:
        return [_tidy("", one) for one in (value if isinstance(value, list) else [value])]
    if isinstance(value, dict):
        return {key: _tidy(key, one) for key, one in value.items()}
    if name in TEXT and isinstance(value, str | int):
        return str(value)
    return _whole(value) if name in WHOLE else value if value is not None else ""


def _whole(value: Any) -> int:
    found = NUMBER.fullmatch(str(value))
    if not found:
        raise ValueError("not a number")
    return int(found[1])


def _unwrap(told: dict[str, Any]) -> dict[str, Any]:
    """XML wraps the `List` of a subscribe event in <SubscribeMsgPopupEvent> and its like; JSON does not."""
    for name in [name for name in told if name.startswith("SubscribeMsg") and name.endswith("Event")]:
        inner = told.pop(name)
        if not isinstance(inner, dict):
            _refuse("-40002", "unreadable")
        told["List"] = inner.get("List", [])
    if any(not isinstance(line, dict) for several in SEVERAL for line in told.get(several, [])):
        _refuse("-40002", "unreadable")
    return told


def _refuse(code: str, why: str) -> NoReturn:
    raise Refused(code, why) from None
