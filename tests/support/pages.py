"""A page as a test sees it: its words, its links, and its forms filled in as a browser would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from tests.support.audit import audit
from tests.support.audit_reading import name_of
from tests.support.tree import Node, Untidy, read_tree, squeezed

Typed = str | Sequence[str] | None
UNSENT = ("submit", "button", "reset", "image")


class Unfit(AssertionError):
    """A page breaks rules that hold for every page; the sentences say which and where."""


@dataclass(frozen=True)
class Sending:
    """What a browser sends when a button is pressed: how, where, and the fields in the order of the form."""

    method: str
    url: str
    fields: list[tuple[str, str]]

    def values(self) -> dict[str, list[str]]:
        """Return the fields as lists of values by name, which is how a test client takes them."""
        gathered: dict[str, list[str]] = {}
        for name, value in self.fields:
            gathered.setdefault(name, []).append(value)
        return gathered


@dataclass(frozen=True)
class Page:
    """A page that was fetched, read into a strict tree and looked over."""

    url: str
    status: int
    html: str
    root: Node

    @property
    def title(self) -> str:
        """The title in the browser's tab."""
        return next(node.text for node in self.root.all("title") if node.within("head"))

    @property
    def h1(self) -> str:
        """The words of the one main heading."""
        return self.root.one("h1").text

    @property
    def lang(self) -> str:
        """The language that the page says it is in."""
        return self.root.one("html").get("lang")

    @property
    def main(self) -> Node:
        """The part of the page that is about something: neither header nor footer."""
        return self.root.one("main")

    @property
    def text(self) -> str:
        """All words of the main part."""
        return self.main.text

    @property
    def notices(self) -> list[str]:
        """The messages on top of the page."""
        return [node.text for node in self.main.all("p", class_="notice")]

    def all(self, *tags: str, **attrs: str) -> list[Node]:
        """Return the elements of these kinds with these attributes (see ``Node.all``)."""
        return self.root.all(*tags, **attrs)

    def one(self, *tags: str, **attrs: str) -> Node:
        """Return the one such element."""
        return self.root.one(*tags, **attrs)

    def links(self) -> dict[str, str]:
        """Return the addresses of all links by their words; of two with the same words the last."""
        return {name_of(node, self.root): node.get("href") for node in self.all("a")}

    def buttons(self) -> list[str]:
        """Return the words of all buttons, in order."""
        return [name_of(node, self.root) for node in self.all("button")]

    def link(self, text: str) -> str:
        """Return the address of the one link with these words, or with these among others; without its fragment."""
        return urldefrag(urljoin(self.url, self._named(text, self.all("a")).get("href"))).url

    def press(self, text: str, fields: Mapping[str, Typed] | None = None) -> Sending:
        """Return what is sent when the one button with these words is pressed after ``fields`` have been filled in.

        A list ticks exactly these boxes or options; None leaves a field empty or unticked. Only what the form offers
        can be filled in: a field or a choice that it does not have is an error of the test.
        """
        buttons = self.all("button") + [node for node in self.all("input") if node.get("type") == "submit"]
        button = self._named(text, [node for node in buttons if node.get("type") in ("submit", "")])
        form = self.one("form", id=button.get("form")) if button.get("form") else button.within("form")
        assert form is not None, f"{button} stands in no form"
        typed = dict(fields or {})
        sent = [pair for name, controls in _by_name(form).items() for pair in _fill(name, controls, typed)]
        assert not typed, f"{form} has no fields {sorted(typed)}; it has {sorted(_by_name(form))}"
        if button.get("name"):
            sent.append((button.get("name"), button.get("value")))
        method = button.get("formmethod") or form.get("method") or "get"
        address = urljoin(self.url, button.get("formaction") or form.get("action") or self.url)
        return Sending(method.upper(), address, sent)

    def _named(self, text: str, candidates: list[Node]) -> Node:
        names = [(name_of(node, self.root), node) for node in candidates]
        found = [node for name, node in names if name == text] or [
            node for name, node in names if text in name
        ]
        apart = {
            (node.get("href"), node.get("name"), node.get("value"), id(node.within("form"))) for node in found
        }
        assert len(apart) == 1, (
            f"{len(found)} of these are called {text!r} on {self.url}: {[name for name, _ in names]}"
        )
        return found[0]


def _by_name(form: Node) -> dict[str, list[Node]]:
    controls: dict[str, list[Node]] = {}
    for node in form.all("input", "select", "textarea"):
        if node.get("name") and node.get("type") not in UNSENT and "disabled" not in node.attrs:
            controls.setdefault(node.get("name"), []).append(node)
    return controls


def _fill(name: str, controls: list[Node], typed: dict[str, Typed]) -> list[tuple[str, str]]:
    """Return what the controls of one name send; takes what was typed into them out of ``typed``."""
    first = controls[0]
    if name not in typed:
        return [(name, value) for node in controls for value in _standing(node)]
    value = typed.pop(name)
    wanted = [] if value is None else [value] if isinstance(value, str) else list(value)
    if first.get("type") in ("radio", "checkbox") or first.tag == "select":
        offered = _offered(controls)
        assert set(wanted) <= set(offered), f"{name} offers {offered}, not {wanted}"
        one_only = first.get("type") == "radio" or (first.tag == "select" and "multiple" not in first.attrs)
        assert len(wanted) <= 1 or not one_only, f"{name} takes one choice, not {wanted}"
        return [(name, each) for each in offered if each in wanted]
    assert first.get("type") != "hidden", f"{name} is hidden: nobody can type into it"
    assert len(controls) == 1, f"there are {len(controls)} fields {name}"
    return [(name, "".join(wanted))]


def _standing(node: Node) -> list[str]:
    """Return what a control sends when nobody touches it."""
    if node.get("type") in ("radio", "checkbox"):
        return [node.attrs.get("value", "on")] if "checked" in node.attrs else []
    if node.tag == "textarea":
        return ["".join(child for child in node.children if isinstance(child, str)).removeprefix("\n")]
    if node.tag == "select":
        options = node.all("option")
        chosen = [each for each in options if "selected" in each.attrs] or (
            [] if "multiple" in node.attrs else options[:1]
        )
        return [_value_of(each) for each in chosen]
    return [node.get("value")]


def _offered(controls: list[Node]) -> list[str]:
    if controls[0].tag == "select":
        return [_value_of(option) for node in controls for option in node.all("option")]
    return [node.attrs.get("value", "on") for node in controls]


def _value_of(option: Node) -> str:
    return option.attrs.get("value", squeezed(option.text))


def read_page(url: str, status: int, html: str, quoted: Sequence[str] = ()) -> Page:
    """Return the page; raises Unfit with everything that is wrong with it (``quoted``: see ``audit``)."""
    try:
        root = read_tree(html)
    except Untidy as error:
        raise Unfit(f"{url} is not well-formed:\n{error}") from None
    faults = audit(root, url, quoted)
    if faults:
        raise Unfit("\n".join([f"{url} breaks rules that hold for every page:", *faults]))
    return Page(url, status, html, root)
