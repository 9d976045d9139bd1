"""Worker processes of jobs.process_media over a real database and a real store: killed, frozen, racing, out of disk.

Whatever a worker calls (the store, the studio, each verb of the rooms) may be followed or surrounded. `python -m
tests.jobs.workers` is one process that has everything loaded and forks its workers, so that each is ready at once.
"""
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gateways.kodo.client import KodoStore
from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from jobs import process_media
from models.db import database, open_database
from models.media import examination
from models.originality import actions as originality
from models.safety import actions as safety
from tests.running import HOME

Around = Callable[[str, tuple[Any, ...], Callable[[], Any]], Any]
Patch = Callable[[Any, str, Any], None]
VERBS = (("examination", examination, ("claim", "subject", "sniffed", "measured", "rendered", "printed", "finished")),
         ("originality", originality, ("keep", "compare")), ("safety", safety, ("open_checks",)))


class Watched:
    """A neighbour, each call to which goes through `around` under its name, such as "store.put"."""

    def __init__(self, name: str, inner: Any, around: Around) -> None:
        self._name, self._inner, self._around = name, inner, around

    def __getattr__(self, act: str) -> Any:
        return _surrounded(f"{self._name}.{act}", getattr(self._inner, act), self._around)


def watched(store: Any, studio: Any, around: Around, patch: Patch = setattr) -> Any:
    """Gateways for jobs.process_media; the verbs it calls go through `around` too, until `patch` is undone."""
    for name, room, verbs in VERBS:
        for verb in verbs:
            patch(room, verb, _surrounded(f"{name}.{verb}", getattr(room, verb), around))
    return SimpleNamespace(store=Watched("store", store, around), studio=Watched("studio", studio, around), transcoder=None)


def _surrounded(name: str, act: Callable[..., Any], around: Around) -> Callable[..., Any]:
    def called(*given: Any, **more: Any) -> Any:
        return around(name, given, lambda: act(*given, **more))
    return called


class Counted:
    """Around every call: `then` hears of its end, as "store.put 3" for the third of its name."""

    def __init__(self, then: Callable[[str], None]) -> None:
        self._then, self._calls = then, Counter[str]()

    def __call__(self, name: str, given: tuple[Any, ...], act: Callable[[], Any]) -> Any:
        answer = act()
        self._calls[name] += 1
        self._then(f"{name} {self._calls[name]}")
        return answer


def client(**told: str) -> KodoStore:
    """The store at an address, in one of its buckets."""
    url, bucket = told["store"], told["bucket"]
    return KodoStore(access_key=told["access_key"], secret_key=told["secret_key"], bucket=bucket, up_host=url, rs_host=url,
                     download_base=f"{url}/dl/{bucket}")


@contextmanager
def workers(what: str, temporary: Path, told: dict[str, Any]) -> "Iterator[subprocess.Popen[str]]":
    """One of WHAT in a process of its own; its temporary files, which a killed one leaves behind, are in that folder."""
    temporary.mkdir(exist_ok=True)
    process = subprocess.Popen([sys.executable, "-m", "tests.jobs.workers", what, json.dumps(told)], cwd=HOME, text=True,
                               env={**os.environ, "TMPDIR": str(temporary)}, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)


# Inside the process

def killed(told: dict[str, Any]) -> None:
    """A worker for each of told["after"], that ends by SIGKILL right after that call ("": before any); how each ended."""
    def ends_after(call: str) -> None:
        if not call:
            _end_with(signal.SIGKILL)
        _work(told, Counted(lambda now: _end_with(signal.SIGKILL) if now == call else None))

    for call in told["after"]:
        _say(_forked(partial(ends_after, call)))


def racing(told: dict[str, Any]) -> None:
    """Two workers that begin together and work until nothing is due; what each asked of the studio, as "sniff <sha256>"."""
    pipes = [os.pipe(), os.pipe()]

    def races(own: int) -> None:
        def around(name: str, given: tuple[Any, ...], act: Callable[[], Any]) -> Any:
            if name.startswith("studio."):
                _say(name, hashlib.sha256(given[0].read_bytes()).hexdigest())
            return act()

        counted = Counted(lambda now: meet(own) if now == "examination.claim 1" else None)
        _work(told, lambda name, given, act: counted(name, given, lambda: around(name, given, act)))

    def meet(own: int) -> None:
        os.write(pipes[own][1], b".")
        os.read(pipes[1 - own][0], 1)

    children = [_start(partial(races, own)) for own in (0, 1)]
    _say([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])


def freezing(told: dict[str, Any]) -> None:
    """One worker that stops right after the call told["after"], until somebody continues it."""
    _work(told, Counted(lambda now: _end_with(signal.SIGSTOP) if now == told["after"] else None))


def crowded(told: dict[str, Any]) -> None:
    """One worker whose disk takes no file larger than told["bytes"] while it calls told["during"]."""
    def around(name: str, given: tuple[Any, ...], act: Callable[[], Any]) -> Any:
        if name != told["during"]:
            return act()
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (told["bytes"], before[1]))
        try:
            return act()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    _work(told, around)


def steady(told: dict[str, Any]) -> None:
    """One worker that goes on until nothing is due; its peak resident memory in kilobytes."""
    opened = open_database(told["database"])
    with database.connection_context():
        gateways: Any = SimpleNamespace(store=client(**told["store"]), studio=LocalStudio(find_ffmpeg()), transcoder=None)
        while process_media.run(gateways):
            pass
    opened.close_all()
    _say(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])


WHAT: dict[str, Callable[[dict[str, Any]], None]] = {"killed": killed, "racing": racing, "freezing": freezing, "crowded": crowded,
                                                      "steady": steady}


def _work(told: dict[str, Any], around: Around) -> None:
    opened = open_database(told["database"])
    with database.connection_context():
        gateways = watched(client(**told["store"]), LocalStudio(find_ffmpeg()), around)
        (process_media.run_films if told.get("films") else process_media.run)(gateways)
    opened.close_all()


def _forked(act: Callable[[], None]) -> int:
    """How a child that does this ended: -9 for a kill."""
    return os.waitstatus_to_exitcode(os.waitpid(_start(act), 0)[1])


def _start(act: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def _say(*words: object) -> None:
    """A line to whoever started us, whole though others of us speak too."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def _end_with(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


if __name__ == "__main__":
    WHAT[sys.argv[1]](json.loads(sys.argv[2]))
