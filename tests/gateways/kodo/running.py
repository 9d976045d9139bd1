"""A store running as in production: granian, WSGI, its own process, a free port of this machine."""
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import requests
from qiniu import Auth

from tests.ports import free_port

from .served import VARIABLE

PROJECT = Path(__file__).parents[3]
ACCESS_KEY, SECRET_KEY = "ak-test", "sk-test"
PUBLIC, PRIVATE = "media", "vault"
READY_WITHIN_S = 20.0
THREADS = 64


class RunningStore:
    """`settings` are StoreSettings' own, plus `mount`, and `performs` for avthumb and vframe by ffmpeg.

    Keys, buckets and root have defaults.
    """

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root, self.port = root, free_port()
        self.settings = {"root": str(root), "keys": {ACCESS_KEY: SECRET_KEY},
                         "buckets": {PUBLIC: False, PRIVATE: True}} | settings
        self.host = f"127.0.0.1:{self.port}" + settings.get("mount", "")
        self.url = f"http://{self.host}"
        self.auth = Auth(ACCESS_KEY, SECRET_KEY)
        self.start()

    def start(self) -> None:
        """Returns when the store answers. Used again after `kill`, on the same port and folder."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1",
             "--port", str(self.port), "--workers", "1", "--blocking-threads", str(THREADS),
             "--log-level", "warning", "tests.gateways.kodo.served:create"],
            cwd=PROJECT, env=os.environ | {VARIABLE: json.dumps(self.settings)}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/v4/query?bucket={PUBLIC}", timeout=1).status_code == 200
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """SIGKILL to the server and its worker at once, as a power cut would."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def token(self, key: str | None, bucket: str = PUBLIC, **policy: Any) -> str:
        token: str = self.auth.upload_token(bucket, key, 3600, policy, strict_policy=False)
        return token

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def wait_until(true: Any) -> None:
    """Poll until it is true. Raises TimeoutError."""
    deadline = time.monotonic() + READY_WITHIN_S
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(true)
        time.sleep(0.02)
