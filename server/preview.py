"""The mini program in a browser, at /preview/: the folder that `node miniprogram/preview/build.js` writes, for this machine only.

Mounted beside the Flask app and not inside it: static files want neither a database connection nor a rate limit. Only in development;
nothing here knows a person. When nothing has been built, the page says how.
"""
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

from models.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DIST = Path(__file__).parent.parent / "miniprogram" / "preview" / "dist"
PEERS = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
# The store and the simulator may listen on another port of this machine; pictures and films are shown from memory too.
HERE = "http://127.0.0.1:* http://localhost:*"
POLICY = (f"default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: {HERE}; img-src 'self' data: blob: {HERE}; "
          f"media-src 'self' data: blob: {HERE}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
NOT_BUILT = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>小程序预览</title>
<style>body { font: 16px/1.6 sans-serif; max-width: 36em; margin: 12vh auto; padding: 0 24px; color: #1E1A17; background: #FBF7F2 }
code { background: #fff; padding: 2px 6px }</style></head>
<body><h1>预览还没有生成</h1>
<p>预览由 Node 从 <code>miniprogram/src</code> 生成。请先安装 Node 20 或更新的版本，再在项目目录运行 <code>make run</code>。</p>
<p>也可以只生成预览：<code>cd miniprogram &amp;&amp; npm ci &amp;&amp; node preview/build.js</code></p>
<p>生成后刷新这一页。服务的其他部分不受影响。</p></body></html>
"""


def mount(config: Config, dist: Path = DIST) -> "dict[str, WSGIApplication]":
    """Where the preview is mounted: nowhere while WeChat is live."""
    return {} if config.wechat.live else {"/preview": create_preview(dist)}


def create_preview(dist: Path = DIST) -> "WSGIApplication":
    """Serves `dist` below a mount point (SCRIPT_NAME). The folder is looked at anew by each request: a build needs no restart."""
    def preview(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return _answer(Request(environ), dist)(environ, start_response)
    return preview


def _answer(request: Request, dist: Path) -> Response:
    if not _is_here(request.environ):
        return NotFound().get_response(request.environ)
    if not request.environ.get("PATH_INFO"):
        return redirect(request.root_path.rstrip("/") + "/", 308)
    if not (dist / "phone.html").exists():
        return Response(NOT_BUILT, 503, mimetype="text/html", headers={"Content-Security-Policy": POLICY})
    return _file(request, dist, request.path.lstrip("/") or "index.html")


def _file(request: Request, dist: Path, name: str) -> Response:
    """A page is found without its ending too: /preview/two."""
    path = safe_join(str(dist), name if Path(name).suffix else f"{name}.html")
    if path is None or not Path(path).is_file():
        return NotFound().get_response(request.environ)
    response = send_file(path, request.environ, conditional=True, etag=True)
    response.headers.update({"Cache-Control": "no-cache", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
                             "Referrer-Policy": "same-origin"})
    return response


def _is_here(environ: "WSGIEnvironment") -> bool:
    """Whether the peer is this machine itself, and speaks for nobody else."""
    return environ.get("REMOTE_ADDR") in PEERS and not any(environ.get(name) for name in FORWARDED)
