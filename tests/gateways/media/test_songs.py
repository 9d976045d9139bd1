"""What is made of songs: an MP3 everybody can play, and one small enough for WeChat where that is too large."""
import tempfile
from functools import cache
from pathlib import Path

import pytest

from gateways.media import ffmpeg, probing, songs
from gateways.media.cell import cell
from gateways.media.probing import Sound
from models.ports import Made, Refused
from tests.gateways.media import made

FFMPEG = ffmpeg.find_ffmpeg()


@cache
def rendered(original: Path, mime: str) -> dict[str, Made]:
    into = Path(tempfile.mkdtemp(dir=made.FOLDER))
    measured = songs.measure(original, mime, ffmpeg=FFMPEG)
    return {one.purpose: one for one in songs.render(original, mime, measured, into, ffmpeg=FFMPEG)}


def sound(path: Path) -> Sound:
    with cell(path) as locked:
        found = probing.look(locked, locked.original, "mp3")
    assert found.film is None
    assert found.sound is not None
    return found.sound


@pytest.mark.parametrize(("name", "mime", "rate"), [
    ("mp3", "audio/mpeg", 48000), ("wav", "audio/wav", 48000), ("m4a", "audio/mp4", 48000), ("aac", "audio/aac", 48000),
    ("flac", "audio/flac", 48000), ("ogg", "audio/ogg", 48000), ("silent", "audio/mpeg", 44100), ("surround", "audio/x-wav", 48000)])
def test_every_song_becomes_a_stereo_mp3(name: str, mime: str, rate: int) -> None:
    original = made.song(name)
    renditions = rendered(original, mime)
    play = renditions["play"]
    found = sound(play.path)
    assert set(renditions) == {"play"}
    assert (play.mime, found.codec, found.channels, found.rate) == ("audio/mpeg", "mp3", 2, rate)
    assert play.duration_s == pytest.approx(songs.measure(original, mime, ffmpeg=FFMPEG)["duration_s"], abs=0.1)


def test_neither_place_nor_picture_nor_title_travels_with_a_song() -> None:
    assert made.tells_the_place(made.song("placed").read_bytes())
    for original, mime in ((made.song("placed"), "audio/mp4"), (made.covered(), "audio/mpeg"), (made.covered_m4a(), "audio/mp4")):
        content = rendered(original, mime)["play"].path.read_bytes()
        assert not made.tells_the_place(content)
        assert [mark for mark in (b"ID3", b"PNG", b"APIC", b"TAG") if mark in content] == []


def test_a_song_too_large_for_wechat_has_a_small_one_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten minutes of music would do as well, and take ten seconds to make."""
    assert songs.HEARD_BYTES == 10_000_000
    monkeypatch.setattr(songs, "HEARD_BYTES", 100_000)
    long = made.longer("flac")
    renditions = songs.render(long, "audio/flac", songs.measure(long, "audio/flac", ffmpeg=FFMPEG), tmp_path, ffmpeg=FFMPEG)
    assert [one.purpose for one in renditions] == ["play", "sound"]
    assert renditions[0].path.stat().st_size > 100_000 > renditions[1].path.stat().st_size > 50_000
    assert sound(renditions[1].path).channels == 1
    assert renditions[1].duration_s == pytest.approx(10.0, abs=0.2)


def test_the_small_sound_stays_below_the_limit_however_long_it_is() -> None:
    assert songs.HEARD_S * songs.HEARD_KBPS * 1000 / 8 < songs.HEARD_BYTES


@pytest.mark.parametrize(("name", "mime"), [("flac", "audio/flac"), ("m4a", "audio/mp4")])
def test_a_song_that_breaks_off_is_told_from_a_whole_one(tmp_path: Path, name: str, mime: str) -> None:
    broken = made.cut(made.longer(name), 0.3, tmp_path)
    with pytest.raises(Refused, match="unreadable"):
        songs.render(broken, mime, songs.measure(broken, mime, ffmpeg=FFMPEG), tmp_path, ffmpeg=FFMPEG)


def test_noise_is_no_song(tmp_path: Path) -> None:
    noise = tmp_path / "noise.mp3"
    noise.write_bytes(bytes(range(256)) * 400)
    for mime in ("audio/mpeg", "audio/wav", "audio/aac", "audio/flac", "audio/ogg", "audio/mp4"):
        with pytest.raises(Refused, match=r"unreadable|kind"):
            songs.measure(noise, mime, ffmpeg=FFMPEG)
