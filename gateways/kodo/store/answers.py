"""Answers: JSON, never cached."""
import json
from typing import Any

from werkzeug import Response


def answer(body: dict[str, Any] | list[Any] | str | bytes, code: int = 200, **headers: str) -> Response:
    """JSON from data, or JSON that is text already."""
    text = body if isinstance(body, str | bytes) else json_text(body)
    return Response(text, code, {"Cache-Control": "no-store", **headers}, content_type="application/json")


def json_text(data: dict[str, Any] | list[Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
