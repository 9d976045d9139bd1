"""Files are looked into by workers that may be killed, frozen, or out of everything: nothing is lost, nothing is done twice.

The workers are processes (workers.py) over a real store and both databases; the files are small and real.
"""
import itertools
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gateways import open_gateways
from gateways.media.ffmpeg import VARIABLE
from jobs import process_media, sweep
from models import clock
from models.config import load
from models.entries import attachments
from models.media import examination, queries
from models.media.examination import IN_FLIGHT, LEASE, PATIENCE, keys_of
from models.media.tables import Discarded, Examination, File, FileState, Rendition
from models.originality.tables import Fingerprint, Likeness
from models.safety.tables import ContentCheck
from tests.gateways.media import made
from tests.gateways.media.pictures import encoded, scene
from tests.jobs.shop import Shop
from tests.jobs.workers import Counted, Watched, client, watched
from tests.models import works
from tests.models.works import COLLECTING
from tests.ports import free_port

PATIENCE_S = 300
on_sqlite = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


def picture(seed: int = 1, **options: Any) -> bytes:
    return encoded(scene(seed), **options)


def after_the_lease() -> None:
    clock.run_ahead(LEASE + timedelta(seconds=1))


def written_down(file: File) -> dict[str, Any]:
    """Everything that a look inside leaves behind, but for instants and ids of its own."""
    now = File.get_by_id(file.id)
    return {
        "file": (now.state, now.mime, now.sha256, now.verdicts),
        "renditions": sorted((one.purpose, one.key == examination.rendition_key(file.key, one.purpose), one.mime, one.size, one.width,
                              one.height, one.duration_ms) for one in Rendition.select().where(Rendition.file == file.id)),
        "prints": sorted((one.at_ms, one.part, one.kind, bytes(one.detail)) for one in Fingerprint.select().where(
            Fingerprint.file == file.id)),
        "checks": sorted((one.part, one.kind, one.state) for one in ContentCheck.select().where(ContentCheck.about == file.id)),
        "progress": queries.progress([file.id])[file.id], "journal": [line for line in works.lines(file.id) if line != "file.likened"]}


def nothing_but(shop: Shop, files: list[File]) -> bool:
    """The bucket holds the originals of these files, their renditions as large as written down, and no other object."""
    rows = list(Rendition.select().where(Rendition.file.in_([file.id for file in files])))
    assert shop.objects() == {*(file.key for file in files), *(one.key for one in rows)}
    return all(found is not None and found.size == one.size for one in rows for found in [shop.store.stat(one.key)])


def steps_of_a_clean_run(shop: Shop, monkeypatch: pytest.MonkeyPatch, run: Callable[[Any], int] = process_media.run) -> list[str]:
    """Every call of a worker that nothing happens to, in order."""
    calls: list[str] = []
    with monkeypatch.context() as patch:
        assert run(watched(shop.store, shop.studio, Counted(calls.append), patch.setattr)) == 1
    return calls[:calls.index("examination.finished 1") + 1]


def test_a_kill_after_any_call_loses_nothing_and_repeats_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture()
    (clean,) = shop.photos(content)
    calls = steps_of_a_clean_run(shop, monkeypatch)
    assert {call.split()[0] for call in calls} == {
        "examination.claim", "examination.subject", "store.fetch", "studio.sniff", "examination.sniffed", "studio.measure",
        "examination.measured", "studio.render", "store.put", "examination.rendered", "studio.prints", "originality.keep",
        "originality.compare", "examination.printed", "safety.open_checks", "examination.finished"}
    points = [*calls, ""]
    files = shop.photos(*[content] * len(points))
    with shop.worker("killed", after=points) as worker:
        assert worker.communicate(timeout=PATIENCE_S)[0].split() == ["-9"] * len(points)
    half_done = [file for file in files if File.get_by_id(file.id).state == FileState.STORED]
    assert len(half_done) == len(points) - 1                        # one was killed after the last verb: its file is ready
    after_the_lease()
    assert process_media.run(shop.gateways) == len(half_done)
    expected = written_down(clean)
    assert expected["file"][0] == FileState.READY
    for file, point in zip(files, points, strict=True):
        assert written_down(file) == expected, point
    assert nothing_but(shop, [clean, *files])
    assert all_pairs([clean, *files]) == sorted(
        tuple(sorted((one.newer_id, one.older_id))) for one in Likeness.select())


def all_pairs(files: list[File]) -> list[tuple[str, ...]]:
    """Files of different entries, each pair once."""
    return sorted(tuple(sorted((one.id, other.id))) for one, other in itertools.combinations(files, 2) if one.about != other.about)


@on_sqlite
@pytest.mark.parametrize(("kind", "points"), [
    ("video", ["store.put 2", "originality.keep 1"]), ("song", ["store.put 1", "safety.open_checks 1"])])
def test_a_kill_in_the_middle_of_a_film_or_a_song_costs_nothing_but_time(shop: Shop, kind: str, points: list[str]) -> None:
    content = (made.film("plain") if kind == "video" else made.song("mp3")).read_bytes()
    run = process_media.run_films if kind == "video" else process_media.run
    named: dict[str, Any] = {"track": "micro_video", "type": "creative"} if kind == "video" else {"track": "song", "type": "original"}
    entries = [works.saved(shop.cast, **named, fields={}, authors=[], consents=[]) for _ in range(len(points) + 1)]
    clean, *files = [shop.file(entry, content, COLLECTING + n * works.INSTANT, kind, "a") for n, entry in enumerate(entries)]
    with shop.worker("killed", after=points, films=kind == "video") as worker:
        assert worker.communicate(timeout=PATIENCE_S)[0].split() == ["-9"] * len(points)
    after_the_lease()
    assert run(shop.gateways) == len(points) + 1
    expected = written_down(files[-1])
    assert expected["file"][0] == FileState.READY
    assert [one[0] for one in expected["renditions"]] == (
        ["frame_01", "frame_02", "play", "poster", "sound", "thumb", "thumb_webp"] if kind == "video" else ["play"])
    for file in (clean, *files):
        assert written_down(file) == expected
    assert nothing_but(shop, [clean, *files])


def test_two_workers_share_twelve_files_and_look_into_each_once(shop: Shop) -> None:
    files = shop.photos(*[picture(seed) for seed in range(12)])
    with shop.worker("racing") as both:
        *asked, ended = both.communicate(timeout=PATIENCE_S)[0].splitlines()
    assert ended == "[0, 0]"
    acts = ("studio.sniff", "studio.measure", "studio.render", "studio.prints")
    assert sorted(asked) == sorted(f"{act} {File.get_by_id(file.id).sha256}" for act in acts for file in files)
    assert [written_down(file)["journal"] for file in files] == [["file.opened", "file.stored", "content.opened", "file.ready"]] * 12
    assert nothing_but(shop, files)


@on_sqlite
@pytest.mark.parametrize("point", ["studio.measure 1", "store.put 2", "safety.open_checks 1"])
def test_a_worker_that_was_frozen_past_its_lease_changes_nothing_when_it_wakes(shop: Shop, point: str) -> None:
    (file,) = shop.photos(picture())
    with shop.worker("freezing", after=point) as worker:
        wait_until(lambda: state_of(worker.pid) == "T")
        after_the_lease()
        assert process_media.run(shop.gateways) == 1
        before = written_down(file), rows(), shop.objects()
        assert before[0]["file"][0] == FileState.READY
        os.kill(worker.pid, signal.SIGCONT)
        assert worker.wait(PATIENCE_S) == 0
    assert (written_down(file), rows(), shop.objects()) == before
    assert nothing_but(shop, [file])


def rows() -> list[dict[str, Any]]:
    """The rows of every table a worker writes, as they are."""
    return [dict(row.__data__) for table in (Examination, Rendition, Fingerprint, ContentCheck, File) for row in table.select()]


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def trouble(file: File) -> tuple[str, str | None, str]:
    """How the file stands, what went wrong, and what its author is told of it."""
    row = Examination.get_by_id(file.id)
    return File.get_by_id(file.id).state, row.trouble, queries.progress([file.id])[file.id].state


def test_without_ffmpeg_songs_wait_and_photographs_do_not(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    (photo,) = shop.photos(picture())
    named: dict[str, Any] = {"track": "song", "type": "original", "fields": {}, "authors": [], "consents": []}
    file = shop.file(works.saved(shop.cast, **named), made.song("mp3").read_bytes(), COLLECTING, "song", "a.mp3")
    monkeypatch.setenv(VARIABLE, "/no/such/ffmpeg")
    gateways = open_gateways(load())
    gateways.__dict__["store"] = shop.store
    process_media.run(gateways)
    assert trouble(file) == (FileState.STORED, "away", "trying_again")
    assert File.get_by_id(photo.id).state == FileState.READY
    clock.run_ahead(PATIENCE[0])
    assert process_media.run(shop.gateways) == 1
    assert File.get_by_id(file.id).state == FileState.READY


@on_sqlite
@pytest.mark.parametrize(("during", "share", "said"), [("store.fetch", 0.5, "away"), ("studio.render", 1.5, "disk")])
def test_a_full_disk_is_our_trouble_and_not_the_files(shop: Shop, during: str, share: float, said: str) -> None:
    (file,) = shop.photos(picture(quality=5))
    with shop.worker("crowded", during=during, bytes=int(file.size * share)) as worker:
        assert worker.wait(PATIENCE_S) == 0
    assert trouble(file) == (FileState.STORED, said, "trying_again")
    clock.run_ahead(PATIENCE[0] + timedelta(seconds=1))
    assert process_media.run(shop.gateways) == 1
    assert (File.get_by_id(file.id).state, nothing_but(shop, [file])) == (FileState.READY, True)


def test_a_store_that_is_away_is_asked_again_later(shop: Shop) -> None:
    (file,) = shop.photos(picture())
    nowhere: Any = SimpleNamespace(store=client(**shop.told | {"store": f"http://127.0.0.1:{free_port()}"}), studio=shop.studio)
    process_media.run(nowhere)
    assert trouble(file) == (FileState.STORED, "away", "trying_again")
    assert process_media.run(shop.gateways) == 0
    clock.run_ahead(PATIENCE[0])
    assert process_media.run(shop.gateways) == 1
    assert File.get_by_id(file.id).state == FileState.READY


def test_a_fault_of_our_own_is_raised_and_the_file_is_tried_again(shop: Shop) -> None:
    (file,) = shop.photos(picture())

    def breaks(name: str, _: Any, act: Callable[[], Any]) -> Any:
        return 1 / 0 if name == "studio.render" else act()

    with pytest.raises(ZeroDivisionError):
        process_media.run(shop.with_studio(Watched("studio", shop.studio, breaks)))
    assert trouble(file) == (FileState.STORED, "fault", "trying_again")
    clock.run_ahead(PATIENCE[0])
    assert process_media.run(shop.gateways) == 1
    assert File.get_by_id(file.id).state == FileState.READY


def test_a_file_removed_in_the_middle_leaves_nothing_in_the_store(shop: Shop) -> None:
    file, other = shop.photos(picture(1), picture(2))

    def removed(name: str, _: Any, act: Callable[[], Any]) -> Any:
        answer = act()
        if name == "studio.render" and File.get_by_id(file.id).removed_at is None:
            attachments.detach(file.id, actor=shop.cast.lincuo, at=COLLECTING)
        return answer

    assert process_media.run(shop.with_studio(Watched("studio", shop.studio, removed))) == 2
    assert set(keys_of(file)) <= shop.objects()                     # they were on their way
    clock.run_ahead(COLLECTING + IN_FLIGHT + works.INSTANT - clock.now())
    assert sweep.run(shop.gateways) >= len(keys_of(file)) + 1
    clock.run_ahead(timedelta(0))
    assert (nothing_but(shop, [other]), Discarded.select().count(), works.lines(file.id)) == (
        True, 0, ["file.opened", "file.stored", "file.removed"])


def test_a_claim_is_kept_alive_through_a_step_longer_than_the_lease(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    (file,) = shop.photos(picture())
    monkeypatch.setattr(process_media, "HEARTBEAT_S", 0.02)
    seen: list[Any] = []

    def slow(name: str, _: Any, act: Callable[[], Any]) -> Any:
        for share in (0.9, 1.8) if name == "studio.measure" else ():
            clock.run_ahead(LEASE * share)
            wait_until(lambda: Examination.get_by_id(file.id).claimed_until > clock.now() + LEASE * 0.9)
            seen.append(examination.claim(("photo",)))
        return act()

    assert process_media.run(shop.with_studio(Watched("studio", shop.studio, slow))) == 1
    assert (seen, File.get_by_id(file.id).state) == ([None, None], FileState.READY)
