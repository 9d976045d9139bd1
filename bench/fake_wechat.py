"""A WeChat that takes every message and answers 20 ms later, cheaply enough for tens of thousands a second.

`python -m bench.fake_wechat PORT`. It writes down how often each person was written to. GET /told says so, POST /forget begins
anew; stable_token gives a token.
Speaks as much HTTP/1.1 as the senders of the bench do: a request is a head with Content-Length and a body, no pipelining.
"""
import asyncio
import json
import re
import sys
from collections import deque
from typing import Any, cast

import uvloop

LATENCY_S, TURN_S = 0.02, 0.001
MOST_PEOPLE = 10_000_000
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PERSON = re.compile(rb'"o-(\d+)"')


class Told:
    """`times`: how often each person was written to, by number."""

    def __init__(self) -> None:
        self.times, self.messages, self.people, self.twice = bytearray(MOST_PEOPLE), 0, 0, 0

    def write_down(self, body: bytes) -> None:
        found = PERSON.search(body)
        number = int(found[1]) if found else 0
        self.messages += 1
        self.people += not self.times[number]
        self.twice += self.times[number] == 1
        self.times[number] = min(self.times[number] + 1, 255)

    def say(self) -> dict[str, int]:
        return {"messages": self.messages, "people": self.people, "twice": self.twice}


class Neighbour:
    """What all connections share: who was told, and the answers that are not due yet."""

    def __init__(self) -> None:
        self.told = Told()
        self.later: deque[tuple[float, asyncio.Transport, bytes]] = deque()

    def answer(self, line: bytes, body: bytes) -> tuple[dict[str, Any], float]:
        """What is said, and how many seconds later."""
        if b"/send?" in line:
            self.told.write_down(body)
            return {"errcode": 0, "errmsg": "ok", "msgid": 4_000_000_000_000_000_000 + self.told.messages}, LATENCY_S
        if b"token" in line:
            return {"access_token": "token-of-the-bench", "expires_in": 7200}, 0
        if line.startswith(b"POST /forget"):
            self.told = Told()
        return self.told.say(), 0

    async def answer_in_time(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            now = loop.time()
            while self.later and self.later[0][0] <= now:
                _, transport, answer = self.later.popleft()
                if not transport.is_closing():
                    transport.write(answer)
            await asyncio.sleep(TURN_S)


class Connection(asyncio.Protocol):
    def __init__(self, neighbour: Neighbour) -> None:
        self._neighbour, self._got = neighbour, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        found = LENGTH.search(self._got, 0, end)
        if len(self._got) < end + (int(found[1]) if found else 0):
            return
        body, line, self._got = self._got[end:], self._got[:self._got.find(b"\r\n")], b""
        said, later_s = self._neighbour.answer(line, body)
        text = json.dumps(said).encode()
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)
        if later_s:
            self._neighbour.later.append((self._loop.time() + later_s, self._transport, answer))
        else:
            self._transport.write(answer)


async def main(port: int) -> None:
    neighbour = Neighbour()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(neighbour), "127.0.0.1", port, backlog=4096)
    async with server:
        await neighbour.answer_in_time()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
