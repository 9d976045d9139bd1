"""Songs whose headers lie: tags, sizes, rates and lengths that no decoder may believe."""
import random
import struct
from collections.abc import Iterable

from tests.corpus.lures import Hostile, Lure, each, patched
from tests.corpus.workshop import small

MOST = 2**32 - 1


def noises(_: Lure) -> Iterable[Hostile]:
    for group in (mp3s(), wavs(), flacs(), oggs(), others()):
        yield from each("song", group)


def synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def tag(content: bytes, claims: int | None = None, flags: int = 0) -> bytes:
    return b"ID3\x03\0" + bytes([flags]) + synchsafe(len(content) if claims is None else claims) + content


def frame(name: bytes, content: bytes, claims: int | None = None) -> bytes:
    return name + struct.pack(">I", len(content) if claims is None else claims) + bytes(2) + content


def mp3s() -> dict[str, bytes]:
    song = small("mp3")
    sound = song[song.index(b"\xff\xfb") if b"\xff\xfb" in song else song.index(b"\xff\xf3"):]
    xing = next((mark for mark in (b"Xing", b"Info") if mark in sound), b"")
    return {
        "mp3-tag-claims-256-mb": tag(bytes(100), (1 << 28) - 1) + sound, "mp3-tag-of-4-mb": tag(bytes(4 << 20)) + sound,
        "mp3-tags-many": tag(b"") * 20_000 + sound, "mp3-tags-in-tags": tag(tag(tag(bytes(99), 1 << 20), 1 << 20), 1 << 20) + sound,
        "mp3-frames-many": tag(frame(b"TIT2", b"\0a") * 100_000) + sound, "mp3-frame-of-4-gb": tag(frame(b"TIT2", b"\0a", MOST)) + sound,
        "mp3-cover-claims": tag(frame(b"APIC", b"\0image/jpeg\0\x03\0\xff\xd8\xff", MOST)) + sound,
        "mp3-cover-address": tag(frame(b"APIC", b"\0-->\0\x03\0http://127.0.0.1:9/cover.jpg")) + sound,
        "mp3-unsynchronised": tag(b"\xff\0" * 200_000, flags=0x80) + sound, "mp3-extended": tag(b"\xff" * 400, flags=0x40) + sound,
        "mp3-xing-claims": patched(sound, xing, 4, b"\xff" * 8) if xing else sound,
        "mp3-chapters": tag(frame(b"CHAP", b"c\0" + b"\xff" * 16) * 9000) + sound,
        "mp3-free-rate": bytes([0xFF, 0xFB, 0x00, 0x00]) * 30_000,
        "mp3-changing-rates": b"".join(bytes([0xFF, 0xFB, n % 14 + 1 << 4, 0]) + bytes(400) for n in range(400)),
        "mp3-apetag": sound + b"APETAGEX\xd0\7\0\0\xff\xff\xff\x7f\xff\xff\xff\x7f" + bytes(12),
        "mp3-frame-and-noise": sound[:200] + random.Random(1).randbytes(60_000),
    }


def riff(*chunks: bytes, claims: int | None = None) -> bytes:
    content = b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content) + 4 if claims is None else claims) + b"WAVE" + content


def part(name: bytes, content: bytes, claims: int | None = None) -> bytes:
    return name + struct.pack("<I", len(content) if claims is None else claims) + content


def shape(code: int = 1, channels: int = 1, rate: int = 8000, bits: int = 16, align: int | None = None) -> bytes:
    align = channels * bits // 8 % 65_536 if align is None else align
    return part(b"fmt ", struct.pack("<HHIIHH", code, channels, rate, rate * align & MOST, align, bits))


def wavs() -> dict[str, bytes]:
    data = part(b"data", bytes(range(256)) * 40)
    odd = {
        "channels-65535": shape(channels=65_535), "rate-4-ghz": shape(rate=MOST),
        "rate-0": shape(rate=0),
        "bits-0": shape(bits=0), "align-0": shape(align=0), "code-mp3": shape(0x55),
        "short": part(b"fmt ", b"\1\0"),
        "twice": shape() * 3000,
    }
    return {f"wav-shape-{name}": riff(content, data) for name, content in odd.items()} | {
        "wav-size-0": riff(shape(), data, claims=0), "wav-size-4-gb": riff(shape(), data, claims=MOST),
        "wav-data-4-gb": riff(shape(), part(b"data", bytes(4000), MOST)), "wav-data-0": riff(shape(), part(b"data", bytes(4000), 0)),
        "wav-no-data": riff(shape()),
        "wav-rate-1": riff(shape(rate=1), part(b"data", bytes(200))), "wav-no-shape": riff(data),
        "wav-many-parts": riff(shape(), part(b"junk", b"") * 50_000, data), "wav-rf64": b"RF64" + riff(shape(), data)[4:],
        "wav-list": riff(shape(), part(b"LIST", b"INFO" + part(b"INAM", b"x", MOST)), data),
        "wav-cues": riff(shape(), part(b"cue ", b"\xff" * 4000), data),
    }


def flacs() -> dict[str, bytes]:
    song = small("flac")
    head, rest = song[:42], song[42:]
    return {
        "flac-samples": song[:21] + b"\x0f\xff\xff\xff\xff" + song[26:], "flac-blocks": song[:8] + b"\xff" * 4 + song[12:],
        "flac-rate-0": song[:18] + bytes(3) + song[21:],
        "flac-picture": head[:4] + b"\0" + head[5:] + b"\x06\xff\xff\xff" + bytes(3000),
        "flac-words": head[:4] + b"\0" + head[5:] + b"\x04\0\x10\0" + b"\xff" * 4096 + rest,
        "flac-padding": head[:4] + b"\0" + head[5:] + b"\x01\0\0\0" * 50_000 + rest,
        "flac-cues": head[:4] + b"\0" + head[5:] + b"\x05\xff\xff\xff" + b"\xff" * 9000,
        "flac-no-sound": head, "flac-head-and-zeros": head + bytes(30_000),
    }


def page(content: bytes, granule: int = 0, flags: int = 0, serial: int = 1, laces: bytes | None = None) -> bytes:
    """A page of Ogg, whose checksum is left wrong."""
    laces = bytes([255] * (len(content) // 255) + [len(content) % 255])[:255] if laces is None else laces
    return b"OggS\0" + bytes([flags]) + struct.pack("<QIII", granule & (2**64 - 1), serial, 0, 0) + bytes([len(laces)]) + laces + content


def oggs() -> dict[str, bytes]:
    song = small("ogg")
    comment = song.index(b"\x03vorbis")
    return {
        "ogg-end-of-time": song[:song.rindex(b"OggS") + 6] + b"\xff" * 7 + b"\x7f" + song[song.rindex(b"OggS") + 14:],
        "ogg-words": song[:comment + 7] + b"\xff" * 4 + song[comment + 11:], "ogg-laces": page(b"", laces=b"\xff" * 255) + song,
        "ogg-many-songs": b"".join(page(b"\x01vorbis" + bytes(23), serial=n, flags=2) for n in range(3000)) + song,
        "ogg-empty-pages": page(b"") * 30_000,
        "ogg-rate-0": patched(song, b"\x01vorbis", 5, bytes(4)), "ogg-channels": patched(song, b"\x01vorbis", 4, b"\xff"),
        "ogg-back": page(b"x", granule=-5) + song,
        "ogg-opus": page(b"OpusHead\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", flags=2) + page(b"OpusTags" + b"\xff" * 90),
    }


def others() -> dict[str, bytes]:
    adts, song = small("aac"), small("m4a")
    return {
        "aac-frames-of-0": b"\xff\xf1\x50\x80\0\x1f\xfc" * 20_000, "aac-frames-of-7": b"\xff\xf1\x50\x80\0\xff\xfc" * 20_000,
        "aac-rate": bytes(b | 0x3C if n == 2 else b for n, b in enumerate(adts)),
        "aac-noise": adts[:60] + random.Random(2).randbytes(30_000),
        "m4a-channels": patched(song, b"mp4a", 16, b"\xff\xff"), "m4a-rate-0": patched(song, b"mp4a", 24, bytes(4)),
        "m4a-esds": patched(song, b"esds", 4, b"\xff" * 24),
        "m4a-sound-is-pictures": song.replace(b"soun", b"vide"), "m4a-sound-is-words": song.replace(b"mp4a", b"text"),
    }
