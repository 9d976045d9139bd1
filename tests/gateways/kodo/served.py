"""What granian serves in these tests: a store as the environment describes it, at the root or under a path."""
import json
import os
from pathlib import Path
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from gateways.kodo.store import StoreSettings, create_store

VARIABLE = "KODO_STORE"


def described() -> tuple[StoreSettings, str]:
    """The settings, and the path the store is mounted at."""
    told: dict[str, Any] = json.loads(os.environ[VARIABLE])
    mount = told.pop("mount", "")
    return StoreSettings(**told | {"root": Path(told["root"])}), mount


def create() -> Any:
    settings, mount = described()
    store = create_store(settings)
    return DispatcherMiddleware(NotFound(), {mount: store}) if mount else store
