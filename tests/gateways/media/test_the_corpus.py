"""Every file of the corpus taken the whole way: what it is, what is said of it in the campaign's words, what people are shown."""
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from gateways.media.ffmpeg import find_ffmpeg
from gateways.media.studio import LocalStudio
from gateways.sniffing import sniff
from models import clock
from models.campaign.plan import Plan, read
from models.media import rules
from models.media.specification import Verdict, called
from models.media.tables import File
from models.ports import Made, Refused, StoredObject
from tests.cast import PLAN
from tests.corpus import films, papers, photos, songs
from tests.corpus.casting import Case
from tests.gateways.media.made import tells_the_place
from tests.gateways.media.pictures import CORNERS

CASES = (*photos.CASES, *films.CASES, *songs.CASES, *papers.CASES)
FOREIGN = (b"Exif\0\0", b"http://ns.adobe.com/xap", b"<x:xmpmeta", b"ICC_PROFILE", b"Photoshop 3.0", b"\xa9xyz", b"com.apple.quicktime")
WORDS = re.compile(r"[一-鿿]")
PURPOSES = {"photo": {"thumb", "thumb_webp", "display", "display_webp"}, "song": {"play"}, "document": set(),
            "video": {"play", "poster", "thumb", "thumb_webp", "frame_01"}}


@pytest.fixture(scope="module")
def studio() -> Iterator[LocalStudio]:
    opened = LocalStudio(find_ffmpeg())
    yield opened
    opened.close()


def test_there_are_at_least_sixty_files_good_and_bad_of_every_kind() -> None:
    states = [(case.kind, case.state) for case in CASES]
    assert len(CASES) >= 60
    assert {one for one in set(states) if states.count(one) >= 10} == {
        (kind, state) for kind in ("photo", "video", "song", "document") for state in ("ready", "refused")}
    assert len({case.name + case.track + case.kind for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.name}")
def test_every_file_gets_exactly_its_verdicts_and_tells_nothing_it_should_not(studio: LocalStudio, case: Case, tmp_path: Path) -> None:
    original, into = tmp_path / case.file_name, tmp_path / "into"
    into.mkdir()
    case.made(original)
    found = examined(studio, case, original, into)
    assert (found.state, [(one["rule"], one["outcome"]) for one in found.verdicts]) == (case.state, list(case.verdicts))
    assert all(WORDS.search(one["words"]) and "None" not in one["words"] and "{" not in one["words"] for one in found.verdicts)
    assert case.secret in original.read_bytes()
    if found.made is not None:
        require_shown(case, found.made)


class Found:
    """What came of a file: its state, the verdicts, and what was made of it, None where nothing was to be."""

    def __init__(self, state: str, verdicts: list[Verdict], made: list[Made] | None = None, size: object = None) -> None:
        self.state, self.verdicts, self.made = state, verdicts, made


def examined(studio: LocalStudio, case: Case, original: Path, into: Path) -> Found:
    """As the house does it: a first look in the store, then the studio's steps."""
    row = row_of(case, original)
    if rules.refuses(row.verdicts):
        if row.verdicts[0]["rule"] == "kind":
            with pytest.raises(Refused):          # the studio would not have taken it either
                studio.measure(original, case.kind, studio.sniff(original, case.kind))
        return Found("refused", row.verdicts)
    try:
        row.mime = studio.sniff(original, case.kind)
        measured = studio.measure(original, case.kind, row.mime)
        verdicts = rules.inside(row, measured)
        if rules.refuses(verdicts):
            return Found("refused", verdicts)
        assert case.shown in (None, (measured.get("width"), measured.get("height")))
        made = studio.render(original, case.kind, row.mime, measured, into) if case.drawn else None
        return Found("ready", verdicts, made)
    except Refused as no:
        return Found({"too_heavy": "given_up"}.get(no.code, "refused"), [rules.unfit(case.kind, no.code)])


def row_of(case: Case, original: Path) -> File:
    """The file's row after it has arrived whole."""
    with original.open("rb") as file:
        mime = sniff(file.read(1 << 16))
    size = original.stat().st_size
    row = File(id="fil_1", kind=case.kind, name=case.file_name, size=size, rules=rules_of(case.track, case.type, case.kind), mime=mime)
    row.verdicts = rules.first_look(row, StoredObject("key", size, mime or rules.UNKNOWN, "etag", clock.now()))
    return row


@cache
def plan() -> Plan:
    return read(PLAN)[0]


def rules_of(track_id: str, type_id: str | None, kind: str) -> dict[str, object]:
    """As models.entries.attachments keeps them with a file."""
    media = next(one for one in plan().media(track_id, type_id) if one.kind == kind)
    own = next((one for one in plan().track(track_id).types if one.id == type_id and one.media), None)
    return media.model_dump(mode="json", by_alias=True) | ({"called": called(own.label)} if own else {})


def require_shown(case: Case, made: list[Made]) -> None:
    """Everything that is to be there, upright, and nothing of what the original told beside its picture and sound."""
    assert {one.purpose for one in made} >= PURPOSES[case.kind]
    for one in made:
        content = one.path.read_bytes()
        assert [mark for mark in (*FOREIGN, *([case.secret] if case.secret else [])) if mark in content] == []
        assert not tells_the_place(content)
        if one.mime.startswith("image/"):
            require_only_pixels(case, one)


def require_only_pixels(case: Case, made: Made) -> None:
    with Image.open(made.path) as image:
        image.load()
        assert (image.size, image.mode, dict(image.getexif())) == ((made.width, made.height), "RGB", {})
        assert {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info) == set()
        if case.upright:
            assert [nearest_corner(image, number) for number in range(4)] == [0, 1, 2, 3]


def nearest_corner(image: Image.Image, number: int) -> int:
    """Which of the four colours is shown in the middle of this quarter."""
    x, y = image.width * (1 + 2 * (number % 2)) // 4, image.height * (1 + 2 * (number // 2)) // 4
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return min(range(4), key=lambda one: sum(abs(a - b) for a, b in zip(pixel, CORNERS[one], strict=True)))
