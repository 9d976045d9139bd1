"""优秀作品展示, without a session: WeChat opens a shared page before anybody signed in."""
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from models.campaign import queries as campaigns
from models.entries import exhibition
from models.entries.exhibition import ShownFile, Work
from models.entries.tables import Entry
from models.problems import GalleryClosed
from server.api.file_shapes import rendition_shape
from server.api.shapes import Cursor, Slug, require_id
from server.here import config
from server.paging import page
from server.wire import Out, Shape, tagged

bp = APIBlueprint("works", __name__, tag="works")


class WorksQuery(Shape):
    campaign: Slug | None = None
    track: Slug | None = None
    cursor: Cursor | None = None


class WorkOut(Out):
    id: str
    track: str
    track_label: str
    type_label: str | None
    title: str
    authors: list[dict[str, Any]]
    unit_name: str | None
    synopsis: str
    exhibited_at: str
    files: list[dict[str, Any]]


class WorksOut(Out):
    items: list[WorkOut]
    next: str | None


@bp.get("/api/works")
@bp.input(WorksQuery, location="query", arg_name="asked")
@bp.output(WorksOut)
@bp.doc(summary="展示中的优秀作品，最近上线的在前", responses=[304, 404, 422])
def index(asked: WorksQuery) -> Response:
    _require_open()
    rows, following = page(exhibition.on_show(asked.campaign or campaigns.current(), asked.track), Entry, asked.cursor, by="exhibited_at")
    return tagged({"items": [_shape(work) for work in exhibition.works(rows)], "next": following})


@bp.get("/api/works/<entry_id>")
@bp.output(WorkOut)
@bp.doc(summary="一件展示中的作品", responses=[304, 404, 422])
def one(entry_id: str) -> Response:
    _require_open()
    return tagged(_shape(exhibition.work(require_id(entry_id, "ent"))))


def _require_open() -> None:
    if not config().public.gallery:
        raise GalleryClosed()


def _shape(work: Work) -> dict[str, Any]:
    return {"id": work.id, "track": work.track, "track_label": work.track_label, "type_label": work.type_label, "title": work.title,
            "authors": work.authors, "unit_name": work.unit_name, "synopsis": work.synopsis, "exhibited_at": work.exhibited_at,
            "files": [_file_shape(file) for file in work.files]}


def _file_shape(file: ShownFile) -> dict[str, Any]:
    return {"kind": file.kind, "name": file.name, "renditions": [rendition_shape(one) for one in file.renditions]}
