"""With `media.transcoder: kodo` the store makes films ready: the worker asks once, looks again later, and the rows are the same."""
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gateways.kodo.operations import KodoTranscoder
from jobs import process_media
from models import clock
from models.media import examination, queries
from models.media.tables import Examination, File, FileState, Rendition
from models.ports import Refused
from tests.cast import Cast
from tests.gateways.kodo.running import ACCESS_KEY, PRIVATE, SECRET_KEY, RunningStore, wait_until
from tests.gateways.media import made
from tests.jobs.shop import Shop
from tests.models import works

FILM: dict[str, Any] = {"track": "micro_video", "type": "creative", "fields": {}, "authors": [], "consents": []}


@pytest.fixture
def performing(tmp_path: Path) -> Iterator[RunningStore]:
    with RunningStore(tmp_path / "store", performs=True) as running:
        yield running


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_film_is_made_ready_by_the_store_itself(performing: RunningStore, cast: Cast, db: str, tmp_path: Path) -> None:
    shop = Shop(performing, db, tmp_path, cast, bucket=PRIVATE)
    transcoder = KodoTranscoder(access_key=ACCESS_KEY, secret_key=SECRET_KEY, bucket=PRIVATE, api_host=performing.url)
    gateways: Any = SimpleNamespace(store=shop.store, studio=shop.studio, transcoder=transcoder)
    file = shop.file(works.saved(cast, **FILM), made.film("plain").read_bytes(), kind="video", name="a.mp4")
    assert process_media.run_films(gateways) == 1
    waiting = Examination.get_by_id(file.id)
    assert (waiting.step, waiting.trouble, waiting.claim) == ("render", None, None)
    wait_until(lambda: transcoder.outcome(str(waiting.ticket)))
    clock.run_ahead(process_media.LOOK_AGAIN)
    assert process_media.run_films(gateways) == 1
    assert File.get_by_id(file.id).state == FileState.READY
    rows = {row.purpose: row for row in Rendition.select().where(Rendition.file == file.id)}
    assert {"play", "poster", "thumb", "frame_01"} <= set(rows)
    for purpose, row in rows.items():
        stored = shop.store.stat(row.key)
        assert row.key == examination.rendition_key(file.key, purpose)
        assert stored is not None
        assert (stored.size, stored.mime) == (row.size, row.mime)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_the_store_cannot_make_is_asked_again_and_given_up_in_the_open(performing: RunningStore, cast: Cast, db: str,
                                                                          tmp_path: Path) -> None:
    shop = Shop(performing, db, tmp_path, cast, bucket=PRIVATE)
    gateways: Any = SimpleNamespace(store=shop.store, studio=shop.studio, transcoder=Unwilling())
    file = shop.file(works.saved(cast, **FILM), made.film("plain").read_bytes(), kind="video", name="a.mp4")
    ahead = timedelta(0)
    for pause in (*examination.PATIENCE, timedelta(0)):
        assert process_media.run_films(gateways) == 1
        ahead += pause
        clock.run_ahead(ahead)
    assert [(row.file_id, row.trouble) for row in queries.given_up()] == [(file.id, "transcoder_unreadable")]
    assert File.get_by_id(file.id).state == FileState.STORED


class Unwilling:
    """A store whose processing fails for good, whatever it is given."""

    def purposes(self, measured: dict[str, Any]) -> tuple[str, ...]:
        return ("play",)

    def begin(self, key: str, measured: dict[str, Any], into: dict[str, str]) -> str:
        raise Refused("unreadable", "no")

