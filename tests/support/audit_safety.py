"""What keeps a page safe and finished: tokens, nothing inline, nothing foreign, no leftovers of how it was made."""

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from tests.support.tree import Node, squeezed

RESOURCES: tuple[tuple[str, str], ...] = (
    ("script", "src"),
    ("img", "src"),
    ("source", "src"),
    ("track", "src"),
    ("video", "src"),
    ("video", "poster"),
)
RESOURCES += (
    ("audio", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("input", "src"),
    ("image", "href"),
    ("use", "href"),
)
LINKS_THAT_LOAD = (
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "manifest",
    "apple-touch-icon",
)
# "None" is an English word as well; these are how a sentence goes on after it.
LEFTOVER = re.compile(
    r"\bNone\b(?! (?:of|is|are|was|were|has|have|had|will|can)\b)|\{\{|\}\}|\{%|%\(\w+\)|\bUndefined\b|\bnan\b"
    r"|\b(?:Fraction|LocalText|Spoken|Markup|datetime|Decimal)\(|<[\w.]+ object at 0x|</?[a-z][a-z0-9]*(?: [a-z-]+=[^>]*)?>"
)
DATA_BLOCK = "application/ld+json"
NOT_IN_DATA = re.compile("[<>&'\u2028\u2029]")
QUOTED_CODE = ("code", "pre", "kbd", "samp", "textarea", "script", "style")
SHOWN_ATTRIBUTES = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "content",
    "href",
    "action",
)


def has_tokens(root: Node, address: str) -> Iterator[str]:
    """Every form that changes something carries its token, once; no other form shows one."""
    for form in root.all("form"):
        tokens = [
            node
            for node in form.all("input", name="csrf_token")
            if node.get("type") == "hidden" and node.get("value")
        ]
        wanted = 1 if form.get("method").lower() == "post" else 0
        if len(tokens) != wanted:
            yield f"{form} has {len(tokens)} tokens instead of {wanted}"


def has_nothing_inline(root: Node, address: str) -> Iterator[str]:
    """No script or style stands in the page itself, in no form; what no browser runs holds no sign of HTML."""
    for node in root.walk():
        if node.tag == "script" and node.get("type") == DATA_BLOCK:
            yield from _is_plain_data(node)
        elif (
            node.tag == "style"
            or (node.tag == "script" and not node.get("src"))
            or (node.tag == "script" and node.text)
        ):
            yield f"{node} is inline"
        for name, value in node.attrs.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                yield f'{node} has {name}="{value}"'


def _is_plain_data(node: Node) -> Iterator[str]:
    """A block of JSON-LD is data alone: well-formed, and without a sign by which HTML could end or begin anything."""
    if set(node.attrs) != {"type"}:
        yield f"{node} is data and has {sorted(node.attrs)}"
    text = "".join(child for child in node.children if isinstance(child, str))
    if found := NOT_IN_DATA.search(text):
        yield f"{node} holds {found[0]!r}"
    try:
        json.loads(text)
    except ValueError as error:
        yield f"{node} is no JSON: {error}"


def has_nothing_foreign(root: Node, address: str) -> Iterator[str]:
    """Nothing is loaded from another origin, and no form is sent to one."""
    loaded = [
        (node, node.get(name)) for tag, name in RESOURCES for node in root.all(tag) if name in node.attrs
    ]
    loaded += [
        (node, node.get("href"))
        for node in root.all("link")
        if set(node.get("rel").split()) & set(LINKS_THAT_LOAD)
    ]
    loaded += [
        (node, part.split()[0])
        for node in root.all("img", "source")
        for part in node.get("srcset").split(",")
        if part.strip()
    ]
    loaded += [
        (node, node.get(name))
        for node in root.all("form", "button", "input")
        for name in ("action", "formaction")
        if name in node.attrs
    ]
    here = urlsplit(address)
    for node, target in loaded:
        there = urlsplit(urljoin(address, target))
        drawn = there.scheme == "data" and node.tag == "img" and target.startswith("data:image/")
        if (there.scheme, there.netloc) != (here.scheme, here.netloc) and not drawn:
            yield f"{node} loads from or sends to {target[:80]!r}"


def is_leftover(text: str) -> bool:
    """Tell whether words show how a page was made."""
    return LEFTOVER.search(text) is not None


def has_no_leftovers(root: Node, quoted: Sequence[str]) -> Iterator[str]:
    """No word that people see shows how the page was made: None, {{, %(name)s, tags as text, objects of the program.

    What a test has typed itself to see it come back (``quoted``) is no leftover.
    """

    def leftover(text: str) -> re.Match[str] | None:
        for each in quoted:
            text = text.replace(each, "")
        return LEFTOVER.search(text)

    for node, text in root.texts():
        in_code = node.tag in QUOTED_CODE or node.within(*QUOTED_CODE) is not None
        if not in_code and (found := leftover(text)):
            yield f"{found[0]!r} stands in {squeezed(text)[:80]!r} in {node}"
    for node in root.walk():
        for name in SHOWN_ATTRIBUTES:
            if found := leftover(node.get(name)):
                yield f"{found[0]!r} stands in the {name} of {node}"
