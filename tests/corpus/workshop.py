"""Where the files of the corpus are made: a folder of this run, and ffmpeg told what to draw and to sing."""
import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from tests.gateways.media import pictures
from tests.gateways.media.made import FFMPEG

FOLDER = Path(tempfile.mkdtemp(prefix="corpus-"))
X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"
AAC = "-c:a aac -b:a 128k"
TONE, SILENCE = "sine=440:r=48000", "anullsrc=r=48000:cl=stereo"
Maker = Callable[[Path], object]

atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


@dataclass(frozen=True)
class Recipe:
    """What ffmpeg is told: two of its own sources, how they are coded, for how many seconds."""
    pictures: str | None = "testsrc2=s=320x180:r=25"
    sound: str | None = TONE
    coding: str = f"{X264} {AAC}"
    seconds: float = 1.0
    options: tuple[str, ...] = ()

    def __call__(self, target: Path) -> None:
        sources = [word for source in (self.pictures, self.sound) if source for word in ("-f", "lavfi", "-i", source)]
        ffmpeg(target, *sources, "-t", str(self.seconds), *self.coding.split(), *self.options)


def ffmpeg(target: Path, *arguments: str) -> Path:
    """The target, written anew. Two threads, so that the same bytes come out on every machine."""
    subprocess.run([FFMPEG, "-v", "error", "-nostdin", "-y", *arguments, "-threads", "2", str(target)], check=True,
                   stdin=subprocess.DEVNULL, env={"SVT_LOG": "0"})
    return target


def still(size: str, seconds: float = 1.0, rate: float = 25) -> str:
    """A moving test picture of this size."""
    return f"testsrc2=s={size}:r={rate}:d={seconds}"


def film_of(image: Image.Image, target: Path, *options: str) -> Path:
    """One second of a picture that stands still."""
    picture = target.with_suffix(".png")
    image.save(picture)
    return ffmpeg(target, "-loop", "1", "-framerate", "10", "-i", str(picture), "-t", "1", *X264.split(), *options)


@dataclass(frozen=True)
class Turned:
    """A film of four coloured corners that a phone held sideways wrote: to be turned clockwise when it is shown."""
    degrees: int
    width: int = 180                       # as shown
    height: int = 320

    def __call__(self, target: Path) -> None:
        upright = pictures.corners(self.width, self.height)
        lying = upright.rotate(self.degrees, expand=True)      # the other way round
        flat = film_of(lying, target.with_stem(f"flat-{target.stem}"))
        ffmpeg(target, "-display_rotation", str(-self.degrees), "-i", str(flat), "-c", "copy")


@dataclass(frozen=True)
class Written:
    """Bytes as they are."""
    content: Callable[[], bytes]

    def __call__(self, target: Path) -> None:
        target.write_bytes(self.content())


@dataclass(frozen=True)
class Cut:
    """The first part of another file, as an upload that broke off leaves it."""
    whole: Maker
    share: float

    def __call__(self, target: Path) -> None:
        self.whole(target)
        content = target.read_bytes()
        target.write_bytes(content[:int(len(content) * self.share)])


@cache
def small(name: str) -> bytes:
    """One of the good little files that the hostile ones are bent from."""
    target = FOLDER / f"small.{name}"
    SMALL[name](target)
    return target.read_bytes()


SMALL: dict[str, Maker] = {
    "jpg": Written(lambda: pictures.encoded(pictures.scene(3, 96, 64), exif=pictures.camera_data(6))),
    "png": Written(lambda: pictures.png_with_words(pictures.scene(3, 96, 64))),
    "webp": Written(lambda: pictures.encoded(pictures.scene(3, 96, 64), "WEBP", exif=pictures.camera_data(6))),
    "heic": Written(lambda: pictures.heic(pictures.scene(3, 64, 48), exif=pictures.camera_data(6).tobytes())),
    "mp4": Recipe("testsrc2=s=64x36:r=10", None, X264, 0.5),
    "loud.mp4": Recipe("testsrc2=s=64x36:r=10", "sine=440:r=8000", f"{X264} -c:a aac -b:a 16k", 0.5),
    "mov": Recipe("testsrc2=s=64x36:r=10", "sine=440:r=8000", f"{X264} -c:a pcm_s16le", 0.5),
    "pieces.mp4": Recipe("testsrc2=s=64x36:r=10", None, f"{X264} -g 2 -movflags +frag_keyframe+empty_moov", 0.5),
    "m4a": Recipe(None, "sine=440:r=8000", "-c:a aac -b:a 16k", 0.5),
    "mp3": Recipe(None, "sine=440:r=16000", "-c:a libmp3lame -b:a 32k", 0.5, ("-metadata", "title=song")),
    "wav": Recipe(None, "sine=440:r=8000", "-c:a pcm_s16le", 0.3),
    "flac": Recipe(None, "sine=440:r=8000", "-c:a flac", 0.5),
    "ogg": Recipe(None, "sine=440:r=16000", "-c:a libvorbis", 0.5),
    "aac": Recipe(None, "sine=440:r=16000", "-c:a aac -b:a 32k", 0.5),
}
