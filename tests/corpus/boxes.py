"""Films whose boxes lie: sizes, counts, times and places that no decoder may believe."""
import struct
import zlib
from collections.abc import Callable, Iterable

from tests.corpus.lures import REFUSALS, Hostile, Lure, each
from tests.corpus.workshop import small
from tests.gateways.media.made import edited, referring

TABLE = "moov/trak/mdia/minf/stbl/"
ENTRIES = ("stts", "stsz", "stsc", "stco")
MOST = 2**32 - 1


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def changed(path: str, change: Callable[[bytes], bytes]) -> bytes:
    return edited(small("mp4"), path, change)


def with_more(path: str, more: bytes) -> bytes:
    """With more boxes at the end of the one at the path."""
    return changed(path, lambda old: old + more)


def figure(path: str, at: int, value: int, size: int = 4) -> bytes:
    """With another figure so many bytes into a box's content."""
    return changed(path, lambda old: old[:at] + value.to_bytes(size, "big") + old[at + size:])


def counted(name: str, count: int) -> bytes:
    """A table that says it has so many entries."""
    return figure(TABLE + name, 8 if name == "stsz" else 4, count)


def boxes(_: Lure) -> Iterable[Hostile]:
    yield from each("video", sizes())
    yield from each("video", tables())
    yield from each("video", times())


def trees(lure: Lure) -> Iterable[Hostile]:
    yield from each("video", crowds())
    yield from each("video", coded())
    yield from each("video", pieces())
    yield from each("video", references(lure), REFUSALS)


def sizes() -> dict[str, bytes]:
    """Boxes of impossible size, before and around the film."""
    film = small("mp4")
    head, rest = film[:struct.unpack(">I", film[:4])[0]], film[struct.unpack(">I", film[:4])[0]:]
    inside = {f"box-of-{size}-inside": figure("moov/trak", 0, size) for size in (0, 1, 7, MOST)}
    return inside | {
        "box-of-0": head + struct.pack(">I4s", 0, b"free") + rest, "box-of-7": head + struct.pack(">I4s", 7, b"free") + rest,
        "box-of-2-63": head + struct.pack(">I4sQ", 1, b"free", 2**63) + rest,
        "box-of-2-64": head + struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1) + rest,
        "box-of-0-long": head + struct.pack(">I4sQ", 1, b"free", 0) + rest, "many-boxes": head + box(b"free") * 100_000 + rest,
        "many-brands": box(b"ftyp", b"isom" * 50_000) + rest, "only-a-head": head, "head-twice": head * 2000 + rest,
    }


def tables() -> dict[str, bytes]:
    many = {f"{name}-counts": counted(name, 0x0FFFFFFF) for name in ENTRIES}
    empty = {f"{name}-empty": counted(name, 0) for name in ENTRIES}
    return many | empty | {
        "stco-beyond": figure(TABLE + "stco", 8, MOST), "stsz-huge": changed(TABLE + "stsz", lambda old: old[:4] + b"\x7f" + old[5:]),
        "stsc-backwards": figure(TABLE + "stsc", 8, MOST),
        "stsc-endless-chunks": figure(TABLE + "stsc", 12, MOST),
        "ctts-many": with_more("moov/trak/mdia/minf/stbl", box(b"ctts", bytes(4) + b"\xff" * 12)),
        "stss-many": with_more("moov/trak/mdia/minf/stbl", box(b"stss", bytes(4) + b"\x0f\xff\xff\xff" + bytes(400))),
        "real-many-packets": many_packets(60_000),
    }


def many_packets(count: int) -> bytes:
    """A table that really has so many packets of nothing."""
    content = edited(small("mp4"), TABLE + "stsz", lambda old: struct.pack(">III", 0, 1, count))
    return edited(content, TABLE + "stts", lambda old: struct.pack(">IIII", 0, 1, count, 1))


def times() -> dict[str, bytes]:
    circles = box(b"edts", box(b"elst", struct.pack(">II", 0, 100_000) + struct.pack(">IiI", 1000, 0, 65_536) * 100_000))
    backwards = box(b"edts", box(b"elst", struct.pack(">II", 0, 2) + struct.pack(">IiI", MOST, -2**31, 0) * 2))
    bare = edited(small("mp4"), "moov/trak/edts", lambda old: b"")
    return {
        "mvhd-no-scale": figure("moov/mvhd", 12, 0),
        "mdhd-no-scale": figure("moov/trak/mdia/mdhd", 12, 0),
        "stts-no-time": figure(TABLE + "stts", 12, 0), "stts-long": figure(TABLE + "stts", 12, 0x7FFFFFFF),
        "stts-back": figure(TABLE + "stts", 12, MOST),
        "tkhd-no-end": figure("moov/trak/tkhd", 20, MOST), "elst-endless": edited(bare, "moov/trak", lambda old: old + circles),
        "elst-backwards": edited(bare, "moov/trak", lambda old: old + backwards),
        "elst-counts": edited(bare, "moov/trak", lambda old: old + box(b"edts", box(b"elst", bytes(4) + b"\xff" * 16))),
    }


def crowds() -> dict[str, bytes]:
    deep = b""
    for _ in range(2000):
        deep = box(b"moov", deep)
    film = small("mp4")
    track = film[film.index(b"trak") - 4:][:struct.unpack(">I", film[film.index(b"trak") - 4:][:4])[0]]
    cover = box(b"ilst", box(b"covr", box(b"data", bytes(8) + b"\xff" * 3_000_000)))
    packed = zlib.compress(box(b"moov", bytes(64 << 20)), 9)
    cmov = box(b"moov", box(b"cmov", box(b"dcom", b"zlib") + box(b"cmvd", struct.pack(">I", 64 << 20) + packed)))
    return {
        "moov-in-moov": film + deep, "moov-many": film + box(b"moov") * 20_000, "tracks-2000": with_more("moov", track * 2000),
        "tracks-empty": with_more("moov", box(b"trak") * 50_000), "moov-packed": box(b"ftyp", b"qt  \0\0\0\0") + cmov,
        "keys-many": with_more("moov", box(b"meta", box(b"keys", bytes(4) + b"\xff" * 4 + bytes(4000)))),
        "cover-huge": with_more("moov", box(b"udta", box(b"meta", bytes(4) + cover))),
        "protected": with_more("moov", box(b"pssh", b"\xff" * 4000)),
    }


def coded() -> dict[str, bytes]:
    """The description of the pictures, and the pictures themselves."""
    film = small("mp4")
    avcc, mdat = film.index(b"avcC") + 4, film.index(b"mdat") + 4
    wide = film.index(b"avc1", film.index(b"stsd") + 12) + 4 + 24
    return {
        "avcc-sets": film[:avcc + 5] + b"\xff\xff\xff" + film[avcc + 8:], "avcc-none": film[:avcc] + bytes(20) + film[avcc + 20:],
        "stsd-many": figure(TABLE + "stsd", 4, 65_535), "stsd-wide": film[:wide] + b"\xff\xff\xff\xff" + film[wide + 4:],
        "stsd-other-codec": film.replace(b"avc1", b"hvc1", 2), "stsd-jpeg": film.replace(b"avc1", b"jpeg"),
        "stsd-text": film.replace(b"avc1", b"tx3g"),
        "pictures-none": film[:mdat] + bytes(len(film[mdat:film.index(b"moov") - 4])) + film[film.index(b"moov") - 4:],
        "tkhd-turned": figure("moov/trak/tkhd", 40, 0x7FFFFFFF),
        "tkhd-flat": changed("moov/trak/tkhd", lambda old: old[:40] + bytes(36) + old[76:]),
        "hdlr-none": changed("moov/trak/mdia/hdlr", lambda old: b""),
    }


def pieces() -> dict[str, bytes]:
    """Films written in pieces."""
    film = small("pieces.mp4")
    trun, tfhd, sidx = film.index(b"trun") + 4, film.index(b"tfhd") + 4, film.index(b"moof") - 4
    index = box(b"sidx", struct.pack(">IIIIIHH", 0, 1, 1000, 0, 0, 0, 65_535) + struct.pack(">III", 0x80000000, 1, 0) * 20_000)
    return {
        "trun-counts": film[:trun + 4] + b"\xff" * 4 + film[trun + 8:], "trun-flags": film[:trun] + b"\xff" * 4 + film[trun + 4:],
        "tfhd-track": film[:tfhd + 4] + b"\xff" * 4 + film[tfhd + 8:], "sidx-in-circles": film[:sidx] + index + film[sidx:],
        "moof-many": film + box(b"moof", box(b"mfhd", bytes(8))) * 20_000,
        "pieces-broken-off": film[:-900],
    }


def references(lure: Lure) -> dict[str, bytes]:
    """Films that say their pictures lie elsewhere."""
    film, address = small("mp4"), lure.address.encode()
    place = box(b"rdrf", bytes(4) + b"url " + struct.pack(">I", len(address) + 1) + address + b"\0")
    url = box(b"url ", bytes(4) + address + b"/film.mp4\0")
    hollow = edited(film, "mdat", lambda pictures: bytes(len(pictures)))
    return {
        "refers-to-neighbour": referring(lure.neighbour, lure.neighbour),
        "refers-to-address": edited(hollow, "moov/trak/mdia/minf/dinf/dref", lambda _: struct.pack(">II", 0, 1) + url),
        "refers-to-file": edited(hollow, "moov/trak/mdia/minf/dinf/dref",
                                 lambda _: struct.pack(">II", 0, 1) + box(b"url ", bytes(4) + f"file://{lure.neighbour}\0".encode())),
        "reference-movie": box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", box(b"rmra", box(b"rmda", place) * 9)),
    }

