"""This process beside a running house: its database and its keys, for what no phone can bring about today."""
from collections.abc import Iterator
from contextlib import contextmanager

from models import seal
from models.config import generated, load
from models.db import database, open_database
from tests.running import House


@contextmanager
def beside(house: House) -> Iterator[None]:
    """Verbs called meanwhile act on the house's data."""
    names = ("DATA_DIR", "PORT", "DATABASE_URL", "WANGJU_CONFIG")
    own = {name: house.environment[name] for name in names if name in house.environment}
    config = load(environment=own)
    seal.use(seal.read_key(generated(config.data_dir)[config.keys.seal_env]))
    opened = open_database(own.get("DATABASE_URL") or config.database_url)
    try:
        with database.connection_context():
            yield
    finally:
        opened.close_all()
