"""What the running app has at hand: its configuration, its neighbours, its fences."""
from typing import TYPE_CHECKING

from flask import current_app

from gateways import Gateways
from models.config import Config

if TYPE_CHECKING:
    from server.limits import Limits
    from server.observing import Observed

SHELF = "wangju"


def config() -> Config:
    return current_app.extensions[SHELF]["config"]


def gateways() -> Gateways:
    return current_app.extensions[SHELF]["gateways"]


def limits() -> "Limits":
    return current_app.extensions[SHELF]["limits"]


def observed() -> "Observed":
    return current_app.extensions[SHELF]["observed"]
