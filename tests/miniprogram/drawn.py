"""Real files to hand in, made on the spot: a photograph of mountains drawn by the browser, a film, a song.

Nobody is in them. A photograph is a JPEG of more than 2 MB (as the call asks), with a grain as a camera's, so that it looks and weighs
like one; the same `scene` gives the same picture.
"""
import base64
import math
import os
import struct
import wave
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

RATE_HZ = 22_050
MOUNTAINS = Path(__file__).parent / "mountains.js"


def photograph(browser: Browser, path: Path, scene: int = 1, grain: int = 34) -> Path:
    """A JPEG of 3000 × 2000; with its grain above 2 MB, without it small."""
    return _drawn(browser, path, "photograph", {"scene": scene, "width": 3000, "height": 2000, "grain": grain})


def clip(browser: Browser, path: Path, scene: int = 1, seconds: float = 2) -> Path:
    """A film that plays, 1280 × 720."""
    return _drawn(browser, path, "clip", {"scene": scene, "width": 1280, "height": 720, "seconds": seconds})


def film(path: Path, size: int) -> Path:
    """An MP4 by its first bytes, as heavy as asked; it cannot be played."""
    head = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42"
    path.write_bytes(head + os.urandom(size - len(head)))
    return path


def song(path: Path, seconds: float = 8) -> Path:
    """A WAV with a simple tune on five notes."""
    tune = (392.0, 440.0, 523.25, 587.33, 659.25, 587.33, 523.25, 440.0)
    samples = (_sample(n / RATE_HZ, tune[int(n / RATE_HZ * 2) % len(tune)]) for n in range(int(seconds * RATE_HZ)))
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(b"".join(struct.pack("<h", one) for one in samples))
    return path


def _sample(at_s: float, note_hz: float) -> int:
    fading = 1 - (at_s * 2) % 1
    return int(9000 * fading * (math.sin(math.tau * note_hz * at_s) + 0.4 * math.sin(math.tau * 2 * note_hz * at_s)))


def _drawn(browser: Browser, path: Path, what: str, asked: dict[str, Any]) -> Path:
    page = browser.new_page()
    try:
        page.add_script_tag(path=MOUNTAINS)
        path.write_bytes(base64.b64decode(page.evaluate(f"(asked) => drawing.{what}(asked)", asked)))
    finally:
        page.close()
    return path
