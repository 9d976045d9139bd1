"""How many bodies are read at once.

A slow phone holds a server thread for as long as its body takes. The gate must therefore be smaller than the number
of threads: past it the answer is 503 with Retry-After, at once, and everyone else is served as before.
"""
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .refusals import Refusal


class Gate:
    def __init__(self, places: int, retry_after_s: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._retry_after_s = retry_after_s

    @contextmanager
    def place(self) -> Iterator[None]:
        """Raises Refusal (503) instead of waiting."""
        if not self._places.acquire(blocking=False):
            raise Refusal(503, "too many uploads at once", retry_after_s=self._retry_after_s)
        try:
            yield
        finally:
            self._places.release()
