"""The campaign of 2022 as it stands in campaigns/."""
from pathlib import Path

import pytest

from models.campaign.plan import Plan, read


@pytest.fixture(scope="session")
def text() -> str:
    return (Path(__file__).parents[3] / "campaigns/qinghai-2022.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def plan(text: str) -> Plan:
    return read(text)[0]
