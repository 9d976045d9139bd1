"""The campaign as its organisers wrote it: the document's schema, checked and frozen.

Times are quoted Shanghai wall time in the document and aware UTC here. Units are
named by their full names: the document points at bodies, the units room holds them.
What one value must be stands in `scalars`, what values must be to each other in `crosschecks`.
"""
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import ValidationInfo, model_validator

from models import documents
from models.campaign import crosschecks
from models.campaign.notices import PlannedNotice
from models.campaign.scalars import Day, Part, Slug, Text, Wall, Whole, YesNo, known
from models.campaign.tracks import Field, FillerWord, Media, MediaDefaults, MediaWord, Track, TypeMedia
from models.problems import NotFound

ActWord = Literal["submit", "withdraw", "return", "preselect", "endorse", "decline", "shortlist", "approve", "recommend",
                  "disqualify", "publish", "exhibit", "unexhibit", "move_track", "change_reporting_unit",
                  "log_event", "check_in", "enrol", "report"]
StageWord = Literal["launch", "conduct", "summary", "exhibition"]
RoleWord = Literal["author", "coordinator", "host", "juror", "organiser", "administrator"]
UnitWord = Literal["province", "city", "prefecture", "industry", "direct", "county", "company", "grassroots", "department"]
AskedWord = Literal["author", "enterer", "unit", "promoter", "attendee"]
HARD_LIMITS = ("max_bytes", "max_pixels", "max_side", "max_seconds")
SATURDAY = 5
CaseWord = Literal["minors", "on_behalf"]


class Notice(Part):
    """The official document this campaign carries out."""
    number: Text
    dated: Day
    issued_by: tuple[Text, ...]
    addressees: tuple[Text, ...]
    asks: tuple[Text, ...] = ()


class Contact(Part):
    label: Text
    line: Text


class Banner(Part):
    """A text over the home page. Wording that dates carries `until`."""
    text: Text
    until: Wall | None = None


class Phase(Part):
    """A row of the calendar: [opens, closes) and the acts it permits. `due` reminds, only `closes` refuses.

    Without `closes` it lasts until the campaign's `ends`. `grace_hours`: how much
    longer an upload begun before `closes` may take. `covers_until`: what is logged
    or scanned must have happened before this instant, though it may arrive later.
    """
    id: Slug
    stage: Annotated[StageWord, known(StageWord)]
    label: Text
    by: tuple[Annotated[RoleWord, known(RoleWord)], ...] = ()
    opens: Wall
    due: Wall | None = None
    closes: Wall | None = None
    covers_until: Wall | None = None
    grace_hours: Whole = 0
    permits: tuple[Annotated[ActWord, known(ActWord)], ...] = ()
    note: Text | None = None


class Limits(Part):
    """How many works one author may have. `drafts`: unfinished ones, over all tracks."""
    per_person: Whole
    per_track: Whole
    drafts: Whole
    source: Text


class Returns(Part):
    """The date a returned work is due back: so many days after the return, never after `latest`."""
    days: Whole
    latest: Wall
    source: Text


class Consent(Part):
    """A text somebody agrees to. `when`: it is asked only then. `separate`: never part of an agree-to-all tick."""
    id: Slug
    version: Whole
    label: Text
    asked_of: Annotated[AskedWord, known(AskedWord)] = "author"
    required: YesNo = True
    when: Annotated[CaseWord, known(CaseWord)] | None = None
    when_label: Text | None = None
    separate: YesNo = False
    attachment: Text | None = None
    text: Text


class Opinions(Part):
    """The forms of the steps after submission; authors never see the answers."""
    reporting_unit: tuple[Field, ...]
    host: tuple[Field, ...]
    province: tuple[Field, ...]


class Unit(Part):
    """A body the notice names. `reports`: it preselects, ranks and reports. `members`: workers may belong to it."""
    name: Text
    kind: Annotated[UnitWord, known(UnitWord)]
    parent: Text | None = None
    reports: YesNo = True
    members: YesNo = True
    aliases: tuple[Text, ...] = ()


class AllocationRow(Part):
    """A row of annex 1. `events` null: the row carries no task."""
    no: Whole
    unit: Text
    events: Whole | None


class Allocation(Part):
    total_events: Whole
    source: Text
    rows: tuple[AllocationRow, ...]

    def events_of(self, unit: str) -> int | None:
        """How many events this unit has to hold; rows of one unit add up; None where the plan allocates nothing."""
        tasks = [row.events for row in self.rows if row.unit == unit and row.events is not None]
        return sum(tasks) if tasks else None


class Target(Part):
    """One number of “12351+”. `figures` are counted apart, and the target is met when one of them reaches it."""
    id: Slug
    label: Text
    at_least: Whole
    measure: Text
    figures: tuple[Slug, ...] = ()
    national: Whole | None = None
    counted: Text
    allocated: YesNo = False


class Targets(Part):
    """What should be reached, and how it is counted: verified rows beside what units claim with evidence."""
    verified: Text
    claimed: Text
    statement: Text
    onward: Text
    rows: tuple[Target, ...]


class Question(Part):
    """Something in the notice that the organiser should settle; shown on import."""
    id: Slug
    says: Text
    allocation_rows: tuple[Whole, ...] = ()
    answers: tuple[Text, ...] = ()


class WorkingDays(Part):
    """Where the year differs from Monday to Friday: holidays, and days worked in exchange (调休)."""
    rest: tuple[Day, ...] = ()
    work: tuple[Day, ...] = ()
    source: Text = "国务院办公厅关于当年部分节假日安排的通知"


class Exhibition(Part):
    label: Text
    channels: tuple[Text, ...]
    takedown: Text


class Plan(Part):
    """The whole document. Build it with `read` (text), or `trust` (a document that was read before)."""
    id: Slug
    name: Text
    notice: Notice
    starts: Wall
    ends: Wall
    contacts: tuple[Contact, ...] = ()
    banners: tuple[Banner, ...] = ()
    phases: tuple[Phase, ...]
    limits: Limits
    returns: Returns
    consents: tuple[Consent, ...]
    media_kinds: dict[Annotated[MediaWord, known(MediaWord)], MediaDefaults]
    blocks: dict[Slug, tuple[Field, ...]] = {}
    tracks: tuple[Track, ...]
    opinions: Opinions
    units: tuple[Unit, ...]
    allocation: Allocation
    targets: Targets
    questions: tuple[Question, ...] = ()
    exhibition: Exhibition
    working_days: WorkingDays = WorkingDays()
    notices: tuple[PlannedNotice, ...] = ()

    @model_validator(mode="after")
    def agrees_with_itself(self, info: ValidationInfo) -> Self:
        if not (info.context or {}).get("checked"):
            crosschecks.require(self)
        return self

    def is_working_day(self, day: date) -> bool:
        """Whether offices work: by what the document says of the day, else Monday to Friday."""
        return day in self.working_days.work or (day.weekday() < SATURDAY and day not in self.working_days.rest)

    def phase(self, phase_id: str) -> Phase:
        """Raises NotFound."""
        return _named(self.phases, phase_id, "这个阶段")

    def track(self, track_id: str) -> Track:
        """Raises NotFound."""
        return _named(self.tracks, track_id, "这个子项目")

    def consent(self, consent_id: str) -> Consent:
        """Raises NotFound."""
        return _named(self.consents, consent_id, "这份承诺书")

    def form(self, track_id: str, by: FillerWord = "author") -> tuple[Field, ...]:
        """The questions of a track that `by` answers: its own, then the common block's. Raises NotFound."""
        track = self.track(track_id)
        return tuple(field for field in track.fields + self.blocks.get(track.block or "", ()) if field.by == by)

    def media(self, track_id: str, type_id: str | None = None) -> tuple[Media, ...]:
        """What files a track takes for a type, with hard limits filled in. Raises NotFound for an unknown track."""
        track = self.track(track_id)
        changes = {change.kind: change for kind in track.types if kind.id == type_id for change in kind.media}
        return tuple(self._whole(media, changes.get(media.kind)) for media in track.media)

    def _whole(self, media: Media, change: TypeMedia | None) -> Media:
        kind = self.media_kinds[media.kind]
        return media.model_copy(update={
            **{name: getattr(media, name) or getattr(kind, name) for name in HARD_LIMITS},
            "types": media.types or kind.types,
            "counts": change.counts if change and change.counts else media.counts,
            "rules": media.rules + (change.rules if change else ()),
        })

    def consents_asked(self, track_id: str, *, on_behalf: bool = False, minors: bool = False) -> tuple[Consent, ...]:
        """Every consent an entry of this track needs in these circumstances. Raises NotFound."""
        cases = {None, *(("on_behalf",) if on_behalf else ()), *(("minors",) if minors else ())}
        ids = self.track(track_id).consents
        return tuple(c for c in self.consents if c.required and c.when in cases and (c.id in ids or c.asked_of == "enterer"))

    def limit_in(self, track_id: str) -> int:
        """How many works one author may submit to a track. Raises NotFound."""
        own = self.track(track_id).per_person
        return self.limits.per_track if own is None else own


def read(text: str) -> tuple[Plan, dict[str, Any]]:
    """A plan and its document as plain data. Raises DocumentInvalid, each fault with line and key."""
    tree = documents.load(text)
    return documents.check(tree, Plan), documents.plain(tree)


def trust(document: dict[str, Any]) -> Plan:
    """A plan from a document that `read` accepted: the checks between values are not repeated."""
    return Plan.model_validate(document, context={"checked": True})


def _named(things: Any, wanted: str, what: str) -> Any:
    found = next((thing for thing in things if thing.id == wanted), None)
    if found is None:
        raise NotFound(what=what)
    return found
