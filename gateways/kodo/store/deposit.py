"""The end of every upload: judge what arrived by its policy, name it, shelve it, tell whoever is to be told."""
import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug import Response

from models import clock

from .answers import answer, json_text
from .callback import CallbackFailed
from .disk import Draft
from .kinds import check_kind, extension_of, kind_of
from .policy import PutPolicy
from .refusals import BAD_ARGUMENT, Refusal
from .shelf import Stored, ticks
from .store import Store
from .variables import Value, dates, in_json, in_key
from .wire import checked_key, to_base64

META = "x-qn-meta-"
META_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")
MAX_META_BYTES = 1024
DAY_S = 86400


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the client said of its upload, and the hash the protocol gives it. `words` are its x: and x-qn-meta- fields."""
    key: str | None
    fname: str
    declared: str | None
    hash: str
    words: Mapping[str, str] = field(default_factory=dict)


def deposit(store: Store, policy: PutPolicy, arrival: Arrival, draft: Draft, upload: str | None = None) -> Response:
    """Store a received draft and answer as the policy asks. Raises Refusal (400, 403, 413, 612, 614)."""
    policy.check_size(draft.digest.size)
    check_kind(policy, draft.digest.head)
    new = _judged(policy, arrival, draft)
    stored = store.shelf.place(new, draft, overwrite=policy.may_overwrite, upload=upload)
    return _announce(store, policy, _values(policy, arrival, stored))


def _judged(policy: PutPolicy, arrival: Arrival, draft: Draft) -> Stored:
    seen = draft.digest
    expires_at = int(time.time()) + policy.delete_after_days * DAY_S if policy.delete_after_days else None
    unnamed = Stored(
        bucket=policy.bucket, key=arrival.key or "", size=seen.size, hash=arrival.hash,
        mime=kind_of(policy, seen.head, declared=arrival.declared, fname=arrival.fname, key=arrival.key),
        put_at=ticks(), type=policy.file_type or 0, end_user=policy.end_user, metadata=_metadata(arrival.words),
        expires_at=expires_at)
    key = checked_key(_name(policy, arrival, unnamed))
    policy.check_key(key)
    return replace(unnamed, key=key)


def _name(policy: PutPolicy, arrival: Arrival, unnamed: Stored) -> str:
    """The client's key, else saveKey, else the hash; forceSaveKey beats all."""
    if policy.force_save_key and not policy.save_key:
        raise Refusal(400, "invalid saveKey")
    if arrival.key is not None and not policy.force_save_key:
        return arrival.key
    return in_key(policy.save_key, _values(policy, arrival, unnamed)) if policy.save_key else arrival.hash


def _metadata(words: Mapping[str, str]) -> dict[str, str]:
    """User metadata, fit to travel as headers. Raises Refusal (400)."""
    kept = {name[len(META):]: text for name, text in words.items() if name.lower().startswith(META)}
    if sum(len(name) + len(text.encode()) for name, text in kept.items()) > MAX_META_BYTES:
        raise Refusal(400, "user metadata is too large")
    if not all(META_NAME.fullmatch(name) and text.isprintable() for name, text in kept.items()):
        raise Refusal(*BAD_ARGUMENT)
    return kept


def _values(policy: PutPolicy, arrival: Arrival, stored: Stored) -> dict[str, Value]:
    fprefix = arrival.fname.rpartition(".")[0] or arrival.fname
    said = {name: text for name, text in arrival.words.items() if name.startswith("x:")}
    return said | dates(clock.now()) | {
        "bucket": stored.bucket, "key": stored.key, "etag": stored.hash, "fsize": stored.size, "mimeType": stored.mime,
        "endUser": policy.end_user, "fname": arrival.fname, "fprefix": fprefix,
        "ext": extension_of(stored.mime, arrival.fname), "uuid": uuid.uuid4().hex}


def _announce(store: Store, policy: PutPolicy, values: Mapping[str, Value]) -> Response:
    plain = json_text({"hash": values["etag"], "key": values["key"]})
    if policy.callback_url and store.caller:
        try:
            return answer(store.caller.tell(policy, values))
        except CallbackFailed as failed:
            return answer({"error": json.dumps(failed.report)}, 579)
    body = plain if policy.callback_url or not policy.return_body else in_json(policy.return_body, values)
    if not policy.return_url:
        return answer(body)
    joint = "&" if "?" in policy.return_url else "?"
    return answer(b"", 303, Location=f"{policy.return_url}{joint}upload_ret={to_base64(body.encode())}")
