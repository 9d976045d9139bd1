"""The upload callback: tell the service's address what was stored, and hand its JSON answer to the client."""
import json
from collections.abc import Mapping

import urllib3

from .policy import PutPolicy
from .signing import FORM_TYPE, Keys, callback_headers
from .variables import Value, in_form, in_json

MAX_ANSWER_BYTES = 64 << 10


class CallbackFailed(Exception):
    """No address answered 200 with JSON. `report` is the inside of Kodo's 579."""

    def __init__(self, report: dict[str, Value]) -> None:
        self.report = report
        super().__init__("callback failed")


class Caller:
    """Sends callbacks: no redirects, no proxies, no retries, a bounded answer, a deadline over all of it."""

    def __init__(self, keys: Keys, timeout_s: float) -> None:
        self._keys = keys
        self._http = urllib3.PoolManager(timeout=urllib3.Timeout(total=timeout_s), retries=False)

    def tell(self, policy: PutPolicy, values: Mapping[str, Value]) -> bytes:
        """Try each of the policy's addresses in turn; the first good answer counts. Raises CallbackFailed."""
        kind = policy.callback_body_type or FORM_TYPE
        render = in_json if kind == "application/json" else in_form
        body = render(policy.callback_body or "", values)
        code, why = 0, "no callback address"
        for url in filter(None, (policy.callback_url or "").split(";")):
            code, answer = self._post(policy, url, kind, body.encode())
            if code == 200 and _is_json(answer):
                return answer
            why = "callback did not answer 200 with JSON"
        raise CallbackFailed({
            "callback_url": policy.callback_url, "callback_bodyType": kind, "callback_body": body, "token": "",
            "err_code": code, "error": why, "hash": values["etag"], "key": values["key"]})

    def _post(self, policy: PutPolicy, url: str, kind: str, body: bytes) -> tuple[int, bytes]:
        """The status and the answer; status 0 when nobody answered."""
        try:
            headers = callback_headers(self._keys, policy.access_key, url, kind, body)
            if policy.callback_host:
                headers["Host"] = policy.callback_host
            answer = self._http.request("POST", url, body=body, headers=headers, redirect=False, preload_content=False)
            try:
                return answer.status, answer.read(MAX_ANSWER_BYTES + 1)
            finally:
                answer.close()
        except (urllib3.exceptions.HTTPError, ValueError, OSError):
            return 0, b""


def _is_json(answer: bytes) -> bool:
    try:
        json.loads(answer)
    except (ValueError, RecursionError):
        return False
    return len(answer) <= MAX_ANSWER_BYTES
