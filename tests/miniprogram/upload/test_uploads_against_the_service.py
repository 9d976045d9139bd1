"""The uploader of the mini program, as it is, in plain Node, against the real service and its store over a line that breaks."""
import os
import subprocess
from pathlib import Path

import pytest

from tests.running import House

LIVE = sorted(Path(__file__).parent.glob("live/*.live.js"))
# What the line and the person do is the same whichever database is behind: the straight way is tried on both.
CASES = [("sqlite", story) for story in LIVE] + [("postgres", story) for story in LIVE if story.name == "straight.live.js"]


@pytest.mark.parametrize(("house", "story"), CASES, indirect=["house"], ids=lambda one: getattr(one, "stem", one))
def test_files_arrive_whatever_the_line_does(house: House, story: Path) -> None:
    ran = subprocess.run(["node", "--test", str(story)], env=os.environ | {"WANGJU_HOUSE": house.url},
                         capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
