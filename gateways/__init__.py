"""The outside world, one folder a neighbour. Doors open it at boot; no room imports it.

There is one client code path: with accounts it speaks to the real hosts, without them to
the embedded stand-ins over real HTTP on a loopback address. The neighbours' libraries are
imported when they are opened, so that a command that needs none starts at once.
"""
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from models.config import Config, WeChatAppConfig
from models.ports import Identity, MassSender, ObjectStore, PushDoor, Studio, Transcoder, Unreachable, WeChat

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from gateways.kodo.store import Perform, StoreSettings
    from gateways.wechat.client import WeChatGateway
    from gateways.wechat.mass import Account
    from gateways.wechat.simulator import Settings

LOOPBACK_VARIABLE = "WANGJU_LOOPBACK"       # set by the process tree for its children: where the stand-ins listen
GIB = 1 << 30
_opening = threading.Lock()                 # the neighbours' libraries import each other in circles: two threads loading them at once fail


@dataclass(frozen=True)
class Gateways:
    """The neighbours this process may speak to, each made at first need."""
    config: Config

    @cached_property
    def wechat(self) -> WeChat:
        with _opening:
            return _wechat(self.config, loopback_url(self.config))

    @cached_property
    def official(self) -> "WeChatGateway | None":
        """The official account's own API, by path; None where there is no official account."""
        app = self.config.wechat.official_account
        with _opening:
            return _gateway(self.config, app, loopback_url(self.config)) if app.app_id else None

    @cached_property
    def store(self) -> ObjectStore:
        with _opening:
            return _store(self.config, loopback_url(self.config))

    @cached_property
    def studio(self) -> Studio:
        with _opening:
            from gateways.media.studio import LocalStudio
            return LocalStudio(self.config.secret(self.config.media.ffmpeg_env))

    @cached_property
    def transcoder(self) -> Transcoder | None:
        """The store's own processing of films and songs; None where our workers do it."""
        with _opening:
            return _transcoder(self.config, loopback_url(self.config)) if self.config.media.transcoder == "kodo" else None

    def push_door(self, account: str) -> PushDoor | None:
        """What WeChat's pushes to "mp" or "oa" are verified with; None while that account's token is not configured."""
        from gateways.wechat import push
        app = {"mp": self.config.wechat.mini_program, "oa": self.config.wechat.official_account}[account]
        token, key = self.config.secret(app.push_token_env), self.config.secret(app.push_aes_key_env)
        if not (app.app_id and token and key):
            return None
        return push.PushDoor(token=token, appid=app.app_id, aes_key=key)

    def templates(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """What WeChat has: keywords by its id, by channel. Raises Refused, Unreachable."""
        from gateways.wechat import templates
        apps = {"mini": self.config.wechat.mini_program, "official": self.config.wechat.official_account}
        return {channel: templates.listed(_gateway(self.config, app, loopback_url(self.config)), channel)
                for channel, app in apps.items() if app.app_id}

    def mass(self) -> MassSender:
        """A sender of many messages, for one thread; the caller closes it."""
        accounts = self._accounts
        from gateways.wechat.mass import Mass
        return Mass(accounts, mini_appid=self.config.wechat.mini_program.app_id, in_flight=self.config.notices.in_flight)

    @cached_property
    def _accounts(self) -> "dict[str, Account]":
        """Whose tokens outlive a sender: WeChat allows few forced renewals a day."""
        with _opening:
            return _accounts(self.config, loopback_url(self.config))

    def sweep_store(self) -> None:
        """Clear half uploads of the embedded store; Kodo does that by itself."""
        if self.config.store.kind == "embedded":
            from gateways.kodo.store import sweep
            sweep(_store_settings(self.config, calls_out=False))

    def sweep_studio(self) -> None:
        """Remove what a worker that was killed left behind on this machine."""
        from gateways.media import cell
        cell.sweep()


def open_gateways(config: Config) -> Gateways:
    """Ready-made clients; nothing is asked of anybody yet."""
    return Gateways(config)


@dataclass(frozen=True)
class StudioReport:
    """What this machine can do with files. `ffmpeg` is None where there is none; `missing` names encoders it lacks."""
    ffmpeg: str | None
    missing: tuple[str, ...]
    is_cut_off: bool
    is_walled_in: bool


def report_on_studio(config: Config) -> StudioReport:
    """Look, by really locking a program in."""
    from gateways.media import cell, ffmpeg
    walls = _holds(cell.is_cut_off), _holds(cell.is_walled_in)
    try:
        found = ffmpeg.find_ffmpeg(config.secret(config.media.ffmpeg_env))
        return StudioReport(ffmpeg.version(found), ffmpeg.missing(found), *walls)
    except Unreachable:
        return StudioReport(None, (), *walls)


def _holds(wall: Callable[[], bool]) -> bool:
    try:
        return wall()
    except Unreachable:
        return False


def open_stand_ins(config: Config, *, calls_out: bool) -> "dict[str, WSGIApplication]":
    """The embedded neighbours by the path they are mounted at.

    `calls_out`: the store may call back after an upload, and the simulator fetches media and pushes events.
    """
    mounts: dict[str, WSGIApplication] = {}
    if config.store.kind == "embedded":
        from gateways.kodo.store import create_store
        mounts["/kodo"] = create_store(_store_settings(config, calls_out=calls_out))
    if not config.wechat.live:
        from gateways.wechat.simulator import create_simulator
        mounts["/sim/wechat"] = create_simulator(_simulator_settings(config, calls_out=calls_out))
    return mounts


def simulated_identity(config: Config, name: str) -> Identity:
    """Who a named person of the simulator signs in as; the same at every start."""
    from gateways.wechat.simulator.people import openid_of
    return Identity(openid_of(_simulator_settings(config, calls_out=False), name))


def loopback_url(config: Config) -> str:
    """Where the embedded stand-ins are reached by ourselves: never the public listener, whose threads wait for us."""
    return os.environ.get(LOOPBACK_VARIABLE) or f"http://127.0.0.1:{config.listen.loopback_port or config.listen.port + 1}"


def _wechat(config: Config, loopback: str) -> WeChat:
    return _gateway(config, config.wechat.mini_program, loopback)


def _gateway(config: Config, account: WeChatAppConfig, loopback: str) -> "WeChatGateway":
    """A client of one account."""
    from gateways.wechat.client import WeChatGateway
    return WeChatGateway(appid=account.app_id, secret=config.secret(account.secret_env), base_url=_wechat_url(config, loopback))


def _wechat_url(config: Config, loopback: str) -> str:
    return config.wechat.base_url if config.wechat.live else f"{loopback}/sim/wechat"


def _accounts(config: Config, loopback: str) -> "dict[str, Account]":
    """By channel; the official one where there is one."""
    from gateways.wechat.mass import Account
    apps = {"mini": config.wechat.mini_program, "official": config.wechat.official_account}
    return {channel: Account(_wechat_url(config, loopback), _gateway(config, app, loopback).token)
            for channel, app in apps.items() if app.app_id}


def _store(config: Config, loopback: str) -> ObjectStore:
    from gateways.kodo.client import KodoStore
    keys = {"access_key": config.secret(config.store.access_key_env), "secret_key": config.secret(config.store.secret_key_env)}
    if config.store.kind == "kodo":
        region = config.store.region
        return KodoStore(**keys, bucket=config.store.bucket, up_host=f"https://up-{region}.qiniup.com",
                         rs_host=f"https://rs-{region}.qiniuapi.com", download_base=config.store.download_url,
                         callback_url=f"{config.public_url}/callbacks/kodo")
    return KodoStore(**keys, bucket=config.store.bucket, up_host=f"{config.public_url}/kodo", rs_host=f"{loopback}/kodo",
                     download_base=f"{config.files_url}/kodo/dl/{config.store.bucket}", callback_url=f"{loopback}/callbacks/kodo",
                     inner_up_host=f"{loopback}/kodo", inner_download_base=f"{loopback}/kodo/dl/{config.store.bucket}")


def _transcoder(config: Config, loopback: str) -> Transcoder:
    from gateways.kodo.operations import KodoTranscoder
    api_host = "https://api.qiniuapi.com" if config.store.kind == "kodo" else f"{loopback}/kodo"
    return KodoTranscoder(access_key=config.secret(config.store.access_key_env), secret_key=config.secret(config.store.secret_key_env),
                          bucket=config.store.bucket, api_host=api_host, pipeline=config.media.pipeline)


def _store_settings(config: Config, *, calls_out: bool) -> "StoreSettings":
    from gateways.kodo.store import StoreSettings
    keys = {config.secret(config.store.access_key_env): config.secret(config.store.secret_key_env)}
    return StoreSettings(root=config.data_dir / "kodo", keys=keys, buckets={config.store.bucket: True},
                         public_url=f"{config.files_url}/kodo", quota_bytes=int(config.store.quota_gb * GIB),
                         uploads_at_once=config.limits.slow_uploads, calls_out=calls_out, perform=_performer(config))


def _performer(config: Config) -> "Perform | None":
    """Who does the embedded store's processing, where config.yaml leaves it to the store."""
    def perform(words: str, source: Path, result: Path) -> None:
        from gateways.media import operations
        from gateways.media.ffmpeg import find_ffmpeg
        operations.perform(words, source, result, ffmpeg=find_ffmpeg(config.secret(config.media.ffmpeg_env)))
    return perform if config.media.transcoder == "kodo" else None


def _simulator_settings(config: Config, *, calls_out: bool) -> "Settings":
    from gateways.wechat.simulator import PushAddress, Settings, Template
    mini, official = config.wechat.mini_program, config.wechat.official_account
    keys = {name: (config.secret(app.push_token_env), config.secret(app.push_aes_key_env))
            for name, app in (("mp", mini), ("oa", official)) if app.app_id}
    push_to = {name: PushAddress(f"{config.public_url}/callbacks/wechat/{name}", token, key)
               for name, (token, key) in keys.items() if token and key}
    templates = tuple(Template(one.title, one.keywords, one.mini, one.official, one.labels) for one in config.wechat.templates.values())
    return Settings(state_path=Path(config.data_dir / "wechat-simulator.sqlite"), mp_appid=mini.app_id,
                    mp_secret=config.secret(mini.secret_env), oa_appid=official.app_id, oa_secret=config.secret(official.secret_env),
                    push_to=push_to, calls_out=calls_out, templates=templates)
