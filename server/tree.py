"""The process tree of one machine: the public web process, the loopback stand-ins, the jobs; one Ctrl-C ends all of it.

A child that ends by itself takes the others with it, so that a supervisor outside (systemd, a container) sees it.
"""
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import urllib3

from gateways import LOOPBACK_VARIABLE
from models.config import Config

PATIENCE_S = 20.0            # for a child to end by itself before it is killed
READY_S = 60.0
PR_SET_PDEATHSIG = 1


class PortTaken(Exception):
    """Somebody listens there already: perhaps this service, started before."""


def serve(config: Config, *, with_jobs: bool = True, ready: Callable[[], None] = lambda: None) -> int:
    """Run the tree in the foreground until a signal or until a child ends; the exit code. Raises PortTaken."""
    _require_free(config.listen.address, config.listen.port)
    loopback = config.listen.loopback_port or _free_port()
    environment = {**os.environ, LOOPBACK_VARIABLE: f"http://127.0.0.1:{loopback}"}
    commands = [_granian("server.wsgi:loopback", "127.0.0.1", loopback, threads=32, processes=1),
                _granian("server.wsgi:public", config.listen.address, config.listen.port,
                         threads=config.listen.threads, processes=config.listen.processes)]
    return _watch(commands, [[sys.executable, "-m", "jobs"]] if with_jobs else [], environment, config, ready)


def _granian(target: str, address: str, port: int, *, threads: int, processes: int) -> list[str]:
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", target, "--host", address, "--port", str(port),
            "--workers", str(processes), "--blocking-threads", str(threads), "--backlog", "1024", "--no-ws",
            "--log-level", "error", "--respawn-failed-workers"]


def _watch(commands: list[list[str]], afterwards: list[list[str]], environment: dict[str, str], config: Config,
           ready: Callable[[], None]) -> int:
    """`afterwards` start when people are served already: nobody waits for a job."""
    asked_to_stop: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        asked_to_stop.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    children = [_start(command, environment) for command in commands]
    try:
        if _answers(config, children, asked_to_stop):
            ready()
            children += [_start(command, environment) for command in afterwards]
        elif not asked_to_stop:
            sys.stderr.write("服务没有就绪，请看上面的记录\n")
        while not asked_to_stop and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _end(children)
    return 0 if asked_to_stop else 1


def _start(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: S603 - our own commands


def _end_with_parent() -> None:
    """On Linux a child is told when its parent dies, even by kill -9; elsewhere the next start says the port is taken."""
    if sys.platform == "linux":
        import ctypes
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers(config: Config, children: list[subprocess.Popen[bytes]], asked_to_stop: list[int]) -> bool:
    """Whether the service answered before a child died, a signal came or patience ended."""
    address = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(config.listen.address, config.listen.address)  # noqa: S104 - recognised, not used
    url = f"http://{address}:{config.listen.port}/readyz"
    until = time.monotonic() + READY_S
    while time.monotonic() < until and not asked_to_stop and all(child.poll() is None for child in children):
        try:
            if urllib3.request("GET", url, timeout=2, retries=False).status == 200:
                return True
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.05)
    return False


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + PATIENCE_S
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: int) -> None:
    """To the child and everything it started, also when the child itself is gone and its workers are not."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _require_free(address: str, port: int) -> None:
    """Raises PortTaken. Asked first, because granian shares a port with whoever else is willing to."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as why:
            raise PortTaken(f"不能监听 {address}:{port}（{why.strerror}）。也许已经启动过一次；换端口：PORT={port + 1} make run") from why


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
