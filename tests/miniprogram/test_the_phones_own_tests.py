"""The phone's own tests, `node --test` over src/ as it is shipped: one item a file, its words when it fails."""
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(str(path.relative_to(HERE)) for path in HERE.rglob("*.test.js") if "node_modules" not in path.parts)
LONGEST_S = 300


def test_there_are_some() -> None:
    assert FILES != []


@pytest.mark.parametrize("file", FILES)
def test_node_says_yes(node: str, file: str) -> None:
    ran = subprocess.run([node, "--test", "--test-reporter=spec", file], cwd=HERE, capture_output=True, text=True, timeout=LONGEST_S)
    if ran.returncode:
        pytest.fail(ran.stdout + ran.stderr, pytrace=False)
