"""The page on a computer that takes a phone's code and brings one file, and the calls it makes.

These calls are between the page and its server alone, so they stand in no contract. The token travels in a header of its
own: no cookie, so nothing another site can make a browser send; and never in an address, so no log holds it.
"""
from typing import Annotated, Any
from urllib.parse import urlsplit

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from models.entries import from_computers
from models.entries.from_computers import Errand
from models.media import actions
from models.media.rules import ACCEPTED, KIND_LABELS
from models.media.tables import File, FileState
from models.ports import UploadRules
from models.problems import ComputerCodeWrong, ComputerOver
from server.api.file_shapes import file_shape, ticket_shape
from server.api.shapes import Sha256, Text
from server.api.uploads import look
from server.here import gateways, limits
from server.public import page
from server.wire import Shape, reply

bp = APIBlueprint("computer_page", __name__, enable_openapi=False)

TOKEN_HEADER = "X-Computer-Token"  # noqa: S105 - a header's name


class OpenIn(Shape):
    code: Annotated[str, Field(max_length=40)]


class PlaceIn(Shape):
    name: Annotated[Text, Field(max_length=255)]
    size: int = Field(ge=0, le=1 << 40)
    sha256: Sha256 | None = None


class CheckIn(Shape):
    """What the browser knows of a chosen file: bytes, pixels, seconds."""
    name: Annotated[Text, Field(max_length=255)]
    size: int = Field(ge=0, le=1 << 40)
    width: int | None = Field(default=None, ge=0, le=1 << 20)
    height: int | None = Field(default=None, ge=0, le=1 << 20)
    duration_s: float | None = Field(default=None, ge=0, le=1e7, allow_inf_nan=False)


@bp.get("/u")
def show() -> Response:
    return page("u.html", may_call=_store_origin())


@bp.post("/u/open")
@bp.input(OpenIn, arg_name="asked")
def take_up(asked: OpenIn) -> Response:
    limits().require_code_tries()
    try:
        token, errand = from_computers.take_up(asked.code)
    except ComputerCodeWrong:
        limits().note_wrong_code()
        raise
    return reply({"token": token, **_errand_shape(errand)})


@bp.get("/u/open")
def look_again() -> Response:
    return reply(_errand_shape(from_computers.errand(_token())))


@bp.post("/u/check")
@bp.input(CheckIn, arg_name="asked")
def check(asked: CheckIn) -> Response:
    return reply({"verdicts": from_computers.judge(_token(), asked.model_dump(exclude_none=True))})


@bp.put("/u/place")
@bp.input(PlaceIn, arg_name="asked")
def place(asked: PlaceIn) -> Response:
    return reply(ticket_shape(from_computers.place(_token(), **asked.model_dump())))


@bp.post("/u/confirm")
def confirm() -> Response:
    file = from_computers.placed(_token())
    if file.state == FileState.WAITING:
        file = actions.settle(file.id, found=look(file))
    return reply({**_file_shape(file), "name": file.name})


def _token() -> str:
    """Raises ComputerOver."""
    token = request.headers.get(TOKEN_HEADER, "")
    if not token:
        raise ComputerOver()
    return token


def _errand_shape(errand: Errand) -> dict[str, Any]:
    """`accept`: what is taken at all; `types` and `rules`: what is wanted, in `words`."""
    return {"entry": {"title": errand.title, "track_label": errand.track_label}, "kind": errand.kind,
            "kind_label": KIND_LABELS[errand.kind], "accept": list(ACCEPTED[errand.kind]), "expires_at": errand.until,
            **{name: errand.rules[name] for name in ("help", "max_bytes", "types", "rules")},
            "file": _file_shape(errand.file) if errand.file else None}


def _file_shape(file: File) -> dict[str, Any]:
    """A File without its name, which may be a person's, and without an address to fetch it from."""
    told = file_shape(file, original=False)
    return {name: told[name] for name in ("id", "about", "kind", "size", "state", "verdicts", "check", "progress")}


def _store_origin() -> str:
    """Where the bytes go. The permit is for nothing; only its address is looked at."""
    up = urlsplit(gateways().store.permit("none", 1, UploadRules(max_bytes=1, mimes=(), owner="", ticket="", life_s=1)).up_host)
    return f"{up.scheme}://{up.netloc}"
