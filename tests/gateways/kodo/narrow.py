"""A line that lets so many bytes pass and then holds its breath: a proxy of this process in front of a real store."""
import socket
import threading
from contextlib import suppress
from typing import Self

CHUNK = 16 << 10


class Narrow:
    """`up` and `down` are how many bytes pass to the store and back, over all connections; None is no limit."""

    def __init__(self, port: int, *, up: int | None = None, down: int | None = None) -> None:
        self._port, self._left = port, {"up": up, "down": down}
        self._sockets: list[socket.socket] = []
        self.full = threading.Event()               # set when the line has begun to hold
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def cut_when_full(self) -> None:
        """Raises TimeoutError when it never begins to hold."""
        if not self.full.wait(20):
            raise TimeoutError
        self.cut()

    def cut(self) -> None:
        """Break every connection there is, and take no other."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                store = socket.create_connection(("127.0.0.1", self._port))
                self._sockets += [client, store]
                for words in ((client, store, "up"), (store, client, "down")):
                    threading.Thread(target=self._pass, args=words, daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(min(CHUNK, self._left[way] or CHUNK)):
                to.sendall(data)
                if self._spent(way, len(data)):
                    self.full.set()
                    return
            to.shutdown(socket.SHUT_WR)

    def _spent(self, way: str, size: int) -> bool:
        left = self._left[way]
        if left is not None:
            self._left[way] = left = max(0, left - size)
        return left == 0
