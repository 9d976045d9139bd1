"""Group commit: an answer means durable, one bad item takes nobody with it, and nobody waits for what was lost."""
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from peewee import OperationalError

from models import clock
from models.db import database
from models.journal import Line
from models.problem import Problem
from models.problems import NotFound
from models.queue import MOST_AT_ONCE, Burst
from models.rows import insert_row

AT = clock.now()


class Book:
    """Writes a line for each text; texts that begin with a word of trouble make it."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.burst: Burst[str, str] = Burst(self.write)

    def write(self, texts: Sequence[str]) -> list[str | Problem]:
        self.batches.append(len(texts))
        return [self._line(text) for text in texts]

    def _line(self, text: str) -> str | Problem:
        if text.startswith("unknown"):
            return NotFound(what="这个")
        insert_row(Line, what="thing.happened", about=text, actor_id=None, details={}, at=AT)
        if text.startswith("broken"):
            raise ValueError(text)
        if text.startswith("away"):
            raise OperationalError(text)
        return text.upper()


def about() -> set[str]:
    with database.connection_context() if database.is_closed() else threading.Lock():
        return {row.about for row in Line.select(Line.about)}


def submit(book: Book, text: str) -> str:
    """The answer, or the name of what was raised."""
    try:
        return book.burst.submit(text)
    except (ValueError, OperationalError, Problem) as why:
        return type(why).__name__


def test_ten_thousand_in_the_queue_are_all_durable_when_they_are_answered(db: str) -> None:
    book = Book()
    texts = [f"t{number}" for number in range(10_000)]
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(book.burst.submit, texts))
    assert answers == [text.upper() for text in texts]
    assert about() == set(texts)
    assert len(book.batches) < 5_000
    assert max(book.batches) <= MOST_AT_ONCE


def test_one_bad_item_takes_nobody_with_it_and_leaves_nothing_behind(db: str) -> None:
    book = Book()
    wrong = {"unknown": "NotFound", "broken": "ValueError", "away": "OperationalError"}
    texts = [f"good{number}" for number in range(60)] + list(wrong)
    with ThreadPoolExecutor(len(texts)) as pool:
        answers = dict(zip(texts, pool.map(lambda text: submit(book, text), texts), strict=True))
    assert {text: answers[text] for text in wrong} == wrong
    assert about() == {text for text in texts if text.startswith("good")}
    assert all(answers[text] == text.upper() for text in texts if text.startswith("good"))


def test_an_answer_comes_after_the_commit(db: str) -> None:
    """Whoever is answered finds the row from another connection at once."""
    book = Book()

    def look(text: str) -> bool:
        book.burst.submit(text)
        try:
            return Line.select().where(Line.about == text).exists()
        finally:
            database.close()

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(look, [f"seen{number}" for number in range(300)]))


def test_what_is_posted_is_written_without_anybody_waiting(db: str) -> None:
    book = Book()
    book.burst.post("posted")
    book.burst.post("broken and posted")
    assert book.burst.submit("after") == "AFTER"
    assert about() == {"posted", "after"}


def test_a_writer_that_failed_goes_on_with_the_next(db: str) -> None:
    book = Book()
    with pytest.raises(ValueError, match="broken"):
        book.burst.submit("broken")
    assert book.burst.submit("fine") == "FINE"
    assert about() == {"fine"}
