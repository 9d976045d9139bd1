"""What a file must be before anybody looks inside it: the right kind, not empty, not too large, the bytes announced."""
from collections.abc import Iterable, Mapping
from typing import Any

from models.media.formats import ACCEPTED, KIND_LABELS
from models.media.specification import Verdict, refusal, report, verdicts, wrong_kind_words
from models.media.tables import KINDS, File
from models.ports import Measured, StoredObject
from models.problems import FileNameBad, FileTooLarge, FileWrongKind

__all__ = ["ACCEPTED", "KIND_LABELS", "first_look", "inside", "refuses", "require_place"]

UNKNOWN = "application/octet-stream"     # what the store could not tell is not told by its name either


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


def first_look(file: File, found: StoredObject) -> list[Verdict]:
    """Verdicts that need no decoding. Only those whose outcome is "refuse" keep the file out; specifications warn."""
    said = verdicts(file.kind, {"name": file.name, "size": found.size, "type": found.mime or UNKNOWN}, file.rules)
    whole, same = _arrived_whole(file, found), other_bytes(file, found.sha256)
    refusals = [*([whole] if whole else []), *(one for one in said if one["outcome"] == "refuse"), *([same] if same else [])]
    return refusals or said


def inside(file: File, measured: Measured, *, step: str = "submit") -> list[Verdict]:
    """All that is said of a stored file once it was looked into: met or not, every rule that could be judged.

    What the first look said of a rule that is judged again is said once, in the better words.
    """
    said = report(file.kind, {"name": file.name, "size": file.size, "type": file.mime or UNKNOWN} | measured, file.rules, step)
    again = {verdict["rule"] for verdict in said}
    return [*(verdict for verdict in file.verdicts if verdict["rule"] not in again), *said]


def refuses(found: Iterable[Mapping[str, Any]]) -> bool:
    return any(verdict["outcome"] == "refuse" for verdict in found)


def _arrived_whole(file: File, found: StoredObject) -> Verdict | None:
    if found.size == file.size:
        return None
    return refusal("size", found.size, file.size, f"收到 {found.size} 字节，应为 {file.size} 字节，文件没有传完整，请重新上传")


def other_bytes(file: File, sha256: str | None) -> Verdict | None:
    """Refuses bytes that are not the ones the phone announced, where both are known."""
    if not file.declared_sha256 or not sha256 or sha256 == file.declared_sha256:
        return None
    return refusal("sha256", sha256, file.declared_sha256, "上传的内容与手机上的文件不一致，请重新上传")


UNFIT = {"unreadable": "文件打不开，可能没有传完整或已经损坏，请在手机或电脑上确认能打开后重新上传",
         "dangerous": "文件里有不安全的内容，请重新导出后再上传"}


def unfit(kind: str, why: str) -> Verdict:
    """The refusal of a file that is itself at fault: "kind" (not what it is said to be), "unreadable", "dangerous"."""
    return refusal(why if why in UNFIT else "kind", None, kind, UNFIT.get(why, wrong_kind_words(kind)))
