"""A strict tree of a page: what a browser would quietly mend is an error here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _named(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID = _named("area base br col embed hr img input link meta source track wbr")
FOREIGN = _named("svg math")
BLOCKS = _named(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr main nav ol p pre search section table ul"
)
# What holds words and no blocks; a browser would close these by itself, or draw something else than was meant.
PHRASES = _named(
    "p h1 h2 h3 h4 h5 h6 span bdi bdo b i em strong small label button sub sup kbd code mark abbr cite q time pre output"
)
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"div", "dt", "dd"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup"},
}
PARENTS = {
    "li": {"ul", "ol"},
    "tr": {"thead", "tbody", "tfoot", "table"},
    "td": {"tr"},
    "th": {"tr"},
    "option": {"select", "optgroup", "datalist"},
}
# Nothing that can be clicked may stand in anything else that can be clicked; a form in no form.
NEVER_WITHIN = {
    "a": {"a", "button", "summary"},
    "button": {"a", "button", "summary"},
    "form": {"form"},
    "label": {"label"},
}
NEVER_WITHIN |= {name: {"a", "button"} for name in ("input", "select", "textarea")}


@dataclass(eq=False)
class Node:
    """An element: its children are elements and texts in their order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: "Node | None" = None
    line: int = 1
    children: list["Node | str"] = field(default_factory=list)

    def __repr__(self) -> str:
        shown = "".join(
            f' {name}="{value}"'
            for name, value in self.attrs.items()
            if name in ("id", "class", "name", "href")
        )
        return f"<{self.tag}{shown}> in line {self.line}"

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attrs.get(name, "")

    def walk(self) -> Iterator["Node"]:
        """Yield this element and all within it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def ancestors(self) -> Iterator["Node"]:
        """Yield the elements in which this one stands, from the inside."""
        if self.parent is not None:
            yield self.parent
            yield from self.parent.ancestors()

    def within(self, *tags: str) -> "Node | None":
        """Return the nearest element of these kinds in which this one stands, or None."""
        return next((node for node in self.ancestors() if node.tag in tags), None)

    def all(self, *tags: str, **attrs: str) -> list["Node"]:
        """Return the elements within this one of these kinds (any if none is named) and with these attributes.

        ``class_`` asks for one class among others; in other names an underscore stands for a hyphen.
        """
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [
            node
            for node in self.walk()
            if node is not self and (not tags or node.tag in tags) and node._has(wanted)
        ]

    def one(self, *tags: str, **attrs: str) -> "Node":
        """Return the one element that ``all`` finds; fail when there is none, or more."""
        found = self.all(*tags, **attrs)
        assert len(found) == 1, f"{len(found)} elements {tags} {attrs} in {self}: {found}"
        return found[0]

    def _has(self, wanted: dict[str, str]) -> bool:
        return all(
            value in self.get(name).split() if name == "class" else self.attrs.get(name) == value
            for name, value in wanted.items()
        )

    def texts(self) -> Iterator[tuple["Node", str]]:
        """Yield every piece of text with the element in which it stands."""
        for child in self.children:
            if isinstance(child, Node):
                yield from child.texts()
            else:
                yield self, child

    @property
    def text(self) -> str:
        """The words within, white space collapsed."""
        return squeezed("".join(self._words()))

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                apart = child.tag in BLOCKS or child.tag in (
                    "li",
                    "td",
                    "th",
                    "dt",
                    "dd",
                    "br",
                    "option",
                    "title",
                    "legend",
                )
                yield " " if apart else ""
                yield from child._words()
                yield " " if apart else ""


class Untidy(AssertionError):
    """The HTML is not well-formed; the sentences say what and where."""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page")
        self.open = self.root
        self.doctypes: list[str] = []
        self.faults: list[str] = []

    def blame(self, sentence: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {sentence}")

    def handle_decl(self, decl: str) -> None:
        self.doctypes.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.blame(f"<{tag}> has two attributes {name}")
        for name in names:
            if not re.fullmatch(r"[a-zA-Z_:][\w:.-]*", name):
                self.blame(f"<{tag}> has the attribute {name!r}, which is none")
        node = Node(tag, {name: value or "" for name, value in attrs}, self.open, self.getpos()[0])
        self._check_place(node)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in VOID:
            return
        if self.open.tag not in FOREIGN and self.open.within(*FOREIGN) is None:
            self.blame(f"<{tag}/> closes nothing in HTML")
        self.open = self.open.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return self.blame(f"</{tag}> closes an element that has no end")
        if self.open.tag == tag:
            self.open = self.open.parent or self.root
            return None
        self.blame(f"</{tag}> where {self.open} is open")
        opener = next((node for node in self.open.ancestors() if node.tag == tag), None)
        if opener is not None:
            self.open = opener.parent or self.root
        return None

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open.tag in CHILDREN:
            self.blame(f"words straight in <{self.open.tag}>: {data.strip()[:40]!r}")
        self.open.children.append(data)

    def _check_place(self, node: Node) -> None:
        within = self.open
        if within.tag in FOREIGN or within.within(*FOREIGN):
            return
        if within.tag in CHILDREN and node.tag not in CHILDREN[within.tag] | {"script", "template"}:
            self.blame(f"<{node.tag}> may not stand straight in <{within.tag}>")
        if node.tag in PARENTS and within.tag not in PARENTS[node.tag]:
            self.blame(f"<{node.tag}> stands in <{within.tag}>")
        if node.tag in BLOCKS and (outer := within if within.tag in PHRASES else within.within(*PHRASES)):
            self.blame(f"<{node.tag}> may not stand in {outer}")
        for outer in (within, *within.ancestors()):
            if outer.tag in NEVER_WITHIN.get(node.tag, ()) and node.get("type") != "hidden":
                self.blame(f"<{node.tag}> may not stand in {outer}")


def squeezed(text: str) -> str:
    """Return the text without white space at its ends and with single blanks between its words."""
    return " ".join(text.split())


def read_tree(html: str, *, whole: bool = True) -> Node:
    """Return the tree of a page, or of a fragment when not ``whole``.

    Raises Untidy with everything that is unclosed, closed twice, crossed, doubled or in a place where it may not stand.
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    for node in (builder.open, *builder.open.ancestors()):
        if node is not builder.root:
            builder.blame(f"{node} is never closed")
    if whole and [decl.lower() for decl in builder.doctypes] != ["doctype html"]:
        builder.blame(f"the doctype is {builder.doctypes or 'missing'}")
    if whole and [child.tag for child in builder.root.children if isinstance(child, Node)] != ["html"]:
        builder.blame("there is something beside <html>")
    if builder.faults:
        raise Untidy("\n".join(builder.faults))
    return builder.root
