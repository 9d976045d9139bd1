"""The notices a campaign plans ahead: when each is due, whom it is for, what it says. Declared in the document, kept as data.

`when` is one of
    "collect.closes -3 days", "preselect.due -2 working days", "launch.closed"    a phase's edge, moved by days
    "entry.returned"                                                               a kind of line of the journal, each time
    "event.tomorrow"                                                               every event, the day before it
    "every day", "every working day", "every monday"                               while somebody has something waiting
and `at` the hour: "19:30", "09:00 of the first working day", or "at once".
"""
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from models.campaign.scalars import Part, Text, Whole, YesNo

TemplateWord = Literal["T1", "T2", "T3", "T4"]
EDGE = re.compile(r"(?P<phase>[a-z][a-z0-9_-]*)\.(?P<edge>opened|closed|closes|due)(?: (?P<days>[+-]\d{1,3}) (?P<working>working )?days?)?")
LINE = re.compile(r"[a-z_]+\.[a-z_]+")
REPEATED = ("every day", "every working day", "every monday")
TOMORROW = "event.tomorrow"
HOUR = re.compile(r"(?P<hour>(?:[01]\d|2[0-3]):[0-5]\d)(?P<working> of the first working day)?")
AT_ONCE = "at once"
TITLE_AT_MOST, FORWARD_AT_MOST = 100, 120
HOURS_OF_PHASES = re.compile(r"\{([a-z][a-z0-9_-]*)\.(opened|closed|closes|due)\}")


def _when(text: str) -> str:
    if not (EDGE.fullmatch(text) or LINE.fullmatch(text) or text in REPEATED):
        raise ValueError("写成 collect.closes -3 days、entry.returned、event.tomorrow 或 every day 这样")
    return text


def _at(text: str) -> str:
    if text != AT_ONCE and not HOUR.fullmatch(text):
        raise ValueError('写成 "19:30"、"09:00 of the first working day" 或 at once')
    return text


def _short(most: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"最多 {most} 个字，现在 {len(text)} 个")
        return text
    return AfterValidator(check)


@dataclass(frozen=True, slots=True)
class EdgeOf:
    """A phase's edge, so many days (working ones) off."""
    phase: str
    edge: str
    days: int
    working: bool


class PlannedNotice(Part):
    """One of them. `to`: audience terms, for those of a line whoever the line concerns. `lasts_hours`: how long a push makes sense."""
    id: Annotated[Text, _short(10)]
    when: Annotated[Text, AfterValidator(_when)]
    at: Annotated[Text, AfterValidator(_at)] = AT_ONCE
    to: dict[str, Any] = {}
    title: Annotated[Text, _short(TITLE_AT_MOST)]
    words: Text
    template: TemplateWord | None = None
    values: tuple[Text, ...] = ()
    page: Text | None = None
    forward: Annotated[Text, _short(FORWARD_AT_MOST)] | None = None
    working_time: YesNo = False
    once_a_day: YesNo = True
    lasts_hours: Whole = 48
    on: YesNo = True
    why_off: Text | None = None

    @property
    def edge(self) -> EdgeOf | None:
        """The phase's edge it hangs on; None for any other `when`."""
        found = EDGE.fullmatch(self.when)
        return EdgeOf(found["phase"], found["edge"], int(found["days"] or 0), bool(found["working"])) if found else None

    @property
    def is_of_lines(self) -> bool:
        return self.edge is None and self.when not in (*REPEATED, TOMORROW)

    @property
    def hour(self) -> tuple[str, bool]:
        """(the hour of the day, whether it waits for a working day); midnight for one that goes at once."""
        found = HOUR.fullmatch(self.at)
        return (found["hour"], bool(found["working"])) if found else ("00:00", False)

    def phases_named(self) -> set[str]:
        """Every phase that its texts or its moment speak of."""
        texts = (self.title, self.words, self.forward or "", *self.values)
        named = {phase for text in texts for phase, _ in HOURS_OF_PHASES.findall(text)}
        return named | ({self.edge.phase} if self.edge else set())
