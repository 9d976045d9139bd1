"""The studio by kind: what is let in, what is inspected, and that a hostile file stops nobody."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateways.media.admission import ADMITTED
from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from models.media.formats import ACCEPTED
from models.ports import Studio
from tests.corpus.papers import zipped

from . import pictures
from .pictures import refusal

JPEG = pictures.encoded(pictures.scene(1))
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n30\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FTYP = {brand: b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isomiso2" + bytes(100)
        for brand in (b"isom", b"mp42", b"qt  ", b"heic", b"mif1", b"avif", b"M4A ", b"3gp5")}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def short(value: object) -> str:
    return repr(value[:10]) if isinstance(value, bytes) else str(value)


@pytest.fixture(scope="module")
def studio() -> Iterator[LocalStudio]:
    opened = LocalStudio(find_ffmpeg())
    yield opened
    opened.close()


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return tmp_path / "original"


@pytest.mark.parametrize(("kind", "content", "mime"), [
    ("photo", JPEG, "image/jpeg"),
    ("photo", pictures.encoded(pictures.scene(1), "PNG"), "image/png"),
    ("photo", pictures.encoded(pictures.scene(1), "WEBP"), "image/webp"),
    ("photo", FTYP[b"heic"], "image/heic"),
    ("photo", FTYP[b"mif1"], "image/heif"),
    ("video", FTYP[b"isom"], "video/mp4"),
    ("video", FTYP[b"mp42"], "video/mp4"),
    ("video", FTYP[b"qt  "], "video/quicktime"),
    ("song", FTYP[b"M4A "], "audio/mp4"),
    ("song", FTYP[b"isom"], "video/mp4"),
    ("song", b"ID3\x04" + bytes(100), "audio/mpeg"),
    ("song", b"fLaC" + bytes(100), "audio/flac"),
    ("document", PDF, "application/pdf"),
    ("document", JPEG, "image/jpeg"),
    ("document", OLE, "application/msword"),
    ("document", zipped("[Content_Types].xml", "word/document.xml"), DOCX),
    ("document", zipped("readme.txt"), "application/zip"),
], ids=short)
def test_a_file_is_what_its_bytes_say(studio: Studio, original: Path, kind: str, content: bytes, mime: str) -> None:
    original.write_bytes(content)
    assert studio.sniff(original, kind) == mime


@pytest.mark.parametrize("kind", ["photo", "song", "video", "document"])
@pytest.mark.parametrize("content", [
    b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    b"ffconcat version 1.0\nfile /etc/passwd\n",
    b"file '/etc/passwd'\n",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
    b"[playlist]\nFile1=/etc/passwd\n",
    b"<?xml version='1.0'?><MPD/>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<!doctype html><script>alert(1)</script>",
], ids=short)
def test_pages_and_playlists_are_dangerous_whatever_they_are_called(studio: Studio, original: Path, kind: str, content: bytes) -> None:
    original.write_bytes(content)
    assert refusal(lambda: studio.sniff(original, kind)) == "dangerous"


@pytest.mark.parametrize(("kind", "content"), [
    ("photo", b""), ("photo", zipped("photo.jpg")), ("photo", PDF), ("photo", b"GIF89a" + bytes(50)), ("photo", FTYP[b"isom"]),
    ("photo", FTYP[b"avif"]), ("photo", b"MZ" + bytes(100)), ("photo", b"\x7fELF" + bytes(100)), ("photo", b"plain words"),
    ("video", JPEG), ("video", FTYP[b"heic"]), ("video", FTYP[b"3gp5"]), ("video", b"RIFF\0\0\0\0AVI " + bytes(50)),
    ("video", b"\x1aE\xdf\xa3" + bytes(50)), ("song", JPEG), ("song", b"#!AMR\n" + bytes(50)), ("document", FTYP[b"isom"]),
    ("document", b"MZ" + bytes(100)),
], ids=short)
def test_what_the_kind_has_no_use_for_is_refused(studio: Studio, original: Path, kind: str, content: bytes) -> None:
    original.write_bytes(content)
    assert refusal(lambda: studio.sniff(original, kind)) == "kind"


def test_the_studio_admits_nothing_the_rooms_do_not_accept() -> None:
    assert {kind: set(types) - set(ACCEPTED[kind]) for kind, types in ADMITTED.items()} == {kind: set() for kind in ACCEPTED}


@pytest.mark.parametrize(("content", "mime"), [(PDF, "application/pdf"), (OLE, "application/msword"),
                                               (zipped("[Content_Types].xml", "word/document.xml"), DOCX),
                                               (zipped("a.pdf", "b.jpg"), "application/zip")], ids=short)
def test_a_document_is_kept_as_it_is(studio: Studio, original: Path, tmp_path: Path, content: bytes, mime: str) -> None:
    original.write_bytes(content)
    measured = studio.measure(original, "document", mime)
    assert (measured, studio.render(original, "document", mime, measured, tmp_path), studio.prints(original, "document", mime, measured)) \
        == ({"type": mime}, [], [])


def test_a_document_that_is_a_picture_is_decoded_once(studio: Studio, original: Path, tmp_path: Path) -> None:
    original.write_bytes(JPEG)
    measured = studio.measure(original, "document", "image/jpeg")
    assert (measured["width"], measured["height"], studio.render(original, "document", "image/jpeg", measured, tmp_path)) == (400, 300, [])
    original.write_bytes(JPEG[:len(JPEG) // 2])
    assert refusal(lambda: studio.measure(original, "document", "image/jpeg")) == "unreadable"


@pytest.mark.parametrize(("content", "mime", "code"), [
    (PDF[:40], "application/pdf", "unreadable"),
    (zipped("a.txt")[:-30], "application/zip", "unreadable"),
    (zipped("word/document.xml"), DOCX, "unreadable"),
    (zipped("[Content_Types].xml", "word/vbaProject.bin"), DOCX, "dangerous"),
    (zipped("setup.exe"), "application/zip", "dangerous"),
    (zipped("../../etc/cron.d/x"), "application/zip", "dangerous"),
], ids=short)
def test_a_document_that_breaks_off_or_brings_a_program_is_refused(
        studio: Studio, original: Path, content: bytes, mime: str, code: str) -> None:
    original.write_bytes(content)
    assert refusal(lambda: studio.measure(original, "document", mime)) == code


def test_an_archive_that_unpacks_to_far_too_much_is_dangerous(studio: Studio, original: Path) -> None:
    """Its list claims three gigabytes; nothing is unpacked to see."""
    content = bytearray(zipped("a.txt"))
    central = content.index(b"PK\x01\x02")
    content[central + 24:central + 28] = (3 << 30).to_bytes(4, "little")
    original.write_bytes(content)
    assert refusal(lambda: studio.measure(original, "document", "application/zip")) == "dangerous"


def test_a_photograph_goes_all_the_way(studio: Studio, original: Path, tmp_path: Path) -> None:
    original.write_bytes(JPEG)
    into = tmp_path / "into"
    into.mkdir()
    mime = studio.sniff(original, "photo")
    measured = studio.measure(original, "photo", mime)
    made = studio.render(original, "photo", mime, measured, into)
    assert sorted(one.path for one in made) == sorted(into.iterdir())
    assert studio.prints(original, "photo", mime, measured)[0].window == 0
