"""Two phones side by side, as /preview/two shows them: each in a hand, nothing between them but what a camera sees."""
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from playwright.sync_api import Browser, Frame, Locator, Page

from tests.miniprogram.driving import Hand

WINDOW = {"width": 960, "height": 1200}
NAMES = ("left", "right")
TITLES = {"left": "左边的手机", "right": "右边的手机"}


class Side(Hand):
    """One of two phones; `page` is its frame, so what needs a whole page (file choosers, pictures of the screen) is asked of `whole`."""

    def __init__(self, frame: Frame, name: str, whole: Page, url: str) -> None:
        super().__init__(cast(Page, frame), url)
        self.name = name
        self.whole = whole

    def open(self, path: str = "", **query: str) -> "Side":
        super().open(path, frame="", phone=self.name, **query)
        return self

    @property
    def above(self) -> Locator:
        """What stands above this phone: 谁的手机, 时钟, 联网 and the buttons."""
        return self.whole.get_by_role("region", name=TITLES[self.name])

    def is_online(self, online: bool) -> "Side":
        """By the switch above the phone."""
        self.above.get_by_label("联网").set_checked(online)
        return self

    def sets_clock(self, words: str) -> "Side":
        """准时, 快 2 小时 or 慢 2 小时."""
        self.above.get_by_label("时钟").select_option(label=words)
        return self


@contextmanager
def side_by_side(browser: Browser, url: str) -> Iterator[tuple[Side, Side]]:
    """Both as new, the left one a coordinator's and the right one a worker's; faults of the app's own code fail whoever asked for them."""
    context = browser.new_context(viewport=WINDOW, has_touch=True, locale="zh-CN")      # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(f"{url}/preview/two")
        left, right = (Side(_frame(page, name), name, page, url) for name in NAMES)
        left.started()
        right.started()
        yield left, right
        assert (left.errors, right.errors) == ([], [])
    finally:
        context.close()


def _frame(page: Page, name: str) -> Frame:
    handle = page.get_by_role("region", name=TITLES[name]).locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    return frame
