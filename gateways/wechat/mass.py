"""Messages to many people: hundreds in flight over kept-alive connections, in one thread, by libcurl's multi interface.

wechatpy carries everything else. What matters here is to know of each push whether WeChat had it: so a body is given to
libcurl by a function and without a way to rewind it, because libcurl otherwise sends a whole request again, unasked, when
a kept-alive connection broke, and a person would be told twice.
No URL leaves this file: it holds the access token.
"""
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import certifi
import orjson
import pycurl

from gateways.wechat.access_token import AccessToken
from gateways.wechat.errcodes import STALE_TOKEN
from models.ports import Push, Pushed, Refused, Unreachable

PATHS = {"mini": "/cgi-bin/message/subscribe/send", "official": "/cgi-bin/message/template/send"}
HEADERS = ["Content-Type: application/json", "Expect:"]
OK = 200
MOST_BYTES = 65_536                      # of an answer; WeChat's have a hundred
BUFFER, UPLOAD_BUFFER = 1_024, 16_384    # bytes; libcurl's own are for files, and would be 25 MB for 500 connections


@dataclass(frozen=True, slots=True)
class Account:
    """One WeChat account to send from."""
    base_url: str
    token: AccessToken


class _Line:
    """One connection's worth: a curl handle, and the push that is on it."""
    __slots__ = ("_body", "_size", "answer", "curl", "push", "renewed", "token", "url")

    def __init__(self, connect_s: float, total_s: float) -> None:
        self.push: Push | None = None
        self.url, self.token, self.renewed = "", "", False
        self._body, self._size, self.answer = b"", -1, list[bytes]()
        self.curl = curl = pycurl.Curl()
        for option, value in ((pycurl.HTTPHEADER, HEADERS), (pycurl.NOSIGNAL, 1), (pycurl.POST, 1), (pycurl.PROXY, ""),
                              (pycurl.FOLLOWLOCATION, 0), (pycurl.CAINFO, certifi.where()), (pycurl.MAXFILESIZE, MOST_BYTES),
                              (pycurl.BUFFERSIZE, BUFFER), (pycurl.UPLOAD_BUFFERSIZE, UPLOAD_BUFFER),
                              (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1), (pycurl.CONNECTTIMEOUT_MS, int(connect_s * 1000)),
                              (pycurl.TIMEOUT_MS, int(total_s * 1000)),
                              (pycurl.READFUNCTION, self._read), (pycurl.WRITEFUNCTION, self.answer.append)):
            curl.setopt(option, value)

    def load(self, push: Push, body: bytes, url: str, token: str) -> None:
        """Ready for one attempt. Options that stay are not set again: a second is twenty thousand of these."""
        if url != self.url:
            self.curl.setopt(pycurl.URL, url)
            self.url = url
        if len(body) != self._size:
            self.curl.setopt(pycurl.POSTFIELDSIZE, len(body))
            self._size = len(body)
        self.push, self._body, self.token = push, body, token
        self.answer.clear()

    def result(self, push: Push, error: int) -> Pushed:
        """What became of the push, with the curl error or 0."""
        if error:
            never_left = not self.curl.getinfo(pycurl.REQUEST_SIZE) or error == pycurl.E_COULDNT_CONNECT
            return Pushed(push.key, "unsent" if never_left else "unknown")
        told = _told(self.curl.getinfo(pycurl.RESPONSE_CODE), self.answer)
        errcode = told.get("errcode", 0) if told is not None else None
        if told is None or type(errcode) is not int:
            return Pushed(push.key, "unknown")
        if errcode:
            return Pushed(push.key, "refused", errcode)
        return Pushed(push.key, "sent", 0, str(told.get("msgid") or ""))

    def _read(self, most: int) -> bytes:
        """The body once; asked again it would be a second sending, which libcurl is not to try."""
        part, self._body = self._body[:most], self._body[most:]
        return part


class Mass:
    """`models.ports.MassSender`. Seconds: `connect_s` for a connection, `total_s` for one attempt altogether."""

    def __init__(self, accounts: Mapping[str, Account], *, mini_appid: str, in_flight: int = 512, connect_s: float = 5,
                 total_s: float = 15) -> None:
        self._accounts, self._bodies = accounts, _Bodies(mini_appid)
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, in_flight)
        self._limits = connect_s, total_s
        self._most, self._flying = in_flight, 0
        self._idle: list[_Line] = []
        self._of: dict[Any, _Line] = {}          # by curl handle
        self._ready: deque[Pushed] = deque()

    def room(self) -> int:
        return self._most - self._flying

    def in_flight(self) -> int:
        return self._flying + len(self._ready)

    def put(self, pushes: Sequence[Push]) -> None:
        ways: dict[str, tuple[str, str] | None] = {}         # (URL, token) by channel
        for push in pushes:
            if push.channel not in ways:
                ways[push.channel] = self._way(push.channel)
            way = ways[push.channel]
            if way is None:
                self._ready.append(Pushed(push.key, "unsent"))
                continue
            line = self._idle.pop() if self._idle else self._new_line()
            line.renewed = False
            self._fly(line, push, *way)

    def collect(self, wait_s: float) -> list[Pushed]:
        self._perform()
        found = self._landed()
        if not found and self._flying:
            self._multi.select(wait_s)
            self._perform()
            found = self._landed()
        return found

    def close(self) -> None:
        self._multi.close()
        self._idle.clear()
        self._of.clear()
        self._flying = 0

    def _new_line(self) -> _Line:
        line = _Line(*self._limits)
        self._of[line.curl] = line
        return line

    def _way(self, channel: str) -> tuple[str, str] | None:
        """The address with the account's token, and the token; None where it cannot be had now, so that nothing is sent."""
        account = self._accounts.get(channel)
        try:
            token = account.token.current() if account else ""
        except (Refused, Unreachable):
            return None
        return (f"{account.base_url}{PATHS[channel]}?access_token={token}", token) if account else None

    def _fly(self, line: _Line, push: Push, url: str, token: str) -> None:
        line.load(push, self._bodies.of(push), url, token)
        self._multi.add_handle(line.curl)
        self._flying += 1

    def _perform(self) -> None:
        while self._multi.perform()[0] == pycurl.E_CALL_MULTI_PERFORM:
            pass

    def _landed(self) -> list[Pushed]:
        found = [self._ready.popleft() for _ in range(len(self._ready))]
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            for curl in good:
                self._over(self._of[curl], 0, found)
            for curl, error, _ in bad:
                self._over(self._of[curl], error, found)
        return found

    def _over(self, line: _Line, error: int, found: list[Pushed]) -> None:
        """Add the result to `found`; nothing yet where only the token was stale: WeChat did nothing, and it is asked once more."""
        push = line.push
        assert push is not None
        result = line.result(push, error)
        self._multi.remove_handle(line.curl)
        self._flying -= 1
        if result.errcode in STALE_TOKEN:
            way = None if line.renewed else self._renewed(push.channel, line.token)
            if way is not None:
                line.renewed = True
                self._fly(line, push, *way)
                return
            result = Pushed(push.key, "unsent")
        line.push = None
        self._idle.append(line)
        found.append(result)

    def _renewed(self, channel: str, stale: str) -> tuple[str, str] | None:
        try:
            self._accounts[channel].token.renew(stale)
        except (Refused, Unreachable):
            return None
        return self._way(channel)


class _Bodies:
    """What is sent. All but the person is the same for most of a notice, and written once."""

    def __init__(self, mini_appid: str) -> None:
        self._mini_appid = mini_appid
        self._alike: tuple[object, str, str, str] = None, "", "", ""
        self._rest = b""

    def of(self, push: Push) -> bytes:
        """One push as JSON."""
        values, channel, template, page = self._alike
        if push.values is not values or push.page != page or push.template != template or push.channel != channel:
            self._alike = push.values, push.channel, push.template, push.page
            self._rest = orjson.dumps(self._said(push))[1:]
        known = b',"client_msg_id":' + orjson.dumps(push.client_msg_id) if push.client_msg_id else b""
        return b'{"touser":%b%b,%b' % (orjson.dumps(push.openid), known, self._rest)

    def _said(self, push: Push) -> dict[str, Any]:
        said: dict[str, Any] = {"template_id": push.template, "data": {keyword: {"value": text} for keyword, text in push.values.items()}}
        if push.channel == "mini":
            return said | {"miniprogram_state": "formal", "lang": "zh_CN"} | ({"page": push.page} if push.page else {})
        return said | ({"miniprogram": {"appid": self._mini_appid, "pagepath": push.page}} if push.page else {})


def _told(status: int, answer: list[bytes]) -> dict[str, Any] | None:
    """The JSON object of a good answer; msgid has more than 32 bits and stays whole."""
    try:
        told = orjson.loads(b"".join(answer)) if status == OK else None
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
