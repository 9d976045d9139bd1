"""A file, and a permit to upload one, as they go out."""
from collections.abc import Sequence
from typing import Any

from models.media import queries
from models.media.queries import Progress
from models.media.rules import ACCEPTED
from models.media.specification import summary
from models.media.tables import File, FileState, Rendition
from models.ports import UploadRules
from server.here import gateways

LINK_LIFE_S = 3600
ARRIVED = (FileState.STORED, FileState.READY)
PROGRESS_WORDS = {"examining": "正在检查", "trying_again": "检查还没有做完，稍后自动再试", "given_up": "检查没有做完，已转工作人员处理",
                  "done": "检查完成"}


def file_shapes(files: Sequence[File], *, originals: bool) -> list[dict[str, Any]]:
    """The contract's Files. Whoever may see the owner may fetch what is shown for an hour; names stay out of the addresses.

    `originals`: the reader may have the sealed originals too. Documents have nothing else to show, so everybody gets these.
    """
    arrived = [file.id for file in files if file.state in ARRIVED]
    made, progress = queries.renditions(arrived), queries.progress(arrived)
    return [_file_shape(file, made.get(file.id, []), progress.get(file.id), originals) for file in files]


def file_shape(file: File, *, original: bool) -> dict[str, Any]:
    """One File alone."""
    return file_shapes([file], originals=original)[0]


def _file_shape(file: File, made: list[Rendition], progress: Progress | None, original: bool) -> dict[str, Any]:
    shown = [rendition_shape(one) for one in made]
    if file.state in ARRIVED and (original or file.kind == "document"):
        shown.append({"purpose": "original", "url": gateways().store.url(file.key, LINK_LIFE_S)})
    return {"id": file.id, "about": file.about, "kind": file.kind, "name": file.name, "size": file.size, "state": file.state,
            "mime": file.mime, "sha256": file.sha256, "position": file.position, "verdicts": file.verdicts,
            "check": summary(file.state, file.verdicts), "progress": _progress_shape(progress), "renditions": shown}


def rendition_shape(one: Rendition) -> dict[str, Any]:
    """A derived file to look at or listen to; sizes in pixels and seconds where they are known."""
    return {"purpose": one.purpose, "url": gateways().store.url(one.key, LINK_LIFE_S), "mime": one.mime, "size": one.size,
            "width": one.width, "height": one.height,
            "duration_s": one.duration_ms / 1000 if one.duration_ms is not None else None}


def _progress_shape(progress: Progress | None) -> dict[str, Any] | None:
    """How far the look inside is; None while there is nothing to look into."""
    if progress is None:
        return None
    return {"state": progress.state, "done": progress.done, "of": progress.of, "next_try": progress.next_try,
            "words": PROGRESS_WORDS[progress.state]}


def ticket_shape(file: File) -> dict[str, Any]:
    """The contract's Ticket: exactly this key, once, no larger than announced, of the kinds the store can tell."""
    rules = UploadRules(max_bytes=file.size, mimes=ACCEPTED[file.kind], owner=file.owner_id, ticket=file.ticket)
    permit = gateways().store.permit(file.key, file.size, rules)
    return {"id": file.id, "mode": permit.mode, "up_host": permit.up_host, "bucket": permit.bucket, "key": permit.key,
            "token": permit.token, "part_size": permit.part_size, "expires_at": permit.expires_at, "state": file.state}
