"""Doing one thing on several threads at the same moment, each with its own connection."""
import threading
from collections.abc import Callable, Sequence
from typing import Any

from models.db import database
from models.problems import Problem


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each deed returned or the Problem it raised, in the order given."""
    gate = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def run(n: int) -> None:
        with database.connection_context():
            gate.wait()
            try:
                answers[n] = deeds[n]()
            except Problem as problem:
                answers[n] = problem

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
