"""The uploader of the mini program, as it is, in plain Node, against the real service and its store over a line that breaks."""
import os
import subprocess
from pathlib import Path

import pytest

from tests.gateways.media import made
from tests.running import House
from tests.server.asking import PHOTO

LIVE = sorted(Path(__file__).parent.glob("live/*.live.js"))
# What the line and the person do is the same whichever database is behind: the straight way is tried on both.
CASES = [("sqlite", story) for story in LIVE] + [("postgres", story) for story in LIVE if story.name == "straight.live.js"]


@pytest.mark.parametrize(("house", "story"), CASES, indirect=["house"], ids=lambda one: getattr(one, "stem", one))
def test_files_arrive_whatever_the_line_does(house: House, story: Path, tmp_path: Path) -> None:
    real_ones = {"WANGJU_FILM": tmp_path / "film.mp4", "WANGJU_PHOTO": tmp_path / "photo.jpg"}
    for path, content in zip(real_ones.values(), (made.film("plain").read_bytes(), PHOTO), strict=True):
        path.write_bytes(content)
    environment = os.environ | {"WANGJU_HOUSE": house.url} | {name: str(path) for name, path in real_ones.items()}
    ran = subprocess.run(["node", "--test", str(story)], env=environment,
                         capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
