"""What is made of films: playable everywhere, upright, without a trace of where they were shot; and their fingerprints."""
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from gateways.media import ffmpeg, films, probing
from gateways.media.cell import cell
from gateways.media.probing import Inside, Pictures
from models.ports import Made, Measured, Print, Refused, Unreachable
from tests.gateways.media import made

FFMPEG = ffmpeg.find_ffmpeg()
MP4, MOV = "video/mp4", "video/quicktime"
COVERS = ["poster", "thumb", "thumb_webp"]


@cache
def rendered(original: Path, mime: str = MP4) -> tuple[Measured, dict[str, Made]]:
    """A film's measures and what was made of it, by purpose; made once a run."""
    into = Path(tempfile.mkdtemp(dir=made.FOLDER))
    measured = films.measure(original, mime, ffmpeg=FFMPEG)
    return measured, {one.purpose: one for one in films.render(original, mime, measured, into, ffmpeg=FFMPEG)}


def film(name: str, mime: str = MP4) -> dict[str, Made]:
    return rendered(made.film(name), mime)[1]


def inside(play: Made) -> Inside:
    with cell(play.path) as locked:
        return probing.look(locked, locked.original, "mov")


def pictures(play: Made) -> Pictures:
    found = inside(play).film
    assert found is not None
    return found


def colour(picture: Path, x: float, y: float) -> str:
    """Which of red, green, blue is strongest at a place, as shares of the sides; dark when none is."""
    with Image.open(picture) as opened:
        pixel = opened.convert("RGB").getpixel((int(x * opened.width), int(y * opened.height)))
    assert isinstance(pixel, tuple)
    return "dark" if max(pixel) < 60 else ("red", "green", "blue")[pixel.index(max(pixel))]


def has_moov_first(path: Path) -> bool:
    content = path.read_bytes()
    return content.index(b"moov") < content.index(b"mdat")


def test_a_film_becomes_what_people_play_its_covers_and_what_wechat_checks(tmp_path: Path) -> None:
    names = [*COVERS, "frame_01", "frame_02"]
    assert set(film("plain")) == {"play", *names, "sound"}
    assert set(film("without_sound")) == {"play", *names}
    figures = {purpose: (one.mime, one.width, one.height) for purpose, one in film("plain").items()}
    assert figures == {"play": (MP4, 320, 180), "poster": ("image/jpeg", 320, 180), "thumb": ("image/jpeg", 320, 180),
                       "thumb_webp": ("image/webp", 320, 180), "frame_01": ("image/jpeg", 320, 180),
                       "frame_02": ("image/jpeg", 320, 180), "sound": ("audio/mpeg", None, None)}


@pytest.mark.parametrize(("name", "mime", "size"), [
    ("hevc10", MP4, (320, 180)), ("prores", MOV, (320, 180)), ("av1", MP4, (320, 180)), ("odd", MP4, (320, 180)),
    ("stretched", MP4, (320, 180)), ("surround", MP4, (320, 180)), ("uneven", MP4, (320, 180)), ("large", MP4, (1280, 720)),
    ("upright", MP4, (720, 1280)), ("cancelling", MOV, (320, 180)), ("interlaced", MP4, (320, 180)), ("in_pieces", MP4, (320, 180)),
    ("one_frame", MP4, (320, 180)), ("fast", MP4, (320, 180)),
])
def test_every_film_of_a_phone_becomes_one_that_every_phone_plays(name: str, mime: str, size: tuple[int, int]) -> None:
    play = film(name, mime)["play"]
    found = inside(play)
    assert found.film is not None
    assert (found.film.codec, found.film.pixels, found.film.shown, found.film.turned) == ("h264", "yuv420p", size, 0)
    assert (play.width, play.height) == size
    assert found.film.interlaced is False
    assert (found.film.rate or 0) <= 60
    assert found.sound is None or (found.sound.codec, found.sound.channels <= 2) == ("aac", True)
    assert has_moov_first(play.path)


def test_every_picture_is_as_large_as_it_says_and_carries_nothing_but_pixels() -> None:
    for name in ("plain", "large", "upright"):
        for one in film(name).values():
            if one.mime.startswith("image/"):
                with Image.open(one.path) as opened:
                    assert (opened.size, Image.MIME[opened.format or ""]) == ((one.width, one.height), one.mime)
                    assert {"exif", "comment", "xmp", "icc_profile"} & set(opened.info) == set()
                assert b"Lavc" not in one.path.read_bytes()
    assert [(film("large")[purpose].width, film("upright")[purpose].height) for purpose in ("poster", "thumb", "frame_01")] \
        == [(1280, 1280), (480, 480), (720, 720)]


@pytest.mark.parametrize(("degrees", "red", "blue"), [
    (90, (0.5, 0.1), (0.5, 0.9)), (180, (0.9, 0.5), (0.1, 0.5)), (270, (0.5, 0.9), (0.5, 0.1))])
def test_a_turned_film_stands_upright_in_everything_made_of_it(degrees: int, red: tuple[float, float], blue: tuple[float, float]) -> None:
    renditions = rendered(made.turned(degrees))[1]
    size = (320, 180) if degrees == 180 else (180, 320)
    assert (pictures(renditions["play"]).shown, pictures(renditions["play"]).turned) == (size, 0)
    for purpose in (*COVERS, "frame_01"):
        assert (colour(renditions[purpose].path, *red), colour(renditions[purpose].path, *blue)) == ("red", "blue")


def test_a_film_that_fits_already_is_packed_anew_and_not_encoded_again() -> None:
    packets = [subprocess.run([made.FFMPEG, "-v", "error", "-i", str(path), "-map", "0:a", "-c", "copy", "-f", "md5", "-"],
                              capture_output=True, check=True).stdout for path in (made.film("fit"), film("fit")["play"].path)]
    assert packets[0] == packets[1]
    assert film("fit")["play"].path.stat().st_size == pytest.approx(made.film("fit").stat().st_size, rel=0.02)


@pytest.mark.parametrize(("change", "fits"), [
    ({}, True), ({"codec": "hevc"}, False), ({"pixels": "yuv420p10le"}, False), ({"interlaced": True}, False), ({"turned": 90}, False),
    ({"stretch": 1.2}, False), ({"width": 1920, "height": 1080}, False), ({"width": 720, "height": 1280}, True), ({"rate": 120.0}, False),
    ({"width": 1280, "height": 960}, False), ({"pixels": "yuvj420p"}, True)])
def test_only_pictures_that_every_phone_plays_are_copied(change: dict[str, object], fits: bool) -> None:
    film = {"index": 0, "codec": "h264", "width": 1280, "height": 720, "pixels": "yuv420p", "rate": 30.0, "stretch": 1.0, "turned": 0,
            "interlaced": False}
    assert films.fits_already(Pictures(**(film | change)), {"bitrate_kbps": 4000}) is fits  # type: ignore[arg-type]
    assert films.fits_already(Pictures(**film), {"bitrate_kbps": 4001}) is False  # type: ignore[arg-type]


@pytest.mark.parametrize(("size", "fitted"), [
    ((1920, 1080), (1280, 720)), ((1080, 1920), (720, 1280)), ((1440, 1080), (960, 720)), ((321, 181), (320, 180)),
    ((3840, 1600), (1280, 532)), ((5000, 2), (1280, 2)), ((1, 1), (2, 2))])
def test_a_size_keeps_its_proportions_and_is_never_enlarged(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    assert films.fitted(*size, films.BOX, step=2) == fitted


@pytest.mark.parametrize(("name", "mime"), [("placed", MP4), ("placed_mov", MOV), ("placed_qt", MOV)])
def test_nobody_learns_where_a_film_was_shot(name: str, mime: str) -> None:
    assert made.tells_the_place(made.film(name).read_bytes())
    assert [one.purpose for one in film(name, mime).values() if made.tells_the_place(one.path.read_bytes())] == []


def test_what_a_camera_writes_between_the_pictures_is_not_copied_either() -> None:
    note = "086f3693-b7b3-4f2c-9653-21492feee5b8+" + made.PLACE.decode()
    noted = made.again(made.film("fit"), "noted", "-c", "copy", "-bsf:v", f"h264_metadata=sei_user_data={note}")
    assert made.PLACE in noted.read_bytes()
    assert made.PLACE not in rendered(noted)[1]["play"].path.read_bytes()


def test_chapters_subtitles_and_data_stay_behind(tmp_path: Path) -> None:
    words, chapters = tmp_path / "words.srt", tmp_path / "chapters.txt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nwords\n", encoding="utf-8")
    chapters.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=home\n", encoding="utf-8")
    loaded = made.again(made.film("fit"), "loaded", "-i", str(words), "-i", str(chapters), "-map", "0", "-map", "1", "-map_metadata", "2",
                        "-timecode", "01:02:03:04", "-c", "copy", "-c:s", "mov_text")
    content = rendered(loaded)[1]["play"].path.read_bytes()
    assert loaded.read_bytes().count(b"trak") > 2
    assert (content.count(b"trak"), b"home" in content, b"words" in content) == (2, False, False)


def test_a_cover_is_not_black_where_the_film_begins_in_the_dark() -> None:
    assert colour(film("dark_first")["poster"].path, 0.1, 0.1) != "dark"
    assert colour(film("dark_first")["frame_01"].path, 0.1, 0.1) == "dark"
    assert colour(film("dark")["poster"].path, 0.5, 0.5) == "dark"


def test_the_sound_of_a_film_is_an_mp3_of_the_same_length() -> None:
    sound = film("plain")["sound"]
    assert sound.path.read_bytes()[:2] == b"\xff\xfb"
    assert sound.duration_s == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize("share", [0.4, 0.7])
def test_a_film_that_breaks_off_is_told_from_a_whole_one(tmp_path: Path, share: float) -> None:
    whole = made.again(made.film("six_seconds"), "begun", "-c", "copy", "-movflags", "+faststart")
    broken = made.cut(whole, share, tmp_path)
    with pytest.raises(Refused, match="unreadable"):
        films.render(broken, MP4, films.measure(broken, MP4, ffmpeg=FFMPEG), tmp_path, ffmpeg=FFMPEG)


def test_a_film_whose_pictures_are_noise_is_refused(tmp_path: Path) -> None:
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(made.edited(made.film("fit").read_bytes(), "mdat", lambda old: old[:4] + bytes(len(old) - 4)))
    with pytest.raises(Refused, match="unreadable"):
        films.render(noise, MP4, films.measure(noise, MP4, ffmpeg=FFMPEG), tmp_path, ffmpeg=FFMPEG)


def test_an_ffmpeg_without_what_we_need_is_our_fault_and_not_the_films(tmp_path: Path) -> None:
    poor = tmp_path / "poor"
    poor.write_text("#!/bin/sh\necho ' V..... libx264 H.264'\n", encoding="utf-8")
    poor.chmod(0o755)
    with pytest.raises(Unreachable, match="libmp3lame"):
        films.render(made.film("plain"), MP4, rendered(made.film("plain"))[0], tmp_path, ffmpeg=str(poor))


@cache
def prints(original: Path) -> list[Print]:
    return films.prints(original, MP4, films.measure(original, MP4, ffmpeg=FFMPEG))


def differing(one: Print, other: Print) -> int:
    """Of 256 bits."""
    return (int(one.detail, 16) ^ int(other.detail, 16)).bit_count()


def test_fingerprints_are_taken_every_two_seconds_from_the_first_on() -> None:
    assert [(one.at_s, one.window) for one in prints(made.film("six_seconds"))] == [(1.0, 0), (3.0, 0), (5.0, 0)]
    assert [one.at_s for one in prints(made.film("plain"))] == [1.0]
    assert [one.at_s for one in prints(made.film("one_frame"))] == [0.02]


def test_a_frame_without_contours_has_no_fingerprint() -> None:
    assert prints(made.film("dark")) == []


@pytest.mark.parametrize(("name", "options"), [
    ("smaller", ("-vf", "scale=160:90", "-c:v", "libx264", "-crf", "30", "-g", "20")),
    ("slower", ("-vf", "fps=15", "-c:v", "libx264", "-preset", "ultrafast", "-g", "500")),
    ("marked", ("-vf", "drawbox=x=4:y=4:w=60:h=20:color=white:t=fill", "-c:v", "libx264", "-preset", "ultrafast")),
    ("brighter", ("-vf", "eq=brightness=0.1", "-c:v", "libx264", "-preset", "ultrafast")),
])
def test_a_film_made_again_keeps_its_fingerprints_and_another_has_others(name: str, options: tuple[str, ...]) -> None:
    original = made.film("six_seconds")
    first, second = prints(original), prints(made.again(original, name, *options))
    assert [one.at_s for one in second] == [1.0, 3.0, 5.0]
    assert max(differing(one, other) for one, other in zip(first, second, strict=True)) <= 56
    assert min(differing(one, prints(made.film("plain"))[0]) for one in second) >= 70


def test_a_turned_film_has_the_fingerprints_of_the_same_film_upright(tmp_path: Path) -> None:
    shutil.copy(made.film("six_seconds"), tmp_path / "flat.mp4")
    turned = made.again(made.film("six_seconds"), "lying", "-vf", "transpose=2", "-c:v", "libx264", "-preset", "ultrafast")
    flagged = made.flagged(turned, 90)
    pairs = zip(prints(tmp_path / "flat.mp4"), prints(flagged), strict=True)
    assert max(differing(one, other) for one, other in pairs) <= 56
