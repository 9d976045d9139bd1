"""From a computer instead: the phone asks for a short code, and later how far its file is. The computer's side: server/public/u.py."""
from typing import Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from models.accounts.actor import Actor
from models.entries import from_computers
from models.media import computer_codes, queries
from models.problems import Malformed, NotFound
from server.api.file_shapes import file_shape
from server.api.shapes import FileId, require_id
from server.api.uploads import may_have_original, visible
from server.here import config
from server.sessions import require_actor
from server.wire import Out, Shape, reply

bp = APIBlueprint("computers", __name__, tag="uploads")


class ComputerIn(Shape):
    """`about`: the entry the file belongs to. Name and size are said by the computer, once the file has been chosen."""
    about: Annotated[str, Field(pattern=r"^[a-z]{3}_[0-9a-z]{16}$")]
    kind: Literal["photo", "song", "video", "document"]
    replaces: FileId | None = None


class CodeOut(Out):
    """`short_code` as people read it aloud, e.g. 7K3M-X2PV; shown this once."""
    short_code: str
    expires_at: str
    page: str


class ProgressOut(Out):
    """A File, or before the computer has chosen one only this; `expires_at` is the code's end, or the computer's."""
    id: str
    about: str
    kind: str
    state: Literal["computer_waiting", "computer_open", "waiting", "stored", "ready", "refused"]


@bp.post("/api/uploads/<file_id>/computer")
@bp.input(ComputerIn, arg_name="asked")
@bp.output(CodeOut, status_code=201)
@bp.doc(summary="改从电脑上传这个文件：取一个口令", security="session", responses=[401, 404, 409, 415, 422])
def ask(file_id: str, asked: ComputerIn) -> Response:
    if not asked.about.startswith("ent_"):
        raise Malformed(summary="about 不对", fields=[{"field": "about", "says": "要是作品的编号"}])
    text, code = from_computers.ask(require_id(file_id, "fil"), **asked.model_dump(), actor=require_actor())
    return reply({"short_code": text, "expires_at": code.expires_at, "page": f"{config().public_url}/u"}, 201)


@bp.get("/api/uploads/<file_id>")
@bp.output(ProgressOut)
@bp.doc(summary="一个文件到哪一步了", security="session", responses=[401, 404, 422])
def one(file_id: str) -> Response:
    actor = require_actor()
    if queries.find(require_id(file_id, "fil")):
        file = visible(file_id, actor)
        return reply(file_shape(file, original=may_have_original(file, actor)))
    return reply(_awaited(file_id, actor))


def _awaited(file_id: str, actor: Actor) -> dict[str, Any]:
    """What is known before a computer has chosen the file. Raises NotFound, also when the code has ended."""
    standing = computer_codes.standing(file_id, str(actor.account_id))
    if standing is None:
        raise NotFound(what="这个文件")
    code, state, until = standing
    return {"id": code.id, "about": code.about, "kind": code.kind, "state": state, "expires_at": until}
