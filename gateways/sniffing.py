"""What a file is, by its first bytes. The name and the client's word are never looked at here."""
import codecs
import re

MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"#EXTM3U", "application/vnd.apple.mpegurl"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"), "image/heic"),
    **dict.fromkeys((b"mif1", b"msf1"), "image/heif"),
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    b"qt  ": "video/quicktime",
    **dict.fromkeys((b"3gp4", b"3gp5", b"3gp6", b"3gpp"), "video/3gpp"),
}
OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
OLD_QUICKTIME = (b"moov", b"mdat", b"wide")
MARKUP = (
    (re.compile(rb"<svg[\s>]", re.IGNORECASE), "image/svg+xml"),
    (re.compile(rb"<(?:!doctype html|html|head|body|script)[\s>]", re.IGNORECASE), "text/html"),
    (re.compile(rb"^\s*<\?xml", re.IGNORECASE), "text/xml"),
)


def sniff(head: bytes) -> str | None:
    """The media type of a file beginning with these bytes, or None when nothing is recognised."""
    for magic, mime in MAGIC:
        if head.startswith(magic):
            return mime
    return _boxed(head) or _mpeg_audio(head) or _text(head)


def _boxed(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in OLD_QUICKTIME:
        return "video/quicktime"
    if head.startswith(b"RIFF"):
        return RIFF.get(head[8:12])
    if head.startswith(b"OggS"):
        return "video/ogg" if b"\x80theora" in head else "audio/ogg"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head)
    return None


def _zipped(head: bytes) -> str:
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        for folder, mime in OFFICE:
            if folder in head:
                return mime
    return "application/zip"


def _mpeg_audio(head: bytes) -> str | None:
    """A frame header: eleven set bits; layer 0 is AAC's ADTS, and 0b1111 is no bit rate, nor 0b11 a sample rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    real = head[1] & 0x06 and head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
    return "audio/mpeg" if real else None


def _text(head: bytes) -> str | None:
    if not head or b"\0" in head:
        return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None
    for pattern, mime in MARKUP:
        if pattern.search(head[:1024]):
            return mime
    return "text/plain"
