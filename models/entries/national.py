"""Whether a work's files are what the nation asks for: judged when it is recommended, by the newest version of the plan.

Everything up to there only hints. Files that belong to the work count: not those still on their way, and not a
replacement that was refused while the file it was to replace still stands.
"""
from collections.abc import Iterator
from typing import Any

from models.campaign.plan import Plan
from models.entries.tables import Entry
from models.media import queries as files
from models.media.formats import KIND_LABELS
from models.media.specification import Verdict, called, verdicts
from models.media.tables import Examination, File, FileState
from models.problems import NotNational

STEP = "recommend"
EXAMINING, GIVEN_UP = "文件还在检查，请稍后再推荐", "文件检查没有做完，请主办单位重新检查这个文件"


def require(entry: Entry, plan: Plan) -> None:
    """Raises NotNational with every file and kind of file that is not yet fit, in words. `plan`: the newest version."""
    present = _belonging(files.files_of(entry.id))
    examined = {row.file_id: row for row in Examination.select().where(Examination.file.in_([file.id for file in present]))}
    media = _specifications(entry, plan)
    gaps = [_gap(f"files.{file.id}", _label(file, present), verdict) for file in present
            for verdict in _of_file(file, examined.get(file.id), media.get(file.kind, {}))]
    gaps += [_gap(f"files.{kind}", KIND_LABELS[kind], verdict) for kind, rules in media.items()
             for verdict in _of_kind(kind, present, rules)]
    if gaps:
        raise NotNational(summary="；".join(f"{gap['label']}：{gap['says']}" for gap in gaps[:5]), fields=gaps)


def _belonging(present: list[File]) -> list[File]:
    ids = {file.id for file in present}
    refused_successors = {file.id for file in present if file.state == FileState.REFUSED and file.replaces in ids}
    return [file for file in present if file.state != FileState.WAITING and file.id not in refused_successors]


def _specifications(entry: Entry, plan: Plan) -> dict[str, dict[str, Any]]:
    """{kind: its rules, and whose they are}. The hard limits were asked when the file came, and are not asked again."""
    own = next(({"called": called(one.label)} for one in plan.track(entry.track).types if one.id == entry.type and one.media), {})
    return {media.kind: {"rules": [rule.model_dump() for rule in media.rules]} | own for media in plan.media(entry.track, entry.type)}


def _of_file(file: File, row: Examination | None, rules: dict[str, Any]) -> Iterator[Verdict | dict[str, str]]:
    if file.state == FileState.REFUSED:
        yield from (one for one in file.verdicts if one["outcome"] == "refuse")
    elif file.state == FileState.STORED:
        yield {"rule": "examination", "words": GIVEN_UP if row and row.given_up_at else EXAMINING}
    else:
        measured = {"name": file.name, "size": file.size, "type": file.mime} | (row.measured if row else {})
        yield from _conditions(file.kind, measured, rules)


def _of_kind(kind: str, present: list[File], rules: dict[str, Any]) -> list[Verdict]:
    return _conditions(kind, {"count": sum(file.kind == kind and file.state != FileState.REFUSED for file in present)}, rules)


def _conditions(kind: str, measured: dict[str, Any], rules: dict[str, Any]) -> list[Verdict]:
    return [one for one in verdicts(kind, measured, rules, STEP) if one["outcome"] == "refuse"]


def _label(file: File, present: list[File]) -> str:
    """视频; 照片 2 where there are several. Never the file's name, which may be a person's."""
    kin = [one.id for one in present if one.kind == file.kind]
    return KIND_LABELS[file.kind] + (f" {kin.index(file.id) + 1}" if len(kin) > 1 else "")


def _gap(field: str, label: str, verdict: Any) -> dict[str, Any]:
    return {"field": field, "label": label, "rule": verdict["rule"], "says": verdict["words"]}
