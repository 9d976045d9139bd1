"""A sub-project (子项目) as the document has it: its form, its people, its media and its consents.

Code knows kinds (of field, of media, of rule), the document knows instances. Forms,
specifications and consents hold as they were in the version an entry was made under.
"""
from datetime import datetime
from typing import Annotated, Any, Literal

import pydantic

from models.campaign.scalars import Limit, Pair, Part, Slug, Text, Wall, Whole, YesNo, known

FieldWord = Literal["line", "text", "choice", "choices", "date", "number", "link", "people"]
FillerWord = Literal["author", "unit", "host", "province"]
MediaWord = Literal["photo", "song", "video", "document"]
RuleWord = Literal["duration_at_most_s", "duration_at_least_s", "long_side_at_least_px", "short_side_at_least_px",
                   "bytes_at_least", "count_at_least", "aspect_ratio", "container", "count", "video_codec", "audio_codec",
                   "bitrate_at_least_kbps", "bitrate_at_most_kbps", "frame_rate_at_least", "sample_rate_at_least_hz",
                   "has_sound", "not_silent", "not_recompressed"]
StepWord = Literal["submit", "recommend"]
FieldKind = Annotated[FieldWord, known(FieldWord)]
MediaKind = Annotated[MediaWord, known(MediaWord)]

CODECS = {"h264": "H.264", "hevc": "H.265", "vp9": "VP9", "av1": "AV1", "prores": "ProRes", "mpeg4": "MPEG-4", "mjpeg": "MJPEG",
          "aac": "AAC", "mp3": "MP3", "pcm": "PCM", "flac": "FLAC", "alac": "ALAC", "opus": "Opus", "vorbis": "Vorbis", "amr": "AMR"}
NEEDS_NO_LIMIT = ("has_sound", "not_silent", "not_recompressed")
GUESSED = ("not_recompressed",)      # a machine's suspicion: it may never refuse

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
    """A specification of a file, judged from `applies_at` on. It warns; at `required_at` it becomes a condition.

    With `severity` refuse a file that does not meet it is not taken at all. `source` says whose rule it is. `limit` is a
    whole number in the unit the rule's name ends in; "16:9"; "4-8" files; one codec or several; or nothing.
    """
    rule: Annotated[RuleWord, known(RuleWord)]
    limit: Limit = None
    source: Text
    severity: Annotated[Literal["warn", "refuse"], known(Literal["warn", "refuse"])] = "warn"
    applies_at: Annotated[StepWord, known(StepWord)] = "submit"
    required_at: Annotated[StepWord, known(StepWord)] | None = None


class MediaDefaults(Part):
    """The hard limits of a media kind: beyond them a file is refused, since they protect the service. None: no such limit."""
    max_bytes: Whole
    max_pixels: Whole | None = None             # width times height
    max_side: Whole | None = None               # pixels
    max_seconds: Whole | None = None
    types: tuple[Text, ...]
    source: Text


class Media(Part):
    """Files of one kind a track takes. `counts` lists the allowed [fewest, most] pairs."""
    kind: MediaKind
    counts: tuple[Pair, ...]
    max_bytes: Whole | None = None              # None: the kind's own, here and below
    max_pixels: Whole | None = None
    max_side: Whole | None = None
    max_seconds: Whole | None = None
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
