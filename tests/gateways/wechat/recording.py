"""A WeChat that writes down every message it gets, and answers each person as their openid says: for sending to many.

"o-drop…" is read and then the connection is cut, "o-late…" is never answered, "o-43101…" is refused with that code,
"o-500…" gets that status, "o-page…" gets HTML, "o-stale…" is told once that the token is stale; everybody else is sent to.
"""
import json
import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
CODE = re.compile(r"o-(-?\d+)")


class Recording(socketserver.ThreadingTCPServer):
    """`seen`: how often each openid was written to, as far as its body was read."""
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, delay_s: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.delay_s, self.seen, self.bodies = delay_s, Counter[str](), list[dict[str, Any]]()
        self.targets: list[str] = []
        self.writing = threading.Lock()
        self.answers: dict[str, int] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: Recording

    def talk(self) -> None:
        while (line := self.rfile.readline()):
            head = b"".join(iter(self.rfile.readline, b"\r\n"))
            found = LENGTH.search(head)
            body = json.loads(self.rfile.read(int(found[1]) if found else 0) or b"{}")
            answer = self._answer(line.split()[1].decode(), body)
            if answer is None:
                return
            self.wfile.write(answer)

    handle = talk                        # as socketserver calls it

    def _answer(self, target: str, body: dict[str, Any]) -> bytes | None:
        openid = str(body.get("touser", ""))
        with self.server.writing:
            first = not self.server.seen[openid]
            self.server.seen[openid] += 1
            self.server.bodies.append(body)
            self.server.targets.append(target)
        time.sleep(self.server.delay_s)
        if openid.startswith("o-drop"):
            return None
        if openid.startswith("o-late"):
            time.sleep(30)
        if openid.startswith("o-500"):
            return b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"
        if openid.startswith("o-page"):
            return b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
        code = self.server.answers.get(openid) or (40001 if first and openid.startswith("o-stale") else 0)
        if (found := CODE.match(openid)) and not code:
            code = int(found[1])
        told = json.dumps({"errcode": code, "errmsg": "x", **({} if code else {"msgid": 2**40 + len(self.server.bodies)})}).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(told), told)


@contextmanager
def recording(delay_s: float = 0) -> Iterator[Recording]:
    """One on a port of its own."""
    with Recording(delay_s) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
