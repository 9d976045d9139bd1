"""What a file must be before anybody looks inside it: the right kind, not empty, not too large, the bytes announced."""
from typing import Any

from models.media.tables import KINDS, File
from models.ports import StoredObject
from models.problems import FileNameBad, FileTooLarge, FileWrongKind

# What the store may accept for a kind, in the words of Kodo's mimeLimit. A first gate only: decoding is the real one.
ACCEPTED = {
    "photo": ("image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"),
    "song": ("audio/mpeg", "audio/wav", "audio/x-wav", "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "audio/flac",
             "audio/x-flac", "audio/ogg", "video/mp4"),
    "video": ("video/mp4", "video/quicktime"),
    "document": ("application/pdf", "image/jpeg", "image/png", "application/msword", "application/zip",
                 "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel"),
}
MEBIBYTE = 1 << 20
KIND_LABELS = {"photo": "照片", "song": "歌曲", "video": "视频", "document": "文档"}


def require_place(kind: str, name: str, size: int, max_bytes: int) -> None:
    """Raises FileWrongKind, FileNameBad, FileTooLarge; a size of 0 is FileWrongKind too (there is nothing in it)."""
    if kind not in KINDS:
        raise FileWrongKind(kind=kind, why="")
    if not name.strip() or len(name) > 255 or any(ord(c) < 32 or c in "/\\" for c in name):
        raise FileNameBad()
    if size <= 0:
        raise FileWrongKind(kind=KIND_LABELS[kind], why="文件是空的，")
    if size > max_bytes:
        raise FileTooLarge(size=size, limit=max_bytes)


def first_look(file: File, found: StoredObject) -> list[dict[str, Any]]:
    """Verdicts that need no decoding. Only those whose outcome is "refuse" keep the file out; specifications warn."""
    refusals = [verdict for verdict in (_arrived_whole(file, found), _right_kind(file, found), _same_bytes(file, found)) if verdict]
    return refusals or [verdict for verdict in (_usual_type(file, found), _large_enough(file, found)) if verdict]


def refuses(verdicts: list[dict[str, Any]]) -> bool:
    return any(verdict["outcome"] == "refuse" for verdict in verdicts)


def _arrived_whole(file: File, found: StoredObject) -> dict[str, Any] | None:
    if found.size == file.size:
        return None
    return _refuse("size", found.size, file.size, f"收到 {found.size} 字节，应为 {file.size} 字节，文件没有传完整，请重新上传")


def _right_kind(file: File, found: StoredObject) -> dict[str, Any] | None:
    if found.mime in ACCEPTED[file.kind]:
        return None
    return _refuse("kind", found.mime, file.kind, f"这不是{KIND_LABELS[file.kind]}文件，请重新选择")


def _same_bytes(file: File, found: StoredObject) -> dict[str, Any] | None:
    if not file.declared_sha256 or not found.sha256 or found.sha256 == file.declared_sha256:
        return None
    return _refuse("sha256", found.sha256, file.declared_sha256, "上传的内容与手机上的文件不一致，请重新上传")


def _refuse(rule: str, measured: object, limit: object, words: str) -> dict[str, Any]:
    return {"rule": rule, "outcome": "refuse", "measured": measured, "limit": limit, "words": words}


def _usual_type(file: File, found: StoredObject) -> dict[str, Any] | None:
    types = file.rules.get("types", [])
    if found.mime in types or not found.mime.startswith("image/") or file.kind != "photo":
        return None                      # only pictures have one name for each type; sound and office files have several
    usual = "、".join(one.removeprefix("image/").upper() for one in types)
    return _warn("type", found.mime, types, f"提示：这里一般要 {usual} 格式，推荐全国时可能需要替换")


def _large_enough(file: File, found: StoredObject) -> dict[str, Any] | None:
    least = next((rule["limit"] for rule in file.rules.get("rules", []) if rule["rule"] == "bytes_at_least"), 0)
    if found.size >= least:
        return None
    words = f"提示：文件只有 {found.size / MEBIBYTE:.1f} MB，建议不小于 {least / MEBIBYTE:g} MB，请尽量选原图"
    return _warn("bytes_at_least", found.size, least, words)


def _warn(rule: str, measured: object, limit: object, words: str) -> dict[str, Any]:
    return {"rule": rule, "outcome": "warn", "measured": measured, "limit": limit, "words": words}
