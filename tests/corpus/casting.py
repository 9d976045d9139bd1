"""How a case of the corpus is written down: one line for a file, with what is to be said of it by each rule that can be judged."""
from collections.abc import Iterable
from dataclasses import dataclass

from tests.corpus.workshop import Maker

OUTCOMES = {"+": "pass", "~": "warn", "-": "refuse"}
NOT_JUDGED = "."
RULES = {                       # what each track asks of a kind, in the order of campaigns/qinghai-2022.yaml
    ("photo", "photo"): ("type", "bytes_at_least", "long_side_at_least_px", "not_recompressed"),
    ("micro_video", "video"): ("container", "aspect_ratio", "short_side_at_least_px", "video_codec", "bitrate_at_least_kbps",
                               "frame_rate_at_least", "has_sound", "not_silent", "duration_at_most_s"),
    ("song", "song"): ("duration_at_most_s", "sample_rate_at_least_hz", "bitrate_at_least_kbps", "not_silent"),
    ("recitation", "video"): ("duration_at_most_s", "short_side_at_least_px", "video_codec", "has_sound", "not_silent"),
    ("recitation", "song"): ("not_silent",),
    ("service_case", "photo"): ("type",),
}


@dataclass(frozen=True)
class Case:
    """One file, the track and type it is sent to, and what is to come of it.

    `verdicts` are (rule, outcome) in order. `shown` is its size in pixels as people see it; `upright`: it shows the four
    coloured corners; `secret`: bytes the original has and nothing shown may have. `drawn` is false for files whose renditions
    would take long and prove nothing more.
    """
    name: str
    file_name: str
    made: Maker
    track: str
    kind: str
    type: str | None
    state: str
    verdicts: tuple[tuple[str, str], ...]
    shown: tuple[int, int] | None = None
    upright: bool = False
    secret: bytes = b""
    drawn: bool = True


@dataclass(frozen=True)
class Called:
    """Writes the cases of one track and kind."""
    track: str
    kind: str
    type: str | None
    ending: str

    def good(self, name: str, made: Maker, marks: str, *, ending: str | None = None, type: str | None = None, drawn: bool = True,
             shown: tuple[int, int] | None = None, upright: bool = False, secret: bytes = b"") -> Case:
        """Taken. `marks` has a sign for each of RULES: + met, ~ a hint, . not judged."""
        rules = RULES.get((self.track, self.kind), ())
        verdicts = _verdicts(zip(rules, marks, strict=True))
        return Case(name, f"{name}.{ending or self.ending}", made, self.track, self.kind, type or self.type, "ready", verdicts,
                    shown, upright, secret, drawn)

    def bad(self, name: str, made: Maker, refusals: str, marks: str = "", *, ending: str | None = None) -> Case:
        """Refused by these rules. Where its figures are known, `marks` says what the other rules say beside it."""
        rules = RULES.get((self.track, self.kind), ()) if marks else ()
        verdicts = (*((rule, "refuse") for rule in refusals.split()), *_verdicts(zip(rules, marks, strict=True)))
        return Case(name, f"{name}.{ending or self.ending}", made, self.track, self.kind, self.type, "refused", verdicts)


def _verdicts(marked: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((rule, OUTCOMES[mark]) for rule, mark in marked if mark != NOT_JUDGED)
