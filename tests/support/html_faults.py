"""What no rendered text may hold, looked for by a parser that is not the sanitiser's; the lists are typed by hand."""

import re
from html.parser import HTMLParser

MATHS = frozenset(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub msup msubsup munder"
    " mover munderover mmultiscripts mprescripts none mtable mtr mtd".split()
)
TAGS = MATHS | frozenset(
    "p br hr h2 h3 h4 h5 h6 pre blockquote ul ol li dl dt dd table thead tbody tr th td figure figcaption details summary"
    " aside section div a strong em del code sub sup mark kbd abbr span img video audio source track".split()
)
NEVER = frozenset(
    "style srcset formaction action background poster ping target download xlink:href manifest cite data autofocus"
    " contenteditable usemap http-equiv nonce is slot name form".split()
)
VOID = frozenset("br hr img source track".split())
PLACEHOLDER = re.compile(r"[\x02\x03]|(?<=>)(?:wzxhzdk|klzzwxh):")
ADDRESS = {
    "href": re.compile(r"(?:https?://|mailto:|tel:)[^\s\\<>\"]+|/(?![/\\])[^\s\\<>\"]*|#d--[\w-]+", re.I),
    "src": re.compile(r"/(?:[\w.~%-]+/)*media/[\w.~%/-]+"),
}


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.named: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"tag {tag}")
        if tag not in VOID:
            self.open.append(tag)
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"an attribute twice in {tag}")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or name in NEVER:
            self.faults.append(f"attribute {name} of {tag}")
        if name in ADDRESS and not ADDRESS[name].fullmatch(value):
            self.faults.append(f"{name} of {tag} leads away: {value[:60]!r}")
        if name == "id":
            if value in self.ids:
                self.faults.append("an id twice")
            if not value.startswith("d--"):
                self.faults.append("an id without its document")
            self.ids.add(value)
        if name == "aria-labelledby":
            self.named.add(value)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} closes what is not open")

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("a declaration")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def faults_of(html: str) -> list[str]:
    """Return what is wrong with the HTML of a text that was rendered as document ``d``."""
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    faults = list(inspector.faults)
    if inspector.open:
        faults.append(f"{inspector.open[-1]} is not closed")
    if inspector.named - inspector.ids:
        faults.append("a name that points to nothing")
    if re.search(r"[\x00\x02\x03\ud800-\udfff]", html):
        faults.append("a sign that no page may hold")
    if PLACEHOLDER.search(html):
        faults.append("a placeholder of the parser")
    return sorted(set(faults))
