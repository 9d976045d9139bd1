"""A file, and a permit to upload one, as they go out."""
from typing import Any

from models.accounts.actor import Actor
from models.media.rules import ACCEPTED
from models.media.tables import File, FileState
from models.ports import UploadRules
from server.here import gateways

LINK_LIFE_S = 3600


def file_shape(file: File, _: Actor) -> dict[str, Any]:
    """The contract's File. Whoever may see the owner may fetch the original for an hour; its name stays out of the address."""
    arrived = file.state in (FileState.STORED, FileState.READY)
    return {"id": file.id, "about": file.about, "kind": file.kind, "name": file.name, "size": file.size, "state": file.state,
            "mime": file.mime, "sha256": file.sha256, "position": file.position, "verdicts": file.verdicts,
            "renditions": [{"purpose": "original", "url": gateways().store.url(file.key, LINK_LIFE_S)}] if arrived else []}


def ticket_shape(file: File) -> dict[str, Any]:
    """The contract's Ticket: exactly this key, once, no larger than announced, of the kinds the store can tell."""
    rules = UploadRules(max_bytes=file.size, mimes=ACCEPTED[file.kind], owner=file.owner_id, ticket=file.ticket)
    permit = gateways().store.permit(file.key, file.size, rules)
    return {"id": file.id, "mode": permit.mode, "up_host": permit.up_host, "bucket": permit.bucket, "key": permit.key,
            "token": permit.token, "part_size": permit.part_size, "expires_at": permit.expires_at, "state": file.state}
