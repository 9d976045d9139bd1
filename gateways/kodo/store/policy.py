"""Upload tokens: the put policy inside, and what it lets a client do.

token = access key + ":" + HMAC-SHA1 over the encoded policy + ":" + encoded policy. The policy's fields are Kodo's
(developer.qiniu.com "上传策略"). What this store cannot do (persistentOps, callbackFetchKey) is refused, not faked.
"""
import time

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from .refusals import BAD_TOKEN, EXPIRED_TOKEN, NO_TOKEN, OUT_OF_SCOPE, OVER_FSIZE_LIMIT, TOO_SMALL, Refusal
from .signing import Keys
from .wire import from_base64

NOT_SERVED = {"persistent_ops": "persistentOps", "persistent_workflow_template_id": "persistentWorkflowTemplateID",
              "callback_fetch_key": "callbackFetchKey"}


class PutPolicy(BaseModel):
    """A put policy as signed. Sizes in bytes, `deadline` in seconds since 1970."""
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)

    scope: str
    deadline: int
    access_key: str = ""
    is_prefixal_scope: int = 0
    insert_only: int = 0
    end_user: str | None = None
    return_url: str | None = None
    return_body: str | None = None
    callback_url: str | None = None
    callback_host: str | None = None
    callback_body: str | None = None
    callback_body_type: str | None = None
    callback_fetch_key: int | None = None
    save_key: str | None = None
    force_save_key: bool = False
    fsize_min: int | None = None
    fsize_limit: int | None = None
    detect_mime: int = 0
    mime_limit: str | None = None
    file_type: int | None = Field(default=None, ge=0, le=4)
    delete_after_days: int | None = Field(default=None, ge=0, le=36500)
    keylimit: list[str] | None = None
    persistent_ops: str | None = None
    persistent_workflow_template_id: str | None = Field(default=None, alias="persistentWorkflowTemplateID")

    @property
    def bucket(self) -> str:
        return self.scope.partition(":")[0]

    @property
    def scoped_key(self) -> str | None:
        """The key (or prefix) after the colon; None when the scope is a whole bucket."""
        _, colon, key = self.scope.partition(":")
        return key if colon else None

    @property
    def may_overwrite(self) -> bool:
        """Only a scope of exactly one key may, unless insertOnly. This is stricter than old v1 uploads were."""
        return self.scoped_key is not None and not (self.insert_only or self.is_prefixal_scope or self.force_save_key)

    def check_key(self, key: str | None) -> None:
        """Whether a client may name its object so. Raises Refusal (403)."""
        if self.force_save_key:
            return
        if self.keylimit is not None and key not in self.keylimit:
            raise Refusal(*OUT_OF_SCOPE)
        allowed = self.scoped_key
        if allowed is None:
            return
        if key is None or not (key.startswith(allowed) if self.is_prefixal_scope else key == allowed):
            raise Refusal(*OUT_OF_SCOPE)

    def check_size(self, size: int) -> None:
        """Raises Refusal (413, 403)."""
        if self.fsize_limit and size > self.fsize_limit:
            raise Refusal(*OVER_FSIZE_LIMIT)
        if self.fsize_min and size < self.fsize_min:
            raise Refusal(*TOO_SMALL)


def read_token(token: str | None, keys: Keys) -> PutPolicy:
    """The policy of a genuine token that is still good. Raises Refusal (401; 400 for what is not served here)."""
    if not token:
        raise Refusal(*NO_TOKEN)
    access_key, _, rest = token.partition(":")
    signature, _, encoded = rest.partition(":")
    if not keys.signed(access_key, signature, encoded.encode()):
        raise Refusal(*BAD_TOKEN)
    policy = _parse(encoded).model_copy(update={"access_key": access_key})
    if policy.deadline < time.time():
        raise Refusal(*EXPIRED_TOKEN)
    for name, wire_name in NOT_SERVED.items():
        if getattr(policy, name):
            raise Refusal(400, f"{wire_name} is not served by this store")
    return policy


def _parse(encoded: str) -> PutPolicy:
    try:
        return PutPolicy.model_validate_json(from_base64(encoded))
    except (ValidationError, Refusal):
        raise Refusal(*BAD_TOKEN) from None
