"""The outside world, one folder a neighbour. Doors open it at boot; no room imports it.

There is one client code path: with accounts it speaks to the real hosts, without them to
the embedded stand-ins over real HTTP on a loopback address. The neighbours' libraries are
imported when they are opened, so that a command that needs none starts at once.
"""
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.config import Config
from models.ports import Identity, ObjectStore, PushDoor, WeChat

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from gateways.kodo.store import StoreSettings
    from gateways.wechat.simulator import Settings

LOOPBACK_VARIABLE = "WANGJU_LOOPBACK"       # set by the process tree for its children: where the stand-ins listen
GIB = 1 << 30


@dataclass(frozen=True)
class Gateways:
    """The neighbours this process may speak to, each made at first need."""
    config: Config

    @cached_property
    def wechat(self) -> WeChat:
        return _wechat(self.config, loopback_url(self.config))

    @cached_property
    def store(self) -> ObjectStore:
        return _store(self.config, loopback_url(self.config))

    def push_door(self, account: str) -> PushDoor | None:
        """What WeChat's pushes to "mp" or "oa" are verified with; None while that account's token is not configured."""
        from gateways.wechat import push
        app = {"mp": self.config.wechat.mini_program, "oa": self.config.wechat.official_account}[account]
        token, key = self.config.secret(app.push_token_env), self.config.secret(app.push_aes_key_env)
        if not (app.app_id and token and key):
            return None
        return push.PushDoor(token=token, appid=app.app_id, aes_key=key)

    def sweep_store(self) -> None:
        """Clear half uploads of the embedded store; Kodo does that by itself."""
        if self.config.store.kind == "embedded":
            from gateways.kodo.store import sweep
            sweep(_store_settings(self.config, calls_out=False))


def open_gateways(config: Config) -> Gateways:
    """Ready-made clients; nothing is asked of anybody yet."""
    return Gateways(config)


def open_stand_ins(config: Config, *, calls_out: bool) -> "dict[str, WSGIApplication]":
    """The embedded neighbours by the path they are mounted at. `calls_out`: the store may call back after an upload."""
    mounts: dict[str, WSGIApplication] = {}
    if config.store.kind == "embedded":
        from gateways.kodo.store import create_store
        mounts["/kodo"] = create_store(_store_settings(config, calls_out=calls_out))
    if not config.wechat.live:
        from gateways.wechat.simulator import create_simulator
        mounts["/sim/wechat"] = create_simulator(_simulator_settings(config))
    return mounts


def simulated_identity(config: Config, name: str) -> Identity:
    """Who a named person of the simulator signs in as; the same at every start."""
    from gateways.wechat.simulator.people import openid_of
    return Identity(openid_of(_simulator_settings(config), name))


def loopback_url(config: Config) -> str:
    """Where the embedded stand-ins are reached by ourselves: never the public listener, whose threads wait for us."""
    return os.environ.get(LOOPBACK_VARIABLE) or f"http://127.0.0.1:{config.listen.loopback_port or config.listen.port + 1}"


def _wechat(config: Config, loopback: str) -> WeChat:
    from gateways.wechat.client import WeChatGateway
    account = config.wechat.mini_program
    base = config.wechat.base_url if config.wechat.live else f"{loopback}/sim/wechat"
    return WeChatGateway(appid=account.app_id, secret=config.secret(account.secret_env), base_url=base)


def _store(config: Config, loopback: str) -> ObjectStore:
    from gateways.kodo.client import KodoStore
    keys = {"access_key": config.secret(config.store.access_key_env), "secret_key": config.secret(config.store.secret_key_env)}
    if config.store.kind == "kodo":
        region = config.store.region
        return KodoStore(**keys, bucket=config.store.bucket, up_host=f"https://up-{region}.qiniup.com",
                         rs_host=f"https://rs-{region}.qiniuapi.com", download_base=config.store.download_url,
                         callback_url=f"{config.public_url}/callbacks/kodo")
    return KodoStore(**keys, bucket=config.store.bucket, up_host=f"{config.public_url}/kodo", rs_host=f"{loopback}/kodo",
                     download_base=f"{config.files_url}/kodo/dl/{config.store.bucket}", callback_url=f"{loopback}/callbacks/kodo")


def _store_settings(config: Config, *, calls_out: bool) -> "StoreSettings":
    from gateways.kodo.store import StoreSettings
    keys = {config.secret(config.store.access_key_env): config.secret(config.store.secret_key_env)}
    return StoreSettings(root=config.data_dir / "kodo", keys=keys, buckets={config.store.bucket: True},
                         public_url=f"{config.files_url}/kodo", quota_bytes=int(config.store.quota_gb * GIB),
                         uploads_at_once=config.limits.slow_uploads, calls_out=calls_out)


def _simulator_settings(config: Config) -> "Settings":
    from gateways.wechat.simulator import Settings
    account = config.wechat.mini_program
    return Settings(state_path=Path(config.data_dir / "wechat-simulator.sqlite"), mp_appid=account.app_id,
                    mp_secret=config.secret(account.secret_env))
