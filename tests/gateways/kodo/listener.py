"""An address for callbacks: a real HTTP server of this process that keeps what it was sent and answers as told."""
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Heard:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Listener:
    def __init__(self, code: int = 200, answer: bytes = b'{"ok": true}') -> None:
        heard = self.heard = list[Heard]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                heard.append(Heard("POST", self.path, dict(self.headers), body))
                self._answer()

            def do_GET(self) -> None:
                heard.append(Heard("GET", self.path, dict(self.headers), b""))
                self._answer()

            def _answer(self) -> None:
                self.send_response(code)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/kodo/callback?v=1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
