"""/c/…: what stands in a check-in code, for whoever scans it with something else than the mini program.

WeChat's own scanner opens the mini program by this address (扫普通链接二维码打开小程序, set in WeChat's console); anything else
lands here and is told so. The page reads nothing of the address and judges nothing: a code seen here is no check-in.
"""
from apiflask import APIBlueprint
from flask import Response

from server.public import page

bp = APIBlueprint("code_page", __name__, enable_openapi=False)


@bp.get("/c/<path:_code>")
def show(_code: str) -> Response:
    return page("c.html")
