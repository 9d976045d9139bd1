"""What the command line says while it imports: a line for each row that was changed or refused, and the sums."""
import argparse
import sys

from models.accounts import roster as rosters
from models.accounts.actor import SYSTEM
from models.campaign import actions as campaigns
from models.campaign import queries as plans
from models.config import Config
from models.db import database
from models.problems import NotFound
from models.units import actions
from models.units import queries as unit_queries
from models.units.rows import read_units
from models.units.sheets import Report
from server.demo import adopt_units

WORDS = {"new": "新增", "changed": "更新", "same": "没有变化", "refused": "没有导入"}


def plan(text: str, *, publish: bool) -> int:
    """A campaign document and the units it names."""
    with database.connection_context():
        version, is_new = campaigns.import_plan(text, actor_id=None, publish=publish)
        kept = plans.plan_of(version.id)
        adopt_units(kept)
    print(f"{kept.name}：第 {version.number} 版" + ("，已发布" if publish else "") + ("" if is_new else "（与现有版本相同）"))
    for question in kept.questions:
        print(f"请确认：{question.says}（{' / '.join(question.answers)}）")
    return 0


def units(asked: argparse.Namespace, _: Config) -> int:
    rows = read_units(asked.file.read_bytes())
    with database.connection_context():
        return _say(actions.import_units(rows, dry_run=asked.dry_run, actor=SYSTEM))


def roster(asked: argparse.Namespace, _: Config) -> int:
    rows = rosters.read_roster(asked.file.read_bytes())
    with database.connection_context():
        home = unit_queries.by_names([asked.unit]).get(asked.unit) if asked.unit else None
        if asked.unit and home is None:
            raise NotFound(what=f"“{asked.unit}”这个单位")
        return _say(rosters.import_roster(rows, home.id if home else None, dry_run=asked.dry_run, actor=SYSTEM))


def _say(report: Report) -> int:
    for line in report.lines:
        if line.outcome != "same":
            print(f"第 {line.line} 行 {WORDS[line.outcome]} {line.says}".rstrip())
    sums = "，".join(f"{WORDS[outcome]} {count}" for outcome, count in report.counts.items() if count)
    print(("试运行，没有保存。" if report.dry_run else "") + (sums or "没有内容"), file=sys.stderr)
    return 1 if report.counts["refused"] else 0
