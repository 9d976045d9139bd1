"""What an entry still lacks before it may be submitted, named in Chinese. Asked of the entry as it is saved."""
from typing import Any

from models.campaign import forms
from models.campaign.plan import Plan
from models.campaign.tracks import Media
from models.entries import private
from models.entries.tables import Entry
from models.media.rules import KIND_LABELS
from models.media.tables import File
from models.problems import ConsentMissing, FilesMissing, FormIncomplete


def require_form(entry: Entry, plan: Plan) -> None:
    """Raises FormIncomplete with every field that is missing or too short."""
    gaps = forms.submit_faults(plan, entry.track, type_id=entry.type, title=entry.title, fields=private.answers(entry),
                               authors=entry.authors)
    if gaps:
        raise FormIncomplete(summary="；".join(f"{gap['label']}：{gap['says']}" for gap in gaps[:5]), fields=gaps)


def require_consents(entry: Entry, plan: Plan) -> None:
    """Raises ConsentMissing with every consent that is required here and not given in this version."""
    given = {(one["id"], one["version"]) for one in entry.consents}
    on_behalf = entry.author_id is None
    wanted = [c for c in plan.consents_asked(entry.track, on_behalf=on_behalf) if (c.id, c.version) not in given]
    if wanted:
        raise ConsentMissing(summary="、".join(c.label for c in wanted),
                             fields=[_gap(f"consents.{c.id}", c.label, "请阅读后确认") for c in wanted])


def require_files(entry: Entry, plan: Plan, files: list[File]) -> None:
    """Raises FilesMissing unless there are as many files of each kind as the track and type ask for, and none of another kind."""
    media = plan.media(entry.track, entry.type)
    counts = {one.kind: sum(file.kind == one.kind for file in files) for one in media}
    gaps = [_gap(f"files.{one.kind}", KIND_LABELS[one.kind], _count_words(one)) for one in media if not _enough(one, counts[one.kind])]
    strays = sorted({file.kind for file in files} - counts.keys())
    gaps += [_gap(f"files.{kind}", KIND_LABELS[kind], "本子项目不收，请删去") for kind in strays]
    any_of = plan.track(entry.track).media_any_of
    if any_of and not any(counts.get(kind) for kind in any_of):
        kinds = "或".join(KIND_LABELS[kind] for kind in any_of)
        gaps.append(_gap("files", kinds, "至少要有一个"))
    if gaps:
        raise FilesMissing(summary="；".join(f"{gap['label']} {gap['says']}" for gap in gaps), fields=gaps)


def most(plan: Plan, entry: Entry, kind: str) -> int:
    """How many files of a kind the entry may have; 0 where the track takes none."""
    return max((pair[1] for one in plan.media(entry.track, entry.type) if one.kind == kind for pair in one.counts), default=0)


def _enough(media: Media, count: int) -> bool:
    return any(fewest <= count <= highest for fewest, highest in media.counts)


def _count_words(media: Media) -> str:
    pairs = [f"{fewest} 个" if fewest == highest else f"{fewest} 到 {highest} 个" for fewest, highest in media.counts]
    return "要有 " + " 或 ".join(pairs)


def _gap(field: str, label: str, says: str) -> dict[str, Any]:
    return {"field": field, "label": label, "says": says}
