"""The region query: which hosts serve a bucket. Here every service is this very store."""
from typing import Any

from werkzeug import Request, Response

from .answers import answer
from .store import Store

TTL_S = 86400
REGION = "z0"


def query_v4(store: Store, request: Request) -> Response:
    """For the Python, Node and WeChat SDKs. Raises Refusal (631)."""
    store.check_bucket(request.args.get("bucket", ""))
    here = _here(request)
    hosts = {"domains": [here], "old": [here]}
    region = dict.fromkeys(("io", "io_src", "rs", "rsf", "uc", "api"), hosts)
    return answer({"ttl": TTL_S, "hosts": [{
        "region": REGION, "ttl": TTL_S, "up": hosts | {"acc_domains": []},
        "s3": {"domains": [here], "region_alias": "cn-east-1"}, **region}]})


def query_v2(store: Store, request: Request) -> Response:
    """For qiniu-js 3. Raises Refusal (631)."""
    store.check_bucket(request.args.get("bucket", ""))
    hosts = {"acc": {"main": [_here(request)]}, "src": {"main": [_here(request)]}}
    services: dict[str, Any] = dict.fromkeys(("io", "up", "rs", "rsf", "api", "uc"), hosts)
    return answer({"region": REGION, "ttl": TTL_S, **services})


def _here(request: Request) -> str:
    """host:port and the path this store is mounted at, as the SDKs' host fields take it."""
    return request.host + request.root_path.rstrip("/")
