"""The darkroom's inside: has the image libraries ready, and gives every photograph a locked-in process of its own.

Started by darkroom.py with one end of a pair of sockets. This process never opens a photograph: it forks one that locks
itself in (jail.py), does one task (developing.py) and ends; so a file's limits are its own and nothing is left for the
next. It ends when the other end of the pair closes, and takes a child under way with it.
"""
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gateways.media import developing, jail
else:                                  # beside this file, without the house around it: what is not loaded cannot be misused
    sys.path.append(os.path.dirname(__file__))
    import developing
    import jail

MOST_ASKED = 1 << 16                   # bytes of a request


def main(handle: int) -> None:
    is_cut_off = jail.cut_off()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=handle) as door, contextlib.suppress(ConnectionError):
        while asked := _next(door):
            request, printed = asked
            door.sendall(json.dumps(_ended(door, request, printed, is_cut_off)).encode())


def _next(door: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """A request and the two files to print to; None when nobody asks any more."""
    said, handles, _, _ = socket.recv_fds(door, MOST_ASKED, 2)
    return (json.loads(said), handles) if said else None


def _ended(door: socket.socket, request: dict[str, Any], printed: list[int], is_cut_off: bool) -> int | None:
    """How the task ended, as subprocess tells it; None when its time was over."""
    child = os.fork()
    if child == 0:
        _work(request, printed, is_cut_off)
    for handle in printed:
        os.close(handle)
    in_time = _waited(door, child, request["seconds"])
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if in_time else None


def _waited(door: socket.socket, child: int, seconds: float) -> bool:
    """Whether it ended in time; nobody waiting for the answer any more is the end of time."""
    handle = os.pidfd_open(child)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.register(door, select.POLLIN)
        return handle in dict(poll.poll(seconds * 1000))
    finally:
        os.close(handle)


def _work(request: dict[str, Any], printed: list[int], is_cut_off: bool) -> None:
    """In the child: never returns."""
    status, parent = 1, os.getppid()
    try:
        os.setsid()
        os.dup2(printed[0], 1)
        os.dup2(printed[1], 2)
        os.closerange(3, jail.OPEN_FILES)
        os.chdir(request["cell"])
        os.environ.clear()
        os.environ.update(jail.environment(request["cell"]))
        jail.lock_in(parent, tuple(request["limits"]), request["cell"], request["readable"], is_cut_off=is_cut_off)
        answer = developing.TASKS[request["task"]](*request["arguments"])
        _print(answer.encode())
        status = 0
    except BaseException as trouble:
        with contextlib.suppress(BaseException):
            os.write(2, f"{type(trouble).__name__}: {trouble}\n".encode())
    finally:
        os._exit(status)


def _print(answer: bytes) -> None:
    with open(1, "wb", closefd=False) as stdout:
        stdout.write(answer)


if __name__ == "__main__":
    main(int(sys.argv[1]))
