"""A person's hand on the phone: the whole mini program in the preview, served by a running service.

`Hand` does what a finger can do and sees what an eye can see: by the words on the screen, never by a selector of one page. What the
preview itself offers (no network, a killed app, a full phone) it reaches through `window.preview`, as the buttons beside the frame do.
"""
import fcntl
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Locator, Page, TimeoutError, expect

from tests.miniprogram.preview.conftest import Phone

PATIENCE_MS = 30_000
DRAWN_ANEW_MS = 3_000
SCREEN = {"width": 375, "height": 812}
ON_TOP = ".page.on-top"


class Hand(Phone):
    """A phone in somebody's hand. Every wait ends after half a minute, in words."""

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page, f"{url}/preview")

    def open(self, path: str = "", **query: str) -> "Hand":
        super().open(path, **query)
        return self

    def restart(self) -> "Hand":
        super().restart()
        return self

    # seeing

    @property
    def top(self) -> Locator:
        """The page on top, without bars and dialogs."""
        return self.page.locator(ON_TOP)

    def words(self, words: str, exact: bool = False) -> Locator:
        """Where these words stand on the page on top; the first that is visible."""
        return self.top.get_by_text(words, exact=exact).and_(self.page.locator(":visible")).first

    def sees(self, *all_words: str) -> "Hand":
        for words in all_words:
            expect(self.words(words)).to_be_visible(timeout=PATIENCE_MS)
        return self

    def sees_no(self, words: str) -> "Hand":
        expect(self.words(words)).to_have_count(0, timeout=PATIENCE_MS)
        return self

    def sees_in_dialog(self, words: str) -> "Hand":
        """In a dialog or a passing message of WeChat itself."""
        expect(self.page.locator("#phone-shell > .overlay").get_by_text(words).first).to_be_visible(timeout=PATIENCE_MS)
        return self

    def finds(self, words: str, more: str) -> "Hand":
        """In a list that is read page by page: as many pages as it takes."""
        while not self.sees_either(words, more).words(words).count():
            before = self.read()
            self.taps(more).waits_until("document.querySelector('.page.on-top').innerText !== given", before)
        return self

    def sees_either(self, *all_words: str) -> "Hand":
        either = re.compile("|".join(map(re.escape, all_words)))
        expect(self.top.get_by_text(either).and_(self.page.locator(":visible")).first).to_be_visible(timeout=PATIENCE_MS)
        return self

    def read(self) -> str:
        """Everything the page on top says."""
        return self.top.inner_text()

    # doing

    def taps(self, words: str) -> "Hand":
        """A button, link or choice, by its whole words; else by the words it holds."""
        whole = self.words(words, exact=True)
        one = whole if whole.count() else self.words(words)
        self._scrolls_to(one)
        one.tap(timeout=PATIENCE_MS)
        return self

    def _scrolls_to(self, one: Locator) -> None:
        """An element that was drawn anew while it was scrolled to is looked up again: Playwright would wait for the old one."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while True:
            try:
                return one.scroll_into_view_if_needed(timeout=DRAWN_ANEW_MS)
            except TimeoutError:
                if time.monotonic() > until:
                    raise

    def taps_if_there(self, words: str) -> "Hand":
        """For what is asked only the first time."""
        if self._privacy_is_open():
            self.taps(words)
        return self

    def taps_called(self, label: str) -> "Hand":
        """What has no words of its own but a name for those who listen."""
        self.top.get_by_label(label).and_(self.page.locator(":visible")).first.tap(timeout=PATIENCE_MS)
        return self

    def taps_tab(self, words: str) -> "Hand":
        self.page.locator("#phone-tabs").get_by_role("tab", name=words, exact=True).tap(timeout=PATIENCE_MS)
        return self

    def taps_in_dialog(self, words: str) -> "Hand":
        self.page.locator("#phone-shell > .overlay").get_by_role("button", name=words, exact=True).last.tap(timeout=PATIENCE_MS)
        return self

    def goes_back(self) -> "Hand":
        self.page.locator("#phone-navigation").get_by_label("返回").tap(timeout=PATIENCE_MS)
        return self

    def writes(self, label: str, words: str) -> "Hand":
        """Into the field of that name, and leaves it."""
        field = self.field(label)
        field.fill(words, timeout=PATIENCE_MS)
        field.blur()
        return self

    def field(self, label: str) -> Locator:
        written = ":is(input, textarea)"
        return self.top.locator(f'{written}[aria-label="{label}"], [aria-label="{label}"] {written}').first

    def chooses(self, label: str, choice: str) -> "Hand":
        """One of the answers of a question: from its list, or from the sheet it opens."""
        group = self.top.get_by_label(label, exact=True).first
        expect(group).to_be_visible(timeout=PATIENCE_MS)
        if group.get_attribute("role") == "button":
            group.tap()
        one = self.top.get_by_role("radio", name=choice).and_(self.page.locator(":visible")).first
        self._scrolls_to(one)
        one.tap(timeout=PATIENCE_MS)
        return self

    def switches(self, label: str) -> "Hand":
        self.top.get_by_label(label).and_(self.page.locator(":visible")).first.tap(timeout=PATIENCE_MS)
        return self

    def scrolls_to(self, words: str) -> "Hand":
        """Until these words stand below what stays at the top."""
        self.words(words).evaluate("(one) => { one.style.scrollMarginTop = '130px'; one.scrollIntoView({ block: 'start' }) }")
        return self

    def picks(self, source: str, *paths: Path) -> "Hand":
        """Taps `source` and takes the files in the browser's own file chooser; agrees to the privacy guide when it is asked."""
        with self.page.expect_file_chooser(timeout=PATIENCE_MS) as chooser:
            self.taps(source)
            self._agrees_when_asked()
        chooser.value.set_files([str(path) for path in paths])
        return self

    def _agrees_when_asked(self) -> None:
        """The mini program's own pop-up stands before the chooser only the first time."""
        if self._privacy_is_open():
            self.taps("同意，继续")

    def _privacy_is_open(self) -> bool:
        """Whether the guide still has to be agreed to, in which case its pop-up is waited for."""
        asks: bool = self.do("new Promise((done) => wx.getPrivacySetting({ success: (told) => done(told.needAuthorization) }))")
        if asks:
            self.sees("同意，继续")
        return asks

    # what happens to phones

    def goes_offline(self) -> "Hand":
        self.do("preview.offline(true)")
        return self

    def comes_online(self) -> "Hand":
        self.do("preview.offline(false)")
        return self

    def hide_and_show(self) -> "Hand":
        """To the background and back, as when a message is answered in between."""
        self.do("preview.hide()")
        self.do("preview.show()")
        return self

    @property
    def requests(self) -> list[dict[str, Any]]:
        """[{method, url, sent, status}], oldest first, since the app was started."""
        found: list[dict[str, Any]] = self.do("preview.requests")
        return found

    @property
    def path(self) -> str:
        """The address of the page on top, with its query."""
        found: str = self.do("(({route, options}) => route + '?' + new URLSearchParams(options))(preview.pages().slice(-1)[0])")
        return found

    def waits_until(self, script: str, argument: Any = None) -> "Hand":
        """Until JavaScript finds it so. Asked from outside each time: the page's policy forbids Playwright's own waiting, which is eval."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while not self._finds(script, argument):
            assert time.monotonic() < until, f"never came true: {script}\n{self.read()}"
            self.page.wait_for_timeout(50)
        return self

    def _finds(self, script: str, argument: Any) -> bool:
        """A page that is being replaced finds nothing yet."""
        try:
            return bool(self.page.evaluate(f"(given) => {script}", argument))
        except Error as fault:
            if "navigation" in fault.message or "destroyed" in fault.message:
                return False
            raise

    def started(self) -> "Hand":
        return self.waits_until("window.preview && window.preview.ready")

    def shot(self, path: Path) -> None:
        """What the screen shows, once its pictures have come and its toasts are gone."""
        self.waits_until("[...document.images].every((one) => one.complete)")
        self.waits_until("[...document.querySelectorAll('video')].every((one) => one.readyState >= 3 && !one.seeking)")
        expect(self.page.locator("#phone-shell > .overlay .toast")).to_have_count(0, timeout=PATIENCE_MS)
        self.page.screenshot(path=path)


@contextmanager
def holding(browser: Browser, url: str, user: str = "demo-worker", **look: Any) -> Iterator[Hand]:
    """A phone as new in the hand of `user`, its app opened; faults of the app's own code fail whoever asked for it."""
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True, locale="zh-CN", **look)      # type: ignore[arg-type]
    try:
        hand = Hand(context.new_page(), url)
        hand.open(user=user)
        yield hand
        assert hand.errors == []
    finally:
        context.close()


def built(packages: Path, node: str) -> None:
    """The preview as the sources are now, where the service serves it from; one process builds, the others wait."""
    with Path(tempfile.gettempdir(), "wangju-preview").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if _is_stale(packages):
            ran = subprocess.run([node, str(packages / "preview" / "build.js")], check=False, capture_output=True, text=True, timeout=300)
            assert ran.returncode == 0, ran.stderr


def _is_stale(packages: Path) -> bool:
    made = packages / "preview" / "dist" / "phone.html"
    found = (path for folder in ("src", "preview") for path in (packages / folder).rglob("*"))
    sources = (path for path in found if "dist" not in path.parts and path.is_file())
    return not made.exists() or made.stat().st_mtime < max(path.stat().st_mtime for path in sources)

