"""What a screen reader is given of a page, written as a person would read it: one line for each thing, in order.

The browser's own accessibility tree is asked, so names, descriptions and states are those that it has worked out from
labels, hints and attributes, and what is hidden from assistive technology is missing here too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

KEPT = Path(__file__).parent / "spoken"
Node = dict[str, Any]
# What has no words of its own, so that only those within it are said.
SILENT = {"none", "generic", "RootWebArea", "InlineTextBox", "LineBreak", "LabelText", "Legend", "ListMarker", "MenuListPopup", "rowgroup", "sectionheader", "sectionfooter"}
INLINE = {"StaticText", "emphasis", "strong", "generic", "none", "time", "mark", "code", "LineBreak", "InlineTextBox", "superscript"}
# What is named by the words within it, so that they are not said once more.
NAMED_BY_WORDS = {
    *("link", "button", "heading", "option", "columnheader", "rowheader", "cell", "gridcell", "row"),
    *("DisclosureTriangle", "caption", "LabelText", "Figcaption", "textbox", "searchbox"),
}
TEXTS = {"paragraph", "listitem", "term", "definition", "DescriptionListTerm", "DescriptionListDetail", "note", "caption", "StaticText"}
ROLES = {
    "paragraph": "",
    "StaticText": "",
    "emphasis": "",
    "strong": "",
    "banner": "header",
    "contentinfo": "footer",
    "main": "main part",
    "complementary": "aside",
    "listitem": "item",
    "textbox": "field",
    "combobox": "choice",
    "DescriptionList": "terms",
    "DescriptionListTerm": "term",
    "DescriptionListDetail": "detail",
    "definition": "detail",
    "image": "picture",
    "columnheader": "column heading",
    "rowheader": "row heading",
    "DisclosureTriangle": "opens and closes",
    "Details": "part",
}
STATES = ("checked", "selected", "expanded", "disabled", "required", "invalid", "focused")
OF_NO_USE = {("combobox", "expanded"), ("option", "selected")}
# What is another at every visit: the same words stand for all of it.
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CHANGING = (
    (re.compile(rf"\b\d{{1,2}} ({MONTHS}|[A-Z][a-z][a-z]) \d{{4}}"), "‹day›"),
    (re.compile(r"\b\d{1,2}:\d\d(:\d\d)?\b( \([\w/]+\))?"), "‹time›"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "‹number›"),
    (re.compile(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){2}\b"), "‹receipt›"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "‹site›"),
    (re.compile(r"person-\d+@"), "person@"),
)


def spoken(page: Page) -> str:
    """Return everything that the page says, its title first."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    told = _Telling(nodes, _marked(session, "[aria-current]:not([aria-current=false])"))
    session.detach()
    text = "\n".join([f"page “{page.title()}”", *told.lines()])
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return f"{text}\n"


def _marked(session: CDPSession, selector: str) -> set[int]:
    """Return the numbers by which the tree knows the elements of a selector; it does not tell of aria-current itself."""
    document = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": document, "selector": selector})["nodeIds"]
    return {session.send("DOM.describeNode", {"nodeId": each})["node"]["backendNodeId"] for each in found}


class _Telling:
    """One reading of a tree from top to bottom."""

    def __init__(self, nodes: dict[str, Node], current: set[int]) -> None:
        self.nodes, self.current = nodes, current

    def lines(self) -> Iterator[str]:
        root = next(node for node in self.nodes.values() if _role(node) == "RootWebArea")
        yield from self._within(root, 0, "")

    def _within(self, node: Node, depth: int, said: str) -> Iterator[str]:
        for each in self._children(node):
            yield from self._of(each, depth, said)

    def _of(self, node: Node, depth: int, said: str) -> Iterator[str]:
        """Yield the lines of a node and of those within it; ``said`` is the name that has just been said around them."""
        role, name = _role(node), _name(node)
        if node.get("ignored") or role in SILENT:
            words = self._words(node) if self._is_current(node) else ""
            yield from [f"{'  ' * depth}“{words}”, current"] if words else self._within(node, depth, said)
            return
        words = self._words(node) if role in TEXTS else ""
        if role in ("paragraph", "StaticText") and (words or name) and (words or name) in said:
            return
        line = self._line(node, role, words or name)
        if line:
            yield f"{'  ' * depth}{line}"
        if not words and role != "StaticText":
            yield from self._within(node, depth + bool(line), name if name else said if role in ("list", "listitem", "paragraph") else "")

    def _line(self, node: Node, role: str, name: str) -> str:
        if role in ("paragraph", "status", "alert") and not name:
            return ", ".join([role, *_states(node, role)]) if role != "paragraph" and self._children(node) else ""
        about, value = _squeezed(node.get("description", {}).get("value", "")), _squeezed(str(node.get("value", {}).get("value", "")))
        holds = f"holds “{value}”" if value and value != name else ""
        current = "current" if self._is_current(node) else ""
        told = ", ".join(filter(None, [f"“{name}”" if name else "", holds, *_states(node, role), current]))
        return f"{ROLES.get(role, role)} {told}".strip() + (f" ({about})" if about and about != name else "")

    def _words(self, node: Node) -> str:
        """Return the words of a node in which there is nothing but words, else nothing."""
        found: list[str] = []

        def gather(each: Node) -> bool:
            role = _role(each)
            if role == "StaticText":
                found.append(each.get("name", {}).get("value", ""))
            if role in ("StaticText", "ListMarker"):
                return True
            known = each.get("ignored") or role in INLINE or each is node
            return bool(known) and not (self._is_current(each) and each is not node) and all(map(gather, self._children(each)))

        return re.sub(r" (?=[,.;:?!])", "", _squeezed(" ".join(found))) if gather(node) else ""

    def _children(self, node: Node) -> list[Node]:
        if _role(node) in NAMED_BY_WORDS and _name(node) and not self._holds_controls(node):
            return []
        return [self.nodes[each] for each in node.get("childIds", ()) if each in self.nodes]

    def _holds_controls(self, node: Node) -> bool:
        below = [self.nodes[each] for each in node.get("childIds", ()) if each in self.nodes]
        return any(_role(each) in ("link", "button", "cell", "columnheader", "rowheader") or self._holds_controls(each) for each in below)

    def _is_current(self, node: Node) -> bool:
        return node.get("backendDOMNodeId") in self.current


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def _name(node: Node) -> str:
    return _squeezed(node.get("name", {}).get("value", "")) if _role(node) != "row" else ""


def _states(node: Node, role: str) -> Iterator[str]:
    for found in node.get("properties", ()):
        name, value = found["name"], found["value"].get("value")
        if name == "level" and role == "heading":
            yield f"level {value}"
        elif name in STATES and (role, name) not in OF_NO_USE and value not in (False, "false", None):
            yield name if value in (True, "true") else f"{name} {value}"
        elif name == "expanded" and role == "DisclosureTriangle":
            yield "closed"


def _squeezed(text: str) -> str:
    return " ".join(text.split())
