"""Which ffmpeg there is, and how it is told to read a file: only as the type that was sniffed.

Left to guess, ffmpeg takes a playlist named .mp4 for a playlist and copies what it points at into its output, in spite
of its list of protocols. So every input names its demuxer, and no other may be opened from within.
"""
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from models.ports import Unreachable

VARIABLE = "FFMPEG_BINARY"
DEMUXERS = {
    "video/mp4": "mov", "video/quicktime": "mov", "audio/mp4": "mov", "audio/x-m4a": "mov", "audio/m4a": "mov", "audio/mpeg": "mp3",
    "audio/wav": "wav", "audio/x-wav": "wav", "audio/aac": "aac", "audio/flac": "flac", "audio/x-flac": "flac", "audio/ogg": "ogg",
}
NEEDED = ("libx264", "aac", "libmp3lame", "mjpeg", "libwebp")
THREADS = "2"
# Nothing of what the original says about itself, nor of who wrote this.
ANONYMOUS = ("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-fflags", "+bitexact", "-flags", "+bitexact")


def find_ffmpeg(chosen: str | None = None) -> str:
    """The path of the ffmpeg to use: the chosen one, else FFMPEG_BINARY, else the system's, else imageio-ffmpeg's. Raises Unreachable."""
    chosen = chosen or os.environ.get(VARIABLE)
    found = shutil.which(chosen or "ffmpeg") or (None if chosen else _bundled())
    if found is None:
        raise Unreachable(f"there is no program {chosen}" if chosen else "no ffmpeg")
    return os.path.realpath(found)


@cache
def version(ffmpeg: str) -> str:
    """What it calls itself, such as "5.1.9-0+deb12u1". Raises Unreachable."""
    return _said(ffmpeg, "-version").split(" ")[2]


@cache
def missing(ffmpeg: str) -> tuple[str, ...]:
    """The encoders we need that it was built without. Raises Unreachable."""
    known = {line.split()[1] for line in _said(ffmpeg, "-hide_banner", "-encoders").splitlines() if len(line.split()) > 1}
    return tuple(name for name in NEEDED if name not in known)


def require_encoders(ffmpeg: str) -> None:
    """A file is not at fault when a program is incomplete. Raises Unreachable."""
    if missing(ffmpeg):
        raise Unreachable(f"this ffmpeg was built without {', '.join(missing(ffmpeg))}")


def calling(ffmpeg: str) -> list[str]:
    return [ffmpeg, "-hide_banner", "-nostdin", "-y", "-v", "error", "-filter_threads", "1"]


def reading(source: Path, demuxer: str, *options: str) -> list[str]:
    """The arguments that open one input as nothing but this demuxer's format, from one local file."""
    own = ("-enable_drefs", "0", "-use_absolute_path", "0") if demuxer == "mov" else ()
    return ["-threads", THREADS, "-f", demuxer, "-format_whitelist", demuxer, "-protocol_whitelist", "file,pipe", "-max_streams", "64",
            *own, *options, "-i", f"file:{source}"]


def writing(target: Path, muxer: str) -> list[str]:
    """The arguments that end an output."""
    return [*ANONYMOUS, "-threads", THREADS, "-f", muxer, f"file:{target}"]


def _bundled() -> str | None:
    try:
        import imageio_ffmpeg  # type: ignore[import-untyped]
        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        return None


def _said(ffmpeg: str, *arguments: str) -> str:
    try:
        return subprocess.run([ffmpeg, *arguments], capture_output=True, text=True, timeout=20, check=True,  # noqa: S603
                              stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError) as trouble:
        raise Unreachable(f"ffmpeg does not start: {type(trouble).__name__}") from None
