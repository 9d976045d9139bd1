"""What is measured in films and songs, what is no film and no song, and that no file makes us read another."""
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gateways.media import ffmpeg, films, probing, songs
from models.ports import Measured, Refused, Unreachable
from tests.gateways.media import made

FFMPEG = ffmpeg.find_ffmpeg()
MP4, MOV = "video/mp4", "video/quicktime"


def film(name: str, mime: str = MP4) -> Measured:
    return films.measure(made.film(name), mime, ffmpeg=FFMPEG)


def song(original: Path, mime: str) -> Measured:
    return songs.measure(original, mime, ffmpeg=FFMPEG)


def test_a_film_is_measured_whole() -> None:
    size = made.film("plain").stat().st_size
    assert film("plain") == {
        "type": MP4, "container": "mp4", "duration_s": 2.0, "bitrate_kbps": round(size * 8 / 2000), "width": 320, "height": 180,
        "rotation": 0, "frame_rate": 25.0, "video_codec": "h264", "audio_codec": "aac", "sample_rate_hz": 48000, "channels": 1,
        "has_sound": True, "is_silent": False}


@pytest.mark.parametrize(("name", "mime", "expected"), [
    ("hevc10", MP4, {"video_codec": "hevc", "width": 320, "height": 180}),
    ("prores", MOV, {"video_codec": "prores", "container": "mov", "audio_codec": "pcm"}),
    ("av1", MP4, {"video_codec": "av1", "has_sound": False}),
    ("odd", MP4, {"width": 321, "height": 181}),
    ("stretched", MP4, {"width": 320, "height": 180}),
    ("one_frame", MP4, {"duration_s": 0.04}),
    ("surround", MP4, {"channels": 6, "is_silent": False}),
    ("fast", MP4, {"frame_rate": 120.0}),
    ("in_pieces", MP4, {"duration_s": 2.021, "has_sound": True}),
    ("large", MP4, {"width": 1920, "height": 1080}),
    ("silent", MP4, {"has_sound": True, "is_silent": True}),
    ("whispering", MP4, {"has_sound": True, "is_silent": True}),
    ("cancelling", MOV, {"has_sound": True, "is_silent": False}),
])
def test_a_film_is_measured_whatever_its_kind(name: str, mime: str, expected: Measured) -> None:
    found = film(name, mime)
    assert {key: found[key] for key in expected} == expected


def test_a_film_of_uneven_pace_is_as_long_as_it_lasts() -> None:
    found = film("uneven")
    assert found["duration_s"] == pytest.approx(2.0, abs=0.3)
    assert found["frame_rate"] < 25


def test_a_film_without_sound_is_neither_loud_nor_silent() -> None:
    found = film("without_sound")
    assert found["has_sound"] is False
    assert {"is_silent", "audio_codec", "channels", "sample_rate_hz"} & set(found) == set()


@pytest.mark.parametrize(("degrees", "size"), [(90, (180, 320)), (180, (320, 180)), (270, (180, 320))])
def test_a_turned_film_is_as_large_as_it_is_shown(degrees: int, size: tuple[int, int]) -> None:
    found = films.measure(made.turned(degrees), MP4, ffmpeg=FFMPEG)
    assert (found["rotation"], found["width"], found["height"]) == (degrees, *size)


@pytest.mark.parametrize(("name", "mime", "codec", "rate"), [
    ("mp3", "audio/mpeg", "mp3", 48000), ("wav", "audio/x-wav", "pcm", 48000), ("m4a", "audio/mp4", "aac", 48000),
    ("m4a", "video/mp4", "aac", 48000), ("aac", "audio/aac", "aac", 48000), ("flac", "audio/flac", "flac", 96000),
    ("ogg", "audio/ogg", "vorbis", 48000)])
def test_a_song_is_measured(name: str, mime: str, codec: str, rate: int) -> None:
    found = song(made.song(name), mime)
    assert (found["audio_codec"], found["sample_rate_hz"], found["channels"], found["is_silent"]) == (codec, rate, 1, False)
    assert found["duration_s"] == pytest.approx(2.0, abs=0.1)
    assert "width" not in found


def test_a_silent_song_is_known() -> None:
    assert song(made.song("silent"), "audio/mpeg")["is_silent"] is True


def test_the_length_of_an_mp3_is_counted_where_its_first_packets_would_mislead() -> None:
    assert song(made.song("variable"), "audio/mpeg")["duration_s"] == pytest.approx(8.0, abs=0.2)


def test_a_song_with_a_picture_of_its_singer_is_a_song() -> None:
    assert song(made.covered(), "audio/mpeg")["audio_codec"] == "mp3"
    assert song(made.covered_m4a(), "audio/mp4")["audio_codec"] == "aac"


def test_what_is_not_of_its_kind_is_told() -> None:
    refused: list[str] = []
    for measure, original, mime in ((films.measure, made.film("sound_only"), MP4), (films.measure, made.covered_m4a(), MP4),
                                    (films.measure, made.film("plain"), "video/x-matroska"), (songs.measure, made.film("plain"), MP4),
                                    (songs.measure, made.film("without_sound"), MP4), (songs.measure, made.song("mp3"), "audio/amr")):
        with pytest.raises(Refused) as caught:
            measure(original, mime, ffmpeg=FFMPEG)
        refused.append(caught.value.code)
    assert refused == ["kind"] * 6


def test_a_picture_larger_than_the_memory_allows_is_measured_and_never_decoded(tmp_path: Path) -> None:
    """So that the plan's limit can refuse it in words; where a plan has none, making something of it is too much."""
    found = film("enormous")
    assert (found["width"], found["height"], found["video_codec"]) == (4400, 2400, "h264")
    with pytest.raises(Refused, match="too_heavy 4400x2400"):
        films.render(made.film("enormous"), MP4, found, tmp_path, ffmpeg=FFMPEG)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_read_is_told_without_naming_a_folder(tmp_path: Path) -> None:
    empty, noise, beheaded = tmp_path / "empty.mp4", tmp_path / "noise.mp4", made.cut(made.film("plain"), 0.5, tmp_path)
    empty.write_bytes(b"")
    noise.write_bytes(bytes(range(256)) * 400)
    for original in (empty, noise, beheaded, made.song("mp3")):
        with pytest.raises(Refused, match="unreadable") as caught:
            films.measure(original, MP4, ffmpeg=FFMPEG)
        assert "/" not in caught.value.said


@pytest.mark.parametrize("box", ["stsz", "stts", "stco"])
def test_a_track_without_a_single_packet_is_no_film(tmp_path: Path, box: str) -> None:
    hollow = tmp_path / "hollow.mp4"
    path = "moov/trak/mdia/minf/stbl/" + box
    hollow.write_bytes(made.edited(made.film("without_sound").read_bytes(), path, lambda old: bytes(len(old))))
    with pytest.raises(Refused, match=r"kind|unreadable"):
        films.measure(hollow, MP4, ffmpeg=FFMPEG)


def claiming(path: str, at: int, ticks: int, written: Path) -> Path:
    """A film of 2 seconds, 12,800 ticks each, with another figure in its header."""
    content = made.edited(made.film("without_sound").read_bytes(), "moov/trak/edts", lambda old: b"")
    claim = ticks.to_bytes(4, "big")
    written.write_bytes(made.edited(content, "moov/trak/mdia/" + path, lambda old: old[:at] + claim + old[at + 4:]))
    return written


def test_an_absurd_length_is_not_believed(tmp_path: Path) -> None:
    """Each of fifty packets is said to last 33 minutes."""
    with pytest.raises(Refused, match="unreadable duration 98000"):
        films.measure(claiming("minf/stbl/stts", 12, 2_000 * 12800, tmp_path / "absurd.mp4"), MP4, ffmpeg=FFMPEG)


@pytest.mark.parametrize("claimed_s", [0, 1, 90_000])
def test_a_film_lasts_as_long_as_its_packets_whatever_its_header_claims(tmp_path: Path, claimed_s: int) -> None:
    film = claiming("mdhd", 16, claimed_s * 12800, tmp_path / "claiming.mp4")
    assert films.measure(film, MP4, ffmpeg=FFMPEG)["duration_s"] == pytest.approx(2.0, abs=0.1)


class Listener(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """Where somebody listens; Listener.asked tells what was asked."""
    Listener.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{neighbour}\n#EXT-X-ENDLIST\n",
    "hls_of_an_address": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}/part.ts\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{neighbour}'\nfile '{address}/next.mp4'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT9S"><Period>'
            '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="9"><BaseURL>{address}/film.mp4</BaseURL>'
            '<SegmentList duration="9"><SegmentURL media="{address}/a.mp4"/></SegmentList></Representation></AdaptationSet></Period></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "reference": "",
}


def hostile(name: str, folder: Path, address: str) -> Path:
    """A file that points at a film beside it, or at an address."""
    neighbour, written = folder / "neighbour.mp4", folder / f"{name}.mp4"
    neighbour.write_bytes(made.film("plain").read_bytes())
    if name == "reference":
        written.write_bytes(made.referring(neighbour, neighbour))
    else:
        written.write_text(LISTS[name].format(neighbour=neighbour, address=address))
    return written


@pytest.mark.parametrize("name", LISTS)
def test_a_file_that_points_elsewhere_is_refused_and_nobody_is_asked(tmp_path: Path, address: str, name: str) -> None:
    with pytest.raises(Refused):
        films.measure(hostile(name, tmp_path, address), MP4, ffmpeg=FFMPEG)
    assert Listener.asked == []


@pytest.mark.parametrize("name", LISTS)
def test_even_outside_the_jail_neither_reader_follows_a_file_that_points_elsewhere(tmp_path: Path, address: str, name: str) -> None:
    source, copy = hostile(name, tmp_path, address), tmp_path / "copy.mp4"
    read = [*ffmpeg.calling(FFMPEG), *ffmpeg.reading(source, "mov"), "-map", "0:v", "-c", "copy", *ffmpeg.writing(copy, "mp4")]
    looked = [sys.executable, "-I", str(probing.INSIDE), "figures", str(source), "mov"]
    subprocess.run(read, capture_output=True, check=False)
    assert subprocess.run(looked, capture_output=True, check=False).returncode != 0
    assert not copy.exists() or copy.stat().st_size < 2000
    assert Listener.asked == []


def test_the_same_files_do_reach_their_neighbours_when_ffmpeg_may_guess(tmp_path: Path, address: str) -> None:
    """The control: without the forced format, or with references allowed, these are attacks."""
    lax = {"concat": ("-safe", "0"), "hls_of_an_address": ("-f", "hls", "-protocol_whitelist", "file,http,tcp", "-extension_picky", "0"),
           "reference": ("-enable_drefs", "1", "-use_absolute_path", "1")}
    for name, options in lax.items():
        copy = tmp_path / f"copy-{name}.mp4"
        with suppress(subprocess.TimeoutExpired):
            subprocess.run([made.FFMPEG, "-v", "error", "-nostdin", *options, "-i", str(hostile(name, tmp_path, address)),
                            "-map", "0:v", "-c", "copy", str(copy)], capture_output=True, check=False, timeout=20)
    assert [(tmp_path / f"copy-{name}.mp4").stat().st_size > 50_000 for name in ("concat", "reference")] == [True, True]
    assert "/part.ts" in Listener.asked


def test_a_pattern_of_pictures_is_not_one(tmp_path: Path, address: str) -> None:
    """image2 reads every picture that a name with %d stands for; here the name is only a name."""
    pattern = tmp_path / "frame%d.mp4"
    pattern.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "frame1.mp4").write_bytes(made.film("plain").read_bytes())
    with pytest.raises(Refused, match="unreadable"):
        films.measure(pattern, MP4, ffmpeg=FFMPEG)


def test_the_chosen_ffmpeg_comes_before_every_other(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ffmpeg.find_ffmpeg(made.FFMPEG) == str(Path(made.FFMPEG).resolve())
    monkeypatch.setenv(ffmpeg.VARIABLE, made.FFMPEG)
    assert ffmpeg.find_ffmpeg() == str(Path(made.FFMPEG).resolve())
    with pytest.raises(Unreachable):
        ffmpeg.find_ffmpeg("no-such-program")


def test_an_ffmpeg_tells_its_version_and_what_it_lacks() -> None:
    assert ffmpeg.version(FFMPEG)[0] in "n0123456789"
    assert ffmpeg.missing(FFMPEG) == ()
    with pytest.raises(Unreachable):
        ffmpeg.version(sys.executable)


def test_what_is_printed_inside_is_what_is_read_outside() -> None:
    argv = [sys.executable, "-I", str(probing.INSIDE), "figures", str(made.film("plain")), "mov"]
    said = subprocess.run(argv, capture_output=True, check=True)
    told = json.loads(said.stdout)
    assert (told["film"]["codec"], told["film"]["pixels"], told["sound"]["codec"]) == ("h264", "yuv420p", "aac")
