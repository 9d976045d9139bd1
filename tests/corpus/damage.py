"""Good files that something happened to, bytes that never were a file, names that are commands, and archives that lie."""
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from tests.corpus.bombs import chunk
from tests.corpus.lures import ANY, REFUSALS, Hostile, Lure, each
from tests.corpus.papers import OLE, PARTS, PDF, letter, table, zipped
from tests.corpus.workshop import small

GOOD = {"jpg": "photo", "png": "photo", "webp": "photo", "heic": "photo", "loud.mp4": "video", "mov": "video", "mp3": "song", "wav": "song",
        "flac": "song", "ogg": "song", "m4a": "song"}
HURTS = {"photo": 8, "video": 4, "song": 3, "document": 5}
MAGIC = {
    "jpeg": ("photo", b"\xff\xd8\xff\xe0"), "png": ("photo", b"\x89PNG\r\n\x1a\n"), "webp": ("photo", b"RIFF\xff\xff\0\0WEBPVP8 "),
    "heic": ("photo", b"\0\0\0\x18ftypheic"), "mp4": ("video", b"\0\0\0\x18ftypisom"), "mov": ("video", b"\0\0\0\x14ftypqt  "),
    "moov": ("video", b"\0\0\xff\xffmoov"),
    "id3": ("song", b"ID3\x04\0\0\0\0\0\0"), "mp3": ("song", b"\xff\xfb\x90\0"), "adts": ("song", b"\xff\xf1\x50\x80"),
    "wav": ("song", b"RIFF\xff\xff\0\0WAVEfmt "),
    "flac": ("song", b"fLaC\0\0\0\x22"), "ogg": ("song", b"OggS\0\x02"), "zip": ("document", b"PK\x03\x04"),
    "docx": ("document", b"PK\x03\x04[Content_Types].xml_rels/word/"),
}
NAMES = ("-i.jpg", "-y -f lavfi -i testsrc.jpg", "concat:a.jpg|b.jpg", "%03d.jpg", "%s%n%x.jpg", "http:||127.0.0.1.jpg",
         "照片；rm -rf ~；.jpg",
         "$(id)`id`.jpg",
         "a\nb\rc.jpg", "\u202egpj.exe", "'\"\\.jpg", "长" * 80 + ".jpg", "jpg", ".jpg", "NUL.jpg", "pipe:0.jpg", "*.jpg", "original",
         "out")
PACKED = b"3 0 obj<</Filter[" + b"/FlateDecode" * 900 + b"]>>stream\n" + zlib.compress(bytes(9 << 20)) + b"endstream endobj\nxref"


def damage(_: Lure) -> Iterable[Hostile]:
    """Broken off, with a few bits turned, with a stretch that is missing or comes twice."""
    for ending, kind in GOOD.items():
        for seed in range(HURTS[kind]):
            chance = random.Random(f"{ending}-{seed}")
            hurt = (broken_off, flipped, flipped, torn, doubled)[seed % 5]
            yield Hostile(f"{hurt.__name__}-{seed}-{ending}", kind, hurt(small(ending), chance), ANY)


def broken_off(content: bytes, chance: random.Random) -> bytes:
    return content[:chance.randrange(12, len(content) - 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Up to forty bits turned, the first twelve bytes left alone."""
    bent = bytearray(content)
    for _ in range(chance.randrange(1, 40)):
        bent[chance.randrange(12, len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def torn(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(12, len(content) * 2 // 3)
    return content[:at] + content[at + chance.randrange(1, len(content) // 3):]


def doubled(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(12, len(content))
    return content[:at] + content[at // 2:at] * chance.randrange(2, 30) + content[at:]


def junk(_: Lure) -> Iterable[Hostile]:
    for kind in HURTS:
        yield from each(kind, {"nothing": b"", "one-byte": b"\0", "zeros": bytes(300_000), "ones": b"\xff" * 300_000,
                               "words": b"word " * 60_000,
                               "noise": random.Random(kind).randbytes(300_000)}, REFUSALS)
    for name, (kind, magic) in MAGIC.items():
        yield from each(kind, {f"{name}-zeros": magic + bytes(50_000), f"{name}-noise": magic + random.Random(name).randbytes(50_000),
                               f"{name}-alone": magic}, REFUSALS)


def names(_: Lure) -> Iterable[Hostile]:
    """An honest photograph under names that a careless program would take for something else."""
    return (Hostile(f"name-{number}", "photo", small("jpg"), frozenset({"accepted"}), name) for number, name in enumerate(NAMES))


def archives(_: Lure) -> Iterable[Hostile]:
    word = letter()
    yield from each("document", {
        "parts-20001": zipped(*(f"{number}.txt" for number in range(20_001)), size=0), "part-outside": zipped("../../etc/cron.d/x"),
        "part-at-root": zipped("/etc/passwd"), "part-outside-windows": zipped("..\\..\\autorun.inf"),
        "part-program": zipped("图片.jpg.exe"),
        "part-shortcut": zipped("通知.lnk"), "macros": zipped(*PARTS, "xl/workbook.xml", "xl/vbaProject.bin"),
        "claims-3-gb": lying(24, 3 << 30), "list-long": lying_end(12, 0xFFFFFFF0)}, REFUSALS)
    yield from each("document", {
        "unpacks": zipped(*PARTS, "word/document.xml", size=40 << 20), "overlapping": overlapping(2000),
        "list-far": lying_end(16, 0xFFFFFFF0), "counts": lying_end(10, 0xFFFF),
        "in-archives": zipped("a.zip") + zipped("b.zip"), "comment": zipped("a.txt")[:-2] + b"\xff\xff" + bytes(99),
        "encrypted": lying(8, 0x0801),
        "method": lying(10, 0xFFFF), "word-flipped": flipped(word, random.Random(3)), "word-torn": torn(word, random.Random(4)),
        "table-flipped": flipped(table(), random.Random(5)), "table-doubled": doubled(table(), random.Random(6))})
    yield from each("document", {
        "pdf-circles": PDF.replace(b"/Kids[]", b"/Kids[2 0 R 2 0 R]"),
        "pdf-many": PDF + b"1 0 obj<<>>endobj\n" * 90_000 + b"startxref\n9\n",
        "pdf-packed": PDF.replace(b"xref", PACKED, 1),
        "pdf-launch": PDF.replace(b"/Pages 2", b"/OpenAction<</S/Launch/F(cmd.exe)>>/Pages 2"),
        "ole-circles": OLE[:76] + b"\0" * 436 + b"\xff" * 9000,
        "png-claims": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)) + chunk(b"IEND", b"")})


def lying(at: int, figure: int) -> bytes:
    """An archive whose list has another figure so many bytes into its first line."""
    content = bytearray(zipped("a.txt"))
    line, size = content.index(b"PK\x01\x02"), 4 if at >= 16 else 2
    content[line + at:line + at + size] = figure.to_bytes(size, "little")
    return bytes(content)


def lying_end(at: int, figure: int) -> bytes:
    """The same of the line after the list."""
    content = bytearray(zipped("a.txt"))
    line, size = content.index(b"PK\x05\x06"), 4 if at >= 12 else 2
    content[line + at:line + at + size] = figure.to_bytes(size, "little")
    return bytes(content)


def overlapping(times: int) -> bytes:
    """One part listed so many times, so that little unpacks to much."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(100_000))
        archive.filelist *= times
    return buffer.getvalue()
