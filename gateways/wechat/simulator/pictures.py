"""Mini-program codes: the real checks, and a QR code instead of WeChat's flower of rays.

Its text is the page with the scene as its query, `pages/check-in/check-in?scene=…`, so that a test or the browser preview can
read what was asked for. Always a PNG (WeChat answers JPEG unless `is_hyaline`), as wide as asked, in black and white.
"""
import io
import re
from typing import Any

import segno
from PIL import Image

from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.state import Call
from gateways.wechat.simulator.wire import Answer

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
PAGE = re.compile(r"[^/?][^?]*")
LONGEST_PAGE = 512                     # characters; ours, so that the picture can always be drawn
WIDTHS, DEFAULT_WIDTH = range(280, 1281), 430
QUIET = 4                              # white modules around it, as ISO 18004 has it


def mini_program_code(call: Call) -> Answer:
    """POST /wxa/getwxacodeunlimit. Raises Refusal: 40169 (scene), 41030 (page), 85096 (width), 40097."""
    asked = call.json()
    scene, page, width = asked.get("scene"), asked.get("page", ""), asked.get("width", DEFAULT_WIDTH)
    if not isinstance(scene, str) or not SCENE.fullmatch(scene):
        raise Refusal(40169)
    if not isinstance(page, str) or len(page) > LONGEST_PAGE or (page and not PAGE.fullmatch(page)):
        raise Refusal(41030)
    if not isinstance(width, int) or width not in WIDTHS:
        raise Refusal(85096)
    _check_rest(asked)
    return Answer(_png(width, f"{page}?scene={scene}"), mime="image/png")


def _check_rest(asked: dict[str, Any]) -> None:
    flags = all(isinstance(asked.get(name, False), bool) for name in ("check_path", "auto_color", "is_hyaline"))
    if not flags or asked.get("env_version", "release") not in ("release", "trial", "develop"):
        raise Refusal(40097)


def _png(width: int, text: str) -> bytes:
    """Whole modules only, the rest of the width white: a code scaled unevenly is hard to read."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix_iter(border=QUIET)]
    code = Image.new("1", (len(rows), len(rows)))
    code.putdata([255 * (1 - module) for row in rows for module in row])
    side = width // len(rows) * len(rows)
    canvas = Image.new("1", (width, width), 1)
    canvas.paste(code.resize((side, side), Image.Resampling.NEAREST), ((width - side) // 2, (width - side) // 2))
    written = io.BytesIO()
    canvas.save(written, "PNG", optimize=True)
    return written.getvalue()
