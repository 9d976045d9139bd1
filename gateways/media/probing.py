"""What films and songs say of themselves (probe_inside.py, in the jail), and whether anything can be heard."""
import json
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gateways.media import ffmpeg as tool
from gateways.media.cell import Cell, Limits
from models.ports import Measured, Refused

INSIDE = Path(__file__).with_name("probe_inside.py")
LOOKING = Limits(seconds=60, cpu_s=60, memory_mb=2048, file_mb=1)
SAMPLING = Limits(seconds=600, cpu_s=1200, memory_mb=2048, file_mb=8)
LISTENING = Limits(seconds=120, cpu_s=120, memory_mb=1024, file_mb=8)
LONGEST_S = 24 * 3600
LISTENED_S = 20 * 60
SILENCE_DBFS = -50.0
PEAK = "lavfi.astats.Overall.Peak_level"
LOUDNESS = re.compile(rb"Peak_level=(-?[0-9.]+|-inf|inf|nan)")
CONTAINERS = {
    "video/mp4": "mp4", "video/quicktime": "mov", "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/m4a": "m4a", "audio/mpeg": "mp3",
    "audio/wav": "wav", "audio/x-wav": "wav", "audio/aac": "aac", "audio/flac": "flac", "audio/x-flac": "flac", "audio/ogg": "ogg",
}


@dataclass(frozen=True)
class Pictures:
    """A film's pictures. `width`, `height` in pixels as stored, `stretch` how much wider than high a pixel is, `turned` clockwise.

    Of pictures that are `too_large` the headers alone are known: none was decoded.
    """
    index: int
    codec: str
    width: int
    height: int
    pixels: str
    rate: float | None
    stretch: float
    turned: int
    interlaced: bool
    too_large: bool = False

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height as seen: pixels made square, then turned."""
        width = max(1, round(self.width * self.stretch))
        return (self.height, width) if self.turned in (90, 270) else (width, self.height)


@dataclass(frozen=True)
class Sound:
    """A sound track. `rate` in samples a second."""
    index: int
    codec: str
    rate: int
    channels: int


@dataclass(frozen=True)
class Inside:
    """What a file holds: its length in seconds, its moving pictures, its first sound track."""
    duration_s: float
    film: Pictures | None
    sound: Sound | None


def demuxer_of(mime: str) -> str:
    """The only format such a file is read as. Raises Refused ("kind")."""
    if mime not in tool.DEMUXERS:
        raise Refused("kind", mime)
    return tool.DEMUXERS[mime]


def look(cell: Cell, source: Path, demuxer: str) -> Inside:
    """Headers, the first packets and the first picture. Raises Refused ("unreadable") and Unreachable."""
    told = json.loads(cell.run(_inside("figures", source, demuxer), LOOKING))
    film, sound, duration_s = told["film"], told["sound"], told["duration_s"]
    if duration_s is None or not math.isfinite(duration_s) or not 0 < duration_s <= LONGEST_S:
        raise Refused("unreadable", f"duration {duration_s}")
    return Inside(duration_s, Pictures(**film) if film else None, Sound(**sound) if sound else None)


def loudest_dbfs(cell: Cell, inside: Inside, demuxer: str, ffmpeg: str) -> float:
    """The loudest sample of the first 20 minutes of the first sound track, below 0; -inf for digital silence.

    Every channel by itself: a recording whose channels cancel each other out is not silent. Raises Refused and Unreachable.
    """
    if inside.sound is None:
        return -math.inf
    heard = ("asetnsamples=n=65536:p=0,astats=metadata=1:measure_perchannel=none:measure_overall=Peak_level,"
             f"ametadata=print:key={PEAK}:file=-")
    argv = [*tool.calling(ffmpeg), *tool.reading(cell.original, demuxer, "-t", str(LISTENED_S)), "-map", f"0:{inside.sound.index}",
            "-af", heard, "-f", "null", "-"]
    peaks = [float(peak) for peak in LOUDNESS.findall(cell.run(argv, LISTENING))]
    return max((peak for peak in peaks if not math.isnan(peak)), default=-math.inf)


def measured(cell: Cell, mime: str, inside: Inside, ffmpeg: str) -> Measured:
    """The figures of models.ports.Measured. Raises Refused and Unreachable."""
    size = cell.original.stat().st_size
    said: Measured = {
        "type": mime, "container": CONTAINERS[mime], "duration_s": round(inside.duration_s, 3),
        "bitrate_kbps": round(size * 8 / inside.duration_s / 1000), "has_sound": inside.sound is not None,
    }
    if inside.film is not None:
        width, height = inside.film.shown
        said |= {"width": width, "height": height, "rotation": inside.film.turned, "video_codec": inside.film.codec}
        said |= {"frame_rate": round(inside.film.rate, 3)} if inside.film.rate else {}
    if inside.sound is not None:
        said |= {"audio_codec": "pcm" if inside.sound.codec.startswith("pcm_") else inside.sound.codec,
                 "sample_rate_hz": inside.sound.rate, "channels": inside.sound.channels,
                 "is_silent": loudest_dbfs(cell, inside, demuxer_of(mime), ffmpeg) < SILENCE_DBFS}
    return said


def frames(cell: Cell, demuxer: str, step_s: float, most: int, side: int) -> Iterator[tuple[float, bytes]]:
    """(second, side × side grey bytes as shown) of the frames nearest to 1 s, 1 s + step … Raises Refused and Unreachable."""
    said = cell.run(_inside("frames", cell.original, demuxer, str(step_s), str(most), str(side)), SAMPLING)
    while said:
        line, _, rest = said.partition(b"\n")
        yield float(json.loads(line)["at_s"]), rest[:side * side]
        said = rest[side * side:]


def _inside(verb: str, source: Path, demuxer: str, *rest: str) -> list[str]:
    return [sys.executable, "-I", str(INSIDE), verb, str(source), demuxer, *rest]
