"""The house measure for JavaScript, taken by miniprogram/checks/measures.js with a real parser."""
import subprocess
from pathlib import Path

import pytest

from tests.tools import find_node

HOME = Path(__file__).parent.parent.parent


def test_the_mini_program_keeps_the_house_measure() -> None:
    measures = HOME / "miniprogram" / "checks" / "measures.js"
    ran = subprocess.run([find_node(), str(measures)], capture_output=True, text=True, timeout=120, check=False)
    if ran.returncode:
        pytest.fail(ran.stdout + ran.stderr, pytrace=False)
