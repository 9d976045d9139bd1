"""A neighbour on another port: files to be fetched, and a callback that opens what is pushed with our own PushDoor."""
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from gateways.wechat import PushDoor
from tests.gateways.wechat.served import ACCOUNTS, PUSH

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
MP3 = b"ID3" + bytes(2000)


@dataclass
class Receiver:
    """`answers` are the next statuses of the callback, then 200; `redirected` paths are sent elsewhere."""
    url: str = ""
    files: dict[str, bytes] = field(default_factory=lambda: {"/a.png": PNG, "/a.mp3": MP3})
    answers: list[int] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    queries: list[dict[str, str]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    meanwhile: Any = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status, body = self._take(environ) if environ["REQUEST_METHOD"] == "POST" else self._give(environ)
        headers = [("Content-Length", str(len(body)))]
        start_response(f"{status} Told", headers + ([("Location", "/a.png")] if status == 302 else []))
        return [body]

    def _give(self, environ: WSGIEnvironment) -> tuple[int, bytes]:
        path = environ["PATH_INFO"]
        self.fetched.append(path)
        return (302, b"") if path == "/moved" else (200, self.files[path]) if path in self.files else (404, b"")

    def _take(self, environ: WSGIEnvironment) -> tuple[int, bytes]:
        query = dict(parse_qsl(environ["QUERY_STRING"]))
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.heard.append(PushDoor(appid=ACCOUNTS["mp_appid"], token=PUSH["token"], aes_key=PUSH["aes_key"]).open(query, body))
        self.queries.append(query)
        self.kinds.append(environ["CONTENT_TYPE"])
        if self.meanwhile:
            self.meanwhile()
        return (self.answers.pop(0) if self.answers else 200), b"success"


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the screen of a test."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    with make_server("127.0.0.1", 0, receiver, _Threads, _Quiet) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()
