"""Group commit: in a burst, many threads' writes become durable with one commit.

A request thread hands its item over and waits; one writer per process takes whatever has gathered, lets the room write
it as one batch in one transaction, and answers each thread after the commit. While a batch is on its way to the disk
the next one gathers, so the dearer an fsync is, the more share it. An answer is given only after its row is durable.

A batch that fails as a whole is written again item by item, each in a savepoint of its own, so that one bad item
takes nobody with it.
"""
import logging
import os
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from models.db import database, writing
from models.problem import Problem
from models.problems import WorldAway

log = logging.getLogger("wangju.queue")

MOST_AT_ONCE = 512           # items in one transaction
MOST_WAITING = 20_000        # more than any number of threads; past it callers are told to come again
LONGEST_WAIT_S = 30.0

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Write = Callable[[Sequence[Item]], Sequence[Answer | Problem]]


class _Handed(Generic[Item, Answer]):
    """One item and whoever waits for it; nobody does where `done` is None."""
    __slots__ = ("answer", "done", "failure", "item")

    def __init__(self, item: Item, done: "threading.Lock | None") -> None:
        self.item, self.done = item, done
        self.answer: Answer | None = None
        self.failure: BaseException | None = None


class Burst(Generic[Item, Answer]):
    """The queue and the writer of one kind of item.

    `write` gets a batch inside `writing()` and gives one answer for each item, in order; a Problem among the answers is
    raised to its own caller, and everything else stands.
    """

    def __init__(self, write: Write[Item, Answer]) -> None:
        self._write = write
        self._waiting: queue.SimpleQueue[_Handed[Item, Answer]] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._process: int | None = None

    def submit(self, item: Item) -> Answer:
        """Hand an item over and wait until it is durable. Raises its Problem, what the database raised, or WorldAway."""
        done = threading.Lock()
        done.acquire()
        handed = _Handed[Item, Answer](item, done)
        self._hand(handed)
        if not done.acquire(timeout=LONGEST_WAIT_S):
            raise WorldAway(who="数据库")
        if handed.failure is not None:
            raise handed.failure
        return handed.answer  # type: ignore[return-value]

    def post(self, item: Item) -> None:
        """Hand an item over and do not wait: it is written soon, or lost with the process."""
        self._hand(_Handed(item, None))

    def _hand(self, handed: _Handed[Item, Answer]) -> None:
        if self._waiting.qsize() >= MOST_WAITING:
            raise WorldAway(who="数据库")
        if self._process != os.getpid():
            self._start()
        self._waiting.put(handed)

    def _start(self) -> None:
        """A writer of this process: a forked child has none."""
        with self._starting:
            if self._process != os.getpid():
                threading.Thread(target=self._run, name="burst", daemon=True).start()
                self._process = os.getpid()

    def _run(self) -> None:
        while True:
            batch = self._gathered()
            try:
                self._commit(batch)
            except BaseException as failure:
                _fail(batch, failure)
            for handed in batch:
                if handed.done is not None:
                    handed.done.release()

    def _gathered(self) -> list[_Handed[Item, Answer]]:
        batch = [self._waiting.get()]
        try:
            while len(batch) < MOST_AT_ONCE:
                batch.append(self._waiting.get_nowait())
        except queue.Empty:
            pass
        return batch

    def _commit(self, batch: list[_Handed[Item, Answer]]) -> None:
        try:
            with writing():
                answers = self._write([handed.item for handed in batch])
        except Exception:
            if len(batch) == 1:
                raise
            self._commit_singly(batch)
        else:
            for handed, answer in zip(batch, answers, strict=True):
                _take(handed, answer)

    def _commit_singly(self, batch: list[_Handed[Item, Answer]]) -> None:
        with writing():
            for handed in batch:
                try:
                    with database.atomic():
                        _take(handed, self._write([handed.item])[0])
                except Exception as failure:
                    handed.failure = failure


def _take(handed: _Handed[Item, Answer], answer: "Answer | Problem") -> None:
    if isinstance(answer, Problem):
        handed.failure = answer
    else:
        handed.answer = answer


def _fail(batch: list[_Handed[Item, Answer]], failure: BaseException) -> None:
    """Whatever was taken for an answer before the commit failed is none."""
    log.error("burst_failed size=%d kind=%s", len(batch), type(failure).__name__)
    for handed in batch:
        handed.failure = failure
