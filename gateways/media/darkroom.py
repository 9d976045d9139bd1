"""The door to the darkroom: one waiting process that has the image libraries ready, asked to develop one photograph at a time.

A new Python with Pillow takes longer to start than most photographs take to develop; a fork of one that waits does not.
The process is started at first need, again when it was killed, and ends with us: its socket closes.
"""
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from gateways.media.cell import READABLE, Cell, Limits
from models.ports import Unreachable

INSIDE = Path(__file__).with_name("darkroom_inside.py")
PATIENCE_S = 30                   # beyond a task's own time, for the door to answer


class Darkroom:
    """Usable from any thread; tasks wait for each other."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def develop(self, made: Cell, limits: Limits, task: str, *arguments: Any) -> bytes:
        """What a task of gateways.media.developing prints, done in the cell. Raises as Cell.run does."""
        request = {"task": task, "arguments": arguments, "cell": str(made.folder), "readable": READABLE, "seconds": limits.seconds,
                   "limits": (limits.cpu_s, limits.memory_mb, limits.file_mb)}
        return made.printed_by(self._asking(json.dumps(request).encode(), limits.seconds + PATIENCE_S))

    def close(self) -> None:
        """End the waiting process; the next task starts another."""
        if self._door is not None:
            if self._owner == os.getpid():
                with contextlib.suppress(OSError):
                    self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.wait()
        self._door = self._process = None

    def _asking(self, request: bytes, seconds: float) -> Callable[[IO[bytes], IO[bytes]], int | None]:
        def ask(said: IO[bytes], complaint: IO[bytes]) -> int | None:
            with self._turn:
                return self._answer(request, [said.fileno(), complaint.fileno()], seconds)
        return ask

    def _answer(self, request: bytes, printed: list[int], seconds: float) -> int | None:
        try:
            door = self._opened()
            door.settimeout(seconds)
            socket.send_fds(door, [request], printed)
            answer = door.recv(64)
            if answer:
                return json.loads(answer)
        except OSError:
            answer = b""
        self.close()
        raise Unreachable("the darkroom ended before it answered")

    def _opened(self) -> socket.socket:
        """A door that somebody answers: never one that was inherited by a fork, whose owner speaks through it too."""
        is_ours = self._owner == os.getpid() and self._process is not None and self._process.poll() is None
        if self._door is None or not is_ours:
            self.close()
            self._start()
        assert self._door is not None
        return self._door

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            argv = [sys.executable, "-I", "-B", str(INSIDE), str(theirs.fileno())]
            self._process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, env={}, pass_fds=[theirs.fileno()],  # noqa: S603 ours
                                             start_new_session=True)
        self._door, self._owner = ours, os.getpid()
