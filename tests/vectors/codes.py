"""Codes of events that phone and service must make and read alike, byte for byte."""
import base64
import hashlib
from typing import Any

from models.campaign.plan import Plan
from models.events import codes
from models.events.codes import Code, Printed

EVENTS = ("evt_06h0dns8c7qpjy4z", "evt_0000000000000000", "evt_zzzzzzzzzzzzzzzz")
SECRETS = (bytes(32), b"\xff" * 32, *(hashlib.sha256(f"secret {n}".encode()).digest() for n in range(3)))
MOMENTS = (0, 9_999, 10_000, 1_661_392_799_999, 1_661_392_800_000, 1_661_392_809_999, 9_999_999_999_999)   # milliseconds
PUBLIC = ("http://127.0.0.1:8000", "https://wangju.example.cn", "https://example.cn/wangju")


def document(_: Plan) -> dict[str, list[Any]]:
    return {"steps": [{"now_ms": now, "step": codes.step_at(now)} for now in MOMENTS],
            "codes": [_made(secret, event, now) for secret in SECRETS for event in EVENTS for now in MOMENTS[2:5]],
            "texts": [{"text": text, "says": _said(text)} for text in _texts()]}


def _made(secret: bytes, event: str, now: int) -> dict[str, Any]:
    step = codes.step_at(now)
    wire = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    return {"secret": wire, "event": event, "step": step, "mac": codes.mac(secret, event, step), "public_url": PUBLIC[step % 3],
            "text": codes.text(PUBLIC[step % 3], secret, event, step)}


def _said(text: str) -> dict[str, Any] | None:
    match codes.read(text):
        case Code(event, step, mac):
            return {"event": event, "step": step, "mac": mac}
        case Printed(event, key):
            return {"event": event, "key": key}
    return None


def _texts() -> list[str]:
    event, mac = EVENTS[0], "aB3-_" + "x" * 11
    bare = f"v1.{event}.166139280.{mac}"
    return [
        bare, *(f"{public}/c/{bare}" for public in PUBLIC), f"m1.{event}.0bcdefgh", f"{PUBLIC[1]}/c/m1.{event}.0bcdefgh",
        f"v1.{event}.0.{mac}", f"v1.{event}.999999999999.{mac}", f"https://a/c/b/c/{bare}",
        "", " ", "你好", "v1", "v1.", f"v1.{event}", bare + "=", bare + "\n", " " + bare, bare[:-1], bare + "x", bare.upper(),
        f"v2.{event}.1.{mac}", f"v1.{event}.01.{mac}", f"v1.{event}.-1.{mac}", f"v1.{event}.1e3.{mac}", f"v1.{event}.１.{mac}",
        f"v1.{event}.1000000000000.{mac}", f"v1.ent{event[3:]}.1.{mac}", f"v1.evt_06h0dns8c7qpjyio.1.{mac}", f"v1.{event}.1.{'+' * 16}",
        f"v1.{event}.1.{'测' * 16}", f"m1.{event}.0bcdefg", f"m1.{event}.0bcdefgl", f"m1.{event}.0BCDEFGH",
        f"p1.acc{event[3:]}.{'x' * 22}", f"https://example.cn/d/{bare}", f"https://example.cn/c/?q={bare}", f"https:///c/{bare}",
        f"ftp://example.cn/c/{bare}", f"https://example.cn /c/{bare}", f"{PUBLIC[1]}/c/{bare}?from=scan", f"{PUBLIC[1]}/c/{bare}#x",
        f"javascript:alert(1)//{bare}", f"{PUBLIC[1]}/c/{PUBLIC[1]}/c/{bare}", f"\u202e{bare}", f"{bare}\x00", "1" * 5000]
