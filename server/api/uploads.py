"""Places for files: a permit for the store's own protocol, and a look whether the bytes arrived."""
from collections.abc import Callable
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Actor
from models.entries import attachments
from models.entries import queries as entry_queries
from models.entries.standing import Reach
from models.events import attachments as event_files
from models.events import standing as event_standing
from models.events.tables import Event
from models.media import actions, queries
from models.media.tables import File, FileState
from models.ports import Refused, Unreachable
from models.problems import Malformed, NotFound, WorldAway
from models.rows import find_row
from server.api.file_shapes import file_shape, ticket_shape
from server.api.shapes import FileId, Sha256, Text, require_id
from server.here import gateways
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("uploads", __name__, tag="uploads")


class UploadIn(Shape):
    """`about`: the entry or the event it belongs to. `size` in bytes. `replaces`: a file whose place it takes once it has arrived."""
    about: Annotated[str, Field(pattern=r"^[a-z]{3}_[0-9a-z]{16}$")]
    name: Annotated[Text, Field(max_length=255)]
    size: int = Field(ge=0, le=1 << 40)
    kind: Literal["photo", "song", "video", "document"]
    sha256: Sha256 | None = None
    replaces: FileId | None = None


class TicketOut(Out):
    id: str
    mode: str
    up_host: str
    bucket: str
    key: str
    token: str
    part_size: int
    expires_at: str


class FileOut(Out):
    id: str
    about: str
    kind: str
    name: str
    size: int
    state: str
    verdicts: list[dict[str, Any]]
    check: dict[str, Any]
    progress: dict[str, Any] | None
    renditions: list[dict[str, Any]]


OWNERS: dict[str, Callable[..., tuple[File, bool]]] = {"ent": attachments.attach, "evt": event_files.attach}


@bp.put("/api/uploads/<file_id>")
@bp.input(UploadIn, arg_name="asked")
@bp.output(TicketOut, status_code=201)
@bp.doc(summary="为一个文件要一个上传位置", security="session", responses=[200, 401, 404, 409, 413, 415, 422])
def place(file_id: str, asked: UploadIn) -> Response:
    attach = OWNERS.get(asked.about[:3])
    if attach is None:
        raise Malformed(summary="about 不对", fields=[{"field": "about", "says": "要是作品或线下活动的编号"}])
    file, first = attach(require_id(file_id, "fil"), **asked.model_dump(), actor=require_actor())
    return reply(ticket_shape(file), 201 if first else 200)


@bp.post("/api/uploads/<file_id>/confirm")
@bp.output(FileOut)
@bp.doc(summary="传完了，请服务器看一眼", security="session", responses=[401, 404, 422, 503])
def confirm(file_id: str) -> Response:
    actor = require_actor()
    file = visible(require_id(file_id, "fil"), actor)
    if file.state == FileState.WAITING:
        file = actions.settle(file.id, found=look(file))
    return reply(file_shape(file, original=may_have_original(file, actor)))


@bp.delete("/api/files/<file_id>")
@bp.output({}, status_code=204)
@bp.doc(summary="删除一个文件", security="session", responses=[401, 404, 409, 422])
def remove(file_id: str) -> Response:
    actor, file = require_actor(), queries.find(require_id(file_id, "fil"))
    detach = event_files.detach if file and file.about.startswith("evt_") else attachments.detach
    detach(file_id, actor=actor)
    return Response(status=204)


def visible(file_id: str, actor: Actor) -> File:
    """A file this person may know of: his own, one of a work he may see, one of an event whose whole he may see. Raises NotFound."""
    file = queries.find(file_id)
    if file is None or (file.owner_id != actor.account_id and not _sees_owner(file, actor)):
        raise NotFound(what="这个文件")
    return file


def _sees_owner(file: File, actor: Actor) -> bool:
    event = find_row(Event, file.about)
    return event_standing.Reach(actor).is_staff(event) if event else entry_queries.find(file.about, actor) is not None


def may_have_original(file: File, actor: Actor) -> bool:
    """Whether this person, who may know of the file, may have it as it was sent."""
    if file.owner_id == actor.account_id:
        return True
    if event := find_row(Event, file.about):
        return event_standing.looks_after(event, actor)
    entry = entry_queries.find(file.about, actor)
    return entry is not None and Reach(actor).sees_originals(entry)


def look(file: File) -> Any:
    """What the store itself says, asked outside any transaction. Raises WorldAway."""
    try:
        return gateways().store.stat(file.key)
    except (Refused, Unreachable) as away:
        raise WorldAway(who="文件存储") from away
