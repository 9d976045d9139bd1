"""The official Python SDK, unchanged: form, v1, v2, resume after a kill, management, private download."""
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import qiniu
import requests
from qiniu import BucketManager, Region, UploadProgressRecorder, build_batch_stat, put_data, put_file_v2

from .calls import JPEG, MIB, unique
from .running import PRIVATE, PROJECT, PUBLIC, RunningStore, wait_until

SENDS = """
import sys, time
from qiniu import Region, put_file_v2, UploadProgressRecorder
url, token, key, path, folder, slow = sys.argv[1:]
here = Region(up_host=url, rs_host=url, scheme="http")
def progress(done, total):
    print(done, flush=True)
    if slow == "yes" and done >= 3 << 20:
        time.sleep(60)
answer, info = put_file_v2(token, key, path, part_size=1 << 20, version="v2", regions=[here],
                           upload_progress_recorder=UploadProgressRecorder(folder), progress_handler=progress)
print(answer["hash"] if answer else info, flush=True)
"""


@pytest.fixture(params=["store", "mounted"])
def anywhere(request: pytest.FixtureRequest) -> RunningStore:
    """Both mounts; the SDK's one process-wide setting is the official way to choose http."""
    running: RunningStore = request.getfixturevalue(request.param)
    qiniu.set_default(default_zone=region(running))
    return running


def region(store: RunningStore) -> Region:
    return Region(up_host=store.url, rs_host=store.url, rsf_host=store.url, api_host=store.url, io_host=store.url,
                  scheme="http")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "片.mp4"
    path.write_bytes(os.urandom(9 * MIB + 123))
    return path


def test_a_form_upload(anywhere: RunningStore) -> None:
    key = unique("歌.mp3")
    answer, info = put_data(anywhere.token(key), key, JPEG, regions=[region(anywhere)], check_crc=True)
    assert (answer["key"], info.status_code) == (key, 200)


@pytest.mark.parametrize(("version", "part_size"), [("v1", None), ("v2", 4 * MIB), ("v2", MIB)])
def test_a_resumable_upload(anywhere: RunningStore, film: Path, version: str, part_size: int | None) -> None:
    key = unique("片.mp4")
    answer, info = put_file_v2(anywhere.token(key), key, str(film), version=version, part_size=part_size,
                               regions=[region(anywhere)])
    assert info.status_code == 200
    assert (answer["hash"] == qiniu.etag(str(film))) is (part_size != MIB)
    assert requests.get(f"{anywhere.url}/dl/{PUBLIC}/{quote(key)}").content == film.read_bytes()


def test_a_name_left_to_the_store(anywhere: RunningStore, film: Path, tmp_path: Path) -> None:
    """The SDK remembers an upload by key and file name, for everybody on the machine: a nameless one needs a folder of its own."""
    answer, info = put_file_v2(anywhere.token(None), None, str(film), version="v2", regions=[region(anywhere)],
                               upload_progress_recorder=UploadProgressRecorder(str(tmp_path)))
    assert answer, info
    assert answer["key"] == answer["hash"] == qiniu.etag(str(film))


def test_an_upload_killed_on_the_way_goes_on_where_it_was(store: RunningStore, film: Path, tmp_path: Path) -> None:
    key, seen = unique("片.mp4"), tmp_path / "seen"
    words = [sys.executable, "-c", SENDS, store.url, store.token(key), key, str(film), str(tmp_path)]
    with seen.open("w") as out:
        first = subprocess.Popen([*words, "yes"], stdout=out, cwd=PROJECT)
        wait_until(lambda: str(3 * MIB) in seen.read_text().split())
        first.send_signal(signal.SIGKILL)
        first.wait()
    upload = max((store.root / "uploads").iterdir(), key=lambda folder: folder.stat().st_mtime)
    there = sum(path.stat().st_size for path in upload.iterdir() if not path.name.startswith("."))
    second = subprocess.run([*words, "no"], capture_output=True, text=True, timeout=60, check=True)
    lines = second.stdout.split()
    assert there >= 3 * MIB
    assert int(lines[0]) > 3 * MIB
    assert lines[-1].startswith("n")
    assert requests.get(f"{store.url}/dl/{PUBLIC}/{quote(key)}").content == film.read_bytes()


def test_management(anywhere: RunningStore) -> None:
    key, moved = unique("一.jpg"), unique("二.jpg")
    put_data(anywhere.token(key), key, JPEG, regions=[region(anywhere)])
    bucket = BucketManager(anywhere.auth, zone=region(anywhere))
    assert bucket.stat(PUBLIC, key)[0]["fsize"] == len(JPEG)
    assert bucket.change_mime(PUBLIC, key, "image/x-mine")[1].status_code == 200
    assert bucket.move(PUBLIC, key, PUBLIC, moved)[1].status_code == 200
    assert bucket.copy(PUBLIC, moved, PUBLIC, key)[1].status_code == 200
    listed, ended, _ = bucket.list(PUBLIC, prefix=key)
    assert ([item["key"] for item in listed["items"]], ended) == ([key], True)
    answers, _ = bucket.batch(build_batch_stat(PUBLIC, [key, moved]))
    assert [answer["code"] for answer in answers] == [200, 200]
    assert bucket.delete(PUBLIC, moved)[1].status_code == 200
    assert bucket.stat(PUBLIC, moved)[1].status_code == 612


def test_a_private_download_with_a_chinese_key_in_ranges(anywhere: RunningStore) -> None:
    key = unique("机密 图片.jpg")
    put_data(anywhere.token(key, PRIVATE), key, JPEG, regions=[region(anywhere)])
    address = anywhere.auth.private_download_url(f"{anywhere.url}/dl/{PRIVATE}/{quote(key)}", 60)
    assert requests.get(address, headers={"Range": "bytes=2-6"}).content == JPEG[2:7]


def test_the_region_query_leads_back_here(anywhere: RunningStore) -> None:
    hosts = requests.get(f"{anywhere.url}/v4/query?ak=ak-test&bucket={PUBLIC}").json()["hosts"][0]
    assert (hosts["up"]["domains"], hosts["up"]["old"]) == ([anywhere.host], [anywhere.host])
    assert requests.get(f"{anywhere.url}/v2/query?bucket={PUBLIC}").json()["up"]["src"]["main"] == [anywhere.host]
    assert requests.get(f"{anywhere.url}/v4/query?bucket=none").status_code == 631


def test_a_token_for_one_key_overwrites_it_and_one_with_insert_only_does_not(store: RunningStore, film: Path) -> None:
    key = unique("片.mp4")
    send = {"version": "v2", "part_size": 4 * MIB, "regions": [region(store)]}
    put_data(store.token(key), key, JPEG, regions=[region(store)])
    assert put_file_v2(store.token(key, insertOnly=1), key, str(film), **send)[1].status_code == 614
    assert requests.get(f"{store.url}/dl/{PUBLIC}/{quote(key)}").content == JPEG
    assert put_file_v2(store.token(key), key, str(film), **send)[0]["hash"] == qiniu.etag(str(film))
    assert requests.get(f"{store.url}/dl/{PUBLIC}/{quote(key)}").content == film.read_bytes()
    assert put_data(store.token(key), key, JPEG, regions=[region(store)])[1].status_code == 200
    assert requests.get(f"{store.url}/dl/{PUBLIC}/{quote(key)}").content == JPEG
