"""The command line, each command as an operator types it, in a DATA_DIR of its own."""
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models import seal
from tests.running import HOME, House, config_with
from tests.server.asking import command as beside
from tests.server.asking import refused

DOCUMENT = HOME / "campaigns" / "qinghai-2022.yaml"
OURS = ("WANGJU_", "WECHAT_", "KODO_", "DATABASE_")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`python -m server …`; keyword arguments are environment variables."""

    def typed(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        whole = clean | {"DATA_DIR": str(tmp_path / "var")} | environment
        asked = [sys.executable, "-m", "server", *arguments]
        return subprocess.run(asked, cwd=HOME, capture_output=True, text=True, timeout=120, check=False, env=whole)

    return typed


def live(folder: Path) -> str:
    """A configuration that has WeChat."""
    return str(config_with(folder / "live.yaml", wechat__live=True, public_url="https://wangju.example.org"))


SECRETS = {"WECHAT_MP_SECRET": "s", "WANGJU_SEAL_KEY": seal.new_key(), "KODO_ACCESS_KEY": "a", "KODO_SECRET_KEY": "k"}


def test_migrate_goes_up_and_down_and_says_where_it_stands(run: Run) -> None:
    steps = ["0001_create_the_house", "0002_open_computer_codes", "0003_open_the_inbox", "0004_open_the_darkroom", "0005_open_safety",
             "0006_open_originality", "0007_open_events", "0008_open_promoters", "0009_open_targets",
             "0010_open_notices"]
    assert run("migrate", "status").stdout.split() == [f"待升级：{step}" for step in steps]
    assert run("migrate").stdout.split() == steps
    assert run("migrate").stdout.strip() == "没有要做的"
    assert run("migrate", "status").stdout.strip() == "数据库已是最新"
    assert run("migrate", "down").stdout.strip() == steps[-1]
    assert run("migrate", "status").stdout.strip() == f"待升级：{steps[-1]}"


def test_check_says_what_is_there_and_what_production_lacks(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("✓ 数据库：SQLite", "… 数据库结构还差 10 次升级", "… 微信：正在用模拟器", "✓ 文件存储：本机磁盘", "… 上线前的手续"):
        assert words in done.stdout


def test_a_key_the_configuration_does_not_know_refuses_with_its_path_and_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "typo.yaml"
    text = (HOME / "config.yaml").read_text(encoding="utf-8").replace("  threads: 128", "  thraeds: 128")
    path.write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "thraeds" in row)
    done = run("check", WANGJU_CONFIG=str(path))
    assert done.returncode == 1
    assert f"第 {line} 行 listen.thraeds：没有这个键，请检查拼写" in done.stderr
    assert "listen.threads：缺少这个键" in done.stderr
    assert run("--config", str(tmp_path / "none.yaml"), "check").stderr.strip() == f"没有这个文件：{tmp_path / 'none.yaml'}"


def test_the_demo_does_not_listen_beyond_this_machine_unless_told_to(run: Run, tmp_path: Path) -> None:
    wide = str(config_with(tmp_path / "wide.yaml", listen__address="0.0.0.0"))
    for arguments in (("check",), ("run",)):
        done = run("--config", wide, *arguments)
        assert done.returncode == 1
        assert "✗ 没有接入微信时只能监听 127.0.0.1" in done.stdout + done.stderr
    told = str(config_with(tmp_path / "told.yaml", listen__address="0.0.0.0", insecure_demo=True))
    assert run("--config", told, "check").returncode == 0


def test_live_without_secrets_is_not_startable_and_says_which(run: Run, tmp_path: Path) -> None:
    run("migrate")
    done = run("--config", live(tmp_path), "check")
    assert done.returncode == 1
    for name in SECRETS:
        assert name in done.stdout
    assert run("--config", live(tmp_path), "serve").returncode == 1
    assert run("--config", live(tmp_path), "check", **SECRETS).returncode == 0


def test_live_refuses_the_demos_people_and_keys_until_they_are_removed(run: Run, tmp_path: Path) -> None:
    assert run("demo").returncode == 0
    done = run("--config", live(tmp_path), "check", **SECRETS)
    assert (done.returncode, "✗ 数据库里有演示人员或模拟登录" in done.stdout) == (1, True)
    assert run("--config", live(tmp_path), "serve", **SECRETS).returncode == 1
    assert run("demo", "--remove").stdout.strip() == "已移除 7 人"
    assert run("--config", live(tmp_path), "check", **SECRETS).returncode == 0
    kept = dict(line.split("=", 1) for line in (tmp_path / "var" / "development-keys").read_text().splitlines())
    again = run("--config", live(tmp_path), "check", **SECRETS | {"WANGJU_SEAL_KEY": kept["WANGJU_SEAL_KEY"]})
    assert (again.returncode, "用的是演示时自动生成的密钥" in again.stdout) == (1, True)
    assert (tmp_path / "var" / "development-keys").stat().st_mode & 0o777 == 0o600


def test_a_campaign_goes_in_and_comes_out_byte_for_byte(run: Run) -> None:
    run("migrate")
    assert run("plan", "validate", str(DOCUMENT)).stdout.startswith("可以使用：qinghai-2022，")
    assert "第 1 版，已发布" in run("plan", "import", str(DOCUMENT)).stdout
    assert "第 1 版，已发布（与现有版本相同）" in run("plan", "import", str(DOCUMENT)).stdout
    assert run("plan", "export", "qinghai-2022").stdout == DOCUMENT.read_text(encoding="utf-8")
    assert run("plan", "export", "nowhere").returncode == 1


def test_a_broken_campaign_names_line_and_key_and_imports_nothing(run: Run, tmp_path: Path) -> None:
    run("migrate")
    text = DOCUMENT.read_text(encoding="utf-8").replace("limits: {per_person: 20", "limits: {per_persno: 20")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "per_persno" in row)
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, encoding="utf-8")
    for act in ("validate", "import"):
        done = run("plan", act, str(broken))
        assert done.returncode == 1
        assert f"第 {line} 行 limits.per_persno" in done.stderr
    assert run("plan", "export", "qinghai-2022").returncode == 1


def test_units_and_a_roster_are_tried_before_they_are_imported(run: Run, tmp_path: Path) -> None:
    run("migrate")
    units, roster = tmp_path / "units.csv", tmp_path / "roster.csv"
    units.write_text("全称,简称,类别\n西宁市演示厂工会,演示厂工会,基层工会\n,没有全称,基层工会\n", encoding="utf-8-sig")
    tried = run("units", "import", str(units), "--dry-run")
    assert (tried.returncode, "试运行，没有保存。" in tried.stderr, "第 3 行 没有导入" in tried.stdout) == (1, True, True)
    assert "新增 1" in run("units", "import", str(units)).stderr
    assert "没有变化 1" in run("units", "import", str(units)).stderr
    roster.write_text("姓名,手机号\n央金,13800000001\n", encoding="utf-8-sig")
    there = ("--unit", "西宁市演示厂工会")
    for _ in range(2):
        assert "新增 1" in run("roster", "import", str(roster), *there, "--dry-run").stderr
    assert "新增 1" in run("roster", "import", str(roster), *there).stderr
    assert "没有变化 1" in run("roster", "import", str(roster), *there).stderr
    assert run("roster", "import", str(roster), "--unit", "没有这个工会").returncode == 1
    assert run("units", "import", str(tmp_path / "none.csv")).stderr.strip() == f"没有这个文件：{tmp_path / 'none.csv'}"


def test_init_invites_the_first_administrator_and_nobody_after(run: Run) -> None:
    first, second = run("init").stdout, run("init").stdout
    assert first.startswith("系统管理员邀请码")
    assert first != second
    assert run("invite", "organiser", "*", "--count", "3").stdout.count("\n") == 3
    assert run("invite", "wizard", "*").returncode == 1


def test_an_invitation_of_the_command_line_makes_an_administrator_over_http(house: House) -> None:
    assert "已有系统管理员" in beside(house, "init").stderr            # the demo has one
    code = beside(house, "invite", "administrator", "*").stdout.strip()
    phone = house.phone("new-admin")
    assert phone.ask("POST", "/api/me/roles", {"code": code}).status_code == 201
    assert phone.get("/api/me")["roles"] == [{"role": "administrator", "over": "*"}]
    assert refused(house.phone("somebody").ask("POST", "/api/me/roles", {"code": code})) == (409, "invitation.used")


def test_a_database_that_is_not_there_or_not_migrated_is_said_in_words(run: Run) -> None:
    for done in (run("invite", "organiser", "*"), run("migrate", DATABASE_URL="postgresql://x@127.0.0.1:9/none")):
        assert (done.returncode, "Traceback" in done.stderr, "数据库没有完成" in done.stderr) == (1, False, True)


def test_what_is_rendered_from_the_code_needs_neither_database_nor_keys(run: Run, tmp_path: Path) -> None:
    for name in ("law", "problems", "openapi"):
        assert run(name).returncode == 0
    assert not (tmp_path / "var").exists()
