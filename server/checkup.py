"""What is configured and what is missing, in words; and what keeps the service from starting.

`python -m server check` prints every finding; starting refuses on those that `stop`.
"""
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from peewee import PeeweeException

from gateways import open_gateways, report_on_studio
from models import schema, seal
from models.accounts import queries as accounts
from models.config import LOOPBACK, Config, generated
from models.db import alive, database
from models.notices.plans import templates
from models.ports import Refused, Unreachable
from models.targets import queries as targets

Level = Literal["ok", "missing", "stop"]
MARKS: dict[Level, str] = {"ok": "✓", "missing": "…", "stop": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about this installation. `missing`: needed for production; `stop`: keeps it from starting."""
    level: Level
    says: str

    def __str__(self) -> str:
        return f"{MARKS[self.level]} {self.says}"


def look(config: Config) -> list[Finding]:
    """Everything worth saying. The database must be opened (models.db.open_database)."""
    return [*_essentials(config), *_media(config), *_templates(config), *_not_configured_here()]


def stops(config: Config) -> list[Finding]:
    return [finding for finding in _essentials(config) if finding.level == "stop"]


def _essentials(config: Config) -> list[Finding]:
    """What may keep the service from starting."""
    looks = (_database, _address, _proxies, _wechat, _store, _keys)
    return [finding for look_at in looks for finding in look_at(config)]


def _database(config: Config) -> Iterator[Finding]:
    kind = "SQLite（一台机器）" if config.database_url.startswith("sqlite") else "PostgreSQL"
    if not alive():
        yield Finding("stop", f"数据库 {kind} 没有回应")
        return
    yield Finding("ok", f"数据库：{kind}")
    if waiting := schema.pending():
        yield Finding("stop" if config.wechat.live else "missing",
                      f"数据库结构还差 {len(waiting)} 次升级，请运行 python -m server migrate（make run 会自己做）")
    elif config.wechat.live and _has_demo_people():
        yield Finding("stop", "数据库里有演示人员或模拟登录，请先运行 python -m server demo --remove")
    if config.listen.processes > 1 and config.database_url.startswith("sqlite"):
        yield Finding("stop", "listen.processes 大于 1 时要用 PostgreSQL")
    if open_questions := _questions():
        yield Finding("missing", f"方案里还有 {open_questions} 个问题等主办单位答复（GET /api/targets 的 questions）")


def _questions() -> int:
    try:
        with database.connection_context():
            return len(targets.unsettled())
    except PeeweeException:
        return 0


def _has_demo_people() -> bool:
    try:
        with database.connection_context():
            return bool(accounts.simulated())
    except PeeweeException:
        return False


def _address(config: Config) -> Iterator[Finding]:
    if not config.wechat.live and config.listen.address not in LOOPBACK and not config.insecure_demo:
        yield Finding("stop", "没有接入微信时只能监听 127.0.0.1（listen.address）；确要给别的机器看，请设 insecure_demo: true")
    if config.public_url.startswith("https://"):
        yield Finding("ok", f"对外地址：{config.public_url}")
    else:
        yield Finding("stop" if config.wechat.live else "missing", "对外地址（public_url）要是已备案域名的 https 地址")


def _proxies(config: Config) -> Iterator[Finding]:
    if config.wechat.live and config.listen.address in LOOPBACK and not config.trusted_proxies:
        yield Finding("missing", "只监听本机，前面应有反向代理：请把它的地址写进 trusted_proxies，否则所有人算作同一个地址")


def _wechat(config: Config) -> Iterator[Finding]:
    if not config.wechat.live:
        yield Finding("missing", "微信：正在用模拟器（wechat.live: false）")
        return
    app = config.wechat.mini_program
    secret = bool(os.environ.get(app.secret_env))
    yield Finding("ok" if secret else "stop", f"小程序 {app.app_id}" + ("" if secret else f"：环境变量 {app.secret_env} 没有设置"))
    for variable in (app.push_token_env, app.push_aes_key_env):
        if not os.environ.get(variable):
            yield Finding("missing", f"消息推送：环境变量 {variable} 没有设置，收不到微信的事件")
    if not config.wechat.official_account.app_id:
        yield Finding("missing", "服务号没有配置：消息只走小程序和站内")


def _store(config: Config) -> Iterator[Finding]:
    if config.wechat.live or config.store.kind == "kodo":
        yield from _store_keys(config)
    if config.store.kind == "embedded":
        yield Finding("ok", f"文件存储：本机磁盘 {config.data_dir / 'kodo'}，上限 {config.store.quota_gb:g} GB")
        if not config.media.public_url:
            yield Finding("missing", "用户文件要用另一个域名提供（media.public_url，见 deploy/nginx.conf；或 store.kind: kodo）")
        return
    secure = config.store.download_url.startswith("https://")
    yield Finding("ok" if secure else "stop", "七牛 Kodo" + ("" if secure else "：store.download_url 要是已备案域名的 https 地址"))


def _store_keys(config: Config) -> Iterator[Finding]:
    for variable in (config.store.access_key_env, config.store.secret_key_env):
        if not os.environ.get(variable):
            yield Finding("stop", f"文件存储：环境变量 {variable} 没有设置；正式环境不用自动生成的密钥")


def _keys(config: Config) -> Iterator[Finding]:
    if config.wechat.live and (copied := _generated_ones(config)):
        yield Finding("stop", f"环境变量 {'、'.join(copied)} 用的是演示时自动生成的密钥，请换新的")
    elif (given := os.environ.get(config.keys.seal_env)) and not _is_key(given):
        yield Finding("stop", f"环境变量 {config.keys.seal_env} 不是 32 字节的 base64")
    elif os.environ.get(config.keys.seal_env):
        yield Finding("ok", "封存个人信息的密钥来自环境变量")
    elif config.wechat.live:
        yield Finding("stop", f"环境变量 {config.keys.seal_env} 没有设置；正式环境不用自动生成的密钥")
    else:
        made = config.keys.seal_env in generated(config.data_dir)
        yield Finding("missing", "封存个人信息的密钥" + ("是自动生成的，只供演示" if made else "还没有，演示时会自动生成"))


def _generated_ones(config: Config) -> list[str]:
    """Variables whose value was made for a demo."""
    return [name for name, value in generated(config.data_dir).items() if os.environ.get(name) == value]


def _is_key(text: str) -> bool:
    try:
        seal.read_key(text)
    except ValueError:
        return False
    return True


def _media(config: Config) -> Iterator[Finding]:
    """Looking into files. Nothing of it stops the service: files are kept and looked into when it is mended."""
    if config.media.transcoder == "kodo" and config.store.kind == "kodo" and not config.media.pipeline:
        yield Finding("missing", "七牛转码没有写队列（media.pipeline），会用公共队列，可能很慢")
    report = report_on_studio(config)
    if report.ffmpeg is None:
        yield Finding("missing", f"文件检查：没有能用的 ffmpeg（环境变量 {config.media.ffmpeg_env}，或系统的 ffmpeg），视频和歌曲检查不了")
    elif report.missing:
        yield Finding("missing", f"文件检查：ffmpeg {report.ffmpeg} 缺少 {'、'.join(report.missing)}，请换完整的版本")
    else:
        yield Finding("ok", f"文件检查：ffmpeg {report.ffmpeg}")
    if not (report.is_cut_off and report.is_walled_in):
        gaps = [words for stands, words in ((report.is_cut_off, "网络"), (report.is_walled_in, "本机文件")) if not stands]
        yield Finding("missing", f"文件检查：这台机器隔不开解码程序和{'、'.join(gaps)}，请用较新的 Linux 内核（5.13 以上，有 Landlock）")


def _templates(config: Config) -> Iterator[Finding]:
    """Whether WeChat has our templates; asked of WeChat itself, so only where it is live."""
    if not config.wechat.live:
        return
    try:
        found = templates.differences(templates.of(config), open_gateways(config).templates())
    except (Refused, Unreachable) as why:
        yield Finding("missing", f"提醒模板：没有问到微信（{why}）")
        return
    yield from (Finding("missing", f"提醒模板：{one}") for one in found)
    if not found:
        yield Finding("ok", f"提醒模板：{len(config.wechat.templates)} 个，与微信一致")


def _not_configured_here() -> Iterator[Finding]:
    """What no setting can show; the dated list is docs/launch.zh.md."""
    yield Finding("missing", "上线前的手续（备案、类目、隐私指引、等保、政务应用备案）见 docs/launch.zh.md")
