"""Which files are looked into at all: by their first bytes, never by their name, and only what the kind allows."""
import re
from pathlib import Path

from gateways.sniffing import sniff
from models.ports import Refused

HEAD = 1 << 16
# What the studio can look into; the rooms may allow less.
ADMITTED = {
    "photo": ("image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"),
    "song": ("audio/mpeg", "audio/wav", "audio/mp4", "audio/aac", "audio/flac", "audio/ogg", "video/mp4"),
    "video": ("video/mp4", "video/quicktime"),
    "document": ("application/pdf", "image/jpeg", "image/png", "application/msword", "application/zip",
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# What browsers run or players follow to other files: nobody's photograph, song or film by mistake.
LURES = ("application/vnd.apple.mpegurl", "image/svg+xml", "text/html", "text/xml")
LURING_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:ffconcat\b|file\s+'|#EXTM3U|\[playlist\]|v=0\r?\n|\[InternetShortcut\])", re.IGNORECASE)


def admitted(original: Path, kind: str) -> str:
    """The media type by content. Raises Refused ("dangerous" for pages and playlists, "kind" for anything else the kind has no use for)."""
    with original.open("rb") as file:
        head = file.read(HEAD)
    mime = sniff(head)
    if mime in LURES or LURING_TEXT.match(head):
        raise Refused("dangerous", str(mime))
    if mime not in ADMITTED[kind]:
        raise Refused("kind", mime or "")
    return mime
