"""Films: measured, made playable on every phone, pictured and fingerprinted. Everything that decodes is locked in a cell.

What people play is H.264 and AAC in an MP4 that starts at once. When the original's streams already are, they are only
packed anew; pictures are then taken from what was made, which is small, upright and ours.
"""
import math
import struct
from dataclasses import dataclass
from pathlib import Path

from gateways.media import ffmpeg as tool
from gateways.media import fingerprints, probing
from gateways.media.cell import Cell, Limits, cell
from gateways.media.probing import Inside, Pictures, Sound
from gateways.media.songs import mono, moved, whole
from models.ports import Made, Measured, Print, Refused

TRANSCODING = Limits(seconds=1800, cpu_s=3600, memory_mb=3072, file_mb=2048)
PICTURING = Limits(seconds=300, cpu_s=300, memory_mb=2048, file_mb=64)
BOX = (1280, 720)                              # the long and the short side of what people play
POSTER_PX, THUMB_PX, FRAME_PX = 1280, 480, 720
MOST_FRAMES = 10                               # that WeChat's content check looks at
REMUX_KBPS = 4000
SMOOTHEST = 60                                 # frames a second; slow motion shot faster becomes 30
POSTER_FROM_S = 60                             # a cover is looked for in the first minute
LIT = ("signalstats", "metadata=select:key=lavfi.signalstats.YAVG:value=32:function=greater")     # mean luminance; 16 is black
GRID_S, MOST_PRINTS, PRINT_PX = 2, 240, 64
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "24", "-maxrate", "2500k", "-bufsize", "5000k", "-profile:v", "high",
        "-pix_fmt", "yuv420p", "-g", "60")
AAC = ("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000")
# Encoders and cameras write what they like into SEI units, positions too.
COPIED = ("-c:v", "copy", "-bsf:v", "filter_units=remove_types=6")
JPEG = ("-c:v", "mjpeg", "-q:v", "3")
WEBP = ("-c:v", "libwebp", "-quality", "80")


def measure(original: Path, mime: str, *, ffmpeg: str) -> Measured:
    """Figures of a film, however large. Raises Refused ("kind" without moving pictures, "unreadable") and Unreachable."""
    with cell(original) as locked:
        return probing.measured(locked, mime, _film(locked, mime), ffmpeg)


def render(original: Path, mime: str, measured: Measured, into: Path, *, ffmpeg: str) -> list[Made]:
    """play, poster, thumb, thumb_webp, frame_01 … frame_10 (one a second at most), and sound when there is any.

    Raises Refused ("unreadable" also for a film that breaks off, "too_heavy" past the pixels we decode) and Unreachable.
    """
    tool.require_encoders(ffmpeg)
    with cell(original) as locked:
        inside = _film(locked, mime)
        _require_decodable(inside)
        play = _play(locked, probing.demuxer_of(mime), inside, measured, ffmpeg)
        made = [play, *_pictures(locked, play, ffmpeg)]
        if inside.sound is not None:
            made.append(mono(locked, probing.demuxer_of(mime), inside, ffmpeg))
        return moved(made, into)


def prints(original: Path, mime: str, measured: Measured) -> list[Print]:
    """Fingerprints every 2 seconds from the first on, every 4, 6 … in a long film; none of frames without contours.

    Raises Refused and Unreachable.
    """
    step_s = GRID_S * max(1, math.ceil(float(measured["duration_s"]) / (GRID_S * MOST_PRINTS)))
    with cell(original) as locked:
        frames = list(probing.frames(locked, probing.demuxer_of(mime), step_s, MOST_PRINTS, PRINT_PX))
    found = [(at_s, fingerprints.print_of(grey, PRINT_PX, PRINT_PX)) for at_s, grey in frames]
    return [Print(*marks, at_s=round(at_s, 3)) for at_s, marks in found if marks is not None]


def fitted(width: int, height: int, most: tuple[int, int], step: int = 1) -> tuple[int, int]:
    """The largest size of these proportions within (long side, short side), never enlarged, in multiples of `step` pixels."""
    factor = min(1.0, most[0] / max(width, height), most[1] / min(width, height))
    return tuple(max(step, round(side * factor) // step * step) for side in (width, height))  # type: ignore[return-value]


def fits_already(film: Pictures, measured: Measured) -> bool:
    """Whether its pictures are what we would make of them, or smaller."""
    return (film.codec == "h264" and film.pixels in ("yuv420p", "yuvj420p") and not film.interlaced and not film.turned
            and film.stretch == 1 and fitted(*film.shown, BOX) == film.shown and (film.rate or 0) <= SMOOTHEST
            and measured["bitrate_kbps"] <= REMUX_KBPS)


def play_argv(ffmpeg: str, source: Path, target: Path, demuxer: str, inside: Inside, measured: Measured) -> list[str]:
    """The whole command that makes what people play."""
    film = inside.film
    if film is None:
        raise Refused("kind")
    is_copied = fits_already(film, measured)
    pictures = COPIED if is_copied else ("-vf", _filters(film), *H264)
    sound = ("-map", f"0:{inside.sound.index}", *_sound(inside.sound, is_copied=is_copied)) if inside.sound else ()
    return [*tool.calling(ffmpeg), *tool.reading(source, demuxer), "-map", f"0:{film.index}", *pictures, *sound,
            "-movflags", "+faststart", "-write_tmcd", "0", *tool.writing(target, "mp4")]


def _film(locked: Cell, mime: str) -> Inside:
    inside = probing.look(locked, locked.original, probing.demuxer_of(mime))
    if inside.film is None:
        raise Refused("kind", "no moving pictures")
    return inside


def _require_decodable(inside: Inside) -> None:
    """The plan's own limits refuse larger films in words; this one protects the machine whatever a plan allows."""
    if inside.film is not None and inside.film.too_large:
        raise Refused("too_heavy", f"{inside.film.width}x{inside.film.height}")


def _filters(film: Pictures) -> str:
    """The turn is made by ffmpeg itself, before these."""
    width, height = fitted(*film.shown, BOX, step=2)
    slower = ["fps=30"] if (film.rate or 0) > SMOOTHEST else []
    return ",".join([*(["yadif"] if film.interlaced else []), *slower, f"scale={width}:{height}", "setsar=1"])


def _sound(sound: Sound, *, is_copied: bool) -> tuple[str, ...]:
    return ("-c:a", "copy") if is_copied and sound.codec == "aac" and sound.channels <= 2 else AAC


def _play(locked: Cell, demuxer: str, inside: Inside, measured: Measured, ffmpeg: str) -> Made:
    target = locked.out / "play.mp4"
    locked.run(play_argv(ffmpeg, locked.original, target, demuxer, inside, measured), TRANSCODING)
    play = Made("play", target, "video/mp4", *_size(inside, measured), duration_s=length(target))
    whole(play, measured)
    return play


def length(film: Path) -> float:
    """Seconds, from the head of an MP4 that we wrote, where it stands in front. Raises Refused ("unreadable")."""
    with film.open("rb") as opened:
        head = opened.read(256)
    at = head.find(b"mvhd") + 4
    scale, ticks = struct.unpack_from(*((">IQ", head, at + 20) if head[at:at + 1] == b"\1" else (">II", head, at + 12)))
    if at < 4 or not scale or not ticks:
        raise Refused("unreadable", "no picture")
    return round(ticks / scale, 3)


def _size(inside: Inside, measured: Measured) -> tuple[int, int]:
    if inside.film is None:
        raise Refused("kind")
    return inside.film.shown if fits_already(inside.film, measured) else fitted(*inside.film.shown, BOX, step=2)


@dataclass(frozen=True)
class _Still:
    """One picture to be taken of what people play: its filters before the last, which gives it its size."""
    purpose: str
    longest: int
    coding: tuple[str, ...] = JPEG
    muxer: str = "mjpeg"
    mime: str = "image/jpeg"

    def made(self, locked: Cell, play: Made) -> Made:
        width, height = fitted(play.width or 1, play.height or 1, (self.longest, self.longest))
        return Made(self.purpose, locked.out / self.purpose, self.mime, width, height)

    def argv(self, made: Made, *filters: str) -> list[str]:
        pixels = "format=yuvj420p" if self.coding is JPEG else "format=yuv420p"
        scale = f"scale={made.width}:{made.height}" + (":out_range=pc" if self.coding is JPEG else "")
        return ["-vf", ",".join([*filters, scale, pixels]), *self.coding, "-frames:v", "1", *tool.writing(made.path, self.muxer)]


COVERS = (_Still("poster", POSTER_PX), _Still("thumb", THUMB_PX), _Still("thumb_webp", THUMB_PX, WEBP, "webp", "image/webp"))


def _pictures(locked: Cell, play: Made, ffmpeg: str) -> list[Made]:
    """Cover, thumbnails and the frames for the content check, evenly spread. Raises Refused ("unreadable") when none can be decoded.

    A film whose sound goes on after its pictures has fewer frames.
    """
    count, length_s = max(1, min(MOST_FRAMES, math.floor(play.duration_s or 0))), play.duration_s or 0.0
    stills = [_Still(f"frame_{number:02}", FRAME_PX) for number in range(1, count + 1)]
    frames = [still.made(locked, play) for still in stills]
    reading, writing = _covering(locked, play, *LIT)
    for number, (still, one) in enumerate(zip(stills, frames, strict=True), start=1):
        reading += tool.reading(play.path, "mov", "-ss", f"{length_s * (number - 1) / count:.3f}")
        writing += ["-map", f"{number}:v", *still.argv(one)]
    locked.run([*tool.calling(ffmpeg), *reading, *writing], PICTURING)
    there = [one for one in frames if _is_there(one)]
    if not there:
        raise Refused("unreadable", "no picture")
    return [*_covers(locked, play, ffmpeg), *there]


def _covering(locked: Cell, play: Made, *chosen: str) -> tuple[list[str], list[str]]:
    """Inputs and outputs that make all covers of one frame: the most ordinary of the first minute's key frames."""
    reading = tool.reading(play.path, "mov", "-skip_frame", "nokey", "-t", str(POSTER_FROM_S))
    made = [(still, still.made(locked, play)) for still in COVERS]
    return reading, [argument for still, one in made for argument in ("-map", "0:v", *still.argv(one, *chosen, "thumbnail=30"))]


def _covers(locked: Cell, play: Made, ffmpeg: str) -> list[Made]:
    """The covers made; of a dark frame where there is no other."""
    made = [still.made(locked, play) for still in COVERS]
    if not all(map(_is_there, made)):
        reading, writing = _covering(locked, play)
        locked.run([*tool.calling(ffmpeg), *reading, *writing], PICTURING)
    return made


def _is_there(made: Made) -> bool:
    return made.path.exists() and made.path.stat().st_size > 0
