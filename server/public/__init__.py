"""Pages for everybody: no session, no cookie, nothing from elsewhere, no script inside a page.

The files of static/ are served under an address that holds a hash of them all, so that a browser may keep them forever
and a module's relative imports stay within one version.
"""
import hashlib
from pathlib import Path

from apiflask import APIBlueprint
from flask import Response, render_template, send_from_directory, url_for

from models.problems import NotFound

bp = APIBlueprint("public", __name__, enable_openapi=False, template_folder="templates")

STATIC = Path(__file__).parent / "static"
A_YEAR_S = 365 * 24 * 3600


def _hash_of(folder: Path) -> str:
    summed = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        summed.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return summed.hexdigest()[:12]


VERSION = _hash_of(STATIC)


@bp.get("/public/<version>/<path:name>")
def asset(version: str, name: str) -> Response:
    if version != VERSION:
        raise NotFound(what="这个地址")
    response = send_from_directory(STATIC, name, max_age=A_YEAR_S)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
    return response


def page(template: str, *, may_call: str = "", **facts: object) -> Response:
    """A page that runs our own files only; `may_call`: one more origin its script may speak to."""
    html = render_template(template, asset=lambda name: url_for("public.asset", version=VERSION, name=name), **facts)
    policy = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; "
              f"connect-src 'self' {may_call}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    return Response(html, mimetype="text/html", headers={
        "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=(), microphone=(), geolocation=()"})
