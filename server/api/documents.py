"""通知和表格: papers to read, to print and to sign, without a session."""
import hashlib
from typing import Any
from urllib.parse import quote

from apiflask import APIBlueprint
from flask import Response, request

from models import clock
from models.campaign import queries
from server.api.shapes import Slug
from server.here import config
from server.papers import catalogue
from server.papers.catalogue import Paper
from server.wire import Out, Shape, tagged

bp = APIBlueprint("documents", __name__, tag="documents")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANSWERS: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {
    200: {"description": "docx 文件", "content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "没有变化"}, 404: {"description": "没有"}, 422: {"description": "格式不对"}}


class DocumentsQuery(Shape):
    campaign: Slug | None = None


class DocumentOut(Out):
    id: str
    label: str
    kind: str
    url: str


class DocumentsOut(Out):
    items: list[DocumentOut]
    next: str | None


@bp.get("/api/documents")
@bp.input(DocumentsQuery, location="query", arg_name="asked")
@bp.output(DocumentsOut)
@bp.doc(summary="通知要点、承诺书和可打印的表格", responses=[304, 404, 422])
def index(asked: DocumentsQuery) -> Response:
    standing = queries.standing(asked.campaign or queries.current())
    papers = catalogue.papers(standing.plan, clock.now())
    return tagged({"items": [_shape(paper, standing) for paper in papers], "next": None})


@bp.get("/api/documents/<document_id>.docx")
@bp.input(DocumentsQuery, location="query", arg_name="asked")
@bp.doc(summary="一份文件（docx）", responses=ANSWERS)
def one(document_id: str, asked: DocumentsQuery) -> Response:
    standing = queries.standing(asked.campaign or queries.current())
    paper = catalogue.find(standing.plan, document_id, clock.now())
    return _file(catalogue.printed(standing.version_id, paper), paper)


def _file(content: bytes, paper: Paper) -> Response:
    response = Response(content, mimetype=DOCX)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = f"attachment; filename={paper.id}.docx; filename*=UTF-8''{quote(paper.label)}.docx"
    response.set_etag(hashlib.blake2b(content, digest_size=12).hexdigest())
    response.make_conditional(request.environ)
    return response


def _shape(paper: Paper, standing: queries.Standing) -> dict[str, Any]:
    return {"id": paper.id, "label": paper.label, "kind": paper.kind,
            "url": f"{config().public_url}/api/documents/{paper.id}.docx?campaign={standing.plan.id}"}
