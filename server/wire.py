"""How JSON comes in and goes out: strict shapes in, plain bytes out.

APIFlask reads the decorators and writes OpenAPI; this adapter replaces two of its habits. It answers malformed
JSON with 400 and takes a missing content type; we say 422 and 415, in Chinese, with the field named. And what a
view returns is sent as it is: tests compare it with the documented shape, requests do not pay for a second check.
"""
import hashlib
from typing import Any, NoReturn

import orjson
from apiflask.schema_adapters.pydantic import PydanticAdapter
from apiflask.schema_adapters.registry import registry
from flask import Request, Response, request
from pydantic import BaseModel, ConfigDict, ValidationError

from models import clock
from models.problems import BodyTooLarge, Malformed, MediaTypeWrong

WORDS = {
    "missing": "缺少这一项", "extra_forbidden": "没有这一项", "string_type": "要是文字", "int_type": "要是整数", "int_parsing": "要是整数",
    "bool_type": "要是 true 或 false", "bool_parsing": "要是 true 或 false", "list_type": "要是列表", "tuple_type": "要是列表",
    "dict_type": "要是键值表", "model_type": "要是键值表", "model_attributes_type": "要是键值表", "string_too_long": "太长了",
    "string_too_short": "太短了", "too_long": "太多了", "too_short": "太少了", "string_pattern_mismatch": "格式不对",
    "literal_error": "不在可选范围内", "enum": "不在可选范围内", "datetime_parsing": "时间要写成 2022-08-31T16:00:00Z",
    "datetime_from_date_parsing": "时间要写成 2022-08-31T16:00:00Z", "timezone_aware": "时间要带时区",
    "greater_than_equal": "太小了", "less_than_equal": "太大了", "float_type": "要是数字", "finite_number": "要是数字",
}


class Shape(BaseModel):
    """What may come in: strict types, nothing unknown."""
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Out(BaseModel):
    """What goes out, for the contract. More may stand beside what is named."""
    model_config = ConfigDict(extra="allow")


class StrictAdapter(PydanticAdapter):
    """APIFlask's door to pydantic, with our refusals."""

    def validate_input(self, request: Request, location: str, **_: Any) -> BaseModel:
        try:
            if location == "json":
                return self.model_class.model_validate_json(_json_body(request))
            return self.model_class.model_validate(request.args.to_dict(), strict=False)
        except ValidationError as why:
            _refuse(why)

    def serialize_output(self, data: Any, many: bool = False) -> Any:  # noqa: ARG002 - APIFlask's signature
        return data


registry.register("pydantic", StrictAdapter)


def _json_body(request: Request) -> bytes:
    if request.mimetype != "application/json":
        raise MediaTypeWrong()
    body, limit = request.get_data(cache=False), request.max_content_length
    if request.content_length is None and limit and len(body) >= limit:
        raise BodyTooLarge(limit=limit)                # a chunked body is cut at the limit without a word
    return body


def _refuse(why: ValidationError) -> NoReturn:
    fields = [{"field": ".".join(map(str, error["loc"])), "says": _words(error)} for error in why.errors(include_url=False)[:20]]
    summary = "；".join(f"{field['field']} {field['says']}".strip() for field in fields[:3])
    raise Malformed(summary=summary, fields=fields) from why


def _words(error: Any) -> str:
    if error["type"] == "json_invalid":
        return "不是正确的 JSON"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return WORDS.get(error["type"], "格式不对")


def reply(body: Any, status: int = 200, **headers: str) -> Response:
    """A JSON answer; bytes are one already. Instants become RFC 3339 UTC with Z; header names are written with underscores."""
    response = Response(body if isinstance(body, bytes) else dump(body), status, mimetype="application/json")
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def tagged(body: Any) -> Response:
    """An answer with its ETag, or 304. Addresses of files stay the same for an hour, and so does the tag."""
    response = reply(body, Cache_Control="no-cache")
    response.set_etag(tag_of(response.get_data()))
    response.make_conditional(request.environ)
    return response


def tag_of(body: bytes) -> str:
    """What an answer is known by, without the quotes."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def dump(body: Any) -> bytes:
    return orjson.dumps(body, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: Any) -> Any:
    if hasattr(value, "tzinfo"):
        return clock.to_wire(value)
    raise TypeError(type(value).__name__)
