"""What granian serves in these tests: the stand-in at the root and, as in `make run`, below /sim/wechat."""
import os
from pathlib import Path
from wsgiref.types import WSGIApplication

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from gateways.wechat.simulator import PushAddress, Settings, Template, create_simulator

ACCOUNTS = {"mp_appid": "wx00000000000000a1", "mp_secret": "5ec2e7000000000000000000000000a1",
            "oa_appid": "wx00000000000000b2", "oa_secret": "5ec2e7000000000000000000000000b2"}


TEMPLATES = (Template("活动进度通知", ("thing1", "thing2", "time3", "thing4"), "mini-one", "official-one"),
             Template("审核结果通知", ("thing1", "phrase2", "time3", "thing4"), "mini-two", "official-two"))
PUSH = {"token": "tokenOfTheseTests", "aes_key": "k" * 42 + "A"}


def settings(state: Path, push_to: str = "", *, calls_out: bool = False) -> Settings:
    """`push_to` is the address of a callback, or "" for nobody's."""
    addresses = {"mp": PushAddress(push_to, **PUSH)} if push_to else {}
    return Settings(state, ACCOUNTS["mp_appid"], ACCOUNTS["mp_secret"], ACCOUNTS["oa_appid"], ACCOUNTS["oa_secret"], push_to=addresses,
                    calls_out=calls_out, templates=TEMPLATES)


def serve() -> WSGIApplication:
    """With an address to push to, the courier runs; else a test plays it."""
    push_to = os.environ.get("STAND_IN_PUSHES_TO", "")
    simulator = create_simulator(settings(Path(os.environ["STAND_IN_STATE"]), push_to, calls_out=bool(push_to)))
    return DispatcherMiddleware(simulator, {"/sim/wechat": simulator})
