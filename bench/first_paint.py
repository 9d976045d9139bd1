"""How long until the home page is painted, beside an app with one empty page; and how heavy the main package is.

Both run in the preview, served alike by granian, in one Chromium under 4× CPU throttle; a fresh context each time (nothing cached, nobody
signed in), the two in turn within each round, ratios taken inside a round. Painted is the frame after the title stands in the page: for the
home page that is the campaign's name, which the service has to tell first. Run alone with `python -m bench first_paint`.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, sync_playwright

from tests.browser import LAUNCH_FLAGS, find_chromium
from tests.miniprogram.driving import SCREEN, built
from tests.ports import free_port
from tests.running import HOME, running
from tests.tools import find_node

PHONE = HOME / "miniprogram"
ROUNDS = 7
THROTTLE = 4
GOAL, GOAL_KB = 2.0, 1536
EMPTY = {
    "app.json": '{"pages": ["pages/empty/empty"], "componentFramework": "glass-easel", "style": "v2"}',
    "app.js": "App({})", "app.wxss": "",
    "pages/empty/empty.json": '{"navigationBarTitleText": "空"}', "pages/empty/empty.js": "Page({})", "pages/empty/empty.wxss": "",
    "pages/empty/empty.wxml": '<view class="title">空页</view>',
}
WATCH = """(() => {
  const look = () => {
    if (document.querySelector(SELECTOR)) requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() }))
    else requestAnimationFrame(look)
  }
  look()
})()"""
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "8", "--log-level", "error",
           "--host", "127.0.0.1", "--port")
FOLDER = "BENCH_PREVIEW"

Figure = dict[str, Any]
Painted = dict[str, float]


def measure() -> list[Figure]:
    """The ratio of first paints, and the weight of the main package."""
    built(PHONE, find_node())
    with tempfile.TemporaryDirectory(prefix="bench-paint-") as folder, _empty_app(Path(folder)) as empty, \
            running(Path(folder) / "var") as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(LAUNCH_FLAGS))
        home = f"{house.url}/preview/phone.html"
        rounds = [(_painted(browser, home, ".home-name"), _painted(browser, empty, ".title")) for _ in range(ROUNDS + 1)][1:]
        browser.close()
    return [_ratio("painted", "home page painted ÷ empty app", rounds, GOAL),
            _ratio("first", "first contentful paint ÷ empty app", rounds, None), _weight()]


def _painted(browser: Browser, url: str, selector: str) -> Painted:
    """Milliseconds from the start of navigation, as the page's own clock has it."""
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True)     # type: ignore[arg-type]
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.add_init_script(WATCH.replace("SELECTOR", json.dumps(selector)))
    page.goto(url)
    until = time.monotonic() + 60
    while not page.evaluate("window.painted"):
        if time.monotonic() > until:
            raise TimeoutError(f"{url} never showed {selector}")
        page.wait_for_timeout(100)
    told = page.evaluate("({ painted: window.painted, first: performance.getEntriesByName('first-contentful-paint')[0].startTime })")
    context.close()
    return {name: float(value) for name, value in told.items()}


def _ratio(which: str, name: str, rounds: list[tuple[Painted, Painted]], goal: float | None) -> Figure:
    ratio = statistics.median(home[which] / empty[which] for home, empty in rounds)
    ours, theirs = (statistics.median(each[side][which] for each in rounds) for side in (0, 1))
    return {"name": name, "value": round(ratio, 2), "unit": "×", "goal": goal, "met": goal is None or ratio <= goal,
            "baseline": f"empty {theirs:.0f} ms, home {ours:.0f} ms",
            "how": f"preview in Chromium, {THROTTLE}× CPU throttle, nothing cached, median of {len(rounds)} paired rounds"}


def _weight() -> Figure:
    script = "const { check } = require('./checks/size'); console.log(check(process.cwd()).looked)"
    ran = subprocess.run([find_node(), "-e", script], cwd=PHONE, check=True, capture_output=True, text=True, timeout=60)
    weight = int(ran.stdout.split("main package ")[1].split(" KB")[0])
    return {"name": "main package of the mini program", "value": weight, "unit": "KB", "goal": f"< {GOAL_KB}", "met": weight < GOAL_KB,
            "baseline": "WeChat takes 2 MB", "how": "files of src/ without sub-packages, as miniprogram/checks/size.js weighs them"}


@contextmanager
def _empty_app(folder: Path) -> Iterator[str]:
    """The address of an app with one empty page, built and served as ours is."""
    for name, text in EMPTY.items():
        path = folder / "empty" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [find_node(), str(PHONE / "preview" / "build.js"), "--app", str(folder / "empty"), "--out", str(folder / "dist")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    port = free_port()
    process = subprocess.Popen([sys.executable, *GRANIAN, str(port), "bench.first_paint:serve"], cwd=HOME,
                               env={**os.environ, FOLDER: str(folder / "dist")})
    try:
        url = f"http://127.0.0.1:{port}/preview/phone.html"
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(requests.ConnectionError):
            if requests.get(url, timeout=5).ok:
                return
        time.sleep(0.05)
    raise TimeoutError(url)


def serve() -> Any:
    """For granian: the folder named in the environment, as the service serves its own."""
    from werkzeug.exceptions import NotFound
    from werkzeug.middleware.dispatcher import DispatcherMiddleware

    from server.preview import create_preview

    return DispatcherMiddleware(NotFound(), {"/preview": create_preview(Path(os.environ[FOLDER]))})
