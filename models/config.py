"""What this installation is: config.yaml, read once into frozen shapes; secrets from the environment it names.

A key the shapes do not know refuses to start and says which line. The environment
may move three things only, for a first look and for containers: PORT, DATA_DIR and
the variables that config.yaml itself names.
"""
import os
import secrets
import string
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models import documents, seal

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseConfig(Shape):
    url: str
    url_env: str


class ListenConfig(Shape):
    address: str
    port: int = Field(ge=0, le=65535)
    threads: int = Field(ge=4, le=512)
    processes: int = Field(ge=1, le=64)
    loopback_port: int = Field(ge=0, le=65535)


class KeysConfig(Shape):
    seal_env: str
    metrics_env: str


class WeChatAppConfig(Shape):
    """One WeChat account: its id, and where its secrets are."""
    app_id: str
    secret_env: str
    push_token_env: str
    push_aes_key_env: str


class TemplateConfig(Shape):
    """A message template of WeChat's: its keywords and what they are called, in order, and its id in each account ("": not there)."""
    title: str
    keywords: tuple[str, ...] = Field(min_length=2, max_length=5)
    labels: tuple[str, ...]
    mini: str
    official: str

    @model_validator(mode="after")
    def names_every_keyword(self) -> Self:
        if len(self.labels) != len(self.keywords):
            raise ValueError("labels：每个关键词要有一个名称")
        return self


class WeChatConfig(Shape):
    live: bool
    base_url: str
    mini_program: WeChatAppConfig
    official_account: WeChatAppConfig
    templates: dict[Literal["T1", "T2", "T3", "T4"], TemplateConfig]


class StoreConfig(Shape):
    kind: Literal["embedded", "kodo"]
    bucket: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")
    access_key_env: str
    secret_key_env: str
    region: str
    download_url: str
    quota_gb: float = Field(gt=0)


class MediaConfig(Shape):
    public_url: str = Field(pattern=r"^(https?://[^/]+)?$")
    ffmpeg_env: str
    transcoder: Literal["here", "kodo"]
    pipeline: str


class NoticesConfig(Shape):
    """`quiet`: from and until, Shanghai time. Rates are sends a second, 0 for no limit."""
    approval_over: int = Field(ge=0)
    quiet: tuple[str, str]
    per_second: int = Field(ge=0)
    per_template_per_second: int = Field(ge=0)
    in_flight: int = Field(ge=1, le=2048)


class JobsConfig(Shape):
    phase_edges_s: int = Field(ge=1)
    announce_s: int = Field(ge=1)
    deliver_notices_s: int = Field(ge=1)
    name_followers_s: int = Field(ge=1)
    check_templates_s: int = Field(ge=1)
    process_media_s: int = Field(ge=1)
    check_content_s: int = Field(ge=1)
    judge_check_ins_s: int = Field(ge=1)
    reconcile_s: int = Field(ge=1)
    reconcile_targets_s: int = Field(ge=1)
    sweep_s: int = Field(ge=1)


class PublicConfig(Shape):
    gallery: bool


class LimitsConfig(Shape):
    body_bytes: int = Field(ge=1024)
    sign_ins_per_minute: int = Field(ge=1)
    anonymous_per_minute: int = Field(ge=1)
    reads_per_minute: int = Field(ge=1)
    writes_per_minute: int = Field(ge=1)
    slow_uploads: int = Field(ge=1)


class Config(Shape):
    """The whole of config.yaml."""
    data_dir: Path
    database: DatabaseConfig
    listen: ListenConfig
    public_url: str = Field(pattern=r"^https?://[^/]+$")
    trusted_proxies: tuple[str, ...]
    insecure_demo: bool
    keys: KeysConfig
    wechat: WeChatConfig
    store: StoreConfig
    media: MediaConfig
    public: PublicConfig
    notices: NoticesConfig
    jobs: JobsConfig
    limits: LimitsConfig

    @property
    def database_url(self) -> str:
        """Where the database is, as models.db.open_database takes it."""
        given = os.environ.get(self.database.url_env) or self.database.url
        return f"sqlite:///{self.data_dir / 'wangju.sqlite'}" if given == "sqlite" else given

    @property
    def files_url(self) -> str:
        """Where people's files are served from: a host name of its own in production."""
        return self.media.public_url or self.public_url

    def secret(self, variable: str) -> str:
        """A secret by the name of its variable: from the environment, else one generated for the demo, else ""."""
        return os.environ.get(variable) or generated(self.data_dir).get(variable, "")


def load(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration, from `path`, else from where WANGJU_CONFIG says, else from config.yaml.

    Raises documents.DocumentInvalid with line and key, or FileNotFoundError.
    """
    path = path or Path(environment.get("WANGJU_CONFIG") or "config.yaml")
    config = documents.read(path.read_text(encoding="utf-8"), Config)
    return _moved(config, environment)


def _moved(config: Config, environment: Mapping[str, str]) -> Config:
    port = int(environment.get("PORT") or config.listen.port)
    changes = {"data_dir": Path(environment.get("DATA_DIR") or config.data_dir).resolve(),
               "listen": config.listen.model_copy(update={"port": port}),
               "public_url": _with_port(config.public_url, port)}
    return config.model_copy(update=changes)


def _with_port(url: str, port: int) -> str:
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        return url
    return urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}"))


# Keys generated for a first look

def generated(data_dir: Path) -> dict[str, str]:
    """The development keys in DATA_DIR, or nothing when none were made."""
    path = data_dir / "development-keys"
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in pairs}


def generate_missing(config: Config) -> None:
    """Make the keys a demo needs, mode 0600, keeping those already there. Live installations refuse them."""
    config.data_dir.mkdir(parents=True, exist_ok=True)
    known = generated(config.data_dir)
    wanted = {config.keys.seal_env: seal.new_key, config.wechat.mini_program.secret_env: _token,
              config.wechat.mini_program.push_token_env: _letters(32), config.wechat.mini_program.push_aes_key_env: _letters(43),
              config.wechat.official_account.secret_env: _token,
              config.wechat.official_account.push_token_env: _letters(32),
              config.wechat.official_account.push_aes_key_env: _letters(43), config.store.access_key_env: _token,
              config.store.secret_key_env: _token}
    missing = {name: make() for name, make in wanted.items() if name not in known and not os.environ.get(name)}
    if missing:
        path = config.data_dir / "development-keys"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a") as file:
            file.writelines(f"{name}={value}\n" for name, value in missing.items())


def _token() -> str:
    return secrets.token_urlsafe(30)


def _letters(count: int) -> Callable[[], str]:
    """WeChat's push token and EncodingAESKey are letters and digits only."""
    return lambda: "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(count))
