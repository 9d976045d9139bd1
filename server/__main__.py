"""The command line: `python -m server <command>`. Each command says what it does in one line of --help."""
import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from peewee import PeeweeException
from playhouse.migrations import MigrationError

from models import config as configuration
from models import schema, seal
from models.accounts import grants
from models.accounts.actor import SYSTEM
from models.campaign import queries as plans
from models.campaign.plan import read
from models.config import Config
from models.db import database, open_database
from models.documents import DocumentInvalid
from models.problems import Problem
from server import checkup, demo, importing, tree

DOCUMENTS = ("law", "problems", "openapi")       # rendered from the code alone
Command = Callable[[argparse.Namespace, Config], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        return _run(asked)
    except DocumentInvalid as faults:
        print(faults, file=sys.stderr)
    except FileNotFoundError as none:
        print(f"没有这个文件：{none.filename}", file=sys.stderr)
    except PeeweeException as away:
        print(f"数据库没有完成（{away}）。先运行 python -m server migrate，或检查 database.url", file=sys.stderr)
    except (Problem, MigrationError, tree.PortTaken, OSError, ValueError) as why:
        print(f"没有完成：{why}", file=sys.stderr)
    return 1


def _run(asked: argparse.Namespace) -> int:
    os.umask(0o077)            # names and works lie in the files this process and its children make
    if asked.config:
        os.environ["WANGJU_CONFIG"] = str(asked.config.resolve())          # for the processes we start
    config = configuration.load()
    if asked.command not in DOCUMENTS:
        open_database(config.database_url)
    if asked.command not in (*DOCUMENTS, "check", "migrate"):
        _hold_key(config)
    return asked.does(asked, config)


def _hold_key(config: Config) -> None:
    """The key that seals personal data; a demo makes its own."""
    if not config.wechat.live:
        configuration.generate_missing(config)
    if key := config.secret(config.keys.seal_env):
        seal.use(seal.read_key(key))
    else:
        print(f"环境变量 {config.keys.seal_env} 没有设置，个人信息不能封存", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server", description="网聚 Wangju")
    parser.add_argument("--config", type=Path, help="instead of $WANGJU_CONFIG or config.yaml")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does: Command, says: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        made.set_defaults(does=does)
        return made

    command("run", _first_look, "everything for a first look: database, campaign dated today, demo people, service and jobs")
    command("serve", _serve, "the service and the jobs, as configured").add_argument("--no-jobs", action="store_true")
    migrate = command("migrate", _migrate, "bring the database up to this version, or take the last migration back")
    migrate.add_argument("direction", nargs="?", choices=("up", "down", "status"), default="up")
    migrate.add_argument("target", nargs="?")
    command("check", _check, "read config.yaml and say what is configured and what is missing; exit 1 when not startable")
    command("init", _init, "print the first administrator's single-use invitation")
    invite = command("invite", _invite, "print single-use invitations for a role over *, unit:<id>, track:<campaign>/<track>")
    invite.add_argument("role")
    invite.add_argument("over")
    invite.add_argument("--count", type=int, default=1)
    invite.add_argument("--days", type=int, default=grants.LIFE_DAYS)
    plan = command("plan", _plan, "import, export or validate a campaign document")
    plan.add_argument("act", choices=("import", "export", "validate"))
    plan.add_argument("what", help="a file to import or validate; a campaign id to export")
    plan.add_argument("--draft", action="store_true", help="import without publishing")
    units = command("units", importing.units, "import units from .xlsx or .csv, reporting line by line")
    roster = command("roster", importing.roster, "import a roster of members from .xlsx or .csv, reporting line by line")
    roster.add_argument("--unit", help="the unit's full name, when the sheet has no such column")
    for sheet in (units, roster):
        sheet.add_argument("act", choices=("import",))
        sheet.add_argument("file", type=Path)
        sheet.add_argument("--dry-run", action="store_true")
    command("demo", _demo, "prepare the demo people, or remove everybody of the simulator").add_argument("--remove", action="store_true")
    command("law", _law, "print the law as docs/law.md has it")
    command("problems", _problems, "print every Problem there is as docs/problems.md has it")
    command("openapi", _openapi, "print the OpenAPI document as docs/openapi.json has it")
    return parser


def _first_look(_: argparse.Namespace, config: Config) -> int:
    if config.wechat.live:
        raise ValueError("wechat.live 为 true：请用 python -m server migrate 和 python -m server serve")
    for name in schema.migrate():
        print(f"数据库：{name}", flush=True)
    if _refuses(config):
        return 1
    demo.prepare(config, say=_say)
    _say("正在启动服务……")
    return tree.serve(config, ready=lambda: _say_where(config))


def _serve(asked: argparse.Namespace, config: Config) -> int:
    if _refuses(config):
        return 1
    if schema.pending():
        print("数据库结构不是最新，请先运行 python -m server migrate", file=sys.stderr)
        return 1
    return tree.serve(config, with_jobs=not asked.no_jobs, ready=lambda: _say_where(config))


def _refuses(config: Config) -> bool:
    found = checkup.stops(config)
    for finding in found:
        print(finding, file=sys.stderr)
    return bool(found)


def _say(words: str) -> None:
    print(words, flush=True)


def _say_where(config: Config) -> None:
    base = f"http://{config.listen.address}:{config.listen.port}"
    print(f"\n网聚已启动  {base}/api/docs  接口文档，可直接试用", flush=True)
    if not config.wechat.live:
        print(f"            {base}/preview/  小程序预览：登录、写作品、上传、断网都可以试\n"
              f"            {base}/api/campaigns/current  今天正在征集的活动\n"
              f"            {base}/sim/wechat/_sim/login_code  POST {{\"user\": \"demo-worker\"}} 领一个登录码\n"
              f"            {base}/sim/wechat/_sim/phones  模拟手机收到的提醒\n"
              "            Ctrl-C 结束", flush=True)


def _migrate(asked: argparse.Namespace, _: Config) -> int:
    if asked.direction == "status":
        waiting = schema.pending()
        print("\n".join(f"待升级：{name}" for name in waiting) or "数据库已是最新")
        return 0
    done = schema.migrate(asked.target) if asked.direction == "up" else schema.migrate_down(asked.target)
    print("\n".join(done) or "没有要做的")
    return 0


def _check(_: argparse.Namespace, config: Config) -> int:
    findings = checkup.look(config)
    for finding in findings:
        print(finding)
    return int(any(finding.level == "stop" for finding in findings))


def _init(_: argparse.Namespace, __: Config) -> int:
    schema.migrate()
    with database.connection_context():
        print(f"系统管理员邀请码（用一次，{grants.LIFE_DAYS} 天内有效）：{grants.first_invitation()}")
    return 0


def _invite(asked: argparse.Namespace, _: Config) -> int:
    with database.connection_context():
        for _invitation, code in grants.invite(asked.role, asked.over, count=asked.count, life_days=asked.days, actor=SYSTEM):
            print(code)
    return 0


def _plan(asked: argparse.Namespace, _: Config) -> int:
    if asked.act == "export":
        with database.connection_context():
            sys.stdout.write(plans.exported(asked.what))
        return 0
    text = Path(asked.what).read_text(encoding="utf-8")
    plan, _document = read(text)
    if asked.act == "validate":
        print(f"可以使用：{plan.id}，{len(plan.tracks)} 个子项目，{len(plan.phases)} 个阶段")
        return 0
    return importing.plan(text, publish=not asked.draft)


def _demo(asked: argparse.Namespace, config: Config) -> int:
    if asked.remove:
        print(f"已移除 {demo.remove()} 人")
    else:
        schema.migrate()
        demo.prepare(config, say=_say)
    return 0


def _law(_: argparse.Namespace, __: Config) -> int:
    from server.documents import law_page
    sys.stdout.write(law_page())
    return 0


def _problems(_: argparse.Namespace, __: Config) -> int:
    from server.documents import problems_page
    sys.stdout.write(problems_page())
    return 0


def _openapi(_: argparse.Namespace, config: Config) -> int:
    from server.documents import openapi_text
    sys.stdout.write(openapi_text(config))
    return 0


if __name__ == "__main__":
    sys.exit(main())
