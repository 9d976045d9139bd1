"""Songs and recitations: measured, and made into an MP3 every phone plays. Everything that decodes is locked in a cell."""
import dataclasses
import shutil
from collections.abc import Iterable
from pathlib import Path

from gateways.media import ffmpeg as tool
from gateways.media import probing
from gateways.media.cell import Cell, Limits, cell
from gateways.media.probing import Inside, Sound
from models.ports import Made, Measured, Refused

PLAYING = Limits(seconds=180, cpu_s=180, memory_mb=1024, file_mb=2048)
SHORTER = 0.05                                 # what a file that breaks off may lack of the length it claims
HEARD_BYTES = 10_000_000                       # the most that WeChat's content check listens to
PLAY_KBPS, HEARD_KBPS = 128, 48
HEARD_S = 1650                                 # at that rate a little less than HEARD_BYTES
PLAIN = ("-id3v2_version", "0", "-write_id3v1", "0", "-vn")


def measure(original: Path, mime: str, *, ffmpeg: str) -> Measured:
    """Figures of a song. Raises Refused ("kind" for a film or without sound, "unreadable", "too_heavy") and Unreachable."""
    with cell(original) as locked:
        return probing.measured(locked, mime, _song(locked, mime), ffmpeg)


def render(original: Path, mime: str, measured: Measured, into: Path, *, ffmpeg: str) -> list[Made]:
    """play, and sound where play is too large for WeChat's content check.

    Raises Refused ("unreadable" also for a song that breaks off) and Unreachable.
    """
    tool.require_encoders(ffmpeg)
    demuxer = probing.demuxer_of(mime)
    with cell(original) as locked:
        inside = _song(locked, mime)
        made = [_play(locked, demuxer, inside, ffmpeg)]
        whole(made[0], measured)
        if made[0].path.stat().st_size > HEARD_BYTES:
            made.append(mono(locked, demuxer, inside, ffmpeg))
        return moved(made, into)


def mono(locked: Cell, demuxer: str, inside: Inside, ffmpeg: str) -> Made:
    """The sound track as WeChat's content check takes it: "sound", an MP3 of at most 10 MB, cut after 27 minutes."""
    target = locked.out / "sound.mp3"
    argv = [*_reading(ffmpeg, locked.original, demuxer, _sound_of(inside), "-t", str(HEARD_S)),
            "-c:a", "libmp3lame", "-b:a", f"{HEARD_KBPS}k", "-ac", "1", "-ar", "32000", *PLAIN, *tool.writing(target, "mp3")]
    locked.run(argv, PLAYING)
    return Made("sound", target, "audio/mpeg", duration_s=_length(target, HEARD_KBPS))


def whole(play: Made, measured: Measured) -> None:
    """Decoders stop where a file breaks off, and do not complain. Raises Refused ("unreadable")."""
    lasts_s, claims_s = play.duration_s or 0.0, float(measured["duration_s"])
    if lasts_s < claims_s * (1 - SHORTER) - 1:
        raise Refused("unreadable", f"breaks off after {lasts_s:.0f} of {claims_s:.0f} s")


def moved(made: Iterable[Made], into: Path) -> list[Made]:
    """The same files in the folder where whoever asked wants them."""
    return [dataclasses.replace(one, path=Path(shutil.move(one.path, into / one.path.name))) for one in made]


def _song(locked: Cell, mime: str) -> Inside:
    inside = probing.look(locked, locked.original, probing.demuxer_of(mime))
    if inside.film is not None or inside.sound is None:
        raise Refused("kind", "moving pictures" if inside.film else "no sound")
    return inside


def _play(locked: Cell, demuxer: str, inside: Inside, ffmpeg: str) -> Made:
    target, sound = locked.out / "play.mp3", _sound_of(inside)
    rate = "48000" if sound.rate % 48000 == 0 else "44100"
    argv = [*_reading(ffmpeg, locked.original, demuxer, sound),
            "-c:a", "libmp3lame", "-b:a", f"{PLAY_KBPS}k", "-ac", "2", "-ar", rate, *PLAIN, *tool.writing(target, "mp3")]
    locked.run(argv, PLAYING)
    return Made("play", target, "audio/mpeg", duration_s=_length(target, PLAY_KBPS))


def _length(target: Path, kbps: int) -> float:
    """Seconds of an MP3 of constant rate."""
    return round(target.stat().st_size * 8 / (kbps * 1000), 3)


def _reading(ffmpeg: str, source: Path, demuxer: str, sound: Sound, *options: str) -> list[str]:
    return [*tool.calling(ffmpeg), *tool.reading(source, demuxer, *options), "-map", f"0:{sound.index}"]


def _sound_of(inside: Inside) -> Sound:
    if inside.sound is None:
        raise Refused("kind", "no sound")
    return inside.sound
