"""The mini program's side of WeChat: sign-in, phone numbers, content checks, mini-program codes, and any other call by its path.

wechatpy carries every call that needs an access token; sign-in needs none and is the busiest call of
all, so it goes straight to a pool of kept-alive connections (wechatpy would fetch a token first).
What is raised is `Refused` or `Unreachable`, made outside every `except` block: the exceptions of
requests and urllib3 hold whole URLs, and with them the appsecret and the token.
Proxy variables of the environment are not read: WeChat checks the caller's address against a list.
"""
import json
import re
from typing import Any, Literal, cast
from urllib.parse import urlencode, urlsplit

import certifi
import requests
import urllib3
from requests.adapters import HTTPAdapter
from wechatpy.client import WeChatClient
from wechatpy.exceptions import WeChatClientException

from gateways.wechat.access_token import AccessToken
from gateways.wechat.asking import Again, broken_off, persist, quiet_urls
from gateways.wechat.errcodes import ONE_PERSON, Trouble, trouble
from models.ports import Identity, Opinion, Refused, Unreachable

LIVE = "https://api.weixin.qq.com"
KEPT_ALIVE = 64
CODE = re.compile(r"[\x21-\x7e]{1,256}")
MOST_CHARACTERS = 2500
FORUM = {"version": 2, "scene": 3}
MEDIA_TYPES = {"sound": 1, "picture": 2}
SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
PAGE = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_/-]*")
PRINTED_PX = 1280                            # the most WeChat draws: for paper
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

quiet_urls()


class WeChatGateway:
    """One mini program at one base URL; `models.ports.WeChat`, and `call` for what the port does not name.

    Seconds: `connect_s` and `read_s` bound one attempt, `pause_s` is the first of two pauses between attempts.
    `edition`: which version of the mini program printed codes open. Nothing is asked of WeChat before the first call.
    Safe to share among threads.
    """

    def __init__(self, *, appid: str, secret: str, base_url: str = LIVE, edition: Literal["release", "trial", "develop"] = "release",
                 connect_s: float = 3, read_s: float = 10, pause_s: float = 0.2) -> None:
        base = base_url.rstrip("/")
        self._pauses = (pause_s, pause_s * 3)
        self._client = _Client(appid, secret, base, (connect_s, read_s), self._pauses)
        self._edition = edition
        self._account = {"appid": appid, "secret": secret}
        self._doors = _doors(base, connect_s, read_s)
        self._exchange_path = f"{urlsplit(base).path}/sns/jscode2session"

    def identity(self, login_code: str) -> Identity:
        """Exchange a wx.login code (5 minutes, one use). `session_key` is dropped here and kept nowhere.

        Raises Refused: 40029 and 40163 a new code helps, 40226 and 45011 it does not, others are our set-up.
        Raises Unreachable; a code whose answer was lost may be used up, so the phone brings a new one.
        """
        if not CODE.fullmatch(login_code):
            raise Refused("40029", "not a login code")
        asked = urlencode({**self._account, "js_code": login_code, "grant_type": "authorization_code"})
        told = persist(lambda: self._exchange(asked), again="busy", pauses=self._pauses)
        return _who(told)

    def phone_number(self, phone_code: str) -> str:
        """Exchange a getPhoneNumber code (5 minutes, one use, never a login code).

        Returns eleven digits for the mainland, "+85291234567" elsewhere. Raises Refused and Unreachable.
        """
        if not CODE.fullmatch(phone_code):
            raise Refused("40029", "not a phone code")
        told = self._ask("post", "/wxa/business/getuserphonenumber", again="busy", data={"code": phone_code},
                         kinds=ONE_PERSON)
        return _digits(told)

    def check_text(self, text: str, openid: str, *, title: str = "") -> Opinion:
        """What WeChat thinks of a text of 1 to 2,500 characters, else ValueError; `openid` is whose text it is.

        Raises Refused: 61010 (they have not been here for two hours), 43104, 40003, 45009; and Unreachable.
        """
        if not 0 < len(text) <= MOST_CHARACTERS:
            raise ValueError(f"a text of 1 to {MOST_CHARACTERS} characters is checked, not {len(text)}")
        asked = {**FORUM, "openid": openid, "content": text, **({"title": title} if title else {})}
        return _opinion(self.call("post", "/wxa/msg_sec_check", again="always", data=asked))

    def check_media(self, url: str, kind: Literal["picture", "sound"], openid: str) -> str:
        """The trace id by which WeChat answers later, once, twice or never, perhaps before this returns.

        Not asked again when the answer was lost: the same link is refused then (87020), and a fresh one is not.
        Raises Refused: 61010, 43104, 40003, 45009, 87020; and Unreachable.
        """
        asked = {**FORUM, "openid": openid, "media_url": url, "media_type": MEDIA_TYPES[kind]}
        return _trace_id(self.call("post", "/wxa/media_check_async", again="busy", data=asked))

    def mini_code(self, scene: str, page: str) -> bytes:
        """A mini-program code that never ends: JPEG, or PNG from the stand-in. `scene` is 1 to 32 of WeChat's characters,
        `page` stands without a slash before it and without a query, else ValueError.

        WeChat does not look whether the page is there (`check_path`): codes are printed before the version that has the page
        is released. wechatpy 1.8.18 cannot say that, so this goes by the path. Raises Refused: 40129, 40169, 41030; and Unreachable.
        """
        if not SCENE.fullmatch(scene) or not PAGE.fullmatch(page):
            raise ValueError(f"not a scene and page of a mini-program code: {scene!r} {page!r}")
        asked = {"scene": scene, "page": page, "check_path": False, "env_version": self._edition, "width": PRINTED_PX}
        return self.picture("/wxa/getwxacodeunlimit", asked)

    @property
    def token(self) -> AccessToken:
        """The account's access token, for who sends without wechatpy."""
        return self._client.token

    def token_age(self) -> float | None:
        """Seconds since an access token was last fetched with success; None before the first."""
        return self._client.token.age()

    def call(self, method: str, path: str, *, again: Again = "never", params: dict[str, Any] | None = None,
             data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Any endpoint that answers JSON, e.g. call("post", "/wxa/msg_sec_check", data={...}).

        `again` says what may be asked twice: "never" (sending), "busy" (after errcode -1), "always" (reading).
        A refused access token is renewed and the call repeated once in every case: WeChat did nothing yet.
        Raises Refused with WeChat's errcode, and Unreachable.
        """
        told = self._ask(method, path, again=again, params=params, data=data)
        if not isinstance(told, dict):
            raise Unreachable(f"{path} did not answer JSON")
        return told

    def picture(self, path: str, data: dict[str, Any]) -> bytes:
        """A JPEG or PNG, e.g. of /wxa/getwxacodeunlimit. Raises Refused and Unreachable."""
        told = self._ask("post", path, again="always", data=data)
        if not isinstance(told, bytes) or not told.startswith(PICTURES):
            raise Unreachable(f"{path} did not answer a picture")
        return told

    def close(self) -> None:
        """Give back the connections."""
        self._doors.close()
        self._client.close()

    def _ask(self, method: str, path: str, *, again: Again, params: dict[str, Any] | None = None,
             data: dict[str, Any] | None = None, kinds: dict[int, str] | None = None) -> Any:
        return persist(lambda: self._client.once(method, path, params, data, kinds or {}), again=again,
                       pauses=self._pauses, renew=self._client.token.renew)

    def _exchange(self, asked: str) -> dict[str, Any] | Trouble:
        try:
            answer = self._doors.urlopen("GET", f"{self._exchange_path}?{asked}", redirect=False, retries=False)
            told = json.loads(answer.data)
        except (urllib3.exceptions.HTTPError, ValueError) as why:
            return broken_off(why)
        if answer.status != 200 or not isinstance(told, dict):
            return Trouble("broken", f"HTTP {answer.status}")
        return trouble(told.get("errcode"), told.get("errmsg"), ONE_PERSON) or told


class _Client(WeChatClient):
    """wechatpy at our base URL, with our token, with time limits, and without its retry (which has no bound)."""

    def __init__(self, appid: str, secret: str, base: str, timeout: tuple[float, float],
                 pauses: tuple[float, ...]) -> None:
        super().__init__(appid, secret, timeout=timeout, auto_retry=False)
        self.base = base
        self.API_BASE_URL = f"{base}/cgi-bin/"
        self.wxa.API_BASE_URL = f"{base}/"
        self._http.trust_env = False
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, HTTPAdapter(pool_maxsize=KEPT_ALIVE))
        self.token = AccessToken(lambda force: persist(lambda: self._fetch(force), again="always", pauses=pauses))

    @property
    def access_token(self) -> str:
        """wechatpy asks here before each of its own calls. Raises Refused and Unreachable."""
        return self.token.current()

    def once(self, method: str, path: str, params: dict[str, Any] | None, data: dict[str, Any] | None,
             kinds: dict[int, str]) -> Any:
        """One attempt: a dict, the bytes of whatever is not JSON, or the Trouble met."""
        asked = {**(params or {}), "access_token": self.access_token}
        try:
            told = self._request(method, self.base + path, params=asked, data=data)
        except WeChatClientException as why:
            told = trouble(why.errcode, why.errmsg, kinds, asked["access_token"]) or Trouble("broken", "HTTP status")
        except (requests.RequestException, ValueError, TypeError) as why:
            told = broken_off(why)
        return told.content if isinstance(told, requests.Response) else told

    def fetch_access_token(self) -> None:
        """wechatpy's own name for it. Raises Refused and Unreachable."""
        self.token.current()

    def close(self) -> None:
        self._http.close()

    def _fetch(self, force: bool) -> tuple[str, int] | Trouble:
        asked = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret,
                 "force_refresh": force}
        try:
            told = self._http.post(f"{self.base}/cgi-bin/stable_token", json=asked, timeout=self.timeout).json()
        except (requests.RequestException, ValueError) as why:
            return broken_off(why)
        match told:
            case {"access_token": str(token), "expires_in": int(life_s)} if token:
                return token, life_s
            case {"errcode": errcode}:
                return trouble(errcode, told.get("errmsg")) or Trouble("broken", "no token in the answer")
        return Trouble("broken", "no token in the answer")


def _doors(base: str, connect_s: float, read_s: float) -> urllib3.HTTPConnectionPool:
    limits = urllib3.Timeout(connect=connect_s, read=read_s)
    safely = {"cert_reqs": "CERT_REQUIRED", "ca_certs": certifi.where()} if base.startswith("https:") else {}
    return urllib3.connection_from_url(base, maxsize=KEPT_ALIVE, block=False, timeout=limits, **safely)


def _who(told: dict[str, Any]) -> Identity:
    openid, unionid = told.get("openid"), told.get("unionid")
    if not isinstance(openid, str) or not openid:
        raise Unreachable("jscode2session answered without an openid")
    return Identity(openid, unionid if isinstance(unionid, str) and unionid else None)


def _opinion(told: dict[str, Any]) -> Opinion:
    """errcode 0 is no pass: only `result` says, and `detail` may contradict it line by line."""
    match told.get("result"):
        case {"suggest": "pass" | "review" | "risky" as suggest, "label": int() | str() as label} if str(label).isdecimal():
            return Opinion(suggest, int(label), str(told.get("trace_id") or ""))
    raise Unreachable("msg_sec_check answered without an opinion")


def _trace_id(told: dict[str, Any]) -> str:
    if not isinstance(trace_id := told.get("trace_id"), str) or not trace_id:
        raise Unreachable("media_check_async answered without a trace id")
    return trace_id


def _digits(told: Any) -> str:
    """countryCode is documented as text; a number is taken too."""
    info = told.get("phone_info") if isinstance(told, dict) else None
    facts = cast(dict[str, Any], info) if isinstance(info, dict) else {}
    number = "".join(re.findall(r"[0-9]", str(facts.get("purePhoneNumber", ""))))
    country = str(facts.get("countryCode", "")).lstrip("+")
    if not number or not re.fullmatch(r"[0-9]{1,4}", country):
        raise Unreachable("getuserphonenumber answered without a number")
    return number if country == "86" else f"+{country}{number}"
