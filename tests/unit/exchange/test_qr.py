"""The QR code says the address, in a form that a page and a PDF can show at any size."""

import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest
import zxingcpp

from lms.exchange.qr import QUIET_ZONE, qr_code, qr_data_uri, qr_svg

ADDRESS = "https://learn.example.org/certificates/0c6d0d7a6a0f4f5e9b1f2a3c4d5e6f70/"
SVG = "{http://www.w3.org/2000/svg}"
PIXELS = 4  # a module's side when it is drawn for the reader
STEP = re.compile(r"([Mmh])(-?[0-9.]+)(?: (-?[0-9.]+))?")


def drawn_modules(svg: str) -> list[list[bool]]:
    """Return the dark modules, quiet zone included, as the strokes of the SVG paint them."""
    root = ElementTree.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    modules = [[False] * side for _ in range(side)]
    x = y = 0.0
    for kind, first, second in STEP.findall(root.findall(f"{SVG}path")[1].attrib["d"]):
        if kind == "h":
            for column in range(int(x), int(x) + int(first)):
                modules[int(y)][column] = True
            x += float(first)
        else:
            x, y = (float(first), float(second)) if kind == "M" else (x + float(first), y + float(second))
    return modules


def read(modules: list[list[bool]]) -> list[str]:
    """Return what a reader of codes makes of the modules, each drawn as a square."""
    lines = [bytes(0 if dark else 255 for dark in row for _ in range(PIXELS)) * PIXELS for row in modules]
    side = len(modules) * PIXELS
    picture = memoryview(b"".join(lines)).cast("B", (side, side))
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(ADDRESS, id="as-certificates-have-it"),
        pytest.param("http://localhost:8000/certificates/" + "f" * 32 + "/", id="on-this-machine"),
        pytest.param("https://ученето.бг/certificates/" + "0" * 32 + "/", id="a-cyrillic-domain"),
        pytest.param("https://" + "a" * 200 + ".example/", id="a-long-one"),
    ],
)
def test_the_code_is_read_as_the_address(address: str) -> None:
    assert read(drawn_modules(qr_svg(address))) == [address]


def test_the_svg_draws_the_modules_of_the_code() -> None:
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in drawn_modules(qr_svg(ADDRESS))[QUIET_ZONE:-QUIET_ZONE]]
    assert inner == [[bool(module) for module in row] for row in qr_code(ADDRESS).matrix]


def test_the_svg_has_a_view_box_and_no_size_of_its_own() -> None:
    side = len(qr_code(ADDRESS).matrix) + 2 * QUIET_ZONE
    assert ElementTree.fromstring(qr_svg(ADDRESS)).attrib == {"viewBox": f"0 0 {side} {side}"}


def test_the_svg_is_black_on_white_up_to_its_edge() -> None:
    ground, modules = ElementTree.fromstring(qr_svg(ADDRESS)).findall(f"{SVG}path")
    side = len(qr_code(ADDRESS).matrix) + 2 * QUIET_ZONE
    assert (ground.attrib["fill"], modules.attrib["stroke"]) == ("#fff", "#000")
    assert ground.attrib["d"] == f"M0 0h{side}v{side}h-{side}z"


def test_the_data_address_holds_the_same_svg() -> None:
    kind, body = qr_data_uri(ADDRESS).split(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(body).decode() == qr_svg(ADDRESS)


def test_an_address_cannot_leave_the_svg() -> None:
    root = ElementTree.fromstring(qr_svg('https://example.org/"><script>alert(1)</script>'))
    assert [element.tag for element in root.iter()] == [f"{SVG}svg", f"{SVG}path", f"{SVG}path"]
