"""Operations really done: by ffmpeg in a cell, in a running store, on a film that lies on its side and tells where it was made."""
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from gateways.media import operations
from gateways.media.ffmpeg import find_ffmpeg
from models.ports import Refused, Transcoder

from .calls import JPEG, unique
from .running import RunningStore, wait_until
from .test_client import client_of
from .test_operations import LYING, asked, transcoder_of


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStore]:
    """A store that performs by itself, as the public one does."""
    with RunningStore(tmp_path_factory.mktemp("working"), mount="/kodo", performs=True) as running:
        yield running


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of 320x180 with sound, tagged with a place, lying on its side by its display matrix."""
    folder = tmp_path_factory.mktemp("film")
    plain, turned = folder / "plain.mp4", folder / "turned.mp4"
    quietly = [find_ffmpeg(), "-nostdin", "-v", "error"]
    subprocess.run([*quietly, "-f", "lavfi", "-i", "testsrc2=s=320x180:d=2:r=10", "-f", "lavfi", "-i", "sine=d=2", "-shortest",
                    "-pix_fmt", "yuv420p", plain], check=True)
    subprocess.run([*quietly, "-display_rotation", "90", "-i", plain, "-c", "copy", "-metadata", "location=+36.62+101.78/", turned],
                   check=True)
    return turned


def ended(transcoder: Transcoder, ticket: str) -> None:
    wait_until(lambda: transcoder.outcome(ticket))


def test_a_film_becomes_all_of_its_renditions(working: RunningStore, tmp_path: Path, film: Path) -> None:
    transcoder, client, key = transcoder_of(working), client_of(working), unique("film")
    client.put(key, film, "video/mp4")
    measured = {"width": 180, "height": 320, "duration_s": 2.0, "has_sound": True}
    into = {purpose: f"{key}/{purpose}" for purpose in transcoder.purposes(measured)}
    assert list(into) == ["play", "poster", "thumb", "frame_01", "frame_02", "sound"]
    ended(transcoder, transcoder.begin(key, measured, into))
    for purpose, made in into.items():
        client.fetch(made, tmp_path / purpose)
        assert b"36.62" not in (tmp_path / purpose).read_bytes()
    play = av.open(str(tmp_path / "play"))
    assert (play.streams.video[0].width, play.streams.video[0].height, play.streams.video[0].name) == (180, 320, "h264")
    assert (play.streams.audio[0].name, round((play.duration or 0) / 1e6)) == ("aac", 2)
    assert av.open(str(tmp_path / "sound")).streams.audio[0].channels == 1
    assert [Image.open(tmp_path / purpose).size for purpose in ("poster", "thumb", "frame_02")] == [(180, 320)] * 3
    assert [client.stat(into[purpose]).mime for purpose in ("play", "poster", "sound")] == [  # type: ignore[union-attr]
        "video/mp4", "image/jpeg", "audio/mpeg"]


def test_a_store_killed_at_work_takes_it_up_again(tmp_path: Path, film: Path) -> None:
    with RunningStore(tmp_path, performs=True) as store:
        transcoder, client, key = transcoder_of(store), client_of(store), unique("film")
        client.put(key, film, "video/mp4")
        ticket = transcoder.begin(key, LYING, {"play": f"{key}/play", "sound": f"{key}/sound"})
        wait_until(lambda: asked(store, ticket).json()["code"] == 2)
        store.kill()
        store.start()
        ended(transcoder, ticket)
        assert [item["code"] for item in asked(store, ticket).json()["items"]] == [0, 0]
        assert client.stat(f"{key}/sound")


@pytest.mark.parametrize("words", [
    "avthumb/mp4/s/1280x720>", "avthumb/mp4/vf/movie=x", "avthumb/m3u8", "vframe/jpg/offset/-1", "vframe/jpg/offset", "imageView2/2/w/4",
    "avthumb/mp3/ab/1k/ab/2k", "avthumb", "vframe/jpg/w/1e9", "avthumb/mp3/ab/128k/-i", "avthumb/mp3//"])
def test_words_that_are_not_known_are_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="400"):
        operations.perform(words, tmp_path / "none", tmp_path / "made", ffmpeg="/none")


@pytest.mark.parametrize(("data", "code"), [
    (b"#EXTM3U\nfile:///etc/passwd\n", "kind"), (JPEG, "kind"), (b"", "kind"), (b"ffconcat version 1.0\nfile /etc/passwd", "kind"),
    (b"\0\0\0\x18ftypmp42" + bytes(50), "unreadable")])
def test_what_is_no_film_or_song_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    source, made = tmp_path / "source", tmp_path / "made"
    source.write_bytes(data)
    with pytest.raises(Refused) as no:
        operations.perform("avthumb/mp3/ab/128k", source, made, ffmpeg=find_ffmpeg())
    assert (no.value.code, made.exists()) == (code, False)


def test_a_picture_beyond_the_end_is_refused(film: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unreadable"):
        operations.perform("vframe/jpg/offset/60", film, tmp_path / "made", ffmpeg=find_ffmpeg())
