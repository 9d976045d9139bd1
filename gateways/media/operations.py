"""What the embedded store performs when Kodo's words for films and songs (avthumb, vframe) are asked of it.

Only the words that gateways.kodo.operations writes are understood, others are refused; what an original says about
itself is never kept. The file is as hostile as any: it is read as what its first bytes are, locked in a cell.
"""
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gateways.media import ffmpeg as tool
from gateways.media.cell import Limits, cell
from gateways.sniffing import sniff
from models.ports import Refused

HEAD = 4096
WHOLE = Limits(seconds=1800, cpu_s=3600, memory_mb=2048, file_mb=2048)
ONE_PICTURE = Limits(seconds=60, cpu_s=60, memory_mb=2048, file_mb=64)
FILM = ("-map", "0:v:0", "-map", "0:a:0?", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-ac", "2", "-movflags", "+faststart")
SONG = ("-map", "0:a:0", "-c:a", "libmp3lame")
PICTURE = ("-map", "0:v:0", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p")
MP4_WORDS = {"vcodec": "libx264", "s": r"\d{1,4}x\d{1,4}", "autoscale": "1", "vb": r"\d{1,5}k", "ab": r"\d{1,3}k",
             "stripmeta": "1", "rotate": "auto"}
MP3_WORDS = {"ab": r"\d{1,3}k", "ac": "[12]", "ar": r"\d{4,5}", "ss": "0", "t": r"\d{1,5}", "stripmeta": "1"}
MP3_OPTIONS = {"ab": "-b:a", "ac": "-ac", "ar": "-ar", "t": "-t"}
VFRAME_WORDS = {"offset": r"\d{1,5}(\.\d{1,3})?", "w": r"\d{2,4}", "h": r"\d{2,4}", "rotate": "auto"}


@dataclass(frozen=True, slots=True)
class Errand:
    """One command as ffmpeg is told it: what stands before the input and after it, the muxer, the limits."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    muxer: str
    limits: Limits


def perform(words: str, source: Path, result: Path, *, ffmpeg: str) -> None:
    """gateways.kodo.store's `perform`, by this ffmpeg.

    Raises Refused ("400" for words not known here, "kind" for a file that is no film or song, else as cells do) and
    Unreachable.
    """
    errand, demuxer = _errand(words), _demuxer(source)
    with cell(source) as locked:
        made = locked.out / "made"
        locked.run([*tool.calling(ffmpeg), *tool.reading(locked.original, demuxer, *errand.before), *errand.after,
                    *tool.writing(made, errand.muxer)], errand.limits)
        if not made.exists() or not made.stat().st_size:
            raise Refused("unreadable", "there is nothing at that place")
        shutil.copyfile(made, result)


def _demuxer(source: Path) -> str:
    with open(source, "rb") as file:
        mime = sniff(file.read(HEAD))
    if mime not in tool.DEMUXERS:
        raise Refused("kind", "neither a film nor a song")
    return tool.DEMUXERS[mime]


def _errand(words: str) -> Errand:
    """Raises Refused."""
    act, kind, *rest = [*words.split("/"), ""]
    if (act, kind) == ("avthumb", "mp4"):
        return Errand((), _film(_told(rest, MP4_WORDS)), "mp4", WHOLE)
    if (act, kind) == ("avthumb", "mp3"):
        return Errand((), _song(_told(rest, MP3_WORDS)), "mp3", WHOLE)
    if (act, kind) == ("vframe", "jpg"):
        told = _told(rest, VFRAME_WORDS)
        return Errand(("-ss", told.get("offset", "0")), _picture(told), "mjpeg", ONE_PICTURE)
    raise Refused("400", "this operation is not performed here")


def _told(rest: list[str], known: Mapping[str, str]) -> dict[str, str]:
    """The words after the format, in pairs; the last is empty. Raises Refused for what is not known."""
    told = dict(zip(rest[:-1:2], rest[1:-1:2], strict=False))
    if len(rest) != 2 * len(told) + 1 or not all(name in known and re.fullmatch(known[name], value) for name, value in told.items()):
        raise Refused("400", "a word of this operation is not known here")
    return told


def _film(told: Mapping[str, str]) -> tuple[str, ...]:
    """Turned upright and within the size, its proportions kept."""
    width, _, height = told.get("s", "1280x720").partition("x")
    rate = told.get("vb", "1500k")
    fitting = f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1"
    return (*FILM, "-vf", fitting, "-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-b:a", told.get("ab", "128k"))


def _song(told: Mapping[str, str]) -> tuple[str, ...]:
    return (*SONG, *(word for name, option in MP3_OPTIONS.items() if name in told for word in (option, told[name])))


def _picture(told: Mapping[str, str]) -> tuple[str, ...]:
    return (*PICTURE, "-vf", f"scale={told.get('w', '-2')}:{told.get('h', '-2')},setsar=1")
