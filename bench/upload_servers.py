"""The servers that bench.uploads compares, each in its own process: ours, the bare floor, Flask's own way, and tus.

`python -m bench.upload_servers floor <port> <folder>` runs the floor; the others are factories for granian and uvicorn.
"""
import contextlib
import hashlib
import os
import secrets
import socket
import sys
import threading
from pathlib import Path
from typing import Any

CHUNK = 1 << 20
FOLDER = "BENCH_FOLDER"
ACCESS_KEY, SECRET_KEY, BUCKET = "ak-bench", "sk-bench", "media"
PLACES = 60


def store() -> Any:
    """The embedded store, as it is shipped, with a probe beside it."""
    from gateways.kodo.store import StoreSettings, create_store
    settings = StoreSettings(root=_folder(), keys={ACCESS_KEY: SECRET_KEY}, buckets={BUCKET: False},
                             uploads_at_once=PLACES)
    inner = create_store(settings)

    def app(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/hello":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"ok": true}']
        return inner(environ, start_response)

    return app


def flask_files() -> Any:
    """Flask as its manual says: request.files["file"].save(), and fsync. `?sums=1` also hashes the file, as the store must."""
    from flask import Flask, request
    app = Flask("rival")

    @app.post("/")
    def upload() -> dict[str, int]:
        path = _folder() / secrets.token_hex(8)
        request.files["file"].save(path)
        with open(path, "r+b") as file:
            os.fsync(file.fileno())
            if request.args.get("sums"):
                hashlib.file_digest(file, "sha1")
        return {"size": _taken(path)}

    return app


def tus() -> Any:
    """tuspyserver on uvicorn, as its README says. It fsyncs each PATCH itself (storage/local.py)."""
    from fastapi import FastAPI
    from tuspyserver import create_tus_router
    app = FastAPI()
    app.include_router(create_tus_router(prefix="files", files_dir=str(_folder()), max_size=1 << 34))
    return app


def floor(port: int, folder: Path) -> None:
    """Eight bytes of length, then a file: socket to disk with the same sums and one fsync. Nothing can do less."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_take, args=(connection, folder), daemon=True).start()


def _take(connection: socket.socket, folder: Path) -> None:
    path, buffer = folder / secrets.token_hex(8), bytearray(CHUNK)
    view, sha1 = memoryview(buffer), hashlib.sha1()
    with connection, open(path, "wb", buffering=0) as file:
        left = int.from_bytes(connection.recv(8, socket.MSG_WAITALL))
        while left and (n := connection.recv_into(buffer, min(left, CHUNK))):
            left -= n
            file.write(view[:n])
            sha1.update(view[:n])
        os.fsync(file.fileno())
        path.unlink()
        with contextlib.suppress(OSError):
            connection.sendall(b"ok")


def _taken(path: Path) -> int:
    size = path.stat().st_size
    path.unlink()
    return size


def _folder() -> Path:
    return Path(os.environ[FOLDER])


if __name__ == "__main__":
    if sys.argv[1] == "floor":
        floor(int(sys.argv[2]), Path(sys.argv[3]))
