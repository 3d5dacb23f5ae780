"""Static files under names that change with their bytes, compressed once, kept by browsers for ever."""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from lms.kernel.digest import bytes_digest
from lms.web.shell.guards import public

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
IMPORT = re.compile(rb'from "\./([\w.-]+\.js)"')  # as scripts of ours name each other
COMPRESSIBLE = (".css", ".js", ".svg", ".json", ".txt")

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A static file in the forms in which it is sent."""

    digest: str
    media_type: str
    plain: bytes
    packed: dict[str, bytes]


def collect() -> dict[str, Asset]:
    """Return every static file by its path, with its digest and its compressed forms."""
    paths = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*")) if path.is_file()}
    assets: dict[str, Asset] = {}

    def add(name: str) -> Asset:
        if name not in assets:
            assets[name] = _asset(paths[name], IMPORT.sub(at_its_address, paths[name].read_bytes()))
        return assets[name]

    def at_its_address(found: re.Match[bytes]) -> bytes:
        """A script asks for another one under the address that names its bytes, so none ever gets one of yesterday."""
        return b'from "../%s/%s"' % (add(found[1].decode()).digest.encode(), found[1])

    return {name: add(name) for name in paths}


def _asset(path: Path, body: bytes) -> Asset:
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        media_type = "text/javascript"
    packed = {"br": brotli.compress(body), "gzip": gzip.compress(body, mtime=0)} if path.suffix in COMPRESSIBLE else {}
    return Asset(bytes_digest(body)[:16], media_type, body, packed)


def serve_assets(app: Flask) -> None:
    """Read the static files once and make ``asset(name)`` known to templates."""
    assets = collect()
    app.extensions["assets"] = assets
    addresses: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in addresses:
            addresses[name] = url_for("assets.static_file", digest=assets[name].digest, name=name)
        return addresses[name]

    app.jinja_env.globals["asset"] = asset
    app.register_blueprint(blueprint)


@blueprint.get("/static/<string(length=16):digest>/<path:name>")
@public
def static_file(digest: str, name: str) -> Response:
    """Send a static file; its address names its bytes, so a browser never asks twice."""
    from_disk: Asset | None = _assets().get(name)
    if from_disk is None or from_disk.digest != digest:
        abort(404)
    encoding = next((each for each in ("br", "gzip") if each in from_disk.packed and request.accept_encodings[each]), "")
    response = Response(from_disk.packed.get(encoding, from_disk.plain), content_type=_with_charset(from_disk.media_type))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Cache-Control"] = FOR_EVER
    response.vary.add("Accept-Encoding")
    return response


def _assets() -> dict[str, Asset]:
    assets: dict[str, Asset] = current_app.extensions["assets"]
    return assets


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") or media_type.endswith("+xml") else media_type
