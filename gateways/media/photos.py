"""Photographs: measured, shown in four ways, fingerprinted whole and in parts. All decoding is done in the darkroom."""
import json
import shutil
from pathlib import Path
from typing import Any

from gateways.media.cell import Limits, cell
from gateways.media.darkroom import Darkroom
from gateways.media.fingerprints import WINDOWS, print_of
from models.ports import Made, Measured, Print

LIMITS = Limits(seconds=60, cpu_s=30, memory_mb=1024, file_mb=16)
TILE = 32                                # greys across and down, as developing.greys gives them


def measure(darkroom: Darkroom, original: Path, mime: str) -> Measured:
    """By the headers. Raises Refused ("unreadable") and Unreachable."""
    return {"type": mime, **_told(darkroom, original, "measure", mime)}


def look(darkroom: Darkroom, original: Path, mime: str) -> None:
    """See that it can be decoded. Raises as `render` does."""
    _told(darkroom, original, "look", mime)


def render(darkroom: Darkroom, original: Path, mime: str, into: Path) -> list[Made]:
    """display and thumb, as JPEG and WebP, without anything the camera wrote. Raises Refused (unreadable, too_heavy) and Unreachable."""
    with cell(original) as made:
        answer = json.loads(darkroom.develop(made, LIMITS, "render", mime))
        return [Made(purpose, _moved(made.out / name, into), kind, width, height) for purpose, name, kind, width, height in answer]


def prints(darkroom: Darkroom, original: Path, mime: str) -> list[Print]:
    """The whole picture, window 0, and its parts as WINDOWS lists them; nothing of parts without contours. Raises as `render` does."""
    with cell(original) as made:
        tiles = bytes.fromhex(darkroom.develop(made, LIMITS, "greys", mime, WINDOWS).decode())
    found = []
    for number in range(len(WINDOWS)):
        said = print_of(tiles[number * TILE * TILE:(number + 1) * TILE * TILE], TILE, TILE)
        if said is not None:
            found.append(Print(*said, window=number))
    return found


def _told(darkroom: Darkroom, original: Path, task: str, mime: str) -> dict[str, Any]:
    with cell(original) as made:
        return json.loads(darkroom.develop(made, LIMITS, task, mime))


def _moved(made: Path, into: Path) -> Path:
    """Copied, not renamed: what a locked-in program made belongs to another user."""
    return Path(shutil.copyfile(made, into / made.name))
