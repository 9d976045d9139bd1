"""Files are looked into: each that is due is claimed, taken through its steps, and what is found is written down.

Photographs, songs and documents have a tick of their own, so that nobody waits for somebody else's film. Any number of
processes may do this at once, here or on other machines.
"""
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from gateways import Gateways
from models.media import examination
from models.media.examination import ClaimLost, Stored, rendition_key
from models.media.tables import Examination, File, Rendition, Step
from models.originality import actions as originality
from models.ports import Made, Refused, Unreachable
from models.safety import actions as safety

log = logging.getLogger("wangju.jobs")

LIGHT = ("photo", "song", "document")
FILMS = ("video",)
A_RUN = 50                       # files of one run; the next tick goes on, and a process that is to end may end between two
HEARTBEAT_S = 30.0
LOOK_AGAIN = examination.PATIENCE[0]
STORES_OWN = ("song", "video")   # what the store's own processing can make; photographs are always made here


def run(gateways: Gateways) -> int:
    """How many photographs, songs and documents got an answer."""
    return _examine(gateways, LIGHT)


def run_films(gateways: Gateways) -> int:
    """How many films got an answer."""
    return _examine(gateways, FILMS)


def _examine(gateways: Gateways, kinds: Sequence[str]) -> int:
    done = 0
    while done < A_RUN and (row := examination.claim(kinds)):
        _take_through(gateways, row)
        done += 1
    return done


@dataclass
class Work:
    """One file in hand: its row, what it is, and a folder that is removed afterwards."""
    gateways: Gateways
    row: Examination
    file: File
    folder: Path

    @cached_property
    def fetched(self) -> tuple[Path, str]:
        """The original, brought here at first need, and its sha256. Raises Unreachable for other bytes than were stored."""
        original = self.folder / "original"
        try:
            sha256 = self.gateways.store.fetch(self.file.key, original)
        except Refused as no:
            raise Unreachable("the store did not give what it said it had") from no
        if self.file.sha256 not in (None, sha256):
            raise Unreachable("the store gave other bytes than it was given")
        original.chmod(0o444)        # nobody writes it any more: the studio links it instead of copying
        return original, sha256

    @property
    def original(self) -> Path:
        return self.fetched[0]

    @property
    def mime(self) -> str:
        """As sniffed by us, in this run or one before."""
        return str(self.file.mime)


def _take_through(gateways: Gateways, row: Examination) -> None:
    """Every step from where the row stands. What went wrong is written down; only a fault of our own is raised besides."""
    try:
        with TemporaryDirectory(prefix="wangju-file-") as folder, _kept_alive(row):
            work = Work(gateways, row, examination.subject(row), Path(folder))
            while DO[Step(row.step)](work):
                pass
    except ClaimLost:
        log.info("job=process_media file=%s lost step=%s", row.file_id, row.step)
        examination.clear_up(row)
    except Unreachable:
        _failed(row, "away")
    except OSError:
        _failed(row, "disk")
    except Exception:
        _failed(row, "fault")
        raise


def _failed(row: Examination, trouble: str) -> None:
    log.warning("job=process_media file=%s failed step=%s trouble=%s attempt=%d", row.file_id, row.step, trouble, row.attempts)
    try:
        examination.failed(row, trouble)
    except ClaimLost:
        log.info("job=process_media file=%s lost step=%s", row.file_id, row.step)


# The steps. Each says whether there is another one to do now

def _looking(step: Callable[[Work], bool]) -> Callable[[Work], bool]:
    """A step that looks inside: when the file itself is at fault, that is its answer."""

    def looked(work: Work) -> bool:
        try:
            return step(work)
        except Refused as no:
            if no.code == examination.TOO_HEAVY:
                _failed(work.row, no.code)
            else:
                examination.unfit(work.row, no.code)
            return False

    return looked


@_looking
def _sniff(work: Work) -> bool:
    original, sha256 = work.fetched
    work.file.mime = work.gateways.studio.sniff(original, work.file.kind)
    return examination.sniffed(work.row, mime=work.file.mime, sha256=sha256)


@_looking
def _measure(work: Work) -> bool:
    return examination.measured(work.row, work.gateways.studio.measure(work.original, work.file.kind, work.mime))


def _render(work: Work) -> bool:
    if work.gateways.transcoder and work.file.kind in STORES_OWN:
        return _rendered_by_the_store(work)
    return _rendered_here(work)


@_looking
def _rendered_here(work: Work) -> bool:
    into = work.folder / "made"
    into.mkdir()
    made = work.gateways.studio.render(work.original, work.file.kind, work.mime, work.row.measured, into)
    examination.rendered(work.row, [_put(work, one) for one in made])
    return True


def _put(work: Work, made: Made) -> Stored:
    key = rendition_key(work.file.key, made.purpose)
    try:
        stored = work.gateways.store.put(key, made.path, made.mime)
    except Refused as no:
        raise Unreachable("the store did not take a rendition") from no
    return Stored(made.purpose, key, made.mime, stored.size, made.width, made.height,
                  round(made.duration_s * 1000) if made.duration_s is not None else None)


def _rendered_by_the_store(work: Work) -> bool:
    """Asked for at the first visit, looked for at the following ones. What the store cannot do, it is asked again, then given up."""
    transcoder, row = work.gateways.transcoder, work.row
    if transcoder is None:
        return False
    keys = {purpose: rendition_key(work.file.key, purpose) for purpose in transcoder.purposes(row.measured)}
    try:
        ticket = row.ticket or transcoder.begin(work.file.key, row.measured, keys)
        if not row.ticket or not transcoder.outcome(ticket):
            examination.under_way(row, ticket, due=LOOK_AGAIN)
            return False
        examination.rendered(row, [one for purpose, key in keys.items() if (one := _found(work, purpose, key))])
        return True
    except Refused as no:
        _failed(row, f"transcoder_{no.code}"[:40])
        return False


def _found(work: Work, purpose: str, key: str) -> Stored | None:
    stored = work.gateways.store.stat(key)
    return Stored(purpose, key, stored.mime, stored.size) if stored else None


@_looking
def _print(work: Work) -> bool:
    if originality.is_compared(work.file):
        prints = work.gateways.studio.prints(work.original, work.file.kind, work.mime, work.row.measured)
        originality.keep_and_compare(work.file.id, prints)
    examination.printed(work.row)
    return True


def _check(work: Work) -> bool:
    safety.open_checks(work.file.id, list(Rendition.select().where(Rendition.file == work.file.id)))
    examination.finished(work.row)
    return False


DO: dict[Step, Callable[[Work], bool]] = {
    Step.SNIFF: _sniff, Step.MEASURE: _measure, Step.RENDER: _render, Step.PRINT: _print, Step.CHECK: _check,
}


@contextmanager
def _kept_alive(row: Examination) -> Iterator[None]:
    """The claim is renewed while work goes on, by a thread that ends with it."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_S):
            try:
                examination.keep_alive(row)
            except ClaimLost:
                return               # the next thing written down will say so

    heart = threading.Thread(target=beat, name=f"claim-{row.file_id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
