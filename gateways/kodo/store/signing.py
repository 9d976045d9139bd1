"""Signatures: made for callbacks, checked on management calls and private downloads.

What was signed is the address as the client wrote it, and not every server still knows that: granian hands over the
decoded path only. Where the raw target is missing, each spelling a client could have used is tried; all of them name
the same object, so accepting any is safe. Sources: developer.qiniu.com 1201, 1202; `qiniu` 7.18.0 auth.py.
"""
import hashlib
import hmac
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from werkzeug import Request

from .refusals import BAD_TOKEN, Refusal
from .wire import to_base64

FORM_TYPE = "application/x-www-form-urlencoded"
UNSIGNED_TYPE = "application/octet-stream"
SPELLINGS = ("/=~", "/~", "/", "/=~:,;@&+$!*'()", "~", "", "/~!*'()", "~!*'()")
DOWNLOAD = re.compile(r"(?P<signed>(?:.*&)?e=(?P<deadline>\d{1,15}))&token=(?P<key>[^:&]+):(?P<signature>[^&]+)")


class Keys:
    """The access keys a store knows. Secrets never leave this object."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = {key: secret.encode() for key, secret in secrets.items()}

    def sign(self, access_key: str, data: bytes) -> str:
        return to_base64(hmac.digest(self._secrets[access_key], data, hashlib.sha1))

    def signed(self, access_key: str, signature: str, data: bytes) -> bool:
        if access_key not in self._secrets or not signature.isascii():
            return False
        return hmac.compare_digest(self.sign(access_key, data).rstrip("="), signature.rstrip("="))


def check_management(request: Request, keys: Keys, body: bytes) -> None:
    """Whether a management call is signed by one of our keys, under the Qiniu or QBox scheme. Raises Refusal (401)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    access_key, _, signature = token.partition(":")
    signed = {"Qiniu": _signed_by_qiniu, "QBox": _signed_by_qbox}.get(scheme)
    if not signed or not any(keys.signed(access_key, signature, data) for data in signed(request, body)):
        raise Refusal(*BAD_TOKEN)


def _signed_by_qbox(request: Request, body: bytes) -> Iterator[bytes]:
    covered = body if request.headers.get("Content-Type") == FORM_TYPE else b""
    for target in _targets(request):
        yield target + b"\n" + covered


def _signed_by_qiniu(request: Request, body: bytes) -> Iterator[bytes]:
    kind = request.headers.get("Content-Type", "")
    lines = [f"Content-Type: {kind}"] if kind else []
    lines += sorted(f"{name.title()}: {value}" for name, value in request.headers if name.lower().startswith("x-qiniu-"))
    covered = body if kind and kind != UNSIGNED_TYPE else b""
    for target in _targets(request):
        for host in _hosts(request.headers.get("Host", "")):
            head = "\n".join([f"Host: {host}", *lines]).encode("latin-1", "replace")
            yield request.method.encode() + b" " + target + b"\n" + head + b"\n\n" + covered


def _hosts(host: str) -> Iterable[str]:
    """nodejs-sdk 7.15.2 signs "host:port:port" where the port is not the scheme's own."""
    _, colon, port = host.rpartition(":")
    return (host, f"{host}:{port}") if colon else (host,)


def _targets(request: Request) -> Iterator[bytes]:
    """Path and query as the client may have written them."""
    query = request.query_string
    for path in _paths(request):
        yield path.encode() + (b"?" + query if query else b"")


def _paths(request: Request) -> Iterator[str]:
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if raw:
        yield urlsplit(raw).path if "://" in raw else raw.partition("?")[0]
    path = _bytes(request.environ.get("SCRIPT_NAME", "")) + _bytes(request.environ.get("PATH_INFO", ""))
    yield from dict.fromkeys(quote(path, safe=safe) for safe in SPELLINGS)


def _bytes(wsgi_text: str) -> bytes:
    return wsgi_text.encode("latin-1", "replace")


def check_download(request: Request, keys: Keys, public_url: str | None) -> int:
    """Whether a private address is signed and still good; returns its deadline. Raises Refusal (401)."""
    found = DOWNLOAD.fullmatch(request.query_string.decode("latin-1"))
    if not found or not any(keys.signed(found["key"], found["signature"], url.encode() + b"?" + found["signed"].encode())
                            for url in _addresses(request, public_url)):
        raise Refusal(*BAD_TOKEN)
    if int(found["deadline"]) < time.time():
        raise Refusal(401, "token expired")
    return int(found["deadline"])


def _addresses(request: Request, public_url: str | None) -> Iterator[str]:
    """The address without its query: under the public URL, and under the host this request names."""
    inner = _bytes(request.environ.get("PATH_INFO", ""))
    mount = request.environ.get("SCRIPT_NAME", "")
    for base in filter(None, (public_url and public_url.rstrip("/"), f"{request.scheme}://{request.host}{mount}")):
        yield from dict.fromkeys(base + _spelt(inner, safe) for safe in SPELLINGS)


def _spelt(path: bytes, safe: str) -> str:
    """`/dl/<bucket>/` is always written plainly; only the key's own slashes may be escaped."""
    *route, key = path.split(b"/", 3)
    return "/".join([quote(word) for word in route] + [quote(key, safe=safe)])


def callback_headers(keys: Keys, access_key: str, url: str, kind: str, body: bytes) -> dict[str, str]:
    """The headers of an upload callback, signed as Kodo documents it (QBox)."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    signature = keys.sign(access_key, target.encode() + b"\n" + (body if kind == FORM_TYPE else b""))
    return {"Content-Type": kind, "Authorization": f"QBox {access_key}:{signature}",
            "User-Agent": "qiniu-callback/1.0"}
