"""What granian serves in these tests: a store as the environment describes it, at the root or under a path."""
import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from gateways.kodo.store import StoreSettings, create_store
from gateways.media import operations
from gateways.media.ffmpeg import find_ffmpeg

VARIABLE = "KODO_STORE"


def described() -> tuple[StoreSettings, str]:
    """The settings, and the path the store is mounted at."""
    told: dict[str, Any] = json.loads(os.environ[VARIABLE])
    mount = told.pop("mount", "")
    perform = partial(operations.perform, ffmpeg=find_ffmpeg()) if told.pop("performs", False) else None
    return StoreSettings(**told | {"root": Path(told["root"]), "perform": perform}), mount


def create() -> Any:
    settings, mount = described()
    store = create_store(settings)
    return DispatcherMiddleware(NotFound(), {mount: store}) if mount else store
