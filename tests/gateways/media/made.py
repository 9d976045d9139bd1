"""Small films and songs, each made by ffmpeg once in a run, and the ways in which files can be wrong."""
import atexit
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]

FFMPEG: str = imageio_ffmpeg.get_ffmpeg_exe()  # whichever the studio uses, this one knows every codec of a phone
FOLDER = Path(tempfile.mkdtemp(prefix="made-"))
PLACE = b"+36.6232+101.7804"                   # on a lake in Qinghai; in no file that anybody is shown
PLACE_IN_POINTS = bytes.fromhex("0065c7c800249f8a")      # the same as MP4's own box tells it: longitude, latitude in 1/65536 degrees
PLACED = ("-metadata", f"location={PLACE.decode()}/", "-metadata", f"com.apple.quicktime.location.ISO6709={PLACE.decode()}/")
X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"
AAC = "-c:a aac -b:a 64k"
STILL = "testsrc2=s=320x180:r=25"
TONE = "sine=440:r=48000"
FILMS = {                                      # name: (ending, pictures, sound, how they are coded, seconds)
    "plain": ("mp4", STILL, TONE, f"{X264} {AAC}", 2),
    "fit": ("mp4", STILL, "aevalsrc=sin(2764*t)|sin(3455*t):s=44100", f"{X264} {AAC} -movflags +faststart", 2),
    "without_sound": ("mp4", STILL, None, X264, 2),
    "silent": ("mp4", STILL, "anullsrc=r=44100:cl=stereo", f"{X264} {AAC}", 2),
    "whispering": ("mp4", STILL, f"{TONE},volume=-40dB", f"{X264} {AAC}", 2),
    "cancelling": ("mov", STILL, "aevalsrc=sin(2764*t)|-sin(2764*t):s=48000", f"{X264} -c:a pcm_s16le", 1),
    "fast": ("mp4", "testsrc2=s=320x180:r=120", None, X264, 1),
    "interlaced": ("mp4", "testsrc2=s=320x180:r=50,tinterlace=4", None, f"{X264} -flags +ildct+ilme -x264opts tff=1", 1),
    "stretched": ("mp4", "testsrc2=s=240x180:r=25,setsar=4/3", None, X264, 1),
    "uneven": ("mp4", "testsrc2=s=320x180:r=25,select=not(mod(n\\,7))+lt(n\\,20)", None, X264, 2),
    "hevc10": ("mp4", STILL, TONE, f"-c:v libx265 -preset ultrafast -x265-params log-level=none -pix_fmt yuv420p10le -tag:v hvc1 {AAC}", 1),
    "prores": ("mov", STILL, TONE, "-c:v prores_ks -profile:v 2 -pix_fmt yuv422p10le -c:a pcm_s16le", 1),
    "av1": ("mp4", STILL, None, "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p", 1),
    "odd": ("mp4", "testsrc=s=321x181:r=25", None, "-c:v libx264 -preset ultrafast -pix_fmt yuv444p", 1),
    "one_frame": ("mp4", STILL, None, f"{X264} -frames:v 1", 1),
    "surround": ("mp4", STILL, "anoisesrc=r=48000:a=0.3,aformat=channel_layouts=5.1", f"{X264} {AAC}", 1),
    "large": ("mp4", "testsrc2=s=1920x1080:r=5", TONE, f"{X264} {AAC}", 1),
    "upright": ("mp4", "testsrc2=s=1080x1920:r=5", None, X264, 1),
    "enormous": ("mp4", "color=black:s=4400x2400:r=1", None, X264, 1),
    "dark_first": ("mp4", f"color=black:s=320x180:r=25:d=1.5[a];{STILL}:d=1.5[b];[a][b]concat", None, f"{X264} -g 10", 3),
    "dark": ("mp4", "color=black:s=320x180:r=25", None, X264, 2),
    "placed": ("mp4", STILL, TONE, f"{X264} {AAC}", 2),
    "placed_mov": ("mov", STILL, TONE, f"{X264} {AAC} -movflags use_metadata_tags", 2),
    "placed_qt": ("mov", STILL, TONE, f"{X264} {AAC}", 2),
    "in_pieces": ("mp4", STILL, TONE, f"{X264} {AAC} -g 25 -movflags +frag_keyframe+empty_moov", 2),
    "sound_only": ("mp4", None, TONE, AAC, 2),
    "six_seconds": ("mp4", "mandelbrot=s=320x180:r=25", None, f"{X264} -g 250", 6),
}
SONGS = {                                      # name: (ending, sound, how it is coded, seconds)
    "mp3": ("mp3", TONE, "-c:a libmp3lame -b:a 96k", 2), "wav": ("wav", TONE, "-c:a pcm_s16le", 2), "m4a": ("m4a", TONE, AAC, 2),
    "aac": ("aac", TONE, AAC, 2), "flac": ("flac", "sine=440:r=96000", "-c:a flac", 2), "ogg": ("ogg", TONE, "-c:a libvorbis", 2),
    "silent": ("mp3", "anullsrc=r=44100:cl=mono", "-c:a libmp3lame -b:a 64k", 2), "surround": ("wav", "anoisesrc=r=48000:a=0.3,"
    "aformat=channel_layouts=5.1", "-c:a pcm_s16le", 1), "placed": ("m4a", TONE, AAC, 2),
    "variable": ("mp3", "aevalsrc=if(lt(t\\,2)\\,0\\,random(0)-0.5):s=44100", "-c:a libmp3lame -q:a 2 -write_xing 0", 8),
}


@cache
def film(name: str) -> Path:
    """One of FILMS."""
    ending, pictures, sound, coding, seconds = FILMS[name]
    target = FOLDER / f"film-{name}.{ending}"
    sources = [one for source in (pictures, sound) if source for one in ("-f", "lavfi", "-i", source)]
    place = PLACED if name.startswith("placed") else ()
    return _run(target, *sources, "-t", str(seconds), *coding.split(), *place)


@cache
def song(name: str) -> Path:
    """One of SONGS."""
    ending, sound, coding, seconds = SONGS[name]
    place = PLACED if name == "placed" else ()
    return _run(FOLDER / f"song-{name}.{ending}", "-f", "lavfi", "-i", sound, "-t", str(seconds), *coding.split(), *place)


@cache
def turned(degrees: int) -> Path:
    """A film whose left half is red and right half blue, to be turned clockwise by as many degrees when it is shown."""
    flat = _run(FOLDER / "halves.mp4", "-f", "lavfi", "-i", "color=red:s=160x180:r=25[a];color=blue:s=160x180:r=25[b];[a][b]hstack",
                "-t", "1", *X264.split())
    return flagged(flat, degrees)


def flagged(flat: Path, degrees: int) -> Path:
    """The same film with the word that it is to be turned clockwise."""
    return _run(FOLDER / f"turned-{degrees}-{flat.name}", "-display_rotation", str(-degrees), "-i", str(flat), "-c", "copy")


@cache
def covered() -> Path:
    """An MP3 with a picture of its singer."""
    cover = _run(FOLDER / "cover.png", "-f", "lavfi", "-i", "testsrc2=s=300x300", "-frames:v", "1")
    return _run(FOLDER / "covered.mp3", "-i", str(song("mp3")), "-i", str(cover), "-map", "0", "-map", "1", "-c:a", "copy", "-c:v", "copy",
                "-disposition:v", "attached_pic")


@cache
def covered_m4a() -> Path:
    return _run(FOLDER / "covered.m4a", "-i", str(covered()), "-map", "0", "-c:a", "aac", "-c:v", "copy", "-disposition:v", "attached_pic")


@cache
def longer(name: str) -> Path:
    """A song of ten seconds; an MP4 says in front what should follow."""
    return _run(FOLDER / f"longer.{SONGS[name][0]}", "-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.3", "-t", "10", *SONGS[name][2].split(),
                *(("-movflags", "+faststart") if name == "m4a" else ()))


def tells_the_place(content: bytes) -> bool:
    return PLACE[:8] in content or (PLACE_IN_POINTS[:4] in content and PLACE_IN_POINTS[4:] in content)


def again(original: Path, name: str, *options: str) -> Path:
    """The same film after somebody worked on it."""
    return _run(FOLDER / f"again-{name}.mp4", "-i", str(original), *options)


def cut(original: Path, share: float, into: Path) -> Path:
    """The first part of a file, as an upload that broke off leaves it."""
    target = into / f"cut{original.suffix}"
    content = original.read_bytes()
    target.write_bytes(content[:int(len(content) * share)])
    return target


def edited(content: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """An MP4 with the content of the first boxes of a path such as moov/trak/mdia changed, and every size above made right."""
    name, _, rest = path.partition("/")
    at = 0
    while content[at + 4:at + 8] != name.encode():
        at += struct.unpack_from(">I", content, at)[0]
    end = at + struct.unpack_from(">I", content, at)[0]
    inside = edited(content[at + 8:end], rest, change) if rest else change(content[at + 8:end])
    return content[:at] + struct.pack(">I4s", len(inside) + 8, name.encode()) + inside + content[end:]


def referring(original: Path, to: Path) -> bytes:
    """A MOV without pictures of its own: its first track's are said to lie in another file, by an alias as QuickTime writes it."""
    where = str(to).encode()
    where += b"\0" * (len(where) % 2)
    name = to.name.encode()[:63]
    alias = (b"\0" * 10 + b"\0" + b"\0" * 27 + b"\0" * 12 + bytes([len(name)]) + name.ljust(63, b"\0") + b"\0" * 16
             + struct.pack(">hh", 1, 1) + b"\0" * 16 + struct.pack(">hh", 2, len(where)) + where + struct.pack(">hh", -1, 0))
    entry = struct.pack(">I4sI", len(alias) + 12, b"alis", 0) + alias
    hollow = edited(original.read_bytes(), "mdat", lambda pictures: bytes(len(pictures)))
    return edited(hollow, "moov/trak/mdia/minf/dinf/dref", lambda _: struct.pack(">II", 0, 1) + entry)


def _run(target: Path, *arguments: str) -> Path:
    if not target.exists():
        making = target.with_stem(f"half-{target.stem}")
        subprocess.run([FFMPEG, "-v", "error", "-nostdin", "-y", *arguments, str(making)], check=True, stdin=subprocess.DEVNULL)
        making.rename(target)
    return target


atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
