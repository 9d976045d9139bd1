"""The way from a page to the store, on which parts can be held back: what was answered, and waiting with a deadline."""
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, Route

PART = re.compile(r"/kodo/buckets/.*/uploads/[^/]+/(\d+)$")


@dataclass
class Line:
    """The way to the store: which parts were answered, and those held back once `let` of them are through."""
    page: Page
    let: int = 1000
    answered: list[int] = field(default_factory=list)
    held: list[Route] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("requestfinished", lambda request: self.answered.extend(_parts(request.url)))
        self.page.route(PART, self._pass)

    def _pass(self, route: Route) -> None:
        self.let -= 1
        if self.let >= 0:
            route.continue_()
        else:
            self.held.append(route)

    def release(self) -> None:
        """Let go on what was held, and everything after it."""
        self.let, held, self.held = 1000, self.held, []
        for route in held:
            route.continue_()


def _parts(url: str) -> list[int]:
    found = PART.search(url)
    return [int(found.group(1))] if found else []


def until(page: Page, holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, page.inner_text("main")
        page.wait_for_timeout(20)
