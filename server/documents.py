"""Documents rendered from the code, committed and kept fresh by a test: the law, the Problems, OpenAPI."""
import json
from pathlib import Path
from typing import Any

from models.config import Config
from models.events import law as events
from models.law import LAW, ROLE_LABELS, SHOWN_LABELS, STATE_LABELS, Step
from models.notices.plans import law as notices
from models.problems import Problem, catalogue
from models.promoters import law as promoters
from server.app import create_app

DOCS = Path(__file__).parent.parent / "docs"
HEAD = """# The law

Rendered from `models/law.py` by `python -m server law`. Change the law there.
The organiser holds every coordinator's and host's act besides, journalled as on behalf of.

| act | 按钮 | who | from | to | window | guards | asks |
|---|---|---|---|---|---|---|---|
"""

OTHER_HEAD = """
## {title}

Rendered from `{source}`.

| act | 按钮 | who | from | to | guards | asks |
|---|---|---|---|---|---|---|
"""

PROBLEMS = """# Problems

Rendered from `models/problems.py` by `python -m server problems`. A code is the contract and never changes; words may be
reworded. `{…}` are filled from the facts of the case, which travel as `context`.

| code | status | title | detail |
|---|---|---|---|
"""


def law_page() -> str:
    """docs/law.md."""
    rows = "\n".join(_row(step) for step in LAW)
    states = "\n".join(f"| `{state}` | {label} |" for state, label in STATE_LABELS.items())
    shown = "\n".join(f"| `{word}` | {label} |" for word, label in SHOWN_LABELS.items())
    return (f"{HEAD}{rows}\n\n## States, as staff see them\n\n| state | 称呼 |\n|---|---|\n{states}\n\n"
            f"## What an author is shown\n\n| shown_state | 称呼 |\n|---|---|\n{shown}\n"
            + _other_law("Offline events (线下活动)", "models/events/law.py", events)
            + _other_law("Promoters (职工好网民宣传员)", "models/promoters/law.py", promoters)
            + _notice_law())


def _other_law(title: str, source: str, law: Any) -> str:
    """The law of another thing than an entry: a module with LAW, STATE_LABELS and ROLE_LABELS."""
    rows = "".join(_other_row(step, law) for step in law.LAW)
    return OTHER_HEAD.format(title=title, source=source) + rows


def _other_row(step: Any, law: Any) -> str:
    who, source = ("、".join(labels[one] for one in ones) for labels, ones in ((law.ROLE_LABELS, step.by), (law.STATE_LABELS, step.source)))
    return (f"| `{step.act}` | {step.label} | {who} | {source} | {law.STATE_LABELS[step.target]} | {', '.join(step.needs)} | "
            f"{', '.join(step.asks)} |\n")


def _notice_law() -> str:
    """Notices are organisers' alone, so their law says of each step only whether the clock takes it."""
    labels = notices.STATE_LABELS
    return OTHER_HEAD.format(title="Notices (提醒)", source="models/notices/plans/law.py") + "".join(
        f"| `{step.act}` | {step.label} | {'系统' if step.by_clock else '主办单位经办人'} | "
        f"{'、'.join(labels[one] for one in step.source)} | {labels[step.target]} | {', '.join(step.needs)} | {', '.join(step.asks)} |\n"
        for step in notices.LAW)


def problems_page() -> str:
    """docs/problems.md."""
    kinds = sorted(catalogue(), key=lambda kind: (kind.status, kind.code))
    return PROBLEMS + "".join(_problem_row(kind) for kind in kinds)


def openapi_text(config: Config) -> str:
    """docs/openapi.json."""
    app = create_app(config)
    with app.app_context():
        return json.dumps(app.spec, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _problem_row(kind: type[Problem]) -> str:
    return f"| `{kind.code}` | {kind.status} | {kind.title} | {kind.says} |\n"


def _row(step: Step) -> str:
    who = "、".join(ROLE_LABELS[role] for role in step.by)
    source = "任何状态" if len(step.source) > 8 else "、".join(STATE_LABELS[state] for state in step.source)
    target = STATE_LABELS[step.target] if step.target else "不变"
    return (f"| `{step.act}` | {step.label} | {who} | {source} | {target} | {'是' if step.window else ''} | "
            f"{', '.join(step.needs)} | {', '.join(step.asks)} |")
