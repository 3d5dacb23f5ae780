"""The QR code that leads from paper to a certificate's page."""

from base64 import b64encode
from io import BytesIO

import segno

QUIET_ZONE = 4  # modules of white on each side, as ISO/IEC 18004 asks


def qr_code(address: str) -> segno.QRCode:
    """Return the QR code of ``address``, readable with at least 15 % of it soiled (level M)."""
    return segno.make_qr(address, error="m")


def qr_svg(address: str) -> str:
    """Return the QR code as an SVG text, black on white with its quiet zone, sized by its viewBox alone."""
    out = BytesIO()
    size = {"border": QUIET_ZONE, "omitsize": True}
    bare = {"xmldecl": False, "nl": False, "svgclass": None, "lineclass": None}
    qr_code(address).save(out, kind="svg", light="#fff", **size, **bare)
    return out.getvalue().decode("utf-8")


def qr_data_uri(address: str) -> str:
    """Return the QR code as a ``data:`` address, for the ``src`` of an ``<img>``."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address).encode()).decode("ascii")
