"""Mini-program codes: the real checks, and a picture that only looks like one.

Always a PNG (WeChat answers JPEG unless `is_hyaline`): a black-and-white PNG needs nothing but zlib.
No phone can scan it; the dots are a digest of page and scene.
"""
import hashlib
import re
import struct
import zlib
from typing import Any

from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
PAGE = re.compile(r"[^/?][^?]*")
WIDTHS, DEFAULT_WIDTH = range(280, 1281), 430
DOTS = 43


def mini_program_code(call: Call) -> Answer:
    """POST /wxa/getwxacodeunlimit. Raises Refusal: 40169 (scene), 41030 (page), 85096 (width), 40097."""
    asked = call.json()
    scene, page, width = asked.get("scene"), asked.get("page", ""), asked.get("width", DEFAULT_WIDTH)
    if not isinstance(scene, str) or not SCENE.fullmatch(scene):
        raise Refusal(40169)
    if not isinstance(page, str) or (page and not PAGE.fullmatch(page)):
        raise Refusal(41030)
    if not isinstance(width, int) or width not in WIDTHS:
        raise Refusal(85096)
    _check_rest(asked)
    return Answer(_png(width, f"{page}?{scene}"), mime="image/png")


def _check_rest(asked: dict[str, Any]) -> None:
    flags = all(isinstance(asked.get(name, False), bool) for name in ("check_path", "auto_color", "is_hyaline"))
    if not flags or asked.get("env_version", "release") not in ("release", "trial", "develop"):
        raise Refusal(40097)


def _png(width: int, text: str) -> bytes:
    lines = [_line(row, width, text) for row in range(DOTS)]
    pixels = b"".join(b"\0" + lines[y * DOTS // width] for y in range(width))
    head = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(pixels, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _line(row: int, width: int, text: str) -> bytes:
    """One row of dots, `width` pixels wide, one bit each; 1 is white."""
    chance = int.from_bytes(hashlib.sha256(f"{row} {text}".encode()).digest())
    dots = [_white(row, column, chance) for column in range(DOTS)]
    bits = "".join(dots[x * DOTS // width] for x in range(width)).ljust(-(-width // 8) * 8, "1")
    return int(bits, 2).to_bytes(len(bits) // 8)


def _white(row: int, column: int, chance: int) -> str:
    """A ring of chance round an empty middle."""
    middle = DOTS // 2
    away = (row - middle) ** 2 + (column - middle) ** 2
    return "0" if 64 < away <= middle ** 2 and chance >> column & 1 else "1"


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
