"""What server/public holds besides code: the vendored SDK is the published one, the look's tokens are the phone's."""
import hashlib
import re

from server.public import STATIC
from tests.running import HOME

TOKEN = re.compile(r"(--[a-z-]+):\s*([^;]+);")
LOOK = {"--brand", "--brand-deep", "--gold", "--ink", "--ink-soft", "--paper", "--card", "--line", "--ok", "--warn", "--bad", "--info"}


def test_the_vendored_sdk_is_the_file_its_licence_names() -> None:
    for file in (STATIC / "vendor").glob("*.js"):
        notice = (STATIC / "vendor" / f"{file.name.removesuffix('.min.js')}.LICENSE.txt").read_text(encoding="utf-8")
        assert hashlib.sha256(file.read_bytes()).hexdigest() in notice
        assert "Permission is hereby granted" in notice


def test_the_looks_tokens_are_those_of_the_phone() -> None:
    """Both begin with the light values; the dark ones follow."""
    ours, phones = (list(TOKEN.findall(path.read_text(encoding="utf-8")))
                    for path in (STATIC / "u" / "u.css", HOME / "miniprogram" / "src" / "theme.wxss"))
    for pick in (dict(reversed(ours)), dict(ours)), (dict(reversed(phones)), dict(phones)):
        assert set(pick[0]) >= LOOK
    assert {name: dict(reversed(ours))[name] for name in LOOK} == {name: dict(reversed(phones))[name] for name in LOOK}
    assert {name: dict(ours)[name] for name in LOOK} == {name: dict(phones)[name] for name in LOOK}


def test_no_colour_of_the_page_stands_outside_the_tokens() -> None:
    rules = TOKEN.sub("", (STATIC / "u" / "u.css").read_text(encoding="utf-8"))
    assert set(re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(", rules)) == set()
