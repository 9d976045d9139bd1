"""OpenAPI as it is published: what the decorators cannot say is added here, for every operation alike.

Failures are Problems, the fences stand before every route, ids in paths have their pattern. docs/openapi.json is
this document, kept fresh by a test.
"""
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from models import ids
from server.api.shapes import SLUG, ProblemOut

Operation = dict[str, Any]

METHODS = ("get", "put", "post", "delete")
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
KINDS = {"entry_id": "ent", "event_id": "evt", "check_in_id": "chk", "move_id": "mov", "file_id": "fil", "unit_id": "unt",
         "account_id": "acc", "code_id": "ltc", "complaint_id": "cmp", "check_id": "cks", "likeness_id": "lik", "promoter_id": "prm",
         "notice_id": "ntc", "audience_id": "aud", "statement_id": "sta", "publicity_id": "pub"}
PATTERNS = {"word": "^T[1-4]$"}                            # of what is neither an id nor a slug
WORDS = {"401": "请先登录，或登录已过期", "403": "没有权限", "404": "没有，或不归您看", "409": "情况有变（id.reused、<kind>.stale …）",
         "413": "内容过大", "415": "内容类型不对", "422": "内容不合格式或不完整，context.fields 写明哪一项",
         "429": "太频繁，见 Retry-After",
         "503": "数据库、存储或微信暂时没有回应，见 Retry-After"}
ALWAYS = ("503",)                                          # the database may be away whatever is asked
UNFENCED = ("/healthz", "/readyz", "/metrics", "/callbacks/")


def complete(spec: Any) -> Any:
    """The document with its Problem, its fences and its patterns; for APIFlask's spec_processor."""
    components = spec.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = ProblemOut.model_json_schema()
    for gone in ("HTTPError", "ValidationError"):
        schemas.pop(gone, None)
    for path, operation in _operations(spec):
        _name_ids(operation)
        _say_refusals(path, operation)
        _say_both_successes(operation)
    return spec


def _operations(spec: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in spec["paths"].items():
        yield from ((path, item[method]) for method in METHODS if method in item)


def _name_ids(operation: Operation) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            parameter["schema"] = {"type": "string", "pattern": _pattern(parameter["name"])}


def _pattern(name: str) -> str:
    return rf"^{KINDS[name]}_[{ids.ALPHABET}]{{16}}$" if name in KINDS else PATTERNS.get(name, SLUG)


def _say_refusals(path: str, operation: Operation) -> None:
    responses = operation["responses"]
    for status in {*(code for code in responses if code >= "400"), *_fences(path, operation)}:
        responses[status] = {"description": WORDS.get(status) or HTTPStatus(int(status)).phrase, "content": PROBLEM}
    operation["responses"] = dict(sorted(responses.items()))


def _fences(path: str, operation: Operation) -> Iterator[str]:
    """What may be answered before the endpoint itself is reached."""
    yield from ALWAYS
    if path.startswith(UNFENCED):
        return
    yield from ("401", "429")                              # 401 everywhere: a token that counts no longer is said so
    if re.search(r"[{]", path) or any(one["in"] == "query" for one in operation.get("parameters", ())):
        yield "422"
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
        yield from ("413", "415", "422")


def _say_both_successes(operation: Operation) -> None:
    """A fact sent again is answered as the first time, with 200."""
    responses = operation["responses"]
    if "200" in responses and "201" in responses:
        responses["200"] = {"description": "同一件事再发一次：已存的答复", "content": responses["201"].get("content", {})}
