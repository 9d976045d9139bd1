"""What bench.uploads sends: whole files at full speed over bare sockets, and slow phones beside probes."""
import asyncio
import json
import os
import re
import socket
import time
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from qiniu import Auth

from bench.upload_servers import ACCESS_KEY, BUCKET, SECRET_KEY

MIB = 1 << 20
SIZE = 200 * MIB
SLOW_RATE, SLOW_FOR_S = 200_000, 8
BLOCK = memoryview(os.urandom(4 * MIB))
# As long as WebKit's and WeChat's are: searching for a shorter one is several times slower in every parser.
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWq"


@dataclass(slots=True)
class Crowd:
    """What slow phones were answered, how long refusals took, and how long probes beside them took (ms)."""
    codes: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    probes: list[float] = field(default_factory=list)
    told_when: int = 0


def bare(port: int) -> None:
    with _connected(port) as connection:
        connection.sendall(SIZE.to_bytes(8))
        _send(connection, SIZE)
        assert connection.recv(2) == b"ok"


def form(port: int, path: str = "/", size: int = SIZE) -> None:
    key = f"form-{time.time_ns()}"
    head = "".join(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
                   for name, text in (("token", _token(key)), ("key", key)))
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    tail = f"\r\n--{BOUNDARY}--\r\n"
    with _connected(port) as connection:
        _ask(connection, "POST", path, len(head) + size + len(tail),
             {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        connection.sendall(head.encode())
        _send(connection, size)
        connection.sendall(tail.encode())
        _answer(connection)


def parts(port: int, part_size: int, size: int = SIZE, in_flight: int = 2) -> None:
    """As the mini program does it: two parts in flight, each on a connection that is kept."""
    key = f"parts-{time.time_ns()}"
    path, words = f"/buckets/{BUCKET}/objects/{_entry(key)}/uploads", {"Authorization": f"UpToken {_token(key)}"}
    with ExitStack() as stack:
        connections = [stack.enter_context(_connected(port)) for _ in range(in_flight)]
        upload = _call(connections[0], "POST", path, b"", words)["uploadId"]

        def send(nth: int) -> list[dict[str, Any]]:
            etags = []
            for number in range(1 + nth, size // part_size + 1, in_flight):
                _ask(connections[nth], "PUT", f"{path}/{upload}/{number}", part_size, words)
                _send(connections[nth], part_size)
                etags.append({"partNumber": number, "etag": _answer(connections[nth])["etag"]})
            return etags

        with ThreadPoolExecutor(in_flight) as pool:
            parts = sorted(chain(*pool.map(send, range(in_flight))), key=itemgetter("partNumber"))
        _call(connections[0], "POST", f"{path}/{upload}", json.dumps({"parts": parts}).encode(), words)


def tus(port: int, patch_size: int) -> None:
    words = {"Tus-Resumable": "1.0.0"}
    with _connected(port) as connection:
        _ask(connection, "POST", "/files/", 0, words | {"Upload-Length": str(SIZE)})
        place = re.search(rb"(?im)^location: https?://[^/]+(\S+)", _head(connection)[0])
        assert place
        for offset in range(0, SIZE, patch_size):
            _ask(connection, "PATCH", place[1].decode(), min(patch_size, SIZE - offset), words | {
                "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"})
            _send(connection, min(patch_size, SIZE - offset))
            assert b" 204 " in _head(connection)[0].split(b"\r\n")[0]


# phones

async def slow_phone(port: int, crowd: Crowd, n: int) -> None:
    await asyncio.sleep(n / 100)
    size, key = SLOW_RATE * SLOW_FOR_S, f"slow-{time.time_ns()}-{n}"
    path, words = f"/buckets/{BUCKET}/objects/{_entry(key)}/uploads", {"Authorization": f"UpToken {_token(key)}"}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request("POST", path, 0, words))
    upload = json.loads(await _read_answer(reader))["uploadId"]
    began = time.perf_counter()
    writer.write(_request("PUT", f"{path}/{upload}/1", size, words))
    with suppress(ConnectionError):
        await _trickle(reader, writer, size)
    head = await reader.readuntil(b"\r\n\r\n")
    crowd.codes.append(int(head.split()[1]))
    if b" 503 " in head[:16]:
        crowd.waits.append((time.perf_counter() - began) * 1e3)
        crowd.told_when += b"retry-after" in head.lower()
    writer.close()


async def _trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, size: int) -> None:
    """Send at the slow rate, and stop when the server has answered already."""
    sent, began = 0, time.perf_counter()
    while sent < size and not reader._buffer:  # type: ignore[attr-defined]
        writer.write(b"x" * 20_000)
        sent += 20_000
        await writer.drain()
        await asyncio.sleep(max(0.0, began + sent / SLOW_RATE - time.perf_counter()))


async def probe(port: int, crowd: Crowd) -> None:
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in (await reader.read())[:16]
    writer.close()
    crowd.probes.append((time.perf_counter() - began) * 1e3)


async def _read_answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length: (\d+)", head)
    return await reader.readexactly(int(found[1]) if found else 0)


# sockets

def _connected(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), 60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _send(connection: socket.socket, size: int) -> None:
    for offset in range(0, size, MIB):
        at = offset % len(BLOCK)
        connection.sendall(BLOCK[at:at + min(MIB, size - offset)])


def _request(method: str, path: str, size: int, words: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Content-Length: {size}",
             *(f"{name}: {text}" for name, text in words.items()), "", ""]
    return "\r\n".join(lines).encode()


def _ask(connection: socket.socket, method: str, path: str, size: int, words: dict[str, str]) -> None:
    connection.sendall(_request(method, path, size, words))


def _call(connection: socket.socket, method: str, path: str, body: bytes, words: dict[str, str]) -> Any:
    _ask(connection, method, path, len(body), words)
    connection.sendall(body)
    return _answer(connection)


def _answer(connection: socket.socket) -> Any:
    head, rest = _head(connection)
    found = re.search(rb"(?i)content-length: (\d+)", head)
    size = int(found[1]) if found else 0
    while len(rest) < size:
        rest += connection.recv(65536)
    assert b" 200 " in head.split(b"\r\n")[0], (head, rest)
    return json.loads(rest)


def _head(connection: socket.socket) -> tuple[bytes, bytes]:
    read = b""
    while b"\r\n\r\n" not in read:
        more = connection.recv(65536)
        assert more, "the server hung up"
        read += more
    head, _, rest = read.partition(b"\r\n\r\n")
    return head, rest


def _token(key: str) -> str:
    token: str = Auth(ACCESS_KEY, SECRET_KEY).upload_token(BUCKET, key, 3600, {"insertOnly": 1})
    return token


def _entry(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode()


