"""A sub-project (子项目) as the document has it: its form, its people, its media and its consents.

Code knows kinds (of field, of media, of rule), the document knows instances. Forms,
specifications and consents hold as they were in the version an entry was made under.
"""
from datetime import datetime
from typing import Annotated, Any, Literal

import pydantic

from models.campaign.scalars import Pair, Part, Slug, Text, Wall, Whole, WholeOrText, YesNo, known

FieldWord = Literal["line", "text", "choice", "choices", "date", "number", "link", "people"]
FillerWord = Literal["author", "unit", "host", "province"]
MediaWord = Literal["photo", "song", "video", "document"]
RuleWord = Literal["duration_at_most_s", "duration_at_least_s", "long_side_at_least_px", "short_side_at_least_px",
                   "bytes_at_least", "count_at_least", "aspect_ratio", "container"]
StepWord = Literal["submit", "recommend"]
FieldKind = Annotated[FieldWord, known(FieldWord)]
MediaKind = Annotated[MediaWord, known(MediaWord)]

PEOPLE_FIELD = "authors"     # answered by Entry.authors, the contract's own field, never by Entry.fields


class Condition(Part):
    """Holds when the entry's type is one of `type`, or the answer to `field` is one of `is`."""
    type: tuple[Slug, ...] = ()
    field: Slug | None = None
    is_: tuple[Text, ...] = pydantic.Field(default=(), alias="is")

    def holds(self, type_id: str | None, answers: dict[str, Any]) -> bool:
        return type_id in self.type or (self.field is not None and answers.get(self.field) in self.is_)


class Field(Part):
    """One question of a form. `at_least` and `at_most` count characters, or bound a number's value.

    `required_when` makes it required when any of its conditions holds; `personal`
    answers are sealed in the database and shown to staff only.
    """
    id: Slug
    label: Text
    kind: FieldKind
    required: YesNo = False
    required_when: tuple[Condition, ...] = ()
    by: Annotated[FillerWord, known(FillerWord)] = "author"
    help: Text | None = None
    default: Text | None = None                 # today, me.name, me.phone, me.unit, or the answer itself
    at_least: Whole | None = None
    at_most: Whole | None = None
    at_most_for: dict[Slug, Whole] = {}         # another `at_most` for these types
    decimals: Whole = 0
    precision: Annotated[Literal["day", "month"], known(Literal["day", "month"])] = "day"
    options: tuple[Text, ...] = ()
    personal: YesNo = False

    def longest(self, type_id: str | None) -> int | None:
        return self.at_most_for.get(type_id or "", self.at_most)


class Title(Part):
    label: Text
    at_most: Whole


class People(Part):
    """Who made it: every role in `required` must be held, and one of `any_of` where given."""
    roles: tuple[Text, ...]
    required: tuple[Text, ...] = ()
    any_of: tuple[Text, ...] = ()
    at_most: Whole = 10
    help: Text | None = None


class Rule(Part):
    """A specification of a file. It warns; at `required_at` it becomes a condition. `source` says whose rule it is."""
    rule: Annotated[RuleWord, known(RuleWord)]
    limit: WholeOrText
    source: Text
    severity: Annotated[Literal["warn"], known(Literal["warn"])] = "warn"
    applies_at: Annotated[StepWord, known(StepWord)] = "submit"
    required_at: Annotated[StepWord, known(StepWord)] | None = None

    @property
    def wants_text(self) -> bool:
        return self.rule in ("aspect_ratio", "container")


class MediaDefaults(Part):
    """The hard limits of a media kind: the only ones that refuse."""
    max_bytes: Whole
    types: tuple[Text, ...]
    source: Text


class Media(Part):
    """Files of one kind a track takes. `counts` lists the allowed [fewest, most] pairs."""
    kind: MediaKind
    counts: tuple[Pair, ...]
    max_bytes: Whole | None = None              # None: the kind's own
    types: tuple[Text, ...] = ()                # empty: the kind's own
    help: Text | None = None
    rules: tuple[Rule, ...] = ()


class TypeMedia(Part):
    """What a type changes: its counts replace the track's, its rules are added to them."""
    kind: MediaKind
    counts: tuple[Pair, ...] | None = None
    rules: tuple[Rule, ...] = ()


class TrackType(Part):
    id: Slug
    label: Text
    media: tuple[TypeMedia, ...] = ()


class Dated(Part):
    """Wording that dates: from `until` on, people read `then` instead."""
    until: Wall
    then: Text


class Track(Part):
    """One sub-project. `kind` decides the words on buttons: a work, a person put forward, or an organisation applying."""
    id: Slug
    label: Text
    kind: Annotated[Literal["work", "person", "organisation"], known(Literal["work", "person", "organisation"])]
    host: Text | None
    contact: Text | None
    description: Text
    dated: Dated | None = None
    title: Title
    types: tuple[TrackType, ...] = ()
    people: People | None = None
    block: Slug | None = None
    fields: tuple[Field, ...]
    media: tuple[Media, ...]
    media_any_of: tuple[MediaKind, ...] = ()    # at least one file of one of these kinds
    consents: tuple[Slug, ...]
    per_person: Whole | None = None             # None: the campaign's own limit
    recommend_due: Wall | None = None           # the national sub-project's own date, where it has one

    def label_at(self, at: datetime) -> str:
        return self.dated.then if self.dated and at >= self.dated.until else self.label
