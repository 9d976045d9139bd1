"""Every check passes a small sound mini program, and finds one error planted for each of its rules, naming the file."""
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PHONE = Path(__file__).parents[3] / "miniprogram"
SAMPLE = Path(__file__).parent / "app"
LONGISH = "(function f() {\n" + "  f()\n" * 8 + "})\n"
Check = Callable[[str], tuple[int, str]]
Together = Callable[..., tuple[int, str]]

# check, file below src/, what stands there (None: the file is new or replaced), what is planted, what the check says of it
PLANTED: list[tuple[str, str, str | None, str, str]] = [
    ("compile", "pages/home/home.wxml", "</view>", "", "home.wxml"),
    ("compile", "pages/home/home.wxml", "{{works}}", "{{works +}}", "home.wxml"),
    ("compile", "pages/home/home.wxss", None, ".row { .inner { color: red } }", "home.wxss"),
    ("handlers", "pages/home/home.wxml", 'bind:tap="open"', 'bind:tap="opne"', "home.wxml:1:19 handler opne"),
    ("handlers", "pages/home/home.wxml", "'retry'", "'retyr'", "handler retyr"),
    ("handlers", "pages/home/taps.js", "retry()", "again()", "home.wxml:2:64 handler retry"),
    ("handlers", "screen.js", "go(event)", "goto(event)", "handler go "),
    ("handlers", "components/card/card.js", "pick()", "peck()", "card.wxml:1:7 handler pick"),
    ("tags", "pages/home/home.wxml", "<image", "<my-image", "home.wxml:3:3 <my-image>"),
    ("tags", "pages/work/work.wxml", None, "<veiw />", "work.wxml:1:1 <veiw>"),
    ("tags", "pages/home/home.json", "card/card", "card/crad", "home.json component my-card is registered as /components/card/crad"),
    ("tags", "pages/work/work.json", None, '{"usingComponents": {"my-card": "/components/card/card"}}',
     "work.json component my-card is registered and never used"),
    ("tags", "components/lost/lost.json", None, '{"component": true}', "lost/lost.json this component is registered nowhere"),
    ("routes", "pages/home/home.js", "/pages/work/work?id=", "/pages/wrok/wrok?id=", "home.js:9:33 /pages/wrok/wrok?id= is no page"),
    ("routes", "pages/home/home.wxml", "/pages/work/work", "/pages/walk/walk", "home.wxml:3:50 /pages/walk/walk?id= is no page"),
    ("routes", "pages/home/home.js", "'/pages/work/work?id='", "'/pages/home/home?id='", "home.js:9:12 /pages/home/home?id= is a tab"),
    ("routes", "pages/home/taps.js", "/pages/home/home", "/pages/work/work", "taps.js:1:30 /pages/work/work is no tab"),
    ("routes", "pages/home/taps.js", "/pages/home/home", "/pages/home/home?x=1", "taps.js:1:30 switchTab takes no query"),
    ("routes", "pages/home/taps.js", "/pages/home/home", "../home/home", "taps.js:1:30 write the address ../home/home from the root"),
    ("routes", "app.json", '"desk/desk"', '"desk/desk", "desk/list"', "staff/desk/list.wxml app.json names this page"),
    ("routes", "app.json", '"pages/home/home", "pages/work/work"', '"pages/home/home"', "work.json neither a component nor a page"),
    ("routes", "app.json", "pictures/tab.png", "pictures/tba.png", "app.json pictures/tba.png is missing"),
    ("borders", "domain/dates.js", "module.exports", "require('../phone/store')\nmodule.exports",
     "dates.js:9:1 domain may not require ../phone/store"),
    ("borders", "pages/home/home.js", "'../../parts'", "'../../phone/store'", "pages may not require ../../phone/store"),
    ("borders", "components/card/card.js", "Component(", "require('../../parts')\nComponent(", "components may not require ../../parts"),
    ("borders", "pages/home/home.js", "'../../parts'", "'left-pad'", "pages may not require left-pad"),
    ("borders", "domain/dates.js", "(then - now)", "(then - wx.now)", "dates.js:6:28 wx is said"),
    ("borders", "domain/dates.js", "(then - now)", "(then - Date.now())", "dates.js:6:28 domain/ has no clock"),
    ("borders", "domain/dates.js", "(then - now)", "(then - +new Date())", "domain/ has no clock"),
    ("texts", "pages/home/home.js", "words.hello(daysLeft(0, 1))", "'你好'", "home.js:8:17 this text belongs into words.js"),
    ("texts", "pages/home/home.js", "words.hello(daysLeft(0, 1))", "`${1}天`", "home.js:8:22 this text belongs"),
    ("texts", "pages/work/work.wxml", "{{said}}", "{{said}}，您好", "work.wxml:1:15 this text belongs"),
    ("texts", "pages/work/work.wxml", "<view>", '<view aria-label="关闭">', "work.wxml:1:7 this text belongs"),
    ("pictures", "pages/home/home.wxml", "home-ink", "home-ikn", "home.wxml:3:10 /icons/home-ikn.svg is not there"),
    ("pictures", "pages/home/home.wxml", "/icons/home-ink.svg", "https://example.org/a.png", "nothing is loaded from elsewhere"),
    ("theme", "theme.wxss", "--gold: #E3A93C", "--gold: #E3A93D", "page should say --gold: #E3A93C"),
    ("theme", "theme.wxss", "--ink-soft: #6B625A", "--ink-soft: #9B928A", "light: --ink-soft on --paper is 2.8"),
    ("theme", "app.wxss", "var(--ink)", "var(--inkk)", "app.wxss:2:8 --inkk is no token"),
    ("size", "words.js", None, "x" * (200 * 1024 + 1), "src/words.js weighs 201 KB"),
    ("size", "staff/film.bin", None, "x" * (2 * 1024 * 1024), "src/staff the package weighs"),
    ("size", "film.bin", None, "x" * (3 * 512 * 1024), "src the package weighs"),
]

# The slow ones look once at everything planted: file below src/ → what stands there, and what is said of it.
MANY = {
    "types": {
        "domain/a.js": ("/** @param {number} now */\nmodule.exports = now => now.left\n", ["a.js:2:29 Property 'left' does not exist"]),
        "app.js": ("wx.nosuch()\n", ["app.js:1:4 Property 'nosuch'"]),
        "phone/store.js": ("module.exports = path => path\n", ["store.js:1:18 Parameter 'path' implicitly has an 'any' type"]),
    },
    "style": {
        "a.wxss": (".a { color: #123456; }\n.b { font-size: 18px; }\n.c { padding: 16rpxx; }\n", [
            "a.wxss:1:13 colours are written in theme.wxss only", "a.wxss:2:17 type is calc", "a.wxss:3:17 Unexpected unknown unit",
        ]),
        "a.wxml": ('<view wx:for="{{a}}" wx:if="{{b}}" />\n<view bindtap="go" />\n<view class="a" class="b" />\n<t-swipe-cell />\n', [
            "a.wxml:1:1 forbid using wx:for with wx:if", 'a.wxml:1:1 missing "wx:key"', "a.wxml:2:7 event binding must use colon",
            "a.wxml:3:1 not allow duplicated attributes", "a.wxml:4:1 <t-swipe-cell> is forbidden",
        ]),
        "a.js": ("module.exports = [localStorage, [1].at(-1), /(?<=a)b/, nobody]\n", [
            "a.js:1:19 Unexpected use of 'localStorage'", "a.js:1:33 newer than ES2018", "a.js:1:45 iPhones before iOS 16.4",
            "a.js:1:56 'nobody' is not defined",
        ]),
        "b.js": ("module.exports = module?.id\n", ["b.js:1:25 Parsing error"]),
        "c.js": ("var a = 1;\n", ["c.js:1:1 Unexpected var", "c.js:1:10 Extra semicolon", "c.js:1:5 'a' is assigned"]),
    },
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A copy of the sound mini program, with the theme that is asked for."""
    copy = tmp_path / "app"
    shutil.copytree(SAMPLE, copy)
    (copy / "src" / "theme.wxss").write_text(_theme())
    return copy


@pytest.fixture
def check(packages: Path, node: str, app: Path) -> Check:
    """Run a check by its name over the copy: exit code and words."""
    return lambda name: _ran([node, str(packages / "checks" / f"{name}.js"), "--root", str(app)])


@pytest.fixture
def together(packages: Path, node: str, app: Path) -> Together:
    """Run the named checks, by default all, over the copy: exit code and words."""
    return lambda *names: _ran([node, str(packages / "checks" / "run.js"), *names, "--root", str(app)])


def test_a_sound_mini_program_passes_every_check(packages: Path, app: Path, together: Together) -> None:
    _with_copies(packages, app)
    code, words = together()
    assert (code, words.count("nothing found"), words.splitlines()[-1]) == (0, 13, "all 13 checks passed"), words


def test_one_finding_fails_them_all(app: Path, together: Together) -> None:
    (app / "src" / "pages" / "home" / "home.wxml").write_text('<view bind:tap="nobody" />')
    code, words = together("size", "handlers")
    assert (code, "handler nobody" in words, words.splitlines()[-1]) == (1, True, "1 of 2 checks found something"), words


def test_npm_run_check_runs_them(packages: Path) -> None:
    assert json.loads((packages / "package.json").read_text())["scripts"]["check"] == "node checks/run.js"


@pytest.mark.parametrize(("name", "file", "there", "planted", "said"), PLANTED)
def test_a_planted_error_is_found(app: Path, check: Check, name: str, file: str, there: str | None, planted: str, said: str) -> None:
    target = app / "src" / file
    target.parent.mkdir(parents=True, exist_ok=True)
    if there is not None:
        assert there in target.read_text()
        planted = target.read_text().replace(there, planted, 1)
    target.write_text(planted)
    if file.startswith("components/lost/"):
        for ending in (".js", ".wxml"):
            target.with_suffix(ending).write_text("")
    code, words = check(name)
    assert (code, said in words) == (1, True), words


@pytest.mark.parametrize("name", MANY)
def test_everything_planted_is_found_at_once(app: Path, check: Check, name: str) -> None:
    for file, (text, _) in MANY[name].items():
        (app / "src" / file).write_text(text)
    code, words = check(name)
    missing = [said for _, all_said in MANY[name].values() for said in all_said if said not in words]
    assert (code, missing) == (1, []), words


def test_a_copy_that_is_not_what_the_packages_give_is_found(packages: Path, app: Path, check: Check) -> None:
    _with_copies(packages, app)
    planted = {
        "icons/home-ink.svg": "<svg/>", "icons/stray.svg": "<svg/>", "icons/tab-home.png": None,
        "miniprogram_npm/tdesign-miniprogram/popup/popup.js": "changed", "miniprogram_npm/js-sha256/index.js": None,
    }
    for file, text in planted.items():
        if text is None:
            (app / "src" / file).unlink()
        else:
            (app / "src" / file).write_text(text)
    code, words = check("fresh")
    assert (code, [file for file in planted if f"src/{file} is not" not in words], words.count(" is not ")) == (1, [], len(planted)), words


@pytest.mark.parametrize(("file", "text", "said"), [
    ("long.js", "\n" * 301, "long.js 301 lines"),
    ("utils.js", "", "utils.js this name says nothing"),
    ("one.js", "function f() {\n" + "  f()\n" * 39 + "}\n", "one.js:1 f has 41 lines"),
    ("one.js", "const handleTap = () => 1\n", "one.js:1 the name handleTap says nothing"),
    ("one.js", "// TO" + "DO: later\n", "one.js something is left for later"),
    ("one.js", LONGISH * 3, "half the functions have more than 8 lines: 10"),
])
def test_what_breaks_the_house_measure_is_found(packages: Path, node: str, tmp_path: Path, file: str, text: str, said: str) -> None:
    src = tmp_path / "miniprogram" / "src"
    src.mkdir(parents=True)
    (src / "sound.js").write_text("function sound() {\n  return 1\n}\n")
    asked = [node, str(packages / "checks" / "measures.js"), "--root", str(tmp_path)]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0
    (src / file).write_text(text)
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (ran.returncode, said in ran.stdout) == (1, True), ran.stdout


def _ran(command: list[str]) -> tuple[int, str]:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def _with_copies(packages: Path, app: Path) -> None:
    """Icons and vendored components, as they are committed."""
    for name in ("icons", "miniprogram_npm"):
        shutil.rmtree(app / "src" / name, ignore_errors=True)
        shutil.copytree(packages / "src" / name, app / "src" / name)


def _theme() -> str:
    """theme.wxss as checks/tokens.json wants it, with washes light enough to read on."""
    tokens = json.loads((PHONE / "checks" / "tokens.json").read_text())
    washes = {wash: "rgba(128, 128, 128, 0.01)" for _, wash in tokens["text"]["washes"]}
    light = {**tokens["light"], **washes, "--size": "16px"}
    modes = {"page": light, ".dark": tokens["dark"]}
    return "".join(f"{where} {{\n{_lines(ours)}}}\n" for where, ours in modes.items())


def _lines(tokens: dict[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in tokens.items())
