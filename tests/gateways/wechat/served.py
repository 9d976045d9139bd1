"""What granian serves in these tests: the stand-in at the root and, as in `make run`, below /sim/wechat."""
import os
from pathlib import Path
from wsgiref.types import WSGIApplication

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from gateways.wechat.simulator import Settings, create_simulator

ACCOUNTS = {"mp_appid": "wx00000000000000a1", "mp_secret": "5ec2e7000000000000000000000000a1",
            "oa_appid": "wx00000000000000b2", "oa_secret": "5ec2e7000000000000000000000000b2"}


def serve() -> WSGIApplication:
    simulator = create_simulator(Settings(state_path=Path(os.environ["STAND_IN_STATE"]), **ACCOUNTS))
    return DispatcherMiddleware(simulator, {"/sim/wechat": simulator})
