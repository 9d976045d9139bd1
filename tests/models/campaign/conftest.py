"""The campaign of 2022 as it stands in campaigns/, and an empty database of this room's tables."""
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import db as databases
from models.campaign.plan import Plan, read
from models.campaign.tables import Campaign, PhaseEdge, PlanVersion
from models.journal import Line


@pytest.fixture(scope="session")
def text() -> str:
    return (Path(__file__).parents[3] / "campaigns/qinghai-2022.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def plan(text: str) -> Plan:
    return read(text)[0]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Any]:
    opened = databases.open_database(f"sqlite:///{tmp_path}/wangju.db")
    with databases.writing():
        databases.database.create_tables([Line, Campaign, PlanVersion, PhaseEdge])
    yield opened
    opened.close_all()
