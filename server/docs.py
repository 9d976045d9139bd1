"""A page to try the contract: Swagger UI from the pip package, so that nothing is fetched from anywhere else."""
from pathlib import Path

import flask_swagger_ui
from apiflask import APIBlueprint
from flask import Response, send_from_directory

bp = APIBlueprint("docs", __name__, enable_openapi=False)

DIST = Path(flask_swagger_ui.__file__).parent / "dist"
PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>网聚 接口文档</title>
<link rel="icon" href="/api/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
</head>
<body>
<noscript>这一页需要 JavaScript；接口文档的原文在 <a href="/api/openapi.json">/api/openapi.json</a>。</noscript>
<div id="page"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script>
SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#page", deepLinking: true, validatorUrl: null, persistAuthorization: false})
</script>
</body>
</html>
"""
ONLY_FROM_HERE = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:"


@bp.get("/api/docs")
def page() -> Response:
    return Response(PAGE, mimetype="text/html", headers={"Content-Security-Policy": ONLY_FROM_HERE})


@bp.get("/api/docs/assets/<path:name>")
def asset(name: str) -> Response:
    return send_from_directory(DIST, name, max_age=3600)
