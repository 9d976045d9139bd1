"""Kodo's own processing of films and songs (persistent operations), for those who choose it in config.yaml.

Photographs are always made here. What comes of an operation lies under our keys like any rendition; there is no
notification, we look for ourselves. Sources: developer.qiniu.com 1248 (avthumb), 1313 (vframe), 1291 (pfop), 1294 (prefop).
"""
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote, urlencode

from models.ports import Measured, Refused, Unreachable

from .asking import NO_OBJECT, Management

BOX = 1280, 720                 # of a film lying down; standing, the other way round
LONG_SIDES = {"poster": 1280, "thumb": 480}
FRAME_SIDE, MOST_FRAMES = 720, 10
SHORTEST_SIDE = 20              # vframe knows no smaller picture
COVER_AT, LATEST_COVER_S = 0.1, 10.0
LONGEST_SOUND_S = 1700          # at 48 kbit/s under 10 MB, the most that WeChat takes
LONGEST_PLAY_S = 600            # at 128 kbit/s under 10 MB
DONE, UNDER_WAY, FAILED, NOT_NOTIFIED = 0, (1, 2), 3, 4
KEPT_WORDS = 200


class KodoTranscoder:
    """models.ports.Transcoder. Safe to share between threads. `api_host` may end in a path like /kodo."""

    def __init__(self, *, access_key: str, secret_key: str, bucket: str, api_host: str, pipeline: str = "") -> None:
        self._management = Management(access_key, secret_key)
        self._bucket, self._api_host, self._pipeline = bucket, api_host.rstrip("/"), pipeline

    def purposes(self, measured: Measured) -> tuple[str, ...]:
        """What can be asked for, of a file of these measures."""
        return tuple(commands(measured))

    def begin(self, key: str, measured: Measured, into: dict[str, str]) -> str:
        """Ask for renditions of an object, `into` being {purpose: key}, the purposes out of `purposes`; a ticket.

        What is under a key already is not made again. Raises Refused ("612" when the object is not there) and Unreachable.
        """
        known = commands(measured)
        fops = ";".join(f"{known[purpose]}|saveas/{self._entry(made)}" for purpose, made in into.items())
        asked = {"bucket": self._bucket, "key": key, "fops": fops} | ({"pipeline": self._pipeline} if self._pipeline else {})
        code, told = self._management.post(f"{self._api_host}/pfop/", urlencode(asked))
        if code == NO_OBJECT:
            raise Refused(str(NO_OBJECT), "no such object")
        if not isinstance(told.get("persistentId"), str):
            raise Unreachable("the object store answered pfop with something else")
        return str(told["persistentId"])

    def outcome(self, ticket: str) -> bool:
        """Whether all of a ticket's renditions are there now.

        Raises Refused when it failed for good ("unreadable", with the first failure's words) or is not known or no longer
        ("612", after ten days), and Unreachable.
        """
        code, told = self._management.get(f"{self._api_host}/status/get/prefop?id={quote(ticket, safe='')}")
        if code == NO_OBJECT:
            raise Refused(str(NO_OBJECT), "no such operation")
        return _ended(told.get("code"), told.get("items"))

    def _entry(self, key: str) -> str:
        return urlsafe_b64encode(f"{self._bucket}:{key}".encode()).decode()


def _ended(code: Any, items: Any) -> bool:
    """A failure among the items is one of the whole. Code 4: processed, only nobody could be told of it."""
    each = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    failed = [item for item in each if item.get("code") == FAILED]
    if code == FAILED or (code == NOT_NOTIFIED and failed):
        raise Refused("unreadable", str(failed[0].get("error", "") if failed else "")[:KEPT_WORDS])
    if code == NOT_NOTIFIED:
        return all(item.get("code") == DONE for item in each)
    if code == DONE or code in UNDER_WAY:
        return bool(code == DONE)
    raise Unreachable("the object store answered prefop with something else")


def commands(measured: Measured) -> dict[str, str]:
    """The command for each purpose: of a film when there is a picture, else of a song."""
    return _of_a_film(measured) if "width" in measured else _of_a_song(measured)


def _of_a_song(measured: Measured) -> dict[str, str]:
    """A sound apart only when what people play is more than WeChat takes."""
    lasts = float(measured.get("duration_s", 0))
    return {"play": "avthumb/mp3/ab/128k/stripmeta/1"} | ({"sound": _sound(lasts)} if lasts > LONGEST_PLAY_S else {})


def _of_a_film(measured: Measured) -> dict[str, str]:
    lasts, sides = float(measured.get("duration_s", 0)), (int(measured["width"]), int(measured["height"]))
    cover_at = min(COVER_AT * lasts, LATEST_COVER_S)
    pictures = {purpose: _picture(cover_at, sides, longest) for purpose, longest in LONG_SIDES.items()}
    sound = {"sound": _sound(lasts)} if measured.get("has_sound") else {}
    return {"play": _film(sides)} | pictures | _frames(lasts, sides) | sound


def _film(sides: tuple[int, int]) -> str:
    """With the exact size, so that whatever `autoscale` does, the picture is neither stretched nor enlarged."""
    width, height = _fitting(sides)
    return f"avthumb/mp4/vcodec/libx264/s/{width}x{height}/autoscale/1/vb/1500k/ab/128k/stripmeta/1/rotate/auto"


def _fitting(sides: tuple[int, int]) -> tuple[int, int]:
    """The picture's sides within the box, even, in pixels."""
    scale = min(1.0, BOX[0] / max(sides), BOX[1] / min(sides))
    width, height = (max(2, int(side * scale) // 2 * 2) for side in sides)
    return width, height


def _picture(at_s: float, sides: tuple[int, int], longest: int) -> str:
    """Only the long side is named: the other follows."""
    width, height = sides
    side = max(SHORTEST_SIDE, min(longest, max(sides)))
    return f"vframe/jpg/offset/{at_s:.3f}/{'w' if width >= height else 'h'}/{side}/rotate/auto"


def _frames(lasts: float, sides: tuple[int, int]) -> dict[str, str]:
    """In the middle of equal stretches of a second or more."""
    count = min(MOST_FRAMES, max(1, int(lasts)))
    return {f"frame_{n + 1:02}": _picture((n + 0.5) * lasts / count, sides, FRAME_SIDE) for n in range(count)}


def _sound(lasts: float) -> str:
    cut = f"/ss/0/t/{LONGEST_SOUND_S}" if lasts > LONGEST_SOUND_S else ""
    return f"avthumb/mp3/ab/48k/ac/1/ar/22050{cut}/stripmeta/1"
