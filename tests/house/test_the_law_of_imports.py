"""Who may import whom (docs/architecture.md): read from the syntax of every file, and checked by planting violations."""
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import gateways
from models import LEAVES, ROOMS

HOME = Path(__file__).parent.parent.parent
OURS = ("models", "gateways", "server", "jobs")
NEVER_IN_THE_CORE = ("flask", "apiflask", "werkzeug", "requests", "urllib3", "httpx", "wechatpy", "qiniu", "apscheduler", "granian")
LEAVES_LIBRARIES = ("peewee", "playhouse", "pydantic", "ruamel", "cryptography")
DOORS_NEVER = {
    "server": ("jobs", "wechatpy", "qiniu", "requests", "apscheduler", "tests", "bench"),
    "jobs": ("server", "flask", "apiflask", "werkzeug", "wechatpy", "qiniu", "requests", "tests", "bench"),
    "gateways": ("server", "jobs", "flask", "apiflask", "tests", "bench"),
}
GATEWAYS_MAY = ("models.ports", "models.clock", "models.problems", "models.db", "models.config")
PUBLIC = tuple(name for name in vars(gateways) if not name.startswith("_"))


def test_every_import_of_the_house_is_lawful() -> None:
    assert list(violations(sources())) == []


@pytest.mark.parametrize(("file", "line"), [
    ("models/clock.py", "from models import db"),
    ("models/law.py", "from models.entries import tables"),
    ("models/ids.py", "import requests"),
    ("models/campaign/plan.py", "from models.units import queries"),
    ("models/units/queries.py", "import models.workflow.actions"),
    ("models/entries/actions.py", "from gateways import open_gateways"),
    ("models/entries/rules.py", "from flask import request"),
    ("models/media/actions.py", "import requests"),
    ("models/accounts/tables.py", "from models import schema"),
    ("models/workflow/actions.py", "from server.app import create_app"),
    ("gateways/kodo/client.py", "from models.media import tables"),
    ("gateways/wechat/client.py", "from server.here import config"),
    ("server/app.py", "import jobs.sweep"),
    ("server/api/me.py", "from gateways.wechat.client import WeChatGateway"),
    ("server/api/me.py", "import wechatpy"),
    ("jobs/sweep.py", "from server.wire import dump"),
    ("models/campaign/plan.py", "from ..units import queries"),
    ("jobs/sweep.py", "from gateways.kodo.store import sweep"),
])
def test_a_planted_violation_is_found(file: str, line: str) -> None:
    assert [found for found, _ in violations({file: line})] == [file]


def test_every_room_and_leaf_is_named_in_reading_order() -> None:
    folders = {path.parent.name for path in (HOME / "models").glob("*/__init__.py")} - {"migrations"}
    files = {path.stem for path in (HOME / "models").glob("*.py")} - {"__init__", "schema"}
    assert (folders, files) == (set(ROOMS), set(LEAVES))


def sources() -> dict[str, str]:
    """Every file of the house by its path."""
    found = (path for top in OURS for path in (HOME / top).rglob("*.py") if "migrations" not in path.parts)
    return {str(path.relative_to(HOME)): path.read_text(encoding="utf-8") for path in found}


def violations(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(file, what it imports) for everything imported against the law."""
    for file, text in files.items():
        for imported in imports(file, text):
            if not lawful(file, imported):
                yield file, imported


def imports(file: str, text: str) -> Iterator[str]:
    """Every dotted name imported; `from a import b` is a.b. What only the type checker reads counts too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = file.removesuffix(".py").split("/")[:-node.level] if node.level else []
            origin = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{origin}.{name.name}" for name in node.names)


def lawful(file: str, imported: str) -> bool:
    top, *inner = file.removesuffix(".py").split("/")
    library = imported.split(".")[0]
    if top != "models":
        return _door_may(top, library, imported)
    if library in ("server", "jobs", "gateways", "tests", "bench", *NEVER_IN_THE_CORE):
        return False
    return _leaf_may(inner[0], imported) if len(inner) == 1 else _room_may(inner[0], imported)


def _door_may(top: str, library: str, imported: str) -> bool:
    if library in DOORS_NEVER[top]:
        return False
    if top == "gateways":
        return library != "models" or imported.startswith(GATEWAYS_MAY)
    return library != "gateways" or imported == "gateways" or imported.removeprefix("gateways.") in PUBLIC


def _leaf_may(leaf: str, imported: str) -> bool:
    """The standard library, its few libraries and the leaves before it; models.schema stands above the rooms."""
    library, _, rest = imported.partition(".")
    if library != "models":
        return library in sys.stdlib_module_names or library in LEAVES_LIBRARIES or leaf == "schema"
    wanted = rest.split(".")[0]
    return leaf in ("schema", "__init__") or wanted in LEAVES[:LEAVES.index(leaf)]


def _room_may(room: str, imported: str) -> bool:
    """Any leaf, itself and the rooms before it."""
    library, _, rest = imported.partition(".")
    if library != "models":
        return True
    return rest.split(".")[0] in (*LEAVES, *ROOMS[:ROOMS.index(room) + 1])
