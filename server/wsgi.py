"""The WSGI apps of the processes: what the public listener serves, and what only ourselves may reach on loopback.

Public: the Flask app, behind the fast lane (check-ins and the board); /kodo when the embedded store is chosen; /sim/wechat and /preview
while WeChat is not live.
Loopback: the same store and simulator with threads of their own, and the store's callback. Nothing served
there calls out, so our gateways can never wait for a thread that waits for them.
"""
from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from gateways import open_gateways, open_stand_ins
from models import seal
from models.config import Config, load
from models.db import open_database
from models.logs import log_to_stderr
from server import preview
from server.callbacks import door
from server.here import SHELF

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def public() -> "WSGIApplication":
    """What phones, browsers and neighbours reach."""
    from server import lane
    from server.app import create_app
    config = _started()
    open_house(config)
    app = create_app(config)
    shelf = app.extensions[SHELF]
    ours = lane.in_front_of(app, shelf["limits"], shelf["observed"])
    return DispatcherMiddleware(ours, open_stand_ins(config, calls_out=True) | preview.mount(config))


def loopback() -> "WSGIApplication":
    """What our own gateways reach."""
    config = _started()
    open_house(config)
    return DispatcherMiddleware(door(open_gateways(config), config.limits.body_bytes), open_stand_ins(config, calls_out=False))


def _started() -> Config:
    log_to_stderr()
    return load()


def open_house(config: Config) -> None:
    """The database, and the key that personal data is sealed with."""
    open_database(config.database_url)
    seal.use(seal.read_key(config.secret(config.keys.seal_env)))
