"""Messages to many people: hundreds in flight over kept-alive connections, in one thread, by libcurl's multi interface.

wechatpy carries everything else. What matters here is to know of each push whether WeChat had it: so a body is given to
libcurl by a function and without a way to rewind it, because libcurl otherwise sends a whole request again, unasked, when
a kept-alive connection broke, and a person would be told twice.
No URL leaves this file: it holds the access token.
"""
import json
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


@dataclass(frozen=True, slots=True)
class Account:
    """One WeChat account to send from."""
    base_url: str
    token: AccessToken


class _Line:
    """One connection's worth: a curl handle, and the push that is on it."""

    def __init__(self, connect_s: float, total_s: float) -> None:
        self.push: Push | None = None
        self.url, self.token, self.renewed = "", "", False
        self._body, self._answer, self._size = b"", list[bytes](), 0
        self.curl = curl = pycurl.Curl()
        for option, value in ((pycurl.HTTPHEADER, HEADERS), (pycurl.NOSIGNAL, 1), (pycurl.POST, 1), (pycurl.PROXY, ""),
                              (pycurl.FOLLOWLOCATION, 0), (pycurl.CAINFO, certifi.where()),
                              (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1), (pycurl.CONNECTTIMEOUT_MS, int(connect_s * 1000)),
                              (pycurl.TIMEOUT_MS, int(total_s * 1000)),
                              (pycurl.READFUNCTION, self._read), (pycurl.WRITEFUNCTION, self._write)):
            curl.setopt(option, value)

    def load(self, push: Push, account: Account, token: str, mini_appid: str) -> None:
        """Ready for one attempt."""
        url = f"{account.base_url}{PATHS[push.channel]}?access_token={token}"
        if url != self.url:
            self.curl.setopt(pycurl.URL, url)
        self.push, self.url, self.token = push, url, token
        self._body, self._answer, self._size = _body(push, mini_appid), [], 0
        self.curl.setopt(pycurl.POSTFIELDSIZE, len(self._body))

    def result(self, error: int) -> Pushed:
        """What became of the push, with the curl error or 0."""
        push = self.push
        assert push is not None
        if error:
            never_left = not self.curl.getinfo(pycurl.REQUEST_SIZE) or error == pycurl.E_COULDNT_CONNECT
            return Pushed(push.key, "unsent" if never_left else "unknown")
        told = _told(self.curl.getinfo(pycurl.RESPONSE_CODE), b"".join(self._answer))
        if told is None:
            return Pushed(push.key, "unknown")
        errcode = told.get("errcode", 0)
        if not isinstance(errcode, int) or isinstance(errcode, bool):
            return Pushed(push.key, "unknown")
        if errcode:
            return Pushed(push.key, "refused", errcode)
        return Pushed(push.key, "sent", msgid=str(told.get("msgid") or ""))

    def _read(self, most: int) -> bytes:
        """The body once; asked again it would be a second sending, which libcurl is not to try."""
        part, self._body = self._body[:most], self._body[most:]
        return part

    def _write(self, part: bytes) -> int:
        self._size += len(part)
        if self._size <= MOST_BYTES:
            self._answer.append(part)
        return len(part)


class Mass:
    """`models.ports.MassSender`. Seconds: `connect_s` for a connection, `total_s` for one attempt altogether."""

    def __init__(self, accounts: Mapping[str, Account], *, mini_appid: str, in_flight: int = 512, connect_s: float = 5,
                 total_s: float = 15) -> None:
        self._accounts, self._mini_appid = accounts, mini_appid
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, in_flight)
        self._limits = connect_s, total_s
        self._most, self._flying = in_flight, 0
        self._idle: list[_Line] = []
        self._of: dict[int, _Line] = {}          # by the identity of its curl handle
        self._ready: deque[Pushed] = deque()

    def room(self) -> int:
        return self._most - self._flying

    def in_flight(self) -> int:
        return self._flying + len(self._ready)

    def put(self, pushes: Sequence[Push]) -> None:
        tokens: dict[str, str | None] = {}
        for push in pushes:
            if push.channel not in tokens:
                tokens[push.channel] = self._token(push.channel)
            token = tokens[push.channel]
            if token is None:
                self._ready.append(Pushed(push.key, "unsent"))
                continue
            line = self._idle.pop() if self._idle else self._new_line()
            line.renewed = False
            self._fly(line, push, token)

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
        self._flying = 0

    def _new_line(self) -> _Line:
        line = _Line(*self._limits)
        self._of[id(line.curl)] = line
        return line

    def _token(self, channel: str) -> str | None:
        """The account's token; None where it cannot be had now, so that nothing is sent."""
        account = self._accounts.get(channel)
        try:
            return account.token.current() if account else None
        except (Refused, Unreachable):
            return None

    def _fly(self, line: _Line, push: Push, token: str) -> None:
        line.load(push, self._accounts[push.channel], token, self._mini_appid)
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
                found += self._over(self._of[id(curl)], 0)
            for curl, error, _ in bad:
                found += self._over(self._of[id(curl)], error)
        return found

    def _over(self, line: _Line, error: int) -> list[Pushed]:
        """The result; nothing yet where only the token was stale: WeChat did nothing, and it is asked once more."""
        result = line.result(error)
        self._multi.remove_handle(line.curl)
        self._flying -= 1
        push = line.push
        if result.errcode in STALE_TOKEN and not line.renewed and push is not None:
            token = self._renewed(push.channel, line.token)
            if token is None:
                result = Pushed(push.key, "unsent")
            else:
                line.renewed = True
                self._fly(line, push, token)
                return []
        elif result.errcode in STALE_TOKEN:
            result = Pushed(result.key, "unsent")
        line.push = None
        self._idle.append(line)
        return [result]

    def _renewed(self, channel: str, stale: str) -> str | None:
        try:
            self._accounts[channel].token.renew(stale)
        except (Refused, Unreachable):
            return None
        return self._token(channel)


def _body(push: Push, mini_appid: str) -> bytes:
    data = {keyword: {"value": value} for keyword, value in push.values.items()}
    said: dict[str, Any] = {"touser": push.openid, "template_id": push.template, "data": data}
    if push.channel == "official":
        if push.page:
            said["miniprogram"] = {"appid": mini_appid, "pagepath": push.page}
        if push.client_msg_id:
            said["client_msg_id"] = push.client_msg_id
    else:
        said |= {"miniprogram_state": "formal", "lang": "zh_CN", **({"page": push.page} if push.page else {})}
    return orjson.dumps(said)


def _told(status: int, answer: bytes) -> dict[str, Any] | None:
    """The JSON object of a good answer; msgid has more than 32 bits and stays whole."""
    try:
        told = json.loads(answer) if status == OK else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
