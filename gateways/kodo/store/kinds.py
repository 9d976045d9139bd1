"""Which media type an object gets, and whether the policy lets that kind of file in."""
import mimetypes
import re

from gateways.sniffing import sniff

from .policy import PutPolicy
from .refusals import Refusal

UNKNOWN = "application/octet-stream"
WELL_FORMED = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(?:; ?[A-Za-z0-9_.=\"-]{1,100})?")
BY_EXTENSION = mimetypes.MimeTypes()


def kind_of(policy: PutPolicy, head: bytes, *, declared: str | None, fname: str, key: str | None) -> str:
    """The object's media type under the policy's detectMime (1 content first, 0 the client first, -1 the client only)."""
    seen, named = sniff(head), _by_name(fname) or _by_name(key or "")
    told = declared if declared and declared != UNKNOWN and WELL_FORMED.fullmatch(declared) else None
    order = {1: (seen, named), -1: (told,)}.get(policy.detect_mime, (told, named, seen))
    return next(filter(None, order), UNKNOWN)


def check_kind(policy: PutPolicy, head: bytes) -> None:
    """Match content, never a name, against mimeLimit. Raises Refusal (403)."""
    if not policy.mime_limit:
        return
    seen = sniff(head) or UNKNOWN
    listed = any(seen == kind or (kind.endswith("/*") and seen.startswith(kind[:-1]))
                 for kind in policy.mime_limit.removeprefix("!").split(";"))
    if listed == policy.mime_limit.startswith("!"):
        raise Refusal(403, f"limited mimeType: this file type ({seen}) is forbidden to upload")


def extension_of(mime: str, fname: str) -> str:
    """With its dot, by the file name, else by the type; "" when neither tells."""
    _, dot, ending = fname.rpartition(".")
    if dot and ending.isalnum() and len(ending) <= 10:
        return dot + ending
    return BY_EXTENSION.guess_extension(mime.partition(";")[0]) or ""


def _by_name(name: str) -> str | None:
    _, dot, ending = name.rpartition(".")
    if not dot or not ending.isascii() or not ending.isalnum():
        return None
    return BY_EXTENSION.types_map[1].get("." + ending.lower())
